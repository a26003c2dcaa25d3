//! `geoflow plot`: figures of the examples and of small models, wrong input, files.
//!
//! The engine runs in the processes started here; they queue for its lock.

#![allow(clippy::unwrap_used)]

mod process;

use process::{geoflow, text};
use std::fs;

/// An SVG file from standard output.
fn drawn(model: &str, what: &str) -> String {
    let run = geoflow(&["plot", model, what]);
    assert_eq!(run.status.code(), Some(0), "{what}: {}", text(&run.stderr));
    let svg = text(&run.stdout);
    assert!(svg.starts_with("<?xml") && svg.ends_with("</svg>\n"), "{svg:.200}");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{what}");
    svg
}

/// Every figure an example asks for is drawn, twice with the same bytes; PNG too.
#[test]
fn figures_of_the_examples_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("figures")).unwrap();
    for name in ["three_metrics", "two_charts_one_cost", "shear_map", "release_unit_choices"] {
        let model = fs::read_to_string(format!("{}/examples/{name}.geo", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let path = folder.path().join("model.geo");
        fs::write(&path, &model).unwrap();
        let svg = folder.path().join(format!("figures/{name}.svg"));
        let mut texts = Vec::new();
        for _ in 0..2 {
            let run = geoflow(&["plot", path.to_str().unwrap()]);
            assert_eq!(run.status.code(), Some(0), "{name}: {}", text(&run.stderr));
            texts.push(fs::read(&svg).unwrap());
        }
        assert!(texts[0] == texts[1] && texts[0].len() > 3000, "{name}");
        fs::write(&path, model.replace(".svg\"", ".png\"")).unwrap();
        let run = geoflow(&["plot", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{name}: {}", text(&run.stderr));
        let png = fs::read(folder.path().join(format!("figures/{name}.png"))).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{name}");
        // A second run knows its own picture and replaces it.
        assert_eq!(geoflow(&["plot", path.to_str().unwrap()]).status.code(), Some(0));
    }
}

#[test]
fn labels_carry_symbols_and_units() {
    let svg = drawn("examples/release_fisher.geo", "natural in pq over P = 0.1..0.9, q = 0.1..2.5");
    assert!(svg.contains(">P</text>") && svg.contains(">q [mV]</text>"));
    let svg =
        drawn("examples/normal_natural_flow.geo", "natural in std over mu = 0..8, sigma = 0.1..5 contours C = [1]");
    assert!(svg.contains(">μ</text>") && svg.contains(">σ</text>") && svg.contains(">C = const</text>"));
    assert!(svg.contains(">1</text>"), "the level stands on its line");
}

#[test]
fn a_level_line_is_the_same_whatever_flow_is_drawn_over_it() {
    let line = |flow: &str| {
        let what = format!("{flow} in std over mu = 0..8, sigma = 0.05..5 contours C = [0.5]");
        let svg = drawn("examples/normal_naive_flows.geo", &what);
        svg.lines().find(|l| l.contains("#787878")).unwrap().to_owned()
    };
    assert_eq!(line("in_sigma"), line("in_tau"));
}

#[test]
fn a_trajectory_that_leaves_its_chart_is_drawn_and_remarked_on() {
    let what = "A in pq over P = 0.02..0.98, q = 0.05..2.5 from pq(P = 3/10, q = 2 [mV]) to t = 10";
    let run = geoflow(&["plot", "examples/release_unit_choices.geo", what]);
    assert_eq!(run.status.code(), Some(0));
    let words = text(&run.stderr);
    assert!(words.contains("G0914") && words.contains("left the chart"), "{words}");
    assert!(text(&run.stdout).contains("stroke-width=\"1.7\""));
}

#[test]
fn curves_over_time_take_log_axes() {
    let what = "mu, sigma of natural over t = 0.01..4 log from std(mu = 2, sigma = 1)";
    let svg = drawn("examples/normal_natural_flow.geo", what);
    assert!(svg.contains(">0.01</text>") && svg.contains(">0.1</text>") && svg.contains(">μ, σ</text>"));
}

const CURVES: &str = "\
param A: positive = 1
param z: (0, 1) = 1/2
param s: real
let f = A*sqrt(z)
let fixed = 1/2
let other = z*s
random xi ~ Normal(mean = 0, sd = 1)
manifold Line { chart x { x: positive } chart u { u: real } map x -> u { u = log(x) } inverse { x = exp(u) } }
flow F on Line.x = -x
rule step on Line.x: x -> x*exp(-A/10 + xi/10)
rule down on Line.x: x -> x - 1
";

fn curves() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("curves.geo");
    fs::write(&path, CURVES).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn functions_of_a_param_and_rules_are_drawn() {
    let (_folder, path) = curves();
    let svg = drawn(&path, "f, fixed over z = -1..2, height = 0..3 for A = [1, 2, 3]");
    let curves: Vec<&str> = svg.lines().filter(|l| l.contains("stroke-width=\"1.7\"")).collect();
    // Three curves, each with its sample in the legend; the fixed one is dashed.
    assert_eq!(curves.len(), 6, "{svg}");
    assert_eq!(svg.matches("stroke-dasharray").count(), 2);
    assert!(svg.contains(">height</text>") && svg.contains(">f, A = 2</text>") && svg.contains(">z</text>"));
    // From 0 to 1 on an axis from -1 to 2: the domain of the param is the middle third.
    let first = |l: &str| l.split(['M', ' ']).nth(2).unwrap().parse::<f64>().unwrap();
    assert!((first(curves[0]) - (58.0 + 260.0 / 3.0)).abs() < 1.0, "{}", curves[0]);
    let svg = drawn(&path, "x of step over n = 1..100 log from x(x = 1) for A = [1, 2] seed 7");
    assert!(svg.contains(">A = 1</text>") && svg.contains(">n</text>"));
    let again = drawn(&path, "x of step over n = 1..100 log from x(x = 1) for A = [1, 2] seed 8");
    assert_ne!(svg, again);
}

#[test]
fn curves_that_cannot_be_drawn_are_told() {
    let (_folder, path) = curves();
    let cases = [
        ("other over z = 0..1", 2, "`s`"),
        ("f over z = 0..1 seed 7", 2, "functions of a param take no option of this kind"),
        ("f over z = 0..1 for F = [1]", 2, "`F` is no param"),
        ("f over z = 1..0", 2, "the range of `z` is empty"),
        ("f over z = 2..3", 0, "`f` has no value on this range"),
        ("x of step over t = 0..1 from x(x = 1)", 2, "rules go step by step, over `n`"),
        ("x of step over n = 0..10", 2, "curves over steps need an initial value"),
        ("x of step over n = 0..10 from x(x = 1) to t = 4", 2, "curves over steps take no option of this kind"),
        ("x of F over t = 0..1 from x(x = 1) seed 7", 2, "a flow needs no seed"),
        ("x of down over n = 0..10 from x(x = 5/2)", 0, "it leaves its chart"),
    ];
    for (what, code, expected) in cases {
        let run = geoflow(&["plot", &path, what]);
        let words = text(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{what}: {words}");
        assert!(words.contains(expected), "{what}: {words}");
    }
}

#[test]
fn wrong_plots_are_refused_at_their_place() {
    let model = "examples/normal_natural_flow.geo";
    let cases = [
        ("natural over mu = 0..8", "a plot in the plane has two ranges"),
        ("natural over mu = 0..8, tau = 0..5", "`tau` is no coordinate of `Normals.std`"),
        ("natural over mu = 8..0, sigma = 0.1..5", "the range of `mu` is empty"),
        ("natural over mu = 0..8, sigma = 0..5 log", "the range of `sigma` is empty"),
        ("fisher over mu = 0..8, sigma = 0.1..5", "the name of a flow, or a scalar"),
        ("natural over mu = 0..8, sigma = 0.1..5 from std(mu = 2, sigma = 1)", "trajectories need an end"),
        ("mu of natural over t = 0..2", "need an initial value"),
        ("natural over mu = 0..8, sigma = 0.1..5 contour C = [1]", "expected"),
        ("unknown over mu = 0..8, sigma = 0.1..5", "unknown"),
    ];
    for (what, expected) in cases {
        let run = geoflow(&["plot", model, what]);
        let words = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{what}: {words}");
        assert!(words.contains(expected), "{what}: {words}");
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn pictures_are_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let model = "examples/normal_natural_flow.geo";
    let what = "natural over mu = 0..8, sigma = 0.1..5";
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let code = |arguments: &[&str]| geoflow(arguments).status.code();
    assert_eq!(code(&["plot", model, what, "-o", &path("a.jpg")]), Some(2), "no such form");
    assert_eq!(code(&["plot", model, what, "-o", &path("none/a.svg")]), Some(2));
    fs::write(path("mine.svg"), "mine").unwrap();
    assert_eq!(code(&["plot", model, what, "-o", &path("mine.svg")]), Some(2));
    assert_eq!(fs::read_to_string(path("mine.svg")).unwrap(), "mine");
    assert_eq!(code(&["plot", model, what, "-o", &path("mine.svg"), "--force"]), Some(0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(code(&["plot", "examples/normal_divergence.geo"]), Some(2), "asks for no figure");
}

/// The models of a folder, by name.
fn models(folder: &str) -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = all.filter(|path| path.extension().is_some_and(|e| e == "geo")).collect();
    found.sort();
    found
}

/// Every picture beside the models is what is drawn now, byte by byte; `GEOFLOW_BLESS=1` writes them anew.
#[test]
fn committed_figures_are_what_is_drawn() {
    let bless = std::env::var_os("GEOFLOW_BLESS").is_some();
    let mut stale = Vec::new();
    for folder in ["examples", "tests/models"] {
        let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("figures");
        let mut drawn = std::collections::BTreeSet::new();
        for path in models(folder) {
            let model = fs::read_to_string(&path).unwrap();
            if !model.lines().any(|l| l.starts_with("figure ") || l.starts_with("plot ")) {
                continue;
            }
            let copy = tempfile::tempdir().unwrap();
            fs::create_dir(copy.path().join("figures")).unwrap();
            let model = copy.path().join(path.file_name().unwrap());
            fs::copy(&path, &model).unwrap();
            let run = geoflow(&["plot", model.to_str().unwrap()]);
            assert_eq!(run.status.code(), Some(0), "{}: {}", path.display(), text(&run.stderr));
            for entry in fs::read_dir(copy.path().join("figures")).unwrap() {
                let (name, now) = (entry.as_ref().unwrap().file_name(), fs::read(entry.unwrap().path()).unwrap());
                let old = committed.join(&name);
                if bless {
                    fs::write(&old, &now).unwrap();
                } else if fs::read(&old).ok() != Some(now) {
                    stale.push(format!("{folder}/figures/{}", name.to_string_lossy()));
                }
                assert!(drawn.insert(name), "two models draw {}", old.display());
            }
        }
        let there = fs::read_dir(&committed).unwrap().map(|entry| entry.unwrap().file_name());
        stale.extend(there.filter(|n| !drawn.contains(n)).map(|n| format!("{folder}: no model draws {}", n.display())));
    }
    assert!(stale.is_empty(), "GEOFLOW_BLESS=1 cargo test --release --test plot draws them anew: {stale:?}");
}
