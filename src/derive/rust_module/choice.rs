//! Which of several equal forms of a function is computed.
//!
//! In: the expressions as elaborated, their closed form, perhaps a linear system they solve. Out: the cheapest by its
//! count of operations among those that are about as accurate as the best, by enclosures at sample points.

use super::super::sample::sample;
use super::Builder;
use crate::model::ChartId;
use crate::numerics::lower::{LoweringError, lower, lower_with};
use crate::numerics::program::{OperationCount, Program};
use crate::numerics::solve::{LinearSystem, lower_system};
use crate::symbolic::{Expr, Symbol};

/// Points at which the forms are compared.
const POINTS: usize = 8;
/// A form may lose this factor against the most accurate one ..
const WORSE: f64 = 8.0;
/// .. or have this error, relative to the largest entry.
const ACCURATE: f64 = 4e-15;

/// A form of a function.
pub(super) enum Form {
    /// Expressions, lowered as they are.
    Expressions(Vec<Expr>),
    /// Expressions, with reciprocals of what divides in several places.
    Reciprocals(Vec<Expr>),
    /// The solution of a system.
    Solution(LinearSystem),
}

impl Form {
    fn program(&self, inputs: &[Symbol]) -> Result<Program, LoweringError> {
        match self {
            Self::Expressions(exprs) => lower(exprs, inputs),
            Self::Reciprocals(exprs) => lower_with(exprs, inputs, true),
            Self::Solution(system) => lower_system(system, inputs),
        }
    }
}

/// The form taken, and what the others would have cost.
pub(super) struct Choice {
    pub form: Form,
    pub count: OperationCount,
    /// Operations of the cheapest form that only evaluates expressions.
    pub expressions: Option<usize>,
}

impl Builder<'_, '_> {
    /// The best of the forms; the error of the last one where none can be computed.
    pub(super) fn choose(&self, forms: Vec<Form>, id: ChartId, inputs: &[Symbol]) -> Result<Choice, LoweringError> {
        let mut made = Vec::new();
        let mut error = LoweringError::Expectation;
        for form in forms {
            match form.program(inputs) {
                Ok(program) => made.push((form, program)),
                Err(why) => error = why,
            }
        }
        let expressions = made.iter().filter(|(form, _)| matches!(form, Form::Expressions(_)));
        let expressions = expressions.map(|(_, p)| p.operation_count().total()).min();
        // The first of equals: closed forms stand in front.
        made.sort_by_key(|(_, program)| program.operation_count().cost());
        let at = if made.len() > 1 { self.first_accurate(&made, id, inputs) } else { 0 };
        if at >= made.len() {
            return Err(error);
        }
        let (form, program) = made.swap_remove(at);
        Ok(Choice { form, count: program.operation_count(), expressions })
    }

    fn first_accurate(&self, made: &[(Form, Program)], id: ChartId, inputs: &[Symbol]) -> usize {
        let points = sample(self.model, id, inputs, POINTS);
        let mut errors: Vec<f64> = Vec::with_capacity(made.len());
        for (_, program) in made {
            let error = worst_error(program, &points);
            // The cheapest so far is good enough whatever the others do.
            if error <= ACCURATE && errors.is_empty() {
                return 0;
            }
            errors.push(error);
        }
        let best = errors.iter().copied().fold(f64::INFINITY, f64::min);
        errors.iter().position(|e| *e <= (WORSE * best).max(ACCURATE)).unwrap_or(0)
    }
}

/// The largest bound of the error; infinite where a value is not finite. Points at which every value is 0 say nothing.
fn worst_error(program: &Program, points: &[Vec<f64>]) -> f64 {
    let error = |inputs: &Vec<f64>| match program.evaluate(inputs) {
        Ok(found) if found.iter().all(|x| x.is_finite()) => {
            program.error_bound(inputs, &found).and_then(|bound| bound.relative).unwrap_or(0.0)
        }
        _ => f64::INFINITY,
    };
    points.iter().map(error).fold(0.0, f64::max)
}
