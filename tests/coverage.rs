//! The table of `docs/coverage.md` that goes statement by statement: each claim it names stands in its model under the keyword the
//! table says, with a label of its own, and its recorded verdict (`tests/snapshots`, which `tests/examples.rs` compares with what
//! geoflow says) is the one asked for.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Entries that the table must have.
const ENTRIES: [&str; 36] = [
    "SM-01", "SM-02", "SM-12", "SM-13", "SM-14", "SM-15", "SM-16", "SM-20", "SM-21", "SM-22", "SM-23", "SM-24",
    "SM-25", "SM-26", "SM-27", "SM-28", "SM-29", "SM-30", "SM-31", "SM-35", "SM-36", "SM-38", "SM-46", "SM-65",
    "SM-80", "SM-81", "SM-82", "SM-83", "SM-84", "SM-85", "SM-86", "SM-87", "SM-88", "SM-90", "SM-93", "SM-95",
];

/// One row: an entry, what it asks for, a model, and labels (or codes of refusals).
#[derive(Debug)]
struct Row {
    entry: String,
    asks: String,
    model: String,
    labels: Vec<String>,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(Path::new(ROOT).join("docs/coverage.md")).unwrap();
    let (_, table) = text.split_once("## Statement by statement").expect("the table");
    let cells = table.lines().filter(|l| l.starts_with("| SM-")).map(|l| l.trim_matches('|').split(" | ").collect());
    cells
        .map(|cells: Vec<&str>| {
            let [entry, asks, _, claims] = cells.as_slice() else { panic!("four cells: {cells:?}") };
            let (model, labels) = claims.split_once(':').expect("a model, then labels");
            let plain = |s: &str| s.trim().trim_matches('`').to_owned();
            let labels = labels.split(',').map(plain).collect();
            Row { entry: entry.trim().into(), asks: asks.trim().into(), model: plain(model), labels }
        })
        .collect()
}

fn model(name: &str) -> PathBuf {
    let place = |folder: &str| Path::new(ROOT).join(folder).join(format!("{name}.geo"));
    let found = [place("examples"), place("tests/models")].into_iter().find(|p| p.exists());
    found.unwrap_or_else(|| panic!("there is no model {name}"))
}

fn recorded(name: &str) -> String {
    let place = Path::new(ROOT).join("tests/snapshots").join(format!("examples__{name}.snap"));
    fs::read_to_string(&place).unwrap_or_else(|e| panic!("{}: {e}", place.display()))
}

#[test]
fn every_claim_of_the_table_is_in_its_model_and_came_out() {
    let rows = rows();
    let mut wrong = Vec::new();
    for row in &rows {
        let source = fs::read_to_string(model(&row.model)).unwrap();
        let verdicts = recorded(&row.model);
        let mark = match row.asks.as_str() {
            "prove" => "✓ proved    ",
            "refute" => "✓ refuted   ",
            "check" => "✓ checked   ",
            "refuse" => "✓ refused   ",
            other => panic!("{}: {other}", row.entry),
        };
        for label in &row.labels {
            let end = if row.asks == "refuse" { " {" } else { ":" };
            let words: Vec<&str> = source
                .lines()
                .filter_map(|l| l.strip_prefix(row.asks.as_str())?.trim_start().strip_prefix(label.as_str()))
                .filter(|rest| rest.starts_with(end))
                .collect();
            let came_out = verdicts.lines().any(|l| l.starts_with(&format!("{mark}{label}{end}")));
            if words.len() != 1 && row.asks != "refuse" || words.is_empty() || !came_out {
                wrong.push(format!("{} {} {}: {label}", row.entry, row.asks, row.model));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_entry_is_in_the_table() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().map(|r| r.entry.as_str()).collect();
    let missing: Vec<&&str> = ENTRIES.iter().filter(|e| !named.contains(**e)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
