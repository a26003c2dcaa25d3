//! Divergences, cross-entropies and entropies of laws of one or several variables.
//!
//! In: two laws. Out: means of logarithms of densities, by the rules of the kind of law at hand; laws of different kinds on the
//! same few points are compared point by point. It must not know charts or syntax.

use super::error::StatisticsError;
use super::expectation::Expected;
use super::finite_support::enumerated;
use super::joint::{Dirichlet, Finite};
use super::kl_divergence::{cross_entropy, entropy, kl_divergence};
use super::law::Law;
use super::rules;
use crate::symbolic::{Expr, Function};

impl Law {
    /// `KL(self, q)`
    ///
    /// # Errors
    /// As [`kl_divergence`]; `OtherPoints` for laws of different kinds.
    pub fn divergence(&self, q: &Self) -> Result<Expected, StatisticsError> {
        let made = match (self, q) {
            (Self::One(p), Self::One(q)) => kl_divergence(p, q),
            (Self::One(p), Self::Image(q)) => kl_divergence(p, &q.distribution),
            (Self::Image(p), Self::One(q)) => p.divergence(q, None),
            (Self::Image(p), Self::Image(q)) => p.divergence(&q.distribution, Some(q)),
            (Self::Normal(p), Self::Normal(q)) if p.variables.len() == q.variables.len() => Ok(p.divergence(q)),
            (Self::Multinomial(p), Self::Multinomial(q))
                if p.trials == q.trials && p.chances.len() == q.chances.len() =>
            {
                Ok(p.divergence(q))
            }
            (Self::Dirichlet(p), Self::Dirichlet(q)) if p.weights.len() == q.weights.len() => {
                let renamed = Dirichlet { variables: p.variables.clone(), weights: q.weights.clone() };
                p.expectation(&(p.log_density() - renamed.log_density()))
            }
            (Self::Finite(p), Self::Finite(q)) => p.divergence(q),
            _ => self.by_parts(q, Self::divergence),
        };
        self.or_by_points(q, made, Finite::divergence)
    }

    /// `-E_p[log q]`
    ///
    /// # Errors
    /// As [`Self::divergence`].
    pub fn cross_entropy(&self, q: &Self) -> Result<Expected, StatisticsError> {
        let made = match (self, q) {
            (Self::One(p), Self::One(q)) => cross_entropy(p, q),
            (Self::One(p), Self::Image(q)) => cross_entropy(p, &q.distribution),
            (Self::Image(p), Self::One(q)) => p.cross_entropy(q),
            (Self::Image(p), Self::Image(q)) => p.cross_entropy(&q.distribution),
            (Self::Finite(p), Self::Finite(q)) => p.cross_entropy(q),
            (Self::Normal(_) | Self::Dirichlet(_), _) => Ok(self.entropy()?.plus(self.divergence(q)?)),
            _ => self.by_parts(q, Self::cross_entropy),
        };
        self.or_by_points(q, made, Finite::cross_entropy)
    }

    /// What was made, or the same over the points of both where they are few.
    fn or_by_points(
        &self,
        q: &Self,
        made: Result<Expected, StatisticsError>,
        f: impl Fn(&Finite, &Finite) -> Result<Expected, StatisticsError>,
    ) -> Result<Expected, StatisticsError> {
        use StatisticsError as E;
        let Err(E::OtherPoints | E::BaseMeasures { .. } | E::NoRule { .. } | E::NoSum { .. }) = &made else {
            return made;
        };
        match (enumerated(self), enumerated(q)) {
            (Some(p), Some(q)) => f(&p, &q),
            _ => made,
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
            Self::Normal(n) => Ok(n.entropy()),
            Self::Dirichlet(d) => d.expectation(&-d.log_density()),
            // The coefficients have a mean without a closed form, except for one draw, where they are 1, and point by point.
            Self::Multinomial(m) if m.trials.is_one() => m.expectation(&-m.log_density()),
            Self::Multinomial(m) => match (enumerated(self), m.variables.first()) {
                (Some(points), _) => points.cross_entropy(&points),
                (None, x) => {
                    let count = x.map_or_else(Expr::one, Expr::symbol) + Expr::one();
                    Err(StatisticsError::NoRule { expr: count.apply(Function::LogGamma) })
                }
            },
            Self::Finite(p) => p.cross_entropy(p),
            Self::Product(_) | Self::Sample { .. } => self.by_parts(self, |p, _| p.entropy()),
        }
    }

    /// The sum over parts that belong together.
    fn by_parts(
        &self,
        q: &Self,
        f: impl Fn(&Self, &Self) -> Result<Expected, StatisticsError> + Copy,
    ) -> Result<Expected, StatisticsError> {
        match (self, q) {
            (Self::Product(a), Self::Product(b)) if a.len() == b.len() => {
                let mut sum = Expected::certain(Expr::zero());
                for (p, q) in a.iter().zip(b) {
                    sum = sum.plus(f(p, q)?);
                }
                sum.join(Vec::new(), &[rules::INDEPENDENT_SUM]);
                Ok(sum)
            }
            (Self::Sample { of: p, count: n }, Self::Sample { of: q, count: m }) if n == m => {
                let mut sum = f(p, q)?.map(|e| n * &e);
                sum.join(Vec::new(), &[rules::INDEPENDENT_SUM]);
                Ok(sum)
            }
            _ => Err(StatisticsError::OtherPoints),
        }
    }
}
