//! Exact rational numbers: short ones as two machine words, long ones as big integers.
//!
//! In: integers and rationals. Out: their exact sums, products, quotients, powers and order. Nearly every number of a
//! derivation is short, and for those neither a big division nor a memory allocation is needed. What is long is left
//! to [`num_rational`]. It must not know expressions, floating-point results or text beyond `p/q`.
//!
//! Canonical: lowest terms, positive denominator, and short whenever both parts fit (so equal numbers have equal
//! representations, which `Eq` and `Hash` rely on).

mod arithmetic;
#[cfg(test)]
mod tests;
mod text;
mod traits;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rational(Form);

/// The two representations. `i64::MIN` is left out of the short one, so that negation cannot overflow.
#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// Numerator and denominator, coprime, the denominator positive.
    Short(i64, i64),
    /// What does not fit into the short form, in lowest terms.
    Long(Box<BigRational>),
}

use Form::{Long, Short};

/// By the parts: the library goes down a continued fraction, and has no stack for long ones.
impl Hash for Form {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Short(n, d) => (n, d).hash(state),
            Long(q) => (q.numer(), q.denom()).hash(state),
        }
    }
}

impl Rational {
    /// `numerator/denominator` in lowest terms.
    ///
    /// # Panics
    /// If the denominator is 0, as the division of integers does.
    #[must_use]
    pub fn new(numerator: BigInt, denominator: BigInt) -> Self {
        match (short(&numerator), short(&denominator)) {
            (Some(n), Some(d)) if d != 0 => Self::from_words(n, d),
            _ => Self::from(BigRational::new(numerator, denominator)),
        }
    }

    /// `numerator/denominator`, which are known to be coprime, the denominator positive.
    #[must_use]
    pub fn new_raw(numerator: BigInt, denominator: BigInt) -> Self {
        match (short(&numerator), short(&denominator)) {
            (Some(n), Some(d)) => Self(Short(n, d)),
            _ => Self(Long(Box::new(BigRational::new_raw(numerator, denominator)))),
        }
    }

    /// The integer `n`.
    #[must_use]
    pub fn from_integer(n: BigInt) -> Self {
        match short(&n) {
            Some(n) => Self(Short(n, 1)),
            None => Self(Long(Box::new(BigRational::from_integer(n)))),
        }
    }

    /// Of machine words, the second not 0.
    fn from_words(n: i64, d: i64) -> Self {
        let divisor = greatest_common_divisor(n.unsigned_abs(), d.unsigned_abs()).cast_signed();
        let (n, d) = (n / divisor, d / divisor);
        Self(if d < 0 { Short(-n, -d) } else { Short(n, d) })
    }

    /// Of a numerator and a denominator in lowest terms, the denominator positive.
    fn from_wide(n: i128, d: i128) -> Self {
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) if n != i64::MIN => Self(Short(n, d)),
            _ => Self(Long(Box::new(BigRational::new_raw(BigInt::from(n), BigInt::from(d))))),
        }
    }

    /// The numerator of the lowest terms; it carries the sign.
    #[must_use]
    pub fn numer(&self) -> BigInt {
        match &self.0 {
            Short(n, _) => BigInt::from(*n),
            Long(q) => q.numer().clone(),
        }
    }

    /// The denominator of the lowest terms, positive.
    #[must_use]
    pub fn denom(&self) -> BigInt {
        match &self.0 {
            Short(_, d) => BigInt::from(*d),
            Long(q) => q.denom().clone(),
        }
    }

    /// Numerator and denominator modulo `p`.
    #[must_use]
    pub fn residues(&self, p: u32) -> (u64, u64) {
        match &self.0 {
            Short(n, d) => {
                let p = i64::from(p);
                (n.rem_euclid(p).cast_unsigned(), d.rem_euclid(p).cast_unsigned())
            }
            Long(q) => {
                let of = |n: &BigInt| n.mod_floor(&BigInt::from(p)).to_u64().unwrap_or(0);
                (of(q.numer()), of(q.denom()))
            }
        }
    }

    /// The bits of the longer of numerator and denominator: what the number costs.
    #[must_use]
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Short(n, d) => u64::from(64 - n.unsigned_abs().max(d.unsigned_abs()).leading_zeros()),
            Long(q) => q.numer().bits().max(q.denom().bits()),
        }
    }

    /// Whether the denominator is 1.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Short(_, d) => *d == 1,
            Long(q) => q.is_integer(),
        }
    }

    /// Towards zero.
    #[must_use]
    pub fn to_integer(&self) -> BigInt {
        match &self.0 {
            Short(n, d) => BigInt::from(n / d),
            Long(q) => q.to_integer(),
        }
    }

    /// The largest integer that is not above.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Short(n, d) => Self(Short(n.div_floor(d), 1)),
            Long(q) => Self::from(q.floor()),
        }
    }

    /// The smallest integer that is not below.
    #[must_use]
    pub fn ceil(&self) -> Self {
        -(-self).floor()
    }

    /// The nearest integer, halves away from zero.
    #[must_use]
    pub fn round(&self) -> Self {
        Self::from(self.to_big().round())
    }

    /// `1/q`.
    ///
    /// # Panics
    /// If the number is 0.
    #[must_use]
    pub fn recip(&self) -> Self {
        match &self.0 {
            Short(n, d) if *n != 0 => Self(if *n < 0 { Short(-d, -n) } else { Short(*d, *n) }),
            _ => Self::from(self.to_big().recip()),
        }
    }

    /// An integer power.
    ///
    /// # Panics
    /// If the number is 0 and the exponent is negative.
    #[must_use]
    pub fn pow(&self, exponent: i32) -> Self {
        let power = match &self.0 {
            Short(n, d) => {
                let k = exponent.unsigned_abs();
                match (n.checked_pow(k), d.checked_pow(k)) {
                    (Some(n), Some(d)) if n != i64::MIN => Self(Short(n, d)),
                    _ => Self::from(Pow::pow(&self.to_big(), k)),
                }
            }
            Long(q) => Self::from(Pow::pow(&**q, exponent.unsigned_abs())),
        };
        if exponent < 0 { power.recip() } else { power }
    }

    /// The same number for the engine and for [`num_rational`].
    #[must_use]
    pub fn to_big(&self) -> BigRational {
        match &self.0 {
            Short(n, d) => BigRational::new_raw(BigInt::from(*n), BigInt::from(*d)),
            Long(q) => (**q).clone(),
        }
    }

    /// The exact value of a finite float.
    #[must_use]
    pub fn from_float(x: f64) -> Option<Self> {
        BigRational::from_float(x).map(Self::from)
    }
}

impl From<BigRational> for Rational {
    fn from(q: BigRational) -> Self {
        match (short(q.numer()), short(q.denom())) {
            (Some(n), Some(d)) => Self(Short(n, d)),
            _ => Self(Long(Box::new(q))),
        }
    }
}

impl From<BigInt> for Rational {
    fn from(n: BigInt) -> Self {
        Self::from_integer(n)
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) if b == d => a.cmp(c),
            (Short(a, b), Short(c, d)) => (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b))),
            _ => {
                // As for hashes: no continued fractions.
                let (a, b) = (self.to_big(), other.to_big());
                match a.numer().sign().cmp(&b.numer().sign()) {
                    Ordering::Equal => (a.numer() * b.denom()).cmp(&(b.numer() * a.denom())),
                    by_sign => by_sign,
                }
            }
        }
    }
}

/// The word, unless it does not fit.
fn short(n: &BigInt) -> Option<i64> {
    n.to_i64().filter(|n| *n != i64::MIN)
}

/// At least 1, for use as a divisor, where both are 0.
fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if a == 1 || b == 1 { 1 } else { a.gcd(&b).max(1) }
}

impl Default for Rational {
    fn default() -> Self {
        Self::zero()
    }
}

/// 0, -1 or 1 as a number.
fn unit(sign: Ordering) -> Rational {
    match sign {
        Ordering::Less => -Rational::one(),
        Ordering::Equal => Rational::zero(),
        Ordering::Greater => Rational::one(),
    }
}
