//! geoflow: a compiler for gradient-flow theories.

pub mod emit;
pub mod numerics;
pub mod symbolic;
pub mod syntax;
