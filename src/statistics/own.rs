//! A density or mass function of the user's own.
//!
//! In: the density as an expression, its support. Out: its total and its expectations, as definite integrals or sums of
//! [`integrals`](super::integrals) and [`sums`](super::sums). It must not know where its parameters come from, nor
//! whether the total is 1: that is owed by whoever declares it.

use super::counts::means::sum_by_correction;
use super::error::StatisticsError;
use super::expectation::Expected;
use super::family::{BaseMeasure, Distribution, Support, standard_variable};
use super::integrals::definite;
use super::kernels::Kernel;
use super::sums::definite_sum;
use crate::symbolic::{Expr, Function, Kind, Symbol};

/// A density over lengths, or a mass function on integers, of the standard variable.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnDensity {
    /// The density at the standard variable.
    pub density: Expr,
    /// Where it lives; outside it is 0.
    pub support: Support,
}

impl OwnDensity {
    /// `int f p`, or `sum f p`, over the support.
    ///
    /// # Errors
    /// `NoIntegral`, `NoSum`.
    pub fn weighted(&self, f: &Expr) -> Result<Expected, StatisticsError> {
        let z = standard_variable();
        let integrand = f * &self.density;
        let Support { lower, upper, spacing } = &self.support;
        match (spacing, lower.value()) {
            (None, _) => definite(&integrand, &z, lower, upper),
            (Some(_), Some(first)) => definite_sum(&integrand, &z, first, upper.value()).or_else(|why| {
                let sum = |g: &Expr| definite_sum(g, &z, first, None).ok();
                let without_end = upper.value().is_none();
                without_end.then(|| sum_by_correction(&integrand, &z, first, sum)).flatten().ok_or(why)
            }),
            (Some(_), None) => Err(StatisticsError::NoSum { expr: integrand, variable: z }),
        }
    }

    /// What a density integrates to 1.
    ///
    /// # Errors
    /// As [`Self::weighted`].
    pub fn total(&self) -> Result<Expected, StatisticsError> {
        self.weighted(&Expr::one())
    }

    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self { density: f(&self.density), support: self.support.map(f) }
    }
}

impl Distribution {
    /// The law of `c` times the variable, for a positive number `c`: with the density `p(x/c)/c`; nothing for other laws than a
    /// density of one's own.
    #[must_use]
    pub fn rescaled(&self, c: &Expr) -> Option<Self> {
        let Kernel::Own(own) = &self.kernel else { return None };
        let stretched = |e: &Expr, x: &Symbol| e.substitute([(x.clone(), Expr::symbol(x) / c)]);
        let support = self.support.map(&mut |end| end * c);
        if support.spacing.is_some() {
            return None;
        }
        let density = stretched(&own.density, &standard_variable()) / c;
        Some(Self {
            log_density: stretched(&self.log_density, &self.variable) - c.log(),
            kernel: Kernel::Own(Box::new(OwnDensity { density, support: support.clone() })),
            support,
            ..self.clone()
        })
    }
}

/// The distribution with this density (or, with `log_density`, the exponential of that).
#[must_use]
pub fn own_distribution(
    name: &str,
    variable: &Symbol,
    support: Support,
    density: &Expr,
    log_density: Expr,
) -> Distribution {
    let z = Expr::symbol(&standard_variable());
    let own = OwnDensity { density: density.substitute([(variable.clone(), z.clone())]), support: support.clone() };
    let base = if support.spacing.is_some() { BaseMeasure::Counting } else { BaseMeasure::Lebesgue };
    Distribution {
        name: name.to_owned(),
        variable: variable.clone(),
        support,
        base,
        log_density,
        kernel: Kernel::Own(Box::new(own)),
        from_standard: z,
        location_scale: None,
    }
}

/// `log e`, with products, powers and exponentials taken apart where every factor certainly has a sign, and with the cases of
/// what depends on a sign taken apart where each is certainly positive.
#[must_use]
pub fn split_logarithm(e: &Expr, positive: &mut dyn FnMut(&Expr) -> bool) -> Expr {
    if positive(e) {
        return logarithm_of_size(e, positive);
    }
    // The sign may be known of the factors alone: an even number of them is negative.
    if let Kind::Product(v) = e.kind() {
        let negative = v.iter().filter(|f| !positive(f)).count();
        if negative.is_multiple_of(2) && v.iter().all(|f| positive(f) || positive(&-f)) {
            return logarithm_of_size(e, positive);
        }
    }
    by_sign(e, positive).unwrap_or_else(|| e.log())
}

/// With `s = sign(u)`, an expression `f(s)` is `f(-1)`, `f(0)` or `f(1)`, and `log f(s)` is `(s^2 - s)/2 log f(-1) + (1 - s^2) log f(0) +
/// (s^2 + s)/2 log f(1)`, where all three are positive, also where they are not the case.
fn by_sign(e: &Expr, positive: &mut dyn FnMut(&Expr) -> bool) -> Option<Expr> {
    let sign = e.nodes().into_iter().find(|node| matches!(node.kind(), Kind::Apply(Function::Sign, _)))?;
    let mut case = |n: i64| -> Option<Expr> {
        let f = e.replaced(&sign, &Expr::integer(n));
        if positive(&f) { Some(logarithm_of_size(&f, positive)) } else { by_sign(&f, positive) }
    };
    let (below, here, above) = (case(-1)?, case(0)?, case(1)?);
    let square = sign.powi(2);
    let half = Expr::ratio(1, 2);
    let outside = if below == above {
        &square * &above
    } else {
        (&square - &sign) * &below * &half + (&square + &sign) * &above * &half
    };
    Some((Expr::one() - square) * here + outside)
}

/// `log|e|` for an expression of a certain sign.
fn logarithm_of_size(e: &Expr, positive: &mut dyn FnMut(&Expr) -> bool) -> Expr {
    let signed = |f: &Expr, positive: &mut dyn FnMut(&Expr) -> bool| positive(f) || positive(&-f);
    match e.kind() {
        Kind::Apply(Function::Exp, u) => u.clone(),
        Kind::Product(v) if v.iter().all(|f| signed(f, positive)) => {
            let terms: Vec<Expr> = v.iter().map(|f| logarithm_of_size(f, positive)).collect();
            Expr::sum(terms)
        }
        // A power with another exponent than an integer has a positive base.
        Kind::Power(b, n) if positive(b) || (super::monomials::integer(n).is_some() && positive(&-b)) => {
            n * &logarithm_of_size(b, positive)
        }
        _ if positive(e) => e.log(),
        _ if positive(&-e) => (-e).log(),
        _ => e.apply(Function::Abs).log(),
    }
}
