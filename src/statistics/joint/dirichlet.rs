//! The Dirichlet law on the simplex.
//!
//! Rule **dirichlet-integral** (DLMF 5.14.2): with `A = sum a_i`,
//! `E[prod x_i^c_i] = prod Gamma(a_i + c_i)/Gamma(a_i) Gamma(A)/Gamma(A + sum c_i)` where every `a_i + c_i > 0`; powers of
//! logarithms are derivatives by the `c_i`.

use super::monomials::{Monomial, expanded};
use crate::statistics::error::StatisticsError;
use crate::statistics::expectation::Expected;
use crate::statistics::kernels::gamma_ratio;
use crate::statistics::needs::{Part, together};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Function, Symbol};

/// A Dirichlet law of `k` variables that add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Dirichlet {
    /// The random variables.
    pub variables: Vec<Symbol>,
    /// The parameters `a_i`, positive.
    pub weights: Vec<Expr>,
}

impl Dirichlet {
    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self { variables: self.variables.clone(), weights: self.weights.iter().map(f).collect() }
    }

    fn total(&self) -> Expr {
        Expr::sum(self.weights.iter().cloned())
    }

    /// `log Gamma(A) + sum (a_i - 1) log x_i - log Gamma(a_i)`
    #[must_use]
    pub fn log_density(&self) -> Expr {
        let log_gamma = |e: &Expr| e.apply(Function::LogGamma);
        let terms = self
            .variables
            .iter()
            .zip(&self.weights)
            .map(|(x, a)| (a - &Expr::one()) * Expr::symbol(x).log() - log_gamma(a));
        log_gamma(&self.total()) + Expr::sum(terms.collect::<Vec<_>>())
    }

    /// `E[f]`
    ///
    /// # Errors
    /// `NoRule`.
    pub fn expectation(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        let no_rule = || StatisticsError::NoRule { expr: f.clone() };
        let mut parts = Vec::new();
        for (c, m) in expanded(f, &self.variables, true).ok_or_else(no_rule)? {
            if m.rates.iter().any(|t| !t.is_zero()) {
                return Err(no_rule());
            }
            // Where one variable is 0, the logarithm of the only other one vanishes: then the rule has the conditions.
            let facts = self.weights.iter().zip(&m.powers).map(|(a, c)| Fact::positive(a + c)).collect();
            let plain = m.logs.iter().all(|l| *l == 0) || self.weights.len() > 2;
            let (finite_where, holds_where) = if plain { (facts, Vec::new()) } else { (Vec::new(), facts) };
            parts.push(Part::<()> {
                coefficient: c,
                value: self.mean(&m),
                rule: rules::DIRICHLET_INTEGRAL,
                finite_where,
                holds_where,
                growth: None,
            });
        }
        together(parts).ok_or_else(no_rule)
    }

    fn mean(&self, m: &Monomial) -> Expr {
        let (total, degree) = (self.total(), Expr::sum(m.powers.iter().cloned()));
        let ratios = self.weights.iter().zip(&m.powers).map(|(a, c)| gamma_ratio(a, c));
        let value = Expr::product(ratios.collect::<Vec<_>>()) / gamma_ratio(&total, &degree);
        value * self.logarithms(&m.logs, &m.powers, &(total + degree))
    }

    /// The derivative of orders `logs`, divided by the function: one derivative after the other, by
    /// `d/dc (F P) = F (P L + dP)` where `L = psi(a + c) - psi(A + C)` is that of `log F`, on polynomials in polygamma functions.
    fn logarithms(&self, logs: &[u32], powers: &[Expr], total: &Expr) -> Expr {
        let name = |i: usize| Symbol::new("dirichlet", &format!("c{i}"), crate::symbolic::Role::Auxiliary, u32::MAX);
        let symbols: Vec<Symbol> = (0..logs.len()).map(name).collect();
        let psi = |x: &Expr| x.apply(Function::Polygamma(0));
        let shifted = Expr::sum(symbols.iter().map(Expr::symbol)) + total;
        let mut p = Expr::one();
        for (i, n) in logs.iter().enumerate() {
            let own = &self.weights[i] + &powers[i] + Expr::symbol(&symbols[i]);
            let slope = psi(&own) - psi(&shifted);
            for _ in 0..*n {
                p = &p * &slope + p.derivative(&symbols[i]);
            }
        }
        p.substitute(symbols.into_iter().map(|s| (s, Expr::zero())))
    }
}
