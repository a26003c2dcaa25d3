//! The phases in their order; nothing else strings them together.
//!
//! In: a model's bytes and a way to read what it includes. Out: results in memory: the model with every diagnostic,
//! then verdicts, checks and refusals. It must not print, write files or know the command line.
//!
//! sources, parse, includes -> elaborate -> discharge obligations -> decide claims, checks and refusals.

mod certify;
mod dependencies;
mod includes;
mod workers;

pub use certify::{Accepted, Refusal, certificate, replay_certificate, replay_certificate_within};
pub use includes::{Input, Parsed, Reader, parse_with_includes};

use dependencies::Dependencies;

use crate::certificate::Step;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::engine::{Failure, Supervisor};
use crate::model::{Check, Claim, Model, Refusal as Refused};
use crate::syntax::source::Sources;
use crate::syntax::span::Span;
use crate::verify::{CheckOutcome, ClaimOutcome, Decider, Hypothesis, Limits, RefusalOutcome, Verdict};
use std::time::Duration;

/// Told what is being done, for long runs.
pub type Progress<'a> = &'a dyn Fn(&str);

/// A model after elaboration and after its obligations.
pub struct Checked {
    /// Every text.
    pub sources: Sources,
    /// The model; complete only where no diagnostic is an error.
    pub model: Model,
    /// Every finding so far, in the order of the phases.
    pub diagnostics: Vec<Diagnostic>,
    /// What proofs rest on because it could be neither shown nor refuted.
    pub hypotheses: Vec<Hypothesis>,
    /// The proofs of the obligations, each in its place; none before they are discharged.
    pub proofs: Vec<Option<Vec<Step>>>,
}

impl Checked {
    /// Whether the input is wrong.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// How a run came out; the numbers are the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conclusion {
    /// Everything came out as written.
    AsWritten = 0,
    /// Something came out otherwise.
    Otherwise = 1,
    /// The input is wrong.
    InputWrong = 2,
    /// Something is undecided or conditional, and nothing came out otherwise.
    Open = 3,
}

/// One item with its outcome.
pub enum Decided<'m> {
    /// `prove`, `refute`, with the indices of the hypotheses that a proof may rest on
    Claim(&'m Claim, ClaimOutcome, Vec<usize>),
    /// `check`
    Check(&'m Check, CheckOutcome),
    /// `refuse`
    Refusal(&'m Refused, RefusalOutcome),
}

impl Decided<'_> {
    /// The whole item.
    #[must_use]
    pub fn item_span(&self) -> Span {
        match self {
            Self::Claim(claim, ..) => claim.item_span,
            Self::Check(check, _) => check.item_span,
            Self::Refusal(refusal, _) => refusal.item_span,
        }
    }

    /// How it came out.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        let settled = |ok: bool| if ok { Conclusion::AsWritten } else { Conclusion::Otherwise };
        match self {
            Self::Claim(_, outcome, given) => match &outcome.verdict {
                Verdict::Undecided { .. } => Conclusion::Open,
                Verdict::Proved { .. } if !given.is_empty() && outcome.came_out => Conclusion::Open,
                // Where the condition fails, nothing is known: neither that the claim holds nor that it fails.
                Verdict::Proved { .. } if !outcome.rests_on.is_empty() => Conclusion::Open,
                _ => settled(outcome.came_out),
            },
            Self::Check(_, outcome) => outcome.came_out.map_or(Conclusion::Open, settled),
            Self::Refusal(_, outcome) => settled(outcome.came_out),
        }
    }
}

/// Which items are decided.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Claims and checks with these labels; empty: everything.
    pub labels: Vec<String>,
    /// How much work one claim may cost.
    pub limits: Limits,
}

impl Selection {
    fn takes(&self, label: Option<&str>) -> bool {
        self.labels.is_empty() || label.is_some_and(|l| self.labels.iter().any(|wanted| wanted == l))
    }
}

/// Elaborates a parsed model. No engine is needed.
#[must_use]
pub fn elaborate(parsed: Parsed) -> Checked {
    let Parsed { sources, file, mut diagnostics } = parsed;
    let (model, found) = crate::model::elaborate(&file);
    diagnostics.extend(found);
    Checked { sources, model, diagnostics, hypotheses: Vec::new(), proofs: Vec::new() }
}

/// The same where each declaration and each claim may take so long; one that takes longer makes the model wrong.
#[must_use]
pub fn elaborate_within(parsed: Parsed, time: Duration) -> Checked {
    let Parsed { sources, file, mut diagnostics } = parsed;
    let model = match crate::model::elaborate_within(file, time) {
        Ok((model, found)) => {
            diagnostics.extend(found);
            model
        }
        Err(item) => {
            let headline = format!("this takes longer than {} s to work out", time.as_secs_f64());
            let finding =
                Diagnostic::error(Code::G0803, headline).help("give it more time, for example `--timeout 60`");
            diagnostics.push(match item {
                Some(span) => finding.primary(span, "the time was over here"),
                None => finding,
            });
            Model::default()
        }
    };
    Checked { sources, model, diagnostics, hypotheses: Vec::new(), proofs: Vec::new() }
}

/// Decides what the declarations need. A refuted obligation is an error, an undecided one a hypothesis with a warning.
/// In a model that is wrong already the items that could be made are looked at all the same, for their errors alone.
pub fn discharge(checked: &mut Checked, supervisor: &mut Supervisor, progress: Progress<'_>) {
    discharge_within(checked, Limits::default(), supervisor, progress);
}

/// The same with limits for each of them.
pub fn discharge_within(checked: &mut Checked, limits: Limits, supervisor: &mut Supervisor, progress: Progress<'_>) {
    let wrong = checked.is_wrong();
    if wrong && checked.model.obligations.is_empty() {
        return;
    }
    progress("checking the declarations");
    let discharged = Decider::limited(supervisor, limits).discharge(&checked.model);
    checked.diagnostics.extend(discharged.diagnostics);
    if wrong {
        checked.diagnostics.extend(engine_trouble(supervisor));
        return;
    }
    for hypothesis in &discharged.hypotheses {
        checked.diagnostics.push(undecided(hypothesis));
    }
    checked.hypotheses = discharged.hypotheses;
    checked.proofs = discharged.proofs;
    checked.diagnostics.extend(engine_trouble(supervisor));
}

/// Decides claims, checks and refusals, in the order written.
pub fn decide<'m>(
    checked: &'m Checked,
    selection: &Selection,
    supervisor: &mut Supervisor,
    progress: Progress<'_>,
) -> Vec<Decided<'m>> {
    let model = &checked.model;
    let dependencies = Dependencies::new(model, &checked.sources);
    let claims = model.claims.iter().filter(|c| selection.takes(c.label.as_deref())).map(Undecided::Claim);
    let checks = model.checks.iter().filter(|c| selection.takes(c.label.as_deref())).map(Undecided::Check);
    let refusals = model.refusals.iter().filter(|_| selection.takes(None)).map(Undecided::Refusal);
    let items: Vec<Undecided<'m>> = claims.chain(checks).chain(refusals).collect();
    let decide = |item: &Undecided<'m>, decider: &mut Decider<'_>| match *item {
        Undecided::Claim(claim) => {
            let given = dependencies.hypotheses_of(claim.item_span, &checked.sources, &checked.hypotheses);
            Decided::Claim(claim, decider.claim(model, claim), given)
        }
        Undecided::Check(check) => Decided::Check(check, decider.check(model, check)),
        Undecided::Refusal(refusal) => Decided::Refusal(refusal, decider.refusal(refusal)),
    };
    let mut decided = workers::each(&items, supervisor, selection.limits, progress, &decide);
    decided.sort_by_key(Decided::item_span);
    decided
}

enum Undecided<'m> {
    Claim(&'m Claim),
    Check(&'m Check),
    Refusal(&'m Refused),
}

/// How everything together came out. An undecided declaration leaves a run open even where no claim rests on it.
#[must_use]
pub fn conclude(checked: &Checked, decided: &[Decided<'_>]) -> Conclusion {
    if checked.is_wrong() {
        return Conclusion::InputWrong;
    }
    let all: Vec<Conclusion> = decided.iter().map(Decided::conclusion).collect();
    if all.contains(&Conclusion::Otherwise) {
        Conclusion::Otherwise
    } else if !checked.hypotheses.is_empty() || all.contains(&Conclusion::Open) {
        Conclusion::Open
    } else {
        Conclusion::AsWritten
    }
}

/// A warning when the engine could not be had at all: every answer after that is "undecided".
#[must_use]
pub fn engine_trouble(supervisor: &Supervisor) -> Option<Diagnostic> {
    supervisor.final_failure().map(engine_missing)
}

/// The same for whoever asks the engine through somebody else.
#[must_use]
pub fn engine_missing(failure: &Failure) -> Diagnostic {
    Diagnostic::warning(Code::G0802, failure.to_string())
        .note("what needs the engine stays undecided")
        .help("try again later, or let geoflow wait longer: `--wait 600`")
}

fn undecided(hypothesis: &Hypothesis) -> Diagnostic {
    let headline = format!("`{}`: not decided whether {}", hypothesis.declaration, hypothesis.text);
    Diagnostic::new(Severity::Warning, Code::G0801, headline)
        .primary(hypothesis.span, "")
        .note(format!("stopped: {}", hypothesis.reason))
        .note("proofs that may rest on it are marked `given`")
}
