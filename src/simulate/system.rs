//! A vector field with its Jacobian and its conditions, lowered.
//!
//! In: components, coordinates and conditions as expressions without params. Out: numbers. It must not know the model.

use crate::numerics::interpret::Interpreter;
use crate::numerics::lower::{LoweringError, lower};
use crate::numerics::program::OperationCount;
use crate::symbolic::{Expr, Fact, Region, Relation, Symbol};
use std::cell::{Cell, RefCell};

/// A condition on states.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As an expression compared with 0.
    pub fact: Fact,
    /// A condition of the chart, not of the field.
    pub of_chart: bool,
}

/// A field that can be evaluated; each thread works on its own clone.
#[derive(Clone, Debug)]
pub struct System {
    /// What holds on the domain of the field.
    pub conditions: Vec<Condition>,
    dimension: usize,
    field: RefCell<Interpreter>,
    jacobian: RefCell<Interpreter>,
    guards: RefCell<Interpreter>,
    count: OperationCount,
    /// Evaluations so far.
    pub(super) evaluations: Cell<usize>,
    /// A value that is not finite was met.
    pub(super) met_no_value: Cell<bool>,
}

/// Why a walk cannot begin.
#[derive(Clone, Debug, PartialEq)]
pub enum StartError {
    /// A condition fails at the initial value; its index.
    Outside {
        /// Index into [`System::conditions`].
        condition: usize,
    },
    /// The field has no finite value there.
    NoValue,
    /// The initial value has the wrong number of coordinates.
    WrongLength,
}

impl System {
    /// Lowers a field on the open set `chart`; it is defined where `defined_where` holds too.
    ///
    /// # Errors
    /// When something has no value in doubles.
    pub fn new(components: &[Expr], chart: &Region, defined_where: &[Fact]) -> Result<Self, LoweringError> {
        let coordinates: Vec<Symbol> = chart.variables.iter().map(|v| v.symbol.clone()).collect();
        let mut conditions: Vec<Condition> =
            chart.facts().into_iter().map(|fact| Condition { fact, of_chart: true }).collect();
        for fact in defined_where {
            if !conditions.iter().any(|c| c.fact == *fact) && fact.expr.has_symbols() {
                conditions.push(Condition { fact: fact.clone(), of_chart: false });
            }
        }
        conditions.retain(|c| c.fact.relation != Relation::Zero);
        let entries: Vec<Expr> = components.iter().flat_map(|f| coordinates.iter().map(|x| f.derivative(x))).collect();
        let guards: Vec<Expr> = conditions.iter().map(|c| c.fact.expr.clone()).collect();
        let field = lower(components, &coordinates)?;
        let count = field.operation_count();
        Ok(Self {
            dimension: coordinates.len(),
            field: RefCell::new(Interpreter::new(field)),
            jacobian: RefCell::new(Interpreter::new(lower(&entries, &coordinates)?)),
            guards: RefCell::new(Interpreter::new(lower(&guards, &coordinates)?)),
            conditions,
            count,
            evaluations: Cell::new(0),
            met_no_value: Cell::new(false),
        })
    }

    /// Number of coordinates.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Operations of one evaluation.
    #[must_use]
    pub fn operation_count(&self) -> OperationCount {
        self.count
    }

    /// The field at a state; what is not finite is noticed.
    pub fn field(&self, state: &[f64], out: &mut [f64]) {
        self.evaluations.set(self.evaluations.get() + 1);
        // Lengths agree by construction; where they do not, the result is "no value".
        let ran = self.field.borrow_mut().evaluate(state, out).is_ok();
        if !ran || out.iter().any(|x| !x.is_finite()) {
            self.met_no_value.set(true);
        }
    }

    /// `∂f^i/∂x^j`, row by row.
    #[must_use]
    pub fn jacobian(&self, state: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.dimension * self.dimension];
        let _ = self.jacobian.borrow_mut().evaluate(state, &mut out);
        if out.iter().any(|x| !x.is_finite()) {
            self.met_no_value.set(true);
        }
        out
    }

    /// The expressions of the conditions at a state.
    #[must_use]
    pub fn guards(&self, state: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.conditions.len()];
        let _ = self.guards.borrow_mut().evaluate(state, &mut out);
        out
    }

    /// The first condition that fails, given the values of all at the state and those at the beginning: an inequality
    /// keeps its component of the domain.
    #[must_use]
    pub fn failing(&self, values: &[f64], initial: &[f64]) -> Option<usize> {
        self.conditions.iter().zip(values).zip(initial).position(|((condition, value), first)| {
            match condition.fact.relation {
                Relation::Positive => value.is_nan() || *value <= 0.0,
                Relation::NonNegative => value.is_nan() || *value < 0.0,
                Relation::NonZero => value.is_nan() || value * first <= 0.0,
                Relation::Zero => false,
            }
        })
    }

    /// Whether a walk can begin here.
    ///
    /// # Errors
    /// Why not.
    pub fn expect_start(&self, state: &[f64]) -> Result<(), StartError> {
        if state.len() != self.dimension {
            return Err(StartError::WrongLength);
        }
        let values = self.guards(state);
        if let Some(condition) = self.failing(&values, &values) {
            return Err(StartError::Outside { condition });
        }
        let mut out = vec![0.0; self.dimension];
        self.met_no_value.set(false);
        self.field(state, &mut out);
        if self.met_no_value.replace(false) { Err(StartError::NoValue) } else { Ok(()) }
    }
}
