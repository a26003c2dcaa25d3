//! Powers of signs with integer exponents, and half turns by integers.
//!
//! Named rules, for integer variables and a polynomial `n` in them whose coefficients are integers:
//! - **parity**: `s^n` for a sign `s` (1 or -1) depends on whether `n` is odd, so only the odd coefficients matter, and a
//!   power of an integer is as odd as the integer; `(s t)^n = s^n t^n`; the square of `s^n` is 1.
//! - **half-turns**: `cos(a + n pi) = (-1)^n cos a`, `sin(a + n pi) = (-1)^n sin a`.
//!
//! Where the exponent of a power is no such polynomial, the power is defined for a positive base only, whose sign is 1.

use super::build::{Tower, TowerError};
use super::constants::{Constant, Constants, Content};
use super::generator::Meaning;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

impl Tower<'_> {
    /// `s^n` by the rule **parity**; `sign` has the values 1 and -1 wherever the power `e` is defined.
    pub(super) fn sign_power(&mut self, sign: &Fraction, n: &Fraction, e: &Expr) -> Result<Fraction, TowerError> {
        let one = self.field.number(&Rational::one());
        if *sign == one {
            return Ok(one);
        }
        if !n.denominator().as_number().is_some_and(|d| d.is_one()) {
            return Err(TowerError::Exponent { power: e.clone() });
        }
        // A function of integers, such as `exp(n)`, need not be one.
        let whole = |t: &Term| t.exponents.iter().enumerate().all(|(i, k)| *k == 0 || self.integers.contains(&i));
        if !n.numerator_terms().iter().all(whole) {
            return Err(TowerError::Exponent { power: e.clone() });
        }
        let odd = odd_part(n);
        let mut out = one;
        for s in self.sign_factors(sign) {
            for exponents in &odd {
                let power = self.parity(&s, exponents)?;
                out = self.reduced(self.field.mul(&out, &power)?)?;
            }
        }
        Ok(out)
    }

    /// The generators (and -1) whose product the sign is; the sign itself where it is no such product.
    fn sign_factors(&self, sign: &Fraction) -> Vec<Fraction> {
        let factorisation = self.factor(sign);
        let is_sign =
            |f: &Fraction| self.single_generator(f).is_some_and(|i| self.is_sign(i) || self.is_opaque_sign(i));
        let minus = -Rational::one();
        let unit = factorisation.content().is_one() || factorisation.content() == minus;
        if !unit || !factorisation.factors.iter().all(|(f, _)| is_sign(f)) {
            return vec![sign.clone()];
        }
        let odd = factorisation.factors.iter().filter(|(_, k)| k % 2 != 0).map(|(f, _)| f.clone());
        let minus = (factorisation.content() == minus).then(|| self.field.number(&minus));
        odd.chain(minus).collect()
    }

    /// Whether the generator stands for 1 or -1.
    pub(super) fn is_sign(&self, i: usize) -> bool {
        matches!(self.generators[i].meaning, Meaning::SignOf { .. } | Meaning::Parity { .. })
    }

    /// Whether the generator stands for a sign that may be 0.
    fn is_opaque_sign(&self, i: usize) -> bool {
        matches!(self.generators[i].expr.kind(), Kind::Apply(Function::Sign, _)) && !self.is_sign(i)
    }

    /// `s^m` for a product `m` of integer variables.
    fn parity(&mut self, s: &Fraction, exponents: &[u16]) -> Result<Fraction, TowerError> {
        if exponents.iter().all(|k| *k == 0) {
            return Ok(s.clone());
        }
        let term = Term { exponents: exponents.to_vec(), coefficient: BigInt::one() };
        let unit = Term { exponents: vec![0; exponents.len()], coefficient: BigInt::one() };
        let exponent = self.to_expr(&self.field.from_terms(&[term], &[unit])?);
        let expr = self.to_expr(s).pow(&exponent);
        let i = match self.atoms_at(&expr) {
            Some(i) => i,
            None => {
                let of = self.single_generator(s);
                let minus = s.as_number().is_some_and(|q| q == -Rational::one());
                if of.is_none() && !minus {
                    self.recorder.spoil();
                }
                let variables = exponents.iter().enumerate().filter(|(_, k)| **k > 0).map(|(i, _)| i).collect();
                let i = self.named_generator(Meaning::Parity { of, variables }, &expr)?;
                let g = self.field.generator(i);
                self.signs.assume_nonzero(&g);
                i
            }
        };
        Ok(self.field.generator(i))
    }

    /// Takes `n pi` off an angle, by the rule **half-turns**: what is left, and `n`.
    pub(super) fn split_half_turns(&mut self, f: &Fraction) -> Result<(Fraction, Fraction), TowerError> {
        let zero = self.field.number(&Rational::zero());
        let pi = self.atom(&Expr::pi())?;
        let whole = (f.clone(), zero);
        let Some(below) = f.denominator().as_number().filter(|d| d.is_integer()) else { return Ok(whole) };
        let below = below.to_integer();
        let integers = |exponents: &[u16]| {
            let mut used = exponents.iter().enumerate().filter(|(i, k)| **k > 0 && *i != pi).peekable();
            used.peek().is_some() && used.all(|(i, _)| self.integers.contains(&i))
        };
        let mut turns = Vec::new();
        for t in f.numerator_terms() {
            if t.exponents[pi] == 1 && integers(&t.exponents) && t.coefficient.is_multiple_of(&below) {
                let mut exponents = t.exponents;
                exponents[pi] = 0;
                turns.push(Term { exponents, coefficient: &t.coefficient / &below });
            }
        }
        if turns.is_empty() {
            return Ok(whole);
        }
        let unit = Term { exponents: vec![0; self.field.generators()], coefficient: BigInt::one() };
        let n = self.field.from_terms(&turns, &[unit])?;
        let gone = self.field.mul(&n, &self.field.generator(pi))?;
        Ok((self.field.sub(f, &gone)?, n))
    }
}

/// The products of variables on which the parity of a polynomial depends.
fn odd_part(n: &Fraction) -> Vec<Vec<u16>> {
    let mut odd: BTreeMap<Vec<u16>, bool> = BTreeMap::new();
    for t in n.numerator_terms() {
        let squarefree: Vec<u16> = t.exponents.iter().map(|k| (*k).min(1)).collect();
        *odd.entry(squarefree).or_insert(false) ^= t.coefficient.is_odd();
    }
    odd.into_iter().filter(|(_, is_odd)| *is_odd).map(|(exponents, _)| exponents).collect()
}
