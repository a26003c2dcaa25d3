//! A coarse reading of a text: words, numbers, brackets and signs, with comments and blanks left out.
//!
//! In: any text at all. Out: tokens and what is wrong at this level. It serves the layout of a file and the wording
//! of errors; the grammar does not depend on it. It cannot fail and takes time proportional to the text.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A number without sign.
    Number,
    /// A text in quotes.
    Text,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// Anything else.
    Sign,
    /// Something that no item can hold.
    Fault(Fault),
}

/// What is wrong with a token by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `/*` without `*/`; the token goes to the end of the text.
    OpenComment,
    /// `"` without a second one on its line.
    OpenText,
    /// A control character.
    Control(char),
}

/// A token: `text[start..end]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether nothing but blanks and comments stands before it on its line.
    pub first_on_line: bool,
    /// Characters before it on its line, where it is the first.
    pub indent: usize,
}

/// Signs of more than one character.
const LONG_SIGNS: &[&str] = &["==", "!=", "<=", ">=", "->", "=>", ":=", "**", "&&", "||", ".."];

/// The tokens of a text.
#[derive(Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    first_on_line: bool,
    indent: usize,
}

impl<'t> Tokens<'t> {
    /// From the beginning of the text.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, first_on_line: true, indent: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn advance(&mut self, skipped: &str) {
        self.at += skipped.len();
        match skipped.rsplit_once('\n') {
            Some((_, tail)) => (self.first_on_line, self.indent) = (true, tail.chars().count()),
            None => self.indent += skipped.chars().count(),
        }
    }

    /// Skips blanks and comments; a comment that is never closed is a token.
    fn skip_blanks(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let blank = rest.find(|c: char| !is_blank(c)).unwrap_or(rest.len());
            let skipped = if blank > 0 {
                blank
            } else if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                match block_comment(rest) {
                    Some(length) => length,
                    None => return Some(self.token(Kind::Fault(Fault::OpenComment), rest.len())),
                }
            } else {
                return None;
            };
            self.advance(&rest[..skipped]);
        }
    }

    fn token(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.at;
        let token = Token { kind, start, end: start + length, first_on_line: self.first_on_line, indent: self.indent };
        self.at += length;
        self.first_on_line = false;
        token
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(fault) = self.skip_blanks() {
            return Some(fault);
        }
        let rest = self.rest();
        let first = rest.chars().next()?;
        let length = |not_part: fn(char) -> bool| rest.find(not_part).unwrap_or(rest.len());
        let (kind, length) = match first {
            '(' | '[' | '{' => (Kind::Open, 1),
            ')' | ']' | '}' => (Kind::Close, 1),
            '"' => quoted(rest),
            '0'..='9' => (Kind::Number, number(rest)),
            _ if is_word_start(first) => (Kind::Word, length(|c| !is_word_part(c))),
            _ if first.is_control() => (Kind::Fault(Fault::Control(first)), first.len_utf8()),
            _ => {
                let long = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign));
                (Kind::Sign, long.map_or(first.len_utf8(), |sign| sign.len()))
            }
        };
        Some(self.token(kind, length))
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_word_part(c: char) -> bool {
    // Superscripts are numeric for Unicode, but no part of a name.
    let raised = matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹');
    (c.is_alphanumeric() && !raised) || c == '_' || matches!(c, '\u{300}'..='\u{36F}')
}

/// The length of a comment that begins the text; comments nest.
fn block_comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0usize);
    while let Some(pair) = bytes.get(at..at + 2) {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn quoted(text: &str) -> (Kind, usize) {
    let body = text.get(1..).unwrap_or("");
    match body.find(['"', '\n']) {
        Some(end) if body[end..].starts_with('"') => (Kind::Text, end + 2),
        end => (Kind::Fault(Fault::OpenText), 1 + end.unwrap_or(body.len())),
    }
}

fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| from + bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if is_digit(end + 1 + sign) {
            end = digits(end + 1 + sign);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Tokens::new(text).map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn tokens_are_cut_as_a_reader_would() {
        assert_eq!(words("a/* x /* y */ */b // c\nμ₀2==1.5e-3..n"), ["a", "b", "μ₀2", "==", "1.5e-3", "..", "n"]);
        assert_eq!(words("1..n 2e x²·y"), ["1", "..", "n", "2", "e", "x", "²", "·", "y"]);
    }

    #[test]
    fn faults_are_tokens() {
        let kinds = |text: &str| Tokens::new(text).map(|token| token.kind).collect::<Vec<_>>();
        assert_eq!(kinds("\0"), [Kind::Fault(Fault::Control('\0'))]);
        assert_eq!(kinds("\"a\nb"), [Kind::Fault(Fault::OpenText), Kind::Word]);
        assert_eq!(kinds("a /* /* */ b"), [Kind::Word, Kind::Fault(Fault::OpenComment)]);
    }

    #[test]
    fn lines_and_indents_are_known() {
        let tokens: Vec<Token> = Tokens::new("a b\n  /* c\n */ d").collect();
        let seen: Vec<_> = tokens.iter().map(|token| (token.first_on_line, token.indent)).collect();
        assert_eq!((seen[0].0, seen[1].0, seen[2]), (true, false, (true, 4)));
    }
}
