//! How results are said: formulas, documents and code.
//!
//! In: geoflow's own expressions and the plain structures of [`document`]. Out: text, LaTeX, JSON and Rust.
//! It must not know source text, the engine or how a result was found: nothing here derives or decides.
//!
//! Formulas go through one neutral tree, [`layout::Formula`]: order, signs, fractions and roots are settled there once,
//! and the printers of [`text`] and [`latex`] only choose characters.

pub mod conditions;
pub mod document;
pub mod html_document;
pub mod json;
pub mod latex;
pub mod latex_document;
pub mod latex_name;
pub mod layout;
pub mod python;
mod python_special;
pub mod rule_simulation;
pub mod rust;
pub mod simulation;
pub mod sum_order;
pub mod text;
pub mod text_document;

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod formula_tests;
