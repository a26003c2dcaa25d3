//! The elementary functions that an expression may apply, all real.

use serde::{Deserialize, Serialize};

/// A named function of one real argument.
///
/// Everything else is written through these: `sqrt(x)` is `x^(1/2)`, `tan` is `sin/cos`,
/// `logistic(x)` is `1/(1 + exp(-x))`, `min` and `max` use `abs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Function {
    /// The exponential.
    Exp,
    /// The natural logarithm, for positive arguments.
    Log,
    /// Sine of an angle in radians.
    Sin,
    /// Cosine of an angle in radians.
    Cos,
    /// Tangent.
    Tan,
    /// Hyperbolic sine.
    Sinh,
    /// Hyperbolic cosine.
    Cosh,
    /// Hyperbolic tangent.
    Tanh,
    /// Inverse sine on [-1, 1], values in [-pi/2, pi/2].
    Asin,
    /// Inverse cosine on [-1, 1], values in [0, pi].
    Acos,
    /// Inverse tangent, values in (-pi/2, pi/2).
    Atan,
    /// Inverse hyperbolic sine.
    Asinh,
    /// Inverse hyperbolic cosine on [1, inf), values nonnegative.
    Acosh,
    /// Inverse hyperbolic tangent on (-1, 1).
    Atanh,
    /// Absolute value.
    Abs,
    /// Sign; `sign(0) = 0`.
    Sign,
    /// `1/(1 + exp(-x))`
    Logistic,
    /// `log(1 + exp(x))`
    Softplus,
}

impl Function {
    /// All of them, in order.
    pub const ALL: [Self; 18] = [
        Self::Exp,
        Self::Log,
        Self::Sin,
        Self::Cos,
        Self::Tan,
        Self::Sinh,
        Self::Cosh,
        Self::Tanh,
        Self::Asin,
        Self::Acos,
        Self::Atan,
        Self::Asinh,
        Self::Acosh,
        Self::Atanh,
        Self::Abs,
        Self::Sign,
        Self::Logistic,
        Self::Softplus,
    ];

    /// The name in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exp => "exp",
            Self::Log => "log",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Tan => "tan",
            Self::Sinh => "sinh",
            Self::Cosh => "cosh",
            Self::Tanh => "tanh",
            Self::Asin => "asin",
            Self::Acos => "acos",
            Self::Atan => "atan",
            Self::Asinh => "asinh",
            Self::Acosh => "acosh",
            Self::Atanh => "atanh",
            Self::Abs => "abs",
            Self::Sign => "sign",
            Self::Logistic => "logistic",
            Self::Softplus => "softplus",
        }
    }

    /// The function of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}
