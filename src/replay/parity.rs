//! Powers of signs with integer exponents.
//!
//! **parity**: `s^n` of a sign `s` (1 or -1) depends on whether `n` is odd, so only the odd coefficients of `n` matter, and a
//! power of an integer is as odd as the integer: for a polynomial `n` in integer variables with integer coefficients, `s^n` is
//! the product of `s^m` over the products `m` of different variables whose coefficients add up to an odd number. A power
//! with an exponent that is no number stands in an elementary form only as `sign(b)^n` beside `exp(n log|b|)`, so its base is
//! not 0 where the expression has a value.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use crate::certificate::Meaning;
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use num_integer::Integer;
use num_traits::{One, Signed};
use std::collections::BTreeMap;

impl Evaluator<'_> {
    /// `sign(b)^n` for the power `e`.
    pub(super) fn sign_power(&mut self, e: &Expr, sign: &Value, n: &Value) -> Result<Value, Rejection> {
        let unknown = || Rejection::UnknownExpression(e.clone());
        let one = Value::number(Rational::one());
        if sign.numerator == one.numerator && sign.denominator.is_empty() {
            return Ok(one);
        }
        let mut terms = sign.numerator.terms();
        let (Some((m, c)), None) = (terms.next(), terms.next()) else { return Err(unknown()) };
        if !c.abs().is_one() || !sign.denominator.is_empty() || !n.denominator.is_empty() {
            return Err(unknown());
        }
        let mut factors = if c.is_negative() { vec![None] } else { Vec::new() };
        for (i, k) in m.powers() {
            if !self.is_sign(i) {
                return Err(unknown());
            }
            if k % 2 == 1 {
                factors.push(Some(i));
            }
        }
        self.parity(&factors, &n.numerator).map_err(|why| match why {
            Rejection::Shape(_) => unknown(),
            other => other,
        })
    }

    /// Whether a generator stands for a sign.
    fn is_sign(&self, i: usize) -> bool {
        matches!(
            self.generators.get(i),
            Some(Meaning::Sign { .. } | Meaning::Parity { .. } | Meaning::Opaque { function: Function::Sign, .. })
        )
    }

    /// The product of the factors (nothing: -1) to the power `n`.
    pub(super) fn parity(&mut self, factors: &[Option<usize>], n: &Polynomial) -> Result<Value, Rejection> {
        let mut odd: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
        for (m, c) in n.terms() {
            let variables: Vec<usize> = m.powers().map(|(i, _)| i).collect();
            if !c.is_integer() || !variables.iter().all(|i| self.is_integer_variable(*i)) {
                return Err(Rejection::Shape("an exponent that is an integer"));
            }
            *odd.entry(variables).or_insert(false) ^= c.to_integer().is_odd();
        }
        let mut out = Value::number(Rational::one());
        for of in factors {
            for variables in odd.iter().filter(|(_, odd)| **odd).map(|(v, _)| v) {
                let power = match (variables.as_slice(), of) {
                    ([], None) => Value::number(-Rational::one()),
                    ([], Some(i)) => self.generator(*i)?,
                    _ => {
                        let is = |m: &Meaning| matches!(m, Meaning::Parity { of: o, variables: v } if o == of && v == variables);
                        let i = self.find("a power of a sign", is)?;
                        self.generator(i)?
                    }
                };
                out = self.arithmetic.mul(&out, &power)?;
            }
        }
        Ok(out)
    }

    pub(super) fn is_integer_variable(&self, i: usize) -> bool {
        matches!(self.generators.get(i), Some(Meaning::Symbol(s)) if self.integers.contains(s))
    }

    /// A parity is taken of a sign made before, with different integer variables in order.
    pub(super) fn is_parity(&self, of: Option<usize>, variables: &[usize]) -> bool {
        of.is_none_or(|i| self.is_sign(i))
            && !variables.is_empty()
            && variables.windows(2).all(|w| w[0] < w[1])
            && variables.iter().all(|i| self.is_integer_variable(*i))
    }
}
