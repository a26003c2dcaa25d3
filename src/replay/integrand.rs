//! Rule **monotone-mean**: a mean has the sign that its integrand has everywhere.
//!
//! In: an expression that is affine in formal expectations, and where it is considered. Out: the integrand of all of it, with
//! the random variables as further variables of the domain. It must not know claims.
//!
//! **Soundness.** The laws of formal expectations are probabilities, and the integrands are integrable
//! ([`crate::symbolic::mean`]), so with `c` free of the random variables `sum c_k E[f_k] + b = E[sum c_k f_k + b]`, where one
//! variable of the same law may serve in all `f_k`, which stand apart. The integrand has a value for almost every value of the
//! variables wherever the expression has one. Where it is `>= 0` for all of these, so is its mean; where it is `> 0`,
//! the mean is, for a mean of 0 would make it 0 almost surely.

use super::setting::Setting;
use crate::geometry::rebuild::rebuild;
use crate::symbolic::{Bound, Expr, Kind, Law, Role, Symbol, Variable};

/// The variables of the integrand are numbered from here.
const FIRST: u16 = 2000;
/// Expectations in one expression.
const MOST_MEANS: usize = 8;

/// The integrand, and the setting with the random variables.
#[must_use]
pub fn integrand(e: &Expr, setting: &Setting) -> Option<(Expr, Setting)> {
    let mut named: Vec<(Symbol, Expr)> = Vec::new();
    for node in e.nodes() {
        if matches!(node.kind(), Kind::Mean { .. }) {
            let name = format!("mean{}", named.len() + 1);
            named.push((Symbol::new("integrand", &name, Role::Auxiliary, u32::MAX), node));
        }
    }
    if named.is_empty() || named.len() > MOST_MEANS {
        return None;
    }
    let symbol = |node: &Expr| named.iter().find(|(_, mean)| mean == node).map(|(s, _)| Expr::symbol(s));
    let affine = rebuild(e, symbol);
    let free = |e: &Expr| !e.has_mean() && !named.iter().any(|(s, _)| e.contains(s));
    let offset = affine.substitute(named.iter().map(|(s, _)| (s.clone(), Expr::zero())));
    let mut terms = vec![offset.clone()];
    let mut parts = vec![offset];
    let mut out = setting.clone();
    for (s, mean) in &named {
        let coefficient = affine.derivative(s);
        if !free(&coefficient) {
            return None;
        }
        let (variables, body) = mean.open_mean(FIRST)?;
        if body.has_mean() {
            return None;
        }
        for (z, law) in variables {
            if e.contains(&z) {
                return None;
            }
            if !out.region.variables.iter().any(|v| v.symbol == z) {
                out.region.variables.push(range(z, law));
            }
        }
        terms.push(&coefficient * &body);
        parts.push(&coefficient * &Expr::symbol(s));
    }
    // What is not multiplied out may differ in form only: then nothing is said.
    let same = (&affine - &Expr::sum(parts)).is_zero();
    (same && free(&terms[0])).then(|| (Expr::sum(terms), out))
}

/// Where a variable of the law has its values.
fn range(z: Symbol, law: Law) -> Variable {
    let end = |n: i64| Bound::Open(Expr::integer(n));
    match law {
        Law::Uniform => Variable { lower: end(-1), upper: end(1), ..Variable::real(z) },
        Law::Gaussian | Law::Logistic | Law::Laplace => Variable::real(z),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Region};

    fn nowhere() -> Setting {
        Setting::of_region(Region::default())
    }

    #[test]
    fn the_integrand_of_what_is_affine_in_means() {
        let (z, x) = (Symbol::new("", "z", Role::Random, 7), Symbol::new("", "x", Role::Parameter, 1));
        let inside = (Expr::symbol(&x) + Expr::symbol(&z)).apply(Function::Tanh);
        let mean = Expr::mean(&[(z, Law::Uniform)], &inside).unwrap();
        let (f, place) = integrand(&(Expr::one() - &mean), &nowhere()).expect("affine");
        let [variable] = place.region.variables.as_slice() else { panic!("one variable") };
        assert_eq!(variable.upper, Bound::Open(Expr::one()));
        assert!(!f.has_mean() && f.contains(&variable.symbol) && f.contains(&x));
        // The mean of a square is not the square of the mean.
        assert!(integrand(&(Expr::one() - mean.powi(2)), &nowhere()).is_none());
        assert!(integrand(&mean.exp(), &nowhere()).is_none());
        assert!(integrand(&Expr::symbol(&x), &nowhere()).is_none());
    }
}
