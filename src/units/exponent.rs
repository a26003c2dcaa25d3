//! Rational exponents of units, with arithmetic that cannot overflow.
//!
//! In: exponents. Out: their sum or product, or [`ExponentTooLarge`]. It must not know what is raised.
//! Machine integers suffice for any unit anyone writes; the limit keeps a hostile `mV^9^9^9` from wrapping
//! round to a wrong answer.

use crate::rational::Rational;
use num_rational::Ratio;
use num_traits::ToPrimitive;
use std::fmt;

/// An exponent, in lowest terms with a positive denominator.
pub type Exponent = Ratio<i32>;

/// Largest numerator and denominator an exponent may have. Far above sense, far below overflow.
pub const LIMIT: i32 = 1_000_000;

/// An exponent passed [`LIMIT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExponentTooLarge;

impl fmt::Display for ExponentTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an exponent of a unit passed {LIMIT}")
    }
}

impl std::error::Error for ExponentTooLarge {}

/// `a + b`.
///
/// # Errors
/// [`ExponentTooLarge`] when the sum passes [`LIMIT`].
pub fn sum(a: Exponent, b: Exponent) -> Result<Exponent, ExponentTooLarge> {
    let [p, q, r, s] = wide(a, b);
    lowest(p * s + r * q, q * s)
}

/// `a * b`.
///
/// # Errors
/// [`ExponentTooLarge`] when the product passes [`LIMIT`].
pub fn product(a: Exponent, b: Exponent) -> Result<Exponent, ExponentTooLarge> {
    let [p, q, r, s] = wide(a, b);
    lowest(p * r, q * s)
}

/// An exponent from an exact number.
///
/// # Errors
/// [`ExponentTooLarge`] when it passes [`LIMIT`].
pub fn from_rational(value: &Rational) -> Result<Exponent, ExponentTooLarge> {
    match (value.numer().to_i32(), value.denom().to_i32()) {
        (Some(numer), Some(denom)) => lowest(i128::from(numer), i128::from(denom)),
        _ => Err(ExponentTooLarge),
    }
}

/// Numerators and denominators of both, so wide that one sum of products cannot overflow.
fn wide(a: Exponent, b: Exponent) -> [i128; 4] {
    [*a.numer(), *a.denom(), *b.numer(), *b.denom()].map(i128::from)
}

fn lowest(numer: i128, denom: i128) -> Result<Exponent, ExponentTooLarge> {
    // A zero denominator can only come from a caller's raw constructor; it has no value to return.
    if denom == 0 {
        return Err(ExponentTooLarge);
    }
    let ratio = Ratio::new(numer, denom);
    let within = |n: i128| i32::try_from(n).ok().filter(|n| n.abs() <= LIMIT).ok_or(ExponentTooLarge);
    Ok(Exponent::new_raw(within(*ratio.numer())?, within(*ratio.denom())?))
}

/// Writes the exponent as it follows a name in ASCII: nothing for 1, `^2`, `^-1`, `^(1/2)`, `^(-1/2)`.
///
/// # Errors
/// Those of the formatter.
pub fn write_ascii(f: &mut impl fmt::Write, exponent: Exponent) -> fmt::Result {
    match (*exponent.numer(), *exponent.denom()) {
        (1, 1) => Ok(()),
        (numer, 1) => write!(f, "^{numer}"),
        (numer, denom) => write!(f, "^({numer}/{denom})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overflow_is_an_error_not_a_wrapped_number() {
        let huge = Exponent::new_raw(i32::MIN, 1);
        assert_eq!(sum(huge, huge), Err(ExponentTooLarge));
        assert_eq!(product(huge, huge), Err(ExponentTooLarge));
        assert_eq!(sum(Exponent::from(LIMIT), Exponent::from(1)), Err(ExponentTooLarge));
        let thin = Exponent::new(1, LIMIT);
        assert_eq!(product(thin, Exponent::new(1, 2)), Err(ExponentTooLarge));
        assert_eq!(sum(Exponent::new_raw(1, 0), thin), Err(ExponentTooLarge));
    }

    #[test]
    fn results_are_in_lowest_terms() {
        assert_eq!(sum(Exponent::new(1, 6), Exponent::new(1, 3)), Ok(Exponent::new(1, 2)));
        assert_eq!(product(Exponent::new(2, 3), Exponent::new(-3, 4)), Ok(Exponent::new(-1, 2)));
        let big = Rational::new(6.into(), (-4).into());
        assert_eq!(from_rational(&big), Ok(Exponent::new(-3, 2)));
    }
}
