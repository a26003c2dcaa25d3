//! `atan y = atan c + atan((y - c)/(1 + y c))` for `0 <= y <= 1` and `c` the nearest multiple of `1/32`, so that the series is that of
//! something at most `1/64`; `atan y = pi/2 - atan(1/y)` above 1, and the function is odd.
//!
//! With `s = sqrt(1 - x^2)`: `asin x = 2 atan(x/(1 + s))` and, for `x >= 0`, `acos x = 2 atan(s/(1 + x))`; below 0 it is `pi` less that of `-x`.

use super::constants::{CENTRES, with_constants};
use super::{Approximate, Ends, MOST_BITS, fixed, scale_for, zeros_before};
use astro_float::{BigFloat, WORD_BIT_SIZE};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};

/// Larger arguments are left to the library: below `2^this`.
const LARGEST: i32 = 256;

/// Ends below and above `atan x`.
pub(in super::super) fn arctangent(x: &BigFloat, bits: usize) -> Ends {
    if bits > MOST_BITS || x.is_zero() || x.exponent()? > LARGEST {
        return None;
    }
    let scale = scale_for(bits + zeros_before(x)?);
    let value = fixed(x, scale)?;
    let angle = angle_of(&value.abs(), 1, scale)?;
    signed(angle, value.is_negative()).ends(scale, bits)
}

/// Ends below and above `asin x`, `-1 < x < 1`.
pub(in super::super) fn arcsine(x: &BigFloat, bits: usize) -> Ends {
    let (scale, value, s) = beside_root(x, bits)?;
    let one = BigInt::one() << scale;
    let quotient = (value.abs() << scale) / (one + s);
    // The root was rounded by less than one unit, and so was the quotient, which is at most 1.
    signed(angle_of(&quotient, 3, scale)?.twice(), value.is_negative()).ends(scale, bits)
}

/// Ends below and above `acos x`, `-1 < x < 1`.
pub(in super::super) fn arccosine(x: &BigFloat, bits: usize) -> Ends {
    let (scale, value, s) = beside_root(x, bits)?;
    let one = BigInt::one() << scale;
    let quotient = (s << scale) / (one + value.abs());
    let angle = angle_of(&quotient, 3, scale)?.twice();
    if !value.is_negative() {
        return angle.ends(scale, bits);
    }
    let mut turned = with_constants(scale, |constants| Some(constants.pi().clone()))?;
    turned.add(&angle.negated());
    turned.ends(scale, bits)
}

/// A scale at which `x` is exact, `x` at this scale and `sqrt(1 - x^2)`, rounded down.
fn beside_root(x: &BigFloat, bits: usize) -> Option<(usize, BigInt, BigInt)> {
    let (words, ..) = x.as_raw_parts()?;
    if bits > MOST_BITS || x.is_zero() || x.exponent()? > 0 || words.len() * WORD_BIT_SIZE > 2 * MOST_BITS {
        return None;
    }
    let scale = scale_for(bits.max(words.len() * WORD_BIT_SIZE) + zeros_before(x)?);
    let value = fixed(x, scale)?;
    let square = (BigInt::one() << (2 * scale)) - &value * &value;
    square.is_positive().then(|| (scale, value, square.sqrt()))
}

fn signed(angle: Approximate, negative: bool) -> Approximate {
    if negative { angle.negated() } else { angle }
}

/// `atan y` for `y >= 0` known up to `error` units.
fn angle_of(y: &BigInt, error: u64, scale: usize) -> Option<Approximate> {
    let one = BigInt::one() << scale;
    if *y <= one {
        return below_one(y, error, scale);
    }
    // `y > 1`: the inverse is off by at most as much, and is rounded by less than one unit.
    let inverse = (BigInt::one() << (2 * scale)) / y;
    let rest = below_one(&inverse, error + 2, scale)?;
    let pi = with_constants(scale, |constants| Some(constants.pi().clone()))?;
    let mut out = Approximate { middle: pi.middle >> 1, error: pi.error / 2 + 2 };
    out.add(&rest.negated());
    Some(out)
}

/// The same for `0 <= y <= 1`. The slope of the arctangent is at most 1, so that an error of `y` is at most that of the angle.
fn below_one(y: &BigInt, error: u64, scale: usize) -> Option<Approximate> {
    let j = ((((y * (2 * CENTRES)) >> scale) + 1u32) >> 1u32).to_u32()?;
    let centre = (BigInt::from(j) << scale) / CENTRES;
    let below: BigInt = (BigInt::one() << scale) + ((y * &centre) >> scale);
    // The divisor was rounded by less than one unit, and is at least 1; the quotient is small and rounded by less than one.
    let t = Approximate { middle: ((y - &centre) << scale) / below, error: 2 };
    let square = t.times(&t, scale);
    let (mut sum, mut power) = (t.clone(), t);
    for i in 1u32.. {
        power = power.times(&square, scale).negated();
        sum.add(&power.over(2 * i + 1));
        if power.is_negligible() {
            break;
        }
    }
    sum.error += power.error + 2 + error;
    with_constants(scale, |constants| {
        sum.add(constants.angle(j)?);
        Some(sum)
    })
}
