//! From the engine's polynomials to geoflow's own.

use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use algebra::{Fraction, Term};

/// The polynomial with these terms.
#[must_use]
pub fn of_terms(terms: &[Term]) -> Polynomial {
    Polynomial::from_terms(terms.iter().map(|t| {
        let powers = (0u32..).zip(&t.exponents).filter(|(_, n)| **n > 0).map(|(i, n)| (i, u32::from(*n)));
        let m = Monomial::from_powers(powers.collect()).unwrap_or_default();
        (m, Rational::from_integer(t.coefficient.clone()))
    }))
}

/// The numerator of a fraction.
#[must_use]
pub fn numerator_of(f: &Fraction) -> Polynomial {
    of_terms(&f.numerator_terms())
}

/// The denominator of a fraction.
#[must_use]
pub fn denominator_of(f: &Fraction) -> Polynomial {
    of_terms(&f.denominator_terms())
}
