//! What elaboration leaves to be decided about the declarations.
//!
//! In: regions and expressions. Out: typed obligations. A refuted one makes its declaration an error with
//! [`ObligationKind::code`]; an undecided one becomes a stated hypothesis. It must not decide anything itself.

use super::kinds::ChartId;
use crate::diagnostics::Code;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr, Fact, Region};
use crate::syntax::span::Span;

/// What must hold, everywhere on the region.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// All these facts.
    Facts(Vec<Fact>),
    /// All these pairs are equal where both are defined.
    Equal(Vec<(Expr, Expr)>),
    /// The symmetric matrix is positive definite.
    PositiveDefinite(Matrix),
    /// The region has a point.
    NonEmpty,
    /// Something that no rule can turn into one of the others; why.
    Open(String),
}

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObligationKind {
    /// The inverse undoes the map.
    InverseUndoesMap,
    /// The map undoes the inverse.
    MapUndoesInverse,
    /// Every part of a transition map has continuous derivatives.
    MapSmooth,
    /// The map and its inverse both have derivatives: the Jacobian matrix is invertible.
    MapRegular,
    /// Points of the overlap land in the target chart.
    ImageInDomain,
    /// Two ways round give the same change of chart.
    MapsAgree,
    /// A matrix is symmetric.
    Symmetric,
    /// A metric is positive definite.
    PositiveDefinite,
    /// A chart has a point.
    ChartNonEmpty,
    /// The parameters of a family lie in its parameter space.
    ParametersInDomain,
    /// An expression is defined on all of its chart.
    Defined,
    /// A value lies in its domain.
    ValueInDomain,
    /// The set written for a random variable holds all its values.
    SupportInSet,
    /// A density is nowhere negative.
    DensityNonNegative,
    /// A density integrates to 1, or a mass function sums up to it.
    Normalised,
    /// The map of a random variable has the inverse that was found.
    SampleMapInvertible,
    /// The map of a random variable takes its values in the set written.
    SampleMapInto,
    /// It takes every value of that set.
    SampleMapOnto,
}

impl ObligationKind {
    /// The code of the diagnostic when it is refuted.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::InverseUndoesMap | Self::MapUndoesInverse | Self::MapsAgree => Code::G0509,
            Self::MapSmooth | Self::MapRegular => Code::G0513,
            Self::ImageInDomain => Code::G0508,
            Self::Symmetric => Code::G0506,
            Self::PositiveDefinite => Code::G0507,
            Self::ChartNonEmpty => Code::G0501,
            Self::ParametersInDomain | Self::ValueInDomain => Code::G0510,
            Self::Defined => Code::G0511,
            Self::SupportInSet => Code::G0604,
            Self::DensityNonNegative | Self::Normalised => Code::G0606,
            Self::SampleMapInvertible | Self::SampleMapInto | Self::SampleMapOnto => Code::G0609,
        }
    }

    /// The statement, for headlines: `the inverse undoes the map`.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::InverseUndoesMap => "the inverse undoes the map",
            Self::MapUndoesInverse => "the map undoes its inverse",
            Self::MapSmooth => "every part of the map and of its inverse has a derivative",
            Self::MapRegular => "the map and its inverse have derivatives everywhere",
            Self::ImageInDomain => "the map stays in the domain of its target",
            Self::MapsAgree => "the maps between these charts agree with each other",
            Self::Symmetric => "the matrix is symmetric",
            Self::PositiveDefinite => "the metric is positive definite",
            Self::ChartNonEmpty => "the chart has a point",
            Self::ParametersInDomain => "the parameters of the distribution lie in their domain",
            Self::Defined => "the expression is defined on its whole chart",
            Self::ValueInDomain => "the value lies in its domain",
            Self::SupportInSet => "the set written holds every value of the random variable",
            Self::DensityNonNegative => "the density is nowhere negative",
            Self::Normalised => "the density integrates to one",
            Self::SampleMapInvertible => "the map of the random variable is invertible",
            Self::SampleMapInto => "the map of the random variable stays in the set written",
            Self::SampleMapOnto => "the map of the random variable takes every value in the set written",
        }
    }
}

/// Something to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    /// What it is about.
    pub kind: ObligationKind,
    /// The declaration it belongs to, `Normals`, `fisher`.
    pub declaration: String,
    /// The chart whose coordinates occur.
    pub chart: Option<ChartId>,
    /// Where it must hold.
    pub region: Region,
    /// What must hold.
    pub goal: Goal,
    /// Where the cause stands.
    pub span: Span,
}
