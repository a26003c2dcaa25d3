//! Certain signs of expressions at points.
//!
//! In: an expression, a point, a largest precision. Out: its sign, if certain. Zero is reported only where the value is
//! computed exactly; an irrational expression that is 0 stays `Unknown` at every precision.

use super::evaluate::{EvaluationError, Point, Program, Value};
use crate::symbolic::Expr;
use num_traits::{Signed, Zero};

/// The first precision that is tried, in bits.
pub const FIRST_PRECISION: usize = 64;

/// What is certain of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Less than 0.
    Negative,
    /// Exactly 0.
    Zero,
    /// Greater than 0.
    Positive,
    /// The expression has no value there.
    Undefined,
    /// Not decided within the precision.
    Unknown,
}

impl Value {
    /// The sign that follows from what is known of the value.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match self {
            Self::Exact(q) if q.is_zero() => Sign::Zero,
            Self::Exact(q) if q.is_negative() => Sign::Negative,
            Self::Exact(_) => Sign::Positive,
            Self::Enclosed(i) if i.is_positive() => Sign::Positive,
            Self::Enclosed(i) if i.is_negative() => Sign::Negative,
            Self::Enclosed(i) if i.is_zero() => Sign::Zero,
            Self::Undefined { .. } => Sign::Undefined,
            Self::Enclosed(_) | Self::Unclear => Sign::Unknown,
        }
    }
}

/// The precisions to try: 64 bits, doubled up to `max_bits`.
pub fn precisions(max_bits: usize) -> impl Iterator<Item = usize> {
    precisions_from(FIRST_PRECISION, max_bits)
}

/// The same from another first precision.
pub fn precisions_from(first: usize, max_bits: usize) -> impl Iterator<Item = usize> {
    let max_bits = max_bits.max(first);
    let mut next = Some(first);
    std::iter::from_fn(move || {
        let bits = next?;
        next = (bits < max_bits).then(|| bits.saturating_mul(2).min(max_bits));
        Some(bits)
    })
}

/// The sign of an expression at a point, at rising precision up to `max_bits` bits.
pub fn decide_sign(expr: &Expr, point: &Point, max_bits: usize) -> Result<Sign, EvaluationError> {
    decide_program_sign(&Program::new(std::slice::from_ref(expr))?, point, max_bits)
}

/// The same for a prepared expression.
pub fn decide_program_sign(program: &Program, point: &Point, max_bits: usize) -> Result<Sign, EvaluationError> {
    for bits in precisions(max_bits) {
        let sign = program.evaluate(point, bits)?.first().map_or(Sign::Unknown, Value::sign);
        if sign != Sign::Unknown {
            return Ok(sign);
        }
    }
    Ok(Sign::Unknown)
}
