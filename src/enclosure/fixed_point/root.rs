//! Square roots and quotients of integers, rounded down, with one unit more where something is left.

use super::{Ends, MOST_BITS, fixed, float};
use astro_float::{BigFloat, RoundingMode, WORD_BIT_SIZE};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// Ends below and above `sqrt x`, `x > 0`; the same number twice where it is exact.
pub(in super::super) fn square_root(x: &BigFloat, bits: usize) -> Ends {
    let (words, _, _, exponent, _) = x.as_raw_parts()?;
    if bits > MOST_BITS || x.is_zero() || x.is_negative() {
        return None;
    }
    // x = n 2^(-2 scale) exactly, and n has at least 2 bits + 2 bits.
    let length = i64::try_from(words.len() * WORD_BIT_SIZE).ok()?;
    let wanted = i64::try_from(bits).ok()? + 1;
    let exponent = i64::from(exponent);
    let scale = (wanted - exponent.div_euclid(2)).max((length - exponent + 1).div_euclid(2)).max(0);
    let doubled = usize::try_from(2 * scale).ok().filter(|n| *n <= 1 << 16)?;
    let n = fixed(x, doubled)?;
    let root = n.sqrt();
    let exact = &root * &root == n;
    ends(&root, exact, -i32::try_from(scale).ok()?, bits)
}

/// Ends below and above `n/d`, `d > 0`; the same number twice where it is exact.
pub(in super::super) fn quotient(n: &BigInt, d: &BigInt, bits: usize) -> Ends {
    if bits > MOST_BITS || n.is_zero() {
        return None;
    }
    let shift = (i64::try_from(bits).ok()? + 2 + i64::try_from(d.bits()).ok()? - i64::try_from(n.bits()).ok()?).max(0);
    let places = usize::try_from(shift).ok().filter(|n| *n <= 1 << 16)?;
    let (floor, rest) = (n << places).div_mod_floor(d);
    ends(&floor, rest.is_zero(), -i32::try_from(shift).ok()?, bits)
}

fn ends(floor: &BigInt, exact: bool, shift: i32, bits: usize) -> Ends {
    let above = if exact { floor.clone() } else { floor + BigInt::one() };
    Some((float(floor, shift, bits, RoundingMode::Down)?, float(&above, shift, bits, RoundingMode::Up)?))
}
