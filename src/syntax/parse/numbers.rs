//! Exact numbers from their digits.

use super::Built;
use crate::diagnostics::{Code, Diagnostic};
use crate::rational::Rational;
use crate::syntax::span::Span;
use num_bigint::BigInt;
use num_traits::Pow;

/// Most digits a number may be written with.
pub const MAX_DIGITS: usize = 10_000;

/// Largest power of ten behind an `e`. A few letters must not stand for megabytes, so it is less than [`MAX_DIGITS`].
pub const MAX_EXPONENT: i64 = 1_000;

/// The value of `12`, `1.5` or `2.5e-3`.
///
/// # Errors
/// G0107 where writing the number out would need too many digits.
pub fn number(text: &str, span: Span) -> Built<Rational> {
    let too_large = |why: String| {
        let finding = Diagnostic::error(Code::G0107, "the number is too large to be written out");
        Box::new(finding.primary(span, why).note("numbers are exact, and kept with all their digits"))
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let count = whole.len() + fraction.len();
    if count > MAX_DIGITS {
        return Err(too_large(format!("{count} digits, and {MAX_DIGITS} are the most")));
    }
    let exponent = exponent.replace('−', "-");
    let in_range = exponent.parse::<i64>().ok().filter(|power| power.abs() <= MAX_EXPONENT);
    let Some(exponent) = in_range else {
        return Err(too_large(format!("the exponent must lie between -{MAX_EXPONENT} and {MAX_EXPONENT}")));
    };
    let digits: BigInt = format!("{whole}{fraction}").parse().map_err(|_| super::defect(span, "a number"))?;
    let power = exponent - i64::try_from(fraction.len()).unwrap_or(0);
    let scale = BigInt::from(10).pow(power.unsigned_abs());
    Ok(if power < 0 { Rational::new(digits, scale) } else { Rational::from(digits * scale) })
}

/// The integer in `x⁻²`, and its digits as written on the line.
pub fn superscript(text: &str) -> (bool, String) {
    let digit = |c: char| match c {
        '⁰' => Some('0'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10),
        _ => None,
    };
    (text.starts_with('⁻'), text.chars().filter_map(digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::span::FileId;

    fn value(text: &str) -> Option<String> {
        number(text, Span::new(FileId(0), 0, text.len())).ok().map(|value| value.to_string())
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(value("2.5").as_deref(), Some("5/2"));
        assert_eq!(value("0.1").as_deref(), Some("1/10"));
        assert_eq!(value("1e-6").as_deref(), Some("1/1000000"));
        assert_eq!(value("1.25E+2").as_deref(), Some("125"));
        assert_eq!(value("00.0").as_deref(), Some("0"));
    }

    #[test]
    fn numbers_without_bound_are_refused() {
        assert!(value(&"9".repeat(10_000)).is_some());
        for text in ["9".repeat(1_000_000), "1e1001".into(), "1e-99999999999999999999".into(), "0e9999".into()] {
            let error = number(&text, Span::new(FileId(0), 0, text.len())).expect_err("too large");
            assert_eq!(error.code, Code::G0107);
        }
    }

    #[test]
    fn raised_digits_are_digits() {
        assert_eq!(superscript("⁻²⁰⁴"), (true, "204".to_owned()));
        assert_eq!(superscript("¹³"), (false, "13".to_owned()));
    }
}
