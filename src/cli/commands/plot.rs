//! `geoflow plot FILE WHAT`: figures.

use super::figures::{drawn, figures, requests, written};
use super::simulate::values;
use crate::cli::args::{Global, Plot};
use crate::cli::disk::expect_writable;
use crate::cli::output::Emitted;
use crate::cli::session::Session;
use crate::diagnostics::{Code, Diagnostic};
use crate::pipeline::Conclusion;
use crate::plot::svg::svg;
use std::path::Path;

pub(super) fn run(options: &Plot, global: &Global) -> Conclusion {
    let more: Vec<(&str, String)> =
        options.what.iter().map(|what| ("plot", format!("plot {}", what.trim().trim_start_matches("plot ")))).collect();
    let mut session = Session::open_with(&options.input, global, &more);
    if let Some(path) = &options.output
        && let Err(finding) = expect_writable(path, options.force)
    {
        session.find(finding);
    }
    let mut emitted = Vec::new();
    if !session.checked.is_wrong() {
        match options.what {
            Some(_) => emitted.extend(one(&mut session, options)),
            None if requests(&session).is_empty() => {
                let finding = Diagnostic::error(Code::G0906, "the model asks for no figure");
                session
                    .find(finding.help("say what to draw: `geoflow plot FILE 'F in chart over x = 0..3, y = 0..1'`"));
            }
            None => {
                let folder = options.input.file.parent().unwrap_or_else(|| Path::new("")).to_owned();
                emitted = figures(&mut session, &folder, options.force);
            }
        }
    }
    let conclusion = if session.checked.is_wrong() { Conclusion::InputWrong } else { Conclusion::AsWritten };
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// The figure of the command line, the last one of the model.
fn one(session: &mut Session, options: &Plot) -> Option<Emitted> {
    let request = requests(session).pop()?;
    let values = values(session, &options.set);
    if session.checked.is_wrong() {
        return None;
    }
    let drawn = drawn(session, &request, &values)?;
    match options.output.clone().or(request.path.map(Into::into)) {
        Some(path) => written(session, &drawn.scene, &path, options.force),
        None => Some(Emitted { target: "figure".into(), path: None, text: Some(svg(&drawn.scene)) }),
    }
}
