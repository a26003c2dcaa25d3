//! geoflow: a compiler for gradient-flow theories.

pub mod enclosure;
pub mod symbolic;
pub mod diagnostics;
pub mod syntax;
pub mod tower;
pub mod units;
