//! `geoflow simulate FILE FLOW`: trajectories.

use crate::cli::args::{Global, MethodName, Simulate, TrajectoryFormat, WalkArguments};
use crate::cli::disk::{expect_writable, write_file};
use crate::cli::interrupt::Interrupt;
use crate::cli::output::Emitted;
use crate::cli::progress::Progress;
use crate::cli::session::{Session, closed_forms};
use crate::cli::values::{parse_value, setting, text_span};
use crate::derive::point::{expect_inside, find_chart, read_number, read_point};
use crate::diagnostics::{Code, Diagnostic, suggest::nearest};
use crate::emit::simulation::{Setting, Simulation, end_words, start_words};
use crate::emit::text::ascii;
use crate::model::{ChartId, Model, Quantity, Request, SimulateRequest};
use crate::numerics::nearest::nearest_f64;
use crate::pipeline::Conclusion;
use crate::simulate::charts::{self, Place};
use crate::simulate::problem::{Problem, ProblemError, change_of_chart};
use crate::simulate::{ChartRun, End, Method, Options, Output};
use crate::symbolic::{Expr, Symbol};
use crate::units::Unit;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lines of a table on the terminal.
const ROWS: usize = 21;

pub(super) fn run(options: &Simulate, global: &Global) -> Conclusion {
    let mut session = Session::open(&options.input, global);
    if let Some(path) = &options.output
        && let Err(finding) = expect_writable(path, options.force)
    {
        session.find(finding);
    }
    let mut emitted = Vec::new();
    let mut ended_early = false;
    if !session.checked.is_wrong()
        && let Some((text, early)) = simulated(&mut session, options)
    {
        ended_early = early;
        emitted.extend(saved(&mut session, text, options.output.as_deref(), options.force));
    }
    let conclusion = match session.checked.is_wrong() {
        true => Conclusion::InputWrong,
        false if ended_early => Conclusion::Otherwise,
        false => Conclusion::AsWritten,
    };
    drop(session.progress);
    session.output.finish(&session.checked.diagnostics, &session.checked.sources, None, &emitted);
    conclusion
}

/// The form of a result, and how many states are kept.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// The form.
    pub format: TrajectoryFormat,
    /// That many, evenly spread.
    pub dense: Option<u64>,
}

/// The form that a path's ending says.
pub(super) fn format_of(path: Option<&Path>) -> TrajectoryFormat {
    match path.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase()).as_deref() {
        Some("json") => TrajectoryFormat::Json,
        Some("csv") => TrajectoryFormat::Csv,
        _ => TrajectoryFormat::Table,
    }
}

/// Writes a text where a path is given.
pub(super) fn saved(session: &mut Session, text: String, path: Option<&Path>, force: bool) -> Option<Emitted> {
    let target = "simulation".to_owned();
    let Some(path) = path else { return Some(Emitted { target, path: None, text: Some(text) }) };
    match write_file(path, &text, force) {
        Ok(()) => Some(Emitted { target, path: Some(path.display().to_string()), text: None }),
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}

/// The simulations a model asks for, and whether one failed; paths are relative to `folder`. Those without a path are
/// printed as tables.
pub(super) fn requested(session: &mut Session, folder: &Path, force: bool) -> (Vec<Emitted>, bool) {
    let request = |r: &Request| if let Request::Simulate(s) = r { Some(s.as_ref().clone()) } else { None };
    let requests: Vec<SimulateRequest> = session.checked.model.requests.iter().filter_map(request).collect();
    let (mut out, mut failed) = (Vec::new(), false);
    for request in requests {
        let path = request.path.as_ref().map(|p| folder.join(p));
        let format = format_of(path.as_deref());
        let Some(task) = task_of(session, &request, format) else { continue };
        if let Some((text, early)) = told(session, &task, format) {
            failed |= early;
            out.extend(saved(session, text, path.as_deref(), force));
        }
    }
    (out, failed)
}

/// A task in the file.
fn task_of(session: &mut Session, request: &SimulateRequest, format: TrajectoryFormat) -> Option<Task> {
    let values = values(session, &[]);
    let mut ids = vec![request.starts.first()?.chart];
    for id in &request.charts {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    let problems = problems(session, &request.flow, &ids, &values)?;
    let changes = changes(session, &ids, &values)?;
    let unit = problems.first().map_or_else(Unit::one, |p| p.time_unit.clone());
    let number = |e: &Expr| {
        let at = crate::derive::Assignment { chart: None, values: values.clone() };
        let found = crate::numerics::lower::lower(&[at.apply(e)], &[]).ok()?.evaluate(&[]).ok()?;
        found.first().copied().filter(|x| x.is_finite())
    };
    let time = |q: &Quantity| {
        let bare = q.unit == Unit::one() && q.expr.as_number().is_some();
        number(&if bare { q.expr.clone() } else { q.number_in(&unit)? })
    };
    let starts = request.starts.iter().map(|p| p.values.iter().map(number).collect::<Option<Vec<f64>>>());
    let starts = starts.collect::<Option<Vec<_>>>();
    let times = request.at.iter().map(time).collect::<Option<Vec<f64>>>();
    let (Some(starts), Some(times), Some(duration)) = (starts, times, time(&request.until)) else {
        let finding = Diagnostic::error(Code::G0911, "a value or a time has no number in the flow's units");
        session.find(finding.primary(request.item_span, "").help("give params example values; check the unit of time"));
        return None;
    };
    let output = match (times.is_empty(), format) {
        (false, _) => Output::At(times),
        (true, TrajectoryFormat::Table) => Output::Even(ROWS),
        (true, _) => Output::Steps,
    };
    Some(Task { problems, starts, duration, options: Options { output, ..Options::default() }, values, changes })
}

/// The text of the result and whether a run ended otherwise than at its time or a border; nothing after findings.
fn simulated(session: &mut Session, options: &Simulate) -> Option<(String, bool)> {
    let task = task(session, options)?;
    told(session, &task, options.format)
}

/// Runs a task; its result in a form, and whether a run ended otherwise than at its time or a border.
fn told(session: &mut Session, task: &Task, format: TrajectoryFormat) -> Option<(String, bool)> {
    let runs = walked(session, task);
    let mut early = false;
    for run in &runs {
        let problem = task.problems.get(run.chart)?;
        match &run.outcome {
            Err(error) => {
                let finding = Diagnostic::error(Code::G0911, start_words(error, problem));
                let chart = &problem.chart_name;
                session.find(finding.note(format!("initial value {} in chart `{chart}`", run.start + 1)));
            }
            Ok(t) if t.end != End::Reached => {
                early |= !matches!(t.end, End::Border { .. });
                let finding = Diagnostic::warning(Code::G0912, end_words(t, problem));
                let chart = &problem.chart_name;
                session.find(finding.note(format!("trajectory {} in chart `{chart}`", run.start + 1)));
            }
            Ok(_) => {}
        }
    }
    if runs.iter().any(|r| r.outcome.is_err()) {
        return None;
    }
    let simulation =
        Simulation::new(&session.name, settings(&session.checked.model, &task.values), &task.problems, &runs);
    let text = match format {
        TrajectoryFormat::Table => simulation.table(ROWS),
        TrajectoryFormat::Csv => simulation.csv(),
        TrajectoryFormat::Json => match simulation.json() {
            Ok(text) => text,
            Err(error) => {
                session.find(Diagnostic::error(Code::G0890, error.to_string()));
                return None;
            }
        },
    };
    Some((text, early))
}

/// What is to be done.
pub(super) struct Task {
    /// The flow in each chart.
    pub problems: Vec<Problem>,
    /// Initial values in the first chart.
    pub starts: Vec<Vec<f64>>,
    /// The time.
    pub duration: f64,
    /// How.
    pub options: Options,
    /// Values of the params.
    pub values: Vec<(Symbol, Expr)>,
    /// From the first chart to each, and back.
    pub changes: Vec<(crate::numerics::program::Program, crate::numerics::program::Program)>,
}

/// Runs everything, with progress and until interrupted.
pub(super) fn walked(session: &Session, task: &Task) -> Vec<ChartRun> {
    let places: Vec<Place<'_>> = task
        .problems
        .iter()
        .zip(&task.changes)
        .map(|(problem, (there, back))| Place { problem, there: there.clone(), back: back.clone() })
        .collect();
    let interrupt = Interrupt::listen();
    let count = task.starts.len() * task.problems.len();
    let behind: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
    let told = AtomicUsize::new(usize::MAX);
    let progress: &Progress = &session.progress;
    let watch = |k: usize, s: f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 1000
        let permille = (s.clamp(0.0, 1.0) * 1000.0) as usize;
        if behind.get(k).is_some_and(|b| b.swap(permille, Ordering::Relaxed) != permille) {
            let percent = behind.iter().map(|b| b.load(Ordering::Relaxed)).sum::<usize>() / (10 * count.max(1));
            if told.swap(percent, Ordering::Relaxed) != percent {
                progress.step(&format!("integrating, {percent} % of the time"));
            }
        }
        !interrupt.is_asked()
    };
    charts::run(&places, &task.starts, task.duration, &task.options, &watch)
}

/// Reads what is asked for; nothing after findings.
fn task(session: &mut Session, options: &Simulate) -> Option<Task> {
    let before = session.checked.diagnostics.len();
    let values = values(session, &options.set);
    let starts = starts(session, &options.from, &values);
    let (first, starts) = starts?;
    let mut ids = vec![first];
    for name in &options.charts {
        let span = text_span(session, "--in", name);
        match find_chart(&session.checked.model, name, span) {
            Ok(id) if !ids.contains(&id) => ids.push(id),
            Ok(_) => {}
            Err(finding) => session.find(finding),
        }
    }
    let problems = problems(session, &options.flow, &ids, &values)?;
    let time_unit = problems.first().map_or_else(Unit::one, |p| p.time_unit.clone());
    let duration = time(session, "--until", options.until.as_deref().unwrap_or_default(), &time_unit);
    let mut walk = walk_options(session, &options.walk, &time_unit);
    if options.format == TrajectoryFormat::Table && walk.output == Output::Steps {
        walk.output = Output::Even(ROWS);
    }
    let changes = changes(session, &ids, &values);
    if session.checked.diagnostics.len() > before {
        return None;
    }
    let duration = duration?;
    if duration == 0.0 || !duration.is_finite() {
        session.find(Diagnostic::error(Code::G0906, "`--until` must be a time other than 0"));
        return None;
    }
    Some(Task { problems, starts, duration, options: walk, values, changes: changes? })
}

/// `--set`, then example values.
pub(super) fn values(session: &mut Session, set: &[String]) -> Vec<(Symbol, Expr)> {
    let mut out: Vec<(Symbol, Expr)> = Vec::new();
    let mut places = Vec::new();
    for text in set {
        if let Some((symbol, value, span)) = setting(session, text) {
            out.retain(|(s, _)| *s != symbol);
            places.push((symbol.clone(), span));
            out.push((symbol, value));
        }
    }
    for (symbol, value) in session.checked.model.example_values() {
        if !out.iter().any(|(s, _)| *s == symbol) {
            out.push((symbol, value));
        }
    }
    let at = crate::derive::Assignment { chart: None, values: out.clone() };
    if let Err(finding) = expect_inside(&session.checked.model, &at, Default::default(), &places) {
        session.find(finding);
    }
    out
}

/// The chart and the initial values in it.
fn starts(session: &mut Session, from: &[String], values: &[(Symbol, Expr)]) -> Option<(ChartId, Vec<Vec<f64>>)> {
    let mut chart: Option<ChartId> = None;
    let mut out = Vec::new();
    for text in from {
        let written = parse_value(session, "--from", text)?;
        let span = written.span;
        let point = match read_point(&session.checked.model, &written) {
            Ok(point) => point,
            Err(finding) => {
                session.find(finding);
                return None;
            }
        };
        if *chart.get_or_insert(point.chart?) != point.chart? {
            let finding = Diagnostic::error(Code::G0906, "initial values lie in different charts");
            session.find(finding.primary(span, "").help("give all of them in one chart; `--in` adds others"));
            return None;
        }
        let mut at = point.clone();
        at.values.extend(values.iter().cloned());
        if let Err(finding) = expect_inside(&session.checked.model, &at, span, &[]) {
            session.find(finding);
            return None;
        }
        out.push(point.values.iter().filter_map(|(_, e)| e.as_number().map(nearest_f64)).collect());
    }
    Some((chart?, out))
}

/// The flow in each chart; nothing after a finding.
pub(super) fn problems(
    session: &mut Session,
    flow: &str,
    charts: &[ChartId],
    values: &[(Symbol, Expr)],
) -> Option<Vec<Problem>> {
    let mut out = Vec::new();
    for id in charts {
        session.progress.step("deriving");
        let made = Problem::new(&session.checked.model, flow, *id, values, &mut closed_forms(&mut session.supervisor));
        match made {
            Ok(problem) => out.push(problem),
            Err(error) => {
                let model = &session.checked.model;
                let chart = model.chart(*id).map(|c| c.full_name()).unwrap_or_default();
                let is_rule = model.field(flow).is_some_and(|f| f.kind == crate::model::Kind::Rule);
                session.find(match is_rule {
                    true => Diagnostic::error(Code::G0906, format!("`{flow}` is a rule, which goes step by step"))
                        .help("say how many steps: `--steps 1000`"),
                    false => flow_refused(flow, &chart, error),
                });
                return None;
            }
        }
    }
    session.notice_engine_trouble();
    Some(out)
}

/// Why a flow cannot be integrated.
pub(super) fn flow_refused(flow: &str, chart: &str, error: ProblemError) -> Diagnostic {
    match error {
        ProblemError::NoFlow { flows } => {
            let finding = Diagnostic::error(Code::G0906, format!("the model has no flow `{flow}`"));
            match nearest(flow, flows.iter().map(String::as_str)) {
                Some(other) => finding.help(format!("did you mean `{other}`?")),
                None if flows.is_empty() => finding,
                None => finding.help(format!("the flows are {}", flows.join(", "))),
            }
        }
        ProblemError::NotInChart => {
            Diagnostic::error(Code::G0906, format!("`{flow}` has no components in chart `{chart}`"))
                .help("no maps lead from its chart to that one")
        }
        ProblemError::NoValue { params } => {
            let list = params.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
            Diagnostic::error(Code::G0911, format!("`{flow}` needs values for {list}"))
                .help(format!("give them with `--set {}=..`, or an example value in the model", params[0]))
        }
        ProblemError::Lowering(error) => Diagnostic::error(Code::G0911, format!("`{flow}`: {error}")),
    }
}

fn changes(
    session: &mut Session,
    ids: &[ChartId],
    values: &[(Symbol, Expr)],
) -> Option<Vec<(crate::numerics::program::Program, crate::numerics::program::Program)>> {
    let first = *ids.first()?;
    let mut out = Vec::new();
    for id in ids {
        let model = &session.checked.model;
        let both = change_of_chart(model, first, *id, values).zip(change_of_chart(model, *id, first, values));
        match both {
            Some(both) => out.push(both),
            None => {
                let name = |id: &ChartId| model.chart(*id).map(|c| c.full_name()).unwrap_or_default();
                let headline = format!("no maps lead from chart `{}` to chart `{}`", name(&first), name(id));
                session.find(Diagnostic::error(Code::G0906, headline));
                return None;
            }
        }
    }
    Some(out)
}

fn time(session: &mut Session, option: &str, text: &str, unit: &Unit) -> Option<f64> {
    let written = parse_value(session, option, text)?;
    match read_number(&written, unit) {
        Ok(q) => Some(nearest_f64(&q)),
        Err(finding) => {
            session.find(finding);
            None
        }
    }
}

fn walk_options(session: &mut Session, options: &WalkArguments, time_unit: &Unit) -> Options {
    let output = match (options.dense, options.at.is_empty()) {
        (Some(n), _) => Output::Even(usize::try_from(n).unwrap_or(usize::MAX)),
        (None, true) => Output::Steps,
        (None, false) => {
            let mut times: Vec<f64> =
                options.at.iter().filter_map(|text| time(session, "--at", text, time_unit)).collect();
            times.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
            Output::At(times)
        }
    };
    let method = match options.method {
        MethodName::Auto => Method::Auto,
        MethodName::Verner6 => Method::Verner6,
        MethodName::Verner9 => Method::Verner9,
        MethodName::Radau5 => Method::Radau5,
    };
    Options { method, rtol: options.rtol, atol: options.atol, output, max_steps: options.max_steps }
}

pub(super) fn settings(model: &Model, values: &[(Symbol, Expr)]) -> Vec<Setting> {
    let of = |p: &crate::model::Param| {
        let value = values.iter().find(|(s, _)| *s == p.variable.symbol)?;
        let unit = if p.unit == Unit::one() { String::new() } else { p.unit.to_string() };
        Some(Setting { name: p.variable.symbol.name().to_owned(), value: ascii(&value.1), unit })
    };
    model.params.iter().filter_map(of).collect()
}
