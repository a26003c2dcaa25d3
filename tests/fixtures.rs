//! Small models by folder, each with what it must come to; the snapshots hold the source and the whole result.
//!
//! `tests/fixtures/PHASE/KIND/name_that_says_the_point.geo` opens with `// expect: ..`: codes of diagnostics, `ok`, or
//! `proved`, `refuted`, `given` (proved on conditions), `undecided` for every claim in it. The header is checked by itself, so that a snapshot that was
//! accepted without looking cannot hide a wrong answer; and it must fit the folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn fixtures() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "geo") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What `geoflow verify` says, with its exit code and without the engine's banner.
fn outcome(path: &Path) -> (Option<i32>, String, String) {
    let folder = path.parent().expect("a folder");
    let name = path.file_name().expect("a name");
    let output = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .current_dir(folder)
        .args(["verify", "--ascii", "--wait", "600"])
        .arg(name)
        .output()
        .expect("geoflow runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let findings = text(&output.stderr);
    // The engine's banner is drawn in a frame of its own; another process may hold the engine for a while.
    let aside = |l: &&str| !l.starts_with(['┌', '│', '└']) && !l.starts_with("geoflow: waiting for another");
    let findings: Vec<&str> = findings.lines().filter(aside).collect();
    (output.status.code(), text(&output.stdout), findings.join("\n"))
}

/// The codes of the errors and warnings, in order.
fn codes(findings: &str) -> Vec<&str> {
    let heads = findings.lines().filter(|l| l.starts_with("error[") || l.starts_with("warning["));
    heads.filter_map(|l| l.split(['[', ']']).nth(1)).collect()
}

fn expected_verdict(folder: &str, expect: &str) -> bool {
    match expect {
        "ok" | "proved" | "refuted" | "given" | "undecided" => folder == expect,
        _ => folder == "err",
    }
}

#[test]
fn every_fixture_comes_to_what_its_first_line_says() {
    let all = fixtures();
    assert!(all.len() >= 50, "{} fixtures", all.len());
    for path in all {
        let source = fs::read_to_string(&path).expect("a text");
        let place = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).expect("inside");
        let place = place.with_extension("").to_string_lossy().replace('/', "__");
        let expect = source.lines().next().and_then(|l| l.strip_prefix("// expect: ")).unwrap_or_default();
        let folder = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
        assert!(expected_verdict(folder.as_deref().unwrap_or_default(), expect), "{place}: `{expect}` in {folder:?}");

        let (code, report, findings) = outcome(&path);
        let marks = |mark: &str| report.lines().filter(|l| l.starts_with(mark)).count();
        let claims =
            source.lines().filter(|l| l.trim_start().starts_with("prove ") || l.contains("strict prove")).count();
        let context = format!("{place}\n{report}{findings}");
        match expect {
            "ok" | "proved" => assert_eq!((code, marks("ok proved")), (Some(0), claims), "{context}"),
            "refuted" => assert_eq!((code, marks("!! refuted")), (Some(1), claims), "{context}"),
            "undecided" => assert_eq!((code, marks("?  undecided")), (Some(3), claims), "{context}"),
            // Proved on the conditions that are printed.
            "given" => assert_eq!((code, marks("?  proved")), (Some(3), claims), "{context}"),
            wanted => {
                let wanted: Vec<&str> = wanted.split(' ').collect();
                assert_eq!((code, codes(&findings)), (Some(2), wanted), "{context}");
                assert_eq!(report, "", "{context}");
            }
        }
        let code = code.map_or("none".to_owned(), |c| c.to_string());
        insta::assert_snapshot!(place, format!("{source}---- exit code {code}\n{report}{findings}"));
    }
}
