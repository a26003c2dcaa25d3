//! geoflow's own expressions and the calculus on them.
//!
//! In: exact numbers, symbols and functions. Out: immutable shared expressions, their derivatives,
//! substitutions, total order and wire form. It must not know the engine, source text, charts or units.
//!
//! Constructors only apply identities that hold *at every point where the written expression is defined*
//! (collecting equal terms, adding integer exponents of one base). Nothing here decides anything:
//! decisions belong to [`crate::tower`] and [`crate::verify`].

pub mod build;
pub mod certain;
pub mod definition;
pub mod differentiate;
pub mod display;
pub mod expr;
pub mod function;
pub mod mean;
pub mod order;
pub mod rebuild;
pub mod region;
pub mod smoothness;
pub mod substitute;
pub mod symbol;
pub mod values;
pub mod wire;

pub use crate::rational::Rational;
pub use certain::CertainSign;
pub use expr::{Expr, ExprMap, ExprSet, Kind};
pub use function::{Binary, Function};
pub use mean::Law;
pub use region::{Bound, Fact, Region, Relation, Variable};
pub use symbol::{FunctionSymbol, Role, Symbol};
