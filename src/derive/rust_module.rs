//! From a model to the description of a Rust module.
//!
//! In: a checked model and a way to closed forms. Out: a [`RustModule`] with parameters, charts, costs, differentials,
//! metrics, cometrics, vectors, flows and maps in every chart, with reference values computed by enclosures at simple
//! points, and identity tests for flows that are fields. It must not write code or files.

use super::ClosedForms;
use super::words::{domain_in_words, range_in_words, unit_text};
use crate::emit::rust::{
    ChartDescription, CoordinateDescription, FunctionDescription, IdentityTest, ParameterDescription, ReferenceTest,
    RustModule, Shape,
};
use crate::emit::text::ascii;
use crate::enclosure::{Point, Value as Enclosed, evaluate, simple_points, value_to_digits};
use crate::geometry::chart::Chart;
use crate::geometry::jacobian::jacobian;
use crate::model::{ChartId, Field, Kind, Model, Value, VectorInChart};
use crate::numerics::lower::lower;
use crate::numerics::nearest::{is_exact, nearest_f64};
use crate::symbolic::{Expr, Fact, Rational, Region, Symbol};
use std::collections::BTreeMap;

/// Points tried for each function and for each identity.
const CANDIDATES: usize = 60;
/// Digits of reference values that are not rational.
const DIGITS: usize = 30;
/// Allowed error of values, relative to the largest entry; the tests chosen stay well within.
const TOLERANCE: f64 = 1e-12;
/// Points of an identity test.
const IDENTITY_POINTS: usize = 3;

/// The description, and what had to be left out with the reason.
#[must_use]
pub fn module(model: &Model, name: &str, closed: ClosedForms<'_>) -> (RustModule, Vec<String>) {
    let mut builder = Builder {
        model,
        closed,
        left_out: Vec::new(),
        module: RustModule { name: name.to_owned(), ..RustModule::default() },
    };
    builder.parameters();
    for id in model.chart_ids() {
        builder.chart(id);
    }
    for field in &model.fields {
        builder.field(field);
    }
    builder.transition_maps();
    builder.smooth_maps();
    builder.reference_tests();
    builder.identity_tests();
    builder.keep_charts_in_use();
    (builder.module, builder.left_out)
}

struct Builder<'a, 'c> {
    model: &'a Model,
    closed: ClosedForms<'c>,
    module: RustModule,
    left_out: Vec<String>,
}

/// A function to be added.
struct Draft<'d> {
    name: String,
    doc: String,
    /// Left sides of its equations, one per output.
    left: Vec<String>,
    units: Vec<String>,
    shape: Shape,
    outputs: &'d [Expr],
    facts: &'d [Fact],
}

impl Builder<'_, '_> {
    fn parameters(&mut self) {
        for param in &self.model.params {
            self.module.parameters.push(ParameterDescription {
                symbol: param.variable.symbol.clone(),
                doc: match range_in_words(&param.variable) {
                    words if words.is_empty() => String::new(),
                    words => format!("`{}`, with `{words}`.", param.variable.symbol.name()),
                },
                unit: unit_text(&param.unit),
                example: param.value.as_ref().and_then(rational).map(|q| nearest_f64(&q)).filter(|x| x.is_finite()),
            });
        }
    }

    fn chart(&mut self, id: ChartId) {
        let Some(chart) = self.model.chart(id) else { return };
        let mut domain = domain_in_words(chart);
        let coordinates = chart.coordinates.iter().map(|c| CoordinateDescription {
            symbol: c.variable.symbol.clone(),
            unit: unit_text(&c.unit),
            // The whole domain stands at the first coordinate.
            domain: std::mem::take(&mut domain),
        });
        self.module.charts.push(ChartDescription { name: chart.full_name(), coordinates: coordinates.collect() });
    }

    /// `C_in_var`; plain `C` where the manifold has one chart.
    fn name_in(&self, name: &str, id: ChartId) -> String {
        match (self.model.manifolds.get(id.manifold), self.model.chart(id)) {
            (Some(manifold), Some(chart)) if manifold.charts.len() > 1 => format!("{name}_in_{}", chart.name),
            _ => name.to_owned(),
        }
    }

    fn field(&mut self, field: &Field) {
        for (index, value) in field.in_charts.iter().enumerate() {
            let id = ChartId { manifold: field.manifold, chart: index };
            let Some(value) = value else { continue };
            // Abbreviations are computed where they were declared.
            if field.kind != Kind::Scalar || id == field.home {
                self.value(field, id, value);
            }
        }
    }

    fn value(&mut self, field: &Field, id: ChartId, value: &Value) {
        let Some(chart) = self.model.chart(id) else { return };
        let coordinates: Vec<Symbol> = chart.symbols();
        let units = value.component_units(&self.model.coordinate_units(id)).unwrap_or_default();
        let units: Vec<String> = units.iter().map(unit_text).collect();
        let facts = value.defined_where();
        let (label, n) = (field.name.as_str(), coordinates.len());
        let pairs = || coordinates.iter().flat_map(|a| coordinates.iter().map(move |b| (a.name(), b.name())));
        match value {
            Value::Scalar(quantity) => {
                let word = if field.kind == Kind::Cost { "cost" } else { "quantity" };
                let outputs = [quantity.expr.clone()];
                let left = vec![label.to_owned()];
                let doc = format!("The {word} `{label}`.");
                let name = self.name_in(label, id);
                self.add(
                    chart,
                    id,
                    Draft { name, doc, left, units, shape: Shape::Scalar, outputs: &outputs, facts: &facts },
                );
                if field.kind == Kind::Cost {
                    let outputs: Vec<Expr> = coordinates.iter().map(|x| quantity.expr.derivative(x)).collect();
                    let left = coordinates.iter().map(|x| format!("d{label}/d{}", x.name())).collect();
                    let unit = |x: &crate::units::Unit| quantity.unit.div(x).map(|u| unit_text(&u)).unwrap_or_default();
                    let units = self.model.coordinate_units(id).iter().map(unit).collect();
                    let name = self.name_in(&format!("d_{label}"), id);
                    let doc = format!("The differential of the cost `{label}`: its partial derivatives.");
                    self.add(
                        chart,
                        id,
                        Draft { name, doc, left, units, shape: Shape::Vector(n), outputs: &outputs, facts: &facts },
                    );
                }
            }
            Value::Vector(vector) => {
                let is_flow = field.kind == Kind::Flow;
                let left = coordinates
                    .iter()
                    .map(|x| if is_flow { format!("d{}/dt", x.name()) } else { format!("{label}[{}]", x.name()) })
                    .collect();
                let (name, doc) = (self.name_in(label, id), vector_doc(label, is_flow, vector, chart));
                self.add(
                    chart,
                    id,
                    Draft {
                        name,
                        doc,
                        left,
                        units,
                        shape: Shape::Vector(n),
                        outputs: &vector.components,
                        facts: &facts,
                    },
                );
            }
            Value::OneForm(form) => {
                let left = coordinates.iter().map(|x| format!("{label}[{}]", x.name())).collect();
                let (name, doc) = (self.name_in(label, id), format!("The one-form `{label}`."));
                self.add(
                    chart,
                    id,
                    Draft { name, doc, left, units, shape: Shape::Vector(n), outputs: &form.components, facts: &facts },
                );
            }
            Value::Metric(metric) => {
                let left = pairs().map(|(a, b)| format!("{label}[{a}, {b}]")).collect();
                let (name, doc) = (self.name_in(label, id), format!("The metric `{label}`."));
                self.add(
                    chart,
                    id,
                    Draft {
                        name,
                        doc,
                        left,
                        units,
                        shape: Shape::Matrix(n, n),
                        outputs: metric.components.entries(),
                        facts: &facts,
                    },
                );
                let units = Value::Cometric(metric.clone()).component_units(&self.model.coordinate_units(id));
                let units = units.unwrap_or_default().iter().map(unit_text).collect();
                let left = pairs().map(|(a, b)| format!("inverse[{a}, {b}]")).collect();
                let name = self.name_in(&format!("{label}_cometric"), id);
                let doc = format!("The cometric of `{label}`: its inverse matrix.");
                self.add(
                    chart,
                    id,
                    Draft {
                        name,
                        doc,
                        left,
                        units,
                        shape: Shape::Matrix(n, n),
                        outputs: metric.cometric.entries(),
                        facts: &facts,
                    },
                );
            }
            Value::Rule(rule) => {
                let random = |s: &Symbol| s.role() == crate::symbolic::Role::Random;
                if rule.components.iter().any(|e| e.symbols().iter().any(random)) {
                    self.left_out.push(format!("`{label}`: it draws random numbers"));
                    return;
                }
                let left = coordinates.iter().map(|x| format!("new {}", x.name())).collect();
                let (name, doc) = (self.name_in(label, id), format!("One step of the rule `{label}`."));
                self.add(
                    chart,
                    id,
                    Draft { name, doc, left, units, shape: Shape::Vector(n), outputs: &rule.components, facts: &facts },
                );
            }
            Value::Tuple(_) | Value::Matrix(_) | Value::Cometric(_) | Value::Family(_) => {}
        }
    }

    fn transition_maps(&mut self) {
        for (manifold, m) in self.model.manifolds.iter().enumerate() {
            for map in &m.maps {
                for (from, to, components) in [(map.from, map.to, &map.forward), (map.to, map.from, &map.inverse)] {
                    let id = ChartId { manifold, chart: from };
                    let (Some(source), Some(target)) = (m.charts.get(from), m.charts.get(to)) else { continue };
                    let name = self.map_name(manifold, from, to);
                    let doc = format!("The transition map from chart `{}` to chart `{}`.", source.name, target.name);
                    self.map_with_jacobian(source, id, target, name, doc, components, &[]);
                }
            }
        }
    }

    fn smooth_maps(&mut self) {
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
    fn map_name(&self, manifold: usize, from: usize, to: usize) -> String {
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
            Draft { name, doc, left, units, shape: Shape::Vector(to.len()), outputs: components, facts },
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
            },
        );
    }

    /// Adds a function in closed form, unless it cannot be computed.
    fn add(&mut self, chart: &Chart, id: ChartId, draft: Draft<'_>) {
        let outputs = (self.closed)(draft.outputs, &self.model.region(Some(id)), draft.facts, &[]);
        let inputs: Vec<Symbol> =
            self.model.params.iter().map(|p| p.variable.symbol.clone()).chain(chart.symbols()).collect();
        if let Err(error) = lower(&outputs, &inputs) {
            self.left_out.push(format!("`{}`: {error}", draft.name));
            return;
        }
        let equation = |((left, e), unit): ((&String, &Expr), &String)| {
            let unit = if unit.is_empty() { String::new() } else { format!("  [{unit}]") };
            format!("{left} = {}{unit}", ascii(e))
        };
        let units = draft.units.iter().chain(std::iter::repeat(const { &String::new() }));
        let equations = draft.left.iter().zip(&outputs).zip(units).map(equation).collect();
        self.module.functions.push(FunctionDescription {
            name: draft.name,
            doc: draft.doc,
            equations,
            chart: chart.full_name(),
            shape: draft.shape,
            outputs,
        });
    }

    fn reference_tests(&mut self) {
        let mut tests = Vec::new();
        let mut points = BTreeMap::new();
        for function in &self.module.functions {
            let Some(id) = self.chart_id(&function.chart) else { continue };
            let points = points.entry(id).or_insert_with(|| self.points(id));
            tests.extend(points.iter().find_map(|point| self.reference_test(function, id, point)));
        }
        self.module.reference_tests = tests;
    }

    fn chart_id(&self, full_name: &str) -> Option<ChartId> {
        self.model.chart_ids().find(|id| self.model.chart(*id).is_some_and(|c| c.full_name() == full_name))
    }

    /// Simple points of a chart that are exact doubles, params included; examples first.
    fn points(&self, id: ChartId) -> Vec<Vec<(Symbol, Rational)>> {
        let region = self.model.region(Some(id));
        let examples: Vec<(Symbol, Rational)> =
            self.model.example_values().into_iter().filter_map(|(s, e)| Some((s, rational(&e)?))).collect();
        let mut out = Vec::new();
        for fixed in [examples.as_slice(), &[]] {
            let at = super::Assignment {
                chart: None,
                values: fixed.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone()))).collect(),
            };
            let Ok(found) = simple_points(&at.remaining(&region), CANDIDATES) else { continue };
            for point in found {
                let point: Vec<(Symbol, Rational)> = fixed.iter().cloned().chain(point).collect();
                if point.iter().all(|(_, q)| is_exact(q)) {
                    out.push(point);
                }
            }
        }
        out
    }

    /// The exact value at the point, if the computation in double precision comes close to it.
    fn reference_test(
        &self,
        function: &FunctionDescription,
        id: ChartId,
        point: &[(Symbol, Rational)],
    ) -> Option<ReferenceTest> {
        let at = Point::exact(point.iter().cloned());
        let expected: Vec<String> = function.outputs.iter().map(|e| digits(e, &at)).collect::<Option<_>>()?;
        let (parameters, coordinates) = self.inputs(id, point)?;
        let found = self.computed(function, id, &parameters, &coordinates)?;
        let wanted: Vec<f64> = expected.iter().map(|d| d.parse().ok()).collect::<Option<_>>()?;
        is_close(&found, &wanted, TOLERANCE / 4.0).then(|| ReferenceTest {
            function: function.name.clone(),
            parameters,
            point: coordinates,
            expected,
            tolerance: TOLERANCE,
        })
    }

    /// The numbers of params and coordinates at a point.
    fn inputs(&self, id: ChartId, point: &[(Symbol, Rational)]) -> Option<(Vec<f64>, Vec<f64>)> {
        let number = |s: &Symbol| point.iter().find(|(t, _)| t == s).map(|(_, q)| nearest_f64(q));
        let parameters = self.model.params.iter().map(|p| number(&p.variable.symbol)).collect::<Option<Vec<_>>>()?;
        let coordinates = self.model.chart(id)?.symbols().iter().map(number).collect::<Option<Vec<_>>>()?;
        Some((parameters, coordinates))
    }

    fn computed(
        &self,
        function: &FunctionDescription,
        id: ChartId,
        parameters: &[f64],
        coordinates: &[f64],
    ) -> Option<Vec<f64>> {
        let params = self.model.params.iter().map(|p| p.variable.symbol.clone());
        let symbols: Vec<Symbol> = params.chain(self.model.chart(id)?.symbols()).collect();
        let program = lower(&function.outputs, &symbols).ok()?;
        program.evaluate(&[parameters, coordinates].concat()).ok()
    }

    /// Flows and vectors that are fields are carried to themselves by every declared map.
    fn identity_tests(&mut self) {
        let mut tests = Vec::new();
        for field in &self.model.fields {
            let is_field = |c: usize| matches!(field.in_chart(c), Some(Value::Vector(v)) if !v.chart_dependent);
            let Some(manifold) = self.model.manifolds.get(field.manifold) else { continue };
            for map in manifold.maps.iter().filter(|m| is_field(m.from) && is_field(m.to)) {
                let (from, to) = (
                    ChartId { manifold: field.manifold, chart: map.from },
                    ChartId { manifold: field.manifold, chart: map.to },
                );
                let name = self.map_name(field.manifold, map.from, map.to);
                let mut test = IdentityTest {
                    name: format!("{}_{name}", field.name),
                    source: self.name_in(&field.name, from),
                    target: self.name_in(&field.name, to),
                    jacobian: format!("{name}_jacobian"),
                    map: name,
                    parameters: Vec::new(),
                    points: Vec::new(),
                    tolerance: TOLERANCE,
                };
                self.find_identity_points(&mut test, from, to, &map.overlap);
                if !test.points.is_empty() {
                    tests.push(test);
                }
            }
        }
        self.module.identity_tests = tests;
    }

    /// Points of the overlap at which the identity also holds in double precision; one set of parameters for all.
    fn find_identity_points(&self, test: &mut IdentityTest, from: ChartId, to: ChartId, overlap: &[Fact]) {
        let find = |name: &str| self.module.functions.iter().find(|f| f.name == name);
        let (Some(source), Some(target), Some(map), Some(jacobian)) =
            (find(&test.source), find(&test.target), find(&test.map), find(&test.jacobian))
        else {
            return;
        };
        for point in self.points(from).iter().filter(|p| holds(overlap, p)) {
            let Some((parameters, x)) = self.inputs(from, point) else { continue };
            if !test.points.is_empty() && parameters != test.parameters {
                continue;
            }
            let carried = || {
                let (v, j) =
                    (self.computed(source, from, &parameters, &x)?, self.computed(jacobian, from, &parameters, &x)?);
                let rows = j.chunks(v.len().max(1));
                let carried: Vec<f64> = rows.map(|row| row.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
                let image = self.computed(map, from, &parameters, &x)?;
                Some((self.computed(target, to, &parameters, &image)?, carried))
            };
            if carried().is_some_and(|(found, carried)| is_close(&found, &carried, TOLERANCE / 4.0)) {
                test.parameters = parameters;
                test.points.push(x);
                if test.points.len() == IDENTITY_POINTS {
                    return;
                }
            }
        }
    }

    fn keep_charts_in_use(&mut self) {
        let functions = &self.module.functions;
        self.module.charts.retain(|chart| functions.iter().any(|f| f.chart == chart.name));
    }
}

fn vector_doc(label: &str, is_flow: bool, vector: &VectorInChart, chart: &Chart) -> String {
    let word = if is_flow { "flow" } else { "vector field" };
    let unit = unit_text(&vector.per.inverse());
    let unit = if !is_flow || unit.is_empty() { String::new() } else { format!(" Its time is in {unit}.") };
    let recipe = if vector.chart_dependent {
        format!(" It depends on the chart: this is the recipe made in chart `{}`.", chart.name)
    } else {
        String::new()
    };
    format!("The {word} `{label}`.{unit}{recipe}")
}

/// The exact rational value of a constant.
fn rational(e: &Expr) -> Option<Rational> {
    match evaluate(e, &Point::default(), 64).ok()? {
        Enclosed::Exact(q) => Some(q),
        _ => None,
    }
}

/// An exact decimal where there is one of moderate length, else [`DIGITS`] certain digits.
fn digits(e: &Expr, at: &Point) -> Option<String> {
    if let Enclosed::Exact(q) = evaluate(e, at, 128).ok()?
        && q.is_integer()
        && q.numer().bits() < 60
    {
        return Some(q.to_string());
    }
    value_to_digits(e, at, DIGITS).ok()?
}

fn is_close(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
    let scale = expected.iter().fold(f64::MIN_POSITIVE, |s, e| s.max(e.abs()));
    let near = |(f, e): (&f64, &f64)| (f - e).abs() <= tolerance * scale;
    found.len() == expected.len() && scale.is_finite() && found.iter().zip(expected).all(near)
}

/// Whether the conditions certainly hold at the point.
fn holds(facts: &[Fact], point: &[(Symbol, Rational)]) -> bool {
    let fixed = point.iter().map(|(s, q)| (s.clone(), Expr::number(q.clone())));
    let at = super::Assignment { chart: None, values: fixed.collect() };
    let region = at.remaining(&Region { variables: Vec::new(), conditions: facts.to_vec() });
    simple_points(&region, 1).is_ok_and(|mut points| points.next().is_some())
}
