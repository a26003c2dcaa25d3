//! `geoflow decide`: statements without a model.

use super::verify::limits_of;
use crate::cli::args::{Decide, Global};
use crate::cli::disk::open_lines;
use crate::cli::output::{Output, print, report_defect};
use crate::decide::{Answer, Batch, LONGEST_LINE, Outcome, Ruling, Statement, Wording, decide};
use crate::diagnostics::{Code, Diagnostic};
use crate::engine::{EngineOptions, Supervisor};
use crate::pipeline::{self, Conclusion};
use crate::syntax::source::Sources;
use std::io::{BufRead, Read};
use std::path::Path;

pub(super) fn run(options: &Decide, global: &Global) -> Conclusion {
    match (&options.batch, &options.claim) {
        (Some(path), _) => batch(path, global),
        (None, Some(claim)) => one(claim, options, global),
        (None, None) => Conclusion::InputWrong,
    }
}

fn one(claim: &str, options: &Decide, global: &Global) -> Conclusion {
    let mut variables = Vec::new();
    for text in &options.var {
        let Some((name, domain)) = text.split_once(':') else {
            let finding = Diagnostic::error(Code::G0906, format!("`--var {text}` gives no domain"));
            return wrong(finding.help("write it as `--var 'x: positive'`"), global);
        };
        variables.push((name.trim().to_owned(), domain.trim().to_owned()));
    }
    let wording = Wording::Claim(claim.to_owned());
    let statement = Statement { variables, conditions: options.conditions.clone(), wording };
    let output = Output::new(global);
    let options = EngineOptions { binary: std::env::current_exe().ok(), wait: global.wait, timeout: global.timeout };
    let mut supervisor = Supervisor::new(options);
    let begin = std::time::Instant::now();
    let Ruling { mut answer, mut diagnostics, sources, waited } =
        decide(&statement, &mut supervisor, limits_of(global));
    answer.ms = crate::decide::milliseconds(begin.elapsed().saturating_sub(waited));
    diagnostics.extend(pipeline::engine_trouble(&supervisor));
    if output.is_json() {
        print_json(&answer);
    } else {
        output.finish(&diagnostics, &sources, None, &[]);
        if answer.verdict != Outcome::Error {
            output.statement(&answer);
        }
    }
    conclusion(&answer)
}

fn conclusion(answer: &Answer) -> Conclusion {
    match answer.verdict {
        Outcome::Proved => Conclusion::AsWritten,
        Outcome::Refuted => Conclusion::Otherwise,
        Outcome::Undecided => Conclusion::Open,
        Outcome::Error => Conclusion::InputWrong,
    }
}

/// Every line its answer, at once.
fn batch(path: &Path, global: &Global) -> Conclusion {
    let mut lines = match open_lines(path) {
        Ok(lines) => lines,
        Err(finding) => return wrong(*finding, global),
    };
    let binary = match std::env::current_exe() {
        Ok(binary) => binary,
        Err(error) => {
            report_defect(&format!("the program does not find itself: {error}"));
            return Conclusion::InputWrong;
        }
    };
    let mut batch = Batch::new(binary, global.wait, global.timeout, limits_of(global));
    let mut line = Vec::new();
    loop {
        match next_line(&mut lines, &mut line) {
            Ok(false) => break,
            Ok(true) => print_json(&batch.line(&line)),
            Err(error) => {
                let finding = Diagnostic::error(Code::G0903, format!("`{}` cannot be read: {error}", path.display()));
                return wrong(finding, global);
            }
        }
    }
    match batch.final_failure() {
        None => Conclusion::AsWritten,
        Some(failure) => {
            let finding = pipeline::engine_missing(failure);
            Output::new(global).finish(&[finding], &Sources::new(), None, &[]);
            Conclusion::Open
        }
    }
}

/// The next line without its end; of one that is too long only the beginning, but all of it is passed over.
fn next_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX).saturating_add(2);
    if lines.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        return Ok(true);
    }
    lines.skip_until(b'\n')?;
    Ok(true)
}

fn print_json(answer: &Answer) {
    match serde_json::to_string(answer) {
        Ok(text) => print(&format!("{text}\n")),
        Err(error) => report_defect(&error.to_string()),
    }
}

fn wrong(finding: Diagnostic, global: &Global) -> Conclusion {
    Output::new(global).finish(&[finding], &Sources::new(), None, &[]);
    Conclusion::InputWrong
}
