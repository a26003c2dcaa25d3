//! Rectangles of the complex plane, and analytic functions over them.
//!
//! In: an expression, rectangles for some symbols, real intervals for others. Out: a rectangle that contains all its values,
//! which also says that it is analytic there. It must not know integrals.
//!
//! Every function is its power series continued from the real line: logarithms and powers are the principal ones, and are
//! covered only where their argument stays off the negative half-line; `softplus(w) = log(1 + e^w)` alike.

use super::interval::{Failure, Interval};
use crate::symbolic::{Expr, ExprMap, Function, Kind, Rational, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

/// Precision: bounds need few digits.
const BITS: usize = 64;
/// Natural powers up to this one are multiplied out.
const HIGHEST_POWER: u32 = 64;

/// All `x + i y` with `x` and `y` in these intervals.
#[derive(Clone, Debug)]
pub struct Rectangle {
    /// Real parts.
    pub re: Interval,
    /// Imaginary parts.
    pub im: Interval,
}

type Area = Result<Rectangle, Failure>;

impl Rectangle {
    /// Real numbers.
    #[must_use]
    pub fn real(re: Interval) -> Self {
        Self { re, im: Interval::integer(0) }
    }

    fn is_real(&self) -> bool {
        self.im.is_zero()
    }

    fn plus(&self, other: &Self) -> Area {
        Ok(Self { re: self.re.plus(&other.re, BITS)?, im: self.im.plus(&other.im, BITS)? })
    }

    fn times(&self, other: &Self) -> Area {
        let re = self.re.times(&other.re, BITS)?.minus(&self.im.times(&other.im, BITS)?, BITS)?;
        let im = self.re.times(&other.im, BITS)?.plus(&self.im.times(&other.re, BITS)?, BITS)?;
        Ok(Self { re, im })
    }

    fn negated(&self) -> Self {
        Self { re: self.re.negated(), im: self.im.negated() }
    }

    /// `i w`
    fn turned(&self) -> Self {
        Self { re: self.im.negated(), im: self.re.clone() }
    }

    fn recip(&self) -> Area {
        let square = self.re.powi(2, BITS)?.plus(&self.im.powi(2, BITS)?, BITS)?;
        if square.contains_zero() {
            return Err(Failure::Unclear);
        }
        Ok(Self { re: self.re.over(&square, BITS)?, im: self.im.negated().over(&square, BITS)? })
    }

    fn shifted(&self, n: i32) -> Area {
        Ok(Self { re: self.re.plus(&Interval::integer(n), BITS)?, im: self.im.clone() })
    }

    fn scaled(&self, n: i64, d: i64) -> Area {
        let c = Interval::from_rational(&Rational::new(n.into(), d.into()), BITS)?;
        Ok(Self { re: self.re.times(&c, BITS)?, im: self.im.times(&c, BITS)? })
    }

    fn exp(&self) -> Area {
        let size = self.re.elementary(Function::Exp, BITS)?;
        let (c, s) = (self.im.elementary(Function::Cos, BITS)?, self.im.elementary(Function::Sin, BITS)?);
        Ok(Self { re: size.times(&c, BITS)?, im: size.times(&s, BITS)? })
    }

    /// The principal logarithm, off the negative half-line.
    fn log(&self) -> Area {
        let half = Interval::from_rational(&Rational::new(1.into(), 2.into()), BITS)?;
        let square = self.re.powi(2, BITS)?.plus(&self.im.powi(2, BITS)?, BITS)?;
        if square.contains_zero() {
            return Err(Failure::Unclear);
        }
        let re = square.elementary(Function::Log, BITS)?.times(&half, BITS)?;
        let quarter = Interval::pi(BITS)?.times(&half, BITS)?;
        let im = if self.is_real() && self.re.is_positive() {
            Interval::integer(0)
        } else if self.re.is_positive() {
            self.im.over(&self.re, BITS)?.elementary(Function::Atan, BITS)?
        } else if self.im.is_positive() {
            quarter.minus(&self.re.over(&self.im, BITS)?.elementary(Function::Atan, BITS)?, BITS)?
        } else if self.im.is_negative() {
            quarter.negated().minus(&self.re.over(&self.im, BITS)?.elementary(Function::Atan, BITS)?, BITS)?
        } else {
            return Err(Failure::Unclear);
        };
        Ok(Self { re, im })
    }

    fn power(&self, n: u32) -> Area {
        let mut out = self.clone();
        for _ in 1..n {
            out = out.times(self)?;
        }
        Ok(out)
    }

    /// `log(1 + e^w)`; to the right of 0 as `w + log(1 + e^-w)`.
    fn softplus(&self) -> Area {
        if self.re.is_positive() {
            self.plus(&self.negated().exp()?.shifted(1)?.log()?)
        } else {
            let t = self.exp()?;
            let size = t.size()?;
            if size.upper_end() > Rational::new(1.into(), 4.into()) {
                return t.shifted(1)?.log();
            }
            // log(1 + t) = t (1 + d), |d| <= |t|/2 + |t|^2/3 + .. <= |t|, so that small values keep their digits.
            let around = Interval::between(&-size.upper_end(), &size.upper_end(), BITS)?;
            t.times(&Self { re: around.plus(&Interval::integer(1), BITS)?, im: around })
        }
    }

    /// `1/(1 + e^-w)`; to the left of 0 as `e^w/(1 + e^w)`.
    fn logistic(&self) -> Area {
        if self.re.is_negative() {
            let e = self.exp()?;
            e.times(&e.shifted(1)?.recip()?)
        } else {
            self.negated().exp()?.shifted(1)?.recip()
        }
    }

    /// `|erf(x + i y) - erf(x)| <= 2/sqrt(pi) |y| e^(y^2 - x^2)`, the integral of `e^-t^2` from `x` straight to `x + i y`.
    fn erf(&self) -> Area {
        let real = self.re.elementary(Function::Erf, BITS)?;
        if self.is_real() {
            return Ok(Self::real(real));
        }
        let y = self.im.magnitude();
        let exponent = y.powi(2, BITS)?.minus(&self.re.powi(2, BITS)?, BITS)?;
        // 2/sqrt(pi) < 6/5
        let fifths = Interval::from_rational(&Rational::new(6.into(), 5.into()), BITS)?;
        let away = y.times(&fifths, BITS)?.times(&exponent.elementary(Function::Exp, BITS)?, BITS)?.upper_end();
        let around = Interval::between(&-away.clone(), &away, BITS)?;
        Ok(Self { re: real.plus(&around, BITS)?, im: around })
    }

    fn applied(&self, f: Function) -> Area {
        if self.is_real() && f != Function::Softplus {
            return Ok(Self::real(self.re.elementary(f, BITS)?));
        }
        let halved = |a: Self, b: Self| a.plus(&b)?.scaled(1, 2);
        match f {
            Function::Exp => self.exp(),
            Function::Log => self.log(),
            Function::Softplus => self.softplus(),
            Function::Logistic => self.logistic(),
            // tanh w = 2 logistic(2 w) - 1
            Function::Tanh => self.scaled(2, 1)?.logistic()?.scaled(2, 1)?.shifted(-1),
            Function::Cosh => halved(self.exp()?, self.negated().exp()?),
            Function::Sinh => halved(self.exp()?, self.negated().exp()?.negated()),
            Function::Cos => {
                let w = self.turned();
                halved(w.exp()?, w.negated().exp()?)
            }
            // sin w = -i sinh(i w)
            Function::Sin => {
                let w = self.turned();
                Ok(halved(w.exp()?, w.negated().exp()?.negated())?.turned().negated())
            }
            // atan w = (log(1 + i w) - log(1 - i w))/(2 i)
            Function::Atan => {
                let w = self.turned();
                let difference = w.shifted(1)?.log()?.plus(&w.negated().shifted(1)?.log()?.negated())?;
                difference.scaled(1, 2).map(|d| d.turned().negated())
            }
            // asinh w = log(w + sqrt(w^2 + 1))
            Function::Asinh => {
                let root = self.times(self)?.shifted(1)?.log()?.scaled(1, 2)?.exp()?;
                self.plus(&root)?.log()
            }
            Function::Erf => self.erf(),
            Function::Erfc => self.erf()?.negated().shifted(1),
            _ => Err(Failure::Unclear),
        }
    }

    /// An upper bound of the absolute value.
    pub fn size(&self) -> Result<Interval, Failure> {
        let (x, y) = (self.re.magnitude(), self.im.magnitude());
        if y.is_zero() { Ok(x) } else { x.powi(2, BITS)?.plus(&y.powi(2, BITS)?, BITS)?.sqrt(BITS) }
    }
}

/// The values of an expression whose symbols all have places.
///
/// # Errors
/// [`Failure::Unclear`] where it may not be analytic.
pub fn area(nodes: &[Expr], places: &BTreeMap<Symbol, Rectangle>) -> Area {
    let mut done: ExprMap<Rectangle> = ExprMap::default();
    let mut last = Err(Failure::Unclear);
    for node in nodes {
        let value = rule(node, places, &done)?;
        done.insert(node.clone(), value.clone());
        last = Ok(value);
    }
    last
}

fn rule(e: &Expr, places: &BTreeMap<Symbol, Rectangle>, done: &ExprMap<Rectangle>) -> Area {
    let of = |x: &Expr| done.get(x).ok_or(Failure::Unclear);
    match e.kind() {
        Kind::Number(q) => Ok(Rectangle::real(Interval::from_rational(q, BITS)?)),
        Kind::Pi => Ok(Rectangle::real(Interval::pi(BITS)?)),
        Kind::Symbol(s) => places.get(s).cloned().ok_or(Failure::Unclear),
        Kind::Sum(v) => {
            let mut out = Rectangle::real(Interval::integer(0));
            for t in v {
                out = out.plus(of(t)?)?;
            }
            Ok(out)
        }
        Kind::Product(v) => {
            let mut out = Rectangle::real(Interval::integer(1));
            for f in v {
                out = out.times(of(f)?)?;
            }
            Ok(out)
        }
        Kind::Power(b, x) => {
            let (base, exponent) = (of(b)?, of(x)?);
            let natural = x.as_number().filter(|q| q.is_integer());
            match natural.and_then(|q| q.abs().to_integer().to_u32()).filter(|n| (1..=HIGHEST_POWER).contains(n)) {
                Some(n) if natural.is_some_and(Signed::is_positive) => base.power(n),
                Some(n) => base.recip()?.power(n),
                None if base.is_real() && exponent.is_real() => Ok(Rectangle::real(base.re.pow(&exponent.re, BITS)?)),
                None => base.log()?.times(exponent)?.exp(),
            }
        }
        Kind::Apply(f, x) => of(x)?.applied(*f),
        _ => Err(Failure::Unclear),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    /// `f` at `x + i y`, as the last of its nodes.
    fn at(f: Function, x: (i64, i64), y: (i64, i64)) -> Area {
        let w = Symbol::new("", "w", Role::Random, 0);
        let point = |(n, d): (i64, i64)| Interval::from_rational(&Rational::new(n.into(), d.into()), BITS).unwrap();
        let place = Rectangle { re: point(x), im: point(y) };
        area(&Expr::symbol(&w).apply(f).nodes(), &BTreeMap::from([(w, place)]))
    }

    #[test]
    fn known_values_off_the_real_line() {
        let digits = |i: &Interval, written: i64| {
            let q = Rational::new(written.into(), 1_000_000_000i64.into());
            let near = Rational::new(1.into(), 1_000_000_000i64.into());
            assert!((i.midpoint() - &q).abs() <= near && i.width() < near, "{:?} {written}", i.endpoints());
        };
        // At 1/2 + 3i/4.
        for (f, re, im) in [
            (Function::Exp, 1_206_351_002, 1_123_832_323),
            (Function::Log, -103_819_682, 982_793_723),
            (Function::Softplus, 906_677_616, 471_109_475),
            (Function::Logistic, 640_131_003, 183_303_749),
            (Function::Tanh, 728_211_801, 618_096_395),
            (Function::Sin, 620_704_231, 721_650_824),
            (Function::Atan, 692_724_188, 590_213_500),
            (Function::Asinh, 606_335_000, 682_203_966),
        ] {
            let value = at(f, (1, 2), (3, 4)).unwrap();
            digits(&value.re, re);
            digits(&value.im, im);
        }
    }

    #[test]
    fn poles_and_cuts_are_not_covered() {
        assert!(at(Function::Log, (-1, 1), (0, 1)).is_err());
        // 1 + e^w = 0 at i pi, which lies between these.
        let w = Symbol::new("", "w", Role::Random, 0);
        let im = Interval::between(&Rational::from_integer(3.into()), &Rational::from_integer(4.into()), BITS).unwrap();
        let near = Interval::between(&Rational::from_integer((-1).into()), &Rational::from_integer(1.into()), BITS);
        let places = BTreeMap::from([(w.clone(), Rectangle { re: near.unwrap(), im })]);
        for f in [Function::Softplus, Function::Logistic] {
            assert!(area(&Expr::symbol(&w).apply(f).nodes(), &places).is_err());
        }
    }
}
