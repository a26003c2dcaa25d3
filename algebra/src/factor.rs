//! Factorisation into irreducible polynomials over the integers, each polynomial once in the life of the engine.
//!
//! Fields come and go with every job, their polynomials return: facts of one domain, denominators of one metric. What
//! a polynomial splits into does not depend on what its generators stand for, nor on generators it does not contain; so
//! it is factored over the generators it has, and the factors are kept under its terms.

use crate::field::{Field, Fraction, P, R, Term, from_engine, terms, wrap};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;
use symbolica::poly::factor::Factorize;

/// How many polynomials are remembered before all are forgotten.
const REMEMBERED: usize = 20_000;

/// `content * product of factor^multiplicity`, factors irreducible over the integers with positive leading coefficient.
#[derive(Clone, Debug)]
pub struct Factorisation {
    /// The numeric factor.
    pub content: BigRational,
    /// Irreducible polynomials with their multiplicities (negative: from the denominator), in a deterministic order.
    pub factors: Vec<(Fraction, i32)>,
}

/// Polynomials by their terms, with what they split into.
pub(crate) type Known = BTreeMap<Vec<Term>, Split>;

/// A number and irreducible polynomials, each by its terms.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    content: BigInt,
    factors: Vec<(Vec<Term>, usize)>,
}

impl Field<'_> {
    /// Factors numerator and denominator into irreducible polynomials over the integers.
    #[must_use]
    pub fn factor(&self, a: &Fraction) -> Factorisation {
        let mut content = BigRational::one();
        let mut factors = Vec::new();
        if a.is_zero() {
            return Factorisation { content: BigRational::zero(), factors };
        }
        for (part, sign) in [(&a.value.numerator, 1i32), (&a.value.denominator, -1)] {
            let used: Vec<usize> = (0..self.generators()).filter(|i| part.degree(*i) > 0).collect();
            let split = self.split(part, &used);
            content *= BigRational::from_integer(split.content).pow(sign);
            for (p, multiplicity) in split.factors {
                let numerator = self.polynomial(&widened(p, &used, self.generators()));
                let denominator = numerator.one();
                let k = sign * i32::try_from(multiplicity).unwrap_or(i32::MAX);
                factors.push((wrap(R { numerator, denominator }), k));
            }
        }
        factors.sort_by_cached_key(|(f, k)| (f.numerator_terms(), *k));
        Factorisation { content, factors }
    }

    /// What a polynomial splits into, over the generators it contains.
    fn split(&self, p: &P, used: &[usize]) -> Split {
        if used.is_empty() {
            return Split { content: from_engine(&p.get_constant()), factors: Vec::new() };
        }
        let narrow: Vec<Term> = terms(p).into_iter().map(|t| narrowed(t, used)).collect();
        if let Some(known) = self.engine.factored.borrow().get(&narrow) {
            return known.clone();
        }
        let split = split(&Field::new(self.engine, used.len()).polynomial(&narrow));
        let mut known = self.engine.factored.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(narrow, split.clone());
        split
    }
}

fn split(p: &P) -> Split {
    let mut out = Split { content: BigInt::one(), factors: Vec::new() };
    for (factor, multiplicity) in p.factor() {
        let power = u32::try_from(multiplicity).unwrap_or(u32::MAX);
        if factor.is_constant() {
            out.content *= from_engine(&factor.get_constant()).pow(power);
            continue;
        }
        let mut list = terms(&factor);
        if list.last().is_some_and(|t| t.coefficient.is_negative()) {
            list.iter_mut().for_each(|t| t.coefficient = -&t.coefficient);
            if multiplicity % 2 == 1 {
                out.content = -out.content;
            }
        }
        out.factors.push((list, multiplicity));
    }
    out
}

/// A term over the generators `used` alone; it contains no other.
fn narrowed(t: Term, used: &[usize]) -> Term {
    Term { exponents: used.iter().map(|i| t.exponents[*i]).collect(), coefficient: t.coefficient }
}

/// The terms over all `generators` again.
fn widened(list: Vec<Term>, used: &[usize], generators: usize) -> Vec<Term> {
    let wide = |t: Term| {
        let mut exponents = vec![0; generators];
        for (i, n) in used.iter().zip(t.exponents) {
            exponents[*i] = n;
        }
        Term { exponents, coefficient: t.coefficient }
    };
    list.into_iter().map(wide).collect()
}
