//! Rules repeated step by step.
//!
//! In: a rule in a chart with values for all params, initial values, numbers of steps, a generator. Out: states at the steps
//! to keep, and how the run ended. It must not read text.
//!
//! A step is a result only if it is finite and inside the chart: the first one that is not ends the run.

use super::draws::Draw;
use super::generator::Generator;
use super::problem::missing;
use super::system::System;
use crate::derive::{Assignment, ClosedForms};
use crate::model::{Model, RuleInChart, Subject};
use crate::numerics::interpret::Interpreter;
use crate::numerics::lower::{LoweringError, lower};
use crate::numerics::program::OperationCount;
use crate::symbolic::{Expr, Fact, Relation, Symbol};

/// A state beyond this has diverged, if the next step has no finite value.
const FAR: f64 = 1e50;
/// Steps after which somebody is asked whether to go on.
const ASK_EVERY: u64 = 1024;

/// Why a rule cannot be repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleError {
    /// Params without a value.
    NoValue {
        /// Their names.
        params: Vec<String>,
    },
    /// A random variable cannot be drawn; in words.
    NoDraw(String),
    /// Something has no value in doubles.
    Lowering(LoweringError),
}

/// A rule ready to be repeated; each thread works on its own clone.
#[derive(Clone, Debug)]
pub struct RuleProblem {
    step: Interpreter,
    draws: Vec<Draw>,
    pub(super) watch: Interpreter,
    /// Conditions of the chart.
    chart: System,
    /// Conditions under which a run goes on.
    go_on: Vec<Fact>,
    go_on_values: Interpreter,
    pub(super) dimension: usize,
}

/// How a run ended; the step is the last one.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleEnd {
    /// All steps were made.
    Reached,
    /// The last state lies outside the chart: a condition, as an index into [`RuleProblem::chart_conditions`].
    LeftChart(usize),
    /// A condition of the request fails at the last state.
    Condition,
    /// The state grew until it had no finite value.
    Diverged,
    /// The rule has no finite value after the last state.
    NoValue,
    /// Somebody asked to stop.
    Interrupted,
}

impl RuleEnd {
    /// An end that is a result: the border of the chart, or what the request asks for.
    #[must_use]
    pub fn is_result(&self) -> bool {
        matches!(self, Self::Reached | Self::LeftChart(_) | Self::Condition)
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRun {
    /// Steps that were kept.
    pub steps: Vec<u64>,
    /// The state at each, then what is watched.
    pub rows: Vec<Vec<f64>>,
    /// Steps made.
    pub last_step: u64,
    /// The state there; after [`RuleEnd::LeftChart`] it lies outside.
    pub last_state: Vec<f64>,
    /// Why it ended.
    pub end: RuleEnd,
}

/// Which steps are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Keep {
    /// All.
    All,
    /// These, in order.
    At(Vec<u64>),
}

/// Steps from 0 to `last`, at most `count`, evenly spread.
#[must_use]
pub fn evenly(last: u64, count: u64) -> Vec<u64> {
    if last < count {
        return (0..=last).collect();
    }
    let parts = u128::from(count.max(2) - 1);
    (0..=parts).filter_map(|k| u64::try_from(u128::from(last) * k / parts).ok()).collect()
}

impl RuleProblem {
    /// A rule of a model with values for its params.
    ///
    /// # Errors
    /// [`RuleError`].
    pub fn new(
        model: &Model,
        rule: &RuleInChart,
        watch: &[Subject],
        go_on: &[Fact],
        values: &[(Symbol, Expr)],
        closed: ClosedForms<'_>,
    ) -> Result<Self, RuleError> {
        let at = Assignment { chart: None, values: values.to_vec() };
        let coordinates = model.chart(rule.chart).map(|c| c.symbols()).unwrap_or_default();
        let mut region = at.remaining(&model.region(Some(rule.chart)));
        let components: Vec<Expr> = rule.components.iter().map(|e| at.apply(e)).collect();
        // What is watched may hold expectations with a closed form; the rule is taken as it is written.
        let watched: Vec<Expr> = watch.iter().map(|s| s.expr.clone()).collect();
        let watched = closed(&watched, &model.region(Some(rule.chart)), &[], &[]);
        let watched: Vec<Expr> = watched.iter().map(|e| at.apply(e)).collect();
        let go_on: Vec<Fact> = go_on.iter().map(|f| f.with(at.apply(&f.expr))).collect();
        let occurs = |symbol: &Symbol| components.iter().any(|e| e.contains(symbol));
        let variables: Vec<_> = model.randoms.iter().filter(|r| occurs(&r.symbol)).collect();
        let mut inputs = coordinates.clone();
        inputs.extend(variables.iter().map(|r| r.symbol.clone()));
        let all: Vec<Expr> = components.iter().chain(&watched).cloned().collect();
        let unknown = missing(&all, &go_on, &region, &inputs);
        if !unknown.is_empty() {
            return Err(RuleError::NoValue { params: unknown });
        }
        region.variables.retain(|v| coordinates.contains(&v.symbol));
        let draws = variables.iter().map(|r| Draw::new(r, values)).collect::<Result<Vec<_>, _>>();
        let conditions: Vec<Expr> = go_on.iter().map(|f| f.expr.clone()).collect();
        let program =
            |exprs: &[Expr], inputs: &[Symbol]| lower(exprs, inputs).map(Interpreter::new).map_err(RuleError::Lowering);
        Ok(Self {
            step: program(&components, &inputs)?,
            draws: draws.map_err(RuleError::NoDraw)?,
            watch: program(&watched, &coordinates)?,
            chart: System::new(&[], &region, &[]).map_err(RuleError::Lowering)?,
            go_on_values: program(&conditions, &coordinates)?,
            go_on,
            dimension: coordinates.len(),
        })
    }

    /// Operations of one step, without its random numbers.
    #[must_use]
    pub fn operation_count(&self) -> OperationCount {
        self.step.program().operation_count()
    }

    /// Random numbers of one step.
    #[must_use]
    pub fn random_count(&self) -> usize {
        self.draws.len()
    }

    /// Conditions of the chart.
    #[must_use]
    pub fn chart_conditions(&self) -> &[super::system::Condition] {
        &self.chart.conditions
    }

    /// The first condition that a state fails.
    fn failing(&mut self, state: &[f64]) -> Option<RuleEnd> {
        if !self.chart.conditions.is_empty() {
            let values = self.chart.guards(state);
            if let Some(k) = self.chart.failing(&values, &values) {
                return Some(RuleEnd::LeftChart(k));
            }
        }
        if self.go_on.is_empty() {
            return None;
        }
        let mut values = vec![f64::NAN; self.go_on.len()];
        let _ = self.go_on_values.evaluate(state, &mut values);
        let fails = |(fact, x): (&Fact, &f64)| match fact.relation {
            Relation::Positive => x.is_nan() || *x <= 0.0,
            Relation::NonNegative => x.is_nan() || *x < 0.0,
            Relation::NonZero => x.is_nan() || *x == 0.0,
            Relation::Zero => *x != 0.0,
        };
        self.go_on.iter().zip(&values).any(fails).then_some(RuleEnd::Condition)
    }

    fn row(&mut self, state: &[f64]) -> Vec<f64> {
        let mut row = state.to_vec();
        row.resize(self.dimension + self.watch.program().outputs.len(), f64::NAN);
        let (state, watched) = row.split_at_mut(self.dimension);
        let _ = self.watch.evaluate(state, watched);
        row
    }

    /// Repeats the rule; `ask` hears the steps made now and then, and says whether to go on. `see` sees what is kept.
    pub fn run(
        &mut self,
        start: &[f64],
        steps: u64,
        keep: &Keep,
        g: &mut Generator,
        ask: &dyn Fn(u64) -> bool,
        see: &mut dyn FnMut(u64, Vec<f64>),
    ) -> (RuleEnd, u64, Vec<f64>) {
        let mut wanted = match keep {
            Keep::All => [].iter(),
            Keep::At(list) => list.iter(),
        };
        let mut next = wanted.next();
        let mut inputs = start.to_vec();
        inputs.resize(self.dimension + self.draws.len(), 0.0);
        let mut new = vec![0.0; self.dimension];
        let mut made = 0;
        let end = loop {
            if let Some(end) = self.failing(&inputs[..self.dimension]) {
                break end;
            }
            if *keep == Keep::All || next == Some(&made) {
                let row = self.row(&inputs[..self.dimension]);
                see(made, row);
                next = wanted.next();
            }
            if made == steps {
                break RuleEnd::Reached;
            }
            if made % ASK_EVERY == 0 && !ask(made) {
                break RuleEnd::Interrupted;
            }
            for (slot, draw) in inputs[self.dimension..].iter_mut().zip(&mut self.draws) {
                *slot = draw.draw(g);
            }
            // Lengths agree by construction; where they do not, nothing is finite.
            let ran = self.step.evaluate(&inputs, &mut new).is_ok();
            if !ran || new.iter().any(|x| !x.is_finite()) {
                let far = inputs[..self.dimension].iter().any(|x| x.abs() > FAR) || new.iter().any(|x| x.is_infinite());
                break if far { RuleEnd::Diverged } else { RuleEnd::NoValue };
            }
            inputs[..self.dimension].copy_from_slice(&new);
            made += 1;
        };
        inputs.truncate(self.dimension);
        (end, made, inputs)
    }

    /// One run with everything that is kept.
    pub fn once(
        &mut self,
        start: &[f64],
        steps: u64,
        keep: &Keep,
        g: &mut Generator,
        ask: &dyn Fn(u64) -> bool,
    ) -> RuleRun {
        let (mut at, mut rows) = (Vec::new(), Vec::new());
        let (end, last_step, last_state) = self.run(start, steps, keep, g, ask, &mut |n, row| {
            at.push(n);
            rows.push(row);
        });
        RuleRun { steps: at, rows, last_step, last_state, end }
    }
}
