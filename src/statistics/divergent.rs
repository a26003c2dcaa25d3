//! Expectations that are certainly infinite.
//!
//! In: an expression of the random variable, its distribution. Out: whether the integral or sum of its size diverges, because the
//! expression outgrows the tail of the density; or nothing. It must not know closed forms.
//!
//! The expression is `c z^n e^u` with `c` not 0, in the standard variable `z`. Its mean diverges
//! - for a normal `z`, where `u` has a term `a e^(t z)` with `a > 0`, `t` not 0, beside which polynomials are small (of several the
//!   fastest decides, so that all have positive `a`); or is a polynomial with numbers for coefficients, such that `u - z^2/2` does not fall at
//!   one of the ends: its first coefficient is positive, or its degree is odd, or it is 0, or `u - z^2/2` is constant;
//! - for a count with a Poisson or a negative binomial law, where `u` is a polynomial of degree 2 or more whose first coefficient
//!   is positive: `k!` grows slower than `e^(c k^2)`.
//!
//! Of a sum one term diverges, while the others have means: then the sum has none.

use super::family::{Distribution, standard_variable};
use super::kernels::Kernel;
use super::monomials::{integer, plainly_positive};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;

/// Higher powers are not read.
const HIGHEST_POWER: i64 = 16;

/// Whether `E|f|` is certainly infinite. `finite` says of the other terms of a sum whether they have a mean.
#[must_use]
pub fn diverges(f: &Expr, d: &Distribution, finite: &dyn Fn(&Expr) -> bool) -> bool {
    let terms = f.terms_in(std::slice::from_ref(&d.variable));
    let (infinite, others): (Vec<Expr>, Vec<Expr>) = terms.into_iter().partition(|t| term_diverges(t, d));
    infinite.len() == 1 && others.iter().all(finite)
}

fn term_diverges(f: &Expr, d: &Distribution) -> bool {
    let z = standard_variable();
    let standard = f.substitute([(d.variable.clone(), d.from_standard.clone())]);
    let factors = if let Kind::Product(v) = standard.kind() { v.clone() } else { vec![standard] };
    let mut exponents = Vec::new();
    for factor in factors {
        match factor.kind() {
            Kind::Apply(Function::Exp, u) => exponents.push(u.clone()),
            // log b >= 1 - 1/b, and of a positive first coefficient a lower bound is enough.
            Kind::Power(b, u) if u.contains(&z) && rises(u, &z) => {
                let below = b.as_number().map(|b| Rational::one() - b.recip()).filter(Signed::is_positive);
                let Some(below) = below else { return false };
                exponents.extend(u.terms_in(std::slice::from_ref(&z)).iter().map(|t| t.scaled(&below)));
            }
            Kind::Symbol(s) if *s == z => {}
            Kind::Power(b, n) if b.as_symbol() == Some(&z) && integer(n).is_some_and(|n| n > 0) => {}
            Kind::Number(q) if !q.is_zero() => {}
            _ if !factor.contains(&z) && plainly_positive(&factor) => {}
            _ => return false,
        }
    }
    let Some(growth) = Growth::of(&Expr::sum(exponents), &z, d) else { return false };
    match d.kernel {
        Kernel::Gaussian if growth.exponentials => true,
        Kernel::Gaussian => {
            let mut powers = growth.powers;
            *powers.entry(2).or_insert_with(Rational::zero) -= Rational::new(1.into(), 2.into());
            powers.retain(|_, c| !c.is_zero());
            powers.last_key_value().is_none_or(|(n, c)| n % 2 == 1 || *n == 0 || c.is_positive())
        }
        Kernel::Poisson { .. } | Kernel::NegativeBinomial { .. } if !growth.exponentials => {
            growth.powers.last_key_value().is_some_and(|(n, c)| *n >= 2 && c.is_positive())
        }
        _ => false,
    }
}

/// Whether `u` is a polynomial in `z` whose first coefficient is a positive number.
fn rises(u: &Expr, z: &Symbol) -> bool {
    let power = |t: &Expr| {
        let (c, rest) = t.split_coefficient();
        match rest.kind() {
            Kind::Symbol(s) if s == z => Some((1, c)),
            Kind::Power(b, n) if b.as_symbol() == Some(z) => Some((integer(n)?, c)),
            _ if !rest.contains(z) => Some((0, c)),
            _ => None,
        }
    };
    let powers: Option<Vec<(i64, Rational)>> = u.terms_in(std::slice::from_ref(z)).iter().map(power).collect();
    powers.and_then(|all| all.into_iter().max_by_key(|(n, _)| *n)).is_some_and(|(n, c)| n > 0 && c.is_positive())
}

/// The exponent `u`: positive multiples of exponentials, and powers.
struct Growth {
    exponentials: bool,
    powers: BTreeMap<i64, Rational>,
}

impl Growth {
    fn of(u: &Expr, z: &Symbol, d: &Distribution) -> Option<Self> {
        let mut out = Self { exponentials: false, powers: BTreeMap::new() };
        let mut parameters = false;
        for t in u.terms_in(std::slice::from_ref(z)) {
            if !t.contains(z) {
                continue;
            }
            let factors = if let Kind::Product(v) = t.kind() { v.clone() } else { vec![t.clone()] };
            let (moving, free): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(|f| f.contains(z));
            let coefficient = Expr::product(free);
            let [one] = moving.as_slice() else { return None };
            match one.kind() {
                Kind::Apply(Function::Exp, v) if plainly_positive(&coefficient) && has_slope(v, z, d) => {
                    out.exponentials = true;
                }
                _ => {
                    let n = match one.kind() {
                        Kind::Symbol(_) => 1,
                        Kind::Power(b, n) if b.as_symbol() == Some(z) => integer(n)?,
                        _ => return None,
                    };
                    if !(1..=HIGHEST_POWER).contains(&n) {
                        return None;
                    }
                    match coefficient.as_number() {
                        Some(c) => *out.powers.entry(n).or_insert_with(Rational::zero) += c.clone(),
                        None => parameters = true,
                    }
                }
            }
        }
        out.powers.retain(|_, c| !c.is_zero());
        // Beside an exponential no polynomial counts, whatever its coefficients.
        (out.exponentials || !parameters).then_some(out)
    }
}

/// `v` is affine with a slope that is not 0: a number, or a multiple of the scale of the law itself, which is positive.
fn has_slope(v: &Expr, z: &Symbol, d: &Distribution) -> bool {
    let slope = v.derivative(z);
    if slope.contains(z) || slope.is_zero() {
        return false;
    }
    let own = match d.from_standard.kind() {
        Kind::Apply(Function::Exp, u) => u.derivative(z),
        _ => d.from_standard.derivative(z),
    };
    slope.as_number().is_some() || (&slope / &own).as_number().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::families::family;
    use crate::symbolic::Role;

    fn says(law: &str, arguments: &[(&str, Expr)], f: impl Fn(Expr) -> Expr) -> bool {
        let x = Symbol::new("", "x", Role::Random, 1);
        let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, e)| ((*n).to_owned(), e.clone())).collect();
        let d = family(law).unwrap().distribution(&x, &arguments).unwrap();
        diverges(&f(Expr::symbol(&x)), &d, &|t| super::super::expectation(t, &d).is_ok())
    }

    #[test]
    fn what_outgrows_the_tail_diverges() {
        let normal = |f: fn(Expr) -> Expr| says("Normal", &[("mean", Expr::zero()), ("sd", Expr::integer(2))], f);
        // The standard deviation is 2: the edge is at x^2/8.
        assert!(normal(|x| (x.powi(2) * Expr::ratio(1, 8)).exp()));
        assert!(!normal(|x| (x.powi(2) * Expr::ratio(1, 9)).exp()));
        assert!(normal(|x| (&x + x.powi(2) * Expr::ratio(1, 8)).exp() * &x));
        assert!(normal(|x| x.powi(3).exp()));
        assert!(!normal(|x| (-x.powi(4)).exp()));
        assert!(normal(|x| x.exp().exp()));
        assert!(!normal(|x| (-x.exp()).exp()));
        assert!(!normal(|x| (x.exp() - (Expr::integer(2) * &x).exp()).exp()));
        assert!(normal(|x| Expr::integer(3) - x.exp().exp() + x.powi(2)));
        // Two terms may cancel.
        assert!(!normal(|x| (x.powi(3) + x.powi(2)).exp() - x.powi(3).exp()));
    }

    #[test]
    fn counts_and_laws_of_exponentials() {
        let scale = Expr::symbol(&Symbol::new("", "s", Role::Parameter, 1));
        let log_normal = [("log_mean", Expr::zero()), ("log_sd", scale)];
        assert!(says("LogNormal", &log_normal, |x| x.exp()));
        assert!(!says("LogNormal", &log_normal, |x| (-x).exp()));
        assert!(says("Poisson", &[("rate", Expr::one())], |x| x.powi(2).exp()));
        assert!(!says("Poisson", &[("rate", Expr::one())], |x| x.exp()));
        assert!(!says("Poisson", &[("rate", Expr::one())], |x| (-x.powi(2)).exp()));
    }
}
