//! The Fisher-Rao distance: the length of the shortest curve in the Fisher metric of the *whole* named family.
//!
//! With one parameter it is the integral of `sqrt G`:
//! - exponential, gamma and inverse gamma laws of one shape `k`: `sqrt k |log(scale_1/scale_2)|`;
//! - Pareto laws of one minimum: `|log(shape_1/shape_2)|`;
//! - Poisson: `2 |sqrt r_1 - sqrt r_2|`;
//! - binomial with `n` draws: `2 sqrt n |asin sqrt p_1 - asin sqrt p_2|`;
//! - negative binomial of one size `r`: `2 sqrt r |atanh sqrt(1 - p_1) - atanh sqrt(1 - p_2)|`;
//! - multinomial with `n` draws: `2 sqrt n acos(sum sqrt(p_i q_i))`, an arc on the sphere.
//!
//! **half-plane.** With location `m` and scale `s` the metric is `(a dm^2 + 2 b dm ds + c ds^2)/s^2`, which is
//! `(a dn^2 + d ds^2)/s^2` in `n = m + (b/a) s`, `d = c - b^2/a`: a half-plane with the distance
//! `sqrt d arcosh(1 + ((a/d) dn^2 + ds^2)/(2 s_1 s_2))`. With `l` the standard log-density, `a = E[l'^2]`,
//! `b = E[l' (1 + z l')]`, `c = E[(1 + z l')^2]`:
//! normal laws `1, 0, 2`; Laplace laws `1, 0, 1`; logistic laws `1/3, 0, (pi^2 + 3)/9`; the logarithm of a Weibull variable
//! with `m = log scale`, `s = 1/shape`: `1, 1 + digamma(1), pi^2/6 + b^2`, so `d = pi^2/6`. A log-normal variable is a
//! normal one, seen through a map.
//!
//! **Normal laws of several variables.** In general no closed form is known. The metric does not change under affine maps of
//! the sample space, and the laws that such a map leaves as they are form a totally geodesic set (fixed points of an
//! isometry). So:
//! - *blocks*: reflecting variables that are uncorrelated with the others in both laws, and have one mean, shows that a
//!   geodesic keeps them so; squared distances add up over blocks, of which one may have two means;
//! - *one mean*: `sqrt(sum log^2 l_i/2)` with the eigenvalues `l_i` of `S_1^-1 S_2` (Skovgaard, A Riemannian geometry of the
//!   multivariate normal model, 1984); for two variables with trace `T` and determinant `D` the sum is
//!   `log^2 D/2 + 2 arcosh^2(T/(2 sqrt D))`;
//! - *one covariance*: turned so that `S = 1` and one mean differs: a half-plane, `sqrt 2 arcosh(1 + dm S^-1 dm/4)`.
//!
//! Distances of independent parts, each with parameters of its own, add up in squares; a map of the sample space that both
//! laws share changes nothing.

use super::error::StatisticsError;
use super::family::{Distribution, standard_variable};
use super::joint::MultivariateNormal;
use super::kernels::Kernel;
use super::law::Law;
use crate::geometry::Matrix;
use crate::symbolic::{Expr, Function, Kind};

/// The distance.
///
/// # Errors
/// `NoTransport`.
pub fn fisher_rao(p: &Law, q: &Law) -> Result<Expr, StatisticsError> {
    let none = StatisticsError::NoTransport;
    let found = match (p, q) {
        (Law::Finite(a), Law::Finite(b)) if a.variables.len() == 1 && a.points == b.points => {
            arc(&a.masses, &b.masses, &Expr::one())
        }
        (Law::Multinomial(a), Law::Multinomial(b)) if a.trials == b.trials && a.chances.len() == b.chances.len() => {
            arc(&a.chances, &b.chances, &a.trials)
        }
        (Law::One(a), Law::One(b)) if a.name == b.name => of_one(a, b).ok_or(none)?,
        (Law::Image(a), Law::Image(b)) => {
            let map = b.map.substitute([(b.base.variable.clone(), Expr::symbol(&a.base.variable))]);
            if map != a.map {
                return Err(none);
            }
            fisher_rao(&Law::One(a.base.clone()), &Law::One(b.base.clone()))?
        }
        (Law::Normal(a), Law::Normal(b)) if a.variables.len() == b.variables.len() => of_normals(a, b)?.sqrt(),
        (Law::Product(a), Law::Product(b)) if a.len() == b.len() => {
            let squares: Result<Vec<Expr>, StatisticsError> =
                a.iter().zip(b).map(|(p, q)| Ok(fisher_rao(p, q)?.powi(2))).collect();
            Expr::sum(squares?).sqrt()
        }
        (Law::Sample { of: a, count: n }, Law::Sample { of: b, count: m }) if n == m => n.sqrt() * fisher_rao(a, b)?,
        _ => return Err(none),
    };
    Ok(found)
}

fn arc(p: &[Expr], q: &[Expr], trials: &Expr) -> Expr {
    let overlap = Expr::sum(p.iter().zip(q).map(|(a, b)| if a == b { a.clone() } else { a.sqrt() * b.sqrt() }));
    Expr::integer(2) * trials.sqrt() * overlap.apply(Function::Acos)
}

fn of_one(p: &Distribution, q: &Distribution) -> Option<Expr> {
    let size = |e: Expr| e.apply(Function::Abs);
    let two = || Expr::integer(2);
    if let (Some((plane, a)), Some((_, b))) = (half_plane(p), half_plane(q)) {
        return Some(plane.distance(&a, &b));
    }
    match (p.name.as_str(), &p.kernel, &q.kernel) {
        ("Exponential" | "Gamma" | "InverseGamma", Kernel::Gamma { shape: k }, Kernel::Gamma { shape: l })
            if k == l =>
        {
            // Scales: both are a scale times one function of the standard variable.
            let scale = |d: &Distribution| at(&d.from_standard, 1);
            Some(k.sqrt() * size(scale(p).log() - scale(q).log()))
        }
        ("Pareto", ..) => {
            let (minimum, other) = (at(&p.from_standard, 0), at(&q.from_standard, 0));
            let scale = |d: &Distribution| slope(&d.from_standard, 0) / at(&d.from_standard, 0);
            (minimum == other).then(|| size(scale(p).log() - scale(q).log()))
        }
        ("Poisson", Kernel::Poisson { rate: r }, Kernel::Poisson { rate: s }) => {
            Some(two() * size(r.sqrt() - s.sqrt()))
        }
        (_, Kernel::Binomial { trials: n, chance: a }, Kernel::Binomial { trials: m, chance: b }) if n == m => {
            let angle = |p: &Expr| p.sqrt().apply(Function::Asin);
            Some(two() * n.sqrt() * size(angle(a) - angle(b)))
        }
        (_, Kernel::NegativeBinomial { size: r, chance: a }, Kernel::NegativeBinomial { size: s, chance: b })
            if r == s =>
        {
            let depth = |p: &Expr| (Expr::one() - p).sqrt().apply(Function::Atanh);
            Some(two() * r.sqrt() * size(depth(a) - depth(b)))
        }
        _ => None,
    }
}

/// At a value of the standard variable.
fn at(from_standard: &Expr, z: i64) -> Expr {
    from_standard.substitute([(standard_variable(), Expr::integer(z))])
}

/// The derivative there.
fn slope(from_standard: &Expr, z: i64) -> Expr {
    at(&from_standard.derivative(&standard_variable()), z)
}

/// The half-plane of a family of location and scale: `a`, `b` and `d` above.
struct HalfPlane {
    of_location: Expr,
    mixed: Expr,
    of_scale: Expr,
}

impl HalfPlane {
    /// `m` and `s` of both laws.
    fn distance(&self, (m, s): &(Expr, Expr), (n, t): &(Expr, Expr)) -> Expr {
        let tilt = &self.mixed / &self.of_location;
        let away = (m - n + tilt * (s - t)).powi(2) * &self.of_location / &self.of_scale;
        let inside = Expr::one() + (away + (s - t).powi(2)) / (Expr::integer(2) * s * t);
        self.of_scale.sqrt() * inside.apply(Function::Acosh)
    }
}

/// The half-plane of a named family, and the place of this law in it.
fn half_plane(d: &Distribution) -> Option<(HalfPlane, (Expr, Expr))> {
    let plane = |of_location, mixed, of_scale| HalfPlane { of_location, mixed, of_scale };
    let normal = || plane(Expr::one(), Expr::zero(), Expr::integer(2));
    let affine = |image: &Expr| (at(image, 0), slope(image, 0));
    let pi_squared = Expr::pi().powi(2);
    match (d.name.as_str(), &d.kernel) {
        ("Normal", Kernel::Gaussian) => Some((normal(), affine(&d.from_standard))),
        ("LogNormal", Kernel::Gaussian) => match d.from_standard.kind() {
            Kind::Apply(Function::Exp, u) => Some((normal(), affine(u))),
            _ => None,
        },
        ("Laplace", Kernel::Laplace) => Some((plane(Expr::one(), Expr::zero(), Expr::one()), affine(&d.from_standard))),
        ("Logistic", Kernel::Logistic) => {
            let of_scale = (pi_squared + Expr::integer(3)) * Expr::ratio(1, 9);
            Some((plane(Expr::ratio(1, 3), Expr::zero(), of_scale), affine(&d.from_standard)))
        }
        ("Weibull", Kernel::Gamma { .. }) => {
            let mixed = Expr::one() + Expr::one().apply(Function::Polygamma(0));
            // scale z^(1/shape) at 1
            let scale = at(&d.from_standard, 1);
            let place = (scale.log(), slope(&d.from_standard, 1) / &scale);
            Some((plane(Expr::one(), mixed, pi_squared * Expr::ratio(1, 6)), place))
        }
        _ => None,
    }
}

/// The squared distance of two normal laws of several variables, where it is known.
fn of_normals(p: &MultivariateNormal, q: &MultivariateNormal) -> Result<Expr, StatisticsError> {
    let n = p.variables.len();
    let one_mean = |i: &usize| p.mean[*i] == q.mean[*i];
    let correlated = Matrix::from_fn(n, n, |i, j| {
        let apart = i != j && p.covariance.at(i, j).is_zero() && q.covariance.at(i, j).is_zero();
        if apart { Expr::zero() } else { Expr::one() }
    });
    let (mut moved, mut squares) = (Vec::new(), Vec::new());
    for block in correlated.blocks() {
        if block.iter().all(one_mean) {
            let of = |law: &MultivariateNormal| law.covariance.submatrix(&block, &block);
            squares.push(of_one_mean(&of(p), &of(q))?);
        } else {
            moved.extend(block);
        }
    }
    if !moved.is_empty() {
        squares.push(of_two_means(p, q, &moved)?);
    }
    Ok(Expr::sum(squares))
}

/// `sum log^2 l_i/2`
fn of_one_mean(a: &Matrix, b: &Matrix) -> Result<Expr, StatisticsError> {
    let half = Expr::ratio(1, 2);
    match a.rows() {
        _ if a == b => Ok(Expr::zero()),
        1 => Ok((a.at(0, 0).log() - b.at(0, 0).log()).powi(2) * half),
        2 => {
            let inverse = a.inverse()?;
            let trace =
                Expr::sum((0..2).flat_map(|i| (0..2).map(move |j| (i, j))).map(|(i, j)| inverse.at(i, j) * b.at(j, i)));
            let (below, above) = (a.determinant()?, b.determinant()?);
            let spread = (trace * half * (&below / &above).sqrt()).apply(Function::Acosh);
            Ok((above.log() - below.log()).powi(2) * Expr::ratio(1, 4) + spread.powi(2))
        }
        _ => Err(StatisticsError::NoTransport),
    }
}

/// Of the variables whose means differ, and those correlated with them.
fn of_two_means(p: &MultivariateNormal, q: &MultivariateNormal, block: &[usize]) -> Result<Expr, StatisticsError> {
    let (a, b) = (p.covariance.submatrix(block, block), q.covariance.submatrix(block, block));
    let away: Vec<Expr> = block.iter().map(|i| &p.mean[*i] - &q.mean[*i]).collect();
    if a == b {
        let scaled = a.inverse()?.mul_vector(&away)?;
        let square = Expr::sum(away.iter().zip(&scaled).map(|(x, y)| x * y));
        let inside = Expr::one() + square * Expr::ratio(1, 4);
        return Ok(Expr::integer(2) * inside.apply(Function::Acosh).powi(2));
    }
    let [i] = block else { return Err(StatisticsError::NoTransport) };
    let plane = HalfPlane { of_location: Expr::one(), mixed: Expr::zero(), of_scale: Expr::integer(2) };
    let place = |law: &MultivariateNormal, m: &Matrix| (law.mean[*i].clone(), m.at(0, 0).sqrt());
    Ok(plane.distance(&place(p, &a), &place(q, &b)).powi(2))
}
