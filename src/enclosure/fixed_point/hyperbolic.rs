//! Hyperbolic functions by the exponential, their inverses by the logarithm: each is an increasing function of what it is led back
//! to, so that ends give ends when every operation is rounded towards the end that is sought.
//!
//! Close to 0, where terms cancel, the library is used.

use super::super::interval::{compare, whole};
use super::{Ends, MOST_BITS, exponential, logarithm};
use astro_float::{BigFloat, RoundingMode};

const DOWN: RoundingMode = RoundingMode::Down;
const UP: RoundingMode = RoundingMode::Up;
/// Bits that may cancel.
const GUARD: usize = 64;
/// Arguments below `2^this` are left to the library.
const SMALLEST: i32 = -16;
/// Arguments above `2^this` are left to the library.
const LARGEST: i32 = 16;

/// `|x|`, where it is of moderate size, and whether `x` is negative.
fn moderate(x: &BigFloat, bits: usize) -> Option<(BigFloat, bool)> {
    let exponent = x.exponent().filter(|_| !x.is_zero())?;
    let fits = bits + GUARD <= MOST_BITS && (SMALLEST..=LARGEST).contains(&exponent);
    fits.then(|| (x.abs(), x.is_negative()))
}

fn turned(ends: Ends, negative: bool) -> Ends {
    let (a, b) = ends?;
    Some(if negative { (b.neg(), a.neg()) } else { (a, b) })
}

fn other(direction: RoundingMode) -> RoundingMode {
    if direction == DOWN { UP } else { DOWN }
}

/// `f(e)` rounded down for the lower end of `exp(x)`, up for the upper one.
fn by_exponential(x: &BigFloat, bits: usize, f: impl Fn(&BigFloat, RoundingMode) -> BigFloat) -> Ends {
    let (low, high) = exponential(x, x, bits + GUARD)?;
    // exp(x) > 1
    let low = if compare(&low, &whole(1)).is_lt() { whole(1) } else { low };
    Some((f(&low, DOWN), f(&high, UP)))
}

/// `(e - 1/e)/2`, `e = exp|x|`
pub(in super::super) fn hyperbolic_sine(x: &BigFloat, bits: usize) -> Ends {
    let (x, negative) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let half = |e: &BigFloat, direction| {
        let inverse = whole(1).div(e, inner, other(direction));
        e.sub(&inverse, inner, direction).div(&whole(2), bits, direction)
    };
    turned(by_exponential(&x, bits, half), negative)
}

/// `(e + 1/e)/2`, `e = exp|x|`, which increases for `e >= 1`
pub(in super::super) fn hyperbolic_cosine(x: &BigFloat, bits: usize) -> Ends {
    let (x, _) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let half = |e: &BigFloat, direction| {
        let inverse = whole(1).div(e, inner, direction);
        e.add(&inverse, inner, direction).div(&whole(2), bits, direction)
    };
    by_exponential(&x, bits, half)
}

/// `1 - 2/(e + 1)`, `e = exp|2x|`
pub(in super::super) fn hyperbolic_tangent(x: &BigFloat, bits: usize) -> Ends {
    let (x, negative) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let mut twice = x.clone();
    twice.set_exponent(x.exponent()? + 1);
    let value = |e: &BigFloat, direction| {
        let below = e.add(&whole(1), inner, direction);
        whole(1).sub(&whole(2).div(&below, inner, other(direction)), bits, direction)
    };
    turned(by_exponential(&twice, bits, value), negative)
}

/// An end of a logarithm.
fn log(x: &BigFloat, bits: usize, direction: RoundingMode) -> Option<BigFloat> {
    let (low, high) = logarithm(x, bits)?;
    Some(if direction == DOWN { low } else { high })
}

/// `log(|x| + sqrt(x^2 + 1))`
pub(in super::super) fn area_sine(x: &BigFloat, bits: usize) -> Ends {
    let (x, negative) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let end = |direction| {
        let root = x.mul(&x, inner, direction).add(&whole(1), inner, direction).sqrt(inner, direction);
        log(&x.add(&root, inner, direction), bits, direction)
    };
    turned(Some((end(DOWN)?, end(UP)?)), negative)
}

/// `log(x + sqrt(x^2 - 1))`, `x > 1`
pub(in super::super) fn area_cosine(x: &BigFloat, bits: usize) -> Ends {
    let (x, negative) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let above = x.sub(&whole(1), inner, DOWN);
    if negative || above.is_zero() || above.is_negative() || above.exponent()? < SMALLEST {
        return None;
    }
    let end = |direction| {
        let root = x.mul(&x, inner, direction).sub(&whole(1), inner, direction).sqrt(inner, direction);
        log(&x.add(&root, inner, direction), bits, direction)
    };
    Some((end(DOWN)?, end(UP)?))
}

/// `log((1 + x)/(1 - x))/2`, `|x| < 1`
pub(in super::super) fn area_tangent(x: &BigFloat, bits: usize) -> Ends {
    let (x, negative) = moderate(x, bits)?;
    let inner = bits + GUARD;
    let left = whole(1).sub(&x, inner, DOWN);
    if left.is_zero() || left.is_negative() || left.exponent()? < SMALLEST {
        return None;
    }
    let end = |direction| {
        let below = whole(1).sub(&x, inner, other(direction));
        let quotient = whole(1).add(&x, inner, direction).div(&below, inner, direction);
        Some(log(&quotient, bits, direction)?.div(&whole(2), bits, direction))
    };
    turned(Some((end(DOWN)?, end(UP)?)), negative)
}
