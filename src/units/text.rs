//! Units from and to plain text, for JSON, certificates and tests.
//!
//! In: text such as `mV/(ms*nA)` in ASCII or Unicode. Out: a [`Unit`]. The text becomes a [`UnitExpr`] with spans of
//! its own, so that both ways into this module share one meaning. It must not know `.geo` files: their
//! grammar is in `grammar/geo.pest`.
//!
//! Form: factors joined by `*`, `·`, `/` or a space, read from left to right (`a/b*c` is `(a/b)*c`); a factor
//! is `1`, a name or a product in brackets, with an optional power `^2`, `^-2`, `^(1/2)`, `²`.

use super::error::UnitError;
use super::parse;
use super::unit::Unit;
use crate::rational::Rational;
use crate::syntax::ast::{Ident, UnitExpr, UnitExprKind};
use crate::syntax::span::{FileId, Span};
use num_bigint::BigInt;
use num_traits::Zero;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Text that is no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// It does not have the form of a unit.
    Form {
        /// First byte that fits nowhere; the length of the text when it ends too early.
        at: usize,
    },
    /// It has the form, but means none.
    Meaning(UnitError),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { at } => write!(f, "no unit expression: trouble at byte {at}"),
            Self::Meaning(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TextError {}

/// Brackets nested deeper are refused.
const MAX_DEPTH: usize = 32;

/// Longest text read. It bounds the length of the chain of products.
const MAX_LENGTH: usize = 4096;

impl Unit {
    /// The unit a text means; reads whatever [`Unit`]'s `Display` and [`Unit::unicode`] write.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn from_text(text: &str) -> Result<Self, TextError> {
        if text.len() > MAX_LENGTH {
            return Err(TextError::Form { at: MAX_LENGTH });
        }
        let mut reader = Reader { text, at: 0 };
        let expr = reader.product(0)?;
        reader.skip_spaces();
        if reader.at < text.len() {
            return Err(reader.error());
        }
        parse(&expr).map_err(TextError::Meaning)
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_text(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// A place in the text, always on a character boundary.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn error(&self) -> TextError {
        TextError::Form { at: self.at }
    }

    fn skip_spaces(&mut self) {
        self.take_while(|c| c == ' ');
    }

    /// Takes one of these characters, if it comes next.
    fn take(&mut self, accepted: &[char]) -> bool {
        let found = self.peek().filter(|c| accepted.contains(c));
        self.at += found.map_or(0, char::len_utf8);
        found.is_some()
    }

    fn take_while(&mut self, accepted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !accepted(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(FileId(0), start, self.at)
    }

    fn product(&mut self, depth: usize) -> Result<UnitExpr, TextError> {
        self.skip_spaces();
        let start = self.at;
        let mut product = self.factor(depth)?;
        loop {
            self.skip_spaces();
            let divides = self.take(&['/']);
            let next_is_factor = self.peek().is_some_and(|c| starts_name(c) || c == '1' || c == '(');
            if !divides && !self.take(&['*', '·']) && !next_is_factor {
                return Ok(product);
            }
            self.skip_spaces();
            let (left, right) = (Box::new(product), Box::new(self.factor(depth)?));
            let kind = if divides { UnitExprKind::Div(left, right) } else { UnitExprKind::Mul(left, right) };
            product = UnitExpr { kind, span: self.span(start) };
        }
    }

    fn factor(&mut self, depth: usize) -> Result<UnitExpr, TextError> {
        let start = self.at;
        let base = if self.take(&['(']) {
            if depth >= MAX_DEPTH {
                return Err(self.error());
            }
            let inner = self.product(depth + 1)?;
            if !self.take(&[')']) {
                return Err(self.error());
            }
            inner
        } else if self.take(&['1']) {
            UnitExpr { kind: UnitExprKind::One, span: self.span(start) }
        } else {
            let name = self.take_while(starts_name).to_owned();
            if name.is_empty() {
                return Err(self.error());
            }
            let span = self.span(start);
            UnitExpr { kind: UnitExprKind::Name(Ident { name, span }), span }
        };
        Ok(match self.exponent()? {
            Some(power) => UnitExpr { kind: UnitExprKind::Pow(Box::new(base), power), span: self.span(start) },
            None => base,
        })
    }

    /// `^2`, `^-2`, `^(1/2)`, `²`, or none.
    fn exponent(&mut self) -> Result<Option<Rational>, TextError> {
        let raised: String = self.take_while(|c| digit_of(c).is_some()).chars().filter_map(digit_of).collect();
        if !raised.is_empty() {
            let value = raised.parse().map_err(|_| self.error())?;
            return Ok(Some(Rational::from_integer(value)));
        }
        if !self.take(&['^']) {
            return Ok(None);
        }
        if !self.take(&['(']) {
            return Ok(Some(Rational::from_integer(self.integer()?)));
        }
        let numer = self.integer()?;
        let denom = if self.take(&['/']) { self.integer()? } else { 1.into() };
        if denom.is_zero() || !self.take(&[')']) {
            return Err(self.error());
        }
        Ok(Some(Rational::new(numer, denom)))
    }

    fn integer(&mut self) -> Result<BigInt, TextError> {
        let negative = self.take(&['-']);
        let digits: BigInt = self.take_while(|c| c.is_ascii_digit()).parse().map_err(|_| self.error())?;
        Ok(if negative { -digits } else { digits })
    }
}

/// Whether a character may stand in the name of a unit.
fn starts_name(c: char) -> bool {
    (c.is_alphabetic() || matches!(c, '_' | '%' | '\u{b0}' | '\u{b5}')) && digit_of(c).is_none()
}

/// The digit a superscript stands for; `⁻` is the minus sign.
fn digit_of(c: char) -> Option<char> {
    "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip("-0123456789".chars()).find(|(raised, _)| *raised == c).map(|(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_mean_equal_units() {
        for (a, b) in [
            ("mV ms", "ms*mV"),
            ("mV/ms*nA", "nA mV ms^-1"),
            ("mV/(ms nA)", "mV/ms/nA"),
            ("(mV^2)^(1/2)", "mV"),
            ("mV²·s⁻¹", "mV^2/s"),
            (" 1 / mV ", "mV^-1"),
            ("(mV/ms)^-2", "ms^2/mV^2"),
            ("mV^0", "1"),
        ] {
            assert_eq!(Unit::from_text(a), Unit::from_text(b), "{a} against {b}");
            assert!(Unit::from_text(a).is_ok());
        }
    }

    #[test]
    fn bad_text_is_refused_where_it_goes_wrong() {
        for (text, at) in [
            ("", 0),
            ("mV*", 3),
            ("mV^", 3),
            ("mV^(1/0)", 7),
            ("(mV", 3),
            ("mV)", 2),
            ("2 mV", 0),
            ("mV^--2", 4),
            ("mV,s", 2),
            ("mV**s", 3),
        ] {
            assert_eq!(Unit::from_text(text), Err(TextError::Form { at }), "{text}");
        }
        assert!(matches!(Unit::from_text(&"(".repeat(1000)), Err(TextError::Form { at: 33 })));
        assert!(matches!(Unit::from_text(&"s ".repeat(10_000)), Err(TextError::Form { .. })));
        assert!(matches!(Unit::from_text("mV/dB"), Err(TextError::Meaning(UnitError::Logarithmic { .. }))));
        assert_eq!(Unit::from_text("s^⁻"), Err(TextError::Form { at: 2 }));
        assert_eq!(Unit::from_text("s⁻"), Err(TextError::Form { at: 4 }));
    }

    #[test]
    fn json_holds_the_ascii_text() -> Result<(), serde_json::Error> {
        let unit: Unit = serde_json::from_str("\"µm²/ms\"")?;
        assert_eq!(serde_json::to_string(&unit)?, "\"um^2/ms\"");
        assert!(serde_json::from_str::<Unit>("\"furlong\"").is_err());
        Ok(())
    }
}
