//! Simulations: `simulate F from c(x = 1) to t = 4`, and rules, `simulate step from c(x = 1) to n = 100`.
//!
//! In: requests of the tree. Out: a flow by name, or the rule in the chart of its initial values; times, numbers of steps, a
//! seed, what is recorded and while what a rule goes on. Nothing is computed in floating point here.

use super::elaborator::Elaborator;
use super::kinds::{ChartId, RuleInChart, Value};
use super::names::{Scope, names_joined};
use super::pictures::{IterateRequest, SimulateRequest, Subject};
use super::problems::{self, Failure};
use super::requests::entries;
use crate::syntax::ast::{self, Expr, ExprKind, Item, Path};
use num_traits::ToPrimitive;

/// Most steps of a run.
const MOST_STEPS: u64 = 1_000_000_000;
/// Most repetitions.
const MOST_RUNS: u64 = 100_000_000;
/// The seed where none is given.
pub(super) const SEED: u64 = 1;

impl Elaborator<'_> {
    /// A simulation.
    pub fn simulation(&mut self, item: &Item, s: &ast::Simulate) -> Result<SimulateRequest, Failure> {
        let name = Expr { span: s.flow.span, kind: ExprKind::Name(s.flow.clone()) };
        let Some(home) = self.first_home(&name) else {
            return Err(match self.eval(&name, &Scope::closed()) {
                Err(failure) => failure,
                Ok(other) => problems::wrong_kind(s.flow.span, "a flow", other.kind(), None).into(),
            });
        };
        let mut starts = Vec::new();
        for p in &s.from {
            starts.push(self.requested_point(p, home.manifold)?);
        }
        let first = starts.first().map_or(home, |p| p.chart);
        if let Some((p, _)) = s.from.iter().zip(&starts).find(|(_, made)| made.chart != first) {
            let help = "give all initial values in one chart; `in` adds others";
            return Err(problems::bad_claim(p.span, "initial values lie in different charts".into(), help).into());
        }
        self.flow_name(&s.flow, first)?;
        let mut charts = Vec::new();
        for path in &s.charts {
            charts.push(self.resolve_chart(path, Some(home.manifold).filter(|_| path.segments.len() == 1))?);
        }
        let until = self.scalar(&s.until, &Scope::closed())?;
        let mut at = Vec::new();
        for e in s.at.iter().flat_map(|e| entries(e)) {
            at.push(self.scalar(e, &Scope::closed())?);
        }
        let flow = names_joined(&s.flow);
        Ok(SimulateRequest { flow, starts, until, charts, at, path: s.path.clone(), item_span: item.span })
    }

    /// A rule that is repeated.
    pub fn iteration(&mut self, item: &Item, s: &ast::Iterate) -> Result<IterateRequest, Failure> {
        let home = self.home_of_rule(&s.rule)?;
        let mut starts = Vec::new();
        for p in &s.from {
            starts.push(self.requested_point(p, home.manifold)?);
        }
        let chart = starts.first().map_or(home, |p| p.chart);
        if let Some((p, _)) = s.from.iter().zip(&starts).find(|(_, made)| made.chart != chart) {
            let help = "give all initial values in one chart";
            return Err(problems::bad_claim(p.span, "initial values lie in different charts".into(), help).into());
        }
        let rule = self.rule_in(&s.rule, chart)?;
        let steps = self.count(&s.steps, "the number of steps", 1, MOST_STEPS)?;
        let mut at = Vec::new();
        for e in s.at.iter().flat_map(|e| entries(e)) {
            at.push(self.count(e, "a step to keep", 0, steps)?);
        }
        at.sort_unstable();
        at.dedup();
        let seed = self.seed(s.seed.as_ref())?;
        let repeat = match &s.repeat {
            Some(e) => self.count(e, "the number of repetitions", 1, MOST_RUNS)?,
            None => 1,
        };
        let mut watch = Vec::new();
        for e in &s.watch {
            watch.push(self.subject(e, &Scope::on(chart))?);
        }
        let go_on = match &s.go_on {
            Some(e) => self.facts(e, &Scope::on(chart))?,
            None => Vec::new(),
        };
        if let Some(e) = s.go_on.as_ref().filter(|_| go_on.iter().any(|f| self.is_random(&f.expr))) {
            return Err(problems::random_outside(e.span, "a condition", None).into());
        }
        Ok(IterateRequest {
            name: names_joined(&s.rule),
            rule,
            starts,
            steps,
            at,
            seed,
            repeat,
            watch,
            go_on,
            go_on_span: s.go_on.as_ref().map_or(item.span, |e| e.span),
            path: s.path.clone(),
            item_span: item.span,
        })
    }

    /// The chart in which a rule was given.
    pub(super) fn home_of_rule(&mut self, path: &Path) -> Result<ChartId, Failure> {
        let name = Expr { span: path.span, kind: ExprKind::Name(path.clone()) };
        match self.first_home(&name) {
            Some(home) => Ok(home),
            None => Err(match self.eval(&name, &Scope::closed()) {
                Err(failure) => failure,
                Ok(other) => problems::wrong_kind(path.span, "a rule", other.kind(), None).into(),
            }),
        }
    }

    /// A rule in a chart.
    pub(super) fn rule_in(&mut self, path: &Path, chart: ChartId) -> Result<RuleInChart, Failure> {
        let name = Expr { span: path.span, kind: ExprKind::Name(path.clone()) };
        match self.eval(&name, &Scope::on(chart))? {
            Value::Rule(rule) => Ok(rule),
            other => {
                let help = Some("a flow is followed in time: `to t = 4`".to_owned());
                Err(problems::wrong_kind(path.span, "a rule", other.kind(), help).into())
            }
        }
    }

    /// A quantity that is drawn or recorded; it is not random.
    pub(super) fn subject(&mut self, e: &Expr, scope: &Scope) -> Result<Subject, Failure> {
        let q = self.scalar(e, scope)?;
        let Value::Scalar(q) = self.not_random(Value::Scalar(q), e.span)? else { return Err(Failure::silent()) };
        Ok(Subject { label: self.written(e), expr: q.expr, unit: q.unit })
    }

    /// The seed of random variables.
    pub(super) fn seed(&mut self, e: Option<&Expr>) -> Result<u64, Failure> {
        match e {
            Some(e) => self.count(e, "a seed", 0, u64::MAX),
            None => Ok(SEED),
        }
    }

    /// A whole number within limits.
    fn count(&mut self, e: &Expr, what: &str, least: u64, most: u64) -> Result<u64, Failure> {
        let q = self.scalar(e, &Scope::closed())?;
        let found = q.expr.as_number().filter(|n| n.is_integer()).and_then(|n| n.numer().to_u64());
        found.filter(|n| (least..=most).contains(n)).ok_or_else(|| {
            let headline = format!("{what} is a whole number from {least} to {most}");
            problems::bad_claim(e.span, headline, "write it in digits: 200000").into()
        })
    }
}
