//! Jointly distributed random variables as functions of independent ones.
//!
//! In: a law of several variables. Out: laws of one variable each, and the several variables in terms of these. So that means
//! over them, derivatives and draws are those of independent variables.
//!
//! - Normal with mean `m` and covariance `S`: `x_i = m_i + sum_(k <= i) L_ik z_k` with independent standard normal `z_k` and
//!   `S = L L^T` (Cholesky). With `D_k` the leading minors of `S`, `L_ik` is the minor of the rows `1, .., k-1, i` and the columns
//!   `1, .., k` over `sqrt(D_k D_(k-1))` (Gantmacher, *The Theory of Matrices*, II.4).
//! - Dirichlet with weights `a_i`: sticks are broken, `x_i = b_i prod_(j < i) (1 - b_j)` with independent
//!   `b_i ~ Beta(a_i, a_(i+1) + .. + a_n)`, and the last takes the rest (Ferguson, Ann. Statist. 1 (1973), 209).
//! - Independent laws: themselves.

use super::kinds::FamilyInChart;
use crate::geometry::Matrix;
use crate::statistics::Law;
use crate::statistics::joint::{Dirichlet, MultivariateNormal};
use crate::symbolic::{Expr, Fact, Kind, Rational, Symbol};
use crate::units::Unit;

/// Independent variables, and others in terms of them.
pub(super) struct Independent {
    /// The laws of the independent variables.
    pub laws: Vec<FamilyInChart>,
    /// The variables that were asked for, as functions of the independent ones, which have these symbols.
    pub images: Vec<Expr>,
}

/// The law of several variables in terms of independent ones with these symbols, of which there are as many; nothing where it
/// has no such form here.
pub(super) fn independent(family: &FamilyInChart, symbols: &[Symbol]) -> Option<Independent> {
    let variables: Vec<Expr> = symbols.iter().map(Expr::symbol).collect();
    let standard = |name: &str, arguments: Vec<(&str, Expr)>| FamilyInChart {
        distribution: name.to_owned(),
        arguments: arguments.into_iter().map(|(n, e)| (n.to_owned(), e)).collect(),
        law: None,
        variable_unit: Unit::one(),
        ..family.clone()
    };
    match family.law.as_deref()? {
        Law::Normal(normal) => {
            let one = || standard("Normal", vec![("mean", Expr::zero()), ("sd", Expr::one())]);
            let images = correlated(normal, &variables, &family.conditions)?;
            Some(Independent { laws: variables.iter().map(|_| one()).collect(), images })
        }
        Law::Dirichlet(dirichlet) => {
            let parts = sticks(dirichlet).into_iter().map(|(a, b)| standard("Beta", vec![("a", a), ("b", b)]));
            Some(Independent { laws: parts.collect(), images: broken(&variables) })
        }
        Law::Product(parts) => {
            let single = |part: &Law| part.one().is_some() && matches!(part, Law::One(_));
            let one = |part: &Law| FamilyInChart { law: Some(Box::new(part.clone())), ..family.clone() };
            parts
                .iter()
                .all(single)
                .then(|| Independent { laws: parts.iter().map(one).collect(), images: variables.clone() })
        }
        _ => None,
    }
}

/// How many independent variables stand for a law of so many.
pub(super) fn count(family: &FamilyInChart) -> Option<usize> {
    match family.law.as_deref()? {
        Law::Dirichlet(d) => d.weights.len().checked_sub(1),
        law => law.dimension(),
    }
}

/// `m + L z`
fn correlated(normal: &MultivariateNormal, z: &[Expr], conditions: &[Fact]) -> Option<Vec<Expr>> {
    let n = normal.mean.len();
    let s = &normal.covariance;
    let diagonal = s.is_diagonal();
    let minor = |i: usize, k: usize| -> Option<Expr> {
        if k == 0 {
            return Some(Expr::one());
        }
        Matrix::from_fn(k, k, |a, b| s.at(if a + 1 == k { i } else { a }, b).clone()).determinant().ok()
    };
    let entry = |i: usize, k: usize| -> Option<Expr> {
        if diagonal {
            return Some(if i == k { root(s.at(i, i), conditions) } else { Expr::zero() });
        }
        let power = |e: Expr, sign: i64| e.pow_rational(&Rational::new(sign.into(), 2.into()));
        let before = power(minor(k.saturating_sub(1), k)?, -1);
        if i == k {
            return Some(power(minor(k, k + 1)?, 1) * before);
        }
        Some(minor(i, k + 1)? * power(minor(k, k + 1)?, -1) * before)
    };
    (0..n)
        .map(|i| {
            let terms: Option<Vec<Expr>> = (0..=i).map(|k| Some(entry(i, k)? * z.get(k)?)).collect();
            Some(&normal.mean[i] + &Expr::sum(terms?))
        })
        .collect()
}

/// `sqrt(e)`; `s` for `s^2` where `s` is positive.
fn root(e: &Expr, conditions: &[Fact]) -> Expr {
    match e.kind() {
        Kind::Power(b, n) if *n == Expr::integer(2) && conditions.contains(&Fact::positive(b.clone())) => b.clone(),
        _ => e.sqrt(),
    }
}

/// The parameters of the parts that are broken off.
fn sticks(d: &Dirichlet) -> Vec<(Expr, Expr)> {
    let rest = |i: usize| Expr::sum(d.weights.iter().skip(i + 1).cloned());
    let broken = d.weights.len().saturating_sub(1);
    d.weights.iter().take(broken).enumerate().map(|(i, a)| (a.clone(), rest(i))).collect()
}

fn broken(parts: &[Expr]) -> Vec<Expr> {
    let mut left = Expr::one();
    let mut out = Vec::new();
    for b in parts {
        out.push(b * &left);
        left = left * (Expr::one() - b);
    }
    out.push(left);
    out
}
