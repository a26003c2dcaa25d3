//! Integrals over the whole line.
//!
//! Rule **gaussian-integral** (completing the square, DLMF 7.7.3 and its derivatives): for `a > 0` and `B = b + i w`
//! `int x^n e^(-a x^2 + B x) dx = sqrt(pi/a) e^(B^2/(4a)) sum_(k even) binom(n, k) (B/(2a))^(n-k) (k-1)!! (2a)^(-k/2)`;
//! a factor `cos(w x + h)` is the real part of `e^(i(w x + h))`.

use super::complex::Complex;
use super::terms::Shape;
use super::{Piece, take};
use crate::statistics::monomials::binomial;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Rational};
use num_bigint::BigInt;

pub(super) fn term(shape: &Shape) -> Option<Piece> {
    let n = shape.natural()?;
    let mut exponential = shape.exponential.clone();
    let square = take(&mut exponential, 2)?;
    let linear = take(&mut exponential, 1).unwrap_or_else(Expr::zero);
    if !exponential.is_empty() || shape.logs > 0 || shape.binomial.is_some() {
        return None;
    }
    let a = -square;
    let (rate, phase) = shape.wave.as_ref().map_or((Expr::zero(), Expr::zero()), |w| (w.rate.clone(), w.phase.clone()));
    let half = Expr::ratio(1, 2);
    let twice = &a * &Expr::integer(2);
    let mean = Complex::new(&linear / &twice, &rate / &twice);
    let terms = (0..=n).step_by(2).map(|k| {
        let odd: BigInt = (1..k).step_by(2).map(BigInt::from).product();
        let weight = twice.powi(-i64::from(k / 2)).scaled(&(binomial(n, k) * Rational::from_integer(odd)));
        mean.power(n - k).scaled(&weight)
    });
    let sum = terms.fold(Complex::real(Expr::zero()), |s, t| s.plus(&t));
    let angle = &linear * &rate / &twice + phase;
    let turned = Complex::turn(&angle).times(&sum).re;
    let size = (Expr::pi() / &a).sqrt() * ((linear.powi(2) - rate.powi(2)) / &twice * half).exp();
    Some(Piece::new(rules::GAUSSIAN_INTEGRAL, size * turned).given(Fact::positive(a)))
}
