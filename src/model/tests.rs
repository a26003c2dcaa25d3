//! The elaborator against small texts: both examples of the language's front page, and a valid twin for each error.

use super::*;
use crate::diagnostics::Diagnostic;
use crate::syntax::span::FileId;

fn model(text: &str) -> (Model, Vec<Diagnostic>) {
    let (file, problems) = crate::syntax::parse(FileId(0), text);
    assert!(problems.is_empty(), "{problems:#?}");
    elaborate(&file)
}

fn codes(text: &str) -> Vec<&'static str> {
    model(text).1.iter().map(|d| d.code.id()).collect()
}

const NORMALS: &str = "
param mu0: real = 4
param sigma0: positive = 2
manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }
  map std -> prec { tau = 1/sigma^2 }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
metric fisher = Fisher(p)
metric ruler  = Euclidean(Normals.std)
flow natural = -grad(C, fisher)
flow naive   = -partials(C)
prove  invariant natural under std -> var -> prec
refute invariant naive   under std -> var
prove  positive_definite fisher
prove  natural in prec == (mu0 - mu, tau - tau^2*(sigma0^2 + (mu - mu0)^2))
prove  C >= 0
prove  decreasing C along natural
check  C at std(mu = 2, sigma = 1) given values ~ 2.80685281944005469
check  natural at std(mu = 2, sigma = 1) given mu0 = 4, sigma0 = 2 == (2, 7/2)
show natural in var
";

const RELEASE: &str = "
manifold Release { chart pq { P: (0, 1), q: positive [mV] } }
param phi: positive [mV] = 1 [mV]
refuse G0301 { metric bad = Euclidean(Release.pq) }
metric flat = Euclidean(Release.pq, scale = { q: 1 [mV] })
metric weber on Release.pq = dP^2/(P*(1-P)) + dq^2/q^2
cost C on Release.pq = (P*q - phi)^2/phi^2
refuse G0301 { flow bad = -partials(C) }
flow good = -grad(C, weber)
check weber at pq(P = 1/2, q = 2 [mV]) == [[4, 0], [0, 0.25 [1/mV^2]]]
";

#[test]
fn the_first_example_elaborates() {
    let (m, d) = model(NORMALS);
    assert_eq!(d, vec![]);
    let var = m.chart_named("var").expect("unique");
    assert_eq!(m.recipe_in("natural", var).expect("made").components[0].to_string(), "-(mu - mu0)");
    assert!(m.recipe_in("naive", var).expect("made").chart_dependent);
    assert_eq!(m.claims.len(), 6);
    let ClaimKind::Invariant { made, parts, .. } = &m.claims[0].kind else { panic!("an invariance") };
    assert_eq!((made.len(), parts.len()), (3, 2));
    let ClaimKind::Compare { parts, kind: Kind::Vector, chart_dependent: false, .. } = &m.claims[3].kind else {
        panic!("an equality of vectors")
    };
    assert_eq!(parts[0].entries, ["mu", "tau"]);
    assert_eq!(m.checks.len(), 2);
    assert!(m.checks[0].region.variables.is_empty(), "given values leave nothing open");
    assert_eq!(m.obligations.iter().filter(|o| o.kind == ObligationKind::PositiveDefinite).count(), 2);
}

#[test]
fn the_second_example_elaborates_and_refuses_bare_units() {
    let (m, d) = model(RELEASE);
    assert_eq!(d, vec![]);
    assert_eq!(m.refusals.len(), 2);
    assert!(m.refusals.iter().all(|r| r.settled() == Some(true)), "{:#?}", m.refusals);
    let pq = m.chart_named("pq").expect("unique");
    let flat = m.metric_in("flat", pq).expect("made");
    let units = Value::Metric(Box::new(flat.clone())).component_units(&m.coordinate_units(pq)).expect("small");
    assert_eq!(units.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1", "1/mV", "1/mV", "1/mV^2"]);
}

#[test]
fn every_error_has_a_valid_twin() {
    let m = "manifold M { chart a { x: real, y: real } }\ncost C on M.a = x^2 + y^2\nmetric g = Euclidean(M.a)\n";
    let two = "manifold M { chart a { x: real, y: real } }\nmanifold N { chart b { u: real, v: real } }\n";
    let pairs: [(&str, String, String); 29] = [
        ("G0201", "let a = b".into(), "param b: real\nlet a = b".into()),
        ("G0202", "param a: real\nlet a = 2".into(), "param a: real\nlet b = 2".into()),
        ("G0203", "let a = b + 1\nlet b = a".into(), "let a = b + 1\nlet b = 2".into()),
        (
            "G0301",
            "param v: real [mV]\nparam t: real [ms]\nlet a = v + t".into(),
            "param v: real [mV]\nparam t: real [V]\nlet a = v + t".into(),
        ),
        ("G0302", "param v: real [grumble]".into(), "param v: real [mV]".into()),
        ("G0303", "param v: real [mV] = 3 [ms]".into(), "param v: real [mV] = 3 [V]".into()),
        (
            "G0304",
            "param v: positive [mV]\nlet a = log(v)".into(),
            "param v: positive [mV]\nlet a = log(v/(1 [mV]))".into(),
        ),
        (
            "G0305",
            "param v: positive [mV]\nparam k: real\nlet a = v^k".into(),
            "param v: positive [mV]\nlet a = v^(1/2)".into(),
        ),
        ("G0401", format!("{m}flow F = -grad(g, g)"), format!("{m}flow F = -grad(C, g)")),
        (
            "G0402",
            format!("{two}cost C on M.a = x^2\nmetric g = Euclidean(N.b)\nflow F = -grad(C, g)"),
            format!("{two}cost C on N.b = u^2\nmetric g = Euclidean(N.b)\nflow F = -grad(C, g)"),
        ),
        ("G0404", format!("{m}vector v on M.a = (1, 2, 3)"), format!("{m}vector v on M.a = (1, 2)")),
        ("G0405", format!("{m}param c: real\ncost D on M.a = c^2"), format!("{m}param c: real\ncost D on M.a = c^2*x")),
        (
            "G0406",
            "param n: natural\nparam w[1..n]: real".into(),
            "const n = 3\nparam w[1..n]: real\nlet a = sum(i in 1..n, w[i])".into(),
        ),
        ("G0407", "param w[1..3]: real\nlet a = w[4]".into(), "param w[1..3]: real\nlet a = w[3]".into()),
        ("G0408", format!("{m}let a = sin(1, 2)"), format!("{m}let a = sin(1)")),
        ("G0412", format!("{m}flow F = d(C)"), format!("{m}flow F = -sharp(d(C), g)")),
        ("G0501", "param a: (1, 0)".into(), "param a: (0, 1)".into()),
        ("G0502", "manifold K { chart a { x: [0, 1] } }".into(), "manifold K { chart a { x: (0, 1) } }".into()),
        (
            "G0503",
            "manifold K { chart a { x: real } chart b { y: real } map a -> b { } }".into(),
            "manifold K { chart a { x: real } chart b { y: real } map a -> b { y = 2*x } }".into(),
        ),
        (
            "G0504",
            "manifold K { chart a { x: positive } chart b { y: positive } map a -> b { y = x^5 + x } }".into(),
            "manifold K { chart a { x: positive } chart b { y: positive } map a -> b { y = x^5 } }".into(),
        ),
        ("G0506", format!("{m}metric h on M.a = [[1, 2], [3, 9]]"), format!("{m}metric h on M.a = [[1, 2], [2, 9]]")),
        ("G0510", "param a: positive = -1".into(), "param a: positive = 1".into()),
        ("G0511", "let a = 1/0".into(), "let a = 1/2".into()),
        (
            "G0602",
            "manifold K { chart a { x: real } }\nfamily p(z: real) on K.a = Normal(mean = x)".into(),
            "manifold K { chart a { x: real } }\nfamily p(z: real) on K.a = Normal(mean = x, sd = 1)".into(),
        ),
        (
            "G0604",
            "manifold K { chart a { x: real } }\nfamily p(z: positive) on K.a = Normal(mean = x, sd = 1)".into(),
            "manifold K { chart a { x: positive } }\nfamily p(z: positive) on K.a = Exponential(rate = x)".into(),
        ),
        (
            "G0604",
            "manifold K { chart a { x: positive } }\nfamily p(k: nonnegative) on K.a = Poisson(rate = x)".into(),
            "manifold K { chart a { x: positive } }\nfamily p(k: natural) on K.a = Poisson(rate = x)".into(),
        ),
        (
            "G0511",
            format!("{m}check steepest(C, g) at a(x = 0, y = 0) == (1, 0)"),
            format!("{m}check steepest(C, g) at a(x = 1, y = 0) == (1, 0)"),
        ),
        (
            "G0511",
            "param a: real\nprove 1/a == 1/a given a = 0".into(),
            "param a: real\nprove a == a given a = 0".into(),
        ),
        (
            "G0511",
            "param a: real\nprove a == a given a > 1, 1 > 2".into(),
            "param a: real\nprove a == a given a > 1, 2 > 1".into(),
        ),
    ];
    for (code, bad, good) in pairs {
        assert_eq!(codes(&bad), [code], "{bad}");
        assert_eq!(codes(&good), Vec::<&str>::new(), "{good}");
    }
}

#[test]
fn a_fraction_with_a_unit_is_one_number() {
    let (m, d) = model("param a: positive [mV] = 1/2 [mV]\nprove 1/1000 [V] == 1 [mV]");
    assert_eq!(d, vec![]);
    assert_eq!(m.params[0].value, Some(Expr::ratio(1, 2)));
    assert_eq!(codes("param a: positive [mV] = 1/(2 [mV])"), ["G0303"]);
}

#[test]
fn claims_that_make_no_sense_are_refused() {
    let two = "manifold M { chart a { x: positive } chart b { x: positive } map a -> b { x = 2*x } }\ncost C on M.a = x^2\nmetric g = Euclidean(M.a)\n";
    assert_eq!(codes(&format!("{two}prove x > 0")), ["G0403"]);
    assert_eq!(codes(&format!("{two}prove x in a > 0")), Vec::<&str>::new());
    assert_eq!(codes(&format!("{two}prove g < g")), ["G0702"]);
    assert_eq!(codes(&format!("{two}prove d(C) == g")), ["G0401"]);
    assert_eq!(codes(&format!("{two}check C at a(x = -1) ~ 1.0")), ["G0510"]);
}

#[test]
fn one_bad_declaration_does_not_hide_the_next_and_dependents_stay_silent() {
    let text = "param v: real [mV]\nparam t: real [ms]\nlet a = v + t\nlet b = a + 1\nlet c = unknown\nprove b == 1";
    assert_eq!(codes(text), ["G0301", "G0201"]);
}

#[test]
fn claims_of_every_form_are_stated() {
    let text = "
manifold P { chart cart { x: real, y: real } chart polar { r: positive, t: (-pi, pi) }
  map polar -> cart { x = r*cos(t), y = r*sin(t) } inverse { r = sqrt(x^2 + y^2), t = 2*atan(y/(sqrt(x^2 + y^2) + x)) } }
metric e = Euclidean(P.cart)
cost C on P.cart = (x^2 + y^2)/2
flow F = -grad(C, e)
flow R on P.cart = (-y, x)
oneform w on P.polar = (0, 1)
metric s = symbolic(P.cart)
vector v on P.cart = (x, y)
curve c(u: nonnegative) in P.cart = (exp(-u), 0)
map rot: P.cart -> P.cart { x = -y, y = x }
prove e in polar == [[1, 0], [0, r^2]]
prove inverse polar -> cart
prove isometry rot for e
prove conserved C along R
prove strictly decreasing C along F
prove solves c F
prove closed w
prove det(e) in polar == r^2
prove e[1, 1] in cart == 1
prove norm(d(C), e) in cart == sqrt(x^2 + y^2)
prove pair(d(C), grad(C, s)) in cart >= 0
prove F == -v
";
    let (m, d) = model(text);
    assert_eq!(d, vec![]);
    assert_eq!(m.claims.len(), 12);
    let ClaimKind::Compare { parts, .. } = &m.claims[10].kind else { panic!("a comparison") };
    assert_eq!(parts[0].region.conditions.len(), 2, "the minors of the symbolic metric are positive");
    let ClaimKind::Compare { parts, .. } = &m.claims[11].kind else { panic!("a comparison") };
    assert_eq!(parts.len(), 2, "without `in`, every chart");
}

#[test]
fn the_examples_elaborate() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut names: Vec<_> = std::fs::read_dir(folder).expect("examples").flatten().map(|e| e.path()).collect();
    names.sort();
    let mut wrong = Vec::new();
    for path in names.iter().filter(|p| p.extension().is_some_and(|e| e == "geo")) {
        let text = std::fs::read_to_string(path).expect("text");
        let (file, form) = crate::syntax::parse(FileId(0), &text);
        if !form.is_empty() {
            // Form is the parser's business.
            continue;
        }
        let (m, d) = elaborate(&file);
        let line = |d: &Diagnostic| {
            let at = d.primary_span().map_or(0, |s| text[..s.start as usize].lines().count());
            format!("{}:{at}: {} {}", path.file_name().unwrap_or_default().to_string_lossy(), d.code.id(), d.headline)
        };
        wrong.extend(d.iter().map(line));
        for r in &m.refusals {
            if r.settled() == Some(false) {
                wrong.extend(r.diagnostics.iter().map(|x| format!("refuse {}: {}", r.code, line(x))));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many functions a generic metric on a chart of `n` coordinates has.
fn functions_of_a_symbolic_metric(n: usize) -> usize {
    let text = format!("manifold M {{ chart a {{ x[1..{n}]: real }} }}");
    let (file, problems) = crate::syntax::parse(FileId(0), &text);
    assert!(problems.is_empty(), "{problems:?}");
    let items: Vec<_> = file.items.iter().collect();
    let mut elaborator = super::elaborator::Elaborator::default();
    elaborator.elaborate_items(&items);
    let functions = elaborator.cache_symbolic(ChartId { manifold: 0, chart: 0 }, crate::syntax::span::Span::default());
    let names: std::collections::BTreeSet<&str> = functions.iter().map(crate::symbolic::FunctionSymbol::name).collect();
    names.len()
}

#[test]
fn a_metric_has_as_many_functions_as_entries_on_and_above_the_diagonal() {
    let counts: Vec<usize> = [1, 2, 3, 10].into_iter().map(functions_of_a_symbolic_metric).collect();
    assert_eq!(counts, [1, 3, 6, 55]);
}
