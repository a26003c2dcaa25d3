//! What a failure of the engine costs: the job at hand and no other. The child is replaced by a script that fails when it
//! is started first (and once more: a child that ends before its first answer gets a second try), in one of several ways,
//! and serves properly from then on.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use geoflow::engine::{Answer, EngineOptions, Failure, Job, Jobs, Reply, Supervisor, Task};
use geoflow::pipeline::{self, Decided, Input, Reader, Selection, parse_with_includes};
use geoflow::symbolic::{Expr, Region, Role, Symbol, Variable};
use geoflow::verify::Verdict;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A child that does `failure` when it is started the first `times` times.
fn child_that_first(name: &str, failure: &str, times: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine_failures").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let script = folder.join("child.sh");
    let (mark, binary) = (folder.join("failed"), env!("CARGO_BIN_EXE_geoflow"));
    let (mark, all) = (mark.display(), "x".repeat(times));
    let text = format!(
        "#!/bin/sh\nif [ \"$(cat '{mark}' 2>/dev/null)\" = {all} ]; then exec '{binary}' \"$@\"; fi\n\
         printf x >> '{mark}'\n{failure}\n"
    );
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    script
}

fn supervisor(binary: PathBuf, timeout: Duration) -> Supervisor {
    Supervisor::new(EngineOptions { binary: Some(binary), wait: Duration::from_secs(300), timeout })
}

/// `(x + 1)^2 - x^2 - 2x - 1`
fn job() -> Job {
    let symbol = Symbol::new("M.a", "x", Role::Coordinate, 0);
    let x = Expr::symbol(&symbol);
    let zero = (&x + &Expr::one()).powi(2) - x.powi(2) - &x * &Expr::integer(2) - Expr::one();
    Job {
        task: Task::Zero,
        exprs: vec![zero],
        region: Region { variables: vec![Variable::real(symbol)], conditions: Vec::new() },
        defined_where: Vec::new(),
        abbreviations: Vec::new(),
        record: false,
    }
}

fn fails_once(name: &str, failure: &str, timeout: Duration) -> Failure {
    // A reply and an overrun are answers of a kind: only an end without a word is tried again.
    let times = if failure.contains("sleep") || failure.contains("echo") { 1 } else { 2 };
    let mut engine = supervisor(child_that_first(name, failure, times), timeout);
    let first: Result<Reply, Failure> = engine.run(&job());
    assert_eq!(engine.run(&job()).unwrap().answers, vec![Answer::Zero], "{name}: the next job is served");
    assert_eq!(engine.final_failure(), None);
    first.unwrap_err()
}

#[test]
fn an_abort_costs_one_job() {
    assert_eq!(fails_once("abort", "read job; kill -ABRT $$", Duration::from_secs(60)), Failure::Died);
    assert_eq!(fails_once("early", "exit 3", Duration::from_secs(60)), Failure::Died);
}

#[test]
fn a_child_that_ends_before_its_first_answer_gets_a_second_try() {
    let child = child_that_first("late_neighbour", "read job; kill -ABRT $$", 1);
    let mut engine = supervisor(child, Duration::from_secs(60));
    assert_eq!(engine.run(&job()).unwrap().answers, vec![Answer::Zero]);
}

#[test]
fn a_reply_that_makes_no_sense_costs_one_job() {
    let garbage = "read job; echo '{\"bundle\": 7}'; exit 0";
    assert_eq!(fails_once("garbage", garbage, Duration::from_secs(60)), Failure::Died);
}

#[test]
fn an_overrun_costs_one_job() {
    let limit = Duration::from_secs(5);
    assert_eq!(fails_once("overrun", "exec sleep 600", limit), Failure::TimedOut(limit));
}

#[test]
fn a_binary_that_is_not_there_is_a_final_failure() {
    let mut engine = supervisor(PathBuf::from("/nowhere/geoflow"), Duration::from_secs(5));
    assert!(matches!(engine.run(&job()), Err(Failure::NotStarted(_))));
    assert!(engine.final_failure().is_some());
}

/// A model without includes.
struct NoFiles;

impl Reader for NoFiles {
    fn read(&self, _: &Path) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn identity(&self, path: &Path) -> std::io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

#[test]
fn an_abort_costs_one_claim() {
    let text = "manifold M { chart a { x: positive } }\n\
                prove first: (x + 1)^2 == x^2 + 2*x + 1 in a\n\
                prove second: (x - 1)^2 == x^2 - 2*x + 1 in a\n\
                prove third: exp(log(x)) == x in a\n";
    // The chart's own obligation takes no engine; the claim that asks first meets the failure.
    let child = child_that_first("claims", "read job; kill -ABRT $$", 2);
    let mut engine = supervisor(child, Duration::from_secs(60));
    let input = Input { path: None, name: "model.geo".into(), bytes: text.as_bytes().to_vec() };
    let parsed = parse_with_includes(&input, &NoFiles);
    let mut checked = pipeline::elaborate(parsed);
    pipeline::discharge(&mut checked, &mut engine, &|_| {});
    let decided = pipeline::decide(&checked, &Selection::default(), &mut engine, &|_| {});
    let verdicts: Vec<&Verdict> = decided
        .iter()
        .filter_map(|d| match d {
            Decided::Claim(_, outcome, _) => Some(&outcome.verdict),
            _ => None,
        })
        .collect();
    assert_eq!(verdicts.len(), 3);
    let (proved, others): (Vec<&Verdict>, Vec<&Verdict>) = verdicts.iter().partition(|v| v.is_proved());
    assert_eq!(proved.len(), 2, "{verdicts:?}");
    match others[..] {
        [Verdict::Undecided { reason, .. }] => assert!(reason.contains("ended during the work"), "{reason}"),
        _ => panic!("the aborted claim came out as {others:?}"),
    }
}
