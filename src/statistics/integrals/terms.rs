//! Integrands as sums of terms `c x^p (log x)^n e^(sum c_k x^k) (1 + d x^k)^q log(1 + d x^k)^m cos(w x + h)`.
//!
//! In: an expression and its variable, with what is certain of the variable. Out: terms, or the part that is none. It must
//! not know the range of integration beyond [`Ground`], nor the rules.
//!
//! Each step is an identity at every point of the ground at which the expression is defined. Powers and logarithms are
//! taken factor by factor only where every factor beside the constant is positive; then so is the constant.

use crate::statistics::monomials::{binomial, integer};
use crate::symbolic::{Expr, Function, Kind, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

/// More terms than this are not expanded.
const MOST_TERMS: usize = 4_000;
/// Sums are not raised to higher powers than this.
const HIGHEST_POWER: u32 = 32;

/// What is certain of the variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statistics) enum Ground {
    /// Any real number.
    Line,
    /// `x > 0`
    Positive,
}

/// `(1 + ratio x^step)^exponent log(1 + ratio x^step)^logs`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::statistics) struct Binomial {
    pub ratio: Expr,
    pub step: Expr,
    pub exponent: Expr,
    pub logs: u32,
}

/// `cos(rate x + phase)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::statistics) struct Wave {
    pub rate: Expr,
    pub phase: Expr,
}

/// One term without its coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::statistics) struct Shape {
    /// Exponent of `x`.
    pub power: Expr,
    /// Exponent of `log x`.
    pub logs: u32,
    /// Coefficients of the powers of `x` in the exponential, by power.
    pub exponential: BTreeMap<Expr, Expr>,
    pub binomial: Option<Binomial>,
    pub wave: Option<Wave>,
}

pub(in crate::statistics) type Term = (Expr, Shape);

impl Shape {
    pub fn one() -> Self {
        Self { power: Expr::zero(), logs: 0, exponential: BTreeMap::new(), binomial: None, wave: None }
    }

    fn variable() -> Self {
        Self { power: Expr::one(), ..Self::one() }
    }

    fn logarithm() -> Self {
        Self { logs: 1, ..Self::one() }
    }

    /// A power of `x` alone.
    pub fn is_power(&self) -> bool {
        *self == Self { power: self.power.clone(), ..Self::one() }
    }

    /// The exponent of `x`, where it is a natural number.
    pub fn natural(&self) -> Option<u32> {
        natural(&self.power)
    }

    /// Whether it is positive wherever `x` is; with `x` of any sign, an exponential alone is.
    fn is_positive(&self, ground: Ground) -> bool {
        let plain = self.logs == 0 && self.wave.is_none() && self.binomial.as_ref().is_none_or(|b| b.logs == 0);
        plain && (ground == Ground::Positive || (self.power.is_zero() && self.binomial.is_none()))
    }

    /// The product; two different binomials have none, two waves have two terms.
    fn times(&self, other: &Self) -> Option<Vec<Term>> {
        let mut exponential = self.exponential.clone();
        for (k, c) in &other.exponential {
            let sum = exponential.get(k).map_or_else(|| c.clone(), |old| old + c);
            if sum.is_zero() {
                exponential.remove(k);
            } else {
                exponential.insert(k.clone(), sum);
            }
        }
        let binomial = match (&self.binomial, &other.binomial) {
            (Some(a), Some(b)) if a.ratio == b.ratio && a.step == b.step => {
                let both = Binomial { exponent: &a.exponent + &b.exponent, logs: a.logs + b.logs, ..a.clone() };
                (!both.exponent.is_zero() || both.logs > 0).then_some(both)
            }
            (Some(_), Some(_)) => return None,
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let waves: Vec<(Expr, Option<Wave>)> = match (&self.wave, &other.wave) {
            // cos a cos b = (cos(a - b) + cos(a + b))/2
            (Some(a), Some(b)) => [Wave::between(a, b, false), Wave::between(a, b, true)]
                .into_iter()
                .map(|w| (Expr::ratio(1, 2), w))
                .map(
                    |(half, w)| {
                        if w.rate.is_zero() { (half * w.phase.apply(Function::Cos), None) } else { (half, Some(w)) }
                    },
                )
                .collect(),
            (a, b) => vec![(Expr::one(), a.clone().or_else(|| b.clone()))],
        };
        let (power, logs) = (&self.power + &other.power, self.logs + other.logs);
        let made = waves.into_iter().map(|(c, wave)| {
            let shape =
                Self { power: power.clone(), logs, exponential: exponential.clone(), binomial: binomial.clone(), wave };
            (c, shape)
        });
        Some(made.collect())
    }

    /// `self^e` where it is positive, or for an integer `e`.
    fn raised(&self, e: &Expr) -> Self {
        Self {
            power: &self.power * e,
            logs: 0,
            exponential: self.exponential.iter().map(|(k, c)| (k.clone(), c * e)).collect(),
            binomial: self.binomial.as_ref().map(|b| Binomial { exponent: &b.exponent * e, ..b.clone() }),
            wave: None,
        }
    }
}

impl Wave {
    fn between(a: &Self, b: &Self, add: bool) -> Self {
        if add {
            Self { rate: &a.rate + &b.rate, phase: &a.phase + &b.phase }
        } else {
            Self { rate: &a.rate - &b.rate, phase: &a.phase - &b.phase }
        }
    }
}

/// The natural number that an expression is.
pub(super) fn natural(e: &Expr) -> Option<u32> {
    e.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32())
}

fn is_integer(e: &Expr) -> bool {
    e.as_number().is_some_and(crate::symbolic::Rational::is_integer)
}

/// Expands expressions in `x`.
pub(in crate::statistics) struct Expansion<'a> {
    pub variable: &'a Symbol,
    pub ground: Ground,
}

impl Expansion<'_> {
    /// The terms of `e`; nothing where a part has no such form.
    pub fn of(&self, e: &Expr) -> Option<Vec<Term>> {
        if !e.contains(self.variable) {
            return Some(vec![(e.clone(), Shape::one())]);
        }
        match e.kind() {
            Kind::Symbol(_) => Some(vec![(Expr::one(), Shape::variable())]),
            Kind::Sum(v) => {
                let mut all = Vec::new();
                for t in v {
                    all.extend(self.of(t)?);
                    if all.len() > MOST_TERMS {
                        return None;
                    }
                }
                let all = gathered(all);
                Some(over_one_binomial(&all).unwrap_or(all))
            }
            Kind::Product(v) => {
                let mut out = vec![(Expr::one(), Shape::one())];
                for factor in v {
                    out = product(&out, &self.of(factor)?)?;
                }
                Some(out)
            }
            Kind::Power(base, e) if e.contains(self.variable) => {
                if base.contains(self.variable) {
                    return None;
                }
                // b^u = e^(u log b), where b > 0 and free of x.
                self.exponential(&(e * base.log()))
            }
            Kind::Power(base, e) => self.power(base, e),
            Kind::Apply(Function::Exp, u) => self.exponential(u),
            Kind::Apply(Function::Log, u) => self.logarithm(u),
            Kind::Apply(f @ (Function::Cos | Function::Sin), u) => self.wave(*f, u),
            Kind::Apply(f @ (Function::Abs | Function::Sign), u) => {
                let terms = self.of(u)?;
                let [(c, shape)] = terms.as_slice() else { return None };
                if !shape.is_positive(self.ground) {
                    return None;
                }
                let shape = if *f == Function::Abs { shape.clone() } else { Shape::one() };
                Some(vec![(c.apply(*f), shape)])
            }
            _ => None,
        }
    }

    /// A sum of two terms as one: `A + B = A (1 + B/A)`, where `B/A` is a power of `x`.
    fn as_binomial(&self, terms: &[Term]) -> Option<Term> {
        let [first, second] = terms else { return None };
        if self.ground == Ground::Line {
            return None;
        }
        // So that the step is written without a sign: `1 + 1/x` is `(1 + x)/x`, and two ways to write one binomial are one.
        let step = &second.1.power - &first.1.power;
        let leading = if let Kind::Sum(v) = step.kind() { v.last().unwrap_or(&step) } else { &step };
        let (a, b) = if leading.split_coefficient().0.is_negative() { (second, first) } else { (first, second) };
        if !a.1.is_positive(self.ground) || a.1.binomial.is_some() {
            return None;
        }
        let quotient = a.1.raised(&-Expr::one()).times(&b.1)?;
        let [(_, shape)] = quotient.as_slice() else { return None };
        if !shape.is_power() || shape.power.is_zero() {
            return None;
        }
        let made = Binomial { ratio: &b.0 / &a.0, step: shape.power.clone(), exponent: Expr::one(), logs: 0 };
        Some((a.0.clone(), Shape { binomial: Some(made), ..a.1.clone() }))
    }

    fn power(&self, base: &Expr, e: &Expr) -> Option<Vec<Term>> {
        let terms = self.of(base)?;
        let single = match terms.as_slice() {
            [one] => Some(one.clone()),
            _ => self.as_binomial(&terms),
        };
        let n = natural(e).filter(|n| *n <= HIGHEST_POWER);
        if let (Some((c, shape)), true) = (single, n.is_none() || terms.len() == 1) {
            let plain = shape.logs == 0 && shape.wave.is_none() && shape.binomial.as_ref().is_none_or(|b| b.logs == 0);
            if plain && (is_integer(e) || shape.is_positive(self.ground)) {
                return Some(vec![(c.pow(e), shape.raised(e))]);
            }
        }
        let mut out = vec![(Expr::one(), Shape::one())];
        for _ in 0..n? {
            out = gathered(product(&out, &terms)?);
        }
        Some(out)
    }

    /// `exp(c + a log x + b log(1 + d x^k) + sum c_k x^k)`
    fn exponential(&self, u: &Expr) -> Option<Vec<Term>> {
        let mut constant = Vec::new();
        let mut out = vec![(Expr::one(), Shape::one())];
        for (c, shape) in self.of(u)? {
            let factor = if shape == Shape::one() {
                constant.push(c);
                continue;
            } else if shape == Shape::logarithm() {
                Shape { power: c, ..Shape::one() }
            } else if shape.is_power() {
                Shape { exponential: BTreeMap::from([(shape.power, c)]), ..Shape::one() }
            } else {
                let b = shape.binomial.as_ref().filter(|b| b.logs == 1 && b.exponent.is_zero())?;
                let only = Shape { binomial: shape.binomial.clone(), ..Shape::one() };
                if shape != only {
                    return None;
                }
                Shape { binomial: Some(Binomial { exponent: c, logs: 0, ..b.clone() }), ..Shape::one() }
            };
            out = product(&out, &[(Expr::one(), factor)])?;
        }
        let outside = Expr::sum(constant).exp();
        Some(out.into_iter().map(|(c, s)| (c * &outside, s)).collect())
    }

    /// `log(c x^a e^(..) (1 + d x^k)^b)`, factor by factor
    fn logarithm(&self, u: &Expr) -> Option<Vec<Term>> {
        let terms = self.of(u)?;
        let (c, shape) = match terms.as_slice() {
            [one] => one.clone(),
            _ => self.as_binomial(&terms)?,
        };
        if !shape.is_positive(self.ground) {
            return None;
        }
        let mut out = vec![(c.log(), Shape::one()), (shape.power.clone(), Shape::logarithm())];
        for (k, c) in shape.exponential {
            out.push((c, Shape { power: k, ..Shape::one() }));
        }
        if let Some(b) = shape.binomial {
            let only = Binomial { exponent: Expr::zero(), logs: 1, ..b };
            out.push((b.exponent, Shape { binomial: Some(only), ..Shape::one() }));
        }
        Some(out.into_iter().filter(|(c, _)| !c.is_zero()).collect())
    }

    /// `cos(w x + h)`; `sin t = cos(t - pi/2)`
    fn wave(&self, f: Function, u: &Expr) -> Option<Vec<Term>> {
        let mut rate = Expr::zero();
        let mut phase = if f == Function::Sin { Expr::pi() * Expr::ratio(-1, 2) } else { Expr::zero() };
        for (c, shape) in self.of(u)? {
            if shape == Shape::one() {
                phase = phase + c;
            } else if shape == Shape::variable() {
                rate = rate + c;
            } else {
                return None;
            }
        }
        Some(vec![(Expr::one(), Shape { wave: Some(Wave { rate, phase }), ..Shape::one() })])
    }
}

fn product(a: &[Term], b: &[Term]) -> Option<Vec<Term>> {
    if a.len().saturating_mul(b.len()) > MOST_TERMS {
        return None;
    }
    let mut out = Vec::new();
    for (c, m) in a {
        for (d, n) in b {
            let made = match m.times(n) {
                Some(made) => made,
                None => opened(m, n)?,
            };
            out.extend(made.into_iter().map(|(k, s)| (Expr::product([c.clone(), d.clone(), k]), s)));
        }
    }
    Some(out)
}

/// The product where the shapes hold different binomials, one of which is a natural power and is multiplied out.
fn opened(m: &Shape, n: &Shape) -> Option<Vec<Term>> {
    for (open, closed) in [(m, n), (n, m)] {
        let Some(b) = open.binomial.as_ref() else { continue };
        let Some(exponent) = natural(&b.exponent).filter(|k| *k <= HIGHEST_POWER && b.logs == 0) else { continue };
        let rest = Shape { binomial: None, ..open.clone() }.times(closed)?;
        let mut out = Vec::new();
        for j in 0..=exponent {
            let weight = b.ratio.powi(i64::from(j)).scaled(&binomial(exponent, j));
            let power = &b.step * &Expr::integer(i64::from(j));
            for (c, shape) in &rest {
                out.push((c * &weight, Shape { power: &shape.power + &power, ..shape.clone() }));
            }
        }
        return Some(out);
    }
    None
}

/// Equal shapes together, in the order of their first appearance.
fn gathered(terms: Vec<Term>) -> Vec<Term> {
    let mut out: Vec<(Vec<Expr>, Shape)> = Vec::new();
    for (c, s) in terms {
        match out.iter_mut().find(|(_, known)| *known == s) {
            Some((parts, _)) => parts.push(c),
            None => out.push((vec![c], s)),
        }
    }
    out.into_iter().map(|(c, s)| (Expr::sum(c), s)).filter(|(c, _)| !c.is_zero()).collect()
}

/// A sum with negative integer powers of one binomial over the lowest of them, where that makes it shorter:
/// `1 - x/(1 + x) = 1/(1 + x)`. So that parts that diverge one by one meet before they are integrated.
fn over_one_binomial(terms: &[Term]) -> Option<Vec<Term>> {
    let power = |s: &Shape| match &s.binomial {
        None => Some(0),
        Some(b) if b.logs == 0 => integer(&b.exponent),
        Some(_) => None,
    };
    let powers: Vec<i64> = terms.iter().map(|(_, s)| power(s)).collect::<Option<_>>()?;
    let lowest = powers.iter().copied().min().filter(|n| *n < 0)?;
    let with = |n: i64, b: &Binomial| Shape {
        binomial: (n != 0).then(|| Binomial { exponent: Expr::integer(n), logs: 0, ..b.clone() }),
        ..Shape::one()
    };
    let base = terms.iter().find_map(|(_, s)| s.binomial.clone())?;
    let mut all = Vec::new();
    for ((c, shape), n) in terms.iter().zip(powers) {
        if shape.binomial.as_ref().is_some_and(|b| b.ratio != base.ratio || b.step != base.step) {
            return None;
        }
        let rest = Shape { binomial: None, ..shape.clone() };
        let raised = opened(&with(n - lowest, &base), &rest).unwrap_or_else(|| vec![(Expr::one(), rest)]);
        all.extend(raised.into_iter().map(|(k, s)| (c * &k, s)));
    }
    let all = gathered(all);
    let below = with(lowest, &base);
    let made = product(&all, &[(Expr::one(), below)])?;
    (made.len() < terms.len()).then_some(made)
}
