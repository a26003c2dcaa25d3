//! `geoflow emit TARGET FILE`: code and reports.

use crate::cli::args::{Emit, Format, Global, Target};
use crate::cli::disk::{expect_writable, make_folder, write_file};
use crate::cli::output::{Emitted, document_text};
use crate::cli::session::{Session, closed_forms};
use crate::derive::{Wanted, audit, rust_module, sections};
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::python::python_module;
use crate::emit::rust::{RustModule, names::snake_case};
use crate::pipeline::Conclusion;
use std::path::Path;

pub(super) fn run(options: &Emit, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    let mut emitted = Vec::new();
    if !session.checked.is_wrong() {
        match &options.folder {
            _ if options.no_std && options.target != Target::Rust => {
                session.find(Diagnostic::error(Code::G0906, "`--no-std` belongs to `emit rust`"));
            }
            Some(folder) => emitted.extend(whole_crate(&mut session, options, folder)),
            // An audit alone prints no code.
            None if options.audit && options.output.is_none() => {}
            None if options.no_std => {
                emitted.extend(write(
                    &mut session,
                    "rust",
                    |s| rust(s, true),
                    options.output.as_deref(),
                    options.force,
                ));
            }
            None => emitted.extend(emit(&mut session, options.target, options.output.as_deref(), options.force)),
        }
        if options.audit {
            session.progress.step("bounding errors");
            let (module, _) = described(&mut session);
            let text = audit::table(&audit::audit(&session.checked.model, &module));
            emitted.push(Emitted { target: "audit".into(), path: None, text: Some(text) });
        }
    }
    let conclusion = session.conclusion();
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// Makes the text of a target and writes it where a path is given. Failures are findings.
pub(super) fn emit(session: &mut Session, target: Target, path: Option<&Path>, force: bool) -> Option<Emitted> {
    let name = format!("{target:?}").to_lowercase();
    write(session, &name, |session| text(session, target), path, force)
}

fn write(
    session: &mut Session,
    target: &str,
    text: impl FnOnce(&mut Session) -> Result<String, Box<Diagnostic>>,
    path: Option<&Path>,
    force: bool,
) -> Option<Emitted> {
    session.progress.step("deriving");
    let text = match text(session) {
        Ok(text) => text,
        Err(finding) => {
            session.find(finding);
            return None;
        }
    };
    session.notice_engine_trouble();
    let Some(path) = path else {
        return Some(Emitted { target: target.into(), path: None, text: Some(text) });
    };
    match write_file(path, &text, force) {
        Ok(()) => Some(Emitted { target: target.into(), path: Some(path.display().to_string()), text: None }),
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}

fn text(session: &mut Session, target: Target) -> Result<String, Box<Diagnostic>> {
    let format = match target {
        Target::Rust => return rust(session, false),
        Target::Python => return python(session),
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

/// What code is to be written, and what had to be left out.
fn described(session: &mut Session) -> (RustModule, Vec<String>) {
    let name = session.name.strip_suffix(".geo").unwrap_or(&session.name).to_owned();
    let name = if name == "<stdin>" { "The model".to_owned() } else { name };
    rust_module::module(&session.checked.model, &name, &mut closed_forms(&mut session.supervisor))
}

fn python(session: &mut Session) -> Result<String, Box<Diagnostic>> {
    let (module, mut left_out) = described(session);
    let (text, more) = python_module(&module);
    left_out.extend(more);
    if !left_out.is_empty() {
        let finding = Diagnostic::warning(Code::G0907, "some objects have no form in Python and were left out");
        session.find(left_out.into_iter().fold(finding, |finding, note| finding.note(note)));
    }
    Ok(text)
}

/// Writes a crate: its manifest and one module. Nothing is written where one of its files cannot be.
fn whole_crate(session: &mut Session, options: &Emit, folder: &Path) -> Vec<Emitted> {
    if options.target != Target::Rust {
        session.find(Diagnostic::error(Code::G0906, "`--crate` belongs to `emit rust`"));
        return Vec::new();
    }
    session.progress.step("deriving");
    let code = match rust(session, options.no_std) {
        Ok(code) if options.no_std => code.replacen("#![allow(", "#![no_std]\n#![allow(", 1),
        Ok(code) => code,
        Err(finding) => {
            session.find(finding);
            return Vec::new();
        }
    };
    session.notice_engine_trouble();
    let name = snake_case(session.name.strip_suffix(".geo").unwrap_or("model"));
    let files =
        [(folder.join("Cargo.toml"), manifest(&name, options.no_std)), (folder.join("src").join("lib.rs"), code)];
    let written = make_folder(&folder.join("src")).and_then(|()| {
        files.iter().try_for_each(|(path, _)| expect_writable(path, options.force))?;
        files.iter().try_for_each(|(path, text)| write_file(path, text, options.force))
    });
    match written {
        Ok(()) => vec![Emitted { target: "crate".into(), path: Some(folder.display().to_string()), text: None }],
        Err(finding) => {
            session.find(finding);
            Vec::new()
        }
    }
}

/// A manifest that depends on nalgebra alone (without the standard library on libm as well) and builds inside any other
/// workspace.
fn manifest(name: &str, no_std: bool) -> String {
    let features = if no_std { " }\nlibm = \"0.2\"" } else { ", features = [\"std\"] }" };
    format!(
        "# @generated by geoflow {}\n[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
         publish = false\n\n[dependencies]\nnalgebra = {{ version = \"0.35\", default-features = false{features}\n\n\
         [workspace]\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn rust(session: &mut Session, no_std: bool) -> Result<String, Box<Diagnostic>> {
    let (mut module, left_out) = described(session);
    module.no_std = no_std;
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
