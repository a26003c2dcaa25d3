//! Standard distributions without location and scale, with the expectations of generalised monomials.
//!
//! In: a [`Monomial`] in the standard variable. Out: its expectation in closed form, the conditions under which it is
//! finite, and the name of the rule. Every named family and every density that is recognised is one of these kernels
//! seen through a change of variable. A kernel must not know where its parameters come from.
//!
//! The rules are classical integrals and sums; each file states its own with its source and its condition.

mod beta;
mod counts;
mod distance;
mod distribution;
mod gamma;
mod gaussian;
mod laplace;
mod uniform;
mod von_mises;

use super::monomials::{Ground, Monomial, integer};
use super::own::OwnDensity;
use crate::symbolic::{Expr, Fact, Function, Rational};
use num_bigint::BigInt;

pub(super) use beta::joint_derivative;
pub(super) use gamma::from_cumulants;

/// A standard distribution of `z`.
#[derive(Clone, Debug, PartialEq)]
pub enum Kernel {
    /// `e^(-z^2/2)/sqrt(2 pi)` on the line
    Gaussian,
    /// `z^(shape - 1) e^-z/Gamma(shape)` on `z > 0`
    Gamma {
        /// positive
        shape: Expr,
    },
    /// `z^(a - 1) (1 - z)^(b - 1)/B(a, b)` on `(0, 1)`
    Beta {
        /// positive
        a: Expr,
        /// positive
        b: Expr,
    },
    /// `1/2` on `(-1, 1)`
    Uniform,
    /// `e^-|z|/2` on the line
    Laplace,
    /// `z = log(u/(1 - u))` with `u` uniform on `(0, 1)`
    Logistic,
    /// `e^(k cos z)/(2 pi I_0(k))` on `(-pi, pi)`
    VonMises {
        /// `k`, positive
        concentration: Expr,
    },
    /// `rate^z e^-rate/z!` on the natural numbers
    Poisson {
        /// positive
        rate: Expr,
    },
    /// `binom(n, z) p^z (1 - p)^(n - z)` on `0..n`
    Binomial {
        /// `n`, a natural number
        trials: Expr,
        /// `p`, in `(0, 1)`
        chance: Expr,
    },
    /// `Gamma(r + z)/(Gamma(r) z!) p^r (1 - p)^z` on the natural numbers: failures before the `r`-th success
    NegativeBinomial {
        /// `r`, positive
        size: Expr,
        /// `p`, in `(0, 1)`
        chance: Expr,
    },
    /// A density of the user's own: its expectations are integrals or sums, and no monomial is taken out.
    Own(Box<OwnDensity>),
}

/// An expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// Its value.
    pub value: Expr,
    /// It is finite, and has this value, where these hold; where one fails, it is infinite.
    pub finite_where: Vec<Fact>,
    /// It has this value where these hold; where one fails, it may be finite and have another form.
    pub holds_where: Vec<Fact>,
    /// The rule.
    pub rule: &'static str,
}

/// The mean of a polynomial in cosine and sine under the von Mises law around 0, which for the concentration 0 is uniform.
pub(super) fn circular_mean(concentration: &Expr, m: &Monomial) -> Option<Expr> {
    von_mises::mean(concentration, m).map(|mean| mean.value)
}

impl Mean {
    fn new(rule: &'static str, value: Expr) -> Self {
        Self { value, finite_where: Vec::new(), holds_where: Vec::new(), rule }
    }

    fn given(mut self, fact: Fact) -> Self {
        if fact.expr.as_number().is_none_or(|_| fact.is_absurd()) && !self.finite_where.contains(&fact) {
            self.finite_where.push(fact);
        }
        self
    }

    fn where_it_holds(mut self, fact: Fact) -> Self {
        self.holds_where.push(fact);
        self
    }

    /// A condition of existence if the integrand has no factor that vanishes where it diverges; of the rule otherwise.
    fn given_if(self, nothing_vanishes: bool, fact: Fact) -> Self {
        if nothing_vanishes { self.given(fact) } else { self.where_it_holds(fact) }
    }
}

impl Kernel {
    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        match self {
            Self::Gaussian | Self::Laplace | Self::Logistic | Self::Uniform => self.clone(),
            Self::Gamma { shape } => Self::Gamma { shape: f(shape) },
            Self::Beta { a, b } => Self::Beta { a: f(a), b: f(b) },
            Self::VonMises { concentration } => Self::VonMises { concentration: f(concentration) },
            Self::Poisson { rate } => Self::Poisson { rate: f(rate) },
            Self::Binomial { trials, chance } => Self::Binomial { trials: f(trials), chance: f(chance) },
            Self::NegativeBinomial { size, chance } => Self::NegativeBinomial { size: f(size), chance: f(chance) },
            Self::Own(own) => Self::Own(Box::new(own.map(f))),
        }
    }

    /// What is certain of the standard variable.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Gaussian | Self::Laplace | Self::Uniform | Self::Own(_) => Ground::Line,
            Self::Gamma { .. } => Ground::HalfLine,
            Self::Beta { .. } => Ground::UnitInterval,
            Self::Logistic => Ground::LogOdds,
            Self::VonMises { .. } => Ground::Circle,
            Self::Poisson { .. } | Self::Binomial { .. } | Self::NegativeBinomial { .. } => Ground::Count,
        }
    }

    /// `E|z - c|`, where it is known with `c` of any sign.
    #[must_use]
    pub fn mean_distance(&self, c: &Expr) -> Option<Mean> {
        match self {
            Self::Gaussian => Some(gaussian::mean_distance(c)),
            Self::Laplace => Some(laplace::mean_distance(c)),
            Self::Logistic => Some(distance::logistic(c)),
            Self::Gamma { shape } if shape.is_one() => Some(distance::exponential(c)),
            Self::Beta { a, b } if a.is_one() && b.is_one() => Some(distance::uniform(c)),
            _ => None,
        }
    }

    /// `E[sign(z - c)]`, which is `1 - 2 F(c)` with the distribution function, where it is known with `c` of any sign.
    #[must_use]
    pub fn mean_sign(&self, c: &Expr) -> Option<Expr> {
        match self {
            Self::Gaussian => Some(-(c * &Expr::ratio(1, 2).sqrt()).apply(Function::Erf)),
            Self::Laplace => Some(distribution::laplace(c)),
            Self::Logistic => Some(Expr::one() - c.apply(Function::Logistic) * Expr::integer(2)),
            Self::Gamma { shape } if shape.is_one() => Some(distribution::exponential(c)),
            Self::Beta { a, b } if a.is_one() && b.is_one() => Some(distribution::uniform(c)),
            _ => None,
        }
    }

    /// `E[m]`, or nothing where no rule gives it.
    #[must_use]
    pub fn mean(&self, m: &Monomial) -> Option<Mean> {
        match self {
            Self::Own(_) => None,
            Self::Gaussian => gaussian::mean(m),
            Self::Gamma { shape } => gamma::mean(shape, m),
            Self::Beta { a, b } => beta::mean(a, b, m),
            Self::Uniform => uniform::mean(m),
            Self::Laplace => laplace::mean(m),
            Self::Logistic => beta::mean(&Expr::one(), &Expr::one(), m),
            Self::VonMises { concentration } => von_mises::mean(concentration, m),
            Self::Poisson { rate } => counts::poisson(rate, m),
            Self::Binomial { trials, chance } => counts::binomial_mean(trials, chance, m),
            Self::NegativeBinomial { size, chance } => counts::negative_binomial(size, chance, m),
        }
    }
}

/// Shifts by larger integers are left to the gamma function.
const LARGEST_SHIFT: i64 = 64;

/// `Gamma(s + d)/Gamma(s)`; a product of linear factors for an integer `d` (DLMF 5.5.1, 5.2.4).
pub(super) fn gamma_ratio(s: &Expr, d: &Expr) -> Expr {
    match integer(d) {
        Some(n) if n.abs() <= LARGEST_SHIFT => {
            let factors = (n.min(0)..n.max(0)).map(|j| s + &Expr::integer(j));
            let product = Expr::product(factors);
            if n < 0 { product.recip() } else { product }
        }
        _ => (s + d).apply(Function::Gamma) / s.apply(Function::Gamma),
    }
}

/// `polygamma(order, s + d)`, through `polygamma(order, s)` for an integer `d` (DLMF 5.15.5):
/// `polygamma(m, s + 1) = polygamma(m, s) + (-1)^m m!/s^(m + 1)`.
fn polygamma(order: u32, s: &Expr, d: &Expr) -> Expr {
    let at = |x: &Expr| x.apply(Function::Polygamma(order));
    match integer(d) {
        Some(n) if n.abs() <= LARGEST_SHIFT => {
            let factorial: BigInt = (1..=order).map(BigInt::from).product();
            let sign = if order.is_multiple_of(2) == (n >= 0) { 1 } else { -1 };
            let scale = Rational::from_integer(factorial * sign);
            let power = -i64::from(order) - 1;
            let steps = (n.min(0)..n.max(0)).map(|j| (s + &Expr::integer(j)).powi(power).scaled(&scale));
            Expr::sum(std::iter::once(at(s)).chain(steps))
        }
        _ => at(&(s + d)),
    }
}
