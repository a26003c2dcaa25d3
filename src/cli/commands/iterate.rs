//! `geoflow simulate FILE RULE --steps N`: discrete updates, step by step.

use super::simulate::{Form, saved, settings, values};
use crate::cli::args::{Global, Simulate, TrajectoryFormat};
use crate::cli::disk::expect_writable;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::Emitted;
use crate::cli::session::{Session, closed_forms};
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::rule_simulation::{Means, RuleSimulation, SingleRun, end_words};
use crate::emit::simulation::{Column, unit_text};
use crate::model::{IterateRequest, Request};
use crate::pipeline::Conclusion;
use crate::simulate::generator::Generator;
use crate::simulate::rules::{Keep, RuleEnd, RuleError, RuleProblem, evenly};
use crate::symbolic::{Expr, Symbol};
use std::path::Path;

/// Lines of a table on the terminal.
const ROWS: u64 = 21;
/// Most states that are kept where nobody says which.
const MOST_KEPT: u64 = 5_000_000;

pub(super) fn run(options: &Simulate, global: &Global) -> Conclusion {
    let mut session = Session::open_with(&options.input, global, &[("simulate", as_item(options))]);
    if let Some(path) = &options.output
        && let Err(finding) = expect_writable(path, options.force)
    {
        session.find(finding);
    }
    let mut emitted = Vec::new();
    let mut failed = false;
    if !session.checked.is_wrong()
        && let Some(request) = requests(&session).pop()
    {
        let values = values(&mut session, &options.set);
        let form = Form { format: options.format, dense: options.walk.dense.map(u64::from) };
        if !session.checked.is_wrong()
            && let Some((text, bad)) = told(&mut session, &request, &values, form)
        {
            failed = bad;
            emitted.extend(saved(&mut session, text, options.output.as_deref(), options.force));
        }
    }
    let conclusion = match session.checked.is_wrong() {
        true => Conclusion::InputWrong,
        false if failed => Conclusion::Otherwise,
        false => Conclusion::AsWritten,
    };
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// The command line as an item of a model.
fn as_item(options: &Simulate) -> String {
    let steps = options.steps.as_deref().unwrap_or_default();
    let mut out = format!("simulate {} from {} to n = {steps}", options.flow, options.from.join(", "));
    if !options.walk.at.is_empty() {
        out.push_str(&format!(" at n = [{}]", options.walk.at.join(", ")));
    }
    for (word, value) in [("seed", &options.seed), ("repeat", &options.repeat), ("while", &options.go_on)] {
        if let Some(value) = value {
            out.push_str(&format!(" {word} {value}"));
        }
    }
    if !options.watch.is_empty() {
        out.push_str(&format!(" watch {}", options.watch.join(", ")));
    }
    out
}

fn requests(session: &Session) -> Vec<IterateRequest> {
    let request = |r: &Request| if let Request::Iterate(s) = r { Some(s.as_ref().clone()) } else { None };
    session.checked.model.requests.iter().filter_map(request).collect()
}

/// The rules a model asks to be repeated, and whether a run failed; paths are relative to `folder`.
pub(super) fn requested(session: &mut Session, folder: &Path, force: bool) -> (Vec<Emitted>, bool) {
    let (mut out, mut failed) = (Vec::new(), false);
    for request in requests(session) {
        let path = request.path.as_ref().map(|p| folder.join(p));
        let form = Form { format: super::simulate::format_of(path.as_deref()), dense: None };
        let values = values(session, &[]);
        if let Some((text, bad)) = told(session, &request, &values, form) {
            failed |= bad;
            out.extend(saved(session, text, path.as_deref(), force));
        }
    }
    (out, failed)
}

/// The result in its form, and whether a run failed; nothing after findings.
fn told(
    session: &mut Session,
    request: &IterateRequest,
    values: &[(Symbol, Expr)],
    form: Form,
) -> Option<(String, bool)> {
    session.progress.step("deriving");
    let model = &session.checked.model;
    let made = RuleProblem::new(
        model,
        &request.rule,
        &request.watch,
        &request.go_on,
        values,
        &mut closed_forms(&mut session.supervisor),
    );
    session.notice_engine_trouble();
    let problem = match made {
        Ok(problem) => problem,
        Err(error) => {
            session.find(rule_refused(&request.name, &error).primary(request.item_span, ""));
            return None;
        }
    };
    let starts = starts(session, request, values)?;
    let (simulation, failed) = repeated(session, request, problem, &starts, values, form)?;
    let text = match form.format {
        TrajectoryFormat::Table => simulation.table(usize::try_from(ROWS).unwrap_or(usize::MAX)),
        TrajectoryFormat::Csv => simulation.csv(),
        TrajectoryFormat::Json => match simulation.json() {
            Ok(text) => text,
            Err(error) => {
                session.find(Diagnostic::error(Code::G0890, error.to_string()));
                return None;
            }
        },
    };
    Some((text, failed))
}

/// Initial values as numbers inside the chart.
fn starts(session: &mut Session, request: &IterateRequest, values: &[(Symbol, Expr)]) -> Option<Vec<Vec<f64>>> {
    let mut out = Vec::new();
    for point in &request.starts {
        let at = crate::derive::Assignment { chart: None, values: values.to_vec() };
        let exprs: Vec<Expr> = point.values.iter().map(|e| at.apply(e)).collect();
        let found = crate::numerics::lower::lower(&exprs, &[]).ok().and_then(|p| p.evaluate(&[]).ok());
        match found.filter(|v| v.iter().all(|x| x.is_finite())) {
            Some(state) => out.push(state),
            None => {
                let finding = Diagnostic::error(Code::G0911, "an initial value is no number");
                let finding = finding.primary(request.item_span, "").help("give the params in it example values");
                session.find(finding);
                return None;
            }
        }
    }
    Some(out)
}

/// Runs from every initial value; findings for what ended early.
fn repeated(
    session: &mut Session,
    request: &IterateRequest,
    mut problem: RuleProblem,
    starts: &[Vec<f64>],
    values: &[(Symbol, Expr)],
    form: Form,
) -> Option<(RuleSimulation, bool)> {
    let model = &session.checked.model;
    let chart = model.chart(request.rule.chart)?;
    let units = model.coordinate_units(request.rule.chart);
    let coordinates = chart.coordinates.iter().zip(&units);
    let mut columns: Vec<Column> =
        coordinates.map(|(c, u)| Column { name: c.variable.symbol.name().to_owned(), unit: unit_text(u) }).collect();
    columns.extend(request.watch.iter().map(|s| {
        let name = if s.label.is_empty() { crate::emit::text::ascii(&s.expr) } else { s.label.clone() };
        Column { name, unit: unit_text(&s.unit) }
    }));
    let n = problem.operation_count();
    let operations = n.additions + n.products + n.quotients + n.roots + n.functions;
    let mut out = RuleSimulation {
        tool: concat!("geoflow ", env!("CARGO_PKG_VERSION")).into(),
        model: session.name.clone(),
        rule: request.name.clone(),
        chart: chart.full_name(),
        params: settings(model, values),
        generator: "xoshiro256++",
        seed: request.seed,
        work: [problem.random_count(), operations],
        columns,
        runs: Vec::new(),
        repeated: Vec::new(),
    };
    let condition = session.checked.sources.slice(request.go_on_span).split_whitespace().collect::<Vec<_>>().join(" ");
    let conditions = problem.clone();
    let words = |end: &RuleEnd| end_words(end, &conditions, &condition);
    let interrupt = Interrupt::listen();
    let go_on = |_| !interrupt.is_asked();
    let mut findings = Vec::new();
    let mut failed = false;
    session.progress.step("repeating the rule");
    for (k, start) in starts.iter().enumerate() {
        let mut g = Generator::new(request.seed);
        let note = format!("initial value {}", k + 1);
        let few = || {
            if request.at.is_empty() { evenly(request.steps, form.dense.unwrap_or(ROWS)) } else { request.at.clone() }
        };
        if request.repeat > 1 {
            let found = problem.repeat(start, request.steps, &few(), (&g, request.repeat), &go_on);
            let means = Means::new(k + 1, &found, &words);
            for ((end, ..), said) in found.early.iter().zip(&means.early) {
                failed |= !end.is_result();
                findings.push(Diagnostic::warning(Code::G0912, said.clone()).note(note.clone()));
            }
            failed |= found.runs < request.repeat;
            out.repeated.push(means);
            continue;
        }
        let all = request.at.is_empty() && form.dense.is_none() && form.format != TrajectoryFormat::Table;
        if all && request.steps > MOST_KEPT {
            let headline = format!("{} steps are too many to keep them all", request.steps);
            let finding = Diagnostic::error(Code::G0906, headline).primary(request.item_span, "");
            session.find(finding.help("say which: `--dense 1000`, `--at 1,10,100`, or `at n = [..]` in a model"));
            return None;
        }
        let keep = if all { Keep::All } else { Keep::At(few()) };
        let run = problem.once(start, request.steps, &keep, &mut g, &go_on);
        if run.last_step == 0 && matches!(run.end, RuleEnd::LeftChart(_)) {
            let finding = Diagnostic::error(Code::G0510, format!("the initial value {}", words(&run.end)));
            findings.push(finding.note(note));
            session.checked.diagnostics.extend(findings);
            return None;
        }
        if run.end != RuleEnd::Reached {
            failed |= !run.end.is_result();
            let headline = format!("step {}: {}", run.last_step, words(&run.end));
            findings.push(Diagnostic::warning(Code::G0912, headline).note(note));
        }
        out.runs.push(SingleRun::new(k + 1, &run, &words(&run.end), &out.columns));
    }
    session.checked.diagnostics.extend(findings);
    Some((out, failed))
}

/// Why a rule cannot be repeated.
pub(super) fn rule_refused(rule: &str, error: &RuleError) -> Diagnostic {
    match error {
        RuleError::NoValue { params } => {
            let list = params.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
            Diagnostic::error(Code::G0911, format!("`{rule}` needs values for {list}"))
                .help(format!("give them with `--set {}=..`, or an example value in the model", params[0]))
        }
        RuleError::NoDraw(why) => Diagnostic::error(Code::G0911, format!("`{rule}` cannot be repeated: {why}")),
        RuleError::Lowering(error) => Diagnostic::error(Code::G0911, format!("`{rule}`: {error}")),
    }
}
