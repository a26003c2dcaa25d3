//! Five families and three expected updates of our own, which are no entry of the acceptance list, through every command.
//!
//! Families: `gumbel` (the largest of many), `kumaraswamy`, `heavy_tails` (Student with any number of degrees, log-logistic),
//! `logarithmic_counts`, and `weighted_waiting_times`, a density that no table knows. Updates: `dropout_regression`,
//! `langevin_step`, `two_point_estimator`. Their claims are in `examples`; this is about the commands.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(arguments)
        .args(["--wait", "500"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, words) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{words}");
    out
}

/// The model in a folder of its own.
fn copied(name: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("figures")).unwrap();
    let model = format!("{name}.geo");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(&model);
    fs::copy(source, folder.path().join(&model)).unwrap();
    (folder, model)
}

/// What every model goes through.
fn all_but_pictures(folder: &Path, model: &str, emitted: &str) {
    run(folder, &["check", model]);
    run(folder, &["derive", model]);
    assert!(run(folder, &["verify", model, "--certificate", "proof.json"]).contains("✓ proved"));
    run(folder, &["replay", "proof.json"]);
    for target in ["rust", "latex", "json", "text"] {
        assert!(run(folder, &["emit", target, model]).contains(emitted), "{target}");
    }
    assert!(run(folder, &["emit", "python", model]).contains("import numpy"));
    assert!(run(folder, &["run", model]).contains("all came out as written"));
    run(folder, &["report", model, "-o", "report.html"]);
    assert!(fs::read_to_string(folder.join("report.html")).unwrap().contains("<math"));
}

#[test]
fn families_go_through_every_command() {
    let cases = [
        ("gumbel", "learn", "ms(m = 1, s = 2)", "m, s"),
        ("kumaraswamy", "disperse", "ab(a = 2, b = 3)", "a, b"),
        ("heavy_tails", "narrow", "ab(a = 2, b = 3)", "a, b"),
        ("logarithmic_counts", "relax", "q(q = 1/2)", "q"),
        ("weighted_waiting_times", "learn", "rate(r = 1)", "r"),
    ];
    for (name, flow, from, curves) in cases {
        let (folder, model) = copied(name);
        all_but_pictures(folder.path(), &model, flow);
        let path = run(folder.path(), &["simulate", &model, flow, "--from", from, "--until", "1/2", "--format", "csv"]);
        assert!(path.contains("# trajectory 1"), "{path}");
        let what = format!("{curves} of {flow} over t = 0..1/2 from {from}");
        run(folder.path(), &["plot", &model, &what, "-o", "curves.svg"]);
        assert!(fs::read_to_string(folder.path().join("curves.svg")).unwrap().contains("<svg"));
    }
}

#[test]
fn expected_updates_go_through_every_command() {
    let cases = [
        ("dropout_regression", "dropout", "w(w = 1)", "w"),
        ("langevin_step", "step", "x(x = 1)", "x"),
        ("two_point_estimator", "quadratic", "c(x = 1, y = -1)", "x, y"),
    ];
    for (name, rule, from, curves) in cases {
        let (folder, model) = copied(name);
        all_but_pictures(folder.path(), &model, rule);
        let arguments = ["simulate", &model, rule, "--from", from, "--steps", "20", "--seed", "3", "--format", "csv"];
        assert!(run(folder.path(), &arguments).contains("# "), "{name}");
        let what = format!("{curves} of {rule} over n = 0..20 from {from}");
        run(folder.path(), &["plot", &model, &what, "-o", "curves.svg"]);
        assert!(fs::read_to_string(folder.path().join("curves.svg")).unwrap().contains("<svg"));
    }
}

#[test]
fn means_without_a_closed_form_go_through_every_command() {
    let (folder, model) = copied("shaped_input");
    all_but_pictures(folder.path(), &model, "adapt");
    let rust = run(folder.path(), &["emit", "rust", &model]);
    assert!(rust.contains("trapezoidal rule with 121 nodes"), "the rule is not said");
    let path =
        run(folder.path(), &["simulate", &model, "adapt", "--from", "gain(g = 1)", "--until", "1", "--format", "csv"]);
    assert!(path.contains("# trajectory 1"), "{path}");
}
