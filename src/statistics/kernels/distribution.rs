//! Mean signs, `E[sign(z - c)] = 1 - 2 F(c)`, with the distribution function `F` of the law, for `c` of any sign.
//!
//! - two-sided exponential: `-sign(c) (1 - e^-|c|)`, since `F(c) = 1 - e^-c/2` for `c > 0`, and it is odd;
//! - exponential: `2 e^-max(c, 0) - 1`;
//! - uniform on `(0, 1)`: `|1 - c| - |c|`, which is 1 below, -1 above and `1 - 2 c` inside.

use crate::statistics::monomials::plainly_positive;
use crate::symbolic::{Binary, Expr, Function};

pub(super) fn laplace(c: &Expr) -> Expr {
    c.apply(Function::Sign) * ((-c.apply(Function::Abs)).exp() - Expr::one())
}

pub(super) fn exponential(c: &Expr) -> Expr {
    let above = if plainly_positive(c) { c.clone() } else { c.with(Binary::Max, &Expr::zero()) };
    (-above).exp() * Expr::integer(2) - Expr::one()
}

pub(super) fn uniform(c: &Expr) -> Expr {
    (Expr::one() - c).apply(Function::Abs) - c.apply(Function::Abs)
}
