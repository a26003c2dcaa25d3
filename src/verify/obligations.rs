//! What declarations owe: refuted obligations are errors, undecided ones become hypotheses.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::{Evidence, Verdict};
use crate::certificate::Step;
use crate::diagnostics::Diagnostic;
use crate::model::{Goal, Model, Obligation, ObligationKind, Refusal};
use crate::symbolic::{Expr, Fact, Kind, Relation};
use crate::syntax::ast::CompareOp;
use crate::syntax::span::Span;
use crate::units::Unit;

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
        for (number, obligation) in model.obligations.iter().enumerate() {
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
                Verdict::Refuted { witness } => out.diagnostics.push(diagnostic(model, obligation, &witness)),
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
                    verdict = verdict.and(self.fact(f, &s));
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
        self.compare(&f.expr, op, &Expr::zero(), "", &Unit::one(), setting)
    }
}

/// The error of a refuted obligation: what fails, and where.
fn diagnostic(model: &Model, o: &Obligation, witness: &super::verdict::WitnessReport) -> Diagnostic {
    let place = super::verdict::place(model, witness);
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
    if let Goal::PositiveDefinite(m) = &o.goal
        && let Ok(minors) = m.leading_principal_minors()
    {
        let list: Vec<String> = minors
            .iter()
            .filter(|e| e.as_number().is_none())
            .map(|e| format!("{} > 0", crate::emit::text::ascii(e)))
            .collect();
        d = d.note(format!("it is positive definite exactly where {}", list.join(" and ")));
        d = d.help("restrict the chart to that set with a `where` condition, or change the matrix");
    }
    d
}

/// The error of a chart without points.
fn empty_chart(o: &Obligation, fact: &Fact) -> Diagnostic {
    Diagnostic::error(o.kind.code(), format!("the chart `{}` is empty", o.declaration))
        .primary(o.span, "no point meets all its conditions")
        .note(format!("where the others hold, {} does not", condition(fact)))
        .help("correct its conditions")
}

/// Which points a map between charts would have to leave out, and how that is written.
fn leave_out(mut d: Diagnostic, model: &Model, o: &Obligation, facts: &[Fact]) -> Diagnostic {
    let texts = |facts: &[Fact]| facts.iter().map(condition).collect::<Vec<_>>();
    if let (ObligationKind::MapRegular, [det]) = (o.kind, facts) {
        let text = crate::emit::text::ascii(&det.expr);
        d = d.note(format!(
            "the determinant of its Jacobian matrix is {text}: where that is 0, one direction has no derivative"
        ));
    } else {
        d = d.note(format!("its parts have derivatives where {}", texts(facts).join(" and ")));
    }
    let needed: Vec<Fact> = facts.iter().flat_map(factors).collect();
    let start = o.declaration.split(" -> ").next().unwrap_or_default();
    let starts_here = o.chart.and_then(|id| model.chart(id)).is_some_and(|c| c.name == start || c.full_name() == start);
    d.help(if starts_here {
        format!("leave these points out with `on {{ {} }}`, or divide the chart there", texts(&needed).join(", "))
    } else {
        "leave these points out with `on { .. }`, or divide the chart there".to_owned()
    })
}

pub(super) fn condition(fact: &Fact) -> String {
    let sign = match fact.relation {
        Relation::Positive => ">",
        Relation::NonNegative => ">=",
        Relation::NonZero => "!=",
        Relation::Zero => "==",
    };
    format!("{} {sign} 0", crate::emit::text::ascii(&fact.expr))
}

/// `x != 0` for `3*x^2 != 0`: each factor that is no number, without its power.
fn factors(fact: &Fact) -> Vec<Fact> {
    if fact.relation != Relation::NonZero {
        return vec![fact.clone()];
    }
    let parts = match fact.expr.kind() {
        Kind::Product(parts) => parts.to_vec(),
        _ => vec![fact.expr.clone()],
    };
    let base = |e: &Expr| match e.kind() {
        Kind::Power(b, x) if x.as_number().is_some() => b.clone(),
        _ => e.clone(),
    };
    parts.iter().map(base).filter(|e| e.as_number().is_none()).map(Fact::nonzero).collect()
}
