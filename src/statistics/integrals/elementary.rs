//! Functions of the variable through exponentials, logarithms, sine, cosine and absolute values.
//!
//! Each step is an identity wherever the left side is defined: `sinh x = (e^x - e^-x)/2` and `cosh` likewise,
//! `tanh x = (e^x - e^-x)/(e^x + e^-x)`, `logistic x = 1/(1 + e^-x)`, `softplus x = log(1 + e^x)`,
//! `logit x = log x - log(1 - x)`, `max(x, y) = (x + y + |x - y|)/2`, `min(x, y) = (x + y - |x - y|)/2`.

use crate::symbolic::{Binary, Expr, Function, Kind, Symbol};
use std::collections::HashMap;

pub(super) fn elementary(e: &Expr, x: &Symbol) -> Expr {
    let mut done: HashMap<Expr, Expr> = HashMap::new();
    for node in e.nodes() {
        let image = if node.contains(x) { rewritten(&node, &done) } else { node.clone() };
        done.insert(node, image);
    }
    done.get(e).cloned().unwrap_or_else(|| e.clone())
}

fn rewritten(e: &Expr, done: &HashMap<Expr, Expr>) -> Expr {
    let of = |x: &Expr| done.get(x).cloned().unwrap_or_else(|| x.clone());
    match e.kind() {
        Kind::Number(_) | Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. } => e.clone(),
        Kind::Sum(v) => Expr::sum(v.iter().map(of)),
        Kind::Product(v) => Expr::product(v.iter().map(of)),
        Kind::Power(b, x) => of(b).pow(&of(x)),
        Kind::Apply(f, x) => function(*f, &of(x)),
        Kind::Binary(f @ (Binary::Max | Binary::Min), x, y) => {
            let (x, y) = (of(x), of(y));
            let gap = (&x - &y).apply(Function::Abs);
            let gap = if *f == Binary::Max { gap } else { -gap };
            (x + y + gap) * Expr::ratio(1, 2)
        }
        Kind::Binary(f, x, y) => of(x).with(*f, &of(y)),
        Kind::Unspecified { function, orders, arguments } => {
            Expr::jet(function, orders.clone(), arguments.iter().map(of).collect())
        }
    }
}

fn function(f: Function, x: &Expr) -> Expr {
    let (up, down) = (x.exp(), (-x).exp());
    let half = Expr::ratio(1, 2);
    match f {
        Function::Sinh => (up - down) * half,
        Function::Cosh => (up + down) * half,
        Function::Tanh => (&up - &down) / (&up + &down),
        Function::Logistic => (Expr::one() + down).recip(),
        Function::Softplus => (Expr::one() + up).log(),
        Function::Logit => x.log() - (Expr::one() - x).log(),
        _ => x.apply(f),
    }
}
