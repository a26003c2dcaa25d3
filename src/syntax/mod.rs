//! From text to tree.
//!
//! In: the text of a `.geo` file. Out: a syntax tree ([`ast::File`]) *and* every diagnostic of its form.
//! It must not know what a name means: kinds, charts, units and geometry belong to later phases.
//! The language itself is written down in `grammar/geo.pest`.

pub mod ast;
pub mod parse;
pub mod source;
pub mod span;

pub use parse::{comparable_name, parse, parse_domain, parse_expression, parse_name};
