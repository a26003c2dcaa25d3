//! Reading one piece by itself: an expression, a domain, a name.
//!
//! In: a text that holds exactly one piece. Out: its tree, or the first thing that is wrong with it. Limits, depth and
//! words of the findings are those of files; a text that holds more than the piece is refused, whatever follows.

use super::explain::{Piece, explain};
use super::grammar::{Geo, Pair, Rule};
use super::items::Builder;
use super::layout::survey;
use super::recover::{fault, open_comment};
use super::tokens::{Token, Tokens};
use super::{Built, SHALLOW, defect, on_deep_stack};
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::ast::{Domain, Expr, Ident};
use crate::syntax::span::{FileId, Span};
use pest::Parser;
use pest::error::InputLocation;

/// Reads an expression or a condition.
///
/// # Errors
/// What is wrong with its form.
///
/// ```
/// use geoflow::syntax::{parse_expression, span::FileId};
/// assert!(parse_expression(FileId(0), "x + 1 < y").is_ok());
/// assert!(parse_expression(FileId(0), "x + 1\nparam y: real").is_err());
/// ```
pub fn parse_expression(file: FileId, text: &str) -> Result<Expr, Box<Diagnostic>> {
    read(file, text, Rule::lone_expression, |builder, pair, span| {
        let expr = builder.parts(pair).take(Rule::expr).ok_or_else(|| defect(span, "an expression"))?;
        builder.expr(expr, 0)
    })
}

/// Reads a set of numbers: `positive`, `(0, pi/2)`.
///
/// # Errors
/// What is wrong with its form.
pub fn parse_domain(file: FileId, text: &str) -> Result<Domain, Box<Diagnostic>> {
    read(file, text, Rule::lone_domain, |builder, pair, span| {
        let domain = builder.parts(pair).take(Rule::domain).ok_or_else(|| defect(span, "a domain"))?;
        builder.domain(domain)
    })
}

/// Reads a name.
///
/// # Errors
/// What is wrong with its form.
pub fn parse_name(file: FileId, text: &str) -> Result<Ident, Box<Diagnostic>> {
    read(file, text, Rule::lone_name, |builder, pair, span| {
        let name = builder.parts(pair).take(Rule::ident).ok_or_else(|| defect(span, "a name"))?;
        Ok(builder.ident(&name))
    })
}

fn read<T: Send>(
    file: FileId,
    text: &str,
    rule: Rule,
    build: impl Fn(&mut Builder, Pair<'_>, Span) -> Built<T> + Sync,
) -> Built<T> {
    let whole = Span::new(file, 0, text.len());
    let tokens: Vec<Token> = Tokens::new(text).collect();
    if let Some((_, finding)) = open_comment(file, &tokens, 0) {
        return Err(Box::new(finding));
    }
    if let Some(finding) = fault(file, &tokens, text, 0) {
        return Err(Box::new(finding));
    }
    if tokens.is_empty() {
        return Err(Box::new(Diagnostic::error(Code::G0101, "nothing is written here").primary(whole, "empty")));
    }
    let work = || match Geo::parse(rule, text) {
        Ok(mut pairs) => {
            let pair = pairs.next().ok_or_else(|| defect(whole, "a piece"))?;
            build(&mut Builder::new(file, 0), pair, whole)
        }
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            let piece = Piece { file, text, base: 0, tokens: tokens.clone() };
            Err(Box::new(explain(&piece, &error, at)))
        }
    };
    if survey(text).deepest <= SHALLOW { work() } else { on_deep_stack(work) }
}
