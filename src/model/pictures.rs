//! Figures and simulations with every name resolved.
//!
//! In: values in charts. Out: plain data for those who integrate and draw: expressions in coordinates and params, ranges
//! and points as numbers in the coordinates' units. Nothing is computed in floating point here.

use super::kinds::{ChartId, RuleInChart};
use super::quantities::Quantity;
use crate::symbolic::{Expr, Fact, Symbol};
use crate::syntax::span::Span;
use crate::units::Unit;

/// A point of a chart: numbers (or expressions in params) for its coordinates, in their units.
#[derive(Clone, Debug, PartialEq)]
pub struct PointRequest {
    /// The chart.
    pub chart: ChartId,
    /// Its coordinates' values, in order.
    pub values: Vec<Expr>,
}

/// `figure "fig.svg" columns 2 { .. }`
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRequest {
    /// Where to.
    pub path: Option<String>,
    /// Panels in a row; none: as it fits.
    pub columns: Option<usize>,
    /// The panels.
    pub panels: Vec<PanelRequest>,
    /// All of it.
    pub item_span: Span,
}

/// One panel.
#[derive(Clone, Debug, PartialEq)]
pub enum PanelRequest {
    /// Flows, level lines and balls in a chart, or quantities along flows.
    Chart(ChartPanel),
    /// Functions of a param.
    Curves(CurvePanel),
    /// Quantities along rules, step by step.
    Steps(StepsPanel),
}

/// Something with a name, a number and a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// In words; empty where it has no name.
    pub label: String,
    /// The number in the unit.
    pub expr: Expr,
    /// The unit.
    pub unit: Unit,
}

/// Functions of a param.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePanel {
    /// Above the panel.
    pub title: Option<String>,
    /// The param to the right.
    pub param: Symbol,
    /// Its unit.
    pub unit: Unit,
    /// Its range.
    pub x: AxisRequest,
    /// The functions.
    pub subjects: Vec<Subject>,
    /// The name of the axis upwards and its range; none: what the curves need.
    pub range: Option<(String, AxisRequest)>,
    /// A second param with the values it takes in turn.
    pub family: Option<(Symbol, Vec<Expr>)>,
    /// All of it.
    pub span: Span,
}

/// Quantities along rules, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepsPanel {
    /// The chart.
    pub chart: ChartId,
    /// Above the panel.
    pub title: Option<String>,
    /// The range of steps.
    pub steps: AxisRequest,
    /// What is followed.
    pub subjects: Vec<Subject>,
    /// The name of the axis upwards and its range; none: what the curves need.
    pub range: Option<(String, AxisRequest)>,
    /// The rules, by name.
    pub rules: Vec<(String, RuleInChart)>,
    /// Initial values.
    pub starts: Vec<PointRequest>,
    /// The seed of the random variables.
    pub seed: u64,
    /// A second param with the values it takes in turn.
    pub family: Option<(Symbol, Vec<Expr>)>,
    /// All of it.
    pub span: Span,
}

/// Vectors drawn at points.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrowsRequest {
    /// The fields: in words, and the components.
    pub fields: Vec<(String, Vec<Expr>)>,
    /// Where they stand.
    pub points: Vec<PointRequest>,
    /// Length of an arrow over that of its vector.
    pub size: Expr,
}

/// A panel in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPanel {
    /// The chart.
    pub chart: ChartId,
    /// Above the panel.
    pub title: Option<String>,
    /// The axes.
    pub axes: Axes,
    /// Flows by name.
    pub flows: Vec<String>,
    /// Level lines: what is drawn, in words and as an expression, and its levels; none: chosen.
    pub contours: Vec<(String, Expr, Option<Vec<Expr>>)>,
    /// Initial values of trajectories.
    pub starts: Vec<PointRequest>,
    /// Their end, in the flows' unit of time.
    pub until: Option<Quantity>,
    /// Unit balls.
    pub balls: Vec<BallsRequest>,
    /// Vectors.
    pub arrows: Vec<ArrowsRequest>,
    /// Marked points.
    pub marks: Vec<PointRequest>,
    /// All of it.
    pub span: Span,
}

/// What the axes of a panel are.
#[derive(Clone, Debug, PartialEq)]
pub enum Axes {
    /// Two coordinates of the chart.
    Plane {
        /// To the right.
        x: AxisRequest,
        /// Upwards.
        y: AxisRequest,
    },
    /// Quantities over time.
    Time {
        /// The range of time.
        time: AxisRequest,
        /// What is followed: in words, the number, its unit.
        quantities: Vec<(String, Expr, Unit)>,
        /// The range upwards; none: what the curves need.
        range: Option<AxisRequest>,
    },
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisRequest {
    /// Index of the coordinate in the chart.
    pub coordinate: usize,
    /// From there, in the coordinate's unit.
    pub from: Expr,
    /// To there.
    pub to: Expr,
    /// Logarithmic.
    pub log: bool,
}

/// Unit balls of metrics with their directions of steepest descent.
#[derive(Clone, Debug, PartialEq)]
pub struct BallsRequest {
    /// The metrics: in words, and the four components.
    pub metrics: Vec<(String, Vec<Expr>)>,
    /// The cost.
    pub cost: Expr,
    /// Centres.
    pub points: Vec<PointRequest>,
    /// Radius of the balls.
    pub size: Expr,
}

/// `simulate F from c(x = 1) to t = 4`
#[derive(Clone, Debug, PartialEq)]
pub struct SimulateRequest {
    /// The flow.
    pub flow: String,
    /// Initial values, all in one chart.
    pub starts: Vec<PointRequest>,
    /// The end.
    pub until: Quantity,
    /// Further charts.
    pub charts: Vec<ChartId>,
    /// Times to keep.
    pub at: Vec<Quantity>,
    /// Where to.
    pub path: Option<String>,
    /// All of it.
    pub item_span: Span,
}

/// `simulate RULE from c(x = 1) to n = 100 seed 7 repeat 1000 watch L while L < 10`
#[derive(Clone, Debug, PartialEq)]
pub struct IterateRequest {
    /// The rule's name.
    pub name: String,
    /// The rule in the chart of the initial values.
    pub rule: RuleInChart,
    /// Initial values, all in that chart.
    pub starts: Vec<PointRequest>,
    /// How many steps.
    pub steps: u64,
    /// Steps to keep; empty: as the form of the result needs.
    pub at: Vec<u64>,
    /// The seed of the random variables.
    pub seed: u64,
    /// How often, independently.
    pub repeat: u64,
    /// What is recorded beside the coordinates.
    pub watch: Vec<Subject>,
    /// A run goes on while these hold.
    pub go_on: Vec<Fact>,
    /// Where they are written.
    pub go_on_span: Span,
    /// Where to.
    pub path: Option<String>,
    /// All of it.
    pub item_span: Span,
}
