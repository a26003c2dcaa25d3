//! Partial derivatives of unspecified functions, written as they are printed: `D[1, 0](f)(x, y)`.
//!
//! In: orders, a declared function, arguments. Out: a scalar with its unit. It knows nothing of other functions.

use super::elaborator::Elaborator;
use super::kinds::Value;
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::symbolic::Expr as Term;
use crate::syntax::ast::{Arg, Expr, Path};
use crate::units::Exponent;

/// Higher derivatives are not written by hand.
const MOST_DERIVATIVES: u32 = 100;

impl Elaborator<'_> {
    /// `D[1, 0](f)(x, y)`: the derivative by the first argument, at `(x, y)`.
    pub fn jet(
        &mut self,
        e: &Expr,
        orders: &[Expr],
        function: &Path,
        args: &[Arg],
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let name = names_joined(function);
        let Some(k) = self.model.functions.iter().position(|f| f.symbol.name() == name) else {
            let help = "only a function declared with `function f(x, y)` has derivatives of this form".to_owned();
            return Err(match self.lookup(&name) {
                Some(id) => problems::wrong_kind(
                    function.span,
                    "an unspecified function",
                    self.declarations[id].kind(),
                    Some(help),
                )
                .into(),
                None => self.unknown_of_kind(function, super::kinds::Kind::Function),
            });
        };
        let arity = self.model.functions[k].arguments.len();
        if orders.len() != arity {
            let headline = format!(
                "`{name}` takes {}, {} given",
                problems::counted(arity, "argument", "arguments"),
                problems::counted(orders.len(), "order of differentiation", "orders of differentiation")
            );
            let zeros = vec!["0"; arity].join(", ");
            return Err(problems::bad_call(e.span, headline, format!("write `D[{zeros}]({name})(..)`")).into());
        }
        let mut counts = Vec::new();
        for order in orders {
            let count = u32::try_from(self.integer(order, scope, "an order of differentiation")?)
                .ok()
                .filter(|n| *n <= MOST_DERIVATIVES);
            let Some(count) = count else {
                let headline = format!("an order of differentiation is a number from 0 to {MOST_DERIVATIVES}");
                return Err(problems::bad_call(order.span, headline, format!("write `D[1, 0]({name})(..)`")).into());
            };
            counts.push(count);
        }
        self.unspecified_derivative(e, k, &counts, args, scope)
    }

    /// The derivative of these orders of the function `k`, with unit `[f] / product [x_i]^n_i`.
    pub fn unspecified_derivative(
        &mut self,
        e: &Expr,
        k: usize,
        orders: &[u32],
        args: &[Arg],
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let f = self.model.functions[k].clone();
        if args.len() != f.arguments.len() || args.iter().any(|a| a.name.is_some()) {
            let headline = format!("`{}` takes {} arguments, {} given", f.symbol.name(), f.arguments.len(), args.len());
            return Err(problems::bad_call(e.span, headline, "arguments are given in the declared order".into()).into());
        }
        let mut values = Vec::new();
        let mut facts = Vec::new();
        let mut whole = f.unit.clone();
        for ((a, unit), order) in args.iter().zip(&f.arguments).zip(orders) {
            let q = self.scalar(&a.value, scope)?;
            let Some(number) = q.number_in(unit) else {
                let causes = self.causes(&a.value);
                let what = format!("this argument of `{}`", f.symbol.name());
                return Err(problems::unit_differs(a.value.span, &what, &q.unit, unit, &causes).into());
            };
            let divisor = unit.pow(Exponent::from_integer(i32::try_from(*order).unwrap_or(i32::MAX)));
            whole = divisor
                .and_then(|d| whole.div(&d))
                .map_err(|_| Failure::from(problems::exponent_too_large(a.value.span)))?;
            values.push(number);
            q.defined_where.into_iter().for_each(|x| add_fact(&mut facts, x));
        }
        let q = Quantity::new(Term::jet(&f.symbol, orders.to_vec(), values), whole);
        Ok(Value::Scalar(Quantity { defined_where: facts, ..q }))
    }
}
