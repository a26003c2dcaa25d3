//! Polynomials as people write them.
//!
//! In: a polynomial in the tower's generators. Out: the lightest of several equal forms: expanded; in the difference of
//! two symbols on which it depends through that alone; with squares completed; by powers of one symbol.

use super::super::build::Tower;
use super::super::generator::Meaning;
use super::super::polynomial::numerator_of;
use super::{MAX_TERMS_TO_FACTOR, weight};
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::symbolic::Expr;
use algebra::Fraction;
use num_traits::Signed;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Squares are not sought in longer polynomials.
const MAX_TERMS_FOR_SQUARES: usize = 30;
/// Longer polynomials are not ordered by powers of a symbol.
const MAX_TERMS_FOR_POWERS: usize = 24;

/// The forms of polynomials met so far: coefficients are met by way of one symbol and of another.
pub(in crate::tower) type Collected = RefCell<BTreeMap<Polynomial, Expr>>;

impl Tower<'_> {
    /// The lightest form of a polynomial.
    pub(super) fn collected(&self, f: &Fraction) -> Expr {
        let p = numerator_of(f);
        if p.len() < 3 || p.len() > MAX_TERMS_TO_FACTOR {
            return self.polynomial_expr(f);
        }
        if let Some(known) = self.collected.borrow().get(&p) {
            return known.clone();
        }
        let form = self.lightest(&p);
        self.collected.borrow_mut().insert(p, form.clone());
        form
    }

    fn lightest(&self, p: &Polynomial) -> Expr {
        let atoms: Vec<usize> = p
            .variables()
            .into_iter()
            .filter(|i| self.generators().get(*i).is_some_and(|g| matches!(g.meaning, Meaning::Atom)))
            .collect();
        let pairs = atoms.iter().enumerate().flat_map(|(n, i)| atoms[n + 1..].iter().map(move |j| (*i, *j)));
        let differences = pairs.filter_map(|(i, j)| self.in_difference(p, i, j));
        let squares = (p.len() <= MAX_TERMS_FOR_SQUARES).then(|| self.with_squares(p)).flatten();
        let by_powers = p.variables().into_iter().filter_map(|i| self.by_powers(p, i));
        differences.chain(squares).chain(by_powers).fold(self.expanded(p), lighter)
    }

    /// In the difference of two symbols, if it depends on them through that only.
    fn in_difference(&self, p: &Polynomial, i: usize, j: usize) -> Option<Expr> {
        if p.degree(i) != p.degree(j) || !derivative_sum_vanishes(p, i, j) {
            return None;
        }
        let difference = &self.generators()[i].expr - &self.generators()[j].expr;
        let terms = p.terms().filter(|(m, _)| m.degree(j) == 0).map(|(m, c)| {
            let powers = m.powers().map(|(k, n)| {
                let base = if k == i { &difference } else { &self.generators()[k].expr };
                base.powi(i64::from(n))
            });
            Expr::product(std::iter::once(Expr::number(c.clone())).chain(powers))
        });
        Some(Expr::sum(terms))
    }

    /// With terms `c a^2 m`, `2 c a b m`, `c b^2 m` taken together as `c m (a + b)^2`, as often as there are such.
    fn with_squares(&self, p: &Polynomial) -> Option<Expr> {
        let mut rest = p.clone();
        let mut squares = Vec::new();
        while let Some((square, form)) = self.square_within(&rest) {
            rest = rest.minus(&square);
            squares.push(form);
        }
        if squares.is_empty() {
            return None;
        }
        squares.push(self.expanded(&rest));
        Some(Expr::sum(squares))
    }

    /// Three terms of `p` that are a multiple of a square, and that as an expression.
    fn square_within(&self, p: &Polynomial) -> Option<(Polynomial, Expr)> {
        let terms: Vec<(&Monomial, &Rational)> = p.terms().collect();
        for (n, (x, c)) in terms.iter().enumerate() {
            for (y, d) in &terms[n + 1..] {
                let Some((a, b, m)) = halves(x, y) else { continue };
                let Some(root) = square_root(&(*d / *c)) else { continue };
                let middle = a.times(&b).times(&m);
                let Some((_, e)) = terms.iter().find(|(k, _)| **k == middle) else { continue };
                let twice = &(*c * &root) * &Rational::from_integer(2.into());
                let root = match **e == twice {
                    true => root,
                    false if **e == -&twice => -root,
                    false => continue,
                };
                let chosen = [(x, *c), (y, *d), (&&middle, *e)].map(|(m, c)| ((*m).clone(), c.clone()));
                // Whole numbers inside the bracket.
                let (p, q) = (Rational::from_integer(root.numer()), Rational::from_integer(root.denom()));
                let sum = self.monomial(&a).scaled(&q) + self.monomial(&b).scaled(&p);
                let sum = if p.is_negative() { Expr::sum([-sum]) } else { sum };
                let form = Expr::number(*c / (&q * &q)) * self.monomial(&m) * sum.powi(2);
                return Some((Polynomial::from_terms(chosen), form));
            }
        }
        None
    }

    /// By descending powers of one symbol or exponential function, the coefficients in factors.
    fn by_powers(&self, p: &Polynomial, i: usize) -> Option<Expr> {
        let coefficients = p.coefficients_in(i);
        let several = coefficients.iter().filter(|c| c.len() > 1).count();
        if p.len() > MAX_TERMS_FOR_POWERS || several == 0 || coefficients.iter().filter(|c| !c.is_empty()).count() < 2 {
            return None;
        }
        let x = &self.generators().get(i).filter(|g| matches!(g.meaning, Meaning::Atom | Meaning::Exp { .. }))?.expr;
        let terms = coefficients.iter().zip(0..).filter(|(c, _)| !c.is_empty()).map(|(c, n)| {
            let c = if c.len() > 1 { self.factored(&self.element(c)?) } else { self.expanded(c) };
            Some(c * x.powi(n))
        });
        Some(Expr::sum(terms.collect::<Option<Vec<_>>>()?))
    }

    fn expanded(&self, p: &Polynomial) -> Expr {
        Expr::sum(p.terms().map(|(m, c)| self.monomial(m).scaled(c)))
    }

    fn monomial(&self, m: &Monomial) -> Expr {
        Expr::product(m.powers().map(|(i, n)| self.generators()[i].expr.powi(i64::from(n))))
    }
}

fn lighter(best: Expr, form: Expr) -> Expr {
    if weight(&form) < weight(&best) { form } else { best }
}

/// `a`, `b`, `m` with `x = a^2 m` and `y = b^2 m`, where `m` is as large as it can be.
fn halves(x: &Monomial, y: &Monomial) -> Option<(Monomial, Monomial, Monomial)> {
    let variables: BTreeSet<usize> = x.powers().chain(y.powers()).map(|(i, _)| i).collect();
    let (mut a, mut b, mut m) = (Monomial::one(), Monomial::one(), Monomial::one());
    for i in variables {
        let (n, k) = (x.degree(i), y.degree(i));
        if n.abs_diff(k) % 2 != 0 {
            return None;
        }
        m = m.times(&Monomial::power(i, n.min(k)));
        a = a.times(&Monomial::power(i, n.saturating_sub(k) / 2));
        b = b.times(&Monomial::power(i, k.saturating_sub(n) / 2));
    }
    Some((a, b, m))
}

/// The positive rational square root, if there is one.
fn square_root(q: &Rational) -> Option<Rational> {
    if !q.is_positive() {
        return None;
    }
    let (n, d) = (q.numer().sqrt(), q.denom().sqrt());
    let root = Rational::new(n, d);
    (&root * &root == *q).then_some(root)
}

/// Whether `dp/dx_i + dp/dx_j = 0`, that is, `p` depends on the two through `x_i - x_j`.
fn derivative_sum_vanishes(p: &Polynomial, i: usize, j: usize) -> bool {
    let derivative = |k: usize| {
        Polynomial::from_terms(p.terms().filter(|(m, _)| m.degree(k) > 0).filter_map(|(m, c)| {
            let lower = m.over(&Monomial::variable(k))?;
            Some((lower, c * Rational::from_integer(m.degree(k).into())))
        }))
    };
    derivative(i).add(&derivative(j)).is_empty()
}
