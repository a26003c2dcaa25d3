//! What can be wrong with a distribution or with what is asked of it. Values only; wording is made elsewhere.

use super::family::{BaseMeasure, Support};
use crate::geometry::GeometryError;
use crate::symbolic::{Expr, Symbol};

/// Why a distribution cannot be formed from its named arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FamilyError {
    /// No family of this name.
    UnknownFamily {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<&'static str>,
    },
    /// The family has no argument of this name.
    UnknownArgument {
        /// Name of the family.
        family: &'static str,
        /// The argument given.
        argument: String,
        /// The arguments there are.
        accepted: Vec<&'static str>,
    },
    /// One of these arguments is needed.
    MissingArgument {
        /// Name of the family.
        family: &'static str,
        /// Names of which one is needed.
        one_of: Vec<&'static str>,
    },
    /// Two arguments that say the same thing.
    ConflictingArguments {
        /// Name of the family.
        family: &'static str,
        /// The first of them.
        first: String,
        /// The second.
        second: String,
    },
}

/// Why a quantity of a distribution cannot be formed.
#[derive(Clone, Debug, PartialEq)]
pub enum StatisticsError {
    /// No rule gives the expectation of this part.
    NoRule {
        /// The part.
        expr: Expr,
    },
    /// No rule gives this integral.
    NoIntegral {
        /// The integrand.
        expr: Expr,
        /// Its variable.
        variable: Symbol,
    },
    /// No rule gives this sum.
    NoSum {
        /// The summand.
        expr: Expr,
        /// Its index.
        variable: Symbol,
    },
    /// The expectation is infinite: the expression outgrows the tail of the density.
    Diverges {
        /// The expression.
        expr: Expr,
    },
    /// The support depends on a coordinate, so the family has no common support and no Fisher metric.
    MovingSupport {
        /// The coordinate.
        coordinate: Symbol,
        /// The support.
        support: Support,
    },
    /// The weights that the mass function is written against depend on a coordinate in a way that has no closed
    /// derivative.
    MovingMeasure {
        /// The coordinate.
        coordinate: Symbol,
        /// The measure.
        base: BaseMeasure,
    },
    /// The first distribution puts mass where the second has none, or this cannot be told from how they are written.
    SupportNotContained {
        /// Support of the first.
        first: Support,
        /// Support of the second.
        second: Support,
    },
    /// Densities with respect to different measures have no ratio here.
    BaseMeasures {
        /// Of the first.
        first: BaseMeasure,
        /// Of the second.
        second: BaseMeasure,
    },
    /// The Wasserstein metric is known for location-scale families on the line.
    NotLocationScale {
        /// Name of the distribution.
        name: String,
    },
    /// The log-density has a corner that moves with a coordinate: its second derivative is no function.
    NotSmooth {
        /// It lies where this is 0.
        corner: Expr,
        /// Whether the log-density or its slope may jump there, so that the scores are not known either.
        jump: bool,
    },
    /// The two laws do not live on the same points, or are of kinds that are not compared.
    OtherPoints,
    /// The points, or their number, depend on a coordinate.
    MovingPoints {
        /// The coordinate.
        coordinate: Symbol,
    },
    /// The log-density is no sum of products of a function of the parameters and one of the variable.
    NotExponential,
    /// The distance of these laws has no closed form here.
    NoTransport,
    /// The Wasserstein-2 distance needs the root of a correlated covariance matrix in three or more dimensions.
    NoBures,
    /// Lyapunov's equation is solved in closed form in at most three dimensions.
    NoLyapunov {
        /// The number of variables.
        dimension: usize,
    },
    /// The first law puts mass on a point where the second has none.
    MassWhereNone {
        /// The values of the variables there.
        point: Vec<Expr>,
    },
    /// The matrix does not form a metric.
    Geometry(GeometryError),
}

impl From<GeometryError> for StatisticsError {
    fn from(e: GeometryError) -> Self {
        Self::Geometry(e)
    }
}
