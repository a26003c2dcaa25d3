//! Trajectories of flows in double precision.
//!
//! In: a vector field or a rule as expressions in the coordinates of a chart, where it is defined, initial values, tolerances.
//! Out: [`Trajectory`] values: times, states, and how each ended (at the border of the chart, at a singularity, ..).
//! It must not know text, files or terminals, and nothing computed here may feed a verdict.
//!
//! [`system`] lowers a field with its Jacobian and its conditions; [`stepper`] is the only file that names the crate of
//! integration methods; [`integrate`] walks; [`several`] walks from many points at once; [`charts`] runs one flow in
//! several charts and compares; [`problem`] reads all that from a model. [`rules`] repeats discrete updates, with random
//! numbers from [`generator`]; [`means`] averages over repetitions.

pub mod charts;
mod draws;
pub mod generator;
pub mod integrate;
pub mod means;
pub mod problem;
pub mod rules;
pub mod several;
mod stepper;
pub mod system;
#[cfg(test)]
mod tests;
pub mod trajectory;

pub use charts::{ChartRun, Comparison};
pub use integrate::{Options, Output, integrate};
pub use problem::Problem;
pub use several::Watch;
pub use stepper::Method;
pub use system::{StartError, System};
pub use trajectory::{End, Trajectory};
