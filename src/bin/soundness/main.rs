//! A search for wrong verdicts: random statements and models whose truth is known, decided and checked another way.
//!
//! `cargo run --release --bin soundness -- --count 2000 --seed 1`. True statements are instances of theorems, put into
//! each other and into contexts, and invariances of gradients under random maps; false ones differ by one mutation and
//! count only where enclosures show that they fail at a point. Every true statement is also evaluated at points, every
//! witness is evaluated anew. The last line is `N statements, W wrong, U undecided`; the same seed gives the same bytes.

mod chance;
mod charts;
mod identities;
mod term;

use chance::Chance;
use geoflow::decide::{Statement, Wording, state};
use geoflow::enclosure::sign::decide_sign;
use geoflow::enclosure::{Budget, Claim as Stated, Comparison, Point, Program, QuantifiedFunctions, Sign, Value};
use geoflow::enclosure::{Counterexample, find_counterexample};
use geoflow::engine::{EngineOptions, Job, Jobs, Supervisor, Task, WORKER_COMMAND};
use geoflow::model::{ClaimKind, Compared, Model, elaborate};
use geoflow::replay::place::{holds, sign};
use geoflow::symbolic::{Expr, Region, Relation};
use geoflow::syntax::ast::CompareOp;
use geoflow::syntax::{parse, span::FileId};
use geoflow::verify::{Decider, Limits, Verdict, WitnessReport};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;
use term::Term;

/// As in the tool itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Sides that agree to so many bits, 38 digits, are taken to agree; no mutation is that small.
const MAX_BITS: usize = 128;
/// After so many statements others may have the engine.
const TURN: usize = 50;
/// After so many the count so far is told.
const TOLD: usize = 10_000;
/// Long enough for those who look for the lock now and then.
const PAUSE: Duration = Duration::from_millis(20);

/// What came out of one class.
#[derive(Default)]
struct Count {
    proved: usize,
    refuted: usize,
    true_open: usize,
    false_open: usize,
    discarded: usize,
    wrong: usize,
}

/// One statement or model, ready to be decided.
struct Case {
    class: &'static str,
    text: String,
    model: Model,
    /// Not known of a tempting rewriting that fails at no point looked at.
    truth: Option<bool>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|a| a == WORKER_COMMAND) {
        return ExitCode::from(u8::try_from(geoflow::engine::serve()).unwrap_or(70));
    }
    let Some((count, seed)) = options(&arguments) else {
        eprintln!("usage: soundness --count N --seed S");
        return ExitCode::from(2);
    };
    let options = EngineOptions {
        binary: std::env::current_exe().ok(),
        wait: Duration::from_secs(900),
        timeout: Duration::from_secs(60),
    };
    let mut engine = Supervisor::new(options);
    // Another process may hold the engine for long; that is no time of the first statement's.
    let first = Job {
        task: Task::Zero,
        exprs: vec![Expr::one()],
        region: Region::default(),
        defined_where: Vec::new(),
        abbreviations: Vec::new(),
        record: false,
    };
    let _ = engine.run(&first);
    let counts = search(count, seed, &mut engine);
    if let Some(failure) = engine.final_failure() {
        eprintln!("the engine is not available: {failure}");
        return ExitCode::from(3);
    }
    let (wrong, open) = report(&counts);
    println!("{count} statements, {wrong} wrong, {open} undecided");
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn options(arguments: &[String]) -> Option<(usize, u64)> {
    let (mut count, mut seed) = (2000, 1);
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if name == "--count" => count = value.parse().ok()?,
            [name, value] if name == "--seed" => seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some((count, seed))
}

/// Decides `count` statements. Other programs wait for the engine: they get a turn now and then. What the next job waits
/// for them is taken off no statement's time.
fn search(count: usize, seed: u64, engine: &mut Supervisor) -> BTreeMap<&'static str, Count> {
    let mut chance = Chance::new(seed);
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    let mut done = 0;
    while done < count {
        let case = match chance.below(12) {
            0 => from_charts(&mut chance),
            1..=3 => from_temptation(&mut chance),
            _ => from_theorems(&mut chance),
        };
        let Some(mut case) = case else { continue };
        let entry = counts.entry(case.class).or_default();
        let fails = parts(&case.model).iter().any(|(part, op)| counterexample(part, *op).is_some());
        if case.truth == Some(false) && !fails {
            entry.discarded += 1;
            continue;
        }
        done += 1;
        if case.truth == Some(true) && fails {
            entry.wrong += 1;
            println!("WRONG: true by construction, but enclosures find a point where it fails\n{}", case.text);
            continue;
        }
        if fails {
            case.truth = Some(false);
        }
        judge(&case, engine, entry);
        if done % TOLD == 0 {
            let wrong: usize = counts.values().map(|c| c.wrong).sum();
            eprintln!("{done} of {count}: {wrong} wrong so far");
        }
        if done % TURN == 0 && done < count {
            engine.release();
            std::thread::sleep(PAUSE);
        }
    }
    counts
}

fn judge(case: &Case, engine: &mut Supervisor, entry: &mut Count) {
    let Some(claim) = case.model.claims.first() else { return };
    let limits = Limits { time: Some(Duration::from_secs(60)), ..Limits::default() };
    let outcome = Decider::limited(engine, limits).claim(&case.model, claim);
    match (&outcome.verdict, case.truth) {
        (Verdict::Proved { .. }, Some(true)) => entry.proved += 1,
        // The last word on what is true nobody knows why: many points.
        (Verdict::Proved { .. }, None) if !parts(&case.model).iter().any(|(p, op)| fails_somewhere(p, *op)) => {
            entry.proved += 1;
        }
        (Verdict::Refuted { witness }, Some(false) | None)
            if parts(&case.model).iter().any(|(p, op)| shows(witness, p, *op)) =>
        {
            entry.refuted += 1;
        }
        (Verdict::Undecided { .. }, Some(false)) => entry.false_open += 1,
        (Verdict::Undecided { .. }, _) => entry.true_open += 1,
        (verdict, truth) => {
            entry.wrong += 1;
            println!("WRONG: {verdict:?} though truth is {truth:?}\n{}", case.text);
        }
    }
}

fn from_theorems(chance: &mut Chance) -> Option<Case> {
    let made = identities::made(chance);
    stated(made.class, &made.left, made.relation, &made.right, Some(made.truth))
}

fn from_temptation(chance: &mut Chance) -> Option<Case> {
    let (left, right) = identities::tempting(chance);
    stated("tempting", &left, "==", &right, None)
}

fn stated(class: &'static str, left: &Term, relation: &str, right: &Term, truth: Option<bool>) -> Option<Case> {
    let mut used = Vec::new();
    left.variables(&mut used);
    right.variables(&mut used);
    let variables = term::VARIABLES.iter().filter(|v| used.contains(&v.0));
    let claim = format!("{left} {relation} {right}");
    let statement = Statement {
        variables: variables.map(|v| (v.0.to_owned(), v.1.to_owned())).collect(),
        conditions: Vec::new(),
        wording: Wording::Claim(claim.clone()),
    };
    let stated = state(&statement);
    // Some random terms divide by a number that is 0, or take its logarithm: these are no statements.
    let is_one = stated.diagnostics.is_empty() && stated.model.claims.len() == 1;
    is_one.then(|| Case { class, text: format!("{:?}\n{claim}", statement.variables), model: stated.model, truth })
}

fn from_charts(chance: &mut Chance) -> Option<Case> {
    let made = charts::model(chance);
    let (file, found) = parse(FileId(0), &made.text);
    let (model, more) = elaborate(&file);
    if let Some(finding) = found.iter().chain(&more).next() {
        println!("a model of the generator is no model: {}\n{}", finding.headline, made.text);
        return None;
    }
    Some(Case { class: "charts", text: made.text, model, truth: Some(made.truth) })
}

/// What the model's claim compares.
fn parts(model: &Model) -> Vec<(&Compared, CompareOp)> {
    match model.claims.first().map(|c| &c.kind) {
        Some(ClaimKind::Compare { parts, op, .. }) => parts.iter().map(|p| (p, *op)).collect(),
        Some(ClaimKind::Invariant { parts, .. }) => parts.iter().map(|p| (p, CompareOp::Eq)).collect(),
        _ => Vec::new(),
    }
}

/// Whether one of many points shows that the comparison fails.
fn fails_somewhere(part: &Compared, op: CompareOp) -> bool {
    search_points(part, op, 300).is_some()
}

fn comparison(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Eq => Comparison::Equal,
        CompareOp::Ne => Comparison::NotEqual,
        CompareOp::Lt => Comparison::Less,
        CompareOp::Le => Comparison::LessOrEqual,
        CompareOp::Gt => Comparison::Greater,
        CompareOp::Ge => Comparison::GreaterOrEqual,
    }
}

/// A point at which the comparison certainly fails, by enclosures alone.
fn counterexample(part: &Compared, op: CompareOp) -> Option<Counterexample> {
    search_points(part, op, 24)
}

fn search_points(part: &Compared, op: CompareOp, points: usize) -> Option<Counterexample> {
    let budget = Budget { points, max_bits: MAX_BITS, until: None };
    let mut region = part.region.clone();
    region.conditions.extend(part.defined_where.iter().cloned());
    let functions = QuantifiedFunctions { functions: Vec::new(), metrics: Vec::new() };
    part.left.iter().zip(&part.right).find_map(|(left, right)| {
        let stated = Stated { left: left.clone(), right: right.clone(), comparison: comparison(op) };
        find_counterexample(&stated, &region, &functions, budget).ok().flatten()
    })
}

/// Evaluates the witness anew: inside the domain, both sides defined, and the comparison certainly false.
fn shows(witness: &WitnessReport, part: &Compared, op: CompareOp) -> bool {
    let rational = witness.point.iter().map(|(s, c)| Some((s.clone(), c.as_number()?.clone())));
    let Some(point) = rational.collect::<Option<Vec<_>>>().map(Point::exact) else {
        return shows_at_constants(witness, part, op);
    };
    if !inside(&part.region, &point) {
        return false;
    }
    part.left.iter().zip(&part.right).any(|(left, right)| {
        let Ok(program) = Program::new(&[left.clone(), right.clone()]) else { return false };
        [128, 512, 1024].into_iter().any(|bits| {
            let Ok(values) = program.evaluate(&point, bits) else { return false };
            let [a, b] = values.as_slice() else { return false };
            let (Some((a, b)), Some((c, d))) = (a.bounds(), b.bounds()) else { return false };
            let exact = values.iter().all(|v| matches!(v, Value::Exact(_)));
            match op {
                CompareOp::Eq => b < c || d < a,
                CompareOp::Ne => exact && a == c,
                CompareOp::Lt => a >= d,
                CompareOp::Le => a > d,
                CompareOp::Gt => b <= c,
                CompareOp::Ge => b < c,
            }
        })
    })
}

/// The same at a point whose coordinates are constants such as `sqrt(3)`.
fn shows_at_constants(witness: &WitnessReport, part: &Compared, op: CompareOp) -> bool {
    let constants = witness.point.clone();
    let facts = part.region.facts();
    if !facts.iter().all(|f| holds(&f.with(f.expr.substitute(constants.clone())))) {
        return false;
    }
    part.left.iter().zip(&part.right).any(|(left, right)| {
        let sides = [left, right].map(|side| side.substitute(constants.clone()));
        let defined = sides.iter().all(|e| decide_sign(e, &Point::default(), 512).is_ok());
        defined
            && match sign(&(&sides[0] - &sides[1])) {
                Sign::Zero => matches!(op, CompareOp::Ne | CompareOp::Lt | CompareOp::Gt),
                Sign::Positive => matches!(op, CompareOp::Eq | CompareOp::Lt | CompareOp::Le),
                Sign::Negative => matches!(op, CompareOp::Eq | CompareOp::Gt | CompareOp::Ge),
                Sign::Unknown | Sign::Undefined => false,
            }
    })
}

fn inside(region: &Region, point: &Point) -> bool {
    region.facts().iter().all(|fact| {
        let sign = decide_sign(&fact.expr, point, 512).unwrap_or(Sign::Unknown);
        match fact.relation {
            Relation::Positive => sign == Sign::Positive,
            Relation::NonNegative => matches!(sign, Sign::Positive | Sign::Zero),
            Relation::NonZero => matches!(sign, Sign::Positive | Sign::Negative),
            Relation::Zero => sign == Sign::Zero,
        }
    })
}

/// Prints the table; how many are wrong and how many undecided.
fn report(counts: &BTreeMap<&'static str, Count>) -> (usize, usize) {
    println!(
        "{:<14} {:>8} {:>8} {:>11} {:>12} {:>10} {:>6}",
        "class", "proved", "refuted", "true, open", "false, open", "discarded", "wrong"
    );
    let (mut wrong, mut open) = (0, 0);
    for (class, c) in counts {
        wrong += c.wrong;
        open += c.true_open + c.false_open;
        println!(
            "{class:<14} {:>8} {:>8} {:>11} {:>12} {:>10} {:>6}",
            c.proved, c.refuted, c.true_open, c.false_open, c.discarded, c.wrong
        );
    }
    (wrong, open)
}
