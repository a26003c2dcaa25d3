//! What a Rust module should contain.

use crate::numerics::lower::{LoweringError, lower_with};
use crate::numerics::program::Program;
use crate::numerics::solve::{LinearSystem, lower_system};
use crate::symbolic::{Expr, Fact, Symbol};

/// A module to be written.
#[derive(Clone, Debug, Default)]
pub struct RustModule {
    /// The model's name, for the heading.
    pub name: String,
    /// Paragraphs of the module's documentation.
    pub docs: Vec<String>,
    /// Fields of the `Parameters` structure; without any, functions take a point only.
    pub parameters: Vec<ParameterDescription>,
    /// The charts whose coordinates the functions take.
    pub charts: Vec<ChartDescription>,
    /// The functions.
    pub functions: Vec<FunctionDescription>,
    /// Exact values that the functions must reproduce.
    pub reference_tests: Vec<ReferenceTest>,
    /// Changes of chart under which a vector field must be carried to itself.
    pub identity_tests: Vec<IdentityTest>,
    /// Quantities that flows keep.
    pub conservation_tests: Vec<ConservationTest>,
    /// Without the standard library: functions come from libm.
    pub no_std: bool,
    /// Points that checked functions must refuse.
    pub domain_tests: Vec<DomainTest>,
}

/// A condition that a checked function tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As it stands in a report: `sigma > 0`.
    pub words: String,
    /// What is tested.
    pub requirement: Requirement,
}

/// What is tested, in double precision.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// An expression compares with 0.
    Holds(Fact),
    /// The value is a whole number.
    Integer(Symbol),
}

/// A parameter of the model.
#[derive(Clone, Debug)]
pub struct ParameterDescription {
    /// The symbol in the expressions.
    pub symbol: Symbol,
    /// What it is; may be empty.
    pub doc: String,
    /// Its unit; empty for none.
    pub unit: String,
    /// An example value.
    pub example: Option<f64>,
    /// Its range.
    pub conditions: Vec<Condition>,
}

/// A chart.
#[derive(Clone, Debug)]
pub struct ChartDescription {
    /// Its name, by which functions refer to it.
    pub name: String,
    /// Its coordinates in order.
    pub coordinates: Vec<CoordinateDescription>,
    /// Its domain.
    pub conditions: Vec<Condition>,
}

/// A coordinate.
#[derive(Clone, Debug)]
pub struct CoordinateDescription {
    /// The symbol in the expressions.
    pub symbol: Symbol,
    /// Its unit; empty for none.
    pub unit: String,
    /// Its domain in words: `sigma > 0`; empty when all reals.
    pub domain: String,
}

/// The shape of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// One number.
    #[default]
    Scalar,
    /// A column of that many numbers.
    Vector(usize),
    /// Rows and columns; the outputs stand row by row.
    Matrix(usize, usize),
}

impl Shape {
    /// How many numbers it holds.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            Self::Scalar => 1,
            Self::Vector(n) => n,
            Self::Matrix(n, m) => n * m,
        }
    }

    /// Whether it holds no number.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A function of the parameters and of a point of a chart.
#[derive(Clone, Debug, Default)]
pub struct FunctionDescription {
    /// Its name: `natural_in_var`.
    pub name: String,
    /// Sentences on what it is.
    pub doc: String,
    /// Equations with units, one a line, shown verbatim.
    pub equations: Vec<String>,
    /// The chart of its point.
    pub chart: String,
    /// The shape of its result.
    pub shape: Shape,
    /// The entries of the result, row by row.
    pub outputs: Vec<Expr>,
    /// A system whose solution they are, where its solution is cheaper than the entries as they stand.
    pub solves: Option<LinearSystem>,
    /// Computed with reciprocals of what divides in several places.
    pub reciprocals: bool,
    /// Where it is defined, beyond the domain of the chart.
    pub conditions: Vec<Condition>,
    /// Random numbers it takes besides the point.
    pub draws: Vec<DrawDescription>,
}

impl RustModule {
    /// What a function reads, in order: the parameters, the coordinates of its chart, its random numbers.
    #[must_use]
    pub fn inputs(&self, function: &FunctionDescription) -> Vec<Symbol> {
        let chart = self.charts.iter().find(|c| c.name == function.chart);
        let coordinates = chart.map(|c| c.coordinates.as_slice()).unwrap_or_default();
        let parameters = self.parameters.iter().map(|p| p.symbol.clone());
        let draws = function.draws.iter().map(|d| d.symbol.clone());
        parameters.chain(coordinates.iter().map(|c| c.symbol.clone())).chain(draws).collect()
    }

    /// The straight-line program of a function, the same for every target.
    ///
    /// # Errors
    /// When its expressions have no values.
    pub fn program(&self, function: &FunctionDescription) -> Result<Program, LoweringError> {
        match &function.solves {
            Some(system) => lower_system(system, &self.inputs(function)),
            None => lower_with(&function.outputs, &self.inputs(function), function.reciprocals),
        }
    }
}

/// A random number that a function takes.
#[derive(Clone, Debug)]
pub struct DrawDescription {
    /// The symbol in the expressions.
    pub symbol: Symbol,
    /// Its law in words: `Normal(mean = 0, sd = s)`.
    pub law: String,
    /// Its unit; empty for none.
    pub unit: String,
}

/// A value known exactly.
#[derive(Clone, Debug)]
pub struct ReferenceTest {
    /// The function.
    pub function: String,
    /// Values of all parameters, in order.
    pub parameters: Vec<f64>,
    /// The point.
    pub point: Vec<f64>,
    /// The random numbers.
    pub draws: Vec<f64>,
    /// The exact entries as decimals with at least 20 digits (or exact ones), row by row.
    pub expected: Vec<String>,
    /// Allowed error, relative to the largest entry.
    pub tolerance: f64,
}

/// `target(map(x)) = jacobian(x) * source(x)` at some points.
#[derive(Clone, Debug)]
pub struct IdentityTest {
    /// The test's name.
    pub name: String,
    /// The vector field in the first chart.
    pub source: String,
    /// The same field in the second chart.
    pub target: String,
    /// The transition map.
    pub map: String,
    /// Its Jacobian matrix.
    pub jacobian: String,
    /// Values of all parameters, in order.
    pub parameters: Vec<f64>,
    /// Points of the first chart.
    pub points: Vec<Vec<f64>>,
    /// Allowed error, relative to the largest entry.
    pub tolerance: f64,
}

/// A point outside a chart, and the condition it breaks.
#[derive(Clone, Debug)]
pub struct DomainTest {
    /// The chart.
    pub chart: String,
    /// Values of all parameters, in order.
    pub parameters: Vec<f64>,
    /// The point.
    pub point: Vec<f64>,
    /// The words of the condition.
    pub condition: String,
}

/// `differential(x) * flow(x) = 0` at some points.
#[derive(Clone, Debug)]
pub struct ConservationTest {
    /// The test's name.
    pub name: String,
    /// The flow.
    pub flow: String,
    /// The differential of the quantity, in the same chart.
    pub differential: String,
    /// Values of all parameters, in order.
    pub parameters: Vec<f64>,
    /// Points of the chart.
    pub points: Vec<Vec<f64>>,
    /// Allowed error, relative to the largest term of the sum.
    pub tolerance: f64,
}
