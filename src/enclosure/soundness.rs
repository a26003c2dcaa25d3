//! Laws that every enclosure obeys, known values, and the edges of definition.

use super::*;
use crate::symbolic::{
    Bound, Expr, Fact, Function, FunctionSymbol, Rational, Region, Relation, Role, Symbol, Variable,
};
use num_bigint::BigInt;
use proptest::prelude::*;

fn ratio(n: i64, d: i64) -> Rational {
    Rational::new(n.into(), d.into())
}

fn symbol(name: &str, rank: u32) -> Symbol {
    Symbol::new("M.a", name, Role::Coordinate, rank)
}

fn nowhere() -> Point {
    Point::default()
}

fn ten_to(n: i32) -> Expr {
    Expr::number(Rational::from_integer(BigInt::from(10)).pow(n))
}

/// Random expressions in x and y with every operation.
fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (-9_i64..10, 1_i64..6).prop_map(|(n, d)| Expr::ratio(n, d)),
        Just(Expr::symbol(&symbol("x", 0))),
        Just(Expr::symbol(&symbol("y", 1))),
        Just(Expr::pi()),
    ];
    leaf.prop_recursive(5, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a + b),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a * b),
            (inner.clone(), -3_i64..4, 1_i64..4).prop_map(|(a, n, d)| a.pow_rational(&ratio(n, d))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.pow(&b)),
            (inner, 0..Function::ALL.len()).prop_map(|(a, i)| a.apply(Function::ALL[i])),
        ]
    })
}

fn point_strategy() -> impl Strategy<Value = Point> {
    (-40_i64..41, 1_i64..9, -40_i64..41, 1_i64..9)
        .prop_map(|(a, b, c, d)| Point::exact([(symbol("x", 0), ratio(a, b)), (symbol("y", 1), ratio(c, d))]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn rough_enclosures_contain_fine_ones(e in expression(), p in point_strategy()) {
        let rough = evaluate(&e, &p, 64).unwrap();
        let fine = evaluate(&e, &p, 512).unwrap();
        match (&rough, &fine) {
            (Value::Exact(a), Value::Exact(b)) => prop_assert_eq!(a, b),
            (Value::Undefined { node: a }, Value::Undefined { node: b }) => prop_assert_eq!(a, b),
            (Value::Undefined { .. }, _) | (Value::Enclosed(_), Value::Undefined { .. }) => {
                prop_assert!(false, "{} {:?} {:?}", e, rough, fine);
            }
            _ => if let (Some((a, b)), Some((c, d))) = (rough.bounds(), fine.bounds()) {
                prop_assert!(a <= c && d <= b, "{}: [{}, {}] lacks [{}, {}]", e, a, b, c, d);
            },
        }
    }

    #[test]
    fn boxes_contain_the_values_of_their_points(e in expression(), a in -30_i64..31, w in 0_i64..9, t in 0_i64..=8) {
        let (low, high) = (ratio(a, 8), ratio(a + w, 8));
        let inside = &low + (&high - &low) * ratio(t, 8);
        let y = Coordinate::Exact(ratio(3, 7));
        let x = |c| Point::default().with(&symbol("x", 0), c).with(&symbol("y", 1), y.clone());
        let boxed = evaluate(&e, &x(Coordinate::Within(Interval::between(&low, &high, 64).unwrap())), 64).unwrap();
        let value = evaluate(&e, &x(Coordinate::Exact(inside)), 192).unwrap();
        match (boxed.bounds(), value.bounds()) {
            (Some((a, b)), Some((c, d))) => prop_assert!(a <= c && d <= b, "{}: [{}, {}] lacks [{}, {}]", e, a, b, c, d),
            (Some(_), None) => prop_assert!(matches!(value, Value::Unclear), "{} {:?} {:?}", e, boxed, value),
            (None, Some(_)) => prop_assert!(matches!(boxed, Value::Unclear), "{} {:?} {:?}", e, boxed, value),
            (None, None) => {}
        }
    }

    #[test]
    fn functions_and_their_inverses_agree(n in -100_000_i64..100_000, d in 1_i64..50_000) {
        let x = Interval::from_rational(&ratio(n, d), 128).unwrap();
        let f = |i: &Interval, g| i.elementary(g, 128).unwrap();
        use Function as F;
        prop_assert!(f(&f(&x, F::Asinh), F::Sinh).contains(&ratio(n, d)));
        prop_assert!(f(&f(&x, F::Atan), F::Tan).contains(&ratio(n, d)));
        let (s, c) = (f(&x, F::Sin), f(&x, F::Cos));
        let one = s.powi(2, 128).unwrap().plus(&c.powi(2, 128).unwrap(), 128).unwrap();
        prop_assert!(one.contains(&ratio(1, 1)) && one.width() < ratio(1, 1 << 60));
        let (s, c) = (f(&x, F::Softplus), f(&x.negated(), F::Softplus));
        prop_assert!(s.minus(&c, 128).unwrap().contains(&ratio(n, d)));
        let (s, c) = (f(&x, F::Logistic), f(&x.negated(), F::Logistic));
        prop_assert!(s.plus(&c, 128).unwrap().contains(&ratio(1, 1)));
        if n > 0 {
            prop_assert!(f(&f(&x, F::Log), F::Exp).contains(&ratio(n, d)));
        }
        let small = Interval::from_rational(&ratio(n, 100_001), 128).unwrap();
        prop_assert!(f(&f(&small, F::Atanh), F::Tanh).contains(&ratio(n, 100_001)));
        prop_assert!(f(&f(&small, F::Asin), F::Sin).contains(&ratio(n, 100_001)));
        prop_assert!(f(&f(&small, F::Acos), F::Cos).contains(&ratio(n, 100_001)));
        let above_one = Interval::from_rational(&(ratio(1, 1) + ratio(n.abs(), d)), 128).unwrap();
        prop_assert!(f(&f(&above_one, F::Acosh), F::Cosh).contains(&(ratio(1, 1) + ratio(n.abs(), d))));
    }
}

/// Values from mpmath and printed tables, to 18 digits.
#[test]
fn known_values_come_out() {
    let n = Expr::integer;
    let r = Expr::ratio;
    let cases = [
        (r(7, 2) - n(2).log(), "2.80685281944005469"),
        (r(3, 2).log() - r(1, 18), "0.349909552552608826"),
        (r(5, 4).log() + r(4, 5), "1.02314355131420976"),
        (n(2).sqrt() * r(7, 4).apply(Function::Acosh), "1.63880532793848534"),
        (Expr::one().apply(Function::Sinh), "1.17520119364380146"),
        (Expr::pi() * n(2), "6.28318530717958648"),
        ((n(257) + n(8) * n(241).sqrt()) / n(225), "1.69419287808924529"),
        (-(n(2).log()), "-0.693147180559945309"),
        (n(2).pow_rational(&ratio(1, 3)), "1.25992104989487316"),
        (ten_to(20).apply(Function::Sin), "-0.645251285265780844"),
        (Expr::pi().scaled(&-ratio(1, 1)).exp(), "4.32139182637722498e-2"),
    ];
    for (e, text) in cases {
        let outcome = agrees_with_digits(&e, &nowhere(), text).unwrap();
        assert!(matches!(outcome, Agreement::Agrees { .. }), "{e} is {:?}", value_to_digits(&e, &nowhere(), 25));
    }
}

#[test]
fn wrong_digits_are_told_apart_down_to_the_last_unit() {
    let e = Expr::ratio(7, 2) - Expr::integer(2).log();
    for text in ["2.80685281944005468", "2.80685281944005470", "2.8069", "-2.80685281944005469", "2.9"] {
        let expected_agreement = text == "2.8069";
        let agrees = matches!(agrees_with_digits(&e, &nowhere(), text).unwrap(), Agreement::Agrees { .. });
        assert_eq!(agrees, expected_agreement, "{text}");
    }
    assert!(matches!(agrees_with_digits(&Expr::ratio(5, 2), &nowhere(), "3").unwrap(), Agreement::Agrees { .. }));
    assert!(matches!(agrees_with_digits(&Expr::ratio(5, 2), &nowhere(), "2").unwrap(), Agreement::Agrees { .. }));
    assert!(matches!(agrees_with_digits(&Expr::ratio(51, 20), &nowhere(), "2").unwrap(), Agreement::Differs { .. }));
    assert!(agrees_with_digits(&e, &nowhere(), "two").is_err());
    assert_eq!(value_to_digits(&e, &nowhere(), 25).unwrap().as_deref(), Some("2.806852819440054690582768"));
}

#[test]
fn what_is_undefined_is_named() {
    let n = Expr::integer;
    let cases = [
        n(-1).log(),
        Expr::symbol(&symbol("x", 0)).recip(),
        Expr::zero().log(),
        (-n(2)).sqrt(),
        n(2).apply(Function::Asin),
        n(-2).apply(Function::Acos),
        Expr::one().apply(Function::Atanh),
        Expr::ratio(1, 2).apply(Function::Acosh),
        (-Expr::pi()).log(),
        n(-8).pow_rational(&ratio(1, 3)),
    ];
    let origin = Point::exact([(symbol("x", 0), ratio(0, 1))]);
    for e in cases {
        let sum = (&e + &Expr::pi()).exp();
        match evaluate(&sum, &origin, 64).unwrap() {
            Value::Undefined { node } => assert_eq!(node, e),
            other => panic!("{e} came out as {other:?}"),
        }
        assert_eq!(decide_sign(&sum, &origin, 256).unwrap(), Sign::Undefined);
    }
}

#[test]
fn huge_and_tiny_arguments_are_enclosed_quickly() {
    let sign = |e: &Expr| decide_sign(e, &nowhere(), 1024).unwrap();
    assert_eq!(sign(&(-ten_to(6)).exp()), Sign::Positive);
    assert_eq!(sign(&ten_to(6).exp()), Sign::Positive);
    assert_eq!(sign(&(-ten_to(12)).apply(Function::Tanh)), Sign::Negative);
    assert_eq!(sign(&ten_to(-2000).apply(Function::Sin)), Sign::Positive);
    assert_eq!(sign(&(-ten_to(4)).apply(Function::Logistic)), Sign::Positive);
    assert_eq!(sign(&(-ten_to(4)).apply(Function::Softplus)), Sign::Positive);
    assert_eq!(sign(&(Expr::one() + ten_to(-30) - Expr::one())), Sign::Positive);
    for f in Function::ALL {
        for x in [ten_to(300), -ten_to(300), ten_to(-300), ten_to(9), -ten_to(9), ten_to(4000), ten_to(100_000)] {
            let start = std::time::Instant::now();
            let value = evaluate(&x.apply(f), &nowhere(), 128).unwrap();
            assert!(start.elapsed().as_secs() < 5, "{f:?} took {:?}", start.elapsed());
            if let Some((a, b)) = value.bounds() {
                assert!(a <= b, "{f:?}");
            }
        }
    }
}

#[test]
fn cancellation_is_resolved_or_left_open() {
    let root = |k: i64| Expr::integer(k).sqrt();
    let zero = root(2) * root(3) - root(6);
    assert_eq!(decide_sign(&zero, &nowhere(), 2048).unwrap(), Sign::Unknown);
    assert_eq!(decide_sign(&(&zero + &ten_to(-40)), &nowhere(), 2048).unwrap(), Sign::Positive);
    assert_eq!(decide_sign(&(&zero - &ten_to(-400)), &nowhere(), 2048).unwrap(), Sign::Negative);
    assert_eq!(decide_sign(&Expr::pi().apply(Function::Sin), &nowhere(), 1024).unwrap(), Sign::Unknown);
    let x = symbol("x", 0);
    let square = Expr::symbol(&x).sqrt() - Expr::integer(2);
    assert_eq!(decide_sign(&square, &Point::exact([(x, ratio(4, 1))]), 64).unwrap(), Sign::Zero);
}

#[test]
fn unspecified_functions_and_free_symbols_are_errors() {
    let f = FunctionSymbol::new("f", 1, false, 0);
    let x = symbol("x", 0);
    let e = Expr::unspecified(&f, vec![Expr::symbol(&x)]);
    assert_eq!(evaluate(&e, &nowhere(), 64).unwrap_err(), EvaluationError::UnspecifiedFunction { function: f });
    let unbound = evaluate(&Expr::symbol(&x), &nowhere(), 64).unwrap_err();
    assert_eq!(unbound, EvaluationError::UnboundSymbol { symbol: x });
}

fn bounded(name: &str, rank: u32, lower: Bound, upper: Bound) -> Variable {
    Variable { lower, upper, ..Variable::real(symbol(name, rank)) }
}

fn points(region: &Region, limit: usize) -> Vec<Vec<Rational>> {
    simple_points(region, limit).unwrap().map(|p| p.into_iter().map(|(_, q)| q).collect()).collect()
}

#[test]
fn simple_points_come_first_and_differ() {
    let region = Region {
        variables: vec![Variable::real(symbol("x", 0)), Variable::positive(symbol("y", 1))],
        conditions: vec![],
    };
    let found = points(&region, 50);
    assert_eq!(found.len(), 50);
    assert_eq!(found[0], vec![ratio(2, 1), ratio(3, 1)]);
    assert!(found.iter().take(20).all(|p| p[0] != p[1] && p[1] > ratio(0, 1)));
    assert!(found.iter().any(|p| p[0] < ratio(0, 1)));
    assert_eq!(found, points(&region, 50));
}

#[test]
fn conditions_narrow_the_choice() {
    let e = |name, rank| Expr::symbol(&symbol(name, rank));
    let (x, y, a) = (e("x", 0), e("y", 1), e("a", 2));
    let open = |n, d| Bound::Open(Expr::ratio(n, d));
    let real = |name, rank| Variable::real(symbol(name, rank));
    let both = || vec![real("x", 0), real("y", 1)];
    let disc = Expr::one() - x.powi(2) - y.powi(2);
    let regions = [
        ("ordered", Region { variables: both(), conditions: vec![Fact::positive(&y - &x)] }),
        ("punctured", Region { variables: both(), conditions: vec![Fact::nonzero(x.powi(2) + y.powi(2))] }),
        ("disc", Region { variables: both(), conditions: vec![Fact::positive(disc.clone())] }),
        ("narrow", Region { variables: vec![bounded("x", 0, open(1, 1000), open(2, 1000))], conditions: vec![] }),
        ("far", Region { variables: vec![bounded("x", 0, Bound::Infinite, open(-1_000_000, 1))], conditions: vec![] }),
        ("angle", Region { variables: vec![bounded("x", 0, open(0, 1), Bound::Open(Expr::pi()))], conditions: vec![] }),
        (
            "moving",
            Region {
                variables: vec![
                    bounded("x", 0, Bound::Open(a.clone()), Bound::Open(&a + &Expr::one())),
                    Variable::positive(symbol("a", 2)),
                ],
                conditions: vec![],
            },
        ),
        (
            "line",
            Region { variables: both(), conditions: vec![Fact::zero(&x + &y.scaled(&ratio(3, 1)) - Expr::one())] },
        ),
        ("parabola", Region { variables: both(), conditions: vec![Fact::zero(&x - &y.powi(2))] }),
    ];
    for (name, region) in regions {
        let found: Vec<_> = simple_points(&region, 10).unwrap().collect();
        assert_eq!(found.len(), 10, "{name}");
        for point in found {
            let point = Point::exact(point);
            for fact in region.facts() {
                let sign = decide_sign(&fact.expr, &point, 256).unwrap();
                let expected = match fact.relation {
                    Relation::Positive => sign == Sign::Positive,
                    Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
                    Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
                    Relation::Zero => sign == Sign::Zero,
                };
                assert!(expected, "{name}: {} at {point:?}", fact.expr);
            }
        }
    }
    let empty = Region { variables: both(), conditions: vec![Fact::positive(-x.powi(2) - Expr::one())] };
    assert!(points(&empty, 5).is_empty());
}

#[test]
fn simplices_of_many_variables_have_points() {
    let symbols: Vec<Symbol> = (0..6).map(|i| symbol(&format!("w{i}"), i)).collect();
    let total = Expr::sum(symbols.iter().map(Expr::symbol));
    let region = Region {
        variables: symbols.into_iter().map(Variable::unit_interval).collect(),
        conditions: vec![Fact::positive(Expr::one() - total)],
    };
    assert!(!points(&region, 3).is_empty());
}

#[test]
fn integers_and_punctures_are_respected() {
    let mut n = bounded("n", 0, Bound::Closed(Expr::zero()), Bound::Infinite);
    n.integer = true;
    let mut x = Variable::real(symbol("x", 1));
    x.nonzero = true;
    let found = points(&Region { variables: vec![n, x], conditions: vec![] }, 60);
    assert!(found.iter().all(|p| p[0].is_integer() && p[0] >= ratio(0, 1) && p[1] != ratio(0, 1)));
    assert!(found.iter().any(|p| p[0] == ratio(0, 1)));
}

fn refute(left: Expr, comparison: Comparison, right: Expr, region: &Region) -> Option<Counterexample> {
    let claim = Claim { left, right, comparison };
    find_counterexample(&claim, region, &QuantifiedFunctions::default(), Budget::default()).unwrap()
}

#[test]
fn counterexamples_are_certain_and_simple() {
    let s = symbol("x", 0);
    let x = Expr::symbol(&s);
    let region = Region { variables: vec![Variable::real(s.clone())], conditions: vec![] };
    // sqrt(x^2) = x fails for negative x only.
    let found = refute(x.powi(2).sqrt(), Comparison::Equal, x.clone(), &region).unwrap();
    assert_eq!(found.point, vec![(s.clone(), ratio(-1, 1))]);
    assert_eq!((found.left.as_exact(), found.right.as_exact()), (Some(&ratio(1, 1)), Some(&ratio(-1, 1))));
    let positive = Region { variables: vec![Variable::positive(s)], conditions: vec![] };
    assert!(refute(x.powi(2).sqrt(), Comparison::Equal, x.clone(), &positive).is_none());
    // A strict inequality is refuted where both sides touch.
    let found = refute(x.powi(2) + Expr::one(), Comparison::Greater, x.scaled(&ratio(2, 1)), &region).unwrap();
    assert_eq!(found.point[0].1, ratio(1, 1));
    assert!(refute(x.powi(2) + Expr::one(), Comparison::GreaterOrEqual, x.scaled(&ratio(2, 1)), &region).is_none());
    // exp x >= 1 + x is true, exp x >= 1 + 2x is not.
    assert!(refute(x.exp(), Comparison::GreaterOrEqual, &x + &Expr::one(), &region).is_none());
    assert!(refute(x.exp(), Comparison::GreaterOrEqual, x.scaled(&ratio(2, 1)) + Expr::one(), &region).is_some());
    // Nothing is claimed where a side is undefined.
    assert!(refute(x.log(), Comparison::LessOrEqual, &x - &Expr::one(), &region).is_none());
}

#[test]
fn functions_and_metrics_are_instantiated_within_their_class() {
    let x = symbol("x", 0);
    let ex = Expr::symbol(&x);
    let f = FunctionSymbol::new("f", 1, true, 0);
    let fx = Expr::unspecified(&f, vec![ex.clone()]);
    let region = Region { variables: vec![Variable::real(x.clone())], conditions: vec![] };
    let quantified = QuantifiedFunctions { functions: vec![f], metrics: vec![] };
    let search = |left: Expr, comparison| {
        let claim = Claim { left, right: Expr::zero(), comparison };
        find_counterexample(&claim, &region, &quantified, Budget::default()).unwrap()
    };
    assert!(search(fx.clone(), Comparison::Greater).is_none(), "f is positive");
    let found = search(fx.derivative(&x), Comparison::GreaterOrEqual).unwrap();
    assert_eq!(found.functions.len(), 1);

    let y = symbol("y", 1);
    let entry = |i: usize, j: usize| FunctionSymbol::new(&format!("g{i}{j}"), 2, false, 0);
    let metric = SymbolicMetric { entries: vec![vec![entry(0, 0), entry(0, 1)], vec![entry(0, 1), entry(1, 1)]] };
    let g = |i, j| Expr::unspecified(&entry(i, j), vec![ex.clone(), Expr::symbol(&y)]);
    let plane = Region { variables: vec![Variable::real(x.clone()), Variable::real(y.clone())], conditions: vec![] };
    let quantified = QuantifiedFunctions { functions: vec![], metrics: vec![metric] };
    let search = |left: Expr, comparison| {
        let claim = Claim { left, right: Expr::zero(), comparison };
        find_counterexample(&claim, &plane, &quantified, Budget { points: 400, max_bits: 128, until: None }).unwrap()
    };
    let determinant = g(0, 0) * g(1, 1) - g(0, 1).powi(2);
    assert!(search(determinant, Comparison::Greater).is_none(), "every instance is positive definite");
    assert!(search(g(0, 0), Comparison::Greater).is_none());
    assert!(search(g(0, 1), Comparison::Equal).is_some(), "not every metric is diagonal");
}

#[test]
fn many_evaluations_are_fast() {
    let (x, y) = (symbol("x", 0), symbol("y", 1));
    let mut e = Expr::symbol(&x).exp();
    for k in 1..24 {
        e = (&e * &Expr::symbol(&y) + Expr::ratio(k, 7)) / (Expr::symbol(&x).powi(2) + Expr::integer(k));
    }
    let program = Program::new(std::slice::from_ref(&e)).unwrap();
    let start = std::time::Instant::now();
    for k in 1..=100 {
        let p = Point::exact([(x.clone(), ratio(k, 3)), (y.clone(), ratio(k, 5))]);
        program.evaluate(&p, 128).unwrap();
    }
    // Milliseconds on an idle machine; the limit leaves room for a busy one.
    println!("{} nodes, 100 points: {:?}", e.size(), start.elapsed());
    assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
}
