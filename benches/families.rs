//! Fisher metric and divergence of every named family: whole processes of `derive` on the models in `benches/families/`.
//!
//! In: the release binary (another one: `GEOFLOW=PATH`) and the models. Out: a table in Markdown with the median and the
//! shortest time of several runs after one to warm up, and the processor time of the process and its child, which does not
//! depend on what else the machine does. `GEOFLOW_WRITE=1` also puts it into `docs/peers.md`.
//!
//! `cargo bench --bench families`; `GEOFLOW_RUNS=9` sets the number of runs (5). Nothing fails here: times are no tests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

const BUILT: &str = env!("CARGO_BIN_EXE_geoflow");

/// The wish for one variable, and for three.
const WISHES: &str = "wished: below 50 ms each, normal laws of three variables below 1 s";

fn main() -> io::Result<()> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let binary = std::env::var("GEOFLOW").unwrap_or_else(|_| BUILT.to_owned());
    let runs = std::env::var("GEOFLOW_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(5_usize).max(1);
    let mut models: Vec<PathBuf> =
        fs::read_dir(home.join("benches/families"))?.filter_map(|e| Some(e.ok()?.path())).collect();
    models.retain(|p| p.extension().is_some_and(|e| e == "geo"));
    models.sort();
    let mut table = String::from("| Family | Median | Shortest | Processor |\n|---|---:|---:|---:|\n");
    for model in &models {
        let Some(first) = run(&binary, model) else { continue };
        let mut times: Vec<Duration> = (0..runs).filter_map(|_| run(&binary, model)).collect();
        times.sort();
        let (shortest, median) = (times.first().copied().unwrap_or(first), times.get(times.len() / 2).copied());
        let name = model.file_stem().map(|s| s.to_string_lossy().replace('_', " ")).unwrap_or_default();
        let line = format!(
            "| {name} | {:.0} ms | {:.0} ms | {} |",
            milliseconds(median.unwrap_or(first)),
            milliseconds(shortest),
            processor(&binary, model)
        );
        println!("{line}");
        writeln!(table, "{line}").map_err(io::Error::other)?;
    }
    if std::env::var("GEOFLOW_WRITE").is_ok_and(|w| w == "1") {
        write(&home.join("docs/peers.md"), &table, runs)?;
    }
    Ok(())
}

/// The time of one run that came out well.
fn run(binary: &str, model: &Path) -> Option<Duration> {
    let mut command = Command::new(binary);
    command
        .args(["derive", "--wait", "500"])
        .arg(model)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().ok()?;
    let time = start.elapsed();
    if !status.success() {
        println!("{}: {status}", model.display());
    }
    status.success().then_some(time)
}

/// Processor time of the process and its child, by `/usr/bin/time`.
fn processor(binary: &str, model: &Path) -> String {
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%U %S", binary, "derive", "--wait", "500"]).arg(model).stdout(Stdio::null());
    let Ok(output) = command.output() else { return "?".to_owned() };
    let text = String::from_utf8_lossy(&output.stderr);
    let seconds: Option<f64> =
        text.lines().next_back().and_then(|l| l.split_whitespace().map(|w| w.parse::<f64>().ok()).sum());
    seconds.map_or_else(|| "?".to_owned(), |s| format!("{:.0} ms", s * 1000.0))
}

/// Puts the table between its marks.
fn write(page: &Path, table: &str, runs: usize) -> io::Result<()> {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown").to_owned();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let part = format!(
        "<!-- families: begin -->\n## Fisher metric and divergence of every family\n\nWritten by `cargo bench --bench families`: \
         whole processes of `derive` on `benches/families/`, {runs} runs\neach, {}, {cores} cores, load {load}; {WISHES}.\n\n{table}\
         <!-- families: end -->",
        std::env::consts::ARCH,
    );
    let text = fs::read_to_string(page)?;
    let marks = (text.find("<!-- families: begin -->"), text.find("<!-- families: end -->"));
    let new = match marks {
        (Some(a), Some(b)) => format!("{}{part}{}", &text[..a], &text[b + "<!-- families: end -->".len()..]),
        _ => format!("{}\n\n{part}\n", text.trim_end()),
    };
    fs::write(page, new)
}

fn milliseconds(d: Duration) -> f64 {
    d.as_secs_f64() * 1000.0
}
