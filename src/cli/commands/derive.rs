//! `geoflow derive FILE`: objects in closed form, or numbers at a point.

use crate::cli::args::{Derive, Global};
use crate::cli::session::{Session, closed_forms};
use crate::cli::values::{parse_value, setting, text_span};
use crate::derive::point::{expect_inside, find_chart, read_point};
use crate::derive::{Assignment, Wanted, names, sections};
use crate::diagnostics::{Code, Diagnostic, suggest::nearest};
use crate::pipeline::Conclusion;
use crate::symbolic::Symbol;
use crate::syntax::span::Span;

pub(super) fn run(options: &Derive, global: &Global) -> Conclusion {
    let mut session = Session::read(&options.input, global);
    let is_wrong = session.checked.is_wrong();
    let wanted = if is_wrong { None } else { wanted(&mut session, options) };
    // Wrong arguments are told before the engine is started.
    if is_wrong || wanted.is_some() {
        session.discharge();
    }
    let Some(wanted) = wanted.filter(|_| !session.checked.is_wrong()) else {
        session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &[]);
        return Conclusion::InputWrong;
    };
    session.progress.step("deriving");
    let mut document = session.document();
    document.sections = sections(&session.checked.model, &wanted, &mut closed_forms(&mut session.supervisor));
    session.notice_engine_trouble();
    let conclusion = session.conclusion();
    drop(session.progress);
    let report = Some((&document, options.format));
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, report, &[]);
    conclusion
}

/// What is asked for, or nothing after finding that it cannot be read.
fn wanted(session: &mut Session, options: &Derive) -> Option<Wanted> {
    let before = session.checked.diagnostics.len();
    let unknown: Vec<Diagnostic> = {
        let known = names(&session.checked.model);
        let unknown = options.names.iter().filter(|n| !known.contains(&n.as_str()));
        unknown.map(|name| unknown_name(name, &known)).collect()
    };
    session.checked.diagnostics.extend(unknown);
    let chart = options.chart.as_ref().and_then(|name| {
        let span = text_span(session, "--chart", name);
        let found = find_chart(&session.checked.model, name, span);
        found.map_err(|finding| session.find(finding)).ok()
    });
    let at = assignment(session, options);
    let is_fine = session.checked.diagnostics.len() == before;
    is_fine.then(|| Wanted { names: options.names.clone(), chart, at })
}

fn unknown_name(name: &str, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::error(Code::G0906, format!("the model has nothing to derive called `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(other) => finding.help(format!("did you mean `{other}`?")),
        None => finding.help(format!("there are {}", known.join(", "))),
    }
}

/// `--at`, then `--set`, then `--values` for what is left.
fn assignment(session: &mut Session, options: &Derive) -> Assignment {
    let mut out = Assignment::default();
    let mut place = Span::default();
    if let Some(text) = &options.at {
        place = text_span(session, "--at", text);
        if let Some(written) = parse_value(session, "--at", text) {
            match read_point(&session.checked.model, &written) {
                Ok(point) => out = point,
                Err(finding) => session.find(finding),
            }
        }
    }
    for text in &options.set {
        if let Some(pair) = setting(session, text) {
            out.values.retain(|(s, _): &(Symbol, _)| *s != pair.0);
            out.values.push(pair);
        }
    }
    if options.values {
        for (symbol, value) in session.checked.model.example_values() {
            if !out.values.iter().any(|(s, _)| *s == symbol) {
                out.values.push((symbol, value));
            }
        }
    }
    if !out.is_empty()
        && let Err(finding) = expect_inside(&session.checked.model, &out, place)
    {
        session.find(finding);
    }
    out
}
