//! Walks along flows with known solutions, and the ends of walks.

use super::*;
use crate::symbolic::{Expr, Fact, Function, Rational, Region, Role, Symbol, Variable};

fn x(k: u32) -> Symbol {
    Symbol::new("M.a", ["x", "y", "z"][k as usize], Role::Coordinate, k)
}

fn e(k: u32) -> Expr {
    Expr::symbol(&x(k))
}

fn plane(n: u32) -> Region {
    Region { variables: (0..n).map(|k| Variable::real(x(k))).collect(), conditions: Vec::new() }
}

fn walk(system: &System, start: &[f64], time: f64, method: Method, rtol: f64) -> Trajectory {
    let options = Options { method, rtol, atol: rtol * 1e-3, ..Options::default() };
    integrate(system, start, time, &options, &|_| true).unwrap()
}

#[test]
fn a_rotation_comes_back_with_every_method() {
    let system = System::new(&[e(1), -&e(0)], &plane(2), &[]).unwrap();
    for (method, allowed) in [(Method::Verner6, 1e-9), (Method::Verner9, 1e-9), (Method::Radau5, 1e-8)] {
        let t = walk(&system, &[1.0, 0.0], std::f64::consts::TAU, method, 1e-10);
        assert_eq!((t.end.clone(), t.method), (End::Reached, method));
        let error = (t.last_state[0] - 1.0).abs().max(t.last_state[1].abs());
        assert!(error < allowed, "{method:?}: {error:e}");
        let back = walk(&system, &t.last_state, -std::f64::consts::TAU, method, 1e-10);
        assert!((back.last_state[0] - 1.0).abs() < 2.0 * allowed);
    }
}

#[test]
fn dense_output_is_as_good_as_the_steps() {
    let system = System::new(&[e(1), -&e(0)], &plane(2), &[]).unwrap();
    for (method, allowed) in [(Method::Verner6, 1e-8), (Method::Verner9, 1e-8), (Method::Radau5, 1e-5)] {
        let options = Options { method, output: Output::Even(50), ..Options::default() };
        let t = integrate(&system, &[0.0, 1.0], 10.0, &options, &|_| true).unwrap();
        assert_eq!((t.times.len(), t.times[0], t.times[49]), (50, 0.0, 10.0));
        for (t, y) in t.times.iter().zip(&t.states) {
            assert!((y[0] - t.sin()).abs() < allowed, "{method:?} at {t}: {:e}", y[0] - t.sin());
        }
    }
}

#[test]
fn a_stiff_flow_goes_over_to_the_implicit_method() {
    // y follows cos-like slow x at a rate of 10^6.
    let fast = (&e(0) - &e(1)).scaled(&Rational::from_integer(1_000_000.into()));
    let system = System::new(&[-&e(0), fast], &plane(2), &[]).unwrap();
    let t = walk(&system, &[1.0, 0.0], 3.0, Method::Auto, 1e-8);
    assert_eq!((t.end, t.method), (End::Reached, Method::Radau5));
    // y = x/(1 - 10^-6) after the transient.
    let expected = (-3.0_f64).exp() / (1.0 - 1e-6);
    assert!((t.last_state[1] / expected - 1.0).abs() < 1e-6, "{:e}", t.last_state[1] / expected - 1.0);
    assert!(t.accepted + t.rejected < 20_000);
}

#[test]
fn a_walk_stops_at_the_border_and_says_when() {
    // x' = -1 on x > 0: the border is reached at t = 2, and the field goes on beyond it.
    let region = Region { variables: vec![Variable::positive(x(0))], conditions: Vec::new() };
    let system = System::new(&[Expr::integer(-1)], &region, &[]).unwrap();
    for method in [Method::Verner6, Method::Radau5] {
        let t = walk(&system, &[2.0], 5.0, method, 1e-9);
        assert_eq!(t.end, End::Border { condition: 0 });
        assert!((t.last_time - 2.0).abs() < 1e-9 && t.last_state[0] >= 0.0 && t.last_state[0] < 1e-9);
        assert!(t.times.iter().all(|s| *s <= t.last_time));
    }
    assert_eq!(system.expect_start(&[-1.0]), Err(StartError::Outside { condition: 0 }));
    assert_eq!(system.expect_start(&[1.0, 2.0]), Err(StartError::WrongLength));
}

#[test]
fn a_field_that_ends_at_the_border_is_followed_up_to_it() {
    // x' = -sqrt(x)/x: no value for x <= 0; x(t) = (1 - 3t/2)^(2/3) ends at t = 2/3.
    let region = Region { variables: vec![Variable::positive(x(0))], conditions: Vec::new() };
    let field = -&(&e(0).sqrt() / &e(0));
    let system = System::new(&[field], &region, &[]).unwrap();
    for method in [Method::Verner6, Method::Radau5, Method::Auto] {
        let t = walk(&system, &[1.0], 5.0, method, 1e-9);
        assert_eq!(t.end, End::Border { condition: 0 }, "{method:?} {t:?}");
        assert!((t.last_time - 2.0 / 3.0).abs() < 1e-6, "{method:?}: {}", t.last_time);
    }
}

#[test]
fn a_singularity_on_the_way_is_named_and_not_jumped_over() {
    // x' = 1/(1 - x) meets its pole at t = 1/2.
    let gap = &Expr::one() - &e(0);
    let system = System::new(&[&Expr::one() / &gap], &plane(1), &[Fact::nonzero(gap)]).unwrap();
    for method in [Method::Verner6, Method::Radau5, Method::Auto] {
        let t = walk(&system, &[0.0], 2.0, method, 1e-9);
        assert_eq!(t.end, End::Singular { condition: 0 }, "{method:?}");
        assert!((t.last_time - 0.5).abs() < 1e-6 && t.last_state[0] < 1.0, "{method:?}: {}", t.last_time);
    }
}

#[test]
fn growth_without_bound_is_an_end_and_no_number() {
    // x' = x^2 from 1 is 1/(1 - t).
    let system = System::new(&[e(0).powi(2)], &plane(1), &[]).unwrap();
    for method in [Method::Verner6, Method::Radau5, Method::Auto] {
        let t = walk(&system, &[1.0], 2.0, method, 1e-9);
        assert_eq!(t.end, End::BlowUp, "{method:?}");
        assert!((t.last_time - 1.0).abs() < 1e-6, "{method:?}: {}", t.last_time);
        assert!(t.states.iter().flatten().all(|x| x.is_finite()));
    }
}

#[test]
fn limits_and_interruptions_leave_what_was_done() {
    let system = System::new(&[e(0).apply(Function::Cos)], &plane(1), &[]).unwrap();
    let few = Options { max_steps: 3, ..Options::default() };
    let t = integrate(&system, &[0.0], 100.0, &few, &|_| true).unwrap();
    assert_eq!((t.end, t.accepted + t.rejected), (End::TooManySteps, 3));
    let t = integrate(&system, &[0.0], 100.0, &Options::default(), &|s| s < 0.5).unwrap();
    assert_eq!(t.end, End::Interrupted);
    assert!(t.last_time >= 50.0 && t.last_time < 100.0 && t.times.last() == Some(&t.last_time));
}

#[test]
fn many_walks_come_back_in_order() {
    let system = System::new(&[-&e(0)], &plane(1), &[]).unwrap();
    let walks = (0..40).map(|k| several::Walk {
        system: system.clone(),
        start: vec![f64::from(k)],
        duration: 1.0,
        options: Options::default(),
    });
    for (k, found) in several::all(walks.collect(), &|_, _| true).into_iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        let expected = k as f64 * (-1.0_f64).exp();
        assert!((found.unwrap().last_state[0] - expected).abs() < 1e-7);
    }
}
