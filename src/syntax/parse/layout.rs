//! Where the items of a file seem to begin, told from words and brackets alone.
//!
//! In: the text. Out: how deep it nests, whether anything is wrong already, and pieces that can be read one by one
//! when the file as a whole cannot. Pieces begin where a line outside brackets begins with the keyword of an item, or
//! behind a `;`. A piece whose brackets do not close is cut again where a keyword stands at the margin.

use super::MAX_DEPTH;
use super::keywords::begins_item;
use super::tokens::{Kind, Token, Tokens};
use std::ops::Range;

/// The layout of a file.
#[derive(Debug, Default)]
pub struct Layout {
    /// The pieces, in order; together they are the text.
    pub pieces: Vec<Range<usize>>,
    /// The deepest nesting of brackets and conditions.
    pub deepest: usize,
    /// No token is faulty and nothing is nested too deeply.
    pub clean: bool,
}

/// Counts how deep a token stands: brackets, plus the `if`s that wait for their `else`.
#[derive(Default)]
pub struct Depth {
    /// For every open bracket the waiting `if`s within it; the first entry is for those outside all brackets.
    open: Vec<usize>,
    waiting: usize,
    /// Signs in a row that nest: `-` and `not` before an operand, `^` behind one.
    signs: usize,
    /// Whether an operand has just ended.
    after_operand: bool,
}

impl Depth {
    /// Open brackets.
    pub fn brackets(&self) -> usize {
        self.open.len().saturating_sub(1)
    }

    /// Open brackets and waiting conditions.
    pub fn total(&self) -> usize {
        self.brackets() + self.waiting
    }

    /// Whether brackets, conditions or signs nest too deeply.
    pub fn is_too_deep(&self) -> bool {
        self.total() > MAX_DEPTH || self.signs > MAX_DEPTH
    }

    fn count_sign(&mut self, kind: Kind, word: &str) {
        let negates = word == "not" || (matches!(word, "-" | "−") && !self.after_operand);
        self.after_operand = matches!(kind, Kind::Word | Kind::Number | Kind::Close) && word != "not";
        if negates || word == "^" {
            self.signs += 1;
        } else if !self.after_operand || kind == Kind::Close {
            self.signs = 0;
        }
    }

    /// Takes the next token into account.
    pub fn pass(&mut self, token: &Token, text: &str) {
        if self.open.is_empty() {
            self.open.push(0);
        }
        self.count_sign(token.kind, text.get(token.start..token.end).unwrap_or(""));
        match token.kind {
            Kind::Open => self.open.push(0),
            Kind::Close if self.open.len() > 1 => self.waiting -= self.open.pop().unwrap_or(0),
            Kind::Word => match (text.get(token.start..token.end), self.open.last_mut()) {
                (Some("if"), Some(inner)) => {
                    *inner += 1;
                    self.waiting += 1;
                }
                (Some("else"), Some(inner)) if *inner > 0 => {
                    *inner -= 1;
                    self.waiting -= 1;
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// Surveys a file.
pub fn survey(text: &str) -> Layout {
    let mut layout = Layout { clean: true, ..Layout::default() };
    let mut depth = Depth::default();
    let (mut piece, mut margins) = (0, Vec::new());
    let mut tokens = Tokens::new(text).peekable();
    let mut after_separator = false;
    while let Some(token) = tokens.next() {
        let next = tokens.peek().and_then(|next| text.get(next.start..next.end));
        if token.first_on_line || after_separator {
            let begins = starts_item(text.get(token.start..token.end).unwrap_or(""), next);
            if (begins || after_separator) && depth.brackets() == 0 {
                layout.pieces.push(piece..token.start);
                (piece, depth) = (token.start, Depth::default());
                margins.clear();
            } else if begins && token.indent == 0 && !is_transition_map(text, token.start) {
                margins.push(token.start);
            }
        }
        after_separator = depth.brackets() == 0 && text.get(token.start..token.end) == Some(";");
        depth.pass(&token, text);
        layout.deepest = layout.deepest.max(depth.total());
        layout.clean &= !matches!(token.kind, Kind::Fault(_)) && !depth.is_too_deep();
    }
    if depth.brackets() > 0 {
        for margin in margins {
            layout.pieces.push(piece..margin);
            piece = margin;
        }
    }
    layout.pieces.push(piece..text.len());
    layout
}

fn starts_item(word: &str, next: Option<&str>) -> bool {
    match word {
        "positive" => next == Some("function"),
        "strict" => matches!(next, Some("prove" | "refute")),
        _ => begins_item(word),
    }
}

/// `map a -> b`, which stands inside a manifold, not `map phi: ..`, which does not.
fn is_transition_map(text: &str, start: usize) -> bool {
    let mut words = Tokens::new(text.get(start..).unwrap_or("")).skip(2);
    text.get(start..).is_some_and(|rest| rest.starts_with("map"))
        && words.next().and_then(|sign| text.get(start + sign.start..start + sign.end)) != Some(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        survey(text).pieces.into_iter().map(|piece| text[piece].trim()).filter(|piece| !piece.is_empty()).collect()
    }

    #[test]
    fn pieces_begin_with_keywords_outside_brackets() {
        let text = "const n = 5; const m = 6\nmanifold M {\nmap a -> b {}\n}\nstrict prove a\n  == b";
        assert_eq!(
            pieces(text),
            ["const n = 5;", "const m = 6", "manifold M {\nmap a -> b {}\n}", "strict prove a\n  == b"]
        );
    }

    #[test]
    fn an_open_bracket_does_not_swallow_the_file() {
        let text = "let a = (b\nparam c: [0, 1)\n  let not_here = 1\nparam d: real";
        assert_eq!(pieces(text), ["let a = (b", "param c: [0, 1)\n  let not_here = 1", "param d: real"]);
    }

    #[test]
    fn conditions_count_as_depth_until_their_else() {
        let text = format!("const a = {} 1", "if b then 1 else ".repeat(10_000));
        assert_eq!(survey(&text).deepest, 1);
        let text = format!("const a = {} 1", "if b then ".repeat(10_000));
        assert_eq!(survey(&text).deepest, 10_000);
        assert!(!survey(&text).clean);
    }
}
