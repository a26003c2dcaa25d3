//! `sin x` and `cos x` by those of `r = x - n pi/2`, `|r| <= pi/4`: sine, cosine, -sine, -cosine as `n` leaves 0, 1, 2, 3 by 4. The terms of
//! the Taylor series alternate and fall, so that what is left is smaller than the last one.

use super::constants::with_constants;
use super::{Approximate, Ends, MOST_BITS, fixed, scale_for, zeros_before};
use astro_float::BigFloat;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// Larger arguments are left to the library: below `2^this`.
const LARGEST: i32 = 64;

/// Reduced arguments are known up to so many units, so that sums of errors stay far from the largest number.
const MOST_OFF: u64 = 1 << 40;

/// Ends below and above `sin x`.
pub(in super::super) fn sine(x: &BigFloat, bits: usize) -> Ends {
    if x.is_zero() {
        return None;
    }
    let (scale, quadrant, r) = reduced(x, bits)?;
    by_quadrant(quadrant, &r, scale).ends(scale, bits)
}

/// Ends below and above `cos x`.
pub(in super::super) fn cosine(x: &BigFloat, bits: usize) -> Ends {
    if x.is_zero() {
        return None;
    }
    let (scale, quadrant, r) = reduced(x, bits)?;
    by_quadrant(quadrant + 1, &r, scale).ends(scale, bits)
}

/// Ends below and above `tan x`: quotients of ends, where neither sine nor cosine is close to 0.
pub(in super::super) fn tangent(x: &BigFloat, bits: usize) -> Ends {
    if x.is_zero() {
        return None;
    }
    let (scale, quadrant, r) = reduced(x, bits)?;
    let (s, c) = (by_quadrant(quadrant, &r, scale), by_quadrant(quadrant + 1, &r, scale));
    // With errors of at most 2^12 units, |c| >= 2^-13 and so a quotient of at most 2^13, it is off by (2^12 + 2^13 2^12)/(2^-13 - ..)
    // units, which is less than 2^39, and one for the rounding.
    if c.middle.bits() + 12 < u64::try_from(scale).ok()? || c.error.max(s.error) > 1 << 12 {
        return None;
    }
    let middle = (s.middle << scale) / c.middle;
    Approximate { middle, error: 1 << 40 }.ends(scale, bits)
}

/// A scale, `n` modulo 4 and `r` at this scale.
fn reduced(x: &BigFloat, bits: usize) -> Option<(usize, u32, Approximate)> {
    let exponent = x.exponent()?;
    if bits > MOST_BITS || exponent > LARGEST {
        return None;
    }
    let scale = scale_for(bits + zeros_before(x)? + usize::try_from(exponent).unwrap_or(0));
    let x = fixed(x, scale)?;
    let (n, r) = with_constants(scale, |constants| {
        let pi = constants.pi();
        // The nearest multiple of pi/2.
        let shifted: BigInt = (&x << 2) + &pi.middle;
        let n = shifted.div_floor(&(&pi.middle << 1));
        let off = n.magnitude().to_u64()?.checked_mul(pi.error / 2 + 1)?.checked_add(2)?;
        if off > MOST_OFF {
            return None;
        }
        let r = x - ((&n * &pi.middle) >> 1);
        Some((n, Approximate { middle: r, error: off }))
    })?;
    Some((scale, n.mod_floor(&BigInt::from(4)).to_u32()?, r))
}

fn by_quadrant(quadrant: u32, r: &Approximate, scale: usize) -> Approximate {
    let value =
        if quadrant.is_multiple_of(2) { series(r, r.clone(), 1, scale) } else { series(r, one(scale), 0, scale) };
    if quadrant % 4 < 2 { value } else { value.negated() }
}

fn one(scale: usize) -> Approximate {
    Approximate::exact(BigInt::one() << scale)
}

/// `first - first r^2/((k+1)(k+2)) + ..`: the sine from `first = r`, `k = 1`, the cosine from `first = 1`, `k = 0`.
fn series(r: &Approximate, first: Approximate, k: u32, scale: usize) -> Approximate {
    let square = r.times(r, scale);
    let (mut sum, mut term) = (first.clone(), first);
    for i in 1u32.. {
        let (a, b) = (2 * i + k - 1, 2 * i + k);
        term = term.times(&square, scale).over(a * b).negated();
        sum.add(&term);
        if term.is_negligible() || term.middle.is_zero() {
            break;
        }
    }
    // What is left of the series.
    sum.error += term.error + 2;
    sum
}
