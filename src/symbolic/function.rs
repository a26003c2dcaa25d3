//! The functions that an expression may apply, all real: those of one argument, and those of two.
//!
//! Polygamma and Bessel functions are counted as functions of one argument, one for each order: one does not
//! differentiate by an integer.

use serde::{Deserialize, Serialize};

/// A named function of one real argument. `sqrt(x)` is none of them: it is `x^(1/2)`.
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
    /// `log(x/(1 - x))` on (0, 1)
    Logit,
    /// The real cube root, odd.
    Cbrt,
    /// `cos/sin`
    Cot,
    /// `1/cos`
    Sec,
    /// `1/sin`
    Csc,
    /// `atan(1/x)`, undefined at 0
    Acot,
    /// The error function `2/sqrt(pi)` times the integral of `exp(-t^2)` from 0 to `x`.
    Erf,
    /// `1 - erf(x)`
    Erfc,
    /// The gamma function, undefined at 0, -1, -2, ...
    Gamma,
    /// `log|gamma(x)|`
    LogGamma,
    /// The derivative of this order of the digamma function `gamma'/gamma`.
    Polygamma(u32),
    /// The modified Bessel function of the first kind of this order.
    BesselI(u32),
}

impl Function {
    /// All of them, in order; of the families with an order the members up to 3.
    pub const ALL: [Self; 36] = [
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
        Self::Logit,
        Self::Cbrt,
        Self::Cot,
        Self::Sec,
        Self::Csc,
        Self::Acot,
        Self::Erf,
        Self::Erfc,
        Self::Gamma,
        Self::LogGamma,
        Self::Polygamma(0),
        Self::Polygamma(1),
        Self::Polygamma(2),
        Self::Polygamma(3),
        Self::BesselI(0),
        Self::BesselI(1),
        Self::BesselI(2),
        Self::BesselI(3),
    ];

    /// The largest order of polygamma and Bessel functions.
    pub const LARGEST_ORDER: u32 = 64;

    /// The name in the language. Polygamma and Bessel functions are called with their order in front, see
    /// [`Function::order`].
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
            Self::Logit => "logit",
            Self::Cbrt => "cbrt",
            Self::Cot => "cot",
            Self::Sec => "sec",
            Self::Csc => "csc",
            Self::Acot => "acot",
            Self::Erf => "erf",
            Self::Erfc => "erfc",
            Self::Gamma => "gamma",
            Self::LogGamma => "lgamma",
            Self::Polygamma(0) => "digamma",
            Self::Polygamma(1) => "trigamma",
            Self::Polygamma(_) => "polygamma",
            Self::BesselI(_) => "besselI",
        }
    }

    /// The order that stands in front of the argument: `polygamma(2, x)`, `besselI(0, x)`.
    #[must_use]
    pub fn order(self) -> Option<u32> {
        match self {
            Self::Polygamma(n) if n > 1 => Some(n),
            Self::BesselI(n) => Some(n),
            _ => None,
        }
    }

    /// The function of one argument that is called by that name alone.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.order().is_none() && f.name() == name)
    }

    /// The member of a family, `polygamma` or `besselI`, of that order.
    #[must_use]
    pub fn of_order(family: &str, n: u32) -> Option<Self> {
        match family {
            "polygamma" => Some(Self::Polygamma(n)),
            "besselI" => Some(Self::BesselI(n)),
            _ => None,
        }
    }
}

/// A named function of two real arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Binary {
    /// The smaller.
    Min,
    /// The larger.
    Max,
    /// `atan2(y, x)`: the angle of the point `(x, y)` in (-pi, pi], undefined at the origin.
    Atan2,
    /// `gamma(a) gamma(b)/gamma(a + b)` for positive arguments.
    Beta,
}

impl Binary {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Min, Self::Max, Self::Atan2, Self::Beta];

    /// The name in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Atan2 => "atan2",
            Self::Beta => "beta",
        }
    }

    /// The function of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Whether the arguments may change places.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        self != Self::Atan2
    }
}
