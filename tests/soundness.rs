//! Random statements and models: no verdict is wrong, and the same seed gives the same bytes.
//!
//! In: the program `soundness`. Out: a failure with the statement that came out wrong. Longer runs are made by hand.

use std::process::Command;

fn run(count: usize, seed: u64) -> (String, bool) {
    let run = Command::new(env!("CARGO_BIN_EXE_soundness"))
        .args(["--count", &count.to_string(), "--seed", &seed.to_string()])
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&run.stderr);
    let text = String::from_utf8(run.stdout).unwrap_or_else(|e| panic!("not text: {e}\n{errors}"));
    (text, run.status.success())
}

#[test]
fn two_thousand_statements_and_no_wrong_verdict() {
    let (text, fine) = run(2000, 20);
    let last = text.lines().last().unwrap_or_default();
    assert!(fine && last.starts_with("2000 statements, 0 wrong, "), "{text}");
    let open: usize =
        last.trim_end_matches(" undecided").rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a count");
    assert!(open < 400, "{open} of 2000 undecided\n{text}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = run(60, 3);
    assert_eq!(first, run(60, 3));
    assert_ne!(first, run(60, 4));
}
