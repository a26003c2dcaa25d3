//! Laws of several random variables.
//!
//! In: their parameters as expressions. Out: joint log-densities and expectations of functions of all variables. Each file
//! is one kind of law; a law knows nothing of coordinates, and what Fisher metrics and divergences are is said in
//! [`law`](super::law).

pub mod dirichlet;
pub mod elimination;
pub mod finite;
pub mod monomials;
pub mod multinomial;
pub mod normal;
mod scores;
mod transport;

pub use dirichlet::Dirichlet;
pub use finite::{Finite, unlogged};
pub use multinomial::Multinomial;
pub use normal::MultivariateNormal;

#[cfg(test)]
mod tests;
