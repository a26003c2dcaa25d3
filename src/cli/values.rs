//! Values on the command line, read as expressions of the language.
//!
//! In: an option and its text. Out: trees and values, or findings in the session that show the text.

use super::session::Session;
use crate::derive::point::read_setting;
use crate::diagnostics::{Code, Diagnostic};
use crate::symbolic::Symbol;
use crate::syntax::ast::{self, ItemKind};
use crate::syntax::span::{FileId, Span};

/// Reads `mu0=4`.
pub fn setting(session: &mut Session, text: &str) -> Option<(Symbol, crate::symbolic::Expr)> {
    let Some((name, value)) = text.split_once('=') else {
        let finding = Diagnostic::error(Code::G0906, format!("`--set {text}` gives no value"));
        session.find(finding.help("write it as `--set mu0=4`"));
        return None;
    };
    let written = parse_value(session, "--set", value)?;
    match read_setting(&session.checked.model, name.trim(), &written) {
        Ok(pair) => Some(pair),
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}

/// The place of an option's text among the sources, so that findings can show it.
pub fn text_span(session: &mut Session, option: &str, text: &str) -> Span {
    match session.checked.sources.add(option, text.as_bytes()) {
        Ok(file) => Span::new(file, 0, text.len()),
        Err(_) => Span::default(),
    }
}

/// Reads an option's text as an expression of the language.
pub fn parse_value(session: &mut Session, option: &str, text: &str) -> Option<ast::Expr> {
    const BEFORE: &str = "let value = ";
    let whole = format!("{BEFORE}{}", text.trim());
    let file: FileId = session.checked.sources.add(option, whole.as_bytes()).ok()?;
    let (tree, found) = crate::syntax::parse(file, &whole);
    let mut items = tree.items.into_iter();
    match (items.next().map(|item| item.kind), items.next(), found.is_empty()) {
        (Some(ItemKind::Let { value, .. }), None, true) => Some(value),
        _ => {
            let finding = Diagnostic::error(Code::G0906, format!("`{option} {text}` cannot be read"));
            session
                .find(finding.help("for example `--at 'std(mu = 2, sigma = 1)'`, `--set mu0=4`, `--set 'v=10 [mV]'`"));
            None
        }
    }
}
