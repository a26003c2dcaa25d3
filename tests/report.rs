//! `geoflow report`: one page that needs nothing else.
//!
//! The engine runs in the process started here; it queues for its lock.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};

/// Elements that are opened and not closed, or closed and not opened; `br` and `meta` stand alone.
fn unbalanced(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let Some(end) = rest.find('>') else { break };
        let (tag, after) = rest.split_at(end);
        rest = after;
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric()).collect();
        if tag.starts_with('!') || tag.ends_with('/') || matches!(name.as_str(), "br" | "meta") {
            continue;
        }
        if tag.starts_with('/') {
            if open.pop().as_deref() != Some(name.as_str()) {
                wrong.push(format!("/{name}"));
            }
        } else {
            open.push(name);
        }
    }
    wrong.extend(open);
    wrong
}

#[test]
fn a_report_holds_equations_verdicts_figures_and_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shear.html");
    let run = |more: &[&str]| {
        let mut arguments = vec!["report", "examples/shear_map.geo", "-o", path.to_str().unwrap(), "--wait", "500"];
        arguments.extend(more);
        let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
        command.args(&arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
        command.output().unwrap()
    };
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = std::fs::read_to_string(&path).unwrap();
    assert_eq!(unbalanced(&page), Vec::<String>::new());
    for part in ["<math", "<svg", "proved</b>", "refuted</b>", "true map; sheared map", "manifold Land", "at x = "] {
        assert!(page.contains(part), "{part}");
    }
    assert!(
        !page.contains("<merror") && !page.contains("<script") && !page.contains("src=") && !page.contains("href=")
    );
    // Its own page is replaced, with the same bytes.
    assert_eq!(run(&[]).status.code(), Some(0));
    assert!(std::fs::read_to_string(&path).unwrap() == page);
    std::fs::write(&path, "mine").unwrap();
    assert_eq!(run(&[]).status.code(), Some(2));
}
