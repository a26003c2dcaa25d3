//! The beta distribution, and with it every distribution that is a function of a uniform variable.
//!
//! Rule **beta-integral** (DLMF 5.12.1): for `p + a > 0` and `q + b > 0`
//! `E[z^a (1 - z)^b] = F(a, b) = B(p + a, q + b)/B(p, q)`, and powers of `log z` and `log(1 - z)` are derivatives by `a`
//! and `b`. Those of `log F` are `polygamma(i - 1, p + a) - polygamma(i - 1, p + q + a + b)` by `a` alone, the same with
//! `q + b` by `b` alone, and `-polygamma(i + j - 1, p + q + a + b)` by both.

use super::{Mean, gamma_ratio, polygamma};
use crate::statistics::monomials::{Monomial, binomial};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact};

pub(super) fn mean(p: &Expr, q: &Expr, m: &Monomial) -> Option<Mean> {
    let known = Monomial { rate: Expr::zero(), signed: false, cosines: 0, sines: 0, ..m.clone() };
    if *m != known {
        return None;
    }
    let (a, b) = (&m.power, &m.co_power);
    let (n, d) = (p + q, a + b);
    let cumulant = |i: u32, j: u32| {
        let both = polygamma(i + j - 1, &n, &d);
        match (i, j) {
            (_, 0) => polygamma(i - 1, p, a) - both,
            (0, _) => polygamma(j - 1, q, b) - both,
            _ => -both,
        }
    };
    let value = gamma_ratio(p, a) * gamma_ratio(q, b) / gamma_ratio(&n, &d);
    let out = Mean::new(rules::BETA_INTEGRAL, value * joint_derivative(m.logs, m.co_logs, cumulant));
    // At 0 log(1 - z) vanishes like z, at 1 log z like 1 - z: with these the mean may exist beyond the rule.
    let out = out.given_if(m.co_logs == 0, Fact::positive(p + a));
    Some(out.given_if(m.logs == 0, Fact::positive(q + b)))
}

/// The derivative of orders `(k, l)` of a function, divided by it, from those of its logarithm.
pub(in crate::statistics) fn joint_derivative(k: u32, l: u32, cumulant: impl Fn(u32, u32) -> Expr) -> Expr {
    let width = l as usize + 1;
    let mut moments: Vec<Expr> = Vec::new();
    for i in 0..=k {
        for j in 0..=l {
            let mut terms = Vec::new();
            // One derivative is taken last: by the first variable where there is one, else by the second.
            if i > 0 {
                for s in 0..i {
                    for t in 0..=j {
                        let rest = &moments[(i - 1 - s) as usize * width + (j - t) as usize];
                        let weight = binomial(i - 1, s) * binomial(j, t);
                        terms.push((&cumulant(s + 1, t) * rest).scaled(&weight));
                    }
                }
            } else if j > 0 {
                for t in 0..j {
                    let rest = &moments[(j - 1 - t) as usize];
                    terms.push((&cumulant(0, t + 1) * rest).scaled(&binomial(j - 1, t)));
                }
            } else {
                terms.push(Expr::one());
            }
            moments.push(Expr::sum(terms));
        }
    }
    moments.pop().unwrap_or_else(Expr::one)
}
