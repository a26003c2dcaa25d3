//! One small document in every rendering.

use super::document::{
    Check, Component, Document, Entry, Equation, Expectation, Formula, Kind, Outcome, Section, VERSION, Verdict,
    Witness, WitnessFunction, WitnessValue,
};
use super::json::{document_json, document_schema};
use super::latex_document::{equation_latex, latex_document};
use super::text::Characters;
use super::text_document::text_document;
use crate::symbolic::{Expr, Role, Symbol};

fn formula(ascii: &str, latex: &str) -> Formula {
    Formula { ascii: ascii.into(), latex: latex.into() }
}

fn flow() -> Equation {
    let coordinate = |name, rank| Expr::symbol(&Symbol::new("Normals.var", name, Role::Coordinate, rank));
    let parameter = |name, rank| Expr::symbol(&Symbol::new("", name, Role::Parameter, rank));
    let (mu, s, mu0, sigma0) = (coordinate("mu", 0), coordinate("s", 1), parameter("mu0", 0), parameter("sigma0", 1));
    let right = [&mu0 - &mu, &(&sigma0.powi(2) + &(&mu - &mu0).powi(2)) - &s];
    let left = [formula("dmu/dt", "\\dot{\\mu}"), formula("ds/dt", "\\dot{s}")];
    let units = ["mV", "mV^2"];
    let components = left.into_iter().zip(&right).zip(units);
    let components =
        components.map(|((lhs, rhs), unit)| Component { lhs, rhs: Formula::of(rhs), unit: unit.into() }).collect();
    Equation {
        manifold: "Normals".into(),
        chart: "var".into(),
        unit: "per 1".into(),
        domain: "s > 0".into(),
        components,
        ..Equation::new("natural", Kind::Flow)
    }
}

fn metric() -> Equation {
    let entry = |a: &str| formula(a, a);
    Equation {
        chart: "std".into(),
        note: "chart-dependent recipe: made in chart std".into(),
        matrix: vec![vec![entry("1/a"), entry("0")], vec![entry("0"), entry("a + b")]],
        ..Equation::new("g_1", Kind::Metric)
    }
}

fn document() -> Document {
    let proved = Verdict::new("", "invariant natural under std -> var", Expectation::Prove, Outcome::Proved);
    let mut refuted =
        Verdict::new("naively", "invariant naive under std -> var", Expectation::Refute, Outcome::Refuted);
    let value = |name: &str, value: &str, unit: &str| WitnessValue {
        name: name.into(),
        value: value.into(),
        unit: unit.into(),
    };
    refuted.witness = Some(Witness {
        point: vec![value("mu", "2", "mV"), value("sigma", "1", "")],
        functions: vec![WitnessFunction { name: "f(x)".into(), value: formula("x^2", "x^{2}") }],
        left: "7".into(),
        right: "7/4".into(),
        difference: String::new(),
    });
    let wrong = Verdict::new("", "flat g", Expectation::Refute, Outcome::Proved);
    let mut open = Verdict::new("", "f_1 == f_2", Expectation::Prove, Outcome::Undecided);
    open.reason = "remains: trigamma(k)".into();
    let mut given = Verdict::new("", "isometry phi", Expectation::Prove, Outcome::ProvedGiven);
    given.given = vec!["g is positive definite".into()];
    let check = Check {
        label: String::new(),
        claim: "C at std(mu = 2)".into(),
        expected: "2.8".into(),
        exact: false,
        enclosure: "[2.90, 2.91]".into(),
        unit: String::new(),
        ok: false,
        undecided: false,
        reason: String::new(),
    };
    let mut document = Document::new("normals.geo");
    let verdicts = [proved, refuted, wrong, open, given].map(Entry::Verdict);
    let claims = verdicts.into_iter().chain([Entry::Check(check)]).collect();
    document.sections = vec![
        Section { title: String::new(), entries: vec![Entry::Equation(flow()), Entry::Equation(metric())] },
        Section { title: "Claims".into(), entries: claims },
    ];
    document
}

#[test]
fn a_document_as_text() {
    let expected = "\
flow natural  in var  (Normals)  [per 1]
  dmu/dt = mu0 - mu                     [mV]
  ds/dt  = sigma0^2 + (mu - mu0)^2 - s  [mV^2]
  on s > 0

metric g_1  in std
  (chart-dependent recipe: made in chart std)
  [[1/a, 0],
   [0,   a + b]]

Claims
------

✓ proved    invariant natural under std -> var
✓ refuted   naively: invariant naive under std -> var
  at mu = 2 [mV], sigma = 1; f(x) = x^2: left 7, right 7/4
✗ proved    flat g
  expected to be refuted
? undecided f_1 == f_2
  remains: trigamma(k)
? proved    isometry phi
  given g is positive definite
✗ differs   C at std(mu = 2) ~ 2.8
  the value lies in [2.90, 2.91]
";
    assert_eq!(text_document(&document(), Characters::Unicode), expected);
    let ascii = text_document(&document(), Characters::Ascii);
    assert!(
        ascii.is_ascii() && ascii.contains("ok proved    invariant natural") && ascii.contains("!! differs   C at")
    );
}

#[test]
fn displayed_equations_are_latex_that_katex_reads() {
    for e in [flow(), metric()] {
        let source = equation_latex(&e);
        assert!(ratex_parser::parse(&source).is_ok(), "{source}");
    }
    let fragment = latex_document(&document());
    assert!(fragment.contains("\\dot{\\mu} &= \\mu_{0} - \\mu \\quad [\\mathrm{mV}] \\\\"), "{fragment}");
    assert!(fragment.contains("\\textbf{proved}: \\texttt{flat g} \\textbf{(not as claimed)}"), "{fragment}");
    assert!(fragment.contains("\\texttt{f\\_1 == f\\_2}"), "{fragment}");
}

#[test]
fn json_keeps_the_order_of_fields_and_reads_back() {
    let json = document_json(&document()).unwrap();
    assert!(json.starts_with(&format!("{{\n  \"version\": {VERSION},\n  \"tool\": \"geoflow ")));
    assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document());
    assert!(json.contains("\"right\": \"7/4\"") && json.contains("\"type\": \"equation\""));
    assert!(document_schema().unwrap().contains("\"outcome_ok\""));
}
