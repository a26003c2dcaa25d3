//! Claims: statements with everything resolved, ready to be decided.
//!
//! In: claims of the tree. Out: typed statements ([`super::statements`]): components side by side in charts, on regions
//! that hold all assumptions. It must not decide anything.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, Kind, Value};
use super::names::Scope;
use super::points::Assumptions;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use super::statements::{Claim, ClaimKind, Compared, MadeIn};
use crate::geometry::range::Ranges;
use crate::symbolic::{Expr as Term, Fact, Region, Relation, Role, Symbol};
use crate::syntax::ast::{self, CompareOp, Expr, ExprKind, Item, Path, StatementKind};
use crate::syntax::span::Span;
use crate::units::Unit;

/// Elaborates a claim.
pub(super) fn claim(el: &mut Elaborator<'_>, item: &Item, c: &ast::Claim) {
    let made = el.assumptions(&c.given).and_then(|given| {
        let kind = el.statement(c, &given)?;
        for (region, facts) in kind.domains() {
            if facts.iter().any(|f| el.nowhere.contains(f)) {
                return Err(Failure::silent());
            }
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
pub(super) struct Sides {
    pub(super) kind: Kind,
    pub(super) left: Vec<Term>,
    pub(super) right: Vec<Term>,
    pub(super) units: Vec<Unit>,
    pub(super) defined_where: Vec<Fact>,
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
                self.remember_under(given);
                Ok(ClaimKind::PositiveDefinite { metric: Box::new(MadeIn { chart, region, value }) })
            }
            StatementKind::Decreasing { strictly, cost, flow } => {
                let mut rates = Vec::new();
                let charts = self.some_charts(&[cost, flow])?;
                for chart in self.enough_charts(charts, &[cost, flow]) {
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

    pub(super) fn side_by_side(
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
        self.remember_under(given);
        let settle = |v: Vec<Term>| v.iter().map(|e| settled_in_means(e, &region.conditions)).collect();
        let (left, right) = (settle(left), settle(right));
        Ok(Compared { chart, region, left, right, units: sides.units, entries, defined_where })
    }

    /// Names of the components: empty for a scalar, coordinate names for fields, places for the rest.
    pub(super) fn entry_names(&self, kind: Kind, chart: Option<ChartId>, count: usize) -> Vec<String> {
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
        let charts = match op {
            // That both sides are equal is looked at in every chart, as a check of what is made afresh in each.
            CompareOp::Eq | CompareOp::Ne => charts,
            _ if charts.contains(&None) => charts,
            _ => self.enough_charts(charts.into_iter().flatten().collect(), &[l, r]).into_iter().map(Some).collect(),
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
    pub(super) fn unify(&mut self, a: Value, left: &Expr, b: Value, right: &Expr) -> Result<Sides, Failure> {
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
}

/// A statement about no point at all is an error, never a proof: an assumption or a condition of definition that says
/// of a number what is not true of it.
pub(super) fn possible(region: &Region, defined_where: &[Fact], span: Span) -> Result<(), Failure> {
    if let Some(f) = region.conditions.iter().find(|f| crate::statistics::certainly_fails(f)) {
        return Err(problems::impossible_assumption(span, f).into());
    }
    let failing = |f: &&Fact| crate::statistics::certainly_fails(f);
    if let Some(f) = defined_where.iter().filter(|f| f.rule.is_none()).find(failing) {
        return Err(problems::undefined_here(span, f).into());
    }
    // Where only the rule of a closed form fails, there may be a value that is not known.
    match defined_where.iter().filter(failing).find_map(|f| Some((f, f.rule?))) {
        Some((f, rule)) => Err(super::law_problems::rule_fails(span, rule, f).into()),
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

/// An expression with formal expectations, with the values that assumptions give to symbols put in: `given q = 0`. The statement is
/// about points where they hold alone, so that it is the same statement.
fn settled_in_means(e: &Term, conditions: &[Fact]) -> Term {
    let mut out = e.clone();
    for fact in conditions.iter().filter(|f| f.relation == Relation::Zero && f.rule.is_none()) {
        if !out.has_mean() {
            break;
        }
        let value = |s: &Symbol| {
            let slope = fact.expr.derivative(s).as_number().filter(|q| !num_traits::Zero::is_zero(*q))?.clone();
            let rest = fact.expr.substitute([(s.clone(), Term::zero())]);
            (!rest.contains(s)).then(|| -rest.scaled(&slope.recip()))
        };
        let free = |s: &Symbol| matches!(s.role(), Role::Coordinate | Role::Parameter) && out.contains(s);
        let found = fact.expr.symbols().into_iter().filter(free).find_map(|s| value(&s).map(|v| (s, v)));
        if let Some((s, v)) = found {
            out = out.substitute([(s, v)]);
        }
    }
    out
}
