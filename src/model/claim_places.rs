//! Where a statement is considered: its charts, the assumptions of its symbols, and the region they make.
//!
//! In: the expressions of a statement. Out: charts, facts, regions. It must not know what the statement says.

use super::claims::strip;
use super::elaborator::Elaborator;
use super::kinds::ChartId;
use super::names::{Scope, names_in, walk};
use super::points::Assumptions;
use super::problems::{self, Failure};
use super::quantities::add_fact;
use crate::symbolic::{Expr as Term, Fact, Region};
use crate::syntax::ast::{Expr, ExprKind, ItemKind};
use crate::syntax::span::Span;

impl<'a> Elaborator<'a> {
    // ---- charts -------------------------------------------------------------------------------------------------

    /// The charts a statement speaks of when none is written: that of the coordinates it names, else every chart that
    /// maps join to the home of its fields; `None` where no field and no coordinate occurs.
    pub fn charts_for(&mut self, exprs: &[&Expr]) -> Result<Vec<Option<ChartId>>, Failure> {
        let mut homes: Vec<(ChartId, Span)> = Vec::new();
        let mut coordinates: Vec<String> = Vec::new();
        for e in exprs {
            for source in self.sources_of_pullbacks(e) {
                homes.push((source, e.span));
            }
            for name in names_on_the_spot(e) {
                match self.lookup(&name) {
                    Some(id) => {
                        if let Some(home) = self.home(id)? {
                            homes.push((home, e.span));
                        }
                    }
                    None if self.model.chart_ids().any(|c| self.has_coordinate(c, &name)) => coordinates.push(name),
                    None if self.is_lost(&name) => return Err(Failure::silent()),
                    None => {}
                }
            }
            if let (true, Some(home)) = (homes.is_empty(), self.first_home(e)) {
                homes.push((home, e.span));
            }
        }
        if let Some((first, at)) = homes.first().copied()
            && let Some((other, there)) = homes.iter().find(|(h, _)| h.manifold != first.manifold)
        {
            let (a, b) = (self.manifold_name(first.manifold), self.manifold_name(other.manifold));
            return Err(problems::other_manifold((at, a), (*there, b)).into());
        }
        let home = homes.first().map(|(h, _)| *h);
        if home.is_none() && coordinates.is_empty() {
            return Ok(vec![None]);
        }
        let all: Vec<ChartId> = self.model.chart_ids().collect();
        let candidates: Vec<ChartId> = all
            .into_iter()
            .filter(|c| home.is_none_or(|h| h.manifold == c.manifold) && !self.poisoned_charts.contains(c))
            .filter(|c| coordinates.iter().all(|n| self.has_coordinate(*c, n)))
            .collect();
        let span = exprs.first().map(|e| e.span).unwrap_or_default();
        if coordinates.is_empty() {
            let Some(home) = home else { return Ok(vec![None]) };
            let joined = candidates.into_iter().filter(|c| self.change(home, *c, span).is_ok()).map(Some).collect();
            return Ok(joined);
        }
        match candidates.as_slice() {
            [one] => Ok(vec![Some(*one)]),
            // No chart has all these names: evaluation in the home chart says which is unknown.
            [] => Ok(vec![home]),
            many => {
                let list: Vec<String> = many.iter().map(|c| format!("`in {}`", self.chart_name(*c))).collect();
                let headline = format!("`{}` is a coordinate of several charts", coordinates[0]);
                Err(problems::chart_needed(span, headline, format!("add {}", list.join(" or "))).into())
            }
        }
    }

    /// The charts in which the maps of `pullback(map, ..)` start.
    fn sources_of_pullbacks(&mut self, e: &Expr) -> Vec<ChartId> {
        let mut paths = Vec::new();
        walk(e, &mut |x| {
            if let Some((map, _)) = pulled_back(x)
                && let ExprKind::Name(p) = &map.kind
                && let [only] = p.segments.as_slice()
            {
                paths.push(&only.name);
            }
        });
        let mut charts = Vec::new();
        for name in paths {
            let Some(id) = self.lookup(name) else { continue };
            if let ItemKind::SmoothMap(map) = &self.declarations[id].item.kind {
                charts.extend(self.resolve_chart(&map.from, None).ok());
            }
        }
        charts
    }

    /// The charts of a statement that needs one: the one written in a side, else as [`Self::charts_for`].
    pub(super) fn some_charts(&mut self, exprs: &[&Expr]) -> Result<Vec<ChartId>, Failure> {
        if let Some(chart) = self.written_chart(exprs)? {
            return Ok(vec![chart]);
        }
        let stripped: Vec<&Expr> = exprs.iter().map(|e| strip(e).0).collect();
        let charts: Vec<ChartId> = self.charts_for(&stripped)?.into_iter().flatten().collect();
        if charts.is_empty() {
            let span = exprs.first().map(|e| e.span).unwrap_or_default();
            return Err(
                problems::chart_needed(span, "nothing here lives on a manifold".into(), "name a field".into()).into()
            );
        }
        Ok(charts)
    }

    pub(super) fn one_chart(&mut self, exprs: &[&Expr]) -> Result<ChartId, Failure> {
        if let Some(chart) = self.written_chart(exprs)? {
            return Ok(chart);
        }
        if let Some(home) = exprs.iter().find_map(|e| self.first_home(strip(e).0)) {
            return Ok(home);
        }
        self.some_charts(exprs)?.first().copied().ok_or_else(Failure::silent)
    }

    /// The chart written with `in`; two different ones are an error.
    pub(super) fn written_chart(&mut self, exprs: &[&Expr]) -> Result<Option<ChartId>, Failure> {
        let mut found: Option<ChartId> = None;
        for e in exprs {
            let (inner, Some(path)) = strip(e) else { continue };
            // `d(C) == (a, b) in pq`: the manifold may be that of the other side.
            let home = self.first_home(inner).or_else(|| exprs.iter().find_map(|e| self.first_home(strip(e).0)));
            let manifold = home.map(|h| h.manifold).filter(|_| path.segments.len() == 1);
            // A name may be a coordinate here and a chart of another manifold.
            let chart = match self.resolve_chart(path, manifold) {
                Ok(chart) => chart,
                Err(why) => self.resolve_chart(path, None).map_err(|_| why)?,
            };
            if let Some(other) = found.filter(|o| *o != chart) {
                let headline =
                    format!("one side is in `{}`, the other in `{}`", self.chart_name(other), self.chart_name(chart));
                return Err(problems::chart_needed(e.span, headline, "write one chart for both sides".into()).into());
            }
            found = Some(chart);
        }
        Ok(found)
    }

    // ---- regions ------------------------------------------------------------------------------------------------

    /// The assumptions on symbolic metrics that occur in the expressions, in the chart.
    pub fn assumptions_for(&mut self, exprs: &[Term], chart: Option<ChartId>) -> Vec<Fact> {
        let mut out = Vec::new();
        let nodes = Term::deep_nodes_of(exprs);
        for m in self.model.symbolic_metrics.clone() {
            let occurs = nodes.iter().any(|n| {
                matches!(n.kind(), crate::symbolic::Kind::Unspecified { function, .. } if m.functions.contains(function))
            });
            let Some(chart) = chart.filter(|_| occurs) else { continue };
            let facts = match self.change(m.chart, chart, Span::default()) {
                Ok(c) => {
                    let mut at = c.substitution();
                    m.assumptions.iter().map(|f| f.with(at.apply(&f.expr))).collect()
                }
                Err(_) => m.assumptions.clone(),
            };
            facts.into_iter().for_each(|f| add_fact(&mut out, f));
        }
        out
    }

    /// The domain with all assumptions: coordinates, then the params that matter.
    pub fn region_of(
        &mut self,
        chart: Option<ChartId>,
        exprs: &[Term],
        facts: &[Fact],
        given: &Assumptions,
    ) -> Result<Region, Failure> {
        let mut region = self.model.region(chart).and(&self.random_region(exprs));
        let scope = chart.map_or_else(Scope::closed, Scope::on);
        for c in &given.conditions {
            for f in self.facts(c, &scope)? {
                add_fact(&mut region.conditions, f);
            }
        }
        for f in self.assumptions_for(exprs, chart) {
            add_fact(&mut region.conditions, f);
        }
        Ok(given.applied_to(region, exprs, facts))
    }
}

/// The map and the field of `pullback(map, field)`.
fn pulled_back(e: &Expr) -> Option<(&Expr, &Expr)> {
    match &e.kind {
        ExprKind::Call { callee, args } if super::names::names_joined(callee) == "pullback" => match args.as_slice() {
            [map, field] => Some((&map.value, &field.value)),
            _ => None,
        },
        _ => None,
    }
}

/// The names that are meant where the expression stands: what is pulled back lives where the map ends.
fn names_on_the_spot(e: &Expr) -> Vec<String> {
    let mut elsewhere: Vec<Span> = Vec::new();
    walk(e, &mut |x| elsewhere.extend(pulled_back(x).map(|(_, field)| field.span)));
    if elsewhere.is_empty() {
        return names_in(e);
    }
    let mut out: Vec<String> = Vec::new();
    walk(e, &mut |x| {
        let inside = elsewhere.iter().any(|s| s.file == x.span.file && s.start <= x.span.start && x.span.end <= s.end);
        if let (false, ExprKind::Name(_) | ExprKind::Call { .. } | ExprKind::Jet { .. }) = (inside, &x.kind) {
            let own = match &x.kind {
                ExprKind::Name(p) | ExprKind::Call { callee: p, .. } | ExprKind::Jet { function: p, .. } => {
                    super::names::names_joined(p)
                }
                _ => return,
            };
            if !out.contains(&own) {
                out.push(own);
            }
        }
    });
    out
}
