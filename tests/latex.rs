//! `geoflow emit latex`: a whole file whose mathematics KaTeX reads.
//!
//! The engine runs in the processes started here; they queue for its lock.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};

fn emitted(model: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_geoflow"))
        .args(["emit", "latex", model, "--wait", "500"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{model}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The formulas between two marks.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    let pieces = text.split(open).skip(1);
    pieces.map(|piece| piece.split(close).next().unwrap()).collect()
}

/// `\begin` and `\end` that do not belong together.
fn unbalanced(text: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut wrong = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\begin{").into_iter().chain(rest.find("\\end{")).min() {
        let begins = rest[at..].starts_with("\\begin");
        let name = rest[at..].split(['{', '}']).nth(1).unwrap();
        if begins {
            open.push(name);
        } else if open.pop() != Some(name) {
            wrong.push(name.to_owned());
        }
        rest = &rest[at + 5..];
    }
    wrong.extend(open.into_iter().map(str::to_owned));
    wrong
}

/// The words outside formulas hold none of LaTeX's own characters unescaped.
fn stray(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut in_display = false;
    for line in text.lines().filter(|l| !l.starts_with('%')) {
        match line {
            "\\[" => in_display = true,
            "\\]" => in_display = false,
            _ if in_display => {}
            _ => {
                let plain = line.replace("\\_", "").replace("\\&", "").replace("\\%", "").replace("\\#", "");
                let plain = plain.replace("\\$", "");
                if plain.matches('$').count() % 2 != 0 || plain.contains(['&', '#', '~']) {
                    out.push(line.to_owned());
                }
            }
        }
    }
    out
}

#[test]
fn the_file_is_whole_and_its_mathematics_is_read() {
    for model in [
        "tests/models/gain_control.geo",
        "tests/models/two_estimators.geo",
        "examples/release_fisher.geo",
        "examples/intrinsic_plasticity_natural.geo",
        "examples/long_run.geo",
        "examples/three_metrics.geo",
    ] {
        let text = emitted(model);
        assert!(text.starts_with("% ") && text.contains("\\documentclass"), "{model}");
        assert!(text.trim_end().ends_with("\\end{document}"), "{model}");
        assert_eq!(unbalanced(&text), Vec::<String>::new(), "{model}");
        assert_eq!(stray(&text), Vec::<String>::new(), "{model}");
        let displays = between(&text, "\n\\[\n", "\n\\]\n");
        assert!(displays.len() >= 5, "{model}: {}", displays.len());
        for formula in displays {
            assert!(ratex_parser::parse(formula).is_ok(), "{model}: {formula}");
        }
        for formula in text.lines().flat_map(|l| between(l, " $", "$")) {
            assert!(ratex_parser::parse(formula).is_ok(), "{model}: {formula}");
        }
    }
}
