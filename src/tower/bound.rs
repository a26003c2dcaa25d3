//! Rule **log-bound**: `sum c_i log|f_i| = (1/k) log W` with `W = product |f_i|^(k c_i)`, and `log W >= 1 - 1/W` for
//! `W > 0` (concavity of the logarithm, equality at `W = 1`), so a sum that is linear in logarithms is bounded below by
//! one without.

use super::build::{Tower, TowerError};
use super::constants::{Constant, Constants};
use super::generator::Meaning;
use super::positivity::CertainSign;
use crate::rational::Rational;
use crate::symbolic::Expr;
use algebra::Fraction;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

/// Powers of one factor beyond this are not tried.
const LARGEST_POWER: i64 = 64;

impl Tower<'_> {
    /// A multiple `k` and the bound that it gives, where the bound is certainly not negative.
    pub fn log_bound(&mut self, f: &Fraction) -> Option<(i64, Fraction)> {
        let (logarithms, rest) = self.linear_in_logarithms(f).ok()??;
        let common = logarithms.iter().fold(BigInt::one(), |l, (_, c)| l.lcm(&c.denom())).to_i64()?;
        (1..=4).find_map(|m| {
            let k = common.checked_mul(m)?;
            let bound = self.bound(&logarithms, &rest, k).ok()??;
            let holds =
                bound.is_zero() || matches!(self.sign(&bound), Some(CertainSign::Positive | CertainSign::NonNegative));
            holds.then_some((k, bound))
        })
    }

    /// `sum c_i log|f_i| + rest` with numbers `c_i`.
    #[allow(clippy::type_complexity)]
    fn linear_in_logarithms(&self, f: &Fraction) -> Result<Option<(Vec<(Fraction, Rational)>, Fraction)>, TowerError> {
        let mut rest = f.clone();
        let mut found = Vec::new();
        for (i, g) in self.generators().iter().enumerate() {
            let Meaning::LogAbs { of } = &g.meaning else { continue };
            if f.numerator_degree(i) == 0 && f.denominator_degree(i) == 0 {
                continue;
            }
            if f.numerator_degree(i) != 1 || f.denominator_degree(i) != 0 {
                return Ok(None);
            }
            let Some(c) = self.coefficient(f, i)?.as_number() else { return Ok(None) };
            let gone = self.field.mul(&self.field.number(&c), &self.field.generator(i))?;
            rest = self.field.sub(&rest, &gone)?;
            found.push((of.clone(), c));
        }
        Ok((!found.is_empty()).then_some((found, rest)))
    }

    /// `rest + (1/k) (1 - 1/W)`
    fn bound(
        &mut self,
        logarithms: &[(Fraction, Rational)],
        rest: &Fraction,
        k: i64,
    ) -> Result<Option<Fraction>, TowerError> {
        let one = self.field.number(&Rational::one());
        let mut inverse = one.clone();
        for (f, c) in logarithms {
            let n = -(c * Rational::from_integer(k.into()));
            if n.to_integer().to_i64().is_none_or(|n| n.abs() > LARGEST_POWER) {
                return Ok(None);
            }
            let power = self.absolute_power(f, &n, &Expr::one())?;
            inverse = self.reduced(self.field.mul(&inverse, &power)?)?;
        }
        let k = self.field.number(&Rational::new(BigInt::one(), k.into()));
        let bound = self.field.mul(&k, &self.field.sub(&one, &inverse)?)?;
        Ok(Some(self.field.add(rest, &bound)?))
    }
}
