//! Fixed points of a plane field in a rectangle: Newton's method from a grid.

use super::axis::Axis;

/// Starting points along each side.
const GRID: usize = 14;
const ITERATIONS: usize = 60;
/// Two points closer than this, as a fraction of the rectangle, are one.
const SAME: f64 = 1e-6;

/// A field with its Jacobian.
pub trait Plane {
    /// The field; NaN where it has no value.
    fn field(&self, x: f64, y: f64) -> (f64, f64);
    /// `[[∂f/∂x, ∂f/∂y], [∂g/∂x, ∂g/∂y]]`
    fn jacobian(&self, x: f64, y: f64) -> [[f64; 2]; 2];
}

/// Each fixed point, and whether small deviations shrink.
#[must_use]
pub fn fixed_points(plane: &dyn Plane, x: &Axis, y: &Axis) -> Vec<((f64, f64), bool)> {
    let mut out: Vec<((f64, f64), bool)> = Vec::new();
    let inside = |p: (f64, f64)| {
        let (u, v) = (x.fraction(p.0), y.fraction(p.1));
        (0.0..=1.0).contains(&u) && (0.0..=1.0).contains(&v)
    };
    #[allow(clippy::cast_precision_loss)] // at most GRID
    let at = |k: usize| (k as f64 + 0.5) / GRID as f64;
    for j in 0..GRID {
        for i in 0..GRID {
            let Some(p) = newton(plane, (x.value(at(i)), y.value(at(j)))) else { continue };
            let distance = |q: (f64, f64)| {
                (x.fraction(p.0) - x.fraction(q.0)).abs().max((y.fraction(p.1) - y.fraction(q.1)).abs())
            };
            if inside(p) && !out.iter().any(|(q, _)| distance(*q) < SAME.sqrt()) {
                let [[a, b], [c, d]] = plane.jacobian(p.0, p.1);
                let (trace, determinant) = (a + d, a * d - b * c);
                // Isolated fixed points only: where the Jacobian is singular nothing is claimed.
                if determinant.abs() > 1e-12 * (a * a + b * b + c * c + d * d) {
                    out.push((p, trace < 0.0 && determinant > 0.0));
                }
            }
        }
    }
    out
}

fn newton(plane: &dyn Plane, mut p: (f64, f64)) -> Option<(f64, f64)> {
    let (start, _) = size(plane, p)?;
    for _ in 0..ITERATIONS {
        let (norm, (f, g)) = size(plane, p)?;
        let [[a, b], [c, d]] = plane.jacobian(p.0, p.1);
        let determinant = a * d - b * c;
        if determinant == 0.0 || !determinant.is_finite() {
            return None;
        }
        let step = ((d * f - b * g) / determinant, (a * g - c * f) / determinant);
        // Halved until the field shrinks.
        let mut s = 1.0;
        let next = loop {
            let q = (p.0 - s * step.0, p.1 - s * step.1);
            if size(plane, q).is_some_and(|(m, _)| m < norm || norm == 0.0) {
                break q;
            }
            s *= 0.5;
            if s < 1e-4 {
                // No smaller value: at the limit of the doubles, or astray.
                return (norm < 1e-10 * start.max(f64::MIN_POSITIVE)).then_some(p);
            }
        };
        let moved = (next.0 - p.0).abs() / (1e-300 + next.0.abs()) + (next.1 - p.1).abs() / (1e-300 + next.1.abs());
        p = next;
        if moved < 1e-14 {
            break;
        }
    }
    let (norm, _) = size(plane, p)?;
    (norm <= 1e-10 * start).then_some(p)
}

fn size(plane: &dyn Plane, p: (f64, f64)) -> Option<(f64, (f64, f64))> {
    let (f, g) = plane.field(p.0, p.1);
    let norm = f.hypot(g);
    norm.is_finite().then_some((norm, (f, g)))
}
