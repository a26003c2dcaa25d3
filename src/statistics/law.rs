//! Laws of one or several random variables, with everything that is asked of them.
//!
//! In: distributions. Out: expectations, scores, Fisher metrics, divergences, entropies. A law of several variables
//! gives its joint log-density and the expectation of functions of all of them; what is made of these is the same for all.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::Distribution;
use super::fisher::{Information, fisher_information};
use super::image::Image;
use super::kl_divergence::{cross_entropy, entropy, kl_divergence};
use crate::symbolic::{Expr, Symbol};

/// The law of one random variable, or of several.
#[derive(Clone, Debug)]
pub enum Law {
    /// One real variable.
    One(Distribution),
    /// One real variable, a function of another.
    Image(Box<Image>),
}

impl PartialEq for Law {
    fn eq(&self, other: &Self) -> bool {
        self.variables() == other.variables() && self.log_density() == other.log_density()
    }
}

impl Law {
    /// The random variables.
    #[must_use]
    pub fn variables(&self) -> Vec<Symbol> {
        match self {
            Self::One(d) => vec![d.variable.clone()],
            Self::Image(i) => vec![i.distribution.variable.clone()],
        }
    }

    /// The logarithm of the joint density, over the base measure.
    #[must_use]
    pub fn log_density(&self) -> Expr {
        match self {
            Self::One(d) => d.log_density.clone(),
            Self::Image(i) => i.distribution.log_density.clone(),
        }
    }

    /// The only distribution.
    #[must_use]
    pub fn one(&self) -> Option<&Distribution> {
        match self {
            Self::One(d) => Some(d),
            Self::Image(i) => Some(&i.distribution),
        }
    }

    /// The same under another name of its random variable.
    #[must_use]
    pub fn with_variable(&self, variable: &Symbol) -> Self {
        match self {
            Self::One(d) => Self::One(d.with_variable(variable)),
            Self::Image(i) => {
                Self::Image(Box::new(Image { distribution: i.distribution.with_variable(variable), ..(**i).clone() }))
            }
        }
    }

    /// The same with every expression replaced; random variables stay.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        match self {
            Self::One(d) => Self::One(d.map(f)),
            Self::Image(i) => Self::Image(Box::new(i.map_expressions(f))),
        }
    }

    /// `E[f]`
    ///
    /// # Errors
    /// As [`expectation`].
    pub fn expectation(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        match self {
            Self::One(d) => expectation(f, d),
            Self::Image(i) => expectation(f, &i.distribution),
        }
    }

    /// The Fisher metric.
    ///
    /// # Errors
    /// As [`fisher_information`].
    pub fn fisher(&self, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
        match self {
            Self::One(d) => fisher_information(d, coordinates),
            Self::Image(i) => i.fisher(coordinates),
        }
    }

    /// `KL(self, q)`
    ///
    /// # Errors
    /// As [`kl_divergence`].
    pub fn divergence(&self, q: &Self) -> Result<Expected, StatisticsError> {
        match (self, q) {
            (Self::One(p), Self::One(q)) => kl_divergence(p, q),
            (Self::One(p), Self::Image(q)) => kl_divergence(p, &q.distribution),
            (Self::Image(p), Self::One(q)) => p.divergence(q, None),
            (Self::Image(p), Self::Image(q)) => p.divergence(&q.distribution, Some(q)),
        }
    }

    /// `-E[log p]`
    ///
    /// # Errors
    /// As [`entropy`].
    pub fn entropy(&self) -> Result<Expected, StatisticsError> {
        match self {
            Self::One(d) => entropy(d),
            Self::Image(i) => i.entropy(),
        }
    }

    /// `-E_p[log q]`
    ///
    /// # Errors
    /// As [`cross_entropy`].
    pub fn cross_entropy(&self, q: &Self) -> Result<Expected, StatisticsError> {
        match (self, q) {
            (Self::One(p), Self::One(q)) => cross_entropy(p, q),
            (Self::One(p), Self::Image(q)) => cross_entropy(p, &q.distribution),
            (Self::Image(p), Self::One(q)) => p.cross_entropy(q),
            (Self::Image(p), Self::Image(q)) => p.cross_entropy(&q.distribution),
        }
    }
}
