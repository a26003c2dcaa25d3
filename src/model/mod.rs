//! From syntax tree to a checked model: names, kinds, charts, units.
//!
//! In: a syntax tree ([`crate::syntax::ast::File`], includes already merged). Out: a [`Model`] in which every name is
//! resolved, every quantity has its unit and every field its components in each chart that maps reach, *and* every
//! diagnostic. What elaboration cannot decide by itself (an inverse is an inverse, a metric is positive definite) leaves
//! as an [`Obligation`]. It must not decide identities, print, or read files.
//!
//! Every symbol stands for the number in its declared unit. Names are resolved on demand, in any order; a value is made
//! once per chart. One bad declaration does not hide the next: what depends on it stays silent.

mod calls;
mod changes_of_chart;
mod charts;
mod claim_places;
mod claims;
mod conditions;
mod conserved;
mod coverage;
mod curve_panels;
mod declarations;
mod divergences;
mod elaborator;
mod emptiness;
mod entries;
mod expectations;
mod expressions;
mod families;
mod fields;
mod figures;
mod flow_claims;
mod function_values;
mod homes;
mod infinite_means;
mod information;
mod jets;
mod joint_draws;
mod joint_laws;
pub mod kinds;
mod law_problems;
mod map_claims;
mod maps;
mod means;
mod metric_recipes;
mod metric_sums;
mod missing_scales;
mod names;
mod needs;
pub mod obligations;
mod other_names;
mod own_laws;
mod params;
pub mod pictures;
mod points;
mod problems;
mod pullbacks;
pub mod quantities;
mod random;
mod recipes;
mod requests;
mod rule_uses;
mod rules;
mod simulations;
pub mod stage;
pub mod statements;
mod transport;
mod unknown_names;

#[cfg(test)]
mod tests;

pub use conserved::ConservedQuantity;
pub use divergences::{Divergence, InformationMetric};
pub use elaborator::{elaborate, elaborate_here, elaborate_within};
pub use kinds::{
    ChartId, FamilyInChart, Kind, MetricInChart, OneFormInChart, Raised, RuleInChart, Value, VectorInChart,
};
pub use means::{mean_of_rule, random_region};
pub use obligations::{Goal, Obligation, ObligationKind};
pub use pictures::{
    Axes, AxisRequest, BallsRequest, ChartPanel, CurvePanel, FigureRequest, IterateRequest, PanelRequest, PointRequest,
    SimulateRequest, StepsPanel, Subject,
};
pub use quantities::Quantity;
pub use random::{JointVariable, RandomVariable};
pub use rule_uses::RuleUse;
pub use statements::{
    Check, Claim, ClaimKind, Compared, Expectation, GivenPart, MadeIn, Rate, Refusal, Request, Written,
};

use crate::geometry::chart::Chart;
use crate::geometry::manifold::Manifold;
use crate::geometry::matrix::Matrix;
use crate::symbolic::{Expr, Fact, FunctionSymbol, Region, Symbol, Variable};
use crate::syntax::span::Span;
use crate::units::Unit;

/// A param, or one entry of an array of params.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Symbol and range.
    pub variable: Variable,
    /// Its unit.
    pub unit: Unit,
    /// The example value, as a number in the unit.
    pub value: Option<Expr>,
    /// The declaration.
    pub span: Span,
}

/// `const n = 5`
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Quantity,
    /// The declaration.
    pub span: Span,
}

/// An unspecified function.
#[derive(Clone, Debug, PartialEq)]
pub struct UnspecifiedFunction {
    /// Its symbol.
    pub symbol: FunctionSymbol,
    /// Units of its arguments; `None`: any plain number.
    pub arguments: Vec<Unit>,
    /// Unit of its value.
    pub unit: Unit,
    /// The declaration.
    pub span: Span,
}

/// How a named field came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// By a formula or components in its home chart; other charts show it carried over by the maps.
    Formula,
    /// By a constructor that is computed afresh in each chart (`KL`, `Fisher`, `grad`), so that invariance is a check.
    Constructed,
}

/// A named field: what it is in every chart of its manifold.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is declared as: cost, metric, vector, one-form, flow, family, or a `let` with its value's kind.
    pub kind: Kind,
    /// Index of the manifold.
    pub manifold: usize,
    /// The chart it was given in.
    pub home: ChartId,
    /// How it came about.
    pub origin: Origin,
    /// One entry per chart of the manifold; `None` where no maps reach the chart or it could not be made there.
    pub in_charts: Vec<Option<Value>>,
    /// Name in the declaration.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
}

impl Field {
    /// The field in the chart of that index.
    #[must_use]
    pub fn in_chart(&self, chart: usize) -> Option<&Value> {
        self.in_charts.get(chart)?.as_ref()
    }
}

/// A curve in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// The chart of its components.
    pub chart: ChartId,
    /// Its parameter with its range.
    pub parameter: Variable,
    /// Unit of the parameter.
    pub time_unit: Unit,
    /// Its components, numbers in the coordinates' units.
    pub components: Vec<Expr>,
    /// Where they are defined.
    pub defined_where: Vec<Fact>,
    /// The declaration.
    pub span: Span,
}

/// A smooth map between manifolds, in charts.
#[derive(Clone, Debug, PartialEq)]
pub struct SmoothMap {
    /// Its name.
    pub name: String,
    /// The chart it starts in.
    pub from: ChartId,
    /// The chart it ends in.
    pub to: ChartId,
    /// Coordinates of `to` in the coordinates of `from`.
    pub components: Vec<Expr>,
    /// Where it is defined, in the coordinates of `from`.
    pub defined_where: Vec<Fact>,
    /// The declaration.
    pub span: Span,
}

/// A generic metric made by `symbolic(chart)`.
#[derive(Clone, Debug, PartialEq)]
pub struct SymbolicMetric {
    /// The chart of its components.
    pub chart: ChartId,
    /// The unspecified functions `g_ij` for `i <= j`, row by row.
    pub functions: Vec<FunctionSymbol>,
    /// Its leading minors are positive: assumptions of everything it occurs in.
    pub assumptions: Vec<Fact>,
}

/// A metric made of others with positive factors: `3*g + b*h`.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSum {
    /// The chart of the components.
    pub chart: ChartId,
    /// What it comes to.
    pub sum: Matrix,
    /// Factors and matrices: `sum` is literally the sum of the products.
    pub terms: Vec<(Expr, Matrix)>,
}

impl MetricSum {
    /// The sum of the products, as it is formed.
    #[must_use]
    pub fn formed(terms: &[(Expr, Matrix)]) -> Option<Matrix> {
        let mut products = terms.iter().map(|(c, g)| g.map(|e| e * c));
        let first = products.next()?;
        products.try_fold(first, |sum, g| sum.add(&g).ok())
    }
}

/// A checked model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Params, each after the params its bounds need.
    pub params: Vec<Param>,
    /// Constants.
    pub constants: Vec<Constant>,
    /// Unspecified functions.
    pub functions: Vec<UnspecifiedFunction>,
    /// Manifolds with charts and transition maps.
    pub manifolds: Vec<Manifold>,
    /// Names and places of manifolds, charts and maps, parallel to [`Self::manifolds`].
    pub manifold_spans: Vec<ManifoldSpans>,
    /// Smooth maps between manifolds.
    pub smooth_maps: Vec<SmoothMap>,
    /// Costs, metrics, vectors, one-forms, flows, families and scalar abbreviations, in the order declared.
    pub fields: Vec<Field>,
    /// Scalar abbreviations without coordinates.
    pub abbreviations: Vec<Constant>,
    /// Names and places of families, random abbreviations and the like that live in no chart.
    pub others: Vec<(String, crate::syntax::span::Span)>,
    /// Curves.
    pub curves: Vec<Curve>,
    /// Random variables, independent of each other.
    pub randoms: Vec<RandomVariable>,
    /// Random variables with a joint law, as functions of independent ones.
    pub joint_variables: Vec<JointVariable>,
    /// Generic metrics.
    pub symbolic_metrics: Vec<SymbolicMetric>,
    /// Sums and multiples of metrics.
    pub metric_sums: Vec<MetricSum>,
    /// Divergences of laws.
    pub divergences: Vec<std::sync::Arc<Divergence>>,
    /// Metrics of laws, of which it is known where they are definite.
    pub informations: Vec<InformationMetric>,
    /// What is left to decide about the declarations.
    pub obligations: Vec<Obligation>,
    /// Closed forms of expectations, with the rules that gave them.
    pub rule_uses: Vec<RuleUse>,
    /// `prove`, `refute`.
    pub claims: Vec<Claim>,
    /// What the claims hold to be conserved.
    pub conserved: Vec<ConservedQuantity>,
    /// `check`.
    pub checks: Vec<Check>,
    /// `refuse`.
    pub refusals: Vec<Refusal>,
    /// `show`, `emit`, and what is kept for later.
    pub requests: Vec<Request>,
}

/// Where a manifold's parts stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManifoldSpans {
    /// The name.
    pub name: Span,
    /// Each chart.
    pub charts: Vec<Span>,
    /// Each map.
    pub maps: Vec<Span>,
}

impl Model {
    /// A chart.
    #[must_use]
    pub fn chart(&self, id: ChartId) -> Option<&Chart> {
        self.manifolds.get(id.manifold)?.charts.get(id.chart)
    }

    /// The chart of that name (`Normals.std`, or `std` where no other manifold has a chart of the name).
    #[must_use]
    pub fn chart_named(&self, name: &str) -> Option<ChartId> {
        let mut found =
            self.chart_ids().filter(|id| self.chart(*id).is_some_and(|c| c.name == name || c.full_name() == name));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Every chart.
    pub fn chart_ids(&self) -> impl Iterator<Item = ChartId> + '_ {
        self.manifolds
            .iter()
            .enumerate()
            .flat_map(|(manifold, m)| (0..m.charts.len()).map(move |chart| ChartId { manifold, chart }))
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Fields of one kind.
    pub fn fields_of(&self, kind: Kind) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |f| f.kind == kind)
    }

    /// A cost (or scalar abbreviation) in a chart, made there.
    #[must_use]
    pub fn cost_in(&self, name: &str, chart: ChartId) -> Option<&Quantity> {
        match self.value_in(name, chart)? {
            Value::Scalar(q) => Some(q),
            _ => None,
        }
    }

    /// A metric in a chart.
    #[must_use]
    pub fn metric_in(&self, name: &str, chart: ChartId) -> Option<&MetricInChart> {
        match self.value_in(name, chart)? {
            Value::Metric(g) => Some(g),
            _ => None,
        }
    }

    /// A flow or vector field in a chart; a recipe is made there.
    #[must_use]
    pub fn recipe_in(&self, name: &str, chart: ChartId) -> Option<&VectorInChart> {
        match self.value_in(name, chart)? {
            Value::Vector(v) => Some(v),
            _ => None,
        }
    }

    /// A one-form in a chart.
    #[must_use]
    pub fn one_form_in(&self, name: &str, chart: ChartId) -> Option<&OneFormInChart> {
        match self.value_in(name, chart)? {
            Value::OneForm(w) => Some(w),
            _ => None,
        }
    }

    /// A family in a chart.
    #[must_use]
    pub fn family_in(&self, name: &str, chart: ChartId) -> Option<&FamilyInChart> {
        match self.value_in(name, chart)? {
            Value::Family(p) => Some(p),
            _ => None,
        }
    }

    fn value_in(&self, name: &str, chart: ChartId) -> Option<&Value> {
        let field = self.field(name)?;
        if field.manifold == chart.manifold { field.in_chart(chart.chart) } else { None }
    }

    /// The open set of a chart with every param: coordinates first, then params.
    #[must_use]
    pub fn region(&self, chart: Option<ChartId>) -> Region {
        let mut region = chart.and_then(|id| self.chart(id)).map(Chart::region).unwrap_or_default();
        region.variables.extend(self.params.iter().map(|p| p.variable.clone()));
        region
    }

    /// The example values of the params that have one.
    #[must_use]
    pub fn example_values(&self) -> Vec<(Symbol, Expr)> {
        self.params.iter().filter_map(|p| Some((p.variable.symbol.clone(), p.value.clone()?))).collect()
    }

    /// Units of a chart's coordinates.
    #[must_use]
    pub fn coordinate_units(&self, chart: ChartId) -> Vec<Unit> {
        self.chart(chart).map(|c| c.coordinates.iter().map(|x| x.unit.clone()).collect()).unwrap_or_default()
    }
}
