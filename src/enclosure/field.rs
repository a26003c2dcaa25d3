//! The field operations on intervals.
//!
//! In: intervals and a precision. Out: intervals that contain every result. It must not know expressions.

use super::interval::{Enclosure, Failure, Interval, larger, signum, smaller};
use astro_float::{BigFloat, RoundingMode};

const DOWN: RoundingMode = RoundingMode::Down;
const UP: RoundingMode = RoundingMode::Up;

impl Interval {
    /// `-x`: exact, the ends change places.
    #[must_use]
    pub fn negated(&self) -> Self {
        // The negation of a finite number is exact and in range.
        Self::from_ends(self.high().neg(), self.low().neg()).unwrap_or_else(|_| self.clone())
    }

    /// `x + y`. Addition increases in both arguments, so the extremes lie at the ends.
    pub fn plus(&self, other: &Self, bits: usize) -> Enclosure {
        Self::from_ends(self.low().add(other.low(), bits, DOWN), self.high().add(other.high(), bits, UP))
    }

    /// `x - y`. It increases in `x` and decreases in `y`.
    pub fn minus(&self, other: &Self, bits: usize) -> Enclosure {
        Self::from_ends(self.low().sub(other.high(), bits, DOWN), self.high().sub(other.low(), bits, UP))
    }

    /// `x * y`. The product is affine in each argument, so its extremes over a box lie at corners; where both signs are
    /// known, the corner is known too.
    pub fn times(&self, other: &Self, bits: usize) -> Enclosure {
        let (a, b) = (self.low(), self.high());
        let (c, d) = (other.low(), other.high());
        let product = |x: &BigFloat, y: &BigFloat, direction| x.mul(y, bits, direction);
        if signum(a) >= 0 && signum(c) >= 0 {
            return Self::from_ends(product(a, c, DOWN), product(b, d, UP));
        }
        if signum(b) <= 0 && signum(d) <= 0 {
            return Self::from_ends(product(b, d, DOWN), product(a, c, UP));
        }
        if signum(a) >= 0 && signum(d) <= 0 {
            return Self::from_ends(product(b, c, DOWN), product(a, d, UP));
        }
        if signum(b) <= 0 && signum(c) >= 0 {
            return Self::from_ends(product(a, d, DOWN), product(b, c, UP));
        }
        let corners = [(a, c), (a, d), (b, c), (b, d)];
        let all = |direction| corners.map(|(x, y)| product(x, y, direction));
        if all(DOWN).iter().chain(all(UP).iter()).any(|x| x.is_nan() || x.is_inf()) {
            return Err(Failure::Unclear);
        }
        let [p, q, r, s] = all(DOWN);
        let lower = smaller(smaller(p, q), smaller(r, s));
        let [p, q, r, s] = all(UP);
        Self::from_ends(lower, larger(larger(p, q), larger(r, s)))
    }

    /// `1/x`. On either side of 0 the reciprocal decreases; at 0 it is undefined.
    pub fn reciprocal(&self, bits: usize) -> Enclosure {
        if self.is_zero() {
            return Err(Failure::Undefined);
        }
        if self.contains_zero() {
            return Err(Failure::Unclear);
        }
        let one = super::interval::whole(1);
        Self::from_ends(one.div(self.high(), bits, DOWN), one.div(self.low(), bits, UP))
    }

    /// `x / y`: the product with the reciprocal, both enclosed.
    pub fn over(&self, other: &Self, bits: usize) -> Enclosure {
        self.times(&other.reciprocal(bits)?, bits)
    }

    /// `|x|`: the ends' magnitudes, and 0 where 0 belongs to the interval.
    #[must_use]
    pub fn magnitude(&self) -> Self {
        if self.is_nonnegative() {
            return self.clone();
        }
        let negated = self.negated();
        if self.is_negative() { negated } else { Self::integer(0).hull(self).hull(&negated).clipped(Some(0), None) }
    }

    /// The sign function: constant off 0, all of `[-1, 1]` is allowed where 0 may be taken.
    #[must_use]
    pub fn signum(&self) -> Self {
        if self.is_positive() {
            Self::integer(1)
        } else if self.is_negative() {
            Self::integer(-1)
        } else if self.is_zero() {
            Self::integer(0)
        } else if self.is_nonnegative() {
            Self::integer(0).hull(&Self::integer(1))
        } else if signum(self.high()) <= 0 {
            Self::integer(-1).hull(&Self::integer(0))
        } else {
            Self::integer(-1).hull(&Self::integer(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Rational;
    use proptest::prelude::*;

    fn rational() -> impl Strategy<Value = Rational> {
        (-1_000_000_i64..1_000_000, 1_i64..1_000_000).prop_map(|(n, d)| Rational::new(n.into(), d.into()))
    }

    /// A box and a point of it.
    fn box_and_point() -> impl Strategy<Value = (Interval, Rational)> {
        (rational(), rational(), 0_i64..=16).prop_map(|(a, b, t)| {
            let t = Rational::new(t.into(), 16.into());
            let point = &a + (&b - &a) * t;
            (Interval::between(&a, &b, 64).unwrap(), point)
        })
    }

    proptest! {
        #[test]
        fn every_result_of_points_lies_in_the_result_of_boxes((x, p) in box_and_point(), (y, q) in box_and_point()) {
            prop_assert!(x.plus(&y, 64).unwrap().contains(&(&p + &q)));
            prop_assert!(x.minus(&y, 64).unwrap().contains(&(&p - &q)));
            prop_assert!(x.times(&y, 64).unwrap().contains(&(&p * &q)));
            prop_assert!(x.negated().contains(&-&p));
            prop_assert!(x.magnitude().contains(&num_traits::Signed::abs(&p)));
            prop_assert!(x.signum().contains(&num_traits::Signed::signum(&p)));
            match x.over(&y, 64) {
                Ok(z) => prop_assert!(z.contains(&(&p / &q))),
                Err(_) => prop_assert!(y.contains_zero()),
            }
        }
    }

    #[test]
    fn division_by_zero_is_undefined_and_by_a_box_around_zero_unclear() {
        let one = Interval::integer(1);
        assert_eq!(one.over(&Interval::integer(0), 64).unwrap_err(), Failure::Undefined);
        let around = Interval::integer(-1).hull(&Interval::integer(1));
        assert_eq!(one.over(&around, 64).unwrap_err(), Failure::Unclear);
    }
}
