//! geoflow: a compiler for gradient-flow theories.

pub mod diagnostics;
pub mod syntax;
