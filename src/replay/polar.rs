//! Polar angles.
//!
//! - **polar-form**: `atan2(r sin t, r cos t) = t - 2 k pi` where `r > 0` and `-pi < t - 2 k pi <= pi`: the point has this radius,
//!   and this is its only angle on the main branch.
//! - **quadrants**: `atan2(y, x)` is `atan(y/x)` where `x > 0`, `pi/2 - atan(x/y)` where `y > 0`, `-pi/2 - atan(x/y)` where
//!   `y < 0`, `pi + atan(y/x)` where `x < 0` and `y >= 0`.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{Answer, Meaning, PolarAngle, PolarForm, Quadrant};
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function, Kind};
use num_traits::One;

/// More turns are refused.
const MOST_TURNS: i64 = 1000;

impl Evaluator<'_> {
    /// `atan2(y, x)`
    pub(super) fn polar(&mut self, e: &Expr, y: &Value, x: &Value) -> Result<Value, Rejection> {
        use CertainSign::{Negative, Positive};
        if y.is_zero() && x.is_zero() {
            return Err(Rejection::NowhereDefined(e.clone()));
        }
        let Answer::Polar(PolarAngle { quadrant, x: of_x, y: of_y, inverse, named }) =
            self.ask(&Question::Kernel(e))?
        else {
            return Err(Rejection::NoAnswer(e.to_string()));
        };
        let wrong = || Rejection::Sign(e.to_string());
        if let Some(named) = named {
            let alone = quadrant == Quadrant::Named && of_x.is_none() && of_y.is_none() && inverse.is_none();
            return if alone { self.polar_form(e, y, x, &named) } else { Err(wrong()) };
        }
        let half = Rational::new(1.into(), 2.into());
        let (turn, n, d, minus) = match (quadrant, of_x, of_y) {
            (Quadrant::Right, Some(of_x), None) if self.element_sign(x, &of_x)? == Positive => (None, y, x, false),
            (Quadrant::Upper, None, Some(of_y)) if self.element_sign(y, &of_y)? == Positive => (Some(half), x, y, true),
            (Quadrant::Lower, None, Some(of_y)) if self.element_sign(y, &of_y)? == Negative => {
                (Some(-half), x, y, true)
            }
            (Quadrant::Left, Some(of_x), of_y)
                if self.element_sign(x, &of_x)? == Negative && self.is_nonnegative(y, of_y.as_ref())? =>
            {
                (Some(Rational::one()), y, x, false)
            }
            (Quadrant::Unknown, None, None) if inverse.is_none() => return self.polar_generator(e, y, x),
            _ => return Err(wrong()),
        };
        // The divisor is not 0: it has a strict sign.
        let below = self.arithmetic.pow(d, -1)?;
        let quotient = self.arithmetic.mul(n, &below)?;
        let angle = match (&inverse, quotient.is_zero()) {
            (None, true) => Value::default(),
            (Some(inverse), false) => self.inverse_value(e, Function::Atan, &quotient, inverse)?,
            _ => return Err(wrong()),
        };
        let angle = if minus { self.arithmetic.scaled(&angle, &-Rational::one()) } else { angle };
        match turn {
            Some(turn) => {
                let turn = self.turns(&turn)?;
                self.arithmetic.add(&turn, &angle)
            }
            None => Ok(angle),
        }
    }

    fn polar_generator(&mut self, e: &Expr, y: &Value, x: &Value) -> Result<Value, Rejection> {
        for i in 0..self.generators.len() {
            let Some(Meaning::Polar { y: of_y, x: of_x }) = self.generators.get(i) else { continue };
            if self.equals(y, of_y, false)? && self.equals(x, of_x, false)? {
                self.quotient(of_y)?;
                self.quotient(of_x)?;
                self.valued.insert(i);
                return self.generator(i);
            }
        }
        Err(Rejection::NoGenerator(e.to_string()))
    }

    /// Rule **polar-form**.
    fn polar_form(&mut self, e: &Expr, y: &Value, x: &Value, named: &PolarForm) -> Result<Value, Rejection> {
        let wrong = || Rejection::Coordinates(e.to_string());
        let Kind::Binary(_, of_y, _) = e.kind() else { return Err(wrong()) };
        let t = angles_in(of_y).into_iter().nth(named.way).filter(|_| named.turns.abs() <= MOST_TURNS);
        let t = t.ok_or_else(wrong)?;
        let minus = -Rational::one();
        let radius = self.quotient(&named.radius)?;
        for (side, f) in [(y, Function::Sin), (x, Function::Cos)] {
            let of_angle = self.image(&t.apply(f))?;
            let product = self.arithmetic.mul(&radius, &of_angle)?;
            if !self.arithmetic.add(side, &self.arithmetic.scaled(&product, &minus))?.is_zero() {
                return Err(wrong());
            }
        }
        let half = self.turns(&Rational::one())?;
        let shift = self.turns(&Rational::from_integer((-2 * named.turns).into()))?;
        let angle = self.arithmetic.add(&self.image(&t)?, &shift)?;
        let above = self.arithmetic.add(&half, &angle)?;
        let below = self.arithmetic.add(&half, &self.arithmetic.scaled(&angle, &minus))?;
        let holds = self.element_sign(&radius, &named.positive)? == CertainSign::Positive
            && self.element_sign(&above, &named.above)? == CertainSign::Positive
            && self.is_nonnegative(&below, named.below.as_ref())?;
        if holds { Ok(angle) } else { Err(Rejection::Sign(e.to_string())) }
    }
}

/// The angles of the sines and cosines in an expression, in the order in which they occur.
fn angles_in(e: &Expr) -> Vec<Expr> {
    let angle = |node: &Expr| match node.kind() {
        Kind::Apply(Function::Sin | Function::Cos, t) => Some(t.clone()),
        _ => None,
    };
    e.nodes().iter().filter_map(angle).collect()
}
