//! Counts written over a standard one: means that have no closed form.
//!
//! In: a law of counts; bodies of formal expectations over counts. Out: the law as a weight over a standard law without
//! parameters; bodies in one form. It must not know which of them have a mean ([`super::growth`]).
//!
//! Rule **count-form**. For masses `p(k)` on `a, a + 1, ..` and a standard law with the masses `w(n) > 0` on `0, 1, ..`,
//! `sum_k f(k) p(k) = sum_n f(a + n) (p(a + n)/w(n)) w(n) = E[f(a + n) p(a + n)/w(n)]`, where one side is absolutely summable if the
//! other is. The standard law is `e^-1/n!` for masses that are written against `1/k!`, and `2^-(n + 1)` otherwise; the choice
//! has no influence on values, only on what is read.

use super::means::settled;
use crate::statistics::expectation::weight;
use crate::statistics::family::{BaseMeasure, Distribution, standard_variable};
use crate::statistics::formal::spread;
use crate::statistics::inverse_pairs::without_inverses;
use crate::statistics::joint::finite::unlogged;
use crate::statistics::kernels::Kernel;
use crate::statistics::monomials::integer;
use crate::statistics::own::split_logarithm;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Function, Kind, Law, Role, Symbol};
use num_traits::ToPrimitive;

/// Shifts of gamma functions by more than this are not written out.
const LONGEST_SHIFT: i64 = 8;

/// A count over a standard one.
#[derive(Clone, Debug, PartialEq)]
pub struct CountForm {
    /// The standard law.
    pub law: Law,
    /// The count as a function of the standard one.
    pub image: Expr,
    /// The ratio of the masses.
    pub weight: Expr,
}

/// The first count of a law that lives on all integers from there on.
pub(in crate::statistics) fn first_count(d: &Distribution) -> Option<i64> {
    let whole = d.support.spacing.as_ref()?.is_one() && d.support.upper.value().is_none();
    integer(d.support.lower.value()?).filter(|_| whole)
}

/// The law over the standard count `n`; nothing for a law that does not live on all integers from some number on.
#[must_use]
pub fn count_form(d: &Distribution, n: &Symbol) -> Option<CountForm> {
    let n = Expr::symbol(n);
    let image = Expr::integer(first_count(d)?) + &n;
    let at = |e: &Expr| e.substitute([(d.variable.clone(), image.clone())]);
    if d.base == BaseMeasure::InverseFactorial && image == n {
        // p(n) n! e
        let weight = unlogged(&(at(&d.log_density) + Expr::one()));
        return Some(CountForm { law: Law::Poisson, image, weight });
    }
    let mass = match &d.kernel {
        Kernel::Own(own) => own.density.substitute([(standard_variable(), image.clone())]),
        _ => unlogged(&at(&d.log_density)) * weight(&d.base, &image)?,
    };
    // With a factorial below, as under a Poisson law, from some count on.
    let lasting = n.as_symbol().and_then(|n| settled(&mass, n)).map_or_else(|| mass.clone(), |(g, _)| g);
    if factorials(&lasting) <= -1 {
        let weight = mass * (&n + &Expr::one()).apply(Function::Gamma) * Expr::one().exp();
        return Some(CountForm { law: Law::Poisson, weight, image });
    }
    Some(CountForm { law: Law::Geometric, weight: mass * Expr::integer(2).pow(&(n + Expr::one())), image })
}

/// How many gamma functions with a variable in their arguments stand above more than below.
fn factorials(mass: &Expr) -> i64 {
    let factors = match mass.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![mass.clone()],
    };
    let has_variable = |u: &Expr| u.symbols().iter().any(|s| s.role() == Role::Random);
    let count = |f: &Expr| match f.kind() {
        Kind::Apply(Function::Gamma, u) if has_variable(u) => 1,
        Kind::Power(b, x) => match b.kind() {
            Kind::Apply(Function::Gamma, u) if has_variable(u) => integer(x).unwrap_or(0),
            _ => 0,
        },
        _ => 0,
    };
    factors.iter().map(count).sum()
}

/// `sum_n f(n) w(n)` as a summand in `n`.
pub(in crate::statistics) fn summand(f: &Expr, n: &Symbol, law: Law) -> Expr {
    let next = Expr::symbol(n) + Expr::one();
    match law {
        Law::Poisson => f * &(-Expr::one()).exp() / next.apply(Function::Gamma),
        _ => f * &Expr::integer(2).pow(&-next),
    }
}

/// The same function of the counts, in one form where several are usual:
/// - `b^u = e^(u log b)` for `b` that is certainly positive, with the logarithm of a product of positive factors taken apart;
/// - `log e^u = u`, and `e^(log x) = x` where `log x` is defined, which is where the mean is;
/// - `e^(u + v) = e^u e^v`, `e^(c log b) = b^c`, `e^(lgamma u) = Gamma(u)` and `log Gamma(u) = lgamma(u)` where `u > 0`, which is where a mean is formed;
/// - `Gamma(x + m) = x (x + 1) .. (x + m - 1) Gamma(x)` and its logarithm for natural `m` and `x > 0`: shifts by whole numbers
///   are taken to the least that is positive.
pub(in crate::statistics) fn plain(body: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> Expr {
    let counts: Vec<&Symbol> = variables.iter().filter(|(_, law)| law.is_count()).map(|(s, _)| s).collect();
    let counted = |e: &Expr| counts.iter().any(|s| e.contains(s));
    if !counted(body) {
        return body.clone();
    }
    let body = &without_inverses(body);
    let again = |e: &Expr| plain(e, variables, certain);
    let positive = |e: &Expr| e.as_number().map_or_else(|| certain(&Fact::positive(e.clone())), is_positive);
    rebuild(body, |node| {
        if !counted(node) {
            return None;
        }
        match node.kind() {
            Kind::Power(b, x) if counted(x) && !counted(b) && positive(b) => {
                let log = split_logarithm(b, &mut |e| positive(e));
                Some(exponential(&(again(x) * log), &counted))
            }
            Kind::Apply(Function::Exp, u) => Some(exponential(&again(u), &counted)),
            Kind::Apply(Function::Log, x) => match again(x).kind() {
                Kind::Apply(Function::Gamma, u) => Some(again(&u.apply(Function::LogGamma))),
                _ => None,
            },
            Kind::Apply(f @ (Function::Gamma | Function::LogGamma | Function::Polygamma(_)), u) => {
                shifted(*f, &again(u), &counts, &positive)
            }
            _ => None,
        }
    })
}

fn is_positive(q: &crate::symbolic::Rational) -> bool {
    num_traits::Signed::is_positive(q)
}

/// `e^u`: what is free of the counts apart, and gamma functions out of their logarithms.
fn exponential(u: &Expr, counted: &dyn Fn(&Expr) -> bool) -> Expr {
    let terms = spread(u, counted).unwrap_or_else(|| vec![u.clone()]);
    let (moving, free): (Vec<Expr>, Vec<Expr>) = terms.into_iter().partition(counted);
    let (powers, plain): (Vec<Option<Expr>>, Vec<&Expr>) = free.iter().map(|t| (power_of_logarithm(t), t)).unzip();
    let plain = plain.into_iter().zip(&powers).filter(|(_, power)| power.is_none()).map(|(t, _)| t.clone());
    let mut factors = vec![Expr::sum(plain.collect::<Vec<_>>()).exp()];
    factors.extend(powers.into_iter().flatten());
    let mut rest = Vec::new();
    for t in moving {
        let (c, base) = t.split_coefficient();
        match base.kind() {
            Kind::Apply(Function::LogGamma, x) => factors.push(x.apply(Function::Gamma).pow_rational(&c)),
            Kind::Apply(Function::Log, x) => factors.push(x.pow_rational(&c)),
            _ => rest.push(t),
        }
    }
    factors.push(Expr::sum(rest).exp());
    Expr::product(factors)
}

/// `b^c` of a term `c log b`.
fn power_of_logarithm(t: &Expr) -> Option<Expr> {
    let factors = match t.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![t.clone()],
    };
    let (logs, rest): (Vec<Expr>, Vec<Expr>) =
        factors.into_iter().partition(|f| matches!(f.kind(), Kind::Apply(Function::Log, _)));
    let Kind::Apply(Function::Log, b) = logs.first()?.kind() else { return None };
    Some(b.pow(&(Expr::product(rest) * Expr::product(logs.iter().skip(1).cloned()))))
}

/// Gamma functions and their logarithmic derivatives of a symbol and a natural number, by those of the symbol.
pub(in crate::statistics) fn without_shifts(e: &Expr) -> Expr {
    rebuild(e, |node| match node.kind() {
        Kind::Apply(f, u) => {
            let terms = match u.kind() {
                Kind::Sum(v) => v.clone(),
                _ => return None,
            };
            let number = terms.iter().find_map(Expr::as_number).filter(|q| q.is_integer());
            let steps = number.and_then(|q| q.to_integer().to_i64()).filter(|n| (1..=LONGEST_SHIFT).contains(n))?;
            stepped(*f, &(u - &Expr::integer(steps)), steps)
        }
        _ => None,
    })
}

/// `Gamma(x + m)` by `Gamma(x)` for an affine `x` with the slope 1 whose number is 1, or 0 beside a symbol.
fn shifted(f: Function, u: &Expr, counts: &[&Symbol], positive: &dyn Fn(&Expr) -> bool) -> Option<Expr> {
    let here: Vec<&&Symbol> = counts.iter().filter(|s| u.contains(s)).collect();
    let [n] = here.as_slice() else { return None };
    if !u.derivative(n).is_one() {
        return None;
    }
    let offset = u.substitute([((**n).clone(), Expr::zero())]);
    let terms = match offset.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![offset.clone()],
    };
    let number = terms.iter().find_map(Expr::as_number).filter(|q| q.is_integer());
    let number = number.and_then(|q| q.to_integer().to_i64()).unwrap_or(0);
    let least = i64::from(offset.as_number().is_some());
    let steps = number - least;
    if !(1..=LONGEST_SHIFT).contains(&steps) || !positive(&(offset - Expr::integer(steps))) {
        return None;
    }
    stepped(f, &(u - &Expr::integer(steps)), steps)
}

/// `f(x + m)` by `f(x)`, for `x > 0`: `Gamma(x + 1) = x Gamma(x)`, and of that the logarithm and its derivatives.
pub(in crate::statistics) fn stepped(f: Function, x: &Expr, steps: i64) -> Option<Expr> {
    let below = (0..steps).map(|j| x + &Expr::integer(j));
    Some(match f {
        Function::Gamma => Expr::product(below.chain([x.apply(f)])),
        Function::LogGamma => Expr::sum(below.map(|e| e.log()).chain([x.apply(f)])),
        Function::Polygamma(k) => {
            let derivative = |e: Expr| {
                let factorial = (1..=i64::from(k)).fold(Expr::one(), |n, j| n * Expr::integer(-j));
                factorial * e.powi(-i64::from(k) - 1)
            };
            Expr::sum(below.map(derivative).chain([x.apply(f)]))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn names() -> (Symbol, Symbol) {
        (Symbol::new("", "n", Role::Random, 0), Symbol::new("", "a", Role::Parameter, 1))
    }

    #[test]
    fn powers_are_exponentials_and_gamma_functions_have_the_least_shift() {
        let (n, a) = names();
        let (k, rate) = (Expr::symbol(&n), Expr::symbol(&a));
        let law = [(n, Law::Poisson)];
        let form = |e: &Expr| plain(e, &law, &|_| true);
        let exponential = (&k * &rate.log()).exp();
        assert_eq!(form(&rate.pow(&k)), exponential);
        assert_eq!(form(&rate.pow(&(&k - &Expr::one()))), &exponential / &rate);
        let two = Expr::integer(2);
        let gamma = |m: i64| (&k + &Expr::integer(m)).apply(Function::Gamma);
        assert_eq!(form(&gamma(3)), (&k + &Expr::one()) * (&k + &two) * gamma(1));
        assert_eq!(form(&gamma(1)), gamma(1));
        let shifted = (&k + &rate + &Expr::one()).apply(Function::LogGamma);
        assert_eq!(form(&shifted), (&k + &rate).log() + (&k + &rate).apply(Function::LogGamma));
        assert_eq!(form(&(&k + &two).apply(Function::LogGamma).exp()), (&k + &Expr::one()) * gamma(1));
    }

    #[test]
    fn a_base_of_unknown_sign_stays() {
        let (n, a) = names();
        let power = Expr::symbol(&a).pow(&Expr::symbol(&n));
        assert_eq!(plain(&power, &[(n, Law::Poisson)], &|_| false), power);
    }
}
