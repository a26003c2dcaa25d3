//! geoflow: a compiler for gradient-flow theories.

pub mod enclosure;
pub mod symbolic;
pub mod syntax;
