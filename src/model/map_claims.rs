//! Statements about maps: invariance under a change of chart, inverses, isometries.
//!
//! In: the parts of the tree. Out: typed statements, their components side by side. It must not decide anything.

use super::claims::Sides;
use super::elaborator::Elaborator;
use super::kinds::{Kind, Value};
use super::names::{Scope, names_joined};
use super::points::Assumptions;
use super::problems::{self, Failure};
use super::quantities::add_fact;
use super::statements::{ClaimKind, MadeIn};
use crate::geometry::polar::angles_of_points;
use crate::symbolic::Expr as Term;
use crate::symbolic::substitute::Substitution;
use crate::syntax::ast::{Expr, ExprKind, Path};
use crate::syntax::span::Span;

impl<'a> Elaborator<'a> {
    pub(super) fn invariance(
        &mut self,
        subject: &Expr,
        path: &[Path],
        given: &Assumptions,
    ) -> Result<ClaimKind, Failure> {
        let manifold = self.first_home(subject).map(|h| h.manifold);
        let mut charts = Vec::new();
        for p in path {
            charts.push(self.resolve_chart(p, manifold.filter(|_| p.segments.len() == 1))?);
        }
        let mut made = Vec::new();
        let mut values = Vec::new();
        for (chart, p) in charts.iter().zip(path) {
            let value = self.eval(subject, &Scope::made_in(Some(*chart)))?;
            if matches!(value, Value::Family(_) | Value::Tuple(_) | Value::Matrix(_)) {
                let headline = format!("{} has no components to compare between charts", value.kind().describe());
                return Err(problems::bad_claim(
                    subject.span,
                    headline,
                    "name a flow, vector, one-form, metric or cost",
                )
                .into());
            }
            let _ = p;
            let region = self.region_of(Some(*chart), &value.components(), &value.defined_where(), given)?;
            let mut at = given.substitution();
            made.push(MadeIn { chart: *chart, region, value: super::points::substituted(value.clone(), &mut at) });
            values.push(value);
        }
        let kind = values.first().map_or(Kind::Scalar, Value::kind);
        let mut parts = Vec::new();
        for (k, value) in values.iter().enumerate().skip(1) {
            let carried = self.transport(values[k - 1].clone(), charts[k - 1], charts[k], path[k].span)?;
            let sides = self.unify(carried, subject, value.clone(), subject)?;
            let entries = self.entry_names(kind, Some(charts[k]), sides.left.len());
            parts.push(self.side_by_side(Some(charts[k]), sides, entries, given)?);
        }
        Ok(ClaimKind::Invariant { kind, made, parts })
    }

    pub(super) fn inverse_claim(
        &mut self,
        from: &Path,
        to: &Path,
        given: &Assumptions,
        span: Span,
    ) -> Result<ClaimKind, Failure> {
        let a = self.resolve_chart(from, None)?;
        let b = self.resolve_chart(to, Some(a.manifold).filter(|_| to.segments.len() == 1))?;
        let mut parts = Vec::new();
        for (x, y) in [(a, b), (b, a)] {
            let c = self.change(x, y, span)?;
            let mut there = Substitution::of(c.map.target.iter().cloned().zip(c.map.forward.iter().cloned()));
            let mut region = self.model.region(Some(x));
            c.map.overlap.iter().for_each(|f| add_fact(&mut region.conditions, f.clone()));
            let around = c.map.inverse.iter().map(|e| angles_of_points(&there.apply(e), &region));
            let left: Vec<Term> = around.collect();
            let right = self.model.chart(x).map(crate::geometry::chart::Chart::point).unwrap_or_default();
            let units = self.model.coordinate_units(x);
            let sides = Sides { kind: Kind::Tuple, left, right, units, defined_where: c.map.overlap.clone() };
            let entries = self.entry_names(Kind::Vector, Some(x), sides.left.len());
            parts.push(self.side_by_side(Some(x), sides, entries, given)?);
        }
        Ok(ClaimKind::Inverse { parts })
    }

    pub(super) fn isometry(
        &mut self,
        map: &[Path],
        metrics: &[Expr],
        given: &Assumptions,
        span: Span,
    ) -> Result<ClaimKind, Failure> {
        let Some(g) = metrics.first() else {
            return Err(problems::bad_claim(
                span,
                "an isometry needs a metric".into(),
                "write `isometry phi for g` or `for g, h`",
            )
            .into());
        };
        let h = metrics.get(1).unwrap_or(g);
        let map = match map {
            [name] => {
                let e = Expr { kind: ExprKind::Name(name.clone()), span: name.span };
                self.smooth_map_named(&e)?
            }
            [from, to, ..] => {
                let a = self.resolve_chart(from, None)?;
                let b = self.resolve_chart(to, Some(a.manifold).filter(|_| to.segments.len() == 1))?;
                let c = self.change(a, b, span)?;
                super::SmoothMap {
                    name: format!("{} -> {}", names_joined(from), names_joined(to)),
                    from: a,
                    to: b,
                    components: c.map.forward.clone(),
                    defined_where: c.map.overlap,
                    span,
                }
            }
            [] => return Err(Failure::silent()),
        };
        let source = Value::Metric(Box::new(self.metric_argument(g, &Scope::on(map.from))?));
        let target = Value::Metric(Box::new(self.metric_argument(h, &Scope::on(map.to))?));
        let pulled = self.pulled_back(&map, target, span)?;
        let sides = self.unify(source, g, pulled, h)?;
        let entries = self.entry_names(Kind::Metric, Some(map.from), sides.left.len());
        Ok(ClaimKind::Isometry { parts: vec![self.side_by_side(Some(map.from), sides, entries, given)?] })
    }
}
