//! Checking proofs: what [`crate::certificate`] says is multiplied out again, with nothing taken on trust.
//!
//! In: expressions, the region they live in, and a certificate. Out: acceptance, or the first step that fails. The
//! checker recomputes whatever can be recomputed and asks for the rest (a factorisation, integer coordinates, a reason
//! for a sign) in a fixed order; each answer is verified before it is used. It must not use the engine, the tower or the
//! field of fractions behind them: it has its own table of elementary functions and its own arithmetic.
//!
//! **Soundness.** Fix a point of the region where the expressions at hand (residuals, and the facts that are used) have
//! values. Every generator gets its value there; one whose meaning has no value there gets any number that its relation and
//! its range allow, and nothing is concluded from it (invariant 2). The invariants, which every arm of the checker keeps:
//!
//! 1. *Values.* An evaluated expression has, at the point, the value of its numerator over the product of its bases.
//! 2. *Bases do not vanish.* A base comes from the numerator of something that is divided by, which has a value not 0
//!    there; bases are factors of such numerators. A denominator that enters through a generator's meaning is used only
//!    after it was found to divide a product of such bases: what is known is known from what came before.
//! 3. *Signs and facts* are certain at the point: facts are assumptions, every other sign is derived from them and from
//!    ranges in the order of the questions. A fact whose evaluation waits for a sign cannot serve for that sign.
//!
//! A numerator that is the polynomial 0 therefore makes the residual 0 at the point, and the point was arbitrary.
//! Nothing is continued analytically and no independence of generators is used.

mod angles;
mod arithmetic;
pub mod between_roots;
pub mod bounds;
pub mod boxes;
pub mod cases;
pub mod cells;
pub mod claim;
pub mod combination;
pub mod conditions;
pub mod constant_angles;
pub mod definite;
mod elementary;
mod evaluator;
mod expressions;
pub mod factored;
pub mod formal;
mod forms;
pub mod gamma_relations;
pub mod gibbs;
pub mod hill;
pub mod increments;
pub mod induction;
pub mod integers;
pub mod integrand;
mod inverse;
pub mod inverted;
#[cfg(test)]
mod inverted_tests;
mod kernels;
pub mod means;
pub mod monotone;
pub mod named_means;
mod parity;
pub mod place;
mod polar;
mod ranges;
pub mod regroup;
mod rejection;
pub mod relaxed;
#[cfg(test)]
mod rule_tests;
pub mod separation;
mod setting;
mod signs;
pub mod slope;
mod solved;
mod source;
mod special;
pub mod sturm;
pub mod symmetry;
pub mod tangent_means;
#[cfg(test)]
mod tests;
pub mod transformed;
mod tree;
pub mod trigonometric;
mod walk;
mod walk_means;
mod walk_rules;
pub mod walk_signs;

pub use claim::Wanted;
pub use elementary::elementary;
pub use inverse::forward;
pub use rejection::Rejection;
pub use setting::Setting;
pub use source::{derive_nowhere, derive_sign, derive_zero};

use crate::certificate::Derivation;
use crate::symbolic::{CertainSign, Expr, Fact, Region, Symbol};
use evaluator::Evaluator;
use source::Written;
use std::collections::BTreeSet;

/// Where expressions are considered: the ranges of variables, and facts (assumptions and conditions of definition).
#[derive(Clone, Debug)]
pub struct Place {
    /// variables with their ranges
    pub region: Region,
    /// everything that holds there, by number
    pub facts: Vec<Fact>,
}

impl Place {
    /// The place of a statement.
    #[must_use]
    pub fn new(region: &Region, defined_where: &[Fact]) -> Self {
        let mut facts = region.facts();
        facts.extend(defined_where.iter().cloned());
        Self { region: region.clone(), facts }
    }

    /// The variables whose values are integers.
    #[must_use]
    pub fn integers(&self) -> BTreeSet<Symbol> {
        self.region.variables.iter().filter(|v| v.integer).map(|v| v.symbol.clone()).collect()
    }
}

/// Whether the derivation shows that every residual is 0 wherever all of them are defined.
///
/// # Errors
/// The first step that fails.
pub fn zero(residuals: &[Expr], place: &Place, derivation: &Derivation) -> Result<(), Rejection> {
    let mut source = Written::new(derivation);
    let mut evaluator = Evaluator::new(place, &derivation.generators, &mut source)?;
    evaluator.expect_zero(residuals)?;
    let used = evaluator.finish();
    source.finish(&used)
}

/// The sign that the derivation shows for an expression wherever it is defined; `NonNegative` for 0.
///
/// # Errors
/// The first step that fails.
pub fn sign(e: &Expr, place: &Place, derivation: &Derivation) -> Result<CertainSign, Rejection> {
    let mut source = Written::new(derivation);
    let mut evaluator = Evaluator::new(place, &derivation.generators, &mut source)?;
    let sign = evaluator.goal_sign(e)?;
    let used = evaluator.finish();
    source.finish(&used)?;
    Ok(sign)
}

/// Whether the derivation shows that an expression has a value nowhere: it comes to divide by 0, or to the logarithm of 0.
///
/// # Errors
/// The first step that fails.
pub fn nowhere(e: &Expr, place: &Place, derivation: &Derivation) -> Result<(), Rejection> {
    let mut source = Written::new(derivation);
    let mut evaluator = Evaluator::new(place, &derivation.generators, &mut source)?;
    evaluator.expect_nowhere(e)?;
    let used = evaluator.finish();
    source.finish(&used)
}
