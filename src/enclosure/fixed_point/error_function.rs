//! `erf x = 2/sqrt(pi) x exp(-x^2) sum of t_k`, `t_0 = 1`, `t_k = t_(k-1) 2x^2/(2k+1)`: all terms are positive, their ratios fall, and
//! behind a term with a ratio of at most 1/2 all the others together are at most that term.

use super::constants::with_constants;
use super::exponential::exponential_of;
use super::{Approximate, Ends, MOST_BITS, fixed, scale_for, zeros_before};
use astro_float::BigFloat;
use num_bigint::BigInt;
use num_traits::One;

/// Larger arguments are left to the caller. The sum, `exp(x^2) sqrt(pi) erf(x)/(2x)`, stays below `2^12` there: numbers of moderate
/// size, as products ask for.
const LARGEST: u32 = 3;
/// Bits that the size of the sum may cost.
const HEADROOM: usize = 64;

/// Ends below and above `erf x`, `0 < x < 3`.
pub(in super::super) fn error_function(x: &BigFloat, bits: usize) -> Ends {
    if bits > MOST_BITS || x.is_zero() || x.is_negative() || x.exponent()? > 2 {
        return None;
    }
    let scale = scale_for(bits + zeros_before(x)? + HEADROOM);
    let argument = Approximate { middle: fixed(x, scale)?, error: 1 };
    if argument.upper() > BigInt::from(LARGEST) << scale {
        return None;
    }
    let square = argument.times(&argument, scale);
    let sum = series(&square.clone().twice(), scale);
    let gauss = falling_exponential(&square, scale)?;
    let factor = two_over_root_pi(scale)?;
    gauss.times(&sum, scale).times(&argument, scale).times(&factor, scale).ends(scale, bits)
}

/// The sum of the terms for `2x^2`.
fn series(twice: &Approximate, scale: usize) -> Approximate {
    let one = Approximate::exact(BigInt::one() << scale);
    let (mut sum, mut term) = (one.clone(), one);
    for k in 1u32.. {
        term = term.times(twice, scale).over(2 * k + 1);
        sum.add(&term);
        let falls = (BigInt::from(2 * k + 3) << scale) >= twice.upper() << 1;
        if term.is_negligible() && falls {
            break;
        }
    }
    sum.error += term.error + 2;
    sum
}

/// `exp(-s)` for `s >= 0`: an error of `s` is at most that of the value.
fn falling_exponential(s: &Approximate, scale: usize) -> Option<Approximate> {
    let (value, n) = with_constants(scale, |c| exponential_of(&-&s.middle, scale, &c.log_2))?;
    let places = u32::try_from(-n).ok()?;
    let error = value.error.checked_shr(places).unwrap_or(0) + s.error + 3;
    Some(Approximate { middle: value.middle >> places, error })
}

/// `2/sqrt(pi)`
fn two_over_root_pi(scale: usize) -> Option<Approximate> {
    let pi = with_constants(scale, |c| Some(c.pi().clone()))?;
    // The slope of the root is below 1/2 there, that of the quotient below 1.
    let root = (pi.middle << scale).sqrt();
    Some(Approximate { middle: (BigInt::one() << (2 * scale + 1)) / root, error: pi.error + 3 })
}
