//! Deciding claims: proved, refuted with a point, or undecided with a reason.
//!
//! In: a checked model and its claims as component arrays on regions. Out: verdicts. Proofs come from the tower (exact
//! arithmetic modulo true relations) and from named rules for signs; refutations from rigorous enclosures at rational
//! points. Floating-point numbers feed neither. It must not print, parse or read files.
//!
//! What a proof of equality rests on: the numerator of `left - right` reduces to 0 in the tower, whose rules are
//! identities at every point where both sides are defined; and both sides *are* defined somewhere, shown by a rational
//! point of the domain at which every condition of definition holds. Without such a point nothing is called proved.

mod bounds;
mod cases;
mod checks;
mod claims;
mod contradiction;
mod decider;
mod definite_where;
mod definiteness;
mod domain_errors;
mod equality;
mod equations;
mod exact_points;
mod expectations;
mod far_points;
mod gibbs;
mod ideal;
mod induction;
mod inequality;
mod least_points;
mod limits;
mod memory;
mod named_means;
mod obligations;
mod other_signs;
mod shapes;
mod solutions;
pub mod undefined;
mod verdict;

pub use decider::Decider;
pub use limits::Limits;
pub use obligations::{Discharged, Hypothesis, RefusalOutcome};
pub use undefined::distinct;
pub use verdict::{CheckOutcome, CheckedComponent, ClaimOutcome, Evidence, Verdict, WitnessReport};
