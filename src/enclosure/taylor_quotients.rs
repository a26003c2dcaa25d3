//! Taylor coefficients of reciprocals, logarithms and real powers of positive functions.
//!
//! In: the coefficients of `u` over an interval on which `u > 0`. Out: those of `1/u`, `log u`, `u^q`. Where the enclosure of `u`
//! does not exclude 0 the answer is "unclear": a shorter interval may do.

use super::interval::{Failure, Interval};
use super::taylor::{Expansion, Series};
use crate::symbolic::{Function, Rational};
use num_traits::Signed;

impl Expansion<'_> {
    fn positive_start<'a>(&self, u: &'a [Interval]) -> Result<&'a Interval, Failure> {
        u.first().filter(|x| x.lower_end().is_positive()).ok_or(Failure::Unclear)
    }

    /// `r u = 1`: `r_k = -(sum_(j = 1..k) u_j r_(k - j))/u_0`
    fn reciprocal(&self, u: &[Interval]) -> Result<Series, Failure> {
        let start = self.positive_start(u)?;
        let mut r = vec![Interval::integer(1).over(start, self.bits)?];
        for k in 1..self.length {
            let mut sum = Interval::integer(0);
            for (x, y) in u.iter().skip(1).take(k).zip(r.iter().rev()) {
                sum = sum.plus(&x.times(y, self.bits)?, self.bits)?;
            }
            r.push(sum.negated().over(start, self.bits)?);
        }
        Ok(r)
    }

    /// `(log u)' = u'/u`
    pub(super) fn logarithm(&self, u: &[Interval]) -> Result<Series, Failure> {
        let first = self.positive_start(u)?.elementary(Function::Log, self.bits)?;
        self.along(u, first, &self.reciprocal(u)?)
    }

    /// `u^q` by `u v' = q v u'`: `k u_0 v_k = sum_(j = 1..k) (q j - (k - j)) u_j v_(k - j)`
    pub(super) fn real_power(&self, u: &[Interval], q: &Rational) -> Result<Series, Failure> {
        let start = self.positive_start(u)?;
        let whole = |n: usize| Rational::from_integer(n.into());
        let mut v = vec![start.pow_rational(q, self.bits)?];
        for k in 1..self.length {
            let mut sum = Interval::integer(0);
            for (j, x) in u.iter().enumerate().take(k + 1).skip(1) {
                let weight = Interval::from_rational(&(q * whole(j) - whole(k - j)), self.bits)?;
                let before = v.get(k - j).ok_or(Failure::Unclear)?;
                sum = sum.plus(&weight.times(&x.times(before, self.bits)?, self.bits)?, self.bits)?;
            }
            let below = start.times(&Interval::from_rational(&whole(k), self.bits)?, self.bits)?;
            v.push(sum.over(&below, self.bits)?);
        }
        Ok(v)
    }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::Point;
    use super::*;
    use crate::symbolic::{Expr, Role, Symbol};

    /// Coefficients at 1/2 against `expected`, the first of them numbers.
    fn coefficients(f: impl Fn(&Expr) -> Expr, expected: &[(i64, i64)]) {
        let z = Symbol::new("", "z", Role::Random, 1);
        let point = Point::default();
        let expansion = Expansion { variable: &z, point: &point, length: expected.len(), bits: 96 };
        let at = Interval::from_rational(&Rational::new(1.into(), 2.into()), 96).unwrap();
        for (x, (n, d)) in expansion.of(&f(&Expr::symbol(&z)), &at).unwrap().iter().zip(expected).skip(1) {
            let gap =
                x.minus(&Interval::from_rational(&Rational::new((*n).into(), (*d).into()), 96).unwrap(), 96).unwrap();
            assert!(
                gap.lower_end().abs() < Rational::new(1.into(), 1_000_000_000.into()),
                "{n}/{d}: {:?}",
                x.endpoints()
            );
        }
    }

    #[test]
    fn series_of_logarithms_roots_and_reciprocals() {
        // log(1/2 + h) and (1/2 + h)^-2 at 1/2; (1/4 + 3/4 + ..)^(1/2) for z + 1/2 = 1.
        coefficients(Expr::log, &[(0, 1), (2, 1), (-2, 1), (8, 3), (-4, 1)]);
        coefficients(|z| z.powi(-2), &[(4, 1), (-16, 1), (48, 1), (-128, 1)]);
        coefficients(|z| (z + &Expr::ratio(1, 2)).sqrt(), &[(1, 1), (1, 2), (-1, 8), (1, 16)]);
    }

    #[test]
    fn nothing_is_said_where_the_function_may_vanish() {
        let z = Symbol::new("", "z", Role::Random, 1);
        let point = Point::default();
        let expansion = Expansion { variable: &z, point: &point, length: 4, bits: 96 };
        let whole = |n: i64| Rational::from_integer(n.into());
        let at = Interval::between(&whole(-1), &whole(1), 96).unwrap();
        for f in [Expr::symbol(&z).log(), Expr::symbol(&z).recip(), Expr::symbol(&z).sqrt()] {
            assert_eq!(expansion.of(&f, &at).unwrap_err(), Failure::Unclear, "{f}");
        }
    }
}
