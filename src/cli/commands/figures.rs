//! The figures a model asks for, written to files.

use super::iterate::rule_refused;
use super::simulate::{flow_refused, values};
use crate::cli::disk::write_file;
use crate::cli::output::Emitted;
use crate::cli::session::{Session, closed_forms};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{FigureRequest, Request};
use crate::plot::scene::Scene;
use crate::plot::{Drawn, FigureError, draw, png, svg};
use crate::symbolic::{Expr, Symbol};
use crate::syntax::span::Span;
use std::path::{Path, PathBuf};

/// Draws every figure of the model; paths are relative to `folder`. Failures are findings.
pub(super) fn figures(session: &mut Session, folder: &Path, force: bool) -> Vec<Emitted> {
    let requests = requests(session);
    if requests.is_empty() {
        return Vec::new();
    }
    let values = values(session, &[]);
    let stem = session.name.strip_suffix(".geo").unwrap_or(&session.name).replace(['<', '>'], "");
    let mut out = Vec::new();
    for (k, request) in requests.iter().enumerate() {
        let path = match &request.path {
            Some(path) => folder.join(path),
            None => folder.join(format!("{stem}-{}.svg", k + 1)),
        };
        if let Some(drawn) = drawn(session, request, &values) {
            out.extend(written(session, &drawn.scene, &path, force));
        }
    }
    out
}

/// The figures asked for.
pub(super) fn requests(session: &Session) -> Vec<FigureRequest> {
    let figure = |r: &Request| if let Request::Figure(f) = r { Some(f.clone()) } else { None };
    session.checked.model.requests.iter().filter_map(figure).collect()
}

/// A drawn figure; nothing after a finding.
pub(super) fn drawn(session: &mut Session, request: &FigureRequest, values: &[(Symbol, Expr)]) -> Option<Drawn> {
    session.progress.step("drawing");
    let made = draw(&session.checked.model, request, values, &mut closed_forms(&mut session.supervisor));
    session.notice_engine_trouble();
    match made {
        Ok(drawn) => {
            for remark in &drawn.remarks {
                session.find(Diagnostic::warning(Code::G0914, remark.clone()).primary(request.item_span, ""));
            }
            Some(drawn)
        }
        Err(error) => {
            session.find(refused(error, request.item_span));
            None
        }
    }
}

fn refused(error: FigureError, span: Span) -> Diagnostic {
    let finding = |headline: String| Diagnostic::error(Code::G0913, headline).primary(span, "");
    match error {
        FigureError::Flow { flow, chart, cause } => flow_refused(&flow, &chart, cause).primary(span, "for this figure"),
        FigureError::Rule { rule, cause } => rule_refused(&rule, &cause).primary(span, "for this figure"),
        FigureError::NoNumber { what } => finding(format!("`{what}` has no value"))
            .help("give the param an example value in the model, or a value with `--set`"),
        FigureError::Lowering(error) => finding(error.to_string()),
        FigureError::NoWay => finding("a point has no place in the chart of the plot".into()),
    }
}

/// Writes a scene in the form that the path's ending says.
pub(super) fn written(session: &mut Session, scene: &Scene, path: &Path, force: bool) -> Option<Emitted> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let bytes = match ending.as_deref() {
        Some("svg") => Ok(svg::svg(scene).into_bytes()),
        Some("png") => png::png(scene),
        _ => Err(format!("`{}` ends neither in .svg nor in .png", path.display())),
    };
    let saved = match bytes {
        Ok(bytes) => write_file(path, bytes, force),
        Err(why) => Err(Box::new(Diagnostic::error(Code::G0913, why))),
    };
    match saved {
        Ok(()) => {
            let path: PathBuf = path.to_owned();
            Some(Emitted { target: "figure".into(), path: Some(path.display().to_string()), text: None })
        }
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}
