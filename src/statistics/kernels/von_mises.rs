//! The von Mises distribution around 0.
//!
//! Rule **bessel-integral** (DLMF 10.32.3): `E[cos(n z)] = I_n(k)/I_0(k)`. Powers of the cosine are sums of cosines of
//! multiples, `cos(z)^m = 2^-m sum_j binom(m, j) cos((m - 2j) z)`; odd powers of the sine have mean 0, even ones are
//! `(1 - cos^2)^h`.

use super::Mean;
use crate::statistics::monomials::{Monomial, binomial};
use crate::statistics::rules;
use crate::symbolic::{Expr, Function, Rational};
use num_bigint::BigInt;

pub(super) fn mean(k: &Expr, m: &Monomial) -> Option<Mean> {
    let known = Monomial { cosines: m.cosines, sines: m.sines, ..Monomial::one() };
    if *m != known || m.cosines + m.sines > Function::LARGEST_ORDER {
        return None;
    }
    if m.sines % 2 == 1 {
        return Some(Mean::new(rules::BESSEL_INTEGRAL, Expr::zero()));
    }
    let half = m.sines / 2;
    let terms = (0..=half).map(|i| {
        let sign = if i % 2 == 0 { 1 } else { -1 };
        cosine_power(k, m.cosines + 2 * i).scaled(&(binomial(half, i) * Rational::from_integer(sign.into())))
    });
    Some(Mean::new(rules::BESSEL_INTEGRAL, Expr::sum(terms.collect::<Vec<_>>())))
}

fn cosine_power(k: &Expr, m: u32) -> Expr {
    let bottom = k.apply(Function::BesselI(0));
    let terms = (0..=m).map(|j| {
        let n = m.abs_diff(2 * j);
        let ratio = match n {
            0 => Expr::one(),
            // I_n(0) = 0
            _ if k.is_zero() => Expr::zero(),
            _ => k.apply(Function::BesselI(n)) / &bottom,
        };
        ratio.scaled(&(binomial(m, j) / Rational::from_integer(BigInt::from(2).pow(m))))
    });
    Expr::sum(terms.collect::<Vec<_>>())
}
