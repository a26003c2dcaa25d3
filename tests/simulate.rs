//! `geoflow simulate` on the examples: the numbers of the reference entries, ends of walks, wrong input, files.
//!
//! The engine runs in the processes started here; they queue for its lock.

// The reference digits stand as they were computed.
#![allow(clippy::unwrap_used, clippy::excessive_precision)]

mod process;

use process::{geoflow, simulated, text};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

/// Runs at tight tolerances; every state kept must agree to `digits` relative.
fn agrees(example: &str, flow: &str, from: &str, set: &[&str], expected: &[(f64, &[f64])], allowed: f64) {
    let path = format!("examples/{example}.geo");
    let until = expected.last().unwrap().0.to_string();
    let at = expected.iter().map(|(t, _)| t.to_string()).collect::<Vec<_>>().join(",");
    let mut arguments = vec![path.as_str(), flow, "--from", from, "--until", &until, "--at", &at, "--rtol", "1e-13"];
    arguments.extend(["--atol", "1e-15"]);
    for s in set {
        arguments.extend(["--set", s]);
    }
    let (result, code) = simulated(&arguments);
    assert_eq!(code, 0, "{example} {flow}");
    let run = &result["runs"][0];
    for (k, (t, values)) in expected.iter().enumerate() {
        assert_eq!(run["times"][k].as_f64().unwrap(), *t);
        let found = numbers(&run["states"][k]);
        for (x, y) in found.iter().zip(*values) {
            assert!((x - y).abs() <= allowed * y.abs(), "{example} {flow} at t = {t}: {found:?} is not {values:?}");
        }
    }
}

#[test]
fn three_metrics_of_one_cost() {
    let from = "xy(x1 = 1, x2 = 2)";
    agrees("three_metrics", "red", from, &[], &[(0.1, &[-0.807321752472359135, 1.91096007598668610])], 1e-9);
    agrees("three_metrics", "green", from, &[], &[(0.1, &[-0.154092196297915037, 2.23351261367474212])], 1e-9);
    agrees("three_metrics", "orange", from, &[], &[(0.1, &[-0.8540353251120556, 2.021532808664566])], 1e-9);
}

#[test]
fn two_charts_of_one_cost() {
    let first: [(f64, &[f64]); 4] = [
        (0.1, &[1.81873075307798186]),
        (0.25, &[1.60653065971263342]),
        (0.5, &[1.36787944117144232]),
        (1.0, &[1.13533528323661269]),
    ];
    agrees("two_charts_one_cost", "in_x", "x(x = 2)", &[], &first, 1e-9);
    let second: [(f64, &[f64]); 4] = [
        (0.1, &[1.28976420770084482]),
        (0.25, &[1.07257888349575383]),
        (0.5, &[1.00924246022634167]),
        (1.0, &[1.00016775945246465]),
    ];
    agrees("two_charts_one_cost", "in_u", "x(x = 2)", &[], &second, 1e-9);
}

/// SM-11: the largest gap between the two flows, to the digits stated.
#[test]
fn the_largest_gap_of_two_flows_is_known() {
    let gap = |time: &str| {
        let at = |flow: &str| {
            let more = ["--from", "x(x = 2)", "--until", "1", "--at", time, "--rtol", "1e-13", "--atol", "1e-15"];
            let mut all = vec!["examples/two_charts_one_cost.geo", flow];
            all.extend(more);
            numbers(&simulated(&all).0["runs"][0]["states"][0])[0]
        };
        at("in_x") - at("in_u")
    };
    let widest = gap("0.163807767618788453");
    assert!((widest - 0.564774182034821268).abs() < 1e-10, "{widest}");
    assert!(gap("0.1628") < widest - 1e-7 && gap("0.1648") < widest - 1e-7);
}

/// SM-27, SM-28: no closed form; a Gauss rule stands in the flow's place, and the result says so. Both flows end at the one
/// equilibrium.
#[test]
fn flows_with_formal_expectations_end_at_their_equilibrium() {
    let rest = [1.23833467448738613, -2.70244516220974421];
    for flow in ["naive", "natural"] {
        let all = ["examples/intrinsic_plasticity_natural.geo", flow, "--from", "ab(a = 2, b = -1)", "--until", "60"];
        let mut more = all.to_vec();
        more.extend(["--dense", "2"]);
        let (found, code) = simulated(&more);
        let last = numbers(&found["runs"][0]["last_state"]);
        assert_eq!(code, 0);
        for (x, y) in last.iter().zip(rest) {
            assert!((x - y).abs() < 1e-8, "{flow}: {last:?}");
        }
        assert!(found["numeric"][0].as_str().unwrap().contains("Gauss-Hermite"));
    }
}

#[test]
fn three_naive_flows_of_the_divergence() {
    let model = "normal_naive_flows";
    agrees(model, "in_sigma", "std(2, 1)", &[], &[(1.0, &[2.60616768837256963, 1.98644225547182827])], 1e-9);
    agrees(model, "in_s", "std(2, 1)", &[], &[(1.0, &[2.92723109148588089, 1.40674769508291061])], 1e-9);
    agrees(model, "in_s", "var(2, 1)", &[], &[(1.0, &[2.92723109148588089, 1.97893907762108164])], 1e-9);
    agrees(model, "in_tau", "std(2, 1)", &[], &[(1.0, &[2.48780828102201201, 2.51452879451228624])], 1e-9);
    agrees(model, "in_tau", "prec(2, 1)", &[], &[(1.0, &[2.48780828102201201, 0.158156400986373761])], 1e-9);
}

#[test]
fn natural_flows_of_normals_and_of_release() {
    let normal: [(f64, &[f64]); 3] = [
        (0.5, &[2.78693868057473315, 1.77059676240155374]),
        (1.0, &[3.26424111765711536, 1.95615395821110961]),
        (2.0, &[3.72932943352677462, 2.01545844107033772]),
    ];
    agrees("normal_natural_flow", "natural", "std(2, 1)", &[], &normal, 1e-9);
    let one: [(f64, &[f64]); 4] = [
        (0.5, &[0.5115785658137524, 1.480491534883196]),
        (1.0, &[0.6775022616957034, 1.258812363809459]),
        (2.0, &[0.8710845799624544, 1.085848502502620]),
        (4.0, &[0.9818046868886133, 1.011070488561567]),
    ];
    agrees("release_fisher", "sharp_target", "pq(3/10, 2)", &[], &one, 1e-9);
    let five: [(f64, &[f64]); 4] = [
        (0.5, &[0.2185684680181202, 2.025050858883996]),
        (1.0, &[0.1957773553549253, 1.773196781819964]),
        (2.0, &[0.2375452074431280, 1.069834731797267]),
        (4.0, &[0.5908197333310043, 0.3509128823213154]),
    ];
    agrees("release_fisher", "sharp_target", "pq(3/10, 2)", &["N=5"], &five, 1e-9);
}

#[test]
fn two_routes_down_one_hill() {
    let blue: [(f64, &[f64]); 3] = [
        (0.25, &[1.84226644366967321, 0.672455090378815788]),
        (0.5, &[1.57329119860673667, 0.514036661640839280]),
        (1.0, &[1.08899133201972576, 0.338549322404351340]),
    ];
    agrees("shear_map", "blue", "ground(2, 1)", &[], &blue, 1e-9);
    agrees("shear_map", "red", "ground(2, 1)", &[], &[(0.5, &[1.21306131942526685, 0.135335283236612692])], 1e-9);
}

#[test]
fn flows_of_three_units_one_of_them_stiff() {
    let model = "release_unit_choices";
    let milli: [(f64, &[f64]); 2] =
        [(0.05, &[0.308876169802772, 1.98663507661976]), (1.0, &[0.547498820595831, 1.63296290229001])];
    agrees(model, "A", "pq(3/10, 2)", &[], &milli, 1e-9);
    agrees(model, "D", "pq(3/10, 2)", &[], &[(1.0, &[0.375144379159561, 1.99999966929152])], 1e-9);
    agrees(model, "B", "pq(3/10, 2)", &[], &[(1e-6, &[0.300000395148972, 1.78200578445099])], 1e-9);
    // Five digits are known of the rest.
    agrees(model, "B", "pq(3/10, 2)", &[], &[(0.05, &[0.35631, 1.45111])], 2e-5);
}

#[test]
fn the_implicit_method_agrees_on_the_stiff_flow() {
    let path = "examples/release_unit_choices.geo";
    let common = ["--from", "pq(3/10, 2)", "--until", "1/20", "--at", "0.05"];
    let states: Vec<Vec<f64>> = [["--method", "verner9", "--rtol", "1e-12"], ["--method", "radau5", "--rtol", "1e-12"]]
        .iter()
        .map(|method| {
            let mut arguments = vec![path, "B"];
            arguments.extend(common);
            arguments.extend(method);
            numbers(&simulated(&arguments).0["runs"][0]["states"][0])
        })
        .collect();
    for (a, b) in states[0].iter().zip(&states[1]) {
        assert!((a - b).abs() < 1e-9 * a.abs(), "{states:?}");
    }
}

#[test]
fn a_field_is_the_same_in_every_chart_and_a_recipe_is_not() {
    let normals = "examples/normal_natural_flow.geo";
    let (found, code) = simulated(&[
        normals,
        "natural",
        "--from",
        "std(2, 1)",
        "--from",
        "std(6, 3)",
        "--until",
        "3",
        "--in",
        "var,prec",
    ]);
    assert_eq!(code, 0);
    let runs = found["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 6);
    for run in runs {
        match run["chart"].as_str().unwrap() {
            "Normals.std" => assert!(run.get("distance").is_none()),
            _ => assert!(run["distance"].as_f64().unwrap() < 1e-8, "{}", run["distance_at"]),
        }
    }
    let line = "examples/two_charts_one_cost.geo";
    let (found, _) = simulated(&[line, "naive", "--from", "x(2)", "--until", "2", "--in", "u"]);
    // The largest gap is known: 0.5647.. at t = 0.1638.., relative to 2.
    let distance = found["runs"][1]["distance"].as_f64().unwrap();
    assert!((distance - 0.564774182034821268 / 2.0).abs() < 1e-3, "{distance}");
}

#[test]
fn the_border_is_reported_and_what_was_done_is_kept() {
    let (found, code) =
        simulated(&["examples/release_unit_choices.geo", "A", "--from", "pq(3/10, 2)", "--until", "100"]);
    let run = &found["runs"][0];
    assert_eq!((code, run["reached"].as_bool()), (0, Some(false)));
    assert!(run["end"].as_str().unwrap().contains("`1 - P > 0` ends there"), "{}", run["end"]);
    let last = run["times"].as_array().unwrap().last().unwrap().as_f64().unwrap();
    assert_eq!(last, run["last_time"].as_f64().unwrap());
    assert!((last - 1.48384898).abs() < 1e-5, "{last}");
}

const POLE: &str = "\
manifold Line { chart x { x: real } }
cost C on Line.x = -x
metric g on Line.x = [[(1 - x)^2 + a]]
param a: nonnegative
flow F = -grad(C, g)
flow G on Line.x = x^2
";

fn folder_with(name: &str, model: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, model).unwrap();
    (folder, path)
}

#[test]
fn growth_without_bound_and_missing_values_are_told() {
    let (_folder, path) = folder_with("pole.geo", POLE);
    let path = path.to_str().unwrap();
    let run = geoflow(&["simulate", path, "G", "--from", "x(1)", "--until", "2"]);
    assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
    assert!(text(&run.stderr).contains("grows without bound"), "{}", text(&run.stderr));
    let run = geoflow(&["simulate", path, "F", "--from", "x(0)", "--until", "2"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("`F` needs values for `a`"), "{}", text(&run.stderr));
}

/// A determinant that becomes 0 on the way, and a stiff flow that grows without bound: told, kept, exit code 1.
#[test]
fn singular_metrics_and_stiff_growth_are_told() {
    let model = "\
manifold Plane { chart xy { x: real, y: real } }
flow F on Plane.xy = (1, 1/(1 - x)^2)
flow stiff on Plane.xy = (-1000000*(x - y), y^2)
";
    let (_folder, path) = folder_with("singular.geo", model);
    let path = path.to_str().unwrap();
    let (found, code) = simulated(&[path, "F", "--from", "xy(0, 0)", "--until", "2"]);
    let end = found["runs"][0]["end"].as_str().unwrap();
    assert!(code == 1 && end.contains("singular there") || end.contains("without bound"), "{code}: {end}");
    let last = found["runs"][0]["last_time"].as_f64().unwrap();
    assert!((last - 1.0).abs() < 1e-3, "{last}: {end}");
    let (found, code) = simulated(&[path, "stiff", "--from", "xy(1, 1)", "--until", "2"]);
    let run = &found["runs"][0];
    assert!(code == 1 && run["method"] == "radau5", "{} {}", run["method"], run["end"]);
    assert!((run["last_time"].as_f64().unwrap() - 1.0).abs() < 1e-3 && run["times"].as_array().unwrap().len() > 5);
}

#[test]
fn wrong_input_is_refused_with_its_place_and_leaves_no_file() {
    let model = "examples/release_unit_choices.geo";
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let (target, nowhere) = (out.to_str().unwrap(), folder.path().join("none/out.csv"));
    let cases: [(&[&str], &str); 8] = [
        (&["A", "--from", "pq(3/2, 2)", "--until", "1"], "G0510"),
        (&["A", "--from", "pq(1/2, 2)", "--until", "0"], "G0906"),
        (&["Z", "--from", "pq(1/2, 2)", "--until", "1"], "the flows are A, B, D"),
        (&["A", "--from", "pq(1/2)", "--until", "1"], "has no value for `q`"),
        (&["A", "--from", "pq(1/2, 2)", "--until", "1", "--in", "nowhere"], "no chart `nowhere`"),
        (&["A", "--from", "pq(1/2, 2)", "--until", "1 [s]"], "G0303"),
        (&["A", "--from", "pq(1/2, 2)", "--until", "1", "--set", "phi=-1"], "G0510"),
        (&["A", "--from", "pq(1/2, 2)", "--from", "volts(1/2, 2)", "--until", "1"], "different charts"),
    ];
    for (arguments, expected) in cases {
        let mut all = vec!["simulate", model];
        all.extend(arguments);
        all.extend(["-o", target]);
        let run = geoflow(&all);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(text(&run.stderr).contains(expected), "{arguments:?}: {}", text(&run.stderr));
        assert!(!out.exists(), "{arguments:?}");
    }
    let common = ["simulate", model, "A", "--from", "pq(1/2, 2)", "--until", "1", "--format", "csv", "-o"];
    let with = |path: &Path, more: &[&str]| {
        let mut all = common.to_vec();
        all.push(path.to_str().unwrap());
        all.extend(more);
        let run = geoflow(&all);
        (run.status.code(), text(&run.stderr))
    };
    assert_eq!(with(&nowhere, &[]).0, Some(2));
    fs::write(&out, "mine").unwrap();
    let (code, words) = with(&out, &[]);
    assert!(code == Some(2) && words.contains("--force"), "{words}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    assert_eq!(with(&out, &["--force"]).0, Some(0));
    assert_eq!(with(&out, &[]).0, Some(0), "its own file is replaced");
    let csv = fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = csv.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(lines[0], "trajectory,t,P,q [mV]");
    assert!(lines.len() > 10 && lines.iter().skip(1).all(|l| l.split(',').all(|x| x.parse::<f64>().is_ok())));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
}

/// A rotation that would go on for minutes.
const LONG: &str = "manifold Plane { chart xy { x: real, y: real } }\nflow turn on Plane.xy = (y, -x)\n";

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_leaves_a_complete_file() {
    let (folder, path) = folder_with("turn.geo", LONG);
    let out = folder.path().join("turn.csv");
    let mut child = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(["simulate", path.to_str().unwrap(), "turn", "--from", "xy(1, 0)", "--until", "1e9"])
        .args(["--max-steps", "1000000000", "--dense", "1000000", "--format", "csv", "-o", out.to_str().unwrap()])
        .args(["--wait", "500"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    // It listens once the signal (bit 1) is among those it catches.
    let listens = || {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let caught = text.lines().find_map(|l| l.strip_prefix("SigCgt:")).unwrap_or("0").trim().to_owned();
        u64::from_str_radix(&caught, 16).unwrap_or(0) & 2 != 0
    };
    while !listens() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let code = child.wait().unwrap().code();
    assert_eq!(code, Some(1));
    let csv = fs::read_to_string(&out).unwrap();
    assert!(csv.contains("interrupted at t = ") && csv.ends_with('\n'));
    let columns = csv.lines().filter(|l| !l.starts_with('#')).map(|l| l.split(',').count());
    assert!(columns.clone().all(|n| n == 4) && columns.count() > 1);
}

#[test]
fn the_same_command_writes_the_same_bytes() {
    let arguments = ["simulate", "examples/normal_natural_flow.geo", "natural", "--from", "std(2, 1)"];
    let more = ["--from", "std(6, 3)", "--until", "2", "--in", "var", "--format", "csv"];
    let all: Vec<&str> = arguments.iter().chain(&more).copied().collect();
    let (a, b) = (geoflow(&all), geoflow(&all));
    assert!(a.status.success() && a.stdout == b.stdout && !a.stdout.is_empty());
}

/// Two models of our own, of three and four dimensions: one flow in two charts.
#[test]
fn flows_of_higher_dimension_agree_in_two_charts() {
    let rates = "hz(r1 = 1 [Hz], r2 = 40 [Hz], r3 = 6 [Hz])";
    let beliefs = "each(mu1 = -2, s1 = 1, mu2 = 3, s2 = 2)";
    for (model, flow, from, other, dimension) in [
        ("tests/models/gain_control.geo", "adapt", rates, "logs", 3),
        ("tests/models/two_estimators.geo", "learn", beliefs, "joint", 4),
    ] {
        let (found, code) = simulated(&[model, flow, "--from", from, "--until", "5", "--in", other]);
        assert_eq!(code, 0);
        assert_eq!(found["runs"][1]["last_state"].as_array().unwrap().len(), dimension);
        assert!(found["runs"][1]["distance"].as_f64().unwrap() < 1e-8, "{}", found["runs"][1]["distance_at"]);
    }
}

#[test]
fn a_model_asks_for_its_own_simulations() {
    let folder = tempfile::tempdir().unwrap();
    let model = fs::read_to_string(format!("{}/tests/models/two_estimators.geo", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let model: String = model.lines().filter(|l| !l.starts_with("prove")).map(|l| format!("{l}\n")).collect();
    let model = model.replace("[1/2, 1, 3]", "[1/2, 1, 3] to \"learn.csv\"").replace("figures/", "");
    let path = folder.path().join("two.geo");
    fs::write(&path, model).unwrap();
    let run = geoflow(&["run", path.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let csv = fs::read_to_string(folder.path().join("learn.csv")).unwrap();
    // Three times in each of two charts, all given in the first.
    let rows: Vec<&str> = csv.lines().filter(|l| l.starts_with("1,")).collect();
    assert_eq!(rows.len(), 6, "{csv}");
    assert!(csv.contains("trajectory,chart,t,mu1,s1,mu2,s2"));
    assert!(fs::read_to_string(folder.path().join("two_estimators.svg")).unwrap().contains(">spreads</text>"));
}
