//! Every rule of expectation, integration and summation: its value against rigorous quadrature or enumeration of the same
//! number by hand, a near miss, its name in a certificate and in the documents.
//!
//! In: the list of rules, one case for each. Out: a failure that names the rule. Certificates come from the binary, so no
//! test here opens the engine in its own process.

#[path = "rules/cases.rs"]
mod cases;

use cases::{CASES, Near, Total};
use geoflow::certificate::Certificate;
use geoflow::enclosure::{Coordinate, Interval, Point, evaluate, quadrature};
use geoflow::model::statements::ClaimKind;
use geoflow::pipeline::{Checked, Input, Reader, elaborate, parse_with_includes, replay_certificate};
use geoflow::replay::formal::Formal;
use geoflow::statistics::rules::ALL;
use geoflow::symbolic::substitute::Substitution;
use geoflow::symbolic::{Expr, Fact, Function, Kind, Rational, Relation, Role, Symbol};
use std::path::{Path, PathBuf};
use std::process::Command;

const LAWS: &str = include_str!("rules/laws.geo");

/// The values of params and coordinates where numbers are compared.
const AT: &[(&str, (i64, i64))] = &[
    ("a", (7, 4)),
    ("b", (3, 5)),
    ("m", (-2, 5)),
    ("s", (4, 5)),
    ("w", (13, 10)),
    ("q", (7, 20)),
    ("n", (6, 1)),
    ("l", (0, 1)),
    ("r", (3, 1)),
    ("mu", (1, 2)),
    ("A", (2, 1)),
    ("B", (7, 10)),
    ("D", (3, 2)),
    ("size", (5, 2)),
];

/// What is left out of an integral or a sum by hand is below `10^-9`.
const LEFT_OUT: (i64, i64) = (1, 1_000_000_000);

const BITS: usize = 64;

struct NoFiles;

impl Reader for NoFiles {
    fn read(&self, _: &Path) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn identity(&self, path: &Path) -> std::io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

/// The laws with one more statement.
fn with(statement: &str) -> Checked {
    let text = format!("{LAWS}\nparam v: real\nprove it: {statement}\n");
    let input = Input { path: None, name: "model.geo".into(), bytes: text.into_bytes() };
    elaborate(parse_with_includes(&input, &NoFiles))
}

/// The left side of the statement, the rules that its closed forms used, and the conditions of these.
fn left_of(statement: &str) -> Result<(Expr, Vec<&'static str>, Vec<Fact>), String> {
    let checked = with(statement);
    if let Some(finding) = checked.diagnostics.iter().find(|d| d.is_error()) {
        return Err(format!("{}: {}", finding.code, finding.headline));
    }
    let claim = checked.model.claims.first().ok_or("no claim")?;
    let ClaimKind::Compare { parts, .. } = &claim.kind else { return Err("no comparison".into()) };
    let mine = |made: &&geoflow::model::RuleUse| {
        let of_metrics = ["fisher[", "transport[", "bursts["];
        of_metrics.iter().any(|g| statement.contains(g)) || made.span.start >= claim.item_span.start
    };
    let uses: Vec<_> = checked.model.rule_uses.iter().filter(mine).collect();
    let rules = uses.iter().flat_map(|made| made.rules.iter().copied()).collect();
    let conditions = uses.iter().flat_map(|made| made.conditions.iter().cloned()).collect();
    Ok((parts[0].left[0].clone(), rules, conditions))
}

/// The expression at the values, the function `h` being the sine.
fn at_values(e: &Expr, other: Option<(&str, i64)>) -> Expr {
    let value = |s: &Symbol| {
        let own = other.filter(|(name, _)| *name == s.name()).map(|(_, v)| (v, 1));
        own.or_else(|| AT.iter().find(|(name, _)| *name == s.name()).map(|(_, v)| *v))
    };
    let images = e.symbols().into_iter().filter_map(|s| value(&s).map(|(n, d)| (s, Expr::ratio(n, d))));
    let mut all = Substitution::of(images.collect::<Vec<_>>());
    for node in Expr::deep_nodes_of(std::slice::from_ref(e)) {
        if let Kind::Unspecified { function, .. } = node.kind() {
            let t = Symbol::new("test", "t", Role::Auxiliary, 0);
            let sine = Expr::symbol(&t).apply(Function::Sin);
            all = all.with_function(function, vec![t], sine);
        }
    }
    all.apply(e)
}

fn ratio((n, d): (i64, i64)) -> Rational {
    Rational::new(n.into(), d.into())
}

fn number(e: &Expr, point: &Point) -> Interval {
    evaluate(e, point, BITS).ok().and_then(|v| v.interval(BITS)).unwrap_or_else(|| panic!("no value: {e}"))
}

/// The integral or sum by hand, rigorously.
fn by_hand(total: &Total) -> Interval {
    let (Total::Integral(text, ..) | Total::Sum(text, ..) | Total::Number(text)) = total;
    let place = if text.contains('A') { " in c" } else { "" };
    let (integrand, ..) = left_of(&format!("{text} == 0{place}")).unwrap_or_else(|why| panic!("{text}: {why}"));
    let integrand = at_values(&integrand, None);
    let v = integrand.symbols().into_iter().find(|s| s.name() == "v");
    let nowhere = Point::default();
    match (total, v) {
        (Total::Number(_), _) => number(&integrand, &nowhere),
        (Total::Sum(_, first, last), Some(v)) => (*first..=*last).fold(Interval::integer(0), |sum, k| {
            let here = Point::default().with(&v, Coordinate::Exact(ratio((k, 1))));
            sum.plus(&number(&integrand, &here), BITS).expect("a sum")
        }),
        (Total::Integral(_, from, to), Some(v)) => {
            let ends = (&ratio(*from), &ratio(*to));
            quadrature::integral(&integrand, &v, &nowhere, BITS, ends).unwrap_or_else(|e| panic!("{text}: {e:?}"))
        }
        _ => panic!("{text} does not depend on v"),
    }
}

#[test]
fn every_rule_has_a_case_and_a_line_in_the_documents() {
    let documents = include_str!("../docs/verdicts.md");
    for (rule, says) in ALL {
        assert_eq!(CASES.iter().filter(|c| c.rule == *rule).count(), 1, "cases of {rule}");
        // `antiderivative-exponential, -gaussian, -binomial` share a line.
        let short = rule.strip_prefix("antiderivative").unwrap_or(rule);
        assert!(documents.contains(short), "docs/verdicts.md does not name {rule}");
        assert!(!says.is_empty(), "{rule}");
    }
    for case in CASES {
        assert!(ALL.iter().any(|(rule, _)| *rule == case.rule), "no rule is called {}", case.rule);
    }
}

#[test]
fn every_family_is_measured() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/families");
    let texts =
        std::fs::read_dir(folder).expect("a folder").map(|e| std::fs::read_to_string(e.expect("an entry").path()));
    let texts: Vec<String> = texts.map(|t| t.expect("text")).collect();
    let laws = ["Categorical", "Multinomial", "Dirichlet", "MultivariateNormal"];
    for name in geoflow::statistics::families::ALL.iter().map(|f| f.name).chain(laws) {
        assert!(texts.iter().any(|t| t.contains(&format!("= {name}("))), "benches/families has no model of {name}");
    }
}

/// The names of rules are written in one place: what is used there is what is listed.
#[test]
fn no_rule_is_named_beside_the_list() {
    let mut pending = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            if entry.is_dir() {
                pending.push(entry);
            } else if name != "rules.rs" && !name.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&entry).expect("text");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let code = code.lines().filter(|l| !l.trim_start().starts_with("//"));
                for line in code {
                    let named = |(rule, _): &&(&str, &str)| rule.contains('-') && line.contains(&format!("\"{rule}\""));
                    let found = ALL.iter().find(named);
                    assert!(found.is_none(), "{}: {line}", entry.display());
                }
            }
        }
    }
}

#[test]
fn closed_forms_are_the_integrals_and_sums_by_hand() {
    for case in CASES {
        let (left, mut rules, _) = left_of(case.claim).unwrap_or_else(|why| panic!("{}: {why}", case.rule));
        // Formal expectations are rewritten when a claim is decided; the number stays the same.
        let formal = Formal::of(std::slice::from_ref(&left), &|_| true);
        rules.extend(formal.used.rules.iter());
        assert!(rules.contains(&case.rule), "{}: found by {rules:?}", case.rule);
        let rewritten = formal.written_out(&formal.residuals[0]);
        let mut expected = Interval::integer(0);
        for product in case.by_hand {
            let factors = product.iter().map(by_hand);
            let all = factors.fold(Interval::integer(1), |p, f| p.times(&f, BITS).expect("a product"));
            expected = expected.plus(&all, BITS).expect("a sum");
        }
        let rest = ratio(LEFT_OUT);
        let expected = expected.plus(&Interval::between(&-&rest, &rest, BITS).expect("a number"), BITS).expect("a sum");
        // So narrow that a wrong value does not fit.
        let width = ratio((1, 100_000_000));
        assert!(expected.width() < width, "{}: {:?}", case.rule, expected.endpoints());
        for e in [&left, &rewritten] {
            let value = number(&at_values(e, None), &Point::default());
            assert!(value.width() < width, "{}: {:?}", case.rule, value.endpoints());
            let ends = (value.endpoints(), expected.endpoints());
            assert!(!value.is_disjoint_from(&expected), "{}: {} in {ends:?}", case.rule, at_values(e, None));
        }
    }
}

#[test]
fn near_misses_have_no_value_by_the_rule() {
    for case in CASES {
        match &case.near {
            Near::Refused(code, e) => {
                let (e, place) = e.strip_suffix(" in c").map_or((*e, ""), |e| (e, " in c"));
                let found = left_of(&format!("{e} == 7{place}"));
                let refused = found.as_ref().is_err_and(|why| why.starts_with(code));
                assert!(refused, "{}: {e}: {:?}", case.rule, found.map(|f| f.1));
            }
            Near::Otherwise(e) => {
                let (_, rules, _) = left_of(&format!("{e} == 7")).unwrap_or_else(|why| panic!("{}: {why}", case.rule));
                assert!(!rules.is_empty() && !rules.contains(&case.rule), "{}: {rules:?}", case.rule);
            }
            Near::Conditional(e, name, value) => {
                let found = left_of(&format!("{e} == 7")).unwrap_or_else(|why| panic!("{}: {why}", case.rule));
                let (_, rules, conditions) = found;
                assert!(rules.contains(&case.rule), "{}: {rules:?}", case.rule);
                let fails = |fact: &Fact| {
                    let there = number(&at_values(&fact.expr, Some((*name, *value))), &Point::default());
                    match fact.relation {
                        Relation::NonZero => there.is_zero(),
                        _ => there.is_negative() || there.is_zero(),
                    }
                };
                assert!(conditions.iter().any(fails), "{}: {conditions:?}", case.rule);
            }
            Near::Unproved(_) => {}
        }
    }
}

fn geoflow(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
    let out = command.current_dir(folder).args(["--wait", "600"]).args(arguments).output().expect("geoflow runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
fn certificates_name_every_rule_and_near_misses_are_not_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = LAWS.to_owned();
    for (k, case) in CASES.iter().enumerate() {
        text += &format!("prove rule_{k}: {}\n", case.claim);
        if let Near::Unproved(claim) = &case.near {
            text += &format!("prove near_{k}: {claim}\n");
        }
    }
    std::fs::write(folder.path().join("rules.geo"), text).expect("written");
    let said = geoflow(folder.path(), &["verify", "rules.geo", "--certificate", "proof.json"]);
    let written = std::fs::read_to_string(folder.path().join("proof.json")).unwrap_or_else(|e| panic!("{e}: {said}"));
    let certificate = Certificate::read(&written).expect("a certificate");
    let accepted = replay_certificate(&certificate).unwrap_or_else(|e| panic!("{e:?}"));
    for (k, case) in CASES.iter().enumerate() {
        let label = format!("prove rule_{k}: ");
        let claim = accepted.claims.iter().find(|c| c.starts_with(&label));
        let claim = claim.unwrap_or_else(|| panic!("{} is not proved: {said}", case.claim));
        let rules = claim.rsplit_once("(by ").map_or("", |(_, rules)| rules.trim_end_matches(')'));
        assert!(rules.split(", ").any(|rule| rule == case.rule), "{}: {claim}", case.rule);
        let near = format!("prove near_{k}: ");
        assert!(!accepted.claims.iter().any(|c| c.starts_with(&near)), "{}: its near miss is proved", case.rule);
    }
}

/// Masses in two parts, and distances of laws whose covariances commute, against their values by hand.
#[test]
fn masses_in_two_parts_and_laws_that_commute_have_the_values_by_hand() {
    let text = "param a: positive\nparam q: (0, 1)\n\
        family zip(k in 0..inf) = mass if k == 0 then q + (1-q)*exp(-a) else (1-q)*exp(-a)*a^k/gamma(k+1)\n\
        prove E[k ~ zip](1) == 1\n\
        prove E[k ~ zip](k) == (1-q)*a\n\
        prove E[k ~ zip](k^2) == (1-q)*(a + a^2)\n\
        prove E[k ~ zip](if k == 0 then 1 else 0) == q + (1-q)*exp(-a)\n\
        prove WassersteinDistance(MultivariateNormal(mean = (0, 0, 0), covariance = [[1, q, q], [q, 1, q], [q, q, 1]]), \
            MultivariateNormal(mean = (0, 1, 0), covariance = [[4, 0, 0], [0, 4, 0], [0, 0, 4]])) \
            == sqrt(1 + (sqrt(1 + 2*q) - 2)^2 + 2*(sqrt(1 - q) - 2)^2)\n";
    let input = Input { path: None, name: "model.geo".into(), bytes: text.as_bytes().to_vec() };
    let checked = elaborate(parse_with_includes(&input, &NoFiles));
    assert!(checked.diagnostics.iter().all(|d| !d.is_error()), "{:?}", checked.diagnostics);
    assert_eq!(checked.model.claims.len(), 5);
    for claim in &checked.model.claims {
        let ClaimKind::Compare { parts, .. } = &claim.kind else { panic!("no comparison") };
        let [left, right] =
            [&parts[0].left[0], &parts[0].right[0]].map(|e| number(&at_values(e, None), &Point::default()));
        assert!(left.width() < ratio((1, 100_000_000)) && !left.is_disjoint_from(&right), "{left:?}, {right:?}");
    }
}
