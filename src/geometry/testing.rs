//! Exact evaluation at rational points, and a fixed sequence of arbitrary numbers, for the tests.

use crate::symbolic::{Expr, Rational, Role, Symbol};

/// `n/d`
pub fn rational(n: i64, d: i64) -> Rational {
    Rational::new(n.into(), d.into())
}

/// The exact value of an expression whose symbols become these numbers.
pub fn value(e: &Expr, at: &[(&Symbol, Rational)]) -> Rational {
    let image = e.substitute(at.iter().map(|(s, q)| ((*s).clone(), Expr::number(q.clone()))));
    image.as_number().unwrap_or_else(|| panic!("`{e}` is not rational at this point: {image}")).clone()
}

/// The exact values of several expressions.
pub fn values(es: &[Expr], at: &[(&Symbol, Rational)]) -> Vec<Rational> {
    es.iter().map(|e| value(e, at)).collect()
}

/// Coordinates of a chart.
pub fn coordinates(scope: &str, names: &[&str]) -> Vec<Symbol> {
    names.iter().zip(0..).map(|(n, i)| Symbol::new(scope, n, Role::Coordinate, i)).collect()
}

/// A parameter.
pub fn parameter(name: &str) -> Symbol {
    Symbol::new("", name, Role::Parameter, 1000)
}

/// A deterministic sequence (a linear congruential generator).
pub struct Chance(u64);

impl Chance {
    /// A sequence for this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number in `0..n`.
    pub fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap_or(0)
    }

    /// A positive rational with small numerator and denominator.
    pub fn positive(&mut self) -> Rational {
        rational(i64::from(self.below(9)) + 1, i64::from(self.below(6)) + 1)
    }
}
