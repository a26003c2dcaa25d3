//! The invariants of ARCHITECTURE.md that the compiler does not enforce, read from the sources.
//!
//! In: the text of the repository. Out: a failure that names file and line. Code in comments and in tests does not count.

use geoflow::diagnostics::Code;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A line of code outside comments and tests.
struct Line {
    /// Path from the root, with `/`.
    file: String,
    number: usize,
    /// Without its comment.
    code: String,
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every file below a folder whose name ends so, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut pending = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                pending.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

fn name(path: &Path) -> String {
    path.strip_prefix(ROOT).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Files that hold tests only: `tests.rs`, `*_tests.rs`, folders called `tests`, and those a `mod.rs` compiles for tests.
fn test_only(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    if stem == "tests" || stem.ends_with("_tests") || path.components().any(|c| c.as_os_str() == "tests") {
        return true;
    }
    let Some(parent) = path.parent() else { return false };
    let Ok(text) = std::fs::read_to_string(parent.join("mod.rs")) else { return false };
    text.split("#[cfg(test)]").skip(1).any(|rest| {
        let declaration = rest.lines().find(|l| l.contains("mod ")).unwrap_or_default();
        declaration.trim_end().ends_with(&format!("mod {stem};"))
    })
}

/// The lines of code below a folder: comments taken off, `#[cfg(test)] mod .. { .. }` to the end of the file left out.
fn lines(folder: &str) -> Vec<Line> {
    let mut out = Vec::new();
    for path in files(folder, ".rs").into_iter().filter(|p| !test_only(p)) {
        let text = read(&path);
        let all: Vec<&str> = text.lines().collect();
        let inline_tests = all.windows(2).position(|w| w[0] == "#[cfg(test)]" && w[1].trim_end().ends_with('{'));
        for (k, line) in all.iter().enumerate().take(inline_tests.unwrap_or(all.len())) {
            let code = line.find("//").map_or(*line, |at| &line[..at]);
            if !code.trim().is_empty() {
                out.push(Line { file: name(&path), number: k + 1, code: code.to_owned() });
            }
        }
    }
    out
}

/// Whether a word stands in the code, not as a part of a longer word.
fn has_word(code: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    code.match_indices(word)
        .any(|(at, _)| !part(code[..at].chars().next_back()) && !part(code[at + word.len()..].chars().next()))
}

/// Fails with every line that offends.
fn none(lines: &[Line], rule: &str, offends: impl Fn(&Line) -> bool) {
    let mut found = String::new();
    for l in lines.iter().filter(|l| offends(l)) {
        let _ = writeln!(found, "  {}:{}: {}", l.file, l.number, l.code.trim());
    }
    assert!(found.is_empty(), "{rule}\n{found}");
}

#[test]
fn only_the_algebra_crate_names_the_engine() {
    let mut all = lines("src");
    all.extend(lines("tests"));
    all.extend(lines("benches"));
    none(&all, "only algebra/ names symbolica", |l| has_word(&l.code, "symbolica"));
    let manifest = read(&Path::new(ROOT).join("Cargo.toml"));
    let named = manifest.lines().any(|l| l.trim_start().starts_with("symbolica"));
    assert!(!named, "Cargo.toml depends on symbolica; only algebra/Cargo.toml may");
}

/// Two files are exempt, each for one reason: the parent of a child says on standard error that it waits for another
/// geoflow, and the worker turns its copied descriptor into a `File`.
#[test]
fn only_the_command_line_prints_exits_or_opens_files() {
    // Other programs than `geoflow` are command lines too.
    let ours = ["src/cli/", "src/main.rs", "src/bin/"];
    let core: Vec<Line> = lines("src").into_iter().filter(|l| !ours.iter().any(|p| l.file.starts_with(p))).collect();
    let printing = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];
    none(&core, "only cli/ prints", |l| {
        printing.iter().any(|p| has_word(&l.code, p.trim_end_matches('!')) && l.code.contains(p))
            && l.file != "src/engine/child.rs"
    });
    none(&core, "only cli/ ends the process", |l| {
        l.code.contains("process::exit") || l.code.contains("process::abort")
    });
    let opening = ["std::fs", "fs::", "File::", "OpenOptions"];
    none(&core, "only cli/ opens files; the pipeline reads sources", |l| {
        opening.iter().any(|p| l.code.contains(p))
            && !l.file.starts_with("src/pipeline")
            && l.file != "src/engine/worker.rs"
    });
}

#[test]
fn every_source_file_opens_with_a_paragraph() {
    let mut bare = Vec::new();
    for path in ["src", "algebra/src", "tests", "benches"].iter().flat_map(|f| files(f, ".rs")) {
        let file = name(&path);
        // Emitted code that tests compare with is no source of geoflow.
        let emitted = file.starts_with("tests/emit/");
        if !emitted && !read(&path).starts_with("//! ") {
            bare.push(file);
        }
    }
    assert!(bare.is_empty(), "no `//!` paragraph at the top: {bare:?}");
}

#[test]
fn emitters_compute_no_derivative() {
    let forbidden = ["differentiate", "crate::geometry::", "crate::statistics::", ".derivative(", ".partial("];
    none(&lines("src/emit"), "emitters format, they do not derive", |l| forbidden.iter().any(|w| l.code.contains(w)));
}

#[test]
fn layers_use_only_what_lies_below() {
    let rules: &[(&str, &[&str])] = &[
        ("src/geometry", &["syntax", "diagnostics", "model", "engine", "emit", "cli", "verify"]),
        ("src/statistics", &["syntax", "diagnostics", "model", "engine", "emit", "cli", "verify"]),
        (
            "src/asymptotics",
            &[
                "syntax",
                "diagnostics",
                "model",
                "geometry",
                "statistics",
                "engine",
                "tower",
                "replay",
                "emit",
                "cli",
                "verify",
            ],
        ),
        ("src/symbolic", &["syntax", "diagnostics", "model", "geometry", "engine", "tower", "emit", "cli", "verify"]),
        ("src/enclosure", &["syntax", "diagnostics", "model", "engine", "tower", "emit", "cli", "units", "numerics"]),
        ("src/tower", &["syntax", "diagnostics", "model", "engine", "emit", "cli", "verify", "numerics"]),
        ("src/engine", &["syntax", "diagnostics", "model", "emit", "cli", "verify", "numerics"]),
        ("src/polynomial", &["syntax", "diagnostics", "model", "symbolic", "tower", "engine", "emit", "cli", "verify"]),
        ("src/certificate", &["syntax", "diagnostics", "model", "tower", "engine", "replay", "emit", "cli", "verify"]),
        // The checker shares nothing with what found the proof.
        ("src/replay", &["tower", "engine", "diagnostics", "emit", "cli", "verify", "numerics", "pipeline"]),
        ("src/syntax", &["model", "geometry", "symbolic", "engine", "emit", "cli", "verify"]),
        ("src/model", &["engine", "tower", "emit", "cli", "verify", "numerics", "enclosure"]),
        // A verdict writes its witness with `emit::text`; documents are made of verdicts, not the other way round.
        ("src/verify", &["cli", "numerics", "emit::document", "emit::latex", "emit::json", "emit::rust"]),
        ("src/numerics", &["syntax", "diagnostics", "model", "engine", "tower", "emit", "cli", "verify"]),
        ("src/simulate", &["syntax", "diagnostics", "engine", "tower", "emit", "cli", "verify"]),
        ("src/plot", &["syntax", "diagnostics", "engine", "tower", "cli", "verify"]),
        ("src/emit", &["syntax", "engine", "tower", "cli"]),
    ];
    for (folder, above) in rules {
        let rule = format!("{folder} must not use {}", above.join(", "));
        none(&lines(folder), &rule, |l| above.iter().any(|m| l.code.contains(&format!("crate::{m}::"))));
    }
}

/// The path of a proof from its certificate to its acceptance: neither the engine's crate nor the tower.
#[test]
fn the_checker_of_proofs_uses_no_engine() {
    for folder in ["src/replay", "src/certificate", "src/polynomial", "src/geometry", "src/model", "src/enclosure"] {
        none(&lines(folder), &format!("{folder} must not use the engine"), |l| {
            has_word(&l.code, "algebra") || has_word(&l.code, "tower") || l.code.contains("crate::engine")
        });
    }
}

#[test]
fn enclosures_use_no_machine_floats() {
    none(&lines("src/enclosure"), "enclosures are made of directed arbitrary precision", |l| {
        has_word(&l.code, "f64") || has_word(&l.code, "f32")
    });
}

#[test]
fn the_catalogue_is_sorted() {
    let ids: Vec<&str> = Code::ALL.iter().map(|c| c.id()).collect();
    assert!(ids.windows(2).all(|w| w[0] < w[1]), "{ids:?}");
}

#[test]
fn no_line_names_the_machine_it_was_written_on() {
    let folders = ["src", "algebra/src", "tests", "benches", "docs", "examples", "grammar"];
    let endings = [".rs", ".md", ".geo", ".pest", ".json"];
    let mut found = Vec::new();
    for path in folders.iter().flat_map(|f| endings.iter().flat_map(move |e| files(f, e))) {
        let file = name(&path);
        if file == "tests/tidy.rs" {
            continue;
        }
        for (k, line) in read(&path).lines().enumerate() {
            if ["/home/", "/Users/", "/root/", "/work/"].iter().any(|p| line.contains(p)) {
                found.push(format!("{file}:{}", k + 1));
            }
        }
    }
    assert!(found.is_empty(), "absolute paths: {found:?}");
}

/// What `cargo tree` says of the crates and features that go into the edges named.
fn tree(edges: &str, package: &str) -> Option<BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", edges, "--format", "{p} {f}", "--prefix", "none", "--package", package])
        .current_dir(ROOT)
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.lines().map(|l| l.trim_end_matches(" (*)").trim_end().to_owned()).filter(|l| !l.is_empty()).collect())
}

/// `name v1.2.3` of a line `name v1.2.3 (proc-macro) features`.
fn crate_of(line: &str) -> String {
    line.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// The engine takes minutes to compile. If a test dependency switched on another feature of a crate below it,
/// `cargo run` and `cargo test` would each compile an engine of their own.
#[test]
fn the_engine_is_compiled_once_for_run_and_test() {
    // The manifest that makes them agree names this file; before it does, there is nothing to keep watch over.
    if !read(&Path::new(ROOT).join("Cargo.toml")).contains("tests/tidy.rs") {
        return;
    }
    let (Some(engine), Some(run), Some(test)) =
        (tree("normal,build", "algebra"), tree("normal,build", "geoflow"), tree("normal,build,dev", "geoflow"))
    else {
        // Without the registry's index there is nothing to compare: sources alone do not say which features meet.
        return;
    };
    let below: BTreeSet<String> = engine.iter().map(|l| crate_of(l)).collect();
    let of = |tree: &BTreeSet<String>| -> BTreeSet<String> {
        tree.iter().filter(|l| below.contains(&crate_of(l))).cloned().collect()
    };
    let (run, test) = (of(&run), of(&test));
    let only_run: Vec<&String> = run.difference(&test).collect();
    let only_test: Vec<&String> = test.difference(&run).collect();
    assert!(
        only_run.is_empty() && only_test.is_empty(),
        "crates below the engine differ in features\n  cargo run:  {only_run:#?}\n  cargo test: {only_test:#?}\n\
         name the crate with these features in Cargo.toml, so that both agree"
    );
}
