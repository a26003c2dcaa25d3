//! The command as its users meet it: arguments, exit codes, streams, files.
//!
//! The engine runs in the processes started here, never in the tests themselves; they queue for its lock.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NORMALS: &str = "\
param mu0: real = 4
param sigma0: positive = 2
manifold Normals {
  chart std { mu: real, sigma: positive }
  chart var { mu: real, s: positive }
  map std -> var { s = sigma^2 }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
metric fisher = Fisher(p)
flow natural = -grad(C, fisher)
flow naive = -partials(C)
prove same: invariant natural under std -> var
refute invariant naive under std -> var
check height: C at std(mu = 2, sigma = 1) given values ~ 2.80685281944005469
refuse G0301 { param v: real [mV]
  let bad = v + 1 }
show natural in var
";

/// Not known to be true or false: whether 114 is a sum of three cubes.
const OPEN: &str = "param a: integer\nparam b: integer\nparam c: integer\nprove cubes: a^3 + b^3 + c^3 != 114\n";

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn geoflow_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(arguments)
        .args(["--wait", "500"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn geoflow(arguments: &[&str], input: &str) -> Run {
    geoflow_in(Path::new("."), arguments, input.as_bytes())
}

fn folder_with(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("one JSON document expected ({e}):\n{text}"))
}

#[test]
fn run_shows_what_is_asked_and_decides_every_claim() {
    let run = geoflow(&["run", "-"], NORMALS);
    assert_eq!(run.code, 0, "{}", run.err);
    let witness = run.out.lines().find(|l| l.trim_start().starts_with("at mu = ")).unwrap_or_default().to_owned();
    let without_witness: String = run.out.lines().filter(|l| *l != witness).map(|l| format!("{l}\n")).collect();
    assert!(witness.contains("left") && witness.contains("right"), "{}", run.out);
    insta::assert_snapshot!(without_witness, @r"
    flow natural  in var  (Normals)
      dmu/dt = mu0 - mu
      ds/dt  = sigma0^2 + (mu - mu0)^2 - s
      on s > 0

    ✓ proved    same: invariant natural under std -> var
    ✓ refuted   invariant naive under std -> var
    ✓ checked   height: C at std(mu = 2, sigma = 1) given values ~ 2.80685281944005469
    ✓ refused   G0301 { param v: real [mV] let bad = v + 1 }
      G0301: these terms have different units and cannot be added

    4 claims: all came out as written.
    ");
}

#[test]
fn a_claim_that_comes_out_otherwise_ends_with_1() {
    let run = geoflow(&["verify", "--ascii", "-"], &NORMALS.replace("refute invariant naive", "prove invariant naive"));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("!! refuted   invariant naive under std -> var"), "{}", run.out);
    assert!(run.out.contains("expected to be proved"), "{}", run.out);
    assert!(run.out.contains("4 claims: 3 as written, 1 otherwise."), "{}", run.out);
    let run = geoflow(&["verify", "-"], &NORMALS.replace("2.80685281944005469", "2.80685281944005468"));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("the value lies in 2.80685281944005469058"), "{}", run.out);
}

#[test]
fn a_counterexample_may_be_no_rational_number() {
    let text = "param x: positive\nrefute sin(x) < 1\nrefute x^3 == 3 given x^2 == 3\nrefute x != pi/3 given cos(x) == 1/2, x < 2\n";
    let run = geoflow(&["verify", "--ascii", "-"], text);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("at x = pi/2: left 1, right 1"), "{}", run.out);
    assert!(run.out.contains("at x = sqrt(3): left 5.19615242271, right 3"), "{}", run.out);
    assert!(run.out.contains("at x = pi/3: left 1.04719755120, right 1.04719755120"), "{}", run.out);
}

#[test]
fn an_open_problem_stays_undecided_and_ends_with_3() {
    let run = geoflow(&["verify", "--ascii", "-"], OPEN);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.out.starts_with("?  undecided cubes: a^3 + b^3 + c^3 != 114"), "{}", run.out);
    assert!(run.out.contains("1 claim: 0 as written, 1 undecided or conditional."), "{}", run.out);
}

#[test]
fn wrong_input_ends_with_2_and_every_error() {
    let run = geoflow(&["check", "-"], "param a: real = b\nlet c = d + 1\n");
    assert_eq!(run.code, 2);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.contains("error[G0201]") && run.err.contains("2 errors"), "{}", run.err);
    for command in ["derive", "verify", "run"] {
        assert_eq!(geoflow(&[command, "-"], "let a = b").code, 2, "{command}");
    }
    assert_eq!(geoflow(&["emit", "rust", "-"], "let a = b").code, 2);
    let metric = "manifold M { chart a { x: real } }\nmetric g on M.a = [[x]]\n";
    let run = geoflow(&["check", "-"], metric);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("error[G0507]"), "{}", run.err);
}

#[test]
fn a_form_error_does_not_make_names_look_missing() {
    let run = geoflow(&["check", "-"], "param a real\nlet b = a + 1\nlet c = 1/0\n");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error[G01") && !run.err.contains("G0201"), "{}", run.err);
}

#[test]
fn files_that_are_missing_or_no_text_are_reported() {
    let (_keep, folder) = folder_with(&[]);
    std::fs::write(folder.join("latin.geo"), b"// caf\xe9\n").unwrap();
    let run = geoflow_in(&folder, &["check", "latin.geo"], b"");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error[G0901]") && run.err.contains("latin.geo:1:7"), "{}", run.err);
    let run = geoflow_in(&folder, &["check", "none.geo"], b"");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error[G0903]") && run.err.contains("there is no such file"), "{}", run.err);
    assert_eq!(geoflow_in(&folder, &["check", "."], b"").code, 2);
}

#[test]
fn includes_are_relative_to_their_file_and_errors_in_them_are_located() {
    let (_keep, folder) = folder_with(&[
        ("main.geo", "include \"parts/charts.geo\"\ncost C on M.a = x^2\n"),
        ("parts/charts.geo", "include \"params.geo\"\nmanifold M { chart a { x: real } }\n"),
        ("parts/params.geo", "param k: positive\n"),
        ("circle.geo", "include \"circle.geo\"\n"),
        ("wrong.geo", "include \"parts/bad.geo\"\n"),
        ("parts/bad.geo", "let a = b\n"),
    ]);
    let run = geoflow_in(&folder, &["check", "main.geo"], b"");
    assert_eq!(run.code, 0, "{}", run.err);
    let run = geoflow_in(&folder, &["check", "circle.geo"], b"");
    assert!(run.code == 2 && run.err.contains("error[G0904]"), "{}", run.err);
    let run = geoflow_in(&folder, &["check", "wrong.geo", "--json"], b"");
    let place = &json(&run.out)["diagnostics"][0]["labels"][0]["place"];
    assert_eq!(place["line"], 1);
    assert!(place["file"].as_str().unwrap().ends_with("bad.geo"), "{place}");
}

#[test]
fn json_is_one_document_on_standard_output() {
    let run = geoflow(&["check", "--json", "-"], "let a = b");
    assert_eq!(run.code, 2);
    assert_eq!(json(&run.out)["diagnostics"][0]["code"], "G0201");
    let run = geoflow(&["verify", "--json", "-"], NORMALS);
    let whole = json(&run.out);
    assert_eq!(whole["diagnostics"].as_array().unwrap().len(), 0);
    let entries = whole["document"]["sections"][0]["entries"].as_array().unwrap().clone();
    assert_eq!(entries[0]["outcome"], "proved");
    assert_eq!(entries[1]["outcome"], "refuted");
    assert!(!entries[1]["witness"]["point"].as_array().unwrap().is_empty());
    let run = geoflow(&["verify", "--format", "json", "-"], NORMALS);
    assert_eq!(json(&run.out)["sections"][0]["entries"][0]["label"], "same");
}

#[test]
fn only_selects_by_label() {
    let run = geoflow(&["verify", "--ascii", "--only", "height", "-"], NORMALS);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("ok checked   height:") && run.out.contains("1 claim: it came out"), "{}", run.out);
    let run = geoflow(&["verify", "--only", "heigt", "-"], NORMALS);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `height`?"), "{}", run.err);
}

#[test]
fn derive_gives_numbers_at_a_point() {
    let at = ["derive", "-", "C", "natural", "--at", "std(mu=2, sigma=1)"];
    let run = geoflow(&[&at[..], &["--set", "mu0=4", "--set", "sigma0=2"]].concat(), NORMALS);
    assert_eq!(run.code, 0, "{}", run.err);
    for line in ["  C = 2.806852819440054690582768", "  dsigma/dt = 7/2", "  dC/dsigma = -7"] {
        assert!(run.out.contains(line), "{line}\n{}", run.out);
    }
    assert!(!run.out.contains("in var"), "{}", run.out);
    // What has no value stays a symbol; example values take part only when asked for.
    let run = geoflow(&[&at[..], &["--set", "mu0=4"]].concat(), NORMALS);
    assert!(run.out.contains("sigma0"), "{}", run.out);
    let run = geoflow(&[&at[..], &["--values"]].concat(), NORMALS);
    assert!(run.out.contains("dsigma/dt = 7/2"), "{}", run.out);
}

#[test]
fn points_and_values_that_do_not_fit_are_refused() {
    let cases: [(&[&str], &str); 7] = [
        (&["--at", "std(mu=2, sigma=-1)"], "G0510"),
        (&["--at", "std(mu=2)"], "G0906"),
        (&["--at", "std(mu=2, sigma=1, tau=3)"], "G0906"),
        (&["--at", "nowhere(mu=2)"], "G0906"),
        (&["--at", "std(mu=2"], "G0906"),
        (&["--set", "mu1=3"], "did you mean `mu0`?"),
        (&["--chart", "vra"], "G0906"),
    ];
    for (options, expected) in cases {
        let run = geoflow(&[&["derive", "-"], options].concat(), NORMALS);
        assert!(run.code == 2 && run.err.contains(expected), "{options:?}\n{}{}", run.out, run.err);
        assert!(run.out.is_empty(), "{options:?}");
    }
    let run = geoflow(&["derive", "-", "natrual"], NORMALS);
    assert!(run.code == 2 && run.err.contains("did you mean `natural`?"), "{}", run.err);
}

#[test]
fn values_may_carry_units() {
    let model = "manifold M { chart a { q: positive [mV] } }\ncost C on M.a = q^2\n";
    let run = geoflow(&["derive", "-", "C", "--at", "a(q = 0.002 [V])"], model);
    assert!(run.code == 0 && run.out.contains("C = 4"), "{}{}", run.out, run.err);
    let run = geoflow(&["derive", "-", "C", "--at", "a(q = 2 [ms])"], model);
    assert!(run.code == 2 && run.err.contains("G0303"), "{}", run.err);
}

#[test]
fn emit_writes_whole_files_and_spares_foreign_ones() {
    let (_keep, folder) = folder_with(&[("normals.geo", NORMALS), ("mine.rs", "mine")]);
    let run = geoflow_in(&folder, &["emit", "rust", "normals.geo", "-o", "mine.rs"], b"");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error[G0905]") && run.err.contains("--force"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(folder.join("mine.rs")).unwrap(), "mine");
    for (target, file, begin) in [
        ("rust", "flow.rs", "// @generated by geoflow"),
        ("latex", "flow.tex", "% normals.geo (geoflow "),
        ("json", "flow.json", "{\n  \"version\""),
        ("text", "flow.txt", "normals.geo (geoflow "),
    ] {
        for _ in 0..2 {
            let run = geoflow_in(&folder, &["emit", target, "normals.geo", "-o", file], b"");
            assert_eq!(run.code, 0, "{target}: {}", run.err);
        }
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.starts_with(begin), "{text}");
    }
    let rust = std::fs::read_to_string(folder.join("flow.rs")).unwrap();
    for part in ["pub fn natural_in_var(", "pub fn d_c_in_std(", "fn natural_std_to_var()"] {
        assert!(rust.contains(part), "{part} is missing");
    }
    let digits = |line: &str| line.chars().filter(char::is_ascii_digit).count();
    let references = rust.lines().filter(|l| l.trim_start().starts_with("/// the value: "));
    assert!(references.map(digits).max() >= Some(20), "reference values have many digits");
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 6, "no temporary files stay: {left:?}");
}

#[test]
fn requests_of_the_file_write_beside_it() {
    let text = format!("{NORMALS}emit latex to \"out.tex\"\n");
    let (_keep, folder) = folder_with(&[("sub/normals.geo", &text)]);
    let run = geoflow_in(&folder, &["run", "sub/normals.geo"], b"");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(folder.join("sub/out.tex").exists());
}

#[test]
fn help_and_completions_need_no_model() {
    let run = geoflow(&["--help"], "");
    assert!(run.code == 0 && run.out.contains("Exit codes:") && !run.out.contains("engine-worker"), "{}", run.out);
    for command in ["check", "derive", "verify", "emit", "run"] {
        let run = geoflow(&[command, "--help"], "");
        assert!(run.out.contains("Examples:\n  geoflow "), "{command}: {}", run.out);
    }
    assert!(geoflow(&["completions", "bash"], "").out.contains("_geoflow"));
    assert_eq!(geoflow(&["check"], "").code, 2);
    assert_eq!(geoflow(&["verify", "--timeout", "soon", "-"], "").code, 2);
}

#[test]
fn colours_come_only_when_asked_for() {
    let model = "param a: positive\nprove a + 1 > a\n";
    assert!(!geoflow(&["verify", "-"], model).out.contains('\u{1b}'));
    assert!(geoflow(&["verify", "--color", "always", "-"], model).out.contains("\u{1b}[32m✓ proved\u{1b}[0m"));
    assert!(!geoflow(&["verify", "--ascii", "-"], model).out.contains('✓'));
}

#[test]
fn maps_round_a_cycle_of_charts_agree() {
    let cycle = |last: &str| {
        format!(
            "manifold M {{ chart a {{ x: positive }} chart b {{ y: positive }} chart c {{ z: positive }}\n\
             map a -> b {{ y = 2*x }} map b -> c {{ z = y^2 }} map a -> c {{ z = {last} }} }}\n"
        )
    };
    for (last, code) in [("4*x^2", 0), ("2*x^2", 2)] {
        let (_keep, folder) = folder_with(&[("cycle.geo", &cycle(last))]);
        let run = geoflow_in(&folder, &["check", "cycle.geo"], b"");
        assert_eq!(run.code, code, "{last}: {}", run.err);
        assert_eq!(run.err.contains("error[G0509]"), code == 2, "{last}: {}", run.err);
    }
}
