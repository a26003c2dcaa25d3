//! The documents say what geoflow does: their models elaborate, their transcripts are run, the catalogue is up to date.
//!
//! In: `README.md`, `CHANGELOG.md` and `docs/*.md`. A block fenced as `geo` must be read, elaborated and have its obligations
//! discharged without a diagnostic, as `geo,G0301` with exactly that code. Lines `$ geoflow ..` of a `console` block are run in the repository's root and
//! their standard output is compared, and the exit code with the number after the fence (`console,1`; 0 without one).
//! `GEOFLOW_BLESS=1` rewrites `docs/diagnostics.md` and the output in transcripts.

use geoflow::diagnostics::{Code, Diagnostic};
use geoflow::engine::{EngineOptions, Supervisor};
use geoflow::model::elaborate;
use geoflow::syntax::{parse, span::FileId};
use geoflow::verify::Decider;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A fenced block.
struct Block {
    /// `docs/language.md:12`
    place: String,
    /// What stands behind the fence: `geo`, `G0301`.
    info: Vec<String>,
    text: String,
}

fn documents() -> Vec<PathBuf> {
    let mut out = vec![Path::new(ROOT).join("README.md"), Path::new(ROOT).join("CHANGELOG.md")];
    let entries = std::fs::read_dir(Path::new(ROOT).join("docs")).expect("the folder docs");
    out.extend(entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "md")));
    out.sort();
    out
}

fn blocks(path: &Path) -> Vec<Block> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let name = path.strip_prefix(ROOT).unwrap_or(path).display();
    let mut out: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    for (k, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => out.push(block),
            (Some(info), None) => {
                let info = info.split(',').map(|part| part.trim().to_owned()).collect();
                open = Some(Block { place: format!("{name}:{}", k + 1), info, text: String::new() });
            }
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{name}: a block is never closed");
    out
}

fn blocks_of(kind: &str) -> Vec<Block> {
    documents().iter().flat_map(|p| blocks(p)).filter(|b| b.info.first().is_some_and(|i| i == kind)).collect()
}

/// Diagnostics of form, else of elaboration, else of the obligations that the model leaves.
fn diagnostics(text: &str, engine: &mut Supervisor) -> Vec<Diagnostic> {
    let (file, found) = parse(FileId(0), text);
    if !found.is_empty() {
        return found;
    }
    let (model, found) = elaborate(&file);
    if found.is_empty() { Decider::new(engine).discharge(&model).diagnostics } else { found }
}

#[test]
fn models_in_the_documents_elaborate() {
    let mut wrong = String::new();
    let all = blocks_of("geo");
    // The child of the binary, not a thread of this process: the lock is given back at the end of this test.
    let binary = Some(PathBuf::from(env!("CARGO_BIN_EXE_geoflow")));
    let mut engine = Supervisor::new(EngineOptions { binary, ..EngineOptions::default() });
    for block in &all {
        let found = diagnostics(&block.text, &mut engine);
        let mut codes: Vec<&str> = found.iter().map(|d| d.code.id()).collect();
        codes.dedup();
        let expected: Vec<&str> = block.info[1..].iter().map(String::as_str).collect();
        if codes != expected {
            let _ = writeln!(wrong, "{}: expected {expected:?}, found {codes:?}", block.place);
            for d in &found {
                let at =
                    d.primary_span().map_or("", |s| block.text.get(s.start as usize..s.end as usize).unwrap_or(""));
                let _ = writeln!(wrong, "    {}: {} (at `{at}`)", d.code, d.headline);
            }
        }
    }
    assert!(all.len() > 20, "the documents show {} models", all.len());
    assert!(wrong.is_empty(), "{wrong}");
}

/// The words of a command; single quotes hold blanks together.
fn words(command: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (k, part) in command.split('\'').enumerate() {
        if k % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

/// A transcript: commands, each with the output that follows it.
fn commands(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            out.push((command.to_owned(), String::new()));
        } else if let Some((_, output)) = out.last_mut() {
            output.push_str(line);
            output.push('\n');
        }
    }
    out
}

/// Runs a command of a transcript in the repository's root: standard output, standard error, exit code.
fn run(arguments: &[String]) -> (String, String, Option<i32>) {
    let run = Command::new(env!("CARGO_BIN_EXE_geoflow")).args(arguments).current_dir(ROOT).output();
    let run = run.expect("the binary starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    (text(&run.stdout), text(&run.stderr), run.status.code())
}

#[test]
fn transcripts_in_the_documents_are_true() {
    let bless = std::env::var_os("GEOFLOW_BLESS").is_some();
    let mut wrong = String::new();
    for path in documents() {
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        let mut page = old.clone();
        for block in blocks(&path).into_iter().filter(|b| b.info.first().is_some_and(|i| i == "console")) {
            let code: i32 = block.info.get(1).and_then(|c| c.parse().ok()).unwrap_or(0);
            let mut fresh = String::new();
            for (command, expected) in commands(&block.text) {
                let words = words(&command);
                let [program, arguments @ ..] = words.as_slice() else { continue };
                assert_eq!(program, "geoflow", "{}: only geoflow is run", block.place);
                let (printed, errors, ended) = run(arguments);
                let _ = write!(fresh, "$ {command}\n{printed}\n");
                if ended != Some(code) || (!bless && printed != expected.trim_end()) {
                    let _ = writeln!(
                        wrong,
                        "{}: `{command}` ended with {ended:?} (expected {code}) and printed\n{printed}\n{errors}\n---- expected\n{expected}",
                        block.place,
                    );
                }
            }
            if bless {
                page = page.replacen(&block.text, &fresh, 1);
            }
        }
        if page != old && wrong.is_empty() {
            std::fs::write(&path, page).expect("the document can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The catalogue as a page.
fn catalogue() -> String {
    let mut out = String::from(
        "# Diagnostics\n\n\
         Every code that geoflow prints, with its cause and its cure. Generated from `src/diagnostics/codes.rs`;\n\
         `GEOFLOW_BLESS=1 cargo test --release --test docs` rewrites it.\n",
    );
    let parts: [(&str, &str); 9] = [
        ("G01", "Form"),
        ("G02", "Names"),
        ("G03", "Units"),
        ("G04", "Kinds and charts"),
        ("G05", "Domains, maps and metrics"),
        ("G06", "Statistics"),
        ("G07", "Claims"),
        ("G08", "Engine and limits"),
        ("G09", "Files and the command line"),
    ];
    for (prefix, title) in parts {
        let _ = write!(out, "\n## {prefix}xx: {title}\n");
        for code in Code::ALL.iter().filter(|c| c.id().starts_with(prefix)) {
            let entry = code.entry();
            let _ = write!(
                out,
                "\n### {}: {}\n\n- Cause: {}.\n- Cure: {}.\n",
                entry.id, entry.title, entry.cause, entry.cure
            );
            if !entry.example.is_empty() {
                let _ = write!(out, "\n```geo,{}\n{}\n```\n", entry.id, entry.example);
            }
        }
    }
    out
}

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let path = Path::new(ROOT).join("docs/diagnostics.md");
    let page = catalogue();
    for code in Code::ALL {
        assert!(page.contains(&format!("### {code}: ")), "{code} belongs to no part of the page");
    }
    if std::env::var_os("GEOFLOW_BLESS").is_some() {
        std::fs::write(&path, &page).expect("docs/diagnostics.md can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/diagnostics.md is out of date: run the tests with GEOFLOW_BLESS=1");
}
