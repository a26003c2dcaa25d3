//! Names: what is declared, what a written name means, and what was probably meant.
//!
//! In: items and paths. Out: declarations, charts, and located diagnostics for duplicates, unknown names and circles.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind};
use super::problems::{self, Failure};
use super::quantities::Quantity;
use crate::syntax::ast::{Expr, ExprKind, Ident, Item, ItemKind, Path};
use crate::syntax::span::Span;

/// A declared name.
#[derive(Clone, Copy)]
pub(super) struct Declaration<'a> {
    /// Its name.
    pub name: &'a Ident,
    /// The item.
    pub item: &'a Item,
}

impl Declaration<'_> {
    /// What is declared, by the keyword alone.
    pub fn kind(&self) -> Kind {
        match &self.item.kind {
            ItemKind::Function(_) => Kind::Function,
            ItemKind::Manifold(_) => Kind::Manifold,
            ItemKind::SmoothMap(_) => Kind::Map,
            ItemKind::Metric { .. } => Kind::Metric,
            ItemKind::Family(_) => Kind::Family,
            ItemKind::Cost { .. } => Kind::Cost,
            ItemKind::Vector { .. } => Kind::Vector,
            ItemKind::OneForm { .. } => Kind::OneForm,
            ItemKind::Flow { .. } => Kind::Flow,
            ItemKind::Curve(_) => Kind::Curve,
            ItemKind::Rule { .. } => Kind::Rule,
            ItemKind::Random { .. } => Kind::Random,
            _ => Kind::Scalar,
        }
    }
}

/// What names mean at some place.
#[derive(Clone, Default)]
pub(super) struct Scope {
    /// The chart in which fields are made.
    pub chart: Option<ChartId>,
    /// Whether the chart's coordinates may be named.
    pub coordinates: bool,
    /// Names of this place: summation indices, differentials, the parameter of a curve.
    pub locals: Vec<(String, Quantity)>,
    /// The random variables of the mass, density or means that are being read here, with their ranges.
    pub drawn: Vec<crate::symbolic::Variable>,
}

impl Scope {
    /// A random variable with its range is read here; one of the same name is hidden.
    pub fn draw(&mut self, variable: crate::symbolic::Variable) {
        self.drawn.retain(|other| other.symbol != variable.symbol);
        self.drawn.push(variable);
    }

    /// Params, constants and abbreviations only.
    pub fn closed() -> Self {
        Self::default()
    }

    /// With a chart and its coordinates.
    pub fn on(chart: ChartId) -> Self {
        Self { chart: Some(chart), coordinates: true, ..Self::default() }
    }

    /// Fields are made in the chart, but its coordinates may not be named.
    pub fn made_in(chart: Option<ChartId>) -> Self {
        Self { chart, ..Self::default() }
    }
}

/// The name an item declares.
fn declared_name(item: &Item) -> Option<&Ident> {
    Some(match &item.kind {
        ItemKind::Param(b) => &b.name,
        ItemKind::Const { name, .. }
        | ItemKind::Let { name, .. }
        | ItemKind::Metric { name, .. }
        | ItemKind::Cost { name, .. }
        | ItemKind::Vector { name, .. }
        | ItemKind::OneForm { name, .. }
        | ItemKind::Flow { name, .. }
        | ItemKind::Random { name, .. }
        | ItemKind::Rule { name, .. } => name,
        ItemKind::Function(f) => &f.name,
        ItemKind::Manifold(m) => &m.name,
        ItemKind::SmoothMap(m) => m.name.as_ref()?,
        ItemKind::Family(f) => &f.name,
        ItemKind::Curve(c) => &c.name,
        _ => return None,
    })
}

impl<'a> Elaborator<'a> {
    /// Enters the name of an item; a second one of the same name is an error and stays without effect.
    pub fn enter(&mut self, item: &'a Item) {
        let Some(name) = declared_name(item) else { return };
        if let Some(&first) = self.table.get(&name.name) {
            let first = self.declarations[first].name.span;
            self.report(problems::duplicate(&name.name, first, name.span).into());
            return;
        }
        if matches!(item.kind, ItemKind::Function(_)) && super::calls::is_reserved(&name.name) {
            self.report(problems::reserved(&name.name, name.span).into());
            return;
        }
        self.table.insert(name.name.clone(), self.declarations.len());
        self.declarations.push(Declaration { name, item });
    }

    /// The declaration of a top-level name.
    pub fn lookup(&self, name: &str) -> Option<usize> {
        self.table.get(name).copied()
    }

    /// The chart a path means: `M.chart`, or `chart` where the name is unique (within `manifold`, if given).
    pub fn resolve_chart(&self, path: &Path, manifold: Option<usize>) -> Result<ChartId, Failure> {
        let names: Vec<&str> = path.segments.iter().map(|s| s.name.as_str()).collect();
        let found: Vec<ChartId> = self
            .model
            .chart_ids()
            .filter(|id| {
                let in_scope = manifold.is_none_or(|m| m == id.manifold);
                let Some(chart) = self.model.chart(*id) else { return false };
                match names.as_slice() {
                    [c] => in_scope && chart.name == *c,
                    [m, c] => chart.manifold == *m && chart.name == *c,
                    _ => false,
                }
            })
            .collect();
        match found.as_slice() {
            [one] if self.poisoned_charts.contains(one) => Err(Failure::silent()),
            [one] => Ok(*one),
            [] => Err(self.unknown_chart(path, manifold)),
            // A chart declared twice is reported where it is declared.
            many if many.iter().any(|id| self.poisoned_charts.contains(id)) => Err(Failure::silent()),
            many => {
                let names: Vec<String> = many.iter().map(|id| format!("`{}`", self.chart_name(*id))).collect();
                Err(problems::chart_needed(
                    path.span,
                    format!("several charts are called `{}`", names_joined(path)),
                    format!("write one of {}", names.join(", ")),
                )
                .into())
            }
        }
    }

    /// `Normals.std`
    pub fn chart_name(&self, id: ChartId) -> String {
        self.model.chart(id).map(crate::geometry::chart::Chart::full_name).unwrap_or_default()
    }

    /// The name of a manifold.
    pub fn manifold_name(&self, index: usize) -> &str {
        self.model.manifolds.get(index).map_or("", |m| m.name.as_str())
    }

    /// Whether a chart has a coordinate (or an array of coordinates) of that name.
    pub fn has_coordinate(&self, id: ChartId, name: &str) -> bool {
        self.model.chart(id).is_some_and(|c| {
            c.coordinates.iter().any(|x| {
                let own = x.variable.symbol.name();
                own == name || own.strip_prefix(name).is_some_and(|rest| rest.starts_with('['))
            })
        })
    }

    /// The circle that leads back to `id`, as a diagnostic.
    pub fn circle(&self, id: usize) -> Failure {
        let from = self.stack.iter().position(|s| *s == id).unwrap_or(0);
        let chain: Vec<(String, Span)> = self.stack[from..]
            .iter()
            .map(|s| (self.declarations[*s].name.name.clone(), self.declarations[*s].name.span))
            .collect();
        problems::cycle(&chain).into()
    }

    /// Declarations with a unit that are named in an expression: the likely causes of a clash.
    pub fn causes(&self, expr: &Expr) -> Vec<problems::Remark> {
        let mut out: Vec<problems::Remark> = Vec::new();
        for name in names_in(expr) {
            let Some(p) = self.model.params.iter().find(|p| p.variable.symbol.name() == name) else { continue };
            let remark = (p.span, format!("`{name}` is in [{}]", p.unit.unicode()));
            if !p.unit.is_dimensionless() && !out.contains(&remark) && out.len() < 4 {
                out.push(remark);
            }
        }
        out
    }
}

/// `a.b` as written.
pub(super) fn names_joined(path: &Path) -> String {
    path.segments.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(".")
}

/// Every one-segment name and every called name in an expression, in order, each once.
pub(super) fn names_in(expr: &Expr) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Bound names, each with the number of the scope around it; 0 is the outermost.
    let mut scopes: Vec<(usize, &str)> = Vec::new();
    let mut pending = vec![(expr, 0)];
    while let Some((e, scope)) = pending.pop() {
        if let ExprKind::Name(p) | ExprKind::Call { callee: p, .. } | ExprKind::Jet { function: p, .. } = &e.kind {
            let name = names_joined(p);
            if !is_bound(&name, scope, &scopes) && !out.contains(&name) {
                out.push(name);
            }
        }
        let (binder, within) = match &e.kind {
            ExprKind::Expectation { variable, body, .. } => (Some(variable), Some(&**body)),
            ExprKind::Sum { index, body, .. } => (Some(index), Some(&**body)),
            _ => (None, None),
        };
        let inner = binder.map_or(scope, |name| {
            scopes.push((scope, &name.name));
            scopes.len()
        });
        let of = |child: &Expr| if within.is_some_and(|body| std::ptr::eq(body, child)) { inner } else { scope };
        pending.extend(children(e).into_iter().rev().map(|child| (child, of(child))));
    }
    out
}

fn is_bound(name: &str, mut scope: usize, scopes: &[(usize, &str)]) -> bool {
    while let Some((around, bound)) = scope.checked_sub(1).and_then(|k| scopes.get(k)) {
        if *bound == name {
            return true;
        }
        scope = *around;
    }
    false
}

/// Calls `f` on every expression below and including this one. Summation indices are not told apart.
pub(super) fn walk<'e>(expr: &'e Expr, f: &mut impl FnMut(&'e Expr)) {
    let mut pending = vec![expr];
    while let Some(e) = pending.pop() {
        f(e);
        pending.extend(children(e).into_iter().rev());
    }
}

/// The expressions that it is made of, in the order of the text.
fn children(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        ExprKind::Number { .. } | ExprKind::Name(_) => Vec::new(),
        ExprKind::Quantity { value, .. } | ExprKind::Neg(value) | ExprKind::Not(value) => vec![value],
        ExprKind::Index { base, indices } => std::iter::once(&**base).chain(indices).collect(),
        ExprKind::Call { args, .. } => args.iter().map(|a| &a.value).collect(),
        ExprKind::Jet { orders, args, .. } => orders.iter().chain(args.iter().map(|a| &a.value)).collect(),
        ExprKind::Binary { left, right, .. } | ExprKind::And(left, right) | ExprKind::Or(left, right) => {
            vec![left, right]
        }
        ExprKind::Compare { first, rest } => std::iter::once(&**first).chain(rest.iter().map(|(_, e)| e)).collect(),
        ExprKind::Tuple(v) | ExprKind::List(v) => v.iter().collect(),
        ExprKind::Record(v) => v.iter().map(|(_, e)| e).collect(),
        ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
        ExprKind::Expectation { distribution, body, .. } => vec![distribution, body],
        ExprKind::Sum { range, body, .. } => vec![&range.from, &range.to, body],
        ExprKind::In { value, .. } => vec![value],
        ExprKind::At { value, point } => vec![value, point],
    }
}
