//! Factorisation into irreducible polynomials, each polynomial once, and the easy ones without the engine.
//!
//! In: elements of the field. Out: what [`algebra::Field::factor`] says of them. Towers ask again and again for the
//! factors of the same few numerators and denominators, and most of those are of degree 1 in some generator, or of degree
//! 2 and plainly irreducible, once the generators that divide every term are taken out.

use super::build::Tower;
use algebra::{Factorisation, Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The factors of polynomials met so far, by their terms.
pub(super) type Known = RefCell<BTreeMap<Vec<Term>, Factorisation>>;

impl Tower<'_> {
    /// Numerator and denominator in irreducible factors over the integers, each with positive leading coefficient.
    pub(super) fn factor(&self, f: &Fraction) -> Factorisation {
        if f.is_zero() {
            return Factorisation { content: BigRational::zero(), factors: Vec::new() };
        }
        let mut out = self.factor_polynomial(f.numerator_terms(), || f.numerator());
        let below = self.factor_polynomial(f.denominator_terms(), || f.denominator());
        if below.content.is_one() && below.factors.is_empty() {
            return out;
        }
        out.content /= below.content;
        out.factors.extend(below.factors.into_iter().map(|(p, n)| (p, -n)));
        out.factors.sort_by_cached_key(|(p, n)| (p.numerator_terms(), *n));
        out
    }

    fn factor_polynomial(&self, terms: Vec<Term>, polynomial: impl Fn() -> Fraction) -> Factorisation {
        if let Some(known) = self.factored.borrow().get(&terms) {
            return known.clone();
        }
        let factorisation = self.easy_factors(&terms).unwrap_or_else(|| self.field.factor(&polynomial()));
        self.factored.borrow_mut().insert(terms, factorisation.clone());
        factorisation
    }

    /// Takes out the content and the generators that divide every term; what is left is a number, or of degree 1 in
    /// some generator. `None` where it is neither.
    fn easy_factors(&self, terms: &[Term]) -> Option<Factorisation> {
        let mut content = terms.iter().fold(BigInt::zero(), |g, t| g.gcd(&t.coefficient));
        if terms.last()?.coefficient.is_negative() {
            content = -content;
        }
        let common: Vec<u16> =
            (0..self.field.generators()).map(|i| terms.iter().map(|t| t.exponents[i]).min().unwrap_or(0)).collect();
        let rest: Vec<Term> = terms
            .iter()
            .map(|t| Term {
                exponents: t.exponents.iter().zip(&common).map(|(n, m)| n - m).collect(),
                coefficient: &t.coefficient / &content,
            })
            .collect();
        let powers = common.iter().enumerate().filter(|(_, n)| **n > 0);
        let mut factors: Vec<_> = powers.map(|(i, n)| (self.field.generator(i), i32::from(*n))).collect();
        if rest.len() > 1 {
            match self.linear_factors(&rest) {
                Some(found) => factors.extend(found),
                None if self.is_irreducible_quadratic(&rest) => factors.push((self.polynomial(&rest)?, 1)),
                None => return None,
            }
        }
        factors.sort_by_cached_key(|(p, n)| (p.numerator_terms(), *n));
        Some(Factorisation { content: BigRational::from_integer(content), factors })
    }

    /// The factors of a primitive polynomial `p = a x + b` with `a`, `b` free of `x`: with `g = gcd(a, b)`, the quotient
    /// `p/g` is irreducible, because of two factors one would be free of `x` and divide `a/g` and `b/g`. Where `a` is a
    /// single term and no generator divides `p`, `g` is 1.
    fn linear_factors(&self, primitive: &[Term]) -> Option<Vec<(Fraction, i32)>> {
        let degree = |i: usize| primitive.iter().map(|t| t.exponents[i]).max().unwrap_or(0);
        let times = |i: usize| primitive.iter().filter(|t| t.exponents[i] > 0).count();
        let linear: Vec<usize> = (0..self.field.generators()).filter(|i| degree(*i) == 1).collect();
        let x = *linear.iter().min_by_key(|i| times(**i))?;
        let whole = self.polynomial(primitive)?;
        if times(x) == 1 {
            return Some(vec![(whole, 1)]);
        }
        let (a, b): (Vec<Term>, Vec<Term>) = primitive.iter().cloned().partition(|t| t.exponents[x] == 1);
        let slope = a.into_iter().map(|mut t| {
            t.exponents[x] = 0;
            t
        });
        let slope: Vec<Term> = slope.collect();
        let reduced = self.field.from_terms(&slope, &b).ok()?;
        let g = self.field.div(&self.polynomial(&slope)?, &reduced.numerator()).ok()?;
        if g.as_constant().is_some() {
            return Some(vec![(whole, 1)]);
        }
        // Over the integers the quotient is primitive like `p`; its sign is settled by the leading coefficients.
        let (g, irreducible) = (self.primitive(&g)?, self.primitive(&self.field.div(&whole, &g).ok()?)?);
        let mut factors = self.factor(&g).factors;
        factors.push((irreducible, 1));
        Some(factors)
    }

    /// Whether `a x^2 + b x + c`, with `a`, `b`, `c` free of `x` and without a common factor, is certainly irreducible: a
    /// product of two polynomials of degree 1 has a discriminant that is the square of a polynomial with integer
    /// coefficients, whose value at integers is the square of an integer. One value that is none settles it.
    fn is_irreducible_quadratic(&self, primitive: &[Term]) -> bool {
        let degree = |i: usize| primitive.iter().map(|t| t.exponents[i]).max().unwrap_or(0);
        (0..self.field.generators()).filter(|i| degree(*i) == 2).any(|x| {
            let coefficient = |n: u16| primitive.iter().filter(move |t| t.exponents[x] == n);
            // No generator divides every term, so a coefficient of one term has no factor in common with all others.
            let without_common_factor = (0..=2).any(|n| coefficient(n).count() == 1);
            let value = |n: u16, shift: i64| -> BigInt { coefficient(n).map(|t| value_at_integers(t, x, shift)).sum() };
            without_common_factor
                && (0..3).any(|shift| {
                    let (a, b, c) = (value(2, shift), value(1, shift), value(0, shift));
                    !is_square(&(&b * &b - BigInt::from(4) * a * c))
                })
        })
    }

    fn polynomial(&self, terms: &[Term]) -> Option<Fraction> {
        let one = Term { exponents: vec![0; self.field.generators()], coefficient: BigInt::one() };
        self.field.from_terms(terms, std::slice::from_ref(&one)).ok()
    }

    /// A polynomial over the rationals without its content, with positive leading coefficient.
    fn primitive(&self, p: &Fraction) -> Option<Fraction> {
        p.denominator().as_constant()?;
        let terms = p.numerator_terms();
        let mut content = terms.iter().fold(BigInt::zero(), |g, t| g.gcd(&t.coefficient));
        if terms.last()?.coefficient.is_negative() {
            content = -content;
        }
        let divided: Vec<Term> = terms
            .into_iter()
            .map(|t| Term { coefficient: &t.coefficient / &content, exponents: t.exponents })
            .collect();
        self.polynomial(&divided)
    }
}

/// A term without its generator `x` where the generator of index `i` is a small integer that `shift` varies.
fn value_at_integers(t: &Term, x: usize, shift: i64) -> BigInt {
    const VALUES: [i64; 7] = [2, -3, 5, 7, -11, 13, 3];
    let mut value = t.coefficient.clone();
    for (i, n) in t.exponents.iter().enumerate().filter(|(i, n)| *i != x && **n > 0) {
        value *= BigInt::from(VALUES[i % VALUES.len()] + shift).pow(u32::from(*n));
    }
    value
}

fn is_square(n: &BigInt) -> bool {
    if n.is_negative() {
        return false;
    }
    let root = n.sqrt();
    &root * &root == *n
}
