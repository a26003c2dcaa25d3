//! Named values: made on demand, once per chart, in any order.
//!
//! In: declarations. Out: their values in charts. A formula is made in its home chart and carried over; a constructor
//! (`KL`, `Fisher`, `grad`) is made afresh in each chart, so that invariance is a check and not a tautology.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind, Value};
use super::names::{Scope, names_in, walk};
use super::obligations::{Goal, Obligation, ObligationKind};
use super::problems::{self, Failure};
use super::quantities::Quantity;
use super::{Constant, Field, Origin};
use crate::symbolic::Role;
use crate::syntax::ast::{Expr, ExprKind, ItemKind, Path, UnitExpr};
use crate::syntax::span::Span;

/// Elaborates the fields among the declarations from `first` on, each in every chart that maps reach.
pub(super) fn fields(el: &mut Elaborator<'_>, first: usize) {
    for id in first..el.declarations.len() {
        let d = el.declarations[id];
        el.come_to(d.item);
        match &d.item.kind {
            ItemKind::Let { .. }
            | ItemKind::Metric { .. }
            | ItemKind::Family(_)
            | ItemKind::Cost { .. }
            | ItemKind::Vector { .. }
            | ItemKind::OneForm { .. }
            | ItemKind::Flow { .. }
            | ItemKind::Rule { .. } => el.field(id),

            ItemKind::Curve(c) => {
                let made = el.curve(c, d.item.span);
                if let Some(curve) = el.accept(made) {
                    el.model.curves.push(curve);
                }
            }
            _ => {}
        }
    }
}

impl<'a> Elaborator<'a> {
    fn field(&mut self, id: usize) {
        let d = self.declarations[id];
        let home = self.home(id);
        let Some(home) = self.accept(home) else { return };
        let made = self.named(id, &Scope::made_in(home), d.name.span);
        let Some(value) = self.accept(made) else { return };
        let Some(home) = home else {
            match value {
                Value::Scalar(value) if !self.is_random(&value.expr) => {
                    self.model.abbreviations.push(Constant { name: d.name.name.clone(), value, span: d.item.span });
                }
                _ => self.model.others.push((d.name.name.clone(), d.item.span)),
            }
            return;
        };
        let somewhere = self.defined_somewhere(home, &value.defined_where(), d.item.span);
        if self.accept(somewhere).is_none() {
            return;
        }
        let charts = self.model.manifolds.get(home.manifold).map_or(0, |m| m.charts.len());
        let mut in_charts = Vec::with_capacity(charts);
        for chart in 0..charts {
            // What cannot be made in another chart is an error only where it is asked for.
            let scope = Scope::made_in(Some(ChartId { chart, ..home }));
            in_charts.push(self.named(id, &scope, d.name.span).ok());
        }
        // An abbreviation of something random means something inside of rules and expectations only.
        if matches!(d.item.kind, ItemKind::Let { .. }) && value.components().iter().any(|e| self.is_random(e)) {
            return;
        }
        let kind = if matches!(d.item.kind, ItemKind::Let { .. }) { value.kind() } else { d.kind() };
        let origin = if self.is_formula(id, home) { Origin::Formula } else { Origin::Constructed };
        self.model.fields.push(Field {
            name: d.name.name.clone(),
            kind,
            manifold: home.manifold,
            home,
            origin,
            in_charts,
            name_span: d.name.span,
            span: d.item.span,
        });
        if d.kind() == Kind::Metric {
            self.metric_obligations(&value, home, &d.name.name, d.item.span);
        }
        if let (Kind::Family, Value::Family(p)) = (d.kind(), &value) {
            let region = self.model.region(Some(home));
            if !p.conditions.is_empty() {
                // What a density of the user's own needs is that its integral is finite.
                let own = p.arguments.first().is_some_and(|(name, _)| name.is_empty());
                let law = if let ItemKind::Family(f) = &d.item.kind { f.value.span } else { d.item.span };
                self.model.obligations.push(Obligation {
                    kind: if own { ObligationKind::Normalised } else { ObligationKind::ParametersInDomain },
                    declaration: d.name.name.clone(),
                    chart: Some(home),
                    region,
                    goal: Goal::Facts(p.conditions.clone()),
                    span: if own { d.item.span } else { law },
                });
            }
        }
    }

    /// A metric is positive definite, and defined on its whole chart.
    fn metric_obligations(&mut self, value: &Value, home: ChartId, name: &str, span: Span) {
        let Value::Metric(g) = value else { return };
        let mut region = self.model.region(Some(home));
        region.conditions.extend(self.assumptions_for(&value.components(), Some(home)));
        let push = |el: &mut Self, kind, goal| {
            el.model.obligations.push(Obligation {
                kind,
                declaration: name.to_owned(),
                chart: Some(home),
                region: region.clone(),
                goal,
                span,
            });
        };
        if !g.defined_where.is_empty() {
            push(self, ObligationKind::Defined, Goal::Facts(g.defined_where.clone()));
        }
        // What is said of the closed forms of expectations is said where their rules hold.
        let of_rules = g
            .defined_where
            .iter()
            .filter(|f| f.rule.is_some())
            .map(|f| crate::symbolic::Fact { rule: None, ..f.clone() });
        of_rules.for_each(|f| super::quantities::add_fact(&mut region.conditions, f));
        let push = |el: &mut Self, kind, goal| {
            el.model.obligations.push(Obligation {
                kind,
                declaration: name.to_owned(),
                chart: Some(home),
                region: region.clone(),
                goal,
                span,
            });
        };
        let m = &g.components;
        let pairs: Vec<_> = (0..m.rows())
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .filter(|(i, j)| m.at(*i, *j) != m.at(*j, *i))
            .map(|(i, j)| (m.at(j, i).clone(), m.at(i, j).clone()))
            .collect();
        if !pairs.is_empty() {
            push(self, ObligationKind::Symmetric, Goal::Equal(pairs));
        }
        let known = self.definite.iter().find(|(known, _)| known == m).map(|(_, facts)| facts.clone());
        let goal = known.map_or_else(|| Goal::PositiveDefinite(m.clone()), Goal::Facts);
        push(self, ObligationKind::PositiveDefinite, goal);
    }

    /// Whether coordinates of the home chart occur, so that the value is a formula there.
    pub fn is_formula(&self, id: usize, home: ChartId) -> bool {
        let value = match &self.declarations[id].item.kind {
            ItemKind::Family(_) | ItemKind::Vector { .. } | ItemKind::OneForm { .. } | ItemKind::Rule { .. } => {
                return true;
            }
            ItemKind::Let { chart: Some(_), value, .. }
            | ItemKind::Metric { chart: Some(_), value, .. }
            | ItemKind::Flow { chart: Some(_), value, .. }
            | ItemKind::Cost { value, .. } => value,
            _ => return false,
        };
        let is_flow = matches!(self.declarations[id].item.kind, ItemKind::Flow { .. });
        matches!(value.kind, ExprKind::List(_) | ExprKind::Tuple(_))
            || (is_flow && self.is_number_of_params(value))
            || names_in(value).iter().any(|n| {
                let bare = n.strip_prefix('d').filter(|_| self.lookup(n).is_none()).unwrap_or(n);
                self.has_coordinate(home, n) || self.has_coordinate(home, bare)
            })
    }

    /// Whether nothing but numbers, params and constants occurs: the one component of a flow along a line.
    fn is_number_of_params(&self, value: &Expr) -> bool {
        let mut plain = true;
        walk(value, &mut |e| {
            plain &= match &e.kind {
                ExprKind::Name(p) => names_of_params(self, p),
                ExprKind::Number { .. } | ExprKind::Quantity { .. } | ExprKind::Neg(_) | ExprKind::Binary { .. } => {
                    true
                }
                _ => false,
            }
        });
        plain
    }

    /// The value of a declared name in the scope's chart; `span` is where it is used.
    pub fn named(&mut self, id: usize, scope: &Scope, span: Span) -> Result<Value, Failure> {
        let d = self.declarations[id];
        match &d.item.kind {
            ItemKind::Param(binder) => {
                self.param(id)?;
                if binder.range.is_some() {
                    let expected = format!("an entry of `{0}`, such as `{0}[1]`", d.name.name);
                    return Err(problems::wrong_shape(span, expected, "the whole array".into()).into());
                }
                return self.cache.get(&(id, None)).cloned().unwrap_or_else(|| Err(Failure::silent()));
            }
            ItemKind::Random { range, .. } => {
                self.random(id)?;
                if range.is_some() {
                    let expected = format!("an entry of `{0}`, such as `{0}[1]`", d.name.name);
                    return Err(problems::wrong_shape(span, expected, "the whole array".into()).into());
                }
                return self.cache.get(&(id, None)).cloned().unwrap_or_else(|| Err(Failure::silent()));
            }
            ItemKind::Function(_) => {
                let help = format!("give its arguments: `{}(..)`", d.name.name);
                return Err(problems::wrong_kind(span, "a value", Kind::Function, Some(help)).into());
            }
            ItemKind::Manifold(_) | ItemKind::SmoothMap(_) | ItemKind::Curve(_) => {
                return Err(problems::wrong_kind(span, "a value", d.kind(), None).into());
            }
            _ => {}
        }
        let home = self.home(id)?;
        let chart = if home.is_some() { scope.chart } else { None };
        if let (Some(home), Some(here)) = (home, chart)
            && home.manifold != here.manifold
        {
            let (own, other) =
                (self.manifold_name(home.manifold).to_owned(), self.manifold_name(here.manifold).to_owned());
            let place = self.model.manifold_spans.get(here.manifold).map_or(d.name.span, |s| s.name);
            return Err(problems::other_manifold((place, &other), (span, &own)).into());
        }
        if home.is_some() && chart.is_none() {
            let help = "add `in chart`, or `on M.chart` to the declaration".to_owned();
            return Err(problems::chart_needed(span, format!("`{}` needs a chart", d.name.name), help).into());
        }
        if let Some(known) = self.cache.get(&(id, chart)) {
            return known.clone().map_err(|failure| failure.used_at(d.name.span, span));
        }
        if self.stack.contains(&id) {
            return Err(self.circle(id));
        }
        self.stack.push(id);
        let made = self.make(id, home, chart).and_then(|value| self.settled(value, &d, span));
        self.stack.pop();
        // Components in a chart that no name in it told: in another chart they are others.
        if let (None, Some(found)) = (home, made.as_ref().ok().and_then(Value::chart)) {
            self.homes.insert(id, Some(found));
            return self.named(id, scope, span);
        }
        self.cache.insert((id, chart), made.clone());
        made.map_err(|failure| failure.used_at(d.name.span, span))
    }

    fn make(&mut self, id: usize, home: Option<ChartId>, chart: Option<ChartId>) -> Result<Value, Failure> {
        let d = self.declarations[id];
        let name = &d.name.name;
        if let (Some(home), Some(chart)) = (home, chart)
            && home != chart
            && self.is_formula(id, home)
        {
            let there = self.named(id, &Scope::made_in(Some(home)), d.name.span)?;
            return self.transport(there, home, chart, d.name.span);
        }
        let scope = match home {
            Some(home) if self.is_formula(id, home) => Scope::on(home),
            _ => Scope::made_in(chart),
        };
        match &d.item.kind {
            ItemKind::Const { value, .. } => {
                let q = self.scalar(value, &Scope::closed())?;
                if q.expr.has_symbols() {
                    return Err(problems::not_constant(value.span, "a `const`").into());
                }
                Ok(Value::Scalar(q))
            }
            ItemKind::Let { value, .. } => self.eval(value, &scope),
            ItemKind::Cost { unit, value, .. } => self.cost(name, unit.as_ref(), value, &scope, home),
            ItemKind::Metric { value, .. } => self.metric(value, &scope, d.item.span),
            ItemKind::Vector { value, .. } => self.vector(value, &scope),
            ItemKind::OneForm { value, .. } => self.one_form(value, &scope),
            ItemKind::Flow { per, value, .. } => self.flow(per.as_ref(), value, &scope),
            ItemKind::Family(f) => self.family(f, &scope),
            ItemKind::Rule { from, value, .. } => self.rule(from, value, &scope),
            _ => Err(Failure::silent()),
        }
    }

    fn cost(
        &mut self,
        name: &str,
        unit: Option<&UnitExpr>,
        value: &Expr,
        scope: &Scope,
        home: Option<ChartId>,
    ) -> Result<Value, Failure> {
        let declared = match unit {
            Some(u) => Some(self.unit(Some(u))?),
            None => None,
        };
        let q = match self.eval(value, scope)? {
            Value::Scalar(q) => q,
            other => {
                let help = match other.kind() {
                    Kind::Metric => Some("a cost is a number at each point; declare this with `metric`".to_owned()),
                    Kind::Family => Some("compare two families: `KL(p, q)`".to_owned()),
                    _ => None,
                };
                return Err(problems::wrong_kind(value.span, "a scalar for a cost", other.kind(), help).into());
            }
        };
        let q = match &declared {
            None => q,
            Some(unit) => match q.converted(unit) {
                Ok(q) => q,
                Err(_) => {
                    let causes = self.causes(value);
                    return Err(problems::unit_differs(
                        value.span,
                        &format!("the cost `{name}`"),
                        &q.unit,
                        unit,
                        &causes,
                    )
                    .into());
                }
            },
        };
        if scope.chart == home
            && let Some(chart) = home
        {
            self.expect_coordinate(&q, name, value.span, chart)?;
        }
        Ok(Value::Scalar(q))
    }

    /// A field names a coordinate of its chart.
    fn expect_coordinate(&self, q: &Quantity, name: &str, span: Span, chart: ChartId) -> Result<(), Failure> {
        if q.expr.symbols().iter().any(|s| s.role() == Role::Coordinate) {
            return Ok(());
        }
        let Some(c) = self.model.chart(chart) else { return Ok(()) };
        let list: Vec<String> = c.coordinates.iter().map(|x| format!("`{}`", x.variable.symbol.name())).collect();
        Err(problems::no_coordinate(span, name, &c.full_name(), &list.join(", ")).into())
    }
}

fn names_of_params(el: &Elaborator<'_>, path: &Path) -> bool {
    let id = path.segments.first().filter(|_| path.segments.len() == 1).and_then(|only| el.lookup(&only.name));
    id.is_some_and(|id| matches!(el.declarations[id].item.kind, ItemKind::Param(_) | ItemKind::Const { .. }))
}
