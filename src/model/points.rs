//! Points and assumptions: what replaces coordinates and params by values.
//!
//! In: `at std(mu = 2, sigma = 1)`, `given values`, `given mu0 = 4, sigma > 1`. Out: substitutions, and regions from
//! which what is replaced is gone.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind, MetricInChart, Value};
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use super::statements::GivenPart;
use crate::geometry::range::Ranges;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Bound, Expr as Term, Fact, Region, Symbol};
use crate::syntax::ast::{CompareOp, Expr, ExprKind, Given};
use crate::syntax::span::Span;

/// The assumptions of one claim.
pub(super) struct Assumptions {
    /// Params replaced.
    pub values: Vec<(Symbol, Term)>,
    /// Conditions as written; they may name coordinates.
    pub conditions: Vec<Expr>,
    /// The same for the record.
    pub parts: Vec<GivenPart>,
}

impl Assumptions {
    /// Replaces the params.
    pub fn substitution(&self) -> Substitution {
        Substitution::of(self.values.iter().cloned())
    }

    /// The region without what is replaced, and without params that occur nowhere.
    pub fn applied_to(&self, region: Region, exprs: &[Term], facts: &[Fact]) -> Region {
        let mut at = self.substitution();
        let mut out = Region::default();
        let mut replaced = Vec::new();
        for mut v in region.variables {
            for bound in [&mut v.lower, &mut v.upper] {
                *bound = match &*bound {
                    Bound::Infinite => Bound::Infinite,
                    Bound::Open(e) => Bound::Open(at.apply(e)),
                    Bound::Closed(e) => Bound::Closed(at.apply(e)),
                };
            }
            if self.values.iter().any(|(s, _)| *s == v.symbol) {
                replaced.push(v);
            } else {
                out.variables.push(v);
            }
        }
        for f in &region.conditions {
            add_fact(&mut out.conditions, f.with(at.apply(&f.expr)));
        }
        // A param given in terms of others keeps its range as a condition.
        for f in (Region { variables: replaced, conditions: Vec::new() }).facts() {
            add_fact(&mut out.conditions, f.with(at.apply(&f.expr)));
        }
        let mut used: std::collections::BTreeSet<Symbol> = std::collections::BTreeSet::new();
        let all = exprs.iter().chain(facts.iter().map(|f| &f.expr)).chain(out.conditions.iter().map(|f| &f.expr));
        all.for_each(|e| used.extend(at.apply(e).symbols()));
        // Bounds name params that stand anywhere in the list: a few passes reach them all.
        loop {
            let before = used.len();
            let kept: Vec<Term> = out
                .variables
                .iter()
                .filter(|v| used.contains(&v.symbol) || v.symbol.role() == crate::symbolic::Role::Coordinate)
                .flat_map(|v| [&v.lower, &v.upper].into_iter().filter_map(|b| b.value().cloned()))
                .collect();
            kept.iter().for_each(|e| used.extend(e.symbols()));
            if used.len() == before {
                break;
            }
        }
        out.variables.retain(|v| used.contains(&v.symbol) || v.symbol.role() == crate::symbolic::Role::Coordinate);
        out
    }
}

impl<'a> Elaborator<'a> {
    /// The assumptions written after `given`.
    pub fn assumptions(&mut self, given: &[Given]) -> Result<Assumptions, Failure> {
        let mut out = Assumptions { values: Vec::new(), conditions: Vec::new(), parts: Vec::new() };
        for g in given {
            if let Given::Condition(e) = g {
                let pair = self.equation(e)?.and_then(|pair| solved(pair, &out.values));
                match pair.or_else(|| self.affine_equation(e, &out.values)) {
                    Some((symbol, value)) => {
                        let mut at = Substitution::of([(symbol.clone(), value.clone())]);
                        out.values.iter_mut().for_each(|(_, earlier)| *earlier = at.apply(earlier));
                        out.parts.push(GivenPart::Values(vec![(symbol.clone(), value.clone())]));
                        out.values.push((symbol, value));
                    }
                    None => {
                        match self.facts(e, &Scope::closed()) {
                            Ok(facts) => out.parts.extend(facts.into_iter().map(GivenPart::Condition)),
                            // What is wrong with it otherwise is said where it is used.
                            Err(_) => out.parts.push(GivenPart::OfCoordinates),
                        }
                        out.conditions.push(e.clone());
                    }
                }
            }
        }
        if given.iter().any(|g| matches!(g, Given::Values(_))) {
            let mut values = self.model.example_values();
            // What is written out wins over the example values.
            values.retain(|(s, _)| !out.values.iter().any(|(t, _)| t == s));
            out.parts.push(GivenPart::Values(values.clone()));
            out.values.extend(values);
        }
        // Values in terms of other params that are replaced too.
        let mut at = Substitution::of(out.values.iter().cloned());
        let resolved: Vec<(Symbol, Term)> = out.values.iter().map(|(s, e)| (s.clone(), at.apply(e))).collect();
        out.values = resolved;
        Ok(out)
    }

    /// `mu0 = 4`: a param and its value in the param's unit.
    fn equation(&mut self, e: &Expr) -> Result<Option<(Symbol, Term)>, Failure> {
        let ExprKind::Compare { first, rest } = &e.kind else { return Ok(None) };
        let ([(CompareOp::Eq, right)], ExprKind::Name(_) | ExprKind::Index { .. }) = (rest.as_slice(), &first.kind)
        else {
            return Ok(None);
        };
        // A coordinate is no param: then it is a condition.
        let Ok(q) = self.scalar(first, &Scope::closed()) else { return Ok(None) };
        let Some(symbol) = q.expr.as_symbol().cloned() else { return Ok(None) };
        let Some(param) = self.model.params.iter().find(|p| p.variable.symbol == symbol).cloned() else {
            return Ok(None);
        };
        let value = self.scalar(right, &Scope::closed())?;
        // A value that is not defined everywhere restricts the others: a condition says so.
        if !value.defined_where.is_empty() {
            return Ok(None);
        }
        // Replaced by something that may be no integer, an integer param would lose that it is one: a condition keeps it.
        if param.variable.integer && !value.integer && value.expr.as_number().is_none() {
            return Ok(None);
        }
        let Some(number) = value.number_in(&param.unit) else {
            let remark = (param.span, format!("declared in [{}]", param.unit.unicode()));
            let what = format!("the value given for `{}`", symbol.name());
            return Err(problems::unit_differs(right.span, &what, &value.unit, &param.unit, &[remark]).into());
        };
        if super::params::contains(&param.variable, &number) == Some(false) {
            return Err(problems::outside_domain(right.span, "value given", symbol.name(), param.span).into());
        }
        Ok(Some((symbol, number)))
    }

    /// `x + y == 1`: a real param that occurs with a coefficient that is certainly not 0, and its value in the others, after
    /// the earlier equations were used. Where it holds, and only there, the param has this value.
    fn affine_equation(&mut self, e: &Expr, earlier: &[(Symbol, Term)]) -> Option<(Symbol, Term)> {
        let ExprKind::Compare { first, rest } = &e.kind else { return None };
        let [(CompareOp::Eq, right)] = rest.as_slice() else { return None };
        let (a, b) = (self.scalar(first, &Scope::closed()).ok()?, self.scalar(right, &Scope::closed()).ok()?);
        let plain = |q: &Quantity| q.unit.is_dimensionless() && q.defined_where.is_empty();
        if !plain(&a) || !plain(&b) {
            return None;
        }
        let difference = Substitution::of(earlier.iter().cloned()).apply(&(a.pure().ok()? - b.pure().ok()?));
        let params = self.model.params.iter().rev().filter(|p| !p.variable.integer && p.unit.is_dimensionless());
        let open = params.map(|p| p.variable.symbol.clone()).filter(|s| !earlier.iter().any(|(t, _)| t == s));
        let affine: Vec<(Symbol, Term)> = open
            .filter(|s| difference.contains(s))
            .map(|s| (s.clone(), difference.derivative(&s)))
            .filter(|(s, slope)| !slope.contains(s) && !slope.is_zero())
            .collect();
        let mut ranges = Ranges::new(&self.model.region(None));
        let number = |(_, slope): &&(Symbol, Term)| slope.as_number().is_some();
        let mut sure = |(_, slope): &&(Symbol, Term)| ranges.shows(&Fact::nonzero(slope.clone()));
        let (s, slope) = affine.iter().find(number).or_else(|| affine.iter().find(&mut sure))?;
        let rest = Substitution::of([(s.clone(), Term::zero())]).apply(&difference);
        Some((s.clone(), -(rest / slope)))
    }

    /// The chart and coordinates of a point `std(mu = 2, sigma = 1)`, and where it is a point of the chart: its
    /// coordinates have values and lie in the domain.
    pub fn point(&mut self, point: &Expr, manifold: Option<usize>) -> Result<PointOfChart, Failure> {
        let ExprKind::Call { callee, args } = &point.kind else {
            let help = Some("write a chart with its coordinates: `std(mu = 2, sigma = 1)`".to_owned());
            return Err(problems::wrong_kind(point.span, "a point", Kind::Scalar, help).into());
        };
        let chart = self.resolve_chart(callee, manifold.filter(|_| callee.segments.len() == 1))?;
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.clone()).unwrap_or_default();
        let usage = {
            let list: Vec<String> = coordinates.iter().map(|c| format!("{} = ..", c.variable.symbol.name())).collect();
            format!("the form is `{}({})`", super::names::names_joined(callee), list.join(", "))
        };
        let mut out: Vec<(Symbol, Term)> = Vec::new();
        let mut facts: Vec<Fact> = Vec::new();
        let positional = args.len() == coordinates.len() && args.iter().all(|a| a.name.is_none());
        for (k, a) in args.iter().enumerate() {
            let found = match &a.name {
                Some(n) => coordinates.iter().find(|c| c.variable.symbol.name() == n.name),
                None if positional => coordinates.get(k),
                None => None,
            };
            let Some(c) = found else {
                let span = a.name.as_ref().map_or(a.value.span, |n| n.span);
                let what = a.name.as_ref().map_or("this value".to_owned(), |n| format!("`{}`", n.name));
                let headline = format!("{what} is no coordinate of `{}`", self.chart_name(chart));
                return Err(problems::bad_call(span, headline, usage).into());
            };
            if out.iter().any(|(s, _)| *s == c.variable.symbol) {
                let headline = format!("the coordinate `{}` is given twice", c.variable.symbol.name());
                return Err(problems::bad_call(a.value.span, headline, usage).into());
            }
            let q = self.scalar(&a.value, &Scope::closed())?;
            q.defined_where.iter().for_each(|f| add_fact(&mut facts, f.clone()));
            let Some(number) = q.number_in(&c.unit) else {
                let what = format!("the coordinate `{}`", c.variable.symbol.name());
                return Err(
                    problems::unit_differs(a.value.span, &what, &q.unit, &c.unit, &self.causes(&a.value)).into()
                );
            };
            if super::params::contains(&c.variable, &number) == Some(false) {
                let place =
                    self.model.manifold_spans.get(chart.manifold).and_then(|s| s.charts.get(chart.chart)).copied();
                let d = crate::diagnostics::Diagnostic::error(
                    crate::diagnostics::Code::G0510,
                    format!("this point is outside the chart `{}`", self.chart_name(chart)),
                );
                let d = d.primary(a.value.span, format!("`{}` cannot have this value", c.variable.symbol.name()));
                return Err(place.map_or(d.clone(), |p| d.secondary(p, "the chart")).into());
            }
            out.push((c.variable.symbol.clone(), number));
        }
        if let Some(c) = coordinates.iter().find(|c| !out.iter().any(|(s, _)| *s == c.variable.symbol)) {
            let headline = format!("the point lacks its coordinate `{}`", c.variable.symbol.name());
            return Err(problems::bad_call(point.span, headline, usage).into());
        }
        self.inside_chart(chart, &out, point.span, &mut facts)?;
        Ok((chart, out, facts))
    }

    /// The conditions of the chart at the point.
    fn inside_chart(
        &self,
        chart: ChartId,
        at: &[(Symbol, Term)],
        span: Span,
        facts: &mut Vec<Fact>,
    ) -> Result<(), Failure> {
        let mut here = Substitution::of(at.iter().cloned());
        for fact in self.model.region(Some(chart)).facts() {
            if !at.iter().any(|(s, _)| fact.expr.contains(s)) {
                continue;
            }
            let fact = fact.with(here.apply(&fact.expr));
            if crate::statistics::certainly_fails(&fact) {
                let headline = format!("this point is outside the chart `{}`", self.chart_name(chart));
                let d = crate::diagnostics::Diagnostic::error(crate::diagnostics::Code::G0510, headline);
                return Err(d.primary(span, "not in the domain of the chart").into());
            }
            if fact.expr.as_number().is_none() {
                add_fact(facts, fact);
            }
        }
        Ok(())
    }

    /// `X at point`: made in the point's chart, at the point.
    pub fn at_point(&mut self, value: &Expr, point: &Expr) -> Result<Value, Failure> {
        let (inner, shown) = super::claims::strip(value);
        let manifold = self.first_home(inner).map(|h| h.manifold);
        let (chart, at, facts) = self.point(point, manifold)?;
        let made_in = match shown {
            Some(path) => self.resolve_chart(path, Some(chart.manifold).filter(|_| path.segments.len() == 1))?,
            None => chart,
        };
        let made = self.eval(inner, &Scope::on(made_in))?;
        // Shown in another chart than the point's: the point is carried there.
        let at = if made_in == chart {
            at
        } else {
            let c = self.change(chart, made_in, point.span)?;
            let mut here = Substitution::of(at);
            c.map.target.iter().cloned().zip(c.map.forward.iter().map(|e| here.apply(e))).collect()
        };
        let mut value = substituted(made, &mut Substitution::of(at));
        value.also_where(&facts);
        Ok(value)
    }
}

/// A chart, coordinates, and where they are those of a point.
pub type PointOfChart = (ChartId, Vec<(Symbol, Term)>, Vec<Fact>);

/// An equation as a replacement beside earlier ones, in terms of symbols that none of them replaces; nothing where its
/// symbol is replaced already or does not go: then it is a condition like any other.
fn solved((symbol, value): (Symbol, Term), earlier: &[(Symbol, Term)]) -> Option<(Symbol, Term)> {
    if earlier.iter().any(|(s, _)| *s == symbol) {
        return None;
    }
    let value = Substitution::of(earlier.iter().cloned()).apply(&value);
    (!value.contains(&symbol)).then_some((symbol, value))
}

/// The value with symbols replaced.
pub(super) fn substituted(value: Value, at: &mut Substitution) -> Value {
    fn facts(list: &[Fact], at: &mut Substitution) -> Vec<Fact> {
        let mut out = Vec::new();
        list.iter().for_each(|f| add_fact(&mut out, f.with(at.apply(&f.expr))));
        out
    }
    fn metric(mut g: Box<MetricInChart>, at: &mut Substitution) -> Box<MetricInChart> {
        g.components = g.components.map(|e| at.apply(e));
        g.cometric = g.cometric.map(|e| at.apply(e));
        g.defined_where = facts(&g.defined_where, at);
        g.invertible_where = facts(&g.invertible_where, at);
        g
    }
    let quantity = |mut q: super::Quantity, at: &mut Substitution| {
        q.expr = at.apply(&q.expr);
        q.defined_where = facts(&q.defined_where, at);
        q
    };
    match value {
        Value::Scalar(q) => Value::Scalar(quantity(q, at)),
        Value::Tuple(v) => Value::Tuple(v.into_iter().map(|q| quantity(q, at)).collect()),
        Value::Matrix(mut m) => {
            m.rows = m.rows.into_iter().map(|r| r.into_iter().map(|q| quantity(q, at)).collect()).collect();
            Value::Matrix(m)
        }
        Value::Vector(mut v) => {
            v.components = v.components.iter().map(|e| at.apply(e)).collect();
            v.defined_where = facts(&v.defined_where, at);
            Value::Vector(v)
        }
        Value::OneForm(mut w) => {
            w.components = w.components.iter().map(|e| at.apply(e)).collect();
            w.defined_where = facts(&w.defined_where, at);
            Value::OneForm(w)
        }
        Value::Metric(g) => Value::Metric(metric(g, at)),
        Value::Cometric(g) => Value::Cometric(metric(g, at)),
        Value::Rule(mut r) => {
            r.components = r.components.iter().map(|e| at.apply(e)).collect();
            r.defined_where = facts(&r.defined_where, at);
            Value::Rule(r)
        }
        Value::Family(mut p) => {
            p.replace(&mut |e| at.apply(e));
            p.conditions = facts(&p.conditions, at);
            p.defined_where = facts(&p.defined_where, at);
            Value::Family(p)
        }
    }
}
