//! Bounds of functions on the line and on strips around it.
//!
//! In: an expression of one variable, a point that gives all other symbols values, the height `d` of a strip. Out: numbers
//! `M` and `k` with `|f(x + i y)| <= M e^(k |x|)` for all real `x` and `|y| <= d`, where `f` is then analytic. It must not know
//! integrals.
//!
//! With `w = a + b z`, `|Im w| <= |b| d`:
//! - `|z| <= |x| + d <= max(1, d) e^|x|`; `|e^w|`, `|sinh w|`, `|cosh w| <= e^(|a| + |b| |x|)`, and `<= e^|w|` for any `w`;
//! - `|sin w|`, `|cos w| <= e^(|b| d)`;
//! - where `|Im w| < pi/2`, `e^w` and `e^-w` lie in the right half plane, so `|1 + e^-w| >= 1`: `|logistic w| <= 1`, and
//!   `|softplus w| <= log|1 + e^w| + pi/2 <= |Re w| + 3`; `|tanh w| <= 1` where `|Im w| < pi/4`;
//! - where `|Im w| <= 3 < pi`, the ray of `e^w` has a distance of at least `sin 3 > 1/8` from -1, so `|1 + e^-w| > 1/8`:
//!   `|logistic w| <= 8`, and `1/8 < |1 + e^w| <= 2 e^|Re w|` gives `|softplus w| <= |Re w| + log 8 + pi <= |Re w| + 6`, with the
//!   branch of the logarithm that is real on the line, since `1 + e^w` meets no negative number; `tanh w = 2 logistic(2 w) - 1`,
//!   so `|tanh w| <= 17` where `|Im w| <= 3/2`;
//! - `|erf w| <= 1 + 2 Y e^(Y^2)`, `Y = |b| d`: the integral of `2/sqrt(pi) e^(-t^2)` from `Re w` up to `w`.

use super::evaluate::{Point, Value, evaluate};
use super::interval::{Enclosure, Failure, Interval};
use crate::symbolic::{Expr, ExprMap, Function, Kind, Rational, Symbol};
use num_traits::{Signed, Zero};

/// Strips are no higher than this.
const HIGHEST: i64 = 8;

/// `|f(x + i y)| <= factor * e^(rate |x|)`; both are not negative.
#[derive(Clone)]
pub struct Bound {
    /// `M`
    pub factor: Interval,
    /// `k`
    pub rate: Interval,
}

/// What a bound is sought for.
pub struct Growth<'a> {
    /// The variable.
    pub z: &'a Symbol,
    /// Values of the other symbols.
    pub point: &'a Point,
    /// Precision in bits.
    pub bits: usize,
    /// `d`, not negative.
    pub height: Rational,
}

impl Growth<'_> {
    /// The highest strip in which every function of the expression is bounded by the rules above, up to [`HIGHEST`].
    ///
    /// # Errors
    /// [`Failure`] where a slope has no value.
    pub fn highest_strip(f: &Expr, z: &Symbol, point: &Point, bits: usize) -> Result<Rational, Failure> {
        let line = Growth { z, point, bits, height: Rational::zero() };
        let mut highest = Rational::from_integer(HIGHEST.into());
        for node in f.nodes() {
            let Kind::Apply(function, x) = node.kind() else { continue };
            // A little less than where the rules end, so that rounding does no harm.
            let room = match function {
                Function::Logistic | Function::Softplus => Rational::new(2999.into(), 1000.into()),
                Function::Tanh => Rational::new(1499.into(), 1000.into()),
                _ => continue,
            };
            if !node.contains(z) {
                continue;
            }
            let (_, slope) = line.affine(x)?;
            let slope = slope.upper_end();
            if slope.is_positive() {
                highest = highest.min(room / slope);
            }
        }
        Ok(highest)
    }

    /// The bound of an expression.
    ///
    /// # Errors
    /// [`Failure`] where no rule gives one.
    pub fn of(&self, f: &Expr) -> Result<Bound, Failure> {
        let mut done: ExprMap<Bound> = ExprMap::default();
        for node in f.nodes() {
            let bound = if node.contains(self.z) {
                self.rule(&node, &done)?
            } else {
                Bound { factor: self.number(&node)?.magnitude(), rate: Interval::integer(0) }
            };
            done.insert(node, bound);
        }
        done.remove(f).ok_or(Failure::Unclear)
    }

    fn number(&self, e: &Expr) -> Enclosure {
        match evaluate(e, self.point, self.bits) {
            Ok(value @ (Value::Exact(_) | Value::Enclosed(_))) => value.interval(self.bits).ok_or(Failure::Unclear),
            Ok(Value::Undefined { .. }) => Err(Failure::Undefined),
            Ok(Value::Unclear) | Err(_) => Err(Failure::Unclear),
        }
    }

    /// `a` and `|b|` of `a + b z`.
    fn affine(&self, e: &Expr) -> Result<(Interval, Interval), Failure> {
        let slope = e.derivative(self.z);
        if slope.contains(self.z) {
            return Err(Failure::Unclear);
        }
        let at_zero = self.number(&e.substitute([(self.z.clone(), Expr::zero())]))?;
        Ok((at_zero, self.number(&slope)?.magnitude()))
    }

    fn rule(&self, e: &Expr, done: &ExprMap<Bound>) -> Result<Bound, Failure> {
        let bits = self.bits;
        let of = |x: &Expr| done.get(x).cloned().ok_or(Failure::Unclear);
        let constant = |factor: Interval| Bound { factor, rate: Interval::integer(0) };
        match e.kind() {
            Kind::Symbol(_) => {
                let one = Rational::from_integer(1.into());
                let factor = Interval::from_rational(&self.height.clone().max(one), bits)?;
                Ok(Bound { factor, rate: Interval::integer(1) })
            }
            Kind::Sum(v) => {
                let mut out = constant(Interval::integer(0));
                for t in v {
                    let b = of(t)?;
                    out.factor = out.factor.plus(&b.factor, bits)?;
                    // Only upper ends matter for a bound: the hull has the larger one.
                    out.rate = out.rate.hull(&b.rate);
                }
                Ok(out)
            }
            Kind::Product(v) => {
                let mut out = constant(Interval::integer(1));
                for t in v {
                    let b = of(t)?;
                    out.factor = out.factor.times(&b.factor, bits)?;
                    out.rate = out.rate.plus(&b.rate, bits)?;
                }
                Ok(out)
            }
            Kind::Power(b, x) => {
                let n = x.as_number().filter(|q| q.is_integer() && q.is_positive()).ok_or(Failure::Unclear)?;
                let base = of(b)?;
                let exponent = Interval::from_rational(n, bits)?;
                Ok(Bound { factor: base.factor.pow_rational(n, bits)?, rate: base.rate.times(&exponent, bits)? })
            }
            Kind::Apply(f, x) => self.applied(*f, x, of(x)?),
            _ => Err(Failure::Unclear),
        }
    }

    fn applied(&self, f: Function, x: &Expr, inner: Bound) -> Result<Bound, Failure> {
        let bits = self.bits;
        let constant = |factor: Interval| Ok(Bound { factor, rate: Interval::integer(0) });
        // `|b| d`, and whether it is certainly smaller than a number.
        let imaginary = || -> Result<Interval, Failure> {
            let (_, slope) = self.affine(x)?;
            slope.times(&Interval::from_rational(&self.height, bits)?, bits)
        };
        let below = |n: i64, d: i64| -> Result<bool, Failure> {
            let limit = Rational::new(n.into(), d.into());
            Ok(self.height.is_zero() || imaginary()?.upper_end() <= limit)
        };
        // `near` where the values stay off -1, `far` where they keep the distance of 1/8.
        let within = |d: i64, near: i32, far: i32| -> Enclosure {
            let found = if below(3, 2 * d)? { near } else { far };
            if below(3, d)? { Ok(Interval::integer(found)) } else { Err(Failure::Unclear) }
        };
        match f {
            Function::Logistic => constant(within(1, 1, 8)?),
            Function::Tanh => constant(within(2, 1, 17)?),
            Function::Softplus => Ok(Bound { factor: inner.factor.plus(&within(1, 3, 6)?, bits)?, rate: inner.rate }),
            Function::Sin | Function::Cos | Function::Erf | Function::Erfc if self.height.is_zero() => {
                constant(Interval::integer(2))
            }
            Function::Sin | Function::Cos => constant(imaginary()?.elementary(Function::Exp, bits)?),
            Function::Erf | Function::Erfc => {
                let y = imaginary()?;
                let e = y.times(&y, bits)?.elementary(Function::Exp, bits)?;
                let most = y.times(&e, bits)?.times(&Interval::integer(2), bits)?;
                constant(most.plus(&Interval::integer(2), bits)?)
            }
            Function::Atan if self.height.is_zero() => constant(Interval::integer(2)),
            Function::Asinh if self.height.is_zero() => Ok(inner),
            Function::Exp | Function::Sinh | Function::Cosh => {
                let (at_zero, rate) = match self.affine(x) {
                    Ok(found) => found,
                    Err(_) if inner.rate.upper_end().is_zero() => {
                        return constant(inner.factor.elementary(Function::Exp, bits)?);
                    }
                    Err(why) => return Err(why),
                };
                let start = if f == Function::Exp { at_zero } else { at_zero.magnitude() };
                Ok(Bound { factor: start.elementary(Function::Exp, bits)?, rate })
            }
            _ => Err(Failure::Unclear),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    #[test]
    fn strips_end_before_the_poles() {
        let z = Symbol::new("", "z", Role::Random, 0);
        let x = Expr::symbol(&z);
        let nowhere = Point::default();
        let bound = |f: Function, n: i64, d: i64| {
            let growth = Growth { z: &z, point: &nowhere, bits: 64, height: Rational::new(n.into(), d.into()) };
            growth.of(&x.apply(f)).map(|b| b.factor.upper_end())
        };
        let whole = |n: i64| Ok(Rational::from_integer(n.into()));
        assert_eq!(bound(Function::Logistic, 3, 2), whole(1));
        assert_eq!(bound(Function::Logistic, 3, 1), whole(8));
        assert_eq!(bound(Function::Logistic, 301, 100), Err(Failure::Unclear));
        assert_eq!(bound(Function::Tanh, 3, 4), whole(1));
        assert_eq!(bound(Function::Tanh, 3, 2), whole(17));
        assert_eq!(bound(Function::Tanh, 151, 100), Err(Failure::Unclear));
        assert_eq!(bound(Function::Softplus, 301, 100), Err(Failure::Unclear));
        // The strip that is sought lies inside of these.
        for (f, slope) in [(Function::Logistic, 7), (Function::Tanh, 3), (Function::Softplus, 11)] {
            let steep = x.scaled(&Rational::new(slope.into(), 3.into())).apply(f);
            let height = Growth::highest_strip(&steep, &z, &nowhere, 64).unwrap();
            assert!(Growth { z: &z, point: &nowhere, bits: 64, height }.of(&steep).is_ok());
        }
    }

    #[test]
    fn the_distance_from_minus_one_is_as_claimed() {
        // |1 + r e^(iy)|^2 = 1 + 2 r cos y + r^2 > 1/64 at the border of the strip, y = 3.
        let cosine = Expr::integer(3).apply(Function::Cos);
        for n in 1..400 {
            let r = Expr::ratio(n, 100);
            let square = Expr::one() + Expr::integer(2) * &r * &cosine + r.powi(2);
            let value = evaluate(&square, &Point::default(), 64).unwrap().interval(64).unwrap();
            assert!(value.lower_end() > Rational::new(1.into(), 64.into()), "{n}");
        }
    }
}
