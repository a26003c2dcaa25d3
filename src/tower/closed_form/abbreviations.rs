//! The user's abbreviations in closed forms.
//!
//! In: an element of the field, a generator and the polynomial that it abbreviates. Out: the element with the generator
//! in the place of its definition, where nothing of the definition stays behind.

use super::super::build::{Tower, TowerError};
use super::super::constants::{Constant, Constants, Content};
use super::MAX_TERMS_TO_FACTOR;
use crate::rational::Rational;
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_traits::One;

impl Tower<'_> {
    /// `f` with `A` in the place of its definition: as a whole, else factor by factor. A definition that is a power of one
    /// generator, `A = 3 s^2`, abbreviates nothing: `12/A` for `4/s^2` would only hide what the reader looks for.
    pub(super) fn abbreviated(&self, f: &Fraction, symbol: usize, definition: &Fraction) -> Option<Fraction> {
        if power_of_one_generator(definition) {
            return None;
        }
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

fn power_of_one_generator(definition: &Fraction) -> bool {
    match definition.numerator_terms().as_slice() {
        [only] => only.exponents.iter().filter(|n| **n > 0).count() == 1,
        _ => false,
    }
}
