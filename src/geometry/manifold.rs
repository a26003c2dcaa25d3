//! A manifold: its charts and the transition maps between them.

use super::chart::Chart;
use crate::symbolic::{Expr, Fact};

/// A transition map between two charts of one manifold, in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct TransitionMap {
    /// Index of the chart it starts in.
    pub from: usize,
    /// Index of the chart it ends in.
    pub to: usize,
    /// Coordinates of `to` as expressions in the coordinates of `from`.
    pub forward: Vec<Expr>,
    /// Coordinates of `from` as expressions in the coordinates of `to`.
    pub inverse: Vec<Expr>,
    /// The overlap as conditions on the chart `from` (empty: all of it).
    pub overlap: Vec<Fact>,
}

/// A manifold.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifold {
    /// Its name.
    pub name: String,
    /// Its charts; all have the same dimension.
    pub charts: Vec<Chart>,
    /// Its transition maps.
    pub maps: Vec<TransitionMap>,
}
