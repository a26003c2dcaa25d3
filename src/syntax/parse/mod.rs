//! The parser: text to tree, with every error of form in one run.
//!
//! In: the text of one file. Out: the tree of what could be read, and diagnostics for the rest. It must not know what
//! names mean, and never touches a disk. The language is defined by `grammar/geo.pest`; what the grammar leaves open
//! (limits, the order of operators, the ends of intervals) is settled where the tree is built.
//!
//! A file without errors is parsed in one go. Only when that fails is it split into items ([`layout`]), each read by
//! itself ([`recover`]), and each failure put into words ([`explain`]); guesses made there never touch a valid file.

mod claims;
mod cursor;
mod expected;
mod explain;
mod expressions;
mod figures;
mod grammar;
mod items;
mod keywords;
mod laws;
mod layout;
mod lost;
mod numbers;
mod pieces;
mod recover;
#[cfg(test)]
mod tests;
mod tokens;
mod units;

pub use keywords::is_reserved;
pub use pieces::{parse_domain, parse_expression, parse_name};

use super::ast;
use super::span::{FileId, Span};
use crate::diagnostics::{Code, Diagnostic};

/// Brackets, signs, powers and conditions are nested at most this deep.
pub const MAX_DEPTH: usize = 256;

/// No tree of an expression is higher than this: whoever walks one recursively needs so many frames and no more.
/// Brackets and every operator of a chain count.
pub const MAX_HEIGHT: usize = 1000;

/// Brackets beyond this depth are parsed on a thread with a stack of [`DEEP_STACK`] bytes.
const SHALLOW: usize = 24;
const DEEP_STACK: usize = 64 << 20;

/// A part of the tree, or why there is none.
type Built<T> = Result<T, Box<Diagnostic>>;

/// Reads a file. Items that cannot be read are missing from the tree, and each has a diagnostic.
///
/// ```
/// use geoflow::syntax::{parse, span::FileId};
/// let (file, diagnostics) = parse(FileId(0), "param a: real\nmetirc g = Fisher(p)\nlet b = a^2");
/// assert_eq!(file.items.len(), 2);
/// assert_eq!(diagnostics[0].headline, "no item begins with `metirc`");
/// ```
#[must_use]
pub fn parse(file: FileId, text: &str) -> (ast::File, Vec<Diagnostic>) {
    let layout = layout::survey(text);
    let read = || recover::read(file, text, &layout);
    let (items, names, mut diagnostics) = if layout.deepest <= SHALLOW { read() } else { on_deep_stack(read) };
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary_span().map(|span| (span.start, span.end)));
    (ast::File { items, lost: ast::Lost { any: false, names } }, diagnostics)
}

/// Runs on a thread with a large stack; on this one where no thread can be had.
fn on_deep_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, &work);
        thread.ok().and_then(|thread| thread.join().ok())
    })
    .unwrap_or_else(work)
}

/// The grammar and the code that reads its pairs contradict each other.
fn defect(span: Span, what: &str) -> Box<Diagnostic> {
    let headline = format!("the parser lost its way at {what}");
    Box::new(
        Diagnostic::error(Code::G0890, headline).primary(span, "while reading this").help("please report this model"),
    )
}

fn too_deep(span: Span) -> Box<Diagnostic> {
    let headline = format!("nested too deeply (limit {MAX_DEPTH})");
    let finding = Diagnostic::error(Code::G0108, headline).primary(span, "this is one level too many");
    Box::new(finding.help("give the inner parts names with `let`"))
}

fn too_long(span: Span) -> Box<Diagnostic> {
    let headline = format!("the expression is too long (limit {MAX_HEIGHT} operators)");
    let finding = Diagnostic::error(Code::G0109, headline).primary(span, "too many operators in one expression");
    Box::new(finding.help("give parts of it names with `let`, or write the terms as `sum(i in 1..n, ..)`"))
}
