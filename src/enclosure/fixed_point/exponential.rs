//! `exp x = 2^n (exp(r/2^s))^(2^s)` with `r = x - n log 2` in `[0, log 2]`, by the Taylor series: once a term is below one
//! unit, all the others together are below it too, because `r/2^s <= 1/2`.

use super::constants::with_constants;
use super::{Approximate, Ends, MOST_BITS, MOST_ERROR, fixed, float, scale_for};
use astro_float::{BigFloat, RoundingMode};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};

/// Halvings of the argument.
const HALVINGS: u32 = 7;

/// Ends below `exp(low)` and above `exp(high)`; nothing where the library must do it, or where the ends lie apart.
pub(in super::super) fn exponential(low: &BigFloat, high: &BigFloat, bits: usize) -> Ends {
    if bits > MOST_BITS {
        return None;
    }
    // |x| < 2^23
    let most = high.exponent()?.max(low.exponent()?);
    if most > 23 {
        return None;
    }
    let scale = scale_for(bits + usize::try_from(most).unwrap_or(0));
    let from = fixed(low, scale)?;
    let width = fixed(high, scale)? - &from;
    // exp(x + d) <= exp(x) (1 + d + d^2) for 0 <= d <= 1: thin intervals lose nothing.
    if width.bits() as usize > scale - bits / 2 {
        return None;
    }
    let (value, n) = with_constants(scale, |c| exponential_of(&from, scale, &c.log_2))?;
    // The lower end was rounded down by less than one unit, and so was the upper one.
    let width = width + 2;
    let stretched: BigInt = (BigInt::one() << scale) + &width + ((&width * &width) >> scale) + 1;
    let upper = ((value.upper() * stretched) >> scale) + 1;
    let shift = n - i32::try_from(scale).ok()?;
    Some((float(&value.lower(), shift, bits, RoundingMode::Down)?, float(&upper, shift, bits, RoundingMode::Up)?))
}

/// `exp x = value * 2^n`, the argument exact at this scale.
pub(super) fn exponential_of(x: &BigInt, scale: usize, log_2: &Approximate) -> Option<(Approximate, i32)> {
    let mut n = num_integer::Integer::div_floor(x, &log_2.middle);
    let mut r = x - &n * &log_2.middle;
    if r.is_negative() {
        r += &log_2.middle;
        n -= 1;
    }
    let n = n.to_i32()?;
    let error = (u64::from(n.unsigned_abs()) + 1).checked_mul(log_2.error)?;
    // Rounded down by less than one unit more.
    let argument = Approximate { middle: r >> HALVINGS, error: (error >> HALVINGS) + 2 };
    let one = Approximate::exact(BigInt::one() << scale);
    let (mut sum, mut term) = (one.clone(), one);
    for k in 1u32.. {
        term = term.times(&argument, scale).over(k);
        sum.add(&term);
        if term.is_negligible() {
            break;
        }
    }
    // What is left of the series.
    sum.error += term.error + 2;
    for _ in 0..HALVINGS {
        sum = sum.times(&sum, scale);
    }
    (sum.error < MOST_ERROR).then_some((sum, n))
}
