//! Decimal numerals: rounding rationals to significant digits, and reading numerals exactly.
//!
//! In: rationals and text. Out: text and rationals. It must not know expressions. Rounding is to nearest, halves away
//! from zero.

use crate::symbolic::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

/// Powers of ten beyond this are neither written nor read.
const MAX_DECIMAL_EXPONENT: i64 = 3_000_000;

/// A numeral as written: its value and the value of one unit in its last digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// The number.
    pub value: Rational,
    /// One unit in the last written digit.
    pub unit: Rational,
}

/// What is wrong with a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumeralError {
    /// It has no digit where one is needed.
    MissingDigits,
    /// A character that does not belong there.
    UnexpectedCharacter {
        /// The character.
        character: char,
    },
    /// The exponent is out of range.
    ExponentTooLarge,
}

/// `10^n`
#[must_use]
pub fn power_of_ten(n: i64) -> Rational {
    let p: BigInt = Pow::pow(BigInt::from(10), n.unsigned_abs());
    if n >= 0 { Rational::from_integer(p) } else { Rational::new_raw(BigInt::one(), p) }
}

/// The largest `n` with `10^n <= |q|`, for `q` not 0.
fn decimal_exponent(q: &Rational) -> i64 {
    let bits = |n: &BigInt| i64::try_from(n.bits()).unwrap_or(i64::MAX);
    let binary = bits(&q.numer()) - bits(&q.denom());
    // log10(2) = 0.30102999566..; the estimate is at most one off, corrected below.
    let mut n = (i128::from(binary) * 30_103).div_euclid(100_000).to_i64().unwrap_or(0);
    let magnitude = q.abs();
    while magnitude < power_of_ten(n) {
        n -= 1;
    }
    while magnitude >= power_of_ten(n + 1) {
        n += 1;
    }
    n
}

/// The digits of `|q|` rounded to `digits` significant ones, and the decimal exponent of the first.
fn rounded_digits(q: &Rational, digits: usize) -> Option<(String, i64)> {
    let digits = i64::try_from(digits.max(1)).ok()?;
    let bits = q.bits();
    if bits > 4 * MAX_DECIMAL_EXPONENT.unsigned_abs() {
        return None;
    }
    let mut exponent = decimal_exponent(q);
    let scaled = q.abs() * power_of_ten(digits - 1 - exponent);
    let twice_plus_one: BigInt = scaled.numer() * 2 + scaled.denom();
    let mut text = twice_plus_one.div_floor(&(scaled.denom() * 2)).to_string();
    if i64::try_from(text.len()).ok()? > digits {
        // 9.99 became 10.0
        text.pop();
        exponent += 1;
    }
    Some((text, exponent))
}

/// The rational rounded to `digits` significant digits: plain for moderate sizes, else with an exponent.
#[must_use]
pub fn decimal(q: &Rational, digits: usize) -> Option<String> {
    if q.is_zero() {
        return Some("0".to_owned());
    }
    let (text, exponent) = rounded_digits(q, digits)?;
    Some(format!("{}{}", if q.is_negative() { "-" } else { "" }, layout(&text, exponent)))
}

/// Places the decimal point: `exponent` belongs to the first digit.
fn layout(digits: &str, exponent: i64) -> String {
    let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    if (-7..0).contains(&exponent) {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("0.{zeros}{digits}");
    }
    if exponent >= 0 && exponent < count.min(40) {
        let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).unwrap_or(digits.len()));
        return if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    }
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{first}{point}{rest}e{exponent}")
}

/// The decimal of `digits` significant digits to which both ends round, if it is one and the same.
#[must_use]
pub fn agreed_decimal(lower: &Rational, upper: &Rational, digits: usize) -> Option<String> {
    let a = decimal(lower, digits)?;
    if lower == upper {
        return Some(a);
    }
    (a == decimal(upper, digits)?).then_some(a)
}

/// Two decimals of about `digits` significant digits between which both numbers lie: rounded down and rounded up.
#[must_use]
pub fn outward(lower: &Rational, upper: &Rational, digits: usize) -> Option<(Rational, Rational)> {
    let size = lower.abs().max(upper.abs());
    if size.is_zero() {
        return Some((Rational::zero(), Rational::zero()));
    }
    if size.bits() > MAX_DECIMAL_EXPONENT.unsigned_abs() {
        return None;
    }
    let unit = power_of_ten(decimal_exponent(&size) + 1 - i64::try_from(digits.max(1)).ok()?);
    Some(((lower / &unit).floor() * &unit, (upper / &unit).ceil() * &unit))
}

/// Reads `[+-]digits[.digits][e[+-]digits]` exactly. The typographic minus sign counts as a minus.
pub fn read_numeral(text: &str) -> Result<Numeral, NumeralError> {
    let text = text.trim().replace('\u{2212}', "-");
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => (m, read_exponent(e)?),
        None => (text.as_str(), 0),
    };
    let (negative, mantissa) = split_sign(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = format!("{whole}{fraction}");
    let value = read_digits(&digits)?;
    let places = i64::try_from(fraction.len()).map_err(|_| NumeralError::ExponentTooLarge)?;
    let last = exponent - places;
    if last.abs() > MAX_DECIMAL_EXPONENT {
        return Err(NumeralError::ExponentTooLarge);
    }
    let unit = power_of_ten(last);
    let value = Rational::from_integer(if negative { -value } else { value }) * &unit;
    Ok(Numeral { value, unit })
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn read_digits(digits: &str) -> Result<BigInt, NumeralError> {
    if let Some(character) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(NumeralError::UnexpectedCharacter { character });
    }
    digits.parse().map_err(|_| NumeralError::MissingDigits)
}

fn read_exponent(text: &str) -> Result<i64, NumeralError> {
    let (negative, digits) = split_sign(text);
    let n = read_digits(digits)?.to_i64().filter(|n| *n <= MAX_DECIMAL_EXPONENT);
    let n = n.ok_or(NumeralError::ExponentTooLarge)?;
    Ok(if negative { -n } else { n })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    #[test]
    fn outward_rounding_contains_both_ends() {
        let (a, b) = (Rational::new((-1).into(), 3.into()), Rational::new(2.into(), 3.into()));
        let (low, high) = outward(&a, &b, 3).expect("moderate numbers");
        assert_eq!((low, high), (ratio(-334, 1000), ratio(667, 1000)));
        assert_eq!(outward(&Rational::zero(), &Rational::zero(), 3), Some((Rational::zero(), Rational::zero())));
    }

    #[test]
    fn rationals_round_to_significant_digits() {
        let cases = [
            (ratio(1, 3), 5, "0.33333"),
            (ratio(-2, 3), 3, "-0.667"),
            (ratio(9999, 10_000), 3, "1.00"),
            (ratio(5, 2), 1, "3"),
            (ratio(-5, 2), 1, "-3"),
            (ratio(12_345, 1), 3, "1.23e4"),
            (ratio(12_345, 1), 5, "12345"),
            (ratio(12_345, 1), 7, "12345.00"),
            (ratio(1, 1000), 2, "0.0010"),
            (ratio(1, 1_000_000_000), 2, "1.0e-9"),
            (ratio(10, 1), 1, "1e1"),
        ];
        for (q, digits, expected) in cases {
            assert_eq!(decimal(&q, digits).as_deref(), Some(expected), "{q}");
        }
    }

    #[test]
    fn only_agreed_digits_are_shown() {
        assert_eq!(agreed_decimal(&ratio(1234, 1000), &ratio(1236, 1000), 3), None);
        assert_eq!(agreed_decimal(&ratio(1231, 1000), &ratio(1232, 1000), 3).as_deref(), Some("1.23"));
        assert_eq!(agreed_decimal(&ratio(-1, 1000), &ratio(1, 1000), 3), None);
    }

    #[test]
    fn numerals_are_read_exactly() {
        let numeral = |t: &str| read_numeral(t).map(|n| (n.value, n.unit));
        assert_eq!(numeral("2.80"), Ok((ratio(14, 5), ratio(1, 100))));
        assert_eq!(numeral("-1.5e-3"), Ok((ratio(-3, 2000), ratio(1, 10_000))));
        assert_eq!(numeral("\u{2212}2"), Ok((ratio(-2, 1), ratio(1, 1))));
        assert_eq!(numeral("3E2"), Ok((ratio(300, 1), ratio(100, 1))));
        assert_eq!(numeral(".5"), Ok((ratio(1, 2), ratio(1, 10))));
        assert_eq!(numeral(""), Err(NumeralError::MissingDigits));
        assert_eq!(numeral("1.2.3"), Err(NumeralError::UnexpectedCharacter { character: '.' }));
        assert_eq!(numeral("1e99999999"), Err(NumeralError::ExponentTooLarge));
    }
}
