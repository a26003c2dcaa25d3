//! Elementary functions of intervals: exponential, logarithm, hyperbolic and inverse functions, logistic, softplus.
//!
//! In: a function, an interval, a precision. Out: an interval that contains every value. It must not know expressions.
//!
//! Most of these functions are monotone where they are defined, so that the extremes over an interval lie at its ends;
//! each end is computed with directed rounding, widened by a unit in the last place, and cut to the function's range.
//! Sine, cosine and tangent stand in [`super::trigonometric`], error, gamma and Bessel functions in
//! [`super::special`] and [`super::gamma`].

use super::fixed_point;
use super::interval::{
    EXPONENT_LIMIT, Enclosure, Failure, Interval, compare, is_at_least, power_of_two, signum, whole, widened,
    with_constants,
};
use crate::symbolic::Function;
use astro_float::{BigFloat, RoundingMode};

const DOWN: RoundingMode = RoundingMode::Down;
const UP: RoundingMode = RoundingMode::Up;

/// `exp(2^23) > 2^EXPONENT_LIMIT`: arguments beyond this power of two leave the range.
const EXP_LIMIT: i32 = 23;

impl Interval {
    /// The elementary function of every element.
    pub fn elementary(&self, function: Function, bits: usize) -> Enclosure {
        match function {
            Function::Exp => self.exponential(bits),
            Function::Log => self.logarithm(bits),
            Function::Sin => self.sine(bits),
            Function::Cos => self.cosine(bits),
            Function::Tan => self.tangent(bits),
            Function::Sinh => self.hyperbolic_sine(bits),
            Function::Cosh => self.hyperbolic_cosine(bits),
            Function::Tanh => Ok(self.hyperbolic_tangent(bits)?.clipped(Some(-1), Some(1))),
            // Increasing on [-1, 1].
            Function::Asin => {
                self.within_unit_interval()?;
                self.increasing(bits, fixed_point::arcsine, |x, direction| {
                    with_constants(|c| x.asin(bits, direction, c))
                })
            }
            // Decreasing on [-1, 1], nonnegative.
            Function::Acos => {
                self.within_unit_interval()?;
                let ends = |x: &BigFloat| {
                    fixed_point::arccosine(x, bits)
                        .unwrap_or_else(|| (arccosine(x, bits, DOWN), arccosine(x, bits, UP)))
                };
                let (lower, upper) = ends(self.high());
                let upper = if self.is_point() { upper } else { ends(self.low()).1 };
                Ok(Self::from_ends(lower, upper)?.clipped(Some(0), None))
            }
            // Increasing.
            Function::Atan => self.increasing(bits, fixed_point::arctangent, |x, direction| {
                with_constants(|c| x.atan(bits, direction, c))
            }),
            Function::Asinh => self.inverse_hyperbolic_sine(bits),
            Function::Acosh => self.inverse_hyperbolic_cosine(bits),
            Function::Atanh => self.inverse_hyperbolic_tangent(bits),
            Function::Abs => Ok(self.magnitude()),
            Function::Sign => Ok(self.signum()),
            Function::Logistic => self.logistic(bits),
            Function::Softplus => self.softplus(bits),
            Function::Logit => self.logit(bits),
            Function::Cbrt => self.real_cube_root(bits),
            Function::Cot => self.cotangent(bits),
            Function::Sec => self.cosine(bits + 16)?.reciprocal(bits),
            // A single number other than 0 is rational and hence no zero of the sine.
            Function::Csc => self.sine(bits + 16)?.reciprocal(bits),
            Function::Acot => self.reciprocal(bits + 16)?.elementary(Function::Atan, bits),
            Function::Erf => self.error_function(bits),
            Function::Erfc => self.complementary_error_function(bits),
            Function::Gamma => self.gamma(bits),
            Function::LogGamma => self.log_gamma(bits),
            Function::Polygamma(n) => self.polygamma(n, bits),
            Function::BesselI(n) => self.bessel(n, bits),
        }
    }

    /// An increasing function: its values at the ends, fast where that gives them, else by a second way, rounded as said.
    pub(super) fn by_ends(
        &self,
        fast: impl Fn(&BigFloat) -> Option<(BigFloat, BigFloat)>,
        slow: impl Fn(&BigFloat, RoundingMode) -> BigFloat,
    ) -> Enclosure {
        let at_low = fast(self.low());
        if self.is_point()
            && let Some((lower, upper)) = at_low
        {
            return Self::from_ends(lower, upper);
        }
        let lower = at_low.map_or_else(|| slow(self.low(), DOWN), |(lower, _)| lower);
        let upper = fast(self.high()).map_or_else(|| slow(self.high(), UP), |(_, upper)| upper);
        Self::from_ends(lower, upper)
    }

    /// An increasing function that vanishes at 0 or is defined by series there: its values at the ends, those of the library widened.
    fn increasing(
        &self,
        bits: usize,
        fast: impl Fn(&BigFloat, usize) -> Option<(BigFloat, BigFloat)>,
        library: impl Fn(&BigFloat, RoundingMode) -> BigFloat,
    ) -> Enclosure {
        self.by_ends(|x| fast(x, bits), |x, direction| widened(&library(x, direction), bits, direction))
    }

    /// Increasing, positive. Both ends of a thin interval come from one series.
    fn exponential(&self, bits: usize) -> Enclosure {
        if self.is_zero() {
            return Ok(Self::integer(1));
        }
        let (lower, upper) = fixed_point::exponential(self.low(), self.high(), bits)
            .unwrap_or_else(|| (exponential(self.low(), bits, DOWN), exponential(self.high(), bits, UP)));
        // Rounding must not carry it past 1, where the exponent has a sign.
        let least = if self.is_nonnegative() { 1 } else { 0 };
        let most = self.negated().is_nonnegative().then_some(1);
        Ok(Self::from_ends(lower, upper)?.clipped(Some(least), most))
    }

    /// Increasing on `x > 0`, undefined elsewhere.
    fn logarithm(&self, bits: usize) -> Enclosure {
        if signum(self.high()) <= 0 {
            return Err(Failure::Undefined);
        }
        if !self.is_positive() {
            return Err(Failure::Unclear);
        }
        let one = whole(1);
        let least = (*self.low() >= one).then_some(0);
        let most = (*self.high() <= one).then_some(0);
        let found = Self::from_ends(logarithm(self.low(), bits, DOWN), logarithm(self.high(), bits, UP))?;
        Ok(found.clipped(least, most))
    }

    /// `1/(1 + exp(-x))`, increasing. Where the sign of `x` is known, both ends come from one exponential, see [`logistic`].
    fn logistic(&self, bits: usize) -> Enclosure {
        let one = whole(1);
        let over =
            |a: &BigFloat, e: &BigFloat, direction| a.div(&one.add(e, bits, opposite(direction)), bits, direction);
        if self.is_nonnegative() {
            let e = self.negated().exponential(bits)?;
            return Self::from_ends(over(&one, e.high(), DOWN), over(&one, e.low(), UP));
        }
        if self.is_negative() {
            let e = self.exponential(bits)?;
            return Self::from_ends(over(e.low(), e.low(), DOWN), over(e.high(), e.high(), UP));
        }
        Self::from_ends(logistic(self.low(), bits, DOWN), logistic(self.high(), bits, UP))
    }

    /// `log(1 + exp x)`, increasing. Where the sign of `x` is known, both ends come from one exponential, see [`softplus`].
    fn softplus(&self, bits: usize) -> Enclosure {
        if self.is_nonnegative() {
            // `x + log(1 + exp(-x))`: the parts go opposite ways, which widens a thin interval little and others much.
            let negated = self.negated();
            if let Some((low, high)) = fixed_point::exponential(negated.low(), negated.high(), bits) {
                let lower = self.low().add(&log_one_plus(&low, bits, DOWN), bits, DOWN);
                return Self::from_ends(lower, self.high().add(&log_one_plus(&high, bits, UP), bits, UP));
            }
        } else if self.is_negative() {
            let e = self.exponential(bits)?;
            return Self::from_ends(log_one_plus(e.low(), bits, DOWN), log_one_plus(e.high(), bits, UP));
        }
        Self::from_ends(softplus(self.low(), bits, DOWN), softplus(self.high(), bits, UP))
    }

    /// `asin`, `acos`: defined on `[-1, 1]`.
    fn within_unit_interval(&self) -> Result<(), Failure> {
        let (minus_one, one) = (whole(-1), whole(1));
        if compare(self.low(), &one).is_gt() || compare(self.high(), &minus_one).is_lt() {
            Err(Failure::Undefined)
        } else if compare(self.low(), &minus_one).is_ge() && compare(self.high(), &one).is_le() {
            Ok(())
        } else {
            Err(Failure::Unclear)
        }
    }

    /// Increasing.
    fn hyperbolic_sine(&self, bits: usize) -> Enclosure {
        if self.exceeds(EXP_LIMIT) {
            return Err(Failure::Unclear);
        }
        self.increasing(bits, fixed_point::hyperbolic_sine, |x, direction| {
            with_constants(|c| x.sinh(bits, direction, c))
        })
    }

    /// Even and increasing in `|x|`, at least 1.
    fn hyperbolic_cosine(&self, bits: usize) -> Enclosure {
        if self.exceeds(EXP_LIMIT) {
            return Err(Failure::Unclear);
        }
        let end = |x: &BigFloat, direction| with_constants(|c| x.cosh(bits, direction, c));
        Ok(self.magnitude().increasing(bits, fixed_point::hyperbolic_cosine, end)?.clipped(Some(1), None))
    }

    /// Increasing, between -1 and 1.
    fn hyperbolic_tangent(&self, bits: usize) -> Enclosure {
        self.increasing(bits, fixed_point::hyperbolic_tangent, |x, direction| {
            if is_at_least(x, EXP_LIMIT) {
                // 1 - tanh|x| = 2/(exp(2|x|) + 1) < 2^-bits for any precision in use: 1 less one unit is a lower bound.
                let one = whole(if x.is_negative() { -1 } else { 1 });
                return match (direction, x.is_negative()) {
                    (RoundingMode::Down, false) | (RoundingMode::Up, true) => widened(&one, bits, direction),
                    _ => one,
                };
            }
            with_constants(|c| x.tanh(bits, direction, c))
        })
    }

    /// Increasing. For huge arguments the library would square them, so its use is limited.
    fn inverse_hyperbolic_sine(&self, bits: usize) -> Enclosure {
        if self.exceeds(INVERSE_LIMIT) {
            return Err(Failure::Unclear);
        }
        self.increasing(bits, fixed_point::area_sine, |x, direction| with_constants(|c| x.asinh(bits, direction, c)))
    }

    /// Increasing on `[1, inf)`, nonnegative.
    fn inverse_hyperbolic_cosine(&self, bits: usize) -> Enclosure {
        let one = whole(1);
        if compare(self.high(), &one).is_lt() {
            return Err(Failure::Undefined);
        }
        if compare(self.low(), &one).is_lt() || self.exceeds(INVERSE_LIMIT) {
            return Err(Failure::Unclear);
        }
        let end = |x: &BigFloat, direction| {
            if compare(x, &one).is_eq() { whole(0) } else { with_constants(|c| x.acosh(bits, direction, c)) }
        };
        Ok(self.increasing(bits, fixed_point::area_cosine, end)?.clipped(Some(0), None))
    }

    /// Increasing on `(-1, 1)`.
    fn inverse_hyperbolic_tangent(&self, bits: usize) -> Enclosure {
        let (minus_one, one) = (whole(-1), whole(1));
        if compare(self.low(), &one).is_ge() || compare(self.high(), &minus_one).is_le() {
            return Err(Failure::Undefined);
        }
        if compare(self.low(), &minus_one).is_le() || compare(self.high(), &one).is_ge() {
            return Err(Failure::Unclear);
        }
        self.increasing(bits, fixed_point::area_tangent, |x, direction| with_constants(|c| x.atanh(bits, direction, c)))
    }

    /// Whether an end has magnitude `2^exponent` or more.
    pub(super) fn exceeds(&self, exponent: i32) -> bool {
        is_at_least(self.low(), exponent) || is_at_least(self.high(), exponent)
    }
}

/// Inverse hyperbolic functions of larger arguments are left alone.
const INVERSE_LIMIT: i32 = 1 << 14;

/// `acos x`, with the exact zero at 1.
fn arccosine(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    if compare(x, &whole(1)).is_eq() {
        return whole(0);
    }
    widened(&with_constants(|c| x.acos(bits, direction, c)), bits, direction)
}

/// `exp x`, rounded and widened in one direction. Beyond the range: no bound above, 0 or the least magnitude below.
fn exponential(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    if x.is_zero() {
        return whole(1);
    }
    if is_at_least(x, EXP_LIMIT) {
        return match (x.is_negative(), direction) {
            (false, _) => BigFloat::nan(None),
            (true, RoundingMode::Down) => whole(0),
            // exp(-2^23) < 2^-2^23
            (true, _) => power_of_two(-EXPONENT_LIMIT),
        };
    }
    if let Some((lower, upper)) = fixed_point::exponential(x, x, bits) {
        return if direction == RoundingMode::Down { lower } else { upper };
    }
    let value = widened(&with_constants(|c| x.exp(bits, direction, c)), bits, direction);
    if value.is_negative() { whole(0) } else { value }
}

/// `1/(1 + exp(-x))`, increasing, rounded in one direction.
///
/// For `x <= 0` it is `e/(1 + e)` with `e = exp x`, increasing in `e`: bounds of `e` give bounds, the denominator is
/// rounded the other way. For `x > 0` it is `1/(1 + e)` with `e = exp(-x)`, decreasing in `e`.
fn logistic(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    let other = opposite(direction);
    let one = whole(1);
    if signum(x) <= 0 {
        let e = exponential(x, bits, direction);
        return e.div(&one.add(&e, bits, other), bits, direction);
    }
    let e = exponential(&x.neg(), bits, other);
    one.div(&one.add(&e, bits, other), bits, direction)
}

/// `log(1 + exp x)`, increasing, rounded in one direction. For `x > 0` it is `x + log(1 + exp(-x))`.
fn softplus(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    let negative_part = if signum(x) > 0 { x.neg() } else { x.clone() };
    let e = exponential(&negative_part, bits, direction);
    let correction = log_one_plus(&e, bits, direction);
    if signum(x) > 0 { x.add(&correction, bits, direction) } else { correction }
}

/// `log(1 + e)` for `0 <= e <= 1 + one unit`, increasing in `e`, rounded in one direction.
///
/// For small `e`: `e - e^2/2 <= log(1 + e) <= e` (alternating Taylor series), which are closer than the precision. Else
/// `1 + e` is formed with enough bits to keep those of `e`.
fn log_one_plus(e: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    if e.is_zero() {
        return whole(0);
    }
    let exponent = e.exponent().unwrap_or(0);
    let lost = usize::try_from(-i64::from(exponent)).unwrap_or(0);
    if lost > bits {
        if direction == UP {
            return e.clone();
        }
        let half_square = e.mul(e, bits, UP).div(&whole(2), bits, UP);
        return e.sub(&half_square, bits, DOWN);
    }
    let sum = whole(1).add(e, 2 * bits + lost, direction);
    logarithm(&sum, bits, direction)
}

/// `log x` for `x > 0`, rounded in one direction.
fn logarithm(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    if let Some((lower, upper)) = fixed_point::logarithm(x, bits) {
        return if direction == DOWN { lower } else { upper };
    }
    widened(&with_constants(|c| x.ln(bits, direction, c)), bits, direction)
}

fn opposite(direction: RoundingMode) -> RoundingMode {
    if direction == DOWN { UP } else { DOWN }
}
