//! Transition maps and smooth maps with their Jacobian matrices as functions.

use super::super::words::unit_text;
use super::{Builder, Draft};
use crate::emit::rust::Shape;
use crate::geometry::chart::Chart;
use crate::geometry::jacobian::jacobian;
use crate::geometry::manifold::Manifold;
use crate::geometry::transition::MapRef;
use crate::model::ChartId;
use crate::symbolic::definition::definition;
use crate::symbolic::{Expr, Fact};

impl Builder<'_, '_> {
    pub(super) fn transition_maps(&mut self) {
        for (manifold, m) in self.model.manifolds.iter().enumerate() {
            for (index, map) in m.maps.iter().enumerate() {
                for (from, to, reversed) in [(map.from, map.to, false), (map.to, map.from, true)] {
                    let id = ChartId { manifold, chart: from };
                    let (Some(source), Some(target)) = (m.charts.get(from), m.charts.get(to)) else { continue };
                    let name = self.map_name(manifold, from, to);
                    let doc = format!("The transition map from chart `{}` to chart `{}`.", source.name, target.name);
                    let components = if reversed { &map.inverse } else { &map.forward };
                    let facts = overlap(m, index, reversed, components);
                    self.map_with_jacobian(source, id, target, name, doc, components, &facts);
                }
            }
        }
    }

    pub(super) fn smooth_maps(&mut self) {
        for map in &self.model.smooth_maps {
            let (Some(source), Some(target)) = (self.model.chart(map.from), self.model.chart(map.to)) else { continue };
            let doc =
                format!("The smooth map `{}` from `{}` to `{}`.", map.name, source.full_name(), target.full_name());
            self.map_with_jacobian(
                source,
                map.from,
                target,
                map.name.clone(),
                doc,
                &map.components,
                &map.defined_where,
            );
        }
    }

    /// `std_to_var`, with the manifold in front where several have charts of these names.
    pub(super) fn map_name(&self, manifold: usize, from: usize, to: usize) -> String {
        let name_of = |m: usize, c: usize| self.model.chart(ChartId { manifold: m, chart: c }).map(|c| c.name.as_str());
        let (a, b) = (name_of(manifold, from), name_of(manifold, to));
        let short = format!("{}_to_{}", a.unwrap_or_default(), b.unwrap_or_default());
        let is_shared = self.model.manifolds.iter().enumerate().any(|(other, m)| {
            other != manifold && [a, b].iter().all(|n| m.charts.iter().any(|c| Some(c.name.as_str()) == *n))
        });
        match self.model.manifolds.get(manifold) {
            Some(m) if is_shared => format!("{}_{short}", m.name),
            _ => short,
        }
    }

    #[allow(clippy::too_many_arguments)] // one call for each kind of map
    fn map_with_jacobian(
        &mut self,
        source: &Chart,
        id: ChartId,
        target: &Chart,
        name: String,
        doc: String,
        components: &[Expr],
        facts: &[Fact],
    ) {
        let (from, to) = (source.symbols(), target.symbols());
        let left = to.iter().map(|y| y.name().to_owned()).collect();
        let units = target.coordinates.iter().map(|c| unit_text(&c.unit)).collect();
        let matrix = jacobian(components, &from);
        let jacobian_name = format!("{name}_jacobian");
        self.add(
            source,
            id,
            Draft { name, doc, left, units, shape: Shape::Vector(to.len()), outputs: components, facts, system: None },
        );
        let left: Vec<String> =
            to.iter().flat_map(|y| from.iter().map(move |x| format!("d{}/d{}", y.name(), x.name()))).collect();
        self.add(
            source,
            id,
            Draft {
                name: jacobian_name,
                doc: "Its Jacobian matrix.".into(),
                units: vec![String::new(); left.len()],
                left,
                shape: Shape::Matrix(to.len(), from.len()),
                outputs: matrix.entries(),
                facts,
                system: None,
            },
        );
    }
}

/// Where a transition map is made: on its overlap, at points at which its components have values.
fn overlap(m: &Manifold, map: usize, reversed: bool, components: &[Expr]) -> Vec<Fact> {
    let mut facts = m.directed(MapRef { map, reversed }).map(|c| c.overlap).unwrap_or_default();
    for fact in components.iter().flat_map(definition) {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    facts
}
