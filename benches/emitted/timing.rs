//! Times emitted flows and those written by hand in one run, and compares their values.

mod by_hand;
mod diagonal;
mod kernel;
mod normal;
mod release;

use by_hand::Number;
use nalgebra::SVector;
use std::cell::Cell;
use std::hint::black_box;
use std::ops::{Add, Div, Mul, Neg, Sub};
use std::time::Instant;

/// Points in a round.
const POINTS: usize = 512;
/// Rounds in a measurement.
const ROUNDS: usize = 40;
/// Measurements, of which the fastest counts.
const TRIES: usize = 60;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// A number that counts what is done to it.
#[derive(Clone, Copy)]
struct Counted(f64);

fn counted(x: f64) -> Counted {
    COUNT.with(|c| c.set(c.get() + 1));
    Counted(x)
}

impl From<f64> for Counted {
    fn from(x: f64) -> Self {
        Self(x)
    }
}
impl Add for Counted {
    type Output = Self;
    fn add(self, y: Self) -> Self {
        counted(self.0 + y.0)
    }
}
impl Sub for Counted {
    type Output = Self;
    fn sub(self, y: Self) -> Self {
        counted(self.0 - y.0)
    }
}
impl Mul for Counted {
    type Output = Self;
    fn mul(self, y: Self) -> Self {
        counted(self.0 * y.0)
    }
}
impl Div for Counted {
    type Output = Self;
    fn div(self, y: Self) -> Self {
        counted(self.0 / y.0)
    }
}
impl Neg for Counted {
    type Output = Self;
    fn neg(self) -> Self {
        counted(-self.0)
    }
}
impl Number for Counted {
    fn exponential(self) -> Self {
        counted(self.0.exp())
    }
}

fn operations<const N: usize>(f: impl Fn(&[Counted; N]) -> [Counted; N], x: &[f64; N]) -> usize {
    COUNT.with(|c| c.set(0));
    black_box(f(&x.map(Counted)).map(|y| y.0));
    COUNT.with(Cell::get)
}

/// Points between 0.1 and 0.9, the same in every run.
fn points<const N: usize>() -> Vec<[f64; N]> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        0.1 + 0.8 * ((state >> 11) as f64 / (1_u64 << 53) as f64)
    };
    (0..POINTS).map(|_| std::array::from_fn(|_| next())).collect()
}

/// Nanoseconds a call, the fastest of several tries, both functions in turn.
fn times<const N: usize>(mut a: impl FnMut(&[f64; N]) -> f64, mut b: impl FnMut(&[f64; N]) -> f64) -> (f64, f64) {
    let points = points::<N>();
    let mut best = (f64::INFINITY, f64::INFINITY);
    let mut time = |f: &mut dyn FnMut(&[f64; N]) -> f64| {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            for x in &points {
                black_box(f(black_box(x)));
            }
        }
        start.elapsed().as_secs_f64() * 1e9 / (ROUNDS * POINTS) as f64
    };
    for _ in 0..TRIES {
        best.0 = best.0.min(time(&mut a));
        best.1 = best.1.min(time(&mut b));
    }
    best
}

/// A function that is called, not inlined.
struct Outlined<F>(F);

impl<F> Outlined<F> {
    #[inline(never)]
    fn call<A, B>(&self, x: &A) -> B
    where
        F: Fn(&A) -> B,
    {
        (self.0)(x)
    }
}

fn compare<const N: usize>(
    name: &str,
    emitted_operations: &str,
    emitted: impl Fn(&SVector<f64, N>) -> SVector<f64, N>,
    by_hand: impl Fn(&[f64; N]) -> [f64; N],
    count: usize,
) {
    for x in points::<N>() {
        let (found, expected) = (emitted(&SVector::from(x)), by_hand(&x));
        let scale = expected.iter().fold(1e-300_f64, |s, e| s.max(e.abs()));
        for (f, e) in found.iter().zip(&expected) {
            assert!((f - e).abs() <= 1e-11 * scale, "{name}: {f} is not {e}");
        }
    }
    let sum = |v: &[f64]| v.iter().sum::<f64>();
    // Neither is inlined into the loop: both are called as an integrator calls them.
    let (emitted, by_hand) = (Outlined(emitted), Outlined(by_hand));
    let (a, b) = times::<N>(
        |x| sum(emitted.call(&SVector::from(*x)).as_slice()),
        |x| sum(&by_hand.call(x)),
    );
    println!("| {name} | {emitted_operations} | {count} | {a:.2} | {b:.2} | {:.2} |", a / b);
}

fn main() {
    let counts: Vec<String> = std::env::args().skip(1).collect();
    let count = |k: usize| counts.get(k).map_or("?", String::as_str);
    println!("| Flow | Operations, emitted | by hand | ns a call, emitted | by hand | Ratio |");
    println!("|---|---:|---:|---:|---:|---:|");
    let params = normal::Parameters { mu0: 4.0, sigma0: 2.0, ..normal::Parameters::default() };
    let n = operations(|x| by_hand::normal(4.0.into(), 2.0.into(), x), &[0.5, 0.25]);
    compare("SM-14, 2 dimensions", count(0), |x| normal::natural_in_std(&params, x), |x| by_hand::normal(4.0, 2.0, x), n);
    let params = release::Parameters { n: 3.0, phi: 1.0, s: 0.2 };
    let n = operations(|x| by_hand::release(3.0.into(), 1.0.into(), 0.2.into(), x), &[0.5, 0.25]);
    compare("SM-22, 2 dimensions", count(1), |x| release::natural_in_pq(&params, x), |x| by_hand::release(3.0, 1.0, 0.2, x), n);
    let params = kernel::Parameters { eta: 0.5 };
    let n = operations(|x| by_hand::kernel(0.5.into(), x), &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    compare("full metric, 6 dimensions", count(2), |x| kernel::learning(&params, x), |x| by_hand::kernel(0.5, x), n);
    let params = diagonal::Parameters { eta: 0.5, target: 2.0 };
    let n = operations(|x| by_hand::diagonal(0.5.into(), 2.0.into(), x), &[0.5; 20]);
    compare("diagonal metric, 20 dimensions", count(3), |x| diagonal::learning(&params, x), |x| by_hand::diagonal(0.5, 2.0, x), n);
}
