//! Names that a text which cannot be read may have declared.
//!
//! In: the text and its tokens. Out: every word that stands where a declaration has a name. Too many is harmless: what is
//! among them and declared nowhere else is not told to be unknown until the text is mended.

use super::is_reserved;
use super::tokens::{Kind, Token, Tokens};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// A written name in the form in which names compare: NFC, the micro sign as the letter mu, digits below the line as digits.
pub(super) fn compared(name: &str) -> String {
    let letter = |c: char| match c {
        '\u{B5}' => '\u{3BC}',
        '₀'..='₉' => char::from_digit(u32::from(c) - u32::from('₀'), 10).unwrap_or(c),
        _ => c,
    };
    name.nfc().map(letter).collect()
}

/// Adds the names that the text may declare: words behind a word, behind `{` or `,`, or before `:`, `=`, `[`, `(`, `{`, `~`.
pub(super) fn may_declare(text: &str, names: &mut BTreeSet<String>) {
    let word = |token: Option<&Token>| token.map_or("", |t| text.get(t.start..t.end).unwrap_or(""));
    let tokens: Vec<Token> = Tokens::new(text).collect();
    for (k, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word || is_reserved(word(Some(token))) {
            continue;
        }
        let before = k.checked_sub(1).and_then(|k| tokens.get(k));
        let behind = before.is_some_and(|t| t.kind == Kind::Word) || matches!(word(before), "{" | ",");
        if behind || matches!(word(tokens.get(k + 1)), ":" | "=" | "[" | "(" | "{" | "~") {
            names.insert(compared(word(Some(token))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_names_are_found_and_the_used_ones_are_not() {
        let names = |text: &str| {
            let mut names = BTreeSet::new();
            may_declare(text, &mut names);
            names.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(names("param k₁: = q"), ["k1"]);
        assert_eq!(names("metirc g = a + b"), ["g"]);
        assert_eq!(names("manifold M { chart a { x real, y } }"), ["M", "a", "real", "x", "y"]);
    }
}
