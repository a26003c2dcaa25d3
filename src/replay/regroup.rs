//! Rule **regroup**: sums with logarithms, with the logarithms of one weight taken together.
//!
//! In: an expression. Out: the same as `sum w_k log(product f_i^n_i) + rest`. The lemmas of [`super::bounds`] are about one
//! logarithm each: `m log(m/l)` lies above `m - l`, but `m log m` and `- m log l` apart have no bounds that add up.
//!
//! Beside a logarithm, `u` is `log e^u` where `e^u` occurs.
//!
//! **Soundness.** Wherever the expression has a value its logarithms have, so what they are of is positive, and
//! `sum c_i log f_i = g log(product f_i^(c_i/g))` for rational `c_i` and `g != 0`. Products are multiplied out before, and
//! equal logarithms taken together: both are identities of what has values there.

use crate::symbolic::{Expr, Function, Kind, Rational};
use num_integer::Integer;
use num_traits::{Signed, Zero};
use std::collections::BTreeMap;

/// Terms that are looked at.
const MOST_TERMS: usize = 64;
/// Sums within products within sums.
const LARGEST_DEPTH: usize = 4;

/// The expression with its logarithms taken together; nothing where that changes nothing. `apart`: a weight that is a sum
/// counts term by term, so that `x log x + y log y - (x + y) log s` becomes `x log(x/s) + y log(y/s)`.
#[must_use]
pub fn regrouped(e: &Expr, apart: bool) -> Option<Expr> {
    let mut parts = Parts { exponents: exponents(e), ..Parts::default() };
    parts.add(e, &Expr::one(), 0)?;
    // Logarithms whose weights are multiples of each other belong together.
    let mut groups: BTreeMap<Expr, Vec<(Rational, Expr)>> = BTreeMap::new();
    for (of, weights) in parts.logarithms {
        let sum = Expr::sum(weights);
        let weights = match sum.kind() {
            Kind::Sum(v) if apart => v.clone(),
            _ => vec![sum],
        };
        for (number, weight) in weights.iter().map(primitive).filter(|(number, _)| !number.is_zero()) {
            groups.entry(weight).or_default().push((number, of.clone()));
        }
    }
    let together = groups.into_iter().map(|(weight, logs)| {
        let common = content(logs.iter().map(|(c, _)| c));
        let powers = logs.iter().map(|(c, of)| of.pow_rational(&(c / &common)));
        Expr::product([Expr::number(common.clone()), weight, Expr::product(powers.collect::<Vec<_>>()).log()])
    });
    let out = Expr::sum(together.chain(parts.rest).collect::<Vec<_>>());
    (out != *e).then_some(out)
}

/// What stands in an exponent, in an expression with logarithms: `u` counts as `log e^u` there.
fn exponents(e: &Expr) -> Vec<Expr> {
    if !has_logarithm(e) {
        return Vec::new();
    }
    let nodes = e.nodes();
    let of = |node: &Expr| match node.kind() {
        Kind::Apply(Function::Exp, u) if !matches!(u.kind(), Kind::Sum(_) | Kind::Number(_)) => Some(u.clone()),
        _ => None,
    };
    nodes.iter().filter_map(of).collect()
}

/// Weights of logarithms, and the terms without.
#[derive(Default)]
struct Parts {
    exponents: Vec<Expr>,
    logarithms: BTreeMap<Expr, Vec<Expr>>,
    rest: Vec<Expr>,
    terms: usize,
}

impl Parts {
    /// Adds `weight * e`.
    fn add(&mut self, e: &Expr, weight: &Expr, depth: usize) -> Option<()> {
        self.terms += 1;
        if self.terms > MOST_TERMS || depth > LARGEST_DEPTH {
            return None;
        }
        match e.kind() {
            Kind::Sum(v) => v.iter().try_for_each(|t| self.add(t, weight, depth + 1)),
            Kind::Apply(Function::Log, u) => {
                self.logarithms.entry(u.clone()).or_default().push(weight.clone());
                Some(())
            }
            Kind::Product(factors) => {
                let logarithmic = |f: &Expr| match f.kind() {
                    Kind::Apply(Function::Log, _) => true,
                    Kind::Sum(v) => v.iter().any(has_logarithm),
                    _ => false,
                };
                let found: Vec<usize> = (0..factors.len()).filter(|k| logarithmic(&factors[*k])).collect();
                if let [k] = found.as_slice() {
                    let others = factors.iter().enumerate().filter(|(j, _)| j != k).map(|(_, f)| f.clone());
                    let inner = Expr::product(others.chain([weight.clone()]).collect::<Vec<_>>());
                    return self.add(&factors[*k], &inner, depth + 1);
                }
                self.add_whole(e, weight);
                Some(())
            }
            _ => {
                self.add_whole(e, weight);
                Some(())
            }
        }
    }

    /// A term without logarithms: a multiple of an exponent is one of the logarithm of its exponential.
    fn add_whole(&mut self, e: &Expr, weight: &Expr) {
        let multiple = |u: &Expr| {
            let ratio = e / u;
            let (above, below) = (factors(e), factors(u));
            // Factor by factor, a number apart.
            let within = below.iter().all(|f| f.as_number().is_some() || above.contains(f));
            within.then(|| (u.exp(), ratio))
        };
        match self.exponents.iter().find_map(multiple) {
            Some((of, ratio)) => self.logarithms.entry(of).or_default().push(ratio * weight),
            None => self.rest.push(e * weight),
        }
    }
}

fn factors(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

/// A logarithm, or a product with one.
fn has_logarithm(e: &Expr) -> bool {
    match e.kind() {
        Kind::Apply(Function::Log, _) => true,
        Kind::Product(v) | Kind::Sum(v) => v.iter().any(has_logarithm),
        _ => false,
    }
}

/// A number times an expression whose first term has the coefficient 1.
fn primitive(e: &Expr) -> (Rational, Expr) {
    let first = match e.kind() {
        Kind::Sum(v) => v.first().cloned().unwrap_or_else(Expr::zero),
        _ => e.clone(),
    };
    let (number, _) = first.split_coefficient();
    if number.is_zero() {
        return (number, Expr::zero());
    }
    let scaled = match e.kind() {
        Kind::Sum(v) => Expr::sum(v.iter().map(|t| t.scaled(&number.recip())).collect::<Vec<_>>()),
        _ => e.scaled(&number.recip()),
    };
    (number, scaled)
}

/// The positive number by which all become coprime integers.
fn content<'a>(numbers: impl Iterator<Item = &'a Rational>) -> Rational {
    numbers.fold(Rational::zero(), |common, c| {
        let size = c.abs();
        if common.is_zero() {
            return size;
        }
        let denominator = common.denom().lcm(&size.denom());
        let whole = |q: &Rational| q.numer() * (&denominator / q.denom());
        Rational::new(whole(&common).gcd(&whole(&size)), denominator)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    fn symbols() -> [Expr; 3] {
        ["m", "l", "q"].map(|n| Expr::symbol(&Symbol::new("", n, Role::Parameter, 0)))
    }

    #[test]
    fn logarithms_of_one_weight_are_one() {
        let [m, l, q] = symbols();
        let apart = &m * &(m.log() - l.log()) + &l - &m;
        let together = &m * &(&m / &l).log() + &l - &m;
        assert_eq!(regrouped(&apart, false), Some(together.clone()));
        assert_eq!(regrouped(&together, false), None);
        // Weights that are sums, multiplied out.
        let one = Expr::one();
        let rest = (&one - &q).log() - (&one - &l).log();
        let apart = &rest - &(&q * &rest);
        let found = regrouped(&apart, false).expect("one logarithm");
        assert_eq!(found.nodes().iter().filter(|n| matches!(n.kind(), Kind::Apply(Function::Log, _))).count(), 1);
    }

    #[test]
    fn a_weight_that_is_a_sum_may_count_term_by_term() {
        let [m, l, _] = symbols();
        let s = &m + &l;
        let e = &m * &m.log() + &l * &l.log() - &s * &s.log();
        let expected = &m * &(&m / &s).log() + &l * &(&l / &s).log();
        assert_eq!(regrouped(&e, true), Some(expected));
        assert_ne!(regrouped(&e, false), regrouped(&e, true));
    }

    #[test]
    fn coefficients_become_exponents() {
        let [m, l, _] = symbols();
        let third = Rational::new(1.into(), 3.into());
        let e = m.log().scaled(&third) - l.log().scaled(&Rational::new(2.into(), 3.into()));
        assert_eq!(regrouped(&e, false), Some((&m * &l.powi(-2)).log().scaled(&third)));
        assert_eq!(regrouped(&(m.log() * l.log() - &m), false), None, "a product of logarithms stays");
    }
}
