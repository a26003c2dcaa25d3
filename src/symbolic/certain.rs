//! Signs that hold at every point considered.

use serde::{Deserialize, Serialize};

/// A sign that holds at every point considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertainSign {
    /// `< 0`
    Negative,
    /// `<= 0`
    NonPositive,
    /// `>= 0`
    NonNegative,
    /// `> 0`
    Positive,
}

impl CertainSign {
    /// The sign of the negative.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Negative => Self::Positive,
            Self::NonPositive => Self::NonNegative,
            Self::NonNegative => Self::NonPositive,
            Self::Positive => Self::Negative,
        }
    }

    /// The same sign where 0 is allowed.
    #[must_use]
    pub fn weakened(self) -> Self {
        match self {
            Self::Negative | Self::NonPositive => Self::NonPositive,
            Self::NonNegative | Self::Positive => Self::NonNegative,
        }
    }

    /// The sign that holds on two sets, if they agree.
    #[must_use]
    pub fn common(self, other: Self) -> Option<Self> {
        if self == other {
            return Some(self);
        }
        (self.weakened() == other.weakened()).then(|| self.weakened())
    }

    /// From a direction and whether 0 is excluded.
    #[must_use]
    pub fn from_parts(negative: bool, strict: bool) -> Self {
        match (negative, strict) {
            (false, true) => Self::Positive,
            (false, false) => Self::NonNegative,
            (true, true) => Self::Negative,
            (true, false) => Self::NonPositive,
        }
    }

    /// 0 is excluded.
    #[must_use]
    pub fn is_strict(self) -> bool {
        matches!(self, Self::Positive | Self::Negative)
    }

    /// Not positive.
    #[must_use]
    pub fn is_negative(self) -> bool {
        matches!(self, Self::Negative | Self::NonPositive)
    }
}
