//! Statements: which expressions must be 0 or have a sign, recomputed from the model, and the steps that show it.

use super::conditions::{conditions, is_plainly_defined, is_stated, rule_conditions};
use super::elementary::elementary;
use super::formal::Formal;
use super::setting::Setting;
use super::{Place, Rejection, bounds, boxes, cases, monotone, nowhere, sign, sturm, zero};
use crate::certificate::{Derivation, Statement, StatementWriter, Step};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::model::{Claim, ClaimKind, Compared, Goal, Model, Obligation, Value};
use crate::statistics::sample_of_integrands;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{CertainSign, Expr, Fact, Relation};
use crate::syntax::ast::CompareOp;
use std::collections::BTreeMap;
use std::slice::from_ref;

/// How an expression compares with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

pub(super) struct Walk<'a> {
    pub(super) model: &'a Model,
    pub(super) steps: &'a [Step],
    pub(super) next: usize,
    writer: StatementWriter,
    /// Facts in elementary form.
    written: BTreeMap<Expr, Expr>,
}

impl<'a> Walk<'a> {
    fn new(model: &'a Model, steps: &'a [Step]) -> Self {
        Self { model, steps, next: 0, writer: StatementWriter::default(), written: BTreeMap::new() }
    }

    fn step(&mut self) -> Result<&'a Step, Rejection> {
        let step = self.steps.get(self.next).ok_or(Rejection::Shape("steps are missing"))?;
        self.next += 1;
        Ok(step)
    }

    fn finish(self) -> Result<Statement, Rejection> {
        if self.next < self.steps.len() {
            return Err(Rejection::Shape("steps are left over"));
        }
        Ok(self.writer.finish())
    }

    /// The facts of a domain in the form in which they are written.
    fn facts(&mut self, place: &Place) -> Vec<Fact> {
        let integers = place.integers();
        let mut written = Vec::with_capacity(place.facts.len());
        for f in &place.facts {
            let expr = self.written.entry(f.expr.clone()).or_insert_with(|| elementary(&f.expr, &integers)).clone();
            written.push(f.with(expr));
        }
        written
    }

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

    /// All residuals are 0 wherever both sides are defined, and they are defined somewhere.
    fn equal(&mut self, left: &[Expr], right: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let residuals: Vec<Expr> = left.iter().zip(right).map(|(l, r)| l - r).filter(|e| !e.is_zero()).collect();
        if matches!(self.steps.get(self.next), Some(Step::Formal { .. })) {
            self.formal(&residuals, setting)?;
        } else {
            self.zero(&residuals, setting, 0)?;
        }
        self.point(&[left, right].concat(), setting)
    }

    /// Residuals with formal expectations: the rewriting is done again with the facts that are shown here, and the
    /// residuals that it leaves are 0 for all values of the expectations ([`Formal`]).
    fn formal(&mut self, residuals: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let Step::Formal { facts, relations } = self.step()? else { return Err(Rejection::Shape("a rewriting")) };
        let exprs = facts.unpack().map_err(|_| Rejection::Shape("the facts of a rewriting"))?;
        if exprs.len() != relations.len() || Bundle::pack(&exprs) != *facts || !residuals.iter().any(Expr::has_mean) {
            return Err(Rejection::Shape("the facts of a rewriting"));
        }
        let shown: Vec<Fact> = exprs.into_iter().zip(relations).map(|(e, r)| Fact::new(e, *r)).collect();
        let asked = std::cell::RefCell::new(vec![false; shown.len()]);
        let certain = |fact: &Fact| match shown.iter().position(|f| f.says(fact)) {
            Some(k) => {
                if let Some(known) = asked.borrow_mut().get_mut(k) {
                    *known = true;
                }
                true
            }
            None => false,
        };
        let formal = Formal::of(residuals, &certain);
        if asked.into_inner().contains(&false) {
            return Err(Rejection::Shape("a fact that no rewriting needs"));
        }
        let place = setting.place();
        let known = self.facts(&place);
        self.writer.formal(residuals, &formal.named, formal.rests_on(residuals), &place.region, &known);
        for f in &shown {
            self.condition(f, setting)?;
        }
        let mut opaque = setting.clone();
        opaque.region.variables.extend(formal.variables());
        self.zero(&formal.residuals, &opaque, 0)
    }

    /// The residuals are 0 wherever all of them are defined.
    pub(super) fn zero(&mut self, residuals: &[Expr], setting: &Setting, depth: usize) -> Result<(), Rejection> {
        let place = setting.place();
        let integers = place.integers();
        let written: Vec<Expr> = residuals.iter().map(|e| elementary(e, &integers)).collect();
        let facts = self.facts(&place);
        self.writer.zero(&written, &place.region, &facts);
        let alone = |d: &Derivation, e: &Expr| zero(from_ref(e), &place, d);
        match (self.step()?, residuals) {
            (Step::Zero(none), []) if none.is_empty() => Ok(()),
            (Step::Zero(derivations), [_, ..]) => match derivations.as_slice() {
                [all] => zero(residuals, &place, all),
                each if each.len() == residuals.len() => each.iter().zip(residuals).try_for_each(|(d, e)| alone(d, e)),
                _ => Err(Rejection::Shape("a reduction for each component")),
            },
            // One by one says more than together.
            (Step::Each, [_, _, ..]) => residuals.iter().try_for_each(|e| self.zero(from_ref(e), setting, depth)),
            (Step::Nowhere(d), [e]) if depth > 0 => nowhere(e, &place, d),
            (Step::Split { on }, [e]) => {
                self.split(on, e, setting, depth, &mut |walk, e, case| walk.zero(from_ref(e), case, depth + 1))
            }
            _ => Err(Rejection::Shape("a reduction is missing")),
        }
    }

    /// Cases by the sign of an expression, as [`super::cases`] says.
    fn split(
        &mut self,
        on: &Bundle,
        e: &Expr,
        setting: &Setting,
        depth: usize,
        holds: &mut dyn FnMut(&mut Self, &Expr, &Setting) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        let wrong = || Rejection::Shape("cases that cover every point");
        let exprs = on.unpack().map_err(|_| wrong())?;
        let [f] = exprs.as_slice() else { return Err(wrong()) };
        let is_canonical = Bundle::pack(&exprs) == *on;
        if !is_canonical || depth >= cases::LARGEST_DEPTH || !cases::splits(f, e, setting) {
            return Err(wrong());
        }
        for fact in cases::cases_of(f, &setting.region).ok_or_else(wrong)? {
            let (e, case) = cases::narrowed(e, setting, fact).ok_or_else(wrong)?;
            if !case.region.conditions.iter().chain(&case.defined_where).any(Fact::is_absurd) {
                holds(self, &e, &case)?;
            }
        }
        Ok(())
    }

    pub(super) fn point(&mut self, exprs: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let place = setting.place();
        let facts = self.facts(&place);
        self.writer.point(exprs, &place.region, &facts);
        // A formal expectation has a value wherever its integrand has one for some value of its variables: no condition of
        // definition is about these.
        let sampled: Vec<Expr> = exprs.iter().map(sample_of_integrands).collect();
        match self.step()? {
            Step::Point(witness) => setting.check_point(&sampled, witness),
            _ => Err(Rejection::Shape("a point is missing")),
        }
    }

    pub(super) fn sign(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Result<(), Rejection> {
        self.sign_in_case(e, wanted, setting, 0)
    }

    /// The expression has the wanted sign wherever it is defined.
    fn sign_in_case(&mut self, e: &Expr, wanted: Wanted, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        let place = setting.place();
        let facts = self.facts(&place);
        self.writer.sign(&elementary(e, &place.integers()), wanted.relation(), &place.region, &facts);
        let met = match self.step()? {
            Step::Constant if e.symbols().is_empty() => {
                decide_sign(e, &Point::default(), CONSTANT_BITS).is_ok_and(|s| wanted.is_met_by_constant(s))
            }
            Step::Sign(derivation) => wanted.is_met_by(sign(e, &place, derivation)?),
            Step::Boxes(n) => boxes::subdivided(e, wanted, &place.region, *n) == Some(*n),
            Step::Bound(lemmas) if depth <= cases::LARGEST_DEPTH => {
                let missing = Rejection::Shape("a lemma for each term of the sum");
                let bound = bounds::of_sum(e, lemmas).ok_or(missing)?;
                self.sign_in_case(&bound.value, wanted.of_lower_bound(bound.strict), setting, depth + 1)?;
                for u in &bound.needs {
                    self.sign_in_case(u, Wanted::NonNegative, setting, depth + 1)?;
                }
                true
            }
            Step::Monotone if depth <= cases::LARGEST_DEPTH => {
                let missing = Rejection::Shape("two values of one increasing function");
                let (higher, lower) = monotone::arguments(e).ok_or(missing)?;
                self.sign_in_case(&(higher - lower), wanted, setting, depth + 1)?;
                true
            }
            Step::Sturm => sturm::has_sign(e, wanted, &place.region),
            Step::Nowhere(derivation) if depth > 0 => nowhere(e, &place, derivation).is_ok(),
            Step::Split { on } => {
                let mut holds =
                    |walk: &mut Self, e: &Expr, case: &Setting| walk.sign_in_case(e, wanted, case, depth + 1);
                self.split(on, e, setting, depth, &mut holds)?;
                true
            }
            _ => return Err(Rejection::Shape("a sign is missing")),
        };
        if met { Ok(()) } else { Err(Rejection::WrongSign(e.clone())) }
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

    fn fact(&mut self, f: &Fact, setting: &Setting) -> Result<(), Rejection> {
        let wanted = match f.relation {
            Relation::Positive => Wanted::Positive,
            Relation::NonNegative => Wanted::NonNegative,
            Relation::NonZero => Wanted::NonZero,
            Relation::Zero => return self.equal(from_ref(&f.expr), &[Expr::zero()], setting),
        };
        self.sign(&f.expr, wanted, setting)
    }

    /// A condition of a rule: stated, or a fact as any other, or a multiple of something that is stated not to be 0. Where
    /// the condition or the factor had no value, what is shown would say nothing.
    fn condition(&mut self, f: &Fact, setting: &Setting) -> Result<(), Rejection> {
        let place = setting.place();
        if is_stated(f, &place.facts) {
            return Ok(());
        }
        let defined = |e: &Expr| match is_plainly_defined(e, &place.region, &place.facts) {
            true => Ok(()),
            false => Err(Rejection::Shape("a condition that has a value everywhere")),
        };
        defined(&f.expr)?;
        let Some(Step::Multiple { of, by }) = self.steps.get(self.next) else { return self.fact(f, setting) };
        self.next += 1;
        let factors = by.unpack().map_err(|_| Rejection::Shape("a factor"))?;
        let (Some(known), [factor]) = (place.facts.get(*of), factors.as_slice()) else {
            return Err(Rejection::Shape("a factor"));
        };
        if f.relation != Relation::NonZero || known.relation != Relation::NonZero {
            return Err(Rejection::Shape("a multiple of something that is not 0"));
        }
        defined(factor)?;
        self.zero(&[&f.expr - &(&known.expr * factor)], setting, 0)?;
        self.sign(factor, Wanted::NonZero, setting)
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
