//! Rigorous numbers: enclosures of expressions, certain signs, digits, sample points and counterexamples.
//!
//! In: expressions of [`crate::symbolic`], points with exact rational coordinates (or boxes), regions. Out: intervals
//! that certainly contain the value, signs that are certain or `Unknown`, and points at which a claim certainly fails.
//! It must not know the engine, source text, charts or units, and it never guesses: what cannot be decided at the
//! precision allowed is said to be open.
//!
//! Floating point enters only with directed rounding. Every function of an interval stands beside the argument why its
//! result contains all values; what is possibly undefined is never enclosed.

mod boxes;
mod complex;
mod constants;
pub mod counterexample;
mod counts;
pub mod decimal;
pub mod digits;
pub mod elementary;
pub mod ends;
pub mod evaluate;
mod exponential_sums;
pub mod facts;
pub mod field;
mod fixed_point;
mod gamma;
pub mod growth;
pub mod guided;
mod heavy_tails;
pub mod instances;
pub mod interval;
mod legendre;
pub mod power;
pub mod quadrature;
mod ray;
pub mod sample;
pub mod sign;
pub mod simple_rationals;
mod simpler;
#[cfg(test)]
mod soundness;
mod special;
#[cfg(test)]
mod special_tests;
pub mod taylor;
pub mod trigonometric;

pub use counterexample::{Budget, Claim, Comparison, Counterexample, find_counterexample, find_far_counterexample};
pub use digits::{Agreement, agrees_with_digits, value_to_digits};
pub use ends::rational_end;
pub use evaluate::{Coordinate, EvaluationError, Point, Program, Value, evaluate};
pub use instances::{FunctionInstance, QuantifiedFunctions, SymbolicMetric};
pub use interval::{Enclosure, Failure, Interval};
pub use sample::{SimplePoints, simple_points};
pub use sign::{Sign, decide_sign};
