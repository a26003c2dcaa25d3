//! Quotients of polynomials whose denominators are products of known bases, modulo the relations of generators.

use super::rejection::Rejection;
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// Polynomials of more terms are refused.
const MAX_TERMS: usize = 20_000;
/// Products of more pairs of terms are refused.
const MAX_WORK: usize = 4_000_000;
/// Higher degrees are refused.
const MAX_DEGREE: u64 = 20_000;

/// A numerator over a product of powers of bases.
#[derive(Clone, Debug, Default)]
pub struct Value {
    /// the numerator
    pub numerator: Polynomial,
    /// number of a base, exponent
    pub denominator: BTreeMap<usize, u32>,
}

impl Value {
    /// A polynomial.
    pub fn whole(numerator: Polynomial) -> Self {
        Self { numerator, denominator: BTreeMap::new() }
    }

    /// A number.
    pub fn number(q: Rational) -> Self {
        Self::whole(Polynomial::constant(q))
    }

    /// The numerator is the polynomial 0.
    pub fn is_zero(&self) -> bool {
        self.numerator.is_empty()
    }
}

/// Bases and relations.
#[derive(Debug, Default)]
pub struct Arithmetic {
    /// What is divided by. None of them vanishes at the point.
    bases: Vec<Polynomial>,
    /// Further polynomials that do not vanish.
    nonzero: Vec<Polynomial>,
    /// `g^q = value`, by generator.
    relations: BTreeMap<usize, (u32, Polynomial)>,
}

impl Arithmetic {
    /// Adds the true relation `g^q = value`; the value is made of earlier generators.
    pub fn relate(&mut self, g: usize, q: u32, value: Polynomial) {
        self.relations.insert(g, (q, value));
    }

    /// Whether a generator has its relation.
    pub fn is_related(&self, g: usize) -> bool {
        self.relations.contains_key(&g)
    }

    /// The product, guarded.
    pub fn times(&self, a: &Polynomial, b: &Polynomial) -> Result<Polynomial, Rejection> {
        if a.len().saturating_mul(b.len()) > MAX_WORK || a.total_degree() + b.total_degree() > MAX_DEGREE {
            return Err(Rejection::TooLarge);
        }
        bounded(a.times(b))
    }

    fn power(&self, a: &Polynomial, n: u32) -> Result<Polynomial, Rejection> {
        if a.total_degree().saturating_mul(n.into()) > MAX_DEGREE {
            return Err(Rejection::TooLarge);
        }
        if a.len() == 1 {
            return Ok(a.power(n));
        }
        (0..n).try_fold(Polynomial::one(), |p, _| self.times(&p, a))
    }

    /// Reduced by every relation, newest generator first: its relation may bring in older generators only.
    pub fn reduced(&self, p: Polynomial) -> Result<Polynomial, Rejection> {
        let mut p = p;
        for (g, (q, value)) in self.relations.iter().rev() {
            let degree = p.degree(*g);
            if degree >= *q {
                let growth = value.len().saturating_pow(degree / q);
                if p.len().saturating_mul(growth) > MAX_WORK {
                    return Err(Rejection::TooLarge);
                }
                p = bounded(p.reduced(*g, *q, value))?;
            }
        }
        Ok(p)
    }

    /// The product, reduced.
    pub fn product(&self, a: &Polynomial, b: &Polynomial) -> Result<Polynomial, Rejection> {
        self.reduced(self.times(a, b)?)
    }

    /// The product of powers of bases.
    pub fn expanded(&self, denominator: &BTreeMap<usize, u32>) -> Result<Polynomial, Rejection> {
        let mut out = Polynomial::one();
        for (i, n) in denominator {
            if let Some(b) = self.bases.get(*i) {
                out = self.times(&out, &self.power(b, *n)?)?;
            }
        }
        Ok(out)
    }

    /// `a + b`, over the least common product of bases.
    pub fn add(&self, a: &Value, b: &Value) -> Result<Value, Rejection> {
        if a.denominator == b.denominator {
            return self.cancelled(Value {
                numerator: bounded(a.numerator.add(&b.numerator))?,
                denominator: a.denominator.clone(),
            });
        }
        let mut common = a.denominator.clone();
        for (i, n) in &b.denominator {
            let most = common.entry(*i).or_insert(0);
            *most = (*most).max(*n);
        }
        let lifted = |v: &Value| {
            let missing = common
                .iter()
                .map(|(i, n)| (*i, n - v.denominator.get(i).copied().unwrap_or(0)))
                .filter(|(_, n)| *n > 0)
                .collect();
            self.product(&v.numerator, &self.expanded(&missing)?)
        };
        let numerator = bounded(lifted(a)?.add(&lifted(b)?))?;
        self.cancelled(Value { numerator, denominator: common })
    }

    /// `a * b`
    pub fn mul(&self, a: &Value, b: &Value) -> Result<Value, Rejection> {
        // What cancels across is taken out before the product is formed.
        let left = self.cancelled(Value { numerator: a.numerator.clone(), denominator: b.denominator.clone() })?;
        let right = self.cancelled(Value { numerator: b.numerator.clone(), denominator: a.denominator.clone() })?;
        let mut denominator = left.denominator;
        for (i, n) in right.denominator {
            *denominator.entry(i).or_insert(0) += n;
        }
        let numerator = self.product(&left.numerator, &right.numerator)?;
        self.cancelled(Value { numerator, denominator })
    }

    /// `a * q`
    pub fn scaled(&self, a: &Value, q: &Rational) -> Value {
        Value { numerator: a.numerator.scaled(q), denominator: a.denominator.clone() }
    }

    /// `a ^ n`; for negative `n` the value of `a` at the point must not be 0.
    pub fn pow(&mut self, a: &Value, n: i64) -> Result<Value, Rejection> {
        let base = if n < 0 { self.reciprocal(a)? } else { a.clone() };
        let n = u32::try_from(n.unsigned_abs()).ok().filter(|n| u64::from(*n) <= MAX_DEGREE);
        let n = n.ok_or(Rejection::TooLarge)?;
        let mut denominator = base.denominator.clone();
        for k in denominator.values_mut() {
            *k = k.checked_mul(n).ok_or(Rejection::TooLarge)?;
        }
        if n == 0 {
            denominator.clear();
        }
        let numerator = if base.numerator.len() == 1 {
            self.reduced(self.power(&base.numerator, n)?)?
        } else {
            (0..n).try_fold(Polynomial::one(), |p, _| self.product(&p, &base.numerator))?
        };
        self.cancelled(Value { numerator, denominator })
    }

    /// `1 / a`, where the value of `a` at the point is not 0: its numerator becomes bases that do not vanish.
    fn reciprocal(&mut self, a: &Value) -> Result<Value, Rejection> {
        let numerator = self.expanded(&a.denominator)?;
        let (content, bases) = self.split(&a.numerator);
        if content.is_zero() {
            return Err(Rejection::Divisor("a quotient".into()));
        }
        let out = Value { numerator: self.reduced(numerator.scaled(&content.recip()))?, denominator: bases };
        self.cancelled(out)
    }

    /// A quotient whose denominator does not vanish at the point.
    pub fn quotient(&mut self, numerator: &Polynomial, denominator: &Polynomial) -> Result<Value, Rejection> {
        let (content, bases) = self.split(denominator);
        if content.is_zero() {
            return Err(Rejection::Divisor("a generator".into()));
        }
        self.cancelled(Value { numerator: numerator.scaled(&content.recip()), denominator: bases })
    }

    /// Writes a polynomial that does not vanish at the point as a number times powers of bases: variables, bases that
    /// divide it, and what remains as a new base. None of its factors vanishes either.
    fn split(&mut self, p: &Polynomial) -> (Rational, BTreeMap<usize, u32>) {
        let mut out: BTreeMap<usize, u32> = BTreeMap::new();
        let mut rest = p.clone();
        for i in p.variables() {
            let n = rest.terms().map(|(m, _)| m.degree(i)).min().unwrap_or(0);
            let power = Polynomial::variable(i).power(n);
            if n > 0
                && let Some(quotient) = rest.over(&power)
            {
                rest = quotient;
                out.insert(self.base(Polynomial::variable(i)), n);
            }
        }
        for k in 0..self.bases.len() {
            if rest.as_constant().is_some() {
                break;
            }
            while let Some(quotient) = self.bases.get(k).and_then(|b| rest.over(b)) {
                rest = quotient;
                *out.entry(k).or_insert(0) += 1;
            }
        }
        if let Some(c) = rest.as_constant() {
            return (c, out);
        }
        let lead = rest.leading().map_or_else(Rational::one, |(_, c)| c.clone());
        let place = self.base(rest.scaled(&lead.recip()));
        *out.entry(place).or_insert(0) += 1;
        (lead, out)
    }

    fn base(&mut self, p: Polynomial) -> usize {
        if let Some(i) = self.bases.iter().position(|b| *b == p) {
            return i;
        }
        self.bases.push(p);
        self.bases.len() - 1
    }

    /// Remembers that a polynomial does not vanish at the point.
    pub fn assume_nonzero(&mut self, p: Polynomial) {
        if !self.nonzero.contains(&p) {
            self.nonzero.push(p);
        }
    }

    /// Whether a polynomial does not vanish at the point, because it divides a product of polynomials that do not.
    pub fn is_nonzero(&self, p: &Polynomial) -> bool {
        let known = || self.bases.iter().chain(&self.nonzero);
        let mut rest = p.clone();
        for b in known().filter(|b| b.as_constant().is_none()) {
            while let Some(quotient) = rest.over(b) {
                rest = quotient;
                if rest.as_constant().is_some() {
                    break;
                }
            }
        }
        match rest.as_constant() {
            Some(c) => !c.is_zero(),
            None => known().any(|b| b.over(&rest).is_some()),
        }
    }

    /// Takes out of numerator and denominator the bases that divide both.
    fn cancelled(&self, v: Value) -> Result<Value, Rejection> {
        let Value { mut numerator, mut denominator } = v;
        if numerator.is_empty() {
            return Ok(Value::default());
        }
        for (i, n) in &mut denominator {
            let Some(b) = self.bases.get(*i) else { continue };
            while *n > 0
                && let Some(quotient) = numerator.over(b)
            {
                numerator = quotient;
                *n -= 1;
            }
        }
        denominator.retain(|_, n| *n > 0);
        Ok(Value { numerator, denominator })
    }
}

fn bounded(p: Polynomial) -> Result<Polynomial, Rejection> {
    if p.len() > MAX_TERMS { Err(Rejection::TooLarge) } else { Ok(p) }
}
