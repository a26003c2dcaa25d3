//! Kinds of values and the values themselves, each in one chart.
//!
//! In: quantities. Out: typed component arrays that know their chart, variance and unit. It must not know source text.
//!
//! Units of component arrays are kept by one invariant unit each, so that the numbers transform like the fields:
//! for a vector `[v^i]/[x_i]` is the same for every `i`, for a one-form `[w_i][x_i]`, for a metric `[g_ij][x_i][x_j]`.
//! A component is the number in the unit that follows from it.

use super::quantities::Quantity;
use crate::geometry::matrix::Matrix;
use crate::statistics::Law;
use crate::symbolic::{Expr, Fact, Symbol};
use crate::units::{ExponentTooLarge, Unit};

/// A chart of a model: index of the manifold, index of the chart in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChartId {
    /// Index into [`super::Model::manifolds`].
    pub manifold: usize,
    /// Index into the manifold's charts.
    pub chart: usize,
}

/// What sort of thing an expression or a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A number at each point.
    Scalar,
    /// A tuple of numbers that is not yet a field.
    Tuple,
    /// A matrix of numbers.
    Matrix,
    /// A vector field.
    Vector,
    /// A one-form.
    OneForm,
    /// A metric.
    Metric,
    /// A cometric (inverse metric).
    Cometric,
    /// A statistical family or a single distribution.
    Family,
    /// A flow.
    Flow,
    /// A curve.
    Curve,
    /// A smooth map between manifolds.
    Map,
    /// A manifold.
    Manifold,
    /// A chart.
    Chart,
    /// An unspecified function.
    Function,
    /// A cost.
    Cost,
    /// A discrete update.
    Rule,
    /// A random variable.
    Random,
}

impl Kind {
    /// With its article: `a one-form`.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Tuple => "a tuple of numbers",
            Self::Matrix => "a matrix of numbers",
            Self::Vector => "a vector field",
            Self::OneForm => "a one-form",
            Self::Metric => "a metric",
            Self::Cometric => "a cometric (inverse metric)",
            Self::Family => "a family of distributions",
            Self::Flow => "a flow",
            Self::Curve => "a curve",
            Self::Map => "a smooth map",
            Self::Manifold => "a manifold",
            Self::Chart => "a chart",
            Self::Function => "a function",
            Self::Cost => "a cost",
            Self::Rule => "a rule",
            Self::Random => "a random variable",
        }
    }
}

/// A vector field in a chart: `v^i`, in the unit `per * [x_i]`.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorInChart {
    /// The chart of the components.
    pub chart: ChartId,
    /// `v^i`.
    pub components: Vec<Expr>,
    /// `[v^i]/[x_i]`, the same for every `i`: the inverse of a flow's time unit.
    pub per: Unit,
    /// Where it is defined.
    pub defined_where: Vec<Fact>,
    /// Made by a recipe of the chart at hand (`partials(C)`): not a field, another chart makes another one.
    pub chart_dependent: bool,
    /// How it was made from a one-form, where it was. A hint for those who compute: [`Raised::makes`] tells whether it
    /// still speaks of these components.
    pub raised: Option<Box<Raised>>,
}

/// A one-form with its index raised, then multiplied by scalars.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// `g_ij`.
    pub metric: Matrix,
    /// Its inverse `g^ij`, as it was used.
    pub cometric: Matrix,
    /// `w_j`.
    pub covector: Vec<Expr>,
    /// The scalars, in the order in which they were multiplied.
    pub factors: Vec<Expr>,
}

impl Raised {
    /// The right side of `g_ij v^j = ..`: the one-form times the scalars.
    #[must_use]
    pub fn right(&self) -> Vec<Expr> {
        let scaled = |w: &Expr| self.factors.iter().fold(w.clone(), |e, c| &e * c);
        self.covector.iter().map(scaled).collect()
    }

    /// Whether it makes these components, letter by letter.
    #[must_use]
    pub fn makes(&self, components: &[Expr]) -> bool {
        let Ok(made) = self.cometric.mul_vector(&self.covector) else { return false };
        let scaled = made.iter().map(|e| self.factors.iter().fold(e.clone(), |e, c| &e * c));
        scaled.eq(components.iter().cloned())
    }
}

/// A one-form in a chart: `w_i`, in the unit `unit / [x_i]`.
#[derive(Clone, Debug, PartialEq)]
pub struct OneFormInChart {
    /// The chart of the components.
    pub chart: ChartId,
    /// `w_i`.
    pub components: Vec<Expr>,
    /// `[w_i][x_i]`, the same for every `i`: for `d(C)` the unit of `C`.
    pub unit: Unit,
    /// Where it is defined.
    pub defined_where: Vec<Fact>,
}

/// A metric in a chart: `g_ij`, in the unit `squared_length / ([x_i][x_j])`.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricInChart {
    /// The chart of the components.
    pub chart: ChartId,
    /// `g_ij`.
    pub components: Matrix,
    /// The inverse matrix `g^ij`, in the unit `[x_i][x_j] / squared_length`; not simplified.
    pub cometric: Matrix,
    /// `[ds^2]`.
    pub squared_length: Unit,
    /// Where it is defined.
    pub defined_where: Vec<Fact>,
    /// Where it has an inverse. Empty for declared metrics, which owe their definiteness.
    pub invertible_where: Vec<Fact>,
}

/// A matrix of quantities that is not yet a field.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityMatrix {
    /// Row by row.
    pub rows: Vec<Vec<Quantity>>,
}

/// A distribution with its parameters as functions on a chart (or of params alone).
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyInChart {
    /// The chart whose coordinates occur; `None` for a single distribution such as a target.
    pub chart: Option<ChartId>,
    /// The distribution's name, `Normal`.
    pub distribution: String,
    /// Its random variable; the symbol stands for the number in [`Self::variable_unit`].
    pub variable: Symbol,
    /// Its parameters by name, each the number in its power of the variable's unit.
    pub arguments: Vec<(String, Expr)>,
    /// Its law, where it is none of the named distributions with the parameters above.
    pub law: Option<Box<Law>>,
    /// Unit of the random variable.
    pub variable_unit: Unit,
    /// Conditions on the parameters (standard deviations are positive, ..).
    pub conditions: Vec<Fact>,
    /// Where the arguments are defined.
    pub defined_where: Vec<Fact>,
}

impl FamilyInChart {
    /// The same with every expression replaced but the conditions.
    pub fn replace(&mut self, f: &mut dyn FnMut(&Expr) -> Expr) {
        self.arguments = self.arguments.iter().map(|(n, e)| (n.clone(), f(e))).collect();
        self.law = self.law.as_ref().map(|law| Box::new(law.map(f)));
    }
}

/// A discrete update in a chart: the new coordinates as functions of the old ones and of random variables.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleInChart {
    /// The chart.
    pub chart: ChartId,
    /// The new coordinates, numbers in their units.
    pub components: Vec<Expr>,
    /// Where they are defined.
    pub defined_where: Vec<Fact>,
}

/// A value in one chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Scalar(Quantity),
    /// Numbers side by side.
    Tuple(Vec<Quantity>),
    /// Numbers in rows and columns.
    Matrix(QuantityMatrix),
    /// A vector field.
    Vector(VectorInChart),
    /// A one-form.
    OneForm(OneFormInChart),
    /// A metric.
    Metric(Box<MetricInChart>),
    /// A cometric: the same data, read with upper indices.
    Cometric(Box<MetricInChart>),
    /// A family or a single distribution.
    Family(Box<FamilyInChart>),
    /// A discrete update.
    Rule(RuleInChart),
}

impl Value {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Scalar(_) => Kind::Scalar,
            Self::Tuple(_) => Kind::Tuple,
            Self::Matrix(_) => Kind::Matrix,
            Self::Vector(_) => Kind::Vector,
            Self::OneForm(_) => Kind::OneForm,
            Self::Metric(_) => Kind::Metric,
            Self::Cometric(_) => Kind::Cometric,
            Self::Family(_) => Kind::Family,
            Self::Rule(_) => Kind::Rule,
        }
    }

    /// The chart it is in, for fields.
    #[must_use]
    pub fn chart(&self) -> Option<ChartId> {
        match self {
            Self::Scalar(_) | Self::Tuple(_) | Self::Matrix(_) => None,
            Self::Vector(v) => Some(v.chart),
            Self::OneForm(w) => Some(w.chart),
            Self::Metric(g) | Self::Cometric(g) => Some(g.chart),
            Self::Family(p) => p.chart,
            Self::Rule(r) => Some(r.chart),
        }
    }

    /// Its components row by row; a scalar has one, a family none.
    #[must_use]
    pub fn components(&self) -> Vec<Expr> {
        match self {
            Self::Scalar(q) => vec![q.expr.clone()],
            Self::Tuple(v) => v.iter().map(|q| q.expr.clone()).collect(),
            Self::Matrix(m) => m.rows.iter().flatten().map(|q| q.expr.clone()).collect(),
            Self::Vector(v) => v.components.clone(),
            Self::OneForm(w) => w.components.clone(),
            Self::Metric(g) => g.components.entries().to_vec(),
            Self::Cometric(g) => g.cometric.entries().to_vec(),
            Self::Family(_) => Vec::new(),
            Self::Rule(r) => r.components.clone(),
        }
    }

    /// Where it is defined.
    #[must_use]
    pub fn defined_where(&self) -> Vec<Fact> {
        let mut out = Vec::new();
        let mut join = |facts: &[Fact]| {
            for f in facts {
                super::quantities::add_fact(&mut out, f.clone());
            }
        };
        match self {
            Self::Scalar(q) => join(&q.defined_where),
            Self::Tuple(v) => v.iter().for_each(|q| join(&q.defined_where)),
            Self::Matrix(m) => m.rows.iter().flatten().for_each(|q| join(&q.defined_where)),
            Self::Vector(v) => join(&v.defined_where),
            Self::OneForm(w) => join(&w.defined_where),
            Self::Metric(g) | Self::Cometric(g) => join(&g.defined_where),
            Self::Family(p) => join(&p.defined_where),
            Self::Rule(r) => join(&r.defined_where),
        }
        out
    }

    /// It is defined only where these hold too.
    pub fn also_where(&mut self, facts: &[Fact]) {
        let join = |list: &mut Vec<Fact>| facts.iter().for_each(|f| super::quantities::add_fact(list, f.clone()));
        match self {
            Self::Scalar(q) => join(&mut q.defined_where),
            Self::Tuple(v) => v.iter_mut().for_each(|q| join(&mut q.defined_where)),
            Self::Matrix(m) => m.rows.iter_mut().flatten().for_each(|q| join(&mut q.defined_where)),
            Self::Vector(v) => join(&mut v.defined_where),
            Self::OneForm(w) => join(&mut w.defined_where),
            Self::Metric(g) | Self::Cometric(g) => join(&mut g.defined_where),
            Self::Family(p) => join(&mut p.defined_where),
            Self::Rule(r) => join(&mut r.defined_where),
        }
    }

    /// Units of the components, given the units of the chart's coordinates.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn component_units(&self, coordinates: &[Unit]) -> Result<Vec<Unit>, ExponentTooLarge> {
        match self {
            Self::Scalar(q) => Ok(vec![q.unit.clone()]),
            Self::Tuple(v) => Ok(v.iter().map(|q| q.unit.clone()).collect()),
            Self::Matrix(m) => Ok(m.rows.iter().flatten().map(|q| q.unit.clone()).collect()),
            Self::Vector(v) => coordinates.iter().map(|x| v.per.mul(x)).collect(),
            Self::OneForm(w) => coordinates.iter().map(|x| w.unit.div(x)).collect(),
            Self::Metric(g) => products(coordinates, |xx| g.squared_length.div(xx)),
            Self::Cometric(g) => products(coordinates, |xx| xx.div(&g.squared_length)),
            Self::Family(_) => Ok(Vec::new()),
            Self::Rule(_) => Ok(coordinates.to_vec()),
        }
    }
}

/// `f([x_i][x_j])` for all `i, j`, row by row.
fn products(
    coordinates: &[Unit],
    f: impl Fn(&Unit) -> Result<Unit, ExponentTooLarge>,
) -> Result<Vec<Unit>, ExponentTooLarge> {
    let mut out = Vec::with_capacity(coordinates.len().pow(2));
    for a in coordinates {
        for b in coordinates {
            out.push(f(&a.mul(b)?)?);
        }
    }
    Ok(out)
}
