//! Definite integrals in closed form.
//!
//! In: an expression, its variable, the two ends of the range. Out: the integral, where it is finite, and the rules
//! used; or that no rule gives it. The range is carried to the line, to `x > 0` or to `(0, 1)` by a change of variable,
//! the expression is written as a sum of terms ([`terms`]), and each term has a rule ([`line`], [`half_line`], [`unit`]);
//! the sum may be taken apart because every part is finite under its condition. Nothing here knows densities.
//!
//! Changes of variable: `x = a + t`, `x = b - t`, `x = a + (b - a) u`; and where these lead to no rule, `x = m + t` with
//! `m` a centre that occurs, two halves of the line, `x = log t`, `x = e^t`, `u = e^-t`, `x = a/u`, `u = e^(c x)` for
//! exponentials within exponentials.

mod circle;
pub(super) mod complex;
pub(super) mod corners;
mod elementary;
mod frullani;
mod half_line;
mod line;
pub(super) mod terms;
mod unit;

use super::error::StatisticsError;
use super::expectation::Expected;
use super::kernels::gamma_ratio;
use super::monomials::integer;
use super::needs::{Ends, Growth, Part, together};
use crate::statistics::rules;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Bound, Expr, Fact, Function, Kind, Rational, Role, Symbol};
use num_bigint::BigInt;
use num_traits::Signed;
use std::collections::BTreeMap;
use terms::{Expansion, Ground};

/// The integral of one term.
struct Piece {
    value: Expr,
    /// Where one of these fails, it diverges.
    finite_where: Vec<Fact>,
    /// Where one of these fails, it may be finite and have another form.
    holds_where: Vec<Fact>,
    rule: &'static str,
}

impl Piece {
    fn new(rule: &'static str, value: Expr) -> Self {
        Self { value, finite_where: Vec::new(), holds_where: Vec::new(), rule }
    }

    fn given(mut self, fact: Fact) -> Self {
        if (fact.expr.as_number().is_none() || fact.is_absurd()) && !self.finite_where.contains(&fact) {
            self.finite_where.push(fact);
        }
        self
    }

    fn where_it_holds(mut self, fact: Fact) -> Self {
        self.holds_where.push(fact);
        self
    }

    /// A condition of existence if the integrand has no factor that vanishes where it diverges; of the rule otherwise.
    fn given_if(self, nothing_vanishes: bool, fact: Fact) -> Self {
        if nothing_vanishes { self.given(fact) } else { self.where_it_holds(fact) }
    }
}

/// `int f dx` from `lower` to `upper`.
///
/// # Errors
/// `NoIntegral` with the integrand.
pub fn definite(f: &Expr, x: &Symbol, lower: &Bound, upper: &Bound) -> Result<Expected, StatisticsError> {
    let f = elementary::elementary(f, x);
    if f.is_zero() {
        return Ok(Expected::certain(f));
    }
    let made = match (lower.value(), upper.value()) {
        (None, None) => over_line(&f, x),
        (Some(a), None) => above(&f, x, a),
        (None, Some(b)) => half_line_any(&changed(&f, x, &(b - &Expr::symbol(x))), x),
        (Some(a), Some(b)) => between(&f, x, a, b),
    };
    made.or_else(|| corners::cut(&f, x, lower, upper))
        .ok_or_else(|| StatisticsError::NoIntegral { expr: f, variable: x.clone() })
}

/// `f` at another expression of its variable.
fn changed(f: &Expr, x: &Symbol, image: &Expr) -> Expr {
    f.substitute([(x.clone(), image.clone())])
}

/// The terms of `f`, each by its rule.
fn by_rules(f: &Expr, x: &Symbol, ground: Ground, rule: fn(&terms::Shape) -> Option<Piece>) -> Option<Expected> {
    by_terms((Expansion { variable: x, ground }).of(f)?, rule)
}

fn by_terms(terms: Vec<terms::Term>, rule: fn(&terms::Shape) -> Option<Piece>) -> Option<Expected> {
    let mut parts = Vec::new();
    for (c, shape) in terms {
        let piece = rule(&shape)?;
        // A wave may vanish at all points: where it diverges nothing is said.
        let (finite_where, holds_where) = match &shape.wave {
            Some(_) => (Vec::new(), [piece.finite_where, piece.holds_where].concat()),
            None => (piece.finite_where, piece.holds_where),
        };
        // At both ends: terms with one exponential and different powers grow differently there.
        let ends = if shape.binomial.is_some() || piece.rule == rules::POWER_INTEGRAL { Ends::One } else { Ends::Both };
        let apart = terms::Shape { power: Expr::zero(), logs: 0, ..shape.clone() };
        parts.push(Part {
            coefficient: c,
            value: piece.value,
            rule: piece.rule,
            finite_where,
            holds_where,
            growth: Some(Growth { power: shape.power, logs: shape.logs, rate: Expr::zero(), apart, ends }),
        });
    }
    together(parts)
}

fn over_line(f: &Expr, x: &Symbol) -> Option<Expected> {
    let t = Expr::symbol(x);
    let mut centres = centres(f, x);
    if centres.is_empty() {
        centres.push(Expr::zero());
    }
    let shifted = |m: &Expr| changed(f, x, &(m + &t));
    let whole = std::iter::once(Expr::zero()).chain(centres.iter().cloned());
    whole
        .clone()
        .find_map(|m| by_rules(&shifted(&m), x, Ground::Line, line::term))
        .or_else(|| centres.iter().chain([&Expr::zero()]).find_map(|m| two_halves(&shifted(m), x)))
        .or_else(|| half_line(&(changed(f, x, &t.log()) / &t), x))
}

/// Both sides of 0.
fn two_halves(f: &Expr, x: &Symbol) -> Option<Expected> {
    let right = half_line(f, x)?;
    let left = half_line(&changed(f, x, &-Expr::symbol(x)), x)?;
    Some(right.plus(left))
}

/// The zeros of the parts that are affine in `x`: where a density may be centred.
fn centres(f: &Expr, x: &Symbol) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::new();
    for part in f.nodes() {
        if !matches!(part.kind(), Kind::Sum(_)) || !part.contains(x) {
            continue;
        }
        let slope = part.derivative(x);
        if slope.contains(x) || slope.is_zero() {
            continue;
        }
        let centre = expanded_quotient(&-part.substitute([(x.clone(), Expr::zero())]), &slope);
        if !out.contains(&centre) {
            out.push(centre);
        }
    }
    out
}

/// `a/b`, term by term, so that `m/s * s` cancels.
fn expanded_quotient(a: &Expr, b: &Expr) -> Expr {
    let inverse = b.recip();
    match a.kind() {
        Kind::Sum(v) => Expr::sum(v.iter().map(|t| t * &inverse).collect::<Vec<_>>()),
        _ => a * &inverse,
    }
}

fn half_line(f: &Expr, x: &Symbol) -> Option<Expected> {
    by_rules(f, x, Ground::Positive, half_line::term).or_else(|| frullani::frullani(f, x))
}

/// Also by `x = e^t`, which makes polynomials of logarithms.
fn half_line_any(f: &Expr, x: &Symbol) -> Option<Expected> {
    half_line(f, x).or_else(|| {
        let grown = Expr::symbol(x).exp();
        let f = changed(f, x, &grown) * grown;
        std::iter::once(Expr::zero())
            .chain(centres(&f, x))
            .find_map(|m| by_rules(&changed(&f, x, &(m + Expr::symbol(x))), x, Ground::Line, line::term))
    })
}

fn above(f: &Expr, x: &Symbol, a: &Expr) -> Option<Expected> {
    let t = Expr::symbol(x);
    let by_quotient = || {
        if a.as_number().is_some_and(|a| !a.is_positive()) {
            return None;
        }
        let made = by_rules(&(changed(f, x, &(a / &t)) * a * t.powi(-2)), x, Ground::Positive, unit::term)?;
        Some(made.under(Fact::positive(a.clone()), rules::CHANGE_OF_VARIABLES))
    };
    let beyond = changed(f, x, &(a + &t));
    by_quotient().or_else(|| half_line_any(&beyond, x)).or_else(|| hazard(&beyond, x))
}

/// An exponential within an exponential, over `x > 0`: by `u = e^(c x)`, over `u > 1` for positive `c`, over `0 < u < 1` for
/// negative `c`; of an expression the sign of its first coefficient is taken for its sign, a condition of the rule.
fn hazard(f: &Expr, x: &Symbol) -> Option<Expected> {
    let rate = f.nodes().iter().find_map(|node| {
        let Kind::Apply(Function::Exp, v) = node.kind() else { return None };
        v.nodes().iter().find_map(|inner| {
            let Kind::Apply(Function::Exp, w) = inner.kind() else { return None };
            Some(w.derivative(x)).filter(|c| !c.is_zero() && !c.contains(x))
        })
    })?;
    let grown = Symbol::new("integral", "u", Role::Auxiliary, u32::MAX);
    let u = Expr::symbol(&grown);
    let image = changed(&in_powers(f, x, &rate, &u), x, &(u.log() / &rate)) / (&rate * &u);
    if rate.split_coefficient().0.is_negative() {
        let made = unit_any(&-changed(&image, &grown, &Expr::symbol(x)), x)?;
        return Some(made.under(Fact::positive(-rate), rules::CHANGE_OF_VARIABLES));
    }
    let made = half_line(&changed(&image, &grown, &(Expr::one() + Expr::symbol(x))), x)?;
    Some(made.under(Fact::positive(rate), rules::CHANGE_OF_VARIABLES))
}

fn unit_any(f: &Expr, x: &Symbol) -> Option<Expected> {
    by_rules(f, x, Ground::Positive, unit::term).or_else(|| {
        let shrunk = (-Expr::symbol(x)).exp();
        half_line(&(changed(f, x, &shrunk) * shrunk), x)
    })
}

fn between(f: &Expr, x: &Symbol, a: &Expr, b: &Expr) -> Option<Expected> {
    let width = b - a;
    if width == Expr::pi() * Expr::integer(2)
        && let Some(made) = circle::whole_turn(f, x)
    {
        return Some(made);
    }
    let image = a + &(&width * &Expr::symbol(x));
    if let Some(made) = unit_any(&(changed(f, x, &image) * &width), x) {
        return Some(made.under(Fact::positive(width), rules::CHANGE_OF_VARIABLES));
    }
    // A corner inside, `|x - m|`: two pieces.
    let (low, high) = (a.as_number()?, b.as_number()?);
    let corner = |m: &Expr| m.as_number().is_some_and(|m| low < m && m < high);
    let m = std::iter::once(Expr::zero()).chain(centres(f, x)).find(corner)?;
    let piece = |from: &Expr, to: &Expr| {
        // From the corner outwards, so that what is inside the bars has one sign.
        let width = to - from;
        let image = from + &(&width * &Expr::symbol(x));
        unit_any(&(changed(f, x, &image) * width.apply(Function::Abs)), x)
    };
    Some(piece(&m, b)?.plus(piece(&m, a)?))
}

/// `e^(c n x + w)` as `u^n e^w`, with `u = e^(c x)`.
fn in_powers(f: &Expr, x: &Symbol, c: &Expr, u: &Expr) -> Expr {
    rebuild(f, |node| {
        let Kind::Apply(Function::Exp, v) = node.kind() else { return None };
        let times = |t: &Expr| integer(&(t.derivative(x) / c)).filter(|n| *n != 0);
        let (flat, rest): (Vec<Expr>, Vec<Expr>) =
            v.terms_in(std::slice::from_ref(x)).into_iter().partition(|t| times(t).is_some());
        let n: i64 = flat.iter().filter_map(times).sum();
        let constant = changed(&Expr::sum(flat.clone()), x, &Expr::zero());
        let outside = in_powers(&Expr::sum(rest), x, c, u) + constant;
        (!flat.is_empty()).then(|| outside.exp() * u.powi(n))
    })
}

/// The coefficient of this power in an exponent, taken out.
fn take(exponential: &mut BTreeMap<Expr, Expr>, power: i64) -> Option<Expr> {
    exponential.remove(&Expr::integer(power))
}

fn factorial(n: u32) -> Rational {
    Rational::from_integer((1..=n).map(BigInt::from).product())
}

/// `B(p, q)`, rational where one of the two is a natural number.
fn beta_function(p: &Expr, q: &Expr) -> Expr {
    let small = |e: &Expr| integer(e).filter(|n| (1..=64).contains(n)).is_some();
    let gamma = |e: &Expr| e.apply(Function::Gamma);
    if small(q) {
        gamma(q) / gamma_ratio(p, q)
    } else if small(p) {
        gamma(p) / gamma_ratio(q, p)
    } else {
        gamma(p) * gamma(q) / gamma(&(p + q))
    }
}

#[cfg(test)]
mod tests;
