//! What can be wrong with a written unit.
//!
//! In: names and spans. Out: a typed error, with the wording of its diagnostic in one place. It must not know how
//! diagnostics are drawn.

use crate::syntax::span::Span;
use std::fmt;

/// A unit expression that means no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitError {
    /// A name that is no unit.
    Unknown {
        /// As written.
        name: String,
        /// Where.
        span: Span,
        /// A unit whose name is close.
        suggestion: Option<String>,
    },
    /// A unit whose zero is not that of its dimension, such as the degree Celsius.
    Offset {
        /// As written.
        name: String,
        /// Where.
        span: Span,
    },
    /// A unit that counts in a logarithm, such as the decibel.
    Logarithmic {
        /// As written.
        name: String,
        /// Where.
        span: Span,
    },
    /// A unit whose value is measured, such as the dalton.
    Inexact {
        /// As written.
        name: String,
        /// Where.
        span: Span,
    },
    /// An exponent beyond [`super::parse::MAX_WRITTEN_EXPONENT`], or powers of powers that lead too far.
    ExponentTooLarge {
        /// The power.
        span: Span,
    },
}

impl UnitError {
    /// Where the trouble stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Unknown { span, .. }
            | Self::Offset { span, .. }
            | Self::Logarithmic { span, .. }
            | Self::Inexact { span, .. }
            | Self::ExponentTooLarge { span } => *span,
        }
    }

    /// What to do about it, where something can be done.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { suggestion: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::Unknown { suggestion: None, .. } => None,
            Self::Offset { .. } => Some("use kelvin, `[K]`, and shift the values".to_owned()),
            Self::Logarithmic { .. } => {
                Some("use the quantity itself, or a dimensionless logarithm of a ratio".to_owned())
            }
            Self::Inexact { .. } => Some("use `[kg]` or `[g/mol]`, or declare the value as a `param`".to_owned()),
            Self::ExponentTooLarge { .. } => {
                Some(format!("numerator and denominator may be at most {}", super::parse::MAX_WRITTEN_EXPONENT))
            }
        }
    }
}

/// The headline: what is wrong.
impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, .. } => write!(f, "no unit is called `{name}`"),
            Self::Offset { name, .. } => {
                write!(f, "`{name}` has its zero elsewhere than its dimension: products and powers of it mean nothing")
            }
            Self::Logarithmic { name, .. } => {
                write!(f, "`{name}` counts in a logarithm: sums and products of it are not those of the quantity")
            }
            Self::Inexact { name, .. } => {
                write!(f, "the value of `{name}` is measured, not defined: it cannot be converted exactly")
            }
            Self::ExponentTooLarge { .. } => f.write_str("this exponent is too large for a unit"),
        }
    }
}

impl std::error::Error for UnitError {}
