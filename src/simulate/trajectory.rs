//! What a walk along a flow returns.

use super::stepper::Method;

/// Why a walk ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The time asked for was reached.
    Reached,
    /// A condition of the chart fails beyond this point; its index in the system.
    Border {
        /// Index into [`super::System::conditions`].
        condition: usize,
    },
    /// A condition of the field (a denominator, a determinant) becomes 0 here; its index in the system.
    Singular {
        /// Index into [`super::System::conditions`].
        condition: usize,
    },
    /// The field has no finite value beyond this point, and no condition says why.
    NoValue,
    /// The state grows beyond every bound in finite time, as far as doubles can tell.
    BlowUp,
    /// The method cannot go on with the tolerance asked for.
    Stuck {
        /// In words.
        reason: String,
    },
    /// The limit of steps was reached.
    TooManySteps,
    /// Somebody asked to stop.
    Interrupted,
}

/// Times and states along a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// Times, from the first.
    pub times: Vec<f64>,
    /// The state at each time.
    pub states: Vec<Vec<f64>>,
    /// Where the walk ended.
    pub last_time: f64,
    /// The state there.
    pub last_state: Vec<f64>,
    /// Why.
    pub end: End,
    /// Accepted steps.
    pub accepted: usize,
    /// Rejected steps.
    pub rejected: usize,
    /// Evaluations of the field.
    pub evaluations: usize,
    /// The method at the end; with [`Method::Auto`] it may have changed on the way.
    pub method: Method,
}
