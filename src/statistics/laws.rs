//! Metrics and divergences of the named families against the published formulas.

use super::families::family;
use super::*;
use crate::geometry::testing::{coordinates, parameter, rational, value, values};
use crate::geometry::{ScalarField, differential};
use crate::symbolic::{Bound, Expr, Role, Symbol};

fn e(s: &Symbol) -> Expr {
    Expr::symbol(s)
}

fn variable() -> Symbol {
    Symbol::new("p", "x", Role::Random, 0)
}

fn distribution(name: &str, arguments: &[(&str, Expr)]) -> Distribution {
    let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, v)| ((*n).into(), v.clone())).collect();
    family(name).unwrap().distribution(&variable(), &arguments).unwrap()
}

#[test]
fn fisher_of_the_normal_family_in_three_charts_both_ways() {
    let c = coordinates("M.a", &["mu", "s"]);
    let (mu, s) = (e(&c[0]), e(&c[1]));
    let cases = [
        ("sd", s.powi(-2), Expr::integer(2) * s.powi(-2)),
        ("variance", s.recip(), s.powi(-2).scaled(&rational(1, 2))),
        ("precision", s.clone(), s.powi(-2).scaled(&rational(1, 2))),
    ];
    for (spelling, first, second) in cases {
        let p = distribution("Normal", &[("mean", mu.clone()), (spelling, s.clone())]);
        for g in [fisher_information(&p, &c).unwrap().metric, fisher_information_from_hessian(&p, &c).unwrap().metric] {
            assert!(g.components.is_diagonal(), "{spelling}: {g:?}");
            for k in 1..4 {
                let at = [(&c[1], rational(k, 3))];
                assert_eq!(value(g.components.at(0, 0), &at), value(&first, &at), "{spelling}");
                assert_eq!(value(g.components.at(1, 1), &at), value(&second, &at), "{spelling}");
            }
        }
    }
    let p = distribution("Normal", &[("mean", mu), ("log_sd", s)]);
    assert_eq!(*fisher_information(&p, &c).unwrap().metric.components.at(1, 1), Expr::integer(2));
}

#[test]
fn kl_between_normals_is_the_published_one() {
    let c = coordinates("M.a", &["mu", "sigma"]);
    let (m0, s0) = (parameter("mu0"), parameter("sigma0"));
    let p0 = distribution("Normal", &[("mean", e(&m0)), ("sd", e(&s0))]);
    let p = distribution("Normal", &[("mean", e(&c[0])), ("sd", e(&c[1]))]);
    let cost = kl_divergence(&p0, &p).unwrap().value;
    let a = e(&s0).powi(2) + (e(&c[0]) - e(&m0)).powi(2);
    let rational_part = &cost - &(e(&c[1]).log() - e(&s0).log());
    let published = &a / &(Expr::integer(2) * e(&c[1]).powi(2)) - Expr::ratio(1, 2);
    let at = |x: i64, y: i64| {
        [(&c[0], rational(x, 2)), (&c[1], rational(y, 2)), (&m0, rational(4, 1)), (&s0, rational(2, 1))]
    };
    for (x, y) in [(4, 2), (12, 6), (1, 5)] {
        assert_eq!(value(&rational_part, &at(x, y)), value(&published, &at(x, y)));
    }
    let d = differential(&ScalarField::new(c.clone(), cost));
    assert_eq!(values(&d.components, &at(4, 2)), vec![rational(-2, 1), rational(-7, 1)]);
    assert_eq!(kl_divergence(&p, &p).map(|e| e.value), Ok(Expr::zero()));
}

#[test]
fn release_cost_has_the_published_differential() {
    let c = coordinates("M.pq", &["P", "q"]);
    let (sites, phi, s) = (parameter("N"), parameter("phi"), parameter("s"));
    let (p, q, k) = (e(&c[0]), e(&c[1]), e(&sites));
    let target = distribution("Normal", &[("mean", e(&phi)), ("sd", e(&s))]);
    let variance = &k * &p * (Expr::one() - &p) * q.powi(2);
    let model = distribution("Normal", &[("mean", &k * &p * &q), ("variance", variance)]);
    let d = differential(&ScalarField::new(c.clone(), kl_divergence(&target, &model).unwrap().value));
    let g = fisher_information(&model, &c).unwrap().metric;
    let at = |a, b, n| [(&c[0], a), (&c[1], b), (&sites, rational(n, 1)), (&phi, rational(1, 1)), (&s, rational(0, 1))];
    let here = at(rational(3, 10), rational(2, 1), 1);
    assert_eq!(values(&d.components, &here), vec![rational(-80, 441), rational(11, 42)]);
    let there = at(rational(1, 2), rational(1, 1), 5);
    assert_eq!(values(&d.components, &there), vec![rational(6, 1), rational(11, 5)]);
    let entries = [g.components.at(0, 0).clone(), g.components.at(0, 1).clone(), g.components.at(1, 1).clone()];
    assert_eq!(values(&entries, &here), vec![rational(2900, 441), rational(5, 3), rational(17, 28)]);
}

#[test]
fn wasserstein_of_the_normal_family() {
    let c = coordinates("M.a", &["mu", "s"]);
    let diagonal = |spelling| {
        let p = distribution("Normal", &[("mean", e(&c[0])), (spelling, e(&c[1]))]);
        let g = wasserstein_metric(&p, &c).unwrap();
        assert!(g.components.is_diagonal());
        values(&[g.components.at(0, 0).clone(), g.components.at(1, 1).clone()], &[(&c[1], rational(3, 1))])
    };
    assert_eq!(diagonal("sd"), vec![rational(1, 1), rational(1, 1)]);
    assert_eq!(diagonal("variance"), vec![rational(1, 1), rational(1, 12)]);
    assert_eq!(diagonal("precision"), vec![rational(1, 1), rational(1, 108)]);
    let p = distribution("Poisson", &[("rate", e(&c[1]))]);
    assert!(matches!(wasserstein_metric(&p, &c), Err(StatisticsError::NotLocationScale { .. })));
}

#[test]
fn one_parameter_families_have_the_textbook_fisher_metrics() {
    let c = coordinates("M.a", &["t"]);
    let t = e(&c[0]);
    let cases = [
        ("Exponential", "rate", t.powi(-2)),
        ("Exponential", "mean", t.powi(-2)),
        ("Poisson", "rate", t.recip()),
        ("Bernoulli", "p", (&t * &(Expr::one() - &t)).recip()),
    ];
    for (name, spelling, expected) in cases {
        let p = distribution(name, &[(spelling, t.clone())]);
        for g in [fisher_information(&p, &c).unwrap().metric, fisher_information_from_hessian(&p, &c).unwrap().metric] {
            for k in 1..4 {
                let at = [(&c[0], rational(k, 5))];
                assert_eq!(value(g.components.at(0, 0), &at), value(&expected, &at), "{name}({spelling})");
            }
        }
        let total = expectation(&score(&p, &c)[0], &p).unwrap().value;
        assert_eq!(value(&total, &[(&c[0], rational(2, 7))]), rational(0, 1), "the score has mean 0");
    }
}

#[test]
fn moments_follow_their_rules() {
    let t = e(&parameter("t"));
    let x = e(&variable());
    let at = [(&parameter("t"), rational(2, 1))];
    let mean = |name: &str, spelling: &str, k: i64| {
        value(&expectation(&x.powi(k), &distribution(name, &[(spelling, t.clone())])).unwrap().value, &at)
    };
    assert_eq!(mean("Poisson", "rate", 3), rational(8 + 3 * 4 + 2, 1));
    assert_eq!(mean("Exponential", "rate", 4), rational(24, 16));
    assert_eq!(mean("Bernoulli", "p", 9), rational(2, 1));
    let normal = distribution("Normal", &[("mean", t.clone()), ("sd", Expr::integer(3))]);
    assert_eq!(value(&expectation(&x.powi(4), &normal).unwrap().value, &at), rational(16 + 6 * 4 * 9 + 3 * 81, 1));
    let odd = x.apply(crate::symbolic::Function::Gamma);
    assert_eq!(expectation(&odd, &normal), Err(StatisticsError::NoRule { expr: odd }));
}

#[test]
fn divergences_need_fitting_supports_and_measures() {
    let t = e(&parameter("t"));
    let normal = distribution("Normal", &[("mean", t.clone()), ("sd", Expr::one())]);
    let waiting = distribution("Exponential", &[("rate", t.clone())]);
    let count = distribution("Poisson", &[("rate", t.clone())]);
    let coin = distribution("Bernoulli", &[("p", t.clone())]);
    let failures = distribution("Geometric", &[("mean", t)]);
    assert!(kl_divergence(&waiting, &normal).is_ok(), "the half-line lies in the line");
    let refused = |p, q| kl_divergence(p, q).unwrap_err();
    assert!(matches!(refused(&normal, &waiting), StatisticsError::SupportNotContained { .. }));
    assert!(matches!(refused(&count, &normal), StatisticsError::SupportNotContained { .. }));
    assert!(matches!(refused(&count, &coin), StatisticsError::SupportNotContained { .. }));
    assert!(matches!(refused(&count, &failures), StatisticsError::NoRule { .. }), "the mean of log x!");
    assert!(kl_divergence(&coin, &count).is_ok(), "0! = 1! = 1");
}

#[test]
fn a_support_that_moves_with_a_coordinate_has_no_fisher_metric() {
    let c = coordinates("M.pq", &["P", "q"]);
    let mut p = distribution("Bernoulli", &[("p", e(&c[0]))]);
    p.support.spacing = Some(e(&c[1]));
    p.support.upper = Bound::Closed(e(&c[1]));
    assert_eq!(
        fisher_information(&p, &c),
        Err(StatisticsError::MovingSupport { coordinate: c[1].clone(), support: p.support.clone() })
    );
}

#[test]
fn arguments_are_named_once_and_known() {
    let normal = family("Normal").unwrap();
    let make = |names: &[&str]| {
        let arguments: Vec<(String, Expr)> = names.iter().map(|n| ((*n).into(), Expr::one())).collect();
        normal.distribution(&variable(), &arguments).map(|d| d.name)
    };
    assert_eq!(make(&["sd", "mean"]), Ok("Normal".into()));
    assert!(matches!(make(&["mean"]), Err(FamilyError::MissingArgument { .. })));
    assert!(matches!(make(&["mean", "sd", "variance"]), Err(FamilyError::ConflictingArguments { .. })));
    assert!(matches!(make(&["mean", "mean", "sd"]), Err(FamilyError::ConflictingArguments { .. })));
    assert!(matches!(make(&["mean", "spread"]), Err(FamilyError::UnknownArgument { .. })));
    assert!(matches!(family("Gauss"), Err(FamilyError::UnknownFamily { .. })));
}
