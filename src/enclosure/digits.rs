//! Claims of digits: does the value round to the digits that were written?
//!
//! In: an expression, a point, a numeral. Out: whether `|value - written|` is at most half a unit in the last written
//! digit, with the enclosure that shows it. It must not know claims or source text.

use super::decimal::{NumeralError, agreed_decimal, read_numeral};
use super::evaluate::{EvaluationError, Point, Program, Value};
use super::sign::{FIRST_PRECISION, precisions, precisions_from};
use crate::symbolic::{Expr, Rational};
use num_bigint::BigInt;

/// The largest precision spent on a claim of digits, beyond the digits themselves.
const EXTRA_BITS: usize = 2048;

/// Bits beyond those of the digits that quadrature loses.
const MARGIN_BITS: usize = 16;

/// The outcome of comparing a value with written digits.
#[derive(Clone, Debug)]
pub enum Agreement {
    /// The value certainly rounds to the digits.
    Agrees {
        /// What is known of it.
        enclosure: Value,
    },
    /// It certainly does not.
    Differs {
        /// What is known of it.
        enclosure: Value,
    },
    /// The expression has no value at the point.
    Undefined {
        /// The part without a value.
        node: Expr,
    },
    /// Not decided within the precision.
    Undecided,
}

/// Why digits cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigitsError {
    /// The text is no numeral.
    Numeral(NumeralError),
    /// The expression cannot be evaluated.
    Evaluation(EvaluationError),
}

impl From<EvaluationError> for DigitsError {
    fn from(e: EvaluationError) -> Self {
        Self::Evaluation(e)
    }
}

/// Whether the value at the point rounds to the digits of `text`.
pub fn agrees_with_digits(expr: &Expr, point: &Point, text: &str) -> Result<Agreement, DigitsError> {
    let numeral = read_numeral(text).map_err(DigitsError::Numeral)?;
    let half = &numeral.unit / Rational::from_integer(BigInt::from(2));
    let (low, high) = (&numeral.value - &half, &numeral.value + &half);
    let program = Program::new(std::slice::from_ref(expr))?;
    // Numbers of formal expectations are dear: the first precision is enough as a rule, and not much more.
    let first = if expr.has_mean() { 4 * text.len() + MARGIN_BITS } else { FIRST_PRECISION };
    for bits in precisions_from(first, EXTRA_BITS + 4 * text.len()) {
        let Some(enclosure) = program.evaluate(point, bits)?.pop() else { break };
        if let Value::Undefined { node } = enclosure {
            return Ok(Agreement::Undefined { node });
        }
        let Some((a, b)) = enclosure.bounds() else { continue };
        if low <= a && b <= high {
            return Ok(Agreement::Agrees { enclosure });
        }
        if b < low || high < a {
            return Ok(Agreement::Differs { enclosure });
        }
    }
    Ok(Agreement::Undecided)
}

/// The value at the point to `digits` certain significant digits, at rising precision.
pub fn value_to_digits(expr: &Expr, point: &Point, digits: usize) -> Result<Option<String>, EvaluationError> {
    let program = Program::new(std::slice::from_ref(expr))?;
    for bits in precisions(EXTRA_BITS + 4 * digits) {
        let Some(value) = program.evaluate(point, bits)?.pop() else { break };
        if let Value::Undefined { .. } = value {
            return Ok(None);
        }
        if let Some(text) = value.bounds().and_then(|(a, b)| agreed_decimal(&a, &b, digits)) {
            return Ok(Some(text));
        }
    }
    Ok(None)
}
