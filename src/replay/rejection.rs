//! Why a proof is not accepted.

use crate::symbolic::Expr;

/// The first step that fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Rejection {
    /// There is no answer to this question, or none of the right form.
    NoAnswer(String),
    /// Answers are left over.
    LeftOver(usize),
    /// A generator is not used, or not defined by those before it.
    Generator(usize),
    /// No generator stands for this.
    NoGenerator(String),
    /// The factors do not multiply to it.
    Factors(String),
    /// The coordinates do not add up to it.
    Coordinates(String),
    /// A divisor may vanish.
    Divisor(String),
    /// The expression is nowhere defined.
    NowhereDefined(Expr),
    /// An expression that the checker does not know.
    UnknownExpression(Expr),
    /// A reason for a sign does not hold.
    Sign(String),
    /// A fact that waits for the sign which it should show, or does not exist, or does not say what it should.
    Fact(usize),
    /// The residual is not 0.
    NotZero(Expr),
    /// The sign shown is not the one needed.
    WrongSign(Expr),
    /// Degrees or numbers of terms beyond the limits.
    TooLarge,
    /// The point does not show that the statement speaks of anything.
    Point,
    /// The shape of the certificate does not fit the statement.
    Shape(&'static str),
    /// It is not the certificate of this statement.
    OtherStatement,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoAnswer(what) => write!(f, "there is no fitting entry for {what}"),
            Self::LeftOver(n) => write!(f, "{n} entries are left over"),
            Self::Generator(i) => write!(f, "generator {i} is not used, or not made of those before it"),
            Self::NoGenerator(what) => write!(f, "no generator stands for {what}"),
            Self::Factors(what) => write!(f, "the factors of {what} do not multiply to it"),
            Self::Coordinates(what) => write!(f, "the parts of {what} do not add up to it"),
            Self::Divisor(what) => write!(f, "the divisor in {what} may be 0"),
            Self::NowhereDefined(e) => write!(f, "`{e}` is nowhere defined"),
            Self::UnknownExpression(e) => write!(f, "there is no rule for `{e}`"),
            Self::Sign(what) => write!(f, "the reason for the sign of {what} does not hold"),
            Self::Fact(i) => write!(f, "condition {i} does not say what it is used for"),
            Self::NotZero(e) => write!(f, "`{e}` does not reduce to 0"),
            Self::WrongSign(e) => write!(f, "the sign of `{e}` is not the one needed"),
            Self::TooLarge => write!(f, "a polynomial is too large"),
            Self::Point => write!(f, "at the point given, not everything is certainly defined"),
            Self::Shape(what) => write!(f, "it does not fit the statement: {what}"),
            Self::OtherStatement => write!(f, "it belongs to another statement"),
        }
    }
}
