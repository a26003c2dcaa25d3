//! The multinomial law: counts of `n` independent draws among `k` categories.
//!
//! Rule **multinomial-sum**: with `P = sum_i p_i e^(t_i)`,
//! `E[x_1_(a_1) .. x_k_(a_k) e^(t x)] = n (n - 1) .. (n - |a| + 1) prod (p_i e^(t_i))^a_i P^(n - |a|)` for falling factorials
//! `x_(a)`; powers are sums of these with Stirling's numbers.

use super::monomials::expanded;
use crate::statistics::error::StatisticsError;
use crate::statistics::expectation::Expected;
use crate::statistics::monomials::stirling;
use crate::statistics::rules;
use crate::symbolic::{Expr, Function, Symbol};

/// A multinomial law.
#[derive(Clone, Debug, PartialEq)]
pub struct Multinomial {
    /// The counts.
    pub variables: Vec<Symbol>,
    /// The number of draws.
    pub trials: Expr,
    /// The chances of the categories, which add up to 1.
    pub chances: Vec<Expr>,
    /// Their logarithms.
    pub log_chances: Vec<Expr>,
}

impl Multinomial {
    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self {
            variables: self.variables.clone(),
            trials: f(&self.trials),
            chances: self.chances.iter().map(&mut *f).collect(),
            log_chances: self.log_chances.iter().map(f).collect(),
        }
    }

    /// `sum x_i log p_i`, over the multinomial coefficients.
    #[must_use]
    pub fn log_density(&self) -> Expr {
        Expr::sum(self.variables.iter().zip(&self.log_chances).map(|(x, l)| Expr::symbol(x) * l).collect::<Vec<_>>())
    }

    /// `log(n!/(x_1! .. x_k!))`, the weight of the base measure
    #[must_use]
    pub fn log_coefficient(&self) -> Expr {
        let log_factorial = |n: &Expr| (n + &Expr::one()).apply(Function::LogGamma);
        let below = Expr::sum(self.variables.iter().map(|x| log_factorial(&Expr::symbol(x))).collect::<Vec<_>>());
        log_factorial(&self.trials) - below
    }

    /// `E[f]`
    ///
    /// # Errors
    /// `NoRule`.
    pub fn expectation(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        let no_rule = || StatisticsError::NoRule { expr: f.clone() };
        let mut parts = Vec::new();
        for (c, m) in expanded(f, &self.variables, false).ok_or_else(no_rule)? {
            let powers = m.naturals().ok_or_else(no_rule)?;
            let flat = m.rates.iter().all(Expr::is_zero);
            let tilted: Vec<Expr> = self.chances.iter().zip(&m.rates).map(|(p, t)| p * &t.exp()).collect();
            let total = if flat { Expr::one() } else { Expr::sum(tilted.iter().cloned()) };
            // All choices of one falling factorial for each power.
            let mut choices: Vec<(Expr, u32)> = vec![(c, 0)];
            for (n, p) in powers.iter().zip(&tilted) {
                let numbers = stirling(*n);
                choices = choices
                    .iter()
                    .flat_map(|(c, degree)| {
                        numbers
                            .iter()
                            .zip(0u32..)
                            .map(move |(s, a)| (Expr::product([c.scaled(s), p.powi(i64::from(a))]), degree + a))
                    })
                    .filter(|(c, _)| !c.is_zero())
                    .collect();
            }
            for (c, degree) in choices {
                let falling = Expr::product((0..degree).map(|j| &self.trials - &Expr::integer(i64::from(j))));
                let power =
                    if flat { Expr::one() } else { total.pow(&(&self.trials - &Expr::integer(i64::from(degree)))) };
                parts.push(Expr::product([c, falling, power]));
            }
        }
        let mut out = Expected::certain(Expr::sum(parts));
        out.join(Vec::new(), &[rules::MULTINOMIAL_SUM]);
        Ok(out)
    }

    /// `n sum p_i (log p_i - log q_i)`
    #[must_use]
    pub fn divergence(&self, q: &Self) -> Expected {
        let gaps = (0..self.chances.len()).map(|i| &self.chances[i] * &(&self.log_chances[i] - &q.log_chances[i]));
        let mut out = Expected::certain(&self.trials * &Expr::sum(gaps.collect::<Vec<_>>()));
        out.join(Vec::new(), &[rules::MULTINOMIAL_SUM]);
        out
    }
}
