//! Simultaneous substitution, and replacement of unspecified functions by expressions.

use super::expr::{Expr, ExprMap, Kind};
use super::symbol::{FunctionSymbol, Symbol};
use std::collections::BTreeMap;

/// A simultaneous substitution of symbols and unspecified functions. It keeps what it has done, so that several
/// expressions share the work.
#[derive(Default)]
pub struct Substitution {
    symbols: BTreeMap<Symbol, Expr>,
    functions: BTreeMap<FunctionSymbol, (Vec<Symbol>, Expr)>,
    /// Images of the variables of an expectation that is opened; then integrands further in stay as they are.
    bound: Vec<Expr>,
    done: ExprMap<Expr>,
}

impl Substitution {
    /// Each symbol is replaced by its image, all at once.
    #[must_use]
    pub fn of(symbols: impl IntoIterator<Item = (Symbol, Expr)>) -> Self {
        Self { symbols: symbols.into_iter().collect(), ..Self::default() }
    }

    /// The unspecified `function` becomes `body` as a function of `arguments`; its derivatives follow.
    #[must_use]
    pub fn with_function(mut self, function: &FunctionSymbol, arguments: Vec<Symbol>, body: Expr) -> Self {
        self.functions.insert(function.clone(), (arguments, body));
        self
    }

    /// The variables of an expectation are replaced by their images; for its integrand alone.
    pub(super) fn of_bound(images: Vec<Expr>) -> Self {
        Self { bound: images, ..Self::default() }
    }

    /// The image of `e`.
    pub fn apply(&mut self, e: &Expr) -> Expr {
        for node in e.nodes() {
            if !self.done.contains_key(&node) {
                let image = match node.kind() {
                    Kind::Mean { laws, body } if self.bound.is_empty() => {
                        let body = self.apply(body);
                        Expr::mean_of_bound(laws, &body)
                    }
                    _ => self.image(&node),
                };
                self.done.insert(node, image);
            }
        }
        self.of_known(e)
    }

    fn of_known(&self, e: &Expr) -> Expr {
        self.done.get(e).cloned().unwrap_or_else(|| e.clone())
    }

    fn image(&self, e: &Expr) -> Expr {
        let replaced = match e.kind() {
            Kind::Symbol(_) => true,
            Kind::Bound(_) => !self.bound.is_empty(),
            Kind::Unspecified { function, .. } => self.functions.contains_key(function),
            _ => false,
        };
        let mut changed = replaced;
        e.for_each_operand(|o| changed |= self.done.get(o).is_some_and(|image| image != o));
        if !changed {
            return e.clone();
        }
        match e.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Mean { .. } => e.clone(),
            Kind::Bound(k) => self.bound.get(usize::from(*k)).cloned().unwrap_or_else(|| e.clone()),
            Kind::Symbol(s) => self.symbols.get(s).cloned().unwrap_or_else(|| e.clone()),
            Kind::Sum(v) => Expr::sum(v.iter().map(|t| self.of_known(t))),
            Kind::Product(v) => Expr::product(v.iter().map(|t| self.of_known(t))),
            Kind::Power(b, x) => self.of_known(b).pow(&self.of_known(x)),
            Kind::Apply(f, x) => self.of_known(x).apply(*f),
            Kind::Binary(f, x, y) => self.of_known(x).with(*f, &self.of_known(y)),
            Kind::Unspecified { function, orders, arguments } => {
                let arguments: Vec<Expr> = arguments.iter().map(|a| self.of_known(a)).collect();
                match self.functions.get(function) {
                    Some((formal, body)) => specialise(formal, body, orders, arguments),
                    None => Expr::jet(function, orders.clone(), arguments),
                }
            }
        }
    }
}

/// The derivative of `body` of the given orders, at the arguments.
fn specialise(formal: &[Symbol], body: &Expr, orders: &[u32], arguments: Vec<Expr>) -> Expr {
    let mut d = body.clone();
    for (symbol, order) in formal.iter().zip(orders) {
        for _ in 0..*order {
            d = d.derivative(symbol);
        }
    }
    Substitution::of(formal.iter().cloned().zip(arguments)).apply(&d)
}

impl Expr {
    /// Replaces symbols by expressions, all at once.
    #[must_use]
    pub fn substitute(&self, pairs: impl IntoIterator<Item = (Symbol, Self)>) -> Self {
        Substitution::of(pairs).apply(self)
    }

    /// Replaces one part by an expression, wherever it occurs.
    #[must_use]
    pub fn replaced(&self, part: &Self, image: &Self) -> Self {
        let done = std::iter::once((part.clone(), image.clone())).collect();
        Substitution { done, ..Substitution::default() }.apply(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn substitution_is_simultaneous() {
        let (x, y) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let e = &ex - &ey.powi(2);
        assert_eq!(e.substitute([(x, ey.clone()), (y, ex.clone())]), &ey - &ex.powi(2));
    }

    #[test]
    fn derivatives_follow_the_function_that_replaces_an_unspecified_one() {
        let x = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let z = Symbol::new("", "z", Role::Auxiliary, 0);
        let f = FunctionSymbol::new("f", 1, false, 1);
        let e = Expr::unspecified(&f, vec![Expr::symbol(&x).powi(2)]).derivative(&x);
        let cube = Expr::symbol(&z).powi(3);
        let image = Substitution::default().with_function(&f, vec![z], cube).apply(&e);
        assert_eq!(image, Expr::symbol(&x).powi(5).scaled(&super::super::Rational::from_integer(6.into())));
    }
}
