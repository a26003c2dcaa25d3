//! Integrals over a whole turn.
//!
//! In: an integrand on an interval of the length `2 pi`. Out: its integral. Where it is a sum of terms
//! `c e^(k cos(x - m)) cos(x - m)^i sin(x - m)^j`, it has the period `2 pi`, so that the place of the interval does not matter, and each term
//! is `2 pi I_0(k)` times the mean under the von Mises law of concentration `k` around `m` (rule **bessel-integral**,
//! [`kernels`](crate::statistics::kernels)). For `k = 0` the mean of `cos^m` is `binom(m, m/2)/2^m` for even `m`, and 0 for odd ones.

use crate::statistics::expectation::Expected;
use crate::statistics::formal::spread;
use crate::statistics::kernels::circular_mean;
use crate::statistics::monomials::{Expansion, Ground, Monomial};
use crate::statistics::rules;
use crate::symbolic::{Expr, Function, Kind, Symbol};

/// The integral over a whole turn.
pub(super) fn whole_turn(f: &Expr, x: &Symbol) -> Option<Expected> {
    std::iter::once(Expr::zero()).chain(centres(f, x)).find_map(|m| around(f, x, &m))
}

/// The angles that cosines and sines are measured from.
fn centres(f: &Expr, x: &Symbol) -> Vec<Expr> {
    let mut out = Vec::new();
    for node in f.nodes() {
        let Kind::Apply(Function::Cos | Function::Sin, u) = node.kind() else { continue };
        let slope = u.derivative(x);
        let centre = -(u.substitute([(x.clone(), Expr::zero())]) / &slope);
        if !slope.contains(x) && !slope.is_zero() && !centre.is_zero() && !out.contains(&centre) {
            out.push(centre);
        }
    }
    out
}

fn around(f: &Expr, x: &Symbol, m: &Expr) -> Option<Expected> {
    let shifted = f.substitute([(x.clone(), m + &Expr::symbol(x))]);
    let expansion = Expansion { variable: x, ground: Ground::Circle, formal: false };
    let mut sum = Vec::new();
    for t in spread(&shifted, &|e| e.contains(x))? {
        let (exponent, rest) = exponentials(&t, x);
        let (mut constant, mut concentration) = (Vec::new(), Vec::new());
        for (c, m) in expansion.of(&exponent).ok()? {
            if m == Monomial::one() {
                constant.push(c);
            } else if m == (Monomial { cosines: 1, ..Monomial::one() }) {
                concentration.push(c);
            } else {
                return None;
            }
        }
        let k = Expr::sum(concentration);
        let outside = Expr::sum(constant).exp() * Expr::integer(2) * Expr::pi();
        for (c, m) in expansion.of(&rest).ok()? {
            let mean = circular_mean(&k, &m)?;
            let whole = if k.is_zero() { Expr::one() } else { k.apply(Function::BesselI(0)) };
            sum.push(c * mean * whole * &outside);
        }
    }
    Some(Expected { value: Expr::sum(sum), finite_where: Vec::new(), rules: vec![rules::BESSEL_INTEGRAL] })
}

/// The exponent of all exponential factors of the variable, and the other factors.
fn exponentials(t: &Expr, x: &Symbol) -> (Expr, Expr) {
    let factors = match t.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![t.clone()],
    };
    let (mut exponents, mut rest) = (Vec::new(), Vec::new());
    for f in factors {
        match f.kind() {
            Kind::Apply(Function::Exp, u) if u.contains(x) => exponents.push(u.clone()),
            Kind::Power(b, n) if !n.contains(x) => match b.kind() {
                Kind::Apply(Function::Exp, u) if u.contains(x) => exponents.push(u * n),
                _ => rest.push(f),
            },
            _ => rest.push(f),
        }
    }
    (Expr::sum(exponents), Expr::product(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn bessel_functions_and_plain_averages() {
        let (x, a) = (Symbol::new("", "x", Role::Random, 0), Symbol::new("", "a", Role::Parameter, 1));
        let (e, k) = (Expr::symbol(&x), Expr::symbol(&a));
        let of = |f: &Expr| whole_turn(f, &x).map(|made| made.value);
        let two_pi = Expr::integer(2) * Expr::pi();
        let bessel = |n: u32| k.apply(Function::BesselI(n));
        let cosine = e.apply(Function::Cos);
        assert_eq!(of(&(&k * &cosine).exp()), Some(&two_pi * &bessel(0)));
        assert_eq!(of(&(&cosine * (&k * &cosine).exp())), Some(&two_pi * &bessel(1)));
        let turned = (&e - &k).apply(Function::Cos);
        assert_eq!(of(&(&k * &turned).exp()), Some(&two_pi * &bessel(0)));
        assert_eq!(of(&(Expr::one() + &cosine).powi(2)), Some(&two_pi * &Expr::ratio(3, 2)));
        assert_eq!(of(&cosine.powi(3)), Some(Expr::zero()));
        // Near misses: half the period, and an exponent of another kind.
        assert_eq!(of(&(&e * &Expr::ratio(1, 2)).apply(Function::Cos)), None);
        assert_eq!(of(&(&k * &cosine.powi(2)).exp()), None);
        assert_eq!(of(&(&e * &cosine)), None);
    }
}
