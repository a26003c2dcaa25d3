//! geoflow: a compiler for gradient-flow theories.

pub mod symbolic;
pub mod syntax;
pub mod units;
