//! Manifolds and their charts.
//!
//! In: manifold declarations. Out: charts with open ranges, units and conditions, then their transition maps.

use super::ManifoldSpans;
use super::elaborator::Elaborator;
use super::kinds::ChartId;
use super::names::Scope;
use super::obligations::{Goal, Obligation, ObligationKind};
use super::problems::{self, Failure};
use super::quantities::add_fact;
use crate::geometry::chart::{Chart, Coordinate};
use crate::geometry::manifold::Manifold;
use crate::symbolic::{Bound, Role, Symbol};
use crate::syntax::ast::{ChartDecl, ItemKind, ManifoldDecl};
use crate::units::Unit;

/// Elaborates the manifolds among the declarations from `first` on: all charts first, so that maps, `let` and
/// conditions may speak of any of them, then the transition maps and the smooth maps.
pub(super) fn manifolds(el: &mut Elaborator<'_>, first: usize) {
    let mut made = Vec::new();
    for id in first..el.declarations.len() {
        let d = el.declarations[id];
        if let ItemKind::Manifold(m) = &d.item.kind {
            let index = el.model.manifolds.len();
            el.manifold_charts(m, index);
            made.push((m, index));
        }
    }
    for (m, index) in &made {
        for (k, chart) in m.charts.iter().enumerate() {
            let id = ChartId { manifold: *index, chart: k };
            let conditions = el.chart_conditions(chart, id);
            if el.accept(conditions).is_none() {
                el.poisoned_charts.insert(id);
            }
        }
    }
    for (m, index) in made {
        super::maps::transition_maps(el, m, index);
    }
    for id in first..el.declarations.len() {
        let d = el.declarations[id];
        if let ItemKind::SmoothMap(m) = &d.item.kind {
            super::maps::smooth_map(el, m, d.item.span);
        }
    }
}

impl<'a> Elaborator<'a> {
    fn manifold_charts(&mut self, m: &'a ManifoldDecl, index: usize) {
        let name = m.name.name.clone();
        self.model.manifolds.push(Manifold { name: name.clone(), charts: Vec::new(), maps: Vec::new() });
        let spans = ManifoldSpans { name: m.name.span, ..ManifoldSpans::default() };
        self.model.manifold_spans.push(spans);
        for (k, decl) in m.charts.iter().enumerate() {
            let id = ChartId { manifold: index, chart: k };
            let first = m.charts.iter().take(k).find(|c| c.name.name == decl.name.name);
            if let Some(first) = first {
                self.report(problems::duplicate(&decl.name.name, first.name.span, decl.name.span).into());
                self.poisoned_charts.insert(id);
            }
            let coordinates = self.coordinates(decl, &format!("{name}.{}", decl.name.name), id);
            let chart =
                Chart { manifold: name.clone(), name: decl.name.name.clone(), coordinates, conditions: Vec::new() };
            let expected = self.model.manifolds[index].charts.first().map(Chart::dim);
            if let Some(n) = expected.filter(|n| *n != chart.dim())
                && !self.poisoned_charts.contains(&id)
            {
                let headline = format!(
                    "`{}` has dimension {}, but the charts of `{name}` before it have dimension {n}",
                    chart.name,
                    chart.dim()
                );
                let d = crate::diagnostics::Diagnostic::error(crate::diagnostics::Code::G0505, headline)
                    .primary(decl.span, problems::counted(chart.dim(), "coordinate", "coordinates"))
                    .secondary(m.charts[0].span, problems::counted(n, "coordinate", "coordinates"));
                self.report(d.into());
                self.poisoned_charts.insert(id);
            }
            self.model.manifolds[index].charts.push(chart);
            self.model.manifold_spans[index].charts.push(decl.span);
        }
    }

    /// The coordinates; one that fails is real and plain, and the chart poisoned.
    fn coordinates(&mut self, decl: &'a ChartDecl, scope: &str, id: ChartId) -> Vec<Coordinate> {
        let mut out: Vec<Coordinate> = Vec::new();
        if decl.coordinates.is_empty() {
            let d = problems::wrong_shape(decl.span, "at least one coordinate".into(), "none".into());
            self.report(d.into());
            self.poisoned_charts.insert(id);
        }
        for binder in &decl.coordinates {
            let made = self.coordinate_entries(binder, scope, out.len());
            match made {
                Ok(list) => {
                    for c in list {
                        let name = c.variable.symbol.name().to_owned();
                        if out.iter().any(|x| x.variable.symbol.name() == name) {
                            let first = decl.coordinates.iter().find(|b| b.name.name == binder.name.name);
                            let first = first.map_or(binder.span, |b| b.name.span);
                            self.report(problems::duplicate(&name, first, binder.name.span).into());
                            self.poisoned_charts.insert(id);
                        } else {
                            out.push(c);
                        }
                    }
                }
                Err(failure) => {
                    self.report(failure);
                    self.poisoned_charts.insert(id);
                    let symbol = Symbol::new(scope, &binder.name.name, Role::Coordinate, rank(out.len()));
                    out.push(Coordinate { variable: crate::symbolic::Variable::real(symbol), unit: Unit::one() });
                }
            }
            if let Some(&other) = self.table.get(&binder.name.name) {
                let first = self.declarations[other].name.span;
                self.report(problems::duplicate(&binder.name.name, first, binder.name.span).into());
            }
        }
        out
    }

    fn coordinate_entries(
        &mut self,
        binder: &'a crate::syntax::ast::Binder,
        scope: &str,
        from: usize,
    ) -> Result<Vec<Coordinate>, Failure> {
        let unit = self.unit(binder.unit.as_ref())?;
        let name = binder.name.name.clone();
        let known = self.arrays.get(&name).copied();
        let names = self.entries(binder)?;
        // Arrays of coordinates belong to their charts, not to the params.
        match known {
            Some(range) => self.arrays.insert(name.clone(), range),
            None => self.arrays.remove(&name),
        };
        let mut out = Vec::new();
        for (k, name) in names.into_iter().enumerate() {
            let symbol = Symbol::new(scope, &name, Role::Coordinate, rank(from + k));
            let variable = self.variable(symbol, &binder.domain, &unit, &name)?;
            let closed = [&variable.lower, &variable.upper].iter().any(|b| matches!(b, Bound::Closed(_)));
            if closed || variable.integer {
                return Err(problems::closed_domain(binder.domain.span, &name).into());
            }
            out.push(Coordinate { variable, unit: unit.clone() });
        }
        Ok(out)
    }

    fn chart_conditions(&mut self, decl: &'a ChartDecl, id: ChartId) -> Result<(), Failure> {
        let mut facts = Vec::new();
        for e in &decl.conditions {
            for f in self.facts(e, &Scope::on(id))? {
                super::emptiness::expect_open(&f, e.span)?;
                add_fact(&mut facts, f);
            }
        }
        let bounds_vary = self.model.chart(id).is_some_and(|c| {
            let ends = c.coordinates.iter().flat_map(|c| [&c.variable.lower, &c.variable.upper]);
            ends.filter_map(|b| b.value()).any(|e| e.as_number().is_none())
        });
        let question = bounds_vary || !facts.is_empty();
        if let Some(chart) = self.model.manifolds.get_mut(id.manifold).and_then(|m| m.charts.get_mut(id.chart)) {
            chart.conditions = facts;
        }
        if question {
            let region = self.model.region(Some(id));
            self.model.obligations.push(Obligation {
                kind: ObligationKind::ChartNonEmpty,
                declaration: self.chart_name(id),
                chart: Some(id),
                region,
                goal: Goal::NonEmpty,
                span: decl.span,
            });
        }
        Ok(())
    }
}

fn rank(k: usize) -> u32 {
    u32::try_from(k).unwrap_or(u32::MAX).min(super::params::PARAM_RANK - 1)
}
