//! What every command begins with: the file, its includes, the model, its obligations.
//!
//! In: the arguments. Out: a checked model, a supervisor, and the way to say things. It must not know single commands.

use super::args::{FileArgument, Global};
use super::disk::{Disk, read_input};
use super::output::Output;
use super::progress::Progress;
use crate::diagnostics::Diagnostic;
use crate::emit::document::Document;
use crate::engine::{EngineOptions, Supervisor};
use crate::pipeline::{self, Checked, Conclusion, Parsed};
use crate::symbolic::{Expr, Fact, Region, Symbol};
use crate::verify::{Decider, Limits};

/// One run on one model.
pub struct Session {
    /// The model with its findings.
    pub checked: Checked,
    /// The engine.
    pub supervisor: Supervisor,
    /// The terminal.
    pub output: Output,
    /// The name of the model for reports.
    pub name: String,
    /// What takes so long.
    pub progress: Progress,
    /// How much work one declaration or claim may cost.
    limits: Limits,
}

impl Session {
    /// Reads and elaborates the model; what the declarations owe is not looked at before [`Self::discharge`], so that
    /// arguments can be checked first.
    #[must_use]
    pub fn read(input: &FileArgument, global: &Global) -> Self {
        Self::read_with(input, global, &[])
    }

    /// Reads, elaborates and checks the model. Wrong input is in the findings.
    #[must_use]
    pub fn open(input: &FileArgument, global: &Global) -> Self {
        Self::open_with(input, global, &[])
    }

    /// The same with more items at the end of the model, each from an option of the command line.
    #[must_use]
    pub fn open_with(input: &FileArgument, global: &Global, more: &[(&str, String)]) -> Self {
        let mut session = Self::read_with(input, global, more);
        session.discharge();
        session
    }

    /// Decides what the declarations owe.
    pub fn discharge(&mut self) {
        let progress = &self.progress;
        pipeline::discharge_within(&mut self.checked, self.limits, &mut self.supervisor, &|step| progress.step(step));
    }

    fn read_with(input: &FileArgument, global: &Global, more: &[(&str, String)]) -> Self {
        let output = Output::new(global);
        let progress = Progress::start(output.is_json());
        let binary = std::env::current_exe().ok();
        let options = EngineOptions { binary, wait: global.wait, timeout: global.timeout };
        let mut supervisor = Supervisor::new(options);
        supervisor.start_ahead();
        let mut name = String::from("<stdin>");
        let parsed = match read_input(&input.file) {
            Ok(input) => {
                if let Some(file) = input.path.as_ref().and_then(|p| p.file_name()) {
                    name = file.to_string_lossy().into_owned();
                }
                pipeline::parse_with_includes(&input, &Disk)
            }
            Err(finding) => Parsed { diagnostics: vec![*finding], ..Parsed::default() },
        };
        let mut parsed = parsed;
        for (option, text) in more {
            if let Ok(file) = parsed.sources.add(*option, text.as_bytes()) {
                let (tree, found) = crate::syntax::parse(file, text);
                parsed.file.items.extend(tree.items);
                parsed.diagnostics.extend(found);
            }
        }
        let checked = pipeline::elaborate_within(parsed, global.timeout);
        let limits = Limits { time: Some(global.timeout), ..global.budget };
        Self { checked, supervisor, output, name, progress, limits }
    }

    /// An empty report on the model.
    #[must_use]
    pub fn document(&self) -> Document {
        Document::new(&self.name)
    }

    /// Adds a finding.
    pub fn find(&mut self, finding: impl Into<Box<Diagnostic>>) {
        self.checked.diagnostics.push(*finding.into());
    }

    /// Adds that the engine could not be had, once.
    pub fn notice_engine_trouble(&mut self) {
        if let Some(finding) = pipeline::engine_trouble(&self.supervisor)
            && !self.checked.diagnostics.contains(&finding)
        {
            self.checked.diagnostics.push(finding);
        }
    }

    /// The model's own conclusion, without claims.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        pipeline::conclude(&self.checked, &[])
    }
}

/// Closed forms by the engine.
#[allow(clippy::type_complexity)] // the signature of `derive::ClosedForms`
pub fn closed_forms(
    supervisor: &mut Supervisor,
) -> impl FnMut(&[Expr], &Region, &[Fact], &[(Symbol, Expr)]) -> Vec<Expr> + '_ {
    let mut decider = Decider::new(supervisor);
    move |exprs, region, facts, abbreviations| decider.closed_forms(exprs, region, facts, abbreviations)
}
