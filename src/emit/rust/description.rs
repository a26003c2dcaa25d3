//! What a Rust module should contain.

use crate::symbolic::{Expr, Symbol};

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
}

/// A chart.
#[derive(Clone, Debug)]
pub struct ChartDescription {
    /// Its name, by which functions refer to it.
    pub name: String,
    /// Its coordinates in order.
    pub coordinates: Vec<CoordinateDescription>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One number.
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
#[derive(Clone, Debug)]
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
