//! The syntax tree: what was written, with spans, before any meaning.
//!
//! In: nothing but the parser's tokens. Out: plain data. It must not know names, kinds or units:
//! `Fisher(p)`, `std(mu = 2)` and `sin(x)` are all calls here; `dP^2/(P*(1-P))` is an ordinary product.

mod claims;
mod declarations;
mod expressions;
mod requests;

pub use claims::{Check, Claim, Expected, Given, Statement, StatementKind, Verb};
pub use declarations::{
    Binder, ChartDecl, CurveDecl, Domain, DomainKind, FamilyDecl, FunctionDecl, IndexRange, LawForm, ManifoldDecl,
    MapDecl,
};
pub use expressions::{Arg, BinaryOp, CompareOp, Expr, ExprKind, UnitExpr, UnitExprKind};
pub use requests::{Figure, Iterate, Plot, PlotOption, PlotRange, Request, Simulate};

use crate::syntax::span::Span;
use std::collections::BTreeSet;

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
    /// What else there would be, had everything been read.
    pub lost: Lost,
}

/// Names that may have been declared by what could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lost {
    /// Any name: a whole file is missing.
    pub any: bool,
    /// These names.
    pub names: BTreeSet<String>,
}

impl Lost {
    /// Whether the name may have been declared.
    #[must_use]
    pub fn may_hold(&self, name: &str) -> bool {
        self.any || self.names.contains(name)
    }
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
