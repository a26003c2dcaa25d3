//! Logarithms that are smooth everywhere, written so.
//!
//! In: an integrand. Out: the same with `log(1 + e^u)`, `log(logistic u)` and `log(1 - logistic u)` as `softplus(u)`,
//! `u - softplus(u)` and `-softplus(u)`, where a random variable occurs in `u`. Each pair is the same number for every real
//! `u`, and what comes out has bounded derivatives, which [`super::growth`] asks for.

use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Function, Kind};

/// The expression with its logarithms as `softplus`.
pub(super) fn with_softplus(e: &Expr, random: &dyn Fn(&Expr) -> bool) -> Expr {
    rebuild(e, |node| match node.kind() {
        Kind::Apply(Function::Log, x) if random(x) => smooth_logarithm(x, random),
        _ => None,
    })
}

/// The logarithm of one of the three.
fn smooth_logarithm(x: &Expr, random: &dyn Fn(&Expr) -> bool) -> Option<Expr> {
    let softplus = |u: &Expr| with_softplus(u, random).apply(Function::Softplus);
    if let Some(u) = one_and_exponential(x) {
        return Some(softplus(&u));
    }
    if let Kind::Apply(Function::Logistic, u) = x.kind() {
        return Some(with_softplus(u, random) - softplus(u));
    }
    match (Expr::one() - x).kind() {
        Kind::Apply(Function::Logistic, u) => Some(-softplus(u)),
        _ => None,
    }
}

/// `u` of `1 + e^u`.
fn one_and_exponential(x: &Expr) -> Option<Expr> {
    let Kind::Sum(v) = x.kind() else { return None };
    let [a, b] = v.as_slice() else { return None };
    let exponential = if a.is_one() { b } else { a };
    match exponential.kind() {
        Kind::Apply(Function::Exp, u) if a.is_one() || b.is_one() => Some(u.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn logarithms_of_the_logistic_function_are_smooth() {
        let u = Expr::symbol(&Symbol::new("", "u", Role::Random, 0));
        let y = u.apply(Function::Logistic);
        let form = |e: &Expr| with_softplus(e, &|_| true);
        let softplus = |e: &Expr| e.apply(Function::Softplus);
        assert_eq!(form(&y.log()), &u - &softplus(&u));
        assert_eq!(form(&(Expr::one() - &y).log()), -softplus(&u));
        assert_eq!(form(&(Expr::one() + u.exp()).log()), softplus(&u));
        // Near misses stay what they are.
        for other in [Expr::one() + &y, Expr::integer(2) - &y, Expr::integer(2) + u.exp(), Expr::one() - u.exp()] {
            assert_eq!(form(&other.log()), other.log());
        }
        assert_eq!(with_softplus(&y.log(), &|_| false), y.log());
    }
}
