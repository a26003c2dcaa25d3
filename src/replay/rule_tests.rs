//! The rules that lead a sign back to others, each by itself: what it comes down to, and near misses.
//!
//! In: hand-made expressions. Out: failures of what a rule asks for, or of what it must refuse.

use super::claim::Wanted;
use super::slope::{Slopes, concave, slope};
use super::walk_signs::{exponential, half_angle, shifted, translated};
use super::{Setting, integers, separation, sturm, trigonometric};
use crate::symbolic::{Bound, Expr, Fact, Function, Region, Relation, Role, Symbol, Variable};

fn name(text: &str, rank: u32) -> Symbol {
    Symbol::new("", text, Role::Parameter, rank)
}

fn x() -> Expr {
    Expr::symbol(&name("x", 0))
}

fn y() -> Expr {
    Expr::symbol(&name("y", 1))
}

fn within(variables: Vec<Variable>, conditions: Vec<Fact>) -> Setting {
    let region = Region { variables, conditions };
    Setting::of_region(region)
}

fn number(n: i64) -> Expr {
    Expr::integer(n)
}

/// `x` in this range.
fn range(lower: Bound, upper: Bound) -> Setting {
    within(vec![Variable { lower, upper, ..Variable::real(name("x", 0)) }], Vec::new())
}

fn closed(n: i64) -> Bound {
    Bound::Closed(number(n))
}

fn open(n: i64) -> Bound {
    Bound::Open(number(n))
}

fn strictly(parts: &Slopes) -> Option<(Wanted, Wanted)> {
    parts.wanted(Wanted::Positive, false, false)
}

#[test]
fn a_slope_needs_the_value_at_its_point_and_both_sides() {
    let e = x().exp() - Expr::one() - x();
    let inside = slope(&e, &range(open(-1), Bound::Infinite), 0, &number(0)).expect("a slope");
    assert_eq!(inside.values[0].0, Expr::zero());
    assert!(inside.values[0].1.region.variables.is_empty(), "nothing is left of x");
    assert_eq!(inside.slopes.len(), 2, "above and below");
    assert_eq!(inside.slopes[0].0, x().exp() - Expr::one());
    assert_eq!(inside.slopes[0].1.region.variables[0].lower, open(0));
    assert_eq!(inside.slopes[1].1.region.variables[0].upper, open(0));
    // From an end there is one side.
    assert_eq!(slope(&e, &range(closed(0), open(3)), 0, &number(0)).expect("a slope").slopes.len(), 1);
}

#[test]
fn a_closed_end_needs_a_strict_value() {
    let e = x().exp() - Expr::one() - x();
    let at_closed = slope(&e, &range(closed(0), Bound::Infinite), 0, &number(0)).expect("a slope");
    assert_eq!(strictly(&at_closed), None, "the value at 0 is the value at a point of the range");
    assert_eq!(at_closed.wanted(Wanted::NonNegative, false, false), Some((Wanted::NonNegative, Wanted::NonNegative)));
    let at_open = slope(&e, &range(open(0), Bound::Infinite), 0, &number(0)).expect("a slope");
    assert_eq!(strictly(&at_open), Some((Wanted::NonNegative, Wanted::Positive)));
    // Inside of the range the point belongs to it.
    let inside = slope(&e, &range(open(-1), Bound::Infinite), 0, &number(0)).expect("a slope");
    assert_eq!(strictly(&inside), None);
}

#[test]
fn slopes_do_not_cross_corners_and_say_where_there_may_be_poles() {
    let whole = range(open(-2), open(2));
    for f in [Function::Abs, Function::Sign, Function::Cbrt] {
        assert!(slope(&(x().apply(f) + x()), &whole, 0, &number(0)).is_none(), "{f:?}");
        assert!(concave(&(x().apply(f) + x()), &whole, 0).is_none(), "{f:?}");
    }
    let pole = slope(&(x().recip() + x()), &whole, 0, &number(1)).expect("with conditions");
    assert!(pole.needs.iter().any(|(f, s)| *f == Fact::nonzero(x()) && s.region.variables[0].lower == open(-2)));
    // A root is not smooth where it vanishes, but may stand at an end.
    let root = slope(&(x().sqrt() + x()), &range(closed(0), open(2)), 0, &number(0)).expect("with conditions");
    let strict = |(f, s): &(Fact, Setting)| *f == Fact::positive(x()) && s.region.variables[0].lower == open(0);
    assert!(root.needs.iter().any(strict));
    let at_end = |(f, s): &(Fact, Setting)| *f == Fact::positive(x()) && s.region.variables[0].lower == closed(0);
    assert!(!root.needs.iter().any(at_end), "not at the end itself");
}

#[test]
fn slopes_are_of_real_variables_at_points_of_their_range() {
    let e = x().powi(2);
    let mut integer = range(open(-2), open(2));
    integer.region.variables[0].integer = true;
    assert!(slope(&e, &integer, 0, &number(0)).is_none());
    assert!(concave(&-&e, &integer, 0).is_none());
    let mut punctured = range(open(-2), open(2));
    punctured.region.variables[0].nonzero = true;
    assert!(slope(&e, &punctured, 0, &number(0)).is_none(), "it is no interval");
    assert!(slope(&e, &range(open(-2), open(2)), 0, &number(3)).is_none(), "3 lies outside");
    assert!(slope(&e, &range(open(-2), open(2)), 0, &y()).is_none(), "nobody knows where y lies");
    assert!(slope(&y(), &range(open(-2), open(2)), 0, &number(0)).is_none(), "x does not occur");
    assert!(slope(&e, &range(open(-2), open(2)), 1, &number(0)).is_none(), "there is no such variable");
}

#[test]
fn conditions_on_the_variable_are_forgotten_those_on_others_stay() {
    let variables = vec![Variable::real(name("x", 0)), Variable::real(name("y", 1))];
    let conditions = vec![Fact::positive(x() - y()), Fact::positive(y())];
    let parts = slope(&(x().powi(2) + y()), &within(variables, conditions), 0, &number(0)).expect("a slope");
    assert_eq!(parts.slopes[0].1.region.conditions, vec![Fact::positive(y())]);
}

#[test]
fn a_concave_function_needs_both_ends() {
    let e = x() - x().powi(2);
    let parts = concave(&e, &range(closed(0), closed(1)), 0).expect("two ends");
    assert_eq!(parts.values.iter().map(|(v, _)| v.clone()).collect::<Vec<_>>(), vec![Expr::zero(), Expr::zero()]);
    assert_eq!(parts.slopes[0].0, number(2), "minus the second derivative");
    assert_eq!(strictly(&parts), None, "it is 0 at the ends, which belong to the range");
    let half_open = concave(&e, &range(closed(0), open(1)), 0).expect("two ends");
    assert_eq!(strictly(&half_open), None);
    let inside = concave(&e, &range(open(0), open(1)), 0).expect("two ends");
    assert_eq!(strictly(&inside), Some((Wanted::NonNegative, Wanted::Positive)));
    assert!(concave(&e, &range(closed(0), Bound::Infinite), 0).is_none(), "x - x^2 falls below 0 without end");
}

#[test]
fn a_shift_solves_a_condition_for_a_variable_that_nothing_bounds() {
    let real = |text, rank| Variable::real(name(text, rank));
    let fact = Fact::positive(x() - y() - Expr::one());
    let setting = within(vec![real("x", 0), real("y", 1)], vec![fact.clone()]);
    let (image, narrow) = shifted(&(x() - y()), &setting, 0).expect("x = y + 1 + d");
    assert_eq!(image.symbols().len(), 1, "1 + d");
    let d = narrow.region.variables.last().expect("a new variable");
    assert_eq!(d.lower, open(0), "d > 0, as the condition is strict");
    assert!(shifted(&x(), &setting, 1).is_none(), "there is no such condition");
    // What bounds a variable would be lost, and an integer is no real number.
    let mut integers = setting.clone();
    integers.region.variables.iter_mut().for_each(|v| v.integer = true);
    assert!(shifted(&(x() - y()), &integers, 0).is_none());
    let mut bounded = setting.clone();
    bounded.region.variables.iter_mut().for_each(|v| v.lower = closed(0));
    assert!(shifted(&(x() - y()), &bounded, 0).is_none());
    // A rule's own condition is nobody's assumption.
    let of_rule = within(vec![real("x", 0), real("y", 1)], vec![Fact { rule: Some("beta"), ..fact }]);
    assert!(shifted(&(x() - y()), &of_rule, 0).is_none());
}

#[test]
fn elimination_replaces_a_variable_by_what_an_equation_says() {
    let real = |text, rank| Variable::real(name(text, rank));
    let equation = |e: Expr| Fact::zero(e);
    let setting = within(vec![real("x", 0), real("y", 1)], vec![equation(x() + y() - number(3))]);
    let (image, narrow) = shifted(&(x() + y()), &setting, 0).expect("affine");
    assert_eq!((image, narrow.region.variables.len()), (number(3), 1));
    // The range of what is replaced stays as a condition.
    let positive = within(vec![Variable::positive(name("x", 0)), real("y", 1)], vec![equation(x() + y())]);
    let (_, narrow) = shifted(&y(), &positive, 0).expect("affine");
    let left = narrow.region.facts();
    assert!(left.iter().any(|f| f.relation == Relation::Positive), "{left:?}");
    // Affine in neither; and an integer is no half.
    let circle = within(vec![real("x", 0), real("y", 1)], vec![equation(x().powi(2) + y().powi(2) - Expr::one())]);
    assert!(shifted(&x(), &circle, 0).is_none());
    let mut mixed = within(vec![real("x", 0), real("y", 1)], vec![equation(x() - y())]);
    mixed.region.variables[0].integer = true;
    mixed.region.variables[1].integer = true;
    assert!(shifted(&x(), &mixed, 0).is_some(), "of two integers either will do");
}

#[test]
fn a_translation_moves_a_variable_without_bounds_only() {
    let real = |text, rank| Variable::real(name(text, rank));
    let setting = within(vec![real("x", 0), real("y", 1)], vec![Fact::positive(x() - y())]);
    let (image, moved) = translated(&(x() - y()), &setting, 0, 1).expect("nothing bounds x");
    assert_eq!(image, x());
    assert_eq!(moved.region.conditions, vec![Fact::positive(x())], "conditions move with it");
    assert!(translated(&x(), &setting, 0, 0).is_none(), "from itself");
    assert!(translated(&x(), &setting, 0, 2).is_none(), "from nothing");
    let refused = |change: &dyn Fn(&mut Variable)| {
        let mut other = setting.clone();
        change(&mut other.region.variables[0]);
        assert!(translated(&x(), &other, 0, 1).is_none());
    };
    refused(&|v| v.lower = closed(0));
    refused(&|v| v.upper = open(9));
    refused(&|v| v.integer = true);
    refused(&|v| v.nonzero = true);
    let mut end = setting.clone();
    end.region.variables[1].upper = Bound::Open(x());
    assert!(translated(&x(), &end, 0, 1).is_none(), "x bounds y");
}

#[test]
fn an_exponential_has_a_positive_multiple() {
    let e = x().log();
    assert_eq!(exponential(&e, 2), Some((&e * &number(2)).exp() - Expr::one()));
    assert_eq!(exponential(&e, 0), None, "exp(0) - 1 is 0 whatever e is");
    assert_eq!(exponential(&e, 1000), None);
}

#[test]
fn half_an_angle_needs_the_half_turn_as_well() {
    let (s, c) = (x().apply(Function::Sin), x().apply(Function::Cos));
    let setting = range(Bound::Infinite, Bound::Infinite);
    // 1 + cos x: 2 for every tangent of x/2, and 0 at pi.
    let [(in_t, with_t), (at_turn, same)] = half_angle(&(Expr::one() + &c), &setting, &x()).expect("a polynomial");
    assert_eq!(at_turn, Expr::zero(), "1 + cos x > 0 must not be proved");
    assert_eq!((with_t.region.variables.len(), same.region.variables.len()), (2, 1));
    assert_eq!(with_t.region.variables[1].lower, Bound::Infinite);
    assert!(!in_t.contains(&name("x", 0)));
    assert!(half_angle(&(&s * &y().apply(Function::Sin)), &setting, &(x() + y())).is_none(), "another angle");
    assert!(half_angle(&y(), &setting, &x()).is_none(), "there is no sine");
    assert!(half_angle(&s.powi(13), &setting, &x()).is_none(), "too high a degree");
}

#[test]
fn an_amplitude_is_not_that_of_two_angles() {
    let sine = |e: Expr| e.apply(Function::Sin);
    let two_angles = number(3) + sine(x()) + y().apply(Function::Cos);
    let [d, rest] = trigonometric::amplitude(&two_angles, &x()).expect("cos y is part of d");
    assert_eq!(d, number(3) + y().apply(Function::Cos));
    assert_eq!(rest, d.powi(2) - Expr::one());
    assert!(trigonometric::amplitude(&sine(x()).powi(2), &x()).is_none());
    assert!(
        trigonometric::amplitude(&sine(x().scaled(&crate::symbolic::Rational::from_integer(2.into()))), &x()).is_none()
    );
}

#[test]
fn an_integer_is_no_real_number_and_a_root_may_be_one() {
    let mut region = range(Bound::Infinite, Bound::Infinite).region;
    let e = x() * (x() + Expr::one());
    assert!(!integers::has_sign(&e, Wanted::NonNegative, &region), "-1/2");
    assert!(!sturm::has_sign(&e, Wanted::NonNegative, &region));
    region.variables[0].integer = true;
    assert!(integers::has_sign(&e, Wanted::NonNegative, &region));
    assert!(!integers::has_sign(&e, Wanted::Positive, &region), "0 at 0");
    assert!(!integers::has_sign(&e, Wanted::NonZero, &region));
    assert!(integers::has_sign(&(x().powi(2) - number(2)), Wanted::NonZero, &region));
    assert!(!integers::has_sign(&(x().powi(2) - number(4)), Wanted::NonZero, &region));
    // Infinitely far out the leading term decides.
    assert!(!integers::has_sign(&(number(1000) - x()), Wanted::Positive, &region));
    assert!(!integers::has_sign(&x().exp(), Wanted::Positive, &region), "no polynomial");
    assert!(!integers::has_sign(&(&e * &y()), Wanted::NonNegative, &region), "two variables");
}

#[test]
fn a_number_close_to_0_is_not_0() {
    let root = |n: i64| number(n).sqrt();
    let nested = (number(5) + root(6) * number(2)).sqrt();
    assert!(separation::is_zero(&(&nested - &root(2) - root(3))));
    let tiny = number(10).powi(-60);
    assert!(!separation::is_zero(&(&nested - &root(2) - root(3) + tiny)));
    assert!(!separation::is_zero(&(nested - root(2) + root(3))));
    assert!(!separation::is_zero(&(Expr::pi() - Expr::ratio(355, 113))), "pi is no algebraic number");
}
