//! Roots: factors of radicands, cube roots. Nested roots stand in [`super::denest`].
//!
//! Named rules, each an identity wherever the root is defined:
//! - **root-factors**: `(c f_1^n_1 ..)^(p/q) = |c|^(p/q) |f_1|^(n_1 p/q) ..` (the base is nonnegative); integer parts of the
//!   exponents leave the root through `|f| = sign(f) f`, with a certain sign or the generator `sign(f)`, whose square is 1.
//! - **cbrt-factors**: the real cube root is multiplicative and odd, `cbrt f = sign(f) |f|^(1/3)`; at zeros of `f` both sides
//!   are 0 whatever the sign.

use super::build::{Tower, TowerError};
use super::constants::{Constant, Constants, Content};
use super::generator::Meaning;
use super::positivity::Range;
use crate::polynomial::prime_factors;
use crate::rational::Rational;
use crate::symbolic::Expr;
use algebra::Fraction;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

impl Tower<'_> {
    /// The same with `1 - cos^2` written as `sin^2`, where that makes a square of a sine come out as a factor: then the
    /// root of `1 - cos^2` is seen to be `|sin|`.
    fn in_sines(&self, f: &Fraction) -> Result<Option<Fraction>, TowerError> {
        let (above, below) = (f.numerator(), f.denominator());
        match (self.polynomial_in_sines(&above)?, self.polynomial_in_sines(&below)?) {
            (None, None) => Ok(None),
            (over, under) => Ok(Some(self.field.div(&over.unwrap_or(above), &under.unwrap_or(below))?)),
        }
    }

    fn polynomial_in_sines(&self, f: &Fraction) -> Result<Option<Fraction>, TowerError> {
        for (i, g) in self.generators.iter().enumerate() {
            let Meaning::Sin { cosine } = g.meaning else { continue };
            if f.numerator_degree(cosine) < 2 {
                continue;
            }
            let s = self.field.generator(i);
            let one = self.field.number(&Rational::one());
            let square = self.field.sub(&one, &self.field.mul(&s, &s)?)?;
            let other = self.field.reduce(f, cosine, 2, &square)?;
            if other.is_zero() {
                continue;
            }
            let mut factors = self.factor(&other).factors.into_iter();
            if factors.any(|(p, n)| n >= 2 && self.single_generator(&p) == Some(i)) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// The factors of something under a root that is not 0.
    pub(super) fn root_factors(&self, base: &Fraction) -> Result<algebra::Factorisation, TowerError> {
        let in_sines = self.in_sines(base)?;
        Ok(self.factor(in_sines.as_ref().unwrap_or(base)))
    }

    pub(super) fn root(&mut self, base: &Fraction, q: &Rational, e: &Expr) -> Result<Fraction, TowerError> {
        if base.is_zero() {
            return if q.is_positive() {
                Ok(base.clone())
            } else {
                Err(TowerError::NowhereDefined { denominator: e.recip() })
            };
        }
        let factorisation = self.root_factors(base)?;
        let mut out = self.power_of_number(&factorisation.content().abs(), q, e)?;
        for (p, n) in factorisation.factors {
            let exponent = q * Rational::from_integer(n.into());
            let f = self.absolute_power(&p, &exponent, e)?;
            out = self.reduced(self.field.mul(&out, &f)?)?;
        }
        Ok(out)
    }

    pub(super) fn power_of_number(&mut self, c: &Rational, q: &Rational, e: &Expr) -> Result<Fraction, TowerError> {
        let mut out = self.field.number(&Rational::one());
        for (n, sign) in [(c.numer(), 1i64), (c.denom(), -1)] {
            for (prime, k) in prime_factors(&n) {
                let p = self.field.number(&Rational::from_integer(prime));
                let exponent = q * Rational::from_integer((sign * i64::from(k)).into());
                let f = self.absolute_power(&p, &exponent, e)?;
                out = self.reduced(self.field.mul(&out, &f)?)?;
            }
        }
        Ok(out)
    }

    /// `|f|^exponent` of an irreducible polynomial or a prime.
    pub(super) fn absolute_power(
        &mut self,
        f: &Fraction,
        exponent: &Rational,
        e: &Expr,
    ) -> Result<Fraction, TowerError> {
        let too_large = || TowerError::Exponent { power: e.clone() };
        if let Some(i) = self.single_generator(f)
            && let Meaning::Exp { argument } = self.generators[i].meaning.clone()
        {
            // exp(b)^(r) = exp(r b): the lattice decides which generator carries it.
            if !exponent.is_integer() {
                let r = self.field.number(exponent);
                return self.exponential_of(&self.field.mul(&r, &argument)?);
            }
        }
        let floor = exponent.floor();
        let fraction = exponent - &floor;
        if let Some(simpler) = self.simpler_power(f, exponent, e)? {
            return Ok(simpler);
        }
        let whole = floor.to_integer().to_i64().ok_or_else(too_large)?;
        let mut out = if whole == 0 {
            self.field.number(&Rational::one())
        } else {
            let a = if whole % 2 == 0 { f.clone() } else { self.absolute_factor(f)? };
            self.field.pow(&a, whole)?
        };
        if !fraction.is_zero() {
            let degree = fraction.denom().to_u32().filter(|d| *d <= 1000).ok_or_else(too_large)?;
            let power = fraction.numer().to_i64().ok_or_else(too_large)?;
            let (g, steps) = self.root_generator(f, degree)?;
            out = self.field.mul(&out, &self.field.pow(&self.field.generator(g), power * steps)?)?;
        }
        self.reduced(out)
    }

    /// A generator `g = |f|^(1/L)` with `L` a multiple of `degree`; returns `g` and `L/degree`.
    pub(super) fn root_generator(&mut self, f: &Fraction, degree: u32) -> Result<(usize, i64), TowerError> {
        let key = f.numerator_terms();
        let made = self.root_of.get(&key).cloned().unwrap_or_default();
        let degree_of = |tower: &Self, i: usize| match &tower.generators[i].meaning {
            Meaning::Root { degree, .. } => *degree,
            _ => 1,
        };
        for i in &made {
            let l = degree_of(self, *i);
            if l % degree == 0 {
                return Ok((*i, i64::from(l / degree)));
            }
        }
        // The newest root has the largest degree; the new one is a root of it: n^(L/l) = g.
        let last = made.last().map(|i| (*i, degree_of(self, *i)));
        let l = last.map_or(1, |(_, d)| d);
        let new_degree = l.lcm(&degree);
        let power = u16::try_from(new_degree / l).map_err(|_| TowerError::TooLarge)?;
        let value = match last {
            Some((i, _)) => self.field.generator(i),
            None => self.absolute_factor(f)?,
        };
        let exponent = Rational::new(BigInt::one(), new_degree.into());
        let expr = self.absolute_expr(f).pow_rational(&exponent);
        let meaning = Meaning::Root { of: f.clone(), degree: new_degree, power, value };
        let i = self.new_generator(meaning, expr)?;
        let strict = f.as_number().is_some() || self.is_nonzero(f);
        self.signs.set_range(i, if strict { Range::positive() } else { Range::nonnegative() });
        self.root_of.entry(key).or_default().push(i);
        Ok((i, i64::from(new_degree / degree)))
    }

    /// The real cube root, by the rule **cbrt-factors**.
    pub(super) fn cube_root(&mut self, f: &Fraction, e: &Expr) -> Result<Fraction, TowerError> {
        if f.is_zero() {
            return Ok(f.clone());
        }
        let third = Rational::new(1.into(), 3.into());
        let factorisation = self.factor(f);
        let mut out = self.power_of_number(&factorisation.content().abs(), &third, e)?;
        if factorisation.content().is_negative() {
            out = self.field.neg(&out);
        }
        for (p, n) in factorisation.factors {
            let exponent = &third * Rational::from_integer(n.into());
            let size = self.absolute_power(&p, &exponent, e)?;
            let signed = if n % 2 == 0 {
                size
            } else {
                let a = self.absolute_factor(&p)?;
                let sign = self.field.div(&a, &p)?;
                self.field.mul(&sign, &size)?
            };
            out = self.reduced(self.field.mul(&out, &signed)?)?;
        }
        Ok(out)
    }
}
