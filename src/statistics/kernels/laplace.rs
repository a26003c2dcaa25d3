//! The two-sided exponential distribution.
//!
//! Rule **laplace-moments**: for `-1 < t < 1`, `E[z^n e^(t z)]` is `n!/2` times
//! `(1 - t)^(-n - 1) + (-1)^n (1 + t)^(-n - 1)`: the two halves of the line, each a gamma integral. A factor `sign(z)`
//! changes the sign of the second half.
//!
//! Rule **laplace-distance**: `E|z - c| = |c| + e^-|c|`, since its derivative by `c > 0` is `P(z < c) - P(z > c) =
//! 1 - e^-c`, at 0 it is 1, and it is even.

use super::Mean;
use crate::statistics::monomials::Monomial;
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function, Rational};
use num_bigint::BigInt;

pub(super) fn mean(m: &Monomial) -> Option<Mean> {
    let n = m.natural()?;
    let known = Monomial { power: m.power.clone(), rate: m.rate.clone(), signed: m.signed, ..Monomial::one() };
    if *m != known {
        return None;
    }
    let (right, left) = (Expr::one() - &m.rate, Expr::one() + &m.rate);
    let power = -i64::from(n) - 1;
    let minus = n.is_multiple_of(2) == m.signed;
    let other = if minus { -left.powi(power) } else { left.powi(power) };
    let factorial: BigInt = (1..=n).map(BigInt::from).product();
    let value = (right.powi(power) + other).scaled(&Rational::new(factorial, 2.into()));
    let out = Mean::new(rules::LAPLACE_MOMENTS, value);
    Some(out.given(Fact::positive(right)).given(Fact::positive(left)))
}

pub(super) fn mean_distance(c: &Expr) -> Mean {
    let size = c.apply(Function::Abs);
    Mean::new(rules::LAPLACE_DISTANCE, &size + &(-&size).exp())
}
