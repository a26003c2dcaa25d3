//! Slips of the hand and habits of other notations, with their repairs.
//!
//! In: what is known of a failure of the grammar. Out: a diagnostic for a mistake that is known, or none. Nothing here
//! decides whether a text is valid.

use super::explain::Trouble;
use super::grammar::Rule;
use super::keywords::is_reserved;
use super::tokens::{Kind, Token};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::span::Span;

/// Words that begin a statement.
const STATEMENTS: [&str; 8] =
    ["invariant", "inverse", "isometry", "positive_definite", "decreasing", "conserved", "solves", "closed"];

/// Functions that papers write without brackets.
const WITHOUT_BRACKETS: [&str; 13] =
    ["sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt", "asin", "atan"];

impl Trouble<'_, '_> {
    /// A mistake with a repair of its own.
    pub(super) fn slip(&self) -> Option<Diagnostic> {
        let known = self.statement_word().or_else(|| self.label()).or_else(|| self.written_number());
        let known = known.or_else(|| self.entry_of_a_list()).or_else(|| self.function_without_brackets());
        known.or_else(|| self.domain_of_a_param()).or_else(|| self.overlap_behind_inverse())
    }

    /// `positiv_definite g`: the word before the place is a statement's, misspelt.
    fn statement_word(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        let begins = self.begins_statement(&before) && found.kind == Kind::Word && !found.first_on_line;
        let word = self.piece.word(&before);
        let meant = nearest(word, STATEMENTS).filter(|_| begins && !is_reserved(self.piece.word(&found)))?;
        let headline = format!("no statement begins with `{word}`");
        let finding = Diagnostic::error(Code::G0101, headline).primary(self.piece.span(&before), "not a statement");
        Some(self.in_item(finding).help(format!("did you mean `{meant}`?")).patch(self.piece.span(&before), meant))
    }

    /// `prove name invariant F ..`: a label without its colon.
    fn label(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        let is_label = self.begins_statement(&before)
            && before.kind == Kind::Word
            && found.kind == Kind::Word
            && !found.first_on_line
            && !is_reserved(self.piece.word(&found));
        let next = self.piece.tokens.iter().find(|t| t.start >= found.end);
        let follows = next.map_or("", |next| self.piece.word(next));
        // `prove k x^2 > 0` lacks a sign of multiplication instead.
        if !is_label || (follows == "^" && !STATEMENTS.contains(&self.piece.word(&found))) {
            return None;
        }
        let headline = format!("`{}` looks like a label, and no `:` follows", self.piece.word(&before));
        let finding = Diagnostic::error(Code::G0101, headline).primary(self.piece.span(&before), "a label?");
        Some(self.in_item(finding).patch_with(self.piece.behind(&before), ":", "a label ends with `:`"))
    }

    /// Whether the token is the first of a statement.
    fn begins_statement(&self, token: &Token) -> bool {
        let claims = matches!(self.item(), "prove" | "refute" | "strict");
        let before = self.piece.token_before(token.start);
        claims && before.is_some_and(|t| matches!(self.piece.word(&t), "prove" | "refute" | ":" | "strictly"))
    }

    /// `1_000`, `0x1F`, `1e`.
    fn written_number(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        if before.kind != Kind::Number || found.kind != Kind::Word || before.end != found.start {
            return None;
        }
        let (digits, tail) = (self.piece.word(&before), self.piece.word(&found));
        let whole = self.piece.span(&before).to(self.piece.span(&found));
        let finding = |headline: &str| Diagnostic::error(Code::G0101, headline).primary(whole, "no number");
        let grouped: String = tail.chars().filter(|c| *c != '_').collect();
        if tail.starts_with('_') && !grouped.is_empty() && grouped.chars().all(|c| c.is_ascii_digit()) {
            let finding = finding("the digits of a number are not grouped");
            return Some(finding.patch(whole, format!("{digits}{grouped}")));
        }
        if matches!(tail, "e" | "E") {
            return Some(finding("the exponent of this number is missing").help("write it as `1e3` or `2.5e-3`"));
        }
        let radix = match tail.chars().next() {
            Some('x' | 'X') => 16,
            Some('b' | 'B') => 2,
            Some('o' | 'O') => 8,
            _ => return None,
        };
        let value = u64::from_str_radix(tail.get(1..)?, radix).ok().filter(|_| digits == "0")?;
        Some(finding("numbers are written in base ten").patch(whole, value.to_string()))
    }

    /// `[0 1]`: two numbers side by side between square brackets are two entries.
    fn entry_of_a_list(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        let numbers = before.kind == Kind::Number && found.kind == Kind::Number;
        if !numbers || before.end == found.start || self.innermost_open(&found) != Some("[") {
            return None;
        }
        let headline = format!("expected `,` before `{}`", self.word());
        let finding = Diagnostic::error(Code::G0101, headline).primary(self.piece.span(&found), "another entry?");
        let finding = self.in_item(finding);
        Some(finding.patch_with(self.piece.behind(&before), ",", "entries are separated by commas"))
    }

    /// `sin x`
    fn function_without_brackets(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        let name = self.piece.word(&before);
        let argument = matches!(found.kind, Kind::Word | Kind::Number) && !is_reserved(self.piece.word(&found));
        if !argument || found.first_on_line || !WITHOUT_BRACKETS.contains(&name) || !self.expects(Rule::arith_op) {
            return None;
        }
        let headline = format!("the argument of `{name}` stands in brackets");
        let finding = Diagnostic::error(Code::G0101, headline).primary(self.piece.span(&found), "the argument?");
        let finding = self.in_item(finding);
        let next = self.piece.tokens.iter().find(|t| t.start >= found.end);
        // How much of `sin x^2` or `sin x y` is meant, the author knows.
        if next.is_some_and(|t| {
            !t.first_on_line && (t.kind != Kind::Sign || self.piece.word(t) == "^") && t.kind != Kind::Close
        }) {
            return Some(finding.help(format!("write `{name}(..)`")));
        }
        let place = self.piece.behind(&before).to(self.piece.span(&found));
        Some(finding.patch(place, format!("({})", self.word())))
    }

    /// `param a = 3`
    fn domain_of_a_param(&self) -> Option<Diagnostic> {
        let before = self.before?;
        let place = self.piece.span(self.found.as_ref()?);
        if self.item() != "param" || self.word() != "=" || before.kind != Kind::Word || !self.expects(Rule::colon) {
            return None;
        }
        let headline = format!("the domain of `{}` is missing", self.piece.word(&before));
        let finding = Diagnostic::error(Code::G0101, headline).primary(place, "expected `:` and a domain before this");
        let finding = self.in_item(finding).note("for a number known while the model is read there is `const`");
        Some(finding.patch(self.piece.behind(&before), ": real"))
    }

    /// `inverse { .. } on { .. }`
    fn overlap_behind_inverse(&self) -> Option<Diagnostic> {
        let found = self.found?;
        let expected = self.expects(Rule::kw_chart) || self.expects(Rule::chart);
        if self.word() != "on" || !expected {
            return None;
        }
        let finding = Diagnostic::error(Code::G0101, "`on { .. }` stands before `inverse { .. }`");
        let finding = finding.primary(self.piece.span(&found), "too late");
        Some(finding.help("the form is `map a -> b { y = .. } on { x > 0 } inverse { x = .. }`"))
    }

    /// `|x|`
    pub(super) fn absolute_value(&self) -> Option<Diagnostic> {
        let first = self.found.filter(|_| self.word() == "|")?;
        let finding = Diagnostic::error(Code::G0115, "an absolute value is written `abs(x)`");
        let finding = finding.primary(self.piece.span(&first), "no sign of this language");
        let second = self.piece.tokens.iter().find(|t| t.start >= first.end && self.piece.word(t) == "|");
        let Some(second) = second.filter(|t| !t.first_on_line) else { return Some(finding) };
        let inner = self.piece.text.get(first.end..second.start).unwrap_or("").trim();
        let whole: Span = self.piece.span(&first).to(self.piece.span(second));
        Some(finding.patch(whole, format!("abs({inner})")))
    }

    /// The innermost bracket that is open before a token.
    pub(super) fn innermost_open(&self, token: &Token) -> Option<&str> {
        let mut open: Vec<&str> = Vec::new();
        for t in self.piece.tokens.iter().take_while(|t| t.start < token.start) {
            match t.kind {
                Kind::Open => open.push(self.piece.word(t)),
                Kind::Close => {
                    open.pop();
                }
                _ => {}
            }
        }
        open.pop()
    }
}
