//! The sides of a counterexample as numbers: to as many digits as show that they differ.
//!
//! In: two values. Out: texts. Every digit is certain; an interval's ends are rounded outwards. It must not decide anything.

use crate::emit::text::ascii;
use crate::enclosure::Value;
use crate::enclosure::decimal::{decimal, outward};
use crate::symbolic::{Expr, Rational};

/// Digits of values that are not rational, unless more are needed to tell them apart.
const DIGITS: usize = 12;
/// Most digits shown.
const MOST_DIGITS: usize = 200;
/// Longer exact values are shown as decimals.
const LONGEST_EXACT: usize = 40;

/// Both sides.
#[must_use]
pub fn side_texts(left: &Value, right: &Value) -> [String; 2] {
    let digits = digits_apart(left, right).unwrap_or(DIGITS);
    [left, right].map(|side| value_text(side, digits))
}

/// How many digits show that the sides differ.
#[must_use]
pub fn digits_apart(left: &Value, right: &Value) -> Option<usize> {
    let ((a, b), (c, d)) = (left.bounds()?, right.bounds()?);
    let differ = |n: &usize| match (outward(&a, &b, *n), outward(&c, &d, *n)) {
        (Some((a, b)), Some((c, d))) => b < c || d < a,
        _ => false,
    };
    (DIGITS..=MOST_DIGITS).step_by(4).find(differ)
}

/// `7/4`, `2.80685281944`, or an interval where so many digits are not certain.
fn value_text(value: &Value, digits: usize) -> String {
    if let Some(q) = value.as_exact() {
        return exact(q, digits);
    }
    if let Value::Undefined { node } = value {
        return format!("undefined (because of {})", ascii(node));
    }
    if let Some(text) = value.decimal(digits) {
        return text;
    }
    let ends = value.bounds().and_then(|(a, b)| {
        let (low, high) = outward(&a, &b, digits)?;
        Some((decimal(&low, digits + 1)?, decimal(&high, digits + 1)?))
    });
    ends.map_or_else(|| "unknown".into(), |(a, b)| format!("[{a}, {b}]"))
}

fn exact(q: &Rational, digits: usize) -> String {
    let text = ascii(&Expr::number(q.clone()));
    if text.len() <= LONGEST_EXACT {
        return text;
    }
    decimal(q, digits).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enclosure::{Point, evaluate};
    use crate::rational::Rational as Q;

    fn value(e: &Expr) -> Value {
        evaluate(e, &Point::default(), 128).expect("a constant")
    }

    #[test]
    fn sides_that_agree_to_many_digits_are_shown_apart() {
        let left = value(&(Expr::pi() - Expr::ratio(1, 1_000_000_000) * Expr::ratio(1, 1_000_000_000)));
        let right = value(&Expr::pi());
        let [l, r] = side_texts(&left, &right);
        assert_ne!(l, r);
        assert!(l.starts_with("3.14159265358979323") && r.starts_with("3.14159265358979323"), "{l} {r}");
        // Where nothing is close, twelve digits are enough.
        let [l, r] = side_texts(&value(&Expr::pi()), &value(&Expr::integer(2)));
        assert_eq!((l.as_str(), r.as_str()), ("3.14159265359", "2"));
    }

    #[test]
    fn a_long_fraction_beside_a_short_one_is_shown_to_the_digit_that_differs() {
        let near = Q::new(1.into(), 3.into()) + Q::new(1.into(), num_bigint::BigInt::from(10).pow(25));
        let [l, r] = side_texts(&Value::Exact(near), &Value::Exact(Q::new(1.into(), 3.into())));
        assert_eq!(r, "1/3");
        assert!(l.starts_with("0.3333333333333333333333334"), "{l}");
        // Equal sides, which refute a strict order, look alike.
        let two = || Value::Exact(Q::from_integer(2.into()));
        assert_eq!(side_texts(&two(), &two()), ["2", "2"]);
    }
}
