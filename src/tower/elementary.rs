//! Step 1: every function through `exp`, `log`, `sin`, `cos`, `asin`, `atan`, `abs`, `sign`, integer powers and roots.
//!
//! Each rule is an identity of real functions wherever the left side is defined:
//!
//! | rule | identity |
//! |---|---|
//! | tan | `tan x = sin x / cos x` |
//! | hyperbolic | `sinh x = (e^x - e^-x)/2`, `cosh x = (e^x + e^-x)/2`, `tanh x = (e^2x - 1)/(e^2x + 1)` |
//! | logistic, softplus | `e^x/(1 + e^x)`, `log(1 + e^x)` |
//! | inverse hyperbolic | `asinh x = log(x + sqrt(x^2+1))`, `acosh x = log(x + sqrt(x^2-1))`, `atanh x = log((1+x)/(1-x))/2` |
//! | acos | `acos x = pi/2 - asin x` |
//! | power | `b^x = exp(x log b)` for an exponent that is not a number (then `b > 0`) |
//! | integer power | `b^n = sign(b)^n exp(n log|b|)` where only integer variables occur in the exponent (then `b != 0`) |

use crate::symbolic::{Expr, Function, Kind, Symbol};
use std::collections::{BTreeSet, HashMap};

/// Rewrites several expressions, sharing the work; `integers` are the variables whose values are integers.
#[must_use]
pub fn elementary(roots: &[Expr], integers: &BTreeSet<Symbol>) -> Vec<Expr> {
    let mut done: HashMap<Expr, Expr> = HashMap::new();
    for node in Expr::nodes_of(roots) {
        let image = rewrite(&node, &done, integers);
        done.insert(node, image);
    }
    roots.iter().map(|e| of(e, &done)).collect()
}

fn of(e: &Expr, done: &HashMap<Expr, Expr>) -> Expr {
    done.get(e).cloned().unwrap_or_else(|| e.clone())
}

fn rewrite(e: &Expr, done: &HashMap<Expr, Expr>, integers: &BTreeSet<Symbol>) -> Expr {
    let at = |x: &Expr| of(x, done);
    match e.kind() {
        Kind::Number(_) | Kind::Pi | Kind::Symbol(_) => e.clone(),
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
        Kind::Unspecified { function, orders, arguments } => {
            Expr::jet(function, orders.clone(), arguments.iter().map(at).collect())
        }
    }
}

fn function(f: Function, x: &Expr) -> Expr {
    use Function as F;
    let one = Expr::one;
    match f {
        F::Exp | F::Log | F::Sin | F::Cos | F::Asin | F::Atan | F::Abs | F::Sign => x.apply(f),
        F::Tan => x.apply(F::Sin) / x.apply(F::Cos),
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
