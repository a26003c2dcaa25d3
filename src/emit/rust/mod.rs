//! A Rust module that computes a model's objects in double precision and depends on nalgebra alone.
//!
//! In: [`RustModule`](description::RustModule), a plain description with geoflow's expressions. Out: source text that is
//! formatted, documented, free of warnings and carries its own tests. It must not know how the expressions were derived.
//!
//! Every function body is one straight-line program ([`crate::numerics::lower`]): one operation a line, no allocation,
//! no branches but those of the elementary functions, no panics.

mod body;
mod checks;
pub mod description;
pub mod error;
mod function;
mod module;
pub mod names;
mod special;
mod test_items;

pub use description::{
    ChartDescription, Condition, ConservationTest, CoordinateDescription, DomainTest, DrawDescription,
    FunctionDescription, IdentityTest, ParameterDescription, ReferenceTest, Requirement, RustModule, Shape,
};
pub use error::RustEmissionError;
pub use module::rust_module;
