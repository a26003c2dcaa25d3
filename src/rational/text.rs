//! `p/q` in both directions, and the serialised form.

use super::Rational;
use num_rational::{BigRational, ParseRatioError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::{Debug, Display, Formatter};
use std::str::FromStr;

impl Display for Rational {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            super::Form::Short(n, 1) => write!(f, "{n}"),
            super::Form::Short(n, d) => write!(f, "{n}/{d}"),
            super::Form::Long(q) => write!(f, "{q}"),
        }
    }
}

impl Debug for Rational {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Rational {
    type Err = ParseRatioError;
    fn from_str(text: &str) -> Result<Self, ParseRatioError> {
        text.parse::<BigRational>().map(Self::from)
    }
}

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.to_big().serialize(to)
    }
}

impl<'a> Deserialize<'a> for Rational {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        BigRational::deserialize(from).map(Self::from)
    }
}
