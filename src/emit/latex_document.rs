//! A document as LaTeX: a fragment, or a whole file.
//!
//! In: a [`Document`]. Out: paragraphs and displayed `aligned` blocks, to be pasted into a paper that loads `amsmath`
//! and `amssymb`, or the same with a preamble. Formulas are those of the document; nothing is laid out here.

use super::document::{Check, Document, Entry, Equation, Outcome, Refusal, Verdict, Witness};
use super::latex::latex_matrix;
use super::latex_name::{latex_name, latex_unit};
use std::fmt::Write;

/// What every file begins with. Names may hold any letter: Unicode engines read them, pdfTeX those of Latin scripts.
const PREAMBLE: &str = "\\documentclass[fleqn]{article}
\\usepackage{amsmath}
\\usepackage{amssymb}
\\usepackage[margin=2cm]{geometry}
\\usepackage{iftex}
\\ifpdftex\\usepackage[T1]{fontenc}\\else\\usepackage{fontspec}\\fi
\\allowdisplaybreaks
\\setlength{\\parindent}{0pt}
";

/// Renders a document as a file of its own.
#[must_use]
pub fn latex_file(document: &Document) -> String {
    format!(
        "{}{PREAMBLE}\n\\begin{{document}}\n\\section*{{{}}}\n{}\n\\end{{document}}\n",
        first_line(document),
        words(&document.model),
        body(document)
    )
}

/// Renders a document as a fragment.
#[must_use]
pub fn latex_document(document: &Document) -> String {
    format!("{}{}", first_line(document), body(document))
}

fn first_line(document: &Document) -> String {
    format!("% {} ({})\n", one_line(&document.model), one_line(&document.tool))
}

fn body(document: &Document) -> String {
    let mut out = String::new();
    for section in &document.sections {
        if !section.title.is_empty() {
            let _ = write!(out, "\n\\subsection*{{{}}}\n", words(&section.title));
        }
        for entry in &section.entries {
            let body = match entry {
                Entry::Equation(e) => equation(e),
                Entry::Verdict(v) => verdict(v),
                Entry::Check(c) => check(c),
                Entry::Refusal(r) => refusal(r),
                Entry::Note { text } => format!("{}\n", text.lines().map(words).collect::<Vec<_>>().join(" \\\\\n")),
            };
            let _ = write!(out, "\n{body}");
        }
    }
    out
}

/// A comment must not end early.
fn one_line(s: &str) -> String {
    s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Plain words with LaTeX's own characters escaped.
#[must_use]
pub fn words(s: &str) -> String {
    s.chars()
        .map(|c| match c {
            '\\' => "\\textbackslash{}".into(),
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => format!("\\{c}"),
            '~' => "\\textasciitilde{}".into(),
            '^' => "\\textasciicircum{}".into(),
            '<' => "\\textless{}".into(),
            '>' => "\\textgreater{}".into(),
            c if c.is_control() => " ".into(),
            c => c.to_string(),
        })
        .collect()
}

fn code(s: &str) -> String {
    format!("\\texttt{{{}}}", words(s))
}

fn equation(e: &Equation) -> String {
    let mut heading = format!("\\paragraph{{{} {}}}", e.kind.word(), code(&e.label));
    if !e.chart.is_empty() {
        let _ = write!(heading, " in {}", code(&e.chart));
    }
    if !e.manifold.is_empty() {
        let _ = write!(heading, " on {}", code(&e.manifold));
    }
    if !e.unit.is_empty() {
        let _ = write!(heading, " $[{}]$", latex_unit(&e.unit));
    }
    if !e.note.is_empty() {
        let _ = write!(heading, " ({})", words(&e.note));
    }
    format!("{heading}\n\\[\n{}\n\\]\n", equation_latex(e))
}

/// The displayed part of an equation, without delimiters.
#[must_use]
pub fn equation_latex(e: &Equation) -> String {
    let mut lines: Vec<String> = e
        .components
        .iter()
        .map(|c| {
            let unit = if c.unit.is_empty() { String::new() } else { format!(" \\quad [{}]", latex_unit(&c.unit)) };
            format!("  {} &= {}{unit}", c.lhs.latex, c.rhs.latex)
        })
        .collect();
    if !e.matrix.is_empty() {
        let rows: Vec<Vec<String>> = e.matrix.iter().map(|r| r.iter().map(|f| f.latex.clone()).collect()).collect();
        lines.push(format!("  {} &= {}", latex_name(&e.label), latex_matrix(&rows)));
    }
    if !e.domain.is_empty() {
        lines.push(format!("  &\\text{{on }} \\texttt{{{}}}", math_words(&e.domain)));
    }
    lines.extend(e.conditions.iter().map(|c| format!("  &\\text{{where }} {}", c.latex)));
    format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", lines.join(" \\\\\n"))
}

/// Words inside a formula: KaTeX has no `\textless` there.
fn math_words(s: &str) -> String {
    s.chars()
        .map(|c| match c {
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => format!("\\{c}"),
            '\\' | '~' | '^' => " ".into(),
            c if c.is_control() => " ".into(),
            c => c.to_string(),
        })
        .collect()
}

fn verdict(v: &Verdict) -> String {
    let label = if v.label.is_empty() { String::new() } else { format!("{}: ", words(&v.label)) };
    let word = if v.outcome == Outcome::ProvedGiven { "proved" } else { v.outcome.word() };
    let mut out = format!("\\noindent\\textbf{{{word}}}: {label}{}", code(&v.claim));
    if !v.outcome_ok {
        out.push_str(" \\textbf{(not as claimed)}");
    }
    for hypothesis in &v.given {
        let _ = write!(out, ", given {}", code(hypothesis));
    }
    if !v.undefined_on.is_empty() {
        let _ = write!(out, "; undefined on {}", code(&v.undefined_on));
    }
    if let Some(w) = &v.witness {
        let _ = write!(out, "; at {}", witness(w));
    }
    if !v.reason.is_empty() {
        let _ = write!(out, ". {}", words(&v.reason));
    }
    out.push_str("\\par\n");
    out
}

fn witness(w: &Witness) -> String {
    let mut place: Vec<String> = w
        .point
        .iter()
        .map(|v| {
            let unit = if v.unit.is_empty() { String::new() } else { format!("\\,{}", latex_unit(&v.unit)) };
            // A constant such as `2^(1/3)` is set as it is written.
            let number = v.value.chars().all(|c| c.is_ascii_digit() || "+-./".contains(c));
            let value = if number { math_words(&v.value) } else { code(&v.value) };
            format!("${} = {value}{unit}$", latex_name(&v.name))
        })
        .collect();
    place.extend(w.functions.iter().map(|f| format!("{} $= {}$", code(&f.name), f.value.latex)));
    let sides = [("left", &w.left), ("right", &w.right), ("difference", &w.difference)];
    let sides: Vec<String> =
        sides.iter().filter(|(_, s)| !s.is_empty()).map(|(word, s)| format!("{word} ${}$", math_words(s))).collect();
    if sides.is_empty() { place.join(", ") } else { format!("{}: {}", place.join(", "), sides.join(", ")) }
}

fn refusal(r: &Refusal) -> String {
    let word = if r.ok || !r.found.is_empty() { "refused" } else { "accepted" };
    let mut out = format!("\\noindent\\textbf{{{word}}}: {}", code(&r.claim));
    if !r.ok {
        let _ = write!(out, " \\textbf{{(expected {})}}", words(&r.code));
    }
    for headline in &r.found {
        let _ = write!(out, "; {}", words(headline));
    }
    out.push_str("\\par\n");
    out
}

fn check(c: &Check) -> String {
    let word = match (c.undecided, c.ok) {
        (true, _) => "undecided",
        (false, true) => "checked",
        (false, false) => "differs",
    };
    let unit = if c.unit.is_empty() { String::new() } else { format!("\\,{}", latex_unit(&c.unit)) };
    let sign = if c.exact { "=" } else { "\\sim" };
    // Units inside of a value are no formula.
    let side = |sign: &str, value: &str| match (value.contains('['), sign) {
        (true, "") => code(value),
        (true, sign) => format!("${sign}$ {}", code(value)),
        (false, "") => format!("${}{unit}$", math_words(value)),
        (false, sign) => format!("${sign} {}{unit}$", math_words(value)),
    };
    let mut out = format!("\\noindent\\textbf{{{word}}}: {} {}", code(&c.claim), side(sign, &c.expected));
    if !c.ok && !c.enclosure.is_empty() {
        let _ = write!(out, ", but the value lies in {}", side("", &c.enclosure));
    }
    if !c.reason.is_empty() {
        let _ = write!(out, ". {}", words(&c.reason));
    }
    out.push_str("\\par\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::document::WitnessValue;

    #[test]
    fn constants_of_a_witness_are_set_as_they_are_written() {
        let value =
            |name: &str, value: &str| WitnessValue { name: name.into(), value: value.into(), unit: String::new() };
        let at = |v: WitnessValue| {
            let (left, right) = ("4".to_owned(), "8".to_owned());
            witness(&Witness { point: vec![v], functions: Vec::new(), left, right, difference: String::new() })
        };
        assert_eq!(at(value("x", "-1/2")), "$x = -1/2$: left $4$, right $8$");
        let text = at(value("x", "2^(1/3)"));
        assert_eq!(text, "$x = \\texttt{2\\textasciicircum{}(1/3)}$: left $4$, right $8$");
    }
}
