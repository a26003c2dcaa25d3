//! Elementary functions by integers: numbers `m * 2^-scale` with a bound of the error, in units of `2^-scale`.
//!
//! In: floating-point numbers, a precision. Out: ends below and above the value; nothing where the library must do it. It must not know
//! intervals or expressions. At the precisions in use this is many times faster than the series of the library.
//!
//! Every step rounds by less than one unit, and the bound of the error is carried along ([`Approximate`]): the product of `a` and `b`,
//! with errors `ea, eb < 2^60` units and `scale >= 128`, is off by at most `|a| eb + |b| ea + ea eb 2^-scale + 1` units, the third of
//! which is below 1. How each function is led back to a short series stands in its module.

mod arctangent;
mod constants;
mod error_function;
mod exponential;
mod hyperbolic;
mod logarithm;
mod root;
mod sine;
#[cfg(test)]
mod tests;

pub(super) use arctangent::{arccosine, arcsine, arctangent};
pub(super) use error_function::error_function;
pub(super) use exponential::exponential;
pub(super) use hyperbolic::{
    area_cosine, area_sine, area_tangent, hyperbolic_cosine, hyperbolic_sine, hyperbolic_tangent,
};
pub(super) use logarithm::logarithm;
pub(super) use root::{quotient, square_root};
pub(super) use sine::{cosine, sine, tangent};

use super::interval::whole;
use astro_float::{BigFloat, RoundingMode, Sign as FloatSign, WORD_BIT_SIZE, Word};
use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, Zero};

/// A number below a value and one above it.
pub(super) type Ends = Option<(BigFloat, BigFloat)>;

/// Beyond this precision the library takes over.
const MOST_BITS: usize = 512;
/// Bits beyond those wanted: more than the errors below can eat.
const GUARD_BITS: usize = 40;
/// Scales are multiples of this.
const SCALE_STEP: usize = 64;
/// Errors stay below this many units.
const MOST_ERROR: u64 = 1 << 52;

/// `(middle ± error) * 2^-scale`; the scale is known from the context.
#[derive(Clone)]
struct Approximate {
    middle: BigInt,
    error: u64,
}

impl Approximate {
    fn exact(middle: BigInt) -> Self {
        Self { middle, error: 0 }
    }

    /// `256 |middle|`, rounded up, in whole numbers; of numbers below `2^48`.
    fn size(&self, scale: usize) -> u64 {
        let mut words = self.middle.magnitude().iter_u64_digits().skip(scale / SCALE_STEP - 1);
        let (fraction, whole) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
        (whole.min(1 << 48) << 8) + (fraction >> 56) + 1
    }

    /// The product, of numbers of moderate size.
    fn times(&self, other: &Self, scale: usize) -> Self {
        let off =
            self.size(scale).saturating_mul(other.error).saturating_add(other.size(scale).saturating_mul(self.error));
        Self { middle: (&self.middle * &other.middle) >> scale, error: (off >> 8) + 3 }
    }

    fn over(&self, n: u32) -> Self {
        Self { middle: &self.middle / BigInt::from(n), error: self.error / u64::from(n) + 2 }
    }

    fn add(&mut self, other: &Self) {
        self.middle += &other.middle;
        self.error += other.error;
    }

    fn twice(self) -> Self {
        Self { middle: self.middle << 1, error: 2 * self.error }
    }

    /// Whether it may be less than one unit.
    fn is_negligible(&self) -> bool {
        self.middle.abs() <= BigInt::one()
    }

    /// The ends at a precision, where the error is small beside the value.
    fn ends(&self, scale: usize, bits: usize) -> Ends {
        let error_bits = u64::from(u64::BITS - self.error.leading_zeros());
        if self.error >= MOST_ERROR || self.middle.bits() < u64::try_from(bits).ok()? + error_bits {
            return None;
        }
        let shift = -i32::try_from(scale).ok()?;
        let end = |n: &BigInt, direction| float(n, shift, bits, direction);
        Some((end(&self.lower(), RoundingMode::Down)?, end(&self.upper(), RoundingMode::Up)?))
    }

    fn negated(self) -> Self {
        Self { middle: -self.middle, error: self.error }
    }

    fn lower(&self) -> BigInt {
        &self.middle - self.error
    }

    fn upper(&self) -> BigInt {
        &self.middle + self.error
    }
}

/// A scale for so many bits; there are few different ones.
fn scale_for(bits: usize) -> usize {
    (bits + GUARD_BITS).next_multiple_of(SCALE_STEP).max(2 * SCALE_STEP)
}

/// The number at this scale, rounded down.
fn fixed(x: &BigFloat, scale: usize) -> Option<BigInt> {
    if x.is_zero() {
        return Some(BigInt::zero());
    }
    let (words, _, sign, exponent, _) = x.as_raw_parts()?;
    let digits: Vec<u32> = words.iter().flat_map(|w| [(*w & 0xffff_ffff) as u32, (*w >> 32) as u32]).collect();
    let sign = if sign == FloatSign::Neg { Sign::Minus } else { Sign::Plus };
    let mantissa = BigInt::from_slice(sign, &digits);
    let shift = i64::from(exponent) - i64::try_from(words.len() * WORD_BIT_SIZE).ok()? + i64::try_from(scale).ok()?;
    let places = usize::try_from(shift.unsigned_abs()).ok()?;
    Some(if shift >= 0 { mantissa << places } else { mantissa >> places })
}

/// `n * 2^shift`, rounded to `bits` bits.
fn float(n: &BigInt, shift: i32, bits: usize, direction: RoundingMode) -> Option<BigFloat> {
    if n.is_zero() {
        return Some(whole(0));
    }
    let (sign, words) = n.to_u64_digits();
    let words: Vec<Word> = words;
    let sign = if sign == Sign::Minus { FloatSign::Neg } else { FloatSign::Pos };
    let exponent = i32::try_from(words.len() * WORD_BIT_SIZE).ok()?.checked_add(shift)?;
    let mut x = BigFloat::from_words(&words, sign, exponent);
    x.set_precision(bits, direction).ok()?;
    Some(x)
}

/// Bits that a number close to 0 has before its first one.
fn zeros_before(x: &BigFloat) -> Option<usize> {
    let lost = usize::try_from(-i64::from(x.exponent()?)).unwrap_or(0);
    (lost <= MOST_BITS).then_some(lost)
}
