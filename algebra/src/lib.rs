//! Exact rational functions in a frozen list of generators.
//!
//! In: exact rationals and generator indices. Out: sums, products, quotients, reductions and factorisations, as
//! opaque [`Fraction`]s or as plain lists of terms. This is the only crate of geoflow that names its symbolic
//! engine (symbolica 2.2.0, used as a field of rational functions over the integers, nothing else). It must not
//! know what a generator stands for: kernels, signs, relations and verdicts belong to `geoflow::tower`.
//!
//! The engine runs in its free restricted mode unless the user has a key: one process per machine and one thread.
//! So whoever wants a [`Field`] first acquires the machine-wide [`EngineLock`], then opens the [`Engine`] on one
//! thread; a second thread is refused here, before the engine would abort the process.
//!
//! Guards: exponents are 16 bits wide in the engine and wrap silently in products, so the degree of every result is
//! bounded before it is formed; divisions by zero are errors, not panics.

mod engine;
mod factor;
mod field;
mod lock;
mod product;

pub use engine::{Engine, OpenError};
pub use factor::Factorisation;
pub use field::{AlgebraError, Field, Fraction, Term};
pub use lock::{EngineLock, LockError};
