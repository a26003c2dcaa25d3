//! Claims, checks, refusals and requests with every name resolved.
//!
//! In: values in charts. Out: plain data for the decision procedure: regions, components side by side, units.
//! `given` is already applied: params with given values are gone from expressions and regions.

use super::Model;
use super::kinds::{ChartId, Kind, Value};
use super::pictures::{FigureRequest, IterateRequest, SimulateRequest};
use crate::diagnostics::Diagnostic;
use crate::symbolic::{Expr, Fact, Rational, Region, Symbol};
use crate::syntax::ast::{CompareOp, Verb};
use crate::syntax::span::Span;
use crate::units::Unit;

/// `prove` or `refute`.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which verdict the author expects.
    pub verb: Verb,
    /// Both sides must be defined on the whole domain.
    pub strict: bool,
    /// Label for `--only`.
    pub label: Option<String>,
    /// What is claimed.
    pub kind: ClaimKind,
    /// The assumptions as written.
    pub given: Vec<GivenPart>,
    /// The statement, for headlines.
    pub span: Span,
    /// The whole item.
    pub item_span: Span,
}

/// One assumption of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenPart {
    /// `given values`, or `given mu0 = 4`: params replaced by numbers or expressions.
    Values(Vec<(Symbol, Expr)>),
    /// A condition on params; it stands in the regions already.
    Condition(Fact),
    /// A condition on coordinates, which is another one in each chart; it stands in the regions already.
    OfCoordinates,
}

/// Two arrays of components side by side, in one chart, on one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The chart whose coordinates occur.
    pub chart: Option<ChartId>,
    /// The domain with all assumptions.
    pub region: Region,
    /// Left components.
    pub left: Vec<Expr>,
    /// Right components, in the units of the left ones.
    pub right: Vec<Expr>,
    /// Unit of each component.
    pub units: Vec<Unit>,
    /// Name of each component: empty for a scalar, `mu` or `mu,sigma` else.
    pub entries: Vec<String>,
    /// Where both sides are defined.
    pub defined_where: Vec<Fact>,
}

/// A field in the chart where it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeIn {
    /// The chart.
    pub chart: ChartId,
    /// The chart's domain with all assumptions.
    pub region: Region,
    /// The field.
    pub value: Value,
}

/// How fast a cost changes along a flow, in one chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The chart.
    pub chart: ChartId,
    /// The domain with all assumptions.
    pub region: Region,
    /// `∂_i C v^i`
    pub rate: Expr,
    /// `v^i`
    pub flow: Vec<Expr>,
    /// `∂_i C`
    pub differential: Vec<Expr>,
    /// Where it is defined.
    pub defined_where: Vec<Fact>,
    /// Metrics that the flow's declaration names: where it is `-c grad(C, g)` for one of them and a positive `c`, the
    /// rate is `-c g^ij ∂_i C ∂_j C`. Whether it is, the verdict decides.
    pub descends_by: Vec<super::MetricInChart>,
}

/// What a claim says.
// One claim each: the size of the largest matters little.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimKind {
    /// Components compare like this in every one of the charts.
    Compare {
        /// the sign
        op: CompareOp,
        /// what the sides are
        kind: Kind,
        /// a side is a bare recipe: made in the chart at hand
        chart_dependent: bool,
        /// one entry per chart
        parts: Vec<Compared>,
    },
    /// Made in one chart and pushed forward, it is what is made in the other, along the path.
    Invariant {
        /// vector, one-form, metric, scalar
        kind: Kind,
        /// one entry per chart of the path
        made: Vec<MadeIn>,
        /// the comparisons: entry `k` carries chart `k` into chart `k + 1` (`left`: carried, `right`: made there)
        parts: Vec<Compared>,
    },
    /// The two directions of a map undo each other.
    Inverse {
        /// start after the round trip (`left`) against the point itself (`right`): in the first chart, then in the second
        parts: Vec<Compared>,
    },
    /// The pulled back metric is the metric.
    Isometry {
        /// `g` against the pullback
        parts: Vec<Compared>,
    },
    /// Every eigenvalue is positive, in one chart (hence in all).
    PositiveDefinite {
        /// the metric in its home chart
        metric: Box<MadeIn>,
    },
    /// `dC/dt <= 0` along the flow (`strictly`: `< 0` where the flow does not vanish).
    Decreasing {
        /// strictly
        strictly: bool,
        /// one entry per chart
        rates: Vec<Rate>,
    },
    /// `dQ/dt = 0` along the flow.
    Conserved {
        /// `∂_i Q v^i` against 0
        parts: Vec<Compared>,
    },
    /// `dc/dt = v(c)`.
    Solves {
        /// derivatives against the flow on the curve, on the range of the parameter
        parts: Vec<Compared>,
        /// the curve stays in the chart: facts on the same region
        inside: Vec<Fact>,
    },
    /// `∂_i w_j = ∂_j w_i`.
    Closed {
        /// for all `i < j`
        parts: Vec<Compared>,
    },
}

impl ClaimKind {
    /// The manifolds it speaks of; nothing where that is not said by charts.
    #[must_use]
    pub fn manifolds(&self) -> Option<Vec<usize>> {
        let charts: Vec<Option<ChartId>> = match self {
            Self::Compare { parts, .. }
            | Self::Invariant { parts, .. }
            | Self::Inverse { parts }
            | Self::Isometry { parts }
            | Self::Conserved { parts }
            | Self::Closed { parts } => parts.iter().map(|p| p.chart).collect(),
            Self::PositiveDefinite { metric } => vec![Some(metric.chart)],
            Self::Decreasing { rates, .. } => rates.iter().map(|r| Some(r.chart)).collect(),
            Self::Solves { .. } => vec![None],
        };
        let mut out: Vec<usize> = charts.into_iter().map(|c| c.map(|c| c.manifold)).collect::<Option<_>>()?;
        out.dedup();
        Some(out)
    }

    /// Every domain the statement speaks of, with the conditions under which its sides are defined there.
    #[must_use]
    pub fn domains(&self) -> Vec<(&Region, &[Fact])> {
        match self {
            Self::Compare { parts, .. }
            | Self::Invariant { parts, .. }
            | Self::Inverse { parts }
            | Self::Isometry { parts }
            | Self::Conserved { parts }
            | Self::Solves { parts, .. }
            | Self::Closed { parts } => parts.iter().map(|p| (&p.region, p.defined_where.as_slice())).collect(),
            Self::PositiveDefinite { metric } => vec![(&metric.region, &[])],
            Self::Decreasing { rates, .. } => rates.iter().map(|r| (&r.region, r.defined_where.as_slice())).collect(),
        }
    }
}

/// `check EXPR at POINT ..`
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Label for `--only`.
    pub label: Option<String>,
    /// The components at the point; without coordinates.
    pub values: Vec<Expr>,
    /// Their units.
    pub units: Vec<Unit>,
    /// Shape: rows of a matrix, else 1.
    pub rows: usize,
    /// The region of what remains (params without values).
    pub region: Region,
    /// Where it is defined.
    pub defined_where: Vec<Fact>,
    /// What is expected, one per component.
    pub expected: Vec<Expectation>,
    /// How that is written, one per component.
    pub written: Vec<Written>,
    /// The value as written.
    pub span: Span,
    /// The whole item.
    pub item_span: Span,
}

/// What is expected of a component, as its author writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// All of it, `1.0 [V]`.
    pub span: Span,
    /// The number without its unit, where it is a number with a unit behind it.
    pub number: Option<Span>,
    /// The unit it is written in.
    pub unit: Unit,
    /// From that unit to the component's.
    pub factor: Expr,
}

/// What a check expects of one component.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// The value, in the unit that is written, rounds to the digits.
    Digits {
        /// as written, with its sign
        text: String,
        /// the written number
        value: Rational,
    },
    /// Exactly this, in the component's unit.
    Exact(Expr),
}

/// `refuse CODE { .. }`
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The code wanted, as written.
    pub code: String,
    /// The diagnostics that elaboration of the block made.
    pub diagnostics: Vec<Diagnostic>,
    /// The model with the block's declarations, whose obligations and claims may still make the diagnostic; `None` where
    /// elaboration made diagnostics already.
    pub model: Option<Box<Model>>,
    /// The code.
    pub span: Span,
    /// The whole item.
    pub item_span: Span,
}

impl Refusal {
    /// Whether elaboration alone settles it: exactly the wanted code came, or another one.
    #[must_use]
    pub fn settled(&self) -> Option<bool> {
        if self.diagnostics.is_empty() {
            return None;
        }
        Some(self.diagnostics.iter().all(|d| d.code.id().eq_ignore_ascii_case(&self.code)))
    }
}

/// `show ..`, `emit ..`.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Show a value in some charts.
    Show {
        /// as written
        span: Span,
        /// the name, where it is a name
        name: Option<String>,
        /// what it is
        kind: Kind,
        /// in each chart
        values: Vec<(Option<ChartId>, Value)>,
        /// all of it
        item_span: Span,
    },
    /// Emit a target.
    Emit {
        /// `rust`, `latex`, `json`
        target: String,
        /// where to
        path: Option<String>,
        /// all of it
        item_span: Span,
    },
    /// Draw panels on one sheet.
    Figure(FigureRequest),
    /// Integrate a flow.
    Simulate(Box<SimulateRequest>),
    /// Repeat a rule.
    Iterate(Box<IterateRequest>),
}
