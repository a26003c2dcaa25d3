//! Streamlines spread evenly over a rectangle.
//!
//! Lines follow the direction of the field on paper, forwards and backwards from seeds that are taken from the middle
//! outwards. A line ends where it meets a cell that another line has passed, where the field has no value or no
//! direction, or at the border; short ones are dropped. The same field always gives the same lines.

use super::axis::Axis;

/// Cells along the longer side; each is passed by one line.
const CELLS: usize = 26;
/// Length of a step, of the longer side.
const STEP: f64 = 0.004;
/// Longest line in one direction.
const LONGEST: f64 = 1.6;
/// Lines shorter than this are dropped.
const SHORTEST: f64 = 0.11;

/// A vector field on the plane; NaN where it has no value.
pub type Field<'f> = &'f dyn Fn(f64, f64) -> (f64, f64);

/// The lines, in values of the axes. `ratio` is the height of the frame over its width.
#[must_use]
pub fn streamlines(field: Field<'_>, x: &Axis, y: &Axis, ratio: f64) -> Vec<Vec<(f64, f64)>> {
    streamlines_through(field, x, y, ratio, CELLS)
}

/// The same with this many cells along the longer side.
#[must_use]
pub fn streamlines_through(field: Field<'_>, x: &Axis, y: &Axis, ratio: f64, cells: usize) -> Vec<Vec<(f64, f64)>> {
    let mut tracer = Tracer::new(field, x, y, ratio, cells);
    let mut out = Vec::new();
    for (i, j) in seeds(tracer.columns, tracer.rows) {
        if let Some(line) = tracer.line(i, j) {
            out.push(line);
        }
    }
    out
}

/// Works on paper: `u` to the right up to `width`, `v` upwards up to `height`, the longer of them 1.
struct Tracer<'a> {
    field: Field<'a>,
    x: &'a Axis,
    y: &'a Axis,
    width: f64,
    height: f64,
    columns: usize,
    rows: usize,
    /// Which line has passed a cell; 0 for none.
    passed: Vec<usize>,
    count: usize,
}

impl<'a> Tracer<'a> {
    fn new(field: Field<'a>, x: &'a Axis, y: &'a Axis, ratio: f64, cells: usize) -> Self {
        let (width, height) = if ratio <= 1.0 { (1.0, ratio) } else { (1.0 / ratio, 1.0) };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let along = |side: f64| ((side * cells as f64).round() as usize).max(4);
        let (columns, rows) = (along(width), along(height));
        Self { field, x, y, width, height, columns, rows, passed: vec![0; columns * rows], count: 0 }
    }

    fn values(&self, (u, v): (f64, f64)) -> (f64, f64) {
        (self.x.value(u / self.width), self.y.value(v / self.height))
    }

    /// The direction on paper, of length 1.
    fn direction(&self, p: (f64, f64)) -> Option<(f64, f64)> {
        let (x, y) = self.values(p);
        let (a, b) = (self.field)(x, y);
        let (du, dv) = (a * self.x.slope(x) * self.width, b * self.y.slope(y) * self.height);
        let norm = du.hypot(dv);
        (norm.is_finite() && norm > 0.0).then(|| (du / norm, dv / norm))
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // inside the grid
    fn cell(&self, (u, v): (f64, f64)) -> Option<usize> {
        if !(0.0..=self.width).contains(&u) || !(0.0..=self.height).contains(&v) {
            return None;
        }
        let i = ((u / self.width * self.columns as f64) as usize).min(self.columns - 1);
        let j = ((v / self.height * self.rows as f64) as usize).min(self.rows - 1);
        Some(j * self.columns + i)
    }

    /// The line through the middle of a cell, if the cell is free and the line long enough.
    #[allow(clippy::cast_precision_loss)] // numbers of cells
    fn line(&mut self, i: usize, j: usize) -> Option<Vec<(f64, f64)>> {
        let seed =
            ((i as f64 + 0.5) / self.columns as f64 * self.width, (j as f64 + 0.5) / self.rows as f64 * self.height);
        if *self.passed.get(self.cell(seed)?)? != 0 {
            return None;
        }
        self.count += 1;
        let mut marked = Vec::new();
        let back = self.half(seed, -1.0, &mut marked);
        let forth = self.half(seed, 1.0, &mut marked);
        if (back.len() + forth.len()) as f64 * STEP < SHORTEST {
            marked.into_iter().for_each(|cell| self.passed[cell] = 0);
            return None;
        }
        let points = back.into_iter().rev().chain([seed]).chain(forth);
        Some(points.map(|p| self.values(p)).collect())
    }

    fn half(&mut self, seed: (f64, f64), sign: f64, marked: &mut Vec<usize>) -> Vec<(f64, f64)> {
        let mut out = Vec::new();
        let mut p = seed;
        let mut home = self.cell(seed);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a constant
        for _ in 0..(LONGEST / STEP) as usize {
            let Some(next) = self.step(p, sign * STEP) else { break };
            let Some(cell) = self.cell(next) else { break };
            if home != Some(cell) {
                // A line ends at cells that are taken, its own from earlier included.
                if self.passed[cell] != 0 {
                    break;
                }
                home = Some(cell);
            }
            if self.passed[cell] == 0 {
                self.passed[cell] = self.count;
                marked.push(cell);
            }
            // Around a fixed point the direction turns back on itself.
            if (next.0 - p.0).hypot(next.1 - p.1) < 0.3 * STEP {
                break;
            }
            p = next;
            out.push(p);
        }
        out
    }

    /// A step of the classical Runge-Kutta method along the direction.
    fn step(&self, p: (f64, f64), h: f64) -> Option<(f64, f64)> {
        let ahead = |k: (f64, f64), s: f64| (p.0 + s * h * k.0, p.1 + s * h * k.1);
        let a = self.direction(p)?;
        let b = self.direction(ahead(a, 0.5))?;
        let c = self.direction(ahead(b, 0.5))?;
        let d = self.direction(ahead(c, 1.0))?;
        let mean = |a: f64, b: f64, c: f64, d: f64| (a + 2.0 * b + 2.0 * c + d) / 6.0;
        Some(ahead((mean(a.0, b.0, c.0, d.0), mean(a.1, b.1, c.1, d.1)), 1.0))
    }
}

/// Every cell, from the border inwards: lines that begin at the border are the long ones.
fn seeds(columns: usize, rows: usize) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = (0..rows).flat_map(|j| (0..columns).map(move |i| (i, j))).collect();
    all.sort_by_key(|(i, j)| ((*i).min(columns - 1 - i).min(*j).min(rows - 1 - j), *j, *i));
    all
}
