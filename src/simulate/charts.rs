//! One flow in several charts, mapped to one and compared.
//!
//! In: the flow as a problem in each chart, initial values in the first. Out: trajectories in their own charts, and
//! their distance in the first chart. For a flow that is a field the distance is the error of the integration; for a
//! recipe of the chart at hand it says how far apart the theories are.

use super::integrate::{Options, Output};
use super::problem::Problem;
use super::several::{Outcome, Walk, Watch, all};
use super::system::StartError;
use super::trajectory::Trajectory;
use crate::numerics::program::Program;

/// Kept states of a comparison, when nothing else is asked for.
const COMPARED: usize = 201;

/// A chart to run in, and the way there and back.
pub struct Place<'p> {
    /// The flow in the chart.
    pub problem: &'p Problem,
    /// From the first chart to this one.
    pub there: Program,
    /// From this one to the first.
    pub back: Program,
}

/// One run in one chart.
#[derive(Clone, Debug)]
pub struct ChartRun {
    /// Index of the initial value.
    pub start: usize,
    /// Index of the chart.
    pub chart: usize,
    /// The initial value in the chart.
    pub from: Vec<f64>,
    /// How it came out, in the chart.
    pub outcome: Outcome,
    /// Its states in the first chart.
    pub in_first: Vec<Vec<f64>>,
    /// How far it is from the run in the first chart; none for the first itself.
    pub comparison: Option<Comparison>,
}

/// The distance of two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The largest difference of a coordinate, relative to the largest magnitude of this coordinate in both runs.
    pub largest: f64,
    /// The coordinate.
    pub coordinate: usize,
    /// When.
    pub time: f64,
    /// The absolute difference there, in the coordinate's unit.
    pub absolute: f64,
}

/// Runs from every initial value in every chart.
#[must_use]
pub fn run(
    places: &[Place<'_>],
    starts: &[Vec<f64>],
    duration: f64,
    options: &Options,
    watch: Watch<'_>,
) -> Vec<ChartRun> {
    let mut options = options.clone();
    if places.len() > 1 && options.output == Output::Steps {
        options.output = Output::Even(COMPARED);
    }
    let mut walks = Vec::new();
    let mut runs = Vec::new();
    for (start, from) in starts.iter().enumerate() {
        for (chart, place) in places.iter().enumerate() {
            let here = if chart == 0 { from.clone() } else { mapped(&place.there, from) };
            let system = place.problem.system.clone();
            walks.push(Walk { system, start: here.clone(), duration, options: options.clone() });
            runs.push((start, chart, here));
        }
    }
    let outcomes = all(walks, watch);
    let mut out: Vec<ChartRun> = Vec::with_capacity(runs.len());
    for ((start, chart, from), outcome) in runs.into_iter().zip(outcomes) {
        let in_first = match (&outcome, places.get(chart)) {
            (Ok(t), _) if chart == 0 => t.states.clone(),
            (Ok(t), Some(place)) => t.states.iter().map(|y| mapped(&place.back, y)).collect(),
            _ => Vec::new(),
        };
        let first = out.iter().rfind(|r| r.start == start && r.chart == 0);
        let comparison = match (first.map(|r| &r.outcome), &outcome) {
            (Some(Ok(a)), Ok(_)) => compared(a, &in_first),
            _ => None,
        };
        out.push(ChartRun { start, chart, from, outcome, in_first, comparison });
    }
    out
}

/// A state in another chart; "no value" where the map has none.
fn mapped(program: &Program, state: &[f64]) -> Vec<f64> {
    program.evaluate(state).unwrap_or_else(|_| vec![f64::NAN; state.len()])
}

fn compared(first: &Trajectory, other: &[Vec<f64>]) -> Option<Comparison> {
    let n = first.states.first()?.len();
    let pairs = || first.states.iter().zip(other);
    let mut worst: Option<Comparison> = None;
    for i in 0..n {
        let scale = pairs().fold(f64::MIN_POSITIVE, |m, (a, b)| m.max(a[i].abs()).max(b[i].abs()));
        for ((a, b), time) in pairs().zip(&first.times) {
            let absolute = (a[i] - b[i]).abs();
            let here = Comparison { largest: absolute / scale, coordinate: i, time: *time, absolute };
            if worst.is_none_or(|w| here.largest.is_nan() || here.largest > w.largest) {
                worst = Some(here);
            }
        }
    }
    worst
}

impl ChartRun {
    /// The trajectory, or why there is none.
    ///
    /// # Errors
    /// When the walk could not begin.
    pub fn trajectory(&self) -> Result<&Trajectory, &StartError> {
        self.outcome.as_ref()
    }
}
