//! What reaches the terminal: findings on standard error, results on standard output, one JSON document on request.
//!
//! In: diagnostics, documents, text. Out: bytes on the standard streams. It must not know commands.

use super::args::{Color, Format, Global};
use crate::decide::{Answer, Outcome};
use crate::diagnostics::{Diagnostic, RenderStyle, json, render};
use crate::emit::document::Document;
use crate::emit::json::document_json;
use crate::emit::latex_document::latex_document;
use crate::emit::text::Characters;
use crate::emit::text_document::text_document;
use crate::syntax::source::Sources;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
    ascii: bool,
    color: Color,
}

/// A text made by `emit`.
#[derive(Clone, Debug, Serialize)]
pub struct Emitted {
    /// What it is.
    pub target: String,
    /// Where it was written; `None` for nowhere.
    pub path: Option<String>,
    /// The text, when it was not written to a file.
    pub text: Option<String>,
}

/// Everything of one run.
#[derive(Serialize)]
struct Everything<'a> {
    #[serde(flatten)]
    report: json::Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a Document>,
    #[serde(skip_serializing_if = "<[Emitted]>::is_empty")]
    emitted: &'a [Emitted],
}

impl Output {
    /// The choices of the command line.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        Self { json: global.json, ascii: global.ascii, color: global.color }
    }

    /// Everything of one run: findings, the report in its form, emitted texts.
    pub fn finish(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        document: Option<(&Document, Format)>,
        emitted: &[Emitted],
    ) {
        if self.json {
            let document = document.map(|(document, _)| document);
            let everything = Everything { report: json::report(diagnostics, sources), document, emitted };
            match serde_json::to_string_pretty(&everything) {
                Ok(text) => print(&format!("{text}\n")),
                Err(error) => report_defect(&error.to_string()),
            }
            return;
        }
        self.findings(diagnostics, sources);
        if let Some((document, format)) = document {
            self.report(document, format);
        }
        for Emitted { text, path, .. } in emitted {
            match (text, path) {
                (Some(text), _) => print(text),
                (None, Some(path)) => eprintln!("geoflow: wrote {path}"),
                (None, None) => {}
            }
        }
    }

    /// The answer to a statement.
    pub fn statement(&self, answer: &Answer) {
        let text = statement_text(answer, self.characters());
        if self.colored(io::stdout().is_terminal()) { print(&painted(&text)) } else { print(&text) }
    }

    fn findings(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if diagnostics.is_empty() {
            return;
        }
        let style = RenderStyle { color: self.colored(io::stderr().is_terminal()), unicode: !self.ascii };
        let mut text = render(diagnostics, sources, style);
        let errors = diagnostics.iter().filter(|d| d.is_error()).count();
        if errors > 1 {
            text.push_str(&format!("\n{errors} errors\n"));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }

    fn report(&self, document: &Document, format: Format) {
        match document_text(document, format, self.characters()) {
            Ok(text) if format == Format::Text && self.colored(io::stdout().is_terminal()) => print(&painted(&text)),
            Ok(text) => print(&text),
            Err(error) => report_defect(&error.to_string()),
        }
    }

    /// Which marks to use in texts.
    #[must_use]
    pub fn characters(&self) -> Characters {
        if self.ascii { Characters::Ascii } else { Characters::Unicode }
    }

    /// Whether findings go to standard output as JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    fn colored(self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        }
    }
}

/// A report in one of its forms.
///
/// # Errors
/// The JSON serialiser's.
pub fn document_text(document: &Document, format: Format, characters: Characters) -> Result<String, serde_json::Error> {
    match format {
        Format::Text => Ok(text_document(document, characters)),
        Format::Latex => Ok(latex_document(document)),
        Format::Json => document_json(document),
    }
}

/// An answer in words: the verdict, what supports it, where nothing is said.
fn statement_text(answer: &Answer, characters: Characters) -> String {
    let mark = |unicode: &'static str, ascii: &'static str| match characters {
        Characters::Ascii => ascii,
        Characters::Unicode => unicode,
    };
    let mut lines = Vec::new();
    match (answer.verdict, &answer.witness) {
        (Outcome::Refuted, Some(found)) => {
            let point: Vec<String> = found.point.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let place = if point.is_empty() { String::new() } else { format!(" at {}", point.join(", ")) };
            lines.push(format!("{} refuted{place}: left {}, right {}", mark("✗", "!!"), found.left, found.right));
        }
        (Outcome::Proved, _) => {
            lines.push(format!("{} proved: {}", mark("✓", "ok"), answer.by.join(", ")));
            if !answer.kernels.is_empty() {
                lines.push(format!("  kernels {}", answer.kernels.join(", ")));
            }
        }
        _ => {
            lines.push("? undecided".to_owned());
            lines.extend(answer.remains.iter().map(|e| format!("  remains: {e}")));
            lines.push(format!("  stopped: {}", answer.reason));
        }
    }
    if !answer.undefined_on.is_empty() {
        lines.push(format!("  undefined where {}", answer.undefined_on.join(", ")));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Colours the marks at the beginnings of lines and the words of their verdicts.
fn painted(text: &str) -> String {
    const GREEN: &str = "\x1b[32m";
    const RED: &str = "\x1b[1;31m";
    const YELLOW: &str = "\x1b[33m";
    let marks = [("✓ ", GREEN), ("ok ", GREEN), ("✗ ", RED), ("!! ", RED), ("? ", YELLOW)];
    let mut out = String::new();
    for line in text.lines() {
        match marks.iter().find(|(mark, _)| line.starts_with(mark)) {
            Some((mark, color)) => {
                let rest = line.get(mark.len()..).unwrap_or_default().trim_start();
                let end = line.len() - rest.len() + rest.find(' ').unwrap_or(rest.len());
                let (verdict, claim) = line.split_at(end);
                out.push_str(&format!("{color}{verdict}\x1b[0m{claim}\n"));
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Prints to standard output. A reader that has gone away wants no more, and nobody to be told.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = writeln!(io::stderr(), "geoflow: standard output cannot be written: {error}");
    }
}

/// Says that geoflow itself is at fault.
pub fn report_defect(what: &str) {
    let place = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(
        io::stderr(),
        "geoflow {version}: a defect of geoflow, not of your model\n  {what}\n\
         Please report it with the model that shows it: {place}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_and_verdicts_are_painted() {
        assert_eq!(painted("✓ proved    a == b\n"), "\x1b[32m✓ proved\x1b[0m    a == b\n");
        assert_eq!(painted("!! refuted   a\n"), "\x1b[1;31m!! refuted\x1b[0m   a\n");
        assert_eq!(painted("flow natural\n  x\n"), "flow natural\n  x\n");
    }
}
