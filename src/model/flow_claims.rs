//! Statements along flows: a cost that falls, a curve that solves, a form that is closed.
//!
//! In: the parts of the tree. Out: typed statements, their components side by side. It must not decide anything.

use super::claims::{Sides, open_facts, strip};
use super::elaborator::Elaborator;
use super::function_values::differentiability;
use super::kinds::{ChartId, Kind, Value};
use super::names::{Scope, names_joined};
use super::points::Assumptions;
use super::problems::{self, Failure};
use super::quantities::{add_fact, scale_factor};
use super::statements::{ClaimKind, Compared, Rate};
use crate::geometry::jacobian::jacobian;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact};
use crate::syntax::ast::{self, Expr, ExprKind};
use crate::units::Unit;

impl<'a> Elaborator<'a> {
    /// `∂_i C v^i`
    pub(super) fn rate(
        &mut self,
        cost: &Expr,
        flow: &Expr,
        chart: ChartId,
        given: &Assumptions,
    ) -> Result<Rate, Failure> {
        let (cost, flow) = (strip(cost).0, strip(flow).0);
        let scope = Scope::on(chart);
        let w = self.differential(cost, &scope)?;
        self.not_random(Value::OneForm(w.clone()), cost.span)?;
        let flow_value = self.eval(flow, &scope)?;
        let v = match self.not_random(flow_value, flow.span)? {
            Value::Vector(v) => v,
            Value::Tuple(v) => self.tuple_as_vector(&v, chart, flow.span)?,
            other => {
                let help = (other.kind() == Kind::OneForm).then(|| "raise its index: `sharp(w, g)`".to_owned());
                return Err(problems::wrong_kind(flow.span, "a flow or a vector field", other.kind(), help).into());
            }
        };
        let mut facts = w.defined_where.clone();
        v.defined_where.iter().for_each(|f| add_fact(&mut facts, f.clone()));
        let mut at = given.substitution();
        let differential: Vec<Term> = w.components.iter().map(|e| at.apply(e)).collect();
        let components: Vec<Term> = v.components.iter().map(|e| at.apply(e)).collect();
        let rate = Term::sum(differential.iter().zip(&components).map(|(a, b)| a * b));
        let facts: Vec<Fact> = facts.iter().map(|f| f.with(at.apply(&f.expr))).collect();
        let region = self.region_of(Some(chart), std::slice::from_ref(&rate), &facts, given)?;
        let defined_where = open_facts(&region, &facts);
        let descends_by = self.descends_by(flow, &scope, given);
        Ok(Rate { chart, region, rate, flow: components, differential, defined_where, descends_by })
    }

    /// Metrics whose gradient the flow may descend, read off its declaration: `g` of every `grad(.., g)`, the unit
    /// matrix of the chart for `partials(.., chart)`. They are candidates; the verdict checks which of them fits.
    pub(super) fn descends_by(&mut self, flow: &Expr, scope: &Scope, given: &Assumptions) -> Vec<super::MetricInChart> {
        let written = match &flow.kind {
            ExprKind::Name(p) => match self.lookup(&names_joined(p)).map(|id| &self.declarations[id].item.kind) {
                Some(ast::ItemKind::Flow { value, .. }) => value,
                _ => return Vec::new(),
            },
            _ => flow,
        };
        let mut calls: Vec<(String, Vec<&Expr>)> = Vec::new();
        super::names::walk(written, &mut |e| {
            if let ExprKind::Call { callee, args } = &e.kind {
                calls.push((names_joined(callee), args.iter().map(|a| &a.value).collect()));
            }
        });
        let mut out: Vec<super::MetricInChart> = Vec::new();
        for (callee, args) in calls {
            let metric = match (callee.as_str(), args.as_slice()) {
                ("grad" | "steepest", [_, g]) => self.metric_argument(g, scope),
                ("partials", [_, chart]) => self.unit_metric_of(chart, scope),
                _ => continue,
            };
            let Ok(metric) = metric else { continue };
            let metric = Value::Metric(Box::new(metric));
            if let Value::Metric(g) = super::points::substituted(metric, &mut given.substitution())
                && out.iter().all(|h| h.components != g.components)
            {
                out.push(*g);
            }
        }
        out
    }

    pub(super) fn solves(&mut self, curve: &Expr, flow: &Expr, given: &Assumptions) -> Result<ClaimKind, Failure> {
        let ExprKind::Name(path) = &curve.kind else {
            return Err(problems::wrong_kind(curve.span, "the name of a curve", Kind::Scalar, None).into());
        };
        let name = names_joined(path);
        let Some(c) = self.model.curves.iter().find(|c| c.name == name).cloned() else {
            return Err(match self.lookup(&name) {
                Some(id) if self.declarations[id].kind() == Kind::Curve => Failure::silent(),
                Some(id) => problems::wrong_kind(curve.span, "a curve", self.declarations[id].kind(), None).into(),
                None => self.unknown(path, &Scope::closed()),
            });
        };
        let v = match self.eval(strip(flow).0, &Scope::on(c.chart))? {
            Value::Vector(v) => v,
            other => return Err(problems::wrong_kind(flow.span, "a flow", other.kind(), None).into()),
        };
        let speed = c.time_unit.inverse();
        let Some(factor) = Unit::conversion(&v.per, &speed) else {
            return Err(problems::unit_clash((curve.span, &speed), (flow.span, &v.per), "compared", &[]).into());
        };
        let f = scale_factor(&factor);
        let symbols = self.model.chart(c.chart).map(crate::geometry::chart::Chart::symbols).unwrap_or_default();
        let mut on_curve = Substitution::of(symbols.into_iter().zip(c.components.iter().cloned()));
        let mut at = given.substitution();
        let left: Vec<Term> = c.components.iter().map(|e| at.apply(&e.derivative(&c.parameter.symbol))).collect();
        let right: Vec<Term> = v.components.iter().map(|e| at.apply(&on_curve.apply(&(e * &f)))).collect();
        let mut facts = c.defined_where.clone();
        differentiability(&c.components).into_iter().for_each(|x| add_fact(&mut facts, x));
        for x in &v.defined_where {
            add_fact(&mut facts, x.with(on_curve.apply(&x.expr)));
        }
        let facts: Vec<Fact> = facts.iter().map(|x| x.with(at.apply(&x.expr))).collect();
        let mut inside = Vec::new();
        for x in self.model.chart(c.chart).map(|k| k.region().facts()).unwrap_or_default() {
            add_fact(&mut inside, x.with(at.apply(&on_curve.apply(&x.expr))));
        }
        let exprs: Vec<Term> = left.iter().chain(&right).chain(inside.iter().map(|x| &x.expr)).cloned().collect();
        let mut region = self.region_of(None, &exprs, &facts, given)?;
        region.variables.insert(0, c.parameter.clone());
        let coordinates = self.model.coordinate_units(c.chart);
        let units = coordinates.iter().map(|x| x.mul(&speed)).collect::<Result<Vec<_>, _>>();
        let units = units.map_err(|_| problems::exponent_too_large(curve.span))?;
        let entries = self.entry_names(Kind::Vector, Some(c.chart), left.len());
        let defined_where = open_facts(&region, &facts);
        let part = Compared { chart: Some(c.chart), region, left, right, units, entries, defined_where };
        Ok(ClaimKind::Solves { parts: vec![part], inside })
    }

    pub(super) fn closed(&mut self, form: &Expr, given: &Assumptions) -> Result<ClaimKind, Failure> {
        let mut parts = Vec::new();
        for chart in self.some_charts(&[form])? {
            let w = match self.eval(strip(form).0, &Scope::on(chart))? {
                Value::OneForm(w) => w,
                other => {
                    let help = (other.kind() == Kind::Vector).then(|| "lower its index: `flat(v, g)`".to_owned());
                    return Err(problems::wrong_kind(form.span, "a one-form", other.kind(), help).into());
                }
            };
            let symbols = self.model.chart(chart).map(crate::geometry::chart::Chart::symbols).unwrap_or_default();
            let j = jacobian(&w.components, &symbols);
            let x = self.model.coordinate_units(chart);
            let mut sides = Sides {
                kind: Kind::Matrix,
                left: Vec::new(),
                right: Vec::new(),
                units: Vec::new(),
                defined_where: w.defined_where,
            };
            let mut entries = Vec::new();
            differentiability(&w.components).into_iter().for_each(|f| add_fact(&mut sides.defined_where, f));
            for i in 0..symbols.len() {
                for k in i + 1..symbols.len() {
                    sides.left.push(j.at(k, i).clone());
                    sides.right.push(j.at(i, k).clone());
                    let unit = x[i].mul(&x[k]).and_then(|xx| w.unit.div(&xx));
                    sides.units.push(unit.map_err(|_| problems::exponent_too_large(form.span))?);
                    entries.push(format!("{},{}", symbols[i].name(), symbols[k].name()));
                }
            }
            parts.push(self.side_by_side(Some(chart), sides, entries, given)?);
        }
        Ok(ClaimKind::Closed { parts })
    }
}
