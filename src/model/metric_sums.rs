//! What metrics are made of: sums and multiples are remembered, because they are definite where their parts are.
//!
//! In: metrics and factors. Out: entries of [`super::Model::metric_sums`]. Whether a factor is positive is decided elsewhere.

use super::MetricSum;
use super::elaborator::Elaborator;
use super::fields::scaled;
use super::kinds::{ChartId, Value};
use super::quantities::{Quantity, QuantityError};
use crate::geometry::matrix::Matrix;
use crate::symbolic::Expr;

impl Elaborator<'_> {
    /// A value times a scalar; of a metric it is remembered.
    pub(super) fn multiple(&mut self, value: Value, c: &Quantity) -> Result<Value, QuantityError> {
        let before = match &value {
            Value::Metric(g) => Some((g.chart, g.components.clone())),
            _ => None,
        };
        let made = scaled(value, c)?;
        if let (Some((chart, part)), Value::Metric(g)) = (before, &made) {
            self.remember_sum(chart, &g.components, vec![(c.expr.clone(), part)]);
        }
        Ok(made)
    }

    /// Remembers that the matrix is made of these; one that is its own part says nothing.
    pub(super) fn remember_sum(&mut self, chart: ChartId, sum: &Matrix, terms: Vec<(Expr, Matrix)>) {
        let trivial = terms.iter().any(|(_, part)| part == sum);
        let known = self.model.metric_sums.iter().any(|s| s.chart == chart && s.sum == *sum);
        if !trivial && !known && MetricSum::formed(&terms).as_ref() == Some(sum) {
            self.model.metric_sums.push(MetricSum { chart, sum: sum.clone(), terms });
        }
    }
}
