//! The proof of a statement: steps in the order in which the checker walks through it.

use super::derivation::Derivation;
use crate::symbolic::wire::Bundle;
use serde::{Deserialize, Serialize};

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// the residuals that are not literally 0 reduce to 0: one derivation for all of them, or one for each
    Zero(Vec<Derivation>),
    /// the sign of an expression
    Sign(Derivation),
    /// the sign of a constant expression, by its enclosure
    Constant,
    /// everything compared is certainly defined at a point of the domain, so the statement is about something
    Point(Witness),
    /// the flow is `-c K dC`
    Descent {
        /// number of the candidate for the metric that `K` is the inverse of
        metric: usize,
        /// `c`
        rate: Bundle,
    },
}

/// A rational point, and the instance of all unspecified functions, by its number in the fixed list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// number of the instance
    pub instance: usize,
    /// values of the variables, in the order of the region
    pub point: Vec<String>,
}
