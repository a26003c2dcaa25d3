//! Why a description cannot become a Rust module.

use crate::numerics::lower::LoweringError;
use std::fmt;

/// A description that contradicts itself or has no values.
#[derive(Clone, Debug, PartialEq)]
pub enum RustEmissionError {
    /// A function's expressions cannot be computed.
    Lowering {
        /// The function.
        function: String,
        /// Why.
        cause: LoweringError,
    },
    /// A function names a chart that is not described.
    UnknownChart {
        /// The function.
        function: String,
        /// The chart.
        chart: String,
    },
    /// A test names a function that is not described.
    UnknownFunction {
        /// The function.
        function: String,
    },
    /// A list has the wrong length.
    WrongLength {
        /// Where: `natural: outputs`.
        place: String,
        /// How many entries it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A number that is not finite, or text that is no decimal.
    NotANumber {
        /// Where.
        place: String,
        /// What stands there.
        text: String,
    },
    /// An identity test whose functions do not fit together.
    ShapesDisagree {
        /// The test.
        test: String,
    },
    /// The generated text is no Rust: a defect of geoflow.
    Defect {
        /// The parser's words.
        message: String,
    },
}

impl fmt::Display for RustEmissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lowering { function, cause } => write!(f, "`{function}` cannot be computed: {cause}"),
            Self::UnknownChart { function, chart } => {
                write!(f, "`{function}` is a function of chart `{chart}`, which is not described")
            }
            Self::UnknownFunction { function } => write!(f, "a test calls `{function}`, which is not described"),
            Self::WrongLength { place, expected, found } => {
                write!(f, "{place}: expected {expected} entries, found {found}")
            }
            Self::NotANumber { place, text } => write!(f, "{place}: `{text}` is not a finite number"),
            Self::ShapesDisagree { test } => {
                write!(f, "{test}: the fields, the map and its Jacobian matrix do not fit together")
            }
            Self::Defect { message } => {
                write!(f, "the generated code is not Rust ({message}): this is a defect of geoflow, please report it")
            }
        }
    }
}

impl std::error::Error for RustEmissionError {}
