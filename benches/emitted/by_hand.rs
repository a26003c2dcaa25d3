//! The flows of the benchmark as one writes them with care: common parts named, squares completed, divisions saved.
//!
//! Generic over the numbers, so that the same text runs on doubles and counts its own operations.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// What the flows need of numbers.
pub trait Number:
    Copy + From<f64> + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// The exponential function.
    fn exponential(self) -> Self;
}

impl Number for f64 {
    fn exponential(self) -> Self {
        self.exp()
    }
}

/// SM-14: the natural gradient flow of a divergence between normal distributions.
#[inline]
pub fn normal<T: Number>(mu0: T, sigma0: T, x: &[T; 2]) -> [T; 2] {
    let [mu, sigma] = *x;
    let d = mu0 - mu;
    let half = T::from(0.5);
    [d, half * (sigma0 * sigma0 + d * d - sigma * sigma) / sigma]
}

/// SM-22: the natural gradient flow of the release model.
#[inline]
pub fn release<T: Number>(n: T, phi: T, s: T, x: &[T; 2]) -> [T; 2] {
    let [p, q] = *x;
    let one = T::from(1.0);
    let r = one / q;
    let (a, b) = (phi * r, s * r);
    let m = n * p;
    let c = m - a;
    let e = c * c + b * b;
    let k = one / n;
    let twice = a + a;
    let u = one - p;
    [(twice * u - e) * k - p * u, q * ((e - a) / m - p + twice * k)]
}

/// A full 6 by 6 metric: the matrix filled by symmetry, factorised as L D L^T in loops, two triangular solves.
#[inline]
pub fn kernel<T: Number>(eta: T, x: &[T; 6]) -> [T; 6] {
    let one = T::from(1.0);
    let mut l = [[one; 6]; 6];
    let mut reciprocals = [one; 6];
    let mut v = [one; 6];
    for i in 0..6 {
        v[i] = eta * (T::from((i + 1) as f64 / 4.0) - x[i]);
        let mut u = [one; 6];
        let mut d = T::from(2.0);
        for j in 0..i {
            let gap = x[i] - x[j];
            let mut g = (-(gap * gap)).exponential();
            for k in 0..j {
                g = g - u[k] * l[j][k];
            }
            u[j] = g;
            l[i][j] = g * reciprocals[j];
            d = d - g * l[i][j];
            v[i] = v[i] - l[i][j] * v[j];
        }
        reciprocals[i] = one / d;
    }
    for i in (0..6).rev() {
        v[i] = v[i] * reciprocals[i];
        for k in i + 1..6 {
            v[i] = v[i] - l[k][i] * v[k];
        }
    }
    v
}

/// A diagonal metric in twenty dimensions.
#[inline]
pub fn diagonal<T: Number>(eta: T, target: T, x: &[T; 20]) -> [T; 20] {
    let mut sum = x[0];
    for w in &x[1..] {
        sum = sum + *w;
    }
    let speed = eta * (target - sum);
    let mut out = *x;
    for w in &mut out {
        *w = *w * *w * speed;
    }
    out
}
