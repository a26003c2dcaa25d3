//! Closed forms collected by logarithms.
//!
//! In: an element of the field. Out: `c log(a) + .. + r`, where each coefficient is in its own best form and logarithms
//! with proportional coefficients are one: `log(s) - log(q)` is `log(s/q)`.
//!
//! Each logarithm of the sum has a positive argument wherever the sum is defined, so there the logarithm of the product
//! is their sum. Under one logarithm the domain may be larger; the conditions of the chart are printed beside the form.

use super::super::build::Tower;
use super::super::constants::{Constant, Constants};
use super::super::generator::Meaning;
use super::{MAX_TERMS_TO_FACTOR, weight};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use algebra::{Fraction, Term};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};
use std::collections::BTreeMap;

/// Higher powers do not go under a logarithm.
const MAX_POWER: i64 = 12;
/// Longer numbers do not go under a logarithm.
const MAX_NUMBER_BITS: u64 = 40;

/// A logarithm with its coefficient.
struct Part {
    argument: Expr,
    coefficient: Fraction,
}

impl Tower<'_> {
    /// `None` where no logarithm stands in the numerator, or one in the denominator.
    pub(super) fn by_logarithms(&self, f: &Fraction) -> Option<Expr> {
        let terms = f.numerator_terms();
        if terms.len() < 2 || terms.len() > MAX_TERMS_TO_FACTOR {
            return None;
        }
        let logarithms: Vec<usize> = (0..self.generators().len())
            .filter(|i| matches!(self.generators()[*i].meaning, Meaning::LogAbs { .. }) && f.numerator_degree(*i) > 0)
            .collect();
        if logarithms.is_empty() || logarithms.iter().any(|i| f.denominator_degree(*i) > 0) {
            return None;
        }
        let mut groups: BTreeMap<Vec<u16>, Vec<Term>> = BTreeMap::new();
        for mut t in terms {
            let key: Vec<u16> = logarithms.iter().map(|i| std::mem::take(&mut t.exponents[*i])).collect();
            groups.entry(key).or_default().push(t);
        }
        let denominator = f.denominator_terms();
        let (mut linear, mut others) = (Vec::new(), Vec::new());
        for (key, terms) in groups {
            let coefficient = self.field().from_terms(&terms, &denominator).ok()?;
            match self.single_logarithm(&logarithms, &key) {
                Some(argument) => linear.push(Part { argument, coefficient }),
                None => {
                    let powers =
                        logarithms.iter().zip(&key).map(|(i, n)| self.generators()[*i].expr.powi(i64::from(*n)));
                    others.push(self.algebraic_form(&coefficient) * Expr::product(powers));
                }
            }
        }
        let apart: Vec<Expr> = linear.iter().map(|p| self.algebraic_form(&p.coefficient) * p.argument.log()).collect();
        let apart = Expr::sum(apart.into_iter().chain(others.iter().cloned()));
        let joined = self.joined(&linear)?;
        let joined = Expr::sum(joined.into_iter().chain(others));
        Some(if weight(&joined) < weight(&apart) { joined } else { apart })
    }

    /// The argument, where the monomial is one logarithm.
    fn single_logarithm(&self, logarithms: &[usize], exponents: &[u16]) -> Option<Expr> {
        let mut there = logarithms.iter().zip(exponents).filter(|(_, n)| **n > 0);
        let (Some((i, 1)), None) = (there.next(), there.next()) else { return None };
        match self.generators()[*i].expr.kind() {
            Kind::Apply(Function::Log, x) => Some(x.clone()),
            _ => None,
        }
    }

    /// Logarithms whose coefficients are multiples of one another by rational numbers, as one.
    fn joined(&self, parts: &[Part]) -> Option<Vec<Expr>> {
        let mut classes: Vec<(&Fraction, Vec<(&Expr, Rational)>)> = Vec::new();
        for p in parts {
            let ratio = |c: &Fraction| self.field().div(&p.coefficient, c).ok().and_then(|q| q.as_number());
            let found = classes.iter_mut().find_map(|(c, members)| ratio(c).map(|q| (q, members)));
            match found {
                Some((q, members)) => members.push((&p.argument, q)),
                None => classes.push((&p.coefficient, vec![(&p.argument, Rational::one())])),
            }
        }
        classes.into_iter().map(|(coefficient, members)| self.one_logarithm(coefficient, &members)).collect()
    }

    /// The reciprocal goes under the logarithm where that saves a minus sign, or where nothing would stand above the line.
    fn reads_better_turned(&self, coefficient: &Fraction, members: &[(&Expr, Rational)]) -> bool {
        let above = members.iter().filter(|(_, q)| q.is_positive()).count();
        let (form, _) = self.algebraic_form(coefficient).split_coefficient();
        above == 0 || (form.is_negative() && above < members.len())
    }

    /// `coefficient * (q log(a) + r log(b) + ..)` with whole powers under the logarithm.
    fn one_logarithm(&self, coefficient: &Fraction, members: &[(&Expr, Rational)]) -> Option<Expr> {
        let denominator = members.iter().fold(num_bigint::BigInt::one(), |l, (_, q)| l.lcm(&q.denom()));
        let scale = Rational::from_integer(denominator);
        let whole = members.iter().map(|(_, q)| (q * &scale).to_integer());
        let content = whole.fold(num_bigint::BigInt::default(), |g, n| g.gcd(&n));
        let unit = Rational::from_integer(content) / scale;
        let unit = if self.reads_better_turned(coefficient, members) { -unit } else { unit };
        let powers: Option<Vec<(&Expr, i64)>> =
            members.iter().map(|(x, q)| Some((*x, (q / &unit).to_integer().to_i64()?))).collect();
        let powers = powers?;
        let small = |(x, n): &(&Expr, i64)| match x.as_number() {
            Some(q) => q.numer().bits().saturating_mul(n.unsigned_abs()) <= MAX_NUMBER_BITS,
            None => n.abs() <= MAX_POWER,
        };
        if !powers.iter().all(small) {
            let form = self.algebraic_form(coefficient);
            return Some(Expr::sum(members.iter().map(|(x, q)| form.scaled(q) * x.log())));
        }
        let factor = self.field().mul(coefficient, &self.field().number(&unit)).ok()?;
        let argument = Expr::product(powers.iter().map(|(x, n)| x.powi(*n)));
        Some(self.algebraic_form(&factor) * argument.log())
    }
}
