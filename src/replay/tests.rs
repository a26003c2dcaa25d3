//! Derivations written by hand: true ones are accepted, forged ones for false statements are not.
//!
//! Each forgery says what a prover would have to say for the false statement, so that it fails at the one rule that it
//! breaks and nowhere before.

use super::{Place, Rejection, sign, zero};
use crate::certificate::Derivation;
use crate::symbolic::{CertainSign, Expr, Fact, Function, Region, Role, Symbol, Variable};
use serde_json::{Value, json};
use std::slice::from_ref;

fn symbol(name: &str) -> Symbol {
    Symbol::new("", name, Role::Parameter, 0)
}

fn x() -> Expr {
    Expr::symbol(&symbol("x"))
}

fn meaning(name: &str) -> Value {
    json!({ "symbol": serde_json::to_value(symbol(name)).expect("a symbol") })
}

fn derivation(generators: Vec<Value>, answers: Vec<Value>) -> Derivation {
    serde_json::from_value(json!({ "generators": generators, "answers": answers })).expect("a derivation")
}

fn real() -> Place {
    Place::new(&Region { variables: vec![Variable::real(symbol("x"))], conditions: Vec::new() }, &[])
}

fn positive() -> Place {
    Place::new(&Region { variables: vec![Variable::positive(symbol("x"))], conditions: Vec::new() }, &[])
}

/// `x^n`, generator 0.
fn power(n: u32) -> Value {
    json!([["1", [[0, n]]]])
}

/// `a x + b`
fn linear(a: &str, b: &str) -> Value {
    json!([[a, [[0, 1]]], [b, []]])
}

fn factors(list: Value) -> Value {
    json!({ "factors": { "content": { "negative": false, "powers": [] }, "factors": list } })
}

fn range(tree: Value) -> Value {
    json!({ "range": tree })
}

#[test]
fn a_root_of_a_square_needs_the_sign() {
    let residual = x().powi(2).sqrt() - x();
    let with_sign =
        derivation(vec![meaning("x")], vec![factors(json!([[power(1), 2]])), json!({ "sign": range(json!("terms")) })]);
    assert_eq!(zero(from_ref(&residual), &positive(), &with_sign), Ok(()));
    assert!(matches!(zero(from_ref(&residual), &real(), &with_sign), Err(Rejection::Sign(_))));
    // With the sign as a generator the residual stays.
    let generators = vec![meaning("x"), json!({ "sign": { "of": power(1) } })];
    let open = derivation(generators, vec![factors(json!([[power(1), 2]])), json!({ "sign": null })]);
    assert!(matches!(zero(from_ref(&residual), &real(), &open), Err(Rejection::NotZero(_))));
}

/// `sqrt(x^2) > 1` is assumed, and would say `x > 1` if `x` were known to be positive.
#[test]
fn a_fact_cannot_serve_for_its_own_evaluation() {
    let assumption = Fact::positive(x().powi(2).sqrt() - Expr::one());
    let place = Place::new(&real().region, &[assumption]);
    let residual = x().powi(2).sqrt() - x();
    let by_fact =
        json!({ "sign": { "fact-plus": { "fact": 0, "negative": false, "multiple": "1", "rest": "terms" } } });
    let root = factors(json!([[power(1), 2]]));
    let circular =
        derivation(vec![meaning("x")], vec![root.clone(), by_fact.clone(), factors(json!([[linear("1", "-1"), 1]]))]);
    assert!(zero(from_ref(&residual), &place, &circular).is_err());
    let twice = derivation(
        vec![meaning("x")],
        vec![root.clone(), by_fact.clone(), root, by_fact, factors(json!([[linear("1", "-1"), 1]]))],
    );
    assert_eq!(zero(from_ref(&residual), &place, &twice), Err(Rejection::Fact(0)));
    // Without the circle the same reason is a good one.
    let fact = Fact::positive(x() - Expr::one());
    let good = Place::new(&real().region, &[fact]);
    assert_eq!(zero(from_ref(&residual), &good, &circular), Ok(()));
}

#[test]
fn the_sign_of_what_may_vanish_has_no_square() {
    let residual = x().apply(Function::Sign).powi(2) - Expr::one();
    let generators = || vec![meaning("x"), json!({ "sign": { "of": power(1) } })];
    let answers =
        |why: Value| vec![factors(json!([[power(1), 1]])), json!({ "non-zero": why }), json!({ "sign": null })];
    for why in [json!({ "sign": range(json!("terms")) }), json!({ "fact": 0 })] {
        assert!(zero(from_ref(&residual), &real(), &derivation(generators(), answers(why))).is_err());
    }
    let nonzero = Place::new(&real().region, &[Fact::nonzero(x())]);
    let mut answers = answers(json!({ "fact": 0 }));
    answers.insert(2, factors(json!([[power(1), 1]])));
    assert_eq!(zero(from_ref(&residual), &nonzero, &derivation(generators(), answers)), Ok(()));
}

/// `sign(x - 1)^2 + 1/log(exp(1/(x + 1))) == x + 2` fails at 1 only. A generator whose meaning is undefined there must not
/// make `x - 1` a divisor.
#[test]
fn a_divisor_cannot_come_from_a_generator_s_meaning() {
    let y = (x() + Expr::one()).recip();
    let residual = (x() - Expr::one()).apply(Function::Sign).powi(2) + y.exp().log().recip() - x() - Expr::integer(2);
    let sign_of = json!({ "sign": { "of": linear("1", "-1") } });
    let square = json!([["1", [[0, 2]]], ["-1", []]]);
    let mut divisors = 0;
    for (n, d) in [(linear("1", "-1"), square), (json!([["1", []]]), linear("1", "1"))] {
        let exp = json!({ "exp": { "argument": { "numerator": n, "denominator": d } } });
        let sign = [factors(json!([[linear("1", "-1"), 1]])), json!({ "sign": null })];
        let exponent = [json!({ "exponential": { "logarithms": [], "exponentials": [[2, 1]] } })];
        let log = [factors(json!([[[["1", [[2, 1]]]], 1]]))];
        for order in [[&sign[..], &exponent[..], &log[..]], [&exponent, &sign, &log], [&exponent, &log, &sign]] {
            let forged = derivation(vec![meaning("x"), sign_of.clone(), exp.clone()], order.concat());
            let found = zero(from_ref(&residual), &real(), &forged);
            assert!(found.is_err(), "{found:?}");
            divisors += usize::from(matches!(found, Err(Rejection::Divisor(_))));
        }
    }
    assert!(divisors > 0, "the forged divisor is what fails");
}

#[test]
fn factors_that_may_vanish_do_not_divide() {
    // log((x + 3)^2) - 2 log|(x + 3)(x + 1)| + 2 log|x + 1|: true but at -1.
    let residual = (x() + Expr::integer(3)).powi(2).log() - (x() + Expr::integer(3)).powi(2).log().scaled(&two());
    let wide = json!([["1", [[0, 2]]], ["4", [[0, 1]]], ["3", []]]);
    let logs = [json!({ "log-abs": { "of": wide } }), json!({ "log-abs": { "of": linear("1", "1") } })];
    let forged = derivation(
        vec![meaning("x"), logs[0].clone(), logs[1].clone()],
        vec![factors(json!([[linear("1", "1"), -2], [wide, 2]]))],
    );
    assert!(matches!(zero(from_ref(&residual), &real(), &forged), Err(Rejection::Divisor(_))));
}

fn two() -> crate::symbolic::Rational {
    crate::symbolic::Rational::from_integer(2.into())
}

#[test]
fn a_sum_that_touches_0_is_not_positive() {
    let e = x().powi(2) - x().scaled(&two()) + Expr::one();
    let square = |discriminant: Value| {
        let tree = json!({ "square": { "variable": 0, "leading": "terms", "discriminant": discriminant } });
        let p = json!([["1", [[0, 2]]], ["-2", [[0, 1]]], ["1", []]]);
        let goal = json!({ "goal": { "odd": { "facts": [], "rest": [range(tree)] }, "even": [] } });
        derivation(vec![meaning("x")], vec![json!({ "log-bound": null }), factors(json!([[p, 1]])), goal])
    };
    assert_eq!(sign(&e, &real(), &square(json!(null))), Ok(CertainSign::NonNegative));
    assert!(matches!(sign(&e, &real(), &square(json!("terms"))), Err(Rejection::Sign(_))));
    // As an even power it touches 0 too.
    let goal = |even: Value| {
        let goal = json!({ "goal": { "odd": { "facts": [], "rest": [] }, "even": [even] } });
        let answers = vec![json!({ "log-bound": null }), factors(json!([[linear("1", "-1"), 2]])), goal];
        derivation(vec![meaning("x")], answers)
    };
    assert_eq!(sign(&e, &real(), &goal(json!(null))), Ok(CertainSign::NonNegative));
    assert!(sign(&e, &real(), &goal(json!({ "sign": range(json!("terms")) }))).is_err());
}

#[test]
fn logarithms_are_bounded_from_below_only() {
    let goal = |odd: Value| json!({ "goal": { "odd": { "facts": [], "rest": odd }, "even": [null] } });
    let generators = || vec![meaning("x"), json!({ "log-abs": { "of": power(1) } })];
    // x - 1 - log x >= x - 1 + 1 - x = 0
    let log = factors(json!([[power(1), 1]]));
    let d = derivation(
        generators(),
        vec![log.clone(), json!({ "log-bound": 1 }), json!({ "sign": range(json!("terms")) })],
    );
    assert_eq!(sign(&(x() - Expr::one() - x().log()), &positive(), &d), Ok(CertainSign::NonNegative));
    // log x - 1 + 1/x >= 0 by the same bound; 1 - 1/x - log x >= 0 is false.
    let wrong = Expr::one() - x().recip() - x().log();
    for k in [1, 2] {
        let answers = vec![
            log.clone(),
            json!({ "log-bound": k }),
            json!({ "sign": range(json!("terms")) }),
            factors(json!([[linear("1", "-1"), 2], [power(1), -1]])),
            goal(json!([range(json!("terms"))])),
        ];
        assert!(sign(&wrong, &positive(), &derivation(generators(), answers)).is_err());
    }
}

#[test]
fn the_order_of_answers_is_part_of_the_proof() {
    let e = (x().powi(2)).sqrt() + x().powi(2).log().scaled(&two()) - x() - x().log().scaled(&(two() * two()));
    let generators = || vec![meaning("x"), json!({ "log-abs": { "of": power(1) } })];
    let (once, square) = (factors(json!([[power(1), 1]])), factors(json!([[power(1), 2]])));
    let terms = json!({ "sign": range(json!("terms")) });
    let all = [once, square.clone(), square, terms];
    let mut accepted = 0;
    for order in permutations(4) {
        let answers: Vec<Value> = order.iter().map(|k| all[*k].clone()).collect();
        accepted += usize::from(zero(from_ref(&e), &positive(), &derivation(generators(), answers)).is_ok());
    }
    // The two equal answers may change places.
    assert_eq!(accepted, 2);
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let longer = |p: Vec<usize>| {
        (0..n).map(move |at| {
            let mut q = p.clone();
            q.insert(at, n - 1);
            q
        })
    };
    permutations(n - 1).into_iter().flat_map(longer).collect()
}

#[test]
fn sizes_are_bounded() {
    let a = (x() + Expr::one()).powi(30_000) - x();
    let d = derivation(vec![meaning("x")], Vec::new());
    assert_eq!(zero(from_ref(&a), &real(), &d), Err(Rejection::TooLarge));
}
