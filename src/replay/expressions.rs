//! Polynomials in generators as expressions again, for enclosures.

use super::evaluator::Evaluator;
use crate::certificate::{Meaning, Quotient};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, Function};
use std::collections::BTreeMap;

/// The expressions of generators; `None` for what is made of jets, signs or parities.
type Known = BTreeMap<usize, Option<Expr>>;

impl Evaluator<'_> {
    /// The expression whose value the polynomial has, where it has one; `None` for what is made of jets, signs or parities.
    pub(super) fn as_expression(&self, p: &Polynomial) -> Option<Expr> {
        // Generators are made of those before them: each is written once.
        let mut known = Known::new();
        let last = p.variables().last().copied().unwrap_or(0);
        for (i, meaning) in self.generators.iter().enumerate().take(last + 1) {
            let e = self.meaning_as_expression(meaning, &known);
            known.insert(i, e);
        }
        of_polynomial(p, &known)
    }

    fn meaning_as_expression(&self, meaning: &Meaning, known: &Known) -> Option<Expr> {
        let quotient = |q: &Quotient| Some(of_polynomial(&q.numerator, known)? / of_polynomial(&q.denominator, known)?);
        Some(match meaning {
            Meaning::Symbol(s) => Expr::symbol(s),
            Meaning::Pi => Expr::pi(),
            Meaning::Opaque { function, argument } => quotient(argument)?.apply(*function),
            Meaning::Exp { argument } => quotient(argument)?.exp(),
            Meaning::LogAbs { of } => of_polynomial(of, known)?.apply(Function::Abs).log(),
            Meaning::Root { of, degree } => {
                let q = Rational::new(1.into(), (*degree).into());
                of_polynomial(of, known)?.apply(Function::Abs).pow_rational(&q)
            }
            Meaning::Cos { angle } => quotient(angle)?.apply(Function::Cos),
            Meaning::Sin { cosine } => match self.generators.get(*cosine)? {
                Meaning::Cos { angle } => quotient(angle)?.apply(Function::Sin),
                _ => return None,
            },
            Meaning::Polar { y, x } => quotient(y)?.with(Binary::Atan2, &quotient(x)?),
            Meaning::Sign { .. } | Meaning::Jet { .. } | Meaning::Parity { .. } => return None,
        })
    }
}

fn of_polynomial(p: &Polynomial, known: &Known) -> Option<Expr> {
    let mut sum = Vec::new();
    for (m, c) in p.terms() {
        let mut product = vec![Expr::number(c.clone())];
        for (i, n) in m.powers() {
            product.push(known.get(&i)?.clone()?.powi(i64::from(n)));
        }
        sum.push(Expr::product(product));
    }
    Some(Expr::sum(sum))
}
