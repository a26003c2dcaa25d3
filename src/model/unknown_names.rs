//! Names that mean nothing: what is said of them, and what was probably meant.
//!
//! In: a name that was not found, and where it stands. Out: a diagnostic, or silence where the name may have been declared
//! by something that could not be read. What is suggested can stand there.

use super::calls::{FIELD_FUNCTIONS, SCALAR_FUNCTIONS, is_reserved};
use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind};
use super::names::{Scope, names_joined, walk};
use super::other_names;
use super::problems::{self, Failure};
use crate::diagnostics::suggest::nearest;
use crate::symbolic::{Binary, Function};
use crate::syntax::ast::{
    Expected, Expr, ExprKind, Given, Item, ItemKind, LawForm, MapDecl, Path, Request, StatementKind,
};

/// Names that are never declared.
const KNOWN_TO_ALL: [&str; 4] = ["pi", "π", "inf", "values"];

impl<'a> Elaborator<'a> {
    /// Whether the name is declared nowhere, but may be by something that could not be read.
    pub(super) fn is_lost(&self, name: &str) -> bool {
        let name = name.split('.').next().unwrap_or(name);
        let known = self.lookup(name).is_some() || is_reserved(name) || KNOWN_TO_ALL.contains(&name);
        !known && self.lost.may_hold(name) && !self.is_coordinate_somewhere(name)
    }

    /// Whether the chart of an expression cannot be told because something it names failed or is lost.
    pub(super) fn is_home_lost(&mut self, value: &Expr) -> bool {
        let mut names: Vec<String> = Vec::new();
        walk(value, &mut |e| {
            if let ExprKind::Name(p) = &e.kind {
                names.push(names_joined(p));
            }
        });
        names.iter().any(|name| match self.lookup(name) {
            Some(id) => self.home(id).is_err(),
            None => self.is_lost(name),
        })
    }

    fn is_coordinate_somewhere(&self, name: &str) -> bool {
        let own = |name: &str| self.model.chart_ids().any(|id| self.has_coordinate(id, name));
        own(name) || name.strip_prefix('d').is_some_and(own)
    }

    /// A chart that is not there.
    pub(super) fn unknown_chart(&self, path: &Path, manifold: Option<usize>) -> Failure {
        let written = names_joined(path);
        // A manifold where a chart is needed.
        if let [only] = path.segments.as_slice()
            && let Some(m) = self.model.manifolds.iter().find(|m| m.name == only.name)
        {
            let charts: Vec<String> = m.charts.iter().map(|c| format!("`{}.{}`", m.name, c.name)).collect();
            return problems::chart_needed(
                path.span,
                format!("`{}` is a manifold, a chart is needed here", m.name),
                format!("write one of {}", charts.join(", ")),
            )
            .into();
        }
        if path.segments.iter().any(|s| self.lost.may_hold(&s.name)) {
            return Failure::silent();
        }
        let candidates: Vec<String> = self
            .model
            .chart_ids()
            .filter(|id| manifold.is_none_or(|m| m == id.manifold))
            .filter_map(|id| self.model.chart(id))
            .flat_map(|c| [c.name.clone(), c.full_name()])
            .collect();
        let near = nearest(&written, candidates.iter().map(String::as_str)).map(str::to_owned);
        problems::unknown_name(path.span, &written, "the chart", near.as_deref(), None).into()
    }

    /// A name that means nothing here.
    pub fn unknown(&self, path: &Path, scope: &Scope) -> Failure {
        self.without_meaning(path, scope, false)
    }

    /// A name that means nothing where something of a certain kind is named.
    pub(super) fn unknown_of_kind(&self, path: &Path, kind: Kind) -> Failure {
        let written = names_joined(path);
        if self.is_lost(&written) {
            return Failure::silent();
        }
        let candidates = self.declarations.iter().filter(|d| d.kind() == kind).map(|d| d.name.name.as_str());
        problems::unknown_name(path.span, &written, "the name", nearest(&written, candidates), None).into()
    }

    /// The same; `anywhere` when it is not known in which chart the name stands.
    fn without_meaning(&self, path: &Path, scope: &Scope, anywhere: bool) -> Failure {
        let written = names_joined(path);
        if self.is_lost(&written) {
            return Failure::silent();
        }
        let holders = |name: &str| -> Vec<String> {
            let ids = self.model.chart_ids().filter(|id| self.has_coordinate(*id, name));
            ids.map(|id| format!("`{}`", self.chart_name(id))).collect()
        };
        let differential = written.strip_prefix('d').filter(|_| holders(&written).is_empty());
        let coordinate = differential.unwrap_or(&written);
        if !holders(coordinate).is_empty() {
            let charts = holders(coordinate).join(" and ");
            let help = format!("`{coordinate}` is a coordinate of {charts}: say in which chart this stands");
            return problems::unknown_name(path.span, &written, "the name", None, Some(help)).into();
        }
        let near = self.meant(&written, scope, anywhere);
        let help = (near.is_none() && written == "e").then(|| "the exponential function is `exp(x)`".to_owned());
        problems::unknown_name(path.span, &written, "the name", near.as_deref(), help).into()
    }

    /// The name that was probably meant: a coordinate of the chart at hand, a name of this place, or one that has a
    /// value there.
    fn meant(&self, written: &str, scope: &Scope, anywhere: bool) -> Option<String> {
        let chart = scope.chart.filter(|_| scope.coordinates).or_else(|| self.chart_of_a_formula());
        let mut candidates: Vec<&str> = Vec::new();
        if let Some(chart) = chart.and_then(|id| self.model.chart(id)) {
            let own = chart.coordinates.iter().map(|c| c.variable.symbol.name());
            candidates.extend(own.map(|n| n.split('[').next().unwrap_or(n)));
        }
        candidates.extend(scope.locals.iter().map(|(n, _)| n.as_str()));
        let in_chart = scope.chart.or(chart);
        for (name, id) in &self.table {
            if self.has_value_in(*id, in_chart, anywhere) {
                candidates.push(name);
            }
        }
        nearest(written, candidates).map(str::to_owned)
    }

    /// The chart whose coordinates may be named in the declaration at hand.
    fn chart_of_a_formula(&self) -> Option<ChartId> {
        let id = *self.stack.last()?;
        let formula = match &self.declarations.get(id)?.item.kind {
            ItemKind::Let { chart, .. } | ItemKind::Metric { chart, .. } | ItemKind::Flow { chart, .. } => {
                chart.is_some()
            }
            ItemKind::Cost { on, .. } => on.segments.len() > 1,
            ItemKind::Vector { .. } | ItemKind::OneForm { .. } | ItemKind::Rule { .. } => true,
            ItemKind::Family(f) => f.chart.is_some(),
            _ => false,
        };
        self.homes.get(&id).copied().flatten().filter(|_| formula)
    }

    /// Whether a declared name means a value where there is this chart, or none.
    fn has_value_in(&self, id: usize, chart: Option<ChartId>, anywhere: bool) -> bool {
        let Some(d) = self.declarations.get(id) else { return false };
        let kind = d.kind();
        if self.stack.contains(&id) || matches!(kind, Kind::Function | Kind::Manifold | Kind::Map | Kind::Curve) {
            return false;
        }
        let home = self.homes.get(&id).copied().flatten();
        match (home, chart) {
            _ if anywhere => true,
            (Some(home), Some(chart)) => home.manifold == chart.manifold,
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (None, None) => matches!(kind, Kind::Scalar | Kind::Random | Kind::Family),
        }
    }

    /// A called name that is no function.
    pub(super) fn unknown_call(&self, callee: &Path, name: &str) -> Failure {
        if let Some(id) = self.lookup(name) {
            let d = self.declarations[id];
            if d.kind() == Kind::Function {
                return Failure::silent();
            }
            let help = format!("for a product write `{name}*(..)`");
            return problems::wrong_kind(callee.span, "a function", d.kind(), Some(help)).into();
        }
        if self.resolve_chart(callee, None).is_ok() {
            let help = format!("a point is written after `at`: `.. at {name}(..)`");
            return problems::wrong_kind(callee.span, "a function", Kind::Chart, Some(help)).into();
        }
        if self.is_lost(name) {
            return Failure::silent();
        }
        if other_names::written(name).is_some() {
            return problems::unknown_distribution(callee.span, name, None).into();
        }
        let own: Vec<String> = self.model.functions.iter().map(|f| f.symbol.name().to_owned()).collect();
        let mut all: Vec<&str> = own.iter().map(String::as_str).collect();
        all.extend(Function::ALL.iter().map(|f| f.name()));
        all.extend(Binary::ALL.iter().map(|f| f.name()));
        all.extend(SCALAR_FUNCTIONS);
        all.extend(FIELD_FUNCTIONS.iter().map(|f| f.0));
        super::families::distribution_names().for_each(|n| all.push(n));
        if other_names::is_missing_function(name) && !own.iter().any(|f| f.eq_ignore_ascii_case(name)) {
            return problems::missing_function(callee.span, name).into();
        }
        let near = nearest(name, all).map(str::to_owned);
        problems::unknown_name(callee.span, name, "the function", near.as_deref(), None).into()
    }

    /// Reports the names in an item that mean nothing anywhere in the model.
    pub(super) fn names_without_meaning(&mut self, item: &Item) {
        let exprs = expressions(item);
        let mut bound: Vec<&str> = bound_by(item);
        for e in &exprs {
            walk(e, &mut |e| match &e.kind {
                ExprKind::Sum { index, .. } => bound.push(&index.name),
                ExprKind::Expectation { variable, .. } => bound.push(&variable.name),
                _ => {}
            });
        }
        let mut names: Vec<(&Path, bool)> = Vec::new();
        for e in &exprs {
            walk(e, &mut |e| match &e.kind {
                ExprKind::Name(path) => names.push((path, false)),
                ExprKind::Call { callee, .. } => names.push((callee, true)),
                _ => {}
            });
        }
        for (path, called) in names {
            let [only] = path.segments.as_slice() else { continue };
            let name = only.name.as_str();
            let place = self.model.manifolds.iter().any(|m| m.name == name || m.charts.iter().any(|c| c.name == name));
            let known = bound.contains(&name)
                || self.lookup(name).is_some()
                || place
                || KNOWN_TO_ALL.contains(&name)
                || if called { is_reserved(name) } else { self.is_coordinate_somewhere(name) };
            let told = self.diagnostics.iter().any(|d| d.primary_span() == Some(path.span));
            if known || told {
                continue;
            }
            let failure =
                if called { self.unknown_call(path, name) } else { self.without_meaning(path, &Scope::closed(), true) };
            self.report(failure);
        }
    }
}

/// Names that an item binds by itself.
fn bound_by(item: &Item) -> Vec<&str> {
    match &item.kind {
        ItemKind::Family(f) => {
            let drawn = if let LawForm::Image { variable, .. } = &f.form { Some(variable.name.as_str()) } else { None };
            std::iter::once(f.variable.name.name.as_str()).chain(drawn).collect()
        }
        ItemKind::Curve(c) => vec![&c.parameter.name.name],
        _ => Vec::new(),
    }
}

/// The expressions of an item in which names are looked up.
fn expressions(item: &Item) -> Vec<&Expr> {
    match &item.kind {
        ItemKind::Param(b) => b.value.iter().collect(),
        ItemKind::Const { value, .. }
        | ItemKind::Let { value, .. }
        | ItemKind::Metric { value, .. }
        | ItemKind::Cost { value, .. }
        | ItemKind::Vector { value, .. }
        | ItemKind::OneForm { value, .. }
        | ItemKind::Flow { value, .. }
        | ItemKind::Rule { value, .. }
        | ItemKind::Random { law: value, .. } => vec![value],
        ItemKind::Family(f) => vec![&f.value],
        ItemKind::Curve(c) => vec![&c.value],
        ItemKind::Manifold(m) => {
            let conditions = m.charts.iter().flat_map(|c| &c.conditions);
            conditions.chain(m.maps.iter().flat_map(of_map)).collect()
        }
        ItemKind::SmoothMap(m) => of_map(m),
        ItemKind::Claim(c) => {
            let mut out = of_statement(&c.statement.kind);
            out.extend(of_given(&c.given));
            out
        }
        ItemKind::Check(c) => {
            let (Expected::Digits(expected) | Expected::Exact(expected)) = &c.expected;
            let mut out = vec![&c.value, expected];
            out.extend(&c.at);
            out.extend(of_given(&c.given));
            out
        }
        ItemKind::Request(Request::Show { value }) => vec![value],
        _ => Vec::new(),
    }
}

fn of_map(m: &MapDecl) -> Vec<&Expr> {
    let equations = m.equations.iter().chain(m.inverse.iter().flatten());
    // An index that runs is no unknown name.
    let plain = equations.filter(|(name, _)| super::entries::running(&name.name).is_none());
    plain.map(|(_, e)| e).chain(&m.on).collect()
}

fn of_given(given: &[Given]) -> impl Iterator<Item = &Expr> {
    given.iter().filter_map(|g| if let Given::Condition(e) = g { Some(e) } else { None })
}

fn of_statement(statement: &StatementKind) -> Vec<&Expr> {
    match statement {
        StatementKind::Compare { left, right, .. } => vec![left, right],
        StatementKind::Invariant { subject, .. } => vec![subject],
        StatementKind::Inverse { .. } => Vec::new(),
        StatementKind::Isometry { metrics, .. } => metrics.iter().collect(),
        StatementKind::PositiveDefinite { metric } => vec![metric],
        StatementKind::Decreasing { cost, flow, .. } => vec![cost, flow],
        StatementKind::Conserved { quantity, flow } => vec![quantity, flow],
        StatementKind::Solves { curve, flow } => vec![curve, flow],
        StatementKind::Closed { form } => vec![form],
    }
}
