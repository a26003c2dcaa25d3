//! Equality of components.

use super::cases::{Goal, has_unknown_signs};
use super::decider::{Decider, Setting};
use super::exact_points::Where;
use super::expectations::remarks;
use super::named_means::NAMED_MEANS;
use super::verdict::{Evidence, Verdict, WitnessReport};
use crate::certificate::{Derivation, Record, Step};
use crate::enclosure::{Comparison, Counterexample};
use crate::engine::{Answer, Reply, Task};
use crate::replay::formal::Formal;
use crate::replay::integrand::integrand;
use crate::replay::named_means::named as with_numbers;
use crate::replay::{Rejection, derive_zero, integers, separation};
use crate::symbolic::{Expr, Fact, Function, Kind};
use crate::units::Unit;

/// The rule that every proof of equality cites.
pub(super) const RESIDUAL: &str = "the residual reduces to 0 in the tower of kernels";
/// The rule for numbers whose normal form does not show that they are 0.
pub(super) const SEPARATION: &str = "separation: an algebraic number below its separation bound is 0";
/// The rule that a proof with cases cites as well.
pub(super) const CASES: &str = "cases by the signs of factors";

impl Decider<'_> {
    /// `left[k] == right[k]` for all `k`, wherever both are defined.
    pub(super) fn equal(
        &mut self,
        left: &[Expr],
        right: &[Expr],
        names: &[String],
        units: &[Unit],
        setting: &Setting,
    ) -> Verdict {
        let residuals: Vec<Expr> = left.iter().zip(right).map(|(l, r)| l - r).collect();
        let open: Vec<usize> = (0..residuals.len()).filter(|k| !residuals[*k].is_zero()).collect();
        // Numbers of formal expectations are dear: they are looked at when no proof is found.
        for k in open.iter().filter(|k| !residuals[**k].has_mean()) {
            if let Some(found) = self.at_first_glance(&left[*k], &right[*k], Comparison::Equal, setting) {
                let name = names.get(*k).cloned().unwrap_or_default();
                let unit = units.get(*k).cloned().unwrap_or_default();
                return Verdict::Refuted { witness: Box::new(report(found, name, unit, setting)) };
            }
            if let Some(found) =
                self.fails_at_constants(&left[*k], &right[*k], Comparison::Equal, setting, Where::FirstRoots)
            {
                let name = names.get(*k).cloned().unwrap_or_default();
                let unit = units.get(*k).cloned().unwrap_or_default();
                return Verdict::Refuted { witness: Box::new(found.report(name, unit, setting)) };
            }
        }
        // Formal expectations are normalised and integrated by parts first; the number stays the same.
        let formal = left.iter().chain(right).any(Expr::has_mean);
        let unnamed: Vec<Expr> = open.iter().map(|k| residuals[*k].clone()).collect();
        let (named, facts) = if formal { self.integrated(&unnamed, setting) } else { plain(&unnamed) };
        let wanted = &named.residuals;
        let (ranges, ends) = if named.residuals.iter().any(|e| asks_for_signs(e, &named)) {
            self.ranges_of_means(&named, setting)
        } else {
            (Vec::new(), Vec::new().into())
        };
        let numbers = unnamed.iter().any(Expr::has_mean).then(|| with_numbers(&named, setting, &ranges)).flatten();
        let opaque = numbers.map_or_else(|| setting.clone(), |all| all.setting);
        let Reply { answers, kernels, records } = match self.ask_recorded(Task::Zero, wanted, &opaque) {
            Ok(found) => found,
            Err(why) => return self.refuted_or(left, right, names, units, setting, &open, Verdict::undecided(why)),
        };
        let mut remains = Vec::new();
        let mut reason = String::from("the residual does not reduce to 0, and no point of the domain refutes it");
        let mut doubtful = Vec::new();
        let mut by = vec![RESIDUAL.to_owned()];
        let mut cases: Vec<Option<Evidence>> = Vec::new();
        for ((k, e_named), answer) in open.iter().zip(wanted).zip(answers) {
            match answer {
                Answer::Zero => {
                    cases.push(None);
                    continue;
                }
                Answer::NotReduced(e) => {
                    let split = has_unknown_signs(&e) || has_unknown_signs(e_named);
                    let found = if split { self.by_cases(Goal::Zero, e_named, &e, &opaque) } else { None };
                    let found = found.map(|evidence| (CASES, evidence));
                    let found = found.or_else(|| at_integers(e_named, &opaque));
                    if let Some((rule, evidence)) = found.or_else(|| self.zero_otherwise(e_named, &opaque)) {
                        if !by.iter().any(|known| known == rule) {
                            by.push(rule.to_owned());
                        }
                        cases.push(Some(evidence));
                        continue;
                    }
                    remains.push(named.written_out(&e));
                }
                Answer::NowhereDefined(d) => reason = format!("a side is nowhere defined: it divides by `{d}`"),
                Answer::Beyond(why) => reason = why,
                _ => reason = "the engine gave no answer".into(),
            }
            doubtful.push(*k);
        }
        if doubtful.is_empty() {
            let mut sides = left.to_vec();
            sides.extend_from_slice(right);
            let Some(point) = self.inhabited(&sides, setting) else {
                return Verdict::undecided("no point of the domain was found where both sides are defined");
            };
            if formal {
                by.extend(named.used.rules.iter().map(|rule| (*rule).to_owned()));
                let cancel = self.boundary_remark(&named.boundaries, setting);
                for remark in remarks(&named.used, &sides).into_iter().chain(cancel) {
                    if !self.remarks.contains(&remark) {
                        self.remarks.push(remark);
                    }
                }
            }
            let mut reduced = if cases.iter().any(Option::is_some) {
                one_by_one(wanted, cases, &opaque, &records)
            } else {
                match derivations(wanted, &opaque, &records) {
                    Ok(reduced) => Step::Zero(reduced).into(),
                    Err(why) => Evidence::missing(why.to_string()),
                }
            };
            if reduced.gap.is_some() && wanted.iter().all(separation::is_zero) {
                by = vec![SEPARATION.to_owned()];
                reduced = Evidence::from(if wanted.len() > 1 { vec![Step::Each] } else { Vec::new() })
                    .then(vec![Step::Separation; wanted.len()]);
            }
            if unnamed.iter().any(Expr::has_mean) {
                reduced = self.rewritten(&facts, setting, ends.then(reduced));
                if !ranges.is_empty() {
                    by.push(NAMED_MEANS.to_owned());
                    reduced = Evidence::from(Step::Named { ranges }).then(reduced);
                }
            }
            return Verdict::Proved { by, kernels, evidence: reduced.then(point) };
        }
        if formal && let Some(evidence) = self.equal_integrands(&unnamed, setting) {
            return match self.inhabited(&[left, right].concat(), setting) {
                Some(point) => Verdict::by(INTEGRANDS, evidence.then(point)),
                None => Verdict::undecided("no point of the domain was found where both sides are defined"),
            };
        }
        self.refuted_or(left, right, names, units, setting, &doubtful, Verdict::Undecided { remains, reason })
    }

    /// The evidence that residuals with formal expectations are 0, because their integrands are everywhere.
    fn equal_integrands(&mut self, residuals: &[Expr], setting: &Setting) -> Option<Evidence> {
        let mut evidence = Evidence::from(if residuals.len() > 1 { vec![Step::Each] } else { Vec::new() });
        for e in residuals {
            if !e.has_mean() {
                evidence = evidence.then(self.reduces(e, setting)?);
                continue;
            }
            let (f, place) = integrand(e, setting)?;
            let reduced = self.reduces(&f, &place)?;
            evidence = evidence.then(Evidence::from(Step::Integrand)).then(reduced);
        }
        Some(evidence)
    }

    #[allow(clippy::too_many_arguments)]
    fn refuted_or(
        &mut self,
        left: &[Expr],
        right: &[Expr],
        names: &[String],
        units: &[Unit],
        setting: &Setting,
        doubtful: &[usize],
        otherwise: Verdict,
    ) -> Verdict {
        for k in doubtful {
            let (l, r) = (&left[*k], &right[*k]);
            let component = || (names.get(*k).cloned().unwrap_or_default(), units.get(*k).cloned().unwrap_or_default());
            let found = self.counterexample(l, r, Comparison::Equal, setting);
            if let Some(found) = found.or_else(|| self.far_counterexample(l, r, Comparison::Equal, setting)) {
                let (name, unit) = component();
                return Verdict::Refuted { witness: Box::new(report(found, name, unit, setting)) };
            }
            if let Some(found) = self.fails_at_constants(l, r, Comparison::Equal, setting, Where::Roots) {
                let (name, unit) = component();
                return Verdict::Refuted { witness: Box::new(found.report(name, unit, setting)) };
            }
        }
        otherwise
    }
}

/// A polynomial that is 0 at the few integers of a range.
fn at_integers(e: &Expr, setting: &Setting) -> Option<(&'static str, Evidence)> {
    let rule = "integers: a polynomial that is 0 at every integer of the range";
    integers::is_zero(e, &setting.region).then(|| (rule, Step::Integers.into()))
}

/// The name of the rule of `replay::integrand` for equations.
const INTEGRANDS: &str = "monotone-mean: the integrand is 0 everywhere";

/// Whether the signs of expectations matter to what functions of them are.
fn asks_for_signs(e: &Expr, formal: &Formal) -> bool {
    let about_means = |x: &Expr| formal.named.iter().any(|(s, _)| x.contains(s));
    e.nodes().iter().any(|node| match node.kind() {
        Kind::Power(b, x) => !x.as_number().is_some_and(crate::rational::Rational::is_integer) && about_means(b),
        Kind::Apply(Function::Log | Function::Abs | Function::Sign, x) => about_means(x),
        Kind::Binary(_, x, y) => about_means(x) || about_means(y),
        _ => false,
    })
}

/// Residuals without formal expectations.
pub(super) fn plain(residuals: &[Expr]) -> (Formal, Vec<Fact>) {
    (Formal::of(residuals, &|_| false), Vec::new())
}

/// The derivations that residuals are 0: one for all of them, or one for each.
pub(super) fn derivations(
    residuals: &[Expr],
    setting: &Setting,
    records: &[Record],
) -> Result<Vec<Derivation>, String> {
    let place = setting.place();
    let say = |why: Rejection| why.to_string();
    match records {
        [] if residuals.is_empty() => Ok(Vec::new()),
        [all] => Ok(vec![derive_zero(residuals, &place, all).map_err(say)?]),
        each if each.len() == residuals.len() => {
            let pairs = residuals.iter().zip(each);
            pairs.map(|(e, record)| derive_zero(std::slice::from_ref(e), &place, record).map_err(say)).collect()
        }
        // The tower writes nothing where it used what a certificate cannot say.
        _ => Err("a rule was used that has no form in certificates yet".into()),
    }
}

/// The evidence for residuals some of which need cases: these have theirs.
fn one_by_one(residuals: &[Expr], cases: Vec<Option<Evidence>>, setting: &Setting, records: &[Record]) -> Evidence {
    let mut evidence = Evidence::from(if residuals.len() > 1 { vec![Step::Each] } else { Vec::new() });
    for (k, (e, found)) in residuals.iter().zip(cases).enumerate() {
        let record = if records.len() == residuals.len() { records.get(k) } else { records.first() };
        evidence = evidence.then(match (found, record) {
            (Some(found), _) => found,
            (None, Some(record)) => match derive_zero(std::slice::from_ref(e), &setting.place(), record) {
                Ok(derivation) => Step::Zero(vec![derivation]).into(),
                Err(why) => Evidence::missing(why.to_string()),
            },
            (None, None) => Evidence::missing("a rule was used that has no form in certificates yet"),
        });
    }
    evidence
}

/// A counterexample as it is reported.
pub(super) fn report(found: Counterexample, component: String, unit: Unit, setting: &Setting) -> WitnessReport {
    WitnessReport {
        chart: setting.chart,
        point: found.point.into_iter().map(|(s, q)| (s, Expr::number(q))).collect(),
        functions: found.functions.into_iter().map(|f| (f.function, f.arguments, f.body)).collect(),
        component,
        left: found.left,
        right: found.right,
        unit,
    }
}
