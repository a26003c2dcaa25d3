//! One panel: two axes and what lies between them, in the values of the axes.

use super::axis::Axis;
use super::scene::{Color, Stroke};

/// Lines as corners in the values of the axes.
pub type Polylines = Vec<Vec<(f64, f64)>>;

/// What a panel holds; later layers lie on top.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// Lines, maybe with an arrow at the middle of each.
    Lines {
        /// Corners of each line.
        lines: Polylines,
        /// How they are drawn.
        stroke: Stroke,
        /// Where on each line an arrow is: 0 the beginning, 1 the end; none.
        arrow: Option<f64>,
    },
    /// Closed lines.
    Rings {
        /// Corners of each ring.
        rings: Polylines,
        /// How they are drawn.
        stroke: Stroke,
    },
    /// Numbers on level lines, on the paper's colour, where there is room for them.
    Labels {
        /// Each number with the lines it may stand on.
        levels: Vec<(String, Polylines)>,
        /// Their colour.
        color: Color,
    },
    /// Spots.
    Spots {
        /// Where.
        at: Vec<(f64, f64)>,
        /// Which.
        spot: Spot,
        /// Their colour.
        color: Color,
    },
}

/// Forms of spots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A full disc: a stable fixed point.
    Full,
    /// A ring: an unstable one.
    Open,
    /// A small disc: where a trajectory begins.
    Small,
    /// A cross: a marked point.
    Cross,
}

/// A panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Above it; may be empty.
    pub title: String,
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
    /// One unit of `x` is as long as one of `y`.
    pub square: bool,
    /// What it holds.
    pub layers: Vec<Layer>,
    /// What its lines are.
    pub legend: Vec<(String, Stroke)>,
    /// Below the sheet; may be empty.
    pub note: String,
}
