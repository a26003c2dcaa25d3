//! From a model's figure request to panels on a sheet.
//!
//! In: a checked model, a request with everything resolved, values for the params, a way to closed forms. Out: a scene, and
//! remarks on what could not be drawn. It must not read text.

use super::axis::Axis;
use super::chart_panel::Drawer;
use super::curves;
use super::figure::figure;
use super::scene::Scene;
use super::steps;
use crate::derive::{Assignment, ClosedForms};
use crate::emit::text::ascii;
use crate::model::{AxisRequest, FigureRequest, Model, PanelRequest};
use crate::numerics::lower::{LoweringError, lower};
use crate::simulate::problem::ProblemError;
use crate::simulate::rules::RuleError;
use crate::symbolic::{Expr, Symbol};

/// A drawn figure.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What to write.
    pub scene: Scene,
    /// What a reader should know: trajectories that ended early, fixed points.
    pub remarks: Vec<String>,
}

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureError {
    /// A flow.
    Flow {
        /// Its name.
        flow: String,
        /// The chart.
        chart: String,
        /// Why.
        cause: ProblemError,
    },
    /// A rule.
    Rule {
        /// Its name.
        rule: String,
        /// Why.
        cause: RuleError,
    },
    /// A range, a level or a point is no number with the values at hand.
    NoNumber {
        /// As written.
        what: String,
    },
    /// A scalar or a metric has no value in doubles.
    Lowering(LoweringError),
    /// A point has no place in the plot's chart.
    NoWay,
}

impl From<LoweringError> for FigureError {
    fn from(cause: LoweringError) -> Self {
        match cause {
            LoweringError::UnknownSymbol { name, .. } => Self::NoNumber { what: name },
            other => Self::Lowering(other),
        }
    }
}

/// Draws a figure.
///
/// # Errors
/// [`FigureError`].
pub fn draw(
    model: &Model,
    request: &FigureRequest,
    values: &[(Symbol, Expr)],
    closed: ClosedForms<'_>,
) -> Result<Drawn, FigureError> {
    let mut remarks = Vec::new();
    let mut panels = Vec::new();
    for panel in &request.panels {
        let inputs = Inputs { model, values };
        panels.push(match panel {
            PanelRequest::Chart(request) => {
                let (closed, remarks) = (&mut *closed, &mut remarks);
                Drawer { inputs, request, closed, remarks, rules: Vec::new() }.panel()?
            }
            PanelRequest::Curves(request) => curves::panel(inputs, request, &mut *closed, &mut remarks)?,
            PanelRequest::Steps(request) => steps::panel(inputs, request, &mut *closed, &mut remarks)?,
        });
    }
    let columns = request.columns.unwrap_or_else(|| panels.len().min(3));
    let title = panels.iter().map(|p| p.title.as_str()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ");
    Ok(Drawn { scene: figure(&panels, columns, &title), remarks })
}

/// A model with values for its params.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub model: &'a Model,
    pub values: &'a [(Symbol, Expr)],
}

impl Inputs<'_> {
    /// A number.
    pub fn number(&self, e: &Expr) -> Result<f64, FigureError> {
        let at = Assignment { chart: None, values: self.values.to_vec() };
        let found = lower(&[at.apply(e)], &[])?.evaluate(&[]);
        let value = found.ok().and_then(|v| v.first().copied()).filter(|x| x.is_finite());
        value.ok_or_else(|| FigureError::NoNumber { what: ascii(e) })
    }

    /// An axis with numbers.
    pub fn axis(&self, request: &AxisRequest, label: String) -> Result<Axis, FigureError> {
        Ok(Axis { label, low: self.number(&request.from)?, high: self.number(&request.to)?, log: request.log })
    }
}
