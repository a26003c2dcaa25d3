//! Exponential and logarithm by integers: numbers `m * 2^-scale` with a bound of the error, in units of `2^-scale`.
//!
//! In: floating-point ends, a precision. Out: ends below and above the value. It must not know intervals or expressions.
//! At the precisions in use this is many times faster than the series of the library.
//!
//! Every step rounds down by less than one unit, and the bound of the error is carried along ([`Approximate`]):
//! - the product of `a` and `b`, with errors `ea, eb < 2^60` units and `scale >= 128`, is off by at most
//!   `|a| eb + |b| ea + ea eb 2^-scale + 1` units, the third of which is below 1;
//! - `exp x = 2^n (exp(r/2^s))^(2^s)` with `r = x - n log 2` in `[0, log 2]`, by the Taylor series: once a term is below one
//!   unit, all the others together are below it too, because `r/2^s <= 1/2`;
//! - `log x = k log 2 + log c + 2 atanh t` for `x = m 2^k`, `1 <= m < 2`, `t = (m - c)/(m + c)`, `|t| <= 1/64`, and `c` the
//!   next multiple of `1/32`; `log 2 = 2 atanh(1/3)` and `log(1 + j/32) = 2 atanh(j/(64 + j))`.

use super::interval::whole;
use astro_float::{BigFloat, RoundingMode, Sign as FloatSign, WORD_BIT_SIZE, Word};
use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cell::RefCell;

/// Beyond this precision the library takes over.
const MOST_BITS: usize = 512;
/// Bits beyond those wanted: more than the errors below can eat.
const GUARD_BITS: usize = 40;
/// Halvings of the argument of the exponential.
const HALVINGS: u32 = 7;
/// Scales are multiples of this.
const SCALE_STEP: usize = 64;
/// Errors stay below this many units.
const MOST_ERROR: u64 = 1 << 52;
/// The centres of the logarithm are multiples of `1/CENTRES`.
const CENTRES: u32 = 32;

/// `(middle ± error) * 2^-scale`; the scale is known from the context.
#[derive(Clone)]
struct Approximate {
    middle: BigInt,
    error: u64,
}

/// Constants at one scale.
struct Constants {
    scale: usize,
    log_2: Approximate,
    /// `log(1 + j/CENTRES)`, as they are needed.
    centres: Vec<Option<Approximate>>,
}

thread_local! {
    /// Values depend on the scale alone, so that it does not matter which are here.
    static CONSTANTS: RefCell<Vec<Constants>> = const { RefCell::new(Vec::new()) };
}

impl Approximate {
    fn exact(middle: BigInt) -> Self {
        Self { middle, error: 0 }
    }

    /// `256 |middle|`, rounded up, in whole numbers.
    fn size(&self, scale: usize) -> u64 {
        let mut words = self.middle.magnitude().iter_u64_digits().skip(scale / SCALE_STEP - 1);
        let (fraction, whole) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
        (whole.min(1 << 16) << 8) + (fraction >> 56) + 1
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

    fn lower(&self) -> BigInt {
        &self.middle - self.error
    }

    fn upper(&self) -> BigInt {
        &self.middle + self.error
    }
}

/// Ends below `exp(low)` and above `exp(high)`; nothing where the library must do it, or where the ends lie apart.
pub(super) fn exponential(low: &BigFloat, high: &BigFloat, bits: usize) -> Option<(BigFloat, BigFloat)> {
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
fn exponential_of(x: &BigInt, scale: usize, log_2: &Approximate) -> Option<(Approximate, i32)> {
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

/// Ends below and above `log x`, `x > 0`; nothing where the library must do it.
pub(super) fn logarithm(x: &BigFloat, bits: usize) -> Option<(BigFloat, BigFloat)> {
    if bits > MOST_BITS || x.is_zero() || x.is_negative() {
        return None;
    }
    // Close to 1 the value is small: the bits are counted from there.
    let distance = x.sub_full_prec(&whole(1));
    if distance.is_zero() {
        return Some((whole(0), whole(0)));
    }
    let lost = usize::try_from(-i64::from(distance.exponent()?)).unwrap_or(0);
    if lost > MOST_BITS {
        return None;
    }
    let exponent = x.exponent()?;
    let size = usize::try_from(32 - exponent.unsigned_abs().leading_zeros()).ok()?;
    let scale = scale_for(bits + lost + size);
    // x = m 2^k with 1 <= m < 2
    let k = exponent - 1;
    let mut m = x.clone();
    m.set_exponent(1);
    let m = fixed(&m, scale)?;
    let j = ((&m - (BigInt::one() << scale)) * (2 * CENTRES) >> scale).to_u32()?.div_ceil(2);
    let value = with_constants(scale, |c| {
        let mut value = c.centre(j)?;
        value.add(&deviation(&m, j, scale).twice());
        value.middle += &c.log_2.middle * k;
        value.error = value.error.checked_add(u64::from(k.unsigned_abs()).checked_mul(c.log_2.error)?)?;
        (value.error < MOST_ERROR).then_some(value)
    })?;
    let shift = -i32::try_from(scale).ok()?;
    Some((
        float(&value.lower(), shift, bits, RoundingMode::Down)?,
        float(&value.upper(), shift, bits, RoundingMode::Up)?,
    ))
}

/// `atanh((m - c)/(m + c))`, `c = 1 + j/CENTRES`.
fn deviation(m: &BigInt, j: u32, scale: usize) -> Approximate {
    let centre = (BigInt::from(CENTRES + j) << scale) / CENTRES;
    // `m` was rounded down by less than one unit, which moves the quotient by less than one unit; so does rounding it.
    let t = Approximate { middle: ((m - &centre) << scale) / (m + &centre), error: 2 };
    let square = t.times(&t, scale);
    let (mut sum, mut power) = (t.clone(), t);
    for i in 1u32.. {
        power = power.times(&square, scale);
        sum.add(&power.over(2 * i + 1));
        if power.is_negligible() {
            break;
        }
    }
    sum.error += power.error + 2;
    sum
}

/// `atanh(p/q)` for `0 < p/q <= 1/3`.
fn inverse_tangent_of(p: u32, q: u32, scale: usize) -> Approximate {
    let (p, q) = (u64::from(p), u64::from(q));
    // Each power is less than two units below its value: the error is multiplied by at most 1/9 and one more is added.
    let mut power = (BigInt::from(p) << scale) / q;
    let mut sum = Approximate { middle: power.clone(), error: 2 };
    for i in 1u32.. {
        power = power * (p * p) / (q * q);
        let term = Approximate { middle: power.clone(), error: 2 }.over(2 * i + 1);
        sum.add(&term);
        if power.is_zero() {
            break;
        }
    }
    sum.error += 3;
    sum
}

impl Constants {
    fn of(scale: usize) -> Self {
        let log_2 = inverse_tangent_of(1, 3, scale).twice();
        Self { scale, log_2, centres: vec![None; CENTRES as usize + 1] }
    }

    /// `log(1 + j/CENTRES)`
    fn centre(&mut self, j: u32) -> Option<Approximate> {
        if j == 0 {
            return Some(Approximate::exact(BigInt::zero()));
        }
        let scale = self.scale;
        let place = self.centres.get_mut(usize::try_from(j).ok()?)?;
        Some(place.get_or_insert_with(|| inverse_tangent_of(j, 2 * CENTRES + j, scale).twice()).clone())
    }
}

fn with_constants<T>(scale: usize, f: impl FnOnce(&mut Constants) -> Option<T>) -> Option<T> {
    CONSTANTS.with(|cell| {
        let mut known = cell.try_borrow_mut().ok()?;
        let place = match known.iter().position(|c| c.scale == scale) {
            Some(place) => place,
            None => {
                known.push(Constants::of(scale));
                known.len() - 1
            }
        };
        f(known.get_mut(place)?)
    })
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

#[cfg(test)]
mod tests {
    use super::super::interval::{Interval, compare};
    use super::*;
    use crate::symbolic::Rational;
    use proptest::prelude::*;

    fn end(n: i64, d: i64) -> BigFloat {
        Interval::from_rational(&Rational::new(n.into(), d.into()), 192).unwrap().low().clone()
    }

    /// The library's value to many digits lies between the ends, and these are close together.
    fn agrees(found: Option<(BigFloat, BigFloat)>, exact: &BigFloat, bits: usize) {
        let (a, b) = found.unwrap();
        assert!(compare(&a, exact).is_le() && compare(exact, &b).is_le(), "{a} {exact} {b}");
        let width = b.sub(&a, 64, RoundingMode::Up);
        let unit = exact.exponent().unwrap() - i32::try_from(bits).unwrap() + 2;
        assert!(width.is_zero() || width.exponent().unwrap() <= unit, "{a} {b}");
    }

    proptest! {
        #[test]
        fn exponentials_are_those_of_the_library(n in -4_000_000_i64..4_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
            let (x, bits) = (end(n, d), bits * 40 + 24);
            let exact = super::super::interval::with_constants(|c| x.exp(bits + 200, RoundingMode::ToEven, c));
            agrees(exponential(&x, &x, bits), &exact, bits);
        }

        #[test]
        fn logarithms_are_those_of_the_library(n in 1_i64..40_000_000, d in 1_i64..1_000_000, bits in 1_usize..8) {
            let (x, bits) = (end(n, d), bits * 40 + 24);
            if compare(&x, &whole(1)).is_ne() {
                let exact = super::super::interval::with_constants(|c| x.ln(bits + 200, RoundingMode::ToEven, c));
                agrees(logarithm(&x, bits), &exact, bits);
            }
        }

        #[test]
        fn thin_intervals_are_enclosed(n in -4000_i64..4000, d in 1_i64..1000, width in 40_u32..80) {
            let low = end(n, d);
            let mut step = whole(1);
            step.set_exponent(1 - i32::try_from(width).unwrap());
            let high = low.add_full_prec(&step);
            let (a, b) = exponential(&low, &high, 64).unwrap();
            let exact = |x: &BigFloat| super::super::interval::with_constants(|c| x.exp(400, RoundingMode::ToEven, c));
            prop_assert!(compare(&a, &exact(&low)).is_le() && compare(&exact(&high), &b).is_le());
        }
    }

    #[test]
    fn edges() {
        let (a, b) = exponential(&whole(0), &whole(0), 64).unwrap();
        assert!(compare(&a, &whole(1)).is_le() && compare(&b, &whole(1)).is_ge());
        // Close to 1, and far away.
        for bits in [64, 200] {
            for (sign, e) in [(1, -150), (-1, -150), (1, -60), (-1, -3)] {
                let mut step = whole(sign);
                step.set_exponent(e);
                let x = whole(1).add_full_prec(&step);
                let exact = super::super::interval::with_constants(|c| x.ln(700, RoundingMode::ToEven, c));
                agrees(logarithm(&x, bits), &exact, bits);
            }
            for e in [-4_000_000, -70, 0, 2, 70, 4_000_000] {
                let mut x = end(13, 7);
                x.set_exponent(e);
                let exact = super::super::interval::with_constants(|c| x.ln(400, RoundingMode::ToEven, c));
                agrees(logarithm(&x, bits), &exact, bits);
            }
            for (n, e) in [(1, -100), (-1, -100), (5, 23), (-5, 23)] {
                let mut x = whole(n);
                x.set_exponent(e);
                let exact = super::super::interval::with_constants(|c| x.exp(400, RoundingMode::ToEven, c));
                agrees(exponential(&x, &x, bits), &exact, bits);
            }
        }
        // Too wide, too precise, not positive.
        assert!(exponential(&whole(0), &whole(1), 64).is_none());
        assert!(exponential(&whole(1), &whole(1), 1000).is_none());
        assert!(logarithm(&whole(-1), 64).is_none() && logarithm(&whole(0), 64).is_none());
    }
}
