//! How large a unit is in base units: an exact positive real number.
//!
//! In: integers and powers. Out: a product of primes (and of pi, for degrees) with rational exponents. Primes with
//! rational exponents are multiplicatively independent, and pi is transcendental, so two scales are equal exactly
//! when their exponents are. It must not know names or dimensions.

use super::exponent::{self, Exponent, ExponentTooLarge};
use crate::rational::Rational;
use num_bigint::BigInt;
use num_traits::{One, Pow, Zero};
use std::collections::BTreeMap;
use std::fmt;

/// `pi^a * p1^e1 * p2^e2 * ..`, all exponents rational; no prime has exponent zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale {
    primes: BTreeMap<u64, Exponent>,
    pi: Exponent,
}

impl Scale {
    /// The number 1.
    #[must_use]
    pub fn one() -> Self {
        Self::default()
    }

    /// Pi.
    #[must_use]
    pub fn pi() -> Self {
        Self { pi: Exponent::one(), ..Self::one() }
    }

    /// A positive integer, factored by trial division: meant for the small integers of unit definitions, where
    /// it is quick. `None` for zero.
    #[must_use]
    pub fn from_integer(value: u64) -> Option<Self> {
        if value == 0 {
            return None;
        }
        let (mut rest, mut primes, mut candidate) = (value, BTreeMap::new(), 2u64);
        while candidate.checked_mul(candidate).is_some_and(|square| square <= rest) {
            if rest % candidate == 0 {
                *primes.entry(candidate).or_insert_with(Exponent::zero) += 1;
                rest /= candidate;
            } else {
                candidate += 1;
            }
        }
        if rest > 1 {
            *primes.entry(rest).or_insert_with(Exponent::zero) += 1;
        }
        Some(Self { primes, pi: Exponent::zero() })
    }

    /// `10^power`.
    #[must_use]
    pub fn power_of_ten(power: i8) -> Self {
        let exponent = Exponent::from(i32::from(power));
        let primes = [2, 5].into_iter().filter(|_| power != 0).map(|prime| (prime, exponent)).collect();
        Self { primes, pi: Exponent::zero() }
    }

    /// Whether it is 1.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.primes.is_empty() && self.pi.is_zero()
    }

    /// `self * other`.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn mul(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        let mut primes = self.primes.clone();
        for (&prime, &power) in &other.primes {
            let total = exponent::sum(primes.remove(&prime).unwrap_or_else(Exponent::zero), power)?;
            if !total.is_zero() {
                primes.insert(prime, total);
            }
        }
        Ok(Self { primes, pi: exponent::sum(self.pi, other.pi)? })
    }

    /// `self / other`.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn div(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        self.mul(&other.inverse())
    }

    /// `1 / self`.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { primes: self.primes.iter().map(|(&prime, &power)| (prime, -power)).collect(), pi: -self.pi }
    }

    /// `self^power`, the positive real root where the power is no integer.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn pow(&self, power: Exponent) -> Result<Self, ExponentTooLarge> {
        let mut primes = BTreeMap::new();
        for (&prime, &old) in &self.primes {
            let new = exponent::product(old, power)?;
            if !new.is_zero() {
                primes.insert(prime, new);
            }
        }
        Ok(Self { primes, pi: exponent::product(self.pi, power)? })
    }

    /// Its exact value, when it is rational: no pi and no root.
    #[must_use]
    pub fn to_rational(&self) -> Option<Rational> {
        if !self.pi.is_zero() {
            return None;
        }
        let (mut numer, mut denom) = (BigInt::one(), BigInt::one());
        for (&prime, power) in &self.primes {
            if !power.is_integer() {
                return None;
            }
            let factor = BigInt::from(prime).pow(power.numer().unsigned_abs());
            if *power.numer() > 0 { numer *= factor } else { denom *= factor }
        }
        Some(Rational::new_raw(numer, denom))
    }

    /// Its factors: primes in rising order with their exponents.
    pub fn primes(&self) -> impl Iterator<Item = (u64, Exponent)> + '_ {
        self.primes.iter().map(|(&prime, &power)| (prime, power))
    }

    /// The exponent of pi.
    #[must_use]
    pub fn pi_exponent(&self) -> Exponent {
        self.pi
    }
}

/// Powers of ten as `1000`, `1/1000` and `10^6`; other rational numbers as `p/q`; the rest as a product
/// such as `pi*2^-2*3^-2*5^-1` or `10^(3/2)`.
impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let two = self.primes.get(&2).copied().unwrap_or_else(Exponent::zero);
        let ten = self.primes.len() == 2 && self.primes.get(&5) == Some(&two);
        let short = |power: &Exponent| power.numer().abs() <= if ten { 3 } else { 64 };
        if self.primes.values().all(short)
            && let Some(value) = self.to_rational()
        {
            return write!(f, "{value}");
        }
        let mut factors = Vec::new();
        let mut push = |base: &str, power: Exponent| -> fmt::Result {
            let mut text = base.to_owned();
            exponent::write_ascii(&mut text, power)?;
            factors.push(text);
            Ok(())
        };
        if !self.pi.is_zero() {
            push("pi", self.pi)?;
        }
        if ten {
            push("10", two)?;
        } else {
            self.primes().try_for_each(|(prime, power)| push(&prime.to_string(), power))?;
        }
        f.write_str(&factors.join("*"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(value: u64) -> Scale {
        Scale::from_integer(value).expect("not zero")
    }

    #[test]
    fn integers_factor_and_come_back() {
        for value in [1, 2, 60, 97, 3600, 31_557_600, 1_602_176_634, 101_325] {
            assert_eq!(integer(value).to_rational(), Some(Rational::from_integer(value.into())));
        }
        assert_eq!(Scale::from_integer(0), None);
        assert_eq!(integer(1000), Scale::power_of_ten(3));
        assert!(Scale::power_of_ten(0).is_one());
    }

    #[test]
    fn roots_are_exact() -> Result<(), ExponentTooLarge> {
        let root = Scale::power_of_ten(-3).pow(Exponent::new(1, 2))?;
        assert_eq!(root.to_rational(), None);
        assert_eq!(root.mul(&root)?, Scale::power_of_ten(-3));
        assert_eq!(integer(4).pow(Exponent::new(1, 2))?, integer(2));
        Ok(())
    }

    #[test]
    fn pi_is_kept_apart() -> Result<(), ExponentTooLarge> {
        let degree = Scale::pi().div(&integer(180))?;
        assert_eq!(degree.to_rational(), None);
        assert_eq!(degree.div(&Scale::pi())?.to_rational(), Some(Rational::new(1.into(), 180.into())));
        assert!(degree.mul(&degree.inverse())?.is_one());
        Ok(())
    }

    #[test]
    fn scales_are_written_shortly() -> Result<(), ExponentTooLarge> {
        assert_eq!(Scale::one().to_string(), "1");
        assert_eq!(Scale::power_of_ten(-3).to_string(), "1/1000");
        assert_eq!(Scale::power_of_ten(6).to_string(), "10^6");
        assert_eq!(integer(5).div(&integer(18))?.to_string(), "5/18");
        assert_eq!(Scale::power_of_ten(3).pow(Exponent::new(1, 2))?.to_string(), "10^(3/2)");
        assert_eq!(Scale::pi().div(&integer(180))?.to_string(), "pi*2^-2*3^-2*5^-1");
        Ok(())
    }
}
