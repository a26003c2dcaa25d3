//! Certificates of whole models: written after a run, replayed from their own text.
//!
//! In: a checked model with its decided claims, or a certificate. Out: a certificate, or what the checker says of it. A
//! replay reads and elaborates the texts in the certificate again and recomputes every statement from them; it needs
//! neither the engine nor the disk.

use super::dependencies::Dependencies;
use super::{Checked, Decided, Input, Reader, elaborate, parse_with_includes};
use crate::certificate::{
    Certificate, ClaimProof, ClosedForm, FORMAT, GoalText, Proof, SourceText, Statement, Step, UnprovedClaim, VERSION,
};
use crate::model::stage::{Stage, within};
use crate::model::{Claim, Model, Obligation, RuleUse};
use crate::replay::{self, Rejection};
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Fact};
use crate::syntax::ast::Verb;
use crate::verify::{Evidence, Hypothesis, Verdict};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A certificate that is accepted: what it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The claims as written.
    pub claims: Vec<String>,
    /// What is supposed without proof, in words.
    pub hypotheses: Vec<String>,
    /// The claims to be proved of which the certificate says that it has no proof.
    pub unproved: Vec<String>,
}

/// Why a certificate is not accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The model in it is wrong; the first finding.
    Model(String),
    /// It takes too long to replay this: nothing is said of it.
    Late(String),
    /// A proof does not hold.
    Step {
        /// of what
        of: String,
        /// the first step that fails
        rejection: Rejection,
    },
}

/// The certificate of everything that was proved.
///
/// # Errors
/// A proof that does not replay.
pub fn certificate(checked: &Checked, decided: &[Decided<'_>]) -> Result<Certificate, Rejection> {
    let model = &checked.model;
    let mut obligations = Vec::new();
    for (o, steps) in model.obligations.iter().zip(&checked.proofs) {
        obligations.push(match steps {
            Some(steps) => Some(proof(replay::claim::obligation(model, o, steps)?, steps)),
            None => None,
        });
    }
    // What has no certificate counts as a hypothesis here.
    let open = model.obligations.iter().enumerate().zip(&obligations).filter(|(_, proof)| proof.is_none());
    let unproved: Vec<Hypothesis> = open.map(|((number, o), _)| hypothesis(number, o)).collect();
    let dependencies = Dependencies::new(model, &checked.sources);
    let mut claims = Vec::new();
    for item in decided {
        let Decided::Claim(claim, outcome, _) = item else { continue };
        // What was to be refuted and turned out true is not a claim of the model.
        if claim.verb != Verb::Prove {
            continue;
        }
        let Verdict::Proved { evidence: Evidence { steps, gap: None, .. }, .. } = &outcome.verdict else { continue };
        let Some(number) = model.claims.iter().position(|c| c.item_span == claim.item_span) else { continue };
        let given = dependencies.hypotheses_of(claim.item_span, &checked.sources, &unproved);
        let given = given.iter().filter_map(|h| unproved.get(*h)).map(|h| h.obligation).collect();
        claims.push(ClaimProof {
            claim: number,
            text: checked.sources.slice(claim.item_span).to_owned(),
            given,
            expectations: dependencies.rule_uses_of(claim, model, &checked.sources),
            proof: proof(replay::claim::claim(model, claim, steps)?, steps),
        });
    }
    let sources = checked.sources.texts().map(|(name, text)| SourceText { name: name.into(), text: text.into() });
    let (sources, expectations) = (sources.collect(), closed_forms(checked));
    let unproved = without_proof(checked, &claims);
    Ok(Certificate { format: FORMAT.into(), version: VERSION, sources, obligations, expectations, claims, unproved })
}

/// The claims of the source that are to be proved and that none of the proofs is about.
fn without_proof(checked: &Checked, proofs: &[ClaimProof]) -> Vec<UnprovedClaim> {
    let open = |(claim, c): (usize, &Claim)| {
        let wanted = c.verb == Verb::Prove && proofs.iter().all(|p| p.claim != claim);
        wanted.then(|| UnprovedClaim { claim, text: checked.sources.slice(c.item_span).to_owned() })
    };
    checked.model.claims.iter().enumerate().filter_map(open).collect()
}

/// The closed forms of expectations in a model.
fn closed_forms(checked: &Checked) -> Vec<ClosedForm> {
    let one = |made: &RuleUse| {
        let conditions: Vec<Expr> = made.conditions.iter().map(|f| f.expr.clone()).collect();
        ClosedForm {
            text: checked.sources.slice(made.span).to_owned(),
            values: Bundle::pack(&made.values),
            rules: made.rules.iter().map(|rule| (*rule).to_owned()).collect(),
            conditions: Bundle::pack(&conditions),
            relations: made.conditions.iter().map(|f| f.relation).collect(),
        }
    };
    checked.model.rule_uses.iter().map(one).collect()
}

fn proof(statement: Statement, steps: &[Step]) -> Proof {
    Proof { sha256: statement.digest(), statement, steps: steps.to_vec() }
}

/// Replays a certificate.
///
/// # Errors
/// The first thing that does not hold.
pub fn replay_certificate(certificate: &Certificate) -> Result<Accepted, Refusal> {
    replayed(certificate, &|_| ())
}

/// The same where the model, each obligation and each claim may take so long.
///
/// # Errors
/// The first thing that does not hold, or takes longer.
pub fn replay_certificate_within(certificate: Certificate, time: Duration) -> Result<Accepted, Refusal> {
    let work = move |stage: &Arc<Stage<String>>| replayed(&certificate, &|of| stage.begin(of.to_owned()));
    within(time, "the model".to_owned(), work).unwrap_or_else(|of| Err(Refusal::Late(of)))
}

fn replayed(certificate: &Certificate, come_to: &dyn Fn(&str)) -> Result<Accepted, Refusal> {
    let checked = read_again(certificate)?;
    let model = &checked.model;
    if certificate.obligations.len() != model.obligations.len() {
        return Err(step("the declarations", Rejection::Shape("it speaks of other declarations")));
    }
    let mut hypotheses = Vec::new();
    for (number, (o, proof)) in model.obligations.iter().zip(&certificate.obligations).enumerate() {
        match proof {
            None => hypotheses.push(hypothesis(number, o)),
            Some(proof) => {
                let of = format!("`{}`: {}", o.declaration, o.kind.describe());
                come_to(&of);
                let found = replay::claim::obligation(model, o, &proof.steps);
                found.and_then(|s| same(&s, proof)).map_err(|rejection| Refusal::Step { of, rejection })?;
            }
        }
    }
    if certificate.expectations != closed_forms(&checked) {
        return Err(step("the expectations", Rejection::Shape("the model has other closed forms")));
    }
    let dependencies = Dependencies::new(model, &checked.sources);
    let mut claims = Vec::new();
    let mut last = None;
    for c in &certificate.claims {
        come_to(&c.text);
        claim(model, &checked, &dependencies, &hypotheses, c, &mut last)
            .map_err(|rejection| Refusal::Step { of: c.text.clone(), rejection })?;
        let supposed = supposed(&c.proof.statement);
        let given = if supposed.is_empty() { String::new() } else { format!(" (given {})", supposed.join(", ")) };
        let rules = rules_of(c, &certificate.expectations);
        let by = if rules.is_empty() { String::new() } else { format!(" (by {})", rules.join(", ")) };
        claims.push(format!("{}{given}{by}", c.text));
    }
    // A proof that was taken out would not be missed otherwise: what is to be proved is proved, or said not to be.
    let open = without_proof(&checked, &certificate.claims);
    if let Some(missing) = open.iter().find(|c| !certificate.unproved.contains(c)) {
        return Err(step(&missing.text, Rejection::Shape("the certificate has no proof of it, and does not say so")));
    }
    if open != certificate.unproved {
        return Err(step("the claims without proof", Rejection::Shape("the model has others")));
    }
    let hypotheses = hypotheses.iter().map(|h| format!("`{}`: {}", h.declaration, h.text)).collect();
    Ok(Accepted { claims, hypotheses, unproved: open.into_iter().map(|c| c.text).collect() })
}

fn claim(
    model: &Model,
    checked: &Checked,
    dependencies: &Dependencies,
    hypotheses: &[Hypothesis],
    c: &ClaimProof,
    last: &mut Option<usize>,
) -> Result<(), Rejection> {
    let claim = model.claims.get(c.claim).ok_or(Rejection::OtherStatement)?;
    // Each claim once, in the model's order.
    if last.is_some_and(|l| l >= c.claim) || checked.sources.slice(claim.item_span) != c.text {
        return Err(Rejection::OtherStatement);
    }
    *last = Some(c.claim);
    let given = dependencies.hypotheses_of(claim.item_span, &checked.sources, hypotheses);
    let given: Vec<usize> = given.iter().filter_map(|h| hypotheses.get(*h)).map(|h| h.obligation).collect();
    if given != c.given {
        return Err(Rejection::Shape("the hypotheses"));
    }
    if dependencies.rule_uses_of(claim, model, &checked.sources) != c.expectations {
        return Err(Rejection::Shape("the closed forms of expectations"));
    }
    same(&replay::claim::claim(model, claim, &c.proof.steps)?, &c.proof)
}

/// The conditions of rules that a statement is given, in words.
fn supposed(statement: &Statement) -> Vec<String> {
    let exprs = statement.expressions.unpack().unwrap_or_default();
    let mut out = Vec::new();
    for goal in &statement.goals {
        let GoalText::Supposed { expression, relation, rule, .. } = goal else { continue };
        let Some(e) = exprs.get(*expression) else { continue };
        let says = crate::derive::words::condition(&Fact::new(e.clone(), *relation)).ascii;
        out.push(format!("{says}, by the rule {rule}"));
    }
    out
}

/// The rules for expectations that a claim rests on, and what they assume: those that gave its closed forms, then those by
/// which formal expectations were rewritten.
fn rules_of(c: &ClaimProof, expectations: &[ClosedForm]) -> Vec<String> {
    let closed = c.expectations.iter().filter_map(|k| expectations.get(*k)).flat_map(|made| &made.rules);
    let rewritten = c.proof.statement.goals.iter().flat_map(|goal| match goal {
        GoalText::Formal { rules, .. } => rules.as_slice(),
        _ => &[],
    });
    let mut out: Vec<String> = Vec::new();
    for rule in closed.chain(rewritten) {
        if !out.contains(rule) {
            out.push(rule.clone());
        }
    }
    out
}

/// The statement recomputed from the source is the one in the certificate.
fn same(statement: &Statement, proof: &Proof) -> Result<(), Rejection> {
    let same = *statement == proof.statement && statement.digest() == proof.sha256;
    if same { Ok(()) } else { Err(Rejection::OtherStatement) }
}

fn step(of: &str, rejection: Rejection) -> Refusal {
    Refusal::Step { of: of.to_owned(), rejection }
}

fn hypothesis(obligation: usize, o: &Obligation) -> Hypothesis {
    Hypothesis {
        declaration: o.declaration.clone(),
        text: o.kind.describe().to_owned(),
        reason: String::new(),
        span: o.span,
        obligation,
    }
}

/// The model in the certificate, elaborated afresh.
fn read_again(certificate: &Certificate) -> Result<Checked, Refusal> {
    let Some(first) = certificate.sources.first() else {
        return Err(step("the model", Rejection::Shape("it holds no text")));
    };
    let path = (first.name != STDIN).then(|| PathBuf::from(&first.name));
    let input = Input { path, name: first.name.clone(), bytes: first.text.clone().into_bytes() };
    let shelf = Shelf(&certificate.sources);
    let checked = elaborate(parse_with_includes(&input, &shelf));
    if let Some(finding) = checked.diagnostics.iter().find(|d| d.is_error()) {
        return Err(Refusal::Model(format!("{}: {}", finding.code, finding.headline)));
    }
    let texts: Vec<(&str, &str)> = checked.sources.texts().collect();
    let kept: Vec<(&str, &str)> = certificate.sources.iter().map(|s| (s.name.as_str(), s.text.as_str())).collect();
    if texts != kept {
        return Err(step("the model", Rejection::Shape("it holds texts that the model does not include")));
    }
    Ok(checked)
}

/// The name of a model that came from standard input.
const STDIN: &str = "<stdin>";

/// The texts in a certificate as files.
struct Shelf<'c>(&'c [SourceText]);

impl Reader for Shelf<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let wanted = lexical(path);
        let found = self.0.iter().find(|s| lexical(Path::new(&s.name)) == wanted);
        found.map(|s| s.text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        self.read(path).map(|_| lexical(path))
    }
}

/// The path without `.` and `..`, as far as its text tells.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
