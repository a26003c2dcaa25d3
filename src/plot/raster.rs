//! Polygons onto a grid of pixels, with exact coverage of each pixel.
//!
//! The signed area to the right of every edge is accumulated per pixel; running sums along a row are the coverage.
//! Pieces of one stroke are turned the same way, so that where they overlap the coverage stays 1.

use super::scene::{Color, Stroke, circle};

/// Pixels.
pub(super) struct Canvas {
    pub width: usize,
    pub height: usize,
    /// Red, green, blue, row by row.
    pub pixels: Vec<u8>,
}

type Polygon = Vec<(f64, f64)>;

impl Canvas {
    /// White paper.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![255; width * height * 3] }
    }

    /// Fills polygons together; a point is inside where the winding numbers do not add up to 0.
    pub fn fill(&mut self, polygons: &[Polygon], color: Color) {
        let Some(area) = Window::around(polygons, self.width, self.height) else { return };
        let mut sums = vec![0.0_f32; (area.width + 2) * area.height];
        for polygon in polygons {
            for (a, b) in edges(polygon) {
                area.accumulate(&mut sums, a, b);
            }
        }
        for row in 0..area.height {
            let mut sum = 0.0;
            for column in 0..area.width {
                sum += sums[row * (area.width + 2) + column];
                self.blend(area.left + column, area.top + row, color, sum.abs().min(1.0));
            }
        }
    }

    /// Draws a line of some width, with round joints and ends.
    pub fn stroke(&mut self, points: &[(f64, f64)], closed: bool, stroke: Stroke) {
        let mut points = points.to_vec();
        if let (true, Some(first)) = (closed, points.first().copied()) {
            points.push(first);
        }
        let pieces = match stroke.dash {
            Some((on, off)) => dashes(&points, on, off),
            None => vec![points],
        };
        for piece in pieces {
            self.fill(&outline(&piece, 0.5 * stroke.width), stroke.color);
        }
    }

    fn blend(&mut self, x: usize, y: usize, color: Color, coverage: f32) {
        if coverage <= 0.0 {
            return;
        }
        let at = 3 * (y * self.width + x);
        for (k, c) in color.iter().enumerate() {
            if let Some(pixel) = self.pixels.get_mut(at + k) {
                let mixed = f32::from(*pixel) + (f32::from(*c) - f32::from(*pixel)) * coverage;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 255
                {
                    *pixel = mixed.round() as u8;
                }
            }
        }
    }
}

/// The part of the grid that polygons can touch.
struct Window {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Window {
    fn around(polygons: &[Polygon], width: usize, height: usize) -> Option<Self> {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (x, y) in polygons.iter().flatten() {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        let cell = |x: f64, limit: usize| -> usize {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // clamped
            {
                x.clamp(0.0, limit as f64) as usize
            }
        };
        let (left, top) = (cell(low.0.floor(), width), cell(low.1.floor(), height));
        let (right, bottom) = (cell(high.0.ceil(), width), cell(high.1.ceil(), height));
        (right > left && bottom > top).then_some(Self { left, top, width: right - left, height: bottom - top })
    }

    /// Adds the edge from `a` to `b`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // inside the window
    fn accumulate(&self, sums: &mut [f32], a: (f64, f64), b: (f64, f64)) {
        if (a.1 - b.1).abs() < 1e-12 {
            return;
        }
        let (direction, top, bottom) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
        let slope = (bottom.0 - top.0) / (bottom.1 - top.1);
        let (offset, limit) = (self.top as f64, self.height as f64);
        let (from, to) = ((top.1 - offset).max(0.0), (bottom.1 - offset).min(limit));
        let mut y = from;
        while y < to {
            let row = y.floor();
            let next = (row + 1.0).min(to);
            let height = next - y;
            let x_at = |y: f64| (top.0 + (y + offset - top.1) * slope - self.left as f64).clamp(0.0, self.width as f64);
            let (x0, x1) = (x_at(y), x_at(next));
            let (x0, x1) = if x0 < x1 { (x0, x1) } else { (x1, x0) };
            let line = row as usize * (self.width + 2);
            spread(&mut sums[line..line + self.width + 2], x0, x1, direction * height);
            y = next;
        }
    }
}

/// Spreads the coverage of an edge within one row, from `x0` to `x1`, over the pixels it crosses.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // inside the row
fn spread(row: &mut [f32], x0: f64, x1: f64, height: f64) {
    let (first, last) = (x0.floor() as usize, (x1.ceil() as usize).max(x0.floor() as usize + 1));
    // Coverage of everything to the right of x, averaged over the edge: its increments per pixel.
    let right_of = |x: f64| -> f64 {
        // Integral over the edge of max(0, min(1, ..)): the area left of x that lies right of the edge.
        if x <= x0 {
            0.0
        } else if x >= x1 {
            x - 0.5 * (x0 + x1)
        } else {
            0.5 * (x - x0) * (x - x0) / (x1 - x0)
        }
    };
    let mut before = 0.0;
    for pixel in first..=last {
        let covered = right_of((pixel + 1) as f64) - right_of(pixel as f64);
        if let Some(slot) = row.get_mut(pixel) {
            *slot += (height * (covered - before)) as f32;
        }
        before = covered;
    }
}

fn edges(polygon: &Polygon) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
    polygon.iter().copied().zip(polygon.iter().copied().cycle().skip(1))
}

/// A line with width as polygons that all turn the same way. Pieces share their edges at gentle corners, so that no
/// pixel there is covered twice; sharp corners and ends are round.
fn outline(points: &[(f64, f64)], half: f64) -> Vec<Polygon> {
    /// Cosine of the sharpest corner that is mitred.
    const GENTLE: f64 = 0.8;
    let mut line: Vec<(f64, f64)> = points.to_vec();
    line.dedup_by(|a, b| (a.0 - b.0).hypot(a.1 - b.1) < 1e-9);
    let normals: Vec<(f64, f64)> = line
        .windows(2)
        .map(|p| {
            let length = (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1);
            ((p[1].1 - p[0].1) / length, (p[0].0 - p[1].0) / length)
        })
        .collect();
    let mut out: Vec<Polygon> = Vec::new();
    let mut round: Vec<(f64, f64)> = if normals.is_empty() { line.clone() } else { Vec::new() };
    // The offset at the corner before and after each piece.
    let corner = |a: (f64, f64), b: (f64, f64)| {
        let cosine = a.0 * b.0 + a.1 * b.1;
        (cosine > GENTLE).then(|| ((a.0 + b.0) / (1.0 + cosine), (a.1 + b.1) / (1.0 + cosine)))
    };
    for (k, n) in normals.iter().enumerate() {
        let before = k.checked_sub(1).and_then(|j| corner(normals[j], *n));
        let after = normals.get(k + 1).and_then(|m| corner(*n, *m));
        if after.is_none() && k + 1 < normals.len() {
            round.push(line[k + 1]);
        }
        let (a, b) = (before.unwrap_or(*n), after.unwrap_or(*n));
        let (p, q) = (line[k], line[k + 1]);
        out.push(vec![
            (p.0 + half * a.0, p.1 + half * a.1),
            (p.0 - half * a.0, p.1 - half * a.1),
            (q.0 - half * b.0, q.1 - half * b.1),
            (q.0 + half * b.0, q.1 + half * b.1),
        ]);
    }
    if half > 0.75 || normals.is_empty() {
        out.extend(round.into_iter().map(|p| circle(p, half)));
        let ends = [(line.first(), normals.first(), 1.0), (line.last(), normals.last(), -1.0)];
        out.extend(ends.into_iter().filter_map(|(p, n, side)| Some(cap(*p?, *n?, side * half))));
    }
    for polygon in &mut out {
        let area: f64 = edges(polygon).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        if area < 0.0 {
            polygon.reverse();
        }
    }
    out
}

/// The half disc beyond the end of a line; it shares its diameter with the last piece, so that no pixel counts twice.
fn cap(p: (f64, f64), n: (f64, f64), half: f64) -> Polygon {
    const CORNERS: u32 = 10;
    (0..=CORNERS)
        .map(|k| {
            let angle = f64::from(k) * std::f64::consts::PI / f64::from(CORNERS);
            let (c, s) = (half * angle.cos(), half * angle.sin());
            // The normal is the direction turned by a quarter to the right on paper.
            (p.0 + c * n.0 + s * n.1, p.1 + c * n.1 - s * n.0)
        })
        .collect()
}

/// The dashes of a line.
fn dashes(points: &[(f64, f64)], on: f64, off: f64) -> Vec<Polygon> {
    let (mut out, mut current, mut drawing, mut left) = (Vec::new(), Vec::new(), true, on);
    for pair in points.windows(2) {
        let (mut a, b) = (pair[0], pair[1]);
        if drawing && current.is_empty() {
            current.push(a);
        }
        loop {
            let length = (b.0 - a.0).hypot(b.1 - a.1);
            if length <= left {
                left -= length;
                if drawing {
                    current.push(b);
                }
                break;
            }
            let s = left / length;
            a = (a.0 + s * (b.0 - a.0), a.1 + s * (b.1 - a.1));
            if drawing {
                current.push(a);
                out.push(std::mem::take(&mut current));
            } else {
                current.push(a);
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
    }
    if drawing && current.len() > 1 {
        out.push(current);
    }
    out
}
