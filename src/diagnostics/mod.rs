//! What went wrong, and how to mend it, as plain data.
//!
//! In: the findings of every phase. Out: [`Diagnostic`] values, which [`render`] draws for a terminal and [`json`]
//! turns into a published form. It must not know the tree, the geometry or the terminal: only spans and words.
//! The catalogue of codes is [`codes`]; near-miss names come from [`suggest`].

pub mod codes;
pub mod json;
pub mod render;
pub mod suggest;

pub use codes::Code;
pub use render::{RenderStyle, render};

use crate::syntax::span::Span;
use schemars::JsonSchema;
use serde::Serialize;

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input is wrong; exit code 2.
    Error,
    /// Legal, but perhaps not meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A piece of source with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The piece.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
    /// Whether this is where the trouble is, rather than one of its causes.
    pub primary: bool,
}

/// A repair: text that replaces a piece of source (nothing is replaced where the span is empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// What the repair does, where it does not go without saying.
    pub message: Option<String>,
}

/// One finding, complete: what, where, why and what to do.
///
/// ```
/// use geoflow::diagnostics::{Code, Diagnostic};
/// use geoflow::syntax::span::{FileId, Span};
/// let name = Span::new(FileId(0), 4, 7);
/// let finding = Diagnostic::error(Code::G0201, "nothing is called `sgima`")
///     .primary(name, "unknown name")
///     .patch(name, "sigma");
/// assert_eq!(finding.code.id(), "G0201");
/// assert_eq!(finding.primary_span(), Some(name));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// Which entry of the catalogue.
    pub code: Code,
    /// One line that states the trouble.
    pub headline: String,
    /// Where; the primary labels come first by convention, not by need.
    pub labels: Vec<Label>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The same, ready to be applied.
    pub patches: Vec<Patch>,
}

impl Diagnostic {
    /// A finding of the given severity, with nothing but a headline.
    #[must_use]
    pub fn new(severity: Severity, code: Code, headline: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            headline: headline.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            patches: Vec::new(),
        }
    }

    /// An error.
    #[must_use]
    pub fn error(code: Code, headline: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, headline)
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: Code, headline: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, headline)
    }

    /// Adds the place of the trouble.
    #[must_use]
    pub fn primary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: true });
        self
    }

    /// Adds the place of something that has to do with it.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do; replaces what was said before.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a repair.
    #[must_use]
    pub fn patch(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.patches.push(Patch { span, replacement: replacement.into(), message: None });
        self
    }

    /// Adds a repair and says what it does.
    #[must_use]
    pub fn patch_with(mut self, span: Span, replacement: impl Into<String>, message: impl Into<String>) -> Self {
        self.patches.push(Patch { span, replacement: replacement.into(), message: Some(message.into()) });
        self
    }

    /// The first primary label's place, else the first label's.
    #[must_use]
    pub fn primary_span(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).or(self.labels.first()).map(|label| label.span)
    }

    /// Whether it makes the input wrong.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl From<Diagnostic> for Vec<Diagnostic> {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic]
    }
}
