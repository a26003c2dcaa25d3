//! Definite matrices, and flows that descend by them.

use super::Rejection;
use super::claim::Wanted;
use super::conditions::is_stated;
use super::setting::Setting;
use super::walk::Walk;
use super::walk_rules::several;
use crate::certificate::Step;
use crate::geometry::matrix::Matrix;
use crate::geometry::range::Ranges;
use crate::model::statements::Rate;
use crate::model::{InformationMetric, Kind, MetricSum, Model};
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr, Fact, Function, Kind as Shape, Region};
use std::slice::from_ref;

/// Sums of sums of metrics are followed so far.
pub const LARGEST_DEPTH: usize = 8;

impl Walk<'_> {
    /// A positive definite matrix: by its minors, or by the rules **sum-of-metrics** and **information**.
    pub(super) fn positive_definite(&mut self, m: &Matrix, setting: &Setting) -> Result<(), Rejection> {
        self.definite(m, setting, 0)?;
        self.point(m.entries(), setting)
    }

    /// Sylvester: a symmetric matrix is positive definite if and only if the leading principal minors of its
    /// blocks ([`Matrix::minors_of_blocks`]) are positive. A sum of
    /// positive definite matrices with positive factors is positive definite at every point at which all of them have values.
    ///
    /// Rule **information**: the metric of a law is `J^T C J` with the covariance `C` of statistics of which no combination
    /// is constant (or the like: [`crate::statistics::Law::definite_where`] says which), so it is positive definite where
    /// the Jacobian `J` of the natural parameters is regular.
    fn definite(&mut self, m: &Matrix, setting: &Setting, depth: usize) -> Result<(), Rejection> {
        if let Some(Step::Information { number }) = self.steps.get(self.next) {
            self.next += 1;
            let known = self.model.informations.get(*number).filter(|k| k.components == *m && is_about(k, setting));
            let known = known.ok_or(Rejection::Shape("the metric of a law"))?;
            if known.formed().as_ref() != Some(&(m.clone(), known.definite_where.clone())) {
                return Err(Rejection::Shape("the metric of a law"));
            }
            return known.definite_where.iter().try_for_each(|f| self.condition(f, setting));
        }
        let Some(Step::MetricSum { number }) = self.steps.get(self.next) else {
            let minors = m.minors_of_blocks().map_err(|_| Rejection::TooLarge)?;
            return minors.iter().try_for_each(|minor| self.sign(minor, Wanted::Positive, setting));
        };
        self.next += 1;
        let made = |s: &&MetricSum| Some(s.chart) == setting.chart && MetricSum::formed(&s.terms).as_ref() == Some(m);
        let sum = self.model.metric_sums.get(*number).filter(made).cloned();
        let sum = sum.filter(|s| depth < LARGEST_DEPTH && parts_are_defined(s, setting));
        let sum = sum.ok_or(Rejection::Shape("the parts of a metric"))?;
        for (factor, part) in &sum.terms {
            self.sign(factor, Wanted::Positive, setting)?;
            self.definite(part, setting, depth + 1)?;
            if matches!(self.steps.get(self.next), Some(Step::Point(_))) {
                self.point(part.entries(), setting)?;
            }
        }
        Ok(())
    }

    /// `dC/dt <= 0`, by its sign or by the rule **gradient-descent**: where `G v = -c dC` with `G` positive definite and
    /// `c > 0`, `dC/dt = dC v = -(v G v)/c`, which is negative where `v` is not 0.
    pub(super) fn decreasing(&mut self, strictly: bool, r: &Rate) -> Result<(), Rejection> {
        let mut exprs = vec![r.rate.clone()];
        exprs.extend(r.flow.iter().cloned());
        let setting = Setting::new(self.model, Some(r.chart), &r.region, &r.defined_where, &exprs);
        let Some(Step::Descent { metric, rate }) = self.steps.get(self.next) else {
            let wanted = if strictly { Wanted::Positive } else { Wanted::NonNegative };
            self.sign(&-&r.rate, wanted, &setting)?;
            return self.point(from_ref(&r.rate), &setting);
        };
        self.next += 1;
        let candidates = candidates(self.model, r);
        let metric = candidates.get(*metric).ok_or(Rejection::Shape("there is no such metric"))?;
        let rates = several(rate)?;
        let [c] = rates.as_slice() else { return Err(Rejection::Shape("the rate of the flow")) };
        let residuals = descent_residuals(r, metric, c).ok_or(Rejection::Shape("the flow is no gradient flow"))?;
        if residuals.iter().any(Expr::has_mean) {
            let formal = self.rewriting(&residuals, &setting)?;
            self.zero(&formal.residuals, &setting, 0)?;
        } else {
            self.zero(&residuals, &setting, 0)?;
        }
        let place = place_of_metric(metric, c, &setting);
        self.sign(c, Wanted::Positive, &place)?;
        for d in divisors(c).ok_or(Rejection::Shape("the rate of the flow may be undefined"))? {
            self.sign(&d, Wanted::NonZero, &place)?;
        }
        self.positive_definite(metric, &place)?;
        self.point(&exprs, &setting)
    }
}

/// Where the metric of a descent is shown to be definite: what is known of expectations has no part in it, unless it or the rate
/// holds some itself. A larger domain says more.
#[must_use]
pub fn place_of_metric(metric: &Matrix, rate: &Expr, setting: &Setting) -> Setting {
    let formal = rate.has_mean() || metric.entries().iter().any(Expr::has_mean);
    if formal { setting.clone() } else { setting.without_means() }
}

/// Whether the conditions under which a metric is that of a law hold wherever a statement is considered, as far as they
/// are stated or the ranges show them.
#[must_use]
pub fn is_about(metric: &InformationMetric, setting: &Setting) -> bool {
    let place = setting.place();
    let mut ranges = Ranges::new(&Region { conditions: place.facts.clone(), ..place.region.clone() });
    metric.conditions.iter().all(|f| is_stated(f, &place.facts) || ranges.shows(f))
}

/// Whether the parts of a sum have values wherever the sum has one: what they need is plain on the domain, or stated, or
/// needed by the sum as well. Else they might cancel at a point, where the sum could be anything.
#[must_use]
pub fn parts_are_defined(sum: &MetricSum, setting: &Setting) -> bool {
    let needed: Vec<Fact> = sum.sum.entries().iter().flat_map(definition).collect();
    let stated = setting.region.conditions.iter().chain(&setting.defined_where).chain(&needed);
    let stated: Vec<&Fact> = stated.collect();
    let mut ranges = Ranges::new(&setting.region);
    let parts = sum.terms.iter().flat_map(|(c, g)| std::iter::once(c).chain(g.entries()));
    parts.flat_map(definition).all(|f| stated.iter().any(|s| s.says(&f)) || ranges.shows(&f))
}

/// `G v + c dC`, the components that are not literally 0; `None` where the shapes differ.
#[must_use]
pub fn descent_residuals(r: &Rate, metric: &Matrix, c: &Expr) -> Option<Vec<Expr>> {
    let lowered = metric.mul_vector(&r.flow).ok()?;
    if lowered.len() != r.differential.len() {
        return None;
    }
    Some(lowered.iter().zip(&r.differential).map(|(v, d)| v + &(c * d)).filter(|e| !e.is_zero()).collect())
}

/// What a rational expression in variables, `pi` and exponentials divides by: it is defined where none of them is 0.
/// `None` for an expression of another form.
#[must_use]
pub fn divisors(e: &Expr) -> Option<Vec<Expr>> {
    let mut out = Vec::new();
    for node in e.nodes() {
        match node.kind() {
            Shape::Power(b, x) => {
                let n = x.as_number().filter(|q| q.is_integer())?;
                if num_traits::Signed::is_negative(n) && b.as_number().is_none() {
                    out.push(b.clone());
                }
            }
            Shape::Apply(Function::Exp, _)
            | Shape::Number(_)
            | Shape::Pi
            | Shape::Symbol(_)
            | Shape::Sum(_)
            | Shape::Product(_)
            | Shape::Unspecified { .. } => {}
            Shape::Apply(..) | Shape::Binary(..) | Shape::Bound(_) | Shape::Mean { .. } => return None,
        }
    }
    Some(out)
}

/// Metrics whose gradient the flow may descend: those it is written with, the identity (whose gradient flow follows the
/// partial derivatives), each metric of the chart; of all of them those whose entries are plainly defined wherever the
/// rate is. A metric without a value at some point says nothing of the flow there, although the flow may have a value
/// (`sign(x^2)` is `1` wherever `abs(x)/sqrt(x^2)` is defined, and `0` at 0). The cometric plays no part: a form of it
/// that divides by what the metric does not divide by could be undefined elsewhere.
#[must_use]
pub fn candidates(model: &Model, r: &Rate) -> Vec<Matrix> {
    let mut out: Vec<Matrix> = r.descends_by.iter().map(|g| g.components.clone()).collect();
    out.push(Matrix::identity(r.flow.len()));
    for field in model.fields_of(Kind::Metric) {
        if let Some(g) = model.metric_in(&field.name, r.chart) {
            out.push(g.components.clone());
        }
    }
    let stated = Region { variables: Vec::new(), conditions: r.defined_where.clone() };
    let mut ranges = Ranges::new(&r.region.and(&stated));
    let said = || r.defined_where.iter().chain(&r.region.conditions);
    let mut plain = |f: &Fact| said().any(|s| s.implies(f)) || ranges.shows(f);
    out.retain(|g| g.entries().iter().flat_map(definition).all(|f| plain(&f)));
    out
}
