//! Claims, checks and what they say.

use super::{CompareOp, Expr, Ident, Path};
use crate::syntax::span::Span;

/// `prove` or `refute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// The author says it holds.
    Prove,
    /// The author says it fails.
    Refute,
}

/// `prove label: statement given .. `
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Prove or refute.
    pub verb: Verb,
    /// `strict`: both sides must be defined on the whole domain.
    pub strict: bool,
    /// Label for `--only`.
    pub label: Option<Ident>,
    /// The statement.
    pub statement: Statement,
    /// `given ..`
    pub given: Vec<Given>,
}

/// An assumption of one claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `given values`: every param that has an example value takes it.
    Values(Span),
    /// `given mu0 = 4` or `given sigma > 1`: an equation for a param, or a condition.
    Condition(Expr),
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Which.
    pub kind: StatementKind,
    /// All of it.
    pub span: Span,
}

/// The statements.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `lhs == rhs`, `lhs < rhs`, ..; either side may be `X in chart`
    Compare {
        /** left */
        left: Expr,
        /** which */
        op: CompareOp,
        /** right */
        right: Expr,
    },
    /// `invariant FLOW under a -> b -> c`
    Invariant {
        /** a flow, metric, cost or family */
        subject: Expr,
        /** at least two charts */
        path: Vec<Path>,
    },
    /// `inverse a -> b`: the two directions of a transition map undo each other
    Inverse {
        /** from */
        from: Path,
        /** to */
        to: Path,
    },
    /// `isometry MAP` with metrics: `isometry phi for g, h` (`h` defaults to `g`)
    Isometry {
        /** the map's name, or `a -> b` */
        map: Vec<Path>,
        /** metrics */
        metrics: Vec<Expr>,
    },
    /// `positive_definite g`
    PositiveDefinite {
        /** the metric */
        metric: Expr,
    },
    /// `decreasing C along F`, `strictly decreasing C along F`
    Decreasing {
        /** strictly */
        strictly: bool,
        /** the cost */
        cost: Expr,
        /** the flow */
        flow: Expr,
    },
    /// `conserved Q along F`
    Conserved {
        /** the quantity */
        quantity: Expr,
        /** the flow */
        flow: Expr,
    },
    /// `solves CURVE FLOW`
    Solves {
        /** the curve */
        curve: Expr,
        /** the flow */
        flow: Expr,
    },
    /// `closed w`
    Closed {
        /** a one-form */
        form: Expr,
    },
}

/// `check EXPR at POINT given .. ~ DIGITS`, or `== EXACT` in place of `~ DIGITS`
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Label for `--only`.
    pub label: Option<Ident>,
    /// What is evaluated: a scalar, or a tuple-valued field or matrix.
    pub value: Expr,
    /// The point, a call `std(mu = 2, sigma = 1)`.
    pub at: Option<Expr>,
    /// Assumptions.
    pub given: Vec<Given>,
    /// What is expected.
    pub expected: Expected,
}

/// The expectation of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// `~ 2.80685281944005469`, or a tuple or matrix of such numbers, each maybe with a unit. The digits written count:
    /// every [`ExprKind::Number`] in it keeps its text.
    Digits(Expr),
    /// `== (9/20, -5/3)`: an exact value
    Exact(Expr),
}
