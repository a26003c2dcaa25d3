//! Random variables written over a logistic one: means that have no closed form, of laws that have parameters of shape.
//!
//! In: a distribution over an interval. Out: sums `sum w_k(v) f(x_k(v))` with the same mean over a standard logistic variable
//! `v` as `f(x)`. It must not know integrands.
//!
//! Rule **logistic-form**. The logistic law has the density `rho(v) = logistic(v) logistic(-v)`, so that
//! `int_a^b f(x) p(x) dx = E[f(x(v)) p(x(v)) x'(v)/rho(v)]` for every increasing `x` from the line onto `(a, b)`. A density that has a
//! singularity at an end of its support becomes smooth, because that end is carried to infinity. `1/rho = e^(softplus(v) +
//! softplus(-v))`. The images:
//! - `y = softplus(v)` is standard exponential, for `P(y > t) = P(v > log(e^t - 1)) = e^-t`; so a gamma variable of shape `a` has the
//!   weight `y^(a - 1)/Gamma(a)`, an inverse gamma variable is `1/y` with the weight `s^a y^(a - 1) e^((1 - s) y)/Gamma(a)`, and a Weibull
//!   variable is a power of `y`;
//! - `u = logistic(v)` is uniform on (0, 1); so a beta variable has the weight `u^(a - 1) (1 - u)^(b - 1)/B(a, b)`, and a density on
//!   a bounded interval has the weight `(b - a) p(x)`;
//! - `x = a + y` on a ray, with the weight `p(x) e^y`, for densities that fall like exponentials; or `x = a + e^v`, with `x' = e^v`; on
//!   the line `x = v`, or, for densities whose tails are powers, the two halves `x = e^v` and `x = -e^v` (a single point has no
//!   mass).

use super::family::Distribution;
use super::joint::finite::unlogged;
use super::kernels::Kernel;
use crate::symbolic::{Expr, Function, Symbol};

/// A place of the random variable, and its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The random variable as a function of the logistic one.
    pub image: Expr,
    /// Its weight.
    pub weight: Expr,
}

/// The ways to write the law over a logistic variable; the first that makes an integrand tame will do.
#[must_use]
pub fn logistic_forms(d: &Distribution, v: &Symbol) -> Vec<Vec<Branch>> {
    if d.support.spacing.is_some() {
        return Vec::new();
    }
    named(d, v).into_iter().map(|branch| vec![branch]).chain(by_density(d, v)).collect()
}

/// Named laws.
fn named(d: &Distribution, v: &Symbol) -> Option<Branch> {
    let v = Expr::symbol(v);
    let one = Expr::one;
    let own = super::family::standard_variable();
    let gamma = |e: &Expr| e.apply(Function::Gamma);
    match &d.kernel {
        Kernel::Gamma { shape } => {
            let y = v.apply(Function::Softplus);
            let weight = if shape.is_one() { one() } else { y.pow(&(shape - &one())) / gamma(shape) };
            match d.name.as_str() {
                // With the scale in the weight, the integrand itself has no parameter that a derivative would act on.
                "InverseGamma" => {
                    let scale = d.from_standard.substitute([(own, one())]);
                    let tilt = ((one() - &scale) * &y).exp();
                    Some(Branch { image: y.recip(), weight: weight * scale.pow(shape) * tilt })
                }
                "Pareto" => None,
                _ => Some(Branch { image: d.from_standard.substitute([(own, y)]), weight }),
            }
        }
        Kernel::Beta { a, b } => {
            let (u, rest) = (v.apply(Function::Logistic), (-&v).apply(Function::Logistic));
            let normaliser = gamma(&(a + b)) / (gamma(a) * gamma(b));
            let weight = u.pow(&(a - &one())) * rest.pow(&(b - &one())) * normaliser;
            Some(Branch { image: d.from_standard.substitute([(own, u)]), weight })
        }
        _ => None,
    }
}

/// Any density.
fn by_density(d: &Distribution, v: &Symbol) -> Vec<Vec<Branch>> {
    let v = Expr::symbol(v);
    let own = super::family::standard_variable();
    let density = |x: &Expr| match &d.kernel {
        Kernel::Own(of) => of.density.substitute([(own.clone(), x.clone())]),
        _ => unlogged(&d.log_density.substitute([(d.variable.clone(), x.clone())])),
    };
    let over_rho = (v.apply(Function::Softplus) + (-&v).apply(Function::Softplus)).exp();
    let branch = |image: Expr, slope: Expr| {
        let weight = density(&image) * slope * &over_rho;
        Branch { image, weight }
    };
    let e = v.exp();
    // y' = logistic(v), and logistic(v)/rho is e^y.
    let y = v.apply(Function::Softplus);
    let exponential = |image: Expr| Branch { weight: density(&image) * y.exp(), image };
    match (d.support.lower.value(), d.support.upper.value()) {
        (Some(a), Some(b)) => {
            let image = a + &((b - a) * v.apply(Function::Logistic));
            let weight = density(&image) * (b - a);
            vec![vec![Branch { image, weight }]]
        }
        (Some(a), None) => vec![vec![exponential(a + &y)], vec![branch(a + &e, e)]],
        (None, Some(b)) => vec![vec![exponential(b - &y)], vec![branch(b - &e, e)]],
        (None, None) => vec![vec![branch(v, Expr::one())], vec![branch(e.clone(), e.clone()), branch(-&e, e)]],
    }
}
