//! `geoflow run FILE`: the file's own requests, then all its claims.

use super::{
    emit::emit,
    figures, iterate, simulate,
    verify::{limits_of, verdicts},
};
use crate::cli::args::{Format, Global, Run, Target};
use crate::cli::output::Emitted;
use crate::cli::session::{Session, closed_forms};
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::document::{Entry, Section};
use crate::model::Request;
use crate::pipeline::{Conclusion, Selection};
use std::path::Path;

pub(super) fn run(options: &Run, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    if session.checked.is_wrong() {
        session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &[]);
        return Conclusion::InputWrong;
    }
    let shown = shown(&mut session);
    let selection = Selection { limits: limits_of(global), ..Selection::default() };
    let (claims, mut conclusion, _) = verdicts(&mut session, &selection, false);
    let mut document = session.document();
    document.sections = vec![shown, claims];
    document.sections.retain(|section| !section.entries.is_empty());
    let mut emitted = emitted(&mut session, options);
    let folder = options.input.file.parent().unwrap_or_else(|| Path::new("")).to_owned();
    emitted.extend(figures::figures(&mut session, &folder, options.force));
    let (simulated, failed) = simulate::requested(&mut session, &folder, options.force);
    let (repeated, diverged) = iterate::requested(&mut session, &folder, options.force);
    emitted.extend(simulated.into_iter().chain(repeated));
    // A run that fails came out otherwise than asked for.
    if failed || diverged {
        conclusion = Conclusion::Otherwise;
    }
    if session.checked.is_wrong() {
        conclusion = Conclusion::InputWrong;
    }
    drop(session.progress);
    let report = Some((&document, Format::Text));
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, report, &emitted);
    conclusion
}

/// What the file asks to see.
fn shown(session: &mut Session) -> Section {
    let mut entries: Vec<Entry> = Vec::new();
    session.progress.step("deriving");
    let (model, sources) = (&session.checked.model, &session.checked.sources);
    let mut closed = closed_forms(&mut session.supervisor);
    for request in &model.requests {
        match request {
            Request::Show { span, name, kind, values, .. } => {
                let written = sources.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
                let label = name.as_deref().unwrap_or(&written);
                for (chart, value) in values {
                    entries.extend(crate::derive::shown(model, label, *kind, *chart, value, &mut closed));
                }
            }
            Request::Emit { .. } | Request::Figure(_) | Request::Simulate(_) | Request::Iterate(_) => {}
        }
    }
    Section { title: String::new(), entries }
}

/// What the file asks to be written; paths are relative to the file.
fn emitted(session: &mut Session, options: &Run) -> Vec<Emitted> {
    let requests: Vec<_> = session
        .checked
        .model
        .requests
        .iter()
        .filter_map(|request| match request {
            Request::Emit { target, path, item_span } => Some((target.clone(), path.clone(), *item_span)),
            _ => None,
        })
        .collect();
    let folder = options.input.file.parent().unwrap_or_else(|| Path::new("")).to_owned();
    let mut out = Vec::new();
    for (target, path, span) in requests {
        let Some(target) = Target::from_name(&target) else {
            let finding = Diagnostic::error(Code::G0907, format!("there is no target `{target}`"));
            session.find(
                finding.primary(span, "asked for here").help("the targets are rust, python, latex, json and text"),
            );
            continue;
        };
        let path = path.map(|p| folder.join(p));
        out.extend(emit(session, target, path.as_deref(), options.force));
    }
    out
}
