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

fn quotient(numerator: Value) -> Value {
    json!({ "numerator": numerator, "denominator": json!([["1", []]]) })
}

fn angle_of(twelfths: i64, cosines: Value, known: Value) -> Value {
    json!({ "angle": { "twelfths": twelfths, "cosines": cosines, "known": known, "half_turns": [] } })
}

/// The sign of `x` by its range.
fn sign_of_x() -> Value {
    let content = json!({ "negative": false, "powers": [] });
    json!({
        "factors": { "content": content, "factors": [[power(1), 1]] },
        "odd": { "facts": [], "rest": [range(json!("terms"))] },
        "even": [],
    })
}

#[test]
fn a_narrow_range_needs_the_sign_of_the_argument() {
    let e = x().exp() - Expr::one();
    let p = json!([["1", [[1, 1]]], ["-1", []]]);
    let narrow = |reasons: Value| json!({ "narrow": { "ranges": [[1, reasons]], "tree": "terms" } });
    let derivation = |reasons: Value| {
        let exp = json!({ "exp": { "argument": quotient(power(1)) } });
        let exponent = json!({ "exponential": { "logarithms": [], "exponentials": [[1, 1]] } });
        let goal = json!({ "goal": { "odd": { "facts": [], "rest": [narrow(reasons)] }, "even": [] } });
        let answers = vec![exponent, json!({ "log-bound": null }), factors(json!([[p, 1]])), goal];
        derivation(vec![meaning("x"), exp], answers)
    };
    assert_eq!(sign(&e, &positive(), &derivation(json!([sign_of_x()]))), Ok(CertainSign::Positive));
    assert!(sign(&e, &real(), &derivation(json!([sign_of_x()]))).is_err(), "exp(x) > 1 for x > 0 only");
    assert!(sign(&e, &positive(), &derivation(json!([]))).is_err(), "a reason is needed");
}

/// `asin(sin x) == x` on the main branch only.
#[test]
fn the_main_branch_is_where_the_angle_lies() {
    let residual = x().apply(Function::Sin).apply(Function::Asin) - x();
    let cos = json!({ "cos": { "angle": quotient(power(1)) } });
    let generators = vec![meaning("x"), json!("pi"), cos, json!({ "sin": { "cosine": 2 } })];
    let side = |sign: &str| {
        let p = json!([[sign, [[0, 1]]], ["1/2", [[1, 1]]]]);
        let content = json!({ "negative": false, "powers": [] });
        json!({
            "factors": { "content": content, "factors": [[p, 1]] },
            "odd": { "facts": [], "rest": [range(json!("terms"))] },
            "even": [],
        })
    };
    let answers = vec![
        angle_of(0, json!([[2, 1]]), json!([])),
        json!({ "inverse": { "forward": { "way": 0, "turns": 0, "above": side("1"), "below": side("-1") } } }),
    ];
    let unit = Region { variables: vec![Variable::unit_interval(symbol("x"))], conditions: Vec::new() };
    let d = derivation(generators, answers);
    assert_eq!(zero(from_ref(&residual), &Place::new(&unit, &[]), &d), Ok(()));
    assert!(zero(from_ref(&residual), &positive(), &d).is_err());
    assert!(zero(from_ref(&residual), &real(), &d).is_err());
}

/// `gamma(x + 1) == x gamma(x)` holds where `gamma(x)` has a value; `gamma(x + 1) - gamma(x + 1)^2/gamma(x + 1)` says nothing of it.
#[test]
fn a_gamma_function_is_shifted_from_where_it_is_evaluated() {
    let gamma = |e: Expr| e.apply(Function::Gamma);
    let g = json!({ "opaque": { "function": "Gamma", "argument": quotient(power(1)) } });
    let shift = |steps: i64| json!({ "gamma": { "shift": { "generator": 1, "steps": steps } } });
    let generators = || vec![meaning("x"), g.clone()];
    let both = gamma(x() + Expr::one()) - x() * gamma(x());
    assert!(
        [[0, 1], [1, 0]].iter().any(|steps| {
            zero(from_ref(&both), &real(), &derivation(generators(), steps.map(shift).to_vec())).is_ok()
        }),
        "in one of the orders"
    );
    // 1/gamma(x + 1) is 1/(x gamma(x)) but not at x = 0.
    let alone = gamma(x() + Expr::one()).recip() * x() - x() * gamma(x() + Expr::one()).recip();
    assert_eq!(alone, Expr::zero());
    let alone = x() * gamma(x() + Expr::one()).powi(2).sqrt() - gamma(x() + Expr::one());
    let d = derivation(generators(), vec![shift(1)]);
    assert!(matches!(zero(from_ref(&alone), &real(), &d), Err(Rejection::Divisor(_))));
}

#[test]
fn a_root_outweighs_what_is_smaller_only() {
    // x + sqrt(x^2 + 1) > 0, but x + sqrt(x^2) is not.
    let root = |of: Value| json!({ "root": { "of": of, "degree": 2 } });
    let beyond = json!([["1", [[0, 2]]], ["1", []]]);
    let p = json!([["1", [[0, 1]]], ["1", [[1, 1]]]]);
    let one = |negative: bool| {
        json!({
            "factors": { "content": { "negative": negative, "powers": [] }, "factors": [] },
            "odd": { "facts": [], "rest": [] },
            "even": [],
        })
    };
    let derivation = |gap: Value, larger: Value| {
        let outweigh = json!({ "outweigh": { "root": 1, "gap": gap, "larger": larger } });
        let goal = json!({ "goal": { "odd": { "facts": [], "rest": [outweigh] }, "even": [] } });
        let answers = vec![
            factors(json!([[beyond, 1]])),
            json!({ "sign": range(json!("terms")) }),
            json!({ "log-bound": null }),
            factors(json!([[p, 1]])),
            goal,
        ];
        derivation(vec![meaning("x"), root(beyond.clone())], answers)
    };
    let e = x() + (x().powi(2) + Expr::one()).sqrt();
    assert_eq!(sign(&e, &real(), &derivation(one(false), one(false))), Ok(CertainSign::Positive));
    assert!(sign(&e, &real(), &derivation(one(true), one(false))).is_err(), "the gap is 1");
    assert!(sign(&e, &real(), &derivation(one(false), one(true))).is_err(), "its coefficient is 1");
    assert!(sign(&-&e, &real(), &derivation(one(false), one(false))).is_err());
}

/// `atan(x) + atan(1/x)` is `pi/2` for `x > 0`, and `-pi/2` for `x < 0`: without a bound, only a multiple of `2 pi` is known.
#[test]
fn a_sum_of_angles_needs_bounds() {
    let half = Expr::pi() * Expr::ratio(1, 2);
    let atan = |e: Expr| e.apply(Function::Atan);
    for (place, turns, holds) in [(positive(), 1, true), (real(), 1, false), (positive(), -3, false)] {
        let residual =
            atan(x()) + atan(x().recip()) - half.scaled(&crate::symbolic::Rational::from_integer(turns.into()));
        let opaque = |argument: Value| json!({ "opaque": { "function": "Atan", "argument": argument } });
        let inverse = json!({ "numerator": json!([["1", []]]), "denominator": power(1) });
        let number = |n: i64| json!([[n.to_string(), []]]);
        let root = |of: Value| json!({ "root": { "of": of, "degree": 2 } });
        let beyond = json!([["1", [[0, 2]]], ["1", []]]);
        let generators = vec![
            meaning("x"),
            json!("pi"),
            opaque(quotient(power(1))),
            opaque(inverse),
            root(number(2)),
            root(number(3)),
            root(beyond.clone()),
        ];
        let angle = json!([[turns.to_string(), [[1, 1]]], ["-2", [[2, 1]]], ["-2", [[3, 1]]]]);
        let of_sign = |exponent: i32| {
            let mut sign = sign_of_x();
            sign["factors"]["factors"] = json!([[power(1), exponent]]);
            json!({ "sign": sign, "small": null })
        };
        let content = json!({ "negative": true, "powers": [["2", -1]] });
        let sum_factors = json!({ "content": content, "factors": [[angle, 1]] });
        let sum = json!({ "angle-sum": { "factors": sum_factors, "angle": 0, "bounds": [of_sign(-1), of_sign(1)] } });
        let generator = json!({ "inverse": "generator" });
        let terms = json!({ "sign": range(json!("terms")) });
        let answers = vec![
            generator.clone(),
            generator,
            sum,
            factors(json!([[beyond, 1], [power(1), -2]])),
            terms.clone(),
            terms,
            factors(json!([[beyond, 1]])),
        ];
        let found = zero(from_ref(&residual), &place, &derivation(generators, answers));
        assert_eq!(found.is_ok(), holds, "{turns}: {found:?}");
    }
}
