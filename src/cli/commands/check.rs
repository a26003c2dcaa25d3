//! `geoflow check FILE`: is the model well formed, and does it mean something?

use crate::cli::args::{FileArgument, Format, Global};
use crate::cli::session::Session;
use crate::emit::document::{Entry, Section};
use crate::pipeline::Conclusion;

pub(super) fn run(input: &FileArgument, global: &Global) -> Conclusion {
    let session = Session::open(input, global);
    drop(session.progress);
    let conclusion = crate::pipeline::conclude(&session.checked, &[]);
    let mut document = crate::emit::document::Document::new(&session.name);
    let text = summary(&session.checked.model);
    document.sections.push(Section { title: String::new(), entries: vec![Entry::Note { text }] });
    let report = (!session.checked.is_wrong() && !session.output.is_json()).then_some((&document, Format::Text));
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, report, &[]);
    conclusion
}

/// `The model is well formed: 1 manifold, 3 charts, 2 flows, 4 claims.`
fn summary(model: &crate::model::Model) -> String {
    let charts: usize = model.manifolds.iter().map(|m| m.charts.len()).sum();
    let claims = model.claims.len() + model.checks.len() + model.refusals.len();
    let counts = [
        (model.manifolds.len(), "manifold"),
        (charts, "chart"),
        (model.fields.len(), "object"),
        (model.obligations.len(), "obligation"),
        (claims, "claim"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() {
        return "The model is well formed, and empty.".into();
    }
    format!("The model is well formed: {}.", parts.join(", "))
}
