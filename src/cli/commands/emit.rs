//! `geoflow emit TARGET FILE`: code and reports.

use crate::cli::args::{Emit, Format, Global, Target};
use crate::cli::disk::write_file;
use crate::cli::output::{Emitted, document_text};
use crate::cli::session::{Session, closed_forms};
use crate::derive::{Wanted, rust_module, sections};
use crate::diagnostics::{Code, Diagnostic};
use crate::pipeline::Conclusion;
use std::path::Path;

pub(super) fn run(options: &Emit, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    let mut emitted = Vec::new();
    if !session.checked.is_wrong() {
        emitted.extend(emit(&mut session, options.target, options.output.as_deref(), options.force));
    }
    let conclusion = session.conclusion();
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// Makes the text of a target and writes it where a path is given. Failures are findings.
pub(super) fn emit(session: &mut Session, target: Target, path: Option<&Path>, force: bool) -> Option<Emitted> {
    session.progress.step("deriving");
    let text = match text(session, target) {
        Ok(text) => text,
        Err(finding) => {
            session.find(finding);
            return None;
        }
    };
    session.notice_engine_trouble();
    let target = format!("{target:?}").to_lowercase();
    let Some(path) = path else {
        return Some(Emitted { target, path: None, text: Some(text) });
    };
    match write_file(path, &text, force) {
        Ok(()) => Some(Emitted { target, path: Some(path.display().to_string()), text: None }),
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}

fn text(session: &mut Session, target: Target) -> Result<String, Box<Diagnostic>> {
    let format = match target {
        Target::Rust => return rust(session),
        Target::Latex => Format::Latex,
        Target::Json => Format::Json,
        Target::Text => Format::Text,
    };
    let mut document = session.document();
    document.sections =
        sections(&session.checked.model, &Wanted::default(), &mut closed_forms(&mut session.supervisor));
    let body = document_text(&document, format, session.output.characters())
        .map_err(|error| Box::new(Diagnostic::error(Code::G0890, error.to_string())))?;
    // The other forms name their tool themselves.
    Ok(if format == Format::Text { format!("{} ({})\n\n{body}", document.model, document.tool) } else { body })
}

fn rust(session: &mut Session) -> Result<String, Box<Diagnostic>> {
    let name = session.name.strip_suffix(".geo").unwrap_or(&session.name).to_owned();
    let name = if name == "<stdin>" { "The model".to_owned() } else { name };
    let (module, left_out) =
        rust_module::module(&session.checked.model, &name, &mut closed_forms(&mut session.supervisor));
    if module.functions.is_empty() {
        let finding = Diagnostic::error(Code::G0907, "the model holds nothing that can be computed in Rust");
        return Err(Box::new(left_out.into_iter().fold(finding, |finding, note| finding.note(note))));
    }
    if !left_out.is_empty() {
        let headline = "some objects have no form in Rust and were left out";
        let finding = Diagnostic::warning(Code::G0907, headline);
        session.find(left_out.into_iter().fold(finding, |finding, note| finding.note(note)));
    }
    crate::emit::rust::rust_module(&module).map_err(|error| Box::new(Diagnostic::error(Code::G0907, error.to_string())))
}
