//! Bounds of a function where some of its variables are large.
//!
//! In: an expression; for each variable an interval, or a ray `z = R + h` or `z = -R - h` with `h >= 0`. Out: a bound
//! `|f| <= e^(a + s_1 h_1 + ..)`. It must not know integrals.
//!
//! Of each part up to four bounds by affine functions of `h` are known: of its value from below and above, and of the
//! logarithm of its size from above and, where it is positive, from below. The rules between them:
//! - `log(R + h) <= log R + h/R`, and so for every affine function with a positive value at 0 (concavity);
//! - `e^x >= e^a (1 + x - a)` (convexity), so that `e^(a + s h) >= e^a (1 + s h)` for `s >= 0`; the same for `softplus` and for
//!   natural powers of positive functions;
//! - `softplus(x) <= 1 + |x|`, `softplus(x) <= softplus(a) + (x - a)` for `x >= a`, `softplus(x) <= e^x`, and `softplus(x) >= e^x/(1 + e^a)` for `x <= a`;
//!   `logistic(x) <= e^x`, `logistic(x) >= e^x/(1 + e^a)` for `x <= a`;
//! - for `x >= a >= 2`, `log Gamma(x) >= log Gamma(a) + (log a - 1/a) (x - a)` (it is convex, with the slope `digamma(a) >= log a - 1/a`), and
//!   `0 <= log Gamma(x) <= x log x <= x^2`, `0 <= digamma(x) <= log x <= x`, `|polygamma(k, x)| <= k! (zeta(k + 1) - 1) <= k!`;
//! - for `y >= 2`, `Gamma(y + d)/Gamma(y) <= (y + d)^d` where `d >= 0` (the slope of the logarithm is at most `log(y + d)`), and `<= 1` where `d <= 0` and
//!   `y + d >= 2` (gamma functions rise there);
//! - of a sum the logarithm of the sum of the sizes at `h = 0`, with the largest of the slopes.

use super::evaluate::{Coordinate, Point, evaluate};
use super::interval::{Enclosure, Failure, Interval};
use crate::symbolic::{Binary, Expr, ExprMap, Function, Kind, Rational, Symbol};
use num_traits::{Signed, ToPrimitive, Zero};

/// Precision: bounds need few digits.
const BITS: usize = 64;

/// Where a variable is.
#[derive(Clone, Debug)]
pub enum Place {
    /// In this interval.
    Within(Interval),
    /// Beyond this number, which is positive.
    Above(Rational),
    /// Below minus this number.
    Below(Rational),
}

/// `at + sum slopes_i h_i`; slopes are numbers, and the value at 0 an interval of which one end counts.
#[derive(Clone, Debug)]
struct Affine {
    at: Interval,
    slopes: Vec<Interval>,
}

impl Affine {
    fn plus(&self, other: &Self) -> Result<Self, Failure> {
        let slopes = self.slopes.iter().zip(&other.slopes).map(|(a, b)| a.plus(b, BITS)).collect::<Result<_, _>>()?;
        Ok(Self { at: self.at.plus(&other.at, BITS)?, slopes })
    }

    fn times(&self, c: &Interval) -> Result<Self, Failure> {
        let slopes = self.slopes.iter().map(|s| s.times(c, BITS)).collect::<Result<_, _>>()?;
        Ok(Self { at: self.at.times(c, BITS)?, slopes })
    }

    /// Whether it never falls.
    fn rises(&self) -> bool {
        self.slopes.iter().all(Interval::is_nonnegative)
    }

    /// Whether it never rises.
    fn falls(&self) -> bool {
        self.slopes.iter().all(|s| s.negated().is_nonnegative())
    }

    fn is_positive(&self) -> bool {
        self.at.is_positive() && self.rises()
    }

    fn is_nonnegative(&self) -> bool {
        self.at.is_nonnegative() && self.rises()
    }

    fn is_nonpositive(&self) -> bool {
        self.at.negated().is_nonnegative() && self.falls()
    }

    /// The same slopes times a number, with another value at 0.
    fn with(&self, at: Interval, times: &Interval) -> Result<Self, Failure> {
        Ok(Self { at, ..self.times(times)? })
    }
}

/// What is known of a part.
#[derive(Clone, Debug, Default)]
struct Known {
    low: Option<Affine>,
    high: Option<Affine>,
    /// Upper bound of the logarithm of the size.
    size: Option<Affine>,
    /// Lower bound of the logarithm, of what is positive.
    least: Option<Affine>,
}

/// Bounds of functions where variables are in given places.
pub struct Rays<'a> {
    /// The variables, with their places.
    pub places: &'a [(Symbol, Place)],
}

impl Rays<'_> {
    /// `a` and the slopes, for the rays in order.
    ///
    /// # Errors
    /// [`Failure::Unclear`] where no bound is known.
    pub fn bound(&self, nodes: &[Expr], constants: &Point) -> Result<(Interval, Vec<Interval>), Failure> {
        let mut done: ExprMap<Known> = ExprMap::default();
        let mut last = Known::default();
        for node in nodes {
            last = self.filled(self.rule(node, constants, &done)?)?;
            done.insert(node.clone(), last.clone());
        }
        last.size.map(|size| (size.at, size.slopes)).ok_or(Failure::Unclear)
    }

    fn rays(&self) -> impl Iterator<Item = (&Symbol, &Rational, bool)> {
        self.places.iter().filter_map(|(s, place)| match place {
            Place::Within(_) => None,
            Place::Above(r) => Some((s, r, true)),
            Place::Below(r) => Some((s, r, false)),
        })
    }

    fn moves(&self, e: &Expr) -> bool {
        self.rays().any(|(s, ..)| e.contains(s))
    }

    fn level(&self, at: Interval) -> Affine {
        Affine { at, slopes: self.rays().map(|_| Interval::integer(0)).collect() }
    }

    fn whole(&self, n: i32) -> Affine {
        self.level(Interval::integer(n))
    }

    /// Between two numbers.
    fn between(&self, a: i32, b: i32) -> Known {
        Known { low: Some(self.whole(a)), high: Some(self.whole(b)), ..Known::default() }
    }

    fn constant(&self, value: Interval) -> Result<Known, Failure> {
        let (a, b) = value.endpoints();
        let end = |q: &Rational| Interval::from_rational(q, BITS);
        let least =
            if value.is_positive() { Some(self.level(end(&a)?.elementary(Function::Log, BITS)?)) } else { None };
        let most = value.magnitude();
        let size = if most.is_positive() { Some(self.level(most.elementary(Function::Log, BITS)?)) } else { None };
        Ok(Known { low: Some(self.level(end(&a)?)), high: Some(self.level(end(&b)?)), size, least })
    }

    fn rule(&self, e: &Expr, constants: &Point, done: &ExprMap<Known>) -> Result<Known, Failure> {
        let of = |x: &Expr| done.get(x).ok_or(Failure::Unclear);
        if !self.moves(e) {
            let mut point = constants.clone();
            for (s, place) in self.places {
                if let Place::Within(i) = place {
                    point.set(s, Coordinate::Within(i.clone()));
                }
            }
            let value = evaluate(e, &point, BITS).ok().and_then(|v| v.interval(BITS)).ok_or(Failure::Unclear)?;
            return self.constant(value);
        }
        match e.kind() {
            Kind::Symbol(s) => self.symbol(s),
            Kind::Sum(v) => {
                let parts: Vec<&Known> = v.iter().map(of).collect::<Result<_, _>>()?;
                self.sum(&parts)
            }
            Kind::Product(v) => {
                let (ratios, v) = self.gamma_ratios(v, constants, done)?;
                let mut parts: Vec<(&Known, bool)> =
                    v.iter().map(|f| Ok((of(f)?, self.moves(f)))).collect::<Result<_, Failure>>()?;
                parts.extend(ratios.iter().map(|known| (known, true)));
                self.product(&parts)
            }
            // b^x = e^(x log b)
            Kind::Power(b, x) if !self.moves(b) => {
                let log = self.applied(Function::Log, of(b)?)?;
                self.applied(Function::Exp, &self.product(&[(&self.filled(log)?, false), (of(x)?, true)])?)
            }
            Kind::Binary(Binary::Min | Binary::Max, x, y) => {
                Ok(Known { size: self.sum(&[of(x)?, of(y)?])?.size, ..Known::default() })
            }
            Kind::Power(b, x) if !self.moves(x) => {
                let exponent = of(x)?;
                let (Some(low), Some(high)) = (&exponent.low, &exponent.high) else { return Err(Failure::Unclear) };
                let natural = x.as_number().filter(|q| q.is_integer() && q.is_positive());
                let n = natural.and_then(|q| q.to_integer().to_i32());
                self.power(of(b)?, &low.at.hull(&high.at), n)
            }
            Kind::Apply(f, x) => self.applied(*f, of(x)?),
            _ => Err(Failure::Unclear),
        }
    }

    fn symbol(&self, s: &Symbol) -> Result<Known, Failure> {
        let mut found = None;
        for (i, (t, r, up)) in self.rays().enumerate() {
            if t == s {
                found = Some((i, r.clone(), up));
            }
        }
        let (i, r, up) = found.ok_or(Failure::Unclear)?;
        let start = Interval::from_rational(&r, BITS)?;
        let mut rising = self.level(start.clone());
        let mut grows = self.level(start.elementary(Function::Log, BITS)?);
        let least = up.then(|| grows.clone());
        if let (Some(slope), Some(log_slope)) = (rising.slopes.get_mut(i), grows.slopes.get_mut(i)) {
            *slope = Interval::integer(1);
            *log_slope = Interval::integer(1).over(&start, BITS)?;
        }
        let value = if up { rising } else { rising.times(&Interval::integer(-1))? };
        Ok(Known { low: Some(value.clone()), high: Some(value), size: Some(grows), least })
    }

    fn sum(&self, parts: &[&Known]) -> Result<Known, Failure> {
        let total = |pick: fn(&Known) -> Option<&Affine>| -> Result<Option<Affine>, Failure> {
            let mut out = self.whole(0);
            for p in parts {
                let Some(a) = pick(p) else { return Ok(None) };
                out = out.plus(a)?;
            }
            Ok(Some(out))
        };
        let mut at = Interval::integer(0);
        let mut slopes: Option<Vec<Interval>> = None;
        let mut bounded = true;
        for p in parts {
            // Zero has no logarithm, and adds nothing.
            if p.size.is_none()
                && p.low.as_ref().zip(p.high.as_ref()).is_some_and(|(a, b)| a.at.is_zero() && b.at.is_zero())
            {
                continue;
            }
            let Some(size) = &p.size else {
                bounded = false;
                break;
            };
            at = at.plus(&size.at.elementary(Function::Exp, BITS)?, BITS)?;
            slopes = Some(match slopes {
                None => size.slopes.clone(),
                Some(before) => before.iter().zip(&size.slopes).map(|(a, b)| larger(a, b)).collect(),
            });
        }
        let size = match slopes {
            Some(slopes) if bounded => Some(Affine { at: at.elementary(Function::Log, BITS)?, slopes }),
            _ => None,
        };
        let nonnegative = |p: &Known| p.least.is_some() || p.low.as_ref().is_some_and(Affine::is_nonnegative);
        let mut least: Option<Affine> = None;
        if parts.iter().all(|p| nonnegative(p)) {
            for found in parts.iter().filter_map(|p| p.least.as_ref()) {
                let better = least.as_ref().is_none_or(|old| {
                    let steep =
                        |a: &Affine| a.slopes.iter().map(Interval::lower_end).fold(Rational::zero(), |x, y| x + y);
                    (steep(old), old.at.lower_end()) < (steep(found), found.at.lower_end())
                });
                if better {
                    least = Some(found.clone());
                }
            }
        }
        Ok(Known { low: total(|p| p.low.as_ref())?, high: total(|p| p.high.as_ref())?, size, least })
    }

    fn product(&self, parts: &[(&Known, bool)]) -> Result<Known, Failure> {
        let total = |pick: fn(&Known) -> Option<&Affine>, moving: bool| -> Result<Option<Affine>, Failure> {
            let mut out = self.whole(0);
            for (p, moves) in parts {
                if !moving || *moves {
                    let Some(a) = pick(p) else { return Ok(None) };
                    out = out.plus(a)?;
                }
            }
            Ok(Some(out))
        };
        let size = total(|p| p.size.as_ref(), false)?;
        let least = total(|p| p.least.as_ref(), false)?;
        let mut constant = Interval::integer(1);
        for (p, _) in parts.iter().filter(|(_, moves)| !moves) {
            let (Some(low), Some(high)) = (&p.low, &p.high) else { return Err(Failure::Unclear) };
            constant = constant.times(&low.at.hull(&high.at), BITS)?;
        }
        let moving: Vec<&Known> = parts.iter().filter(|(_, moves)| *moves).map(|(p, _)| *p).collect();
        let rest = match moving.as_slice() {
            [one] => (*one).clone(),
            _ => self.filled(Known {
                size: total(|p| p.size.as_ref(), true)?,
                least: total(|p| p.least.as_ref(), true)?,
                ..Known::default()
            })?,
        };
        let scaled = |a: &Option<Affine>| a.as_ref().map(|a| a.times(&constant)).transpose();
        let (low, high) = if constant.is_nonnegative() {
            (scaled(&rest.low)?, scaled(&rest.high)?)
        } else if constant.negated().is_nonnegative() {
            (scaled(&rest.high)?, scaled(&rest.low)?)
        } else {
            (None, None)
        };
        Ok(Known { low, high, size, least })
    }

    fn power(&self, base: &Known, exponent: &Interval, natural: Option<i32>) -> Result<Known, Failure> {
        let turned;
        let even = natural.is_some_and(|n| n % 2 == 0);
        let base = if even && base.high.as_ref().is_some_and(Affine::is_nonpositive) {
            let minus = Interval::integer(-1);
            let flip = |a: &Option<Affine>| a.as_ref().map(|a| a.times(&minus)).transpose();
            let (low, high) = (flip(&base.high)?, flip(&base.low)?);
            turned = self.filled(Known { low, high, size: base.size.clone(), least: None })?;
            &turned
        } else {
            base
        };
        let (size, least) = (base.size.as_ref(), base.least.as_ref());
        let scaled = |a: Option<&Affine>| a.map(|a| a.times(exponent)).transpose();
        if least.is_none() && natural.is_none() {
            return Err(Failure::Unclear);
        }
        let (size, least) = if exponent.is_nonnegative() {
            (scaled(size)?, scaled(least)?)
        } else if exponent.is_negative() {
            (scaled(least)?, scaled(size.filter(|_| least.is_some()))?)
        } else {
            return Err(Failure::Unclear);
        };
        let mut out = Known { size, least, ..Known::default() };
        match (natural, &base.low) {
            (Some(n), Some(low)) if low.is_positive() => {
                let first = low.at.powi(i64::from(n), BITS)?;
                let slope = low.at.powi(i64::from(n) - 1, BITS)?.times(&Interval::integer(n), BITS)?;
                out.low = Some(low.with(first, &slope)?);
            }
            _ if even => out.low = Some(self.whole(0)),
            _ => {}
        }
        Ok(out)
    }

    fn applied(&self, f: Function, x: &Known) -> Result<Known, Failure> {
        let positive = x.least.is_some() || x.low.as_ref().is_some_and(Affine::is_nonnegative);
        let from = if positive { 0 } else { -1 };
        Ok(match f {
            // It is positive, whatever else is known.
            Function::Exp => {
                let low = x.low.is_none().then(|| self.whole(0));
                Known { size: x.high.clone(), least: x.low.clone(), low, ..Known::default() }
            }
            Function::Log if x.least.is_some() => {
                Known { low: x.least.clone(), high: x.size.clone(), ..Known::default() }
            }
            Function::Softplus => self.softplus(x)?,
            Function::Logistic => self.logistic(x)?,
            Function::Tanh | Function::Erf => self.between(from, 1),
            Function::Sin | Function::Cos => self.between(-1, 1),
            Function::Erfc => self.between(0, 2),
            Function::Atan => self.between(2 * from, 2),
            // |asinh x| <= |x|
            Function::Asinh => Known { size: x.size.clone(), ..Known::default() },
            // cosh x <= e^|x| <= e^x + e^-x, and so for sinh.
            Function::Sinh | Function::Cosh => {
                let (Some(low), Some(high)) = (&x.low, &x.high) else { return Err(Failure::Unclear) };
                let up = Known { size: Some(high.clone()), ..Known::default() };
                let down = Known { size: Some(low.times(&Interval::integer(-1))?), ..Known::default() };
                let size = self.sum(&[&up, &down])?.size;
                let even = f == Function::Cosh;
                Known {
                    size,
                    low: even.then(|| self.whole(1)),
                    least: self.half_of_larger(low, high)?.filter(|_| even),
                    ..Known::default()
                }
            }
            Function::Gamma => Known { least: Some(self.log_gamma(x)?), ..Known::default() },
            Function::LogGamma => {
                let size = x.size.as_ref().map(|a| a.times(&Interval::integer(2))).transpose()?;
                Known { low: Some(self.log_gamma(x)?), size, ..Known::default() }
            }
            Function::Polygamma(0) if self.at_least_two(x).is_some() => {
                Known { low: Some(self.whole(0)), size: x.size.clone(), ..Known::default() }
            }
            Function::Polygamma(k) if self.at_least_two(x).is_some() => {
                let factorial = (1..=k).try_fold(1_i32, |n, j| n.checked_mul(i32::try_from(j).ok()?));
                let most = factorial.ok_or(Failure::Unclear)?;
                self.between(-most, most)
            }
            Function::Abs => Known { low: Some(self.whole(0)), size: x.size.clone(), ..Known::default() },
            Function::Sign => self.between(-1, 1),
            _ => return Err(Failure::Unclear),
        })
    }

    /// A lower bound that is at least 2 everywhere.
    fn at_least_two<'k>(&self, x: &'k Known) -> Option<&'k Affine> {
        let two = Rational::from_integer(2.into());
        x.low.as_ref().filter(|low| low.rises() && low.at.lower_end() >= two)
    }

    /// Below the logarithm of the gamma function.
    fn log_gamma(&self, x: &Known) -> Result<Affine, Failure> {
        let low = self.at_least_two(x).ok_or(Failure::Unclear)?;
        let start = Interval::from_rational(&low.at.lower_end(), BITS)?;
        let slope = start.elementary(Function::Log, BITS)?.minus(&Interval::integer(1).over(&start, BITS)?, BITS)?;
        low.with(start.elementary(Function::LogGamma, BITS)?, &slope)
    }

    /// Factors `Gamma(y + d)/Gamma(y)` with a constant `d`, and the factors that are left.
    fn gamma_ratios(
        &self,
        factors: &[Expr],
        constants: &Point,
        done: &ExprMap<Known>,
    ) -> Result<(Vec<Known>, Vec<Expr>), Failure> {
        let above = |f: &Expr| match f.kind() {
            Kind::Apply(Function::Gamma, u) if self.moves(u) => Some(u.clone()),
            _ => None,
        };
        let below = |f: &Expr| match f.kind() {
            Kind::Power(b, x) if x.as_number().is_some_and(|q| *q == Rational::from_integer((-1).into())) => above(b),
            _ => None,
        };
        let mut left = factors.to_vec();
        let mut out = Vec::new();
        while let Some(i) = left.iter().position(|f| above(f).is_some()) {
            let Some(u) = above(&left.remove(i)) else { break };
            let matching = |f: &Expr| below(f).filter(|y| !self.moves(&(&u - y)));
            let j = left.iter().position(|f| matching(f).is_some()).ok_or(Failure::Unclear)?;
            let y = matching(&left.remove(j)).ok_or(Failure::Unclear)?;
            let d =
                evaluate(&(&u - &y), constants, BITS).ok().and_then(|v| v.interval(BITS)).ok_or(Failure::Unclear)?;
            let (u, y) = (done.get(&u).ok_or(Failure::Unclear)?, done.get(&y).ok_or(Failure::Unclear)?);
            self.at_least_two(u).and(self.at_least_two(y)).ok_or(Failure::Unclear)?;
            let size = if d.is_nonnegative() {
                u.size.as_ref().ok_or(Failure::Unclear)?.times(&d)?
            } else if d.negated().is_nonnegative() {
                self.whole(0)
            } else {
                return Err(Failure::Unclear);
            };
            out.push(self.filled(Known { size: Some(size), ..Known::default() })?);
        }
        Ok((out, left))
    }

    /// `log(e^|x|/2)`, of which the hyperbolic cosine is never below.
    fn half_of_larger(&self, low: &Affine, high: &Affine) -> Result<Option<Affine>, Failure> {
        let half = self.level(Interval::integer(2).elementary(Function::Log, BITS)?.negated());
        if low.is_nonnegative() {
            return low.plus(&half).map(Some);
        }
        if high.is_nonpositive() {
            return high.times(&Interval::integer(-1))?.plus(&half).map(Some);
        }
        Ok(None)
    }

    fn softplus(&self, x: &Known) -> Result<Known, Failure> {
        let mut out = Known { low: Some(self.whole(0)), ..Known::default() };
        // softplus(x) <= 1 + |x|
        out.size = self.sum(&[&self.constant(Interval::integer(1))?, x])?.size;
        if let Some(high) = &x.high {
            let start = high.at.elementary(Function::Softplus, BITS)?;
            if high.falls() {
                out.high = Some(self.level(start));
                out.size = Some(high.clone());
            } else {
                // The slopes that fall count 0.
                let slopes = high.slopes.iter().map(|s| larger(s, &Interval::integer(0))).collect();
                out.high = Some(Affine { at: start, slopes });
            }
        }
        if let Some(low) = &x.low {
            if low.rises() {
                let start = low.at.elementary(Function::Softplus, BITS)?;
                out.least = Some(self.level(start.elementary(Function::Log, BITS)?));
                out.low = Some(low.with(start, &low.at.elementary(Function::Logistic, BITS)?)?);
            } else if low.falls() {
                out.least = Some(self.below_exponential(low)?);
            }
        }
        Ok(out)
    }

    fn logistic(&self, x: &Known) -> Result<Known, Failure> {
        let mut out = self.between(0, 1);
        if let Some(high) = x.high.as_ref().filter(|a| a.falls()) {
            out.size = Some(high.clone());
        }
        if let Some(low) = &x.low {
            if low.rises() {
                let start = low.at.elementary(Function::Logistic, BITS)?;
                out.least = Some(self.level(start.elementary(Function::Log, BITS)?));
            } else if low.falls() {
                out.least = Some(self.below_exponential(low)?);
            }
        }
        Ok(out)
    }

    /// `log(e^x/(1 + e^a))` for what lies above `x = a + s h`, `s <= 0`.
    fn below_exponential(&self, low: &Affine) -> Result<Affine, Failure> {
        let down = low.at.elementary(Function::Softplus, BITS)?;
        Ok(Affine { at: low.at.minus(&down, BITS)?, slopes: low.slopes.clone() })
    }

    /// With the bounds that follow from others.
    fn filled(&self, mut known: Known) -> Result<Known, Failure> {
        let exp = |a: &Affine| a.at.elementary(Function::Exp, BITS);
        if known.low.is_none() {
            known.low = match (&known.least, &known.size) {
                (Some(least), _) if least.rises() => {
                    let first = exp(least)?;
                    Some(least.with(first.clone(), &first)?)
                }
                (Some(_), _) => Some(self.whole(0)),
                (None, Some(size)) if size.falls() => Some(self.level(exp(size)?.negated())),
                _ => None,
            };
        }
        if known.high.is_none()
            && let Some(size) = known.size.as_ref().filter(|size| size.falls())
        {
            known.high = Some(self.level(exp(size)?));
        }
        if known.least.is_none()
            && let Some(low) = known.low.as_ref().filter(|low| low.is_positive())
        {
            known.least = Some(self.level(low.at.elementary(Function::Log, BITS)?));
        }
        if known.size.is_none()
            && let (Some(low), Some(high)) = (&known.low, &known.high)
        {
            known.size = self.size_between(low, high)?;
        }
        Ok(known)
    }

    /// `log max(|low|, |high|)`
    fn size_between(&self, low: &Affine, high: &Affine) -> Result<Option<Affine>, Failure> {
        let mut at = larger(&low.at.magnitude(), &high.at.magnitude());
        let slopes: Vec<Interval> =
            low.slopes.iter().zip(&high.slopes).map(|(a, b)| larger(&a.magnitude(), &b.magnitude())).collect();
        // A larger value at 0 makes the slope of the logarithm smaller.
        for (slope, (_, r, _)) in slopes.iter().zip(self.rays()) {
            at = larger(&at, &slope.times(&Interval::from_rational(r, BITS)?, BITS)?);
        }
        if !at.is_positive() {
            return Ok(None);
        }
        let slopes = slopes.iter().map(|s| s.over(&at, BITS)).collect::<Result<_, _>>()?;
        Ok(Some(Affine { at: at.elementary(Function::Log, BITS)?, slopes }))
    }
}

/// The one with the larger upper end, with that end alone.
fn larger(a: &Interval, b: &Interval) -> Interval {
    let (x, y) = (a.upper_end(), b.upper_end());
    let most: Enclosure = Interval::from_rational(&x.max(y), BITS);
    most.unwrap_or_else(|_| a.hull(b))
}
