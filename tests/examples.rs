//! Every model of `examples/` and `tests/models/` is well formed, and every claim in it comes out as written.

use geoflow::diagnostics::render::{RenderStyle, render};
use geoflow::engine::{EngineOptions, Supervisor};
use geoflow::model::{Model, elaborate};
use geoflow::syntax::source::Sources;
use geoflow::verify::{Decider, Verdict};
use std::fs;
use std::path::{Path, PathBuf};

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
#[ignore = "dev"]
fn dev_verify() {
    let only = std::env::var("ONLY").unwrap_or_default();
    let style = RenderStyle::default();
    for path in all_models() {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.contains(&only) {
            continue;
        }
        let start = std::time::Instant::now();
        let (model, sources) = match elaborated(&path) {
            Ok(x) => x,
            Err(e) => {
                println!("{name}: {e}");
                continue;
            }
        };
        println!("== {name} (elaborated in {:?})", start.elapsed());
        let mut supervisor = Supervisor::new(EngineOptions {
            binary: None,
            wait: std::time::Duration::from_secs(300),
            timeout: std::time::Duration::from_secs(20),
        });
        let mut decider = Decider::new(&mut supervisor);
        let d = decider.discharge(&model);
        if !d.diagnostics.is_empty() {
            println!("{}", render(&d.diagnostics, &sources, style));
        }
        for h in &d.hypotheses {
            println!("  HYPOTHESIS {} {}", h.declaration, h.text);
        }
        for c in &model.claims {
            let t = std::time::Instant::now();
            let o = decider.claim(&model, c);
            let ms = t.elapsed().as_millis();
            let l = c.label.clone().unwrap_or_default();
            if o.came_out && ms < 500 {
                if !o.undefined_on.is_empty() {
                    println!(
                        "  ok {l} {ms}ms undefined on {:?}",
                        o.undefined_on.iter().map(|f| format!("{} {:?}", f.expr, f.relation)).collect::<Vec<_>>()
                    );
                }
                continue;
            }
            match &o.verdict {
                Verdict::Proved { by, .. } => println!("  {} {l} {ms}ms PROVED {by:?}", o.came_out),
                Verdict::Refuted { witness: w } => println!(
                    "  {} {l} {ms}ms REFUTED at {:?} {} left {:?} right {:?}",
                    o.came_out,
                    w.point.iter().map(|(s, r)| format!("{}={r}", s.name())).collect::<Vec<_>>(),
                    w.component,
                    w.left,
                    w.right
                ),
                Verdict::Undecided { reason, remains } => println!(
                    "  {} {l} {ms}ms UNDECIDED {reason} remains {}",
                    o.came_out,
                    remains
                        .iter()
                        .map(|e| format!("{e}"))
                        .collect::<Vec<_>>()
                        .join(" ; ")
                        .chars()
                        .take(600)
                        .collect::<String>()
                ),
            }
        }
        for c in &model.checks {
            let t = std::time::Instant::now();
            let o = decider.check(&model, c);
            if o.came_out != Some(true) || t.elapsed().as_millis() > 500 {
                println!(
                    "  CHECK {:?} {:?} {:?} {:?} {}ms",
                    c.label,
                    o.came_out,
                    o.components.iter().map(|c| (c.came_out, c.value.clone(), c.expected.clone())).collect::<Vec<_>>(),
                    o.reason,
                    t.elapsed().as_millis()
                );
            }
        }
        for r in &model.refusals {
            let o = decider.refusal(r);
            if !o.came_out {
                println!("  REFUSE {} {}", r.code, render(&o.diagnostics, &sources, style));
            }
        }
        println!(
            "   {} claims {} checks {} refusals in {:?}",
            model.claims.len(),
            model.checks.len(),
            model.refusals.len(),
            start.elapsed()
        );
    }
}
