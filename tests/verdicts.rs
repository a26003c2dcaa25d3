//! The corpus of statements: no verdict is wrong, and none changes unseen.
//!
//! In: `tests/verdicts/*.jsonl`, one statement a line with its `truth` and what geoflow is expected to say (`expect`; `why`
//! where it is not the truth). Out: a failure for every verdict against the truth and every change; the undecided are
//! counted by topic. `GEOFLOW_BLESS=1` rewrites `expect`, never `truth`. The labels are checked without geoflow by
//! `tests/verdicts/check.py`.

use geoflow::decide::{Answer, Batch, Outcome};
use geoflow::verify::Limits;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

const BINARY: &str = env!("CARGO_BIN_EXE_geoflow");

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts");
    let entries = std::fs::read_dir(folder).expect("the folder of statements");
    let mut out: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    out.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    out.sort();
    out
}

fn batch(timeout: Duration) -> Batch {
    Batch::new(PathBuf::from(BINARY), Duration::from_secs(600), timeout, Limits::default())
}

fn word(answer: &Answer) -> &'static str {
    match answer.verdict {
        Outcome::Proved => "proved",
        Outcome::Refuted => "refuted",
        Outcome::Undecided => "undecided",
        Outcome::Error => "error",
    }
}

/// The statement with what geoflow says now, as a line in the order of fields that people read.
fn line(statement: &Value, said: &str, reason: &str) -> String {
    let mut out = String::from("{");
    for name in ["id", "vars", "where", "claim", "truth"] {
        if let Some(value) = statement.get(name) {
            let _ = write!(out, "\"{name}\": {value}, ");
        }
    }
    let _ = write!(out, "\"expect\": \"{said}\"");
    if said == "undecided" {
        let why = statement.get("why").filter(|_| statement["expect"] == said).cloned();
        let _ = write!(out, ", \"why\": {}", why.unwrap_or_else(|| Value::String(reason.to_owned())));
    }
    out.push('}');
    out
}

#[test]
fn every_statement_comes_out_as_expected_and_none_wrong() {
    let bless = std::env::var_os("GEOFLOW_BLESS").is_some();
    let mut batch = batch(Duration::from_secs(20));
    let (mut wrong, mut changed) = (String::new(), String::new());
    let (mut count, mut of_truth) = (0_usize, [0_usize; 2]);
    let mut undecided: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).expect("a file of statements");
        let mut fresh = String::new();
        for written in text.lines() {
            let statement: Value = serde_json::from_str(written).unwrap_or_else(|e| panic!("{written}: {e}"));
            let truth = statement["truth"].as_bool().unwrap_or_else(|| panic!("no truth: {written}"));
            let answer = batch.line(written.as_bytes());
            let said = word(&answer);
            count += 1;
            of_truth[usize::from(truth)] += 1;
            if (said == "proved" && !truth) || (said == "refuted" && truth) || said == "error" {
                let _ = writeln!(wrong, "{said}: {written}\n    {:?} {:?}", answer.witness, answer.diagnostics);
            }
            if statement["expect"] != said {
                let _ = writeln!(changed, "now {said}: {written}");
            }
            let topic = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let entry = undecided.entry(topic).or_default();
            entry[2] += 1;
            entry[usize::from(truth)] += usize::from(said == "undecided");
            fresh.push_str(&line(&statement, said, &answer.reason));
            fresh.push('\n');
        }
        if bless && wrong.is_empty() {
            std::fs::write(&path, fresh).expect("written");
        }
    }
    println!("{:<20} {:>6} {:>10} {:>10}", "undecided in", "of", "true", "false");
    for (topic, [f, t, n]) in &undecided {
        println!("{topic:<20} {n:>6} {t:>10} {f:>10}");
    }
    assert!(count >= 400 && of_truth[0] * 5 >= count * 2, "{count} statements, {} of them false", of_truth[0]);
    assert!(wrong.is_empty(), "WRONG\n{wrong}");
    assert!(bless || changed.is_empty(), "changed (GEOFLOW_BLESS=1 rewrites `expect`)\n{changed}");
}

#[test]
fn a_bad_or_hard_line_costs_itself_only() {
    let digits = "9".repeat(1_000_000);
    let nested = format!("{}x{} == 1", "(".repeat(100_000), ")".repeat(100_000));
    let hard = "sum(i in 1..9999, sum(j in 1..9999, sin(i*j*x))) == 1";
    let lines: Vec<(String, &str)> = vec![
        (r#"{"id": "a", "vars": {"x": "positive"}, "claim": "log(x^2) == 2*log(x)"}"#.into(), "proved"),
        ("no json".into(), "error"),
        (String::new(), "error"),
        ("[".repeat(200_000), "error"),
        (r#"{"id": "n", "claim": 3}"#.into(), "error"),
        (format!(r#"{{"id": "d", "vars": {{"x": "real"}}, "claim": "x == {digits}"}}"#), "error"),
        (format!(r#"{{"id": "p", "vars": {{"x": "real"}}, "claim": "{nested}"}}"#), "error"),
        (r#"{"id": "u", "vars": {"x": "real"}, "claim": "x == y"}"#.into(), "error"),
        (r#"{"id": "c", "vars": {"x": "real"}, "where": ["x > 1", "x < 0"], "claim": "x == 7"}"#.into(), "error"),
        (format!(r#"{{"id": "h", "vars": {{"x": "real"}}, "claim": "{hard}"}}"#), "undecided"),
        (r#"{"id": "z", "vars": {"x": "real"}, "lhs": "sqrt(x^2)", "rhs": "x"}"#.into(), "refuted"),
    ];
    let mut batch = batch(Duration::from_secs(1));
    for (text, expected) in &lines {
        let answer = batch.line(text.as_bytes());
        let shown: String = text.chars().take(80).collect();
        assert_eq!(word(&answer), *expected, "{shown}: {answer:?}");
        assert!(*expected != "error" || !answer.diagnostics.is_empty(), "{shown}");
    }
    assert_eq!(word(&batch.line(b"\xff\xfe")), "error");
}
