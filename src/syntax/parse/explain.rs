//! Putting a failure of the grammar into words.
//!
//! In: a piece of text that should be an item, and where the grammar gave up. Out: one diagnostic, with a repair for
//! the mistakes people make most. Nothing here decides whether a text is valid; it only guesses what was meant.

use super::expected::{is_name, join, options, word_options};
use super::grammar::Rule;
use super::keywords::{begins_item, form, is_reserved, meant};
use super::layout::Depth;
use super::tokens::{Kind, Token};
use super::too_deep;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Code, Diagnostic};
use crate::syntax::span::{FileId, Span};
use pest::error::{Error, ErrorVariant};

/// A piece of text that cannot be read.
pub struct Piece<'t> {
    /// Its file.
    pub file: FileId,
    /// Its text.
    pub text: &'t str,
    /// Where the text begins in the file.
    pub base: usize,
    /// Its tokens; offsets count from the beginning of the piece.
    pub tokens: Vec<Token>,
}

impl<'t> Piece<'t> {
    /// The text of a token.
    pub fn word(&self, token: &Token) -> &'t str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    /// The token that covers a byte.
    pub fn token_at(&self, at: usize) -> Option<Token> {
        let index = self.tokens.partition_point(|token| token.end <= at);
        self.tokens.get(index).filter(|token| token.start <= at).copied()
    }

    /// The last token that ends at or before a byte.
    pub(super) fn token_before(&self, at: usize) -> Option<Token> {
        let index = self.tokens.partition_point(|token| token.end <= at);
        index.checked_sub(1).and_then(|index| self.tokens.get(index)).copied()
    }

    /// Open brackets before a byte.
    pub fn depth_before(&self, at: usize) -> usize {
        let mut depth = Depth::default();
        for token in self.tokens.iter().take_while(|token| token.end <= at) {
            depth.pass(token, self.text);
        }
        depth.brackets()
    }

    pub(super) fn span(&self, token: &Token) -> Span {
        Span::new(self.file, self.base + token.start, self.base + token.end)
    }

    pub(super) fn behind(&self, token: &Token) -> Span {
        Span::new(self.file, self.base + token.end, self.base + token.end)
    }

    fn before(&self, token: &Token) -> Span {
        Span::new(self.file, self.base + token.start, self.base + token.start)
    }
}

/// What is known about a failure.
pub(super) struct Trouble<'p, 't> {
    pub(super) piece: &'p Piece<'t>,
    /// The token at which the grammar gave up; none at the end of the piece.
    pub(super) found: Option<Token>,
    /// The token before it.
    pub(super) before: Option<Token>,
    /// The keyword of the item it happened in.
    keyword: Option<Token>,
    expected: Vec<Rule>,
}

/// Explains why the piece cannot be read; the grammar gave up at byte `at` of it.
pub fn explain(piece: &Piece<'_>, error: &Error<Rule>, at: usize) -> Diagnostic {
    let (found, before) = (piece.token_at(at), piece.token_before(at));
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        // The grammar's only other error: its guard of the native stack.
        let place = found.or(before).map_or(Span::new(piece.file, piece.base, piece.base), |token| piece.span(&token));
        return *too_deep(place);
    };
    let trouble = Trouble { piece, found, before, keyword: keyword(piece, at), expected: positives.clone() };
    let known = trouble.bracket().or_else(|| trouble.equality()).or_else(|| trouble.foreign_sign());
    let known = known.or_else(|| trouble.slip()).or_else(|| trouble.third_side()).or_else(|| trouble.unit_on_name());
    let known = known.or_else(|| trouble.unknown_item()).or_else(|| trouble.keyword_as_name());
    known.unwrap_or_else(|| trouble.unexpected())
}

/// Explains a word that begins a line, outside brackets, as only a keyword could.
pub fn explain_stray(piece: &Piece<'_>, token: &Token) -> Diagnostic {
    let word = piece.word(token);
    let next = piece.tokens.iter().find(|next| next.start >= token.end).map(|next| piece.word(next));
    let place = piece.span(token);
    if next == Some(":") {
        return Diagnostic::error(Code::G0113, format!("`{word}` is declared without a keyword"))
            .primary(place, "an item begins with a keyword")
            .note("a coordinate is declared inside its chart")
            .help("write `param` in front")
            .patch(piece.before(token), "param ");
    }
    let finding = Diagnostic::error(Code::G0102, format!("no item begins with `{word}`")).primary(place, "no keyword");
    if word == "chart" {
        return finding.help("a chart stands inside its manifold: `manifold M { chart c { x: real } }`");
    }
    if let Some(keyword) = meant(word) {
        return finding.help(format!("did you mean `{keyword}`?")).patch(place, keyword);
    }
    if next == Some("=") {
        return finding.help("write `let` in front").patch(piece.before(token), "let ");
    }
    finding.help("an item begins with a keyword such as `param`, `manifold`, `metric`, `flow` or `prove`")
}

/// The last word up to byte `at` that begins an item; else the first token.
fn keyword(piece: &Piece<'_>, at: usize) -> Option<Token> {
    let mut found = piece.tokens.first().copied();
    for (previous, token) in piece.tokens.iter().zip(piece.tokens.iter().skip(1)) {
        if token.start > at {
            break;
        }
        let begins = token.first_on_line || matches!(piece.word(previous), "{" | "}" | ";");
        if begins && begins_item(piece.word(token)) {
            found = Some(*token);
        }
    }
    found
}

fn closer(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

impl Trouble<'_, '_> {
    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    pub(super) fn word(&self) -> &str {
        self.found.as_ref().map_or("", |token| self.piece.word(token))
    }

    pub(super) fn item(&self) -> &str {
        self.keyword.as_ref().map_or("", |token| self.piece.word(token))
    }

    /// Brackets without a partner, and pairs of different shape.
    fn bracket(&self) -> Option<Diagnostic> {
        let mut open: Vec<Token> = Vec::new();
        let mut closes_nothing = false;
        let mut partner = None;
        for token in &self.piece.tokens {
            let here = self.found.is_some_and(|found| found.start == token.start);
            match token.kind {
                Kind::Open => open.push(*token),
                Kind::Close => {
                    let opened = open.pop();
                    closes_nothing |= here && opened.is_none();
                    partner = if here { opened } else { partner };
                }
                _ => {}
            }
        }
        if let (true, Some(found)) = (closes_nothing, self.found) {
            let headline = format!("this `{}` closes nothing", self.word());
            let finding = Diagnostic::error(Code::G0103, headline).primary(self.piece.span(&found), "never opened");
            return Some(finding.patch_with(self.piece.span(&found), "", "remove it"));
        }
        if let (Some(partner), Some(found)) = (partner, self.found) {
            let (opened, closed) = (self.piece.word(&partner), self.word());
            if closer(opened) != closed && self.expects_closer(closer(opened)) {
                let headline = format!("`{opened}` is closed by `{closed}`");
                let finding = Diagnostic::error(Code::G0103, headline)
                    .primary(self.piece.span(&found), format!("expected `{}`", closer(opened)))
                    .secondary(self.piece.span(&partner), "opened here");
                return Some(finding.patch(self.piece.span(&found), closer(opened)));
            }
        }
        let unclosed = open.iter().rev().find(|token| self.found.is_none_or(|found| token.start < found.start))?;
        let closer = closer(self.piece.word(unclosed));
        if self.found.is_some() && !self.expects_closer(closer) {
            return None;
        }
        let before = self.before?;
        let headline = format!("this `{}` is never closed", self.piece.word(unclosed));
        let finding = Diagnostic::error(Code::G0103, headline).primary(self.piece.span(unclosed), "opened here");
        let finding = match self.found {
            Some(found) => finding.secondary(self.piece.span(&found), format!("expected `{closer}` before this")),
            None => finding,
        };
        Some(finding.patch_with(self.piece.behind(&before), closer, "close it"))
    }

    fn expects_closer(&self, closer: &str) -> bool {
        match closer {
            ")" => self.expects(Rule::right_round) || self.expects(Rule::interval_close),
            "]" => self.expects(Rule::right_square) || self.expects(Rule::interval_close),
            _ => self.expects(Rule::right_brace),
        }
    }

    /// `=` for `==` and the reverse.
    fn equality(&self) -> Option<Diagnostic> {
        let found = self.piece.span(self.found.as_ref()?);
        let entry = self.before.is_some_and(|before| self.piece.word(&before) == "]");
        let (headline, right) = match self.word() {
            "=" if entry && self.found.is_some_and(|found| self.innermost_open(&found) == Some("(")) => {
                let finding = Diagnostic::error(Code::G0111, "an argument is named by a plain name, not by an entry");
                let finding = finding.primary(found, "a name before `=` has no index");
                return Some(finding.help("give the coordinates in their order, without names: `c(1, 2)`"));
            }
            "=" if self.expects(Rule::comparison_op) || self.expects(Rule::equals_equals) => {
                ("a comparison is written with `==`", "==")
            }
            "==" if self.expects(Rule::equals) => ("a declaration is written with `=`", "="),
            "==" if self.expects(Rule::assumption_op) => ("an assumption of a check is written with `=`", "="),
            _ => return None,
        };
        let finding = Diagnostic::error(Code::G0111, headline).primary(found, format!("write `{right}`"));
        let finding = finding.note("`=` declares, `==` compares");
        Some(self.in_item(finding).patch(found, right))
    }

    /// Signs of other languages.
    fn foreign_sign(&self) -> Option<Diagnostic> {
        let (headline, right) = match self.word() {
            "**" => ("a power is written with `^`", "^"),
            "&&" => ("both conditions: this is written `and`", " and "),
            "||" => ("one of two conditions: this is written `or`", " or "),
            "!" => ("a condition is negated by `not`", "not "),
            ":=" => ("a declaration is written with `=`", "="),
            "=>" => ("an arrow is written `->`", "->"),
            "|" => return self.absolute_value(),
            "'" => {
                let place = self.piece.span(self.found.as_ref()?);
                let finding = Diagnostic::error(Code::G0115, "a name cannot have a prime");
                return Some(finding.primary(place, "no part of a name").help("write a digit or `_`, such as `x1`"));
            }
            _ => return None,
        };
        let place = self.piece.span(self.found.as_ref()?);
        Some(
            Diagnostic::error(Code::G0115, headline)
                .primary(place, "another language writes it so")
                .patch(place, right),
        )
    }

    /// `prove a < b < c`
    fn third_side(&self) -> Option<Diagnostic> {
        let sign = matches!(self.word(), "==" | "!=" | "<" | "<=" | ">" | ">=" | "≤" | "≥" | "≠");
        if !sign || !matches!(self.item(), "prove" | "refute" | "strict") || !self.expects(Rule::arith_op) {
            return None;
        }
        let place = self.piece.span(self.found.as_ref()?);
        let finding = Diagnostic::error(Code::G0101, "a claim compares two sides, and this is a third");
        Some(self.in_item(finding.primary(place, "a second comparison")).help("write two claims"))
    }

    /// `x [mV]`
    fn unit_on_name(&self) -> Option<Diagnostic> {
        let (found, before) = (self.found?, self.before?);
        if self.word() != "[" || before.kind != Kind::Word || !self.expects(Rule::arith_op) {
            return None;
        }
        let name = self.piece.word(&before);
        let finding = Diagnostic::error(Code::G0116, "only numbers carry units")
            .primary(self.piece.span(&found), "a unit, or an index, begins here")
            .secondary(self.piece.span(&before), "a name has the unit it was declared with");
        Some(finding.help(format!("drop the unit; an entry of an array is written without a blank: `{name}[1]`")))
    }

    /// A word where an item, a chart or a map should begin.
    fn unknown_item(&self) -> Option<Diagnostic> {
        let found = self.found.filter(|token| token.kind == Kind::Word && !is_reserved(self.piece.word(token)))?;
        let begins = found.first_on_line || !self.expects(Rule::arith_op);
        if self.expects(Rule::item) && begins && !self.expects(Rule::equals) {
            return Some(explain_stray(self.piece, &found));
        }
        let in_manifold = [Rule::chart, Rule::kw_chart].into_iter().any(|rule| self.expects(rule));
        if !in_manifold {
            return None;
        }
        let headline = format!("a manifold holds charts and maps, not `{}`", self.word());
        let finding = Diagnostic::error(Code::G0102, headline);
        let finding = finding.primary(self.piece.span(&found), "expected `chart`, `map` or `}`");
        Some(match nearest(self.word(), ["chart", "map"]) {
            Some(word) => finding.help(format!("did you mean `{word}`?")).patch(self.piece.span(&found), word),
            None => finding.help("a coordinate stands in a chart: `chart c { x: real }`"),
        })
    }

    fn keyword_as_name(&self) -> Option<Diagnostic> {
        let found = self.found.filter(|token| is_reserved(self.piece.word(token)))?;
        if !self.expected.iter().any(|rule| is_name(*rule)) {
            return None;
        }
        let headline = format!("`{}` is a keyword and cannot be a name", self.word());
        let finding = Diagnostic::error(Code::G0110, headline).primary(self.piece.span(&found), "expected a name");
        Some(finding.help(format!("choose another name, such as `{}1`", self.word())))
    }

    /// Whatever has no explanation of its own.
    fn unexpected(&self) -> Diagnostic {
        let wanted = join(&options(&self.expected));
        let Some(found) = self.found else {
            let place = self
                .before
                .map_or(Span::new(self.piece.file, self.piece.base, self.piece.base), |token| self.piece.span(&token));
            let finding = Diagnostic::error(Code::G0101, format!("expected {wanted}, but the item ends"));
            return self.with_form(self.in_item(finding.primary(place, "it ends here")));
        };
        let place = self.piece.span(&found);
        let word: String = self.word().chars().take(40).collect();
        let finding = Diagnostic::error(Code::G0101, format!("expected {wanted}, found `{word}`"));
        let finding = self.in_item(finding.primary(place, "not expected here"));
        if let Some(meant) = nearest(self.word(), word_options(&self.expected)).filter(|_| found.kind == Kind::Word) {
            return finding.help(format!("did you mean `{meant}`?")).patch(place, meant);
        }
        if self.word() == "under" {
            return finding.help(
                "a law under a map is declared: `family y(y: positive) = Normal(mean = 0, sd = 1) under x -> exp(x)`",
            );
        }
        if let Some(before) = self.before.filter(|before| self.is_product(before, &found)) {
            return finding.patch_with(self.piece.behind(&before), "*", "a product is written with `*`");
        }
        self.with_form(finding)
    }

    /// `2 x`, `2 (x + 1)`, `(x + 1)(x - 1)`, `x 2`
    fn is_product(&self, before: &Token, found: &Token) -> bool {
        let left = before.kind == Kind::Number || self.piece.word(before) == ")";
        let right = matches!(found.kind, Kind::Word | Kind::Number) || self.piece.word(found) == "(";
        let number = before.kind == Kind::Word && found.kind == Kind::Number;
        // `k x^2`, but not `show F ni chart`: an operator or a bracket follows.
        let next = self.piece.tokens.iter().find(|token| token.start >= found.end);
        let goes_on =
            next.is_some_and(|t| t.kind == Kind::Close || (t.kind == Kind::Sign && self.piece.word(t) != ":"));
        let names = before.kind == Kind::Word && found.kind == Kind::Word && goes_on;
        let names = names && !is_reserved(self.piece.word(before));
        let plain = !is_reserved(self.piece.word(found)) && !found.first_on_line;
        self.expects(Rule::arith_op) && plain && ((left && right) || number || names)
    }

    /// Points at the keyword of the item.
    pub(super) fn in_item(&self, finding: Diagnostic) -> Diagnostic {
        match self.keyword {
            Some(keyword)
                if self.found.is_none_or(|found| found.start != keyword.start) && form(self.item()).is_some() =>
            {
                finding.secondary(self.piece.span(&keyword), format!("in this `{}`", self.item()))
            }
            _ => finding,
        }
    }

    fn with_form(&self, finding: Diagnostic) -> Diagnostic {
        match form(self.item()) {
            Some(form) => finding.help(format!("the form is `{form}`")),
            None => finding,
        }
    }
}
