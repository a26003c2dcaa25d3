//! Certain signs of elements of the field.
//!
//! In: an element, the ranges and facts of the tower. Out: a sign that holds wherever the element is defined, or nothing.
//! The element is factored; factors that are numbers are enclosed (rule **constant**), the others are looked up in the
//! book of signs.

use super::build::{Tower, TowerError};
use super::constants::{Constants, Content};
use super::positivity::CertainSign;
use crate::enclosure::{Point, Sign, decide_sign};
use crate::rational::Rational;
use algebra::Fraction;
use num_traits::{One, Signed};

/// Precision for signs of numbers, in bits.
const CONSTANT_BITS: usize = 512;

impl Tower<'_> {
    /// The certain sign of a field element under the facts. Where none is seen, symbols are written as powers of their
    /// roots (rule **in-roots**), so that `p + q - 2 sqrt(p) sqrt(q)` is seen to be a square.
    #[must_use]
    pub fn sign(&self, f: &Fraction) -> Option<CertainSign> {
        self.sign_by_factors(f).or_else(|| {
            let other = self.in_roots(f).ok().filter(|g| g != f)?;
            self.sign_by_factors(&other)
        })
    }

    pub(super) fn sign_by_factors(&self, f: &Fraction) -> Option<CertainSign> {
        if f.is_zero() {
            return None;
        }
        let factorisation = self.factor(f);
        let odd: Vec<Fraction> =
            factorisation.factors.iter().filter(|(_, k)| k % 2 != 0).map(|(p, _)| p.clone()).collect();
        let (odd, turned) = self.without_constants(odd);
        let mut sign = match self.signs.of_product(&odd) {
            Some(s @ (CertainSign::Positive | CertainSign::Negative)) => s,
            // Factor by factor the facts may say more, never something else.
            weaker => match (self.factor_by_factor(&odd), weaker) {
                (Some(s @ (CertainSign::Positive | CertainSign::Negative)), _) => s,
                (found, weaker) => weaker.or(found)?,
            },
        };
        // An even power in the numerator may vanish; in the denominator it may not, where the expression is defined.
        let touches = factorisation.factors.iter().any(|(p, k)| *k > 0 && k % 2 == 0 && !self.is_nonzero(p));
        if touches {
            sign = match sign {
                CertainSign::Positive => CertainSign::NonNegative,
                CertainSign::Negative => CertainSign::NonPositive,
                other => other,
            };
        }
        Some(if factorisation.content().is_negative() ^ turned { sign.negated() } else { sign })
    }

    /// The factors that are no numbers, and whether the product of the others is negative.
    fn without_constants(&self, factors: Vec<Fraction>) -> (Vec<Fraction>, bool) {
        let mut turned = false;
        let rest = factors
            .into_iter()
            .filter(|p| match self.constant_sign(p) {
                Some(s) => {
                    turned ^= s == CertainSign::Negative;
                    false
                }
                None => true,
            })
            .collect();
        (rest, turned)
    }

    /// The sign of an irreducible polynomial in generators that are numbers, by enclosure (rule **constant**).
    pub(super) fn constant_sign(&self, p: &Fraction) -> Option<CertainSign> {
        let occurs = |i: usize| p.numerator_degree(i) > 0;
        if self.generators.iter().enumerate().any(|(i, g)| !g.constant && occurs(i)) {
            return None;
        }
        match decide_sign(&self.polynomial_expr(p), &Point::default(), CONSTANT_BITS) {
            Ok(Sign::Positive) => Some(CertainSign::Positive),
            Ok(Sign::Negative) => Some(CertainSign::Negative),
            _ => None,
        }
    }

    /// The certain sign of one irreducible polynomial.
    pub(super) fn factor_sign(&self, p: &Fraction) -> Option<CertainSign> {
        self.constant_sign(p).or_else(|| self.signs.of_factor(p)).or_else(|| self.sign_beside_root(p))
    }

    /// Whether an irreducible polynomial certainly does not vanish.
    pub(super) fn is_nonzero(&self, p: &Fraction) -> bool {
        self.signs.is_nonzero(p) || self.constant_sign(p).is_some()
    }

    /// Whether an element certainly does not vanish where it is defined.
    pub(super) fn is_nonzero_fraction(&self, f: &Fraction) -> bool {
        !f.is_zero() && self.factor(&f.numerator()).factors.iter().all(|(p, _)| self.is_nonzero(p))
    }

    /// Whether an element is certainly not negative.
    pub(super) fn is_nonnegative(&self, f: &Fraction) -> bool {
        f.is_zero() || matches!(self.sign(f), Some(CertainSign::Positive | CertainSign::NonNegative))
    }

    /// A field element of the same sign (and the same zeros) wherever `f` is defined: the factors of certain sign are
    /// left out, even powers become squares.
    ///
    /// # Errors
    /// When the product of what remains is too large.
    pub fn core(&self, f: &Fraction) -> Result<Fraction, TowerError> {
        let factorisation = self.factor(f);
        let mut negative = factorisation.content().is_negative();
        let mut out = self.field.number(&Rational::one());
        for (p, n) in &factorisation.factors {
            match self.signs.of_factor(p) {
                Some(CertainSign::Positive) => {}
                Some(CertainSign::Negative) => negative ^= n % 2 != 0,
                // A denominator that vanishes leaves nothing defined: its square says nothing.
                _ if n % 2 == 0 && *n < 0 => {}
                _ => out = self.field.mul(&out, &self.field.pow(p, if n % 2 == 0 { 2 } else { 1 })?)?,
            }
        }
        Ok(if negative { self.field.neg(&out) } else { out })
    }

    fn factor_by_factor(&self, factors: &[Fraction]) -> Option<CertainSign> {
        let mut out = CertainSign::Positive;
        for f in factors {
            let s = self.factor_sign(f)?;
            let strict = matches!(out, CertainSign::Positive | CertainSign::Negative)
                && matches!(s, CertainSign::Positive | CertainSign::Negative);
            let negative = matches!(out, CertainSign::Negative | CertainSign::NonPositive)
                ^ matches!(s, CertainSign::Negative | CertainSign::NonPositive);
            out = match (negative, strict) {
                (false, true) => CertainSign::Positive,
                (false, false) => CertainSign::NonNegative,
                (true, true) => CertainSign::Negative,
                (true, false) => CertainSign::NonPositive,
            };
        }
        Some(out)
    }
}
