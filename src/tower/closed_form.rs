//! From field elements back to expressions that people read.
//!
//! Several equal forms are made (expanded, factored, split over the denominator, each with and without the user's
//! abbreviations) and the one with the fewest symbols wins; ties go to the earlier. Equality of the forms is exact
//! arithmetic, so the choice is taste, not mathematics.

use super::build::{Tower, TowerError};
use super::constants::{Constant, Constants, Content};
use super::generator::Meaning;
use super::polynomial::numerator_of;
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::symbolic::{Expr, Kind};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_traits::One;

/// Above this many terms a factorisation is not tried for the sake of looks.
const MAX_TERMS_TO_FACTOR: usize = 400;

impl Tower<'_> {
    /// `f` as quotient of two expanded polynomials.
    #[must_use]
    pub fn to_expr(&self, f: &Fraction) -> Expr {
        let d = self.terms_expr(&f.denominator_terms());
        self.terms_expr(&f.numerator_terms()) / d
    }

    /// A polynomial as an expanded expression.
    #[must_use]
    pub fn polynomial_expr(&self, f: &Fraction) -> Expr {
        self.terms_expr(&f.numerator_terms())
    }

    fn terms_expr(&self, terms: &[Term]) -> Expr {
        Expr::sum(terms.iter().map(|t| {
            let c = Expr::number(Rational::from_integer(t.coefficient.clone()));
            let powers = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            let powers = powers.map(|(i, n)| self.generators()[i].expr.powi(i64::from(*n)));
            Expr::product(std::iter::once(c).chain(powers))
        }))
    }

    /// The most readable of several equal forms. `abbreviations` are generators that stand for polynomials.
    #[must_use]
    pub fn readable(&self, f: &Fraction, abbreviations: &[(usize, Fraction)]) -> Expr {
        let mut best = self.best_form(f);
        let mut current = f.clone();
        for (symbol, definition) in abbreviations {
            if let Some(shorter) = self.abbreviated(&current, *symbol, definition) {
                let form = self.best_form(&shorter);
                if weight(&form) < weight(&best) {
                    best = form;
                    current = shorter;
                }
            }
        }
        best
    }

    fn best_form(&self, f: &Fraction) -> Expr {
        let mut best = self.factored(f);
        let (terms, over) = (f.numerator_terms().len(), f.denominator().as_number().is_none());
        // One term is not split, and over a number splitting is expanding.
        let half_factored = (terms > 1).then(|| self.half_factored(f));
        let split = (terms > 1 && over).then(|| self.split(f));
        for form in half_factored.into_iter().chain(split).chain([self.to_expr(f)]) {
            if weight(&form) < weight(&best) {
                best = form;
            }
        }
        best
    }

    /// Numerator and denominator in factors.
    fn factored(&self, f: &Fraction) -> Expr {
        if f.size() > MAX_TERMS_TO_FACTOR {
            return self.to_expr(f);
        }
        let factorisation = self.factor(f);
        let factors = factorisation.factors.iter().map(|(p, n)| self.collected(p).powi(i64::from(*n)));
        Expr::product(std::iter::once(Expr::number(factorisation.content())).chain(factors))
    }

    /// Expanded (collected) numerator over a factored denominator.
    fn half_factored(&self, f: &Fraction) -> Expr {
        self.collected(&f.numerator()) * self.factored(&f.denominator()).recip()
    }

    /// Term by term over the denominator, where that cancels.
    fn split(&self, f: &Fraction) -> Expr {
        let denominator = f.denominator_terms();
        if denominator.len() > 3 || f.size() > MAX_TERMS_TO_FACTOR {
            return self.to_expr(f);
        }
        Expr::sum(f.numerator_terms().into_iter().map(|t| match self.field().from_terms(&[t], &denominator) {
            Ok(part) => self.factored(&part),
            Err(_) => Expr::zero(),
        }))
    }

    /// A polynomial that depends on two symbols through their difference only is written in that difference.
    fn collected(&self, f: &Fraction) -> Expr {
        let p = numerator_of(f);
        let plain = self.polynomial_expr(f);
        if p.len() < 3 || p.len() > MAX_TERMS_TO_FACTOR {
            return plain;
        }
        let atoms: Vec<usize> = (0..self.generators().len())
            .filter(|i| p.degree(*i) > 0 && matches!(self.generators()[*i].meaning, Meaning::Atom))
            .collect();
        let mut best = plain;
        for (n, i) in atoms.iter().enumerate() {
            for j in &atoms[n + 1..] {
                if let Some(form) = self.in_difference(&p, *i, *j)
                    && weight(&form) < weight(&best)
                {
                    best = form;
                }
            }
        }
        best
    }

    fn in_difference(&self, p: &Polynomial, i: usize, j: usize) -> Option<Expr> {
        if p.degree(i) != p.degree(j) || !derivative_sum_vanishes(p, i, j) {
            return None;
        }
        let difference = &self.generators()[i].expr - &self.generators()[j].expr;
        let terms = p.terms().filter(|(m, _)| m.degree(j) == 0).map(|(m, c)| {
            let powers = m.powers().map(|(k, n)| {
                let base = if k == i { &difference } else { &self.generators()[k].expr };
                base.powi(i64::from(n))
            });
            Expr::product(std::iter::once(Expr::number(c.clone())).chain(powers))
        });
        Some(Expr::sum(terms))
    }

    /// `f` with `A` in the place of its definition: as a whole, else factor by factor.
    fn abbreviated(&self, f: &Fraction, symbol: usize, definition: &Fraction) -> Option<Fraction> {
        if let Some(whole) = self.eliminated(f, symbol, definition) {
            return Some(whole);
        }
        if f.size() > MAX_TERMS_TO_FACTOR {
            return None;
        }
        let factorisation = self.factor(f);
        let mut changed = false;
        let mut out = self.field().number(&factorisation.content());
        for (p, n) in &factorisation.factors {
            let shorter = self.eliminated(p, symbol, definition);
            changed |= shorter.is_some();
            let p = shorter.unwrap_or_else(|| p.clone());
            out = self.field().mul(&out, &self.field().pow(&p, i64::from(*n)).ok()?).ok()?;
        }
        changed.then_some(out)
    }

    /// Uses `A = definition` to eliminate a generator that stands in the definition as one pure power. It is taken only
    /// where nothing else of the definition stays behind: `gE - A + gI` for `gL` would abbreviate nothing.
    fn eliminated(&self, f: &Fraction, symbol: usize, definition: &Fraction) -> Option<Fraction> {
        definition.denominator().as_number()?;
        let terms = definition.numerator_terms();
        let scale = definition.denominator().as_number().unwrap_or_else(Rational::one);
        let within: Vec<usize> = (0..self.generators().len()).filter(|i| definition.numerator_degree(*i) > 0).collect();
        for (place, t) in terms.iter().enumerate() {
            let mut used = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            let (Some((i, n)), None) = (used.next(), used.next()) else { continue };
            if terms.iter().enumerate().any(|(k, u)| k != place && u.exponents[i] > 0) {
                continue;
            }
            if f.numerator_degree(i) == 0 && f.denominator_degree(i) == 0 {
                continue;
            }
            let value = self.solved(symbol, t, &terms, &scale).ok()?;
            if let Ok(reduced) = self.field().reduce(f, i, *n, &value)
                && within.iter().all(|j| reduced.numerator_degree(*j) == 0 && reduced.denominator_degree(*j) == 0)
            {
                return Some(reduced);
            }
        }
        None
    }

    /// `x^n = (A*scale - rest)/c` from `A = (c x^n + rest)/scale`.
    fn solved(&self, symbol: usize, t: &Term, terms: &[Term], scale: &Rational) -> Result<Fraction, TowerError> {
        let one = Term { exponents: vec![0; self.field().generators()], coefficient: BigInt::one() };
        let rest: Vec<Term> = terms.iter().filter(|u| *u != t).cloned().collect();
        let rest = self.field().from_terms(&rest, std::slice::from_ref(&one))?;
        let a = self.field().mul(&self.field().generator(symbol), &self.field().number(scale))?;
        let c = self.field().number(&Rational::from_integer(t.coefficient.clone()));
        Ok(self.field().div(&self.field().sub(&a, &rest)?, &c)?)
    }
}

/// Whether `dp/dx_i + dp/dx_j = 0`, that is, `p` depends on the two through `x_i - x_j`.
fn derivative_sum_vanishes(p: &Polynomial, i: usize, j: usize) -> bool {
    let derivative = |k: usize| {
        Polynomial::from_terms(p.terms().filter(|(m, _)| m.degree(k) > 0).filter_map(|(m, c)| {
            let lower = m.over(&Monomial::variable(k))?;
            Some((lower, c * Rational::from_integer(m.degree(k).into())))
        }))
    };
    derivative(i).add(&derivative(j)).is_empty()
}

/// How much there is to read: symbols, numbers and function names, with a little for every power.
#[must_use]
pub fn weight(e: &Expr) -> usize {
    match e.kind() {
        Kind::Number(q) => 1 + usize::from(!q.is_integer()),
        Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) => 2,
        Kind::Mean { laws, body } => 2 * laws.len() + weight(body),
        Kind::Power(b, x) => weight(b) + usize::from(x.as_number().is_none_or(|q| *q != -Rational::one())) * weight(x),
        Kind::Sum(v) => 1 + v.iter().map(weight).sum::<usize>() + v.len(),
        Kind::Product(v) => v.iter().map(weight).sum(),
        Kind::Apply(_, x) => 2 + weight(x),
        Kind::Binary(_, x, y) => 2 + weight(x) + weight(y),
        Kind::Unspecified { arguments, .. } => 2 + arguments.iter().map(weight).sum::<usize>(),
    }
}
