//! Rigorous values of formal expectations; over counts by [`super::counts`]; over several variables, and where the bounds here do not cover an integrand over one, by
//! [`super::boxes`].
//!
//! In: a formal expectation, a point that gives all its parameters values. Out: an interval that contains its value. It
//! must not know families or closed forms.
//!
//! - Error bound **taylor-remainder**: on `[c - h, c + h]` and for even `n`, `f(z) = sum_(k < n) a_k (z - c)^k + a (z - c)^n`
//!   with `a_k` the Taylor coefficients at `c` and some `a` among the `n`th ones over the piece; so the integral lies in
//!   `sum_(k < n, even) 2 a_k h^(k + 1)/(k + 1) + 2 A_n h^(n + 1)/(n + 1)`. Pieces are halved until the last term is small.
//! - Error bound **strip-trapezoid** for Gaussian variables, where the integrand is analytic and bounded by
//!   `M e^(k |x|)` in the strip `|Im z| <= d` (Trefethen and Weideman, The exponentially convergent trapezoidal rule, SIAM
//!   Review 56 (2014), theorem 5.1): with `F = f p`, `p` the density, `integral |F(x + i b)| dx <= 2 M e^(k^2/2 + d^2/2)` for
//!   `|b| < d`, so the trapezoidal sum with step `h` is off by at most `4 M e^(k^2/2 + d^2/2)/(e^(2 pi d/h) - 1)`.
//! - Error bound **gaussian-tail**: where `|f(z)| <= M e^(k |z|)` on the line, and `R >= k + 1`,
//!   `E[|f(z)|; |z| > R] <= 2 M e^(k^2/2) P(z > R - k) <= 2 M e^(k^2/2 - (R - k)^2/2)`; the same holds for the tail of the
//!   trapezoidal sum, whose terms decrease there.

use super::evaluate::{Coordinate, Point, Program};
use super::growth::{Bound, Growth};
use super::interval::{Enclosure, Failure, Interval};
use super::taylor::Expansion;
use crate::symbolic::{Expr, Function, Law, Rational, Symbol};
use num_traits::ToPrimitive;
use std::sync::{Mutex, PoisonError};

/// Precision of the bounds of errors, which need few digits.
const BOUND_BITS: usize = 64;
/// More bits are not asked of quadrature.
const MOST_BITS: usize = 256;
/// Pieces of the range of integration, at most.
const MOST_PIECES: usize = 2000;
/// Steps of the trapezoidal rule on a unit of length, at most.
const MOST_STEPS: i64 = 200;
/// Heights of the strip that are tried, each half of the one before.
const HEIGHTS: usize = 4;
/// The range of a Gaussian variable is cut beyond this.
const LONGEST: i64 = 400;

/// What was computed: the expectation, the values of its parameters, the precision.
type Key = (Expr, Vec<Rational>, usize);

/// Values computed before. One check asks for the same number several times.
static KNOWN: Mutex<Vec<(Key, Enclosure)>> = Mutex::new(Vec::new());
/// Values kept, the last ones.
const MOST_KNOWN: usize = 64;

/// The value of a formal expectation.
pub fn mean(e: &Expr, point: &Point, bits: usize) -> Enclosure {
    if bits > MOST_BITS {
        return Err(Failure::Unclear);
    }
    let exact = |s: &Symbol| match point.get(s) {
        Some(Coordinate::Exact(q)) => Some(q.clone()),
        _ => None,
    };
    let values: Option<Vec<Rational>> = e.symbols().iter().map(exact).collect();
    let Some(key) = values.map(|values| (e.clone(), values, bits)) else { return computed(e, point, bits) };
    let table = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, value)) = table().iter().find(|(k, _)| *k == key) {
        return value.clone();
    }
    let value = computed(e, point, bits);
    // What the time did not suffice for is no value.
    if value.is_err() && point.is_late() {
        return value;
    }
    let mut known = table();
    if known.len() >= MOST_KNOWN {
        drop(known.remove(0));
    }
    known.push((key, value.clone()));
    value
}

fn computed(e: &Expr, point: &Point, bits: usize) -> Enclosure {
    let (variables, body) = e.open_mean(0).ok_or(Failure::Unclear)?;
    let [(z, law)] = variables.as_slice() else { return super::boxes::mean(&variables, &body, point, bits) };
    match over_one(z, *law, &body, point, bits) {
        Err(Failure::Unclear) => super::boxes::mean(&variables, &body, point, bits),
        found => found,
    }
}

fn over_one(z: &Symbol, law: Law, body: &Expr, point: &Point, bits: usize) -> Enclosure {
    match law {
        Law::Logistic | Law::Laplace => super::heavy_tails::mean(body, z, law, point, bits),
        Law::Poisson | Law::Geometric => super::counts::mean(body, z, law, point, bits),
        Law::Uniform => {
            let one = Rational::from_integer(1.into());
            let whole = integral(body, z, point, bits, (&-&one, &one))?;
            whole.over(&Interval::integer(2), bits)
        }
        Law::Gaussian => {
            if let Ok(value) = trapezoid(body, z, point, bits) {
                return Ok(value);
            }
            let weight = (Expr::symbol(z).powi(2) * Expr::ratio(-1, 2)).exp();
            let (reach, tail) = truncation(body, z, point, bits)?;
            let reach = Rational::from_integer(reach.into());
            let inner = integral(&(body * &weight), z, point, bits, (&-&reach, &reach))?;
            let two_pi = Interval::pi(bits)?.times(&Interval::integer(2), bits)?;
            let root = two_pi.pow_rational(&Rational::new(1.into(), 2.into()), bits)?;
            inner.over(&root, bits)?.plus(&tail, bits)
        }
    }
}

/// The integral of a smooth function from one end to the other.
///
/// # Errors
/// [`Failure`] where the integrand is not covered by the rules for Taylor coefficients.
pub fn integral(f: &Expr, z: &Symbol, point: &Point, bits: usize, (from, to): (&Rational, &Rational)) -> Enclosure {
    let order = (bits / 5).clamp(12, 36) / 2 * 2;
    let expansion = Expansion { variable: z, point, length: order + 1, bits };
    let tolerance = Rational::new(1.into(), num_bigint::BigInt::from(1) << (bits - bits / 8));
    let whole = |n: i64| Rational::from_integer(n.into());
    // Pieces of length 1, the last one shorter.
    let mut pending = Vec::new();
    let mut start = from.clone();
    while start < *to {
        let end = (&start + whole(1)).min(to.clone());
        pending.push((start, end.clone()));
        start = end;
    }
    pending.reverse();
    let mut sum = Interval::integer(0);
    let mut pieces = pending.len();
    while let Some((a, b)) = pending.pop() {
        if point.is_late() {
            return Err(Failure::Unclear);
        }
        let two = whole(2);
        let (centre, half) = ((&a + &b) / &two, (&b - &a) / &two);
        let remainder = last_term(&expansion, f, &a, &b, &half, order)?;
        let wide = match &remainder {
            Some(r) => r.width() > &tolerance * &half,
            None => true,
        };
        if wide && pieces < MOST_PIECES {
            pieces += 1;
            pending.push((centre.clone(), b));
            pending.push((a, centre));
            continue;
        }
        let remainder = remainder.ok_or(Failure::Unclear)?;
        let at_centre = expansion.of(f, &Interval::from_rational(&centre, bits)?)?;
        let h = Interval::from_rational(&half, bits)?;
        let square = h.times(&h, bits)?;
        let mut power = h.times(&Interval::integer(2), bits)?;
        for (k, a) in at_centre.iter().enumerate().take(order).step_by(2) {
            let k = Interval::integer(i32::try_from(k + 1).map_err(|_| Failure::Unclear)?);
            sum = sum.plus(&a.times(&power, bits)?.over(&k, bits)?, bits)?;
            power = power.times(&square, bits)?;
        }
        sum = sum.plus(&remainder, bits)?;
    }
    Ok(sum)
}

/// `2 A_n h^(n + 1)/(n + 1)` over the piece; nothing where the coefficient could not be enclosed.
fn last_term(
    expansion: &Expansion<'_>,
    f: &Expr,
    a: &Rational,
    b: &Rational,
    half: &Rational,
    order: usize,
) -> Result<Option<Interval>, Failure> {
    let bits = expansion.bits;
    let series = match expansion.of(f, &Interval::between(a, b, bits)?) {
        Ok(series) => series,
        Err(Failure::Unclear) => return Ok(None),
        Err(undefined) => return Err(undefined),
    };
    let Some(last) = series.last() else { return Ok(None) };
    let exponent = i32::try_from(order + 1).map_err(|_| Failure::Unclear)?;
    let power = Interval::from_rational(&(half.pow(exponent) * Rational::from_integer(2.into())), bits)?;
    last.times(&power, bits)?.over(&Interval::integer(exponent), bits).map(Some)
}

/// The trapezoidal rule on the line.
fn trapezoid(f: &Expr, z: &Symbol, point: &Point, bits: usize) -> Enclosure {
    let height = Rational::from_integer(0.into());
    let line = Growth { z, point, bits: BOUND_BITS, height }.of(f)?;
    let (reach, tail) = cut(&line, bits)?;
    let (steps, error) = coarsest(f, z, point, &line, bits)?;
    let two = Interval::integer(2);
    let two_pi = Interval::pi(bits)?.times(&two, bits)?;
    let root = two_pi.pow_rational(&Rational::new(1.into(), 2.into()), bits)?;
    let weight = (Expr::symbol(z).powi(2) * Expr::ratio(-1, 2)).exp();
    let program = Program::new(&[f * &weight]).map_err(|_| Failure::Unclear)?;
    let mut sum = Interval::integer(0);
    // Terms beyond `reach` and one step more belong to the tail.
    let last = reach * steps + 1;
    for k in -last..=last {
        let at = Rational::new(k.into(), steps.into());
        let place = point.clone().with(z, Coordinate::Exact(at));
        let value = program.evaluate(&place, bits).map_err(|_| Failure::Unclear)?.pop().ok_or(Failure::Unclear)?;
        sum = sum.plus(&value.interval(bits).ok_or(Failure::Unclear)?, bits)?;
    }
    let whole = sum.over(&root.times(&small(steps)?, bits)?, bits)?;
    let most = error.upper_end();
    whole.plus(&tail, bits)?.plus(&Interval::between(&-most.clone(), &most, bits)?, bits)
}

fn small(n: i64) -> Enclosure {
    i32::try_from(n).map(Interval::integer).map_err(|_| Failure::Unclear)
}

/// `4 M e^(k^2/2 + d^2/2)`
fn strip_factor(growth: &Bound, d: &Interval) -> Enclosure {
    let squares = growth.rate.times(&growth.rate, BOUND_BITS)?.plus(&d.times(d, BOUND_BITS)?, BOUND_BITS)?;
    let above = squares.over(&Interval::integer(2), BOUND_BITS)?.elementary(Function::Exp, BOUND_BITS)?;
    growth.factor.times(&Interval::integer(4), BOUND_BITS)?.times(&above, BOUND_BITS)
}

/// That over `e^(2 pi d m) - 1`, for the step `1/m`.
fn strip_error(factor: &Interval, d: &Interval, steps: i64) -> Enclosure {
    let around = Interval::pi(BOUND_BITS)?.times(&Interval::integer(2), BOUND_BITS)?.times(d, BOUND_BITS)?;
    let exponent = around.times(&small(steps)?, BOUND_BITS)?;
    let below = exponent.elementary(Function::Exp, BOUND_BITS)?.minus(&Interval::integer(1), BOUND_BITS)?;
    factor.over(&below, BOUND_BITS)
}

/// The coarsest step `1/m` with a small error, and the error, over a few heights of the strip: a high one allows a coarse
/// step, but functions may grow fast away from the line. The error falls with `m`, so that the smallest is found by halving.
fn coarsest(f: &Expr, z: &Symbol, point: &Point, line: &Bound, bits: usize) -> Result<(i64, Interval), Failure> {
    let one = Rational::from_integer(1.into());
    let wanted = Rational::new(1.into(), num_bigint::BigInt::from(1) << bits) * line.factor.upper_end().max(one);
    let mut height = Growth::highest_strip(f, z, point, BOUND_BITS)?;
    let mut best: Option<(i64, Interval)> = None;
    for _ in 0..HEIGHTS {
        let growth = Growth { z, point, bits: BOUND_BITS, height: height.clone() }.of(f)?;
        let d = Interval::from_rational(&height, BOUND_BITS)?;
        let factor = strip_factor(&growth, &d)?;
        // `low` steps are too few; `high` are not, where they are tried at all.
        let (mut low, mut high) = (1, best.as_ref().map_or(MOST_STEPS, |(steps, _)| *steps) - 1);
        while low < high {
            let middle = low + (high - low).max(2) / 2;
            let error = strip_error(&factor, &d, middle)?;
            if error.upper_end() <= wanted {
                best = Some((middle, error));
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        height /= Rational::from_integer(2.into());
    }
    best.ok_or(Failure::Unclear)
}

/// Where to cut the line, and an interval around 0 that contains what is cut off.
fn truncation(f: &Expr, z: &Symbol, point: &Point, bits: usize) -> Result<(i64, Interval), Failure> {
    let height = Rational::from_integer(0.into());
    cut(&Growth { z, point, bits: BOUND_BITS, height }.of(f)?, bits)
}

fn cut(growth: &Bound, wanted_bits: usize) -> Result<(i64, Interval), Failure> {
    let bits = BOUND_BITS;
    let one = Rational::from_integer(1.into());
    let least = Rational::new(1.into(), num_bigint::BigInt::from(1) << wanted_bits);
    let rate = growth.rate.upper_end();
    let start = rate.ceil().to_integer().to_i64().filter(|n| *n < LONGEST / 2).ok_or(Failure::Unclear)? + 2;
    let mut reach = start;
    loop {
        // 2 M e^(k^2/2 - (R - k)^2/2)
        let away = Interval::integer(i32::try_from(reach).map_err(|_| Failure::Unclear)?).minus(&growth.rate, bits)?;
        let squares = growth.rate.times(&growth.rate, bits)?.minus(&away.times(&away, bits)?, bits)?;
        let exponential = squares.over(&Interval::integer(2), bits)?.elementary(Function::Exp, bits)?;
        let bound = growth.factor.times(&exponential, bits)?.times(&Interval::integer(2), bits)?;
        let most = bound.upper_end();
        let scale = growth.factor.upper_end().max(one.clone());
        if most <= &least * &scale || reach >= LONGEST {
            return Ok((reach, Interval::between(&-most.clone(), &most, bits)?));
        }
        reach += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::evaluate;
    use super::*;
    use crate::symbolic::Role;

    fn variable() -> Symbol {
        Symbol::new("", "x", Role::Random, 7)
    }

    /// `E[f(x)]` at 64 bits, with `f` made of `x` and a function so that no rule replaces it.
    fn value(law: Law, f: impl Fn(&Expr) -> Expr) -> Interval {
        let x = variable();
        let e = Expr::mean(&[(x.clone(), law)], &f(&Expr::symbol(&x))).unwrap();
        mean(&e, &Point::default(), 64).unwrap()
    }

    fn number(e: &Expr) -> Interval {
        evaluate(e, &Point::default(), 96).unwrap().interval(96).unwrap()
    }

    fn agree(a: &Interval, exact: &Expr, digits: u32) {
        let b = number(exact);
        assert!(!a.is_disjoint_from(&b), "{:?} {:?}", a.endpoints(), b.endpoints());
        let ten = num_bigint::BigInt::from(10).pow(digits);
        assert!(a.width() < Rational::new(1.into(), ten), "{:?}", a.endpoints());
    }

    #[test]
    fn both_ways_of_integrating_enclose_known_values() {
        let third = Expr::ratio(1, 3);
        let tilt = |x: &Expr| (x * &third).exp() * x.powi(2);
        // (t^2 + 1) e^(t^2/2) for t = 1/3
        let exact = Expr::ratio(10, 9) * Expr::ratio(1, 18).exp();
        agree(&value(Law::Gaussian, tilt), &exact, 15);
        let x = variable();
        let body = tilt(&Expr::symbol(&x));
        let weight = (Expr::symbol(&x).powi(2) * Expr::ratio(-1, 2)).exp();
        let (reach, tail) = truncation(&body, &x, &Point::default(), 64).unwrap();
        let reach = Rational::from_integer(reach.into());
        let inner = integral(&(&body * &weight), &x, &Point::default(), 64, (&-&reach, &reach)).unwrap();
        let root = number(&(Expr::pi() * Expr::integer(2)).sqrt());
        let by_pieces = inner.over(&root, 64).unwrap().plus(&tail, 64).unwrap();
        agree(&by_pieces, &exact, 14);
        // (e - 1/e)/2
        agree(
            &value(Law::Uniform, Expr::exp),
            &(Expr::one().exp() - (-Expr::one()).exp()).scaled(&Rational::new(1.into(), 2.into())),
            15,
        );
        // sin(1)
        agree(&value(Law::Uniform, |x| x.apply(Function::Cos)), &Expr::one().apply(Function::Sin), 15);
        // E[cos z] = e^(-1/2), E[logistic(z)] = 1/2, E[erf z] = erf z odd: with z^1 it is sqrt(4/(3 pi)).
        agree(&value(Law::Gaussian, |x| x.apply(Function::Cos)), &Expr::ratio(-1, 2).exp(), 15);
        agree(&value(Law::Gaussian, |x| x.apply(Function::Logistic)), &Expr::ratio(1, 2), 15);
        let slope = (Expr::integer(4) / (Expr::integer(3) * Expr::pi())).sqrt();
        agree(&value(Law::Gaussian, |x| x * &x.apply(Function::Erf)), &slope, 14);
    }

    #[test]
    fn a_steep_function_has_a_low_strip_and_still_a_value() {
        // E[logistic(40 z)^2] is close to 1/2 and below it.
        let v = value(Law::Gaussian, |x| (x * &Expr::integer(40)).apply(Function::Logistic).powi(2));
        assert!(v.is_below(&number(&Expr::ratio(1, 2))));
        assert!(number(&Expr::ratio(48, 100)).is_below(&v));
    }

    #[test]
    fn the_wrong_value_is_excluded() {
        let v = value(Law::Gaussian, |x| x.apply(Function::Cos));
        assert!(v.is_disjoint_from(&number(&Expr::ratio(606_530, 1_000_000))));
    }

    #[test]
    fn what_has_no_bound_has_no_value() {
        let x = variable();
        let f = Expr::symbol(&x).powi(2).exp();
        let e = Expr::mean(&[(x, Law::Gaussian)], &f).unwrap();
        assert_eq!(mean(&e, &Point::default(), 64).unwrap_err(), Failure::Unclear);
    }
}
