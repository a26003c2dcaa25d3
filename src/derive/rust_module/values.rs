//! Fields in every chart as functions: costs with their differentials, metrics with their inverses, flows, one-forms.

use super::super::words::unit_text;
use super::{Builder, Draft};
use crate::emit::rust::Shape;
use crate::emit::text::ascii;
use crate::geometry::chart::Chart;
use crate::geometry::matrix::Matrix;
use crate::model::{ChartId, Field, Kind, MetricInChart, Value, VectorInChart};
use crate::numerics::solve::LinearSystem;
use crate::symbolic::{Expr, Symbol};

impl Builder<'_, '_> {
    pub(super) fn field(&mut self, field: &Field) {
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
                    Draft {
                        name,
                        doc,
                        left,
                        units,
                        shape: Shape::Scalar,
                        outputs: &outputs,
                        facts: &facts,
                        system: None,
                    },
                );
                if field.kind == Kind::Cost {
                    let outputs: Vec<Expr> = coordinates.iter().map(|x| quantity.expr.derivative(x)).collect();
                    let left = coordinates.iter().map(|x| format!("d{label}/d{}", x.name())).collect();
                    let unit = |x: &crate::units::Unit| quantity.unit.div(x).map(|u| unit_text(&u)).unwrap_or_default();
                    let units = self.model.coordinate_units(id).iter().map(unit).collect();
                    let name = self.differential_name(label, id);
                    let doc = format!("The differential of the cost `{label}`: its partial derivatives.");
                    self.add(
                        chart,
                        id,
                        Draft {
                            name,
                            doc,
                            left,
                            units,
                            shape: Shape::Vector(n),
                            outputs: &outputs,
                            facts: &facts,
                            system: None,
                        },
                    );
                }
            }
            Value::Vector(vector) => {
                let is_flow = field.kind == Kind::Flow;
                let left: Vec<String> = coordinates
                    .iter()
                    .map(|x| if is_flow { format!("d{}/dt", x.name()) } else { format!("{label}[{}]", x.name()) })
                    .collect();
                let left_of_system = left.clone();
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
                        system: system_of_vector(vector, &coordinates, &left_of_system),
                    },
                );
            }
            Value::OneForm(form) => {
                let left = coordinates.iter().map(|x| format!("{label}[{}]", x.name())).collect();
                let (name, doc) = (self.name_in(label, id), format!("The one-form `{label}`."));
                self.add(
                    chart,
                    id,
                    Draft {
                        name,
                        doc,
                        left,
                        units,
                        shape: Shape::Vector(n),
                        outputs: &form.components,
                        facts: &facts,
                        system: None,
                    },
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
                        system: None,
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
                        system: Some(system_of_inverse(label, metric)),
                    },
                );
            }
            Value::Rule(rule) => self.rule(label, chart, id, rule),
            Value::Tuple(_) | Value::Matrix(_) | Value::Cometric(_) | Value::Family(_) => {}
        }
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

/// The equations `g_ij v^j = w_i` of a vector that is a one-form with its index raised, and these equations in words.
fn system_of_vector(
    vector: &VectorInChart,
    coordinates: &[Symbol],
    left: &[String],
) -> Option<(LinearSystem, Vec<String>)> {
    let raised = vector.raised.as_ref().filter(|r| r.makes(&vector.components))?;
    let right = raised.right();
    let row = |(x, w): (&Symbol, &Expr)| format!("(g v)[{}] = {}", x.name(), ascii(w));
    let mut words = vec![format!("v = ({}) solves", left.join(", "))];
    words.extend(coordinates.iter().zip(&right).map(row));
    let system = LinearSystem { size: coordinates.len(), matrix: raised.metric.entries().to_vec(), right: vec![right] };
    Some((system, words))
}

/// The equations `g_ij g^jk = 1 or 0` of a cometric.
fn system_of_inverse(label: &str, metric: &MetricInChart) -> (LinearSystem, Vec<String>) {
    let size = metric.components.rows();
    let unit = Matrix::identity(size);
    let right = (0..size).map(|j| (0..size).map(|i| unit.at(i, j).clone()).collect()).collect();
    let system = LinearSystem { size, matrix: metric.components.entries().to_vec(), right };
    (system, vec![format!("the inverse of the matrix of {label}")])
}
