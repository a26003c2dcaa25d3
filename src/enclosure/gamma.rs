//! Gamma, log-gamma and polygamma functions of intervals.
//!
//! In: an interval, a precision. Out: an interval that contains every value. It must not know expressions.
//!
//! Arguments are shifted upward by the functional equations until the expansions at infinity are accurate:
//!
//! - `gamma(x) = gamma(x + N)/(x (x+1) .. (x+N-1))`,
//! - `psi_n(x) = psi_n(x + N) + (-1)^(n+1) n! sum of (x + k)^(-n-1) over k < N`, for the derivative `psi_n` of order `n` of
//!   the digamma function.
//!
//! At `z > 0` the Euler-Maclaurin formula gives, with Bernoulli numbers `B_2k`:
//!
//! - `log gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + sum of B_2k/(2k (2k-1) z^(2k-1))`,
//! - `psi_0(z) = log z - 1/(2z) - sum of B_2k/(2k z^2k)`,
//! - `(-1)^(n+1) psi_n(z) = (n-1)!/z^n + n!/(2 z^(n+1)) + sum of B_2k (2k+n-1)!/((2k)! z^(2k+n))`.
//!
//! What remains after a term lies between 0 and the next term: the summed functions (`log(z+t)`, `1/(z+t)` and its
//! derivatives) are completely monotone up to sign, so the remainder of Euler-Maclaurin has the sign of the first term left
//! out and is no larger ([Digital Library of Mathematical Functions, 5.11(ii)]; for `psi_n` the same argument with
//! `n!/(z+t)^(n+1)`). So the hull of 0 and the next term encloses it.
//!
//! Intervals: where a function is monotone, its values at the ends bound it; `gamma` and its logarithm are convex on
//! `x > 0` with their least value near 1.4616. Negative arguments are enclosed by interval arithmetic in the shift.

use super::interval::{Enclosure, Failure, Interval, compare, whole};
use crate::symbolic::Rational;
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};
use std::sync::{Mutex, PoisonError};

/// Arguments below minus this are left alone.
const LOWEST: i64 = 10_000;
/// Arguments of this binary magnitude are left alone.
const LARGEST: i32 = 256;
/// The gamma function itself leaves the range long before this one.
const LARGEST_OF_GAMMA: i32 = 20;
/// Bits beyond the precision asked for.
const GUARD: usize = 48;
/// `gamma` decreases on (0, 1.46163214496836] and increases from 1.46163214496837.
const TURN: (i64, i64, i64) = (146_163_214_496_836, 146_163_214_496_837, 100_000_000_000_000);
/// The least value of `gamma` on `x > 0` lies above 0.88560319441088, of its logarithm above -0.12148629053585.
const LEAST: (i64, i64, i64) = (88_560_319_441_088, -12_148_629_053_585, 100_000_000_000_000);

/// `B_2, B_4, ..`, as many as have been needed.
static BERNOULLI: Mutex<Vec<Rational>> = Mutex::new(Vec::new());

/// `B_2k` for `k = 1, 2, ..` up to `count`, from the tangent numbers (all integers).
fn bernoulli(count: usize) -> Vec<Rational> {
    let mut known = BERNOULLI.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() < count {
        // T_1 = 1; the triangle of Brent and Harvey: T_k = (k-1) T_k-1 + ..., in place.
        let mut tangent: Vec<BigInt> = vec![BigInt::one()];
        for k in 1..count {
            let next = &tangent[k - 1] * BigInt::from(k);
            tangent.push(next);
        }
        for k in 1..count {
            for j in k..count {
                let first = &tangent[j - 1] * BigInt::from(j - k);
                let second = &tangent[j] * BigInt::from(j - k + 2);
                tangent[j] = first + second;
            }
        }
        // B_2k = (-1)^(k-1) 2k T_k/(4^k (4^k - 1))
        *known = tangent
            .into_iter()
            .enumerate()
            .map(|(i, t)| {
                let k = i + 1;
                let four = BigInt::one() << (2 * k);
                let b = Rational::new(t * BigInt::from(2 * k), &four * (&four - BigInt::one()));
                if k % 2 == 0 { -b } else { b }
            })
            .collect();
    }
    known.get(..count).map(<[Rational]>::to_vec).unwrap_or_default()
}

fn rational(n: i64, d: i64) -> Rational {
    Rational::new(n.into(), d.into())
}

fn number(n: i64, bits: usize) -> Enclosure {
    Interval::from_rational(&Rational::from_integer(n.into()), bits)
}

impl Interval {
    /// The gamma function.
    pub(super) fn gamma(&self, bits: usize) -> Enclosure {
        self.off_the_poles()?;
        if self.exceeds(LARGEST_OF_GAMMA) {
            return Err(Failure::Unclear);
        }
        if !self.is_positive() {
            return self.shifted_gamma(bits);
        }
        let least = rational(LEAST.0, LEAST.2);
        self.convex(&least, bits, |x| Ok(x.shifted_gamma(bits)?.clipped(Some(0), None)))
    }

    /// `log|gamma|`
    pub(super) fn log_gamma(&self, bits: usize) -> Enclosure {
        self.off_the_poles()?;
        if !self.is_positive() {
            return self.shifted_gamma(bits)?.magnitude().elementary(crate::symbolic::Function::Log, bits);
        }
        let least = rational(LEAST.1, LEAST.2);
        self.convex(&least, bits, |x| {
            let work = bits + GUARD;
            let (z, below) = x.lifted(far(work), work)?;
            z.stirling(work)?.minus(&below.elementary(crate::symbolic::Function::Log, work)?, bits)
        })
    }

    /// The derivative of order `n` of the digamma function. On `x > 0` it is monotone: increasing for even `n`, decreasing
    /// for odd `n`.
    pub(super) fn polygamma(&self, n: u32, bits: usize) -> Enclosure {
        self.off_the_poles()?;
        if !self.is_positive() || self.is_point() {
            return self.shifted_polygamma(n, bits);
        }
        let (low, high) =
            (self.lower_point()?.shifted_polygamma(n, bits)?, self.upper_point()?.shifted_polygamma(n, bits)?);
        let (low, high) = if n.is_multiple_of(2) { (low, high) } else { (high, low) };
        Self::from_ends(low.low().clone(), high.high().clone())
    }

    pub(super) fn lower_point(&self) -> Enclosure {
        Self::from_ends(self.low().clone(), self.low().clone())
    }

    pub(super) fn upper_point(&self) -> Enclosure {
        Self::from_ends(self.high().clone(), self.high().clone())
    }

    /// A pole is a point without a value; an interval that holds one is left open, and so are far negative arguments.
    fn off_the_poles(&self) -> Result<(), Failure> {
        if self.exceeds(LARGEST) {
            return Err(Failure::Unclear);
        }
        if self.is_positive() {
            return Ok(());
        }
        if compare(self.low(), &whole(-10_000)).is_lt() {
            return Err(Failure::Unclear);
        }
        let (low, high) = self.endpoints();
        let pole = low.ceil();
        if pole > high || pole.is_positive() {
            return Ok(());
        }
        Err(if self.is_point() { Failure::Undefined } else { Failure::Unclear })
    }

    /// A convex function on `x > 0` with its turning point and least value known: the ends bound it above; below, the end
    /// nearer to the turning point does, or the least value where the interval may contain it.
    fn convex(&self, least: &Rational, bits: usize, f: impl Fn(&Self) -> Enclosure) -> Enclosure {
        if self.is_point() {
            return f(self);
        }
        let (low, high) = (f(&self.lower_point()?)?, f(&self.upper_point()?)?);
        let both = low.hull(&high);
        let (a, b) = self.endpoints();
        let bottom = if b <= rational(TURN.0, TURN.2) {
            high.low().clone()
        } else if a >= rational(TURN.1, TURN.2) {
            low.low().clone()
        } else {
            Self::from_rational(least, bits)?.low().clone()
        };
        Self::from_ends(bottom, both.high().clone())
    }

    /// `z = x + N >= far` and `x (x+1) .. (x+N-1)`, for any `x` off the poles.
    fn lifted(&self, far: i64, bits: usize) -> Result<(Self, Self), Failure> {
        let steps = Rational::from_integer(far.into()) - self.lower_end();
        let steps = steps.ceil().to_integer().to_i64().unwrap_or(if steps.is_positive() { i64::MAX } else { 0 }).max(0);
        if steps > LOWEST + far {
            return Err(Failure::Unclear);
        }
        let mut product = Self::integer(1);
        for k in 0..steps {
            product = product.times(&self.plus(&number(k, bits)?, bits)?, bits)?;
        }
        Ok((self.plus(&number(steps, bits)?, bits)?, product))
    }

    fn shifted_gamma(&self, bits: usize) -> Enclosure {
        let work = bits + GUARD;
        let (z, below) = self.lifted(far(work), work)?;
        z.stirling(work)?.elementary(crate::symbolic::Function::Exp, work)?.over(&below, bits)
    }

    /// `log gamma(z)` for large `z`.
    fn stirling(&self, bits: usize) -> Enclosure {
        // The terms z log z and z cost as many bits as they have before the point.
        let bits = bits + usize::try_from(self.high().exponent().unwrap_or(0).max(0)).unwrap_or(0) + 16;
        let half = Self::from_rational(&rational(1, 2), bits)?;
        let log = self.elementary(crate::symbolic::Function::Log, bits)?;
        let two_pi = Self::pi(bits)?.times(&Self::integer(2), bits)?;
        let constant = two_pi.elementary(crate::symbolic::Function::Log, bits)?.times(&half, bits)?;
        let main = self.minus(&half, bits)?.times(&log, bits)?.minus(self, bits)?.plus(&constant, bits)?;
        let inverse = self.reciprocal(bits)?;
        let tail = self.tail(bits, &inverse, |k| {
            let k = i64::try_from(k).unwrap_or(i64::MAX);
            Rational::new(BigInt::one(), BigInt::from(2 * k) * BigInt::from(2 * k - 1))
        })?;
        main.plus(&tail, bits)
    }

    /// The sum of `B_2k weight(k) first z^(-2(k-1))` over `k = 1, 2, ..`, with the hull of 0 and the first term left out.
    fn tail(&self, bits: usize, first: &Self, weight: impl Fn(usize) -> Rational) -> Enclosure {
        let count = bits / 6 + 8;
        let square = self.reciprocal(bits)?.powi(2, bits)?;
        let mut power = first.clone();
        let mut sum = Self::integer(0);
        let enough = -i32::try_from(bits).unwrap_or(i32::MAX);
        for (i, b) in bernoulli(count).into_iter().enumerate() {
            let term = power.times(&Self::from_rational(&(b * weight(i + 1)), bits)?, bits)?;
            let small = term.magnitude().high().exponent().is_none_or(|e| e < enough) || term.is_zero();
            if small || i + 1 == count {
                return sum.plus(&Self::integer(0).hull(&term), bits);
            }
            sum = sum.plus(&term, bits)?;
            power = power.times(&square, bits)?;
        }
        Err(Failure::Unclear)
    }

    fn shifted_polygamma(&self, n: u32, bits: usize) -> Enclosure {
        let work = bits + GUARD + 8 * usize::try_from(n).unwrap_or(0);
        let far = far(work) + i64::from(n);
        let steps = Rational::from_integer(far.into()) - self.lower_end();
        let steps = steps.ceil().to_integer().to_i64().unwrap_or(if steps.is_positive() { i64::MAX } else { 0 }).max(0);
        if steps > LOWEST + far {
            return Err(Failure::Unclear);
        }
        let exponent = -i64::from(n) - 1;
        let factorial = |n: u32| Rational::from_integer((1..=n).map(BigInt::from).product::<BigInt>());
        let mut sum = Self::integer(0);
        for k in 0..steps {
            sum = sum.plus(&self.plus(&number(k, work)?, work)?.powi(exponent, work)?, work)?;
        }
        let sum = sum.times(&Self::from_rational(&factorial(n), work)?, work)?;
        let z = self.plus(&number(steps, work)?, work)?;
        // (-1)^(n+1) psi_n
        let far_part = if n == 0 {
            let half = z.times(&Self::integer(2), work)?.reciprocal(work)?;
            let inverse_square = z.powi(-2, work)?;
            let tail = z.tail(work, &inverse_square, |k| rational(1, 2 * i64::try_from(k).unwrap_or(1)))?;
            half.minus(&z.elementary(crate::symbolic::Function::Log, work)?, work)?.plus(&tail, work)?
        } else {
            let leading = z.powi(-i64::from(n), work)?.times(&Self::from_rational(&factorial(n - 1), work)?, work)?;
            let half = Self::from_rational(&(factorial(n) / Rational::from_integer(2.into())), work)?;
            let half = z.powi(exponent, work)?.times(&half, work)?;
            let first = z.powi(-i64::from(n) - 2, work)?;
            let tail = z.tail(work, &first, |k| rising_ratio(n, k))?;
            leading.plus(&half, work)?.plus(&tail, work)?
        };
        let value = sum.plus(&far_part, bits)?;
        Ok(if n.is_multiple_of(2) { value.negated() } else { value })
    }
}

/// `(2k + n - 1)!/(2k)!`
fn rising_ratio(n: u32, k: usize) -> Rational {
    let top = 2 * k + usize::try_from(n).unwrap_or(0);
    let mut product = BigInt::one();
    for i in 2 * k + 1..top {
        product *= BigInt::from(i);
    }
    Rational::from_integer(product)
}

/// From here on the expansions at infinity reach so many bits: their least term is about `exp(-2 pi z)`.
fn far(bits: usize) -> i64 {
    i64::try_from(bits / 4).unwrap_or(i64::MAX / 4) + 8
}
