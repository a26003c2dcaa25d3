//! Signs of `a + b sqrt(c)`.
//!
//! Named rule **outweigh**: where `b^2 c - a^2` is positive, the root outweighs, and the sign is that of `b`; where it is
//! negative, the sign is that of `a`. So `x + sqrt(x^2 + 1)` is positive for every `x`, and `sqrt(x + 1) - sqrt(x)` too.

use super::build::{Tower, TowerError};
use super::constants::Constant;
use super::generator::Meaning;
use super::positivity::CertainSign;
use algebra::Fraction;

/// Longer polynomials are not looked at.
const LARGEST: usize = 8;

impl Tower<'_> {
    /// The certain sign of a polynomial in which a square root occurs to the first power.
    pub(super) fn sign_beside_root(&self, p: &Fraction) -> Option<CertainSign> {
        if p.size() > LARGEST + 1 || p.denominator().as_number().is_none() {
            return None;
        }
        // The parts are free of the root, and what it is taken of holds older generators only; as long as nothing is
        // written in roots anew (`sign` does that), the search ends.
        self.roots_in(p).into_iter().find_map(|g| self.outweighed(p, g).ok().flatten())
    }

    fn outweighed(&self, p: &Fraction, g: usize) -> Result<Option<CertainSign>, TowerError> {
        use CertainSign::{Negative, NonNegative, NonPositive, Positive};
        let Meaning::Root { power: 2, value, .. } = &self.generators[g].meaning else { return Ok(None) };
        if p.numerator_degree(g) != 1 {
            return Ok(None);
        }
        let (a, b) = self.linear_in(p, g)?;
        if a.is_zero() {
            return Ok(None);
        }
        let of_root = self.field.mul(&self.field.mul(&b, &b)?, value)?;
        let gap = self.reduced(self.field.sub(&of_root, &self.field.mul(&a, &a)?)?)?;
        let strict = match self.sign_by_factors(&gap) {
            Some(Positive | Negative) => true,
            Some(_) => false,
            None => return Ok(None),
        };
        let larger = if matches!(self.sign_by_factors(&gap), Some(Positive | NonNegative)) { &b } else { &a };
        Ok(match self.sign_by_factors(larger) {
            // Strictly larger in size than the other, it is not 0.
            Some(Positive | NonNegative) => Some(if strict { Positive } else { NonNegative }),
            Some(Negative | NonPositive) => Some(if strict { Negative } else { NonPositive }),
            None => None,
        })
    }
}
