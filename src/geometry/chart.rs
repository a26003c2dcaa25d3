//! A chart: coordinates on an open set of a manifold.

use crate::symbolic::{Expr, Fact, Region, Symbol, Variable};
use crate::units::Unit;

/// A coordinate function with its open range and unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinate {
    /// Symbol and range.
    pub variable: Variable,
    /// Unit of its value; the symbol stands for the number in this unit.
    pub unit: Unit,
}

/// Coordinates on an open set: the product of the coordinate ranges, cut by `where` conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Name of its manifold.
    pub manifold: String,
    /// Its own name.
    pub name: String,
    /// Its coordinates, in order of declaration.
    pub coordinates: Vec<Coordinate>,
    /// `where` conditions.
    pub conditions: Vec<Fact>,
}

impl Chart {
    /// Number of coordinates.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.coordinates.len()
    }

    /// The coordinate symbols in order.
    #[must_use]
    pub fn symbols(&self) -> Vec<Symbol> {
        self.coordinates.iter().map(|c| c.variable.symbol.clone()).collect()
    }

    /// The coordinates as expressions.
    #[must_use]
    pub fn point(&self) -> Vec<Expr> {
        self.coordinates.iter().map(|c| Expr::symbol(&c.variable.symbol)).collect()
    }

    /// Its open set as a region.
    #[must_use]
    pub fn region(&self) -> Region {
        Region {
            variables: self.coordinates.iter().map(|c| c.variable.clone()).collect(),
            conditions: self.conditions.clone(),
        }
    }

    /// `Manifold.chart`
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.manifold, self.name)
    }
}
