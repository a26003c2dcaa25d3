//! Sine, cosine and tangent of intervals.
//!
//! In: an interval, a precision. Out: an interval that contains every value. It must not know expressions.
//!
//! The turning points of sine and cosine, and the poles of the tangent, lie at integers of a scaled argument
//! `t = x/pi + shift`. An enclosure of `t` over the interval gives a list of integers that certainly includes every
//! turning point inside; listing one too many only widens the result. Between consecutive integers the function is
//! monotone and its extremes lie at the ends.

use super::fixed_point;
use super::interval::{Enclosure, Failure, Interval, larger, smaller, widened, with_constants};
use crate::symbolic::Rational;
use astro_float::{BigFloat, RoundingMode};
use num_bigint::BigInt;
use num_integer::Integer;

const DOWN: RoundingMode = RoundingMode::Down;
const UP: RoundingMode = RoundingMode::Up;

/// Arguments of this binary magnitude or more are not reduced: the value is anything in the range.
const REDUCTION_LIMIT: i32 = 4096;

/// The integers that the scaled argument may meet.
enum Turns {
    /// None; the largest integer below the scaled argument.
    None(BigInt),
    /// This one.
    One(BigInt),
    /// Two or more.
    Several,
}

impl Interval {
    /// `sin x`. With `t = x/pi - 1/2` it is `cos(pi t)`.
    pub(super) fn sine(&self, bits: usize) -> Enclosure {
        let shift = Rational::new((-1).into(), 2.into());
        let library = |x: &BigFloat, direction| with_constants(|c| x.sin(bits, direction, c));
        self.wave(&shift, bits, |x| fixed_point::sine(x, bits), library)
    }

    /// `cos x`. With `t = x/pi` it is `cos(pi t)`.
    pub(super) fn cosine(&self, bits: usize) -> Enclosure {
        let shift = Rational::from_integer(0.into());
        let library = |x: &BigFloat, direction| with_constants(|c| x.cos(bits, direction, c));
        self.wave(&shift, bits, |x| fixed_point::cosine(x, bits), library)
    }

    /// A function equal to `cos(pi t)`, `t = x/pi + shift`: 1 at even `t`, -1 at odd `t`, decreasing after an even
    /// integer, increasing after an odd one.
    fn wave(
        &self,
        shift: &Rational,
        bits: usize,
        fast: impl Fn(&BigFloat) -> Option<(BigFloat, BigFloat)>,
        library: impl Fn(&BigFloat, RoundingMode) -> BigFloat,
    ) -> Enclosure {
        let everything = || Ok(Self::integer(-1).hull(&Self::integer(1)));
        if self.exceeds(REDUCTION_LIMIT) {
            return everything();
        }
        let library = |x: &BigFloat, direction| widened(&library(x, direction), bits, direction);
        let ends = |x: &BigFloat| fast(x).unwrap_or_else(|| (library(x, DOWN), library(x, UP)));
        let (a, b) = (self.low(), self.high());
        let bounds = if self.is_point() {
            let (lower, upper) = ends(a);
            Self::from_ends(lower, upper)
        } else {
            let turns = self.turns(shift, bits)?;
            if matches!(turns, Turns::Several) {
                return everything();
            }
            let ((a_low, a_high), (b_low, b_high)) = (ends(a), ends(b));
            match turns {
                Turns::Several => return everything(),
                Turns::None(floor) if floor.is_even() => Self::from_ends(b_low, a_high),
                Turns::None(_) => Self::from_ends(a_low, b_high),
                Turns::One(n) if n.is_even() => Self::from_ends(smaller(a_low, b_low), super::interval::whole(1)),
                Turns::One(_) => Self::from_ends(super::interval::whole(-1), larger(a_high, b_high)),
            }
        };
        Ok(bounds?.clipped(Some(-1), Some(1)))
    }

    /// `tan x`: increasing between its poles, which lie at the integers of `x/pi - 1/2`. A single floating-point number
    /// is rational and hence no pole (pi is irrational).
    pub(super) fn tangent(&self, bits: usize) -> Enclosure {
        if self.exceeds(REDUCTION_LIMIT) {
            return Err(Failure::Unclear);
        }
        if !self.is_point() && !matches!(self.turns(&Rational::new((-1).into(), 2.into()), bits)?, Turns::None(_)) {
            return Err(Failure::Unclear);
        }
        self.by_ends(
            |x| fixed_point::tangent(x, bits),
            |x, direction| widened(&with_constants(|c| x.tan(bits, direction, c)), bits, direction),
        )
    }

    /// The integers in an enclosure of `x/pi + shift`.
    fn turns(&self, shift: &Rational, bits: usize) -> Result<Turns, Failure> {
        // Enough bits that the integer part of a large argument is exact.
        let magnitude = [self.low(), self.high()].into_iter().filter_map(BigFloat::exponent).max().unwrap_or(0);
        let bits = bits + usize::try_from(magnitude).unwrap_or(0);
        let scaled = self.over(&Self::pi(bits)?, bits)?.plus(&Self::from_rational(shift, bits)?, bits)?;
        let (low, high) = scaled.endpoints();
        let (first, last) = (low.ceil().to_integer(), high.floor().to_integer());
        Ok(match first.cmp(&last) {
            std::cmp::Ordering::Greater => Turns::None(last),
            std::cmp::Ordering::Equal => Turns::One(first),
            std::cmp::Ordering::Less => Turns::Several,
        })
    }
}
