//! geoflow: a compiler for gradient-flow theories.

pub mod syntax;
pub mod units;
