//! How long a user waits: whole processes of `derive` and `verify` on every file of `examples/`.
//!
//! In: the release binary and the examples. Out: a table with the median and the shortest time of several runs after
//! one to warm up, and the peak memory of the process or of its engine's child, whichever is larger (0 where the
//! system does not tell). A plain program instead of a framework: what is measured is a process, not a function.
//!
//! `cargo bench --bench commands`; `-- NAME` takes only examples whose name contains NAME, `GEOFLOW_RUNS=9` sets the
//! number of runs (5). Nothing fails here: times are no tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COMMANDS: [&str; 2] = ["derive", "verify"];
const BINARY: &str = env!("CARGO_BIN_EXE_geoflow");

fn examples(filter: Option<&str>) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut out: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "geo"))
        .filter(|p| filter.is_none_or(|f| stem(p).contains(f)))
        .collect();
    out.sort();
    out
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// One run: its time and its exit code.
fn run(command: &str, example: &Path) -> Option<(Duration, i32)> {
    let start = Instant::now();
    let status = Command::new(BINARY)
        .arg(command)
        .arg(example)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    Some((start.elapsed(), status.code().unwrap_or(-1)))
}

/// Peak resident memory in MiB of the process and of the children it has waited for, by `/usr/bin/time`.
fn peak(command: &str, example: &Path) -> u64 {
    let output =
        Command::new("/usr/bin/time").args(["-f", "%M", BINARY, command]).arg(example).stdout(Stdio::null()).output();
    let Ok(output) = output else { return 0 };
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().next_back().and_then(|l| l.trim().parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}

fn main() {
    let filter = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let runs = std::env::var("GEOFLOW_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(5_usize).max(1);
    println!("{:<28} {:<8} {:>10} {:>10} {:>6} {:>9}", "example", "command", "median", "shortest", "code", "peak");
    let mut slowest = Duration::ZERO;
    for example in examples(filter.as_deref()) {
        for command in COMMANDS {
            let _warm = run(command, &example);
            let mut times = Vec::new();
            let mut code = -1;
            for _ in 0..runs {
                if let Some((time, status)) = run(command, &example) {
                    times.push(time);
                    code = status;
                }
            }
            times.sort();
            let (Some(shortest), Some(median)) = (times.first(), times.get(times.len() / 2)) else { continue };
            slowest = slowest.max(*median);
            println!(
                "{:<28} {:<8} {:>7.1} ms {:>7.1} ms {:>6} {:>5} MiB",
                stem(&example),
                command,
                milliseconds(*median),
                milliseconds(*shortest),
                code,
                peak(command, &example)
            );
        }
    }
    println!("slowest median: {:.1} ms ({runs} runs each)", milliseconds(slowest));
}

fn milliseconds(d: Duration) -> f64 {
    d.as_secs_f64() * 1000.0
}
