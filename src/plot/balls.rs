//! Unit balls of a metric and directions of steepest descent.

/// The set `{p + eps u : u^T G u = 1}` for a positive definite matrix; none where it is not.
#[must_use]
pub fn ball(p: (f64, f64), g: [[f64; 2]; 2], eps: f64) -> Option<Vec<(f64, f64)>> {
    const CORNERS: u32 = 96;
    // Cholesky: G = L L^T, so u = L^-T (cos, sin).
    let l11 = positive_root(g[0][0])?;
    let l21 = g[0][1] / l11;
    let l22 = positive_root(g[1][1] - l21 * l21)?;
    let corner = |k: u32| {
        let angle = f64::from(k) * std::f64::consts::TAU / f64::from(CORNERS);
        let v = angle.sin() / l22;
        let u = (angle.cos() - l21 * v) / l11;
        (p.0 + eps * u, p.1 + eps * v)
    };
    Some((0..CORNERS).map(corner).collect())
}

/// The unit vector of steepest descent of a function with these partial derivatives; none at a critical point.
#[must_use]
pub fn steepest_descent(g: [[f64; 2]; 2], partials: (f64, f64)) -> Option<(f64, f64)> {
    let determinant = g[0][0] * g[1][1] - g[0][1] * g[1][0];
    let (a, b) = partials;
    let gradient = ((g[1][1] * a - g[0][1] * b) / determinant, (g[0][0] * b - g[1][0] * a) / determinant);
    let norm = positive_root(gradient.0 * a + gradient.1 * b)?;
    Some((-gradient.0 / norm, -gradient.1 / norm))
}

fn positive_root(x: f64) -> Option<f64> {
    (x > 0.0 && x.is_finite()).then(|| x.sqrt())
}
