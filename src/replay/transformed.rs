//! Rules **multiply**, **logarithm**, **either** and **absolute**: the sign of an expression by that of a simpler one.
//!
//! In: an expression and what the step says. Out: the expressions whose signs must be shown.
//!
//! **Soundness.**
//! - *multiply*: where `m > 0` (and `m` has a value wherever `e` has one, [`super::cases::splits`]), `e` and `m e` have one sign, and one has a value where both have. `m e` is written with `m` multiplied
//!   into each term, so that what is divided by can cancel: at every point where `e` and `m` have values, the product has the
//!   value that is written, because all parts that are left out there are not 0.
//! - *logarithm*: where `p > 0` and `n > 0`, `p - n` has the sign of `log p - log n`. The logarithm of a product is taken apart for
//!   factors that are positive wherever they have values: positive numbers, exponentials, powers whose exponent is no integer.
//! - *either*: `|u|` is one of `u` and `-u`. What has the sign with both in its place has it. *absolute*: `|u| = u` where `u >= 0`.

use super::elementary::elementary;
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{One, Signed, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// Larger expressions are not multiplied out.
const LARGEST: usize = 200;
/// Terms of a product of sums.
const MOST_TERMS: usize = 60;

/// The expression with tangents, hyperbolic and logistic functions as quotients.
fn in_quotients(e: &Expr, integers: &BTreeSet<Symbol>) -> Expr {
    use Function as F;
    let quotient = |node: &Expr| {
        matches!(
            node.kind(),
            Kind::Apply(F::Tan | F::Cot | F::Sec | F::Csc | F::Sinh | F::Cosh | F::Tanh | F::Logistic, _)
        )
    };
    if e.nodes().iter().any(quotient) { elementary(e, integers) } else { e.clone() }
}

fn terms(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![e.clone()],
    }
}

fn factors(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(factors) => factors.clone(),
        _ => vec![e.clone()],
    }
}

/// A sum of products of sums as one sum.
fn distributed(e: &Expr) -> Option<Vec<Expr>> {
    let mut out = Vec::new();
    for t in terms(e) {
        let mut products = vec![Expr::one()];
        for f in factors(&t) {
            let parts = terms(&f);
            products = products.iter().flat_map(|p| parts.iter().map(move |q| p * q)).collect();
            if products.len() > MOST_TERMS {
                return None;
            }
        }
        out.extend(products);
    }
    (out.len() <= MOST_TERMS).then_some(out)
}

/// A product with its exponentials as one.
fn merged(t: &Expr) -> Expr {
    let exponent = |f: &Expr| match f.kind() {
        Kind::Apply(Function::Exp, u) => Some(u.clone()),
        _ => None,
    };
    let (exponents, rest): (Vec<Expr>, Vec<Expr>) = factors(t).into_iter().partition(|f| exponent(f).is_some());
    let sum = Expr::sum(exponents.iter().filter_map(exponent));
    Expr::product(rest) * sum.exp()
}

/// What the rule **multiply** comes down to: `m` and `m e`.
#[must_use]
pub fn multiplied(e: &Expr, by: &Expr, integers: &BTreeSet<Symbol>) -> Option<[Expr; 2]> {
    let written = in_quotients(e, integers);
    if written.nodes().len() > LARGEST || by.nodes().len() > LARGEST || by.has_mean() || e.has_mean() {
        return None;
    }
    let image = Expr::sum(distributed(&written)?.iter().map(|t| t * by));
    let image = Expr::sum(distributed(&image)?.iter().map(merged));
    (image != *e).then(|| [by.clone(), image])
}

/// Multipliers worth trying: the product of all divisors, opposites of exponents, the inverse of what all terms have in common.
#[must_use]
pub fn multipliers(e: &Expr, integers: &BTreeSet<Symbol>) -> Vec<Expr> {
    let written = in_quotients(e, integers);
    let mut divisors: BTreeMap<Expr, Rational> = BTreeMap::new();
    let mut exponents: BTreeSet<Expr> = BTreeSet::new();
    for t in distributed(&written).unwrap_or_default() {
        for f in factors(&t) {
            match f.kind() {
                Kind::Power(base, q) if base.has_symbols() => {
                    if let Some(q) = q.as_number().filter(|q| q.is_negative()) {
                        let slot = divisors.entry(base.clone()).or_insert_with(Rational::zero);
                        *slot = slot.clone().max(-q);
                    }
                }
                Kind::Apply(Function::Exp, u) if u.has_symbols() => {
                    exponents.insert(u.clone());
                }
                _ => {}
            }
        }
    }
    let all = Expr::product(divisors.into_iter().map(|(base, q)| base.pow(&Expr::number(q))));
    let mut out = Vec::new();
    let plain = all.has_symbols();
    for u in exponents.iter().take(3) {
        out.push(&all * &(-u).exp());
    }
    if plain {
        out.insert(0, all);
    }
    out.extend(common_symbols(&distributed(&written).unwrap_or_default()));
    out
}

/// The inverse of the symbols that stand in every term: `1/x` for `2 x log x + x`.
fn common_symbols(terms: &[Expr]) -> Option<Expr> {
    let of = |t: &Expr| -> BTreeMap<Expr, Rational> {
        let power = |f: &Expr| match f.kind() {
            Kind::Symbol(_) => Some((f.clone(), Rational::one())),
            Kind::Power(b, q) => {
                Some((b.clone(), q.as_number().filter(|q| q.is_positive() && b.as_symbol().is_some())?.clone()))
            }
            _ => None,
        };
        factors(t).iter().filter_map(power).collect()
    };
    let mut all = terms.iter().map(of);
    let mut common = all.next().filter(|_| terms.len() > 1)?;
    for next in all {
        common.retain(|base, q| match next.get(base) {
            Some(other) => {
                *q = q.clone().min(other.clone());
                true
            }
            None => false,
        });
    }
    let inverse = Expr::product(common.into_iter().map(|(base, q)| base.pow(&Expr::number(-q))));
    (!inverse.is_one()).then_some(inverse)
}

/// What the rule **logarithm** comes down to: `p`, `n` and `log p - log n` of a difference of two terms.
#[must_use]
pub fn logarithms(e: &Expr, integers: &BTreeSet<Symbol>) -> Option<[Expr; 3]> {
    let parts = terms(e);
    let [a, b] = parts.as_slice() else { return None };
    let negative = |t: &Expr| t.split_coefficient().0.is_negative();
    let (p, n) = match (negative(a), negative(b)) {
        (false, true) => (a.clone(), -b),
        (true, false) => (b.clone(), -a),
        _ => return None,
    };
    let grows = |t: &Expr| factors(t).iter().any(is_exponential);
    if e.has_mean() || !(grows(&p) || grows(&n)) {
        return None;
    }
    let difference = logarithm(&p, integers) - logarithm(&n, integers);
    Some([p, n, difference])
}

/// Whether a factor is of the kind that logarithms make simpler.
fn is_exponential(f: &Expr) -> bool {
    match f.kind() {
        Kind::Apply(Function::Exp | Function::Cosh, u) => u.has_symbols(),
        Kind::Power(_, x) => x.has_symbols(),
        _ => false,
    }
}

fn logarithm(t: &Expr, integers: &BTreeSet<Symbol>) -> Expr {
    let mut rest = Expr::one();
    let mut out = Expr::zero();
    for f in factors(t) {
        match f.kind() {
            Kind::Number(q) if q.is_positive() => out = out + f.log(),
            Kind::Apply(Function::Exp, u) => out = out + u.clone(),
            // Such a power has a value where its base is positive alone.
            Kind::Power(base, x) if x.symbols().iter().any(|s| !integers.contains(s)) => out = out + x * &base.log(),
            _ => rest = rest * f.clone(),
        }
    }
    if rest == Expr::one() { out } else { out + rest.log() }
}

/// What the rule **either** comes down to for the absolute value number `which` in the expression.
#[must_use]
pub fn either(e: &Expr, which: usize) -> Option<[Expr; 2]> {
    let node = absolute_values(e).into_iter().nth(which)?;
    let Kind::Apply(Function::Abs, u) = node.kind() else { return None };
    Some([e.replaced(&node, u), e.replaced(&node, &-u)])
}

/// What the rule **absolute** comes down to: the argument or its opposite, and the expression with that in the place of the
/// absolute value.
#[must_use]
pub fn absolute(e: &Expr, which: usize, negative: bool) -> Option<[Expr; 2]> {
    let [same, opposite] = either(e, which)?;
    let node = absolute_values(e).into_iter().nth(which)?;
    let Kind::Apply(Function::Abs, u) = node.kind() else { return None };
    Some(if negative { [-u, opposite] } else { [u.clone(), same] })
}

/// The absolute values in an expression.
#[must_use]
pub fn absolute_values(e: &Expr) -> Vec<Expr> {
    let is = |node: &Expr| matches!(node.kind(), Kind::Apply(Function::Abs, u) if u.has_symbols());
    e.nodes().into_iter().filter(is).collect()
}
