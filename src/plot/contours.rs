//! Level lines of a function on a rectangle (marching squares), joined to polylines.
//!
//! A crossing of an edge is found by bisection of the function itself, not by interpolation between the corners. Where
//! the function has no value a square is left out.

use super::axis::Axis;
use std::collections::BTreeMap;

/// Squares along each side.
const SQUARES: usize = 90;
/// Halvings of an edge.
const BISECTIONS: usize = 24;

/// A function on the plane; NaN where it has no value.
pub type Scalar<'f> = &'f dyn Fn(f64, f64) -> f64;

/// An edge of the grid: its first corner, and whether it goes right (or up).
type Edge = (usize, usize, bool);

/// The lines on which the function has a value.
#[must_use]
pub fn level_lines(f: Scalar<'_>, values: &Grid, level: f64) -> Vec<Vec<(f64, f64)>> {
    let mut crossings: BTreeMap<Edge, (f64, f64)> = BTreeMap::new();
    let mut joined: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for j in 0..SQUARES {
        for i in 0..SQUARES {
            for (a, b) in segments(values, i, j, level) {
                for edge in [a, b] {
                    crossings.entry(edge).or_insert_with(|| values.crossing(f, edge, level));
                }
                joined.entry(a).or_default().push(b);
                joined.entry(b).or_default().push(a);
            }
        }
    }
    chains(joined).into_iter().map(|c| c.iter().filter_map(|e| crossings.get(e).copied()).collect()).collect()
}

/// Values of a function at the corners of a grid.
pub struct Grid {
    x: Axis,
    y: Axis,
    values: Vec<f64>,
}

impl Grid {
    /// Evaluates the function at every corner.
    #[must_use]
    pub fn new(f: Scalar<'_>, x: &Axis, y: &Axis) -> Self {
        let mut grid = Self { x: x.clone(), y: y.clone(), values: Vec::with_capacity((SQUARES + 1).pow(2)) };
        for j in 0..=SQUARES {
            for i in 0..=SQUARES {
                let (x, y) = grid.corner(i, j);
                grid.values.push(f(x, y));
            }
        }
        grid
    }

    /// Levels that cut the range of the function in equal numbers of corners.
    #[must_use]
    pub fn quantiles(&self, count: usize) -> Vec<f64> {
        let mut finite: Vec<f64> = self.values.iter().copied().filter(|v| v.is_finite()).collect();
        finite.sort_by(f64::total_cmp);
        (1..=count).filter_map(|k| finite.get(k * finite.len() / (count + 1)).copied()).collect()
    }

    #[allow(clippy::cast_precision_loss)] // at most SQUARES
    fn corner(&self, i: usize, j: usize) -> (f64, f64) {
        (self.x.value(i as f64 / SQUARES as f64), self.y.value(j as f64 / SQUARES as f64))
    }

    fn value(&self, i: usize, j: usize) -> f64 {
        self.values.get(j * (SQUARES + 1) + i).copied().unwrap_or(f64::NAN)
    }

    /// Where the function passes the level on an edge.
    fn crossing(&self, f: Scalar<'_>, (i, j, rightwards): Edge, level: f64) -> (f64, f64) {
        let (k, l) = if rightwards { (i + 1, j) } else { (i, j + 1) };
        let (mut a, mut b) = (self.corner(i, j), self.corner(k, l));
        let above = self.value(i, j) > level;
        for _ in 0..BISECTIONS {
            let middle = (0.5 * (a.0 + b.0), 0.5 * (a.1 + b.1));
            if (f(middle.0, middle.1) > level) == above { a = middle } else { b = middle }
        }
        (0.5 * (a.0 + b.0), 0.5 * (a.1 + b.1))
    }
}

/// The pieces of the level line in a square, each between two edges.
fn segments(grid: &Grid, i: usize, j: usize, level: f64) -> Vec<(Edge, Edge)> {
    let corners = [grid.value(i, j), grid.value(i + 1, j), grid.value(i + 1, j + 1), grid.value(i, j + 1)];
    if corners.iter().any(|v| !v.is_finite()) {
        return Vec::new();
    }
    let above = corners.map(|v| v > level);
    let edges: [Edge; 4] = [(i, j, true), (i + 1, j, false), (i, j + 1, true), (i, j, false)];
    let crossed: Vec<Edge> = (0..4).filter(|k| above[*k] != above[(k + 1) % 4]).map(|k| edges[k]).collect();
    match crossed.as_slice() {
        [a, b] => vec![(*a, *b)],
        [a, b, c, d] => {
            // A saddle: the mean says which corners belong together.
            let middle = corners.iter().sum::<f64>() / 4.0 > level;
            if middle == above[0] { vec![(*a, *b), (*c, *d)] } else { vec![(*a, *d), (*b, *c)] }
        }
        _ => Vec::new(),
    }
}

/// Chains of neighbours: open ones from their ends first, then closed ones, whose first edge comes again at the end.
fn chains(mut joined: BTreeMap<Edge, Vec<Edge>>) -> Vec<Vec<Edge>> {
    let mut out = Vec::new();
    loop {
        let end = joined.iter().find(|(_, n)| n.len() == 1).or_else(|| joined.iter().next()).map(|(e, _)| *e);
        let Some(mut at) = end else { return out };
        let mut chain = vec![at];
        while let Some(next) = joined.get(&at).and_then(|n| n.first()).copied() {
            for (from, to) in [(at, next), (next, at)] {
                if let Some(neighbours) = joined.get_mut(&from) {
                    if let Some(k) = neighbours.iter().position(|e| *e == to) {
                        neighbours.remove(k);
                    }
                    if neighbours.is_empty() {
                        joined.remove(&from);
                    }
                }
            }
            chain.push(next);
            at = next;
        }
        joined.remove(&at);
        out.push(chain);
    }
}
