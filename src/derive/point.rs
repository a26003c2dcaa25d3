//! Numbers at a point: `--at std(mu = 2, sigma = 1) --set mu0=4`.
//!
//! In: what was written, parsed as an expression of the language, and the model. Out: an exact value for each symbol,
//! and numbers of expressions, exact where they are rational and to certain digits else. It must not read arguments.

use crate::diagnostics::{Code, Diagnostic, suggest::nearest};
use crate::emit::document::Formula;
use crate::enclosure::{Point as Values, Sign, Value, decide_sign, evaluate, value_to_digits};
use crate::model::{ChartId, Model};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Rational, Region, Relation, Role, Symbol};
use crate::syntax::ast::{self, BinaryOp, ExprKind};
use crate::syntax::span::Span;
use crate::units::{Unit, parse as parse_unit};
use num_traits::{ToPrimitive, Zero};

/// Digits of numbers that are not rational.
const DIGITS: usize = 25;
/// Places to which a number is computed before it is called 0 to these.
const ZEROS: usize = 100;
/// Largest precision for deciding whether a point lies in its chart.
const DOMAIN_BITS: usize = 1024;
/// Powers in values on the command line.
const LARGEST_POWER: i32 = 4096;

/// What takes the place of symbols.
#[derive(Clone, Debug, Default)]
pub struct Assignment {
    /// The chart of the point, when a point is given.
    pub chart: Option<ChartId>,
    /// Values of coordinates and params, as numbers in their units.
    pub values: Vec<(Symbol, Expr)>,
}

impl Assignment {
    /// Nothing is replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The expression with the values put in.
    #[must_use]
    pub fn apply(&self, e: &Expr) -> Expr {
        Substitution::of(self.values.iter().cloned()).apply(e)
    }

    /// The region of what remains.
    #[must_use]
    pub fn remaining(&self, region: &Region) -> Region {
        let mut out = region.clone();
        out.variables.retain(|v| !self.values.iter().any(|(s, _)| *s == v.symbol));
        let mut put = Substitution::of(self.values.iter().cloned());
        for v in &mut out.variables {
            for bound in [&mut v.lower, &mut v.upper] {
                use crate::symbolic::Bound;
                *bound = match &*bound {
                    Bound::Infinite => Bound::Infinite,
                    Bound::Open(e) => Bound::Open(put.apply(e)),
                    Bound::Closed(e) => Bound::Closed(put.apply(e)),
                };
            }
        }
        for fact in &mut out.conditions {
            fact.expr = put.apply(&fact.expr);
        }
        out
    }

    /// `at mu = 2, sigma = 1`
    #[must_use]
    pub fn in_words(&self) -> String {
        let parts: Vec<String> =
            self.values.iter().map(|(s, e)| format!("{} = {}", s.name(), Formula::of(e).ascii)).collect();
        if parts.is_empty() { String::new() } else { format!("at {}", parts.join(", ")) }
    }
}

/// Reads a point, a call such as `std(mu = 2, sigma = 1)`.
///
/// # Errors
/// G0906 for what is not in the model, G0303 for units, G0510 where the point lies outside its chart.
pub fn read_point(model: &Model, written: &ast::Expr) -> Result<Assignment, Box<Diagnostic>> {
    let ExprKind::Call { callee, args } = &written.kind else {
        return Err(wrong(written.span, "a point is a chart with a value for each coordinate")
            .help("for example `--at 'std(mu = 2, sigma = 1)'`")
            .into());
    };
    let name = callee.segments.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(".");
    let chart_id = find_chart(model, &name, callee.span)?;
    let Some(chart) = model.chart(chart_id) else { return Ok(Assignment::default()) };
    let mut values = Vec::new();
    for (index, coordinate) in chart.coordinates.iter().enumerate() {
        let symbol = &coordinate.variable.symbol;
        let positional = |index: usize| args.get(index).filter(|a| a.name.is_none());
        let named = args.iter().find(|a| a.name.as_ref().is_some_and(|n| n.name == symbol.name()));
        let Some(argument) = named.or_else(|| positional(index)) else {
            return Err(wrong(written.span, &format!("the point has no value for `{}`", symbol.name())).into());
        };
        values.push((symbol.clone(), Expr::number(number(&argument.value, &coordinate.unit)?)));
    }
    let known = |n: &str| chart.coordinates.iter().any(|c| c.variable.symbol.name() == n);
    if let Some(stray) = args.iter().filter_map(|a| a.name.as_ref()).find(|n| !known(&n.name)) {
        return Err(wrong(stray.span, &format!("chart `{name}` has no coordinate `{}`", stray.name)).into());
    }
    if args.len() > chart.coordinates.len() {
        return Err(wrong(written.span, &format!("chart `{name}` has {} coordinates", chart.dim())).into());
    }
    Ok(Assignment { chart: Some(chart_id), values })
}

/// Reads `mu0 = 4`: the name of a param and its value.
///
/// # Errors
/// G0906 for what is not a param, G0303 for units.
pub fn read_setting(
    model: &Model,
    (name, place): (&str, Span),
    value: &ast::Expr,
) -> Result<(Symbol, Expr), Box<Diagnostic>> {
    let Some(param) = model.params.iter().find(|p| p.variable.symbol.name() == name) else {
        let names = model.params.iter().map(|p| p.variable.symbol.name());
        let finding = wrong(place, &format!("the model has no param `{name}`"));
        return Err(match nearest(name, names) {
            Some(other) => finding.help(format!("did you mean `{other}`?")),
            None => finding.help("`--set` gives values to params; coordinates take theirs from `--at`"),
        }
        .into());
    };
    Ok((param.variable.symbol.clone(), Expr::number(number(value, &param.unit)?)))
}

/// The chart of that name.
///
/// # Errors
/// G0906.
pub fn find_chart(model: &Model, name: &str, span: Span) -> Result<ChartId, Box<Diagnostic>> {
    model.chart_named(name).ok_or_else(|| {
        let charts: Vec<String> = model.chart_ids().filter_map(|id| model.chart(id)).map(|c| c.full_name()).collect();
        let several = charts.iter().filter(|full| full.rsplit('.').next() == Some(name)).count() > 1;
        let trouble = if several { "several manifolds have a chart" } else { "the model has no chart" };
        wrong(span, &format!("{trouble} `{name}`")).help(format!("the charts are {}", charts.join(", "))).into()
    })
}

/// That the values lie in their domains, as far as that can be decided.
///
/// # Errors
/// G0510.
/// `places` says where the value of a symbol was given; what has no place there is an example value of its param.
pub fn expect_inside(
    model: &Model,
    at: &Assignment,
    point: Span,
    places: &[(Symbol, Span)],
) -> Result<(), Box<Diagnostic>> {
    for fact in model.region(at.chart).facts() {
        let here = at.apply(&fact.expr);
        if here.has_symbols() {
            continue;
        }
        let outside = matches!(
            (decide_sign(&here, &Values::default(), DOMAIN_BITS), fact.relation),
            (Ok(Sign::Negative), Relation::Positive | Relation::NonNegative | Relation::Zero)
                | (Ok(Sign::Zero), Relation::Positive | Relation::NonZero)
                | (Ok(Sign::Positive), Relation::Zero)
        );
        if outside {
            let condition = super::words::condition(&fact).ascii;
            let symbols = fact.expr.symbols();
            let given = places.iter().rev().find(|(s, _)| symbols.contains(s)).map(|(_, span)| *span);
            let is_point = symbols.iter().any(|s| s.role() == Role::Coordinate) && point != Span::default();
            let declared = model.params.iter().find(|p| symbols.contains(&p.variable.symbol)).map(|p| p.span);
            let span = given.or(is_point.then_some(point)).or(declared).unwrap_or(point);
            let headline = if is_point { "the point lies outside the domain" } else { "a value is outside its domain" };
            return Err(Diagnostic::error(Code::G0510, headline)
                .primary(span, format!("here `{condition}` fails"))
                .into());
        }
    }
    Ok(())
}

/// The number of an expression without symbols: exact where rational, else to [`DIGITS`] certain digits.
#[must_use]
pub fn number_formula(e: &Expr) -> Option<Formula> {
    let nowhere = Values::default();
    if let Value::Undefined { .. } = evaluate(e, &nowhere, 128).ok()? {
        return Some(Formula { ascii: "undefined".into(), latex: "\\text{undefined}".into() });
    }
    if let Value::Exact(q) = evaluate(e, &nowhere, 128).ok()? {
        return Some(Formula::of(&Expr::number(q)));
    }
    let digits = value_to_digits(e, &nowhere, DIGITS).ok()??;
    let latex = match digits.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
        None => digits.clone(),
    };
    Some(Formula { ascii: digits, latex })
}

/// A number without certain digits that is 0 to [`ZEROS`] places.
#[must_use]
pub fn zero_to_many_places(e: &Expr) -> Option<Formula> {
    let value = evaluate(e, &Values::default(), 4 * ZEROS).ok()?;
    let (low, high) = value.bounds()?;
    let small = Rational::new(1.into(), num_bigint::BigInt::from(10).pow(u32::try_from(ZEROS).ok()?));
    let none = low > -small.clone() && high < small;
    none.then(|| Formula {
        ascii: format!("0 (to {ZEROS} decimal places)"),
        latex: format!("0 \\text{{ (to {ZEROS} decimal places)}}"),
    })
}

fn wrong(span: Span, headline: &str) -> Diagnostic {
    Diagnostic::error(Code::G0906, headline).primary(span, "")
}

/// A rational constant, as a number in `unit`. A bare number is in that unit already.
///
/// # Errors
/// G0906 for what is no constant, G0303 for units.
pub fn read_number(e: &ast::Expr, unit: &Unit) -> Result<Rational, Box<Diagnostic>> {
    number(e, unit)
}

fn number(e: &ast::Expr, unit: &Unit) -> Result<Rational, Box<Diagnostic>> {
    match &e.kind {
        ExprKind::Quantity { value, unit: written } => {
            let from = parse_unit(written).map_err(|error| wrong(written.span, &error.to_string()))?;
            let Some(scale) = Unit::conversion(&from, unit) else {
                let headline = format!("the value is in `{from}`, but `{unit}` is expected");
                return Err(Diagnostic::error(Code::G0303, headline).primary(e.span, "").into());
            };
            let Some(factor) = scale.to_rational() else {
                return Err(wrong(e.span, &format!("`{from}` is no rational multiple of `{unit}`")).into());
            };
            Ok(constant(value)? * factor)
        }
        ExprKind::Neg(inner) => Ok(-number(inner, unit)?),
        _ => constant(e),
    }
}

fn constant(e: &ast::Expr) -> Result<Rational, Box<Diagnostic>> {
    let refused = || wrong(e.span, "values on the command line are rational numbers").into();
    match &e.kind {
        ExprKind::Number { value, .. } => Ok(value.clone()),
        ExprKind::Neg(inner) => Ok(-constant(inner)?),
        ExprKind::Binary { op, left, right } => {
            let (a, b) = (constant(left)?, constant(right)?);
            match op {
                BinaryOp::Add => Ok(a + b),
                BinaryOp::Sub => Ok(a - b),
                BinaryOp::Mul => Ok(a * b),
                BinaryOp::Div if !b.is_zero() => Ok(a / b),
                BinaryOp::Pow if b.is_integer() => {
                    let n = b.to_i32().filter(|n| n.abs() <= LARGEST_POWER).ok_or_else(refused)?;
                    if a.is_zero() && n < 0 { Err(refused()) } else { Ok(a.pow(n)) }
                }
                BinaryOp::Div | BinaryOp::Pow => Err(refused()),
            }
        }
        _ => Err(refused()),
    }
}
