//! geoflow's own sparse polynomials with rational coefficients: small, exact, independent of the engine.

use algebra::{Fraction, Term};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// A polynomial: coefficient by exponents. No zero coefficients.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Polynomial {
    terms: BTreeMap<Vec<u16>, BigRational>,
}

impl Polynomial {
    /// The numerator of a fraction.
    #[must_use]
    pub fn numerator_of(f: &Fraction) -> Self {
        Self::from_terms(&f.numerator_terms())
    }

    /// The polynomial with these terms.
    #[must_use]
    pub fn from_terms(terms: &[Term]) -> Self {
        let mut out = Self::default();
        for t in terms {
            out.add(t.exponents.clone(), BigRational::from_integer(t.coefficient.clone()));
        }
        out
    }

    fn add(&mut self, exponents: Vec<u16>, c: BigRational) {
        let slot = self.terms.entry(exponents.clone()).or_insert_with(BigRational::zero);
        *slot += c;
        if slot.is_zero() {
            self.terms.remove(&exponents);
        }
    }

    /// Exponents and coefficients, sorted by exponents.
    pub fn terms(&self) -> impl Iterator<Item = (&Vec<u16>, &BigRational)> {
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

    /// Degree in variable `i`.
    #[must_use]
    pub fn degree(&self, i: usize) -> u16 {
        self.terms.keys().map(|e| e[i]).max().unwrap_or(0)
    }

    /// The coefficients as a polynomial in variable `i`: index is the exponent of `i`, which no longer occurs.
    #[must_use]
    pub fn coefficients_in(&self, i: usize) -> Vec<Self> {
        let mut out = vec![Self::default(); usize::from(self.degree(i)) + 1];
        for (e, c) in &self.terms {
            let mut rest = e.clone();
            let k = usize::from(std::mem::take(&mut rest[i]));
            out[k].add(rest, c.clone());
        }
        out
    }

    /// `self * other`
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut out = Self::default();
        for (e, c) in &self.terms {
            for (f, d) in &other.terms {
                let sum = e.iter().zip(f).map(|(x, y)| x.saturating_add(*y)).collect();
                out.add(sum, c * d);
            }
        }
        out
    }

    /// `self + other * factor`
    #[must_use]
    pub fn plus(&self, other: &Self, factor: &BigRational) -> Self {
        let mut out = self.clone();
        for (e, c) in &other.terms {
            out.add(e.clone(), c * factor);
        }
        out
    }

    /// The polynomial at `x_i = a`.
    #[must_use]
    pub fn value_at(&self, i: usize, a: &BigRational) -> Self {
        let mut out = Self::default();
        for (e, c) in &self.terms {
            let mut rest = e.clone();
            let n = std::mem::take(&mut rest[i]);
            out.add(rest, c * power(a, n));
        }
        out
    }

    /// The polynomial in the square of variable `i`, where all its exponents are even.
    #[must_use]
    pub fn with_halved_exponents(&self, i: usize) -> Self {
        let mut out = Self::default();
        for (e, c) in &self.terms {
            let mut halved = e.clone();
            halved[i] /= 2;
            out.add(halved, c.clone());
        }
        out
    }

    /// Substitutes `x_i = a + s*t` where `t` takes the place of `x_i`.
    #[must_use]
    pub fn shift(&self, i: usize, a: &BigRational, s: &BigRational) -> Self {
        let mut out = Self::default();
        for (e, c) in &self.terms {
            let n = e[i];
            let mut binomial = BigRational::one();
            for k in 0..=n {
                let mut f = e.clone();
                f[i] = k;
                let value = c * &binomial * power(a, n - k) * power(s, k);
                if !value.is_zero() {
                    out.add(f, value);
                }
                binomial =
                    binomial * BigRational::from_integer((n - k).into()) / BigRational::from_integer((k + 1).into());
            }
        }
        out
    }

    /// Substitutes `x_i = (a + b t)/(1 + t)` and clears the denominator `(1 + t)^degree`, positive for `t > 0`.
    #[must_use]
    pub fn moebius(&self, i: usize, a: &BigRational, b: &BigRational) -> Self {
        let degree = self.degree(i);
        let mut out = Self::default();
        for (k, coefficient) in self.coefficients_in(i).into_iter().enumerate() {
            // (a + b t)^k (1 + t)^(degree - k)
            let mut weights = vec![BigRational::one()];
            for _ in 0..k {
                weights = times_linear(&weights, a, b);
            }
            for _ in k..usize::from(degree) {
                weights = times_linear(&weights, &BigRational::one(), &BigRational::one());
            }
            for (e, c) in coefficient.terms {
                for (power, w) in weights.iter().enumerate() {
                    if !w.is_zero() {
                        let mut f = e.clone();
                        f[i] = u16::try_from(power).unwrap_or(u16::MAX);
                        out.add(f, &c * w);
                    }
                }
            }
        }
        out
    }
}

fn times_linear(p: &[BigRational], a: &BigRational, b: &BigRational) -> Vec<BigRational> {
    let mut out = vec![BigRational::zero(); p.len() + 1];
    for (k, c) in p.iter().enumerate() {
        out[k] += c * a;
        out[k + 1] += c * b;
    }
    out
}

fn power(q: &BigRational, n: u16) -> BigRational {
    q.pow(i32::from(n))
}
