//! Emitted flows against flows written by hand: nanoseconds a call and operations, both in one run.
//!
//! In: the release binary, two examples and the two models in `benches/emitted/`. Out: a table. The emitted modules and
//! the program that times them (`benches/emitted/timing.rs`) become a package of their own below cargo's folder for
//! temporary files, compiled with optimisation however geoflow itself was compiled. Nothing fails here but a flow whose
//! values differ: times are no tests.
//!
//! `cargo bench --bench emitted`. The same flows by other tools: `benches/peers/flows.py`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

const BINARY: &str = env!("CARGO_BIN_EXE_geoflow");

/// Module, model, function.
const FLOWS: [(&str, &str, &str); 4] = [
    ("normal", "examples/normal_natural_flow.geo", "natural_in_std"),
    ("release", "examples/release_fisher.geo", "natural_in_pq"),
    ("kernel", "benches/emitted/kernel.geo", "learning"),
    ("diagonal", "benches/emitted/diagonal.geo", "learning"),
];

fn main() -> io::Result<()> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted_flows");
    fs::create_dir_all(place.join("src"))?;
    let mut counts = Vec::new();
    for (module, model, function) in FLOWS {
        let path = place.join("src").join(format!("{module}.rs"));
        emit(&home.join(model), &path)?;
        counts.push(operations(&fs::read_to_string(&path)?, function));
    }
    fs::copy(home.join("benches/emitted/by_hand.rs"), place.join("src/by_hand.rs"))?;
    fs::copy(home.join("benches/emitted/timing.rs"), place.join("src/main.rs"))?;
    fs::copy(home.join("Cargo.lock"), place.join("Cargo.lock"))?;
    fs::write(
        place.join("Cargo.toml"),
        "[package]\nname = \"emitted_flows\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nnalgebra = { version = \"0.35\", default-features = false, features = [\"std\"] }\n\n\
         [workspace]\n",
    )?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--release", "--quiet", "--target-dir"]).arg(place.join("target")).arg("--").args(&counts);
    // The flags of the outer run say nothing here.
    let status = cargo.current_dir(&place).env_remove("CARGO_INCREMENTAL").env_remove("RUSTFLAGS").status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("the timing program failed")) }
}

fn emit(model: &Path, path: &PathBuf) -> io::Result<()> {
    let status = Command::new(BINARY)
        .args(["emit", "rust", "--wait", "500", "--force", "-o"])
        .arg(path)
        .arg(model)
        .stderr(Stdio::null())
        .status()?;
    // 3: something about a declaration stayed open, such as the definiteness of a large metric.
    if matches!(status.code(), Some(0 | 3)) { Ok(()) } else { Err(io::Error::other("a model could not be emitted")) }
}

/// What the documentation of a function says of its operations.
fn operations(code: &str, function: &str) -> String {
    let checked = format!("[`checked_{function}`]");
    let line = code.lines().find(|l| l.contains("Fast: ") && l.contains(&checked)).unwrap_or_default();
    line.split("Fast: ").nth(1).and_then(|l| l.split(' ').next()).unwrap_or("?").to_owned()
}
