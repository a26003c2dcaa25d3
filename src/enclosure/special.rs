//! Error functions and modified Bessel functions of intervals; functions of two intervals.
//!
//! In: intervals, a precision. Out: an interval that contains every value. It must not know expressions.

use super::fixed_point;
use super::interval::{Enclosure, Failure, Interval, compare, larger, signum, smaller, whole};
use crate::symbolic::{Binary, Function, Rational};
use num_traits::ToPrimitive;

/// Bits beyond the precision asked for.
const GUARD: usize = 32;
/// Bessel functions of larger arguments (in powers of two) are left alone.
const BESSEL_LIMIT: i32 = 13;

fn two_over_root_pi(bits: usize) -> Enclosure {
    Interval::integer(2).over(&Interval::pi(bits)?.sqrt(bits)?, bits)
}

impl Interval {
    /// `erf`: odd and increasing, between -1 and 1.
    pub(super) fn error_function(&self, bits: usize) -> Enclosure {
        let end = |x: &Self| -> Enclosure {
            if x.is_nonnegative() { erf_of_point(x, bits) } else { Ok(erf_of_point(&x.negated(), bits)?.negated()) }
        };
        let (low, high) = (end(&self.lower_point()?)?, end(&self.upper_point()?)?);
        Ok(Self::from_ends(low.low().clone(), high.high().clone())?.clipped(Some(-1), Some(1)))
    }

    /// `erfc = 1 - erf`: decreasing, between 0 and 2.
    pub(super) fn complementary_error_function(&self, bits: usize) -> Enclosure {
        let end = |x: &Self| -> Enclosure {
            if x.is_positive() {
                erfc_of_point(x, bits)
            } else {
                Self::integer(1).minus(&x.error_function(bits)?, bits)
            }
        };
        let (low, high) = (end(&self.lower_point()?)?, end(&self.upper_point()?)?);
        Ok(Self::from_ends(high.low().clone(), low.high().clone())?.clipped(Some(0), Some(2)))
    }

    /// `I_n(x) = sum of (x/2)^(2k+n)/(k! (k+n)!)`: increasing for `x >= 0`, odd or even as `n` is.
    pub(super) fn bessel(&self, n: u32, bits: usize) -> Enclosure {
        if self.exceeds(BESSEL_LIMIT) {
            return Err(Failure::Unclear);
        }
        let end = |x: &Self| -> Enclosure {
            if x.is_nonnegative() {
                bessel_of_point(x, n, bits)
            } else {
                Ok(bessel_of_point(&x.negated(), n, bits)?.negated())
            }
        };
        let x = if n.is_multiple_of(2) { self.magnitude() } else { self.clone() };
        let (low, high) = (end(&x.lower_point()?)?, end(&x.upper_point()?)?);
        Self::from_ends(low.low().clone(), high.high().clone())
    }

    /// The real cube root: odd and increasing.
    pub(super) fn real_cube_root(&self, bits: usize) -> Enclosure {
        let third = Rational::new(1.into(), 3.into());
        let end = |x: &Self| -> Enclosure {
            if x.is_nonnegative() {
                x.pow_rational(&third, bits)
            } else {
                Ok(x.negated().pow_rational(&third, bits)?.negated())
            }
        };
        let (low, high) = (end(&self.lower_point()?)?, end(&self.upper_point()?)?);
        Self::from_ends(low.low().clone(), high.high().clone())
    }

    /// `cot x = tan(pi/2 - x)`; a single floating-point number other than 0 is rational and hence no pole.
    pub(super) fn cotangent(&self, bits: usize) -> Enclosure {
        if self.is_zero() {
            return Err(Failure::Undefined);
        }
        let work = bits + GUARD;
        let half = Self::pi(work)?.over(&Self::integer(2), work)?;
        half.minus(self, work)?.elementary(Function::Tan, bits)
    }

    /// `log(x/(1 - x)) = log x - log(1 - x)`: increasing on (0, 1).
    pub(super) fn logit(&self, bits: usize) -> Enclosure {
        let one = whole(1);
        if signum(self.high()) <= 0 || compare(self.low(), &one).is_ge() {
            return Err(Failure::Undefined);
        }
        if !self.is_positive() || compare(self.high(), &one).is_ge() {
            return Err(Failure::Unclear);
        }
        let work = bits + GUARD;
        let end = |x: &Self| -> Enclosure {
            let rest = Self::integer(1).minus(x, work.saturating_add(exponent_gap(x)))?;
            x.elementary(Function::Log, work)?.minus(&rest.elementary(Function::Log, work)?, bits)
        };
        let (low, high) = (end(&self.lower_point()?)?, end(&self.upper_point()?)?);
        Self::from_ends(low.low().clone(), high.high().clone())
    }

    /// A function of two intervals, `self` the first.
    pub fn binary(&self, function: Binary, other: &Self, bits: usize) -> Enclosure {
        match function {
            // Increasing in both arguments.
            Binary::Min => Self::from_ends(
                smaller(self.low().clone(), other.low().clone()),
                smaller(self.high().clone(), other.high().clone()),
            ),
            Binary::Max => Self::from_ends(
                larger(self.low().clone(), other.low().clone()),
                larger(self.high().clone(), other.high().clone()),
            ),
            Binary::Atan2 => self.angle(other, bits),
            Binary::Beta => self.beta(other, bits),
        }
    }

    /// `atan2(y, x)` by quadrants: `atan(y/x)` for `x > 0`; `pi/2 - atan(x/y)` for `y > 0`, `-pi/2 - atan(x/y)` for
    /// `y < 0`; `pi + atan(y/x)` for `x < 0` and `y >= 0`.
    fn angle(&self, x: &Self, bits: usize) -> Enclosure {
        let y = self;
        let work = bits + GUARD;
        let right = || Self::pi(work)?.over(&Self::integer(2), work);
        let arctan = |a: &Self, b: &Self| a.over(b, work)?.elementary(Function::Atan, work);
        if x.is_positive() {
            arctan(y, x)
        } else if y.is_positive() {
            right()?.minus(&arctan(x, y)?, bits)
        } else if y.is_negative() {
            right()?.negated().minus(&arctan(x, y)?, bits)
        } else if x.is_negative() && y.is_nonnegative() {
            Self::pi(work)?.plus(&arctan(y, x)?, bits)
        } else if x.is_zero() && y.is_zero() {
            Err(Failure::Undefined)
        } else {
            Err(Failure::Unclear)
        }
    }

    /// `beta(a, b) = exp(log gamma(a) + log gamma(b) - log gamma(a + b))` for positive arguments; it is the integral of
    /// `t^(a-1) (1-t)^(b-1)` over (0, 1), hence decreasing in both.
    fn beta(&self, other: &Self, bits: usize) -> Enclosure {
        for x in [self, other] {
            if x.is_negative() || x.is_zero() {
                return Err(Failure::Undefined);
            }
        }
        if !self.is_positive() || !other.is_positive() {
            return Err(Failure::Unclear);
        }
        let size = [self, other].iter().filter_map(|x| x.high().exponent()).max().unwrap_or(0).max(0);
        let work = bits + GUARD + 2 * size.to_usize().unwrap_or(0);
        let at = |a: &Self, b: &Self| -> Enclosure {
            let sum = a.plus(b, work)?.log_gamma(work)?;
            let log = a.log_gamma(work)?.plus(&b.log_gamma(work)?, work)?.minus(&sum, work)?;
            log.elementary(Function::Exp, bits)
        };
        let high = at(&self.lower_point()?, &other.lower_point()?)?;
        let low = at(&self.upper_point()?, &other.upper_point()?)?;
        Self::from_ends(low.low().clone(), high.high().clone())
    }
}

/// How many bits an argument below 1 needs beside the 1.
fn exponent_gap(x: &Interval) -> usize {
    x.low().exponent().map_or(0, |e| usize::try_from(-i64::from(e)).unwrap_or(0)).min(1 << 14)
}

/// `x^2` in bits before the point: `exp(-x^2)` is about `2^-(1.45 x^2)`.
fn square_bits(x: &Interval) -> Option<usize> {
    if x.exceeds(16) {
        return None;
    }
    let top = x.upper_end();
    let square = (&top * &top).ceil().to_integer().to_usize()?;
    square.checked_mul(3).map(|s| s / 2 + 2)
}

/// `erf` of a point `x >= 0`.
///
/// `erf x = 2/sqrt(pi) exp(-x^2) sum of t_k`, `t_0 = x`, `t_k = t_(k-1) 2x^2/(2k+1)`, all terms nonnegative. The ratios
/// decrease, so that what follows a term `t_K` with ratio `r = 2x^2/(2K+3) < 1` is at most `t_K r/(1-r)`. For large `x`:
/// `1 - exp(-x^2)/(x sqrt(pi)) <= erf x <= 1`, because `erfc x <= exp(-x^2)/(x sqrt(pi))`.
fn erf_of_point(x: &Interval, bits: usize) -> Enclosure {
    if x.is_zero() {
        return Ok(Interval::integer(0));
    }
    if let Some((lower, upper)) = x.is_point().then(|| fixed_point::error_function(x.low(), bits)).flatten() {
        return Interval::from_ends(lower, upper);
    }
    let work = bits + GUARD;
    let square = x.powi(2, work)?;
    let gauss = square.negated().elementary(Function::Exp, work)?;
    if x.exceeds(9) || square_bits(x).is_none_or(|s| s > 2 * bits + 64) {
        let bound = gauss.over(&x.times(&Interval::pi(work)?.sqrt(work)?, work)?, work)?;
        return Interval::integer(1).minus(&Interval::integer(0).hull(&bound), bits);
    }
    let twice = square.times(&Interval::integer(2), work)?;
    let (mut term, mut sum) = (x.clone(), x.clone());
    let half = Interval::from_rational(&Rational::new(1.into(), 2.into()), work)?;
    let mut k = 1;
    loop {
        term = term.times(&twice, work)?.over(&Interval::integer(2 * k + 1), work)?;
        sum = sum.plus(&term, work)?;
        let small = negligible(&term, &sum, work);
        if small && twice.over(&Interval::integer(2 * k + 3), work)?.is_at_most(&half) {
            // r/(1-r) <= 1 for r <= 1/2
            sum = sum.plus(&Interval::integer(0).hull(&term), work)?;
            return two_over_root_pi(work)?.times(&gauss, work)?.times(&sum, bits);
        }
        k += 1;
    }
}

/// `erfc` of a point `x > 0`.
///
/// Where `exp(-x^2)` is smaller than the precision, by its expansion at infinity,
/// `exp(-x^2)/(x sqrt(pi)) sum of (-1)^k (2k-1)!!/(2x^2)^k`; what remains lies between 0 and the first term left out,
/// because `erfc x = exp(-x^2)/sqrt(pi)` times the integral of `exp(-s) (x^2+s)^(-1/2)` over `s > 0`, and `(x^2+s)^(-1/2)`
/// is completely monotone in `s`. Else as `1 - erf x` with as many more bits as cancel.
fn erfc_of_point(x: &Interval, bits: usize) -> Enclosure {
    let lost = square_bits(x);
    if let Some(lost) = lost.filter(|lost| *lost <= 3 * (bits + GUARD)) {
        let work = bits + lost + GUARD;
        return Interval::integer(1).minus(&erf_of_point(x, work)?, bits);
    }
    let work = bits + GUARD;
    let square = x.powi(2, work + 64)?;
    let gauss = square.negated().elementary(Function::Exp, work)?;
    let inverse = square.times(&Interval::integer(2), work)?.reciprocal(work)?;
    let (mut term, mut sum) = (Interval::integer(1), Interval::integer(1));
    for k in 1..i32::try_from(work).unwrap_or(i32::MAX) {
        term = term.times(&inverse, work)?.times(&Interval::integer(1 - 2 * k), work)?;
        if negligible(&term, &sum, work) {
            // The first term left out: what remains lies between 0 and it.
            let sum = sum.plus(&Interval::integer(0).hull(&term), work)?;
            return gauss.times(&sum, work)?.over(&x.times(&Interval::pi(work)?.sqrt(work)?, work)?, bits);
        }
        sum = sum.plus(&term, work)?;
    }
    Err(Failure::Unclear)
}

/// `I_n` of a point `x >= 0`: terms `t_k = t_(k-1) (x^2/4)/(k (k+n))`, none negative, with decreasing ratios: what follows
/// a term with ratio `r <= 1/2` to the next is at most that term.
fn bessel_of_point(x: &Interval, n: u32, bits: usize) -> Enclosure {
    let work = bits + GUARD;
    let half = x.over(&Interval::integer(2), work)?;
    let square = half.powi(2, work)?;
    let order = i32::try_from(n).unwrap_or(i32::MAX);
    let mut term = half.powi(i64::from(n), work)?;
    for k in 1..=order {
        term = term.over(&Interval::integer(k), work)?;
    }
    let mut sum = term.clone();
    if term.is_zero() || square.is_zero() {
        return Ok(sum);
    }
    let one_half = Interval::from_rational(&Rational::new(1.into(), 2.into()), work)?;
    let mut k: i32 = 1;
    loop {
        let next = |k: i32| -> Enclosure {
            square.over(&Interval::integer(k), work)?.over(&Interval::integer(k.saturating_add(order)), work)
        };
        term = term.times(&next(k)?, work)?;
        sum = sum.plus(&term, work)?;
        if next(k + 1)?.is_at_most(&one_half) && negligible(&term, &sum, work) {
            return sum.plus(&Interval::integer(0).hull(&term), bits);
        }
        k += 1;
    }
}

/// Whether a term no longer changes the sum at the precision.
fn negligible(term: &Interval, sum: &Interval, bits: usize) -> bool {
    let exponent = |x: &Interval| x.magnitude().high().exponent().map_or(i64::MIN / 2, i64::from);
    term.is_zero() || exponent(term) < exponent(sum) - i64::try_from(bits).unwrap_or(i64::MAX / 4)
}
