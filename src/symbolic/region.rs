//! Where an expression is considered: variables with their ranges, and conditions. Assumptions are values.

use super::expr::Expr;
use super::symbol::Symbol;
use num_traits::{Signed, Zero};

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// No bound.
    Infinite,
    /// The end does not belong to the range.
    Open(Expr),
    /// The end belongs to the range.
    Closed(Expr),
}

impl Bound {
    /// The end, if finite.
    #[must_use]
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Self::Infinite => None,
            Self::Open(e) | Self::Closed(e) => Some(e),
        }
    }
}

impl Bound {
    /// The same with its end replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        match self {
            Self::Infinite => Self::Infinite,
            Self::Open(e) => Self::Open(f(e)),
            Self::Closed(e) => Self::Closed(f(e)),
        }
    }
}

/// A real or integer variable with its range. Bounds contain no variables but parameters declared before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variable {
    /// Its symbol.
    pub symbol: Symbol,
    /// Lower end.
    pub lower: Bound,
    /// Upper end.
    pub upper: Bound,
    /// Only integers.
    pub integer: bool,
    /// 0 is excluded.
    pub nonzero: bool,
}

/// How an expression compares with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Relation {
    /// `> 0`
    Positive,
    /// `>= 0`
    NonNegative,
    /// `!= 0`
    NonZero,
    /// `== 0`
    Zero,
}

/// An assumption or a condition: an expression compared with 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fact {
    /// The expression.
    pub expr: Expr,
    /// How it compares with 0.
    pub relation: Relation,
    /// The rule whose closed form needs it, where what the form stands for may have a value without it: then it is no
    /// condition of definition.
    pub rule: Option<&'static str>,
}

impl Fact {
    /// `expr` compared with 0.
    #[must_use]
    pub fn new(expr: Expr, relation: Relation) -> Self {
        Self { expr, relation, rule: None }
    }

    /// The same about another expression.
    #[must_use]
    pub fn with(&self, expr: Expr) -> Self {
        Self { expr, ..self.clone() }
    }

    /// The same as a condition of this rule alone.
    #[must_use]
    pub fn of_rule(self, rule: &'static str) -> Self {
        Self { rule: Some(rule), ..self }
    }

    /// Whether the two say the same, for whatever reason.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.relation == other.relation && self.expr == other.expr
    }

    /// Whether the other one holds wherever this one does, as far as the relations tell: `x > 0` says that `x >= 0`, and that `x` and
    /// `-x` are not 0.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        if self.says(other) {
            return true;
        }
        // A sum of one term spreads a numeric multiple of a sum.
        let spread = |e: &Expr| Expr::sum([e.clone()]);
        let (own, asked) = (spread(&self.expr), spread(&other.expr));
        match (self.relation, other.relation) {
            (Relation::Positive, Relation::Positive | Relation::NonNegative) => own == asked,
            (Relation::Positive | Relation::NonZero, Relation::NonZero) => own == asked || spread(&-&own) == asked,
            _ => false,
        }
    }

    /// `expr = 0`
    #[must_use]
    pub fn zero(expr: Expr) -> Self {
        Self::new(expr, Relation::Zero)
    }

    /// `expr > 0`
    #[must_use]
    pub fn positive(expr: Expr) -> Self {
        Self::new(expr, Relation::Positive)
    }

    /// `expr >= 0`
    #[must_use]
    pub fn nonnegative(expr: Expr) -> Self {
        Self::new(expr, Relation::NonNegative)
    }

    /// `expr != 0`
    #[must_use]
    pub fn nonzero(expr: Expr) -> Self {
        Self::new(expr, Relation::NonZero)
    }

    /// Whether it is about a number, and false: then no point satisfies it.
    #[must_use]
    pub fn is_absurd(&self) -> bool {
        self.expr.as_number().is_some_and(|q| match self.relation {
            Relation::Positive => !q.is_positive(),
            Relation::NonNegative => q.is_negative(),
            Relation::NonZero => q.is_zero(),
            Relation::Zero => !q.is_zero(),
        })
    }
}

/// A set of points: a box of variables cut by conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Region {
    /// The variables, coordinates first, then parameters, in order of declaration.
    pub variables: Vec<Variable>,
    /// Further conditions, all of which hold.
    pub conditions: Vec<Fact>,
}

impl Region {
    /// Every assumption as a fact: the ranges of the variables, then the conditions.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let mut out = Vec::new();
        for v in &self.variables {
            let x = Expr::symbol(&v.symbol);
            match &v.lower {
                Bound::Infinite => {}
                Bound::Open(a) => out.push(Fact::positive(&x - a)),
                Bound::Closed(a) => out.push(Fact::nonnegative(&x - a)),
            }
            match &v.upper {
                Bound::Infinite => {}
                Bound::Open(b) => out.push(Fact::positive(b - &x)),
                Bound::Closed(b) => out.push(Fact::nonnegative(b - &x)),
            }
            if v.nonzero {
                out.push(Fact::nonzero(x));
            }
        }
        out.extend(self.conditions.iter().cloned());
        out
    }

    /// Both sets of assumptions at once; variables that occur twice are kept once.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for v in &other.variables {
            if !out.variables.iter().any(|w| w.symbol == v.symbol) {
                out.variables.push(v.clone());
            }
        }
        for c in &other.conditions {
            if !out.conditions.contains(c) {
                out.conditions.push(c.clone());
            }
        }
        out
    }
}

impl Variable {
    /// A real variable without bounds.
    #[must_use]
    pub fn real(symbol: Symbol) -> Self {
        Self { symbol, lower: Bound::Infinite, upper: Bound::Infinite, integer: false, nonzero: false }
    }

    /// A positive real variable.
    #[must_use]
    pub fn positive(symbol: Symbol) -> Self {
        Self { lower: Bound::Open(Expr::zero()), ..Self::real(symbol) }
    }

    /// The unit interval `(0, 1)`.
    #[must_use]
    pub fn unit_interval(symbol: Symbol) -> Self {
        Self { lower: Bound::Open(Expr::zero()), upper: Bound::Open(Expr::one()), ..Self::real(symbol) }
    }
}
