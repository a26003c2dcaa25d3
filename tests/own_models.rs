//! Two models of our own, of three and four coordinates and with a metric that is not diagonal, through every command.
//!
//! The engine runs in the processes started here; they queue for its lock. Emitted modules of all models are compiled in
//! `emit_rust`, and the two flows are simulated in two charts in `simulate`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(arguments)
        .args(["--wait", "500"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_command_takes_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let cases = [
        ("gain_control", "adapt", "hz(r1 = 1 [Hz], r2 = 40 [Hz], r3 = 6 [Hz])", "logs", "r_{3}", "r1, r2, r3"),
        ("two_estimators", "learn", "each(mu1 = -2, s1 = 1, mu2 = 3, s2 = 2)", "joint", "\\mu_{2}", "mu1, mu2"),
    ];
    for (name, flow, from, other, latex, curves) in cases {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("figures")).unwrap();
        let model = format!("{name}.geo");
        fs::copy(root.join(&model), folder.path().join(&model)).unwrap();
        let go = |arguments: &[&str]| {
            let (code, out, words) = run(folder.path(), arguments);
            assert_eq!(code, 0, "{name} {arguments:?}\n{out}\n{words}");
            out
        };
        go(&["check", &model]);
        assert!(go(&["derive", &model, flow, "--chart", other]).contains(flow));
        assert!(go(&["verify", &model, "--certificate", "proof.json"]).contains("✓ proved"));
        assert!(run(folder.path(), &["replay", "proof.json"]).0 == 0);
        assert!(go(&["emit", "latex", &model]).contains(latex));
        assert!(go(&["emit", "python", &model]).contains(&format!("def {flow}")));
        assert!(go(&["emit", "rust", &model]).contains(&format!("pub fn {flow}")));
        assert!(go(&["emit", "json", &model]).contains("\"version\""));
        let all = ["simulate", &model, flow, "--from", from, "--until", "3", "--in", other, "--format", "csv"];
        assert!(go(&all).contains(&format!("# trajectory 1 in {}", chart(&root, &model, other))));
        let what = format!("{curves} of {flow} over t = 0..3 from {from}");
        go(&["plot", &model, &what, "-o", "curves.png"]);
        assert_eq!(&fs::read(folder.path().join("curves.png")).unwrap()[..4], b"\x89PNG");
        assert!(go(&["run", &model]).contains("all came out as written"));
        assert!(fs::read_to_string(folder.path().join(format!("figures/{name}.svg"))).unwrap().contains("<svg"));
        go(&["report", &model, "-o", "report.html"]);
        let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
        assert!(page.contains("<svg") && page.contains("<math"));
    }
}

/// The full name of a chart.
fn chart(root: &Path, model: &str, chart: &str) -> String {
    let text = fs::read_to_string(root.join(model)).unwrap();
    let manifold = text.lines().find_map(|l| l.strip_prefix("manifold ")).unwrap();
    format!("{}.{chart}", manifold.split_whitespace().next().unwrap())
}
