//! From field elements back to expressions that people read.
//!
//! Several equal forms are made (expanded, factored, split over the denominator, a number split off, collected by
//! logarithms, each with and without the user's abbreviations) and the one with the fewest symbols wins; ties go to the
//! earlier. Equality of the forms is exact arithmetic, so the choice is taste, not mathematics.

mod abbreviations;
mod functions;
mod logarithms;
mod polynomials;
mod weight;

pub(super) use polynomials::Collected;
use polynomials::Depth;
pub use weight::weight;

use super::build::Tower;
use super::constants::{Constant, Constants, Content};
use crate::rational::Rational;
use crate::symbolic::Expr;
use algebra::{Fraction, Term};
use num_traits::Signed;

/// Above this many terms a factorisation is not tried for the sake of looks.
const MAX_TERMS_TO_FACTOR: usize = 400;
/// Longer factors keep their sign.
const MAX_TERMS_TO_TURN: usize = 3;

impl Tower<'_> {
    /// `f` as quotient of two expanded polynomials.
    #[must_use]
    pub fn to_expr(&self, f: &Fraction) -> Expr {
        let d = self.terms_expr(&f.denominator_terms());
        self.terms_expr(&f.numerator_terms()) / d
    }

    /// A polynomial as an expanded expression.
    #[must_use]
    pub fn polynomial_expr(&self, f: &Fraction) -> Expr {
        self.terms_expr(&f.numerator_terms())
    }

    fn terms_expr(&self, terms: &[Term]) -> Expr {
        Expr::sum(terms.iter().map(|t| {
            let c = Expr::number(Rational::from_integer(t.coefficient.clone()));
            let powers = t.exponents.iter().enumerate().filter(|(_, n)| **n > 0);
            let powers = powers.map(|(i, n)| self.generators()[i].expr.powi(i64::from(*n)));
            Expr::product(std::iter::once(c).chain(powers))
        }))
    }

    /// The most readable of several equal forms of `f`; `written` is one of them. `abbreviations` are generators that stand
    /// for polynomials.
    #[must_use]
    pub fn readable(&self, f: &Fraction, written: &Expr, abbreviations: &[(usize, Fraction)]) -> Expr {
        let weight_as_written = weight(written);
        // Less to read than there are terms: dressing these up would be in vain.
        if weight_as_written <= f.size() {
            return written.clone();
        }
        let mut best = self.best_form(f);
        let mut current = f.clone();
        for (symbol, definition) in abbreviations {
            if let Some(shorter) = self.abbreviated(&current, *symbol, definition) {
                let form = self.best_form(&shorter);
                if weight(&form) < weight(&best) {
                    best = form;
                    current = shorter;
                }
            }
        }
        if weight_as_written < weight(&best) { written.clone() } else { best }
    }

    fn best_form(&self, f: &Fraction) -> Expr {
        let best = self.elementary_form(f);
        match self.by_functions(f) {
            Some(form) if weight(&form) < weight(&best) => form,
            _ => best,
        }
    }

    /// The best form that treats means and special functions like any other generator.
    fn elementary_form(&self, f: &Fraction) -> Expr {
        let best = self.algebraic_form(f);
        match self.by_logarithms(f) {
            Some(form) if weight(&form) < weight(&best) => form,
            _ => best,
        }
    }

    /// The best form that treats logarithms like any other generator.
    fn algebraic_form(&self, f: &Fraction) -> Expr {
        let mut best = self.closed_form(f);
        if let Some((rest, number)) = self.without_number(f) {
            let form = self.closed_form(&rest) + Expr::number(number);
            if weight(&form) < weight(&best) {
                best = form;
            }
        }
        best
    }

    /// The lightest of the forms as one quotient, and of those split over the denominator. Decisions look at it for what
    /// to try next, so it stays close to the field.
    #[must_use]
    pub fn closed_form(&self, f: &Fraction) -> Expr {
        let mut best = self.factored(f);
        let (terms, over) = (f.numerator_terms().len(), f.denominator().as_number().is_none());
        // One term is not split, and over a number splitting is expanding.
        let half_factored = (terms > 1).then(|| self.half_factored(f));
        let split = (terms > 1 && over).then(|| self.split(f));
        for form in half_factored.into_iter().chain(split).chain([self.to_expr(f)]) {
            if weight(&form) < weight(&best) {
                best = form;
            }
        }
        best
    }

    /// `f - r` and the number `r`, where every term of the denominator stands `r` times in the numerator.
    fn without_number(&self, f: &Fraction) -> Option<(Fraction, Rational)> {
        let (above, below) = (f.numerator_terms(), f.denominator_terms());
        if f.denominator().as_number().is_some() || above.len() <= below.len() || above.len() > MAX_TERMS_TO_FACTOR {
            return None;
        }
        let ratio = |d: &Term| {
            let n = above.iter().find(|n| n.exponents == d.exponents)?;
            Some(Rational::new(n.coefficient.clone(), d.coefficient.clone()))
        };
        let number = ratio(below.first()?)?;
        if below.iter().any(|d| ratio(d).as_ref() != Some(&number)) {
            return None;
        }
        Some((self.field().sub(f, &self.field().number(&number)).ok()?, number))
    }

    /// Numerator and denominator in factors.
    fn factored(&self, f: &Fraction) -> Expr {
        self.factored_at(f, Depth::Outer)
    }

    fn factored_at(&self, f: &Fraction, depth: Depth) -> Expr {
        if f.size() > MAX_TERMS_TO_FACTOR {
            return self.to_expr(f);
        }
        let factorisation = self.factor(f);
        let factors = factorisation.factors.iter().map(|(p, n)| {
            let (turned, number) = self.turned_positive(p, depth);
            number.powi(i64::from(*n)) * turned.powi(i64::from(*n))
        });
        Expr::product(std::iter::once(Expr::number(factorisation.content())).chain(factors))
    }

    /// A short factor that is negative on the whole domain is written the other way round: `1 - P` where `P < 1`. The
    /// factor and the sign that goes in front.
    fn turned_positive(&self, p: &Fraction, depth: Depth) -> (Expr, Expr) {
        let terms = p.numerator_terms();
        let mixed = (2..=MAX_TERMS_TO_TURN).contains(&terms.len()) && terms.iter().any(|t| t.coefficient.is_negative());
        if mixed && self.is_negative(p) {
            let negated = Expr::sum([-self.terms_expr(&terms)]);
            return (negated, Expr::integer(-1));
        }
        (self.collected(p, depth), Expr::one())
    }

    /// Expanded (collected) numerator over a factored denominator.
    fn half_factored(&self, f: &Fraction) -> Expr {
        self.collected(&f.numerator(), Depth::Outer) * self.factored(&f.denominator()).recip()
    }

    /// Term by term over the denominator, where that cancels.
    fn split(&self, f: &Fraction) -> Expr {
        let denominator = f.denominator_terms();
        if denominator.len() > 3 || f.size() > MAX_TERMS_TO_FACTOR {
            return self.to_expr(f);
        }
        Expr::sum(f.numerator_terms().into_iter().map(|t| match self.field().from_terms(&[t], &denominator) {
            Ok(part) => self.factored(&part),
            Err(_) => Expr::zero(),
        }))
    }
}
