//! Expressions and units.

use super::{Ident, IndexRange, Path};
use crate::rational::Rational;
use crate::syntax::span::Span;

/// Comparison signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// Arithmetic signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`, `·`
    Mul,
    /// `/`
    Div,
    /// `^`, right associative, above prefix minus: `-x^2` is `-(x^2)`
    Pow,
}

/// An expression of any kind: scalar, vector, metric, recipe, point.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `2.5`, exact; the text keeps the digits for `~`
    Number {
        /** exact value */
        value: Rational,
        /** as written */
        text: String,
    },
    /// `1 [mV]`, `x0 [mV]` is not allowed: only numbers (signed, or parenthesised constants) carry units
    Quantity {
        /** the number */
        value: Box<Expr>,
        /** its unit */
        unit: UnitExpr,
    },
    /// `mu`, `Normals.std`
    Name(Path),
    /// `w[i]`, `K[1, 2]`
    Index {
        /** the array */
        base: Box<Expr>,
        /** the indices */
        indices: Vec<Expr>,
    },
    /// `D[1, 0](f)(x, y)`: a partial derivative of an unspecified function
    Jet {
        /** how often by each argument */
        orders: Vec<Expr>,
        /** the function */
        function: Path,
        /** where */
        args: Vec<Arg>,
    },
    /// `sin(x)`, `Normal(mean = mu, sd = sigma)`, `std(mu = 2, sigma = 1)`, `-grad(C, fisher)`
    Call {
        /** what is called */
        callee: Path,
        /** positional and named arguments */
        args: Vec<Arg>,
    },
    /// `-x`
    Neg(Box<Expr>),
    /// `a + b`
    Binary {
        /** sign */
        op: BinaryOp,
        /** left */
        left: Box<Expr>,
        /** right */
        right: Box<Expr>,
    },
    /// `a < b`, also chains `0 < a < b` as a list of links (conditions only)
    Compare {
        /** first operand */
        first: Box<Expr>,
        /** further links */
        rest: Vec<(CompareOp, Expr)>,
    },
    /// `a and b`
    And(Box<Expr>, Box<Expr>),
    /// `a or b`
    Or(Box<Expr>, Box<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `(a, b)`, at least two entries
    Tuple(Vec<Expr>),
    /// `[[a, b], [b, c]]`: a list of lists is a matrix; a list alone is a row of entries
    List(Vec<Expr>),
    /// `{ q: 1 [mV] }`
    Record(Vec<(Ident, Expr)>),
    /// `if c then a else b`
    If {
        /** condition */
        condition: Box<Expr>,
        /** then */
        then: Box<Expr>,
        /** else */
        otherwise: Box<Expr>,
    },
    /// `sum(i in 1..n, body)`
    Sum {
        /** bound index */
        index: Ident,
        /** its range */
        range: IndexRange,
        /** summand */
        body: Box<Expr>,
    },
    /// `E[x ~ p](f)`: the mean of `f` for `x` drawn from `p`
    Expectation {
        /** the random variable */
        variable: Ident,
        /** its distribution */
        distribution: Box<Expr>,
        /** what is averaged */
        body: Box<Expr>,
    },
    /// `X in chart`: a field shown or compared in a chart
    In {
        /** the field */
        value: Box<Expr>,
        /** the chart */
        chart: Path,
    },
    /// `X at std(mu = 2, sigma = 1)`
    At {
        /** what */
        value: Box<Expr>,
        /** the point, a call */
        point: Box<Expr>,
    },
}

/// One argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// `mean` in `mean = mu`.
    pub name: Option<Ident>,
    /// The value.
    pub value: Expr,
}

/// A unit as written between brackets: a product of powers.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitExpr {
    /// Which.
    pub kind: UnitExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The unit expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum UnitExprKind {
    /// `1`: dimensionless
    One,
    /// `mV`
    Name(Ident),
    /// `V*s`, `V s`, `V·s`
    Mul(Box<UnitExpr>, Box<UnitExpr>),
    /// `V/s`
    Div(Box<UnitExpr>, Box<UnitExpr>),
    /// `mV^2`, `mV^(1/2)`, `mV^-2`
    Pow(Box<UnitExpr>, Rational),
}
