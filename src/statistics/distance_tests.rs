//! Distances against the lengths of curves, and mean distances against sums over the density.

use super::families::family;
use super::*;
use crate::numerics::lower::lower;
use crate::statistics::joint::MultivariateNormal;
use crate::symbolic::{Expr, Function, Role, Symbol};

/// Two parameters with values.
type Arguments = [(&'static str, f64); 2];
/// The inverse of a distribution function.
type Quantile = fn(f64) -> f64;

fn variable() -> Symbol {
    Symbol::new("p", "x", Role::Random, 0)
}

fn law(name: &str, arguments: &[(&str, f64)]) -> Law {
    let number = |v: f64| Expr::number(crate::symbolic::Rational::from_float(v).unwrap());
    let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, v)| ((*n).into(), number(*v))).collect();
    Law::One(family(name).unwrap().distribution(&variable(), &arguments).unwrap())
}

fn number(e: &Expr) -> f64 {
    lower(std::slice::from_ref(e), &[]).unwrap().evaluate(&[]).unwrap()[0]
}

/// For near laws the squared distance is twice the divergence, up to third order.
#[test]
fn near_laws_have_the_distance_of_the_fisher_metric() {
    let h = 1e-4_f64;
    let pairs: [(&str, Arguments, [f64; 2]); 8] = [
        ("Normal", [("mean", 0.5), ("sd", 0.75)], [0.3, -0.4]),
        ("LogNormal", [("log_mean", 0.5), ("log_sd", 0.75)], [0.3, -0.4]),
        ("Laplace", [("mean", 0.5), ("scale", 0.75)], [0.3, -0.4]),
        ("Weibull", [("shape", 1.5), ("scale", 0.75)], [0.3, -0.4]),
        ("Weibull", [("shape", 2.5), ("scale", 1.75)], [0.3, 0.4]),
        ("Pareto", [("shape", 1.5), ("minimum", 1.0)], [0.3, 0.0]),
        ("InverseGamma", [("shape", 2.5), ("scale", 1.0)], [0.0, 0.5]),
        ("Gamma", [("shape", 2.5), ("rate", 1.0)], [0.0, 0.5]),
    ];
    for (name, at, by) in pairs {
        let there = [(at[0].0, h.mul_add(by[0], at[0].1)), (at[1].0, h.mul_add(by[1], at[1].1))];
        let (p, q) = (law(name, &at), law(name, &there));
        let length = number(&fisher_rao(&p, &q).unwrap());
        let twice = 2.0 * number(&p.divergence(&q).unwrap().value);
        // Rounding of the divergence leaves six digits.
        assert!((length * length - twice).abs() < 2e-3 * twice, "{name}: {} against {twice}", length * length);
    }
}

/// A distance satisfies the triangle inequality, and on a geodesic with equality.
#[test]
fn weibull_laws_lie_in_a_half_plane() {
    let d = |a: (f64, f64), b: (f64, f64)| {
        let of = |(k, s): (f64, f64)| law("Weibull", &[("shape", k), ("scale", s)]);
        number(&fisher_rao(&of(a), &of(b)).unwrap())
    };
    let (a, b, c) = ((1.0, 1.0), (2.0, 3.0), (4.0, 0.5));
    assert!(d(a, c) < d(a, b) + d(b, c) && d(a, a).abs() < 1e-6);
    // Upwards along the tilted vertical line m + (b/a) s = const: the logarithm of the ratio of scales.
    let tilt = 1.0 - 0.577_215_664_901_532_9;
    let on = |s: f64| (1.0 / s, (-tilt * s).exp());
    assert!((d(on(1.0), on(2.0)) - (std::f64::consts::PI / 6f64.sqrt()) * 2f64.ln()).abs() < 1e-9);
}

fn normal(mean: [i64; 2], rows: [[i64; 2]; 2]) -> Law {
    let names: Vec<Symbol> = (1..=2).map(|k| Symbol::new("", &format!("x[{k}]"), Role::Random, 0)).collect();
    let covariance = crate::geometry::Matrix::from_fn(2, 2, |i, j| Expr::integer(rows[i][j]));
    let mean = mean.iter().map(|m| Expr::integer(*m)).collect();
    Law::Normal(Box::new(MultivariateNormal::of_covariance(names, mean, covariance).unwrap()))
}

#[test]
fn normal_laws_of_two_variables() {
    let d = |a: &Law, b: &Law| fisher_rao(a, b).map(|e| number(&e));
    // Eigenvalues 1 and 3 against 1 and 1.
    let (unit, correlated) = (normal([0, 0], [[1, 0], [0, 1]]), normal([0, 0], [[2, 1], [1, 2]]));
    assert!((d(&unit, &correlated).unwrap() - 3f64.ln() / 2f64.sqrt()).abs() < 1e-12);
    // One mean differs: one variable, and the product of two.
    let line = number(
        &fisher_rao(&law("Normal", &[("mean", 0.0), ("sd", 1.0)]), &law("Normal", &[("mean", 2.0), ("sd", 3.0)]))
            .unwrap(),
    );
    let far = normal([2, 0], [[9, 0], [0, 4]]);
    let rest = 4f64.ln().powi(2) / 2.0;
    assert!((d(&unit, &far).unwrap() - line.mul_add(line, rest).sqrt()).abs() < 1e-12);
    // One covariance: as on the line, in a direction of length sqrt(2/3).
    let moved = normal([1, 1], [[2, 1], [1, 2]]);
    assert!((d(&correlated, &moved).unwrap() - 2f64.sqrt() * (1.0 + 1.0 / 6.0f64).acosh()).abs() < 1e-12);
    // Neither: no closed form is known.
    assert_eq!(d(&unit, &moved), Err(StatisticsError::NoTransport));
    assert!(d(&unit, &normal([1, 1], [[9, 0], [0, 4]])).is_err());
}

#[test]
fn mean_distances_are_sums_over_the_density() {
    // Every point of the law by the inverse of its distribution function, at the middle of cells of equal mass.
    let cases: [(&str, Arguments, Quantile); 3] = [
        ("Logistic", [("mean", 0.0), ("scale", 1.0)], |u| (u / (1.0 - u)).ln()),
        ("Uniform", [("lower", 0.0), ("upper", 1.0)], |u| u),
        ("Exponential", [("rate", 1.0), ("rate", 1.0)], |u| -(1.0 - u).ln()),
    ];
    for (name, arguments, quantile) in cases {
        let own = if name == "Exponential" { &arguments[..1] } else { &arguments[..] };
        let Law::One(p) = law(name, own) else { panic!() };
        for c in [-1.5, -0.25, 0.0, 0.25, 0.75, 1.0, 2.5] {
            let at = Expr::number(crate::symbolic::Rational::from_float(c).unwrap());
            let f = (Expr::symbol(&p.variable) - at).apply(Function::Abs);
            let found = number(&expectation(&f, &p).unwrap().value);
            let cells = 200_000;
            let sum: f64 = (0..cells).map(|k| (quantile((f64::from(k) + 0.5) / f64::from(cells)) - c).abs()).sum();
            let expected = sum / f64::from(cells);
            assert!((found - expected).abs() < 1e-4, "{name} {c}: {found} against {expected}");
        }
    }
}

#[test]
fn laws_on_the_same_points_are_compared_point_by_point() {
    let coin = law("Bernoulli", &[("p", 0.25)]);
    let draws = enumerated(&law("Binomial", &[("n", 3.0), ("p", 0.5)])).unwrap();
    let masses: Vec<f64> = draws.masses.iter().map(number).collect();
    assert_eq!(masses, [0.125, 0.375, 0.375, 0.125]);
    let Law::One(d) = &coin else { panic!() };
    let as_points = Law::Finite(Box::new(enumerated(&Law::One(d.clone())).unwrap()));
    let kl = number(&as_points.divergence(&law("Binomial", &[("n", 3.0), ("p", 0.5)])).unwrap().value);
    let expected = 0.75 * (0.75f64 / 0.125).ln() + 0.25 * (0.25f64 / 0.375).ln();
    assert!((kl - expected).abs() < 1e-12);
    // The other way round there is mass where the coin has none.
    let back = Law::Finite(Box::new(draws)).divergence(&as_points);
    assert_eq!(back, Err(StatisticsError::MassWhereNone { point: vec![Expr::integer(2)] }));
}
