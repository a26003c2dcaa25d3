//! Rigorous values of formal expectations over a logistic or a Laplace variable.
//!
//! In: an integrand, its variable, values of everything else. Out: an interval that contains the mean. It must not know how
//! integrals over bounded ranges are enclosed (rule **taylor-remainder** of [`super::quadrature`]).
//!
//! - A Laplace variable is `±softplus(t)` with a logistic `t` and a fair sign: for `z = softplus(t)`,
//!   `e^-z dz = logistic(-t) logistic(t) dt`, which is the logistic density `p`. So only that law is left.
//! - Error bound **exponential-tail**: `p(z) = e^-|z|/(1 + e^-|z|)^2 <= e^-|z|`. Where `|f(z)| <= M (1 + |z|)^n`, what lies beyond
//!   `R >= n` contributes at most
//!   `2 M int_R^inf (1 + z)^n e^-z dz = 2 M e^-R sum_k n!/(n - k)! (1 + R)^(n - k) <= 2 M (n + 1) (1 + R)^n e^-R`,
//!   and so does what the trapezoidal sum has there, for its terms decrease.
//! - Error bound **strip-trapezoid** (Trefethen and Weideman, SIAM Review 56 (2014), theorem 5.1): in the strip
//!   `|Im z| <= d <= 3/2`, `|p(x + i y)| = 1/(2 (cosh x + cos y)) <= e^-|x|`; with `|f| <= M (1 + |x|)^n` there,
//!   `int |f p| <= 2 M int_0^inf (1 + x)^n e^-x dx <= 6 M n!`, and the sum with step `1/m` is off by at most
//!   `12 M n!/(e^(2 pi d m) - 1)`.
//!
//! Bounds in the strip need a bound of the imaginary part of arguments: `|Im softplus(w)| <= |Im w|`, since the argument of
//! `1 + e^w` lies between 0 and that of `e^w`.

use super::evaluate::{Coordinate, Point, Program, Value, evaluate};
use super::interval::{Enclosure, Failure, Interval};
use super::quadrature::integral;
use crate::symbolic::{Expr, ExprMap, Function, Kind, Law, Rational, Symbol};
use num_traits::{Signed, ToPrimitive, Zero};

/// Precision of the bounds, which need few digits.
const BOUND_BITS: usize = 64;
/// The range of integration is cut beyond this.
const LONGEST: i64 = 600;
/// Higher powers are not bounded.
const HIGHEST_POWER: u32 = 64;
/// Heights of the strip that are tried, each half of the one before.
const HEIGHTS: usize = 6;
/// Steps on a unit of length, at most.
const MOST_STEPS: i64 = 200;

/// The mean.
pub(super) fn mean(f: &Expr, z: &Symbol, law: Law, point: &Point, bits: usize) -> Enclosure {
    let e = Expr::symbol(z);
    let f = if law == Law::Laplace {
        let size = e.apply(Function::Softplus);
        let at = |image: &Expr| f.substitute([(z.clone(), image.clone())]);
        (at(&size) + at(&-&size)) * Expr::ratio(1, 2)
    } else {
        f.clone()
    };
    let bound = Growth { z, point, height: Rational::zero() }.of(&f)?;
    let (reach, tail) = cut(&bound, bits)?;
    let density = e.apply(Function::Logistic) * (-&e).apply(Function::Logistic);
    let weighted = &f * &density;
    let inner = match step(&f, z, point, &bound, bits) {
        Ok((steps, error)) => sum(&weighted, z, point, reach, steps, bits)?.plus(&error, bits)?,
        Err(_) => {
            let end = Rational::from_integer(reach.into());
            integral(&weighted, z, point, bits, (&-&end, &end))?
        }
    };
    inner.plus(&tail, bits)
}

fn small(n: i64) -> Enclosure {
    i32::try_from(n).map(Interval::integer).map_err(|_| Failure::Unclear)
}

/// `[-a, a]` for the upper end `a`.
fn around_zero(a: &Interval) -> Enclosure {
    let most = a.upper_end();
    Interval::between(&-most.clone(), &most, BOUND_BITS)
}

/// The trapezoidal sum on `[-reach, reach]`.
fn sum(f: &Expr, z: &Symbol, point: &Point, reach: i64, steps: i64, bits: usize) -> Enclosure {
    let program = Program::new(std::slice::from_ref(f)).map_err(|_| Failure::Unclear)?;
    let mut sum = Interval::integer(0);
    for k in -reach * steps..=reach * steps {
        let place = point.clone().with(z, Coordinate::Exact(Rational::new(k.into(), steps.into())));
        let value = program.evaluate(&place, bits).map_err(|_| Failure::Unclear)?.pop().ok_or(Failure::Unclear)?;
        sum = sum.plus(&value.interval(bits).ok_or(Failure::Unclear)?, bits)?;
    }
    sum.over(&small(steps)?, bits)
}

/// A number of steps on a unit of length, and an interval around 0 that contains the error, over a few heights.
fn step(f: &Expr, z: &Symbol, point: &Point, line: &Bound, bits: usize) -> Result<(i64, Interval), Failure> {
    let one = Rational::from_integer(1.into());
    let wanted = Rational::new(1.into(), num_bigint::BigInt::from(1) << bits) * line.factor.upper_end().max(one);
    let mut height = Rational::new(3.into(), 2.into());
    let mut best: Option<(i64, Interval)> = None;
    for _ in 0..HEIGHTS {
        if let Ok(bound) = (Growth { z, point, height: height.clone() }).of(f) {
            let most = best.as_ref().map_or(MOST_STEPS, |(steps, _)| *steps - 1);
            for steps in 1..=most {
                let error = strip_error(&bound, &height, steps)?;
                if error.upper_end() <= wanted {
                    best = Some((steps, around_zero(&error)?));
                    break;
                }
            }
        }
        height /= Rational::from_integer(2.into());
    }
    best.ok_or(Failure::Unclear)
}

/// `12 M n!/(e^(2 pi d m) - 1)`
fn strip_error(bound: &Bound, height: &Rational, steps: i64) -> Enclosure {
    let bits = BOUND_BITS;
    let mut above = bound.factor.times(&Interval::integer(12), bits)?;
    for k in 2..=bound.power {
        above = above.times(&small(k.into())?, bits)?;
    }
    let around =
        Interval::pi(bits)?.times(&small(2 * steps)?, bits)?.times(&Interval::from_rational(height, bits)?, bits)?;
    above.over(&around.elementary(Function::Exp, bits)?.minus(&Interval::integer(1), bits)?, bits)
}

/// `R`, and an interval around 0 that contains what lies beyond.
fn cut(bound: &Bound, bits: usize) -> Result<(i64, Interval), Failure> {
    let one = Rational::from_integer(1.into());
    let least = Rational::new(1.into(), num_bigint::BigInt::from(1) << bits);
    let scale = bound.factor.upper_end().max(one);
    let mut reach = i64::from(bound.power).max(2);
    loop {
        let grown = small(reach + 1)?.pow_rational(&Rational::from_integer(bound.power.into()), BOUND_BITS)?;
        let falls = small(-reach)?.elementary(Function::Exp, BOUND_BITS)?;
        let count = small(2 * (i64::from(bound.power) + 1))?;
        let all = bound.factor.times(&grown, BOUND_BITS)?.times(&falls, BOUND_BITS)?.times(&count, BOUND_BITS)?;
        if all.upper_end() <= &least * &scale || reach >= LONGEST {
            return Ok((reach, around_zero(&all)?));
        }
        reach += 1;
    }
}

/// `|f(z)| <= factor (1 + |Re z|)^power` in the strip, and a bound of `|Im f|` where one is known.
#[derive(Clone)]
struct Bound {
    factor: Interval,
    power: u32,
    imaginary: Option<Interval>,
}

/// Bounds of tame functions for `|Im z| <= height`.
struct Growth<'a> {
    z: &'a Symbol,
    point: &'a Point,
    height: Rational,
}

impl Growth<'_> {
    fn of(&self, f: &Expr) -> Result<Bound, Failure> {
        let mut done: ExprMap<Bound> = ExprMap::default();
        for node in f.nodes() {
            let bound = if node.contains(self.z) { self.rule(&node, &done)? } else { self.constant(&node)? };
            done.insert(node, bound);
        }
        done.remove(f).ok_or(Failure::Unclear)
    }

    /// What does not depend on the variable is a real number.
    fn constant(&self, e: &Expr) -> Result<Bound, Failure> {
        let factor = match evaluate(e, self.point, BOUND_BITS) {
            Ok(value @ (Value::Exact(_) | Value::Enclosed(_))) => {
                value.interval(BOUND_BITS).ok_or(Failure::Unclear)?.magnitude()
            }
            Ok(Value::Undefined { .. }) => return Err(Failure::Undefined),
            Ok(Value::Unclear) | Err(_) => return Err(Failure::Unclear),
        };
        Ok(Bound { factor, power: 0, imaginary: Some(Interval::integer(0)) })
    }

    fn rule(&self, e: &Expr, done: &ExprMap<Bound>) -> Result<Bound, Failure> {
        let bits = BOUND_BITS;
        let of = |x: &Expr| done.get(x).cloned().ok_or(Failure::Unclear);
        let checked = |power: u32| if power <= HIGHEST_POWER { Ok(power) } else { Err(Failure::Unclear) };
        let zero = || Bound { factor: Interval::integer(0), power: 0, imaginary: Some(Interval::integer(0)) };
        match e.kind() {
            Kind::Symbol(_) => {
                // |z| <= |x| + d <= max(1, d) (1 + |x|)
                let factor = self.height.clone().max(Rational::from_integer(1.into()));
                let imaginary = Some(Interval::from_rational(&self.height, bits)?);
                Ok(Bound { factor: Interval::from_rational(&factor, bits)?, power: 1, imaginary })
            }
            Kind::Sum(v) => {
                let mut out = zero();
                for t in v {
                    let b = of(t)?;
                    let imaginary = out.imaginary.zip(b.imaginary).map(|(x, y)| x.plus(&y, bits)).transpose()?;
                    out = Bound { factor: out.factor.plus(&b.factor, bits)?, power: out.power.max(b.power), imaginary };
                }
                Ok(out)
            }
            Kind::Product(v) => {
                let mut out = Bound { factor: Interval::integer(1), ..zero() };
                let mut moving = None;
                let mut real = Interval::integer(1);
                for t in v {
                    let b = of(t)?;
                    let power = checked(out.power + b.power)?;
                    out = Bound { factor: out.factor.times(&b.factor, bits)?, power, imaginary: None };
                    if !t.contains(self.z) {
                        real = real.times(&b.factor, bits)?;
                    } else if moving.replace(b.imaginary).is_some() {
                        // Of a product of two functions nothing is known.
                        moving = Some(None);
                    }
                }
                out.imaginary = moving.flatten().map(|x| x.times(&real, bits)).transpose()?;
                Ok(Bound {
                    imaginary: if self.height.is_zero() { Some(Interval::integer(0)) } else { out.imaginary },
                    ..out
                })
            }
            Kind::Power(b, x) => {
                let n = x.as_number().filter(|q| q.is_integer() && q.is_positive()).ok_or(Failure::Unclear)?;
                let times = n.to_integer().to_u32().ok_or(Failure::Unclear)?;
                let base = of(b)?;
                let power = checked(base.power.checked_mul(times).ok_or(Failure::Unclear)?)?;
                Ok(Bound { factor: base.factor.pow_rational(n, bits)?, power, imaginary: self.real() })
            }
            Kind::Apply(f, x) => self.applied(*f, of(x)?),
            _ => Err(Failure::Unclear),
        }
    }

    /// On the line everything is real.
    fn real(&self) -> Option<Interval> {
        self.height.is_zero().then(|| Interval::integer(0))
    }

    fn applied(&self, f: Function, x: Bound) -> Result<Bound, Failure> {
        let bits = BOUND_BITS;
        let on_the_line = self.height.is_zero();
        let constant = |factor: Interval| Ok(Bound { factor, power: 0, imaginary: self.real() });
        let imaginary = x.imaginary.clone().ok_or(Failure::Unclear);
        let below = |n: i64, d: i64| -> Result<(), Failure> {
            let limit = Rational::new(n.into(), d.into());
            if imaginary.clone()?.upper_end() <= limit { Ok(()) } else { Err(Failure::Unclear) }
        };
        let grown = |by: i32| -> Result<Interval, Failure> { x.factor.plus(&Interval::integer(by), bits) };
        match f {
            Function::Logistic => below(3, 2).and_then(|()| constant(Interval::integer(1))),
            Function::Tanh => below(3, 4).and_then(|()| constant(Interval::integer(1))),
            // |log|1 + e^w|| <= |w| + log 2, and the argument is at most pi/2.
            Function::Softplus => {
                below(3, 2)?;
                Ok(Bound { factor: grown(3)?, power: x.power, imaginary: x.imaginary })
            }
            Function::Sin | Function::Cos => constant(imaginary?.elementary(Function::Exp, bits)?),
            Function::Erf | Function::Erfc | Function::Atan if on_the_line => constant(Interval::integer(2)),
            // |asinh u| <= |u|
            Function::Asinh if on_the_line => Ok(Bound { factor: x.factor, power: x.power, imaginary: self.real() }),
            _ => Err(Failure::Unclear),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature;
    use super::*;
    use crate::symbolic::Role;

    fn value(law: Law, f: impl Fn(&Expr) -> Expr) -> Interval {
        value_at(law, f, 64)
    }

    fn value_at(law: Law, f: impl Fn(&Expr) -> Expr, bits: usize) -> Interval {
        let x = Symbol::new("", "x", Role::Random, 7);
        let e = Expr::mean(&[(x.clone(), law)], &f(&Expr::symbol(&x))).unwrap();
        quadrature::mean(&e, &Point::default(), bits).unwrap()
    }

    fn agree(a: &Interval, exact: &Expr, digits: u32) {
        let b = evaluate(exact, &Point::default(), 96).unwrap().interval(96).unwrap();
        assert!(!a.is_disjoint_from(&b), "{:?} {:?}", a.endpoints(), b.endpoints());
        assert!(a.width() < Rational::new(1.into(), num_bigint::BigInt::from(10).pow(digits)), "{:?}", a.endpoints());
    }

    #[test]
    fn known_means_are_enclosed() {
        // The characteristic functions 1/(1 + t^2) and pi t/sinh(pi t), at t = 1.
        agree(&value(Law::Laplace, |x| x.apply(Function::Cos)), &Expr::ratio(1, 2), 14);
        let logistic = Expr::pi() / Expr::pi().apply(Function::Sinh);
        agree(&value(Law::Logistic, |x| x.apply(Function::Cos)), &logistic, 14);
        // E[softplus z] = E[-log(1 - u)] = 1, E[logistic(z)^3] = E[u^3].
        agree(&value(Law::Logistic, |x| x.apply(Function::Softplus)), &Expr::one(), 14);
        agree(&value(Law::Logistic, |x| x.apply(Function::Logistic).powi(3)), &Expr::ratio(1, 4), 14);
        agree(&value(Law::Laplace, |x| x.powi(6)), &Expr::integer(720), 11);
        agree(&value(Law::Logistic, |x| x.powi(2)), &(Expr::pi().powi(2) * Expr::ratio(1, 3)), 13);
        // E[z sin z] = -d/dt 1/(1 + t^2) = 2 t/(1 + t^2)^2 at 1.
        agree(&value(Law::Laplace, |x| x * &x.apply(Function::Sin)), &Expr::ratio(1, 2), 13);
    }

    #[test]
    fn pieces_are_used_where_there_is_no_bound_in_a_strip() {
        // E[z erf z] of a Laplace variable, by parts: e^(1/4) erfc(1/2)/2 + 1/sqrt pi.
        let v = value_at(Law::Laplace, |x| x * &x.apply(Function::Erf), 32);
        let half = Expr::ratio(1, 2);
        let exact = Expr::ratio(1, 4).exp() * half.apply(Function::Erfc) * &half + Expr::pi().sqrt().recip();
        agree(&v, &exact, 6);
    }

    #[test]
    fn what_has_no_bound_has_no_value() {
        let x = Symbol::new("", "x", Role::Random, 7);
        let e = Expr::mean(&[(x.clone(), Law::Laplace)], &Expr::symbol(&x).exp()).unwrap();
        assert_eq!(quadrature::mean(&e, &Point::default(), 64).unwrap_err(), Failure::Unclear);
    }
}
