//! The chart in which a declaration is given.
//!
//! In: declarations. Out: their home charts: the one that is written, else the one whose coordinates are named, else that of
//! the first field or chart that is named. Where coordinates of several charts could be meant, it asks.

use super::elaborator::Elaborator;
use super::kinds::ChartId;
use super::names::{names_in, walk};
use super::problems::{self, Failure};
use crate::syntax::ast::{Arg, Expr, ExprKind, ItemKind, Path};

impl Elaborator<'_> {
    /// The chart a declaration is given in: the one written, else that of the first field or chart it names.
    pub fn home(&mut self, id: usize) -> Result<Option<ChartId>, Failure> {
        if let Some(known) = self.homes.get(&id) {
            return Ok(*known);
        }
        self.homes.insert(id, None);
        let d = self.declarations[id];
        let (written, value): (Option<&Path>, &Expr) = match &d.item.kind {
            ItemKind::Let { chart, value, .. }
            | ItemKind::Metric { chart, value, .. }
            | ItemKind::Flow { chart, value, .. } => (chart.as_ref(), value),
            ItemKind::Vector { chart, value, .. }
            | ItemKind::OneForm { chart, value, .. }
            | ItemKind::Rule { chart, value, .. } => (Some(chart), value),
            ItemKind::Cost { on, value, .. } => (Some(on), value),
            ItemKind::Family(f) => (f.chart.as_ref(), &f.value),
            _ => return Ok(None),
        };
        let home = match written {
            Some(path) => match self.manifold_path(path) {
                Some(manifold) => match self.chart_of_coordinates(value, manifold, &d.name.name, path) {
                    Err(failure) => {
                        self.homes.remove(&id);
                        return Err(failure);
                    }
                    Ok(Some(chart)) => Some(chart),
                    Ok(None) => self
                        .first_home(value)
                        .filter(|c| c.manifold == manifold)
                        .or(Some(ChartId { manifold, chart: 0 })),
                },
                None => {
                    let made = self.resolve_chart(path, None);
                    if made.is_err() {
                        self.homes.remove(&id);
                    }
                    Some(made?)
                }
            },
            None => match self.first_home(value) {
                None if self.is_home_lost(value) => {
                    self.homes.remove(&id);
                    return Err(Failure::silent());
                }
                home => home,
            },
        };
        self.homes.insert(id, home);
        Ok(home)
    }

    /// The manifold a path names, where `cost C on M` allows one.
    fn manifold_path(&self, path: &Path) -> Option<usize> {
        let [only] = path.segments.as_slice() else { return None };
        self.model.manifolds.iter().position(|m| m.name == only.name && !m.charts.is_empty())
    }

    /// The home of the first field or chart an expression names.
    pub fn first_home(&mut self, value: &Expr) -> Option<ChartId> {
        let mut paths: Vec<(&Path, bool)> = Vec::new();
        let mut bound: Vec<&str> = Vec::new();
        walk(value, &mut |e| match &e.kind {
            ExprKind::Sum { index: name, .. } | ExprKind::Expectation { variable: name, .. } => bound.push(&name.name),
            ExprKind::Name(p) => paths.push((p, true)),
            ExprKind::In { chart: p, .. } => paths.push((p, false)),
            ExprKind::Call { callee, args } => paths.extend(charts_named(callee, args).map(|p| (p, false))),
            ExprKind::At { point, .. } => {
                if let ExprKind::Call { callee, .. } = &point.kind {
                    paths.push((callee, false));
                }
            }
            _ => {}
        });
        let is_bound = |p: &Path| matches!(p.segments.as_slice(), [only] if bound.contains(&only.name.as_str()));
        paths.retain(|(p, bare)| !bare || !is_bound(p));
        // Names of charts come last: a coordinate or a random variable may be called as a chart of another manifold is.
        let declared = paths.iter().find_map(|(p, bare)| match p.segments.as_slice() {
            [only] if *bare => self.home_of_declared(&only.name),
            _ => self.resolve_chart(p, None).ok(),
        });
        declared.or_else(|| paths.iter().filter(|(_, bare)| *bare).find_map(|(p, _)| self.chart_in_place_of_a_name(p)))
    }

    /// The home of what is declared under this name.
    fn home_of_declared(&mut self, name: &str) -> Option<ChartId> {
        let id = self.lookup(name)?;
        match &self.declarations[id].item.kind {
            ItemKind::SmoothMap(m) => self.resolve_chart(&m.from, None).ok(),
            _ => self.home(id).ok().flatten(),
        }
    }

    /// The chart with this name, unless it is more likely that of a coordinate: one of another manifold.
    fn chart_in_place_of_a_name(&self, path: &Path) -> Option<ChartId> {
        let chart = self.resolve_chart(path, None).ok()?;
        let [only] = path.segments.as_slice() else { return Some(chart) };
        let bearers: Vec<ChartId> = self.model.chart_ids().filter(|c| self.has_coordinate(*c, &only.name)).collect();
        let own = bearers.is_empty() || bearers.iter().any(|c| c.manifold == chart.manifold);
        own.then_some(chart)
    }

    /// The only chart of the manifold that has all coordinates named here; nothing where no coordinate is named, or no chart
    /// has them all.
    fn chart_of_coordinates(
        &self,
        value: &Expr,
        manifold: usize,
        name: &str,
        path: &Path,
    ) -> Result<Option<ChartId>, Failure> {
        let charts: Vec<ChartId> = self.model.chart_ids().filter(|c| c.manifold == manifold).collect();
        let mut named: Vec<String> = Vec::new();
        for n in names_in(value).into_iter().filter(|n| self.lookup(n).is_none()) {
            let known = |n: &str| charts.iter().any(|c| self.has_coordinate(*c, n));
            match n.strip_prefix('d').filter(|_| !known(&n)) {
                Some(bare) if known(bare) => named.push(bare.to_owned()),
                _ if known(&n) => named.push(n),
                _ => {}
            }
        }
        if named.is_empty() {
            return Ok(None);
        }
        let all: Vec<ChartId> =
            charts.into_iter().filter(|c| named.iter().all(|n| self.has_coordinate(*c, n))).collect();
        match all.as_slice() {
            [one] => Ok(Some(*one)),
            [] => Ok(None),
            several => {
                let list: Vec<String> = several.iter().map(|c| format!("`on {}`", self.chart_name(*c))).collect();
                let headline = format!("`{}` is a coordinate of several charts", named.join("`, `"));
                let help = format!("say which one `{name}` is given in: {}", list.join(" or "));
                Err(problems::chart_needed(path.span, headline, help).into())
            }
        }
    }
}

/// The charts that a call names as such.
fn charts_named<'e>(callee: &Path, args: &'e [Arg]) -> impl Iterator<Item = &'e Path> {
    let place = match callee.segments.as_slice() {
        [only] => match only.name.as_str() {
            "Euclidean" | "symbolic" => Some(0),
            "partials" | "Hessian" => Some(1),
            _ => None,
        },
        _ => None,
    };
    let mut unnamed = args.iter().filter(|arg| arg.name.is_none());
    let named = place.and_then(|k| unnamed.nth(k)).and_then(|arg| match &arg.value.kind {
        ExprKind::Name(path) => Some(path),
        _ => None,
    });
    named.into_iter()
}
