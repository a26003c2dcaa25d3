//! Replacement of whole subexpressions.

use super::{Expr, ExprMap, Kind};

/// `e` with each node for which `image` answers replaced by the answer; the others are built from their new operands.
pub fn rebuild(e: &Expr, image: impl Fn(&Expr) -> Option<Expr>) -> Expr {
    let mut done: ExprMap<Expr> = ExprMap::default();
    for node in e.nodes() {
        let of = |x: &Expr| done.get(x).cloned().unwrap_or_else(|| x.clone());
        let new = image(&node).unwrap_or_else(|| match node.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. } => node.clone(),
            Kind::Sum(v) => Expr::sum(v.iter().map(of)),
            Kind::Product(v) => Expr::product(v.iter().map(of)),
            Kind::Power(b, x) => of(b).pow(&of(x)),
            Kind::Apply(f, x) => of(x).apply(*f),
            Kind::Binary(f, x, y) => of(x).with(*f, &of(y)),
            Kind::Unspecified { function, orders, arguments } => {
                Expr::jet(function, orders.clone(), arguments.iter().map(of).collect())
            }
        });
        done.insert(node, new);
    }
    done.get(e).cloned().unwrap_or_else(|| e.clone())
}
