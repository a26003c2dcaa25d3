//! Polar angles.
//!
//! Named rules, each an identity wherever `atan2(y, x)` is defined:
//! - **polar-form**: `atan2(r sin t, r cos t) = t - 2 k pi` where `r > 0` and `-pi < t - 2 k pi <= pi`.
//! - **quadrants**: `atan2(y, x)` is `atan(y/x)` where `x > 0`, `pi/2 - atan(x/y)` where `y > 0`, `-pi/2 - atan(x/y)` where
//!   `y < 0`, `pi + atan(y/x)` where `x < 0` and `y >= 0`.

use super::build::{Tower, TowerError};
use super::generator::Meaning;
use super::positivity::{CertainSign, Range};
use super::recorder::quotient;
use crate::certificate::{Answer, Inverse, PolarAngle, PolarForm, Quadrant};
use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, Function, Kind};
use algebra::Fraction;
use num_traits::One;

/// Whole turns that may be taken off an angle.
const TURNS: [i64; 3] = [0, 1, -1];

impl Tower<'_> {
    /// `atan2(y, x)` by the rule **quadrants**, or as a generator whose cosine and sine are known.
    pub(super) fn polar_angle(&mut self, e: &Expr, y: &Expr, x: &Expr) -> Result<(), TowerError> {
        let (fy, fx) = (self.image_of(y)?, self.image_of(x)?);
        if fy.is_zero() && fx.is_zero() {
            return Err(TowerError::NowhereDefined { denominator: e.clone() });
        }
        if let Some((value, named)) = self.polar_form(y, &fy, &fx)? {
            if let Some(named) = named {
                let named = Some(Box::new(named));
                let hint = PolarAngle { quadrant: Quadrant::Named, x: None, y: None, inverse: None, named };
                self.recorder.kernel(e, || Answer::Polar(hint));
            }
            self.set_image(e, value);
            return Ok(());
        }
        use CertainSign::{Negative, Positive};
        let sign = |f: &Fraction| if f.is_zero() { None } else { self.sign(f) };
        let (sy, sx) = (sign(&fy), sign(&fx));
        let upper = self.is_nonnegative(&fy);
        let half = Rational::new(1.into(), 2.into());
        // The turn, the quotient, whether the angle is taken off the turn, the quadrant.
        let (turn, quotient, minus, quadrant) = match (sy, sx) {
            (_, Some(Positive)) => (None, self.field.div(&fy, &fx)?, false, Quadrant::Right),
            (Some(Positive), _) => (Some(half), self.field.div(&fx, &fy)?, true, Quadrant::Upper),
            (Some(Negative), _) => (Some(-half), self.field.div(&fx, &fy)?, true, Quadrant::Lower),
            (_, Some(Negative)) if upper => (Some(Rational::one()), self.field.div(&fy, &fx)?, false, Quadrant::Left),
            _ => {
                let key = self.to_expr(&fy).with(Binary::Atan2, &self.to_expr(&fx));
                let i = match self.atoms_at(&key) {
                    Some(i) => i,
                    None => {
                        let i = self.named_generator(Meaning::Polar { y: fy, x: fx }, &key)?;
                        // 22/7 > pi
                        let end = Rational::new(22.into(), 7.into());
                        let range = Range::within(-end.clone(), end, false);
                        self.signs.set_narrow_range(i, range, Range::Real, Some(Vec::new()));
                        i
                    }
                };
                let g = self.field.generator(i);
                let hint = PolarAngle { quadrant: Quadrant::Unknown, x: None, y: None, inverse: None, named: None };
                self.recorder.kernel(e, || Answer::Polar(hint));
                self.set_image(e, g);
                return Ok(());
            }
        };
        let (angle, inverse) = self.inverse_angle(Function::Atan, &quotient)?;
        let inverse = (!quotient.is_zero()).then_some(inverse);
        self.record_quadrant(e, quadrant, (&fx, &fy), inverse);
        let angle = if minus { self.field.neg(&angle) } else { angle };
        let value = match turn {
            Some(turn) => {
                let turn = self.turns(&turn)?;
                self.field.add(&turn, &angle)?
            }
            None => angle,
        };
        self.set_image(e, value);
        Ok(())
    }

    fn record_quadrant(
        &mut self,
        e: &Expr,
        quadrant: Quadrant,
        (x, y): (&Fraction, &Fraction),
        inverse: Option<Inverse>,
    ) {
        let (of_x, of_y) = match quadrant {
            Quadrant::Right => (self.reason(x), None),
            Quadrant::Left => (self.reason(x), if y.is_zero() { None } else { self.reason(y) }),
            _ => (None, self.reason(y)),
        };
        self.recorder.kernel(e, || Answer::Polar(PolarAngle { quadrant, x: of_x, y: of_y, inverse, named: None }));
    }

    /// The rule **polar-form**: one of the sines and cosines in `y` is of the angle.
    fn polar_form(
        &mut self,
        y: &Expr,
        fy: &Fraction,
        fx: &Fraction,
    ) -> Result<Option<(Fraction, Option<PolarForm>)>, TowerError> {
        for (way, t) in angles_in(y).into_iter().enumerate() {
            let known = |f| self.image_of(&t.apply(f)).ok().filter(|f| !f.is_zero());
            let (Some(sine), Some(cosine)) = (known(Function::Sin), known(Function::Cos)) else { continue };
            let radius = self.reduced(self.field.div(fy, &sine)?)?;
            let other = self.reduced(self.field.mul(&radius, &cosine)?)?;
            let gap = self.reduced(self.field.sub(fx, &other)?)?;
            if !gap.is_zero() || self.sign(&radius) != Some(CertainSign::Positive) {
                continue;
            }
            let (image, half) = (self.image_of(&t)?, self.turns(&Rational::one())?);
            for turns in TURNS {
                let shift = self.turns(&Rational::from_integer((2 * turns).into()))?;
                let angle = self.field.sub(&image, &shift)?;
                let (above, below) = (self.field.add(&half, &angle)?, self.field.sub(&half, &angle)?);
                if self.sign(&above) != Some(CertainSign::Positive) || !self.is_nonnegative(&below) {
                    continue;
                }
                let of_below = if below.is_zero() { Some(None) } else { self.reason(&below).map(Some) };
                let reasons = self.reason(&radius).zip(self.reason(&above)).zip(of_below);
                let radius = quotient(&radius);
                let named =
                    reasons.map(|((positive, above), below)| PolarForm { way, turns, radius, positive, above, below });
                return Ok(Some((angle, named)));
            }
        }
        Ok(None)
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
