//! What declarations owe: refuted obligations are errors, undecided ones become hypotheses.

use super::decider::{Decider, Setting};
use super::definite_where::DefiniteWhere;
use super::domain_errors::{empty_chart, leave_out, stay_inside};
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict, WitnessReport};
use crate::certificate::Step;
use crate::diagnostics::Diagnostic;
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
            d = d.note(format!("its total is {}, not 1", crate::emit::text::ascii(total)));
            d = d.help("divide by the total, or write `unnormalised .. with normaliser ..`");
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
                DefiniteWhere::Nowhere => d.note("it is positive definite nowhere").help("change the matrix"),
                DefiniteWhere::Unknown => d.help("restrict the chart with a `where` condition, or change the matrix"),
            };
        }
        d
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
