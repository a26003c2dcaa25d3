//! The field: rational functions over the integers in numbered generators.

use crate::engine::Engine;
use crate::product::{product, sum};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use std::marker::PhantomData;
use std::sync::Arc;
use symbolica::atom::{NamespacedSymbol, SymbolBuilder};
use symbolica::domains::SelfRing;
use symbolica::domains::rational_polynomial::FromNumeratorAndDenominator;
use symbolica::prelude::*;

pub(crate) type P = MultivariatePolynomial<IntegerRing, u16>;
pub(crate) type R = RationalPolynomial<IntegerRing, u16>;

/// Exponents are 16 bits wide and signed internally; a result may not reach this degree in any generator.
const MAX_DEGREE: u32 = 1 << 14;
/// A product of more terms than this is refused: it would take minutes and gigabytes.
const MAX_TERM_PAIRS: usize = 40_000_000;

/// Why an operation was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlgebraError {
    /// Division by a rational function that is identically 0.
    ZeroDenominator,
    /// The result could exceed the degree that the engine represents faithfully.
    DegreeTooLarge,
    /// The result would have too many terms.
    TooManyTerms,
}

/// A field of rational functions with a frozen number of generators.
#[derive(Debug)]
pub struct Field<'e> {
    variables: Arc<Vec<PolyVariable>>,
    pub(crate) engine: &'e Engine,
}

/// A rational function in lowest terms. It belongs to the field that made it and to its thread.
#[derive(Clone, Debug)]
pub struct Fraction {
    pub(crate) value: R,
    _one_thread: PhantomData<*const ()>,
}

/// One term of a polynomial: an integer coefficient and an exponent per generator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Exponent of each generator.
    pub exponents: Vec<u16>,
    /// The coefficient.
    pub coefficient: BigInt,
}

fn pool_symbol(i: usize) -> Symbol {
    let name = NamespacedSymbol::parse(&format!("geoflow::g{i}"));
    SymbolBuilder::new(name).build().unwrap_or_else(|e| unreachable!("a pool symbol is a plain name: {e}"))
}

pub(crate) fn wrap(value: R) -> Fraction {
    Fraction { value, _one_thread: PhantomData }
}

impl<'e> Field<'e> {
    /// A field with `generators` generators.
    #[must_use]
    pub fn new(engine: &'e Engine, generators: usize) -> Self {
        // A fixed pool of symbols, created in order, is used again by every field: symbols are never freed.
        let variables = (0..generators.max(1)).map(|i| PolyVariable::Symbol(pool_symbol(i))).collect();
        Self { variables: Arc::new(variables), engine }
    }

    /// Number of generators.
    #[must_use]
    pub fn generators(&self) -> usize {
        self.variables.len()
    }

    fn zero_polynomial(&self) -> P {
        P::new(&Z, None, self.variables.clone())
    }

    pub(crate) fn polynomial(&self, terms: &[Term]) -> P {
        let mut p = self.zero_polynomial();
        for t in terms {
            p.append_monomial(to_engine(&t.coefficient), &t.exponents);
        }
        p
    }

    /// An exact number.
    #[must_use]
    pub fn constant(&self, q: &BigRational) -> Fraction {
        let zero = self.zero_polynomial();
        wrap(R::from_num_den(zero.constant(to_engine(q.numer())), zero.constant(to_engine(q.denom())), &Z, true))
    }

    /// The generator of index `i`, below [`Field::generators`].
    #[must_use]
    pub fn generator(&self, i: usize) -> Fraction {
        let mut exponents = vec![0u16; self.variables.len()];
        exponents[i] = 1;
        let zero = self.zero_polynomial();
        let n = zero.monomial(1.into(), exponents);
        let d = n.one();
        wrap(R { numerator: n, denominator: d })
    }

    /// The quotient of two lists of terms.
    ///
    /// # Errors
    /// [`AlgebraError::ZeroDenominator`].
    pub fn from_terms(&self, numerator: &[Term], denominator: &[Term]) -> Result<Fraction, AlgebraError> {
        let (n, d) = (self.polynomial(numerator), self.polynomial(denominator));
        if d.is_zero() {
            return Err(AlgebraError::ZeroDenominator);
        }
        Ok(wrap(R::from_num_den(n, d, &Z, true)))
    }

    /// `a + b`
    ///
    /// # Errors
    /// When the result would be too large.
    pub fn add(&self, a: &Fraction, b: &Fraction) -> Result<Fraction, AlgebraError> {
        self.guard(a, b)?;
        Ok(wrap(sum(&a.value, &b.value)))
    }

    /// `a - b`
    ///
    /// # Errors
    /// When the result would be too large.
    pub fn sub(&self, a: &Fraction, b: &Fraction) -> Result<Fraction, AlgebraError> {
        self.guard(a, b)?;
        Ok(wrap(sum(&a.value, &self.neg(b).value)))
    }

    /// `a * b`
    ///
    /// # Errors
    /// When the result would be too large.
    pub fn mul(&self, a: &Fraction, b: &Fraction) -> Result<Fraction, AlgebraError> {
        self.guard(a, b)?;
        Ok(wrap(product(&a.value, &b.value)))
    }

    /// `a / b`
    ///
    /// # Errors
    /// [`AlgebraError::ZeroDenominator`], or when the result would be too large.
    pub fn div(&self, a: &Fraction, b: &Fraction) -> Result<Fraction, AlgebraError> {
        if b.is_zero() {
            return Err(AlgebraError::ZeroDenominator);
        }
        self.guard(a, b)?;
        Ok(wrap(product(&a.value, &b.value.clone().inv())))
    }

    /// `-a`
    #[must_use]
    pub fn neg(&self, a: &Fraction) -> Fraction {
        wrap(R { numerator: -a.value.numerator.clone(), denominator: a.value.denominator.clone() })
    }

    /// `a^n`
    ///
    /// # Errors
    /// [`AlgebraError::ZeroDenominator`], or when the result would be too large.
    pub fn pow(&self, a: &Fraction, n: i64) -> Result<Fraction, AlgebraError> {
        if n < 0 && a.is_zero() {
            return Err(AlgebraError::ZeroDenominator);
        }
        let k = u32::try_from(n.unsigned_abs()).map_err(|_| AlgebraError::DegreeTooLarge)?;
        if k > MAX_DEGREE || max_degree(&a.value).saturating_mul(k) >= MAX_DEGREE {
            return Err(AlgebraError::DegreeTooLarge);
        }
        // Square and multiply, so that the size of every intermediate product is guarded.
        let base = if n < 0 { wrap(a.value.clone().inv()) } else { a.clone() };
        let mut out = self.constant(&BigRational::one());
        for bit in (0..u32::BITS - k.leading_zeros()).rev() {
            out = self.mul(&out, &out)?;
            if k >> bit & 1 == 1 {
                out = self.mul(&out, &base)?;
            }
        }
        Ok(out)
    }

    /// Replaces `g^q` by `r` wherever the generator `g` of index `i` occurs in numerator and denominator;
    /// `r` is a polynomial free of `g`. This is the only use of a relation: it is exact whenever `g^q = r` is true.
    ///
    /// # Errors
    /// [`AlgebraError::ZeroDenominator`] when the denominator reduces to 0, or when the result would be too large.
    pub fn reduce(&self, a: &Fraction, i: usize, q: u16, r: &Fraction) -> Result<Fraction, AlgebraError> {
        if a.numerator_degree(i) < q && a.denominator_degree(i) < q {
            return Ok(a.clone());
        }
        let n = self.reduce_polynomial(&a.value.numerator, i, q, r)?;
        let d = self.reduce_polynomial(&a.value.denominator, i, q, r)?;
        self.div(&n, &d)
    }

    fn reduce_polynomial(&self, p: &P, i: usize, q: u16, r: &Fraction) -> Result<Fraction, AlgebraError> {
        let mut by_power: std::collections::BTreeMap<u16, P> = std::collections::BTreeMap::new();
        for m in p {
            let mut exponents = m.exponents.to_vec();
            let power = exponents[i] / q;
            exponents[i] %= q;
            by_power
                .entry(power)
                .or_insert_with(|| self.zero_polynomial())
                .append_monomial(m.coefficient.clone(), &exponents);
        }
        let mut sum = self.constant(&BigRational::zero());
        for (power, part) in by_power {
            let one = part.one();
            let part = wrap(R { numerator: part, denominator: one });
            let factor = self.pow(r, i64::from(power))?;
            sum = self.add(&sum, &self.mul(&part, &factor)?)?;
        }
        Ok(sum)
    }

    /// The image of `a` under `g -> -g` for one generator: the conjugate over a square root.
    ///
    /// # Errors
    /// [`AlgebraError::ZeroDenominator`] cannot occur for a field element; kept for uniformity.
    pub fn conjugate(&self, a: &Fraction, i: usize) -> Result<Fraction, AlgebraError> {
        let flip = |p: &P| {
            let mut out = self.zero_polynomial();
            for m in p {
                let c = if m.exponents[i] % 2 == 1 { -m.coefficient.clone() } else { m.coefficient.clone() };
                out.append_monomial(c, m.exponents);
            }
            out
        };
        let d = flip(&a.value.denominator);
        if d.is_zero() {
            return Err(AlgebraError::ZeroDenominator);
        }
        Ok(wrap(R::from_num_den(flip(&a.value.numerator), d, &Z, true)))
    }

    /// Bounds degree and size of a sum, product or quotient before it is formed.
    fn guard(&self, a: &Fraction, b: &Fraction) -> Result<(), AlgebraError> {
        if max_degree(&a.value) + max_degree(&b.value) >= MAX_DEGREE {
            return Err(AlgebraError::DegreeTooLarge);
        }
        let terms = |f: &Fraction| f.value.numerator.nterms().max(f.value.denominator.nterms());
        if terms(a).saturating_mul(terms(b)) > MAX_TERM_PAIRS {
            return Err(AlgebraError::TooManyTerms);
        }
        Ok(())
    }
}

/// The largest exponent of any generator in numerator or denominator.
fn max_degree(a: &R) -> u32 {
    let top = |p: &P| p.exponents.iter().copied().max().unwrap_or(0);
    u32::from(top(&a.numerator).max(top(&a.denominator)))
}

impl Fraction {
    /// Identically 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.value.numerator.is_zero()
    }

    /// Identically 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        SelfRing::is_one(&self.value)
    }

    /// The number, when it is constant.
    #[must_use]
    pub fn as_constant(&self) -> Option<BigRational> {
        (self.value.numerator.is_constant() && self.value.denominator.is_constant()).then(|| {
            BigRational::new(
                from_engine(&self.value.numerator.get_constant()),
                from_engine(&self.value.denominator.get_constant()),
            )
        })
    }

    /// The numerator as a polynomial.
    #[must_use]
    pub fn numerator(&self) -> Self {
        wrap(R { numerator: self.value.numerator.clone(), denominator: self.value.numerator.one() })
    }

    /// The denominator as a polynomial.
    #[must_use]
    pub fn denominator(&self) -> Self {
        wrap(R { numerator: self.value.denominator.clone(), denominator: self.value.numerator.one() })
    }

    /// Degree of the numerator in the generator `i`.
    #[must_use]
    pub fn numerator_degree(&self, i: usize) -> u16 {
        self.value.numerator.degree(i)
    }

    /// Degree of the denominator in the generator `i`.
    #[must_use]
    pub fn denominator_degree(&self, i: usize) -> u16 {
        self.value.denominator.degree(i)
    }

    /// The terms of the numerator, sorted.
    #[must_use]
    pub fn numerator_terms(&self) -> Vec<Term> {
        terms(&self.value.numerator)
    }

    /// The terms of the denominator, sorted.
    #[must_use]
    pub fn denominator_terms(&self) -> Vec<Term> {
        terms(&self.value.denominator)
    }

    /// Number of terms of numerator and denominator together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.value.numerator.nterms() + self.value.denominator.nterms()
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

pub(crate) fn terms(p: &P) -> Vec<Term> {
    let mut out: Vec<Term> = p
        .into_iter()
        .map(|m| Term { exponents: m.exponents.to_vec(), coefficient: from_engine(m.coefficient) })
        .collect();
    out.sort();
    out
}

fn to_engine(n: &BigInt) -> Integer {
    match n.to_i64() {
        Some(small) => Integer::from(small),
        None => n.to_string().parse().unwrap_or_else(|_| unreachable!("a decimal integer is an integer")),
    }
}

pub(crate) fn from_engine(n: &Integer) -> BigInt {
    match n.to_i64() {
        Some(small) => BigInt::from(small),
        None => n.to_string().parse().unwrap_or_else(|_| unreachable!("a decimal integer is an integer")),
    }
}
