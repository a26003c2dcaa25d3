//! Closed intervals with floating-point ends, and the directed operations on those ends.
//!
//! In: exact rationals and precisions in bits. Out: intervals that contain them. It must not know expressions.
//!
//! Soundness rests on two facts about [`BigFloat`]: `RoundingMode::Down` and `RoundingMode::Up` round the exact result
//! of `+ - * / sqrt` towards minus and plus infinity, and an operation that leaves the number range gives an infinity or
//! a NaN, which [`Interval::from_ends`] turns into [`Failure::Unclear`]. Functions that rest on series are trusted a
//! little less: their directed results are moved outward by one more unit in the last place ([`widened`]).

use super::fixed_point;
use crate::symbolic::Rational;
use astro_float::{BigFloat, Consts, RoundingMode, Sign as FloatSign, WORD_BIT_SIZE, Word};
use num_bigint::{BigInt, Sign as IntegerSign};
use num_traits::{One, Zero};
use std::cell::RefCell;
use std::cmp::Ordering;

/// Ends have binary exponents between `-EXPONENT_LIMIT` and `EXPONENT_LIMIT`, so that exact conversion stays cheap:
/// magnitudes from about 10^-2525222 to 10^2525222, and 0.
pub const EXPONENT_LIMIT: i32 = 1 << 23;

/// Why there is no enclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The operation is undefined at every point of its arguments.
    Undefined,
    /// It may be undefined or too large somewhere; more precision or a smaller box may settle it.
    Unclear,
}

/// An interval that contains the value, or why there is none.
pub type Enclosure = Result<Interval, Failure>;

/// The set of reals `lower <= x <= upper`; both ends are finite.
#[derive(Clone, Debug)]
pub struct Interval {
    lower: BigFloat,
    upper: BigFloat,
}

thread_local! {
    /// The library's cache of pi and log 2. It only grows, and results do not depend on what it holds.
    static CONSTANTS: RefCell<Option<Consts>> = const { RefCell::new(None) };
}

/// Runs a function that needs the library's constants; NaN if they cannot be had.
pub(super) fn with_constants(f: impl FnOnce(&mut Consts) -> BigFloat) -> BigFloat {
    CONSTANTS.with(|cell| {
        let Ok(mut slot) = cell.try_borrow_mut() else { return BigFloat::nan(None) };
        if slot.is_none() {
            *slot = Consts::new().ok();
        }
        slot.as_mut().map_or_else(|| BigFloat::nan(None), f)
    })
}

/// -1, 0 or 1.
pub(super) fn signum(x: &BigFloat) -> i32 {
    if x.is_zero() {
        0
    } else if x.is_negative() {
        -1
    } else {
        1
    }
}

/// Order of two finite numbers.
pub(super) fn compare(a: &BigFloat, b: &BigFloat) -> Ordering {
    a.cmp(b).map_or(Ordering::Equal, |c| c.cmp(&0))
}

/// The smaller.
pub(super) fn smaller(a: BigFloat, b: BigFloat) -> BigFloat {
    if compare(&a, &b).is_gt() { b } else { a }
}

/// The larger.
pub(super) fn larger(a: BigFloat, b: BigFloat) -> BigFloat {
    if compare(&a, &b).is_lt() { b } else { a }
}

/// A small integer, exactly.
pub(super) fn whole(n: i32) -> BigFloat {
    BigFloat::from_i32(n, WORD_BIT_SIZE)
}

/// `2^exponent`, exactly.
pub(super) fn power_of_two(exponent: i32) -> BigFloat {
    let mut x = whole(1);
    // The mantissa of 1 is 1/2, its exponent 1.
    x.set_exponent(exponent.saturating_add(1));
    x
}

/// Whether `|x| >= 2^exponent`, for finite `x`.
pub(super) fn is_at_least(x: &BigFloat, exponent: i32) -> bool {
    !x.is_zero() && x.exponent().is_some_and(|e| e > exponent)
}

/// One more unit in the last place outward: a slip of the library in the last bit costs nothing.
pub(super) fn widened(x: &BigFloat, bits: usize, direction: RoundingMode) -> BigFloat {
    let (Some(exponent), false) = (x.exponent(), x.is_zero()) else { return x.clone() };
    let precision = i32::try_from(bits).unwrap_or(i32::MAX);
    let unit = power_of_two(exponent.saturating_sub(precision));
    match direction {
        RoundingMode::Down => x.sub(&unit, bits, RoundingMode::Down),
        _ => x.add(&unit, bits, RoundingMode::Up),
    }
}

/// An integer as a floating-point number, exactly.
fn exact_integer(n: &BigInt) -> BigFloat {
    if n.is_zero() {
        return whole(0);
    }
    let width = WORD_BIT_SIZE / 8;
    let (sign, bytes) = n.to_bytes_le();
    let words: Vec<Word> = bytes
        .chunks(width)
        .map(|chunk| chunk.iter().rev().fold(0, |word: Word, byte| (word << 8) | Word::from(*byte)))
        .collect();
    let sign = if sign == IntegerSign::Minus { FloatSign::Neg } else { FloatSign::Pos };
    match i32::try_from(words.len() * WORD_BIT_SIZE) {
        Ok(exponent) => BigFloat::from_words(&words, sign, exponent),
        Err(_) => BigFloat::nan(None),
    }
}

/// A finite floating-point number as a rational, exactly: `+-M * 2^(exponent - number of bits of the words)`.
fn exact_rational(x: &BigFloat) -> Rational {
    let Some((words, _, sign, exponent, _)) = x.as_raw_parts() else { return Rational::zero() };
    if x.is_zero() {
        return Rational::zero();
    }
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    let sign = if sign == FloatSign::Neg { IntegerSign::Minus } else { IntegerSign::Plus };
    let mantissa = BigInt::from_bytes_le(sign, &bytes);
    let shift = i64::from(exponent) - i64::try_from(bytes.len() * 8).unwrap_or(i64::MAX);
    let places = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
    if shift >= 0 {
        return Rational::from_integer(mantissa << places);
    }
    // Powers of two are cancelled by hand: the general greatest common divisor is slow for huge denominators.
    let twos = usize::try_from(mantissa.trailing_zeros().unwrap_or(0)).unwrap_or(usize::MAX).min(places);
    Rational::new_raw(mantissa >> twos, BigInt::one() << (places - twos))
}

impl Interval {
    /// The interval between two ends. Infinite, undefined or too large ends give [`Failure::Unclear`]; ends too close
    /// to 0 are moved outward, to 0 or to the least magnitude.
    pub(super) fn from_ends(lower: BigFloat, upper: BigFloat) -> Enclosure {
        let (lower, upper) = (in_range(lower, RoundingMode::Down)?, in_range(upper, RoundingMode::Up)?);
        // Cannot happen if the library keeps its word; if it does, nothing may rest on it.
        if compare(&lower, &upper).is_gt() {
            return Err(Failure::Unclear);
        }
        Ok(Self { lower, upper })
    }

    /// The exact rational, enclosed at `bits` bits: each end is the correctly rounded quotient.
    pub fn from_rational(q: &Rational, bits: usize) -> Enclosure {
        if let Some((lower, upper)) = fixed_point::quotient(&q.numer(), &q.denom(), bits) {
            return Self::from_ends(lower, upper);
        }
        let numerator = exact_integer(&q.numer());
        let denominator = exact_integer(&q.denom());
        let end = |direction| numerator.div(&denominator, bits, direction);
        Self::from_ends(end(RoundingMode::Down), end(RoundingMode::Up))
    }

    /// The box `[a, b]` of exact rationals, rounded outward; the order of `a` and `b` does not matter.
    pub fn between(a: &Rational, b: &Rational, bits: usize) -> Enclosure {
        Ok(Self::from_rational(a, bits)?.hull(&Self::from_rational(b, bits)?))
    }

    /// A small integer, exactly.
    #[must_use]
    pub fn integer(n: i32) -> Self {
        Self { lower: whole(n), upper: whole(n) }
    }

    /// The circle constant.
    pub fn pi(bits: usize) -> Enclosure {
        let end = |direction| widened(&with_constants(|c| c.pi(bits, direction)), bits, direction);
        Self::from_ends(end(RoundingMode::Down), end(RoundingMode::Up))
    }

    /// The lower end as a floating-point number.
    pub(super) fn low(&self) -> &BigFloat {
        &self.lower
    }

    /// The upper end as a floating-point number.
    pub(super) fn high(&self) -> &BigFloat {
        &self.upper
    }

    /// The ends, exactly.
    #[must_use]
    pub fn endpoints(&self) -> (Rational, Rational) {
        (self.lower_end(), self.upper_end())
    }

    /// The lower end, exactly.
    #[must_use]
    pub fn lower_end(&self) -> Rational {
        exact_rational(&self.lower)
    }

    /// The upper end, exactly.
    #[must_use]
    pub fn upper_end(&self) -> Rational {
        exact_rational(&self.upper)
    }

    /// Whether both ends agree: the interval is one number.
    #[must_use]
    pub fn is_point(&self) -> bool {
        compare(&self.lower, &self.upper).is_eq()
    }

    /// Whether 0 belongs to it.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        signum(&self.lower) <= 0 && signum(&self.upper) >= 0
    }

    /// Whether it is the number 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.lower.is_zero() && self.upper.is_zero()
    }

    /// Whether every element is positive.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        signum(&self.lower) > 0
    }

    /// Whether every element is negative.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        signum(&self.upper) < 0
    }

    /// Whether no element is negative.
    #[must_use]
    pub fn is_nonnegative(&self) -> bool {
        signum(&self.lower) >= 0
    }

    /// Whether the rational belongs to it.
    #[must_use]
    pub fn contains(&self, q: &Rational) -> bool {
        self.lower_end() <= *q && *q <= self.upper_end()
    }

    /// Whether the other lies within it.
    #[must_use]
    pub fn encloses(&self, other: &Self) -> bool {
        compare(&self.lower, &other.lower).is_le() && compare(&other.upper, &self.upper).is_le()
    }

    /// Whether every element is smaller than every element of the other.
    #[must_use]
    pub fn is_below(&self, other: &Self) -> bool {
        compare(&self.upper, &other.lower).is_lt()
    }

    /// Whether no element exceeds any element of the other.
    #[must_use]
    pub fn is_at_most(&self, other: &Self) -> bool {
        compare(&self.upper, &other.lower).is_le()
    }

    /// Whether they have no element in common.
    #[must_use]
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        self.is_below(other) || other.is_below(self)
    }

    /// The smallest interval that contains both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            lower: smaller(self.lower.clone(), other.lower.clone()),
            upper: larger(self.upper.clone(), other.upper.clone()),
        }
    }

    /// Without what lies outside `[lower, upper]`. Sound only where the value is known to lie there by mathematics.
    pub(super) fn clipped(self, lower: Option<i32>, upper: Option<i32>) -> Self {
        let low = |x: BigFloat, at: i32| larger(x, whole(at));
        let high = |x: BigFloat, at: i32| smaller(x, whole(at));
        let Self { lower: mut a, upper: mut b } = self;
        if let Some(at) = lower {
            (a, b) = (low(a, at), low(b, at));
        }
        if let Some(at) = upper {
            (a, b) = (high(a, at), high(b, at));
        }
        Self { lower: a, upper: b }
    }

    /// `upper - lower`, exactly.
    #[must_use]
    pub fn width(&self) -> Rational {
        self.upper_end() - self.lower_end()
    }

    /// A rational in the middle.
    #[must_use]
    pub fn midpoint(&self) -> Rational {
        (self.lower_end() + self.upper_end()) / Rational::from_integer(BigInt::from(2))
    }
}

/// An end within the range of exponents, moved outward where it is too close to 0.
fn in_range(mut x: BigFloat, direction: RoundingMode) -> Result<BigFloat, Failure> {
    if x.is_nan() || x.is_inf() {
        return Err(Failure::Unclear);
    }
    if x.is_zero() {
        return Ok(whole(0));
    }
    let exponent = x.exponent().ok_or(Failure::Unclear)?;
    if exponent > EXPONENT_LIMIT {
        return Err(Failure::Unclear);
    }
    if exponent < -EXPONENT_LIMIT {
        return Ok(match (direction, x.is_negative()) {
            (RoundingMode::Down, true) => power_of_two(-EXPONENT_LIMIT).neg(),
            (RoundingMode::Up, false) => power_of_two(-EXPONENT_LIMIT),
            _ => whole(0),
        });
    }
    // The end is from now on an exact number of its own.
    x.set_inexact(false);
    Ok(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    #[test]
    fn rationals_convert_exactly_both_ways() {
        for (n, d) in [(0, 1), (1, 1), (-3, 4), (5, 1), (-1, 1 << 40), (i64::MAX, 2)] {
            let q = ratio(n, d);
            let i = Interval::from_rational(&q, 128).unwrap();
            assert!(i.is_point(), "{q}");
            assert_eq!(i.endpoints(), (q.clone(), q));
        }
        let third = Interval::from_rational(&ratio(1, 3), 128).unwrap();
        assert!(third.contains(&ratio(1, 3)) && !third.is_point());
        assert!(third.width() < ratio(1, 1 << 60) * ratio(1, 1 << 60));
    }

    #[test]
    fn large_integers_convert_exactly() {
        let n: BigInt = BigInt::from(10).pow(60) + 7;
        let i = Interval::from_rational(&Rational::from_integer(n.clone()), 256).unwrap();
        assert_eq!(i.lower_end(), Rational::from_integer(n.clone()));
        let rounded = Interval::from_rational(&Rational::from_integer(n.clone()), 64).unwrap();
        assert!(!rounded.is_point() && rounded.contains(&Rational::from_integer(n)));
    }

    #[test]
    fn powers_of_two_are_exact() {
        for e in [-70, -1, 0, 1, 70] {
            let expected = Rational::from_integer(BigInt::from(2)).pow(e);
            assert_eq!(exact_rational(&power_of_two(e)), expected);
            assert!(is_at_least(&power_of_two(e), e) && !is_at_least(&power_of_two(e), e + 1));
        }
    }

    #[test]
    fn pi_is_enclosed() {
        // 3.14159265358979323846264338327950288 to 36 digits (any table).
        let digits: BigInt = "314159265358979323846264338327950288".parse().unwrap();
        let scale = BigInt::from(10).pow(35);
        let pi = Interval::pi(256).unwrap();
        assert!(pi.lower_end() > Rational::new(digits.clone(), scale.clone()));
        assert!(pi.upper_end() < Rational::new(digits + 1, scale));
    }

    #[test]
    fn ends_near_zero_move_outward() {
        let tiny = power_of_two(-EXPONENT_LIMIT - 10);
        let i = Interval::from_ends(tiny.clone(), tiny).unwrap();
        assert!(i.contains_zero() && i.upper_end() > Rational::zero());
    }
}
