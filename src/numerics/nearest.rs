//! The double nearest to an exact rational.

use crate::symbolic::Rational;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// Mantissa bits of a double, the hidden one included.
const PRECISION: i64 = 53;
/// The exponent of the last bit of the smallest doubles.
const LEAST_EXPONENT: i64 = -1074;

/// The nearest double, ties to even; infinite when `q` is too large.
#[must_use]
pub fn nearest_f64(q: &Rational) -> f64 {
    if q.is_zero() {
        return 0.0;
    }
    let magnitude = q.abs();
    let bits = |n: &BigInt| i64::try_from(n.bits()).unwrap_or(i64::MAX);
    // 2^(floor-1) < |q| < 2^(floor+1): the exponent of the last kept bit, at most one too small.
    let floor = bits(&magnitude.numer()).saturating_sub(bits(&magnitude.denom()));
    if floor > 1100 {
        return signed(q, f64::INFINITY);
    }
    if floor < -1200 {
        return signed(q, 0.0);
    }
    let mut exponent = (floor - PRECISION).max(LEAST_EXPONENT);
    let mut mantissa = rounded_quotient(&magnitude, exponent);
    if bits(&mantissa) > PRECISION {
        // One bit too many was kept: round again from the exact value.
        exponent += 1;
        mantissa = rounded_quotient(&magnitude, exponent);
    }
    // The mantissa has at most 53 bits (or is exactly 2^53), so it is exact, and so is each scaling below.
    signed(q, scale(mantissa.to_f64().unwrap_or(f64::INFINITY), exponent))
}

/// Whether the double is exactly the number.
#[must_use]
pub fn is_exact(q: &Rational) -> bool {
    let x = nearest_f64(q);
    x.is_finite() && Rational::from_float(x).is_some_and(|back| back == *q)
}

fn signed(q: &Rational, x: f64) -> f64 {
    if q.numer().sign() == Sign::Minus { -x } else { x }
}

/// `q / 2^exponent` to the nearest integer, ties to even.
fn rounded_quotient(q: &Rational, exponent: i64) -> BigInt {
    let shift = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
    let (n, d) = if exponent < 0 { (q.numer() << shift, q.denom()) } else { (q.numer(), q.denom() << shift) };
    let (quotient, remainder) = n.div_rem(&d);
    let twice: BigInt = remainder * 2;
    let up = match twice.cmp(&d) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    if up { quotient + 1 } else { quotient }
}

/// `x * 2^exponent` in exact steps; the result is representable or overflows.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 0 {
        let step = exponent.min(1000);
        x *= 2_f64.powi(i32::try_from(step).unwrap_or(0));
        exponent -= step;
    }
    while exponent < 0 {
        // Only the last step can reach the subnormal range, where the mantissa was already cut to fit.
        let step = exponent.max(-1000);
        x *= 2_f64.powi(i32::try_from(step).unwrap_or(0));
        exponent -= step;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decimals_round_as_the_standard_library_reads_them(digits in 1_u64.., scale in -340_i32..320, negative: bool) {
            let ten = BigInt::from(10).pow(scale.unsigned_abs());
            let n = BigInt::from(digits);
            let q = if scale < 0 { Rational::new(n, ten) } else { Rational::from_integer(n * ten) };
            let q = if negative { -q } else { q };
            let expected: f64 = format!("{}{digits}e{scale}", if negative { "-" } else { "" }).parse().unwrap();
            prop_assert_eq!(nearest_f64(&q).to_bits(), expected.to_bits());
        }
    }

    #[test]
    fn halves_go_to_the_even_neighbour_and_the_ends_of_the_range_hold() {
        let two = |n: u32| BigInt::from(2).pow(n);
        assert_eq!(nearest_f64(&Rational::from_integer(two(53) + 1)), 2_f64.powi(53));
        assert_eq!(nearest_f64(&Rational::from_integer(two(53) + 3)), 2_f64.powi(53) + 4.0);
        assert_eq!(nearest_f64(&Rational::from_integer(two(2000))), f64::INFINITY);
        assert_eq!(nearest_f64(&Rational::new(1.into(), two(1074))), f64::from_bits(1));
        assert_eq!(nearest_f64(&Rational::new(1.into(), two(1075))), 0.0);
        assert!(is_exact(&Rational::new(3.into(), 8.into())));
        assert!(!is_exact(&Rational::new(1.into(), 3.into())));
    }
}
