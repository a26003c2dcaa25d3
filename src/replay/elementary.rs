//! The checker's own table: every function through `exp`, `log`, `sin`, `cos`, `asin`, `atan`, `abs`, `sign`, integer
//! powers and roots. Each line is an identity of real functions wherever its left side is defined.

use crate::symbolic::{Expr, Function, Kind};
use std::collections::HashMap;

/// The expression with every function of the table written out.
pub fn elementary(root: &Expr) -> Expr {
    let mut done: HashMap<Expr, Expr> = HashMap::new();
    for node in root.nodes() {
        let at = |x: &Expr| done.get(x).cloned().unwrap_or_else(|| x.clone());
        let image = match node.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Symbol(_) => node.clone(),
            Kind::Sum(v) => Expr::sum(v.iter().map(at)),
            Kind::Product(v) => Expr::product(v.iter().map(at)),
            // b^x = exp(x log b): where the exponent is no number, the power is defined for b > 0 only.
            Kind::Power(b, x) if at(x).as_number().is_none() => (at(x) * at(b).log()).exp(),
            Kind::Power(b, x) => at(b).pow(&at(x)),
            Kind::Apply(f, x) => written_out(*f, at(x)),
            Kind::Unspecified { function, orders, arguments } => {
                Expr::jet(function, orders.clone(), arguments.iter().map(at).collect())
            }
        };
        done.insert(node, image);
    }
    done.remove(root).unwrap_or_else(|| root.clone())
}

fn written_out(f: Function, x: Expr) -> Expr {
    let half = || Expr::ratio(1, 2);
    let one = Expr::one;
    let up = || x.exp();
    match f {
        Function::Tan => x.apply(Function::Sin) / x.apply(Function::Cos),
        Function::Sinh => half() * (up() - (-&x).exp()),
        Function::Cosh => half() * (up() + (-&x).exp()),
        Function::Tanh => (up().powi(2) - one()) / (up().powi(2) + one()),
        Function::Logistic => up() / (one() + up()),
        Function::Softplus => (one() + up()).log(),
        Function::Asinh => (&x + &(one() + x.powi(2)).sqrt()).log(),
        Function::Acosh => (&x + &(x.powi(2) - one()).sqrt()).log(),
        Function::Atanh => half() * ((one() + &x) / (one() - &x)).log(),
        Function::Acos => half() * Expr::pi() - x.apply(Function::Asin),
        Function::Exp
        | Function::Log
        | Function::Sin
        | Function::Cos
        | Function::Asin
        | Function::Atan
        | Function::Abs
        | Function::Sign => x.apply(f),
    }
}
