//! Signs of `a + b sqrt(c)`.
//!
//! Named rule **outweigh**: where `b^2 c - a^2` is positive, the root outweighs, and the sign is that of `b`; where it is
//! negative, the sign is that of `a`. So `x + sqrt(x^2 + 1)` is positive for every `x`, and `sqrt(x + 1) - sqrt(x)` too.

use super::build::{Tower, TowerError};
use super::constants::Constant;
use super::explain::Explained;
use super::generator::Meaning;
use super::positivity::CertainSign;
use crate::certificate::FactorSign;
use algebra::Fraction;

/// Longer polynomials are not looked at.
const LARGEST: usize = 8;
/// Roots that are weighed one within the other; squares grow fast.
const LARGEST_DEPTH: usize = 3;

impl Tower<'_> {
    /// The certain sign of a polynomial in which a square root occurs to the first power.
    pub(super) fn sign_beside_root(&self, p: &Fraction) -> Option<CertainSign> {
        if p.size() > LARGEST + 1 || p.denominator().as_number().is_none() || self.weighed.get() >= LARGEST_DEPTH {
            return None;
        }
        // What is made of numbers has the sign of its enclosure, or most likely is 0: then this would look at every root in turn.
        let mut occurring = (0..self.generators.len()).filter(|g| p.numerator_degree(*g) > 0);
        if occurring.all(|g| self.generators[g].constant) {
            return None;
        }
        // The parts are free of the root, and what it is taken of holds older generators only; as long as nothing is
        // written in roots anew (`sign` does that), the search ends.
        self.weighed.set(self.weighed.get() + 1);
        let found = self.roots_in(p).into_iter().find_map(|g| self.outweighed(p, g).ok().flatten());
        self.weighed.set(self.weighed.get() - 1);
        found
    }

    /// The same with its reasons.
    pub(super) fn explain_beside_root(&self, p: &Fraction) -> Option<Explained> {
        let sign = self.sign_beside_root(p)?;
        // As deep as signs are found, for facts about such sums would be looked at for each other without end.
        self.weighed.set(self.weighed.get() + 1);
        let found = self.roots_in(p).into_iter().find_map(|g| {
            self.outweighed(p, g).ok().flatten().filter(|s| *s == sign)?;
            let (_, _, gap, larger) = self.parts_beside(p, g).ok().flatten()?;
            let element = |f: &Fraction| self.element_sign(f, self.sign_by_factors(f)?);
            let (gap, larger) = (Box::new(element(&gap)?), Box::new(element(&larger)?));
            Some((sign, FactorSign::Outweigh { root: g, gap, larger }))
        });
        self.weighed.set(self.weighed.get() - 1);
        found
    }

    /// `a`, `b`, `b^2 c - a^2` and the larger of `a` and `b sqrt(c)` (its coefficient), where the gap has a sign.
    #[allow(clippy::type_complexity)]
    fn parts_beside(
        &self,
        p: &Fraction,
        g: usize,
    ) -> Result<Option<(Fraction, Fraction, Fraction, Fraction)>, TowerError> {
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
        let larger = match self.sign_by_factors(&gap) {
            Some(s) if s.is_negative() => a.clone(),
            Some(_) => b.clone(),
            None => return Ok(None),
        };
        Ok(Some((a, b, gap, larger)))
    }

    fn outweighed(&self, p: &Fraction, g: usize) -> Result<Option<CertainSign>, TowerError> {
        let Some((_, _, gap, larger)) = self.parts_beside(p, g)? else { return Ok(None) };
        let strict = self.sign_by_factors(&gap).is_some_and(CertainSign::is_strict);
        // Strictly larger in size than the other, it is not 0.
        let sign = self.sign_by_factors(&larger);
        Ok(sign.map(|s| CertainSign::from_parts(s.is_negative(), strict)))
    }
}
