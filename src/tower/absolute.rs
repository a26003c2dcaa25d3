//! Absolute values, signs and their powers.
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **absolute-factors**: `|f g| = |f| |g|`; `|f| = sign(f) f`, with a certain sign or the generator `sign(f)`, whose square
//!   is 1.
//! - **exp-sign**: `|exp(b) - 1| = sign(b) (exp(b) - 1)`; at `b = 0` both sides are 0 whatever the sign.
//! - **sign-factors**: `sign(f g) = sign(f) sign(g)`, zeros included.
//! - **parity**: `s^n` of a sign `s` depends on whether the integer `n` is odd.

use super::build::{Tower, TowerError};
use super::constants::{Constants, Content};
use super::generator::Meaning;
use super::positivity::CertainSign;
use super::recorder::factors;
use crate::certificate::Answer;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use algebra::Fraction;
use num_traits::{One, Signed};

impl Tower<'_> {
    /// `|f|` of an irreducible polynomial: `f`, `-f` or `sign(f) * f`.
    pub(super) fn absolute_factor(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        if let Some(i) = self.single_generator(f)
            && self.is_sign(i)
        {
            return Ok(self.field.number(&Rational::one()));
        }
        let sign = self.factor_sign(f);
        let reason = sign.filter(|_| self.recorder.is_on()).and_then(|_| self.explain_factor(f));
        self.recorder.sign(f, reason);
        match sign {
            Some(CertainSign::Positive | CertainSign::NonNegative) => Ok(f.clone()),
            Some(CertainSign::Negative | CertainSign::NonPositive) => Ok(self.field.neg(f)),
            None => match self.exponent_beside_one(f) {
                Some((exponential, b)) => {
                    let factorisation = self.factor(&b);
                    self.recorder.beside_one(f, exponential, &factorisation);
                    let size = self.absolute(&b)?;
                    let sign = self.field.div(&size, &b)?;
                    Ok(self.field.mul(&sign, f)?)
                }
                None => {
                    let s = self.sign_generator(f)?;
                    Ok(self.field.mul(&self.field.generator(s), f)?)
                }
            },
        }
    }

    /// The exponential and `b` for `f = exp(b) - 1`.
    fn exponent_beside_one(&self, f: &Fraction) -> Option<(usize, Fraction)> {
        let terms = f.numerator_terms();
        let [one, power] = terms.as_slice() else { return None };
        let is_minus_one = one.exponents.iter().all(|n| *n == 0) && (-&one.coefficient).is_one();
        let alone = power.coefficient.is_one() && power.exponents.iter().map(|n| u32::from(*n)).sum::<u32>() == 1;
        let i = power.exponents.iter().position(|n| *n == 1).filter(|_| is_minus_one && alone)?;
        match &self.generators[i].meaning {
            Meaning::Exp { argument } => Some((i, argument.clone())),
            _ => None,
        }
    }

    fn sign_generator(&mut self, f: &Fraction) -> Result<usize, TowerError> {
        let key = f.numerator_terms();
        if let Some(i) = self.sign_of.get(&key) {
            return Ok(*i);
        }
        let expr = self.polynomial_expr(f).apply(Function::Sign);
        let i = self.new_generator(Meaning::SignOf { of: f.clone() }, expr)?;
        self.sign_of.insert(key, i);
        Ok(i)
    }

    /// `|f|` as an expression, without bars where the sign is certain.
    pub(super) fn absolute_expr(&self, f: &Fraction) -> Expr {
        let e = self.polynomial_expr(f);
        match self.factor_sign(f) {
            Some(CertainSign::Positive | CertainSign::NonNegative) => e,
            // Term by term: `1 - P`, not `-(P - 1)`.
            Some(CertainSign::Negative | CertainSign::NonPositive) => Expr::sum([-e]),
            None => e.apply(Function::Abs),
        }
    }

    pub(super) fn absolute(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        if f.is_zero() {
            return Ok(f.clone());
        }
        let factorisation = self.factor(f);
        let mut out = self.field.number(&factorisation.content().abs());
        for (p, n) in factorisation.factors {
            let a = if n % 2 == 0 { p } else { self.absolute_factor(&p)? };
            out = self.field.mul(&out, &self.field.pow(&a, i64::from(n))?)?;
        }
        self.reduced(out)
    }

    /// The sign is multiplicative, zeros included. It is 0 at zeros, so the generator with square 1 may stand for it only
    /// where the factor certainly has none; a factor of the denominator has none where `f` is defined.
    pub(super) fn sign_kernel(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let f = self.image_of(x)?;
        if f.is_zero() {
            self.set_image(e, f);
            return Ok(());
        }
        let factorisation = self.factor(&f);
        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        let mut out = self.field.number(&factorisation.content().signum());
        for (p, n) in factorisation.factors {
            let value = if n < 0 || self.is_nonzero(&p) {
                let reason = if self.recorder.is_on() { self.explain_nonzero(&p) } else { None };
                self.recorder.nonzero(&p, reason);
                if n % 2 == 0 {
                    continue;
                }
                let a = self.absolute_factor(&p)?;
                self.field.div(&a, &p)?
            } else {
                let key = self.polynomial_expr(&p).apply(Function::Sign);
                let i = self.atom(&key)?;
                self.recorder.arguments(i, std::slice::from_ref(&p));
                self.field.pow(&self.field.generator(i), if n % 2 == 0 { 2 } else { 1 })?
            };
            out = self.field.mul(&out, &value)?;
        }
        let out = self.reduced(out)?;
        self.set_image(e, out);
        Ok(())
    }
}
