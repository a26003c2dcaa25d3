//! Inversion of conditions: monotone functions, integers, equations.

use super::inverted::*;
use crate::rational::Rational;
use crate::symbolic::{Bound, Expr, Fact, Function, Region, Role, Symbol, Variable};

fn symbol(name: &str, rank: u32) -> Symbol {
    Symbol::new("", name, Role::Parameter, rank)
}

fn real() -> (Expr, Variable) {
    let s = symbol("x", 0);
    (Expr::symbol(&s), Variable::real(s))
}

/// The ends of the one variable under one condition.
fn ends(v: Variable, condition: Fact) -> (Bound, Bound) {
    let out = concluded(&Region { variables: vec![v], conditions: vec![condition] });
    (out.variables[0].lower.clone(), out.variables[0].upper.clone())
}

#[test]
fn monotone_functions_are_inverted() {
    let (x, v) = real();
    let n = Expr::integer;
    let open = |q: i64| Bound::Open(n(q));
    let of = |e: Expr| ends(v.clone(), Fact::positive(e));
    let minus = Expr::product([n(-1), x.powi(2) - n(1)]);
    assert_eq!(of(minus), (open(-1), open(1)));
    assert_eq!(of(x.log()), (open(1), Bound::Infinite));
    assert_eq!(of((&x - &n(1)).sqrt() - n(2)), (open(5), Bound::Infinite));
    assert_eq!(of(n(1) - x.powi(2)), (open(-1), open(1)));
    assert_eq!(of(n(1) - (&x - &n(2)).apply(Function::Abs)), (open(1), open(3)));
    assert_eq!(of(x.powi(3) + n(8)), (open(-2), Bound::Infinite));
    assert_eq!(of(x.recip() - n(2)), (open(0), Bound::Open(Expr::ratio(1, 2))));
    assert_eq!(of(n(0) - x.exp() + n(1)), (Bound::Infinite, open(0)));
    // log 3 = 1.0986..: a number on the grid below it.
    let (lower, upper) = of(x.exp() - n(3));
    let q = lower.value().and_then(Expr::as_number).cloned().expect("a number");
    assert!(q > Rational::new(10976.into(), 10000.into()) && q < Rational::new(10986.into(), 10000.into()), "{q}");
    assert_eq!(upper, Bound::Infinite);
}

#[test]
fn what_says_nothing_of_the_variable_leaves_it_alone() {
    let (x, v) = real();
    let n = Expr::integer;
    let nothing = (Bound::Infinite, Bound::Infinite);
    let of = |e: Expr| ends(v.clone(), Fact::positive(e));
    // x^2 > 4, |x| > 1, exp x > -1, 1/x < 2, atan x > -2, x^4 > -1: no interval, or everything.
    assert_eq!(of(x.powi(2) - n(4)), nothing);
    assert_eq!(of(x.apply(Function::Abs) - n(1)), nothing);
    assert_eq!(of(x.exp() + n(1)), nothing);
    assert_eq!(of(n(2) - x.recip()), nothing);
    assert_eq!(of(x.apply(Function::Atan) + n(2)), nothing);
    assert_eq!(of(x.powi(4) + n(1)), nothing);
    assert_eq!(of(x.apply(Function::Cosh) - n(2)), nothing);
    let positive = Variable::positive(v.symbol.clone());
    let found = ends(positive, Fact::positive(x.powi(2) - n(4)));
    assert_eq!(found.0, Bound::Open(n(2)), "a positive variable");
}

#[test]
fn a_bound_of_a_root_is_one_of_the_radicand() {
    let (x, v) = real();
    let n = Expr::integer;
    let of = |e: Expr| {
        let conditions = vec![Fact::positive(e)];
        concluded(&Region { variables: vec![v.clone()], conditions }).conditions
    };
    let root = (&x - &n(1)).sqrt();
    assert_eq!(of(&root - &n(2)), vec![Fact::positive(&x - &n(5))]);
    assert_eq!(of(n(2) - &root), vec![Fact::nonnegative(&x - &n(1)), Fact::positive(n(5) - &x)]);
    // Nothing is said of x where the bound is negative, but that the root has a value.
    assert_eq!(of(&root + &n(2)), vec![Fact::positive(&root + &n(2))]);
}

#[test]
fn integers_take_the_next_integer() {
    let (x, v) = real();
    let n = Expr::integer;
    let closed = |q: i64| Bound::Closed(n(q));
    let integer = Variable { integer: true, ..v };
    let of = |f: Fact| ends(integer.clone(), f);
    assert_eq!(of(Fact::positive(n(10) - x.powi(2))), (closed(-3), closed(3)));
    assert_eq!(of(Fact::positive(n(9) - x.powi(2))), (closed(-2), closed(2)));
    assert_eq!(of(Fact::nonnegative(n(9) - x.powi(2))), (closed(-3), closed(3)));
    assert_eq!(of(Fact::positive(x.scaled(&Rational::from_integer(2.into())) - n(3))), (closed(2), Bound::Infinite));
}

#[test]
fn equations_are_solved_where_they_have_one_solution() {
    let (x, v) = real();
    let t = symbol("y", 1);
    let y = Expr::symbol(&t);
    let n = Expr::integer;
    let of = |variables: Vec<Variable>, e: Expr| consequences(&Region { variables, conditions: vec![Fact::zero(e)] });
    let both = vec![v.clone(), Variable::real(t)];
    assert!(of(both.clone(), &x * &y - n(1)).contains(&Fact::zero(&y - x.recip())));
    assert!(of(both, &x * &y).is_empty(), "x or y is 0");
    let positive = Variable::positive(v.symbol.clone());
    let root = Fact::zero(&x - n(2).sqrt());
    assert!(of(vec![positive], x.powi(2) - n(2)).contains(&root));
    assert!(!of(vec![v.clone()], x.powi(2) - n(2)).contains(&root), "or -sqrt 2");
    let cube = Fact::zero(&x - n(2).pow_rational(&Rational::new(1.into(), 3.into())));
    assert!(of(vec![v], x.powi(3) - n(2)).contains(&cube));
}

#[test]
fn integers_differ_by_one() {
    let (s, t) = (symbol("m", 0), symbol("n", 1));
    let difference = Expr::symbol(&s) - Expr::symbol(&t);
    let region = |integer: bool| Region {
        variables: vec![
            Variable { integer, ..Variable::real(s.clone()) },
            Variable { integer: true, ..Variable::real(t.clone()) },
        ],
        conditions: vec![Fact::positive(difference.clone())],
    };
    let next = Fact::nonnegative(&difference - &Expr::one());
    assert_eq!(consequences(&region(true)), vec![next]);
    assert!(consequences(&region(false)).is_empty());
}

#[test]
fn ends_that_are_roots_bound_powers() {
    let (x, v) = real();
    let n = Expr::integer;
    let root = n(2).sqrt();
    let of = |lower: Bound, upper: Bound| {
        let v = Variable { lower, upper, ..v.clone() };
        concluded(&Region { variables: vec![v], conditions: Vec::new() }).conditions
    };
    let (open, closed) = (|e: &Expr| Bound::Open(e.clone()), |e: &Expr| Bound::Closed(e.clone()));
    let (above, below) = (x.powi(2) - n(2), n(2) - x.powi(2));
    assert_eq!(of(open(&root), Bound::Infinite), vec![Fact::positive(above.clone())]);
    assert_eq!(of(closed(&root), Bound::Infinite), vec![Fact::nonnegative(above.clone())]);
    assert_eq!(of(open(&-&root), open(&root)), vec![Fact::positive(below.clone())]);
    assert_eq!(of(closed(&-&root), open(&root)), vec![], "the square may be 2");
    assert_eq!(of(closed(&-&root), closed(&root)), vec![Fact::nonnegative(below.clone())]);
    assert_eq!(of(closed(&n(0)), open(&root)), vec![Fact::positive(below)]);
    assert_eq!(of(Bound::Infinite, open(&root)), vec![], "it may be far below 0");
    assert_eq!(of(Bound::Infinite, open(&-&root)), vec![Fact::positive(above)]);
    assert_eq!(of(open(&-&root), Bound::Infinite), vec![]);
    assert_eq!(of(open(&Expr::pi()), Bound::Infinite), vec![], "no power of pi is a rational number");
}
