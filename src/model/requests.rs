//! Checks, requests and curves.
//!
//! In: `check`, `show`, `emit` items and curve declarations. Out: components at points with what is expected of them,
//! values to show, curves. Nothing is evaluated here.

use super::Curve;
use super::claims::{open_facts, possible, strip};
use super::elaborator::Elaborator;
use super::kinds::{Kind, Value};
use super::names::{Scope, names_joined};
use super::params::BOUND_RANK;
use super::points::substituted;
use super::problems::{self, Failure};
use super::quantities::{Quantity, scale_factor};
use super::statements::{Check, Expectation, Request, Written};
use crate::symbolic::{Expr as Term, Role, Symbol};
use crate::syntax::ast::{self, Expected, Expr, ExprKind, Item};
use crate::syntax::span::Span;
use crate::units::Unit;

/// Elaborates a check.
pub(super) fn check(el: &mut Elaborator<'_>, item: &Item, c: &ast::Check) {
    let made = el.checked(item, c);
    if let Some(check) = el.accept(made) {
        el.model.checks.push(check);
    }
}

/// Elaborates a request.
pub(super) fn request(el: &mut Elaborator<'_>, item: &Item, r: &ast::Request) {
    let request = match r {
        ast::Request::Show { value } => {
            let shown = el.shown(item, value);
            el.accept(shown)
        }
        ast::Request::Emit { target, path } => {
            Some(Request::Emit { target: target.name.clone(), path: path.clone(), item_span: item.span })
        }
        ast::Request::Figure(figure) => {
            let made = el.figure(item, figure);
            el.accept(made).map(Request::Figure)
        }
        ast::Request::Simulate(simulate) => {
            let made = el.simulation(item, simulate);
            el.accept(made).map(|s| Request::Simulate(Box::new(s)))
        }
        ast::Request::Iterate(iterate) => {
            let made = el.iteration(item, iterate);
            el.accept(made).map(|s| Request::Iterate(Box::new(s)))
        }
    };
    el.model.requests.extend(request);
}

impl<'a> Elaborator<'a> {
    fn checked(&mut self, item: &Item, c: &ast::Check) -> Result<Check, Failure> {
        let given = self.assumptions(&c.given)?;
        let value = match &c.at {
            Some(point) => self.at_point(&c.value, point)?,
            None => match self.charts_for(&[strip(&c.value).0])?.as_slice() {
                [None] => self.eval(&c.value, &Scope::closed())?,
                _ if matches!(c.value.kind, ExprKind::At { .. }) => self.eval(&c.value, &Scope::closed())?,
                _ => {
                    let help = "add a point: `at chart(x = 1, ..)`".to_owned();
                    return Err(problems::chart_needed(c.value.span, "a number needs a point".into(), help).into());
                }
            },
        };
        let value = self.not_random(value, c.value.span)?;
        let value = substituted(value, &mut given.substitution());
        let coordinates = value.chart().map(|id| self.model.coordinate_units(id)).unwrap_or_default();
        let units = value.component_units(&coordinates).map_err(|_| problems::exponent_too_large(c.value.span))?;
        let values = value.components();
        if values.is_empty() {
            return Err(problems::wrong_kind(c.value.span, "something with a value", value.kind(), None).into());
        }
        let rows = match &value {
            Value::Metric(g) | Value::Cometric(g) => g.components.rows(),
            Value::Matrix(m) => m.rows.len(),
            _ => 1,
        };
        let number =
            matches!(c.expected, Expected::Digits(_)) || c.given.iter().any(|g| matches!(g, ast::Given::Values(_)));
        if number {
            self.expect_number(&values, c)?;
        }
        let (expected, written) = self.expected(&c.expected, &units, c.value.span)?;
        let facts = value.defined_where();
        let region = self.region_of(None, &values, &facts, &given)?;
        let defined_where = open_facts(&region, &facts);
        possible(&region, &defined_where, c.value.span)?;
        Ok(Check {
            label: c.label.as_ref().map(|l| l.name.clone()),
            values,
            units,
            rows,
            region,
            defined_where,
            expected,
            written,
            span: c.value.span,
            item_span: item.span,
        })
    }

    /// That the values are numbers: every param has its value, and no function is left open.
    fn expect_number(&self, values: &[Term], c: &ast::Check) -> Result<(), Failure> {
        let span = c.value.span;
        let nodes = Term::deep_nodes_of(values);
        let open = nodes.iter().find_map(|n| match n.kind() {
            crate::symbolic::Kind::Unspecified { function, .. } => Some(function.name().to_owned()),
            _ => None,
        });
        if let Some(name) = open {
            return Err(problems::no_number(span, &name).into());
        }
        let missing = values
            .iter()
            .flat_map(Term::symbols)
            .find_map(|s| self.model.params.iter().find(|p| p.variable.symbol == s));
        let Some(param) = missing else { return Ok(()) };
        let name = param.variable.symbol.name();
        let one = super::params::contains(&param.variable, &Term::one()) == Some(true);
        let unit = if param.unit == Unit::one() { String::new() } else { format!(" [{}]", param.unit) };
        let example = one.then(|| format!(" = 1{unit}"));
        let d = problems::no_value(span, name, param.span, param.value.is_some());
        // Behind the point, or behind the value, stands what is given.
        let behind = c.at.as_ref().map_or(span, |point| point.span);
        let behind = Span { start: behind.end, ..behind };
        Err(match example {
            _ if param.value.is_some() && c.given.is_empty() => {
                d.help("use the example values").patch(behind, " given values")
            }
            Some(example) if c.given.is_empty() => {
                d.help("give it one").patch(behind, format!(" given {name}{example}"))
            }
            // An array has one value for all its entries or none.
            Some(example) if param.value.is_none() && !name.contains('[') => {
                d.help("give it one").patch(Span { start: param.span.end, ..param.span }, example)
            }
            _ => d.help(format!("give it one: `given {name} = ..`")),
        }
        .into())
    }

    /// What is expected of each component.
    fn expected(
        &mut self,
        e: &Expected,
        units: &[Unit],
        span: Span,
    ) -> Result<(Vec<Expectation>, Vec<Written>), Failure> {
        let (whole, exact) = match e {
            Expected::Digits(e) => (e, false),
            Expected::Exact(e) => (e, true),
        };
        let entries = entries(whole);
        if entries.len() != units.len() {
            let expected = format!("{} numbers", units.len());
            return Err(problems::wrong_shape(whole.span, expected, format!("{}", entries.len())).into());
        }
        let (mut out, mut written) = (Vec::new(), Vec::new());
        for (x, unit) in entries.into_iter().zip(units) {
            let q = self.scalar(x, &Scope::closed())?;
            let clash = || -> Failure { problems::unit_clash((span, unit), (x.span, &q.unit), "compared", &[]).into() };
            // A literal 0 is a quantity of every unit.
            let (own, factor) = match q.bare_zero {
                true => (unit.clone(), Some(Term::one())),
                false => (q.unit.clone(), Unit::conversion(&q.unit, unit).map(|s| scale_factor(&s))),
            };
            let factor = factor.ok_or_else(clash)?;
            written.push(Written { span: x.span, number: number_of(x), unit: own, factor });
            if exact {
                out.push(Expectation::Exact(q.number_in(unit).ok_or_else(clash)?));
                continue;
            }
            let Some((text, value)) = digits(x) else {
                let help = "after `~` stand numbers with their digits; for an exact value write `== ..`";
                return Err(problems::bad_claim(x.span, "this is no written number".into(), help).into());
            };
            out.push(Expectation::Digits { text, value });
        }
        Ok((out, written))
    }

    fn shown(&mut self, item: &Item, value: &Expr) -> Result<Request, Failure> {
        let (inner, chart) = strip(value);
        let charts = match chart {
            Some(path) => {
                let manifold = self.first_home(inner).map(|h| h.manifold).filter(|_| path.segments.len() == 1);
                vec![Some(self.resolve_chart(path, manifold)?)]
            }
            None if matches!(inner.kind, ExprKind::At { .. }) => vec![None],
            None => self.charts_for(&[inner])?,
        };
        let mut values = Vec::new();
        let mut kind = Kind::Scalar;
        for chart in charts {
            let made = self.eval(inner, &chart.map_or_else(Scope::closed, Scope::on))?;
            let made = self.not_random(made, inner.span)?;
            kind = made.kind();
            values.push((chart, made));
        }
        let name = match &inner.kind {
            ExprKind::Name(p) => Some(names_joined(p)),
            _ => None,
        };
        if let Some(id) = name.as_ref().and_then(|n| self.lookup(n)) {
            let declared = self.declarations[id].kind();
            kind = if declared == Kind::Scalar { kind } else { declared };
        }
        Ok(Request::Show { span: value.span, name, kind, values, item_span: item.span })
    }

    /// `curve c(t: nonnegative [s]) in M.chart = (..)`
    pub fn curve(&mut self, c: &ast::CurveDecl, span: Span) -> Result<Curve, Failure> {
        let chart = self.resolve_chart(&c.chart, None)?;
        let time_unit = self.unit(c.parameter.unit.as_ref())?;
        let name = &c.parameter.name.name;
        let symbol = Symbol::new(&c.name.name, name, Role::Time, BOUND_RANK);
        let parameter = self.variable(symbol, &c.parameter.domain, &time_unit, name)?;
        let t = Quantity::symbol(&parameter.symbol, &time_unit);
        let scope = Scope { chart: Some(chart), locals: vec![(name.clone(), t)], ..Scope::closed() };
        let entries = match self.eval(&c.value, &scope)? {
            Value::Tuple(v) => v,
            Value::Scalar(q) => vec![q],
            other => {
                return Err(problems::wrong_kind(c.value.span, "a tuple of coordinates", other.kind(), None).into());
            }
        };
        let coordinates = self.model.chart(chart).map(|x| x.coordinates.clone()).unwrap_or_default();
        if entries.len() != coordinates.len() {
            let expected =
                format!("{} components, one for each coordinate of `{}`", coordinates.len(), self.chart_name(chart));
            return Err(problems::wrong_shape(c.value.span, expected, format!("{}", entries.len())).into());
        }
        let defined_where = Value::Tuple(entries.clone()).defined_where();
        let mut components = Vec::new();
        for (q, x) in entries.iter().zip(&coordinates) {
            let Some(number) = q.number_in(&x.unit) else {
                let what = format!("the coordinate `{}` of the curve", x.variable.symbol.name());
                return Err(
                    problems::unit_differs(c.value.span, &what, &q.unit, &x.unit, &self.causes(&c.value)).into()
                );
            };
            components.push(number);
        }
        Ok(Curve { name: c.name.name.clone(), chart, parameter, time_unit, components, defined_where, span })
    }
}

/// The entries of a tuple or matrix, row by row.
pub(super) fn entries(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        ExprKind::Tuple(v) | ExprKind::List(v) => v.iter().flat_map(entries).collect(),
        _ => vec![e],
    }
}

/// The number of a quantity that is written with its unit behind it, with its sign.
fn number_of(e: &Expr) -> Option<Span> {
    match &e.kind {
        ExprKind::Number { .. } => Some(e.span),
        ExprKind::Neg(x) => number_of(x).map(|n| Span { start: e.span.start, ..n }),
        ExprKind::Quantity { value, .. } => Some(value.span),
        _ => None,
    }
}

/// The digits of a written number, maybe signed, maybe with a unit.
fn digits(e: &Expr) -> Option<(String, crate::symbolic::Rational)> {
    match &e.kind {
        ExprKind::Number { value, text } => Some((text.clone(), value.clone())),
        ExprKind::Neg(x) => digits(x).map(|(text, value)| (format!("-{text}"), -value)),
        ExprKind::Quantity { value, .. } => digits(value),
        _ => None,
    }
}
