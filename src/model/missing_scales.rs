//! The unit problem: coordinates of different units are added, and the scales that would make them comparable are missing.
//!
//! In: a chart, and the scales that are named already. Out: the diagnostic with a repair that names the others. It must
//! not decide whether there is a problem.

use super::elaborator::Elaborator;
use super::fields::with_lines;
use super::kinds::ChartId;
use super::names::names_joined;
use super::problems::Failure;
use super::quantities::Quantity;
use crate::diagnostics::{Code, Diagnostic};
use crate::geometry::chart::Coordinate;
use crate::syntax::ast::{Arg, Expr, ExprKind, Ident};
use crate::syntax::span::Span;

/// The scale of a coordinate, or of the array it is an entry of.
pub(super) fn is_scale_of(key: &Ident, coordinate: &Coordinate) -> bool {
    key.name == base(coordinate)
}

/// `w` of the coordinate `w[1]`: what a scale is named by.
fn base(coordinate: &Coordinate) -> &str {
    let name = coordinate.variable.symbol.name();
    name.split('[').next().unwrap_or(name)
}

/// `v: 1 [mV], i: 1 [nA]`: the natural scale of each coordinate with a unit that is not among `known`.
fn natural_scales(coordinates: &[Coordinate], known: &[&Ident]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in coordinates {
        let scale = format!("{}: 1 [{}]", base(c), c.unit);
        if !c.unit.is_dimensionless() && !known.iter().any(|k| is_scale_of(k, c)) && !out.contains(&scale) {
            out.push(scale);
        }
    }
    out
}

impl Elaborator<'_> {
    /// `Euclidean(chart, scale = ..)` adds squares of different units: `lengths` are the squares of `1/scale`.
    pub(super) fn missing_scales(&self, e: &Expr, args: &[Arg], chart: ChartId, lengths: &[Quantity]) -> Failure {
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.clone()).unwrap_or_default();
        let Some(first) = lengths.first() else { return Failure::silent() };
        let Some(k) = lengths.iter().position(|q| q.number_in(&first.unit).is_none()) else { return Failure::silent() };
        let name = |k: usize| coordinates.get(k).map_or("", |c| c.variable.symbol.name());
        let (a, b) = (format!("d{}^2", name(0)), format!("d{}^2", name(k)));
        let headline = format!("this metric adds `{a}` and `{b}`, whose units differ: a scale is missing");
        let mut d = Diagnostic::error(Code::G0301, headline).primary(e.span, "which scale makes them comparable?");
        let squares = (lengths[0].unit.clone(), lengths[k].unit.clone());
        d = self.units_of(d, chart, 0, k);
        d = self.name_the_scales(d, args, &coordinates, lengths);
        with_lines(d, &a, &squares.0, &b, &squares.1).into()
    }

    /// The repair: what is named and fits stays, what is named in another unit is replaced, the rest is added.
    fn name_the_scales(
        &self,
        d: Diagnostic,
        args: &[Arg],
        coordinates: &[Coordinate],
        lengths: &[Quantity],
    ) -> Diagnostic {
        let record = args.iter().find_map(|a| match &a.value.kind {
            ExprKind::Record(fields) => Some(fields),
            _ => None,
        });
        let named: Vec<&Ident> = record.into_iter().flatten().map(|(n, _)| n).collect();
        let missing = natural_scales(coordinates, &named).join(", ");
        let mut d = d.help("name the scale of each coordinate that has a unit");
        for (key, value) in record.into_iter().flatten() {
            let of = coordinates.iter().position(|c| is_scale_of(key, c));
            let Some((c, length)) = of.and_then(|k| Some((coordinates.get(k)?, lengths.get(k)?))) else { continue };
            if !length.unit.is_dimensionless() {
                let right = if c.unit.is_dimensionless() { "1".to_owned() } else { format!("1 [{}]", c.unit) };
                d = d.patch_with(value.span, right, format!("`{}` is in [{}]", key.name, c.unit.unicode()));
            }
        }
        if missing.is_empty() {
            return d;
        }
        let behind = |span: Span| Span { start: span.end, ..span };
        match (record.and_then(|fields| fields.last()), args.iter().find(|a| a.name.is_none())) {
            (Some((_, value)), _) => d.patch(behind(value.span), format!(", {missing}")),
            (None, Some(chart)) => d.patch(behind(chart.value.span), format!(", scale = {{ {missing} }}")),
            (None, None) => d,
        }
    }

    /// Partials by coordinates of different units cannot be the velocity of one flow.
    pub(super) fn no_velocity(&self, call: &Expr, cost: &Expr, chart: ChartId, (i, j): (usize, usize)) -> Failure {
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.clone()).unwrap_or_default();
        let (Some(a), Some(b)) = (coordinates.get(i), coordinates.get(j)) else { return Failure::silent() };
        let (x, y) = (a.variable.symbol.name(), b.variable.symbol.name());
        let headline = format!(
            "the partial derivatives by `{x}` and `{y}` are no velocity: the units of these coordinates differ"
        );
        let d = Diagnostic::error(Code::G0301, headline)
            .primary(cost.span, format!("made in `{}`", self.chart_name(chart)));
        let d = self.units_of(d, chart, i, j);
        let scales = natural_scales(&coordinates, &[]).join(", ");
        let metric = format!("Euclidean({}, scale = {{ {scales} }})", self.chart_name(chart));
        let d = match &cost.kind {
            ExprKind::Name(path) => d
                .help("choose a metric with a scale for each coordinate that has a unit")
                .patch(call.span, format!("grad({}, {metric})", names_joined(path))),
            _ => d.help(format!(
                "choose a metric with a scale for each coordinate that has a unit: `grad(.., {metric})`"
            )),
        };
        with_lines(d, x, &a.unit, y, &b.unit).into()
    }

    /// The units of two coordinates, at the chart that declares them.
    fn units_of(&self, d: Diagnostic, chart: ChartId, i: usize, j: usize) -> Diagnostic {
        let place = self.model.manifold_spans.get(chart.manifold).and_then(|s| s.charts.get(chart.chart));
        let coordinates = self.model.chart(chart).map(|c| c.coordinates.as_slice()).unwrap_or_default();
        let unit = |k: usize| {
            coordinates.get(k).map(|c| format!("`{}` is in [{}]", c.variable.symbol.name(), c.unit.unicode()))
        };
        match (place, unit(i), unit(j)) {
            (Some(span), Some(a), Some(b)) => d.secondary(*span, format!("{a}, {b}")),
            _ => d,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol, Variable};
    use crate::units::Unit;

    #[test]
    fn each_coordinate_with_a_unit_gets_its_scale_once() {
        let of = |name: &str, unit: &str| Coordinate {
            variable: Variable::real(Symbol::new("M.a", name, Role::Coordinate, 0)),
            unit: Unit::from_text(unit).expect("a unit"),
        };
        let coordinates = [of("w[1]", "mV"), of("w[2]", "mV"), of("p", "1"), of("i", "nA")];
        assert_eq!(natural_scales(&coordinates, &[]), ["w: 1 [mV]", "i: 1 [nA]"]);
    }
}
