//! Every named family against sums and integrals of its density.
//!
//! The densities are summed up in double precision by the trapezoidal rule after a substitution that makes it converge
//! fast; an independent check of normalisers, moments, Fisher metrics and divergences, to the digits that it has.

use super::families::{ALL, family};
use super::*;
use crate::geometry::testing::{coordinates, parameter};
use crate::numerics::lower::lower;
use crate::symbolic::{Bound, Expr, Function, Role, Symbol};

/// A family with its coordinates, example values, and a function of the variable whose mean it has.
struct Case {
    name: &'static str,
    arguments: &'static [(&'static str, f64)],
    /// Another member, for the divergence from the first.
    other: &'static [f64],
}

const CASES: &[Case] = &[
    Case { name: "Bernoulli", arguments: &[("p", 0.3)], other: &[0.6] },
    Case { name: "Beta", arguments: &[("a", 2.5), ("b", 1.75)], other: &[1.5, 3.0] },
    Case { name: "Exponential", arguments: &[("rate", 1.5)], other: &[0.4] },
    Case { name: "Gamma", arguments: &[("shape", 2.25), ("rate", 1.5)], other: &[1.5, 0.75] },
    Case { name: "Gamma", arguments: &[("shape", 2.25), ("mean", 1.5)], other: &[1.5, 0.75] },
    Case { name: "Geometric", arguments: &[("p", 0.4)], other: &[0.7] },
    Case { name: "Geometric", arguments: &[("mean", 1.25)], other: &[0.5] },
    Case { name: "InverseGamma", arguments: &[("shape", 3.5), ("scale", 2.0)], other: &[2.5, 1.0] },
    Case { name: "Laplace", arguments: &[("mean", 0.5), ("scale", 0.75)], other: &[-0.5, 1.5] },
    Case { name: "LogNormal", arguments: &[("log_mean", 0.25), ("log_sd", 0.5)], other: &[-0.5, 0.75] },
    Case { name: "LogNormal", arguments: &[("median", 1.25), ("log_variance", 0.5)], other: &[0.5, 0.75] },
    Case { name: "Logistic", arguments: &[("mean", 0.5), ("scale", 0.75)], other: &[] },
    Case { name: "Normal", arguments: &[("mean", 0.5), ("variance", 0.75)], other: &[-0.5, 1.5] },
    Case { name: "Poisson", arguments: &[("rate", 2.5)], other: &[1.25] },
    Case { name: "VonMises", arguments: &[("mean", 0.5), ("concentration", 1.5)], other: &[1.0, 0.75] },
    Case { name: "Weibull", arguments: &[("shape", 1.5), ("scale", 0.75)], other: &[2.0, 1.25] },
];

fn variable() -> Symbol {
    Symbol::new("p", "x", Role::Random, 0)
}

fn build(name: &str, arguments: &[(&str, Expr)]) -> Distribution {
    let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, v)| ((*n).into(), v.clone())).collect();
    family(name).unwrap().distribution(&variable(), &arguments).unwrap()
}

/// The value of an expression at numbers.
fn number(e: &Expr, symbols: &[Symbol], at: &[f64]) -> f64 {
    lower(std::slice::from_ref(e), symbols).unwrap().evaluate(at).unwrap()[0]
}

/// Nodes with weights: `sum w f(x)` is the sum or integral of `f` over the support.
fn nodes(support: &Support) -> Vec<(f64, f64)> {
    if support.spacing.is_some() {
        let last = support.upper.value().map_or(400, |_| 1);
        return (0..=last).map(|k| (f64::from(k), 1.0)).collect();
    }
    let h = 1.0 / 128.0;
    // Between the nodes, so that none of them is the corner of Laplace's density.
    let steps = (-2560..2560).map(|k| (f64::from(k) + 0.5) * h);
    match (&support.lower, &support.upper) {
        (Bound::Infinite, Bound::Infinite) => steps.map(|t| (0.5 + t.sinh() / 8.0, t.cosh() / 8.0 * h)).collect(),
        (_, Bound::Infinite) => steps.map(|t| (t.exp(), t.exp() * h)).collect(),
        (Bound::Open(a), _) if a.is_zero() => steps
            .map(|t| 1.0 / (1.0 + (-t).exp()))
            .map(|u| (u, u * (1.0 - u) * h))
            .filter(|(u, _)| *u < 1.0 && *u > 0.0)
            .collect(),
        _ => (0..4096)
            .map(|k| f64::from(k).mul_add(std::f64::consts::TAU / 4096.0, -std::f64::consts::PI))
            .map(|x| (x, std::f64::consts::TAU / 4096.0))
            .collect(),
    }
}

/// The weights that a mass function is written against.
fn base(d: &Distribution, x: f64) -> f64 {
    match &d.base {
        BaseMeasure::InverseFactorial => {
            let mut out = 1.0;
            let mut k = 2.0;
            while k <= x {
                out /= k;
                k += 1.0;
            }
            out
        }
        _ => 1.0,
    }
}

fn integral(f: &Expr, d: &Distribution, symbols: &[Symbol], at: &[f64]) -> f64 {
    let mut all = symbols.to_vec();
    all.push(d.variable.clone());
    let program = lower(&[f.clone(), d.log_density.exp()], &all).unwrap();
    nodes(&d.support)
        .into_iter()
        .map(|(x, w)| {
            let mut inputs = at.to_vec();
            inputs.push(x);
            let out = program.evaluate(&inputs).unwrap();
            let density = out[1] * base(d, x);
            if density > 1e-300 { out[0] * density * w } else { 0.0 }
        })
        .sum()
}

fn close(found: f64, expected: f64, what: &str) {
    let scale = 1.0 + expected.abs();
    assert!((found - expected).abs() < 2e-5 * scale, "{what}: rule {found}, sum {expected}");
}

#[test]
fn every_family_is_here() {
    for f in ALL {
        let elsewhere = ["Binomial", "NegativeBinomial", "Pareto", "Uniform"];
        assert!(CASES.iter().any(|c| c.name == f.name) || elsewhere.contains(&f.name), "{}", f.name);
    }
}

#[test]
fn densities_are_normalised_and_expectations_are_their_integrals() {
    for case in CASES {
        let names: Vec<&str> = case.arguments.iter().map(|(n, _)| *n).collect();
        let c = coordinates("M.a", &names);
        let at: Vec<f64> = case.arguments.iter().map(|(_, v)| *v).collect();
        let p = build(case.name, &c.iter().map(|s| (s.name(), Expr::symbol(s))).collect::<Vec<_>>());
        close(1.0, integral(&Expr::one(), &p, &c, &at), case.name);
        let g = fisher_information(&p, &c).unwrap().metric;
        let s = score(&p, &c);
        for i in 0..c.len() {
            let mean = expectation(&s[i], &p).unwrap().value;
            close(number(&mean, &c, &at), 0.0, &format!("{}: mean of the score", case.name));
            for j in 0..c.len() {
                let what = format!("{}: Fisher {i} {j}", case.name);
                close(number(g.components.at(i, j), &c, &at), integral(&(&s[i] * &s[j]), &p, &c, &at), &what);
            }
        }
        let x = Expr::symbol(&variable());
        let f = if case.name == "VonMises" { x.apply(Function::Cos) } else { x.powi(2) };
        close(number(&expectation(&f, &p).unwrap().value, &c, &at), integral(&f, &p, &c, &at), case.name);
    }
}

#[test]
fn the_expected_hessian_gives_the_same_metric() {
    // The density of Laplace has a corner: there the second derivative misses a mass.
    for case in CASES.iter().filter(|c| c.name != "Laplace") {
        let names: Vec<&str> = case.arguments.iter().map(|(n, _)| *n).collect();
        let c = coordinates("M.a", &names);
        let at: Vec<f64> = case.arguments.iter().map(|(_, v)| *v).collect();
        let p = build(case.name, &c.iter().map(|s| (s.name(), Expr::symbol(s))).collect::<Vec<_>>());
        let (g, h) = (fisher_information(&p, &c).unwrap(), fisher_information_from_hessian(&p, &c));
        // The logistic density has a second derivative beyond the rules.
        let Ok(h) = h else { continue };
        for (a, b) in g.metric.components.entries().iter().zip(h.metric.components.entries()) {
            close(number(a, &c, &at), number(b, &c, &at), case.name);
        }
    }
}

#[test]
fn divergences_are_their_integrals() {
    for case in CASES.iter().filter(|c| !c.other.is_empty()) {
        let names: Vec<&str> = case.arguments.iter().map(|(n, _)| *n).collect();
        let c = coordinates("M.a", &names);
        let others: Vec<Symbol> = names.iter().map(|n| parameter(&format!("{n}_2"))).collect();
        let p = build(case.name, &c.iter().map(|s| (s.name(), Expr::symbol(s))).collect::<Vec<_>>());
        let q_arguments: Vec<(&str, Expr)> = names.iter().zip(&others).map(|(n, s)| (*n, Expr::symbol(s))).collect();
        let q = build(case.name, &q_arguments);
        let found = kl_divergence(&p, &q).unwrap();
        let mut symbols = c.clone();
        symbols.extend(others);
        let at: Vec<f64> = case.arguments.iter().map(|(_, v)| *v).chain(case.other.iter().copied()).collect();
        let value = number(&found.value, &symbols, &at);
        close(value, integral(&(&p.log_density - &q.log_density), &p, &symbols, &at), case.name);
        assert!(value > 0.0, "{}: {value}", case.name);
    }
}

#[test]
fn counts_with_weights_have_the_textbook_metrics() {
    let c = coordinates("M.a", &["p"]);
    let p = Expr::symbol(&c[0]);
    let odds = (&p * &(Expr::one() - &p)).recip();
    let cases = [
        ("Binomial", "n", Expr::integer(7), Expr::integer(7) * &odds),
        ("NegativeBinomial", "size", Expr::ratio(5, 2), Expr::ratio(5, 2) * &odds / &p),
    ];
    for (name, spelling, size, expected) in cases {
        let d = build(name, &[(spelling, size), ("p", p.clone())]);
        let g = fisher_information(&d, &c).unwrap().metric;
        for at in [0.25, 0.5, 0.8] {
            close(number(g.components.at(0, 0), &c, &[at]), number(&expected, &c, &[at]), name);
        }
    }
}

#[test]
fn supports_and_weights_that_move_have_no_fisher_metric() {
    let c = coordinates("M.a", &["t"]);
    let t = Expr::symbol(&c[0]);
    let refused = |name: &str, arguments: &[(&str, Expr)]| fisher_information(&build(name, arguments), &c).unwrap_err();
    let two = Expr::integer(2);
    let pareto = refused("Pareto", &[("shape", two.clone()), ("minimum", t.clone())]);
    assert!(matches!(pareto, StatisticsError::MovingSupport { .. }), "{pareto:?}");
    let uniform = refused("Uniform", &[("lower", Expr::zero()), ("upper", t.clone())]);
    assert!(matches!(uniform, StatisticsError::MovingSupport { .. }), "{uniform:?}");
    let counts = refused("NegativeBinomial", &[("size", t.clone()), ("p", Expr::ratio(1, 2))]);
    assert!(matches!(counts, StatisticsError::MovingMeasure { .. }), "{counts:?}");
    let by_shape = fisher_information(&build("Pareto", &[("shape", t), ("minimum", two)]), &c).unwrap();
    close(number(by_shape.metric.components.at(0, 0), &c, &[3.0]), 1.0 / 9.0, "Pareto by its shape");
}

#[test]
fn heavy_tails_say_where_an_expectation_is_finite() {
    let c = coordinates("M.a", &["a"]);
    let p = build("Pareto", &[("shape", Expr::symbol(&c[0])), ("minimum", Expr::one())]);
    let second = expectation(&Expr::symbol(&variable()).powi(2), &p).unwrap();
    assert_eq!(second.finite_where.len(), 1);
    close(number(&second.value, &c, &[3.0]), 3.0, "E[x^2] = a/(a - 2)");
    assert!(number(&second.finite_where[0].fact.expr, &c, &[3.0]) > 0.0);
    assert!(number(&second.finite_where[0].fact.expr, &c, &[1.5]) < 0.0);
    assert_eq!(second.rules, ["gamma-integral"]);
}
