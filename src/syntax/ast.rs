//! The syntax tree: what was written, with spans, before any meaning.
//!
//! In: nothing but the parser's tokens. Out: plain data. It must not know names, kinds or units:
//! `Fisher(p)`, `std(mu = 2)` and `sin(x)` are all calls here; `dP^2/(P*(1-P))` is an ordinary product.

use super::span::Span;
use crate::rational::Rational;

/// A name as written, in Unicode normal form NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A dotted name such as `Normals.std` or `natural`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// At least one segment.
    pub segments: Vec<Ident>,
    /// From the first to the last segment.
    pub span: Span,
}

/// A parsed file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Declarations, claims and requests in the order written.
    pub items: Vec<Item>,
}

/// One top-level item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// All of it.
    pub span: Span,
}

/// The kinds of items.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// `param mu0: positive [mV] = 4 [mV]`, also `param w[1..n]: positive`
    Param(Binder),
    /// `const n = 5`
    Const {
        /** its name */
        name: Ident,
        /** a closed expression */
        value: Expr,
    },
    /// `let A = sigma0^2 + (mu - mu0)^2 on Normals.std`: `let A on Normals.std = ..` when coordinates occur, `let r = a/b` otherwise
    Let {
        /** its name */
        name: Ident,
        /** the chart whose coordinates occur */
        chart: Option<Path>,
        /** the abbreviated expression */
        value: Expr,
    },
    /// `function f(x, y)`, `positive function h(x)`, `function f(x [mV]) [mV/ms]`
    Function(FunctionDecl),
    /// `manifold M { chart .. map .. }`
    Manifold(ManifoldDecl),
    /// `map phi: M.a -> N.b { u = .. }`: a smooth map between manifolds
    SmoothMap(MapDecl),
    /// `metric g on M.chart = ..` or `metric g = Fisher(p)`
    Metric {
        /** its name */
        name: Ident,
        /** the chart of its components */
        chart: Option<Path>,
        /** matrix, line element or constructor */
        value: Expr,
    },
    /// `family p(x: real [mV]) on M.chart = Normal(mean = mu, sd = sigma)`
    Family(FamilyDecl),
    /// `cost C on M = KL(..)` or `cost C on M.chart = expr`; optional unit `cost C [mV^2] on ..`
    Cost {
        /** its name */
        name: Ident,
        /** declared unit */
        unit: Option<UnitExpr>,
        /** `M` or `M.chart` */
        on: Path,
        /** its value */
        value: Expr,
    },
    /// `vector v on M.chart = (a, b)`
    Vector {
        /** its name */
        name: Ident,
        /** the chart of its components */
        chart: Path,
        /** a tuple, or any vector expression */
        value: Expr,
    },
    /// `oneform w on M.chart = (a, b)`
    OneForm {
        /** its name */
        name: Ident,
        /** the chart of its components */
        chart: Path,
        /** a tuple, or any one-form expression */
        value: Expr,
    },
    /// `flow natural = -grad(C, fisher)`, `flow F [per ms] on M.chart = (..)`
    Flow {
        /** its name */
        name: Ident,
        /** declared time unit: `[per ms]` */
        per: Option<UnitExpr>,
        /** the chart, for components */
        chart: Option<Path>,
        /** the recipe or the components */
        value: Expr,
    },
    /// `curve c(t: nonnegative [s]) in M.chart = (.., ..)`
    Curve(CurveDecl),
    /// `random xi ~ Normal(mean = 0, sd = s)`, `random U[1..2] ~ Uniform(-A, A)`: independent random variables
    Random {
        /** its name */
        name: Ident,
        /** the indices of an array */
        range: Option<IndexRange>,
        /** its law */
        law: Expr,
    },
    /// `rule step on M.chart: (x, y) -> (x - eta*x, y + xi)`: a discrete update
    Rule {
        /** its name */
        name: Ident,
        /** the chart of its coordinates */
        chart: Path,
        /** the coordinates of the chart, as the author writes them */
        from: Expr,
        /** the new coordinates */
        value: Expr,
    },
    /// `prove ..`, `refute ..`
    Claim(Claim),
    /// `check EXPR at POINT given values ~ 2.80685281944005469`
    Check(Check),
    /// `refuse G0301 { .. }`
    Refuse {
        /** the diagnostic that must come */
        code: Ident,
        /** elaborated in a scope of their own */
        items: Vec<Item>,
    },
    /// `show ..`, `emit ..`
    Request(Request),
    /// `include "file.geo"`
    Include {
        /** path relative to the including file */
        path: String,
        /** of the string */
        path_span: Span,
    },
}

/// A name bound to a domain: params, coordinates, variables of functions, families and curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Binder {
    /// The name.
    pub name: Ident,
    /// `w[1..n]`: the index range of an array.
    pub range: Option<IndexRange>,
    /// The set it lives in.
    pub domain: Domain,
    /// `[mV]`
    pub unit: Option<UnitExpr>,
    /// Example value (params only).
    pub value: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `1..n`, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRange {
    /// First index.
    pub from: Box<Expr>,
    /// Last index.
    pub to: Box<Expr>,
    /// All of it.
    pub span: Span,
}

/// A set of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Which.
    pub kind: DomainKind,
    /// Where it stands.
    pub span: Span,
}

/// The sets that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum DomainKind {
    /// `real`
    Real,
    /// `positive`
    Positive,
    /// `negative`
    Negative,
    /// `nonnegative`
    NonNegative,
    /// `nonzero`
    NonZero,
    /// `integer`
    Integer,
    /// `natural`, 0 included
    Natural,
    /// `(a, b)`, `[a, b)`, ..; `inf` and `-inf` are the open ends
    Interval {
        /// lower end; `None` is `-inf`
        lower: Option<Box<Expr>>,
        /// whether the lower end belongs to the set
        lower_closed: bool,
        /// upper end; `None` is `inf`
        upper: Option<Box<Expr>>,
        /// whether the upper end belongs to the set
        upper_closed: bool,
    },
    /// `a..b`, both ends included; `inf` and `-inf` are no ends
    Integers {
        /// lower end; `None` is `-inf`
        lower: Option<Box<Expr>>,
        /// upper end; `None` is `inf`
        upper: Option<Box<Expr>>,
    },
}

/// `function f(x, y)`
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionDecl {
    /// Its name.
    pub name: Ident,
    /// Its arguments, for the reader and for their units.
    pub arguments: Vec<(Ident, Option<UnitExpr>)>,
    /// Declared `positive`.
    pub positive: bool,
    /// Unit of its value.
    pub unit: Option<UnitExpr>,
}

/// `manifold M { .. }`
#[derive(Clone, Debug, PartialEq)]
pub struct ManifoldDecl {
    /// Its name.
    pub name: Ident,
    /// Its charts.
    pub charts: Vec<ChartDecl>,
    /// Transition maps between them.
    pub maps: Vec<MapDecl>,
}

/// `chart pq { P: (0, 1), q: positive [mV] where q > P }`
#[derive(Clone, Debug, PartialEq)]
pub struct ChartDecl {
    /// Its name.
    pub name: Ident,
    /// Its coordinates.
    pub coordinates: Vec<Binder>,
    /// Extra conditions.
    pub conditions: Vec<Expr>,
    /// All of it.
    pub span: Span,
}

/// `map a -> b { y = f(x) } on { x > 0 } inverse { x = h(y) }`
#[derive(Clone, Debug, PartialEq)]
pub struct MapDecl {
    /// Name, for smooth maps between manifolds and for those who wish to name a transition map.
    pub name: Option<Ident>,
    /// Chart it starts in (within a manifold: one segment).
    pub from: Path,
    /// Chart it ends in.
    pub to: Path,
    /// `target coordinate = expression in the source coordinates`. Coordinates of equal name carry over.
    pub equations: Vec<(Ident, Expr)>,
    /// The overlap, as conditions on the source chart; empty: all of it.
    pub on: Vec<Expr>,
    /// The inverse, when given.
    pub inverse: Option<Vec<(Ident, Expr)>>,
    /// All of it.
    pub span: Span,
}

/// `family p(x: real) on M.chart = Normal(..)`
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyDecl {
    /// Its name.
    pub name: Ident,
    /// The random variable with its support.
    pub variable: Binder,
    /// The chart of its parameters; none where it has no coordinates.
    pub chart: Option<Path>,
    /// How its law is given.
    pub form: LawForm,
    /// A distribution, or a density, as [`Self::form`] says.
    pub value: Expr,
}

/// How the law of a family is given.
#[derive(Clone, Debug, PartialEq)]
pub enum LawForm {
    /// A distribution.
    Distribution,
    /// `density EXPR`
    Density,
    /// `mass EXPR`
    Mass,
    /// `log_density EXPR`
    LogDensity,
    /// `log_mass EXPR`
    LogMass,
    /// `unnormalised EXPR with normaliser Z`
    Unnormalised {
        /// `Z`, the total.
        normaliser: Box<Expr>,
    },
    /// `DISTRIBUTION under x -> EXPR`
    Image {
        /// The name of the random variable that is drawn.
        variable: Ident,
        /// What becomes of it.
        image: Box<Expr>,
    },
}

/// `curve c(t: real) in M.chart = (.., ..)`
#[derive(Clone, Debug, PartialEq)]
pub struct CurveDecl {
    /// Its name.
    pub name: Ident,
    /// Time.
    pub parameter: Binder,
    /// The chart of its components.
    pub chart: Path,
    /// A tuple.
    pub value: Expr,
}

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

/// `show X in chart`, `emit rust ..`
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// `show natural in var`
    Show {
        /** what */
        value: Expr,
    },
    /// `emit rust`, `emit latex`, `emit json`, optionally `emit rust to "flow.rs"`
    Emit {
        /** target */
        target: Ident,
        /** path */
        path: Option<String>,
    },
    /// `plot ..`, alone or in a figure
    Figure(Figure),
    /// `simulate F from c(x = 1) to t = 4`
    Simulate(Simulate),
    /// `simulate RULE from c(x = 1) to n = 100`
    Iterate(Box<Iterate>),
}

/// `figure "fig.svg" columns 2 { plot .. }`, or one `plot .. to "fig.svg"`
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Where to.
    pub path: Option<String>,
    /// Panels in a row.
    pub columns: Option<Expr>,
    /// Its panels.
    pub plots: Vec<Plot>,
}

/// One panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Flows, or the quantities that are followed in time.
    pub subjects: Vec<Expr>,
    /// The flows along which they are followed.
    pub flows: Vec<Path>,
    /// The chart.
    pub chart: Option<Path>,
    /// The axes.
    pub ranges: Vec<PlotRange>,
    /// What else it shows.
    pub options: Vec<PlotOption>,
    /// The whole plot.
    pub span: Span,
}

/// `mu = 0..8`, `t = 0.01..2 log`
#[derive(Clone, Debug, PartialEq)]
pub struct PlotRange {
    /// The coordinate, or `t`.
    pub name: Ident,
    /// From there.
    pub from: Expr,
    /// To there.
    pub to: Expr,
    /// Logarithmic.
    pub log: bool,
}

/// What a plot shows beside its subjects.
#[derive(Clone, Debug, PartialEq)]
pub enum PlotOption {
    /// `contours C = [0.1, 1]`
    Contours {
        /** the scalar */
        value: Expr,
        /** its levels */
        levels: Option<Expr>,
    },
    /// `from c(x = 1, y = 2) to t = 4`
    From {
        /** initial values */
        points: Vec<Expr>,
        /** the end */
        until: Option<Expr>,
    },
    /// `balls g1, g2 of C at c(x = 1, y = 2) size 1/4`
    Balls {
        /** metrics */
        metrics: Vec<Expr>,
        /** the cost that falls steepest */
        cost: Expr,
        /** centres */
        points: Vec<Expr>,
        /** their size */
        size: Option<Expr>,
    },
    /// `mark c(x = 1, y = 2)`
    Mark {
        /** points */
        points: Vec<Expr>,
    },
    /// `arrows F, G at c(x = 1, y = 2) size 1/4`
    Arrows {
        /** fields */
        fields: Vec<Path>,
        /** where they stand */
        points: Vec<Expr>,
        /** length of an arrow over that of its vector */
        size: Option<Expr>,
    },
    /// `for A = [1/2, 1, 2]`
    Family {
        /** a param */
        name: Ident,
        /** its values, in turn */
        values: Expr,
    },
    /// `seed 7`
    Seed(Expr),
    /// `title ".."`
    Title(String),
}

/// `simulate F from c(x = 1) to t = 4 in d at t = [1, 2] to "F.csv"`
#[derive(Clone, Debug, PartialEq)]
pub struct Simulate {
    /// The flow.
    pub flow: Path,
    /// Initial values.
    pub from: Vec<Expr>,
    /// The end.
    pub until: Expr,
    /// Further charts.
    pub charts: Vec<Path>,
    /// Times to keep.
    pub at: Option<Expr>,
    /// Where to.
    pub path: Option<String>,
}

/// `simulate RULE from c(x = 1) to n = 100 at n = [1, 10] seed 7 repeat 1000 watch L while L < 10 to "R.csv"`
#[derive(Clone, Debug, PartialEq)]
pub struct Iterate {
    /// The rule.
    pub rule: Path,
    /// Initial values.
    pub from: Vec<Expr>,
    /// How many steps.
    pub steps: Expr,
    /// Steps to keep.
    pub at: Option<Expr>,
    /// The seed.
    pub seed: Option<Expr>,
    /// How often.
    pub repeat: Option<Expr>,
    /// What is recorded.
    pub watch: Vec<Expr>,
    /// It goes on while this holds.
    pub go_on: Option<Expr>,
    /// Where to.
    pub path: Option<String>,
}

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
