//! Integrals and sums that certainly diverge.
//!
//! In: an integrand or a summand in one variable, its range. Out: an end at which the integral or sum of its size is infinite;
//! or nothing, which does not say that it is finite.
//!
//! **Soundness** (comparison with `1/x`). Where `x f(x)` tends to infinity, or to a number that is not 0, for `x -> infinity`,
//! there are `c > 0` and `r` with `|f(x)| >= c/x` for `x > r`, and `int_r^inf dx/x`, `sum 1/x` are infinite. The same with
//! `(x - a) f(x)` for `x -> a` from above, since `int_a dx/(x - a)` is infinite.

use super::leading_terms::strict_sign;
use super::limits::{End, Limit, limit};
use crate::symbolic::{Bound, Expr, Symbol};

/// An end at which `int |f| dx` over the range is infinite.
#[must_use]
pub fn of_integral(f: &Expr, x: &Symbol, lower: &Bound, upper: &Bound) -> Option<End> {
    let low = lower.value().map_or(End::Below, |a| End::DownTo(a.clone()));
    let high = upper.value().map_or(End::Above, |b| End::UpTo(b.clone()));
    [high, low].into_iter().find(|end| diverges(f, x, end))
}

/// Whether `sum |f(n)|` over the integers above some number is infinite.
#[must_use]
pub fn of_sum(f: &Expr, n: &Symbol) -> bool {
    diverges(f, n, &End::Above)
}

fn diverges(f: &Expr, x: &Symbol, end: &End) -> bool {
    let distance = match end {
        End::Above | End::Below => Expr::symbol(x),
        End::DownTo(a) | End::UpTo(a) => Expr::symbol(x) - a,
    };
    match limit(&(f * &distance), x, end) {
        Some(Limit::Infinite(_)) => true,
        Some(Limit::Finite(v)) => strict_sign(&v).is_some(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Function, Role};

    fn over_half_line(f: impl Fn(&Expr) -> Expr) -> Option<End> {
        let s = Symbol::new("", "x", Role::Random, 0);
        of_integral(&f(&Expr::symbol(&s)), &s, &Bound::Open(Expr::zero()), &Bound::Infinite)
    }

    #[test]
    fn what_is_at_least_a_reciprocal_diverges() {
        let zero = || Some(End::DownTo(Expr::zero()));
        assert_eq!(over_half_line(|x| (x + &Expr::one()).recip()), Some(End::Above));
        assert_eq!(over_half_line(|x| x.powi(2) * (Expr::one() + x.powi(2)).recip()), Some(End::Above));
        assert_eq!(over_half_line(|x| (x.powi(3) - x.powi(2)).exp()), Some(End::Above));
        assert_eq!(over_half_line(|x| (x - &Expr::integer(9)).apply(Function::Abs).exp()), Some(End::Above));
        assert_eq!(over_half_line(|x| (-x).exp() * x.recip()), zero());
        assert_eq!(over_half_line(|x| (-x).exp() * x.powi(-2) * x.log()), zero());
    }

    #[test]
    fn nothing_is_said_of_what_converges_or_is_at_the_edge() {
        assert_eq!(over_half_line(|x| (x + &Expr::one()).powi(-2)), None);
        assert_eq!(over_half_line(|x| (-x).exp() * x.sqrt().recip()), None);
        assert_eq!(over_half_line(|x| (-x).exp() * x.log()), None);
        // It diverges, too slowly for this rule.
        let two = Expr::integer(2);
        assert_eq!(over_half_line(|x| ((x + &two) * (x + &two).log()).recip()), None);
    }

    #[test]
    fn sums_are_compared_with_the_harmonic_series() {
        let s = Symbol::new("", "n", Role::Random, 0);
        let n = Expr::symbol(&s);
        let next = &n + &Expr::one();
        assert!(of_sum(&(&n * &(&next * &(&n + &Expr::integer(2))).recip()), &s));
        assert!(!of_sum(&(&next * &next).recip(), &s));
    }
}
