//! Values on the command line, read as expressions of the language.
//!
//! In: an option and its text. Out: trees and values, or findings in the session that show the text.

use super::session::Session;
use crate::derive::point::read_setting;
use crate::diagnostics::{Code, Diagnostic};
use crate::symbolic::Symbol;
use crate::syntax::ast;
use crate::syntax::span::{FileId, Span};

/// Reads `mu0=4`.
pub fn setting(session: &mut Session, text: &str) -> Option<(Symbol, crate::symbolic::Expr, Span)> {
    let Some((name, value)) = text.split_once('=') else {
        let finding = Diagnostic::error(Code::G0906, format!("`--set {text}` gives no value"));
        session.find(finding.help("write it as `--set mu0=4`"));
        return None;
    };
    // Blanks in the place of the name, so that findings point into the option's own text.
    let padded = format!("{}{value}", " ".repeat(name.len() + 1));
    let file = session.checked.sources.add("--set", text.as_bytes()).ok()?;
    let whole = Span::new(file, 0, name.len());
    let written = parsed(session, file, &padded)?;
    let name = crate::syntax::comparable_name(name.trim());
    match read_setting(&session.checked.model, (&name, whole), &written) {
        Ok((symbol, value)) => Some((symbol, value, Span::new(file, 0, text.len()))),
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
    let file: FileId = session.checked.sources.add(option, text.as_bytes()).ok()?;
    parsed(session, file, text)
}

fn parsed(session: &mut Session, file: FileId, text: &str) -> Option<ast::Expr> {
    match crate::syntax::parse_expression(file, text) {
        Ok(value) => Some(value),
        Err(finding) => {
            let cannot = Diagnostic::error(Code::G0906, format!("this cannot be read: {}", finding.headline))
                .help("for example `--at 'std(mu = 2, sigma = 1)'`, `--set mu0=4`, `--set 'v=10 [mV]'`");
            let span = finding.primary_span().unwrap_or(Span::new(file, 0, text.len()));
            session.find(cannot.primary(span, ""));
            None
        }
    }
}
