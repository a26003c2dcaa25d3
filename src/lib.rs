//! geoflow: a compiler for gradient-flow theories.

pub mod diagnostics;
pub mod geometry;
pub mod model;
pub mod statistics;
pub mod symbolic;
pub mod syntax;
pub mod units;
