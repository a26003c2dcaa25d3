//! From a model to the report of its objects, and to a Rust module.
//!
//! In: a checked model, a way to closed forms, what is asked for. Out: [`Document`] sections with every declared
//! object in every chart, formulas or numbers at a point; a [`RustModule`](crate::emit::rust::RustModule).
//! It must not decide claims, know source text beyond names, or write anything.

pub mod audit;
pub mod equations;
pub mod outcomes;
pub mod point;
pub mod rust_module;
pub mod sample;
pub(crate) mod sides;
pub mod size;
pub mod words;

pub use point::Assignment;

use crate::emit::document::{Component, Entry, Equation, Formula, Kind as Shown, Section};
use crate::emit::latex_name::latex_name;
use crate::emit::text::ascii;
use crate::geometry::manifold::{Manifold, TransitionMap};
use crate::model::{ChartId, Field, Kind, Model, Param, Value};
use crate::symbolic::{Expr, Fact, Region, Role, Symbol};
use crate::units::Unit;
use equations::{Naming, field_equations};
use words::{domain_in_words, further_conditions, randoms_in_words, range_in_words, unit_text};

/// Finds closed forms: of these expressions, on this region, where these facts hold, with these abbreviations.
pub type ClosedForms<'a> = &'a mut dyn FnMut(&[Expr], &Region, &[Fact], &[(Symbol, Expr)]) -> Vec<Expr>;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Objects by name; empty: everything.
    pub names: Vec<String>,
    /// Only in this chart.
    pub chart: Option<ChartId>,
    /// Numbers instead of symbols.
    pub at: Assignment,
}

impl Wanted {
    fn takes(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|n| n == name)
    }

    fn takes_chart(&self, chart: ChartId) -> bool {
        self.chart.or(self.at.chart).is_none_or(|wanted| wanted == chart)
    }
}

/// Names of everything that can be asked for.
#[must_use]
pub fn names(model: &Model) -> Vec<&str> {
    let manifolds = model.manifolds.iter().map(|m| m.name.as_str());
    let fields = model.fields.iter().map(|f| f.name.as_str());
    let abbreviations = model.abbreviations.iter().map(|a| a.name.as_str());
    let curves = model.curves.iter().map(|c| c.name.as_str());
    let maps = model.smooth_maps.iter().map(|m| m.name.as_str());
    manifolds.chain(fields).chain(abbreviations).chain(curves).chain(maps).collect()
}

/// The report on the model's objects.
#[must_use]
pub fn sections(model: &Model, wanted: &Wanted, closed: ClosedForms<'_>) -> Vec<Section> {
    let mut deriver = Deriver { model, wanted, closed };
    let mut out = vec![deriver.params()];
    for (index, manifold) in model.manifolds.iter().enumerate() {
        let mut entries = Vec::new();
        if wanted.takes(&manifold.name) && wanted.at.is_empty() {
            entries.extend(deriver.charts(manifold));
            entries.extend(deriver.transition_maps(index, manifold));
        }
        for field in model.fields.iter().filter(|f| f.manifold == index && wanted.takes(&f.name)) {
            entries.extend(deriver.field(field));
        }
        out.push(Section { title: manifold.name.clone(), entries });
    }
    out.push(Section { title: String::new(), entries: deriver.rest() });
    out.retain(|section| !section.entries.is_empty());
    out
}

/// The equations of one value, as `show` asks for it.
#[must_use]
pub fn shown(
    model: &Model,
    name: &str,
    kind: Kind,
    chart: Option<ChartId>,
    value: &Value,
    closed: ClosedForms<'_>,
) -> Vec<Entry> {
    let wanted = Wanted::default();
    let mut deriver = Deriver { model, wanted: &wanted, closed };
    let naming = Naming { label: name, kind, with_companions: false };
    deriver.value(&naming, chart, value).into_iter().map(Entry::Equation).collect()
}

struct Deriver<'a, 'c> {
    model: &'a Model,
    wanted: &'a Wanted,
    closed: ClosedForms<'c>,
}

impl Deriver<'_, '_> {
    fn params(&self) -> Section {
        let mut entries = Vec::new();
        if self.wanted.names.is_empty() && self.wanted.at.is_empty() {
            let mut lines: Vec<String> = self.model.params.iter().map(param_in_words).collect();
            lines.extend(randoms_in_words(self.model));
            if !lines.is_empty() {
                entries.push(Entry::Note { text: lines.join("\n") });
            }
            if has_conversions(self.model) {
                let text =
                    "Names stand for numbers in their declared units; factors such as 1000 convert between units.";
                entries.push(Entry::Note { text: text.into() });
            }
        }
        Section { title: String::new(), entries }
    }

    fn charts(&self, manifold: &Manifold) -> Vec<Entry> {
        let mut lines = Vec::new();
        for chart in &manifold.charts {
            let coordinates: Vec<String> = chart
                .coordinates
                .iter()
                .map(|c| match unit_text(&c.unit) {
                    unit if unit.is_empty() => c.variable.symbol.name().to_owned(),
                    unit => format!("{} [{unit}]", c.variable.symbol.name()),
                })
                .collect();
            let domain = match domain_in_words(chart) {
                words if words.is_empty() => words,
                words => format!(" with {words}"),
            };
            lines.push(format!("chart {}: ({}){domain}", chart.name, coordinates.join(", ")));
        }
        vec![Entry::Note { text: lines.join("\n") }]
    }

    /// Each map, then its inverse.
    fn transition_maps(&mut self, index: usize, manifold: &Manifold) -> Vec<Entry> {
        let mut out = Vec::new();
        for map in &manifold.maps {
            out.extend(self.directed(index, manifold, map, false));
            out.extend(self.directed(index, manifold, map, true));
        }
        out
    }

    fn directed(&mut self, index: usize, manifold: &Manifold, map: &TransitionMap, back: bool) -> Option<Entry> {
        let (from, to) = if back { (map.to, map.from) } else { (map.from, map.to) };
        let (source, target) = (manifold.charts.get(from)?, manifold.charts.get(to)?);
        let chart = ChartId { manifold: index, chart: from };
        if !self.wanted.takes_chart(chart) {
            return None;
        }
        let components = if back { &map.inverse } else { &map.forward };
        let components = self.closed_forms(components, Some(chart), &[]);
        let mut equation = Equation::new(&format!("{} -> {}", source.name, target.name), Shown::Map);
        equation.manifold.clone_from(&manifold.name);
        equation.chart.clone_from(&source.name);
        for (coordinate, component) in target.coordinates.iter().zip(&components) {
            let name = coordinate.variable.symbol.name();
            equation.components.push(Component {
                lhs: Formula { ascii: name.to_owned(), latex: latex_name(name) },
                rhs: Formula::of(component),
                unit: unit_text(&coordinate.unit),
            });
        }
        equation.domain = domain_in_words(source);
        if !back {
            equation.conditions = further_conditions(&map.overlap, &self.model.region(Some(chart)));
        }
        Some(Entry::Equation(equation))
    }

    /// A field in every chart asked for; an abbreviation in its own chart only.
    fn field(&mut self, field: &Field) -> Vec<Entry> {
        let mut out = Vec::new();
        for (index, value) in field.in_charts.iter().enumerate() {
            let chart = ChartId { manifold: field.manifold, chart: index };
            let abbreviation_elsewhere =
                field.kind == Kind::Scalar && chart != field.home && self.wanted.chart.is_none();
            let Some(value) = value else { continue };
            if self.wanted.takes_chart(chart) && !abbreviation_elsewhere {
                let naming = Naming { label: &field.name, kind: field.kind, with_companions: true };
                out.extend(self.value(&naming, Some(chart), value).into_iter().map(Entry::Equation));
            }
        }
        out
    }

    fn value(&mut self, naming: &Naming<'_>, chart: Option<ChartId>, value: &Value) -> Vec<Equation> {
        let (model, at) = (self.model, &self.wanted.at);
        let mut equations = field_equations(model, naming, chart, value, &mut |exprs, facts| {
            self.numbers_or_forms(exprs, chart, facts, naming.label)
        });
        for equation in &mut equations {
            if at.is_empty() {
                equation.conditions = further_conditions(&value.defined_where(), &model.region(chart));
            } else {
                equation.domain.clear();
                let words = at.in_words();
                let both = if equation.note.is_empty() { words } else { format!("{}; {words}", equation.note) };
                equation.note = both;
            }
        }
        equations
    }

    /// Curves, smooth maps and abbreviations without coordinates.
    fn rest(&mut self) -> Vec<Entry> {
        let mut out = Vec::new();
        for abbreviation in self.model.abbreviations.iter().filter(|a| self.wanted.takes(&a.name)) {
            let naming = Naming { label: &abbreviation.name, kind: Kind::Scalar, with_companions: false };
            let value = Value::Scalar(abbreviation.value.clone());
            out.extend(self.value(&naming, None, &value).into_iter().map(Entry::Equation));
        }
        if !self.wanted.at.is_empty() {
            return out;
        }
        for map in self.model.smooth_maps.iter().filter(|m| self.wanted.takes(&m.name)) {
            let (Some(from), Some(to)) = (self.model.chart(map.from), self.model.chart(map.to)) else { continue };
            let mut equation = Equation::new(&map.name, Shown::Map);
            equation.chart = format!("{} -> {}", from.full_name(), to.full_name());
            let components = self.closed_forms(&map.components, Some(map.from), &map.defined_where);
            for (coordinate, component) in to.coordinates.iter().zip(&components) {
                let name = coordinate.variable.symbol.name();
                let lhs = Formula { ascii: name.to_owned(), latex: latex_name(name) };
                let unit = unit_text(&coordinate.unit);
                equation.components.push(Component { lhs, rhs: Formula::of(component), unit });
            }
            equation.domain = domain_in_words(from);
            out.push(Entry::Equation(equation));
        }
        for curve in self.model.curves.iter().filter(|c| self.wanted.takes(&c.name)) {
            let Some(chart) = self.model.chart(curve.chart) else { continue };
            let time = curve.parameter.symbol.name();
            let mut equation = Equation::new(&format!("{}({time})", curve.name), Shown::Curve);
            equation.manifold.clone_from(&chart.manifold);
            equation.chart.clone_from(&chart.name);
            for (coordinate, component) in chart.coordinates.iter().zip(&curve.components) {
                let name = coordinate.variable.symbol.name();
                let lhs = Formula { ascii: name.to_owned(), latex: latex_name(name) };
                let unit = unit_text(&coordinate.unit);
                equation.components.push(Component { lhs, rhs: Formula::of(component), unit });
            }
            equation.domain = range_in_words(&curve.parameter);
            out.push(Entry::Equation(equation));
        }
        out
    }

    /// Closed forms with the author's abbreviations; at a point, numbers.
    fn numbers_or_forms(
        &mut self,
        exprs: &[Expr],
        chart: Option<ChartId>,
        facts: &[Fact],
        label: &str,
    ) -> Vec<(Expr, Option<Formula>)> {
        let at = &self.wanted.at;
        if at.is_empty() {
            let abbreviations = abbreviations(self.model, chart, label);
            let forms = (self.closed)(exprs, &self.model.region(chart), facts, &abbreviations);
            return forms.into_iter().map(|e| (e, None)).collect();
        }
        let mut here: Vec<Expr> = exprs.iter().map(|e| at.apply(e)).collect();
        if here.iter().any(|e| e.has_symbols()) {
            let facts: Vec<Fact> = facts.iter().map(|f| f.with(at.apply(&f.expr))).collect();
            here = (self.closed)(&here, &at.remaining(&self.model.region(chart)), &facts, &[]);
        }
        let mut out = Vec::with_capacity(here.len());
        for e in here {
            let number = if !e.has_symbols() { self.number(&e, chart) } else { None };
            out.push((e, number));
        }
        out
    }

    /// A number. One that is 0 without looking so has no certain digits: its closed form may be 0, else it is 0 to many
    /// places.
    fn number(&mut self, e: &Expr, chart: Option<ChartId>) -> Option<Formula> {
        if let Some(found) = point::number_formula(e) {
            return Some(found);
        }
        let form = (self.closed)(std::slice::from_ref(e), &self.model.region(chart), &[], &[]).pop();
        form.and_then(|form| point::number_formula(&form)).or_else(|| point::zero_to_many_places(e))
    }

    fn closed_forms(&mut self, exprs: &[Expr], chart: Option<ChartId>, facts: &[Fact]) -> Vec<Expr> {
        (self.closed)(exprs, &self.model.region(chart), facts, &[])
    }
}

/// The `let` abbreviations that are scalars in the chart, without the one that is being shown.
fn abbreviations(model: &Model, chart: Option<ChartId>, shown: &str) -> Vec<(Symbol, Expr)> {
    let constants = model.abbreviations.iter().map(|a| (a.name.as_str(), a.value.expr.clone()));
    let fields = model.fields.iter().filter(|f| f.kind == Kind::Scalar).filter_map(|f| {
        let chart = chart.filter(|c| c.manifold == f.manifold)?;
        match f.in_chart(chart.chart)? {
            Value::Scalar(q) => Some((f.name.as_str(), q.expr.clone())),
            _ => None,
        }
    });
    let all: Vec<(&str, Expr)> = constants.chain(fields).collect();
    // An abbreviation is shown in terms of nothing but what it was declared with.
    if all.iter().any(|(name, _)| *name == shown) {
        return Vec::new();
    }
    let worth_a_name = |e: &Expr| e.as_number().is_none() && e.has_symbols();
    let numbered = (0u32..).zip(all);
    numbered
        .filter(|(_, (_, e))| worth_a_name(e))
        .map(|(rank, (name, e))| (Symbol::new("", name, Role::Auxiliary, rank), e))
        .collect()
}

/// Whether formulas may hold factors that convert between declared units: two units, not both without a prefix.
fn has_conversions(model: &Model) -> bool {
    let coordinates = model.chart_ids().flat_map(|id| model.coordinate_units(id));
    let mut units: Vec<Unit> = model.params.iter().map(|p| p.unit.clone()).chain(coordinates).collect();
    units.retain(|u| *u != Unit::one());
    let differ = units.iter().any(|u| Some(u) != units.first());
    differ && units.iter().any(|u| !u.scale().is_one())
}

/// `param sigma0 [mV]: sigma0 > 0, for example 2`
fn param_in_words(param: &Param) -> String {
    let name = param.variable.symbol.name();
    let range = match range_in_words(&param.variable) {
        words if words.is_empty() => "real".to_owned(),
        words => words,
    };
    let unit = match unit_text(&param.unit) {
        unit if unit.is_empty() => unit,
        unit => format!(" [{unit}]"),
    };
    let example = match &param.value {
        Some(value) => format!(", for example {}{unit}", ascii(value)),
        None => String::new(),
    };
    format!("param {name}{unit}: {range}{example}")
}
