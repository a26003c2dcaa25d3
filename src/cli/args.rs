//! What may stand on the command line.
//!
//! In: nothing. Out: [`Arguments`] and the help, which teaches by example. It must not act.

pub use super::picture_args::{MethodName, Plot, Report, Simulate, TrajectoryFormat, WalkArguments};
use super::picture_args::{PLOT_EXAMPLES, REPORT_EXAMPLES, SIMULATE_EXAMPLES};
use crate::verify::Limits;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// A compiler for gradient-flow theories.
///
/// A `.geo` file declares manifolds, charts, metrics, costs and flows, and claims about them. geoflow derives the
/// equations in closed form, decides every claim exactly, and writes text, LaTeX, JSON and Rust.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

const EXAMPLES: &str = "\
Examples:
  geoflow run normals.geo                     the file's own requests, and all its claims
  geoflow check normals.geo                   is the model well formed?
  geoflow derive normals.geo natural          the flow `natural` in every chart
  geoflow verify normals.geo --only fig3      one claim
  geoflow decide --var 'x: real' 'x^2 >= 0'   a statement without a model
  geoflow simulate normals.geo natural --from 'std(2, 1)' --until 4
  geoflow emit rust normals.geo -o flow.rs    code for simulation

Exit codes:
  0   everything came out as written
  1   a claim came out otherwise
  2   the input is wrong
  3   something stayed undecided or conditional
  70  a defect of geoflow itself";

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Print findings (and results) as one JSON document on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Use ASCII marks and frames only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// How long to wait for another geoflow that uses the engine
    #[arg(long, global = true, default_value = "60", value_name = "SECONDS", value_parser = seconds)]
    pub wait: std::time::Duration,
    /// How long the engine may work on one claim before it stays undecided
    #[arg(long, global = true, default_value = "20", value_name = "SECONDS", value_parser = seconds)]
    pub timeout: std::time::Duration,
    /// How much to try before a claim stays undecided, such as points=400,bits=1024,size=50000
    #[arg(long, global = true, default_value = "", hide_default_value = true, value_name = "LIMITS", value_parser = limits)]
    pub budget: Limits,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// For a paper
    Latex,
    /// For programs
    Json,
}

/// What a model can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// A Rust module for simulation, with its own tests
    Rust,
    /// A Python module for NumPy or JAX, with its own test
    Python,
    /// The report for a paper
    Latex,
    /// The report for programs
    Json,
    /// The report for reading
    Text,
}

impl Target {
    /// The target of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a model: form, names, kinds, units, domains, maps, metrics
    #[command(after_help = CHECK_EXAMPLES)]
    Check(FileArgument),
    /// Derive the objects of a model in closed form, in every chart, or as numbers at a point
    #[command(after_help = DERIVE_EXAMPLES)]
    Derive(Derive),
    /// Decide the claims of a model
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Check the proofs in a certificate, without the engine
    #[command(after_help = REPLAY_EXAMPLES)]
    Replay(Replay),
    /// Decide statements without a model: one here, or a file of them line by line
    #[command(after_help = DECIDE_EXAMPLES)]
    Decide(Decide),
    /// Write a model as code or as a report
    #[command(after_help = EMIT_EXAMPLES)]
    Emit(Emit),
    /// Integrate a flow from initial values, in one chart or in several
    #[command(after_help = SIMULATE_EXAMPLES)]
    Simulate(Simulate),
    /// Draw flows, level lines, trajectories and unit balls as SVG or PNG
    #[command(after_help = PLOT_EXAMPLES)]
    Plot(Plot),
    /// Write one self-contained page: equations, verdicts with witnesses, figures
    #[command(after_help = REPORT_EXAMPLES)]
    Report(Report),
    /// Do what the file itself asks for, and decide all its claims
    #[command(after_help = RUN_EXAMPLES)]
    Run(Run),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  geoflow completions bash > ~/.local/share/bash-completion/completions/geoflow")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Serve the engine to a parent process
    #[command(name = crate::engine::WORKER_COMMAND, hide = true)]
    EngineWorker,
    /// Serve statements to a parent process
    #[command(name = crate::decide::WORKER_COMMAND, hide = true)]
    DecideWorker,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  geoflow check normals.geo
  geoflow check --json normals.geo      findings for an editor
  cat normals.geo | geoflow check -";

const DERIVE_EXAMPLES: &str = "\
Examples:
  geoflow derive normals.geo
  geoflow derive normals.geo natural C --chart var
  geoflow derive normals.geo C --at 'std(mu = 2, sigma = 1)' --set mu0=4 --set sigma0=2
  geoflow derive normals.geo --format latex > appendix.tex

Values are rational numbers such as 2, -1/3, 0.25 or '10 [mV]'; a bare number is in the declared unit.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  geoflow verify normals.geo
  geoflow verify normals.geo --only fig3 --only invariance
  geoflow verify normals.geo --timeout 120 --format json
  geoflow verify normals.geo --certificate normals.proof.json";

const REPLAY_EXAMPLES: &str = "\
Examples:
  geoflow replay normals.proof.json

Exit codes: 0 accepted, 1 rejected, 2 not a certificate.";

const DECIDE_EXAMPLES: &str = "\
Examples:
  geoflow decide --var 'x: positive' --var 'n: integer' 'log(x^n) == n*log(x)'
  geoflow decide --var 'x: real' --var 'y: real' --where 'x < y' 'exp(x) < exp(y)'
  geoflow decide --batch statements.jsonl > answers.jsonl

A line of a batch: {\"id\": 1, \"vars\": {\"x\": \"(0, pi/2)\"}, \"where\": [\"x < 1\"], \"claim\": \"sin(x) < x\"}
(or `lhs` and `rhs` instead of `claim`). Domains: real, positive, nonnegative, negative, nonzero, integer, natural,
(a, b), [a, b), (a, b], [a, b] with constant ends, inf and -inf. Every line gets one line of answer, in order.

Exit codes of one statement: 0 proved, 1 refuted, 3 undecided, 2 wrong input. A batch ends with 0 once every line
has its answer.";

const EMIT_EXAMPLES: &str = "\
Examples:
  geoflow emit rust normals.geo -o src/normals.rs
  geoflow emit rust normals.geo --crate normals       a whole crate in the folder `normals`
  geoflow emit rust normals.geo --audit               bounds of the error of every function
  geoflow emit python normals.geo -o normals.py
  geoflow emit latex normals.geo -o appendix.tex
  geoflow emit json normals.geo

A file that geoflow did not write is never overwritten without --force.";

const RUN_EXAMPLES: &str = "\
Examples:
  geoflow run normals.geo
  geoflow run --ascii --color never normals.geo > transcript.txt";

/// A model.
#[derive(Clone, Debug, Args)]
pub struct FileArgument {
    /// The model; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `derive`.
#[derive(Clone, Debug, Args)]
pub struct Derive {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// Only these objects
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Only in this chart
    #[arg(long, value_name = "CHART")]
    pub chart: Option<String>,
    /// Numbers at this point, such as 'std(mu = 2, sigma = 1)'
    #[arg(long, value_name = "POINT")]
    pub at: Option<String>,
    /// A value for a param, such as mu0=4
    #[arg(long, value_name = "PARAM=VALUE")]
    pub set: Vec<String>,
    /// Give every other param its example value
    #[arg(long)]
    pub values: bool,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub struct Verify {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// Only the claims and checks with this label
    #[arg(long, value_name = "LABEL")]
    pub only: Vec<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the proofs to this file, for `geoflow replay`
    #[arg(long, value_name = "PATH")]
    pub certificate: Option<PathBuf>,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `replay`.
#[derive(Clone, Debug, Args)]
pub struct Replay {
    /// The certificate; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `decide`.
#[derive(Clone, Debug, Args)]
pub struct Decide {
    /// What is stated, such as 'log(x^n) == n*log(x)'
    #[arg(value_name = "CLAIM", required_unless_present = "batch", conflicts_with = "batch")]
    pub claim: Option<String>,
    /// A variable with its domain, such as 'x: positive', 'n: integer', 't: (0, pi/2)'
    #[arg(long, value_name = "NAME: DOMAIN", conflicts_with = "batch")]
    pub var: Vec<String>,
    /// A condition under which it is stated, such as 'x < y'
    #[arg(long = "where", value_name = "CONDITION", conflicts_with = "batch")]
    pub conditions: Vec<String>,
    /// Decide the statements of a file, one JSON object a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}

/// Arguments of `emit`.
#[derive(Clone, Debug, Args)]
pub struct Emit {
    /// What to write
    #[arg(value_enum)]
    pub target: Target,
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// Where to; standard output without it
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Write a whole crate into this folder (rust only)
    #[arg(long = "crate", value_name = "FOLDER", conflicts_with = "output")]
    pub folder: Option<PathBuf>,
    /// Rust without the standard library: functions come from libm
    #[arg(long)]
    pub no_std: bool,
    /// Bound the error of every emitted function by interval arithmetic, over a sample of its domain
    #[arg(long)]
    pub audit: bool,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `run`.
#[derive(Clone, Debug, Args)]
pub struct Run {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// A time in seconds, up to a year.
fn seconds(text: &str) -> Result<std::time::Duration, String> {
    const LONGEST: f64 = 365.0 * 86_400.0;
    match text.parse::<f64>() {
        Ok(s) if (0.0..=LONGEST).contains(&s) => Ok(std::time::Duration::from_secs_f64(s)),
        _ => Err("expected a number of seconds, such as 20 or 0.5".into()),
    }
}

/// The limits of a claim.
fn limits(text: &str) -> Result<Limits, String> {
    Limits::default().changed_by(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_are_bounded() {
        assert_eq!(seconds("0.5"), Ok(std::time::Duration::from_millis(500)));
        for bad in ["-1", "1e99", "nan", "soon"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }
}
