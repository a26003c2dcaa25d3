//! What is known of values because of how they were made: divergences of laws are not negative, information metrics of
//! exponential families are definite.
//!
//! In: laws, and what was made of them. Out: entries of [`super::Model::divergences`] and [`super::Model::informations`]. It must
//! not decide anything; whether the conditions hold where an entry is used is the business of whoever uses it.

use super::elaborator::Elaborator;
use super::information::{definite_where, formal_divergence, formal_fisher};
use super::kinds::FamilyInChart;
use super::points::Assumptions;
use super::quantities::add_fact;
use crate::geometry::matrix::Matrix;
use crate::statistics::Law;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Fact, Symbol};
use std::sync::Arc;

/// A divergence `E_p[log p - log q]` of two laws with its closed form.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// `p`
    pub first: Law,
    /// `q`
    pub second: Law,
    /// Formed as `-E_p[log q] - (-E_p[log p])`, else at once.
    pub by_entropies: bool,
    /// Params that an assumption replaces.
    pub given: Vec<(Symbol, Expr)>,
    /// What it comes to where the conditions hold.
    pub value: Expr,
    /// Where both laws exist and the value is finite.
    pub conditions: Vec<Fact>,
    /// For two laws of one named family whose parameters are functions of the law: the parameters' differences, any of
    /// which is 0 where the laws are the same.
    pub differences: Vec<Expr>,
}

impl Divergence {
    /// The value formed again from the laws.
    #[must_use]
    pub fn formed(&self) -> Option<Expr> {
        let value = if self.by_entropies {
            self.first.cross_entropy(&self.second).ok()?.value - self.first.entropy().ok()?.value
        } else {
            match self.first.divergence(&self.second) {
                Ok(closed) => closed.value,
                // Formal means are those that the model has, or the value is another.
                Err(_) => formal_divergence("KL", &self.first, &self.second, &|_| true)?.value,
            }
        };
        Some(value.substitute(self.given.iter().cloned()))
    }

    fn at(&self, given: &[(Symbol, Expr)]) -> Self {
        let mut at = Substitution::of(given.iter().cloned());
        Self {
            given: given.to_vec(),
            value: at.apply(&self.value),
            conditions: replaced(&self.conditions, &mut at),
            differences: self.differences.iter().map(|e| at.apply(e)).collect(),
            ..self.clone()
        }
    }
}

/// Which metric was made of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeAs {
    /// `Fisher`
    Fisher,
    /// `FisherByHessian`
    FisherByHessian,
    /// `Wasserstein`
    Wasserstein,
}

/// A metric of a law, of which it is known where it is definite.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationMetric {
    /// The law.
    pub law: Law,
    /// Its parameters.
    pub coordinates: Vec<Symbol>,
    /// How the metric was made.
    pub made: MadeAs,
    /// Params that an assumption replaces.
    pub given: Vec<(Symbol, Expr)>,
    /// The components.
    pub components: Matrix,
    /// Where the law exists and the components are what they stand for.
    pub conditions: Vec<Fact>,
    /// It is positive definite where these hold as well.
    pub definite_where: Vec<Fact>,
}

impl InformationMetric {
    /// The components, and where they are definite, formed again from the law.
    #[must_use]
    pub fn formed(&self) -> Option<(Matrix, Vec<Fact>)> {
        let (law, x) = (&self.law, self.coordinates.as_slice());
        // Formal means are those that the model has, or the components are others.
        let by_hessian = self.made == MadeAs::FisherByHessian;
        let fisher = || {
            let closed = if by_hessian { law.fisher_from_hessian(x) } else { law.fisher(x) };
            let made = closed.ok().or_else(|| formal_fisher(law, x, by_hessian, &|_| true))?;
            let facts = definite_where(law, x, &made.metric.components)?;
            Some((made.metric.components, facts))
        };
        let (components, facts) = match self.made {
            MadeAs::Fisher | MadeAs::FisherByHessian => fisher()?,
            MadeAs::Wasserstein => (law.wasserstein(x).ok()?.components, law.transport_definite_where(x)?),
        };
        let mut at = Substitution::of(self.given.iter().cloned());
        Some((components.map(|e| at.apply(e)), replaced(&facts, &mut at)))
    }

    fn at(&self, given: &[(Symbol, Expr)]) -> Self {
        let mut at = Substitution::of(given.iter().cloned());
        Self {
            given: given.to_vec(),
            components: self.components.map(|e| at.apply(e)),
            conditions: replaced(&self.conditions, &mut at),
            definite_where: replaced(&self.definite_where, &mut at),
            ..self.clone()
        }
    }
}

fn replaced(facts: &[Fact], at: &mut Substitution) -> Vec<Fact> {
    facts.iter().map(|f| f.with(at.apply(&f.expr))).collect()
}

/// The differences of the parameters of two laws of one named family in one parametrisation. The parameters of each named
/// family are functions of the law, whatever the parametrisation (a mean, a standard deviation, a rate, ..), but for the
/// mean of `VonMises`, which a whole turn does not change.
fn differences(p: &FamilyInChart, q: &FamilyInChart) -> Vec<Expr> {
    let one_kind = p.law.is_none() && q.law.is_none() && p.distribution == q.distribution;
    let named = |n: &String| q.arguments.iter().find(|(m, _)| m == n).map(|(_, e)| e);
    if !one_kind || p.distribution == "VonMises" || p.arguments.len() != q.arguments.len() {
        return Vec::new();
    }
    let pairs = p.arguments.iter().map(|(n, e)| named(n).map(|other| e - other));
    pairs.collect::<Option<Vec<Expr>>>().unwrap_or_default().into_iter().filter(|e| !e.is_zero()).collect()
}

impl Elaborator<'_> {
    /// Remembers a divergence that was made of two families.
    pub(super) fn remember_divergence(
        &mut self,
        [p, q]: [&FamilyInChart; 2],
        [first, second]: [Law; 2],
        (by_entropies, value): (bool, Expr),
        needs: &[Fact],
    ) {
        let mut conditions = Vec::new();
        let of_laws = [p, q].into_iter().flat_map(|f| f.defined_where.iter().chain(&f.conditions));
        needs.iter().chain(of_laws).for_each(|f| add_fact(&mut conditions, f.clone()));
        let differences = differences(p, q);
        let made = Divergence { first, second, by_entropies, given: Vec::new(), value, conditions, differences };
        self.keep_divergence(made);
    }

    fn keep_divergence(&mut self, made: Divergence) {
        // A number needs no such rule.
        if made.value.has_symbols() && !self.model.divergences.iter().any(|d| **d == made) {
            self.model.divergences.push(Arc::new(made));
        }
    }

    /// Remembers where a metric of a family is definite.
    pub(super) fn remember_information(&mut self, made: InformationMetric) {
        if !self.model.informations.contains(&made) {
            self.model.informations.push(made);
        }
    }

    /// What is known with params replaced, as an assumption does.
    pub(super) fn remember_under(&mut self, given: &Assumptions) {
        if given.values.is_empty() {
            return;
        }
        let touched = |e: &Expr| given.values.iter().any(|(s, _)| e.contains(s));
        let all = self.model.divergences.iter().filter(|d| d.given.is_empty() && touched(&d.value));
        let copies: Vec<Divergence> = all.map(|d| d.at(&given.values)).collect();
        copies.into_iter().for_each(|d| self.keep_divergence(d));
        let all = self.model.informations.iter();
        let all = all.filter(|m| m.given.is_empty() && m.components.entries().iter().any(touched));
        let copies: Vec<InformationMetric> = all.map(|m| m.at(&given.values)).collect();
        copies.into_iter().for_each(|m| self.remember_information(m));
    }
}
