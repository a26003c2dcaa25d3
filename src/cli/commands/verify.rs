//! `geoflow verify FILE`: decides the claims.

use crate::cli::args::{Global, Verify};
use crate::cli::session::Session;
use crate::derive::outcomes;
use crate::diagnostics::{Code, Diagnostic, suggest::nearest};
use crate::emit::document::{Entry, Section};
use crate::model::Model;
use crate::pipeline::{self, Conclusion, Selection};
use crate::verify::Limits;

pub(super) fn run(options: &Verify, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    for finding in unknown_labels(&session.checked.model, &options.only) {
        if !session.checked.is_wrong() {
            session.find(finding);
        }
    }
    if session.checked.is_wrong() {
        session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &[]);
        return Conclusion::InputWrong;
    }
    let selection = Selection { labels: options.only.clone(), limits: limits_of(global) };
    let (section, conclusion) = verdicts(&mut session, &selection);
    let mut document = session.document();
    document.sections.push(section);
    drop(session.progress);
    let report = Some((&document, options.format));
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, report, &[]);
    conclusion
}

/// The limits of every claim: as given, within the time that the engine has too.
pub(super) fn limits_of(global: &Global) -> Limits {
    Limits { time: Some(global.timeout), ..global.budget }
}

/// Decides the selected items; the section about them, and how all came out.
pub(super) fn verdicts(session: &mut Session, selection: &Selection) -> (Section, Conclusion) {
    let checked = &session.checked;
    let progress = &session.progress;
    let decided = pipeline::decide(checked, selection, &mut session.supervisor, &|step| progress.step(step));
    let conclusion = pipeline::conclude(checked, &decided);
    let entry = |d| outcomes::entry(d, &checked.model, &checked.hypotheses, &checked.sources);
    let mut entries: Vec<Entry> = decided.iter().map(entry).collect();
    entries.push(Entry::Note { text: outcomes::summary(&decided) });
    drop(decided);
    session.notice_engine_trouble();
    (Section { title: String::new(), entries }, conclusion)
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
