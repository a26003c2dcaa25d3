//! Gamma, polygamma and Bessel functions.
//!
//! - **gamma-shift**: `gamma(a + n) = gamma(a) a (a+1) .. (a+n-1)`, where `gamma(a)` has a value. For `n < 0` it has one wherever
//!   `gamma(a + n)` has, and no factor vanishes; for `n > 0` it must be evaluated as well, or `a` is a number that is no pole.
//! - **gamma-values**: `gamma(n) = (n-1)!`, `gamma(1/2) = sqrt(pi)`.
//! - **gamma-reflection**: `gamma(a) gamma(1-a) = pi/sin(pi a)`, where `a` is no integer: because `0 < a < 1`, because it is a number
//!   that is none, or because `gamma(a)` and `gamma(1-a-j)` with `j >= 0` are both evaluated (at an integer `a` one has a pole).
//! - **polygamma-shift**: `psi_m(a + n) = psi_m(a) + (-1)^m m! sum of (a+k)^(-m-1) over 0 <= k < n`, as for gamma;
//!   `psi_0(1/2) = psi_0(1) - 2 log 2`, `psi_m(1/2) = (2^(m+1) - 1) psi_m(1)` for `m > 0`, `psi_1(1) = pi^2/6`, `psi_3(1) = pi^4/15`.
//! - **bessel-parity**: `I_n(-x) = (-1)^n I_n(x)`; `I_0(0) = 1`, `I_n(0) = 0`. **bessel-recurrence**:
//!   `I_(n+1)(x) = I_(n-1)(x) - (2n/x) I_n(x)` where `x` is not 0.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, GammaValue, Meaning};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Arguments further apart than this are not related.
const LARGEST_SHIFT: i64 = 64;

fn whole(n: i64) -> Rational {
    Rational::from_integer(n.into())
}

impl Evaluator<'_> {
    /// A gamma or polygamma function.
    pub(super) fn gamma(&mut self, e: &Expr, f: Function, x: &Value) -> Result<Value, Rejection> {
        let wrong = || Rejection::Coordinates(e.to_string());
        let number = number_of(x);
        if number.as_ref().is_some_and(is_pole) {
            return Err(Rejection::NowhereDefined(e.clone()));
        }
        let Answer::Gamma(gamma) = self.ask(&Question::Kernel(e))? else {
            return Err(Rejection::NoAnswer(e.to_string()));
        };
        match gamma {
            GammaValue::Known => self.known(e, f, &number.ok_or_else(wrong)?),
            GammaValue::Shift { generator, steps } => {
                let (base, a) = self.base_of(e, f, generator, steps)?;
                if !self.differ_by(x, &a, steps)? {
                    return Err(wrong());
                }
                self.shifted(e, f, &base, &a, steps)
            }
            GammaValue::Reflection { generator, mirrored, steps, inside, angle } => {
                let a = self.plus(x, -steps)?;
                let mirror = self.plus(&self.arithmetic.scaled(&a, &-Rational::one()), 1)?;
                let (base, b) = self.base_of(e, f, generator, mirrored)?;
                if f != Function::Gamma || !self.differ_by(&mirror, &b, mirrored)? {
                    return Err(wrong());
                }
                let no_integer = match &inside {
                    Some(signs) => {
                        self.element_sign(&a, &signs.0)? == CertainSign::Positive
                            && self.element_sign(&mirror, &signs.1)? == CertainSign::Positive
                    }
                    None => {
                        number_of(&a).is_some_and(|q| !q.is_integer())
                            || (mirrored >= 0 && self.is_evaluated(f, &a)? && self.is_evaluated(f, &b)?)
                    }
                };
                if !no_integer {
                    return Err(wrong());
                }
                let other = self.shifted(e, f, &base, &b, mirrored)?;
                let pi = self.turns(&Rational::one())?;
                let (_, sine) = self.unit(e, &self.arithmetic.mul(&pi, &a)?, &angle)?;
                // Neither vanishes, because `a` is no integer.
                let below = self.arithmetic.mul(&sine, &other)?;
                let below = self.arithmetic.pow(&below, -1)?;
                let value = self.arithmetic.mul(&pi, &below)?;
                self.shifted(e, f, &value, &a, steps)
            }
        }
    }

    /// The generator with its argument, where the function has a value at that argument if it has one `steps` further.
    fn base_of(&mut self, e: &Expr, f: Function, i: usize, steps: i64) -> Result<(Value, Value), Rejection> {
        let wrong = || Rejection::Coordinates(e.to_string());
        let Meaning::Opaque { function, argument } = self.require(i)? else { return Err(wrong()) };
        if *function != f || steps.abs() > LARGEST_SHIFT {
            return Err(wrong());
        }
        let a = self.quotient(argument)?;
        let has_value = match number_of(&a) {
            Some(q) => !is_pole(&q),
            None => steps <= 0 || self.is_evaluated(f, &a)?,
        };
        if !has_value {
            return Err(Rejection::Divisor(e.to_string()));
        }
        Ok((self.generator(i)?, a))
    }

    /// Whether the function is evaluated at this argument, so that it has a value there.
    fn is_evaluated(&self, f: Function, a: &Value) -> Result<bool, Rejection> {
        for (g, argument) in &self.poles {
            if *g == f
                && let Ok(x) = self.image(argument)
                && self.differ_by(&x, a, 0)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn plus(&self, x: &Value, n: i64) -> Result<Value, Rejection> {
        self.arithmetic.add(x, &Value::number(whole(n)))
    }

    fn differ_by(&self, x: &Value, a: &Value, steps: i64) -> Result<bool, Rejection> {
        let minus = self.arithmetic.scaled(a, &-Rational::one());
        Ok(self.plus(&self.arithmetic.add(x, &minus)?, -steps)?.is_zero())
    }

    /// The value at `a + n` from that at `a`.
    fn shifted(&mut self, e: &Expr, f: Function, at: &Value, a: &Value, n: i64) -> Result<Value, Rejection> {
        if n.abs() > LARGEST_SHIFT {
            return Err(Rejection::TooLarge);
        }
        let mut value = at.clone();
        for k in if n >= 0 { 0..n } else { n..0 } {
            let factor = self.plus(a, k)?;
            value = match f {
                Function::Gamma if n >= 0 => self.arithmetic.mul(&value, &factor)?,
                Function::Gamma => {
                    let below = self.arithmetic.pow(&factor, -1)?;
                    self.arithmetic.mul(&value, &below)?
                }
                Function::Polygamma(m) => {
                    let factorial: BigInt = (1..=m).map(BigInt::from).product();
                    let negative = (m % 2 == 1) != (n < 0);
                    let weight = Rational::from_integer(if negative { -factorial } else { factorial });
                    let term = self.arithmetic.pow(&factor, -i64::from(m) - 1)?;
                    self.arithmetic.add(&value, &self.arithmetic.scaled(&term, &weight))?
                }
                _ => return Err(Rejection::UnknownExpression(e.clone())),
            };
        }
        Ok(value)
    }

    /// The value at a multiple of 1/2.
    fn known(&mut self, e: &Expr, f: Function, q: &Rational) -> Result<Value, Rejection> {
        let half = Rational::new(1.into(), 2.into());
        let base = if q.is_integer() { Rational::one() } else { half.clone() };
        let steps = q - &base;
        let steps = if steps.is_integer() { steps.to_integer().to_i64() } else { None };
        let steps = steps.filter(|n| n.abs() <= LARGEST_SHIFT).ok_or_else(|| Rejection::Coordinates(e.to_string()))?;
        let at = match f {
            Function::Gamma if base.is_one() => Value::number(Rational::one()),
            Function::Gamma => {
                let pi = self.find("pi", |m| *m == Meaning::Pi)?;
                self.absolute_power(e, &Polynomial::variable(pi), &half)?
            }
            Function::Polygamma(m) => {
                let one = self.polygamma_at_one(e, m)?;
                match (base.is_one(), m) {
                    (true, _) => one,
                    (false, 0) => {
                        let log = self.log_absolute(&Polynomial::constant(whole(2)))?;
                        self.arithmetic.add(&one, &self.arithmetic.scaled(&log, &whole(-2)))?
                    }
                    (false, m) => {
                        let factor = Rational::from_integer((BigInt::one() << (m + 1)) - BigInt::one());
                        self.arithmetic.scaled(&one, &factor)
                    }
                }
            }
            _ => return Err(Rejection::UnknownExpression(e.clone())),
        };
        self.shifted(e, f, &at, &Value::number(base), steps)
    }

    fn polygamma_at_one(&mut self, e: &Expr, m: u32) -> Result<Value, Rejection> {
        let (power, below) = match m {
            1 => (2, 6),
            3 => (4, 15),
            m if m <= 64 => return self.opaque(Function::Polygamma(m), &Value::number(Rational::one()), false),
            _ => return Err(Rejection::UnknownExpression(e.clone())),
        };
        let pi = self.turns(&Rational::one())?;
        let value = self.arithmetic.pow(&pi, power)?;
        Ok(self.arithmetic.scaled(&value, &Rational::new(1.into(), below.into())))
    }

    /// `I_n(x)`
    pub(super) fn bessel(&mut self, n: u32, x: &Value) -> Result<Value, Rejection> {
        if x.is_zero() {
            return Ok(Value::number(if n == 0 { Rational::one() } else { Rational::zero() }));
        }
        let numerator = x.numerator.clone();
        if !(2..=64).contains(&n) || !self.is_nonzero_by_answer(&numerator)? {
            return self.bessel_generator(n, x);
        }
        let below = self.arithmetic.pow(x, -1)?;
        let (mut before, mut last) = (self.bessel_generator(0, x)?, self.bessel_generator(1, x)?);
        for k in 1..n {
            let step = self.arithmetic.mul(&last, &below)?;
            let step = self.arithmetic.scaled(&step, &whole(-2 * i64::from(k)));
            let next = self.arithmetic.add(&before, &step)?;
            (before, last) = (last, next);
        }
        Ok(last)
    }

    fn bessel_generator(&mut self, n: u32, x: &Value) -> Result<Value, Rejection> {
        let f = Function::BesselI(n);
        match self.opaque(f, x, n % 2 == 1) {
            // An even function takes the same value at the opposite argument.
            Err(Rejection::NoGenerator(_)) if n.is_multiple_of(2) => {
                let opposite = self.arithmetic.scaled(x, &-Rational::one());
                self.opaque(f, &opposite, false)
            }
            other => other,
        }
    }
}

/// The number that a value is.
fn number_of(x: &Value) -> Option<Rational> {
    if x.is_zero() {
        return Some(Rational::zero());
    }
    x.denominator.is_empty().then(|| x.numerator.as_constant()).flatten()
}

/// Gamma and polygamma functions have no value at 0, -1, -2, ..
fn is_pole(q: &Rational) -> bool {
    q.is_integer() && !q.is_positive()
}
