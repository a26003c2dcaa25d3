//! One value in one chart as equations.
//!
//! In: a value of the model, its name, and a way to closed forms or numbers. Out: [`Equation`]s with names, units and
//! domain. It must not choose what is shown or where.

use super::size::inverse_explodes;
use super::words::{domain_in_words, unit_text};
use crate::emit::document::{Component, Equation, Formula, Kind as Shown};
use crate::emit::latex_name::latex_name;
use crate::geometry::chart::Chart;
use crate::model::{
    ChartId, FamilyInChart, Kind, MetricInChart, Model, OneFormInChart, Quantity, RuleInChart, Value, VectorInChart,
};
use crate::symbolic::{Expr, Fact, Role, Symbol};
use crate::units::Unit;

/// What a value is called and what stands beside it.
pub struct Naming<'a> {
    /// Its name.
    pub label: &'a str,
    /// What it was declared as.
    pub kind: Kind,
    /// Also the differential of a cost and the cometric of a metric.
    pub with_companions: bool,
}

/// Closed forms, or numbers where a point is given, of expressions that are defined where the facts hold.
pub type Forms<'f> = &'f mut dyn FnMut(&[Expr], &[Fact]) -> Vec<(Expr, Option<Formula>)>;

/// The equations of a value.
pub fn field_equations(
    model: &Model,
    naming: &Naming<'_>,
    chart: Option<ChartId>,
    value: &Value,
    forms: Forms<'_>,
) -> Vec<Equation> {
    let place = Place { naming, chart: chart.and_then(|id| model.chart(id)) };
    match value {
        Value::Scalar(quantity) => place.scalar(quantity, forms),
        Value::Tuple(quantities) => vec![place.tuple(quantities, forms)],
        Value::Matrix(matrix) => {
            let mut equation = place.equation(Shown::Tensor);
            for row in &matrix.rows {
                let exprs: Vec<Expr> = row.iter().map(|q| q.expr.clone()).collect();
                equation.matrix.push(formulas(forms(&exprs, &value.defined_where())));
            }
            vec![equation]
        }
        Value::Vector(vector) => vec![place.vector(vector, forms)],
        Value::OneForm(form) => vec![place.one_form(form, forms)],
        Value::Metric(metric) => {
            let mut out = vec![place.metric(metric, forms)];
            if naming.with_companions {
                out.push(place.cometric(metric, forms));
            }
            out
        }
        Value::Cometric(metric) => vec![place.cometric(metric, forms)],
        Value::Family(family) => vec![place.family(family, forms)],
        Value::Rule(rule) => vec![place.rule(rule, forms)],
    }
}

struct Place<'a> {
    naming: &'a Naming<'a>,
    chart: Option<&'a Chart>,
}

impl Place<'_> {
    fn equation(&self, kind: Shown) -> Equation {
        let mut equation = Equation::new(self.naming.label, kind);
        if let Some(chart) = self.chart {
            equation.manifold.clone_from(&chart.manifold);
            equation.chart.clone_from(&chart.name);
            equation.domain = domain_in_words(chart);
        }
        equation
    }

    fn coordinates(&self) -> Vec<(Symbol, Unit)> {
        let all = self.chart.map(|c| c.coordinates.as_slice()).unwrap_or_default();
        all.iter().map(|c| (c.variable.symbol.clone(), c.unit.clone())).collect()
    }

    fn own_name(&self) -> Formula {
        Formula { ascii: self.naming.label.to_owned(), latex: latex_of_label(self.naming.label) }
    }

    fn scalar(&self, quantity: &Quantity, forms: Forms<'_>) -> Vec<Equation> {
        let coordinates = self.coordinates();
        let differentiated = self.naming.kind == Kind::Cost && self.naming.with_companions;
        let mut exprs = vec![quantity.expr.clone()];
        if differentiated {
            exprs.extend(coordinates.iter().map(|(x, _)| quantity.expr.derivative(x)));
        }
        let mut values = formulas(forms(&exprs, &quantity.defined_where)).into_iter();
        let mut scalar = self.equation(Shown::Scalar);
        if let Some(rhs) = values.next() {
            scalar.components.push(Component { lhs: self.own_name(), rhs, unit: unit_text(&quantity.unit) });
        }
        let mut out = vec![scalar];
        if differentiated {
            let mut differential = self.equation(Shown::OneForm);
            differential.label = format!("d({})", self.naming.label);
            for ((x, unit), rhs) in coordinates.iter().zip(values) {
                let lhs = Formula {
                    ascii: format!("d{}/d{}", self.naming.label, x.name()),
                    latex: format!("\\partial_{{{}}} {}", latex_name(x.name()), latex_of_label(self.naming.label)),
                };
                let unit = quantity.unit.div(unit).map(|u| unit_text(&u)).unwrap_or_default();
                differential.components.push(Component { lhs, rhs, unit });
            }
            out.push(differential);
        }
        out
    }

    fn tuple(&self, quantities: &[Quantity], forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::Tensor);
        let value = Value::Tuple(quantities.to_vec());
        let values = formulas(forms(&value.components(), &value.defined_where()));
        for (index, (quantity, rhs)) in quantities.iter().zip(values).enumerate() {
            let lhs = Formula {
                ascii: format!("{}[{}]", self.naming.label, index + 1),
                latex: subscripted(&latex_of_label(self.naming.label), &(index + 1).to_string()),
            };
            equation.components.push(Component { lhs, rhs, unit: unit_text(&quantity.unit) });
        }
        equation
    }

    fn vector(&self, vector: &VectorInChart, forms: Forms<'_>) -> Equation {
        let is_flow = self.naming.kind == Kind::Flow;
        let mut equation = self.equation(if is_flow { Shown::Flow } else { Shown::Vector });
        if is_flow && vector.per != Unit::one() {
            equation.unit = format!("per {}", vector.per.inverse());
        }
        if vector.chart_dependent {
            equation.note = format!("chart-dependent: this is the recipe made in chart {}", equation.chart);
        }
        if let Some(raised) = vector.raised.as_ref().filter(|r| inverse_explodes(&r.metric))
            && raised.makes(&vector.components)
        {
            let right = forms(&raised.right(), &vector.defined_where);
            // At a point there are numbers, and those are small.
            if right.iter().all(|(_, number)| number.is_none()) {
                return self.unsolved(equation, formulas(right));
            }
        }
        let values = formulas(forms(&vector.components, &vector.defined_where));
        for ((x, unit), rhs) in self.coordinates().iter().zip(values) {
            let (name, latex) = (x.name(), latex_name(x.name()));
            let lhs = if is_flow {
                Formula { ascii: format!("d{name}/dt"), latex: format!("\\frac{{d {latex}}}{{dt}}") }
            } else {
                let label = self.naming.label;
                Formula { ascii: format!("{label}[{name}]"), latex: format!("{}^{{{latex}}}", latex_of_label(label)) }
            };
            let unit = vector.per.mul(unit).map(|u| unit_text(&u)).unwrap_or_default();
            equation.components.push(Component { lhs, rhs, unit });
        }
        equation
    }

    /// The equations `g v = w` that a vector solves, in place of an inverse that is too large to be written out.
    fn unsolved(&self, mut equation: Equation, right: Vec<Formula>) -> Equation {
        equation.note = "v solves (g v) = w: the inverse of g is too large to be written out".into();
        for ((x, _), rhs) in self.coordinates().iter().zip(right) {
            let lhs =
                Formula { ascii: format!("(g v)[{}]", x.name()), latex: format!("(g v)_{{{}}}", latex_name(x.name())) };
            equation.components.push(Component { lhs, rhs, unit: String::new() });
        }
        equation
    }

    fn rule(&self, rule: &RuleInChart, forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::Rule);
        let values = formulas(forms(&rule.components, &rule.defined_where));
        for ((x, unit), rhs) in self.coordinates().iter().zip(values) {
            let lhs = Formula {
                ascii: format!("new {}", x.name()),
                latex: format!("{{{}}}_{{\\mathrm{{new}}}}", latex_name(x.name())),
            };
            equation.components.push(Component { lhs, rhs, unit: unit_text(unit) });
        }
        equation
    }

    fn one_form(&self, form: &OneFormInChart, forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::OneForm);
        let values = formulas(forms(&form.components, &form.defined_where));
        for ((x, unit), rhs) in self.coordinates().iter().zip(values) {
            let label = self.naming.label;
            let lhs = Formula {
                ascii: format!("{label}[{}]", x.name()),
                latex: subscripted(&latex_of_label(label), &latex_name(x.name())),
            };
            let unit = form.unit.div(unit).map(|u| unit_text(&u)).unwrap_or_default();
            equation.components.push(Component { lhs, rhs, unit });
        }
        equation
    }

    /// The line element and the matrix.
    fn metric(&self, metric: &MetricInChart, forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::Metric);
        let values = forms(metric.components.entries(), &metric.defined_where);
        let differentials: Vec<Expr> = self
            .coordinates()
            .iter()
            .map(|(x, _)| {
                Expr::symbol(&Symbol::new(x.scope(), &format!("d{}", x.name()), Role::Differential, x.rank()))
            })
            .collect();
        let n = metric.components.cols().max(1);
        let terms = values.iter().enumerate().filter_map(|(k, (g, _))| {
            let (a, b) = (differentials.get(k / n)?, differentials.get(k % n)?);
            Some(Expr::product([g.clone(), a.clone(), b.clone()]))
        });
        let line_element = Expr::sum(terms);
        if values.iter().all(|(_, number)| number.is_none()) {
            // Beside a coordinate `s`, `ds^2` is something else.
            let lhs = match self.coordinates().iter().any(|(x, _)| x.name() == "s") {
                false => Formula { ascii: "ds^2".into(), latex: "ds^2".into() },
                true => Formula { ascii: equation.label.clone(), latex: latex_name(&equation.label) },
            };
            let unit = unit_text(&metric.squared_length);
            equation.components.push(Component { lhs, rhs: Formula::of(&line_element), unit });
        } else {
            equation.unit = unit_text(&metric.squared_length);
        }
        equation.matrix = rows(formulas(values), n);
        equation
    }

    fn cometric(&self, metric: &MetricInChart, forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::Cometric);
        // At a point there are numbers, of which one entry of the metric tells.
        if inverse_explodes(&metric.components) {
            let first = metric.components.entries().get(..1).unwrap_or_default();
            if forms(first, &metric.defined_where).iter().all(|(_, number)| number.is_none()) {
                equation.note = "too large to be written out".into();
                return equation;
            }
        }
        let values = formulas(forms(metric.cometric.entries(), &metric.defined_where));
        equation.matrix = rows(values, metric.cometric.cols().max(1));
        equation
    }

    fn family(&self, family: &FamilyInChart, forms: Forms<'_>) -> Equation {
        let mut equation = self.equation(Shown::Family);
        let exprs: Vec<Expr> = family.arguments.iter().map(|(_, e)| e.clone()).collect();
        let own = family.arguments.first().is_some_and(|(name, _)| name.is_empty());
        // A density is shown as it was written: the closed forms know nothing of the set of its variable.
        let values =
            if own { exprs.iter().map(Formula::of).collect() } else { formulas(forms(&exprs, &family.defined_where)) };
        let variable = family.variable.name();
        let (mut ascii, mut latex) = (Vec::new(), Vec::new());
        for ((name, _), value) in family.arguments.iter().zip(values) {
            if own {
                ascii.push(value.ascii);
                latex.push(value.latex);
                continue;
            }
            ascii.push(format!("{name} = {}", value.ascii));
            latex.push(format!("\\text{{{name}}} = {}", value.latex));
        }
        let label = self.naming.label;
        let lhs = Formula {
            ascii: format!("{label}({variable})"),
            latex: format!("{}({})", latex_of_label(label), latex_name(variable)),
        };
        let rhs = if own {
            Formula { ascii: ascii.join(", "), latex: latex.join(",\\, ") }
        } else {
            Formula {
                ascii: format!("{}({})", family.distribution, ascii.join(", ")),
                latex: format!("\\mathrm{{{}}}({})", family.distribution, latex.join(",\\, ")),
            }
        };
        let unit = unit_text(&family.variable_unit);
        let unit = if unit.is_empty() { unit } else { format!("{variable} in {unit}") };
        equation.unit = unit;
        equation.components.push(Component { lhs, rhs, unit: String::new() });
        equation
    }
}

/// A name with an index; one that has a subscript already is taken as a whole.
fn subscripted(name: &str, index: &str) -> String {
    if name.contains('_') { format!("{{{name}}}_{{{index}}}") } else { format!("{name}_{{{index}}}") }
}

/// A label may be a whole expression as written; only names become symbols.
fn latex_of_label(label: &str) -> String {
    let is_name = label.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '\'' | '[' | ']' | ','));
    if is_name { latex_name(label) } else { format!("\\text{{{}}}", crate::emit::latex_document::words(label)) }
}

fn formulas(values: Vec<(Expr, Option<Formula>)>) -> Vec<Formula> {
    values.into_iter().map(|(e, number)| number.unwrap_or_else(|| Formula::of(&e))).collect()
}

fn rows(entries: Vec<Formula>, columns: usize) -> Vec<Vec<Formula>> {
    entries.chunks(columns).map(<[Formula]>::to_vec).collect()
}
