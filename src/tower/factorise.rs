//! Factorisation into irreducible polynomials, each polynomial once, and the easy ones without the engine.
//!
//! In: elements of the field. Out: what [`algebra::Field::factor`] says of them. Towers ask again and again for the
//! factors of the same few numerators and denominators, and most of those are products of powers of generators, or
//! of degree 1 in one of them.

use super::build::Tower;
use algebra::{Factorisation, Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The factors of polynomials met so far, by their terms.
pub(super) type Known = RefCell<BTreeMap<Vec<Term>, Factorisation>>;

impl Tower<'_> {
    /// Numerator and denominator in irreducible factors over the integers, each with positive leading coefficient.
    pub(super) fn factor(&self, f: &Fraction) -> Factorisation {
        if f.is_zero() {
            return Factorisation { content: BigRational::zero(), factors: Vec::new() };
        }
        let mut out = self.factor_polynomial(f.numerator_terms(), || f.numerator());
        let below = self.factor_polynomial(f.denominator_terms(), || f.denominator());
        if below.content.is_one() && below.factors.is_empty() {
            return out;
        }
        out.content /= below.content;
        out.factors.extend(below.factors.into_iter().map(|(p, n)| (p, -n)));
        out.factors.sort_by_cached_key(|(p, n)| (p.numerator_terms(), *n));
        out
    }

    fn factor_polynomial(&self, terms: Vec<Term>, polynomial: impl Fn() -> Fraction) -> Factorisation {
        if let Some(known) = self.factored.borrow().get(&terms) {
            return known.clone();
        }
        let factorisation = self
            .monomial_factors(&terms)
            .or_else(|| self.linear_factor(&terms))
            .unwrap_or_else(|| self.field.factor(&polynomial()));
        self.factored.borrow_mut().insert(terms, factorisation.clone());
        factorisation
    }

    /// A single term: its factors are generators.
    fn monomial_factors(&self, terms: &[Term]) -> Option<Factorisation> {
        let [term] = terms else { return None };
        let powers = term.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
        let mut factors: Vec<_> = powers.map(|(i, n)| (self.field.generator(i), i32::from(*n))).collect();
        factors.sort_by_cached_key(|(p, n)| (p.numerator_terms(), *n));
        Some(Factorisation { content: BigRational::from_integer(term.coefficient.clone()), factors })
    }

    /// A polynomial `c x + r` with a number `c` and `r` free of `x` is irreducible once its content is out: a factor
    /// free of `x` divides `c`, so it is a number.
    fn linear_factor(&self, terms: &[Term]) -> Option<Factorisation> {
        let alone = |t: &Term| {
            let mut powers = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            match (powers.next(), powers.next()) {
                (Some((i, 1)), None) => Some(i),
                _ => None,
            }
        };
        let nowhere_else = |i: usize| terms.iter().filter(|t| t.exponents[i] > 0).count() == 1;
        terms.iter().filter_map(alone).find(|i| nowhere_else(*i))?;
        let mut content = terms.iter().fold(BigInt::zero(), |g, t| g.gcd(&t.coefficient));
        if terms.last()?.coefficient.is_negative() {
            content = -content;
        }
        let primitive: Vec<Term> = terms
            .iter()
            .map(|t| Term { exponents: t.exponents.clone(), coefficient: &t.coefficient / &content })
            .collect();
        let one = Term { exponents: vec![0; self.field.generators()], coefficient: BigInt::one() };
        let factor = self.field.from_terms(&primitive, std::slice::from_ref(&one)).ok()?;
        Some(Factorisation { content: BigRational::from_integer(content), factors: vec![(factor, 1)] })
    }
}
