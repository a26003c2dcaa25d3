//! A transition map is a change of coordinates: it and its inverse have continuous derivatives.
//!
//! In: a map `f` on its overlap `U`, its inverse `g` on the image `V`, of which it is decided elsewhere that each undoes the
//! other. Out: the obligations that remain. It must not decide anything beyond what the ranges show at a glance.
//!
//! **Why one direction is enough.** Let `f` have continuous derivatives on the open set `U`, `det Df` not vanish there, and
//! `g(f(x)) = x`. Then `f` is one to one, by the inverse function theorem its image is open and its inverse, which is `g`
//! on the image, has continuous derivatives. The same holds with `f` and `g` exchanged. Conversely, where both have
//! derivatives, `Dg Df = I`, so that neither determinant vanishes. The formulas of the derivatives are right wherever they have
//! values, except at the corners of `abs`, `sign`, `min` and `max`, so these are kept away from in both directions.

use super::elaborator::Elaborator;
use super::kinds::ChartId;
use super::obligations::{Goal, ObligationKind};
use super::quantities::add_fact;
use crate::geometry::jacobian::jacobian;
use crate::geometry::range::Ranges;
use crate::symbolic::definition::definition;
use crate::symbolic::smoothness::{corners, smooth_where};
use crate::symbolic::{Expr, Fact, Region, Symbol};
use crate::syntax::span::Span;

/// One direction of a map, and where it is made.
pub(super) struct Direction<'m> {
    /// The chart whose coordinates occur.
    pub chart: ChartId,
    /// Its coordinates.
    pub coordinates: Vec<Symbol>,
    /// Coordinates of the other chart.
    pub components: &'m [Expr],
    /// The set on which this direction undoes the other.
    pub region: Region,
}

impl Direction<'_> {
    /// Of these facts those that the region neither states nor shows at a glance.
    fn open(&self, facts: impl Iterator<Item = Fact>) -> Vec<Fact> {
        let mut known = Ranges::new(&self.region);
        let mut out = Vec::new();
        for fact in facts {
            let stated = self.region.conditions.iter().any(|c| c.says(&fact));
            if !stated && !known.shows(&fact) {
                add_fact(&mut out, fact);
            }
        }
        out
    }

    /// What has to be shown for every part to have continuous derivatives.
    fn roughness(&self) -> Vec<Fact> {
        self.open(self.components.iter().flat_map(smooth_where))
    }

    /// The same, and that every part has a value at all.
    fn doubts(&self) -> Vec<Fact> {
        self.open(self.components.iter().flat_map(|e| definition(e).into_iter().chain(smooth_where(e))))
    }

    fn corners(&self) -> Vec<Fact> {
        self.open(self.components.iter().flat_map(corners))
    }

    fn determinant(&self) -> Option<Fact> {
        jacobian(self.components, &self.coordinates).determinant().ok().map(Fact::nonzero)
    }
}

impl Elaborator<'_> {
    /// Both directions have continuous derivatives. `there` is defined on the whole of its region, by another obligation.
    pub(super) fn regular(&mut self, name: &str, there: &Direction<'_>, back: &Direction<'_>, span: Span) {
        let smooth = ObligationKind::MapSmooth;
        let rough = there.roughness();
        if back.doubts().is_empty() {
            if !rough.is_empty() {
                self.invertible(name, back, span);
                self.oblige(
                    smooth,
                    name.to_owned(),
                    there.chart,
                    there.region.clone(),
                    Goal::Facts(there.corners()),
                    span,
                );
            }
            return;
        }
        self.oblige(smooth, name.to_owned(), there.chart, there.region.clone(), Goal::Facts(rough), span);
        self.invertible(name, there, span);
        self.oblige(smooth, name.to_owned(), back.chart, back.region.clone(), Goal::Facts(back.corners()), span);
    }

    /// The determinant of the Jacobian matrix of this direction does not vanish.
    fn invertible(&mut self, name: &str, direction: &Direction<'_>, span: Span) {
        let goal = match direction.determinant() {
            Some(fact) if direction.open(std::iter::once(fact.clone())).is_empty() => return,
            Some(fact) => Goal::Facts(vec![fact]),
            None => Goal::Open("the Jacobian matrix is too large for its determinant".into()),
        };
        self.oblige(ObligationKind::MapRegular, name.to_owned(), direction.chart, direction.region.clone(), goal, span);
    }
}
