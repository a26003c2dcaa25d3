//! Rule **monotone-mean**: a mean has the sign that its integrand has everywhere, and is 0 where that is 0 everywhere.
//!
//! In: an expression that is affine in formal expectations, and where it is considered. Out: the integrand of all of it, with
//! the random variables as further variables of the domain. It must not know claims.
//!
//! **Soundness.** The laws of formal expectations are probabilities, and the integrands are integrable
//! ([`crate::symbolic::mean`]), so with `c` free of the random variables `sum c_k E[f_k] + b = E[sum c_k f_k + b]`, where one
//! variable of the same law may serve in all `f_k`, which stand apart. The integrand has a value for almost every value of the
//! variables wherever the expression has one. Where it is `>= 0` for all of these, so is its mean; where it is `> 0`,
//! the mean is, for a mean of 0 would make it 0 almost surely.
//!
//! Where all integrands have a positive factor `h` whose mean `m` has a closed form whose conditions the domain plainly shows, as has the weight of a Poisson law
//! over a standard count, `b = E[h b/m]`: then `sum c_k f_k + h b/m` is the integrand. `m > 0`, as `h` is.

use super::setting::Setting;
use crate::geometry::range::Ranges;
use crate::statistics::formal_mean;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Bound, Expr, Function, Kind, Law, Region, Role, Symbol, Variable};
use std::cell::RefCell;

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
    let mut terms = vec![weighted(&offset, named.iter().map(|(_, mean)| mean), &setting.region)];
    let mut parts = vec![offset.clone()];
    let mut out = setting.without_means();
    let mut drawn: Vec<(Symbol, Law)> = Vec::new();
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
            if e.contains(&z) || drawn.iter().any(|(s, other)| *s == z && *other != law) {
                return None;
            }
            if !drawn.iter().any(|(s, _)| *s == z) {
                drawn.push((z.clone(), law));
                out.region.variables.push(range(z, law));
            }
        }
        terms.push(&coefficient * &body);
        parts.push(&coefficient * &Expr::symbol(s));
    }
    // What is not multiplied out may differ in form only: then nothing is said.
    let same = (&affine - &Expr::sum(parts)).is_zero();
    (same && free(&offset)).then(|| (Expr::sum(terms), out))
}

/// The variables and the integrand of an expectation.
type Opened = (Vec<(Symbol, Law)>, Expr);

/// A number as the mean of a multiple of the factor that all integrands have; itself where they have none.
fn weighted<'a>(b: &Expr, means: impl Iterator<Item = &'a Expr>, region: &Region) -> Expr {
    let opened: Option<Vec<Opened>> = means.map(|mean| mean.open_mean(FIRST)).collect();
    let alone = |all: &Vec<Opened>| {
        let (variables, first) = all.first()?;
        if b.is_zero() || variables.len() != 1 || all.iter().any(|(others, _)| others != variables) {
            return None;
        }
        let bodies: Vec<&Expr> = all.iter().map(|(_, body)| body).collect();
        let factors = factors_of(first);
        let weight = Expr::product(factors.iter().filter(|f| is_positive(f)).filter_map(|f| shared(f, &bodies)));
        let ranges = RefCell::new(Ranges::new(region));
        let mean = formal_mean(&weight, variables, &|fact| ranges.borrow_mut().shows(fact))?;
        (!mean.value.has_mean() && !weight.is_one()).then(|| b * &weight / mean.value)
    };
    opened.as_ref().and_then(alone).unwrap_or_else(|| b.clone())
}

/// The factor with the least exponent that it has in all of these; nothing where it has none, or exponents that cannot be compared.
fn shared(f: &Expr, bodies: &[&Expr]) -> Option<Expr> {
    let parts = |e: &Expr| match e.kind() {
        Kind::Power(b, x) => (b.clone(), x.clone()),
        _ => (e.clone(), Expr::one()),
    };
    let (base, mut least) = parts(f);
    for body in bodies {
        let own = factors_of(body).iter().map(parts).find(|(b, _)| *b == base)?.1;
        if num_traits::Signed::is_negative((&own - &least).as_number()?) {
            least = own;
        }
    }
    Some(base.pow(&least))
}

/// Positive by its form.
fn is_positive(f: &Expr) -> bool {
    match f.kind() {
        Kind::Apply(Function::Exp | Function::Softplus | Function::Logistic, _) => true,
        Kind::Power(b, _) => is_positive(b),
        _ => false,
    }
}

fn factors_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

/// Where a variable of the law has its values.
fn range(z: Symbol, law: Law) -> Variable {
    let end = |n: i64| Bound::Open(Expr::integer(n));
    match law {
        Law::Uniform => Variable { lower: end(-1), upper: end(1), ..Variable::real(z) },
        Law::Gaussian | Law::Logistic | Law::Laplace => Variable::real(z),
        Law::Poisson | Law::Geometric => {
            Variable { lower: Bound::Closed(Expr::zero()), integer: true, ..Variable::real(z) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
