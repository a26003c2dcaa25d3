//! Expectations in closed form.
//!
//! In: an expression of the random variable, its distribution. Out: the expectation, where it is finite, and the rules
//! used; or the part that has no rule. The variable is replaced by its standard form, `E[f(x)] = E[f(x(z))]` (change of
//! variables), the expression is written as a sum of generalised monomials, and the kernel gives the expectation of each
//! (linearity: each is finite under its conditions, so the sum may be taken apart). Results are not simplified.

use super::error::StatisticsError;
use super::family::{Distribution, standard_variable};
use super::monomials::Expansion;
use crate::symbolic::{Expr, Fact};

/// An expectation with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Its value.
    pub value: Expr,
    /// It is finite where these hold.
    pub finite_where: Vec<Fact>,
    /// The names of the rules, each once, in order.
    pub rules: Vec<&'static str>,
}

impl Expected {
    /// The expectation of something that is not random.
    #[must_use]
    pub fn certain(value: Expr) -> Self {
        Self { value, finite_where: Vec::new(), rules: Vec::new() }
    }

    /// The same with another value that rests on it.
    #[must_use]
    pub fn map(self, f: impl FnOnce(Expr) -> Expr) -> Self {
        Self { value: f(self.value), ..self }
    }
}

/// `E[f(x)]` for `x` of this distribution.
///
/// # Errors
/// `NoRule` with the part whose expectation is not known.
pub fn expectation(f: &Expr, d: &Distribution) -> Result<Expected, StatisticsError> {
    if !f.contains(&d.variable) {
        return Ok(Expected::certain(f.clone()));
    }
    let z = standard_variable();
    let standard = f.substitute([(d.variable.clone(), d.from_standard.clone())]);
    let expansion = Expansion { variable: &z, ground: d.kernel.ground(), formal: false };
    let terms = expansion.of(&standard).map_err(|_| StatisticsError::NoRule { expr: f.clone() })?;
    let mut out = Expected::certain(Expr::zero());
    let mut parts = Vec::new();
    for (c, m) in terms {
        let mean = d.kernel.mean(&m).ok_or_else(|| StatisticsError::NoRule { expr: f.clone() })?;
        parts.push(c * mean.value);
        for fact in mean.finite_where {
            if !out.finite_where.contains(&fact) {
                out.finite_where.push(fact);
            }
        }
        if !out.rules.contains(&mean.rule) {
            out.rules.push(mean.rule);
        }
    }
    Ok(out.map(|_| Expr::sum(parts)))
}
