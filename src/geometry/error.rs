//! What can be wrong with the input of a geometric operation. Values only; wording is made elsewhere.

use crate::symbolic::Expr;

/// Why a geometric object cannot be formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeometryError {
    /// Two arrays whose shapes (rows, columns) do not fit together.
    Shape {
        /// Shape of the first.
        left: (usize, usize),
        /// Shape of the second.
        right: (usize, usize),
    },
    /// A square matrix is needed.
    NotSquare {
        /// Its number of rows.
        rows: usize,
        /// Its number of columns.
        cols: usize,
    },
    /// A field needs one component for each coordinate.
    ComponentCount {
        /// Number of coordinates.
        expected: usize,
        /// Number of components given.
        found: usize,
    },
    /// Determinants and inverses by minors stop at a size.
    BlockTooLarge {
        /// Size of the irreducible block.
        size: usize,
        /// The largest size that is expanded.
        limit: usize,
    },
    /// The determinant of a block is literally 0.
    Singular {
        /// The rows (and columns) of the block, from 0.
        block: Vec<usize>,
    },
    /// An expression that is not a quadratic form in the differentials.
    NotQuadratic {
        /// The part that spoils it.
        part: Expr,
        /// How it does so.
        reason: NotQuadratic,
    },
    /// Two charts of a path between which no transition map is declared.
    NoTransition {
        /// Index of the chart the step starts in.
        from: usize,
        /// Index of the chart the step ends in.
        to: usize,
    },
    /// A chart index or path that names no chart.
    NoSuchChart {
        /// The index.
        index: usize,
    },
    /// A path without charts.
    EmptyPath,
}

/// Why an expression is no line element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotQuadratic {
    /// A differential stands inside a function, a denominator or a root.
    NotPolynomial,
    /// A term whose degree in the differentials is not 2.
    Degree,
}

/// Checks that there is one component for each coordinate.
pub(super) fn expect_components(expected: usize, found: usize) -> Result<(), GeometryError> {
    if expected == found { Ok(()) } else { Err(GeometryError::ComponentCount { expected, found }) }
}
