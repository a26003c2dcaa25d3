//! What one node of an integrand without heavy variables must be like, so that the whole is tame ([`super::growth`]).

use super::growth::{affine, has_bounded_derivatives};
use super::positive_on_box::positive_on_box;
use crate::symbolic::{Expr, Fact, Function, Kind, Law, Rational, Symbol};
use num_traits::Signed;

/// The tests of [`super::growth`] that are about one node without heavy variables.
pub(super) fn fits(node: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    let bounded_below = |e: &Expr| positive_on_box(e, variables) || positive_by_form(e, variables, certain);
    let gaussian = variables.iter().any(|(s, law)| *law == Law::Gaussian && node.contains(s));
    match node.kind() {
        Kind::Symbol(_) | Kind::Sum(_) | Kind::Product(_) => true,
        Kind::Power(b, x) => match x.as_number() {
            Some(q) => (q.is_integer() && q.is_positive()) || bounded_below(b),
            None => !variables.iter().any(|(s, _)| x.contains(s)) && positive_by_form(b, variables, certain),
        },
        Kind::Apply(f, x) => match f {
            Function::Log => bounded_below(x),
            Function::Exp | Function::Sinh | Function::Cosh => {
                !gaussian
                    || affine(x, variables)
                    || is_bounded(x, variables)
                    || (*f == Function::Exp && terms_of(x).iter().all(|t| restrains(t, variables, certain)))
            }
            _ => has_bounded_derivatives(*f),
        },
        Kind::Unspecified { arguments, .. } => !gaussian || arguments.iter().all(|a| affine(a, variables)),
        Kind::Number(_) | Kind::Pi | Kind::Binary(..) | Kind::Bound(_) | Kind::Mean { .. } => false,
    }
}

/// `c + t_1 + ..` with `c > 0` free of the variables and terms that are not negative, each a product of positive
/// coefficients, even powers and functions that are not negative: it is bounded away from 0, locally uniformly in the parameters.
fn positive_by_form(e: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let positive = |e: &Expr| match e.as_number() {
        Some(q) => q.is_positive(),
        None => certain(&Fact::positive(e.clone())),
    };
    let never_negative = |f: &Expr| match f.kind() {
        Kind::Power(_, x) => {
            x.as_number().is_some_and(|q| q.is_integer() && (q / Rational::from_integer(2.into())).is_integer())
        }
        Kind::Apply(f, _) => {
            matches!(f, Function::Exp | Function::Cosh | Function::Softplus | Function::Logistic | Function::Erfc)
        }
        _ => false,
    };
    let (moving, free): (Vec<Expr>, Vec<Expr>) = terms_of(e).into_iter().partition(random);
    let term = |t: &Expr| {
        let factors = match t.kind() {
            Kind::Product(v) => v.clone(),
            _ => vec![t.clone()],
        };
        let (moving, free): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(random);
        positive(&Expr::product(free)) && moving.iter().all(never_negative)
    };
    // cosh >= 1
    matches!(e.kind(), Kind::Apply(Function::Cosh, _)) || (positive(&Expr::sum(free)) && moving.iter().all(term))
}

/// A term of an exponent that keeps its exponential tame: an affine or bounded one, or `-c h` with `c > 0` and an `h` that is nowhere
/// negative and of which all derivatives are multiples of powers of it, or bounded: `e^u`, `cosh u`, `softplus u`, `u^2`, `u^4` of affine `u`.
/// Derivatives of `e^(-c h)` bring powers of `h`, and `h^n e^(-c h)` is bounded, locally uniformly in `c`.
fn restrains(t: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    if affine(t, variables) || is_bounded(t, variables) {
        return true;
    }
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let factors = if let Kind::Product(v) = t.kind() { v.clone() } else { vec![t.clone()] };
    let (moving, free): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(random);
    let h = match moving.as_slice() {
        [one] => match one.kind() {
            Kind::Apply(Function::Exp | Function::Cosh | Function::Softplus, u) => affine(u, variables),
            Kind::Power(b, n) => {
                let half = n.as_number().map(|n| n / Rational::from_integer(2.into()));
                half.is_some_and(|n| n.is_integer() && n.is_positive()) && affine(b, variables)
            }
            _ => false,
        },
        _ => false,
    };
    let minus = -Expr::product(free);
    h && minus.as_number().map_or_else(|| certain(&Fact::positive(minus.clone())), Signed::is_positive)
}

/// Bounded by its form, locally uniformly in the parameters: made of bounded functions by sums, products, powers and
/// exponentials.
fn is_bounded(e: &Expr, variables: &[(Symbol, Law)]) -> bool {
    if !variables.iter().any(|(s, law)| e.contains(s) && *law == Law::Gaussian) {
        return true;
    }
    match e.kind() {
        Kind::Sum(v) | Kind::Product(v) => v.iter().all(|part| is_bounded(part, variables)),
        Kind::Power(b, x) => {
            x.as_number().is_some_and(|q| q.is_integer() && q.is_positive()) && is_bounded(b, variables)
        }
        Kind::Apply(f, x) => match f {
            Function::Exp | Function::Sinh | Function::Cosh => is_bounded(x, variables),
            _ => matches!(
                f,
                Function::Sin
                    | Function::Cos
                    | Function::Tanh
                    | Function::Logistic
                    | Function::Atan
                    | Function::Erf
                    | Function::Erfc
            ),
        },
        _ => false,
    }
}

fn terms_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    }
}
