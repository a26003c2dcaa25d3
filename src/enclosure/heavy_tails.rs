//! Rigorous values of formal expectations over a logistic or a Laplace variable.
//!
//! In: an integrand, its variable, values of everything else. Out: an interval that contains the mean. It must not know how
//! integrals over bounded ranges are enclosed (rule **taylor-remainder** of [`super::quadrature`]).
//!
//! - Error bound **exponential-tail**: both densities are at most `e^-|z|` (the logistic one is `e^-|z|/(1 + e^-|z|)^2`). Where
//!   `|f(z)| <= M (1 + |z|)^n`, what lies beyond `R >= n` contributes at most
//!   `2 M int_R^inf (1 + z)^n e^-z dz = 2 M e^-R sum_k n!/(n - k)! (1 + R)^(n - k) <= 2 M (n + 1) (1 + R)^n e^-R`.
//! - The density of Laplace has a corner at 0: its mean is that of `(f(z) + f(-z))/2` over the half-line, on which `e^-z` is
//!   smooth; the range `(0, R)` is moved to `(-R/2, R/2)`.

use super::evaluate::{Point, Value, evaluate};
use super::interval::{Enclosure, Failure, Interval};
use super::quadrature::integral;
use crate::symbolic::{Expr, ExprMap, Function, Kind, Law, Rational, Symbol};
use num_traits::{Signed, ToPrimitive};

/// Precision of the bounds, which need few digits.
const BOUND_BITS: usize = 64;
/// The range of integration is cut beyond this.
const LONGEST: i64 = 600;
/// Higher powers are not bounded.
const HIGHEST_POWER: u32 = 64;

/// `|f(z)| <= factor (1 + |z|)^power`
#[derive(Clone)]
struct Bound {
    factor: Interval,
    power: u32,
}

/// The mean.
pub(super) fn mean(f: &Expr, z: &Symbol, law: Law, point: &Point, bits: usize) -> Enclosure {
    let bound = Growth { z, point }.of(f)?;
    let (reach, tail) = cut(&bound, bits)?;
    let e = Expr::symbol(z);
    let inner = if law == Law::Laplace {
        let both = f + &f.substitute([(z.clone(), -&e)]);
        let half = reach / 2;
        let moved = &e + &Expr::integer(half);
        let integrand = (both * (-&e).exp()).substitute([(z.clone(), moved)]) * Expr::ratio(1, 2);
        integral(&integrand, z, point, bits, half)?
    } else {
        let density = e.apply(Function::Logistic) * (-&e).apply(Function::Logistic);
        integral(&(f * &density), z, point, bits, reach)?
    };
    inner.plus(&tail, bits)
}

/// An even `R`, and an interval around 0 that contains what lies beyond.
fn cut(bound: &Bound, bits: usize) -> Result<(i64, Interval), Failure> {
    let one = Rational::from_integer(1.into());
    let least = Rational::new(1.into(), num_bigint::BigInt::from(1) << bits);
    let scale = bound.factor.upper_end().max(one);
    let mut reach = i64::from(bound.power).max(2) / 2 * 2 + 2;
    loop {
        let small = |n: i64| i32::try_from(n).map(Interval::integer).map_err(|_| Failure::Unclear);
        let grown = small(reach + 1)?.pow_rational(&Rational::from_integer(bound.power.into()), BOUND_BITS)?;
        let falls = small(-reach)?.elementary(Function::Exp, BOUND_BITS)?;
        let count = small(2 * (i64::from(bound.power) + 1))?;
        let all = bound.factor.times(&grown, BOUND_BITS)?.times(&falls, BOUND_BITS)?.times(&count, BOUND_BITS)?;
        let most = all.upper_end();
        if most <= &least * &scale || reach >= LONGEST {
            return Ok((reach, Interval::between(&-most.clone(), &most, BOUND_BITS)?));
        }
        reach += 2;
    }
}

/// Bounds of the functions that are tame over these laws.
struct Growth<'a> {
    z: &'a Symbol,
    point: &'a Point,
}

impl Growth<'_> {
    fn of(&self, f: &Expr) -> Result<Bound, Failure> {
        let mut done: ExprMap<Bound> = ExprMap::default();
        for node in f.nodes() {
            let bound = if node.contains(self.z) {
                self.rule(&node, &done)?
            } else {
                Bound { factor: self.size(&node)?, power: 0 }
            };
            done.insert(node, bound);
        }
        done.remove(f).ok_or(Failure::Unclear)
    }

    fn size(&self, e: &Expr) -> Enclosure {
        match evaluate(e, self.point, BOUND_BITS) {
            Ok(value @ (Value::Exact(_) | Value::Enclosed(_))) => {
                Ok(value.interval(BOUND_BITS).ok_or(Failure::Unclear)?.magnitude())
            }
            Ok(Value::Undefined { .. }) => Err(Failure::Undefined),
            Ok(Value::Unclear) | Err(_) => Err(Failure::Unclear),
        }
    }

    fn rule(&self, e: &Expr, done: &ExprMap<Bound>) -> Result<Bound, Failure> {
        let of = |x: &Expr| done.get(x).cloned().ok_or(Failure::Unclear);
        let constant = |n: i32| Bound { factor: Interval::integer(n), power: 0 };
        let checked = |power: u32| if power <= HIGHEST_POWER { Ok(power) } else { Err(Failure::Unclear) };
        Ok(match e.kind() {
            Kind::Symbol(_) => Bound { factor: Interval::integer(1), power: 1 },
            Kind::Sum(v) => {
                let mut out = constant(0);
                for t in v {
                    let b = of(t)?;
                    out = Bound { factor: out.factor.plus(&b.factor, BOUND_BITS)?, power: out.power.max(b.power) };
                }
                out
            }
            Kind::Product(v) => {
                let mut out = constant(1);
                for t in v {
                    let b = of(t)?;
                    let power = checked(out.power + b.power)?;
                    out = Bound { factor: out.factor.times(&b.factor, BOUND_BITS)?, power };
                }
                out
            }
            Kind::Power(b, x) => {
                let n = x.as_number().filter(|q| q.is_integer() && q.is_positive()).ok_or(Failure::Unclear)?;
                let times = n.to_integer().to_u32().ok_or(Failure::Unclear)?;
                let base = of(b)?;
                let power = checked(base.power.checked_mul(times).ok_or(Failure::Unclear)?)?;
                Bound { factor: base.factor.pow_rational(n, BOUND_BITS)?, power }
            }
            Kind::Apply(Function::Logistic | Function::Tanh | Function::Sin | Function::Cos, _) => constant(1),
            Kind::Apply(Function::Erf | Function::Erfc | Function::Atan, _) => constant(2),
            // softplus(u) <= |u| + log 2, |asinh u| <= |u|
            Kind::Apply(Function::Softplus | Function::Asinh, x) => {
                let b = of(x)?;
                Bound { factor: b.factor.plus(&Interval::integer(1), BOUND_BITS)?, power: b.power }
            }
            _ => return Err(Failure::Unclear),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature;
    use super::*;
    use crate::symbolic::Role;

    fn value(law: Law, f: impl Fn(&Expr) -> Expr) -> Interval {
        let x = Symbol::new("", "x", Role::Random, 7);
        let e = Expr::mean(&[(x.clone(), law)], &f(&Expr::symbol(&x))).unwrap();
        quadrature::mean(&e, &Point::default(), 64).unwrap()
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
    fn what_has_no_bound_has_no_value() {
        let x = Symbol::new("", "x", Role::Random, 7);
        let e = Expr::mean(&[(x.clone(), Law::Laplace)], &Expr::symbol(&x).exp()).unwrap();
        assert_eq!(quadrature::mean(&e, &Point::default(), 64).unwrap_err(), Failure::Unclear);
    }
}
