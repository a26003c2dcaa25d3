//! The tower of kernels: expressions as exact rational functions in generators, modulo true relations.
//!
//! In: expressions and the facts under which they are considered. Out: normal forms, zero tests, certain signs,
//! readable closed forms. It runs where the engine runs; it must not know claims, charts or verdicts.
//!
//! How an expression becomes an element of the field:
//! 1. [`elementary`] writes trigonometric, hyperbolic and general powers through `exp`, `log`, `sin`, `cos`, roots.
//! 2. Level by level (a kernel stands one level above its argument) the kernels of *all* expressions at hand are
//!    collected, and generators are chosen for them together: a lattice basis of the exponents and of the angles,
//!    irreducible factors of logarithms and radicands. So the result does not depend on the order of the input.
//! 3. Everything else is arithmetic of rational functions, reduced by the generators' relations.
//!
//! Soundness. Every rule used is an identity *at each point where the expressions are defined*: logarithms become
//! `log|f|` of factors (no sign needed), roots become `|f|^(1/q)`, signs enter only as certain facts. Nothing is
//! continued analytically, and independence of the generators is never used to conclude anything: a numerator that
//! reduces to 0 proves equality wherever the expressions are defined, a numerator that does not proves nothing.

mod absolute;
mod angles;
mod bound;
mod build;
mod certain;
pub mod closed_form;
mod constants;
mod denest;
pub mod elementary;
mod explain;
mod factorise;
pub mod generator;
mod inverse;
mod kernels;
pub mod lattice;
mod outweigh;
mod parity;
mod polar;
pub mod polynomial;
pub mod positivity;
mod recorder;
mod roots;
pub mod signs;
mod special;

pub use build::{Tower, TowerError};
