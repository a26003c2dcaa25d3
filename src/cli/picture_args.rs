//! Arguments of the commands that integrate and draw.
//!
//! In: nothing. Out: what may stand after `simulate`, `plot` and `report`. It must not act.

use super::args::FileArgument;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const SIMULATE_EXAMPLES: &str = "\
Examples:
  geoflow simulate normals.geo natural --from 'std(mu = 2, sigma = 1)' --until 4
  geoflow simulate normals.geo natural --from 'std(mu = 2, sigma = 1)' --until 4 --at 1,2,4 --format csv -o flow.csv
  geoflow simulate normals.geo natural --from 'std(2, 1)' --from 'std(6, 3)' --until 4 --in var,prec
  geoflow simulate rules.geo step --from 'w(x = 1, y = 1)' --steps 1000 --seed 7 --watch L --while 'L < 100'
  geoflow simulate rules.geo step --from 'w(x = 1, y = 1)' --steps 1 --repeat 100000
  geoflow simulate release.geo flow_C --from 'pq(3/10, 2)' --until 0.05 --method radau5 --rtol 1e-8 --set phi=1

The flow is integrated in the chart of its initial values, and with --in in others too; then every state is given in the
first chart, and the distance of the runs is reported. A run stops at the border of the chart, at a singularity, or where
the state grows without bound, and says where and when; what was computed is kept. Ctrl-C does the same.
Params take their example values where --set gives none.

A rule is repeated step by step, with random numbers that depend on the seed alone.

Exit codes: 0 every run reached its end, the border of its chart, or what --while says; 1 a run ended otherwise;
2 the input is wrong.";

pub(super) const PLOT_EXAMPLES: &str = "\
Examples:
  geoflow plot normals.geo 'natural in std over mu = 0..8, sigma = 0.2..5' -o flow.svg
  geoflow plot normals.geo 'natural in std over mu = 0..8, sigma = 0.2..5 contours C = [0.1, 1, 4]' -o flow.png
  geoflow plot normals.geo 'natural, naive over mu = 0..8, sigma = 0.2..5 from std(mu = 2, sigma = 1) to t = 4' -o two.svg
  geoflow plot normals.geo 'mu, sigma of natural over t = 0..4 from std(mu = 2, sigma = 1)' -o time.svg
  geoflow plot normals.geo              every figure the file asks for

What may follow is what may follow `plot` in a model (docs/plots.md). Without -o one figure goes to standard output.";

pub(super) const REPORT_EXAMPLES: &str = "\
Examples:
  geoflow report normals.geo -o normals.html

The page needs no network and no script: formulas are MathML, figures SVG. Exit codes are those of `verify`.";

/// Arguments of `simulate`.
#[derive(Clone, Debug, Args)]
pub struct Simulate {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// The flow, or the rule
    #[arg(value_name = "FLOW")]
    pub flow: String,
    /// An initial value, such as 'std(mu = 2, sigma = 1)'; may be given several times
    #[arg(long, value_name = "POINT", required = true)]
    pub from: Vec<String>,
    /// The time to reach, in the flow's unit of time, or with a unit: '20 [ms]'; negative: backwards
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, required_unless_present = "steps")]
    pub until: Option<String>,
    /// For a rule: the number of steps
    #[arg(long, value_name = "COUNT", allow_hyphen_values = true, conflicts_with_all = ["until", "charts"])]
    pub steps: Option<String>,
    /// For a rule: the seed of its random variables
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, requires = "steps")]
    pub seed: Option<String>,
    /// For a rule: this many independent repetitions, of which the means are given with their errors
    #[arg(long, value_name = "COUNT", allow_hyphen_values = true, requires = "steps")]
    pub repeat: Option<String>,
    /// For a rule: quantities to record beside the coordinates
    #[arg(long, value_name = "EXPRESSIONS", requires = "steps")]
    pub watch: Vec<String>,
    /// For a rule: go on while this holds, such as 'L < 100'
    #[arg(long = "while", value_name = "CONDITION", requires = "steps")]
    pub go_on: Option<String>,
    /// Integrate in these charts too, and compare
    #[arg(long = "in", value_name = "CHARTS", value_delimiter = ',')]
    pub charts: Vec<String>,
    /// A value for a param, such as mu0=4
    #[arg(long, value_name = "PARAM=VALUE")]
    pub set: Vec<String>,
    /// How to choose the states that are kept
    #[command(flatten)]
    pub walk: WalkArguments,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = TrajectoryFormat::Table)]
    pub format: TrajectoryFormat,
    /// Where to; standard output without it
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `plot`.
#[derive(Clone, Debug, Args)]
pub struct Plot {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// What to draw, as after `plot` in a model; without it, every figure of the file
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// A value for a param, such as mu0=4
    #[arg(long, value_name = "PARAM=VALUE")]
    pub set: Vec<String>,
    /// Where to, with the ending .svg or .png
    #[arg(short, long, value_name = "PATH", requires = "what")]
    pub output: Option<PathBuf>,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `report`.
#[derive(Clone, Debug, Args)]
pub struct Report {
    /// The model.
    #[command(flatten)]
    pub input: FileArgument,
    /// Where to; standard output without it
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Overwrite files that geoflow did not write
    #[arg(long)]
    pub force: bool,
}

/// How to integrate.
#[derive(Clone, Debug, Args)]
pub struct WalkArguments {
    /// The method of integration
    #[arg(long, value_enum, default_value_t = MethodName::Auto)]
    pub method: MethodName,
    /// Relative tolerance of each step
    #[arg(long, default_value = "1e-9", value_name = "NUMBER", value_parser = tolerance)]
    pub rtol: f64,
    /// Absolute tolerance of each step, in the units of the coordinates
    #[arg(long, default_value = "1e-12", value_name = "NUMBER", value_parser = tolerance)]
    pub atol: f64,
    /// Keep this many states, evenly spread over the time
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(2..=10_000_000), conflicts_with = "at")]
    pub dense: Option<u32>,
    /// Keep the states at these times
    #[arg(long, value_name = "TIMES", value_delimiter = ',', allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// Most steps of a run
    #[arg(long, default_value = "1000000", value_name = "COUNT")]
    pub max_steps: usize,
}

/// Methods of integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// Explicit of order 6; implicit once the flow turns out to be stiff
    Auto,
    /// Verner's explicit Runge-Kutta pair of order 6
    Verner6,
    /// Verner's explicit Runge-Kutta pair of order 9, for tight tolerances
    Verner9,
    /// Radau IIA of order 5, implicit, for stiff flows
    Radau5,
}

/// Forms of trajectories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TrajectoryFormat {
    /// For reading
    Table,
    /// Comma-separated values
    Csv,
    /// For programs
    Json,
}

/// A tolerance that double precision can meet.
fn tolerance(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (1e-15..=0.1).contains(&x) => Ok(x),
        _ => Err("expected a number between 1e-15 and 0.1, such as 1e-9".into()),
    }
}
