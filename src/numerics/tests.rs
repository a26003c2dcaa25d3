//! Stable forms and error bounds of programs.

use super::lower::lower;
use super::program::Instruction;
use crate::symbolic::{Expr, Function, Role, Symbol};

fn x() -> (Symbol, Expr) {
    let s = Symbol::new("M.a", "x", Role::Coordinate, 0);
    let e = Expr::symbol(&s);
    (s, e)
}

fn value(e: &Expr, at: f64) -> f64 {
    lower(std::slice::from_ref(e), &[x().0]).unwrap().evaluate(&[at]).unwrap()[0]
}

#[test]
fn quotients_by_one_plus_an_exponential_neither_overflow_nor_cancel() {
    let (_, x) = x();
    let below = &Expr::one() + &x.exp();
    assert_eq!(value(&below.powi(-1), 800.0), 0.0);
    assert_eq!(value(&(&x.exp() * &below.powi(-1)), 800.0), 1.0);
    let slope = &x.exp() * &below.powi(-2);
    assert!((value(&slope, -0.3) - 0.244_458_311_690_745_86).abs() < 1e-16);
    assert_eq!(value(&slope, 800.0), 0.0);
    assert_eq!(value(&below.log(), 800.0), 800.0);
    // Near misses stay as they are: another number, another coefficient, a product with another exponent.
    let other = (&Expr::integer(2) + &x.exp()).powi(-1);
    assert_eq!(value(&other, 0.0), 1.0 / 3.0);
    let scaled = (&Expr::one() + &x.exp().scaled(&crate::symbolic::Rational::from_integer(2.into()))).powi(-1);
    assert_eq!(value(&scaled, 0.0), 1.0 / 3.0);
    let double = &(&x + &x).exp() * &below.powi(-1);
    let expected = 1.0_f64.exp().powi(2) / (1.0 + 1.0_f64.exp());
    assert!((value(&double, 1.0) - expected).abs() < 1e-15);
}

#[test]
fn a_program_runs_with_intervals_and_bounds_the_error_of_doubles() {
    let (s, x) = x();
    let exprs = [&x.exp() - &Expr::one(), x.sqrt(), (&Expr::one() + &x).log(), x.apply(Function::Logistic)];
    let program = lower(&exprs, &[s]).unwrap();
    for at in [1e-12, 0.3, 2.5, 40.0] {
        let found = program.evaluate(&[at]).unwrap();
        let bound = program.error_bound(&[at], &found).unwrap().relative.unwrap();
        assert!(bound < 4e-16, "{at}: {bound:e}");
        let mut wrong = found.clone();
        wrong[0] *= 1.0 + 1e-9;
        assert!(program.error_bound(&[at], &wrong).unwrap().relative.unwrap() > 1e-25);
    }
    assert_eq!(program.error_bound(&[-2.0], &[0.0; 4]), None, "log and sqrt have no value there");
}

#[test]
fn cancellation_of_a_naive_formula_is_seen() {
    let (s, x) = x();
    // (1 - cos x)/x^2 loses its digits near 0, and no stable form is known here.
    let program = lower(&[&(&Expr::one() - &x.apply(Function::Cos)) * &x.powi(-2)], &[s]).unwrap();
    let found = program.evaluate(&[1e-6]).unwrap();
    let bound = program.error_bound(&[1e-6], &found).unwrap().relative.unwrap();
    assert!(bound > 1e-6, "{bound:e}");
    assert!(program.instructions.iter().any(|i| matches!(i, Instruction::Apply(Function::Cos, _))));
}

#[test]
fn small_entries_beside_large_ones_and_zeros_are_told_apart() {
    let (s, x) = x();
    let one_minus_cosine = &Expr::one() - &x.apply(Function::Cos);
    let program = lower(&[Expr::integer(1000) * &x, one_minus_cosine.clone()], std::slice::from_ref(&s)).unwrap();
    let bound = program.error_bound(&[1e-6], &program.evaluate(&[1e-6]).unwrap()).unwrap();
    assert!(bound.relative.unwrap() < 1e-12 && bound.entrywise > 1e-6, "{bound:?}");
    // The value is 0: there is nothing to be relative to.
    let program = lower(&[&x * &one_minus_cosine], &[s]).unwrap();
    let bound = program.error_bound(&[0.0], &[1e-20]).unwrap();
    assert_eq!((bound.relative, bound.absolute), (None, 1e-20_f64.next_up()));
    assert_eq!(program.error_bound(&[0.0], &[0.0]).unwrap().relative, Some(0.0));
}
