//! Partial derivatives of expressions.
//!
//! Every rule is the textbook one, valid in the interior of the set where the expression is differentiable.
//! `abs` has derivative `sign` (off 0) and `sign` has derivative 0 (off 0); `min` and `max` have a derivative where their
//! arguments differ, `atan2` off the ray `y = 0, x <= 0`.

use super::expr::{Expr, ExprMap, Kind};
use super::symbol::Symbol;
use super::{Binary, Function, Rational};

/// Differentiates any number of expressions by one symbol, sharing the work between them.
pub struct Differentiator {
    by: Symbol,
    known: ExprMap<Expr>,
}

impl Differentiator {
    /// A differentiator by `by`.
    #[must_use]
    pub fn new(by: &Symbol) -> Self {
        Self { by: by.clone(), known: ExprMap::default() }
    }

    /// The partial derivative of `e`.
    pub fn derivative(&mut self, e: &Expr) -> Expr {
        // Operands come before their users, so one pass without recursion suffices.
        for node in e.nodes() {
            if !self.known.contains_key(&node) {
                let d = match node.kind() {
                    // Under the sign: the integrand is smooth, and dominated with all its derivatives.
                    Kind::Mean { laws, body } => Expr::mean_of_bound(laws, &self.derivative(body)),
                    _ => self.rule(&node),
                };
                self.known.insert(node, d);
            }
        }
        self.known.get(e).cloned().unwrap_or_else(Expr::zero)
    }

    fn of(&self, e: &Expr) -> Expr {
        self.known.get(e).cloned().unwrap_or_else(Expr::zero)
    }

    fn rule(&self, e: &Expr) -> Expr {
        let mut constant = e.as_symbol().is_none();
        e.for_each_operand(|o| constant &= self.known.get(o).is_some_and(Expr::is_zero));
        if constant {
            return Expr::zero();
        }
        match e.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Bound(_) | Kind::Mean { .. } => Expr::zero(),
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
            Kind::Binary(f, x, y) => {
                let (dx, dy) = (self.of(x), self.of(y));
                if dx.is_zero() && dy.is_zero() { dx } else { binary_derivative(*f, (x, &dx), (y, &dy), e) }
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
        F::Logit => (x * &(one() - x)).recip(),
        F::Cbrt => fx.powi(-2) * Expr::ratio(1, 3),
        F::Cot => -(one() + square(fx)),
        F::Sec => fx * &x.apply(F::Tan),
        F::Csc => -(fx * &x.apply(F::Cot)),
        F::Acot => -(one() + square(x)).recip(),
        F::Erf => gaussian(x),
        F::Erfc => -gaussian(x),
        F::Gamma => fx * &x.apply(F::Polygamma(0)),
        F::LogGamma => x.apply(F::Polygamma(0)),
        F::Polygamma(n) => x.apply(F::Polygamma(n + 1)),
        F::BesselI(0) => x.apply(F::BesselI(1)),
        F::BesselI(n) => (x.apply(F::BesselI(n - 1)) + x.apply(F::BesselI(n + 1))) * Expr::ratio(1, 2),
    }
}

/// `erf'(x) = 2 exp(-x^2)/sqrt(pi)`
fn gaussian(x: &Expr) -> Expr {
    (-x.powi(2)).exp() * Expr::pi().pow_rational(&Rational::new((-1).into(), 2.into())) * Expr::integer(2)
}

/// The derivative of `f(x, y)`, of value `f`, from `x` and `y` with theirs.
fn binary_derivative(function: Binary, (x, dx): (&Expr, &Expr), (y, dy): (&Expr, &Expr), f: &Expr) -> Expr {
    match function {
        // (dx + dy +- sign(x - y) (dx - dy))/2: the derivative of the larger or of the smaller argument.
        Binary::Min | Binary::Max => {
            let gap = (x - y).apply(Function::Sign) * (dx - dy);
            let gap = if function == Binary::Max { gap } else { -gap };
            (dx + dy + gap) * Expr::ratio(1, 2)
        }
        // The first argument is the ordinate.
        Binary::Atan2 => (y * dx - x * dy) / (x.powi(2) + y.powi(2)),
        Binary::Beta => {
            let digamma = |e: &Expr| e.apply(Function::Polygamma(0));
            let both = digamma(&(x + y));
            f * &((digamma(x) - &both) * dx + (digamma(y) - &both) * dy)
        }
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
    fn functions_of_two_arguments_are_differentiated_in_both() {
        let (x, y) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let angle = ey.with(Binary::Atan2, &ex);
        let square = ex.powi(2) + ey.powi(2);
        assert_eq!(angle.derivative(&x), -(&ey / &square));
        assert_eq!(angle.derivative(&y), &ex / &square);
        let larger = ex.with(Binary::Max, &ey);
        let sum = larger.derivative(&x) + larger.derivative(&y);
        assert_eq!(sum, Expr::one());
        assert_eq!(ey.with(Binary::Max, &ex), larger);
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
