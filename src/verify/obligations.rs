//! What declarations owe: refuted obligations are errors, undecided ones become hypotheses.

use super::decider::{Decider, Setting};
use super::definite_where::DefiniteWhere;
use super::domain_errors::{empty_chart, leave_out, stay_inside};
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict, WitnessReport};
use crate::certificate::Step;
use crate::diagnostics::Diagnostic;
use crate::geometry::Matrix;
use crate::model::{Goal, Model, Obligation, ObligationKind, Refusal};
use crate::symbolic::{Expr, Fact, Relation, Role, Symbol, Variable};
use crate::syntax::ast::CompareOp;
use crate::syntax::span::Span;
use crate::units::Unit;
use std::collections::BTreeSet;

/// Something that a declaration needs and that was not decided.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// The declaration.
    pub declaration: String,
    /// What is supposed.
    pub text: String,
    /// Why it was not decided.
    pub reason: String,
    /// The declaration's place.
    pub span: Span,
    /// The number of the obligation in the model.
    pub obligation: usize,
}

/// The obligations of a model, discharged.
#[derive(Clone, Debug, Default)]
pub struct Discharged {
    /// Errors: refuted obligations.
    pub diagnostics: Vec<Diagnostic>,
    /// Undecided obligations.
    pub hypotheses: Vec<Hypothesis>,
    /// The proofs of the others, each in the place of its obligation, as far as they have a certificate.
    pub proofs: Vec<Option<Vec<Step>>>,
}

/// How a `refuse` block came out.
#[derive(Clone, Debug)]
pub struct RefusalOutcome {
    /// Exactly the wanted diagnostic came.
    pub came_out: bool,
    /// What came.
    pub diagnostics: Vec<Diagnostic>,
}

impl Decider<'_> {
    /// Discharges all obligations.
    pub fn discharge(&mut self, model: &Model) -> Discharged {
        let mut out = Discharged::default();
        let mut asymmetric: Vec<Span> = Vec::new();
        for (number, obligation) in model.obligations.iter().enumerate() {
            // Of a matrix that is not symmetric, nobody asks whether it is definite.
            if obligation.kind == ObligationKind::PositiveDefinite && asymmetric.contains(&obligation.span) {
                out.proofs.push(None);
                continue;
            }
            self.begin();
            let verdict = self
                .obligation(model, obligation)
                .unless_rejected(|steps| crate::replay::claim::obligation(model, obligation, steps));
            let mut proof = None;
            if let (Goal::NonEmpty, Verdict::Undecided { .. }) = (&obligation.goal, &verdict)
                && let Some(fact) = self.fails_everywhere(model, &obligation.region)
            {
                out.diagnostics.push(empty_chart(obligation, &fact));
                out.proofs.push(None);
                continue;
            }
            match verdict {
                Verdict::Proved { evidence, .. } => proof = evidence.gap.is_none().then_some(evidence.steps),
                Verdict::Refuted { witness } => {
                    if obligation.kind == ObligationKind::Symmetric {
                        asymmetric.push(obligation.span);
                    }
                    out.diagnostics.push(self.refuted(model, obligation, &witness));
                }
                Verdict::Undecided { reason, .. } => out.hypotheses.push(Hypothesis {
                    declaration: obligation.declaration.clone(),
                    text: obligation.kind.describe().to_owned(),
                    reason,
                    span: obligation.span,
                    obligation: number,
                }),
            }
            out.proofs.push(proof);
        }
        out.diagnostics.extend(self.contradictory_claims(model));
        out
    }

    /// A `refuse` block: what elaboration said, else what its obligations say.
    pub fn refusal(&mut self, refusal: &Refusal) -> RefusalOutcome {
        let mut diagnostics = refusal.diagnostics.clone();
        if diagnostics.is_empty()
            && let Some(model) = &refusal.model
        {
            diagnostics = self.discharge(model).diagnostics;
        }
        let came_out =
            !diagnostics.is_empty() && diagnostics.iter().all(|d| d.code.id().eq_ignore_ascii_case(&refusal.code));
        RefusalOutcome { came_out, diagnostics }
    }

    fn obligation(&mut self, model: &Model, o: &Obligation) -> Verdict {
        let setting = |exprs: &[Expr]| Setting::new(model, o.chart, &o.region, &[], exprs);
        match &o.goal {
            Goal::Equal(pairs) => {
                let (left, right): (Vec<Expr>, Vec<Expr>) = pairs.iter().cloned().unzip();
                let mut all = left.clone();
                all.extend(right.iter().cloned());
                self.equal(&left, &right, &[], &[], &setting(&all))
            }
            Goal::PositiveDefinite(m) => {
                let s = setting(m.entries());
                self.positive_definite(model, m, &s)
            }
            Goal::Facts(facts) => {
                let mut verdict = Verdict::by("each condition", Evidence::default());
                for f in facts {
                    let s = setting(std::slice::from_ref(&f.expr));
                    let decided = match (self.fact(f, &s), f.rule) {
                        // Where only the rule of a closed form fails, what the form stands for may have a value.
                        (Verdict::Refuted { witness }, Some(rule)) => Verdict::undecided(format!(
                            "the closed form by {rule} fails at {}, and nothing is known of the value there",
                            super::verdict::place(&witness)
                        )),
                        (decided, _) => decided,
                    };
                    verdict = verdict.and(decided);
                }
                verdict
            }
            Goal::Open(reason) => Verdict::undecided(reason),
            Goal::NonEmpty => match self.inhabited(&[], &setting(&[])) {
                Some(point) => Verdict::by("a point of the chart", point),
                None => Verdict::undecided("no rational point of the chart was found"),
            },
        }
    }

    pub(super) fn fact(&mut self, f: &Fact, setting: &Setting) -> Verdict {
        let (op, wanted) = match f.relation {
            Relation::Positive => (CompareOp::Gt, Some(Wanted::Positive)),
            Relation::NonNegative => (CompareOp::Ge, Some(Wanted::NonNegative)),
            Relation::NonZero => (CompareOp::Ne, Some(Wanted::NonZero)),
            Relation::Zero => (CompareOp::Eq, None),
        };
        if let Some(wanted) = wanted
            && let Ok((rule, evidence)) = self.sign_is(&f.expr, wanted, setting)
        {
            return Verdict::by(rule, evidence);
        }
        let mut verdict = self.compare(&f.expr, op, &Expr::zero(), "", &Unit::one(), setting);
        // A fact is no claim: whoever uses a sign shows that there is a point.
        if let (Some(_), Verdict::Proved { evidence, .. }) = (wanted, &mut verdict) {
            evidence.steps.pop_if(|step| matches!(step, Step::Point(_) | Step::Place { .. }));
        }
        verdict
    }
}

impl Decider<'_> {
    /// The error of a refuted obligation: what fails, and where.
    fn refuted(&mut self, model: &Model, o: &Obligation, witness: &WitnessReport) -> Diagnostic {
        let place = super::verdict::place(&concerning(o, witness));
        let headline = format!("`{}`: it is not true that {}", o.declaration, o.kind.describe());
        let mut d = Diagnostic::error(o.kind.code(), headline).primary(o.span, "declared here");
        if !place.is_empty() {
            d = d.note(format!("it fails at {place}"));
        }
        if let (ObligationKind::Normalised, Goal::Equal(pairs)) = (o.kind, &o.goal)
            && let [(total, _)] = pairs.as_slice()
        {
            let setting = Setting::new(model, None, &o.region, &[], std::slice::from_ref(total));
            let total = crate::emit::text::ascii(&self.visible_form(total, &setting));
            d = d.note(format!("its total is {total}, not 1"));
            d = d.help("divide it by its total, as `unnormalised .. with normaliser ..` does; a normaliser that is there is multiplied by it");
        }
        if let (ObligationKind::MapRegular | ObligationKind::MapSmooth, Goal::Facts(facts)) = (o.kind, &o.goal) {
            d = leave_out(d, model, o, facts);
        }
        if matches!(o.kind, ObligationKind::SampleMapInto | ObligationKind::SampleMapOnto) {
            d = d.help("write the set of all its values, such as `y: (1, inf)` for `x -> 1 + x` of a positive `x`");
        }
        if let (ObligationKind::ParametersInDomain, Goal::Facts(facts)) = (o.kind, &o.goal) {
            d = stay_inside(d, o, facts);
        }
        if let Goal::PositiveDefinite(m) = &o.goal {
            d = match self.definite_where(model, o, m) {
                DefiniteWhere::Exactly(conditions) => d
                    .note(format!("it is positive definite exactly where {}", conditions.join(" and ")))
                    .help("restrict the chart to that set with a `where` condition, or change the matrix"),
                DefiniteWhere::Nowhere => match self.unmoved_by(model, o, m) {
                    Some(direction) => {
                        d.note(format!("`{direction}` has length 0 everywhere: nothing changes along it")).help(
                            "there is a coordinate too many: fix one, or take coordinates that tell all points apart",
                        )
                    }
                    None => d.note("it is positive definite nowhere").help("change the matrix"),
                },
                DefiniteWhere::Unknown => d.help("restrict the chart with a `where` condition, or change the matrix"),
            };
        }
        d
    }
}

/// Coordinates among which a direction of length 0 is looked for.
const MOST_COORDINATES: usize = 4;

impl Decider<'_> {
    /// A constant vector field of length 0, as `d/du + d/dv`.
    fn unmoved_by(&mut self, model: &Model, o: &Obligation, m: &Matrix) -> Option<String> {
        let coordinates: Vec<&Symbol> = model.chart(o.chart?)?.coordinates.iter().map(|c| &c.variable.symbol).collect();
        let n = coordinates.len();
        if n != m.rows() || n > MOST_COORDINATES {
            return None;
        }
        let setting = Setting::new(model, o.chart, &o.region, &[], m.entries());
        // Few coordinates first; the first of them with the factor 1.
        let mut directions: Vec<Vec<i64>> = (1..3usize.pow(u32::try_from(n).ok()?))
            .map(|k| (0..n).map(|i| [0, 1, -1][k / 3usize.pow(u32::try_from(i).unwrap_or(0)) % 3]).collect())
            .filter(|v: &Vec<i64>| v.iter().find(|c| **c != 0) == Some(&1))
            .collect();
        directions.sort_by_key(|v| v.iter().filter(|c| **c != 0).count());
        let is_null = |me: &mut Self, v: &Vec<i64>| {
            (0..n).all(|i| {
                let entry = Expr::sum((0..n).map(|j| m.at(i, j) * &Expr::integer(v[j])));
                entry.is_zero() || me.reduces(&entry, &setting).is_some()
            })
        };
        let found = directions.into_iter().find(|v| is_null(self, v))?;
        let mut text = String::new();
        for (c, x) in found.iter().zip(coordinates).filter(|(c, _)| **c != 0) {
            let sign = if text.is_empty() {
                ""
            } else if *c > 0 {
                " + "
            } else {
                " - "
            };
            text.push_str(&format!("{sign}d/d{}", x.name()));
        }
        Some(text)
    }
}

/// The witness without params that occur neither in the goal nor in the domain.
fn concerning(o: &Obligation, witness: &WitnessReport) -> WitnessReport {
    let mut used: BTreeSet<Symbol> = o.region.conditions.iter().flat_map(|f| f.expr.symbols()).collect();
    match &o.goal {
        Goal::Facts(facts) => used.extend(facts.iter().flat_map(|f| f.expr.symbols())),
        Goal::Equal(pairs) => used.extend(pairs.iter().flat_map(|(a, b)| a.symbols().into_iter().chain(b.symbols()))),
        Goal::PositiveDefinite(m) => used.extend(m.entries().iter().flat_map(Expr::symbols)),
        Goal::NonEmpty | Goal::Open(_) => return witness.clone(),
    }
    for v in o.region.variables.iter().filter(|v| v.symbol.role() == Role::Coordinate) {
        used.insert(v.symbol.clone());
    }
    // Bounds name params that stand anywhere: a few passes reach them all.
    loop {
        let before = used.len();
        let kept: Vec<&Variable> = o.region.variables.iter().filter(|v| used.contains(&v.symbol)).collect();
        let ends = kept.iter().flat_map(|v| [&v.lower, &v.upper]).filter_map(|b| b.value());
        let more: Vec<Symbol> = ends.flat_map(Expr::symbols).collect();
        used.extend(more);
        if used.len() == before {
            break;
        }
    }
    let mut out = witness.clone();
    out.point.retain(|(symbol, _)| used.contains(symbol));
    out
}
