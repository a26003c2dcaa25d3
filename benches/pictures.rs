//! What a picture and a simulation cost: a panel of 30 x 30 cells of streamlines, steps of a rule, evaluations of a flow.
//!
//! In: the library alone, no engine. Out: times, and their ratio to the same work on a hand-written function in the same
//! run, so that the numbers compare on any machine. A plain program; nothing fails here: times are no tests.
//!
//! `cargo bench --bench pictures`

use geoflow::model::{Model, elaborate};
use geoflow::plot::axis::Axis;
use geoflow::plot::streamlines::streamlines_through;
use geoflow::simulate::generator::Generator;
use geoflow::simulate::rules::{Keep, RuleProblem};
use geoflow::simulate::{Options, Output, Problem, integrate};
use geoflow::symbolic::{Expr, Fact, Region, Symbol};
use geoflow::syntax::span::FileId;
use std::hint::black_box;
use std::time::{Duration, Instant};

const MODEL: &str = "\
param mu0: real = 4
param sigma0: positive = 2
param alpha: positive = 1/20
random U[1..5] ~ Uniform(-1/2, 1/2)
manifold Normals { chart std { mu: real, sigma: positive } }
cost C on Normals.std = log(sigma/sigma0) + (sigma0^2 + (mu - mu0)^2)/(2*sigma^2) - 1/2
metric fisher on Normals.std = dmu^2/sigma^2 + 2*dsigma^2/sigma^2
flow natural = -grad(C, fisher)
manifold Weights { chart logs { v[1..5]: real, b: real } }
let seen on Weights.logs = sum(i in 1..5, (v[i] + U[i] - 1)^2)
let gain on Weights.logs = alpha*(seen - b)
rule hebb on Weights.logs: (v[1], v[2], v[3], v[4], v[5], b) -> (
  v[1] + gain*(exp(-U[1]) - exp(U[1])), v[2] + gain*(exp(-U[2]) - exp(U[2])),
  v[3] + gain*(exp(-U[3]) - exp(U[3])), v[4] + gain*(exp(-U[4]) - exp(U[4])),
  v[5] + gain*(exp(-U[5]) - exp(U[5])), seen)
simulate hebb from logs(0, 0, 0, 0, 0, 5) to n = 200000
";

/// Nothing is simplified: the formulas above are short.
fn as_written(exprs: &[Expr], _: &Region, _: &[Fact], _: &[(Symbol, Expr)]) -> Vec<Expr> {
    exprs.to_vec()
}

/// The shortest of several runs.
fn shortest(work: &mut dyn FnMut()) -> Duration {
    (0..7)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn line(what: &str, ours: Duration, by_hand: Duration) {
    let (a, b) = (ours.as_secs_f64() * 1e3, by_hand.as_secs_f64() * 1e3);
    println!("{what:<58} {a:>9.2} ms   by hand {b:>9.2} ms   ratio {:>6.2}", a / b);
}

fn main() {
    let (file, found) = geoflow::syntax::parse(FileId(0), MODEL);
    let (model, problems) = elaborate(&file);
    assert!(found.is_empty() && problems.is_empty(), "{found:?} {problems:?}");
    panel(&model);
    flow(&model);
    rule(&model);
}

fn natural(mu: f64, sigma: f64) -> (f64, f64) {
    let d = mu - 4.0;
    (-d, (4.0 + d * d - sigma * sigma) / (2.0 * sigma))
}

fn problem(model: &Model) -> Problem {
    let chart = model.chart_named("Normals.std").unwrap_or_else(|| unreachable!("it is declared above"));
    Problem::new(model, "natural", chart, &model.example_values(), &mut as_written)
        .unwrap_or_else(|e| unreachable!("{e:?}"))
}

/// Streamlines of 30 by 30 cells on a square panel.
fn panel(model: &Model) {
    let axis = |low: f64, high: f64| Axis { label: String::new(), low, high, log: false };
    let (x, y) = (axis(0.0, 8.0), axis(0.05, 5.0));
    let system = problem(model).system;
    let lowered = |mu: f64, sigma: f64| {
        let mut out = [0.0; 2];
        system.field(&[mu, sigma], &mut out);
        (out[0], out[1])
    };
    let lines = streamlines_through(&lowered, &x, &y, 1.0, 30);
    let points: usize = lines.iter().map(Vec::len).sum();
    let ours = shortest(&mut || drop(black_box(streamlines_through(&lowered, &x, &y, 1.0, 30))));
    let by_hand = shortest(&mut || drop(black_box(streamlines_through(&natural, &x, &y, 1.0, 30))));
    line(&format!("streamlines, 30 x 30 cells: {} lines, {points} points", lines.len()), ours, by_hand);
}

/// A thousand trajectories at the default tolerances, against as many evaluations of the hand-written field alone.
fn flow(model: &Model) {
    let system = problem(model).system;
    let options = Options { output: Output::Even(2), ..Options::default() };
    let mut evaluations = 0;
    let ours = shortest(&mut || {
        evaluations = 0;
        for k in 0..1000 {
            let start = [f64::from(k % 40) / 5.0, 0.3 + f64::from(k / 40) / 6.0];
            if let Ok(t) = integrate(&system, &start, 4.0, &options, &|_| true) {
                evaluations += t.evaluations;
            }
        }
    });
    let by_hand = shortest(&mut || {
        let mut p = (2.0, 1.0);
        for _ in 0..evaluations {
            let v = natural(black_box(p.0), black_box(p.1));
            p = (p.0 + 1e-6 * v.0, p.1 + 1e-6 * v.1);
        }
        black_box(p);
    });
    line(&format!("1000 trajectories, {evaluations} evaluations"), ours, by_hand);
}

/// 200000 steps of a stochastic rule with five random numbers each.
fn rule(model: &Model) {
    const STEPS: u64 = 200_000;
    let request = model.requests.iter().find_map(|r| match r {
        geoflow::model::Request::Iterate(r) => Some(r),
        _ => None,
    });
    let request = request.unwrap_or_else(|| unreachable!("it is asked for above"));
    let mut problem = RuleProblem::new(model, &request.rule, &[], &[], &model.example_values(), &mut as_written)
        .unwrap_or_else(|e| unreachable!("{e:?}"));
    let start = [0.0, 0.0, 0.0, 0.0, 0.0, 5.0];
    let keep = Keep::At(vec![STEPS]);
    let ours = shortest(&mut || {
        let mut g = Generator::new(1);
        black_box(problem.run(&start, STEPS, &keep, &mut g, &|_| true, &mut |_, _| {}));
    });
    let by_hand = shortest(&mut || {
        let mut g = Generator::new(1);
        let mut state = start;
        for _ in 0..STEPS {
            let u: [f64; 5] = std::array::from_fn(|_| g.uniform() - 0.5);
            let seen: f64 = state.iter().zip(&u).map(|(v, u)| (v + u - 1.0).powi(2)).sum();
            let gain = 0.05 * (seen - state[5]);
            for (v, u) in state.iter_mut().zip(&u) {
                *v += gain * ((-u).exp() - u.exp());
            }
            state[5] = seen;
        }
        black_box(state);
    });
    line(&format!("a rule, {STEPS} steps of 5 random numbers"), ours, by_hand);
}
