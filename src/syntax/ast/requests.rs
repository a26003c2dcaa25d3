//! Requests: what is to be shown, written, drawn or simulated.

use super::{Expr, Ident, Path};
use crate::syntax::span::Span;

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
