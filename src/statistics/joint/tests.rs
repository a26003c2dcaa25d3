//! Laws of several variables against enumeration, against laws of one variable, and against themselves by another way.

use super::*;
use crate::geometry::testing::coordinates;
use crate::geometry::{Matrix, Metric};
use crate::numerics::lower::lower;
use crate::statistics::families::family;
use crate::statistics::{Distribution, Law, StatisticsError};
use crate::symbolic::{Expr, Role, Symbol};

fn random(n: usize) -> Vec<Symbol> {
    (1..=n).map(|k| Symbol::new("", &format!("x[{k}]"), Role::Random, 0)).collect()
}

fn e(s: &Symbol) -> Expr {
    Expr::symbol(s)
}

fn number(e: &Expr, symbols: &[Symbol], at: &[f64]) -> f64 {
    lower(std::slice::from_ref(e), symbols).unwrap().evaluate(at).unwrap()[0]
}

fn close(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() < 1e-9 * (1.0 + b.abs()), "{what}: {a} against {b}");
}

fn same_metric(a: &Metric, b: &Metric, c: &[Symbol], at: &[f64], what: &str) {
    for (x, y) in a.components.entries().iter().zip(b.components.entries()) {
        close(number(x, c, at), number(y, c, at), what);
    }
}

fn named(name: &str, x: &Symbol, arguments: &[(&str, Expr)]) -> Distribution {
    let arguments: Vec<(String, Expr)> = arguments.iter().map(|(n, v)| ((*n).into(), v.clone())).collect();
    family(name).unwrap().distribution(x, &arguments).unwrap()
}

/// A normal law of two variables with covariance `[[a, b], [b, d]]`.
fn normal(c: &[Symbol]) -> MultivariateNormal {
    let rows = vec![vec![e(&c[2]), e(&c[3])], vec![e(&c[3]), e(&c[4])]];
    let covariance = Matrix::from_rows(rows).unwrap();
    MultivariateNormal::of_covariance(random(2), vec![e(&c[0]), e(&c[1])], covariance).unwrap()
}

#[test]
fn normal_information_is_the_mean_of_the_scores_and_of_the_second_derivatives() {
    let c = coordinates("M.a", &["m", "n", "a", "b", "d"]);
    let at = [0.5, -1.0, 2.0, 0.7, 1.5];
    let law = normal(&c);
    let closed = Law::Normal(Box::new(law.clone())).fisher(&c).unwrap().metric;
    let second = Law::Normal(Box::new(law.clone())).fisher_from_hessian(&c).unwrap().metric;
    same_metric(&closed, &second, &c, &at, "second derivatives");
    let log = law.log_density();
    let s: Vec<Expr> = c.iter().map(|x| log.derivative(x)).collect();
    for i in 0..c.len() {
        close(number(&law.expectation(&s[i]).unwrap().value, &c, &at), 0.0, "the mean of a score");
        for j in 0..c.len() {
            let mean = law.expectation(&(&s[i] * &s[j])).unwrap().value;
            close(number(closed.components.at(i, j), &c, &at), number(&mean, &c, &at), "scores");
        }
    }
    let inverse = law.inverse_information(&c).unwrap();
    let product = closed.components.mul(&inverse).unwrap();
    for i in 0..c.len() {
        for j in 0..c.len() {
            close(number(product.at(i, j), &c, &at), f64::from(u8::from(i == j)), "the inverse");
        }
    }
}

#[test]
fn normal_moments_are_those_of_a_triangular_map_of_independent_normals() {
    // x1 = m + p z1, x2 = n + q z1 + r z2, so a = p^2, b = p q, d = q^2 + r^2.
    let c = coordinates("M.a", &["m", "n", "p", "q", "r"]);
    let at = [0.5, -1.0, 1.25, 0.5, 0.75];
    let (x, z) = (random(2), [Symbol::new("", "z1", Role::Random, 0), Symbol::new("", "z2", Role::Random, 0)]);
    let [m, n, p, q, r] = [0, 1, 2, 3, 4].map(|i| e(&c[i]));
    let covariance = Matrix::from_rows(vec![vec![p.powi(2), &p * &q], vec![&p * &q, q.powi(2) + r.powi(2)]]).unwrap();
    let law = MultivariateNormal::of_covariance(x.clone(), vec![m.clone(), n.clone()], covariance).unwrap();
    let standard = |s: &Symbol| Law::One(named("Normal", s, &[("mean", Expr::zero()), ("sd", Expr::one())]));
    let independent = Law::Product(vec![standard(&z[0]), standard(&z[1])]);
    let image = [&m + &(&p * &e(&z[0])), &n + &(&q * &e(&z[0])) + &r * &e(&z[1])];
    let (x1, x2) = (e(&x[0]), e(&x[1]));
    let tilted = (&x1 * &Expr::ratio(1, 2) - &x2 * &Expr::ratio(1, 3)).exp();
    for f in [x1.powi(3) * &x2, x1.powi(2) * x2.powi(4), &x1 * &x2 * &tilted, tilted.clone()] {
        let direct = law.expectation(&f).unwrap().value;
        let carried = f.substitute(x.iter().cloned().zip(image.iter().cloned()));
        let other = independent.expectation(&carried).unwrap().value;
        close(number(&direct, &c, &at), number(&other, &c, &at), &f.to_string());
    }
    let gap = law.log_density() - law.log_density();
    assert!(gap.is_zero());
    assert!(matches!(law.expectation(&x1.log()), Err(StatisticsError::NoRule { .. })));
}

#[test]
fn divergence_of_normals_is_the_mean_of_the_logarithm() {
    let c = coordinates("M.a", &["m", "n", "a", "b", "d"]);
    let other = coordinates("M.b", &["m", "n", "a", "b", "d"]);
    let (p, q) = (normal(&c), normal(&other));
    let all = [c.clone(), other].concat();
    let at = [0.5, -1.0, 2.0, 0.7, 1.5, 0.0, 0.25, 1.0, -0.3, 0.8];
    let closed = number(&p.divergence(&q).value, &all, &at);
    let mean = p.expectation(&(p.log_density() - q.log_density())).unwrap().value;
    close(closed, number(&mean, &all, &at), "KL");
    assert!(closed > 0.0);
    let entropy = p.expectation(&-p.log_density()).unwrap().value;
    close(number(&p.entropy().value, &all, &at), number(&entropy, &all, &at), "entropy");
}

#[test]
fn bures_distances_and_metrics_agree_with_each_other() {
    // The metric is the second derivative of half the squared distance, at equal laws.
    let c = coordinates("M.a", &["m", "n", "a", "b", "d"]);
    let h = 1e-4_f64;
    let at = [0.5, -1.0, 2.0, 0.7, 1.5];
    let g = normal(&c).transport_metric(&c).unwrap();
    let other = coordinates("M.b", &["m", "n", "a", "b", "d"]);
    let squared = normal(&c).transport(&normal(&other)).unwrap();
    let all = [c.clone(), other].concat();
    let v = [0.3, -0.2, 0.5, 0.4, -0.1];
    let moved: Vec<f64> = at.iter().copied().chain(at.iter().zip(v).map(|(x, v)| h.mul_add(v, *x))).collect();
    let found = number(&squared, &all, &moved) / (h * h);
    let length: f64 =
        (0..5).flat_map(|i| (0..5).map(move |j| (i, j))).map(|(i, j)| v[i] * v[j] * number(g.at(i, j), &c, &at)).sum();
    assert!((found - length).abs() < 1e-3 * length, "{found} against {length}");
}

#[test]
fn multinomial_means_are_sums_over_all_counts() {
    let c = coordinates("M.a", &["p", "q"]);
    let at = [0.2, 0.5];
    let (p, q) = (e(&c[0]), e(&c[1]));
    let chances = vec![p.clone(), q.clone(), Expr::one() - &p - &q];
    let log_chances = chances.iter().map(Expr::log).collect();
    let x = random(3);
    let law = Multinomial { variables: x.clone(), trials: Expr::integer(4), chances, log_chances };
    let numeric = [0.2_f64, 0.5, 0.3];
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let summed = |f: &Expr| -> f64 {
        let mut total = 0.0;
        for i in 0..=4_u32 {
            for j in 0..=4 - i {
                let k = [i, j, 4 - i - j];
                let weight: f64 = k.iter().zip(numeric).map(|(k, p)| p.powi(*k as i32) / factorial(*k)).product();
                let values: Vec<f64> = k.iter().map(|k| f64::from(*k)).collect();
                total += factorial(4) * weight * number(f, &x, &values);
            }
        }
        total
    };
    let [a, b, d] = [0, 1, 2].map(|i| e(&x[i]));
    for f in [&a * &b, a.powi(3) * b.powi(2), &a * &b * &d, (&a * &Expr::ratio(1, 2) - &b).exp() * &d, b.powi(4)] {
        close(number(&law.expectation(&f).unwrap().value, &c, &at), summed(&f), &f.to_string());
    }
    let all = Law::Multinomial(Box::new(law));
    let second = all.fisher_from_hessian(&c).unwrap().metric;
    same_metric(&all.fisher(&c).unwrap().metric, &second, &c, &at, "multinomial");
}

#[test]
fn dirichlet_means_are_those_of_a_broken_stick() {
    // x1 = u, x2 = (1 - u) v with u ~ Beta(a, b + c), v ~ Beta(b, c).
    let c = coordinates("M.a", &["a", "b", "c"]);
    let at = [1.5, 2.25, 0.75];
    let x = random(3);
    let law = Dirichlet { variables: x.clone(), weights: c.iter().map(e).collect() };
    let (u, v) = (Symbol::new("", "u", Role::Random, 0), Symbol::new("", "v", Role::Random, 0));
    let beta = |s: &Symbol, a: Expr, b: Expr| Law::One(named("Beta", s, &[("a", a), ("b", b)]));
    let stick = Law::Product(vec![beta(&u, e(&c[0]), e(&c[1]) + e(&c[2])), beta(&v, e(&c[1]), e(&c[2]))]);
    let (x1, x2) = (e(&x[0]), e(&x[1]));
    let (one, broken) = (Expr::one(), e(&v));
    let rest = &one - &e(&u);
    let cases = [
        (x1.powi(2) * &x2, e(&u).powi(2) * &rest * &broken),
        (x1.sqrt() * x1.log(), e(&u).sqrt() * e(&u).log()),
        (x1.log() * x2.log(), e(&u).log() * (rest.log() + broken.log())),
        (&x1 * x2.log().powi(2), e(&u) * (rest.log() + broken.log()).powi(2)),
    ];
    for (f, carried) in cases {
        let direct = law.expectation(&f).unwrap().value;
        let other = stick.expectation(&carried).unwrap().value;
        close(number(&direct, &c, &at), number(&other, &c, &at), &f.to_string());
    }
    // The metric is the covariance of the logarithms.
    let g = Law::Dirichlet(Box::new(law.clone())).fisher(&c).unwrap().metric;
    for i in 0..3 {
        for j in 0..3 {
            let (a, b) = (e(&x[i]).log(), e(&x[j]).log());
            let mean = |f: &Expr| number(&law.expectation(f).unwrap().value, &c, &at);
            close(number(g.components.at(i, j), &c, &at), mean(&(&a * &b)) - mean(&a) * mean(&b), "covariance");
        }
    }
    assert!(matches!(law.expectation(&x1.exp()), Err(StatisticsError::NoRule { .. })));
    let inverse = law.expectation(&x1.powi(-2)).unwrap();
    assert!(number(&inverse.finite_where[0].fact.expr, &c, &at) < 0.0, "E[1/x^2] is infinite for a = 3/2");
}

#[test]
fn independent_coins_and_their_histories_are_one_law() {
    let c = coordinates("M.a", &["p", "q"]);
    let at = [0.3, 0.6];
    let x = random(2);
    let coin = |i: usize| Law::One(named("Bernoulli", &x[i], &[("p", e(&c[i]))]));
    let product = Law::Product(vec![coin(0), coin(1)]);
    let side = |i: usize, k: i64| if k == 1 { e(&c[i]) } else { Expr::one() - e(&c[i]) };
    let all: Vec<(i64, i64)> = vec![(0, 0), (0, 1), (1, 0), (1, 1)];
    let masses: Vec<Expr> = all.iter().map(|(i, j)| side(0, *i) * side(1, *j)).collect();
    let points = all.iter().map(|(i, j)| vec![Expr::integer(*i), Expr::integer(*j)]).collect();
    let log_masses = masses.iter().map(Expr::log).collect();
    let finite = Law::Finite(Box::new(Finite { variables: x.clone(), points, log_masses, masses, formula: None }));
    let (a, b) = (product.fisher(&c).unwrap().metric, finite.fisher(&c).unwrap().metric);
    same_metric(&a, &b, &c, &at, "Fisher");
    same_metric(&a, &finite.fisher_from_hessian(&c).unwrap().metric, &c, &at, "Fisher by second derivatives");
    let f = (&e(&x[0]) + &e(&x[1])).powi(3);
    let mean = |law: &Law| number(&law.expectation(&f).unwrap().value, &c, &at);
    close(mean(&product), mean(&finite), "a mean");
    let entropy = |law: &Law| number(&law.entropy().unwrap().value, &c, &at);
    close(entropy(&product), entropy(&finite), "entropy");
    assert!(matches!(product.divergence(&finite), Err(StatisticsError::OtherPoints)));
    let sample = Law::Sample { of: Box::new(coin(0)), count: Expr::integer(5) };
    let scaled = number(sample.fisher(&c[..1]).unwrap().metric.components.at(0, 0), &c, &at);
    close(scaled, 5.0 / (0.3 * 0.7), "five copies");
}

#[test]
fn elimination_agrees_with_enumeration() {
    let c = coordinates("M.a", &["v", "w"]);
    let at = [0.3, -0.8];
    let x = random(3);
    let [a, b, d] = [0, 1, 2].map(|k| e(&x[k]));
    let inputs = [e(&c[0]), &(&e(&c[0]) * &a) - &e(&c[1]), &e(&c[1]) * &b];
    let soft = |u: &Expr| u.apply(crate::symbolic::Function::Softplus);
    let terms = [&a, &b, &d].into_iter().zip(&inputs).map(|(x, u)| x * u - soft(u));
    let log = Expr::sum(terms);
    let points: Vec<Vec<Expr>> = (0..8).map(|k| [k & 1, k >> 1 & 1, k >> 2].map(Expr::integer).to_vec()).collect();
    let log_masses: Vec<Expr> =
        points.iter().map(|p| log.substitute(x.iter().cloned().zip(p.iter().cloned()))).collect();
    let masses = log_masses.iter().map(Expr::exp).collect();
    let plain = Finite { variables: x.clone(), points, log_masses, masses, formula: None };
    let grid = Finite { formula: Some(log), ..plain.clone() };
    for f in [Expr::one(), &a * &d, (&a + &(&b * &e(&c[0])) - &d).powi(3), &b * &soft(&inputs[1])] {
        let (one, other) = (grid.expectation(&f), plain.expectation(&f));
        assert_eq!(
            (one.rules.as_slice(), other.rules.as_slice()),
            (["elimination"].as_slice(), ["enumeration"].as_slice())
        );
        close(number(&one.value, &c, &at), number(&other.value, &c, &at), &f.to_string());
    }
    close(number(&grid.total().value, &c, &at), 1.0, "total");
    let (one, other) = (Law::Finite(Box::new(grid)), Law::Finite(Box::new(plain)));
    let metrics = [one.fisher(&c), one.fisher_from_hessian(&c), other.fisher(&c)].map(|g| g.unwrap().metric);
    same_metric(&metrics[0], &metrics[2], &c, &at, "Fisher");
    same_metric(&metrics[1], &metrics[2], &c, &at, "Fisher by second derivatives");
    let moved = one.map(&mut |e: &Expr| e.substitute([(c[0].clone(), Expr::ratio(1, 7))]));
    let flat = other.map(&mut |e: &Expr| e.substitute([(c[0].clone(), Expr::ratio(1, 7))]));
    for (p, q) in [(one.divergence(&moved), other.divergence(&flat)), (one.entropy(), other.entropy())] {
        close(number(&p.unwrap().value, &c, &at), number(&q.unwrap().value, &c, &at), "divergence, entropy");
    }
}
