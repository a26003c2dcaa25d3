//! `geoflow verify FILE`: decides the claims.

use crate::certificate::Certificate;
use crate::cli::args::{Global, Verify};
use crate::cli::disk::write_file;
use crate::cli::output::print;
use crate::cli::session::Session;
use crate::derive::outcomes;
use crate::diagnostics::{Code, Diagnostic, suggest::nearest};
use crate::emit::document::{Entry, Section};
use crate::model::Model;
use crate::pipeline::{self, Conclusion, Selection};
use crate::replay::Rejection;
use crate::verify::Limits;
use std::path::Path;

pub(super) fn run(options: &Verify, global: &Global) -> Conclusion {
    let mut session = Session::read(&options.input, global);
    let is_wrong = session.checked.is_wrong();
    for finding in unknown_labels(&session.checked.model, &options.only) {
        if !is_wrong {
            session.find(finding);
        }
    }
    // Wrong arguments are told before the engine is started.
    if is_wrong || !session.checked.is_wrong() {
        session.discharge();
    }
    if session.checked.is_wrong() {
        session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &[]);
        return Conclusion::InputWrong;
    }
    let selection = Selection { labels: options.only.clone(), limits: limits_of(global) };
    let (section, mut conclusion, proofs) = verdicts(&mut session, &selection, options.certificate.is_some());
    let mut document = session.document();
    document.sections.push(section);
    if let (Some(path), Some(proofs)) = (&options.certificate, proofs)
        && let Err(finding) = write(&proofs, path, options.force)
    {
        session.find(finding);
        conclusion = Conclusion::InputWrong;
    }
    drop(session.progress);
    let report = Some((&document, options.format));
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, report, &[]);
    conclusion
}

/// The limits of every claim: as given, within the time that the engine has too.
pub(super) fn limits_of(global: &Global) -> Limits {
    Limits { time: Some(global.timeout), ..global.budget }
}

/// Writes the certificate, to standard output for `-`.
fn write(proofs: &Result<Certificate, Rejection>, path: &Path, force: bool) -> Result<(), Box<Diagnostic>> {
    let refused = |why: String| Box::new(Diagnostic::error(Code::G0905, format!("no certificate was written: {why}")));
    let text = match proofs {
        Ok(certificate) => certificate.to_text().map_err(|e| refused(e.to_string()))?,
        Err(why) => return Err(refused(why.to_string())),
    };
    if path == Path::new("-") {
        print(&text);
        return Ok(());
    }
    write_file(path, &text, force)
}

/// The section about the selected items, how all came out, and the certificate if it is wanted.
type Verdicts = (Section, Conclusion, Option<Result<Certificate, Rejection>>);

/// Decides the selected items.
pub(super) fn verdicts(session: &mut Session, selection: &Selection, certify: bool) -> Verdicts {
    let checked = &session.checked;
    let progress = &session.progress;
    let decided = pipeline::decide(checked, selection, &mut session.supervisor, &|step| progress.step(step));
    let conclusion = pipeline::conclude(checked, &decided);
    let entry = |d| outcomes::entry(d, &checked.model, &checked.hypotheses, &checked.sources);
    let mut entries: Vec<Entry> = decided.iter().map(entry).collect();
    entries.push(Entry::Note { text: outcomes::summary(&decided) });
    let proofs = certify.then(|| pipeline::certificate(checked, &decided));
    drop(decided);
    session.notice_engine_trouble();
    (Section { title: String::new(), entries }, conclusion, proofs)
}

fn unknown_labels(model: &Model, wanted: &[String]) -> Vec<Diagnostic> {
    let claims = model.claims.iter().filter_map(|c| c.label.as_deref());
    let labels: Vec<&str> = claims.chain(model.checks.iter().filter_map(|c| c.label.as_deref())).collect();
    let unknown = wanted.iter().filter(|label| !labels.contains(&label.as_str()));
    unknown
        .map(|label| {
            let finding = Diagnostic::error(Code::G0906, format!("no claim or check has the label `{label}`"));
            match nearest(label, labels.iter().copied()) {
                Some(other) => finding.help(format!("did you mean `{other}`?")),
                None if labels.is_empty() => finding.help("a label stands before its claim: `prove label: ..`"),
                None => finding.help(format!("the labels are {}", labels.join(", "))),
            }
        })
        .collect()
}
