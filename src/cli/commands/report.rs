//! `geoflow report FILE`: one self-contained page.

use super::figures::{drawn, requests};
use super::simulate::values;
use super::verify::{limits_of, verdicts};
use crate::cli::args::{Global, Report};
use crate::cli::disk::{expect_writable, write_file};
use crate::cli::output::Emitted;
use crate::cli::session::{Session, closed_forms};
use crate::derive::{Wanted, sections};
use crate::emit::html_document::{Figure, html_document};
use crate::pipeline::{Conclusion, Selection};
use crate::plot::svg;

pub(super) fn run(options: &Report, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    if let Some(path) = &options.output
        && let Err(finding) = expect_writable(path, options.force)
    {
        session.find(finding);
    }
    let mut emitted = Vec::new();
    let mut conclusion = Conclusion::InputWrong;
    if !session.checked.is_wrong() {
        let (text, came_out) = page(&mut session, global);
        conclusion = came_out;
        let target = "report".to_owned();
        match &options.output {
            None => emitted.push(Emitted { target, path: None, text: Some(text) }),
            Some(path) => match write_file(path, &text, options.force) {
                Ok(()) => emitted.push(Emitted { target, path: Some(path.display().to_string()), text: None }),
                Err(finding) => session.find(finding),
            },
        }
        if session.checked.is_wrong() {
            conclusion = Conclusion::InputWrong;
        }
    }
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// The page, and how the claims came out.
fn page(session: &mut Session, global: &Global) -> (String, Conclusion) {
    session.progress.step("deriving");
    let mut document = session.document();
    document.sections =
        sections(&session.checked.model, &Wanted::default(), &mut closed_forms(&mut session.supervisor));
    if let Some(first) = document.sections.first_mut().filter(|s| s.title.is_empty()) {
        first.title = "Params".into();
    }
    let selection = Selection { limits: limits_of(global), ..Selection::default() };
    let (mut claims, conclusion, _) = verdicts(session, &selection, false);
    claims.title = "Claims".into();
    document.sections.push(claims);
    let values = values(session, &[]);
    let mut figures = Vec::new();
    for request in requests(session) {
        if let Some(drawn) = drawn(session, &request, &values) {
            let remarks = drawn.remarks.join("; ");
            let caption = [drawn.scene.title.as_str(), remarks.as_str()].into_iter().filter(|s| !s.is_empty());
            let caption = caption.collect::<Vec<_>>().join(". ");
            figures.push(Figure { caption, svg: svg::element(&drawn.scene) });
        }
    }
    let source = session.checked.sources.texts().next().map(|(_, text)| text.to_owned()).unwrap_or_default();
    (html_document(&document, &source, &figures), conclusion)
}
