//! `geoflow emit python`, `emit rust --crate`, `emit --audit`.
//!
//! The engine runs in the processes started here; they queue for its lock.

#![allow(clippy::unwrap_used)]

mod process;

use process::{geoflow, text};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
    let models = [
        "examples/normal_natural_flow.geo",
        "examples/release_fisher.geo",
        "tests/models/gain_control.geo",
        // Rules with random numbers, a conserved quantity.
        "tests/models/epidemic.geo",
        // Functions that NumPy lacks, means over one variable and over two.
        "tests/models/special_functions.geo",
        "tests/models/gumbel.geo",
        "tests/models/heavy_tails.geo",
        "tests/models/two_inputs.geo",
    ];
    for model in models {
        let path = folder.path().join("model.py");
        let run = geoflow(&["emit", "python", model, "-o", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{model}: {}", text(&run.stderr));
        let tested = Command::new(&python).arg(&path).output().unwrap();
        assert!(tested.status.success(), "{model}: {}", text(&tested.stderr));
        let said = text(&tested.stdout);
        let count: usize = said.split_whitespace().next().unwrap().parse().unwrap();
        assert!(count >= 3 && said.contains("reference values reproduced"), "{said}");
        // Of the epidemic, the mean steps of two rules have no closed form.
        let whole = model.ends_with("epidemic.geo") || !text(&run.stderr).contains("left out");
        assert!(whole, "{model}: {}", text(&run.stderr));
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

/// Runs the tests of an emitted crate; what the tests here build is shared.
fn test_crate(folder: &Path) {
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit_more");
    let run = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--quiet", "--lib", "--target-dir"])
        .arg(target)
        .current_dir(folder)
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}\n{}", text(&run.stdout), text(&run.stderr));
}

#[test]
fn a_crate_without_the_standard_library_passes_its_tests() {
    let folder = tempfile::tempdir().unwrap();
    // Logarithms, powers, gamma and polygamma functions.
    for model in ["examples/exponential_families.geo", "tests/models/kumaraswamy.geo"] {
        let place = folder.path().join("bare");
        let path = place.to_str().unwrap();
        let run = geoflow(&["emit", "rust", model, "--no-std", "--crate", path]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let code = fs::read_to_string(place.join("src/lib.rs")).unwrap();
        assert!(code.contains("\n#![no_std]\n") && code.contains("libm::log("), "{model}");
        assert!(!code.contains("std::"), "{model}");
        let manifest = fs::read_to_string(place.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("\nlibm = ") && !manifest.contains("features = [\"std\"]"), "{manifest}");
        test_crate(&place);
    }
    assert_eq!(geoflow(&["emit", "python", "tests/models/gumbel.geo", "--no-std"]).status.code(), Some(2));
}

#[test]
fn a_full_metric_is_solved_and_its_inverse_never_written() {
    let model = "tests/models/six_synapses.geo";
    let derived = text(&geoflow(&["derive", model]).stdout);
    assert!(derived.contains("too large to be written out") && derived.contains("(g v)[w[6]] = "), "{derived}");
    assert!(derived.lines().all(|l| l.chars().count() < 1000), "no inverse in disguise");
    // At a point there are numbers.
    let at: Vec<String> = (1..=6).map(|i| format!("w[{i}] = {i}/2")).collect();
    let at = geoflow(&["derive", model, "--at", &format!("w({}), eta = 1/2, rho = 1/4, kappa = 1/3", at.join(", "))]);
    assert!(!text(&at.stdout).contains("too large"), "{}{}", text(&at.stdout), text(&at.stderr));
    let code = text(&geoflow(&["emit", "rust", model]).stdout);
    let words = code.lines().find(|l| l.contains("The flow `learning`")).unwrap();
    let numbers: Vec<usize> = words.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    assert!(words.contains("Cholesky") && matches!(numbers.as_slice(), [a, b] if 4 * a < *b), "{words}");
    assert!(code.contains("fn learning_value()"), "the flow is compared with exact digits");
}

#[test]
fn conserved_quantities_and_rules_are_functions() {
    let code = text(&geoflow(&["emit", "rust", "tests/models/epidemic.geo"]).stdout);
    for part in [
        "/// The quantity `invariant`. Conserved along `course`.",
        "pub fn height_in_shares(",
        "fn course_in_shares_keeps_invaria",
        "    random: &SVector<f64, 1>,",
        "pub fn expected_euler_in_shares(",
        "`b[2] ~ Uniform(lower = -1, upper = 1)`",
        "pub fn checked_shaken_in_logs(",
    ] {
        assert!(code.contains(part), "{part}");
    }
    // A claim alone makes no function: this one is false.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("false.geo");
    let model = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/epidemic.geo")).unwrap();
    fs::write(&path, model.replace("refute conserved", "prove total: conserved")).unwrap();
    let run = geoflow(&["emit", "rust", path.to_str().unwrap()]);
    assert!(!text(&run.stdout).contains("fn total"), "a false claim");
    assert!(
        text(&run.stderr).contains("`total`: that it is conserved along `course` is claimed"),
        "{}",
        text(&run.stderr)
    );
}
