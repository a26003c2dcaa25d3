//! Diagnostics drawn for a terminal.
//!
//! In: diagnostics and the sources they speak of. Out: text. This is the only module that names `annotate-snippets`;
//! every span is clamped to characters of its file before that crate sees it, and every message is freed of control
//! characters, so that no input can make drawing fail or play tricks with a terminal.

use super::{Diagnostic, Label, Patch, Severity};
use crate::syntax::source::{Sources, boundary_before};
use crate::syntax::span::{FileId, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RenderStyle {
    /// Terminal colours.
    pub color: bool,
    /// Frames of line-drawing characters rather than ASCII.
    pub unicode: bool,
}

/// Columns of a drawn line; longer source lines are cut around the label.
const WIDTH: usize = 140;

/// The findings one after the other, with a blank line between; ends with a line break unless there are none.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: RenderStyle) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.decor_style(decor).term_width(WIDTH);
    let mut drawn = String::new();
    for diagnostic in diagnostics {
        if !drawn.is_empty() {
            drawn.push('\n');
        }
        drawn.push_str(renderer.render(&groups(diagnostic, sources)).trim_end_matches('\n'));
        drawn.push('\n');
    }
    drawn
}

fn groups<'a>(diagnostic: &Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(printable(&diagnostic.headline)).id(diagnostic.code.id());
    let mut main = Group::with_title(title);
    for file in files(diagnostic) {
        main = main.element(labelled(&diagnostic.labels, file, sources));
    }
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(printable(note)));
    }
    let mut groups = Vec::new();
    if let (Some(help), true) = (&diagnostic.help, diagnostic.patches.is_empty()) {
        main = main.element(Level::HELP.message(printable(help)));
    }
    groups.push(main);
    for (index, patch) in diagnostic.patches.iter().enumerate() {
        let text = patch.message.as_ref().or(diagnostic.help.as_ref().filter(|_| index == 0));
        let text = text.map_or_else(|| format!("write `{}`", patch.replacement.trim()), Clone::clone);
        groups.push(Group::with_title(Level::HELP.secondary_title(printable(&text))).element(patched(patch, sources)));
    }
    groups
}

/// The files of the labels, that of the primary label first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files: Vec<FileId> = diagnostic.primary_span().map(|span| span.file).into_iter().collect();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn labelled<'a>(
    labels: &[Label],
    file: FileId,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let here: Vec<&Label> = labels.iter().filter(|label| label.span.file == file).collect();
    let (window, first_line) = window(here.iter().map(|label| label.span), file, sources);
    let text = sources.text(file).get(window.clone()).unwrap_or("");
    let mut snippet = Snippet::source(text).path(sources.name(file)).line_start(first_line);
    for label in here {
        let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(clamp(text, label.span, window.start));
        let message = printable(&label.text);
        snippet = snippet.annotation(if message.is_empty() { annotation } else { annotation.label(message) });
    }
    snippet
}

fn patched<'a>(patch: &Patch, sources: &'a Sources) -> Snippet<'a, annotate_snippets::Patch<'a>> {
    let file = patch.span.file;
    let (window, first_line) = window(std::iter::once(patch.span), file, sources);
    let text = sources.text(file).get(window.clone()).unwrap_or("");
    let range = exact(text, patch.span, window.start);
    let replacement = printable(&patch.replacement);
    Snippet::source(text)
        .path(sources.name(file))
        .line_start(first_line)
        .patch(annotate_snippets::Patch::new(range, replacement))
}

/// The whole lines around the spans, and the number of the first: drawing costs as much as the text it is given.
fn window(spans: impl Iterator<Item = Span>, file: FileId, sources: &Sources) -> (Range<usize>, usize) {
    let (mut first, mut last) = (usize::MAX, 1);
    for span in spans {
        first = first.min(sources.line_col(file, span.start as usize).0);
        last = last.max(sources.line_col(file, span.end as usize).0);
    }
    let first = first.min(last);
    let start = sources.line_range(file, first).start;
    let end = sources.line_range(file, last).end;
    (start..end.max(start), first)
}

/// The span within the window, on character boundaries, and not empty where a character is there to be marked.
fn clamp(text: &str, span: Span, window_start: usize) -> Range<usize> {
    let range = exact(text, span, window_start);
    if !range.is_empty() {
        return range;
    }
    let next = text.get(range.start..).and_then(|rest| rest.chars().next()).filter(|&c| c != '\n');
    range.start..range.start + next.map_or(0, char::len_utf8)
}

/// The span within the window, on character boundaries.
fn exact(text: &str, span: Span, window_start: usize) -> Range<usize> {
    let start = boundary_before(text, (span.start as usize).saturating_sub(window_start));
    let end = boundary_before(text, (span.end as usize).saturating_sub(window_start));
    start..end.max(start)
}

/// Without control characters, and cut where it would flood the terminal: messages may quote the user's text.
fn printable(message: &str) -> String {
    const LONGEST: usize = 2000;
    let control = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let clean = message.chars().map(|c| if control(c) && c != '\n' { '\u{FFFD}' } else { c });
    let mut text: String = clean.take(LONGEST).collect();
    if message.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use proptest::prelude::*;

    fn one(text: &str) -> (Sources, FileId) {
        let mut sources = Sources::new();
        let file = sources.add("a.geo", text.as_bytes()).expect("UTF-8");
        (sources, file)
    }

    #[test]
    fn a_finding_is_drawn_with_labels_notes_and_repair() {
        let (sources, file) = one("param a: real\nlet b = a + c\n");
        let name = Span::new(file, 26, 27);
        let finding = Diagnostic::error(Code::G0201, "nothing is called `c`")
            .primary(name, "unknown name")
            .secondary(Span::new(file, 6, 7), "a similar name")
            .note("names are compared letter by letter")
            .help("did you mean `a`?")
            .patch(name, "a");
        let drawn = render(&[finding], &sources, RenderStyle::default());
        insta::assert_snapshot!(drawn, @r"
    error[G0201]: nothing is called `c`
     --> a.geo:2:13
      |
    1 | param a: real
      |       - a similar name
    2 | let b = a + c
      |             ^ unknown name
      |
      = note: names are compared letter by letter
    help: did you mean `a`?
      |
    2 - let b = a + c
    2 + let b = a + a
      |
    ");
    }

    #[test]
    fn several_files_are_drawn_the_primary_first() {
        let (mut sources, first) = one("param a: real\n");
        let second = sources.add("b.geo", b"param a: real\n").expect("UTF-8");
        let finding = Diagnostic::error(Code::G0202, "`a` is declared twice")
            .secondary(Span::new(first, 6, 7), "first here")
            .primary(Span::new(second, 6, 7), "again here");
        let drawn = render(&[finding], &sources, RenderStyle { color: false, unicode: true });
        let (b, a) = (drawn.find("b.geo").expect("b is drawn"), drawn.find("a.geo").expect("a is drawn"));
        assert!(b < a, "{drawn}");
    }

    #[test]
    fn messages_cannot_control_the_terminal() {
        let (sources, file) = one("\u{1b}[31m");
        let finding = Diagnostic::error(Code::G0104, "\u{1b}[2J").primary(Span::new(file, 0, 1), "\u{7}");
        let drawn = render(&[finding], &sources, RenderStyle::default());
        assert!(!drawn.contains('\u{1b}') && !drawn.contains('\u{7}'), "{drawn:?}");
    }

    proptest! {
        #[test]
        fn no_span_makes_drawing_fail(
            text in "[a-c \t\n\r\u{e9}\u{4e2d}\u{1F600}\u{301}]{0,40}",
            spans in proptest::collection::vec((0u32..60, 0u32..60, any::<bool>()), 0..4),
            patch in (0usize..60, 0usize..60, "[a\n\u{e9}]{0,3}"),
        ) {
            let (sources, file) = one(&text);
            let mut finding = Diagnostic::warning(Code::G0101, "headline").patch(Span::new(file, patch.0, patch.1), patch.2);
            for (start, end, primary) in spans {
                finding.labels.push(Label { span: Span { file, start, end }, text: "here".into(), primary });
            }
            for unicode in [false, true] {
                let drawn = render(std::slice::from_ref(&finding), &sources, RenderStyle { color: unicode, unicode });
                prop_assert!(drawn.contains("headline"));
            }
        }
    }
}
