//! Taylor coefficients of a function of one variable, over a number or over a whole interval.
//!
//! In: an expression, its variable, the interval `Z` of its argument. Out: intervals `a_0, .., a_n` with
//! `f^(k)(z)/k!` in `a_k` for every `z` in `Z`. It must not know laws or integrals.
//!
//! Each rule is the recurrence of the power series of the function (differentiate `v = g(u)` and compare coefficients);
//! every operation is one of intervals, so the enclosure holds at each `z` by itself.

use super::evaluate::{Point, Value, evaluate};
use super::interval::{Failure, Interval};
use crate::symbolic::{Expr, ExprMap, Function, Kind, Rational, Symbol};
use num_traits::ToPrimitive;

/// Coefficients, the constant one first.
type Series = Vec<Interval>;

/// Natural powers up to this one.
const HIGHEST_POWER: u32 = 256;

/// What the expansion needs.
pub struct Expansion<'a> {
    /// The variable.
    pub variable: &'a Symbol,
    /// Values of all other symbols.
    pub point: &'a Point,
    /// The number of coefficients.
    pub length: usize,
    /// Precision in bits.
    pub bits: usize,
}

impl Expansion<'_> {
    /// The coefficients of `f` over `at`.
    ///
    /// # Errors
    /// [`Failure`] where an operation is not defined, or not covered.
    pub fn of(&self, f: &Expr, at: &Interval) -> Result<Series, Failure> {
        let mut done: ExprMap<Series> = ExprMap::default();
        for node in f.nodes() {
            if self.point.is_late() {
                return Err(Failure::Unclear);
            }
            let series =
                if node.contains(self.variable) { self.rule(&node, at, &done)? } else { self.constant(&node)? };
            done.insert(node, series);
        }
        done.remove(f).ok_or(Failure::Unclear)
    }

    fn zero() -> Interval {
        Interval::integer(0)
    }

    fn constant(&self, e: &Expr) -> Result<Series, Failure> {
        let value = match evaluate(e, self.point, self.bits) {
            Ok(value @ (Value::Exact(_) | Value::Enclosed(_))) => value.interval(self.bits),
            Ok(Value::Undefined { .. }) => return Err(Failure::Undefined),
            Ok(Value::Unclear) | Err(_) => None,
        };
        let mut out = vec![Self::zero(); self.length];
        if let Some(first) = out.first_mut() {
            *first = value.ok_or(Failure::Unclear)?;
        }
        Ok(out)
    }

    fn rule(&self, e: &Expr, at: &Interval, done: &ExprMap<Series>) -> Result<Series, Failure> {
        let of = |x: &Expr| done.get(x).cloned().ok_or(Failure::Unclear);
        match e.kind() {
            Kind::Symbol(_) => {
                let mut out = vec![Self::zero(); self.length];
                for (place, value) in out.iter_mut().zip([at.clone(), Interval::integer(1)]) {
                    *place = value;
                }
                Ok(out)
            }
            Kind::Sum(v) => {
                let mut out = vec![Self::zero(); self.length];
                for t in v {
                    out = self.sum(&out, &of(t)?)?;
                }
                Ok(out)
            }
            Kind::Product(v) => {
                let mut factors = v.iter().map(of);
                let mut out = factors.next().ok_or(Failure::Unclear)??;
                for f in factors {
                    out = self.product(&out, &f?)?;
                }
                Ok(out)
            }
            Kind::Power(b, x) => {
                let exponent = x.as_number().ok_or(Failure::Unclear)?;
                let base = of(b)?;
                let n = Some(exponent).filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32());
                let Some(n) = n.filter(|n| (1..=HIGHEST_POWER).contains(n)) else { return self.power(&base, exponent) };
                let mut out = base.clone();
                for _ in 1..n {
                    out = self.product(&out, &base)?;
                }
                Ok(out)
            }
            Kind::Apply(f, x) => self.applied(*f, &of(x)?),
            _ => Err(Failure::Unclear),
        }
    }

    fn sum(&self, a: &[Interval], b: &[Interval]) -> Result<Series, Failure> {
        a.iter().zip(b).map(|(x, y)| x.plus(y, self.bits)).collect()
    }

    fn product(&self, a: &[Interval], b: &[Interval]) -> Result<Series, Failure> {
        (0..self.length).map(|k| self.convolution(a, b, k)).collect()
    }

    /// `sum_j a_j b_(k - j)`
    fn convolution(&self, a: &[Interval], b: &[Interval], k: usize) -> Result<Interval, Failure> {
        let mut out = Self::zero();
        for (x, y) in a.iter().take(k + 1).zip(b.iter().take(k + 1).rev()) {
            if !x.is_zero() && !y.is_zero() {
                out = out.plus(&x.times(y, self.bits)?, self.bits)?;
            }
        }
        Ok(out)
    }

    /// `v` with `v' = u' w`, where `w_0, .., w_(k - 1)` are made of `v_0, .., v_(k - 1)` by `next`.
    fn integrated(
        &self,
        u: &[Interval],
        first: Interval,
        mut next: impl FnMut(&[Interval]) -> Result<Interval, Failure>,
    ) -> Result<Series, Failure> {
        let mut v = vec![first];
        let mut w: Series = Vec::new();
        let slopes: Vec<Interval> = (0u32..)
            .zip(u)
            .map(|(j, x)| x.times(&Interval::integer(i32::try_from(j).unwrap_or(i32::MAX)), self.bits))
            .collect::<Result<_, _>>()?;
        for k in 1..self.length {
            w.push(next(&v)?);
            let mut sum = Self::zero();
            // k v_k = sum_(j = 1..k) j u_j w_(k - j)
            for (s, x) in slopes.iter().skip(1).take(k).zip(w.iter().rev()) {
                if !s.is_zero() {
                    sum = sum.plus(&s.times(x, self.bits)?, self.bits)?;
                }
            }
            let k = Interval::integer(i32::try_from(k).map_err(|_| Failure::Unclear)?);
            v.push(sum.over(&k, self.bits)?);
        }
        Ok(v)
    }

    /// `v = u^r`, `u` not 0: `u v' = r u' v`, so `k u_0 v_k = sum_(j = 1..k) (r j - k + j) u_j v_(k - j)`.
    fn power(&self, u: &[Interval], r: &Rational) -> Result<Series, Failure> {
        let bits = self.bits;
        // A shorter interval may exclude 0.
        let start = u.first().filter(|x| !x.contains_zero()).ok_or(Failure::Unclear)?;
        let mut v = vec![start.pow_rational(r, bits)?];
        for (k, place) in (1..self.length).zip(1i64..) {
            let mut sum = Self::zero();
            for ((j, x), w) in (1i64..).zip(u.iter().skip(1).take(k)).zip(v.iter().rev()) {
                if !x.is_zero() {
                    let weight = r * Rational::from_integer(j.into()) + Rational::from_integer((j - place).into());
                    let weight = Interval::from_rational(&weight, bits)?;
                    sum = sum.plus(&weight.times(&x.times(w, bits)?, bits)?, bits)?;
                }
            }
            let below = start.times(&Interval::integer(i32::try_from(k).map_err(|_| Failure::Unclear)?), bits)?;
            v.push(sum.over(&below, bits)?);
        }
        Ok(v)
    }

    fn applied(&self, f: Function, u: &[Interval]) -> Result<Series, Failure> {
        let bits = self.bits;
        let start = u.first().ok_or(Failure::Unclear)?;
        if f == Function::Log && start.contains_zero() {
            return Err(Failure::Unclear);
        }
        let first = start.elementary(f, bits)?;
        match f {
            Function::Exp => self.integrated(u, first, |v| v.last().cloned().ok_or(Failure::Unclear)),
            // w = v - v^2 and 1 - v^2.
            Function::Logistic => self.integrated(u, first, |v| {
                let last = v.last().ok_or(Failure::Unclear)?;
                last.minus(&self.convolution(v, v, v.len() - 1)?, bits)
            }),
            Function::Tanh => self.integrated(u, first, |v| {
                let square = self.convolution(v, v, v.len() - 1)?.negated();
                if v.len() == 1 { Interval::integer(1).plus(&square, bits) } else { Ok(square) }
            }),
            // v' = u' u^-1
            Function::Log => self.along(u, first, &self.power(u, &Rational::from_integer((-1).into()))?),
            Function::Softplus => self.along(u, first, &self.applied(Function::Logistic, u)?),
            Function::Erf | Function::Erfc => {
                let square: Series = self.product(u, u)?.iter().map(Interval::negated).collect();
                let gauss = self.applied(Function::Exp, &square)?;
                let pi = Interval::pi(bits)?;
                let root = pi.pow_rational(&crate::symbolic::Rational::new(1.into(), 2.into()), bits)?;
                let sign = if f == Function::Erf { 2 } else { -2 };
                let scale = Interval::integer(sign).over(&root, bits)?;
                let slope: Series = gauss.iter().map(|x| x.times(&scale, bits)).collect::<Result<_, _>>()?;
                self.along(u, first, &slope)
            }
            Function::Sin | Function::Cos | Function::Sinh | Function::Cosh => {
                let other = match f {
                    Function::Sin => Function::Cos,
                    Function::Cos => Function::Sin,
                    Function::Sinh => Function::Cosh,
                    _ => Function::Sinh,
                };
                self.pair(f, u, first, start.elementary(other, bits)?)
            }
            _ => Err(Failure::Unclear),
        }
    }

    /// `v' = u' w` for a known series `w`.
    fn along(&self, u: &[Interval], first: Interval, w: &[Interval]) -> Result<Series, Failure> {
        self.integrated(u, first, |v| w.get(v.len() - 1).cloned().ok_or(Failure::Unclear))
    }

    /// Sine or cosine with the other one: `v' = u' w`, `w' = u' v`, with a minus sign for the derivative of the cosine.
    fn pair(&self, f: Function, u: &[Interval], first: Interval, second: Interval) -> Result<Series, Failure> {
        let bits = self.bits;
        let sign = |turn: bool, x: Interval| if turn { x.negated() } else { x };
        let (mut v, mut w) = (vec![first], vec![second]);
        for k in 1..self.length {
            let (mut a, mut b) = (Self::zero(), Self::zero());
            for (j, x) in u.iter().enumerate().take(k + 1).skip(1).filter(|(_, x)| !x.is_zero()) {
                let slope = x.times(&Interval::integer(i32::try_from(j).map_err(|_| Failure::Unclear)?), bits)?;
                let (p, q) = (w.get(k - j).ok_or(Failure::Unclear)?, v.get(k - j).ok_or(Failure::Unclear)?);
                a = a.plus(&slope.times(p, bits)?, bits)?;
                b = b.plus(&slope.times(q, bits)?, bits)?;
            }
            let k = Interval::integer(i32::try_from(k).map_err(|_| Failure::Unclear)?);
            v.push(sign(f == Function::Cos, a.over(&k, bits)?));
            w.push(sign(f == Function::Sin, b.over(&k, bits)?));
        }
        Ok(v)
    }
}
