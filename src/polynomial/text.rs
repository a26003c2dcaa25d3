//! Polynomials as plain data: `[["3/2", [[0, 2], [3, 1]]], ["-1", []]]` is `3/2 x0^2 x3 - 1`.
//!
//! There is one way to write each: monomials descend, variables ascend, coefficients are reduced. Anything else is
//! refused, so that an altered certificate is an altered polynomial.

use super::{Monomial, Polynomial};
use crate::rational::Rational;
use num_traits::Zero;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

type WireTerm = (String, Vec<(u32, u32)>);

impl Serialize for Polynomial {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms: Vec<WireTerm> = self
            .terms()
            .rev()
            .map(|(m, c)| {
                let powers = m.powers().map(|(i, n)| (u32::try_from(i).unwrap_or(u32::MAX), n)).collect();
                (c.to_string(), powers)
            })
            .collect();
        terms.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Polynomial {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Vec::<WireTerm>::deserialize(deserializer)?;
        let mut terms: Vec<(Monomial, Rational)> = Vec::with_capacity(wire.len());
        for (c, powers) in wire {
            let m = Monomial::from_powers(powers).ok_or_else(|| D::Error::custom("a monomial out of order"))?;
            let c = rational(&c).filter(|c| !c.is_zero()).ok_or_else(|| D::Error::custom("a coefficient"))?;
            if terms.last().is_some_and(|(last, _)| *last <= m) {
                return Err(D::Error::custom("terms out of order"));
            }
            terms.push((m, c));
        }
        Ok(Self::from_terms(terms))
    }
}

/// Reads a reduced fraction: the one text that is written for this number.
#[must_use]
pub fn rational(text: &str) -> Option<Rational> {
    text.parse::<Rational>().ok().filter(|q| q.to_string() == text)
}
