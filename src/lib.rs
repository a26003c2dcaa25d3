//! geoflow: a compiler for gradient-flow theories.

pub mod asymptotics;
pub mod certificate;
pub mod cli;
pub mod decide;
pub mod derive;
pub mod diagnostics;
pub mod emit;
pub mod enclosure;
pub mod engine;
pub mod geometry;
pub mod model;
pub mod numerics;
pub mod pipeline;
pub mod plot;
pub mod polynomial;
pub mod rational;
pub mod replay;
pub mod simulate;
pub mod statistics;
pub mod symbolic;
pub mod syntax;
pub mod tower;
pub mod units;
pub mod verify;
