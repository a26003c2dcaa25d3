//! Repairs that can be pasted: applied to the text they were made for, they remove the finding they came with.
//!
//! Every fixture is read; every finding of form, names, kinds and units that carries a patch is repaired by itself. The
//! engine is not needed: what it finds has no patch.

use geoflow::diagnostics::{Diagnostic, Patch};
use geoflow::pipeline::{Input, Reader, elaborate, parse_with_includes};
use std::path::{Path, PathBuf};
use std::{fs, io};

struct NoFiles;

impl Reader for NoFiles {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn identity(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

fn fixtures(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            fixtures(&path, found);
        } else if path.extension().is_some_and(|e| e == "geo") {
            found.push(path);
        }
    }
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let input = Input { path: None, name: "model.geo".into(), bytes: text.as_bytes().to_vec() };
    elaborate(parse_with_includes(&input, &NoFiles)).diagnostics
}

/// The text with the patches of one finding, the last place first.
fn repaired(text: &str, patches: &[Patch]) -> String {
    let mut patches: Vec<&Patch> = patches.iter().collect();
    patches.sort_by_key(|p| std::cmp::Reverse(p.span.start));
    let mut out = text.to_owned();
    for p in patches {
        out.replace_range(p.span.start as usize..p.span.end as usize, &p.replacement);
    }
    out
}

fn alike(all: &[Diagnostic], one: &Diagnostic) -> usize {
    all.iter().filter(|d| d.code == one.code && d.headline == one.headline).count()
}

#[test]
fn a_pasted_repair_removes_its_finding() {
    let mut paths = Vec::new();
    fixtures(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), &mut paths);
    paths.sort();
    let mut pasted = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("a text");
        let before = findings(&text);
        for finding in before.iter().filter(|d| !d.patches.is_empty()) {
            let mended = repaired(&text, &finding.patches);
            let after = findings(&mended);
            let context = || format!("{}: {}\n{mended}\n{after:#?}", path.display(), finding.headline);
            assert!(alike(&after, finding) < alike(&before, finding), "it is still there. {}", context());
            // A repair in one item does not break another one that could be read: nothing new of the same place.
            let place = finding.primary_span().map(|s| s.start);
            let same = after.iter().find(|d| d.primary_span().map(|s| s.start) == place && d.is_error());
            assert!(same.is_none(), "another finding stands in its place. {}", context());
            pasted += 1;
        }
    }
    assert!(pasted >= 10, "{pasted} repairs");
}
