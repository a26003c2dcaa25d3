//! Powers of intervals.
//!
//! In: intervals and exponents. Out: intervals that contain every power. It must not know expressions.
//! `x^y` needs `x > 0` (`x >= 0` where `y > 0`) unless the exponent is an integer.

use super::fixed_point;
use super::interval::{Enclosure, Failure, Interval, widened};
use crate::symbolic::{Function, Rational};
use astro_float::{BigFloat, RoundingMode};
use num_traits::{One, Signed, ToPrimitive, Zero};

impl Interval {
    /// `x^n`. The ends' magnitudes are multiplied with one direction of rounding throughout, which is sound because
    /// multiplication of nonnegative numbers is increasing; odd powers increase, even ones increase in `|x|`.
    pub fn powi(&self, n: i64, bits: usize) -> Enclosure {
        if n < 0 {
            // x^n is undefined where x = 0; an enclosure of x^-n that touches 0 may be too wide to tell.
            return if self.is_zero() {
                Err(Failure::Undefined)
            } else if self.contains_zero() {
                Err(Failure::Unclear)
            } else {
                self.natural_power(n.unsigned_abs(), bits)?.reciprocal(bits)
            };
        }
        self.natural_power(n.unsigned_abs(), bits)
    }

    fn natural_power(&self, n: u64, bits: usize) -> Enclosure {
        if n == 0 {
            return Ok(Self::integer(1));
        }
        if n.is_multiple_of(2) {
            let m = self.magnitude();
            return Self::from_ends(
                repeated_product(m.low(), n, bits, RoundingMode::Down),
                repeated_product(m.high(), n, bits, RoundingMode::Up),
            );
        }
        Self::from_ends(
            odd_power(self.low(), n, bits, RoundingMode::Down),
            odd_power(self.high(), n, bits, RoundingMode::Up),
        )
    }

    /// The nonnegative square root: increasing, and correctly rounded at each end.
    pub fn sqrt(&self, bits: usize) -> Enclosure {
        self.check_radicand()?;
        self.by_ends(|x| fixed_point::square_root(x, bits), |x, direction| x.sqrt(bits, direction))
    }

    /// The cube root of a nonnegative number: increasing.
    fn cube_root(&self, bits: usize) -> Enclosure {
        self.check_radicand()?;
        let end = |x: &BigFloat, direction| widened(&x.cbrt(bits, direction), bits, direction);
        Ok(Self::from_ends(end(self.low(), RoundingMode::Down), end(self.high(), RoundingMode::Up))?
            .clipped(Some(0), None))
    }

    fn check_radicand(&self) -> Result<(), Failure> {
        if self.is_negative() {
            Err(Failure::Undefined)
        } else if self.is_nonnegative() {
            Ok(())
        } else {
            Err(Failure::Unclear)
        }
    }

    /// `x^q` for an exact exponent.
    pub fn pow_rational(&self, q: &Rational, bits: usize) -> Enclosure {
        match (q.denom().to_u32(), q.numer().to_i64()) {
            (Some(1), Some(n)) => self.powi(n, bits),
            // x^(n/2) = (sqrt x)^n and x^(n/3) = (cbrt x)^n for every n, including the undefined cases at x = 0.
            (Some(2), Some(n)) => self.sqrt(bits)?.powi(n, bits),
            (Some(3), Some(n)) => self.cube_root(bits)?.powi(n, bits),
            _ => {
                if self.is_negative() {
                    // A non-integer exponent: certainly undefined. A huge integer one: only out of reach.
                    return Err(if q.denom().is_one() { Failure::Unclear } else { Failure::Undefined });
                }
                if self.is_zero() && q.is_negative() {
                    return Err(Failure::Undefined);
                }
                self.pow(&Self::from_rational(q, bits)?, bits)
            }
        }
    }

    /// `x^y = exp(y log x)` for `x > 0`; for `x` down to 0 and `y > 0` the powers are increasing in `x` from `0^y = 0`,
    /// so they lie between 0 and those of the upper end. Elsewhere it is left open whether `y` is an integer.
    pub fn pow(&self, exponent: &Self, bits: usize) -> Enclosure {
        if self.is_positive() {
            // The guard bits make up for the bits that a large exponent costs.
            let bits = bits + 64;
            let logarithm = self.elementary(Function::Log, bits)?;
            return exponent.times(&logarithm, bits)?.elementary(Function::Exp, bits - 64);
        }
        if !self.is_nonnegative() || !exponent.is_positive() {
            return Err(Failure::Unclear);
        }
        let zero = Self::integer(0);
        if self.high().is_zero() {
            return Ok(zero);
        }
        let top = Self::from_ends(self.high().clone(), self.high().clone())?;
        Ok(zero.hull(&top.pow(exponent, bits)?))
    }
}

/// `|x|^n` with one direction throughout, for `x >= 0`.
fn repeated_product(x: &BigFloat, mut n: u64, bits: usize, direction: RoundingMode) -> BigFloat {
    let mut base = x.clone();
    let mut result: Option<BigFloat> = None;
    loop {
        if n & 1 == 1 {
            result = Some(result.map_or_else(|| base.clone(), |r| r.mul(&base, bits, direction)));
        }
        n >>= 1;
        if n == 0 {
            return result.unwrap_or(base);
        }
        base = base.mul(&base, bits, direction);
        if base.is_inf() || base.is_nan() || base.exponent().is_some_and(|e| e.unsigned_abs() > 1 << 28) {
            // Leaves the range of exponents for certain; beyond, the library's own underflow would begin.
            return BigFloat::nan(None);
        }
    }
}

/// `x^n` for odd `n`: the power of the magnitude, rounded towards or away from 0 as the sign demands.
fn odd_power(x: &BigFloat, n: u64, bits: usize, direction: RoundingMode) -> BigFloat {
    if !x.is_negative() || x.is_zero() {
        return repeated_product(x, n, bits, direction);
    }
    let opposite = if direction == RoundingMode::Down { RoundingMode::Up } else { RoundingMode::Down };
    repeated_product(&x.neg(), n, bits, opposite).neg()
}

/// `b^q` exactly, where it is rational and its size stays below `max_bits`; `None` otherwise, or where it is undefined.
#[must_use]
pub fn exact_power(b: &Rational, q: &Rational, max_bits: u64) -> Option<Rational> {
    let degree = q.denom().to_u32()?;
    let n = i32::try_from(q.numer()).ok()?;
    if b.is_zero() {
        return n.is_positive().then(Rational::zero);
    }
    let root = match degree {
        1 => b.clone(),
        _ if b.is_negative() => return None,
        _ => {
            let root = |n: &num_bigint::BigInt| {
                let r = n.nth_root(degree);
                (num_traits::pow::Pow::pow(&r, degree) == *n).then_some(r)
            };
            Rational::new_raw(root(&b.numer())?, root(&b.denom())?)
        }
    };
    let size = root.bits();
    (size.saturating_mul(u64::from(n.unsigned_abs())) <= max_bits).then(|| root.pow(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    proptest! {
        #[test]
        fn integer_powers_of_points_lie_in_powers_of_boxes(
            a in -500_i64..500, b in -500_i64..500, t in 0_i64..=16, n in -9_i64..10,
        ) {
            let (a, b) = (ratio(a, 7), ratio(b, 7));
            let p = &a + (&b - &a) * ratio(t, 16);
            match Interval::between(&a, &b, 64).unwrap().powi(n, 64) {
                Ok(power) => prop_assert!(power.contains(&p.pow(i32::try_from(n).unwrap()))),
                Err(_) => prop_assert!(n < 0),
            }
        }

        #[test]
        fn roots_invert_powers(a in 1_i64..10_000, d in 1_i64..10_000, degree in 2_i64..9) {
            let q = ratio(a, d);
            let root = Interval::from_rational(&q, 128).unwrap().pow_rational(&ratio(1, degree), 128).unwrap();
            prop_assert!(root.powi(degree, 128).unwrap().contains(&q));
            prop_assert!(root.width() < ratio(1, 1 << 60));
        }
    }

    #[test]
    fn powers_know_where_they_are_undefined() {
        let half = ratio(1, 2);
        let i = |a: i32, b: i32| Interval::integer(a).hull(&Interval::integer(b));
        assert_eq!(i(-2, -2).pow_rational(&half, 64).unwrap_err(), Failure::Undefined);
        assert_eq!(i(-8, -8).pow_rational(&ratio(1, 3), 64).unwrap_err(), Failure::Undefined);
        assert_eq!(i(-2, -1).pow_rational(&ratio(1, 5), 64).unwrap_err(), Failure::Undefined);
        assert_eq!(i(-1, 1).pow_rational(&half, 64).unwrap_err(), Failure::Unclear);
        assert_eq!(i(0, 0).powi(-1, 64).unwrap_err(), Failure::Undefined);
        assert_eq!(i(0, 0).pow_rational(&ratio(-1, 2), 64).unwrap_err(), Failure::Undefined);
        assert_eq!(i(0, 1).powi(-2, 64).unwrap_err(), Failure::Unclear);
        assert_eq!(i(0, 4).pow_rational(&half, 64).unwrap().endpoints(), (ratio(0, 1), ratio(2, 1)));
        assert!(i(0, 1).pow_rational(&ratio(2, 5), 64).unwrap().contains(&ratio(0, 1)));
    }

    #[test]
    fn exact_powers_are_found() {
        assert_eq!(exact_power(&ratio(8, 27), &ratio(-2, 3), 1000), Some(ratio(9, 4)));
        assert_eq!(exact_power(&ratio(2, 1), &ratio(1, 2), 1000), None);
        assert_eq!(exact_power(&ratio(0, 1), &ratio(-1, 1), 1000), None);
        assert_eq!(exact_power(&ratio(3, 1), &ratio(5000, 1), 1000), None);
    }
}
