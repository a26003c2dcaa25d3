//! Statements: which expressions must be 0 or have a sign, recomputed from the model, and the steps that show it.

use super::Rejection;
use super::conditions::{conditions, rule_conditions};
use super::elementary::elementary;
use super::setting::Setting;
use super::walk::Walk;
use crate::certificate::{Statement, Step};
use crate::enclosure::Sign;
use crate::model::{Claim, ClaimKind, Compared, Goal, Model, Obligation, Value};
use crate::symbolic::{CertainSign, Expr, Fact, Relation};
use crate::syntax::ast::CompareOp;
use std::slice::from_ref;

/// How an expression compares with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// `> 0`
    Positive,
    /// `>= 0`
    NonNegative,
    /// `!= 0`
    NonZero,
}

impl Wanted {
    /// Whether a certain sign is enough.
    #[must_use]
    pub fn is_met_by(self, sign: CertainSign) -> bool {
        match self {
            Self::Positive => sign == CertainSign::Positive,
            Self::NonNegative => matches!(sign, CertainSign::Positive | CertainSign::NonNegative),
            Self::NonZero => sign.is_strict(),
        }
    }

    /// The sign of a lower bound that is enough: one on the lower side of 0 says nothing, and what lies strictly above
    /// a bound is positive already where the bound is not negative.
    #[must_use]
    pub fn of_lower_bound(self, strictly_above: bool) -> Self {
        match self {
            Self::Positive | Self::NonZero if strictly_above => Self::NonNegative,
            Self::NonZero => Self::Positive,
            other => other,
        }
    }

    /// The relation to 0.
    #[must_use]
    pub fn relation(self) -> Relation {
        match self {
            Self::Positive => Relation::Positive,
            Self::NonNegative => Relation::NonNegative,
            Self::NonZero => Relation::NonZero,
        }
    }

    /// Whether the sign of a constant is enough.
    #[must_use]
    pub fn is_met_by_constant(self, sign: Sign) -> bool {
        match sign {
            Sign::Positive => true,
            Sign::Negative => self == Self::NonZero,
            Sign::Zero => self == Self::NonNegative,
            Sign::Undefined | Sign::Unknown => false,
        }
    }
}

/// Precision for constants, in bits.
pub const CONSTANT_BITS: usize = 512;

/// Whether the steps prove the claim: what it comes down to.
///
/// # Errors
/// The first step that fails.
pub fn claim(model: &Model, claim: &Claim, steps: &[Step]) -> Result<Statement, Rejection> {
    let mut walk = Walk::new(model, steps);
    walk.statement(&claim.kind)?;
    walk.rule_conditions(&claim.kind)?;
    if claim.strict {
        walk.defined_everywhere(&claim.kind)?;
    }
    walk.finish()
}

/// Whether the steps discharge the obligation: what it comes down to.
///
/// # Errors
/// The first step that fails.
pub fn obligation(model: &Model, o: &Obligation, steps: &[Step]) -> Result<Statement, Rejection> {
    let mut walk = Walk::new(model, steps);
    let setting = |exprs: &[Expr]| Setting::new(model, o.chart, &o.region, &[], exprs);
    match &o.goal {
        Goal::Equal(pairs) => {
            let (left, right): (Vec<Expr>, Vec<Expr>) = pairs.iter().cloned().unzip();
            let all = [left.clone(), right.clone()].concat();
            walk.equal(&left, &right, &setting(&all))?;
        }
        Goal::PositiveDefinite(m) => walk.positive_definite(m, &setting(m.entries()))?,
        Goal::Facts(facts) => {
            for f in facts {
                walk.fact(f, &setting(from_ref(&f.expr)))?;
            }
        }
        Goal::NonEmpty => walk.point(&[], &setting(&[]))?,
        // Such a goal is never proved.
        Goal::Open(_) => return Err(Rejection::Shape("nothing proves an open goal")),
    }
    walk.finish()
}

/// Whether the steps prove that the pairs are equal, for a check.
///
/// # Errors
/// The first step that fails.
pub fn equality(
    model: &Model,
    left: &[Expr],
    right: &[Expr],
    setting: &Setting,
    steps: &[Step],
) -> Result<Statement, Rejection> {
    let mut walk = Walk::new(model, steps);
    walk.equal(left, right, setting)?;
    walk.finish()
}

impl Walk<'_> {
    fn setting(&self, part: &Compared) -> Setting {
        let exprs = [part.left.clone(), part.right.clone()].concat();
        Setting::new(self.model, part.chart, &part.region, &part.defined_where, &exprs)
    }

    fn statement(&mut self, kind: &ClaimKind) -> Result<(), Rejection> {
        match kind {
            ClaimKind::Compare { op, parts, .. } => self.parts(parts, *op),
            ClaimKind::Invariant { parts, .. }
            | ClaimKind::Inverse { parts }
            | ClaimKind::Isometry { parts }
            | ClaimKind::Conserved { parts }
            | ClaimKind::Closed { parts } => self.parts(parts, CompareOp::Eq),
            ClaimKind::Solves { parts, inside } => self.parts(&solved(parts, inside), CompareOp::Eq),
            ClaimKind::PositiveDefinite { metric } => {
                let Value::Metric(g) = &metric.value else { return Err(Rejection::Shape("it is not about a metric")) };
                let exprs = g.components.entries();
                let setting = Setting::new(self.model, Some(metric.chart), &metric.region, &g.defined_where, exprs);
                self.positive_definite(&g.components, &setting)
            }
            ClaimKind::Decreasing { strictly, rates } => {
                if rates.is_empty() {
                    return Err(Rejection::Shape("it says nothing"));
                }
                rates.iter().try_for_each(|r| self.decreasing(*strictly, r))
            }
        }
    }

    fn parts(&mut self, parts: &[Compared], op: CompareOp) -> Result<(), Rejection> {
        if parts.is_empty() {
            return Err(Rejection::Shape("it compares nothing"));
        }
        for part in parts {
            if part.left.len() != part.right.len() || part.left.is_empty() {
                return Err(Rejection::Shape("its sides have different shapes"));
            }
            let setting = self.setting(part);
            if op == CompareOp::Eq {
                self.equal(&part.left, &part.right, &setting)?;
            } else {
                if op == CompareOp::Ne && part.left.len() != 1 {
                    return Err(Rejection::Shape("`!=` of several components"));
                }
                for (l, r) in part.left.iter().zip(&part.right) {
                    self.compare(l, op, r, &setting)?;
                }
            }
        }
        Ok(())
    }

    fn compare(&mut self, left: &Expr, op: CompareOp, right: &Expr, setting: &Setting) -> Result<(), Rejection> {
        let (difference, wanted) = match op {
            CompareOp::Eq => return self.equal(from_ref(left), from_ref(right), setting),
            CompareOp::Ne => (left - right, Wanted::NonZero),
            CompareOp::Gt => (left - right, Wanted::Positive),
            CompareOp::Ge => (left - right, Wanted::NonNegative),
            CompareOp::Lt => (right - left, Wanted::Positive),
            CompareOp::Le => (right - left, Wanted::NonNegative),
        };
        self.sign(&difference, wanted, setting)?;
        self.point(&[left.clone(), right.clone()], setting)
    }

    /// What the closed forms of expectations need beyond what the statement is about: each is shown, or supposed.
    fn rule_conditions(&mut self, kind: &ClaimKind) -> Result<(), Rejection> {
        for (facts, setting) in rule_conditions(self.model, kind) {
            for f in &facts {
                if matches!(self.steps.get(self.next), Some(Step::Supposed)) {
                    self.next += 1;
                    let place = setting.place();
                    let known = self.facts(&place);
                    let expr = elementary(&f.expr, &place.integers());
                    self.writer.supposed(&f.with(expr), &place.region, &known);
                } else {
                    self.condition(f, &setting)?;
                }
            }
        }
        Ok(())
    }

    /// A strict claim: every condition of definition holds on the whole domain.
    fn defined_everywhere(&mut self, kind: &ClaimKind) -> Result<(), Rejection> {
        for (facts, setting) in conditions(self.model, kind) {
            for f in facts.iter().filter(|f| f.rule.is_none()) {
                self.fact(f, &setting)?;
            }
        }
        Ok(())
    }
}

/// The comparisons of `solves`, on the part of the range where the curve stays in its chart.
#[must_use]
pub fn solved(parts: &[Compared], inside: &[Fact]) -> Vec<Compared> {
    let with_inside = |p: &Compared| {
        let mut p = p.clone();
        p.defined_where.extend(inside.iter().cloned());
        p
    };
    parts.iter().map(with_inside).collect()
}
