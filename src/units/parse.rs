//! From unit expressions of the syntax tree to units.
//!
//! In: a [`UnitExpr`]. Out: a [`Unit`], or the first [`UnitError`] in the order written. It must not know what the
//! unit belongs to.

use super::error::UnitError;
use super::exponent::{self, Exponent};
use super::si::{self, Refusal};
use super::unit::{NamedUnit, Unit};
use crate::syntax::ast::{Ident, UnitExpr, UnitExprKind};
use num_traits::One;

/// Largest numerator and denominator of an exponent as written. Real units stay below ten.
pub const MAX_WRITTEN_EXPONENT: i32 = 100;

/// The unit an expression means.
///
/// The tree is walked with a list instead of recursion, so that a product of ten thousand factors is no deeper than one
/// of two. Each pending part carries the power it stands under.
///
/// # Errors
/// The first name that is no unit or exponent that is too large. `mV^0` is 1, but `foo^0` is an error.
pub fn parse(expr: &UnitExpr) -> Result<Unit, UnitError> {
    let mut product = Unit::one();
    let mut pending = vec![(expr, Exponent::one())];
    while let Some((part, power)) = pending.pop() {
        let too_large = |_| UnitError::ExponentTooLarge { span: part.span };
        match &part.kind {
            UnitExprKind::One => {}
            UnitExprKind::Name(name) => {
                let factor = named(name)?.pow(power).map_err(too_large)?;
                product = product.mul(&factor).map_err(too_large)?;
            }
            UnitExprKind::Mul(left, right) => pending.extend([(&**right, power), (&**left, power)]),
            UnitExprKind::Div(left, right) => pending.extend([(&**right, -power), (&**left, power)]),
            UnitExprKind::Pow(base, written) => {
                let written = exponent::from_rational(written).map_err(too_large)?;
                if written.numer().abs() > MAX_WRITTEN_EXPONENT || *written.denom() > MAX_WRITTEN_EXPONENT {
                    return Err(UnitError::ExponentTooLarge { span: part.span });
                }
                pending.push((&**base, exponent::product(power, written).map_err(too_large)?));
            }
        }
    }
    Ok(product)
}

fn named(ident: &Ident) -> Result<Unit, UnitError> {
    let (name, span) = (ident.name.clone(), ident.span);
    NamedUnit::look_up(&name).map(Unit::named).map_err(|refusal| match refusal {
        Refusal::Offset => UnitError::Offset { name, span },
        Refusal::Logarithmic => UnitError::Logarithmic { name, span },
        Refusal::Inexact => UnitError::Inexact { name, span },
        Refusal::Unknown => UnitError::Unknown { suggestion: suggestion(&name), name, span },
    })
}

/// Longest name for which a near miss is sought.
const MAX_SUGGESTED_LENGTH: usize = 32;

/// Everyday spellings of units that are no near misses of their symbols.
const EVERYDAY: &[(&str, &str)] = &[
    ("sec", "s"),
    ("secs", "s"),
    ("msec", "ms"),
    ("usec", "us"),
    ("nsec", "ns"),
    ("hr", "h"),
    ("hrs", "h"),
    ("mins", "min"),
    ("cc", "mL"),
    ("mho", "S"),
    ("micron", "um"),
    ("gr", "g"),
    ("y", "yr"),
];

/// The unit whose name is closest: another case of a letter costs 1, any other edit 2. Up to two letters only the
/// case may differ, else every `x` would be some unit. Ties go to plain units, then to small prefixes.
fn suggestion(name: &str) -> Option<String> {
    if let Some((_, usual)) = EVERYDAY.iter().find(|(spelling, _)| *spelling == name) {
        return Some((*usual).to_owned());
    }
    let letters: Vec<char> = name.chars().take(MAX_SUGGESTED_LENGTH + 1).collect();
    if letters.len() > MAX_SUGGESTED_LENGTH {
        return None;
    }
    let candidates = si::all_names().filter_map(|(candidate, power)| {
        let other: Vec<char> = candidate.chars().collect();
        if letters.len() < 3 && !equal_but_for_case(&letters, &other) {
            return None;
        }
        let distance = edit_distance(&letters, &other);
        (distance <= 2).then_some((distance, power, candidate))
    });
    candidates.min().map(|(_, _, candidate)| candidate)
}

fn equal_but_for_case(a: &[char], b: &[char]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.eq_ignore_ascii_case(y))
}

/// Weighted Levenshtein distance, row by row. No two lengths that differ by two or more are within reach.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 1 {
        return usize::MAX;
    }
    let mut above: Vec<usize> = (0..=b.len()).map(|n| 2 * n).collect();
    for (row, x) in a.iter().enumerate() {
        let mut current = vec![2 * (row + 1)];
        let mut left = 2 * (row + 1);
        for (y, pair) in b.iter().zip(above.windows(2)) {
            let change = if x == y {
                0
            } else if x.eq_ignore_ascii_case(y) {
                1
            } else {
                2
            };
            let (diagonal, up) = (pair.first().copied().unwrap_or(left), pair.last().copied().unwrap_or(left));
            left = (diagonal + change).min(up + 2).min(left + 2);
            current.push(left);
        }
        above = current;
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rational::Rational;
    use crate::syntax::span::{FileId, Span};

    fn span(start: usize) -> Span {
        Span::new(FileId(0), start, start + 1)
    }

    fn name(text: &str, start: usize) -> Box<UnitExpr> {
        let span = span(start);
        Box::new(UnitExpr { kind: UnitExprKind::Name(Ident { name: text.to_owned(), span }), span })
    }

    fn power(base: Box<UnitExpr>, numer: i64, denom: i64) -> UnitExpr {
        let exponent = Rational::new(numer.into(), denom.into());
        UnitExpr { span: span(90), kind: UnitExprKind::Pow(base, exponent) }
    }

    #[test]
    fn errors_name_the_first_culprit() {
        let kind = UnitExprKind::Div(name("foo", 3), name("dB", 7));
        assert_eq!(
            parse(&UnitExpr { kind, span: span(0) }),
            Err(UnitError::Unknown { name: "foo".to_owned(), span: span(3), suggestion: None })
        );
        assert_eq!(parse(&name("dB", 7)), Err(UnitError::Logarithmic { name: "dB".to_owned(), span: span(7) }));
        assert_eq!(parse(&name("degC", 7)), Err(UnitError::Offset { name: "degC".to_owned(), span: span(7) }));
        assert_eq!(parse(&name("Da", 7)), Err(UnitError::Inexact { name: "Da".to_owned(), span: span(7) }));
    }

    #[test]
    fn exponents_are_bounded_and_zero_hides_no_error() {
        let too_large = Err(UnitError::ExponentTooLarge { span: span(90) });
        assert_eq!(parse(&power(name("mV", 0), 101, 1)), too_large);
        assert_eq!(parse(&power(name("mV", 0), 1, 101)), too_large);
        assert_eq!(parse(&power(name("mV", 0), i64::MIN, 1)), too_large);
        assert!(parse(&power(name("mV", 0), -100, 99)).is_ok());
        let nest = (0..8).fold(*name("mV", 0), |base, _| power(Box::new(base), 99, 1));
        assert_eq!(parse(&nest), too_large);
        assert_eq!(parse(&power(name("mV", 0), 0, 1)), Ok(Unit::one()));
        assert!(matches!(parse(&power(name("foo", 0), 0, 1)), Err(UnitError::Unknown { .. })));
    }

    #[test]
    fn long_products_need_no_stack() {
        let product = (0..5000).fold(*name("s", 0), |left, _| UnitExpr {
            kind: UnitExprKind::Mul(Box::new(left), name("s", 0)),
            span: span(0),
        });
        assert_eq!(parse(&product).map(|unit| unit.to_string()), Ok("s^5001".to_owned()));
    }

    #[test]
    fn near_misses_are_suggested() {
        for (written, meant) in [
            ("mv", "mV"),
            ("MV2", "MV"),
            ("khz", "kHz"),
            ("mvolt", "volt"),
            ("msec", "ms"),
            ("secnd", "second"),
            ("hr", "h"),
            ("Ohm", "ohm"),
            ("millivolt2", "millivolt"),
        ] {
            assert_eq!(suggestion(written).as_deref(), Some(meant), "{written}");
        }
        for none in ["x", "", "parsnip", "ζ", &"m".repeat(100_000)] {
            assert_eq!(suggestion(none), None);
        }
    }
}
