//! Laws of one or several random variables, with everything that is asked of them.
//!
//! In: distributions. Out: expectations, scores, Fisher metrics, divergences, entropies. Independent parts add up
//! (**independent-sum**): the log-density of a product is the sum of those of its factors, scores of different factors
//! are uncorrelated, so Fisher metrics, divergences and entropies are sums; for `n` independent copies they are `n` times
//! that of one.

use super::error::StatisticsError;
use super::expectation::{Expected, expectation};
use super::family::{BaseMeasure, Distribution};
use super::finite_support::enumerated;
use super::fisher::{Information, fisher_information, fisher_information_from_hessian, information};
use super::image::Image;
use super::joint::{Dirichlet, Finite, Multinomial, MultivariateNormal};
use super::needs::Need;
use super::wasserstein::wasserstein_metric;
use crate::geometry::{Matrix, Metric};
use crate::statistics::rules;
use crate::symbolic::{Expr, Fact, Symbol};

/// The law of one random variable, or of several.
#[derive(Clone, Debug)]
pub enum Law {
    /// One real variable.
    One(Distribution),
    /// One real variable, a function of another.
    Image(Box<Image>),
    /// A normal law of several variables.
    Normal(Box<MultivariateNormal>),
    /// Counts of categories.
    Multinomial(Box<Multinomial>),
    /// Chances that add up to 1.
    Dirichlet(Box<Dirichlet>),
    /// Finitely many points.
    Finite(Box<Finite>),
    /// Independent parts.
    Product(Vec<Law>),
    /// Independent copies.
    Sample {
        /// The law of each.
        of: Box<Law>,
        /// How many there are, a natural number.
        count: Expr,
    },
}

impl PartialEq for Law {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(a), Self::One(b)) => {
                (&a.variable, &a.log_density, &a.support) == (&b.variable, &b.log_density, &b.support)
            }
            (Self::Image(a), Self::Image(b)) => {
                (&a.map, &a.distribution.log_density) == (&b.map, &b.distribution.log_density)
            }
            (Self::Normal(a), Self::Normal(b)) => a == b,
            (Self::Multinomial(a), Self::Multinomial(b)) => a == b,
            (Self::Dirichlet(a), Self::Dirichlet(b)) => a == b,
            (Self::Finite(a), Self::Finite(b)) => a == b,
            (Self::Product(a), Self::Product(b)) => a == b,
            (Self::Sample { of: a, count: n }, Self::Sample { of: b, count: m }) => a == b && n == m,
            _ => false,
        }
    }
}

impl Law {
    /// The number of random variables; nothing for a number of copies that is a symbol.
    #[must_use]
    pub fn dimension(&self) -> Option<usize> {
        match self {
            Self::One(_) | Self::Image(_) => Some(1),
            Self::Normal(n) => Some(n.variables.len()),
            Self::Multinomial(m) => Some(m.variables.len()),
            Self::Dirichlet(d) => Some(d.variables.len()),
            Self::Finite(f) => Some(f.variables.len()),
            Self::Product(v) => v.iter().map(Self::dimension).sum(),
            Self::Sample { .. } => None,
        }
    }

    /// The joint log-density over its base measure; nothing for laws on points, and for a symbolic number of copies.
    #[must_use]
    pub fn log_density(&self) -> Option<Expr> {
        match self {
            Self::One(d) => Some(d.log_density.clone()),
            Self::Image(i) => Some(i.distribution.log_density.clone()),
            Self::Normal(n) => Some(n.log_density()),
            Self::Multinomial(m) => Some(m.log_density()),
            Self::Dirichlet(d) => Some(d.log_density()),
            Self::Finite(p) => p.formula.clone(),
            Self::Sample { .. } => None,
            Self::Product(v) => v.iter().map(Self::log_density).collect::<Option<Vec<Expr>>>().map(Expr::sum),
        }
    }

    /// The logarithm of the joint density, or of the mass at a point, weights included; nothing as for [`Self::log_density`].
    #[must_use]
    pub fn log_mass(&self) -> Option<Expr> {
        match self {
            Self::One(d) => Some(d.log_mass()),
            Self::Image(i) => Some(i.distribution.log_mass()),
            Self::Multinomial(m) => Some(m.log_density() + m.log_coefficient()),
            Self::Product(v) => v.iter().map(Self::log_mass).collect::<Option<Vec<Expr>>>().map(Expr::sum),
            Self::Normal(_) | Self::Dirichlet(_) | Self::Finite(_) | Self::Sample { .. } => self.log_density(),
        }
    }

    /// The only distribution.
    #[must_use]
    pub fn one(&self) -> Option<&Distribution> {
        match self {
            Self::One(d) => Some(d),
            Self::Image(i) => Some(&i.distribution),
            _ => None,
        }
    }

    /// The same under other names of its random variables, of which there are as many.
    #[must_use]
    pub fn with_variables(&self, names: &[Symbol]) -> Self {
        let first = names.first();
        let all = || names.to_vec();
        match self {
            Self::One(d) => Self::One(first.map_or_else(|| d.clone(), |x| d.with_variable(x))),
            Self::Image(i) => {
                let distribution = first.map_or_else(|| i.distribution.clone(), |x| i.distribution.with_variable(x));
                Self::Image(Box::new(Image { distribution, ..(**i).clone() }))
            }
            Self::Normal(n) => Self::Normal(Box::new(MultivariateNormal { variables: all(), ..(**n).clone() })),
            Self::Multinomial(m) => Self::Multinomial(Box::new(Multinomial { variables: all(), ..(**m).clone() })),
            Self::Dirichlet(d) => Self::Dirichlet(Box::new(Dirichlet { variables: all(), ..(**d).clone() })),
            Self::Finite(f) => {
                let images = f.variables.iter().cloned().zip(names.iter().map(Expr::symbol));
                let formula = f.formula.as_ref().map(|e| e.substitute(images));
                Self::Finite(Box::new(Finite { variables: all(), formula, ..(**f).clone() }))
            }
            Self::Product(v) => {
                let mut rest = names;
                let parts = v.iter().map(|part| {
                    let (own, others) = rest.split_at(part.dimension().unwrap_or(0).min(rest.len()));
                    rest = others;
                    part.with_variables(own)
                });
                Self::Product(parts.collect())
            }
            Self::Sample { .. } => self.clone(),
        }
    }

    /// The same with every expression replaced; random variables stay.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        match self {
            Self::One(d) => Self::One(d.map(f)),
            Self::Image(i) => Self::Image(Box::new(i.map_expressions(f))),
            Self::Normal(n) => Self::Normal(Box::new(n.map(f))),
            Self::Multinomial(m) => Self::Multinomial(Box::new(m.map(f))),
            Self::Dirichlet(d) => Self::Dirichlet(Box::new(d.map(f))),
            Self::Finite(p) => Self::Finite(Box::new(p.map(f))),
            Self::Product(v) => Self::Product(v.iter().map(|p| p.map(f)).collect()),
            Self::Sample { of, count } => Self::Sample { of: Box::new(of.map(f)), count: f(count) },
        }
    }

    /// The random variables.
    #[must_use]
    pub fn variables(&self) -> Vec<Symbol> {
        match self {
            Self::One(d) => vec![d.variable.clone()],
            Self::Image(i) => vec![i.distribution.variable.clone()],
            Self::Normal(n) => n.variables.clone(),
            Self::Multinomial(m) => m.variables.clone(),
            Self::Dirichlet(d) => d.variables.clone(),
            Self::Finite(f) => f.variables.clone(),
            Self::Product(v) => v.iter().flat_map(Self::variables).collect(),
            Self::Sample { .. } => Vec::new(),
        }
    }

    /// `E[f]`. Over independent parts the means are taken one after the other (Fubini, every one being finite).
    ///
    /// # Errors
    /// `NoRule` and its kin.
    pub fn expectation(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        match self {
            Self::One(d) => expectation(f, d),
            Self::Image(i) => expectation(f, &i.distribution),
            Self::Normal(n) => n.expectation(f),
            // Without a rule, point by point.
            Self::Multinomial(m) => {
                m.expectation(f).or_else(|why| enumerated(self).map(|points| points.expectation(f)).ok_or(why))
            }
            Self::Dirichlet(d) => d.expectation(f),
            Self::Finite(p) => Ok(p.expectation(f)),
            Self::Product(parts) => {
                let mut out = Expected::certain(f.clone());
                let variables = self.variables();
                let closed = |needs: Vec<Need>| {
                    let outside: Option<Vec<Need>> = needs.into_iter().map(|n| n.outside_of(&variables)).collect();
                    outside.ok_or_else(|| StatisticsError::NoRule { expr: f.clone() })
                };
                for part in parts.iter().rev() {
                    let mean = part.expectation(&out.value)?;
                    out.value = mean.value;
                    out.join(closed(mean.finite_where)?, &mean.rules);
                }
                // A mean that is 0 hides what the other variables need: each is taken first once.
                for part in parts.iter().filter(|part| part.variables().iter().any(|x| f.contains(x))) {
                    let first = part.expectation(f)?;
                    out.join(closed(first.finite_where)?, &[]);
                }
                Ok(out)
            }
            Self::Sample { .. } => Err(StatisticsError::NoRule { expr: f.clone() }),
        }
    }

    /// The Fisher metric.
    ///
    /// # Errors
    /// `MovingSupport`, `MovingMeasure`, `MovingPoints`, `NoRule`.
    pub fn fisher(&self, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
        self.information(coordinates, false)
    }

    /// The Fisher metric as minus the expected second derivatives.
    ///
    /// # Errors
    /// As [`Self::fisher`]; `NotSmooth`.
    pub fn fisher_from_hessian(&self, coordinates: &[Symbol]) -> Result<Information, StatisticsError> {
        self.information(coordinates, true)
    }

    fn information(&self, coordinates: &[Symbol], by_hessian: bool) -> Result<Information, StatisticsError> {
        let plain = |components: Matrix, rule: &'static str| -> Result<Information, StatisticsError> {
            let metric = Metric::new(coordinates.to_vec(), components)?;
            Ok(Information { metric, finite_where: Vec::new(), rules: vec![rule] })
        };
        match self {
            Self::One(d) if by_hessian => fisher_information_from_hessian(d, coordinates),
            Self::One(d) => fisher_information(d, coordinates),
            Self::Image(i) if by_hessian => i.fisher_from_hessian(coordinates),
            Self::Image(i) => i.fisher(coordinates),
            Self::Normal(n) if !by_hessian => plain(n.information(coordinates)?, rules::NORMAL_INFORMATION),
            Self::Normal(n) => second_derivatives(&n.log_density(), coordinates, |f| n.expectation(f)),
            Self::Multinomial(m) => {
                if let Some(coordinate) = coordinates.iter().find(|c| m.trials.contains(c)).cloned() {
                    let base = BaseMeasure::BinomialCoefficient(m.trials.clone());
                    return Err(StatisticsError::MovingMeasure { coordinate, base });
                }
                let mean = |f: &Expr| m.expectation(f);
                if by_hessian {
                    return second_derivatives(&m.log_density(), coordinates, mean);
                }
                scores(&m.log_density(), coordinates, mean)
            }
            // The second derivatives are shorter: the log-density is linear in what is random.
            Self::Dirichlet(d) => second_derivatives(&d.log_density(), coordinates, |f| d.expectation(f)),
            Self::Finite(p) => {
                let moved = |c: &Symbol| p.points.iter().flatten().any(|e| e.contains(c));
                if let Some(coordinate) = coordinates.iter().find(|c| moved(c)).cloned() {
                    return Err(StatisticsError::MovingPoints { coordinate });
                }
                if let Some(log) = p.log_mass() {
                    let mean = |f: &Expr| Ok(p.expectation(f));
                    return if by_hessian {
                        second_derivatives(log, coordinates, mean)
                    } else {
                        scores(log, coordinates, mean)
                    };
                }
                let by = |c: &Symbol| p.log_masses.iter().map(|l| l.derivative(c)).collect::<Vec<_>>();
                let score: Vec<Vec<Expr>> = coordinates.iter().map(by).collect();
                information(coordinates, |i, j| {
                    Ok(if by_hessian {
                        p.mean_of(|k| -score[i][k].derivative(&coordinates[j]))
                    } else {
                        p.mean_of(|k| &score[i][k] * &score[j][k])
                    })
                })
            }
            Self::Product(parts) => {
                let mut made = parts.iter().map(|p| p.information(coordinates, by_hessian));
                let mut sum = made.next().ok_or(StatisticsError::OtherPoints)??;
                for next in made {
                    sum = added(sum, next?)?;
                }
                if !sum.rules.contains(&rules::INDEPENDENT_SUM) {
                    sum.rules.push(rules::INDEPENDENT_SUM);
                }
                Ok(sum)
            }
            Self::Sample { of, count } => {
                if let Some(coordinate) = coordinates.iter().find(|c| count.contains(c)).cloned() {
                    return Err(StatisticsError::MovingPoints { coordinate });
                }
                let one = of.information(coordinates, by_hessian)?;
                let components = one.metric.components.map(|e| count * e);
                let rules = one.rules.iter().copied().chain([rules::INDEPENDENT_SUM]).collect();
                Ok(Information { metric: Metric::new(coordinates.to_vec(), components)?, rules, ..one })
            }
        }
    }

    /// Where the Fisher metric is positive definite, if that is known beforehand.
    #[must_use]
    pub fn definite_where(&self, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
        match self {
            Self::Normal(n) => n.definite_where(coordinates),
            Self::Finite(f) => f.definite_where(coordinates),
            // An exponential family whose statistics `log x_i` are affinely independent, in its natural parameters.
            Self::Dirichlet(d) if d.weights.len() == coordinates.len() => {
                let jacobian = crate::geometry::jacobian::jacobian(&d.weights, coordinates);
                Some(vec![Fact::nonzero(jacobian.determinant().ok()?)])
            }
            Self::Sample { of, .. } => of.definite_where(coordinates),
            _ => super::exponential_family::definite_where(self, coordinates),
        }
    }

    /// The inverse of the Fisher metric, if that is known beforehand.
    #[must_use]
    pub fn inverse_fisher(&self, coordinates: &[Symbol]) -> Option<Matrix> {
        if let Self::Normal(n) = self { n.inverse_information(coordinates) } else { None }
    }

    /// The inverse of the Wasserstein-2 metric, if that is known beforehand.
    #[must_use]
    pub fn inverse_wasserstein(&self, coordinates: &[Symbol]) -> Option<Matrix> {
        if let Self::Normal(n) = self { n.inverse_transport(coordinates) } else { None }
    }

    /// Where the Wasserstein-2 metric is positive definite, if that is known beforehand: for normal laws where mean and
    /// covariance are local coordinates, since `tr(L S L) = 0` for `L = 0` alone.
    #[must_use]
    pub fn transport_definite_where(&self, coordinates: &[Symbol]) -> Option<Vec<Fact>> {
        if let Self::Normal(n) = self { n.definite_where(coordinates) } else { None }
    }

    /// The Wasserstein-2 metric.
    ///
    /// # Errors
    /// `NotLocationScale`, `NoTransport`.
    pub fn wasserstein(&self, coordinates: &[Symbol]) -> Result<Metric, StatisticsError> {
        match self {
            Self::Normal(n) => Ok(Metric::new(coordinates.to_vec(), n.transport_metric(coordinates)?)?),
            // The metric of a product of laws on lines is the sum.
            Self::Product(parts) => {
                let mut made = parts.iter().map(|p| p.wasserstein(coordinates));
                let first = made.next().ok_or(StatisticsError::NoTransport)??;
                made.try_fold(first, |sum, next| {
                    Ok(Metric::new(coordinates.to_vec(), sum.components.add(&next?.components)?)?)
                })
            }
            _ => match self.one() {
                Some(d) => wasserstein_metric(d, coordinates),
                None => Err(StatisticsError::NoTransport),
            },
        }
    }
}

/// `E[s_i s_j]` with the scores of a log-density.
fn scores(
    log_density: &Expr,
    coordinates: &[Symbol],
    mean: impl Fn(&Expr) -> Result<Expected, StatisticsError>,
) -> Result<Information, StatisticsError> {
    let s: Vec<Expr> = coordinates.iter().map(|c| log_density.derivative(c)).collect();
    information(coordinates, |i, j| mean(&(&s[i] * &s[j])))
}

/// `-E[d_i d_j log p]`
fn second_derivatives(
    log_density: &Expr,
    coordinates: &[Symbol],
    mean: impl Fn(&Expr) -> Result<Expected, StatisticsError>,
) -> Result<Information, StatisticsError> {
    information(coordinates, |i, j| {
        let second = log_density.derivative(&coordinates[i]).derivative(&coordinates[j]);
        Ok(mean(&second)?.map(|e| -e))
    })
}

/// The information of two independent parts.
pub(super) fn added(a: Information, b: Information) -> Result<Information, StatisticsError> {
    let mut both = Expected { value: Expr::zero(), finite_where: a.finite_where, rules: a.rules };
    both.join(b.finite_where, &b.rules);
    let components = a.metric.components.add(&b.metric.components)?;
    let metric = Metric::new(a.metric.coordinates, components)?;
    Ok(Information { metric, finite_where: both.finite_where, rules: both.rules })
}
