//! Logarithms and reciprocals of sums of exponentials, written so that enclosures of them are narrow.
//!
//! In: an integrand, its variables. Out: the same function. It must not know laws.
//!
//! With one of the exponents, `u_1`, taken out, `log sum c_i e^(u_i) = u_1 + log sum c_i e^(u_i - u_1)` and
//! `(sum c_i e^(u_i))^-n = e^(-n u_1) (sum c_i e^(u_i - u_1))^-n`, for real `u_i`. Exponents are multiplied out as polynomials in the
//! variables, so that what they share cancels: of a mixture of normal laws of one width linear exponents are left.

use crate::geometry::polynomial::Polynomial;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{Signed, ToPrimitive};

/// Exponents of a higher degree are left as they are.
const HIGHEST_DEGREE: u32 = 8;
/// Higher powers are.
const HIGHEST_POWER: i64 = 8;

/// The integrand in that form.
pub(super) fn without_large_exponents(f: &Expr, variables: &[Symbol]) -> Expr {
    let out = rebuild(f, |node| match node.kind() {
        Kind::Apply(Function::Log, x) => {
            let (u, rest) = apart(&without_large_exponents(x, variables), variables)?;
            Some(u + rest.log())
        }
        Kind::Power(b, x) => {
            let n = x.as_number().filter(|q| q.is_integer() && q.is_negative())?.to_integer().to_i64()?;
            if n < -HIGHEST_POWER {
                return None;
            }
            let (u, rest) = apart(&without_large_exponents(b, variables), variables)?;
            Some(expanded(&(u * Expr::integer(n)), variables).exp() * rest.powi(n))
        }
        _ => None,
    });
    with_one_exponential(&out, variables)
}

/// Reciprocals of sums, with what all terms have as a factor outside: the weights of counts are over one factorial.
pub(super) fn with_shared_factors_outside(f: &Expr) -> Expr {
    rebuild(f, |node| {
        let Kind::Power(b, x) = node.kind() else { return None };
        let n = x.as_number().filter(|q| q.is_integer() && q.is_negative())?.to_integer().to_i64()?;
        let b = with_shared_factors_outside(b);
        let Kind::Sum(terms) = b.kind() else { return None };
        let powers = |t: &Expr| -> Vec<(Expr, i64)> {
            let whole = |f: &Expr| match power(f) {
                (base, n) if base.has_symbols() => Some((base, n.as_number()?.to_integer().to_i64()?)),
                _ => None,
            };
            factors_of(t).iter().filter_map(whole).collect()
        };
        let mut shared = powers(terms.first()?);
        for t in terms.iter().skip(1) {
            let own = powers(t);
            shared.retain_mut(|(base, n)| match own.iter().find(|(other, _)| other == base) {
                Some((_, m)) if (*n > 0) == (*m > 0) => {
                    *n = if *n > 0 { (*n).min(*m) } else { (*n).max(*m) };
                    true
                }
                _ => false,
            });
        }
        if shared.is_empty() {
            return None;
        }
        let outside = Expr::product(shared.into_iter().map(|(base, k)| base.powi(k)));
        let inside = Expr::sum(terms.iter().map(|t| t / &outside));
        Some(outside.powi(n) * inside.powi(n))
    })
}

/// `u_1` and `sum c_i e^(u_i - u_1)`; nothing for what is no sum of at least two such terms.
fn apart(e: &Expr, variables: &[Symbol]) -> Option<(Expr, Expr)> {
    let Kind::Sum(v) = e.kind() else { return None };
    let terms: Vec<(Expr, Expr)> = v.iter().map(|t| exponential(t, variables)).collect::<Option<_>>()?;
    let first = terms.iter().find(|(_, u)| !u.is_zero())?.1.clone();
    let shifted = terms.iter().map(|(c, u)| c * &expanded(&(u - &first), variables).exp());
    Some((expanded(&first, variables), Expr::sum(shifted)))
}

/// `c` and `u` of `c e^u` with `c` free of the variables.
fn exponential(t: &Expr, variables: &[Symbol]) -> Option<(Expr, Expr)> {
    let moves = |e: &Expr| variables.iter().any(|s| e.contains(s));
    let (mut free, mut exponents) = (Vec::new(), Vec::new());
    for f in factors_of(t) {
        match f.kind() {
            _ if !moves(&f) => free.push(f),
            Kind::Apply(Function::Exp, u) => exponents.push(u.clone()),
            Kind::Power(b, n) if n.as_number().is_some() => match b.kind() {
                Kind::Apply(Function::Exp, u) => exponents.push(u * n),
                _ => return None,
            },
            _ => return None,
        }
    }
    Some((Expr::product(free), Expr::sum(exponents)))
}

/// Exponential factors of each product as one. `logistic(u) = e^(-softplus(-u))` is one of them where it cancels such a term of another.
fn with_one_exponential(f: &Expr, variables: &[Symbol]) -> Expr {
    rebuild(f, |node| {
        let Kind::Product(v) = node.kind() else { return None };
        let (mut exponents, mut logistic, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for factor in v {
            let (base, n) = power(factor);
            match base.kind() {
                Kind::Apply(Function::Exp, u) => exponents.push(u * &n),
                Kind::Apply(Function::Logistic, u) => {
                    logistic.push((factor.clone(), (-u).apply(Function::Softplus) * -n));
                }
                _ => rest.push(with_one_exponential(factor, variables)),
            }
        }
        let own = exponents.len();
        let together = Expr::sum(exponents.iter().chain(logistic.iter().map(|(_, u)| u)).cloned());
        let softplus = |e: &Expr| e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Softplus, _)));
        if !logistic.is_empty() && exponents.iter().any(softplus) && !softplus(&together) {
            return Some(Expr::product(rest) * expanded(&together, variables).exp());
        }
        rest.extend(logistic.into_iter().map(|(factor, _)| factor));
        let single = v.iter().any(
            |factor| matches!(factor.kind(), Kind::Power(b, _) if matches!(b.kind(), Kind::Apply(Function::Exp, _))),
        );
        (own > 1 || single).then(|| Expr::product(rest) * expanded(&Expr::sum(exponents), variables).exp())
    })
}

/// `b^n` for a whole `n` as these two.
fn power(e: &Expr) -> (Expr, Expr) {
    match e.kind() {
        Kind::Power(b, n) if n.as_number().is_some_and(crate::symbolic::Rational::is_integer) => (b.clone(), n.clone()),
        _ => (e.clone(), Expr::one()),
    }
}

/// Multiplied out in the variables, as far as it is a polynomial in them.
fn expanded(u: &Expr, variables: &[Symbol]) -> Expr {
    let terms = match u.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![u.clone()],
    };
    let polynomial = |t: &Expr| Polynomial::of(t, variables, HIGHEST_DEGREE).ok();
    let (whole, other): (Vec<Expr>, Vec<Expr>) = terms.into_iter().partition(|t| polynomial(t).is_some());
    let whole = polynomial(&Expr::sum(whole)).map_or_else(Expr::zero, |p| p.to_expr());
    Expr::sum(other.into_iter().chain([whole]))
}

fn factors_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn what_exponents_share_is_taken_out() {
        let x = Symbol::new("", "x", Role::Random, 0);
        let e = Expr::symbol(&x);
        let bell = |m: i64| (-(&e - &Expr::integer(m)).powi(2)).exp();
        let of = |f: &Expr| without_large_exponents(f, std::slice::from_ref(&x));
        let log = of(&(bell(0) + bell(1)).log());
        let inner = Expr::one() + (&e * &Expr::integer(2) - Expr::one()).exp();
        let other = Expr::one() + (Expr::one() - &e * &Expr::integer(2)).exp();
        let forms = [inner.log() - e.powi(2), other.log() - e.powi(2) + &e * &Expr::integer(2) - Expr::one()];
        assert!(forms.contains(&log), "{log}");
        let quotient = of(&(bell(1) / (bell(0) + bell(1))));
        assert!(!quotient.nodes().contains(&e.powi(2)), "{quotient}");
        // logistic(x) logistic(-x) e^(softplus(x) + softplus(-x)) is 1, also beside a power of an exponential.
        let apply = |f: Function, e: &Expr| e.apply(f);
        let ends = apply(Function::Softplus, &e) + apply(Function::Softplus, &-&e);
        let density = apply(Function::Logistic, &e) * apply(Function::Logistic, &-&e);
        assert_eq!(of(&(density * ends.exp() * bell(0).powi(2))), (e.powi(2) * Expr::integer(-2)).exp());
        // What all terms have is outside.
        let gamma = (&e + &Expr::one()).apply(Function::Gamma);
        let sum = gamma.recip() * Expr::integer(2) + e.exp() / &gamma;
        assert_eq!(with_shared_factors_outside(&sum.recip()), gamma * (Expr::integer(2) + e.exp()).recip());
        // What is no exponential stays.
        let mixed = (bell(0) + &e).log();
        assert_eq!(of(&mixed), mixed);
    }
}
