//! Rules that were repeated, as CSV, JSON and tables.
//!
//! In: runs of a rule, or means over repetitions. Out: a plain [`RuleSimulation`], and its text in each form. It must not
//! compute. Numbers are the shortest decimals that read back as the same doubles.

use super::simulation::{Column, Setting, aligned, bracketed, condition_words, number, quoted, shown, tidy};
use crate::simulate::means::Repeated;
use crate::simulate::rules::{RuleEnd, RuleProblem, RuleRun};
use serde::Serialize;
use std::fmt::Write;

/// A finished simulation of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSimulation {
    /// The tool and its version.
    pub tool: String,
    /// The model's file.
    pub model: String,
    /// The rule.
    pub rule: String,
    /// Its chart.
    pub chart: String,
    /// Values of the params.
    pub params: Vec<Setting>,
    /// The generator of random numbers and its seed.
    pub generator: &'static str,
    /// The seed.
    pub seed: u64,
    /// Random numbers of one step, and its operations.
    pub work: [usize; 2],
    /// The coordinates, then what is watched.
    pub columns: Vec<Column>,
    /// Single runs, one for each initial value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<SingleRun>,
    /// Means over repetitions, one for each initial value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<Means>,
}

/// One run.
#[derive(Clone, Debug, Serialize)]
pub struct SingleRun {
    /// Number of the initial value, from 1.
    pub trajectory: usize,
    /// Whether all steps were made.
    pub reached: bool,
    /// How it ended, in words.
    pub end: String,
    /// The last step.
    pub last_step: u64,
    /// The state there.
    pub last_state: Vec<f64>,
    /// Steps that were kept.
    pub steps: Vec<u64>,
    /// State and watched quantities at each.
    pub rows: Vec<Vec<f64>>,
}

/// Means over repetitions.
#[derive(Clone, Debug, Serialize)]
pub struct Means {
    /// Number of the initial value, from 1.
    pub trajectory: usize,
    /// Repetitions.
    pub runs: u64,
    /// Those that ended early, in words.
    pub early: Vec<String>,
    /// Steps that were kept.
    pub steps: Vec<u64>,
    /// How many repetitions reached each.
    pub counts: Vec<u64>,
    /// Mean over those of each column.
    pub means: Vec<Vec<f64>>,
    /// Its standard error.
    pub errors: Vec<Vec<f64>>,
}

/// How a run ended; `condition` is the request's, as written.
#[must_use]
pub fn end_words(end: &RuleEnd, problem: &RuleProblem, condition: &str) -> String {
    match end {
        RuleEnd::Reached => "made all steps".into(),
        RuleEnd::LeftChart(k) => {
            let words = problem.chart_conditions().get(*k).map(condition_words).unwrap_or_default();
            format!("left the chart: `{words}` fails")
        }
        RuleEnd::Condition => format!("stopped: `{condition}` fails"),
        RuleEnd::Diverged => "diverged: the next step has no finite value".into(),
        RuleEnd::NoValue => "stopped: the rule has no finite value there".into(),
        RuleEnd::Interrupted => "interrupted".into(),
    }
}

impl SingleRun {
    /// A run from the initial value of that number, which ended so; `columns` names the coordinates.
    #[must_use]
    pub fn new(trajectory: usize, run: &RuleRun, end: &str, columns: &[Column]) -> Self {
        let state: Vec<String> =
            columns.iter().zip(&run.last_state).map(|(c, x)| format!("{} = {}", c.name, number(*x))).collect();
        Self {
            trajectory,
            reached: run.end == RuleEnd::Reached,
            end: format!("step {}: {end} ({})", run.last_step, state.join(", ")),
            last_step: run.last_step,
            last_state: run.last_state.clone(),
            steps: run.steps.clone(),
            rows: run.rows.clone(),
        }
    }
}

impl Means {
    /// Means from the initial value of that number.
    #[must_use]
    pub fn new(trajectory: usize, repeated: &Repeated, end_words: &dyn Fn(&RuleEnd) -> String) -> Self {
        let early = repeated.early.iter().map(|(end, count, first)| {
            let times = if *count == 1 { "repetition".to_owned() } else { "repetitions, the first".to_owned() };
            format!("{count} {times} at step {first}: {}", end_words(end))
        });
        Self {
            trajectory,
            runs: repeated.runs,
            early: early.collect(),
            steps: repeated.steps.clone(),
            counts: repeated.counts.clone(),
            means: repeated.means.clone(),
            errors: repeated.errors.clone(),
        }
    }
}

impl RuleSimulation {
    fn heads(&self) -> Vec<String> {
        self.columns.iter().map(|c| format!("{}{}", c.name, bracketed(&c.unit))).collect()
    }

    /// Everything as JSON.
    ///
    /// # Errors
    /// The serialiser's.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    /// Comma-separated values: a head of comments with how each run ended, then one line for each step that was kept.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = format!("# @generated by {}: {} of {} in {}\n", self.tool, self.rule, self.model, self.chart);
        for p in &self.params {
            let _ = writeln!(out, "# {} = {}{}", p.name, p.value, bracketed(&p.unit));
        }
        if self.work[0] > 0 {
            let _ = writeln!(out, "# {} with seed {}", self.generator, self.seed);
        }
        for run in &self.runs {
            let _ = writeln!(out, "# trajectory {}: {}", run.trajectory, run.end);
        }
        for m in &self.repeated {
            let _ = writeln!(out, "# trajectory {}: means over {} repetitions", m.trajectory, m.runs);
            for words in &m.early {
                let _ = writeln!(out, "#   {words}");
            }
        }
        let heads = self.heads();
        let plain: Vec<String> = heads.iter().map(|h| quoted(h)).collect();
        if self.repeated.is_empty() {
            let _ = writeln!(out, "trajectory,n,{}", plain.join(","));
        } else {
            let errors: Vec<String> = heads.iter().map(|h| quoted(&format!("error of {h}"))).collect();
            let _ = writeln!(out, "trajectory,n,repetitions,{},{}", plain.join(","), errors.join(","));
        }
        let joined = |row: &[f64]| row.iter().map(|x| number(*x)).collect::<Vec<_>>().join(",");
        for run in &self.runs {
            for (n, row) in run.steps.iter().zip(&run.rows) {
                let _ = writeln!(out, "{},{n},{}", run.trajectory, joined(row));
            }
        }
        for m in &self.repeated {
            let rows = m.steps.iter().zip(&m.counts).zip(m.means.iter().zip(&m.errors));
            for ((n, count), (means, errors)) in rows.filter(|((_, count), _)| **count > 0) {
                let _ = writeln!(out, "{},{n},{count},{},{}", m.trajectory, joined(means), joined(errors));
            }
        }
        out
    }

    /// For reading: a table for each run, with at most `rows` lines.
    #[must_use]
    pub fn table(&self, rows: usize) -> String {
        let mut out = format!("{} of {} ({})\n", self.rule, self.model, self.tool);
        for run in &self.runs {
            let _ = writeln!(out, "\ntrajectory {} in {}", run.trajectory, self.chart);
            let mut cells = vec![vec!["n".to_owned()]];
            cells[0].extend(self.heads());
            for k in shown(run.steps.len(), rows) {
                let mut line = vec![run.steps[k].to_string()];
                line.extend(run.rows[k].iter().map(|x| tidy(&format!("{x:.12e}"))));
                cells.push(line);
            }
            out.push_str(&aligned(&cells));
            let _ = writeln!(out, "  {}", run.end);
        }
        for m in &self.repeated {
            let _ = writeln!(
                out,
                "\nmeans over {} repetitions from initial value {} in {}, each with its standard error",
                m.runs, m.trajectory, self.chart
            );
            let mut cells = vec![vec!["n".to_owned(), "repetitions".to_owned()]];
            for head in self.heads() {
                cells[0].extend([head, "±".to_owned()]);
            }
            for k in shown(m.steps.len(), rows).into_iter().filter(|k| m.counts[*k] > 0) {
                let mut line = vec![m.steps[k].to_string(), m.counts[k].to_string()];
                for (x, e) in m.means[k].iter().zip(&m.errors[k]) {
                    line.extend([tidy(&format!("{x:.7e}")), tidy(&format!("{e:.1e}"))]);
                }
                cells.push(line);
            }
            out.push_str(&aligned(&cells));
            for words in &m.early {
                let _ = writeln!(out, "  {words}");
            }
            if !m.early.is_empty() {
                out.push_str("  means are over the repetitions that reached the step\n");
            }
        }
        let [random, operations] = self.work;
        if random > 0 {
            let _ = writeln!(
                out,
                "  each step draws {random} random numbers ({}, seed {}) and makes {operations} operations",
                self.generator, self.seed
            );
        }
        out
    }
}
