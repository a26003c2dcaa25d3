//! Deep, long and random input: always an answer, soon, and never a failure.

use super::{THREE_CHARTS, UNITS, findings, valid};
use crate::diagnostics::{Code, RenderStyle, render};
use crate::syntax::parse;
use crate::syntax::source::Sources;
use crate::syntax::span::FileId;
use proptest::prelude::*;

/// The codes of a text, which must have some.
fn codes(text: &str) -> Vec<Code> {
    findings(text).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn deep_nests_are_refused_at_any_depth() {
    for n in [300, 10_000, 1_000_000] {
        assert_eq!(codes(&format!("let a = {}x{}", "(".repeat(n), ")".repeat(n))), [Code::G0108], "{n} parentheses");
        assert_eq!(codes(&format!("let a = {}x", "(".repeat(n))), [Code::G0108], "{n} open parentheses");
        assert_eq!(codes(&format!("let a = {}x", "-".repeat(n))), [Code::G0108], "{n} signs");
        assert_eq!(codes(&format!("let a = x{}", "^x".repeat(n))), [Code::G0108], "{n} powers");
        assert_eq!(codes(&format!("let a = {}x", "not ".repeat(n))), [Code::G0108], "{n} negations");
        assert_eq!(codes(&format!("let a = {}", "if b then ".repeat(n))), [Code::G0108], "{n} conditions");
        assert_eq!(codes(&"refuse G0301 {".repeat(n)), [Code::G0108], "{n} blocks");
        assert_eq!(codes(&format!("param a: real [{}m", "(".repeat(n))), [Code::G0108], "{n} units");
        assert_eq!(codes(&format!("plot {}", "{".repeat(n))), [Code::G0108], "{n} braces in a request");
        assert_eq!(codes(&"/*".repeat(n)), [Code::G0105], "{n} comments");
    }
    let _ = valid(&format!("let a = {}x{}", "(".repeat(256), ")".repeat(256)));
    let _ = valid(&format!("let a = {}x{}", "f(".repeat(150), ")".repeat(150)));
    let _ = valid(&format!("let a = {}x", "-".repeat(256)));
}

#[test]
fn nested_comments_that_close_are_blanks() {
    for n in [300, 100_000] {
        let found = findings(&format!("{}{} param a: real", "/*".repeat(n), "*/".repeat(n)));
        assert!(found.len() <= 1, "{n}: {found:#?}");
    }
}

#[test]
fn a_deep_item_does_not_hide_its_neighbours() {
    let deep = "(".repeat(400);
    let (file, found) = parse(FileId(0), &format!("param a: (0, 1)\nlet b = {deep}\nparam c: (0, 1)\nlet d = {deep}"));
    assert_eq!(file.items.len(), 2);
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::G0108, Code::G0108]);
}

#[test]
fn long_chains_are_refused_and_long_lists_are_read() {
    for n in [2_000, 100_000] {
        assert_eq!(codes(&format!("let a = x{}", " + x".repeat(n))), [Code::G0109], "{n} terms");
        assert_eq!(codes(&format!("let a = x{}", " and x".repeat(n))), [Code::G0109], "{n} conditions");
        assert_eq!(codes(&format!("let a = {}x", "if b then c else ".repeat(n))), [Code::G0109], "{n} cases");
        assert_eq!(codes(&format!("param a: real [m{}]", "*m".repeat(n))), [Code::G0109], "{n} units");
    }
    let _ = valid(&format!("let a = x{}", " + x".repeat(900)));
    let _ = valid(&format!("let a = [x{}]", ", x".repeat(100_000)));
    assert_eq!(valid(&"param a: real\n".repeat(10_000)).items.len(), 10_000);
}

#[test]
fn errors_deep_inside_are_found_soon() {
    // An alternative of the grammar that reads a part twice would take 2^200 steps here.
    for open in ["f(", "(", "[", "sum(i in 1..n, ", "{a: ", "if (", "1 + if b then c else (", "w["] {
        let found = findings(&format!("let a = {}? +", open.repeat(200)));
        assert!(!found.is_empty(), "{open}");
    }
}

#[test]
fn numbers_of_a_million_digits_are_refused() {
    assert_eq!(codes(&format!("let a = {}", "9".repeat(1_000_000))), [Code::G0107]);
    assert_eq!(codes(&format!("let a = 1.{}e5", "0".repeat(1_000_000))), [Code::G0107]);
    assert_eq!(codes("param a: real [m^1e100000]"), [Code::G0107]);
}

#[test]
fn many_errors_take_time_proportional_to_the_text() {
    for line in
        ["let a = (\n", "mu: real\n", "let a = b**2\n", ")\n", "prove a = {\n", "foo bar\n", "\0\n", "\"\n", "; x\n"]
    {
        let found = findings(&line.repeat(5_000));
        assert!(!found.is_empty(), "{line:?}");
    }
}

/// Everything a reader of findings relies on.
fn assert_sound(text: &str) {
    let (file, found) = parse(FileId(0), text);
    let mut sources = Sources::new();
    assert!(sources.add("a.geo", text.as_bytes()).is_ok());
    for finding in &found {
        assert_ne!(finding.code, Code::G0890, "{text:?}\n{finding:#?}");
        assert!(finding.primary_span().is_some(), "{finding:#?}");
        let places =
            finding.labels.iter().map(|label| label.span).chain(finding.patches.iter().map(|patch| patch.span));
        for span in places {
            assert!(text.get(span.range()).is_some(), "{text:?}\n{finding:#?}");
        }
    }
    for item in &file.items {
        assert!(text.get(item.span.range()).is_some_and(|item| !item.is_empty()), "{text:?}");
    }
    if text.chars().any(|c| c.is_alphanumeric() && c.is_ascii()) && !text.contains("//") && !text.contains("/*") {
        assert!(!found.is_empty() || !file.items.is_empty(), "silence is no answer: {text:?}");
    }
    let _ = render(&found, &sources, RenderStyle::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        let text = text.trim_start_matches('\u{FEFF}');
        assert_sound(text);
    }

    #[test]
    fn any_sequence_of_words_has_an_answer(words in proptest::collection::vec(proptest::sample::select(vec![
        "param", "let", "prove", "check", "manifold", "chart", "map", "flow", "refuse", "plot", "where", "given", "a", "μ₀",
        "x", "1", "2.5e3", "(", ")", "[", "]", "{", "}", ",", ":", "=", "==", "->", "-", "+", "^", "..", "~", "in", "at",
        "on", "if", "then", "else", "sum", "not", "and", "\n", "\n", "\"", "/*", "*/", "//", ";", "²", "inf", "real", "per",
    ]), 0..60)) {
        assert_sound(&words.join(" "));
    }

    #[test]
    fn a_mutilated_file_has_an_answer(
        units in any::<bool>(), cut in 0usize..1500, length in 0usize..40, insert in "[-a-z()\\[\\]{}=:,;\"*/+^ \n\u{3bc}]{0,4}",
    ) {
        let mut text: Vec<char> = if units { UNITS } else { THREE_CHARTS }.chars().collect();
        let cut = cut % text.len();
        let end = (cut + length).min(text.len());
        text.splice(cut..end, insert.chars());
        assert_sound(&text.into_iter().collect::<String>());
    }
}
