//! Statements about scalars are the same in every chart: the home chart is enough where it reaches every point.
//!
//! In: expressions and the charts that a statement would speak of. Out: charts that together hold every point that those hold.
//! A chart is left out only if what is compared is the same number in each chart, and its points all lie in a kept one.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind, Value};
use super::names::{Scope, names_joined, walk};
use crate::syntax::ast::{Expr, ExprKind, ItemKind};

/// Constructions whose values are of the chart in which they are made.
const OF_A_CHART: [&str; 5] = ["det", "inverse", "partials", "jacobian", "Hessian"];

impl Elaborator<'_> {
    /// Those of the charts that are needed to reach every point, the home of the first field among them.
    pub(super) fn enough_charts(&mut self, charts: Vec<ChartId>, exprs: &[&Expr]) -> Vec<ChartId> {
        if charts.len() < 2 || !exprs.iter().all(|e| self.is_of_no_chart(e, &mut Vec::new())) {
            return charts;
        }
        let Some(home) = exprs.iter().find_map(|e| self.first_home(e)).filter(|h| charts.contains(h)) else {
            return charts;
        };
        let span = exprs.first().map(|e| e.span).unwrap_or_default();
        charts
            .into_iter()
            .filter(|c| *c == home || self.change(*c, home, span).map_or(true, |c| !c.map.overlap.is_empty()))
            .collect()
    }

    /// Whether what is written is the same in every chart: made of fields alone, not of their components.
    fn is_of_no_chart(&mut self, e: &Expr, seen: &mut Vec<usize>) -> bool {
        let mut named: Vec<String> = Vec::new();
        let mut free = true;
        walk(e, &mut |x| match &x.kind {
            ExprKind::Name(p) => named.push(names_joined(p)),
            ExprKind::Call { callee, .. } => free &= !OF_A_CHART.contains(&names_joined(callee).as_str()),
            ExprKind::Index { .. } | ExprKind::Tuple(_) | ExprKind::List(_) | ExprKind::In { .. } => free = false,
            _ => {}
        });
        free && named.iter().all(|n| self.lookup(n).is_none_or(|id| self.is_field_of_no_chart(id, seen)))
    }

    fn is_field_of_no_chart(&mut self, id: usize, seen: &mut Vec<usize>) -> bool {
        if seen.contains(&id) {
            return true;
        }
        seen.push(id);
        let d = self.declarations[id];
        let value = match &d.item.kind {
            ItemKind::Let { value, .. }
            | ItemKind::Cost { value, .. }
            | ItemKind::Metric { value, .. }
            | ItemKind::Vector { value, .. }
            | ItemKind::OneForm { value, .. }
            | ItemKind::Flow { value, .. } => value,
            ItemKind::Param(_) | ItemKind::Const { .. } | ItemKind::Function(_) => return true,
            // Made afresh in each chart from a law that is the same.
            ItemKind::Family(_) | ItemKind::SmoothMap(_) => return true,
            _ => return false,
        };
        let Ok(Some(home)) = self.home(id) else { return true };
        // A formula belongs to its chart, and is carried from there.
        if d.kind() != Kind::Flow && self.is_formula(id, home) {
            return true;
        }
        let dependent = self
            .named(id, &Scope::made_in(Some(home)), d.name.span)
            .is_ok_and(|v| matches!(v, Value::Vector(v) if v.chart_dependent));
        !dependent && (self.is_formula(id, home) || self.is_of_no_chart(value, seen))
    }
}
