//! Declarations: names with their domains, manifolds, charts, maps, families, curves.

use super::{Expr, Ident, Path, UnitExpr};
use crate::syntax::span::Span;

/// A name bound to a domain: params, coordinates, variables of functions, families and curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Binder {
    /// The name.
    pub name: Ident,
    /// `w[1..n]`: the index range of an array.
    pub range: Option<IndexRange>,
    /// The set it lives in.
    pub domain: Domain,
    /// `[mV]`
    pub unit: Option<UnitExpr>,
    /// Example value (params only).
    pub value: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `1..n`, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRange {
    /// First index.
    pub from: Box<Expr>,
    /// Last index.
    pub to: Box<Expr>,
    /// All of it.
    pub span: Span,
}

/// A set of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Which.
    pub kind: DomainKind,
    /// Where it stands.
    pub span: Span,
}

/// The sets that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum DomainKind {
    /// `real`
    Real,
    /// `positive`
    Positive,
    /// `negative`
    Negative,
    /// `nonnegative`
    NonNegative,
    /// `nonzero`
    NonZero,
    /// `integer`
    Integer,
    /// `natural`, 0 included
    Natural,
    /// `(a, b)`, `[a, b)`, ..; `inf` and `-inf` are the open ends
    Interval {
        /// lower end; `None` is `-inf`
        lower: Option<Box<Expr>>,
        /// whether the lower end belongs to the set
        lower_closed: bool,
        /// upper end; `None` is `inf`
        upper: Option<Box<Expr>>,
        /// whether the upper end belongs to the set
        upper_closed: bool,
    },
    /// `a..b`, both ends included; `inf` and `-inf` are no ends
    Integers {
        /// lower end; `None` is `-inf`
        lower: Option<Box<Expr>>,
        /// upper end; `None` is `inf`
        upper: Option<Box<Expr>>,
    },
}

/// `function f(x, y)`
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionDecl {
    /// Its name.
    pub name: Ident,
    /// Its arguments, for the reader and for their units.
    pub arguments: Vec<(Ident, Option<UnitExpr>)>,
    /// Declared `positive`.
    pub positive: bool,
    /// Unit of its value.
    pub unit: Option<UnitExpr>,
}

/// `manifold M { .. }`
#[derive(Clone, Debug, PartialEq)]
pub struct ManifoldDecl {
    /// Its name.
    pub name: Ident,
    /// Its charts.
    pub charts: Vec<ChartDecl>,
    /// Transition maps between them.
    pub maps: Vec<MapDecl>,
}

/// `chart pq { P: (0, 1), q: positive [mV] where q > P }`
#[derive(Clone, Debug, PartialEq)]
pub struct ChartDecl {
    /// Its name.
    pub name: Ident,
    /// Its coordinates.
    pub coordinates: Vec<Binder>,
    /// Extra conditions.
    pub conditions: Vec<Expr>,
    /// All of it.
    pub span: Span,
}

/// `map a -> b { y = f(x) } on { x > 0 } inverse { x = h(y) }`
#[derive(Clone, Debug, PartialEq)]
pub struct MapDecl {
    /// Name, for smooth maps between manifolds and for those who wish to name a transition map.
    pub name: Option<Ident>,
    /// Chart it starts in (within a manifold: one segment).
    pub from: Path,
    /// Chart it ends in.
    pub to: Path,
    /// `target coordinate = expression in the source coordinates`. Coordinates of equal name carry over.
    pub equations: Vec<(Ident, Expr)>,
    /// The overlap, as conditions on the source chart; empty: all of it.
    pub on: Vec<Expr>,
    /// The inverse, when given.
    pub inverse: Option<Vec<(Ident, Expr)>>,
    /// All of it.
    pub span: Span,
}

/// `family p(x: real) on M.chart = Normal(..)`
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyDecl {
    /// Its name.
    pub name: Ident,
    /// The random variable with its support.
    pub variable: Binder,
    /// The chart of its parameters; none where it has no coordinates.
    pub chart: Option<Path>,
    /// How its law is given.
    pub form: LawForm,
    /// A distribution, or a density, as [`Self::form`] says.
    pub value: Expr,
}

/// How the law of a family is given.
#[derive(Clone, Debug, PartialEq)]
pub enum LawForm {
    /// A distribution.
    Distribution,
    /// `density EXPR`
    Density,
    /// `mass EXPR`
    Mass,
    /// `log_density EXPR`
    LogDensity,
    /// `log_mass EXPR`
    LogMass,
    /// `unnormalised EXPR with normaliser Z`
    Unnormalised {
        /// `Z`, the total.
        normaliser: Box<Expr>,
    },
    /// `DISTRIBUTION under x -> EXPR`
    Image {
        /// The name of the random variable that is drawn.
        variable: Ident,
        /// What becomes of it.
        image: Box<Expr>,
    },
}

/// `curve c(t: real) in M.chart = (.., ..)`
#[derive(Clone, Debug, PartialEq)]
pub struct CurveDecl {
    /// Its name.
    pub name: Ident,
    /// Time.
    pub parameter: Binder,
    /// The chart of its components.
    pub chart: Path,
    /// A tuple.
    pub value: Expr,
}
