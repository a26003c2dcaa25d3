//! Means over counts of what is no sum of powers and exponentials: signs, distances, cosines.
//!
//! In: an expression of the random variable, its distribution, and how other means are taken. Out: the mean in closed form. It must not
//! know how sums are found.
//!
//! - **finite-correction**: where `u` is affine in the count with numbers as coefficients, `sign(u)`, `abs(u)`, `min(u, c)`, `max(u, c)` are
//!   settled beyond some count `K`: there `f` is `g`, in which none of them is left. So `E[f] = E[g] + sum_(k <= K) (f(k) - g(k)) p(k)`; a
//!   finite sum, so that one mean exists where the other does. `g` must have a value at these counts. Where the mean of `g` stays formal the
//!   same is done over a standard count ([`formal_correction`]).
//! - **count-wave**: `E[e^((t + i w) z)]` is the generating function at a complex point, and powers are falling factorials, as for real
//!   ones ([`kernels`](crate::statistics::kernels)): the series converge absolutely where that for `w = 0` does. A cosine is a real part.

use crate::rational::Rational;
use crate::statistics::expectation::Expected;
use crate::statistics::family::{BaseMeasure, Distribution, standard_variable};
use crate::statistics::formal::FormalMean;
use crate::statistics::integrals::complex::Complex;
use crate::statistics::integrals::terms::{Expansion, Ground, Shape};
use crate::statistics::joint::finite::unlogged;
use crate::statistics::kernels::Kernel;
use crate::statistics::monomials::{integer, plainly_positive, stirling};
use crate::statistics::needs::{Part, together};
use crate::statistics::rules;
use crate::symbolic::{Binary, Bound, Expr, Fact, Function, Kind, Law, Symbol};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// More values are not corrected.
const MOST_CORRECTIONS: i64 = 64;
/// Integer powers of complex numbers are multiplied out up to this one.
const HIGHEST_POWER: i64 = 6;

/// `E[f]`, where `f` is another function `g` from some count on, whose mean is known.
pub(in crate::statistics) fn by_correction(
    f: &Expr,
    d: &Distribution,
    mean: impl Fn(&Expr) -> Option<Expected>,
) -> Option<Expected> {
    if !d.support.spacing.as_ref()?.is_one() || !matches!(d.support.lower, Bound::Closed(_)) {
        return None;
    }
    corrected(f, &d.variable, d.support.lower.value()?, |k| mass(d, k), mean)
}

/// `sum f(k)` from a number on without end, where `f` is another function from some count on, whose sum is known.
pub(in crate::statistics) fn sum_by_correction(
    f: &Expr,
    k: &Symbol,
    first: &Expr,
    sum: impl Fn(&Expr) -> Option<Expected>,
) -> Option<Expected> {
    corrected(f, k, first, |_| Some(Expr::one()), sum)
}

/// `E[f]` over a standard count, where `f` is another function from some count on, of which `mean` gives the mean; or that of what comes
/// beyond, where that function has no value before: `E[f] = sum_(k < K) f(k) w(k) + E[f(n + K) w(n + K)/w(n)]`.
pub fn formal_correction(
    f: &Expr,
    n: &Symbol,
    law: Law,
    mean: impl Fn(&Expr) -> Option<FormalMean>,
) -> Option<FormalMean> {
    let (g, last) = settled(f, n)?;
    if last > MOST_CORRECTIONS {
        return None;
    }
    let count = Expr::symbol(n);
    let weight = |k: &Expr| match law {
        Law::Poisson => (-Expr::one()).exp() / (k + &Expr::one()).apply(Function::Gamma),
        _ => Expr::integer(2).pow(&-(k + &Expr::one())),
    };
    let at = |e: &Expr, k: i64| e.substitute([(n.clone(), Expr::integer(k))]);
    let found: Vec<Expr> = (0..=last).map(|k| at(f, k)).collect();
    if found.iter().any(divides_by_zero) {
        return None;
    }
    let weights: Vec<Expr> = (0..=last).map(|k| weight(&Expr::integer(k))).collect();
    let differences = found.iter().enumerate().map(|(k, there)| there - &at(&g, i64::try_from(k).unwrap_or(0)));
    let differences: Vec<Expr> = differences.collect();
    let finite = |values: &[Expr]| Expr::sum(values.iter().zip(&weights).map(|(v, w)| v * w));
    let whole = || Some((mean(&g).filter(|_| !differences.iter().any(divides_by_zero))?, finite(&differences)));
    let beyond = || {
        let next = &count + &Expr::integer(last + 1);
        let shifted = g.substitute([(n.clone(), next.clone())]) * weight(&next) / weight(&count);
        Some((mean(&shifted)?, finite(&found)))
    };
    let (mut out, terms) = whole().or_else(beyond)?;
    out.value = out.value + terms;
    if !out.rules.contains(&rules::FINITE_CORRECTION) {
        out.rules.push(rules::FINITE_CORRECTION);
    }
    Some(out)
}

fn corrected(
    f: &Expr,
    x: &Symbol,
    first: &Expr,
    weight: impl Fn(i64) -> Option<Expr>,
    mean: impl Fn(&Expr) -> Option<Expected>,
) -> Option<Expected> {
    let first = integer(first)?;
    let (g, last) = settled(f, x)?;
    if last > first + MOST_CORRECTIONS {
        return None;
    }
    let mut out = mean(&g)?;
    let mut terms = vec![out.value.clone()];
    for k in first..=last {
        let at = |e: &Expr| e.substitute([(x.clone(), Expr::integer(k))]);
        let (there, otherwise) = (at(f), at(&g));
        if divides_by_zero(&there) || divides_by_zero(&otherwise) {
            return None;
        }
        terms.push((there - otherwise) * weight(k)?);
    }
    out.join(Vec::new(), &[rules::FINITE_CORRECTION]);
    Some(out.map(|_| Expr::sum(terms)))
}

fn divides_by_zero(e: &Expr) -> bool {
    e.nodes().iter().any(|n| match n.kind() {
        Kind::Power(b, x) => b.is_zero() && !x.as_number().is_some_and(Signed::is_positive),
        Kind::Apply(Function::Log, u) => u.is_zero(),
        _ => false,
    })
}

/// What the expression is for all counts beyond a number, with that number; nothing where it has no sign or distance of the
/// variable.
pub(super) fn settled(f: &Expr, x: &Symbol) -> Option<(Expr, i64)> {
    let mut out = f.clone();
    let mut last: Option<i64> = None;
    // From the inside: an argument may hold another.
    while let Some((node, value, from)) = out.nodes().into_iter().find_map(|n| beyond(&n, x).map(|(v, k)| (n, v, k))) {
        out = out.replaced(&node, &value);
        last = Some(last.map_or(from, |k| k.max(from)));
    }
    let left = out.nodes().iter().any(|n| {
        let sharp = matches!(n.kind(), Kind::Apply(Function::Sign | Function::Abs, _) | Kind::Binary(..));
        sharp && n.contains(x)
    });
    Some((out, last?)).filter(|_| !left)
}

/// The value of a sign or distance beyond a count.
fn beyond(n: &Expr, x: &Symbol) -> Option<(Expr, i64)> {
    let affine = |u: &Expr| -> Option<(bool, i64)> {
        let slope = u.derivative(x);
        let slope = slope.as_number().filter(|q| !num_traits::Zero::is_zero(*q))?.clone();
        let offset = u.substitute([(x.clone(), Expr::zero())]).as_number()?.clone();
        let root = -(offset / &slope);
        Some((slope.is_positive(), root.floor().to_integer().to_i64()?))
    };
    match n.kind() {
        Kind::Apply(Function::Sign, u) => affine(u).map(|(up, k)| (Expr::integer(if up { 1 } else { -1 }), k)),
        Kind::Apply(Function::Abs, u) => affine(u).map(|(up, k)| (if up { u.clone() } else { -u }, k)),
        Kind::Binary(which @ (Binary::Min | Binary::Max), u, v) => {
            let (up, k) = affine(&(u - v))?;
            // Beyond, the difference has the sign of its slope.
            Some((if up == (*which == Binary::Max) { u.clone() } else { v.clone() }, k))
        }
        _ => None,
    }
}

/// The mass at a count, of the support or beyond its upper end, where it is 0.
fn mass(d: &Distribution, k: i64) -> Option<Expr> {
    if let Some(last) = d.support.upper.value() {
        match (integer(last), &d.base) {
            (Some(last), _) if k > last => return Some(Expr::zero()),
            // `n (n - 1) .. (n - k + 1)` is 0 beyond.
            (Some(_), _) | (None, BaseMeasure::BinomialCoefficient(_)) => {}
            (None, _) => return None,
        }
    }
    if let Kernel::Own(own) = &d.kernel {
        return Some(own.density.substitute([(standard_variable(), Expr::integer(k))]));
    }
    let n = u32::try_from(k).ok()?;
    let factorial: BigInt = (1..=n).map(BigInt::from).product();
    let product =
        |f: &dyn Fn(i64) -> Expr| Expr::product((0..k).map(f)).scaled(&Rational::new(1.into(), factorial.clone()));
    let weight = match &d.base {
        BaseMeasure::Lebesgue => return None,
        BaseMeasure::Counting => Expr::one(),
        BaseMeasure::InverseFactorial => product(&|_| Expr::one()),
        BaseMeasure::BinomialCoefficient(n) => product(&|j| n - &Expr::integer(j)),
        BaseMeasure::RisingFactorial(r) => product(&|j| r + &Expr::integer(j)),
    };
    Some(weight * powers(&d.log_density.substitute([(d.variable.clone(), Expr::integer(k))])))
}

/// The exponential of a sum of logarithms, also of `n log(1 - p)` with a symbol `n`.
fn powers(log: &Expr) -> Expr {
    let terms = if let Kind::Sum(v) = log.kind() { v.clone() } else { vec![log.clone()] };
    let factor = |t: &Expr| -> Expr {
        if let Kind::Product(v) = t.kind()
            && let Some(place) = v.iter().position(|f| matches!(f.kind(), Kind::Apply(Function::Log, _)))
            && let Kind::Apply(_, a) = v[place].kind()
        {
            let others = v.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, f)| f.clone());
            return a.pow(&Expr::product(others));
        }
        unlogged(t)
    };
    Expr::product(terms.iter().map(factor).collect::<Vec<_>>())
}

/// `E[f]` for powers, exponentials and waves of the standard variable of a law of counts.
pub(in crate::statistics) fn by_waves(standard: &Expr, kernel: &Kernel) -> Option<Expected> {
    let z = standard_variable();
    // A power of a count may have a negative base, which is read otherwise there.
    let unclear = |n: &Expr| matches!(n.kind(), Kind::Power(b, u) if u.contains(&z) && !plainly_positive(b));
    let waves = |n: &Expr| matches!(n.kind(), Kind::Apply(Function::Cos | Function::Sin, _));
    let nodes = standard.nodes();
    if nodes.iter().any(unclear) || !nodes.iter().any(waves) {
        return None;
    }
    let mut parts = Vec::new();
    for (coefficient, shape) in (Expansion { variable: &z, ground: Ground::Line }).of(standard)? {
        parts.push(Part { coefficient, ..wave_mean(&shape, kernel)? });
    }
    together(parts)
}

/// The real part of `E[z^n e^((t + i w) z + i h)]`.
fn wave_mean(shape: &Shape, kernel: &Kernel) -> Option<Part<()>> {
    let n = shape.natural()?;
    let mut exponential = shape.exponential.clone();
    let rate = exponential.remove(&Expr::one()).unwrap_or_else(Expr::zero);
    if !exponential.is_empty() || shape.logs > 0 || shape.binomial.is_some() {
        return None;
    }
    let zero = Expr::zero;
    let (speed, phase) = shape.wave.as_ref().map_or((zero(), zero()), |w| (w.rate.clone(), w.phase.clone()));
    let tilt = Complex::turn(&speed).scaled(&unlogged(&rate));
    let one = Complex::real(Expr::one());
    let (total, factorials, holds_where) = match kernel {
        Kernel::Poisson { rate } => {
            let tilted = tilt.scaled(rate);
            let size = (&tilted.re - rate).exp();
            (Complex::turn(&tilted.im).scaled(&size), powers_of(&tilted, n, &|_| Expr::one()), Vec::new())
        }
        Kernel::NegativeBinomial { size, chance } => {
            let failing = tilt.scaled(&(Expr::one() - chance));
            let rest = one.plus(&failing.scaled(&-Expr::one()));
            let total = match integer(size) {
                Some(r) if (1..=HIGHEST_POWER).contains(&r) => {
                    rest.recip().scaled(chance).power(u32::try_from(r).ok()?)
                }
                _ => {
                    // The real part of 1 - (1 - p) e^(t + i w) is positive.
                    let angle = (&failing.im / &rest.re).apply(Function::Atan);
                    let length = rest.squared().pow(&(size * &Expr::ratio(-1, 2)));
                    Complex::turn(&(size * &angle)).scaled(&(chance.pow(size) * length))
                }
            };
            let ratio = failing.times(&rest.recip());
            // Where the tilt leaves the series convergent.
            let inside = Expr::one() - (Expr::one() - chance) * unlogged(&rate);
            let holds = if rate.is_zero() { Vec::new() } else { vec![Fact::positive(inside)] };
            (total, powers_of(&ratio, n, &|k| size + &Expr::integer(k)), holds)
        }
        _ => return None,
    };
    let sum = stirling(n)
        .into_iter()
        .zip(factorials)
        .fold(Complex::real(zero()), |sum, (s, f)| sum.plus(&f.scaled(&Expr::number(s))));
    Some(Part {
        coefficient: Expr::one(),
        value: total.times(&sum).times(&Complex::turn(&phase)).re,
        rule: rules::COUNT_WAVE,
        finite_where: Vec::new(),
        holds_where,
        growth: None,
    })
}

/// `1, w(0) base, w(0) w(1) base^2, ..`, up to the `n`th.
fn powers_of(base: &Complex, n: u32, weight: &dyn Fn(i64) -> Expr) -> Vec<Complex> {
    let mut out = vec![Complex::real(Expr::one())];
    for k in 0..i64::from(n) {
        let next = out.last().map(|last| last.times(base).scaled(&weight(k)));
        out.extend(next);
    }
    out
}
