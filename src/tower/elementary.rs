//! Step 1: every function through `exp`, `log`, `sin`, `cos`, `asin`, `atan`, `abs`, `sign`, integer powers and roots, and
//! those that are left as they are: `cbrt`, `atan2`, `erf`, `gamma`, polygamma and Bessel functions.
//!
//! Each rule is an identity of real functions wherever the left side is defined:
//!
//! | rule | identity |
//! |---|---|
//! | tan | `tan x = sin x / cos x`, `cot x = cos x/sin x`, `sec x = 1/cos x`, `csc x = 1/sin x` |
//! | hyperbolic | `sinh x = (e^x - e^-x)/2`, `cosh x = (e^x + e^-x)/2`, `tanh x = (e^2x - 1)/(e^2x + 1)` |
//! | logistic, softplus | `e^x/(1 + e^x)`, `log(1 + e^x)` |
//! | inverse hyperbolic | `asinh x = log(x + sqrt(x^2+1))`, `acosh x = log(x + sqrt(x^2-1))`, `atanh x = log((1+x)/(1-x))/2` |
//! | acos | `acos x = pi/2 - asin x` |
//! | acot, logit | `acot x = atan(1/x)`, `logit x = log(x/(1-x))` |
//! | extremum | `max(x, y) = (x + y + \|x-y\|)/2`, `min(x, y) = (x + y - \|x-y\|)/2` |
//! | erfc | `erfc x = 1 - erf x` |
//! | regular polygons | cosine and sine of multiples of pi/10 and pi/8 by roots: `cos(pi/5) = (1 + sqrt 5)/4`, `sin(pi/5) = sqrt(10 - 2 sqrt 5)/4`, `cos(pi/8) = sqrt(2 + sqrt 2)/2`, the others by `sin 2x = 2 sin x cos x` and `tan(pi/8) = sqrt 2 - 1` |
//! | turned | `sin(y + t)`, `cos(y + t)` by the addition theorems for such a multiple `t` |
//! | beta, lgamma | `beta(a, b) = gamma(a) gamma(b)/gamma(a+b)`, `lgamma x = log\|gamma x\|` |
//! | power | `b^x = exp(x log b)` for an exponent that is not a number (then `b > 0`) |
//! | integer power | `b^n = sign(b)^n exp(n log\|b\|)` where only integer variables occur in the exponent (then `b != 0`) |

use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, ExprMap, Function, Kind, Symbol};
use num_traits::{One, ToPrimitive};
use std::collections::BTreeSet;

/// Rewrites several expressions, sharing the work; `integers` are the variables whose values are integers.
#[must_use]
pub fn elementary(roots: &[Expr], integers: &BTreeSet<Symbol>) -> Vec<Expr> {
    let mut done: ExprMap<Expr> = ExprMap::default();
    for node in Expr::nodes_of(roots) {
        let image = rewrite(&node, &done, integers);
        done.insert(node, image);
    }
    roots.iter().map(|e| of(e, &done)).collect()
}

fn of(e: &Expr, done: &ExprMap<Expr>) -> Expr {
    done.get(e).cloned().unwrap_or_else(|| e.clone())
}

fn rewrite(e: &Expr, done: &ExprMap<Expr>, integers: &BTreeSet<Symbol>) -> Expr {
    let at = |x: &Expr| of(x, done);
    match e.kind() {
        // An expectation is an atom; its integrand was normalised before.
        Kind::Number(_) | Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. } => e.clone(),
        Kind::Sum(v) => Expr::sum(v.iter().map(at)),
        Kind::Product(v) => Expr::product(v.iter().map(at)),
        Kind::Power(b, x) => {
            let (b, x) = (at(b), at(x));
            if x.as_number().is_some() {
                b.pow(&x)
            } else if x.symbols().iter().all(|s| integers.contains(s)) {
                b.apply(Function::Sign).pow(&x) * (x * b.apply(Function::Abs).log()).exp()
            } else {
                (x * b.log()).exp()
            }
        }
        Kind::Apply(f, x) => function(*f, &at(x)),
        Kind::Binary(f, x, y) => binary(*f, &at(x), &at(y)),
        Kind::Unspecified { function, orders, arguments } => {
            Expr::jet(function, orders.clone(), arguments.iter().map(at).collect())
        }
    }
}

fn function(f: Function, x: &Expr) -> Expr {
    use Function as F;
    let one = Expr::one;
    match f {
        F::Sin | F::Cos => polygon(f, x).or_else(|| turned(f, x)).unwrap_or_else(|| x.apply(f)),
        F::Exp | F::Log | F::Asin | F::Atan | F::Abs | F::Sign => x.apply(f),
        F::Cbrt | F::Erf | F::Gamma | F::Polygamma(_) | F::BesselI(_) => x.apply(f),
        F::Tan => function(F::Sin, x) / function(F::Cos, x),
        F::Cot => function(F::Cos, x) / function(F::Sin, x),
        F::Sec => function(F::Cos, x).recip(),
        F::Csc => function(F::Sin, x).recip(),
        F::Acot => x.recip().apply(F::Atan),
        F::Logit => (x / &(one() - x)).log(),
        F::Erfc => one() - x.apply(F::Erf),
        F::LogGamma => x.apply(F::Gamma).apply(F::Abs).log(),
        F::Sinh => (x.exp() - (-x).exp()) * Expr::ratio(1, 2),
        F::Cosh => (x.exp() + (-x).exp()) * Expr::ratio(1, 2),
        F::Tanh => {
            let e = x.exp().powi(2);
            (&e - &one()) / (e + one())
        }
        F::Logistic => x.exp() / (one() + x.exp()),
        F::Softplus => (one() + x.exp()).log(),
        F::Asinh => (x + (x.powi(2) + one()).sqrt()).log(),
        F::Acosh => (x + (x.powi(2) - one()).sqrt()).log(),
        F::Atanh => ((one() + x) / (one() - x)).log() * Expr::ratio(1, 2),
        F::Acos => Expr::pi() * Expr::ratio(1, 2) - x.apply(F::Asin),
    }
}

/// Cosine and sine of `r pi` where the denominator of `r` is 5, 8 or 10. Multiples of pi/12 are left to the tower.
fn polygon(f: Function, x: &Expr) -> Option<Expr> {
    let r = x.as_multiple_of_pi()?;
    let half = Rational::new(1.into(), 2.into());
    // Towards cosines, then into the first quarter turn.
    let r = if f == Function::Sin { &half - &r } else { r };
    let turns = (&r * &half).floor();
    let r = &r - &(turns * Rational::from_integer(2.into()));
    let r = if r > Rational::one() { Rational::from_integer(2.into()) - r } else { r };
    let falls = r > half;
    let r = if falls { Rational::one() - r } else { r };
    let root = |n: i64| Expr::integer(n).sqrt();
    let quarter = Expr::ratio(1, 4);
    let fifth = || (Expr::integer(10) - root(5) * Expr::integer(2)).sqrt() * &quarter;
    let eighth = || (Expr::integer(2) + root(2)).sqrt() * Expr::ratio(1, 2);
    let value = match (r.numer().to_u8()?, r.denom().to_u8()?) {
        (1, 5) => (Expr::one() + root(5)) * &quarter,
        (2, 5) => (root(5) - Expr::one()) * &quarter,
        (1, 10) => fifth() * (Expr::one() + root(5)) * Expr::ratio(1, 2),
        (3, 10) => fifth(),
        (1, 8) => eighth(),
        (3, 8) => eighth() * (root(2) - Expr::one()),
        _ => return None,
    };
    Some(if falls { -value } else { value })
}

/// `sin(y + t)` and `cos(y + t)` by the addition theorems where `t` is a multiple of pi whose cosine and sine are roots.
fn turned(f: Function, x: &Expr) -> Option<Expr> {
    let Kind::Sum(terms) = x.kind() else { return None };
    let roots = |t: &Expr| Some((polygon(Function::Cos, t)?, polygon(Function::Sin, t)?));
    let (turn, (cosine, sine)) = terms.iter().find_map(|t| Some((t, roots(t)?)))?;
    let rest = x - turn;
    let (c, s) = (rest.apply(Function::Cos), rest.apply(Function::Sin));
    Some(if f == Function::Sin { s * cosine + c * sine } else { c * cosine - s * sine })
}

fn binary(f: Binary, x: &Expr, y: &Expr) -> Expr {
    let half = Expr::ratio(1, 2);
    match f {
        Binary::Max => (x + y + (x - y).apply(Function::Abs)) * half,
        Binary::Min => (x + y - (x - y).apply(Function::Abs)) * half,
        Binary::Atan2 => x.with(f, y),
        Binary::Beta => {
            let gamma = |e: &Expr| e.apply(Function::Gamma);
            gamma(x) * gamma(y) / gamma(&(x + y))
        }
    }
}
