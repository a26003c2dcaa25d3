//! A document for a terminal or a plain file.
//!
//! In: a [`Document`]. Out: text with `=` aligned within an equation, or the same with ASCII marks only.
//! It must not know colours: marks stand first on their line, so that a terminal can colour them.

use super::document::{Check, Document, Entry, Equation, Expectation, Outcome, Refusal, Verdict, Witness};
use super::text::{Characters, matrix};
use std::fmt::Write;

/// Renders a document.
#[must_use]
pub fn text_document(document: &Document, characters: Characters) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for section in &document.sections {
        if !section.title.is_empty() {
            blocks.push(format!("{}\n{}", section.title, "-".repeat(section.title.chars().count())));
        }
        let mut lines = String::new();
        for entry in &section.entries {
            let rendered = entry_text(entry, characters);
            // Verdicts and checks stand close together; equations are blocks of their own.
            if matches!(entry, Entry::Verdict(_) | Entry::Check(_) | Entry::Refusal(_)) {
                let _ = writeln!(lines, "{rendered}");
            } else {
                flush(&mut lines, &mut blocks);
                blocks.push(rendered);
            }
        }
        flush(&mut lines, &mut blocks);
    }
    if blocks.is_empty() { String::new() } else { format!("{}\n", blocks.join("\n\n")) }
}

/// Renders one entry, without a newline at the end.
#[must_use]
pub fn entry_text(entry: &Entry, characters: Characters) -> String {
    match entry {
        Entry::Equation(e) => equation(e),
        Entry::Verdict(v) => verdict(v, characters),
        Entry::Check(c) => check(c, characters),
        Entry::Refusal(r) => refusal(r, characters),
        Entry::Note { text } => text.clone(),
    }
}

fn flush(lines: &mut String, blocks: &mut Vec<String>) {
    if !lines.is_empty() {
        blocks.push(std::mem::take(lines).trim_end().to_string());
    }
}

/// `flow natural  in var  (Normals)  [per 1]`, then the components.
fn equation(e: &Equation) -> String {
    let mut out = format!("{} {}", e.kind.word(), e.label);
    if !e.chart.is_empty() {
        let _ = write!(out, "  in {}", e.chart);
    }
    if !e.manifold.is_empty() {
        let _ = write!(out, "  ({})", e.manifold);
    }
    if !e.unit.is_empty() {
        let _ = write!(out, "  [{}]", e.unit);
    }
    if !e.note.is_empty() {
        let _ = write!(out, "\n  ({})", e.note);
    }
    let width = |s: &str| s.chars().count();
    let left = e.components.iter().map(|c| width(&c.lhs.ascii)).max().unwrap_or(0);
    let right = e.components.iter().map(|c| width(&c.rhs.ascii)).max().unwrap_or(0);
    for c in &e.components {
        let gap = " ".repeat(left - width(&c.lhs.ascii));
        let _ = write!(out, "\n  {}{gap} = {}", c.lhs.ascii, c.rhs.ascii);
        if !c.unit.is_empty() {
            let _ = write!(out, "{}  [{}]", " ".repeat(right.min(60).saturating_sub(width(&c.rhs.ascii))), c.unit);
        }
    }
    if !e.matrix.is_empty() {
        let rows: Vec<Vec<String>> = e.matrix.iter().map(|r| r.iter().map(|f| f.ascii.clone()).collect()).collect();
        let _ = write!(out, "\n{}", indented(&matrix(&rows), "  "));
    }
    if !e.domain.is_empty() {
        let _ = write!(out, "\n  on {}", e.domain);
    }
    for c in &e.conditions {
        let _ = write!(out, "\n  where {}", c.ascii);
    }
    out
}

fn indented(text: &str, margin: &str) -> String {
    text.lines().map(|l| format!("{margin}{l}")).collect::<Vec<_>>().join("\n")
}

/// The mark says whether things came out as written; `?` is an open question.
fn mark(ok: bool, open: bool, characters: Characters) -> &'static str {
    match (characters, open, ok) {
        (_, true, _) => "?",
        (Characters::Unicode, false, true) => "✓",
        (Characters::Unicode, false, false) => "✗",
        (Characters::Ascii, false, true) => "ok",
        (Characters::Ascii, false, false) => "!!",
    }
}

fn line_start(mark: &str, word: &str, characters: Characters) -> String {
    match characters {
        Characters::Unicode => format!("{mark} {word:<9}"),
        Characters::Ascii => format!("{mark:<2} {word:<9}"),
    }
}

fn verdict(v: &Verdict, characters: Characters) -> String {
    let open = matches!(v.outcome, Outcome::Undecided | Outcome::ProvedGiven);
    let word = if v.outcome == Outcome::ProvedGiven { "proved" } else { v.outcome.word() };
    let mut out = format!("{} ", line_start(mark(v.outcome_ok, open, characters), word, characters));
    if !v.label.is_empty() {
        let _ = write!(out, "{}: ", v.label);
    }
    out.push_str(&v.claim);
    let margin = if characters == Characters::Unicode { "  " } else { "   " };
    let mut line = |text: String| {
        let _ = write!(out, "\n{margin}{text}");
    };
    for hypothesis in &v.given {
        line(format!("given {hypothesis}"));
    }
    if !v.undefined_on.is_empty() {
        line(format!("undefined on {}", v.undefined_on));
    }
    if let Some(w) = &v.witness {
        line(witness(w));
    }
    v.reason.lines().for_each(|reason| line(reason.to_owned()));
    match (v.expected, v.outcome) {
        (Expectation::Prove, Outcome::Refuted) => line("expected to be proved".into()),
        (Expectation::Refute, Outcome::Proved | Outcome::ProvedGiven) => line("expected to be refuted".into()),
        _ => {}
    }
    out
}

/// `at mu = 2, sigma = 1 [mV]; f(x) = x^2: left 7, right 7/4`
fn witness(w: &Witness) -> String {
    let unit = |u: &str| if u.is_empty() { String::new() } else { format!(" [{u}]") };
    let point: Vec<String> = w.point.iter().map(|v| format!("{} = {}{}", v.name, v.value, unit(&v.unit))).collect();
    let functions: Vec<String> = w.functions.iter().map(|f| format!("{} = {}", f.name, f.value.ascii)).collect();
    let place: Vec<String> = [point.join(", "), functions.join(", ")].into_iter().filter(|s| !s.is_empty()).collect();
    let mut sides = Vec::new();
    for (word, value) in [("left", &w.left), ("right", &w.right), ("difference", &w.difference)] {
        if !value.is_empty() {
            sides.push(format!("{word} {value}"));
        }
    }
    let place = if place.is_empty() { String::new() } else { format!("at {}", place.join("; ")) };
    let sides = sides.join(", ");
    match (place.is_empty(), sides.is_empty()) {
        (false, false) => format!("{place}: {sides}"),
        _ => format!("{place}{sides}"),
    }
}

fn check(c: &Check, characters: Characters) -> String {
    let word = match (c.undecided, c.ok) {
        (true, _) => "undecided",
        (false, true) => "checked",
        (false, false) => "differs",
    };
    let label = if c.label.is_empty() { String::new() } else { format!("{}: ", c.label) };
    let unit = if c.unit.is_empty() { String::new() } else { format!(" [{}]", c.unit) };
    let start = line_start(mark(c.ok, c.undecided, characters), word, characters);
    let sign = if c.exact { "==" } else { "~" };
    let mut out = format!("{start} {label}{} {sign} {}{unit}", c.claim, c.expected);
    let margin = if characters == Characters::Unicode { "  " } else { "   " };
    if !c.ok && !c.enclosure.is_empty() {
        let _ = write!(out, "\n{margin}the value lies in {}{unit}", c.enclosure);
    }
    if !c.reason.is_empty() {
        let _ = write!(out, "\n{margin}{}", c.reason);
    }
    out
}

fn refusal(r: &Refusal, characters: Characters) -> String {
    let word = if r.ok || !r.found.is_empty() { "refused" } else { "accepted" };
    let start = line_start(mark(r.ok, false, characters), word, characters);
    let margin = if characters == Characters::Unicode { "  " } else { "   " };
    let mut out = format!("{start} {}", r.claim);
    if !r.ok {
        let _ = write!(out, "\n{margin}expected to be refused with {} alone", r.code);
    }
    for headline in &r.found {
        let _ = write!(out, "\n{margin}{headline}");
    }
    out
}
