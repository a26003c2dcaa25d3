//! Complex numbers as pairs of expressions, for integrands with a cosine: `cos(w x + h) = Re e^(i(w x + h))`.

use crate::symbolic::{Expr, Function};

/// `re + i im`
#[derive(Clone, Debug)]
pub(in crate::statistics) struct Complex {
    pub re: Expr,
    pub im: Expr,
}

impl Complex {
    pub fn new(re: Expr, im: Expr) -> Self {
        Self { re, im }
    }

    pub fn real(re: Expr) -> Self {
        Self { re, im: Expr::zero() }
    }

    /// `e^(i angle)`
    pub fn turn(angle: &Expr) -> Self {
        Self { re: angle.apply(Function::Cos), im: angle.apply(Function::Sin) }
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self { re: &self.re + &other.re, im: &self.im + &other.im }
    }

    pub fn times(&self, other: &Self) -> Self {
        Self { re: &self.re * &other.re - &self.im * &other.im, im: &self.re * &other.im + &self.im * &other.re }
    }

    pub fn scaled(&self, factor: &Expr) -> Self {
        Self { re: &self.re * factor, im: &self.im * factor }
    }

    pub fn power(&self, n: u32) -> Self {
        if self.im.is_zero() {
            return Self::real(self.re.powi(i64::from(n)));
        }
        (0..n).fold(Self::real(Expr::one()), |out, _| out.times(self))
    }

    /// `1/self`, where it is not 0
    pub fn recip(&self) -> Self {
        if self.im.is_zero() {
            return Self::real(self.re.recip());
        }
        let square = self.squared().recip();
        Self { re: &self.re * &square, im: -(&self.im * &square) }
    }

    /// `|self|^2`
    pub fn squared(&self) -> Expr {
        if self.im.is_zero() { self.re.powi(2) } else { self.re.powi(2) + self.im.powi(2) }
    }
}
