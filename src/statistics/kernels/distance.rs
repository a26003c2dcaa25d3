//! Mean distances from a point, `E|z - c|`, of laws on the line with an elementary distribution function.
//!
//! The derivative by `c` is `P(z < c) - P(z > c)`, so each formula is checked by its derivative and one value.
//!
//! - **logistic-distance**: `softplus(c) + softplus(-c)`: the derivative is `logistic(c) - logistic(-c)`, and the value at 0
//!   is `2 log 2 = E|z|`.
//! - **exponential-distance**, with `m = max(c, 0)`: `1 - c + 2 (m - 1 + e^-m)`: for `c < 0` it is `E z - c`; for `c > 0`
//!   the derivative is `1 - 2 e^-c`; both sides meet at 0.
//! - **uniform-distance**, on `(0, 1)`: `(c|c| + (1 - c)|1 - c|)/2`: the derivative is `|c| - |1 - c|`, which is -1 below, 1
//!   above and `2 c - 1` inside; the value at 0 is 1/2.

use super::Mean;
use crate::statistics::rules;
use crate::symbolic::{Binary, Expr, Function};

pub(super) fn logistic(c: &Expr) -> Mean {
    let softplus = |e: &Expr| e.apply(Function::Softplus);
    Mean::new(rules::LOGISTIC_DISTANCE, softplus(c) + softplus(&-c))
}

pub(super) fn exponential(c: &Expr) -> Mean {
    let above = c.with(Binary::Max, &Expr::zero());
    let one = Expr::one();
    let twice = (&above - &one + (-&above).exp()) * Expr::integer(2);
    Mean::new(rules::EXPONENTIAL_DISTANCE, &one - c + twice)
}

pub(super) fn uniform(c: &Expr) -> Mean {
    let rest = Expr::one() - c;
    let signed = |e: &Expr| e * &e.apply(Function::Abs);
    Mean::new(rules::UNIFORM_DISTANCE, (signed(c) + signed(&rest)) * Expr::ratio(1, 2))
}
