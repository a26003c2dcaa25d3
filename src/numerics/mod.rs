//! Floating-point evaluation of expressions.
//!
//! In: expressions. Out: straight-line programs and their values in double precision. It must not know claims:
//! nothing computed here may feed a proof.

pub mod economy;
pub mod enclose;
pub mod gauss;
pub mod interpret;
pub mod lower;
pub mod nearest;
mod negations;
mod products;
pub mod program;
pub mod series;
pub mod solve;
pub mod special;
mod stable;
#[cfg(test)]
mod tests;
