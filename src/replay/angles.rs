//! Sine and cosine, of known angles too, and sums of angles.
//!
//! - **angle**: cosine and sine of `twelfths pi/12 + n pi + sum k angle + sum k known` by the addition theorems; multiples of
//!   pi/12 exactly; `cos(a + n pi) = (-1)^n cos a` for an integer `n`, and so the sine.
//! - **known-angle**: the cosine and sine of `asin u` are `sqrt(1-u^2)` and `u`, of `atan v` they are `1/sqrt(1+v^2)` and
//!   `v/sqrt(1+v^2)`, of `atan2(y, x)` they are `x/r` and `y/r` with `r = sqrt(x^2+y^2)`. Only generators are used that stand
//!   for something evaluated before: so these have values, and `r` is not 0.
//! - **angle-sum**: an integer combination `R` of known angles and multiples of pi/12 with `cos R = 1` and `sin R = 0` is a
//!   multiple of `2 pi`; where `-2 pi < R < 2 pi`, it is 0.

use super::arithmetic::Value;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use crate::certificate::{AngleBound, AngleParts, AngleSum, Answer, Meaning};
use crate::enclosure::{Point, evaluate};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Multiple angles beyond this are refused.
const LARGEST_MULTIPLE: i64 = 64;
/// Precision for numbers that are angles, in bits.
const ANGLE_BITS: usize = 128;

pub(super) type Complex = (Value, Value);

fn whole(n: i64) -> Rational {
    Rational::from_integer(n.into())
}

/// Each generator once, in order, with a multiple that counts.
fn are_multiples(v: &[(usize, i64)]) -> bool {
    v.windows(2).all(|w| w[0].0 < w[1].0) && v.iter().all(|(_, k)| *k != 0 && k.unsigned_abs() <= 64)
}

impl Evaluator<'_> {
    /// Cosine and sine of the angle of a kernel.
    pub(super) fn angle(&mut self, e: &Expr, x: &Value) -> Result<Complex, Rejection> {
        let Answer::Angle(parts) = self.ask(&Question::Kernel(e))? else {
            return Err(Rejection::NoAnswer(e.to_string()));
        };
        self.unit(e, x, &parts)
    }

    /// Cosine and sine of an angle with these parts.
    pub(super) fn unit(&mut self, e: &Expr, x: &Value, parts: &AngleParts) -> Result<Complex, Rejection> {
        let wrong = || Rejection::Coordinates(e.to_string());
        let (mut n, mut d) = (Polynomial::default(), Polynomial::one());
        if parts.twelfths != 0 || !parts.half_turns.is_empty() {
            let pi = Polynomial::variable(self.find("pi", |m| *m == Meaning::Pi)?);
            n = pi.scaled(&Rational::new(parts.twelfths.into(), 12.into()));
            n = n.add(&self.arithmetic.times(&pi, &parts.half_turns)?);
        }
        for (i, k) in &parts.cosines {
            let Meaning::Cos { angle } = self.require(*i)? else { return Err(Rejection::Generator(*i)) };
            self.quotient(angle)?;
            (n, d) = self.sum((n, d), (&angle.numerator.scaled(&whole(*k)), &angle.denominator))?;
        }
        for (i, k) in &parts.known {
            let term = self.arithmetic.times(&Polynomial::variable(*i).scaled(&whole(*k)), &d)?;
            n = n.add(&term);
        }
        if !are_multiples(&parts.cosines) || !are_multiples(&parts.known) || !self.equals_parts(x, &n, &d)? {
            return Err(wrong());
        }
        let mut z = self.twelfths_of_pi(e, parts.twelfths.rem_euclid(24))?;
        if !parts.half_turns.is_empty() {
            let sign = self.parity(&[None], &parts.half_turns)?;
            z = (self.arithmetic.mul(&z.0, &sign)?, self.arithmetic.mul(&z.1, &sign)?);
        }
        for (i, k) in &parts.cosines {
            let sine = self.find("a sine", |m| *m == Meaning::Sin { cosine: *i })?;
            let u = (self.generator(*i)?, self.generator(sine)?);
            z = self.rotated(&z, &u, *k)?;
        }
        for (i, k) in &parts.known {
            let u = self.known_unit(e, *i)?;
            z = self.rotated(&z, &u, *k)?;
        }
        Ok(z)
    }

    /// `z u^k` for unit complex numbers, by the addition theorems.
    fn rotated(&self, z: &Complex, u: &Complex, k: i64) -> Result<Complex, Rejection> {
        let a = &self.arithmetic;
        let minus = |v: &Value| a.scaled(v, &-Rational::one());
        let u = if k < 0 { (u.0.clone(), minus(&u.1)) } else { u.clone() };
        let mut out = z.clone();
        for _ in 0..k.abs() {
            let re = a.add(&a.mul(&out.0, &u.0)?, &minus(&a.mul(&out.1, &u.1)?))?;
            let im = a.add(&a.mul(&out.0, &u.1)?, &a.mul(&out.1, &u.0)?)?;
            out = (re, im);
        }
        Ok(out)
    }

    /// From `pi/12 = pi/3 - pi/4`, `cos(pi/3) = 1/2`, `sin(pi/3) = sqrt(3)/2`, `cos(pi/4) = sin(pi/4) = sqrt(2)/2`.
    pub(super) fn twelfths_of_pi(&mut self, e: &Expr, k: i64) -> Result<Complex, Rejection> {
        let unit = (Value::number(Rational::one()), Value::default());
        if k == 0 {
            return Ok(unit);
        }
        let half = Rational::new(1.into(), 2.into());
        let mut half_root = |n: i64| -> Result<Value, Rejection> {
            let root = self.absolute_power(e, &Polynomial::constant(whole(n)), &half)?;
            Ok(self.arithmetic.scaled(&root, &half))
        };
        let quarter = half_root(2)?;
        let third = (Value::number(half.clone()), half_root(3)?);
        let z = self.rotated(&unit, &third, k % 6)?;
        self.rotated(&z, &(quarter.clone(), quarter), -(k % 8))
    }

    /// Whether the generator is a known angle.
    fn is_known_angle(&self, i: usize) -> bool {
        matches!(
            self.generators.get(i),
            Some(Meaning::Opaque { function: Function::Asin | Function::Atan, .. } | Meaning::Polar { .. })
        )
    }

    /// Cosine and sine of a known angle.
    fn known_unit(&mut self, e: &Expr, i: usize) -> Result<Complex, Rejection> {
        let meaning = self.require(i)?;
        if !self.valued.contains(&i) {
            return Err(Rejection::Generator(i));
        }
        let one = Value::number(Rational::one());
        let minus = -Rational::one();
        match meaning {
            Meaning::Opaque { function: Function::Asin, argument } => {
                let u = self.quotient(argument)?;
                let square = self.arithmetic.mul(&u, &u)?;
                let square = self.arithmetic.add(&one, &self.arithmetic.scaled(&square, &minus))?;
                Ok((self.square_root(e, i, &square)?, u))
            }
            Meaning::Opaque { function: Function::Atan, argument } => {
                let v = self.quotient(argument)?;
                let square = self.arithmetic.add(&one, &self.arithmetic.mul(&v, &v)?)?;
                let r = self.square_root(e, i, &square)?;
                let below = self.arithmetic.pow(&r, -1)?;
                let sine = self.arithmetic.mul(&v, &below)?;
                Ok((below, sine))
            }
            Meaning::Polar { y, x } => {
                let (y, x) = (self.quotient(y)?, self.quotient(x)?);
                let square = self.arithmetic.add(&self.arithmetic.mul(&x, &x)?, &self.arithmetic.mul(&y, &y)?)?;
                let r = self.square_root(e, i, &square)?;
                let below = self.arithmetic.pow(&r, -1)?;
                Ok((self.arithmetic.mul(&x, &below)?, self.arithmetic.mul(&y, &below)?))
            }
            _ => Err(Rejection::Generator(i)),
        }
    }

    /// The root of something that is not negative.
    fn square_root(&mut self, e: &Expr, i: usize, square: &Value) -> Result<Value, Rejection> {
        if square.is_zero() {
            return Ok(Value::default());
        }
        let factors = self.factorisation("a cosine", square, &Question::Square(i))?;
        self.power_of_factors(e, &factors, &Rational::new(1.into(), 2.into()))
    }

    // --- sums of angles -------------------------------------------------------------------------------------------------

    /// Whether a value that is not the polynomial 0 vanishes by the rule **angle-sum**.
    pub(super) fn vanishing_angle(&mut self, e: &Expr, v: &Value) -> Result<(), Rejection> {
        let wrong = || Rejection::NotZero(e.clone());
        let Ok(Answer::AngleSum(sum)) = self.ask(&Question::AngleSum(e)) else { return Err(wrong()) };
        self.multiply_out("a sum of angles", v, &sum.factors)?;
        let (p, _) = sum.factors.factors.get(sum.angle).filter(|(_, n)| *n > 0).ok_or_else(wrong)?;
        let pi = self.generators.iter().position(|m| *m == Meaning::Pi);
        let mut terms: Vec<(usize, Rational)> = Vec::new();
        let mut content = BigInt::zero();
        for (m, c) in p.terms() {
            let mut powers = m.powers();
            let (Some((i, 1)), None) = (powers.next(), powers.next()) else { return Err(wrong()) };
            if !c.is_integer() || (Some(i) != pi && !self.is_known_angle(i)) {
                return Err(wrong());
            }
            if Some(i) != pi {
                content = content.gcd(&c.to_integer());
            }
            terms.push((i, c.clone()));
        }
        if content.is_zero() {
            return Err(wrong());
        }
        let unit = Rational::from_integer(content).recip();
        let mut z = (Value::number(Rational::one()), Value::default());
        for (i, c) in &mut terms {
            *c = &*c * &unit;
            let (multiple, turn) = if Some(*i) == pi {
                let twelfths = &*c * whole(12);
                (twelfths, None)
            } else {
                (c.clone(), Some(self.known_unit(e, *i)?))
            };
            let k = if multiple.is_integer() { multiple.to_integer().to_i64() } else { None };
            let k = k.filter(|k| turn.is_none() || k.abs() <= LARGEST_MULTIPLE).ok_or_else(wrong)?;
            let (u, k) = match turn {
                Some(u) => (u, k),
                None => (self.twelfths_of_pi(e, k.rem_euclid(24))?, 1),
            };
            z = self.rotated(&z, &u, k)?;
        }
        let minus_one = Value::number(-Rational::one());
        if !z.1.is_zero() || !self.arithmetic.add(&z.0, &minus_one)?.is_zero() {
            return Err(wrong());
        }
        if self.is_within_a_turn(&terms, pi, &sum)? { Ok(()) } else { Err(wrong()) }
    }

    /// Whether `-2 pi < R < 2 pi`: by enclosure for a number, else by the bounds of the single angles, in units of pi.
    fn is_within_a_turn(
        &mut self,
        terms: &[(usize, Rational)],
        pi: Option<usize>,
        sum: &AngleSum,
    ) -> Result<bool, Rejection> {
        if sum.bounds.is_empty() {
            let r = terms.iter().fold(Polynomial::default(), |r, (i, c)| r.plus(&Polynomial::variable(*i), c));
            let e = self.as_expression(&r).filter(|e| !e.has_symbols());
            let e = e.ok_or(Rejection::Shape("a bound for each angle"))?;
            let value = evaluate(&e, &Point::default(), ANGLE_BITS).ok();
            let bounds = value.as_ref().and_then(crate::enclosure::Value::bounds);
            return Ok(bounds.is_some_and(|(low, high)| whole(-6) < low && high < whole(6)));
        }
        let mut bounds = sum.bounds.iter();
        let (mut low, mut high, mut open) = (Rational::zero(), Rational::zero(), false);
        for (i, c) in terms {
            let (a, b) = if Some(*i) == pi {
                (Rational::one(), Rational::one())
            } else {
                let bound = bounds.next().ok_or(Rejection::Shape("a bound for each angle"))?;
                let (a, b, strict) = self.range_of_angle(*i, bound)?;
                open |= strict;
                (a, b)
            };
            let (a, b) = if c.is_negative() { (c * &b, c * &a) } else { (c * &a, c * &b) };
            low += a;
            high += b;
        }
        let two = whole(2);
        let within = (-&two < low && high < two) || (open && -&two <= low && high <= two);
        Ok(within && bounds.next().is_none())
    }

    /// Bounds of a known angle in units of pi; whether neither is attained.
    fn range_of_angle(&mut self, i: usize, bound: &AngleBound) -> Result<(Rational, Rational, bool), Rejection> {
        let wrong = || Rejection::Sign(format!("generator {i}"));
        let part = |n: i64, d: i64| Rational::new(n.into(), d.into());
        let (argument, inverse_tangent) = match self.require(i)? {
            Meaning::Opaque { function: Function::Asin, argument } => (argument, false),
            Meaning::Opaque { function: Function::Atan, argument } => (argument, true),
            Meaning::Polar { .. } if *bound == AngleBound::default() => return Ok((part(-1, 1), part(1, 1), false)),
            _ => return Err(wrong()),
        };
        let v = self.quotient(argument)?;
        let (mut end, mut open) = (part(1, 2), inverse_tangent);
        if let Some(small) = &bound.small {
            // |atan v| <= pi/4 for |v| <= 1
            let one = Value::number(Rational::one());
            let below = self.arithmetic.add(&one, &self.arithmetic.scaled(&v, &whole(-1)))?;
            let above = self.arithmetic.add(&one, &v)?;
            let negative = self.element_sign(&below, &small.0)?.is_negative()
                || self.element_sign(&above, &small.1)?.is_negative();
            if negative || !inverse_tangent {
                return Err(wrong());
            }
            (end, open) = (part(1, 4), false);
        }
        let sign = bound.sign.as_ref().map(|reason| self.element_sign(&v, reason)).transpose()?;
        Ok(match sign {
            Some(s) if s.is_negative() => (-end, part(0, 1), false),
            Some(_) => (part(0, 1), end, false),
            None => (-end.clone(), end, open),
        })
    }
}
