//! Sparse multivariate polynomials with exact rational coefficients: small, and independent of the engine.
//!
//! In: numbered variables, rational numbers. Out: sums, products, exact quotients, substitutions. The certificate's
//! checker and the sign rules compute with them. They must not know what a variable stands for.

mod divisibility;
mod monomial;
mod primes;
pub mod text;

pub use monomial::Monomial;
pub use primes::prime_factors;

use crate::rational::Rational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// A quotient of more terms is not sought.
const MAX_QUOTIENT: usize = 20_000;

/// A polynomial: coefficient by monomial, no coefficient 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Polynomial {
    terms: BTreeMap<Monomial, Rational>,
}

impl Polynomial {
    /// The constant.
    #[must_use]
    pub fn constant(c: Rational) -> Self {
        Self::term(Monomial::one(), c)
    }

    /// 1
    #[must_use]
    pub fn one() -> Self {
        Self::constant(Rational::one())
    }

    /// The variable of this number.
    #[must_use]
    pub fn variable(i: usize) -> Self {
        Self::term(Monomial::variable(i), Rational::one())
    }

    /// One term.
    #[must_use]
    pub fn term(m: Monomial, c: Rational) -> Self {
        let mut out = Self::default();
        out.add_term(m, c);
        out
    }

    /// The sum of terms.
    #[must_use]
    pub fn from_terms(terms: impl IntoIterator<Item = (Monomial, Rational)>) -> Self {
        let mut out = Self::default();
        for (m, c) in terms {
            out.add_term(m, c);
        }
        out
    }

    fn add_term(&mut self, m: Monomial, c: Rational) {
        use std::collections::btree_map::Entry;
        if c.is_zero() {
            return;
        }
        match self.terms.entry(m) {
            Entry::Vacant(slot) => {
                slot.insert(c);
            }
            Entry::Occupied(mut slot) => {
                let sum = slot.get() + &c;
                slot.insert(sum);
                if slot.get().is_zero() {
                    slot.remove();
                }
            }
        }
    }

    /// Monomials and coefficients, monomials ascending.
    pub fn terms(&self) -> impl DoubleEndedIterator<Item = (&Monomial, &Rational)> {
        self.terms.iter()
    }

    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Identically 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The number, when no variable occurs.
    #[must_use]
    pub fn as_constant(&self) -> Option<Rational> {
        match self.terms.len() {
            0 => Some(Rational::zero()),
            1 => self.terms.first_key_value().filter(|(m, _)| m.is_one()).map(|(_, c)| c.clone()),
            _ => None,
        }
    }

    /// The variable's number, when the polynomial is a bare variable.
    #[must_use]
    pub fn as_variable(&self) -> Option<usize> {
        let (m, c) = self.terms.first_key_value().filter(|_| self.terms.len() == 1)?;
        let mut powers = m.powers();
        match (powers.next(), powers.next()) {
            (Some((i, 1)), None) if c.is_one() => Some(i),
            _ => None,
        }
    }

    /// The variables that occur.
    #[must_use]
    pub fn variables(&self) -> std::collections::BTreeSet<usize> {
        self.terms.keys().flat_map(|m| m.powers().map(|(i, _)| i)).collect()
    }

    /// Degree in a variable.
    #[must_use]
    pub fn degree(&self, i: usize) -> u32 {
        self.terms.keys().map(|m| m.degree(i)).max().unwrap_or(0)
    }

    /// The largest sum of exponents of a term.
    #[must_use]
    pub fn total_degree(&self) -> u64 {
        self.terms.keys().map(Monomial::total_degree).max().unwrap_or(0)
    }

    /// The term with the largest monomial.
    #[must_use]
    pub fn leading(&self) -> Option<(&Monomial, &Rational)> {
        self.terms.last_key_value()
    }

    /// The coefficients as polynomials in variable `i`: the index is the exponent of `i`, which no longer occurs.
    #[must_use]
    pub fn coefficients_in(&self, i: usize) -> Vec<Self> {
        let mut out = vec![Self::default(); self.degree(i) as usize + 1];
        for (m, c) in &self.terms {
            let (rest, n) = m.without(i);
            if let Some(slot) = out.get_mut(n as usize) {
                slot.add_term(rest, c.clone());
            }
        }
        out
    }

    /// `self * other`
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let (few, many) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        let mut out = Self::default();
        for (m, c) in &few.terms {
            for (n, d) in &many.terms {
                out.add_term(m.times(n), c * d);
            }
        }
        out
    }

    /// `self * c * monomial`
    #[must_use]
    pub fn times_term(&self, m: &Monomial, c: &Rational) -> Self {
        if c.is_zero() {
            return Self::default();
        }
        Self { terms: self.terms.iter().map(|(n, d)| (n.times(m), d * c)).collect() }
    }

    /// `self * c`
    #[must_use]
    pub fn scaled(&self, c: &Rational) -> Self {
        if c.is_one() { self.clone() } else { self.times_term(&Monomial::one(), c) }
    }

    /// `self + other * factor`
    #[must_use]
    pub fn plus(&self, other: &Self, factor: &Rational) -> Self {
        let mut out = self.clone();
        for (m, c) in &other.terms {
            out.add_term(m.clone(), c * factor);
        }
        out
    }

    /// `self + other`
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        if self.is_empty() {
            return other.clone();
        }
        self.plus(other, &Rational::one())
    }

    /// `self - other`
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(other, &-Rational::one())
    }

    /// `-self`
    #[must_use]
    pub fn negated(&self) -> Self {
        self.scaled(&-Rational::one())
    }

    /// `self ^ n`
    #[must_use]
    pub fn power(&self, n: u32) -> Self {
        let mut out = Self::one();
        for bit in (0..u32::BITS - n.leading_zeros()).rev() {
            out = out.times(&out);
            if n >> bit & 1 == 1 {
                out = out.times(self);
            }
        }
        out
    }

    /// The quotient when `divisor` divides exactly, else nothing. Division by the leading term: in a monomial order
    /// that products respect, the quotient's terms are found from the largest down, and the first term that the
    /// divisor's leading monomial does not divide shows that there is no quotient.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        let (lead, c) = divisor.leading()?;
        if divisor.len() == 1 {
            let factor = c.recip();
            let divided = self.terms.iter().map(|(m, d)| Some((m.over(lead)?, d * &factor)));
            return Some(Self { terms: divided.collect::<Option<_>>()? });
        }
        if divisibility::is_excluded(self, divisor) {
            return None;
        }
        let mut rest = self.clone();
        let mut quotient = Self::default();
        while let Some((m, d)) = rest.leading() {
            if quotient.len() >= MAX_QUOTIENT {
                return None;
            }
            let n = m.over(lead)?;
            let factor = d / c;
            for (k, e) in &divisor.terms {
                rest.add_term(k.times(&n), -e * &factor);
            }
            quotient.add_term(n, factor);
        }
        Some(quotient)
    }

    /// Replaces `x_i^q` by `value` until the degree in `x_i` is below `q`. `value` is free of `x_i`.
    #[must_use]
    pub fn reduced(&self, i: usize, q: u32, value: &Self) -> Self {
        if q == 0 || self.degree(i) < q {
            return self.clone();
        }
        let mut by_power: BTreeMap<u32, Self> = BTreeMap::new();
        for (m, c) in &self.terms {
            let (rest, n) = m.without(i);
            let rest = rest.times(&Monomial::power(i, n % q));
            by_power.entry(n / q).or_default().add_term(rest, c.clone());
        }
        let mut out = Self::default();
        for (n, part) in by_power {
            out = out.add(&part.times(&value.power(n)));
        }
        out
    }

    /// The same with other variables.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(usize) -> usize) -> Self {
        Self::from_terms(self.terms.iter().map(|(m, c)| (m.renamed(&name), c.clone())))
    }

    /// The polynomial at `x_i = a`.
    #[must_use]
    pub fn value_at(&self, i: usize, a: &Rational) -> Self {
        Self::from_terms(self.terms.iter().map(|(m, c)| {
            let (rest, n) = m.without(i);
            (rest, c * num_traits::Pow::pow(a, n))
        }))
    }

    /// The polynomial in the square of variable `i`, where all its exponents are even.
    #[must_use]
    pub fn with_halved_exponents(&self, i: usize) -> Self {
        Self::from_terms(self.terms.iter().map(|(m, c)| {
            let (rest, n) = m.without(i);
            (rest.times(&Monomial::power(i, n / 2)), c.clone())
        }))
    }

    /// Substitutes `x_i = a + s*t` where `t` takes the place of `x_i`.
    #[must_use]
    pub fn shift(&self, i: usize, a: &Rational, s: &Rational) -> Self {
        if a.is_zero() && s.is_one() {
            return self.clone();
        }
        let mut out = Self::default();
        let coefficients = self.coefficients_in(i).into_iter().enumerate();
        for (k, coefficient) in coefficients.filter(|(_, c)| !c.is_empty()) {
            let mut weights = vec![Rational::one()];
            for _ in 0..k {
                weights = times_linear(&weights, a, s);
            }
            out.add_in(&coefficient, i, &weights);
        }
        out
    }

    /// Substitutes `x_i = (a + b t)/(1 + t)` and clears the denominator `(1 + t)^degree`, positive for `t > 0`.
    #[must_use]
    pub fn moebius(&self, i: usize, a: &Rational, b: &Rational) -> Self {
        let one = Rational::one();
        let coefficients = self.coefficients_in(i);
        let degree = coefficients.len() - 1;
        let mut out = Self::default();
        for (k, coefficient) in coefficients.into_iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            // (a + b t)^k (1 + t)^(degree - k)
            let mut weights = vec![one.clone()];
            for _ in 0..k {
                weights = times_linear(&weights, a, b);
            }
            for _ in k..degree {
                weights = times_linear(&weights, &one, &one);
            }
            out.add_in(&coefficient, i, &weights);
        }
        out
    }

    /// Adds `coefficient * sum weights[n] x_i^n`.
    fn add_in(&mut self, coefficient: &Self, i: usize, weights: &[Rational]) {
        for (m, c) in &coefficient.terms {
            for (n, w) in weights.iter().enumerate() {
                let power = Monomial::power(i, u32::try_from(n).unwrap_or(u32::MAX));
                self.add_term(m.times(&power), c * w);
            }
        }
    }
}

fn times_linear(p: &[Rational], a: &Rational, b: &Rational) -> Vec<Rational> {
    let mut out = vec![Rational::zero(); p.len() + 1];
    for (k, c) in p.iter().enumerate() {
        out[k] += c * a;
        out[k + 1] += c * b;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    fn x(i: usize) -> Polynomial {
        Polynomial::variable(i)
    }

    fn sample(seed: u64) -> Polynomial {
        let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        (0..5).fold(Polynomial::constant(q(1, 3)), |p, _| {
            let c = q(i64::try_from(next() % 7).unwrap() - 3, i64::try_from(next() % 3).unwrap() + 1);
            let i = usize::try_from(next() % 3).unwrap();
            let n = u32::try_from(next() % 3).unwrap();
            p.add(&x(i).power(n).times(&x(2)).scaled(&c))
        })
    }

    #[test]
    fn an_exact_quotient_undoes_a_product_and_nothing_else() {
        for seed in 1..60 {
            let (a, b) = (sample(seed), sample(seed + 100));
            assert_eq!(a.times(&b).over(&b), Some(a.clone()), "{a:?} {b:?}");
            assert_eq!(a.times(&b).add(&Polynomial::one()).over(&b.times(&x(0)).add(&x(1))), None);
        }
        assert_eq!(x(0).over(&Polynomial::default()), None);
    }

    #[test]
    fn products_and_powers_distribute() {
        for seed in 1..40 {
            let (a, b, c) = (sample(seed), sample(seed + 1), sample(seed + 2));
            assert_eq!(a.times(&b.add(&c)), a.times(&b).add(&a.times(&c)));
            assert_eq!(a.power(3), a.times(&a).times(&a));
        }
    }

    #[test]
    fn a_relation_is_applied_until_the_degree_is_small() {
        // x0^2 = x1 + 1: x0^5 = (x1 + 1)^2 x0.
        let value = x(1).add(&Polynomial::one());
        assert_eq!(x(0).power(5).reduced(0, 2, &value), value.power(2).times(&x(0)));
    }

    #[test]
    fn the_order_of_monomials_respects_products() {
        let monomials: Vec<Monomial> = sample(3).times(&sample(9)).terms().map(|(m, _)| m.clone()).collect();
        for a in &monomials {
            for b in &monomials {
                for c in &monomials {
                    assert_eq!(a.cmp(b), a.times(c).cmp(&b.times(c)));
                }
            }
        }
    }

    #[test]
    fn ranges_are_substituted() {
        let p = x(0).power(2).minus(&x(1));
        assert_eq!(p.shift(0, &q(1, 1), &q(2, 1)), {
            let t = Polynomial::one().add(&x(0).scaled(&q(2, 1)));
            t.times(&t).minus(&x(1))
        });
        // x = (1 + 2t)/(1 + t): (1+2t)^2 - x1 (1+t)^2.
        let up = Polynomial::one().add(&x(0).scaled(&q(2, 1)));
        let down = Polynomial::one().add(&x(0));
        assert_eq!(p.moebius(0, &q(1, 1), &q(2, 1)), up.power(2).minus(&x(1).times(&down.power(2))));
    }
}
