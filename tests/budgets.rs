//! Time limits: what takes long is stopped, whoever is at work.
//!
//! In: checks by quadrature, closed forms and replays that would run for minutes. Out: a failure where `--timeout` does not
//! stop them. These tests start `geoflow`, so none of them opens the engine in its own process.

use std::process::Command;
use std::time::{Duration, Instant};

/// Report and time of a model that is decided within 0.2 s, one claim or check.
fn within_a_fifth(text: &str) -> (String, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.geo"), text).expect("written");
    let begin = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
    command.current_dir(folder.path()).args(["verify", "model.geo", "--wait", "600", "--timeout", "0.2"]);
    let out = command.output().expect("geoflow runs");
    (String::from_utf8_lossy(&out.stdout).into_owned(), begin.elapsed())
}

/// Without the engine nobody is waited for.
#[test]
fn quadrature_within_a_check_is_stopped() {
    let oscillating = "random u ~ Normal(mean = 0, sd = 1)\n\
         check expected(tanh(sin(300*u) + u)^2) ~ 0.12345678901234567890123456789012345\n";
    let plane = "random u ~ Normal(mean = 0, sd = 1)\nrandom v ~ Normal(mean = 0, sd = 1)\n\
         check expected(tanh(sin(20*u*v) + exp(2*v))^2) ~ 0.1234567890123\n";
    let steep = "random u ~ Uniform(0, 1)\n\
         check expected(tanh(sin(3000*u)*exp(9*u))^2) ~ 0.12345678901234567890123456789012345\n";
    for text in [oscillating, steep, plane] {
        let (report, time) = within_a_fifth(text);
        assert!(report.contains("undecided"), "{report}");
        assert!(report.contains("the time was over"), "{report}");
        // Without a limit it is minutes; how close to it the stop comes is no matter of tests.
        assert!(time < Duration::from_secs(60), "{time:?}");
    }
}

/// A closed form over thousands of moments, in a claim; what stands before it is cheap.
const MANY_MOMENTS: &str = "manifold M { chart c { a: positive, b: positive } }\n\
     family p(x: (0, 1)) on M.c = Beta(a = a, b = b)\n\
     prove E[x ~ p](x) == a/(a + b) in M.c\n\
     prove E[x ~ p]((x^2 + (1 - x)^3 + log(x))^60) == 1 in M.c\n";

#[test]
fn closed_forms_within_a_model_are_stopped_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.geo"), MANY_MOMENTS).expect("written");
    let begin = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
    command.current_dir(folder.path()).args(["check", "model.geo", "--wait", "600", "--timeout", "0.2"]);
    let out = command.output().expect("geoflow runs");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("G0803") && said.contains("model.geo:4:"), "{said}");
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
}

#[test]
fn a_replay_within_too_short_a_time_accepts_and_rejects_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let proof = "param x: positive\nprove log(x^2) == 2*log(x)\n";
    std::fs::write(folder.path().join("model.geo"), proof).expect("written");
    let geoflow = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
        command.current_dir(folder.path()).args(arguments).output().expect("geoflow runs")
    };
    let written = geoflow(&["verify", "model.geo", "--wait", "600", "--certificate", "proof.json"]);
    assert_eq!(written.status.code(), Some(0), "{}", String::from_utf8_lossy(&written.stderr));
    assert_eq!(geoflow(&["replay", "proof.json"]).status.code(), Some(0));
    // The same with a model that takes longer than its time.
    let text = std::fs::read_to_string(folder.path().join("proof.json")).expect("a certificate");
    let mut data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    data["sources"][0]["text"] = MANY_MOMENTS.into();
    std::fs::write(folder.path().join("long.json"), data.to_string()).expect("written");
    let late = geoflow(&["replay", "long.json", "--timeout", "0.2"]);
    let said = String::from_utf8_lossy(&late.stderr).into_owned();
    assert_eq!(late.status.code(), Some(3), "{said}");
    assert!(said.contains("not checked within 0.2 s"), "{said}");
}

#[test]
fn a_value_that_is_cheap_has_its_time() {
    let (report, _) = within_a_fifth("check exp(pi*sqrt(163)) ~ 262537412640768743.99999999999925\n");
    assert!(report.contains('✓'), "{report}");
}
