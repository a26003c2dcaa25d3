//! The law of `y = g(x)` for a random `x` and an invertible `g`.
//!
//! In: the distribution of `x`, the map with its logarithmic slope. Out: what is asked of the law of `y`, as expectations over `x`:
//! with `log q(g(x)) = log p(x) - log|g'(x)|` no inverse is put in. Whether `g` has an inverse, and maps the support of `x`
//! onto that of `y`, is owed by whoever declares it.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::Distribution;
use super::fisher::{Information, expect_fixed_support, expect_no_jump, expect_smooth, information};
use super::kl_divergence::{Compared, kl_divergence, log_of_second};
use crate::symbolic::{Expr, Symbol};

/// The law of `g(x)`.
#[derive(Clone, Debug)]
pub struct Image {
    /// The law of `x`.
    pub base: Distribution,
    /// `g(x)`
    pub map: Expr,
    /// `log|g'(x)|`; 0 for a random variable with isolated values.
    pub log_slope: Expr,
    /// The law of `y` by itself: its support, and its density by change of variables.
    pub distribution: Distribution,
}

impl Image {
    /// The same with every expression replaced.
    #[must_use]
    pub fn map_expressions(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self {
            base: self.base.map(f),
            map: f(&self.map),
            log_slope: f(&self.log_slope),
            distribution: self.distribution.map(f),
        }
    }

    /// `log q(g(x))`
    #[must_use]
    pub fn log_density_at_image(&self) -> Expr {
        self.base.log_mass() - self.log_slope.clone()
    }

    /// The Fisher metric: the score of `y` at `y = g(x)` is `D_i log q(g(x))` with `D_i = d/dx_i - (d_i g/g') d/dx`, the
    /// derivative by a coordinate at fixed `y`.
    ///
    /// # Errors
    /// `MovingSupport`, `NoRule`.
    pub fn fisher(&self, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
        expect_fixed_support(&self.distribution, coordinates)?;
        let log_density = self.log_density_at_image();
        expect_no_jump(&Distribution { log_density: log_density.clone(), ..self.base.clone() }, coordinates)?;
        let score: Vec<Expr> = coordinates.iter().map(|c| self.at_fixed_image(&log_density, c)).collect();
        information(coordinates, |i, j| expectation(&(&score[i] * &score[j]), &self.base))
    }

    /// The same as minus the expected second derivatives, taken at fixed `y`.
    ///
    /// # Errors
    /// As [`Self::fisher`]; `NotSmooth`.
    pub fn fisher_from_hessian(&self, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
        expect_fixed_support(&self.distribution, coordinates)?;
        let log_density = self.log_density_at_image();
        // Written in the base's variable, on the base's support.
        let drawn = Distribution { log_density: log_density.clone(), ..self.base.clone() };
        expect_no_jump(&drawn, coordinates)?;
        expect_smooth(&drawn, coordinates)?;
        let score: Vec<Expr> = coordinates.iter().map(|c| self.at_fixed_image(&log_density, c)).collect();
        information(coordinates, |i, j| {
            let second = self.at_fixed_image(&score[i], &coordinates[j]);
            Ok(expectation(&second, &self.base)?.map(|e| -e))
        })
    }

    /// The derivative by a coordinate at fixed `y = g(x)`: `d/dc - (d_c g/g') d/dx`.
    fn at_fixed_image(&self, e: &Expr, c: &Symbol) -> Expr {
        let x = &self.base.variable;
        let drift = self.map.derivative(c) / self.map.derivative(x);
        if drift.is_zero() { e.derivative(c) } else { e.derivative(c) - drift * e.derivative(x) }
    }

    /// `KL(self, q)`. A divergence does not change under an invertible map of the sample space: where both are made by
    /// one map, it is that of the laws of `x`.
    ///
    /// # Errors
    /// As [`kl_divergence`].
    pub fn divergence(&self, q: &Distribution, image: Option<&Self>) -> Result<Expected, StatisticsError> {
        let renamed =
            |other: &Self| other.map.substitute([(other.base.variable.clone(), Expr::symbol(&self.base.variable))]);
        if let Some(other) = image.filter(|o| renamed(o) == self.map) {
            return kl_divergence(&self.base, &other.base);
        }
        let log_q = self.log_of(q)?;
        Ok(log_q.over(expectation(&(self.log_density_at_image() - &log_q.value), &self.base)?))
    }

    /// What [`Self::divergence`] (or, without `ratio`, [`Self::cross_entropy`]) is the mean of, in the variable of the base.
    ///
    /// # Errors
    /// As [`kl_divergence`].
    pub fn integrand(&self, q: &Distribution, ratio: bool) -> Result<Compared, StatisticsError> {
        let Compared { value: log_q, contained_where } = self.log_of(q)?;
        let value = if ratio { self.log_density_at_image() - log_q } else { -log_q };
        Ok(Compared { value, contained_where })
    }

    /// `-E[log q]` under the law of `y`
    ///
    /// # Errors
    /// As [`kl_divergence`].
    pub fn cross_entropy(&self, q: &Distribution) -> Result<Expected, StatisticsError> {
        let log_q = self.log_of(q)?;
        Ok(log_q.over(expectation(&-&log_q.value, &self.base)?))
    }

    /// `-E[log p]`
    ///
    /// # Errors
    /// `NoRule`.
    pub fn entropy(&self) -> Result<Expected, StatisticsError> {
        expectation(&-self.log_density_at_image(), &self.base)
    }

    fn log_of(&self, q: &Distribution) -> Result<Compared, StatisticsError> {
        let Compared { value, contained_where } = log_of_second(&self.distribution, q)?;
        let value = value.substitute([(self.distribution.variable.clone(), self.map.clone())]);
        Ok(Compared { value, contained_where })
    }
}
