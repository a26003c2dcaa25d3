//! Every kind of item.

use super::{THREE_CHARTS, UNITS, only, shape, unit_shape, valid};
use crate::syntax::ast::{CompareOp, DomainKind, Expected, ExprKind, Given, ItemKind, Request, StatementKind, Verb};
use crate::syntax::parse::keywords;

fn statement(text: &str) -> StatementKind {
    match only(text) {
        ItemKind::Claim(claim) => claim.statement.kind,
        other => panic!("no claim: {other:?}"),
    }
}

#[test]
fn the_examples_of_the_design_are_read() {
    assert_eq!(valid(THREE_CHARTS).items.len(), 17);
    assert_eq!(valid(UNITS).items.len(), 5);
}

#[test]
fn spans_end_with_the_last_token() {
    let file = valid(UNITS);
    let texts: Vec<&str> = file.items.iter().map(|item| &UNITS[item.span.range()]).collect();
    assert_eq!(texts[1], "param phi: positive [mV] = 1 [mV]");
    assert_eq!(texts[2], "refuse G0301 { metric bad = Euclidean(Release.pq) }");
    assert_eq!(texts[4], "metric weber on Release.pq = dP^2/(P*(1-P)) + dq^2/q^2");
}

#[test]
fn params_have_domain_range_unit_and_value() {
    let ItemKind::Param(param) = only("param w[1..n]: nonnegative [mV] = 4 [mV]") else { panic!("a param") };
    let range = param.range.expect("a range");
    assert_eq!((shape(&range.from), shape(&range.to)), ("1".into(), "n".into()));
    assert_eq!(param.domain.kind, DomainKind::NonNegative);
    assert_eq!(param.unit.as_ref().map(unit_shape).as_deref(), Some("mV"));
    assert_eq!(shape(&param.value.expect("a value")), "4[mV]");
    for (word, kind) in [
        ("real", DomainKind::Real),
        ("positive", DomainKind::Positive),
        ("negative", DomainKind::Negative),
        ("nonzero", DomainKind::NonZero),
        ("integer", DomainKind::Integer),
        ("natural", DomainKind::Natural),
    ] {
        let ItemKind::Param(param) = only(&format!("param a: {word}")) else { panic!("a param") };
        assert_eq!(param.domain.kind, kind);
    }
}

#[test]
fn intervals_are_open_closed_or_infinite() {
    let interval = |text: &str| match only(&format!("param a: {text} [mV]")) {
        ItemKind::Param(param) => match param.domain.kind {
            DomainKind::Interval { lower, lower_closed, upper, upper_closed } => {
                (lower.map(|e| shape(&e)), lower_closed, upper.map(|e| shape(&e)), upper_closed)
            }
            other => panic!("no interval: {other:?}"),
        },
        other => panic!("no param: {other:?}"),
    };
    assert_eq!(interval("[0, 2*b)"), (Some("0".into()), true, Some("(2 Mul b)".into()), false));
    assert_eq!(interval("(-inf, 1]"), (None, false, Some("1".into()), true));
    assert_eq!(interval("(−∞, ∞)"), (None, false, None, false));
}

#[test]
fn const_let_function_and_include() {
    let ItemKind::Const { name, value } = only("const n = 5") else { panic!("a const") };
    assert_eq!((name.name.as_str(), shape(&value).as_str()), ("n", "5"));
    let ItemKind::Let { chart, .. } = only("let A on Normals.std = mu^2;") else { panic!("a let") };
    assert_eq!(chart.expect("a chart").segments[1].name, "std");
    let ItemKind::Let { chart: None, .. } = only("let r = a/b") else { panic!("a let without chart") };
    let ItemKind::Function(f) = only("positive function f(x [mV], y) [mV/ms]") else { panic!("a function") };
    assert!(f.positive && f.arguments[0].1.is_some() && f.arguments[1].1.is_none());
    assert_eq!(f.unit.as_ref().map(unit_shape).as_deref(), Some("(mV/ms)"));
    let ItemKind::Include { path, path_span } = only("include \"units.geo\"") else { panic!("an include") };
    assert_eq!((path.as_str(), path_span.range()), ("units.geo", 8..19));
}

#[test]
fn manifolds_have_charts_with_conditions_and_maps() {
    let text = "manifold M {
        chart w { w[1..n]: positive [mV], x: real, y: positive, where x^2 + y^2 > 1, 0 < x < y }
        chart b {}
        map a -> b { s = sigma^2, t = x
                     u = 1 } on { x > 0 } inverse { x = s }
        map back: b -> a {}
    }";
    let ItemKind::Manifold(m) = only(text) else { panic!("a manifold") };
    assert_eq!(m.charts[0].coordinates.len(), 3);
    assert!(m.charts[0].coordinates[0].range.is_some());
    assert_eq!(shape(&m.charts[0].conditions[1]), "0 Lt x Lt y");
    assert_eq!(m.maps[0].equations.iter().map(|(name, _)| name.name.as_str()).collect::<Vec<_>>(), ["s", "t", "u"]);
    assert_eq!((m.maps[0].on.len(), m.maps[0].inverse.as_ref().map(Vec::len)), (1, Some(1)));
    assert_eq!(m.maps[1].name.as_ref().map(|name| name.name.as_str()), Some("back"));
    let ItemKind::SmoothMap(phi) = only("map phi: M.a → N.b { u = x·y }") else { panic!("a smooth map") };
    assert_eq!((phi.from.segments.len(), shape(&phi.equations[0].1)), (2, "(x Mul y)".into()));
}

#[test]
fn fields_flows_and_curves() {
    let ItemKind::Cost { unit, on, .. } = only("cost C [mV^2] on M = KL(p, q)") else { panic!("a cost") };
    assert_eq!((unit.as_ref().map(unit_shape).as_deref(), on.segments.len()), (Some("mV^2"), 1));
    let ItemKind::Vector { value, .. } = only("vector v on M.a = (a, b)") else { panic!("a vector") };
    assert_eq!(shape(&value), "(a, b)");
    assert!(matches!(only("oneform w on M.a = (a, b)"), ItemKind::OneForm { .. }));
    assert!(matches!(only("metric g on M.a = [[1, 0], [0, x^2]]"), ItemKind::Metric { chart: Some(_), .. }));
    let ItemKind::Family(p) = only("family p(x: positive [mV]) on M.a = Gamma(shape = k, rate = r)") else { panic!() };
    assert_eq!((p.variable.name.name.as_str(), p.chart.as_ref().unwrap().segments.len()), ("x", 2));
    let ItemKind::Curve(c) = only("curve c(t: nonnegative [s]) in M.a = (exp(-t), 0)") else { panic!("a curve") };
    assert_eq!(c.parameter.name.name, "t");
    let per = |text: &str| match only(text) {
        ItemKind::Flow { per, .. } => per.as_ref().map(unit_shape),
        other => panic!("no flow: {other:?}"),
    };
    assert_eq!(per("flow F [per ms] on M.a = (a, b)").as_deref(), Some("ms"));
    assert_eq!(per("flow F [1/ms] = -grad(C, g)").as_deref(), Some("ms"));
    assert_eq!(per("flow F [Hz] = -grad(C, g)").as_deref(), Some("Hz^-1"));
    assert_eq!(per("flow F = -grad(C, g)"), None);
}

#[test]
fn statements_of_every_kind() {
    let StatementKind::Compare { left, op, right } = statement("prove natural in prec ≤ b in std") else { panic!() };
    assert_eq!((shape(&left), op, shape(&right)), ("(natural in prec)".into(), CompareOp::Le, "(b in std)".into()));
    let StatementKind::Invariant { path, .. } = statement("prove invariant -grad(C, g) under a -> b → c") else {
        panic!()
    };
    assert_eq!(path.len(), 3);
    assert!(matches!(statement("prove inverse a -> b"), StatementKind::Inverse { .. }));
    let StatementKind::Isometry { map, metrics } = statement("prove isometry phi for g, h") else { panic!() };
    assert_eq!((map.len(), metrics.len()), (1, 2));
    assert!(matches!(statement("prove isometry a -> b"), StatementKind::Isometry { map, .. } if map.len() == 2));
    assert!(matches!(statement("prove positive_definite g + h"), StatementKind::PositiveDefinite { .. }));
    assert!(matches!(statement("prove decreasing C along F"), StatementKind::Decreasing { strictly: false, .. }));
    assert!(matches!(
        statement("prove strictly decreasing C along F"),
        StatementKind::Decreasing { strictly: true, .. }
    ));
    assert!(matches!(statement("prove conserved x^2 along F"), StatementKind::Conserved { .. }));
    let StatementKind::Solves { flow, .. } = statement("prove solves c -grad(C, g)") else { panic!("solves") };
    assert_eq!(shape(&flow), "(-grad(C, g))");
    assert!(matches!(statement("refute closed w"), StatementKind::Closed { .. }));
    assert!(matches!(statement("prove inverse(x) == closed"), StatementKind::Compare { .. }));
}

#[test]
fn claims_have_labels_and_assumptions() {
    let ItemKind::Claim(claim) = only("strict refute label: a < b given values, mu0 = 4, sigma > 1 and b != 2") else {
        panic!("a claim")
    };
    assert_eq!((claim.verb, claim.strict), (Verb::Refute, true));
    assert_eq!(claim.label.map(|label| label.name).as_deref(), Some("label"));
    let given: Vec<String> = claim
        .given
        .iter()
        .map(|given| match given {
            Given::Values(_) => "values".to_owned(),
            Given::Condition(condition) => shape(condition),
        })
        .collect();
    assert_eq!(given, ["values", "mu0 Eq 4", "(sigma Gt 1 and b Ne 2)"]);
}

#[test]
fn checks_have_points_and_expectations() {
    let ItemKind::Check(check) =
        only("check F in a at std(mu = 2, sigma = 1/2) given m = 4, k > 1 ~ (2.80, -1.50 [mV])")
    else {
        panic!("a check")
    };
    assert_eq!(shape(&check.value), "(F in a)");
    assert_eq!(check.at.as_ref().map(shape).as_deref(), Some("std(mu=2, sigma=(1 Div 2))"));
    assert_eq!(check.given.len(), 2);
    let Expected::Digits(digits) = &check.expected else { panic!("digits") };
    assert_eq!(shape(digits), "(14/5, (-3/2[mV]))");
    let ExprKind::Tuple(entries) = &digits.kind else { panic!("a tuple") };
    assert!(matches!(&entries[0].kind, ExprKind::Number { text, .. } if text == "2.80"), "the digits written count");
    let ItemKind::Check(check) = only("check here: C given mu0 = 4 == (9/20, -5/3)") else { panic!("a check") };
    assert!(matches!(check.expected, Expected::Exact(_)) && check.label.is_some() && check.at.is_none());
}

#[test]
fn refusals_hold_items_and_requests_are_kept() {
    let ItemKind::Refuse { code, items } =
        only("refuse G0301 { metric bad = a + b; prove a == b plot x over x = 0..1, y = 0..1 }")
    else {
        panic!("a refusal")
    };
    assert_eq!((code.name.as_str(), items.len()), ("G0301", 3));
    assert!(
        matches!(only("show natural in var"), ItemKind::Request(Request::Show { value }) if shape(&value) == "(natural in var)")
    );
    assert!(matches!(only("show C at std(mu = 1)"), ItemKind::Request(Request::Show { .. })));
    let ItemKind::Request(Request::Emit { target, path }) = only("emit rust to \"flow.rs\"") else { panic!("emit") };
    assert_eq!((target.name.as_str(), path.as_deref()), ("rust", Some("flow.rs")));
    let file = valid("plot a over b = 0..8, // param\n   c = 1..2 log contours d = [1, 2] to \"a.svg\" param a: real");
    let ItemKind::Request(Request::Figure(figure)) = &file.items[0].kind else { panic!("a figure") };
    assert_eq!((figure.path.as_deref(), figure.plots.len(), file.items.len()), (Some("a.svg"), 1, 2));
    let plot = &figure.plots[0];
    assert_eq!((plot.subjects.len(), plot.ranges.len(), plot.ranges[1].log, plot.options.len()), (1, 2, true, 1));
    let whole = "figure \"f.png\" columns 2 { plot x, y of F over t = 0..1 from c(1) plot F over x = 0..1, y = 0..1 from c(x = 1), \
                 c(x = 2) to t = 4 balls g of C at c(1) size 1/4 mark c(2) title \"T\"; }";
    let ItemKind::Request(Request::Figure(figure)) = only(whole) else { panic!("a figure") };
    assert_eq!((figure.plots.len(), figure.plots[0].flows.len(), figure.plots[1].options.len()), (2, 1, 4));
    let ItemKind::Request(Request::Simulate(s)) =
        only("simulate F from c(1), c(2) to t = 4 in d, e at t = [1] to \"F.csv\"")
    else {
        panic!("a simulation")
    };
    assert_eq!((s.from.len(), s.charts.len(), s.at.is_some(), s.path.as_deref()), (2, 2, true, Some("F.csv")));
    let ItemKind::Request(Request::Iterate(s)) =
        only("simulate R from c(1) to n = 10 watch L, x seed 7 while L < 4 at n = [1, 2] repeat 5 to \"R.csv\"")
    else {
        panic!("a rule that is repeated")
    };
    assert_eq!((s.from.len(), s.watch.len(), s.path.as_deref()), (1, 2, Some("R.csv")));
    assert!(s.at.is_some() && s.seed.is_some() && s.repeat.is_some() && s.go_on.is_some());
    let ItemKind::Request(Request::Figure(figure)) =
        only("plot f of R over n = 1..9 log from c(1) for A = [1, 2] seed 7 arrows F at c(1) size 1/4")
    else {
        panic!("a figure")
    };
    assert_eq!(figure.plots[0].options.len(), 4);
    // The words of the options are names elsewhere.
    valid("param of: real param size: real let from = of*size");
    valid("param seed: real param repeat: real let watch = seed*repeat let n = watch");
}

#[test]
fn names_are_normalised() {
    let ItemKind::Let { name, value, .. } = only("let e\u{301} = \u{B5}₀·σ") else { panic!("a let") };
    assert_eq!((name.name.as_str(), shape(&value).as_str()), ("\u{e9}", "(μ0 Mul σ)"));
}

#[test]
fn keyword_tables_agree_with_the_grammar() {
    for (keyword, form) in keywords::ITEMS {
        let _ = valid(form);
        assert!(form.starts_with(keyword), "{form}");
        assert!(!super::findings(&format!("let {keyword} = 1")).is_empty(), "`{keyword}` is reserved");
        assert!(keywords::is_reserved(keyword));
    }
    for word in ["where", "given", "and", "or", "not", "if", "then", "else", "in"] {
        assert!(!super::findings(&format!("let {word} = 1")).is_empty() && keywords::is_reserved(word));
    }
    for word in ["at", "chart", "on", "sum", "inverse", "closed", "values", "flows", "parameter", "real"] {
        assert!(super::findings(&format!("let {word} = {word} + 1")).is_empty(), "`{word}` is a name");
    }
}

#[test]
fn separators_comments_and_marks_are_optional() {
    assert_eq!(valid("").items.len(), 0);
    assert_eq!(valid(" ;; // nothing\n /* at /* all */ */").items.len(), 0);
    assert_eq!(valid("\u{FEFF}param a: real param b: real;param c: real").items.len(), 3);
    assert_eq!(valid("param\r\na\r\n:\r\nreal\r\nlet b\r\n=\r\na").items.len(), 2);
}
