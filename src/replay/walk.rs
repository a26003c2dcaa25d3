//! The walk through the steps of a proof: each step against what it is to show.
//!
//! In: expressions with their settings, and the steps of a certificate in their order. Out: acceptance, and the goals in the
//! words of the statement. What a claim comes down to stands in [`super::claim`].

use super::claim::{CONSTANT_BITS, Wanted};
use super::conditions::{is_plainly_defined, is_stated};
use super::elementary::elementary;
use super::setting::Setting;
use super::walk_signs::{exponential, shifted, translated};
use super::{
    Place, Rejection, bounds, boxes, cases, cells, constant_angles, gamma_relations, integers, integrand, means,
    monotone, nowhere, regroup, separation, sign, sturm, transformed, zero,
};
use crate::certificate::{Derivation, Statement, StatementWriter, Step};
use crate::enclosure::{Point, decide_sign};
use crate::model::Model;
use crate::statistics::sample_of_integrands;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact, Relation};
use std::collections::BTreeMap;
use std::slice::from_ref;

/// Conditions that are solved one after the other, and cases within.
const LARGEST_SHIFT: usize = 2 * cases::LARGEST_DEPTH;

/// Where the walk stands.
pub(super) struct Walk<'a> {
    pub model: &'a Model,
    pub steps: &'a [Step],
    pub next: usize,
    pub writer: StatementWriter,
    /// Facts in elementary form.
    written: BTreeMap<Expr, Expr>,
}

impl<'a> Walk<'a> {
    pub fn new(model: &'a Model, steps: &'a [Step]) -> Self {
        Self { model, steps, next: 0, writer: StatementWriter::default(), written: BTreeMap::new() }
    }

    pub fn step(&mut self) -> Result<&'a Step, Rejection> {
        let step = self.steps.get(self.next).ok_or(Rejection::Shape("steps are missing"))?;
        self.next += 1;
        Ok(step)
    }

    pub fn finish(self) -> Result<Statement, Rejection> {
        if self.next < self.steps.len() {
            return Err(Rejection::Shape("steps are left over"));
        }
        Ok(self.writer.finish())
    }

    /// The facts of a domain in the form in which they are written.
    pub fn facts(&mut self, place: &Place) -> Vec<Fact> {
        let integers = place.integers();
        let mut written = Vec::with_capacity(place.facts.len());
        for f in &place.facts {
            let expr = self.written.entry(f.expr.clone()).or_insert_with(|| elementary(&f.expr, &integers)).clone();
            written.push(f.with(expr));
        }
        written
    }

    /// All residuals are 0 wherever both sides are defined, and they are defined somewhere.
    pub fn equal(&mut self, left: &[Expr], right: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let residuals: Vec<Expr> = left.iter().zip(right).map(|(l, r)| l - r).filter(|e| !e.is_zero()).collect();
        if matches!(self.steps.get(self.next), Some(Step::Formal { .. } | Step::Named { .. })) {
            self.formal(&residuals, setting)?;
        } else {
            self.zero(&residuals, setting, 0)?;
        }
        self.point(&[left, right].concat(), setting)
    }

    /// The residuals are 0 wherever all of them are defined.
    pub fn zero(&mut self, residuals: &[Expr], setting: &Setting, depth: usize) -> Result<(), Rejection> {
        let place = self.goal_zero(residuals, setting);
        let integers = place.integers();
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
            (Step::Integrand, [e]) => {
                let (f, place) = integrand::integrand(e, setting).ok_or(Rejection::Shape("what is affine in means"))?;
                self.zero(&[f], &place, depth + 1)
            }
            (Step::Nowhere(d), [e]) if depth > 0 => nowhere(e, &place, d),
            (Step::Separation, [e]) if separation::is_zero(e) => Ok(()),
            (Step::Integers, [e]) if integers::is_zero(e, &place.region) => Ok(()),
            (Step::Sturm, [e]) if cells::is_zero(e, &place.region) => Ok(()),
            (Step::Exponential(n), [e]) if depth <= cases::LARGEST_DEPTH => {
                let raised = exponential(e, *n).ok_or(Rejection::Shape("a multiple of a logarithm"))?;
                self.zero(&[raised], setting, depth + 1)
            }
            (Step::ConstantAngles, [e]) if depth <= cases::LARGEST_DEPTH => {
                let image = constant_angles::named(e).ok_or(Rejection::Shape("inverse functions of constants"))?;
                self.zero(&[image], setting, depth + 1)
            }
            (Step::GammaRelations, [e]) if depth <= cases::LARGEST_DEPTH => {
                let image =
                    gamma_relations::related(e, &integers).ok_or(Rejection::Shape("related gamma functions"))?;
                self.zero(&[image], setting, depth + 1)
            }
            (Step::Shift { condition }, [e]) if depth <= LARGEST_SHIFT => {
                let (e, narrow) = shifted(e, setting, *condition).ok_or(Rejection::Shape("a condition to solve"))?;
                self.zero(&[e], &narrow, depth + 1)
            }
            (Step::Split { on }, [e]) => {
                self.split(on, e, setting, depth, &mut |walk, e, case| walk.zero(from_ref(e), case, depth + 1))
            }
            (step, [e]) => self.zero_by_rule(step, e, setting, depth),
            _ => Err(Rejection::Shape("a reduction is missing")),
        }
    }

    /// The goal that these are 0 is written.
    pub(super) fn goal_zero(&mut self, residuals: &[Expr], setting: &Setting) -> Place {
        let place = setting.place();
        let integers = place.integers();
        let written: Vec<Expr> = residuals.iter().map(|e| elementary(e, &integers)).collect();
        let facts = self.facts(&place);
        self.writer.zero(&written, &place.region, &facts);
        place
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

    pub fn point(&mut self, exprs: &[Expr], setting: &Setting) -> Result<(), Rejection> {
        let place = setting.place();
        let facts = self.facts(&place);
        self.writer.point(exprs, &place.region, &facts);
        // A formal expectation has a value wherever its integrand has one for some value of its variables: no condition of
        // definition is about these.
        let sampled: Vec<Expr> = exprs.iter().map(sample_of_integrands).collect();
        match self.step()? {
            Step::Point(witness) => setting.check_point(&sampled, witness),
            Step::Place { values } => {
                let values = super::walk_rules::several(values)?;
                if super::place::is_point(&sampled, setting, &values) { Ok(()) } else { Err(Rejection::Point) }
            }
            _ => Err(Rejection::Shape("a point is missing")),
        }
    }

    pub fn sign(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Result<(), Rejection> {
        self.sign_in_case(e, wanted, setting, 0)
    }

    /// The expression has the wanted sign wherever it is defined.
    pub fn sign_in_case(&mut self, e: &Expr, wanted: Wanted, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        let place = setting.place();
        let facts = self.facts(&place);
        self.writer.sign(&elementary(e, &place.integers()), wanted.relation(), &place.region, &facts);
        let met = match self.step()? {
            Step::Constant if !e.has_symbols() => {
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
            Step::Integrand => {
                let (f, place) = integrand::integrand(e, setting).ok_or(Rejection::Shape("what is affine in means"))?;
                self.sign_in_case(&f, wanted.of_lower_bound(false), &place, depth + 1)?;
                true
            }
            // Even powers of factors that a fact keeps away from 0 are positive, also where no sign is known of them.
            Step::Square if wanted == Wanted::NonZero && depth <= cases::LARGEST_DEPTH => {
                self.sign_in_case(&e.powi(2), Wanted::Positive, setting, depth + 1)?;
                true
            }
            Step::Regroup { apart } if depth <= cases::LARGEST_DEPTH => {
                let image = regroup::regrouped(e, *apart).ok_or(Rejection::Shape("logarithms to take together"))?;
                self.sign_in_case(&image, wanted, setting, depth + 1)?;
                true
            }
            Step::Gibbs { divergence, weight, differing } if depth <= cases::LARGEST_DEPTH => {
                self.gibbs(e, wanted, setting, (*divergence, *weight, *differing), depth)?;
                true
            }
            Step::Sturm => sturm::has_sign(e, wanted, &place.region),
            Step::Means => means::has_sign(e, wanted, &place.region),
            Step::Integers => integers::has_sign(e, wanted, &place.region),
            Step::Separation => wanted == Wanted::NonNegative && separation::is_zero(e),
            Step::Exponential(n) if depth <= cases::LARGEST_DEPTH => {
                let raised = exponential(e, *n).ok_or(Rejection::Shape("a multiple of a logarithm"))?;
                self.sign_in_case(&raised, wanted, setting, depth + 1)?;
                true
            }
            Step::ConstantAngles if depth <= LARGEST_SHIFT => {
                let image = constant_angles::named(e).ok_or(Rejection::Shape("inverse functions of constants"))?;
                self.sign_in_case(&image, wanted, setting, depth + 1)?;
                true
            }
            Step::GammaRelations if depth <= cases::LARGEST_DEPTH => {
                let missing = Rejection::Shape("related gamma functions");
                let image = gamma_relations::related(e, &place.integers()).ok_or(missing)?;
                self.sign_in_case(&image, wanted, setting, depth + 1)?;
                true
            }
            Step::Shift { condition } if depth <= LARGEST_SHIFT => {
                let (e, narrow) = shifted(e, setting, *condition).ok_or(Rejection::Shape("a condition to solve"))?;
                self.sign_in_case(&e, wanted, &narrow, depth + 1)?;
                true
            }
            Step::Translate { variable, from } if depth <= LARGEST_SHIFT => {
                let missing = Rejection::Shape("a variable that nothing bounds");
                let (e, place) = translated(e, setting, *variable, *from).ok_or(missing)?;
                self.sign_in_case(&e, wanted, &place, depth + 1)?;
                true
            }
            Step::Slope { variable, at, strict, rising } if depth <= LARGEST_SHIFT => {
                self.slope(e, wanted, setting, (*variable, at, *strict, rising), depth)?;
                true
            }
            Step::Multiply { by } if depth <= LARGEST_SHIFT => {
                self.multiplied(e, wanted, setting, by, depth)?;
                true
            }
            Step::Logarithm if depth <= LARGEST_SHIFT => {
                let missing = Rejection::Shape("a difference of two terms");
                let [p, n, difference] = transformed::logarithms(e, &place.integers()).ok_or(missing)?;
                self.sign_in_case(&p, Wanted::Positive, setting, depth + 1)?;
                self.sign_in_case(&n, Wanted::Positive, setting, depth + 1)?;
                self.sign_in_case(&difference, wanted, setting, depth + 1)?;
                true
            }
            Step::Absolute(which, negative) if depth <= LARGEST_SHIFT => {
                let missing = Rejection::Shape("an absolute value");
                let [of, image] = transformed::absolute(e, *which, *negative).ok_or(missing)?;
                self.sign_in_case(&of, Wanted::NonNegative, setting, depth + 1)?;
                self.sign_in_case(&image, wanted, setting, depth + 1)?;
                true
            }
            Step::Either(which) if depth <= LARGEST_SHIFT => {
                let both = transformed::either(e, *which).ok_or(Rejection::Shape("an absolute value"))?;
                for image in &both {
                    self.sign_in_case(image, wanted, setting, depth + 1)?;
                }
                true
            }
            Step::Concave { variable, strict } if depth <= cases::LARGEST_DEPTH => {
                self.concave(e, wanted, setting, (*variable, *strict), depth)?;
                true
            }
            Step::Amplitude { angle } if depth <= cases::LARGEST_DEPTH => {
                self.amplitude(e, wanted, setting, angle, depth)?;
                true
            }
            Step::HalfAngle { angle } if depth <= cases::LARGEST_DEPTH => {
                self.half_angle(e, wanted, setting, angle, depth)?;
                true
            }
            Step::Nowhere(derivation) if depth > 0 => nowhere(e, &place, derivation).is_ok(),
            Step::Split { on } => {
                let mut holds =
                    |walk: &mut Self, e: &Expr, case: &Setting| walk.sign_in_case(e, wanted, case, depth + 1);
                self.split(on, e, setting, depth, &mut holds)?;
                true
            }
            step => return self.sign_by_rule(step, e, wanted, setting, depth),
        };
        if met { Ok(()) } else { Err(Rejection::WrongSign(e.clone())) }
    }

    pub fn fact(&mut self, f: &Fact, setting: &Setting) -> Result<(), Rejection> {
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
    pub fn condition(&mut self, f: &Fact, setting: &Setting) -> Result<(), Rejection> {
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
}
