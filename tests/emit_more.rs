//! `geoflow emit python`, `emit rust --crate`, `emit --audit`.
//!
//! The engine runs in the processes started here; they queue for its lock.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn geoflow(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(arguments)
        .args(["--wait", "500"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A Python with NumPy: the one of the path, or a virtual environment made for these tests; none where neither can be had.
fn python() -> Option<PathBuf> {
    let has_numpy = |p: &Path| {
        let tried = Command::new(p).args(["-c", "import numpy"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|s| s.success())
    };
    let plain = PathBuf::from("python3");
    if has_numpy(&plain) {
        return Some(plain);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    let inside = folder.join("bin/python");
    if !has_numpy(&inside) {
        Command::new("python3").args(["-m", "venv"]).arg(&folder).output().ok().filter(|o| o.status.success())?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"];
        Command::new(&inside).args(install).output().ok().filter(|o| o.status.success())?;
    }
    has_numpy(&inside).then_some(inside)
}

#[test]
fn emitted_python_reproduces_its_reference_values() {
    let Some(python) = python() else {
        eprintln!("no Python with NumPy can be had: nothing is tested");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for model in ["examples/normal_natural_flow.geo", "examples/release_fisher.geo", "tests/models/gain_control.geo"] {
        let path = folder.path().join("model.py");
        let run = geoflow(&["emit", "python", model, "-o", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{model}: {}", text(&run.stderr));
        let tested = Command::new(&python).arg(&path).output().unwrap();
        assert!(tested.status.success(), "{model}: {}", text(&tested.stderr));
        let said = text(&tested.stdout);
        let count: usize = said.split_whitespace().next().unwrap().parse().unwrap();
        assert!(count >= 10 && said.contains("reference values reproduced"), "{said}");
    }
    // A wrong function is noticed, and a batch of points gives a batch of values.
    let path = folder.path().join("model.py");
    geoflow(&["emit", "python", "examples/normal_natural_flow.geo", "-o", path.to_str().unwrap()]);
    let code = fs::read_to_string(&path).unwrap();
    let batch =
        "\nv = natural_in_std(np.array([[2.0, 3.0], [1.0, 2.0]]))\nassert v.shape == (2, 2) and v[0, 0] == 2.0, v\n";
    fs::write(&path, format!("{code}{batch}")).unwrap();
    assert!(Command::new(&python).arg(&path).output().unwrap().status.success());
    fs::write(&path, code.replacen("np.log(", "np.exp(", 1)).unwrap();
    assert!(!Command::new(&python).arg(&path).output().unwrap().status.success());
}

#[test]
fn a_crate_is_written_whole_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("gain");
    let arguments = ["emit", "rust", "tests/models/gain_control.geo", "--crate", place.to_str().unwrap()];
    assert_eq!(geoflow(&arguments).status.code(), Some(0));
    let manifest = fs::read_to_string(place.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"gain_control\"") && manifest.contains("[workspace]"));
    assert_eq!(manifest.lines().filter(|l| l.contains("version = \"0.")).count(), 2, "nalgebra alone: {manifest}");
    let code = fs::read_to_string(place.join("src/lib.rs")).unwrap();
    assert!(code == text(&geoflow(&arguments[..3]).stdout), "the same code as without a crate");
    assert_eq!(geoflow(&arguments).status.code(), Some(0), "its own files are replaced");
    fs::write(place.join("src/lib.rs"), "mine").unwrap();
    fs::write(place.join("Cargo.toml"), manifest.replace("0.1.0", "0.2.0")).unwrap();
    assert_eq!(geoflow(&arguments).status.code(), Some(2));
    assert_eq!(fs::read_to_string(place.join("src/lib.rs")).unwrap(), "mine");
    assert!(fs::read_to_string(place.join("Cargo.toml")).unwrap().contains("0.2.0"), "nothing half-written");
}

#[test]
fn an_audit_counts_operations_and_bounds_errors() {
    let run = geoflow(&["emit", "rust", "examples/normal_natural_flow.geo", "--audit"]);
    assert_eq!(run.status.code(), Some(0));
    let said = text(&run.stdout);
    let line = said.lines().find(|l| l.trim_start().starts_with("natural_in_std ")).unwrap();
    assert!(line.contains(" operations (") && line.contains(" points"), "{line}");
    let worst: f64 = said.lines().last().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    assert!(worst > 0.0 && worst < 1e-12, "{worst:e}");
}
