//! What the engine's side writes down while it works: hints by the thing they are about.
//!
//! A record is no proof. The checker's own evaluation asks for what it needs, is answered from the record, and the
//! questions' order makes a [`super::Derivation`] of the answers.

use super::derivation::{Answer, Factors, Meaning};
use super::functions::OtherForm;
use super::sign::{FactorSign, NonZero, ProductSign};
use crate::polynomial::Polynomial;
use crate::symbolic::Expr;
use std::collections::BTreeMap;

/// Hints of one tower.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The generators.
    pub generators: Vec<Meaning>,
    /// For each kernel of the rewritten expressions.
    pub kernels: Vec<(Expr, Answer)>,
    /// For expressions that vanish as sums of angles.
    pub sums: Vec<(Expr, Answer)>,
    /// The factors of the square under the cosine of known angles, by the generator of the angle.
    pub squares: BTreeMap<usize, Factors>,
    /// Other forms of polynomials under a root of this degree, or in logarithms (degree 1).
    pub forms: BTreeMap<(Polynomial, u32), OtherForm>,
    /// Polynomials `exp(b) - 1` of the sign of `b`: the exponential and the factors of `b`.
    pub beside_one: BTreeMap<Polynomial, (usize, Factors)>,
    /// Signs of polynomials that were asked for.
    pub signs: BTreeMap<Polynomial, Option<FactorSign>>,
    /// Why polynomials do not vanish.
    pub nonzero: BTreeMap<Polynomial, NonZero>,
    /// Factorisations of facts, by their place.
    pub facts: BTreeMap<usize, Factors>,
    /// Signs of the expressions themselves.
    pub goals: Vec<Option<GoalRecord>>,
}

/// The sign of one expression.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GoalRecord {
    /// The multiple of the rule log-bound, where it is used.
    pub bound: Option<i64>,
    /// The factors of the expression, or of its bound.
    pub factors: Factors,
    /// The sign of the product of the odd ones.
    pub odd: ProductSign,
    /// Why the even ones do not vanish.
    pub even: Vec<Option<NonZero>>,
}
