//! Other forms of polynomials that hold roots.
//!
//! - **perfect-power**: where `s^q = p` or `s^q = -p`, `|p|^r = |s|^(q r)` and `log|p| = q log|s|`.
//! - **conjugate**: where `p g = N` is a number, `|p|^r = |N|^r |g|^-r` and `log|p| = log|N| - log|g|`.
//! - **exp-sign**: `exp(b) - 1` has the sign of `b`; at `b = 0` it is 0 whatever the sign.
//!
//! The equations are multiplied out modulo the relations.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, Content, Factors, Meaning, OtherForm};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::Expr;
use num_traits::{One, Signed};

/// Forms of forms to this depth.
const LARGEST_DEPTH: usize = 8;

impl Evaluator<'_> {
    fn form(&mut self, p: &Polynomial, degree: u32) -> Result<OtherForm, Rejection> {
        let Answer::Form(form) = self.ask(&Question::Form(p, degree))? else {
            return Err(Rejection::NoAnswer(Question::Form(p, degree).describe()));
        };
        let wrong = || Rejection::Factors(format!("{p:?}"));
        match &form {
            OtherForm::Power { degree, root, factors } => {
                for (divisor, _) in factors.factors.iter().filter(|(_, n)| *n < 0) {
                    for i in divisor.variables() {
                        self.require(i)?;
                        self.relate(i)?;
                    }
                    self.expect_nonzero(divisor)?;
                }
                let s = self.quotient(root)?;
                self.multiply_out("a root", &s, factors)?;
                let power = self.arithmetic.pow(&s, i64::from(*degree))?;
                let one = Polynomial::one();
                let holds = (2..=16).contains(degree)
                    && (self.equals_parts(&power, p, &one)? || self.equals_parts(&power, &p.negated(), &one)?);
                if !holds {
                    return Err(wrong());
                }
            }
            OtherForm::Conjugate { other, norm } => {
                for i in other.variables() {
                    self.require(i)?;
                    self.relate(i)?;
                }
                let product = self.arithmetic.product(p, other)?;
                if product.as_constant().is_none() || product.as_constant() != norm.number() {
                    return Err(wrong());
                }
                // Neither vanishes, because the product does not.
                self.arithmetic.assume_nonzero(other.clone());
            }
        }
        Ok(form)
    }

    /// `|p|^q` through another form.
    pub(super) fn power_in_other_form(&mut self, e: &Expr, p: &Polynomial, q: &Rational) -> Result<Value, Rejection> {
        let degree = num_traits::ToPrimitive::to_u32(&q.denom()).ok_or(Rejection::TooLarge)?;
        let form = self.form(p, degree)?;
        self.deeper(|this| match &form {
            OtherForm::Power { degree, factors, .. } => {
                this.power_of_factors(e, factors, &(q * Rational::from_integer((*degree).into())))
            }
            OtherForm::Conjugate { other, norm } => {
                let number = this.power_of_content(e, norm, q)?;
                let rest = this.absolute_power(e, other, &-q)?;
                this.arithmetic.mul(&number, &rest)
            }
        })
    }

    /// `log|p|` through another form; `p` is not 0.
    pub(super) fn log_in_other_form(&mut self, p: &Polynomial) -> Result<Value, Rejection> {
        let form = self.form(p, 1)?;
        self.deeper(|this| match &form {
            OtherForm::Power { degree, factors, .. } => {
                let log = this.log_of_factors(factors)?;
                Ok(this.arithmetic.scaled(&log, &Rational::from_integer((*degree).into())))
            }
            OtherForm::Conjugate { other, norm } => {
                let number = this.log_of_factors(&Factors { content: norm.clone(), factors: Vec::new() })?;
                let log = this.log_absolute(other)?;
                this.arithmetic.add(&number, &this.arithmetic.scaled(&log, &-Rational::one()))
            }
        })
    }

    fn deeper(&mut self, f: impl FnOnce(&mut Self) -> Result<Value, Rejection>) -> Result<Value, Rejection> {
        if self.depth >= LARGEST_DEPTH {
            return Err(Rejection::TooLarge);
        }
        self.depth += 1;
        let out = f(self);
        self.depth -= 1;
        out
    }

    /// `|c|^q`
    pub(super) fn power_of_content(&mut self, e: &Expr, content: &Content, q: &Rational) -> Result<Value, Rejection> {
        let mut out = Value::number(Rational::one());
        for (n, k) in &content.powers {
            let n = Polynomial::constant(Rational::from_integer(n.clone()));
            let power = self.absolute_power(e, &n, &(q * Rational::from_integer((*k).into())))?;
            out = self.arithmetic.mul(&out, &power)?;
        }
        Ok(out)
    }

    /// The sign of `p = exp(b) - 1` as that of `b`, which may be made of generators.
    pub(super) fn sign_beside_one(
        &mut self,
        p: &Polynomial,
        exponential: usize,
        factors: &Factors,
    ) -> Result<Value, Rejection> {
        let wrong = || Rejection::Sign(format!("{p:?}"));
        let Meaning::Exp { argument } = self.require(exponential)? else { return Err(wrong()) };
        if *p != Polynomial::variable(exponential).minus(&Polynomial::one()) {
            return Err(wrong());
        }
        let b = self.quotient(argument)?;
        self.multiply_out("an exponent", &b, factors)?;
        self.deeper(|this| {
            let minus = factors.content.number().is_some_and(|c| c.is_negative());
            let mut sign = Value::number(if minus { -Rational::one() } else { Rational::one() });
            for (q, _) in factors.factors.iter().filter(|(_, n)| n % 2 != 0) {
                let s = this.sign_value(q)?;
                sign = this.arithmetic.mul(&sign, &s)?;
            }
            Ok(sign)
        })
    }
}
