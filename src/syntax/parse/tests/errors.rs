//! What is refused, where and in which words; and that one error does not hide the next.

use super::{findings, valid};
use crate::diagnostics::{Code, Diagnostic, RenderStyle, render};
use crate::syntax::parse;
use crate::syntax::source::Sources;

/// The only finding: its code, the text of its primary label, and the text after its repairs.
fn one(text: &str) -> (Code, &str, String, Diagnostic) {
    let mut found = findings(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    let finding = found.remove(0);
    let span = finding.primary_span().expect("every finding has a place");
    (finding.code, &text[span.range()], repaired(text, &finding), finding)
}

fn repaired(text: &str, finding: &Diagnostic) -> String {
    let mut repaired = text.to_owned();
    if let Some(patch) = finding.patches.first() {
        repaired.replace_range(patch.span.range(), &patch.replacement);
    }
    repaired
}

/// The code, the marked text, and that the repair makes the text valid.
fn mended(text: &str, code: Code, marked: &str) {
    let (found, place, repaired, finding) = one(text);
    assert_eq!((found, place), (code, marked), "{text}\n{finding:#?}");
    assert_ne!(text, repaired, "{text} has a repair");
    let _ = valid(&repaired);
}

#[test]
fn common_mistakes_come_with_a_repair() {
    mended("prove a = b", Code::G0111, "=");
    mended("check C = 3", Code::G0111, "=");
    mended("let a == b", Code::G0111, "==");
    mended("check C given a == 4 ~ 3", Code::G0111, "==");
    mended("let a = b**2", Code::G0115, "**");
    mended("prove a == b given c && d", Code::G0115, "&&");
    mended("let a := b", Code::G0115, ":=");
    mended("let a = f(b + c\nparam d: real", Code::G0103, "(");
    mended("manifold M { chart a { x: real }", Code::G0103, "{");
    mended("let a = b + c)", Code::G0103, ")");
    mended("let a = f(b + c]", Code::G0103, "]");
    mended("mu: real", Code::G0113, "mu");
    mended("metirc g = Fisher(p)", Code::G0102, "metirc");
    mended("claim a == b", Code::G0102, "claim");
    mended("assert c: a == b", Code::G0102, "assert");
    mended("a = 3", Code::G0102, "a");
    mended("let a = 2 b", Code::G0101, "b");
    mended("let a = (b + 1)(b - 1)", Code::G0101, "(");
    mended("param a: reel", Code::G0101, "reel");
    mended("prove decreasing C alnog F", Code::G0101, "alnog");
    mended("manifold M { chrat c { x: real } }", Code::G0102, "chrat");
    mended("refuse G0301 { metirc g = Fisher(p) }", Code::G0102, "metirc");
    mended("map M.a -> N.b { u = x }", Code::G0114, "M.a -> N.b");
    mended("param a: [-inf, 1)", Code::G0114, "[");
    mended("include \"a.geo", Code::G0106, "\"a.geo");
    mended("let a = b\0", Code::G0104, "\0");
}

#[test]
fn other_mistakes_are_named() {
    let seen = |text: &str| {
        let (code, place, _, _) = one(text);
        (code, place.to_owned())
    };
    assert_eq!(seen("param flow: real"), (Code::G0110, "flow".into()));
    assert_eq!(seen("let a = 1 + map"), (Code::G0110, "map".into()));
    assert_eq!(seen("let a = x [mV]"), (Code::G0116, "[".into()));
    assert_eq!(seen("prove a < b < c"), (Code::G0101, "<".into()));
    assert_eq!(seen("chart c { x: real }"), (Code::G0102, "chart".into()));
    assert_eq!(seen("param a: (inf, 0)"), (Code::G0114, "inf".into()));
    assert_eq!(seen("param a: real [V/m s]"), (Code::G0112, "s".into()));
    assert_eq!(seen("param a: real [m^(1/0)]"), (Code::G0112, "0".into()));
    assert_eq!(seen("let a = |x|"), (Code::G0115, "|".into()));
    assert_eq!(seen("let x' = 1"), (Code::G0115, "'".into()));
    assert_eq!(seen("param a: real /* never /* closed */"), (Code::G0105, "/*".into()));
    assert_eq!(seen("let a = 1e9999"), (Code::G0107, "1e9999".into()));
    assert_eq!(seen("let a ="), (Code::G0101, "=".into()));
    assert_eq!(seen("const n 5"), (Code::G0101, "5".into()));
}

#[test]
fn headlines_say_what_was_expected() {
    let headline = |text: &str| one(text).3.headline;
    assert_eq!(headline("const n 5"), "expected `=`, found `5`");
    assert_eq!(headline("let a = b +"), "expected an expression, but the item ends");
    assert_eq!(headline("param x real"), "expected `:`, found `real`");
    assert_eq!(headline("param x: 5"), "expected a domain such as `real` or `(0, 1)`, found `5`");
    assert_eq!(headline("cost C = x"), "expected `[` or `on`, found `=`");
    assert_eq!(headline("manifold M { chart a { x: real y: real } }"), "expected `,`, `[`, `where` or `}`, found `y`");
}

#[test]
fn every_broken_item_is_reported_and_the_others_are_read() {
    let text = "\
param a: real
mu: real
let b = a**2
metirc g = Fisher(p)
   continued on
param flow: real; prove a = b
let c = (a + 1
manifold M {
  chart a { x: }
}
let d = a
";
    let (file, found) = parse(Default::default(), text);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.id()).collect();
    assert_eq!(codes, ["G0113", "G0115", "G0102", "G0110", "G0111", "G0103", "G0101"]);
    assert_eq!(file.items.len(), 2, "{:#?}", file.items);
}

#[test]
fn a_finding_reads_as_a_small_document() {
    let text = "param mu0: real\nprove fits: mu0 = 4 given values\n";
    let mut sources = Sources::new();
    let file = sources.add("model.geo", text.as_bytes()).expect("UTF-8");
    let (_, found) = parse(file, text);
    insta::assert_snapshot!(render(&found, &sources, RenderStyle::default()), @r"
    error[G0111]: a comparison is written with `==`
     --> model.geo:2:17
      |
    2 | prove fits: mu0 = 4 given values
      | -----           ^ write `==`
      | |
      | in this `prove`
      |
      = note: `=` declares, `==` compares
    help: write `==`
      |
    2 | prove fits: mu0 == 4 given values
      |                  +
    ");
}

#[test]
fn examples_of_the_catalogue_show_their_code() {
    for code in Code::ALL.iter().filter(|code| code.id().starts_with("G01") && !code.entry().example.is_empty()) {
        let found = findings(code.entry().example);
        assert!(found.iter().any(|finding| finding.code == *code), "{code}: {found:#?}");
    }
}
