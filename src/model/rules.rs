//! Discrete updates: `rule step on M.chart: (x, y) -> (x - eta*x, y + xi)`, and their small-step limits.
//!
//! In: the coordinates of a chart and their new values, which may name random variables. Out: a [`RuleInChart`], carried to
//! other charts by the transition maps; vector fields. Means of rules stand in [`super::random`].

use super::elaborator::Elaborator;
use super::function_values::differentiability;
use super::kinds::{ChartId, RuleInChart, Value, VectorInChart};
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr as Term, Fact};
use crate::syntax::ast::{Expr, ExprKind};
use crate::units::Unit;

impl Elaborator<'_> {
    /// The rule `from -> value` in the chart of the scope.
    pub fn rule(&mut self, from: &Expr, value: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let Some(chart) = scope.chart else { return Err(Failure::silent()) };
        self.expect_coordinates(from, chart, scope)?;
        let entries = match self.eval(value, scope)? {
            Value::Scalar(q) => vec![q],
            Value::Tuple(v) => v,
            other => {
                let help = Some("write the new coordinates: `(x - eta*v[1], y - eta*v[2])`".to_owned());
                return Err(problems::wrong_kind(value.span, "new coordinates", other.kind(), help).into());
            }
        };
        let units = self.model.coordinate_units(chart);
        if entries.len() != units.len() {
            let expected = format!("{} new coordinates", units.len());
            return Err(problems::wrong_shape(value.span, expected, format!("{}", entries.len())).into());
        }
        let mut rule = RuleInChart { chart, components: Vec::new(), defined_where: Vec::new() };
        for (k, (q, unit)) in entries.iter().zip(&units).enumerate() {
            let Some(number) = q.number_in(unit) else {
                let name = self.coordinate_name(chart, k);
                let (what, at) = (format!("the new `{name}`"), part(value, k));
                return Err(problems::unit_differs(at.span, &what, &q.unit, unit, &self.causes(at)).into());
            };
            rule.components.push(number);
            q.defined_where.iter().for_each(|f| add_fact(&mut rule.defined_where, f.clone()));
        }
        Ok(Value::Rule(rule))
    }

    fn coordinate_name(&self, chart: ChartId, k: usize) -> String {
        let chart = self.model.chart(chart);
        chart.and_then(|c| c.coordinates.get(k)).map_or_else(String::new, |c| c.variable.symbol.name().to_owned())
    }

    /// Before the arrow stand the coordinates of the chart, in order.
    fn expect_coordinates(&mut self, from: &Expr, chart: ChartId, scope: &Scope) -> Result<(), Failure> {
        let written: Vec<&Expr> = match &from.kind {
            ExprKind::Tuple(v) => v.iter().collect(),
            _ => vec![from],
        };
        let symbols: Vec<Term> =
            self.model.chart(chart).map(|c| c.symbols().iter().map(Term::symbol).collect()).unwrap_or_default();
        let mut found = Vec::new();
        for e in &written {
            found.push(self.scalar(e, scope)?.expr);
        }
        if found == symbols {
            return Ok(());
        }
        let names: Vec<String> = (0..symbols.len()).map(|k| self.coordinate_name(chart, k)).collect();
        let form = if let [one] = names.as_slice() { one.clone() } else { format!("({})", names.join(", ")) };
        let headline = format!("before the arrow stand the coordinates of `{}`", self.chart_name(chart));
        Err(problems::bad_claim(from.span, headline, &format!("write `{form} -> ..`")).into())
    }

    /// `mean_flow(RULE, rate)`: the mean of the derivative of the new point by the rate, at rate 0, where the rule must
    /// leave every point alone. That is a vector field: for new coordinates `y = f(x)` the chain rule gives the derivative
    /// `f'(x) v` at the point itself, and the mean is linear. So it is made where the rule was given, and carried over.
    pub fn mean_flow(&mut self, rule: &Expr, rate: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let Some(home) = self.first_home(rule) else {
            let kind = self.eval(rule, scope)?.kind();
            return Err(problems::wrong_kind(rule.span, "a rule", kind, None).into());
        };
        let made = self.mean_flow_at_home(rule, rate, &Scope::made_in(Some(home)))?;
        match scope.chart {
            Some(here) => self.transport(made, home, here, rule.span),
            None => Ok(made),
        }
    }

    fn mean_flow_at_home(&mut self, rule: &Expr, rate: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let r = match self.eval(rule, scope)? {
            Value::Rule(r) => r,
            other => return Err(problems::wrong_kind(rule.span, "a rule", other.kind(), None).into()),
        };
        let q = self.scalar(rate, &Scope::closed())?;
        let param = q.expr.as_symbol().filter(|s| self.model.params.iter().any(|p| p.variable.symbol == **s)).cloned();
        let Some(symbol) = param else {
            return Err(problems::bad_call(rate.span, "the rate is a param".into(), "name one".into()).into());
        };
        let at_zero = |e: &Term| e.substitute([(symbol.clone(), Term::zero())]);
        let coordinates = self.model.chart(r.chart).map(|c| c.symbols()).unwrap_or_default();
        for (e, x) in r.components.iter().zip(&coordinates) {
            if at_zero(e) != Term::symbol(x) {
                let name = symbol.name().to_owned();
                return Err(problems::no_limit(rule.span, &name, x.name(), &at_zero(e)).into());
            }
        }
        let r_components = &r.components;
        let in_law = |r: &crate::model::RandomVariable| {
            let mut found = false;
            r.law.clone().replace(&mut |e| {
                found |= e.contains(&symbol);
                e.clone()
            });
            found
        };
        let drawn = |r: &&crate::model::RandomVariable| r_components.iter().any(|e| e.contains(&r.symbol));
        if let Some(r) = self.model.randoms.iter().filter(drawn).find(|r| in_law(r)) {
            let (name, drawn) = (symbol.name().to_owned(), r.symbol.name().to_owned());
            return Err(problems::rate_in_a_law(rate.span, &name, &drawn).into());
        }
        let slopes: Vec<Term> = r.components.iter().map(|e| at_zero(&e.derivative(&symbol))).collect();
        let mut facts: Vec<Fact> = Vec::new();
        // A corner in what the rate does not move is none of the derivative by the rate.
        let corners = differentiability(&r.components).into_iter().filter(|f| f.expr.contains(&symbol));
        let smooth = r.components.iter().flat_map(definition).chain(corners);
        for f in smooth.chain(r.defined_where.iter().cloned()) {
            let f = f.with(at_zero(&f.expr));
            if f.is_absurd() {
                let name = symbol.name().to_owned();
                return Err(problems::no_derivative(rule.span, &name, &f).into());
            }
            add_fact(&mut facts, f);
        }
        let units = self.model.coordinate_units(r.chart);
        let mut means = Vec::new();
        for (slope, unit) in slopes.into_iter().zip(units) {
            let q = Quantity { defined_where: facts.clone(), ..Quantity::new(slope, unit) };
            means.push(self.mean_of(&q, scope, rule.span)?);
        }
        let defined_where = Value::Tuple(means.clone()).defined_where();
        let components = means.into_iter().map(|q| q.expr).collect();
        let per =
            Unit::one().div(&q.unit).map_err(|_| -> Failure { problems::exponent_too_large(rate.span).into() })?;
        let chart = r.chart;
        let made = VectorInChart { chart, components, per, defined_where, chart_dependent: false, raised: None };
        Ok(Value::Vector(made))
    }
}

/// The expression of the `k`th entry of a tuple, or all of it.
fn part(e: &Expr, k: usize) -> &Expr {
    match &e.kind {
        ExprKind::Tuple(v) => v.get(k).unwrap_or(e),
        _ => e,
    }
}
