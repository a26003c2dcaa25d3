//! Every model of `examples/` and `tests/models/` is well formed, and every claim in it comes out as written.

use geoflow::diagnostics::render::{RenderStyle, render};
use geoflow::model::{Model, elaborate};
use geoflow::syntax::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The models of a folder, by name.
fn models(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|e| panic!("{}: {e}", root.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "geo"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no models in {folder}");
    found
}

fn all_models() -> Vec<PathBuf> {
    let mut all = models("examples");
    all.extend(models("tests/models"));
    all
}

/// The checked model, or every finding drawn as text.
fn elaborated(path: &Path) -> Result<(Model, Sources), String> {
    let bytes = fs::read(path).map_err(|e| e.to_string())?;
    let mut sources = Sources::new();
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let style = RenderStyle::default();
    let id = sources.add(name, &bytes).map_err(|d| render(&[d], &Sources::new(), style))?;
    let (file, problems) = geoflow::syntax::parse(id, sources.text(id));
    if !problems.is_empty() {
        return Err(render(&problems, &sources, style));
    }
    let (model, findings) = elaborate(&file);
    if findings.is_empty() { Ok((model, sources)) } else { Err(render(&findings, &sources, style)) }
}

#[test]
fn every_model_is_well_formed() {
    let broken: Vec<String> = all_models().iter().filter_map(|path| elaborated(path).err()).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_model_says_where_it_comes_from() {
    for path in all_models() {
        let text = fs::read_to_string(&path).expect("a text file");
        assert!(text.starts_with("// "), "{} opens with a comment on its source", path.display());
    }
}

#[test]
fn every_claim_comes_out_as_written() {
    for path in all_models() {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let output = Command::new(env!("CARGO_BIN_EXE_geoflow"))
            .arg("verify")
            .arg(&path)
            .args(["--wait", "500"])
            .output()
            .expect("geoflow runs");
        let text = String::from_utf8(output.stdout).expect("text on standard output");
        assert_eq!(output.status.code(), Some(0), "{name}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(!text.lines().any(|line| line.starts_with("? undecided")), "{name}\n{text}");
        insta::assert_snapshot!(name, text);
    }
}
