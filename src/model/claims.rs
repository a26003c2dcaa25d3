//! Claims: statements with everything resolved, ready to be decided.
//!
//! In: claims of the tree. Out: typed statements ([`super::statements`]): components side by side in charts, on regions
//! that hold all assumptions. It must not decide anything.

use super::elaborator::Elaborator;
use super::function_values::differentiability;
use super::kinds::{ChartId, Kind, Value};
use super::names::{Scope, names_in, names_joined};
use super::points::Assumptions;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact, scale_factor};
use super::statements::{Claim, ClaimKind, Compared, MadeIn, Rate};
use crate::geometry::jacobian::jacobian;
use crate::geometry::range::Ranges;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact, Region};
use crate::syntax::ast::{self, CompareOp, Expr, ExprKind, Item, Path, StatementKind};
use crate::syntax::span::Span;
use crate::units::Unit;

/// Elaborates a claim.
pub(super) fn claim(el: &mut Elaborator<'_>, item: &Item, c: &ast::Claim) {
    let made = el.assumptions(&c.given).and_then(|given| {
        let kind = el.statement(c, &given)?;
        for (region, facts) in kind.domains() {
            possible(region, facts, c.statement.span)?;
        }
        Ok((kind, given.parts))
    });
    if let Some((kind, given)) = el.accept(made) {
        let made = Claim {
            verb: c.verb,
            strict: c.strict,
            label: c.label.as_ref().map(|l| l.name.clone()),
            kind,
            given,
            span: c.statement.span,
            item_span: item.span,
        };
        super::conserved::conserved(el, c, &made, el.model.claims.len());
        el.model.claims.push(made);
    }
}

/// Two values brought to one kind and unit.
struct Sides {
    kind: Kind,
    left: Vec<Term>,
    right: Vec<Term>,
    units: Vec<Unit>,
    defined_where: Vec<Fact>,
}

impl<'a> Elaborator<'a> {
    fn statement(&mut self, c: &ast::Claim, given: &Assumptions) -> Result<ClaimKind, Failure> {
        match &c.statement.kind {
            StatementKind::Compare { left, op, right } => self.comparison(left, *op, right, given),
            StatementKind::Invariant { subject, path } => self.invariance(subject, path, given),
            StatementKind::Inverse { from, to } => self.inverse_claim(from, to, given, c.statement.span),
            StatementKind::Isometry { map, metrics } => self.isometry(map, metrics, given, c.statement.span),
            StatementKind::PositiveDefinite { metric } => {
                let chart = self.one_chart(&[metric])?;
                let g = self.metric_argument(strip(metric).0, &Scope::on(chart))?;
                let value = Value::Metric(Box::new(g));
                let mut at = given.substitution();
                let value = super::points::substituted(value, &mut at);
                let exprs = value.components();
                let region = self.region_of(Some(chart), &exprs, &value.defined_where(), given)?;
                Ok(ClaimKind::PositiveDefinite { metric: MadeIn { chart, region, value } })
            }
            StatementKind::Decreasing { strictly, cost, flow } => {
                let mut rates = Vec::new();
                for chart in self.some_charts(&[cost, flow])? {
                    rates.push(self.rate(cost, flow, chart, given)?);
                }
                Ok(ClaimKind::Decreasing { strictly: *strictly, rates })
            }
            StatementKind::Conserved { quantity, flow } => {
                let mut parts = Vec::new();
                for chart in self.some_charts(&[quantity, flow])? {
                    let r = self.rate(quantity, flow, chart, given)?;
                    parts.push(Compared {
                        chart: Some(chart),
                        region: r.region,
                        left: vec![r.rate],
                        right: vec![Term::zero()],
                        units: vec![Unit::one()],
                        entries: vec![String::new()],
                        defined_where: r.defined_where,
                    });
                }
                Ok(ClaimKind::Conserved { parts })
            }
            StatementKind::Solves { curve, flow } => self.solves(curve, flow, given),
            StatementKind::Closed { form } => self.closed(form, given),
        }
    }

    // ---- charts -------------------------------------------------------------------------------------------------

    /// The charts a statement speaks of when none is written: that of the coordinates it names, else every chart that
    /// maps join to the home of its fields; `None` where no field and no coordinate occurs.
    pub fn charts_for(&mut self, exprs: &[&Expr]) -> Result<Vec<Option<ChartId>>, Failure> {
        let mut homes: Vec<(ChartId, Span)> = Vec::new();
        let mut coordinates: Vec<String> = Vec::new();
        for e in exprs {
            for name in names_in(e) {
                match self.lookup(&name) {
                    Some(id) => {
                        if let Some(home) = self.home(id)? {
                            homes.push((home, e.span));
                        }
                    }
                    None if self.model.chart_ids().any(|c| self.has_coordinate(c, &name)) => coordinates.push(name),
                    None => {}
                }
            }
            if let (true, Some(home)) = (homes.is_empty(), self.first_home(e)) {
                homes.push((home, e.span));
            }
        }
        if let Some((first, at)) = homes.first().copied()
            && let Some((other, there)) = homes.iter().find(|(h, _)| h.manifold != first.manifold)
            && !exprs.iter().any(|e| names_in(e).iter().any(|n| n == "pullback"))
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

    /// The charts of a statement that needs one: the one written in a side, else as [`Self::charts_for`].
    fn some_charts(&mut self, exprs: &[&Expr]) -> Result<Vec<ChartId>, Failure> {
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

    fn one_chart(&mut self, exprs: &[&Expr]) -> Result<ChartId, Failure> {
        if let Some(chart) = self.written_chart(exprs)? {
            return Ok(chart);
        }
        if let Some(home) = exprs.iter().find_map(|e| self.first_home(strip(e).0)) {
            return Ok(home);
        }
        self.some_charts(exprs)?.first().copied().ok_or_else(Failure::silent)
    }

    /// The chart written with `in`; two different ones are an error.
    fn written_chart(&mut self, exprs: &[&Expr]) -> Result<Option<ChartId>, Failure> {
        let mut found: Option<ChartId> = None;
        for e in exprs {
            let (inner, Some(path)) = strip(e) else { continue };
            // `d(C) == (a, b) in pq`: the manifold may be that of the other side.
            let home = self.first_home(inner).or_else(|| exprs.iter().find_map(|e| self.first_home(strip(e).0)));
            let manifold = home.map(|h| h.manifold).filter(|_| path.segments.len() == 1);
            let chart = self.resolve_chart(path, manifold)?;
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

    fn side_by_side(
        &mut self,
        chart: Option<ChartId>,
        sides: Sides,
        entries: Vec<String>,
        given: &Assumptions,
    ) -> Result<Compared, Failure> {
        let mut at = given.substitution();
        let left: Vec<Term> = sides.left.iter().map(|e| at.apply(e)).collect();
        let right: Vec<Term> = sides.right.iter().map(|e| at.apply(e)).collect();
        let facts: Vec<Fact> = sides.defined_where.iter().map(|f| f.with(at.apply(&f.expr))).collect();
        let exprs: Vec<Term> = left.iter().chain(&right).cloned().collect();
        let region = self.region_of(chart, &exprs, &facts, given)?;
        let defined_where = open_facts(&region, &facts);
        Ok(Compared { chart, region, left, right, units: sides.units, entries, defined_where })
    }

    /// Names of the components: empty for a scalar, coordinate names for fields, places for the rest.
    fn entry_names(&self, kind: Kind, chart: Option<ChartId>, count: usize) -> Vec<String> {
        let names: Vec<String> = chart
            .and_then(|c| self.model.chart(c))
            .map(|c| c.coordinates.iter().map(|x| x.variable.symbol.name().to_owned()).collect())
            .unwrap_or_default();
        match kind {
            Kind::Scalar => vec![String::new()],
            Kind::Vector | Kind::OneForm | Kind::Rule if names.len() == count => names,
            Kind::Metric | Kind::Cometric if names.len().pow(2) == count => {
                names.iter().flat_map(|a| names.iter().map(move |b| format!("{a},{b}"))).collect()
            }
            _ => (1..=count).map(|k| k.to_string()).collect(),
        }
    }

    // ---- the statements -----------------------------------------------------------------------------------------

    fn comparison(
        &mut self,
        left: &Expr,
        op: CompareOp,
        right: &Expr,
        given: &Assumptions,
    ) -> Result<ClaimKind, Failure> {
        let ((l, _), (r, _)) = (strip(left), strip(right));
        let charts = match self.written_chart(&[left, right])? {
            Some(chart) => vec![Some(chart)],
            None if has_point(left) || has_point(right) => vec![None],
            None => self.charts_for(&[l, r])?,
        };
        let mut parts = Vec::new();
        let mut kind = Kind::Scalar;
        let mut chart_dependent = false;
        for chart in charts {
            let scope = chart.map_or_else(Scope::closed, Scope::on);
            let (a, b) = match (self.eval(l, &scope), self.eval(r, &scope)) {
                (Ok(a), Ok(b)) => (a, b),
                (Err(a), Err(b)) => return Err(a.and(b)),
                (Err(f), _) | (_, Err(f)) => return Err(f),
            };
            let (a, b) = (self.not_random(a, left.span)?, self.not_random(b, right.span)?);
            for v in [&a, &b] {
                chart_dependent |= matches!(v, Value::Vector(v) if v.chart_dependent);
            }
            let sides = self.unify(a, l, b, r)?;
            kind = sides.kind;
            if kind != Kind::Scalar && op != CompareOp::Eq {
                let headline = format!("{} can only be compared with `==`", kind.describe());
                return Err(problems::bad_claim(
                    left.span.to(right.span),
                    headline,
                    "compare components, or `refute .. == ..`",
                )
                .into());
            }
            let entries = self.entry_names(kind, chart, sides.left.len());
            parts.push(self.side_by_side(chart, sides, entries, given)?);
        }
        Ok(ClaimKind::Compare { op, kind, chart_dependent, parts })
    }

    /// Both sides as components in the units of the left (or of the side that is a field).
    fn unify(&mut self, a: Value, left: &Expr, b: Value, right: &Expr) -> Result<Sides, Failure> {
        let mut defined_where = a.defined_where();
        b.defined_where().into_iter().for_each(|f| add_fact(&mut defined_where, f));
        if let (Value::Scalar(x), Value::Scalar(y)) = (&a, &b) {
            let (x, y) = self.in_one_unit(x.clone(), left, y.clone(), right)?;
            return Ok(Sides {
                kind: Kind::Scalar,
                units: vec![x.unit],
                left: vec![x.expr],
                right: vec![y.expr],
                defined_where,
            });
        }
        let bare = |v: &Value| matches!(v, Value::Scalar(_) | Value::Tuple(_) | Value::Matrix(_));
        // The side that is a field decides what numbers on the other side mean.
        let (lead, lead_expr, other, other_expr, swapped) =
            if bare(&a) && !bare(&b) { (&b, right, &a, left, true) } else { (&a, left, &b, right, false) };
        let fits = lead.kind() == other.kind()
            || matches!(
                (lead.kind(), other.kind()),
                (Kind::Vector | Kind::OneForm | Kind::Rule, Kind::Tuple)
                    | (Kind::Metric | Kind::Cometric, Kind::Matrix)
            )
            || (other.kind() == Kind::Scalar && lead.components().len() == 1);
        if !fits || lead.kind() == Kind::Family {
            return Err(problems::kinds_clash((left.span, a.kind()), (right.span, b.kind()), "compared").into());
        }
        let units_of = |el: &Self, v: &Value| {
            let coordinates = v.chart().map(|c| el.model.coordinate_units(c)).unwrap_or_default();
            v.component_units(&coordinates).map_err(|_| -> Failure { problems::exponent_too_large(left.span).into() })
        };
        let (units, other_units) = (units_of(self, lead)?, units_of(self, other)?);
        let (x, y) = (lead.components(), other.components());
        if x.len() != y.len() || units.len() != x.len() || other_units.len() != y.len() {
            let expected = format!("{} components", x.len());
            return Err(problems::wrong_shape(other_expr.span, expected, format!("{}", y.len())).into());
        }
        let mut numbers = Vec::new();
        for ((e, from), to) in y.iter().zip(&other_units).zip(&units) {
            // A literal 0 is a quantity of every unit.
            let q = Quantity { bare_zero: e.is_zero(), ..Quantity::new(e.clone(), from.clone()) };
            let Some(number) = q.number_in(to) else {
                let mut causes = self.causes(lead_expr);
                causes.extend(self.causes(other_expr));
                let (l, r) = if swapped { (from, to) } else { (to, from) };
                return Err(problems::unit_clash((left.span, l), (right.span, r), "compared", &causes).into());
            };
            numbers.push(number);
        }
        let kind = lead.kind();
        let (left, right) = if swapped { (numbers, x) } else { (x, numbers) };
        Ok(Sides { kind, left, right, units, defined_where })
    }

    fn invariance(&mut self, subject: &Expr, path: &[Path], given: &Assumptions) -> Result<ClaimKind, Failure> {
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

    fn inverse_claim(&mut self, from: &Path, to: &Path, given: &Assumptions, span: Span) -> Result<ClaimKind, Failure> {
        let a = self.resolve_chart(from, None)?;
        let b = self.resolve_chart(to, Some(a.manifold).filter(|_| to.segments.len() == 1))?;
        let mut parts = Vec::new();
        for (x, y) in [(a, b), (b, a)] {
            let c = self.change(x, y, span)?;
            let mut there = Substitution::of(c.map.target.iter().cloned().zip(c.map.forward.iter().cloned()));
            let left: Vec<Term> = c.map.inverse.iter().map(|e| there.apply(e)).collect();
            let right = self.model.chart(x).map(crate::geometry::chart::Chart::point).unwrap_or_default();
            let units = self.model.coordinate_units(x);
            let sides = Sides { kind: Kind::Tuple, left, right, units, defined_where: c.map.overlap.clone() };
            let entries = self.entry_names(Kind::Vector, Some(x), sides.left.len());
            parts.push(self.side_by_side(Some(x), sides, entries, given)?);
        }
        Ok(ClaimKind::Inverse { parts })
    }

    fn isometry(
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

    /// `∂_i C v^i`
    fn rate(&mut self, cost: &Expr, flow: &Expr, chart: ChartId, given: &Assumptions) -> Result<Rate, Failure> {
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
    fn descends_by(&mut self, flow: &Expr, scope: &Scope, given: &Assumptions) -> Vec<super::MetricInChart> {
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

    fn solves(&mut self, curve: &Expr, flow: &Expr, given: &Assumptions) -> Result<ClaimKind, Failure> {
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

    fn closed(&mut self, form: &Expr, given: &Assumptions) -> Result<ClaimKind, Failure> {
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

/// A statement about no point at all is an error, never a proof: an assumption or a condition of definition that says
/// of a number what is not true of it.
pub(super) fn possible(region: &Region, facts: &[Fact], span: Span) -> Result<(), Failure> {
    if let Some(f) = region.conditions.iter().find(|f| f.is_absurd()) {
        return Err(problems::impossible_assumption(span, f).into());
    }
    match facts.iter().find(|f| f.is_absurd()) {
        Some(f) => Err(problems::undefined_here(span, f).into()),
        None => Ok(()),
    }
}

/// The facts that the ranges of the region do not show at a glance.
pub(super) fn open_facts(region: &Region, facts: &[Fact]) -> Vec<Fact> {
    let mut known = Ranges::new(region);
    let mut out = Vec::new();
    for f in facts {
        if !known.shows(f) {
            add_fact(&mut out, f.clone());
        }
    }
    out
}

/// A side without its outermost `in chart`, and that chart.
pub(super) fn strip(e: &Expr) -> (&Expr, Option<&Path>) {
    match &e.kind {
        ExprKind::In { value, chart } => (value, Some(chart)),
        _ => (e, None),
    }
}

fn has_point(e: &Expr) -> bool {
    let mut found = false;
    super::names::walk(e, &mut |x| found |= matches!(x.kind, ExprKind::At { .. }));
    found
}
