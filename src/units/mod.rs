//! Physical units, known at run time.
//!
//! In: unit expressions of the syntax tree ([`crate::syntax::ast::UnitExpr`]). Out: [`Unit`] values that
//! multiply, divide, take rational powers, compare and convert exactly, and [`Mismatch`] values that explain
//! why two of them cannot be added. It must not know charts, metrics or expressions: whoever checks a model
//! combines the units; this module only says what they are.
//!
//! Three layers: a [`Dimension`] says what kind of quantity (voltage), a [`Scale`] how large the unit is in
//! base units (1/1000), and a [`Unit`] is the product of *names* the author wrote (`mV`), from which the other two
//! follow. All three are exact; no floating-point number occurs.

pub mod dimension;
pub mod error;
pub mod exponent;
pub mod mismatch;
pub mod parse;
pub mod prefix;
pub mod scale;
pub mod si;
mod superscript;
pub mod text;
pub mod unit;

#[cfg(test)]
mod laws;

pub use dimension::Dimension;
pub use error::UnitError;
pub use exponent::{Exponent, ExponentTooLarge};
pub use mismatch::Mismatch;
pub use parse::parse;
pub use scale::Scale;
pub use superscript::superscript;
pub use unit::Unit;
