//! Partial derivatives of expressions.
//!
//! Every rule is the textbook one, valid in the interior of the set where the expression is differentiable.
//! `abs` has derivative `sign` (off 0) and `sign` has derivative 0 (off 0).

use super::expr::{Expr, Kind};
use super::symbol::Symbol;
use super::{Function, Rational};
use std::collections::HashMap;

/// Differentiates any number of expressions by one symbol, sharing the work between them.
pub struct Differentiator {
    by: Symbol,
    known: HashMap<Expr, Expr>,
}

impl Differentiator {
    /// A differentiator by `by`.
    #[must_use]
    pub fn new(by: &Symbol) -> Self {
        Self { by: by.clone(), known: HashMap::new() }
    }

    /// The partial derivative of `e`.
    pub fn derivative(&mut self, e: &Expr) -> Expr {
        // Operands come before their users, so one pass without recursion suffices.
        for node in e.nodes() {
            if !self.known.contains_key(&node) {
                let d = self.rule(&node);
                self.known.insert(node, d);
            }
        }
        self.known.get(e).cloned().unwrap_or_else(Expr::zero)
    }

    fn of(&self, e: &Expr) -> Expr {
        self.known.get(e).cloned().unwrap_or_else(Expr::zero)
    }

    fn rule(&self, e: &Expr) -> Expr {
        match e.kind() {
            Kind::Number(_) | Kind::Pi => Expr::zero(),
            Kind::Symbol(s) => {
                if *s == self.by {
                    Expr::one()
                } else {
                    Expr::zero()
                }
            }
            Kind::Sum(v) => Expr::sum(v.iter().map(|t| self.of(t))),
            Kind::Product(v) => self.product_rule(v),
            Kind::Power(b, x) => self.power_rule(e, b, x),
            Kind::Apply(f, x) => {
                let dx = self.of(x);
                if dx.is_zero() { dx } else { outer_derivative(*f, x, e) * dx }
            }
            Kind::Unspecified { function, orders, arguments } => {
                Expr::sum(arguments.iter().enumerate().filter_map(|(i, a)| {
                    let da = self.of(a);
                    if da.is_zero() {
                        return None;
                    }
                    let mut orders = orders.clone();
                    orders[i] += 1;
                    Some(Expr::jet(function, orders, arguments.clone()) * da)
                }))
            }
        }
    }

    fn product_rule(&self, factors: &[Expr]) -> Expr {
        Expr::sum(factors.iter().enumerate().filter_map(|(i, f)| {
            let df = self.of(f);
            if df.is_zero() {
                return None;
            }
            let others = factors.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, g)| g.clone());
            Some(Expr::product(others.chain([df])))
        }))
    }

    /// `d b^x = x b^(x-1) db + b^x log(b) dx`; the second term only where the exponent varies (then `b > 0`).
    fn power_rule(&self, e: &Expr, b: &Expr, x: &Expr) -> Expr {
        let (db, dx) = (self.of(b), self.of(x));
        let mut terms = Vec::new();
        if !db.is_zero() {
            terms.push(Expr::product([x.clone(), b.pow(&(x - &Expr::one())), db]));
        }
        if !dx.is_zero() {
            terms.push(Expr::product([e.clone(), b.log(), dx]));
        }
        Expr::sum(terms)
    }
}

/// `f'(x)`, with `fx = f(x)` at hand.
fn outer_derivative(f: Function, x: &Expr, fx: &Expr) -> Expr {
    use Function as F;
    let one = Expr::one;
    let square = |e: &Expr| e.powi(2);
    let inverse_root = |e: Expr| e.pow_rational(&Rational::new((-1).into(), 2.into()));
    match f {
        F::Exp => fx.clone(),
        F::Log => x.recip(),
        F::Sin => x.apply(F::Cos),
        F::Cos => -x.apply(F::Sin),
        F::Tan => one() + square(fx),
        F::Sinh => x.apply(F::Cosh),
        F::Cosh => x.apply(F::Sinh),
        F::Tanh => one() - square(fx),
        F::Asin => inverse_root(one() - square(x)),
        F::Acos => -inverse_root(one() - square(x)),
        F::Atan => (one() + square(x)).recip(),
        F::Asinh => inverse_root(one() + square(x)),
        F::Acosh => inverse_root(square(x) - one()),
        F::Atanh => (one() - square(x)).recip(),
        F::Abs => x.apply(F::Sign),
        F::Sign => Expr::zero(),
        F::Logistic => fx * &(one() - fx),
        F::Softplus => x.apply(F::Logistic),
    }
}

impl Expr {
    /// The partial derivative by a symbol. Use a [`Differentiator`] to differentiate several expressions.
    #[must_use]
    pub fn derivative(&self, by: &Symbol) -> Self {
        Differentiator::new(by).derivative(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{FunctionSymbol, Role};

    #[test]
    fn mixed_partial_derivatives_of_an_unspecified_function_commute() {
        let (x, y) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let f = FunctionSymbol::new("f", 2, false, 2);
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let e = Expr::unspecified(&f, vec![ex, ey]);
        assert_eq!(e.derivative(&x).derivative(&y), e.derivative(&y).derivative(&x));
    }

    #[test]
    fn the_power_rule_covers_a_variable_exponent() {
        let x = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let e = Expr::symbol(&x);
        let d = e.pow(&e).derivative(&x);
        assert_eq!(d, e.pow(&e) * e.log() + e.pow(&e));
    }

    #[test]
    fn a_tower_of_two_hundred_functions_is_differentiated() {
        let x = Symbol::new("M.a", "x", Role::Coordinate, 0);
        let mut e = Expr::symbol(&x);
        for _ in 0..200 {
            e = e.apply(Function::Sin);
        }
        assert!(!e.derivative(&x).is_zero());
    }
}
