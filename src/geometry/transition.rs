//! Transition maps as maps between coordinates: reversal, composition along paths of charts.
//!
//! In: the declared maps of a [`Manifold`]. Out: a [`ChartMap`] from one chart to another. Paths are the shortest;
//! among equals the one that uses earlier declared maps.

use super::chart::Chart;
use super::error::GeometryError;
use super::manifold::Manifold;
use super::range::Ranges;
use super::smooth_map::SmoothMap;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Fact, Symbol};
use std::collections::VecDeque;

/// A declared map used in one of its directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapRef {
    /// Index into [`Manifold::maps`].
    pub map: usize,
    /// Whether it is used from its end to its start.
    pub reversed: bool,
}

/// A change of coordinates with its inverse and the set where it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMap {
    /// Coordinates of the chart it starts in.
    pub source: Vec<Symbol>,
    /// Coordinates of the chart it ends in.
    pub target: Vec<Symbol>,
    /// Target coordinates as expressions in source coordinates.
    pub forward: Vec<Expr>,
    /// Source coordinates as expressions in target coordinates.
    pub inverse: Vec<Expr>,
    /// Conditions on the source chart, beside its domain.
    pub overlap: Vec<Fact>,
}

impl ChartMap {
    /// The change to the same coordinates.
    #[must_use]
    pub fn identity(chart: &Chart) -> Self {
        let (symbols, point) = (chart.symbols(), chart.point());
        Self { source: symbols.clone(), target: symbols, forward: point.clone(), inverse: point, overlap: Vec::new() }
    }

    /// Source to target.
    #[must_use]
    pub fn map(&self) -> SmoothMap {
        SmoothMap { source: self.source.clone(), target: self.target.clone(), components: self.forward.clone() }
    }

    /// Target to source.
    #[must_use]
    pub fn inverse_map(&self) -> SmoothMap {
        SmoothMap { source: self.target.clone(), target: self.source.clone(), components: self.inverse.clone() }
    }

    /// First `self`, then `next`. The overlap is where the first is made and its image lies where the second is made.
    ///
    /// # Errors
    /// `ComponentCount` when the dimensions in the middle differ.
    pub fn then(&self, next: &Self) -> Result<Self, GeometryError> {
        let forward = self.map().then(&next.map())?.components;
        let inverse = next.inverse_map().then(&self.inverse_map())?.components;
        let mut overlap = self.overlap.clone();
        let mut at_start = Substitution::of(next.source.iter().cloned().zip(self.forward.iter().cloned()));
        for fact in &next.overlap {
            let moved = fact.with(at_start.apply(&fact.expr));
            if !overlap.contains(&moved) {
                overlap.push(moved);
            }
        }
        Ok(Self { source: self.source.clone(), target: next.target.clone(), forward, inverse, overlap })
    }
}

impl Manifold {
    /// A declared map between two charts, in the direction asked for.
    #[must_use]
    pub fn map_between(&self, from: usize, to: usize) -> Option<MapRef> {
        let place = |a, b| self.maps.iter().position(|m| m.from == a && m.to == b);
        place(from, to)
            .map(|map| MapRef { map, reversed: false })
            .or_else(|| place(to, from).map(|map| MapRef { map, reversed: true }))
    }

    /// The shortest path of chart indices, both ends included; `None` when the charts are not connected.
    #[must_use]
    pub fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        if from >= self.charts.len() || to >= self.charts.len() {
            return None;
        }
        let mut came_from: Vec<Option<usize>> = vec![None; self.charts.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                break;
            }
            for m in &self.maps {
                for (a, b) in [(m.from, m.to), (m.to, m.from)] {
                    if a == at && b != from && b < came_from.len() && came_from[b].is_none() {
                        came_from[b] = Some(a);
                        queue.push_back(b);
                    }
                }
            }
        }
        let mut path = vec![to];
        let mut at = to;
        while at != from {
            at = came_from[at]?;
            path.push(at);
        }
        path.reverse();
        Some(path)
    }

    /// A declared map in the direction asked for. Reversed, its overlap is the image of the declared one: the
    /// declared conditions and the domain of its first chart, both at the inverse image; those that plainly hold
    /// on the whole chart are left out.
    ///
    /// # Errors
    /// `NoSuchChart` when the map names a chart that is not there.
    pub fn directed(&self, reference: MapRef) -> Result<ChartMap, GeometryError> {
        let m = self.maps.get(reference.map).ok_or(GeometryError::NoSuchChart { index: reference.map })?;
        let (from, to) = (self.chart(m.from)?, self.chart(m.to)?);
        if !reference.reversed {
            return Ok(ChartMap {
                source: from.symbols(),
                target: to.symbols(),
                forward: m.forward.clone(),
                inverse: m.inverse.clone(),
                overlap: m.overlap.clone(),
            });
        }
        let mut there = Substitution::of(from.symbols().into_iter().zip(m.inverse.iter().cloned()));
        let mut known = Ranges::new(&to.region());
        let mut overlap = Vec::new();
        for fact in m.overlap.iter().chain(&from.region().facts()) {
            let moved = fact.with(there.apply(&fact.expr));
            if !known.shows(&moved) && !overlap.contains(&moved) {
                overlap.push(moved);
            }
        }
        Ok(ChartMap {
            source: to.symbols(),
            target: from.symbols(),
            forward: m.inverse.clone(),
            inverse: m.forward.clone(),
            overlap,
        })
    }

    /// The change of coordinates along charts, each joined to the next by a declared map.
    ///
    /// # Errors
    /// `EmptyPath`, `NoSuchChart`, `NoTransition`.
    pub fn compose(&self, path: &[usize]) -> Result<ChartMap, GeometryError> {
        let first = path.first().ok_or(GeometryError::EmptyPath)?;
        let mut out = ChartMap::identity(self.chart(*first)?);
        for pair in path.windows(2) {
            let &[from, to] = pair else { continue };
            if from == to {
                continue;
            }
            let reference = self.map_between(from, to).ok_or(GeometryError::NoTransition { from, to })?;
            out = out.then(&self.directed(reference)?)?;
        }
        Ok(out)
    }

    /// The change of coordinates along the shortest path.
    ///
    /// # Errors
    /// `NoSuchChart`, `NoTransition` when the charts are not connected.
    pub fn chart_map(&self, from: usize, to: usize) -> Result<ChartMap, GeometryError> {
        self.chart(from)?;
        self.chart(to)?;
        self.compose(&self.path(from, to).ok_or(GeometryError::NoTransition { from, to })?)
    }

    fn chart(&self, index: usize) -> Result<&Chart, GeometryError> {
        self.charts.get(index).ok_or(GeometryError::NoSuchChart { index })
    }
}
