//! Reading a file whole, or piece by piece where that fails.
//!
//! In: the text and its layout. Out: the items that could be read and a diagnostic for everything else. Every broken
//! item has its own diagnostic; what follows an error within one item is not reported.

use super::explain::{Piece, explain, explain_stray};
use super::grammar::{Geo, Rule};
use super::items::Builder;
use super::keywords::begins_item;
use super::layout::{Depth, Layout};
use super::lost::may_declare;
use super::tokens::{Fault, Kind, Token, Tokens};
use super::too_deep;
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::ast::Item;
use crate::syntax::span::{FileId, Span};
use pest::Parser;
use pest::error::{Error, InputLocation};
use std::collections::BTreeSet;

/// Reads a file.
/// In the second place come the names that may have been declared by what could not be read.
pub fn read(file: FileId, text: &str, layout: &Layout) -> (Vec<Item>, BTreeSet<String>, Vec<Diagnostic>) {
    let mut reader = Reader { file, text, items: Vec::new(), lost: BTreeSet::new(), diagnostics: Vec::new() };
    if !layout.clean || reader.items(0, text.len()).is_err() {
        for piece in &layout.pieces {
            reader.piece(piece.start, piece.end);
        }
    }
    (reader.items, reader.lost, reader.diagnostics)
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    items: Vec<Item>,
    lost: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads `text[start..end]` as a sequence of items, all or nothing.
    fn items(&mut self, start: usize, end: usize) -> Result<(), Box<Error<Rule>>> {
        let text = self.text.get(start..end).unwrap_or("");
        let pairs = Geo::parse(Rule::file, text)?;
        let mut builder = Builder::new(self.file, start);
        self.items.extend(builder.items(pairs));
        self.diagnostics.append(&mut builder.diagnostics);
        self.lost.append(&mut builder.lost);
        Ok(())
    }

    fn piece(&mut self, start: usize, end: usize) {
        let text = self.text.get(start..end).unwrap_or("");
        let mut tokens: Vec<Token> = Tokens::new(text).collect();
        let mut length = text.len();
        if let Some((at, finding)) = open_comment(self.file, &tokens, start) {
            self.diagnostics.push(finding);
            length = at;
            tokens.pop();
        }
        if let Some(fault) = fault(self.file, &tokens, text, start) {
            self.diagnostics.push(fault);
            may_declare(text, &mut self.lost);
            return;
        }
        if tokens.is_empty() {
            return;
        }
        let text = text.get(..length).unwrap_or("");
        if let Err(error) = self.items(start, start + length) {
            may_declare(text, &mut self.lost);
            self.broken(&Piece { file: self.file, text, base: start, tokens }, &error);
        }
    }

    /// Explains why a piece cannot be read. Lines that begin like an item, but with no keyword, break off whatever
    /// stands before them: that is read by itself, and each such line is explained by itself.
    fn broken(&mut self, piece: &Piece<'_>, error: &Error<Rule>) {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let strays = strays(piece);
        let stray_here = piece.token_at(at).filter(|token| token.first_on_line && token.kind == Kind::Word);
        let stray_here =
            stray_here.filter(|token| !begins_item(piece.word(token)) && piece.depth_before(token.start) == 0);
        match stray_here {
            Some(token) if self.items(piece.base, piece.base + token.start).is_ok() => {
                self.diagnostics.push(explain_stray(piece, &token));
            }
            _ => self.diagnostics.push(explain(piece, error, at)),
        }
        for stray in strays.iter().filter(|stray| stray.start > at) {
            self.diagnostics.push(explain_stray(piece, stray));
        }
    }
}

/// Tokens outside brackets that begin a line like an item, `word word` or `word:`, no deeper than the piece itself.
fn strays(piece: &Piece<'_>) -> Vec<Token> {
    let Some(margin) = piece.tokens.first().map(|token| token.indent) else {
        return Vec::new();
    };
    let mut depth = Depth::default();
    let mut strays = Vec::new();
    for (token, next) in piece.tokens.iter().zip(piece.tokens.iter().skip(1)) {
        let alone = token.first_on_line && token.kind == Kind::Word && token.indent <= margin && depth.brackets() == 0;
        let followed = !next.first_on_line && (next.kind == Kind::Word || piece.word(next) == ":");
        if alone && followed && !super::is_reserved(piece.word(token)) {
            strays.push(*token);
        }
        depth.pass(token, piece.text);
    }
    strays
}

/// The first thing in a piece that keeps it from being parsed at all.
pub(super) fn fault(file: FileId, tokens: &[Token], text: &str, base: usize) -> Option<Diagnostic> {
    let mut depth = Depth::default();
    for token in tokens {
        let span = Span::new(file, base + token.start, base + token.end);
        match token.kind {
            Kind::Fault(Fault::Control(c)) => return Some(control_character(span, c)),
            Kind::Fault(_) => return Some(open_text(span)),
            _ => depth.pass(token, text),
        }
        if depth.is_too_deep() {
            return Some(*too_deep(span));
        }
    }
    None
}

/// A comment that is never closed is the last token; where it begins, and what to say of it.
pub(super) fn open_comment(file: FileId, tokens: &[Token], base: usize) -> Option<(usize, Diagnostic)> {
    let last = tokens.last().filter(|token| matches!(token.kind, Kind::Fault(Fault::OpenComment)))?;
    let span = Span::new(file, base + last.start, base + last.start + 2);
    let finding = Diagnostic::error(Code::G0105, "a comment is never closed")
        .primary(span, "begins here; nothing behind it was read")
        .help("comments nest: every `/*` needs its own `*/`");
    Some((last.start, finding))
}

fn open_text(span: Span) -> Diagnostic {
    Diagnostic::error(Code::G0106, "a text in quotes is never closed")
        .primary(span, "no second `\"` on this line")
        .patch_with(Span::new(span.file, span.end as usize, span.end as usize), "\"", "close it")
}

fn control_character(span: Span, c: char) -> Diagnostic {
    let headline = format!("the character U+{:04X} cannot stand in a model", u32::from(c));
    Diagnostic::error(Code::G0104, headline).primary(span, "an invisible control character").patch_with(
        span,
        "",
        "remove it",
    )
}
