//! The angles that have a sine or tangent: `asin`, `atan`, and sums of them. Polar angles stand in [`super::polar`].
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **odd-angle**: `asin(-u) = -asin u`, `atan(-v) = -atan v`.
//! - **exact-angle**: `asin u = k pi/12` where `u = sin(k pi/12)` and `-6 <= k <= 6`; likewise `atan` for `-6 < k < 6`.
//! - **inverse-of-forward**: `asin(sin t) = (-1)^k (t - k pi)` where `-pi/2 <= t - k pi <= pi/2` is certain;
//!   `asin(cos t) = asin(sin(pi/2 - t))`; `atan(tan t) = t - k pi` where `-pi/2 <= t - k pi <= pi/2` is certain (the ends are
//!   excluded by the tangent).
//! - **angle-sum**: an integer combination `R` of known angles and multiples of pi/12 with `cos R = 1` and `sin R = 0` is a
//!   multiple of `2 pi`; where `-2 pi < R < 2 pi` is certain as well, it is 0.

use super::build::{Tower, TowerError, applied};
use super::constants::{Constant, Constants};
use super::generator::Meaning;
use super::polynomial::numerator_of;
use super::positivity::{CertainSign, Range};
use super::recorder::factors;
use crate::certificate::{AngleBound, AngleSum, Answer, ElementSign, Inverse};
use crate::enclosure::{Point, Value, evaluate};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use algebra::Fraction;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// Reasons why `pi/2 + t` and `pi/2 - t` are not negative; none where they are literally 0.
type Sides = (Option<ElementSign>, Option<ElementSign>);

impl Tower<'_> {
    pub(super) fn inverse_trigonometric(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let Some((function, _)) = applied(e) else { return Ok(()) };
        let (value, hint) = match self.inverse_of_forward(function, x)? {
            Some(found) => found,
            None => {
                let f = self.image_of(x)?;
                let (value, hint) = self.inverse_angle(function, &f)?;
                (value, Some(hint))
            }
        };
        if let Some(hint) = hint {
            self.recorder.kernel(e, || Answer::Inverse(hint));
        }
        self.set_image(e, value);
        Ok(())
    }

    /// `asin f` or `atan f`, with its hint.
    pub(super) fn inverse_angle(
        &mut self,
        function: Function,
        f: &Fraction,
    ) -> Result<(Fraction, Inverse), TowerError> {
        let minus = f.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative());
        let argument = if minus { self.field.neg(f) } else { f.clone() };
        if argument.is_zero() {
            return Ok((argument, Inverse::Generator));
        }
        let mut hint = Inverse::Generator;
        let value = match self.exact_angle(function, &argument)? {
            Some(k) => {
                hint = Inverse::Exact(if minus { -k } else { k });
                self.turns(&Rational::new(k.into(), 12.into()))?
            }
            None => {
                let expr = self.to_expr(&argument).apply(function);
                let i = match self.atoms_at(&expr) {
                    Some(i) => i,
                    None => {
                        let meaning = if function == Function::Asin {
                            Meaning::Arcsine { of: argument.clone() }
                        } else {
                            Meaning::Arctangent { of: argument.clone() }
                        };
                        let i = self.named_generator(meaning, &expr)?;
                        // 11/7 > pi/2
                        let end = Rational::new(11.into(), 7.into());
                        let range = match self.sign(&argument) {
                            Some(CertainSign::Positive) => Range::within(Rational::zero(), end, false),
                            Some(CertainSign::NonNegative) => Range::closed(Rational::zero(), end),
                            Some(CertainSign::Negative) => Range::within(-end, Rational::zero(), false),
                            Some(CertainSign::NonPositive) => Range::closed(-end, Rational::zero()),
                            None => Range::within(-end.clone(), end, false),
                        };
                        let reasons = self.reasons_if_any(&argument);
                        self.signs.set_narrow_range(i, range, Range::Real, reasons);
                        // |asin| <= pi/2, |atan| < pi/2
                        let right = self.turns(&Rational::new(1.into(), 2.into()))?;
                        let g = self.field.generator(i);
                        for bound in [self.field.sub(&right, &g)?, self.field.add(&right, &g)?] {
                            self.assume(&bound, function == Function::Atan);
                        }
                        i
                    }
                };
                self.field.generator(i)
            }
        };
        Ok((if minus { self.field.neg(&value) } else { value }, hint))
    }

    /// The twelfths of pi by the rule **exact-angle**. Only numbers made of the square roots of 2 and 3 are tried: others are
    /// no such sines.
    fn exact_angle(&mut self, function: Function, f: &Fraction) -> Result<Option<i64>, TowerError> {
        let only = |tower: &Self| {
            (0..tower.generators.len()).all(|i| {
                (f.numerator_degree(i) == 0 && f.denominator_degree(i) == 0)
                    || matches!(&tower.generators[i].meaning, Meaning::Root { of, degree: 2, .. }
                        if of.as_number().is_some_and(|p| p <= Rational::from_integer(3.into())))
            })
        };
        if !only(self) {
            return Ok(None);
        }
        if let Some(q) = f.as_number() {
            let half = Rational::new(1.into(), 2.into());
            let twelfths = match function {
                Function::Asin if q == half => 2,
                Function::Asin if q.is_one() => 6,
                Function::Atan if q.is_one() => 3,
                _ => return Ok(None),
            };
            return Ok(Some(twelfths));
        }
        for k in (-6..=6).filter(|k| *k != 0) {
            let (cosine, sine) = self.twelfths_of_pi(k)?;
            let value = match function {
                Function::Asin => sine,
                _ if cosine.is_zero() => continue,
                _ => self.field.div(&sine, &cosine)?,
            };
            // As a cross product, so that both forms of a quotient agree.
            let difference = self.field.sub(&value, f)?;
            if self.reduced(difference)?.is_zero() {
                return Ok(Some(k));
            }
        }
        Ok(None)
    }

    /// The rule **inverse-of-forward**: `x` is literally a sine, cosine, tangent or cotangent of something.
    fn inverse_of_forward(
        &mut self,
        function: Function,
        x: &Expr,
    ) -> Result<Option<(Fraction, Option<Inverse>)>, TowerError> {
        let mut ways = 0;
        for node in x.nodes() {
            let Some((Function::Sin | Function::Cos, t)) = applied(&node) else { continue };
            let (sine, cosine) = (t.apply(Function::Sin), t.apply(Function::Cos));
            let (direct, complement) = match function {
                Function::Asin => (sine, cosine),
                _ => (&sine / &cosine, &cosine / &sine),
            };
            let image = self.image_of(t)?;
            for (pattern, complemented) in [(direct, false), (complement, true)] {
                let minus = if pattern == *x {
                    false
                } else if -&pattern == *x {
                    true
                } else {
                    continue;
                };
                let way = ways;
                ways += 1;
                let angle = if complemented {
                    let right = self.turns(&Rational::new(1.into(), 2.into()))?;
                    self.field.sub(&right, &image)?
                } else {
                    image.clone()
                };
                if let Some((value, turns, sides)) = self.on_the_main_branch(function, &angle)? {
                    let hint = sides.map(|(above, below)| Inverse::Forward { way, turns, above, below });
                    return Ok(Some((if minus { self.field.neg(&value) } else { value }, hint)));
                }
            }
        }
        Ok(None)
    }

    fn on_the_main_branch(
        &mut self,
        function: Function,
        angle: &Fraction,
    ) -> Result<Option<(Fraction, i64, Option<Sides>)>, TowerError> {
        let right = self.turns(&Rational::new(1.into(), 2.into()))?;
        for k in [0i64, 1, -1, 2, -2] {
            let shift = self.turns(&Rational::from_integer(k.into()))?;
            let t = self.field.sub(angle, &shift)?;
            let (above, below) = (self.field.add(&right, &t)?, self.field.sub(&right, &t)?);
            if self.is_nonnegative(&above) && self.is_nonnegative(&below) {
                let turned = function == Function::Asin && k % 2 != 0;
                let side = |f: &Fraction| if f.is_zero() { Some(None) } else { self.reason(f).map(Some) };
                let sides = side(&above).zip(side(&below));
                return Ok(Some((if turned { self.field.neg(&t) } else { t }, k, sides)));
            }
        }
        Ok(None)
    }

    // --- sums of angles ---------------------------------------------------------------------------------------------

    /// Whether a normal form that is not 0 vanishes by the rule **angle-sum**: one of the factors of its numerator does. `e` is
    /// the expression, for the record.
    pub(crate) fn angle_sum_vanishes(&mut self, e: &Expr, f: &Fraction) -> Result<bool, TowerError> {
        if (0..self.generators.len()).all(|i| !self.is_known_angle(i) || f.numerator_degree(i) == 0) {
            return Ok(false);
        }
        for (p, n) in self.factor(&f.numerator()).factors {
            if n > 0
                && let Some(bounds) = self.is_zero_angle(&p)?
            {
                if let Some(bounds) = bounds {
                    let factors = factors(&self.factor(f));
                    let p = numerator_of(&p);
                    let angle = factors.factors.iter().position(|(q, _)| *q == p).unwrap_or(usize::MAX);
                    self.recorder.sum(e, AngleSum { factors, angle, bounds });
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The bounds of the single angles, if they can be written down, of an angle that is certainly 0.
    fn is_zero_angle(&mut self, p: &Fraction) -> Result<Option<Option<Vec<AngleBound>>>, TowerError> {
        let pi = self.atom(&Expr::pi())?;
        let mut content = BigInt::zero();
        for t in p.numerator_terms() {
            let mut used = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            let (Some((i, 1)), None) = (used.next(), used.next()) else { return Ok(None) };
            if i != pi {
                if !self.is_known_angle(i) {
                    return Ok(None);
                }
                content = content.gcd(&t.coefficient);
            }
        }
        if content.is_zero() {
            return Ok(None);
        }
        let r = self.field.div(p, &self.field.number(&Rational::from_integer(content)))?;
        let parts = self.angle_parts(&r)?;
        if !parts.rest.is_zero() {
            return Ok(None);
        }
        let (cosine, sine) = self.known_part(&parts)?;
        let one = self.field.number(&Rational::one());
        if !sine.is_zero()
            || !self.reduced(self.field.sub(&cosine, &one)?)?.is_zero()
            || !self.is_within_a_turn(&r, pi)?
        {
            return Ok(None);
        }
        if !self.to_expr(&r).has_symbols() {
            return Ok(Some(Some(Vec::new())));
        }
        // In the order of the polynomial's terms.
        let p = numerator_of(p);
        let angles = p.terms().flat_map(|(m, _)| m.powers().map(|(i, _)| i)).filter(|i| *i != pi);
        Ok(Some(angles.map(|i| self.angle_bound(i)).collect()))
    }

    fn angle_bound(&self, i: usize) -> Option<AngleBound> {
        let (of, tangent) = match &self.generators[i].meaning {
            Meaning::Arcsine { of } => (of, false),
            Meaning::Arctangent { of } => (of, true),
            _ => return Some(AngleBound::default()),
        };
        let sign = if of.is_zero() || self.sign(of).is_none() { None } else { Some(self.reason(of)?) };
        let one = self.field.number(&Rational::one());
        let (below, above) = (self.field.sub(&one, of).ok()?, self.field.add(&one, of).ok()?);
        let is_small = tangent && self.is_nonnegative(&below) && self.is_nonnegative(&above);
        let small = if is_small { Some(Box::new((self.reason(&below)?, self.reason(&above)?))) } else { None };
        Some(AngleBound { sign, small })
    }

    /// Whether `-2 pi < R < 2 pi` is certain: by enclosure for numbers, else by the ranges of the single angles.
    fn is_within_a_turn(&self, r: &Fraction, pi: usize) -> Result<bool, TowerError> {
        let e = self.to_expr(r);
        if !e.has_symbols() {
            let six = Rational::from_integer(6.into());
            let bounds = evaluate(&e, &Point::default(), 128).ok().as_ref().and_then(Value::bounds);
            return Ok(bounds.is_some_and(|(low, high)| -&six < low && high < six));
        }
        // In units of pi.
        let d = r.denominator().as_number().unwrap_or_else(Rational::one);
        let (mut low, mut high, mut open) = (Rational::zero(), Rational::zero(), false);
        for t in r.numerator_terms() {
            let c = Rational::from_integer(t.coefficient.clone()) / &d;
            let Some(i) = t.exponents.iter().position(|n| *n > 0) else { return Ok(false) };
            let (a, b) = if i == pi {
                (Rational::one(), Rational::one())
            } else {
                let (a, b, strict) = self.range_of_angle(i)?;
                open |= strict;
                (a, b)
            };
            let (a, b) = if c.is_negative() { (&c * b, &c * a) } else { (&c * a, &c * b) };
            low += a;
            high += b;
        }
        let two = Rational::from_integer(2.into());
        Ok((-&two < low && high < two) || (open && -&two <= low && high <= two))
    }

    /// Bounds of a known angle in units of pi; whether neither is attained.
    fn range_of_angle(&self, i: usize) -> Result<(Rational, Rational, bool), TowerError> {
        let part = |n: i64, d: i64| Rational::new(n.into(), d.into());
        let (of, open) = match &self.generators[i].meaning {
            Meaning::Arcsine { of } => (of, false),
            Meaning::Arctangent { of } => (of, true),
            _ => return Ok((part(-1, 1), part(1, 1), false)),
        };
        let one = self.field.number(&Rational::one());
        let small = self.is_nonnegative(&self.field.sub(&one, of)?) && self.is_nonnegative(&self.field.add(&one, of)?);
        // |atan v| <= pi/4 for |v| <= 1
        let (end, open) = if open && small { (part(1, 4), false) } else { (part(1, 2), open) };
        let sign = if of.is_zero() { None } else { self.sign(of) };
        Ok(match sign {
            Some(CertainSign::Positive | CertainSign::NonNegative) => (part(0, 1), end, false),
            Some(CertainSign::Negative | CertainSign::NonPositive) => (-end, part(0, 1), false),
            None => (-end.clone(), end, open),
        })
    }
}
