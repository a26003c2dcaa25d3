//! Inverse sine and tangent.
//!
//! - **odd-angle**: `asin(-u) = -asin u`, `atan(-v) = -atan v`.
//! - **exact-angle**: `asin u = k pi/12` where `u = sin(k pi/12)` and `-6 <= k <= 6`; `atan v = k pi/12` where
//!   `v cos(k pi/12) = sin(k pi/12)` and `-6 < k < 6`.
//! - **inverse-of-forward**: `asin(sin t) = (-1)^k (t - k pi)` where `-pi/2 <= t - k pi <= pi/2`; `asin(cos t) = asin(sin(pi/2 - t))`;
//!   `atan(tan t) = t - k pi` where `-pi/2 <= t - k pi <= pi/2` (the ends are excluded by the tangent), likewise the cotangent.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, ElementSign, Inverse};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use num_traits::One;

/// More half turns are refused.
const MOST_TURNS: i64 = 1000;

impl Evaluator<'_> {
    /// `asin x` or `atan x`.
    pub(super) fn inverse(&mut self, e: &Expr, f: Function, x: &Value) -> Result<Value, Rejection> {
        let Answer::Inverse(inverse) = self.ask(&Question::Kernel(e))? else {
            return Err(Rejection::NoAnswer(e.to_string()));
        };
        match &inverse {
            Inverse::Forward { way, turns, above, below } => {
                let [argument] = e.operands() else { return Err(Rejection::UnknownExpression(e.clone())) };
                let (t, complemented, negated) = forward(f, argument)
                    .into_iter()
                    .nth(*way)
                    .filter(|_| turns.abs() <= MOST_TURNS)
                    .ok_or_else(|| Rejection::Coordinates(e.to_string()))?;
                let t = self.main_angle(e, &t, complemented, *turns, above.as_ref(), below.as_ref())?;
                let turned = f == Function::Asin && turns % 2 != 0;
                Ok(if turned != negated { self.arithmetic.scaled(&t, &-Rational::one()) } else { t })
            }
            other => self.inverse_value(e, f, x, other),
        }
    }

    /// The angle, less half turns, which lies on the main branch.
    fn main_angle(
        &mut self,
        e: &Expr,
        t: &Expr,
        complemented: bool,
        turns: i64,
        above: Option<&ElementSign>,
        below: Option<&ElementSign>,
    ) -> Result<Value, Rejection> {
        let minus = -Rational::one();
        let right = self.turns(&Rational::new(1.into(), 2.into()))?;
        let shift = self.turns(&Rational::from_integer((-turns).into()))?;
        let mut t = self.image(t)?;
        if complemented {
            t = self.arithmetic.add(&right, &self.arithmetic.scaled(&t, &minus))?;
        }
        let t = self.arithmetic.add(&t, &shift)?;
        let opposite = self.arithmetic.scaled(&t, &minus);
        for (side, reason) in [(&t, above), (&opposite, below)] {
            let side = self.arithmetic.add(&right, side)?;
            if !self.is_nonnegative(&side, reason)? {
                return Err(Rejection::Sign(e.to_string()));
            }
        }
        Ok(t)
    }

    /// Whether a value is literally 0, or not negative for this reason.
    pub(super) fn is_nonnegative(&mut self, v: &Value, reason: Option<&ElementSign>) -> Result<bool, Rejection> {
        match reason {
            None => Ok(v.is_zero()),
            Some(reason) => Ok(!self.element_sign(v, reason)?.is_negative()),
        }
    }

    /// `asin x` or `atan x` of a value.
    pub(super) fn inverse_value(
        &mut self,
        e: &Expr,
        f: Function,
        x: &Value,
        inverse: &Inverse,
    ) -> Result<Value, Rejection> {
        let wrong = || Rejection::Coordinates(e.to_string());
        match inverse {
            Inverse::Generator => self.opaque(f, x, true),
            Inverse::Exact(k) => {
                let largest = if f == Function::Asin { 6 } else { 5 };
                if *k == 0 || k.abs() > largest {
                    return Err(wrong());
                }
                let difference = match (f, k.abs()) {
                    // sin(pi/6) = 1/2, sin(pi/2) = 1, tan(pi/4) = 1
                    (Function::Asin, 2) => self.less(x, &Rational::new(k.signum().into(), 2.into()))?,
                    (Function::Asin, 6) | (Function::Atan, 3) => {
                        self.less(x, &Rational::from_integer(k.signum().into()))?
                    }
                    _ => {
                        let (cosine, sine) = self.twelfths_of_pi(e, k.rem_euclid(24))?;
                        let left = if f == Function::Asin { x.clone() } else { self.arithmetic.mul(x, &cosine)? };
                        self.arithmetic.add(&left, &self.arithmetic.scaled(&sine, &-Rational::one()))?
                    }
                };
                if !difference.is_zero() {
                    return Err(wrong());
                }
                self.turns(&Rational::new((*k).into(), 12.into()))
            }
            Inverse::Forward { .. } => Err(wrong()),
        }
    }

    fn less(&self, x: &Value, q: &Rational) -> Result<Value, Rejection> {
        self.arithmetic.add(x, &Value::number(-q))
    }
}

/// The ways in which an argument is literally a sine (for `asin`) or tangent (for `atan`) of an angle: the angle, whether it is
/// the complement to pi/2 that counts, whether the argument is its negative.
pub fn forward(f: Function, argument: &Expr) -> Vec<(Expr, bool, bool)> {
    let mut out = Vec::new();
    for node in argument.nodes() {
        let Kind::Apply(Function::Sin | Function::Cos, t) = node.kind() else { continue };
        let (sine, cosine) = (t.apply(Function::Sin), t.apply(Function::Cos));
        let patterns = match f {
            Function::Asin => [(sine, false), (cosine, true)],
            _ => [(&sine / &cosine, false), (&cosine / &sine, true)],
        };
        for (pattern, complemented) in patterns {
            if pattern == *argument {
                out.push((t.clone(), complemented, false));
            } else if -&pattern == *argument {
                out.push((t.clone(), complemented, true));
            }
        }
    }
    out
}
