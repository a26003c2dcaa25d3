//! Diagnostics as JSON, in a form that is published and versioned.
//!
//! In: diagnostics and the sources they speak of. Out: serialisable values with lines and columns (from one, columns
//! in characters) and byte offsets (from zero, half open), with a schema. It must not know how a terminal draws them.

use super::{Diagnostic, Severity};
use crate::syntax::source::Sources;
use crate::syntax::span::Span;
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the form below; raised when a reader of the old one would be misled.
pub const VERSION: u32 = 1;

/// All findings of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// The version of this form.
    pub version: u32,
    /// The findings.
    pub diagnostics: Vec<Finding>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// The code, such as `G0301`.
    pub code: super::Code,
    /// What the code stands for.
    pub title: String,
    /// What happened here.
    pub headline: String,
    /// Where.
    pub labels: Vec<LabelAt>,
    /// Facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The same, ready to be applied.
    pub patches: Vec<PatchAt>,
}

/// A place in the sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Name of the file, as given.
    pub file: String,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Line just after the last character.
    pub end_line: usize,
    /// Column just after the last character.
    pub end_column: usize,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LabelAt {
    /// The place.
    pub place: Place,
    /// The remark.
    pub text: String,
    /// Whether the trouble is here.
    pub primary: bool,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PatchAt {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub replacement: String,
    /// What it does.
    pub message: Option<String>,
}

/// The findings in their published form.
#[must_use]
pub fn report(diagnostics: &[Diagnostic], sources: &Sources) -> Report {
    Report {
        version: VERSION,
        diagnostics: diagnostics.iter().map(|finding| self::finding(finding, sources)).collect(),
    }
}

fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Finding {
    let labels = diagnostic.labels.iter().map(|label| LabelAt {
        place: place(label.span, sources),
        text: label.text.clone(),
        primary: label.primary,
    });
    let patches = diagnostic.patches.iter().map(|patch| PatchAt {
        place: place(patch.span, sources),
        replacement: patch.replacement.clone(),
        message: patch.message.clone(),
    });
    Finding {
        severity: diagnostic.severity,
        code: diagnostic.code,
        title: diagnostic.code.title().to_owned(),
        headline: diagnostic.headline.clone(),
        labels: labels.collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        patches: patches.collect(),
    }
}

fn place(span: Span, sources: &Sources) -> Place {
    let (line, column) = sources.line_col(span.file, span.start as usize);
    let (end_line, end_column) = sources.line_col(span.file, span.end as usize);
    let file = sources.name(span.file).to_owned();
    Place { file, start: span.start, end: span.end, line, column, end_line, end_column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    #[test]
    fn places_have_lines_columns_and_bytes() {
        let mut sources = Sources::new();
        let file = sources.add("a.geo", "param μ: real\nlet a = ν\n".as_bytes()).expect("UTF-8");
        let span = Span::new(file, 23, 25);
        let finding = Diagnostic::error(Code::G0201, "nothing is called `ν`").primary(span, "here").patch(span, "μ");
        let value = serde_json::to_value(report(&[finding], &sources)).expect("serialisable");
        let first = &value["diagnostics"][0];
        assert_eq!(value["version"], 1);
        assert_eq!(first["code"], "G0201");
        assert_eq!(first["severity"], "error");
        let expected = serde_json::json!({
            "file": "a.geo", "start": 23, "end": 25, "line": 2, "column": 9, "end_line": 2, "end_column": 10
        });
        assert_eq!(first["labels"][0]["place"], expected);
        assert_eq!(first["patches"][0]["replacement"], "μ");
    }

    #[test]
    fn the_schema_names_every_field() {
        let schema = schemars::schema_for!(Report);
        let text = serde_json::to_string(&schema).expect("serialisable");
        for field in ["severity", "headline", "end_column", "replacement", "^G[0-9]{4}$"] {
            assert!(text.contains(field), "{field} is missing from the schema");
        }
    }
}
