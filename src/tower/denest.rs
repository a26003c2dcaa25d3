//! Powers hidden in the field, and conjugates: how roots and logarithms of algebraic elements become simpler.
//!
//! Named rules:
//! - **perfect-power**: where `s^q = f` or `s^q = -f` in the field, `|f|^(r/q) = |s|^r`. How `s` is guessed does not matter,
//!   because the equation is verified. Guesses: `f` factors into powers once a symbol is written as a power of its root
//!   (`x + 2 sqrt(x) + 1`); `sqrt(A + B sqrt c) = sqrt((A+n)/2) +- sqrt((A-n)/2)` with `n^2 = A^2 - B^2 c`; the cube root of
//!   `A + B sqrt c` in the same field; `f` made homogeneous in a cosine and its sine (`1 + 2 c s`).
//! - **conjugate**: `|f|^r = |N|^r |g|^-r` for `f g = N`, a number, where a root of `g` is a generator already.

use super::build::{Tower, TowerError};
use super::constants::{Constant, Constants, Content};
use super::generator::Meaning;
use super::polynomial::numerator_of;
use super::positivity::CertainSign;
use super::recorder::{content, factors, quotient};
use crate::certificate::OtherForm;
use crate::rational::Rational;
use crate::symbolic::Expr;
use crate::symbolic::values::exact_root;
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// Roots within roots are denested to this depth.
const LARGEST_DEPTH: usize = 4;
/// Polynomials of more terms are not searched for powers.
const LARGEST_NEST: usize = 60;

impl Tower<'_> {
    /// `|f|^exponent` through another element of the field, by the rules **perfect-power** and **conjugate**.
    pub(super) fn simpler_power(
        &mut self,
        f: &Fraction,
        exponent: &Rational,
        e: &Expr,
    ) -> Result<Option<Fraction>, TowerError> {
        if exponent.is_integer() {
            return Ok(None);
        }
        for q in [2u32, 3] {
            if exponent.denom().is_multiple_of(&BigInt::from(q))
                && let Some(s) = self.perfect_power(f, q)?
            {
                self.record_power(f, exponent.denom().to_u32().unwrap_or(0), q, &s);
                let r = exponent * Rational::from_integer(q.into());
                return self.absolute_fraction_power(&s, &r, e).map(Some);
            }
        }
        let own = self.root_of.contains_key(&f.numerator_terms());
        if !own
            && let Some((norm, other)) = self.conjugate_factor(f)?
            && self.root_of.contains_key(&other.numerator_terms())
        {
            self.record_conjugate(f, exponent.denom().to_u32().unwrap_or(0), &norm, &other);
            let number = self.power_of_number(&norm.abs(), exponent, e)?;
            let rest = self.absolute_power(&other, &-exponent, e)?;
            return Ok(Some(self.reduced(self.field.mul(&number, &rest)?)?));
        }
        Ok(None)
    }

    /// Writes down `s^q = f` or `s^q = -f`, used under a root of this degree (1: in a logarithm).
    pub(super) fn record_power(&mut self, f: &Fraction, degree: u32, q: u32, s: &Fraction) {
        if self.recorder.is_on() {
            let factorisation = self.factor(s);
            self.record_divisors(&factorisation);
            let form = || OtherForm::Power { degree: q, root: quotient(s), factors: factors(&factorisation) };
            self.recorder.form(f, degree, form);
        }
    }

    /// Writes down `f g = N`, likewise.
    pub(super) fn record_conjugate(&mut self, f: &Fraction, degree: u32, norm: &Rational, other: &Fraction) {
        if self.recorder.is_on() {
            let norm = content(norm);
            self.recorder.form(f, degree, || OtherForm::Conjugate { other: numerator_of(other), norm });
        }
    }

    /// `|s|^exponent`, factor by factor.
    fn absolute_fraction_power(&mut self, s: &Fraction, exponent: &Rational, e: &Expr) -> Result<Fraction, TowerError> {
        let factorisation = self.factor(s);
        let mut out = self.power_of_number(&factorisation.content().abs(), exponent, e)?;
        for (p, n) in factorisation.factors {
            let power = self.absolute_power(&p, &(exponent * Rational::from_integer(n.into())), e)?;
            out = self.reduced(self.field.mul(&out, &power)?)?;
        }
        Ok(out)
    }

    /// An element `s` with `s^q = f` or `s^q = -f`, verified.
    pub(super) fn perfect_power(&mut self, f: &Fraction, q: u32) -> Result<Option<Fraction>, TowerError> {
        if let Some(s) = self.power_on_a_circle(f, q)? {
            return Ok(Some(s));
        }
        let roots = self.roots_in(f);
        if roots.is_empty() || self.depth >= LARGEST_DEPTH || f.size() > LARGEST_NEST {
            return Ok(None);
        }
        self.depth += 1;
        let mut found = self.guess_power(f, q, &roots);
        if q.is_multiple_of(2) && matches!(found, Ok(None)) {
            // The factor is known up to sign only, and a negative one is no square.
            let minus = self.field.neg(f);
            found = self.guess_power(&minus, q, &roots);
        }
        self.depth -= 1;
        let Some(s) = found? else { return Ok(None) };
        Ok(self.is_power(&s, q, f)?.then_some(s))
    }

    /// Whether `s^q = f` or `s^q = -f`.
    fn is_power(&self, s: &Fraction, q: u32, f: &Fraction) -> Result<bool, TowerError> {
        let power = self.reduced(self.field.pow(s, i64::from(q))?)?;
        Ok(self.reduced(self.field.sub(&power, f)?)?.is_zero() || self.reduced(self.field.add(&power, f)?)?.is_zero())
    }

    /// An element whose power `f` is on a circle `c^2 + s^2 = 1` of a cosine and a sine: terms of lower degree in them are
    /// multiplied by `c^2 + s^2`, and the result factors into powers (`1 + 2 c s = (c + s)^2`). Verified.
    fn power_on_a_circle(&self, f: &Fraction, q: u32) -> Result<Option<Fraction>, TowerError> {
        if f.size() > LARGEST_NEST {
            return Ok(None);
        }
        for (sine, g) in self.generators.iter().enumerate() {
            let Meaning::Sin { cosine } = g.meaning else { continue };
            let degree_of = |t: &Term| u32::from(t.exponents[sine]) + u32::from(t.exponents[cosine]);
            let terms = f.numerator_terms();
            let Some(degree) = terms.iter().map(degree_of).max().filter(|d| *d > 0 && d % q == 0) else {
                continue;
            };
            if terms.iter().any(|t| (degree - degree_of(t)) % 2 != 0) {
                continue;
            }
            let square = |i: usize| self.field.pow(&self.field.generator(i), 2);
            let circle = self.field.add(&square(sine)?, &square(cosine)?)?;
            let below = f.denominator_terms();
            let mut level = self.field.number(&Rational::zero());
            for lower in (0..=degree).step_by(2) {
                let part: Vec<Term> = terms.iter().filter(|t| degree_of(t) == degree - lower).cloned().collect();
                if part.is_empty() {
                    continue;
                }
                let part = self.field.from_terms(&part, &below)?;
                let raised = self.field.mul(&part, &self.field.pow(&circle, i64::from(lower / 2))?)?;
                level = self.field.add(&level, &raised)?;
            }
            if let Some(s) = self.power_by_factors(&level, q)?
                && self.is_power(&s, q, f)?
            {
                return Ok(Some(s));
            }
        }
        Ok(None)
    }

    /// The generators in `f` that are roots, newest first.
    pub(super) fn roots_in(&self, f: &Fraction) -> Vec<usize> {
        (0..self.generators.len())
            .rev()
            .filter(|i| f.numerator_degree(*i) > 0 && matches!(self.generators[*i].meaning, Meaning::Root { .. }))
            .collect()
    }

    fn guess_power(&mut self, f: &Fraction, q: u32, roots: &[usize]) -> Result<Option<Fraction>, TowerError> {
        if let Some(s) = self.power_by_factors(&self.in_roots(f)?, q)? {
            return Ok(Some(s));
        }
        for g in roots {
            let Meaning::Root { power: 2, value, .. } = self.generators[*g].meaning.clone() else { continue };
            if f.numerator_degree(*g) != 1 {
                continue;
            }
            let (a, b) = self.linear_in(f, *g)?;
            let found =
                if q == 2 { self.square_root_of(&a, &b, &value, *g)? } else { self.cube_root_of(&a, &b, &value, *g)? };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// `f = a + b g` for a generator `g` of degree 1.
    pub(super) fn linear_in(&self, f: &Fraction, g: usize) -> Result<(Fraction, Fraction), TowerError> {
        let (mut a, mut b): (Vec<Term>, Vec<Term>) = (Vec::new(), Vec::new());
        for mut t in f.numerator_terms() {
            if t.exponents[g] == 0 {
                a.push(t);
            } else {
                t.exponents[g] = 0;
                b.push(t);
            }
        }
        let below = f.denominator_terms();
        Ok((self.field.from_terms(&a, &below)?, self.field.from_terms(&b, &below)?))
    }

    /// `f` with every symbol (or other generator) that has a root written as a power of its newest root.
    pub(super) fn in_roots(&self, f: &Fraction) -> Result<Fraction, TowerError> {
        let mut terms = f.numerator_terms();
        for (i, g) in self.generators.iter().enumerate() {
            let Meaning::Root { of, degree, .. } = &g.meaning else { continue };
            let Some(h) = self.single_generator(of) else { continue };
            let newest = self.root_of.get(&of.numerator_terms()).and_then(|v| v.last()) == Some(&i);
            let positive = matches!(self.factor_sign(of), Some(CertainSign::Positive | CertainSign::NonNegative));
            if !newest || !positive {
                continue;
            }
            for t in &mut terms {
                let n = u32::from(std::mem::take(&mut t.exponents[h])) * degree + u32::from(t.exponents[i]);
                t.exponents[i] = u16::try_from(n).map_err(|_| TowerError::TooLarge)?;
            }
            // Older roots of the same generator are powers of the newest.
            for older in self.root_of.get(&of.numerator_terms()).into_iter().flatten().filter(|o| **o != i) {
                let Meaning::Root { degree: d, .. } = &self.generators[*older].meaning else { continue };
                for t in &mut terms {
                    let n =
                        u32::from(std::mem::take(&mut t.exponents[*older])) * (degree / d) + u32::from(t.exponents[i]);
                    t.exponents[i] = u16::try_from(n).map_err(|_| TowerError::TooLarge)?;
                }
            }
        }
        let out = self.field.from_terms(&terms, &f.denominator_terms())?;
        Ok(out)
    }

    /// The `q`-th root by factors: every multiplicity divisible by `q`, the content a power up to sign.
    fn power_by_factors(&self, f: &Fraction, q: u32) -> Result<Option<Fraction>, TowerError> {
        if f.is_zero() {
            return Ok(None);
        }
        let factorisation = self.factor(f);
        let q_signed = i32::try_from(q).unwrap_or(i32::MAX);
        if factorisation.factors.iter().any(|(_, n)| n % q_signed != 0) {
            return Ok(None);
        }
        let Some(c) = exact_root(&factorisation.content().abs(), q) else { return Ok(None) };
        let mut out = self.field.number(&c);
        for (p, n) in factorisation.factors {
            out = self.field.mul(&out, &self.field.pow(&p, i64::from(n / q_signed))?)?;
        }
        Ok(Some(out))
    }

    /// `sqrt(a + b g)` for `g = sqrt c`: with `n^2 = a^2 - b^2 c`, `P = (a+n)/2` and `Q = (a-n)/2`, both nonnegative, it is
    /// `sqrt P + sign(b) sqrt Q`, because `P + Q = a` and `4 P Q = b^2 c`; where the sign of `b` is not known, `sqrt P + b g/(2 sqrt P)`.
    fn square_root_of(
        &mut self,
        a: &Fraction,
        b: &Fraction,
        c: &Fraction,
        g: usize,
    ) -> Result<Option<Fraction>, TowerError> {
        let field = &self.field;
        let norm = field.sub(&field.mul(a, a)?, &field.mul(&field.mul(b, b)?, c)?)?;
        let norm = self.reduced(norm)?;
        let n = if norm.is_zero() {
            Some(norm.clone())
        } else {
            match self.power_by_factors(&self.in_roots(&norm)?, 2)? {
                Some(n) => Some(self.reduced(n)?),
                None => self.perfect_power(&norm, 2)?,
            }
        };
        let Some(n) = n else { return Ok(None) };
        if self.reduced(self.field.mul(&n, &n)?)? != norm {
            return Ok(None);
        }
        let half = self.field.number(&Rational::new(1.into(), 2.into()));
        let half_of = |f: Fraction| self.field.mul(&f, &half);
        let p = half_of(self.field.add(a, &n)?)?;
        let q = half_of(self.field.sub(a, &n)?)?;
        let nonnegative = |f: &Fraction| {
            f.is_zero() || matches!(self.sign(f), Some(CertainSign::Positive | CertainSign::NonNegative))
        };
        if !nonnegative(&p) || !nonnegative(&q) {
            return Ok(None);
        }
        let exponent = Rational::new(1.into(), 2.into());
        let minus = match self.sign(b) {
            Some(CertainSign::Positive | CertainSign::NonNegative) => false,
            Some(CertainSign::Negative | CertainSign::NonPositive) => true,
            None if p.is_zero() => return Ok(None),
            None => {
                let ep = self.to_expr(&p).sqrt();
                let root = self.root(&p, &exponent, &ep)?;
                let bg = self.field.mul(b, &self.field.generator(g))?;
                let rest = self.reduced(self.field.mul(&self.field.div(&bg, &root)?, &half)?)?;
                return Ok(Some(self.reduced(self.field.add(&root, &rest)?)?));
            }
        };
        let (ep, eq) = (self.to_expr(&p).sqrt(), self.to_expr(&q).sqrt());
        let (p, q) = (self.root(&p, &exponent, &ep)?, self.root(&q, &exponent, &eq)?);
        Ok(Some(if minus { self.field.sub(&p, &q)? } else { self.field.add(&p, &q)? }))
    }

    /// The cube root `u + v g` of `a + b g`, rational numbers and `g = sqrt c`: its norm `n` is the cube root of
    /// `a^2 - b^2 c`, its trace `t = 2u` solves `t^3 - 3 n t - 2 a = 0`, and `v = b/(t^2 - n)`.
    fn cube_root_of(
        &mut self,
        a: &Fraction,
        b: &Fraction,
        c: &Fraction,
        g: usize,
    ) -> Result<Option<Fraction>, TowerError> {
        let (Some(a), Some(b), Some(c)) = (a.as_number(), b.as_number(), c.as_number()) else { return Ok(None) };
        let norm = &a * &a - &b * &b * c;
        let Some(n) = real_cube_root(&norm) else { return Ok(None) };
        let number = |q: Rational| self.field.number(&q);
        let three_n = &n * Rational::from_integer(3.into());
        let two_a = &a * Rational::from_integer(2.into());
        // Any generator serves as the unknown.
        let t = self.field.generator(g);
        let cubic = self.field.sub(&self.field.pow(&t, 3)?, &self.field.mul(&t, &number(three_n))?)?;
        let cubic = self.field.sub(&cubic, &number(two_a))?;
        for (p, _) in self.factor(&cubic).factors {
            if p.numerator_degree(g) != 1 {
                continue;
            }
            let (rest, leading) = self.linear_in(&p, g)?;
            let Some(trace) = self.field.div(&self.field.neg(&rest), &leading)?.as_number() else { continue };
            let below = &trace * &trace - &n;
            if below.is_zero() {
                continue;
            }
            let half_trace = number(trace / Rational::from_integer(2.into()));
            let v = self.field.mul(&number(&b / below), &t)?;
            return Ok(Some(self.field.add(&half_trace, &v)?));
        }
        Ok(None)
    }

    /// For `f = a + b g`, rational numbers and `g = sqrt c`: `N = a^2 - b^2 c` divided by the number that makes the
    /// conjugate `a - b g` the irreducible polynomial returned, so that `f` times it is `N` up to sign.
    pub(super) fn conjugate_factor(&self, f: &Fraction) -> Result<Option<(Rational, Fraction)>, TowerError> {
        let roots = self.roots_in(f);
        let [g] = roots.as_slice() else { return Ok(None) };
        let Meaning::Root { power: 2, value, .. } = &self.generators[*g].meaning else { return Ok(None) };
        if f.numerator_degree(*g) != 1 || numerator_of(f).len() != 2 {
            return Ok(None);
        }
        let other = self.field.conjugate(f, *g)?;
        let factorisation = self.factor(&other);
        let [(p, 1)] = factorisation.factors.as_slice() else { return Ok(None) };
        if value.as_number().is_none() {
            return Ok(None);
        }
        let norm = self.reduced(self.field.mul(f, p)?)?;
        Ok(norm.as_number().filter(|n| !n.is_zero()).map(|n| (n, p.clone())))
    }
}

/// The rational cube root of a number of any sign.
fn real_cube_root(q: &Rational) -> Option<Rational> {
    if q.is_zero() {
        return Some(q.clone());
    }
    let root = exact_root(&q.abs(), 3)?;
    Some(if q.is_negative() { -root } else { root })
}
