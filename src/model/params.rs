//! Params, constants, unspecified functions, and the sets that bound variables live in.
//!
//! In: binders. Out: variables with ranges and units, arrays expanded to `w[1]`, `w[2]`, ..

use super::elaborator::Elaborator;
use super::kinds::Value;
use super::names::Scope;
use super::problems::{self, Failure};
use super::quantities::Quantity;
use super::{Constant, Param, UnspecifiedFunction};
use crate::symbolic::{Bound, Expr as Term, Fact, FunctionSymbol, Region, Role, Symbol, Variable};
use crate::syntax::ast::{Binder, Domain, DomainKind, FunctionDecl, ItemKind};
use crate::syntax::span::Span;
use crate::units::Unit;
use num_traits::Signed;

/// Ranks of params come after all coordinates.
pub(super) const PARAM_RANK: u32 = 10_000;
/// Ranks of unspecified functions come after params.
const FUNCTION_RANK: u32 = 20_000;
/// Ranks of the parameters of curves and of random variables come last.
pub(super) const BOUND_RANK: u32 = 30_000;

/// The scope of the random variable that a law brings along. Nobody can write a symbol of this scope, so no argument of
/// a law mentions it.
pub(super) const OWN_VARIABLE: &str = "law";

/// Elaborates the constants, params and functions among the declarations from `first` on.
pub(super) fn constants_and_functions(el: &mut Elaborator<'_>, first: usize) {
    for id in first..el.declarations.len() {
        let d = el.declarations[id];
        match &d.item.kind {
            ItemKind::Const { .. } => {
                let made = el.named(id, &Scope::closed(), d.name.span);
                if let Some(Value::Scalar(value)) = el.accept(made) {
                    el.model.constants.push(Constant { name: d.name.name.clone(), value, span: d.item.span });
                }
            }
            ItemKind::Param(_) => {
                let made = el.param(id);
                el.accept(made);
            }
            ItemKind::Random { .. } => {
                let made = el.random(id);
                el.accept(made);
            }
            ItemKind::Function(f) => {
                let made = el.unspecified_function(f, d.item.span);
                el.accept(made);
            }
            _ => {}
        }
    }
}

impl<'a> Elaborator<'a> {
    /// Makes the variables of a param, once. Bounds may name other params, in any order but not in a circle.
    pub fn param(&mut self, id: usize) -> Result<(), Failure> {
        match self.cache.get(&(id, None)) {
            Some(Ok(_)) => return Ok(()),
            Some(Err(_)) => return Err(Failure::silent()),
            None => {}
        }
        if self.stack.contains(&id) {
            return Err(self.circle(id));
        }
        let ItemKind::Param(binder) = &self.declarations[id].item.kind else { return Ok(()) };
        self.stack.push(id);
        let made = self.make_param(binder);
        self.stack.pop();
        let cached = match &made {
            Ok(q) => Ok(Value::Scalar(q.clone())),
            Err(_) => Err(Failure::silent()),
        };
        self.cache.insert((id, None), cached);
        made.map(|_| ())
    }

    fn make_param(&mut self, binder: &'a Binder) -> Result<Quantity, Failure> {
        let unit = self.unit(binder.unit.as_ref())?;
        let names = self.entries(binder)?;
        let mut out = None;
        for name in names {
            let rank = PARAM_RANK + u32::try_from(self.model.params.len()).unwrap_or(u32::MAX - PARAM_RANK);
            let symbol = Symbol::new("", &name, Role::Parameter, rank);
            let variable = self.variable(symbol, &binder.domain, &unit, &name)?;
            let value = match &binder.value {
                Some(e) => Some(self.example_value(e, &unit, &variable, binder)?),
                None => None,
            };
            let q = Quantity::symbol(&variable.symbol, &unit);
            out.get_or_insert(Quantity { integer: variable.integer, ..q });
            self.model.params.push(Param { variable, unit: unit.clone(), value, span: binder.span });
        }
        out.ok_or_else(Failure::silent)
    }

    /// The names a binder binds: one, or `w[1]`..`w[n]`.
    pub fn entries(&mut self, binder: &Binder) -> Result<Vec<String>, Failure> {
        let name = &binder.name.name;
        let Some(range) = &binder.range else { return Ok(vec![name.clone()]) };
        let (from, to) = self.range(range, &Scope::closed())?;
        if from > to {
            return Err(problems::bad_interval(
                range.span,
                format!("the range of `{name}` is empty"),
                "ranges count upwards",
            )
            .into());
        }
        self.arrays.insert(name.clone(), (from, to));
        Ok((from..=to).map(|k| format!("{name}[{k}]")).collect())
    }

    fn example_value(
        &mut self,
        e: &crate::syntax::ast::Expr,
        unit: &Unit,
        variable: &Variable,
        binder: &Binder,
    ) -> Result<Term, Failure> {
        let q = self.scalar(e, &Scope::closed())?;
        let number = q.number_in(unit).ok_or_else(|| -> Failure {
            let what = format!("the example value of `{}`", binder.name.name);
            problems::unit_differs(
                e.span,
                &what,
                &q.unit,
                unit,
                &[(binder.span, format!("declared in [{}]", unit.unicode()))],
            )
            .into()
        })?;
        if number.has_symbols() {
            return Err(problems::not_constant(e.span, "an example value").into());
        }
        let outside = contains(variable, &number) == Some(false);
        if outside {
            return Err(problems::outside_domain(e.span, "example value", &binder.name.name, binder.domain.span).into());
        }
        Ok(number)
    }

    /// A variable with the range its domain says; bounds are converted to the unit.
    pub fn variable(&mut self, symbol: Symbol, domain: &Domain, unit: &Unit, name: &str) -> Result<Variable, Failure> {
        self.variable_in(symbol, domain, unit, name, &Scope::closed())
    }

    /// The same with bounds in which the names of a scope may occur.
    pub fn variable_in(
        &mut self,
        symbol: Symbol,
        domain: &Domain,
        unit: &Unit,
        name: &str,
        scope: &Scope,
    ) -> Result<Variable, Failure> {
        let real = Variable::real(symbol);
        let zero = || Term::zero();
        Ok(match &domain.kind {
            DomainKind::Real => real,
            DomainKind::Positive => Variable { lower: Bound::Open(zero()), ..real },
            DomainKind::Negative => Variable { upper: Bound::Open(zero()), ..real },
            DomainKind::NonNegative => Variable { lower: Bound::Closed(zero()), ..real },
            DomainKind::NonZero => Variable { nonzero: true, ..real },
            DomainKind::Integer => Variable { integer: true, ..real },
            DomainKind::Natural => Variable { integer: true, lower: Bound::Closed(zero()), ..real },
            DomainKind::Interval { lower, lower_closed, upper, upper_closed } => {
                let a = self.bound(lower.as_deref(), *lower_closed, unit, name, scope)?;
                let b = self.bound(upper.as_deref(), *upper_closed, unit, name, scope)?;
                check_interval(&a, &b, domain.span, name)?;
                Variable { lower: a, upper: b, ..real }
            }
            DomainKind::Integers { lower, upper } => {
                let a = self.bound(lower.as_deref(), true, unit, name, scope)?;
                let b = self.bound(upper.as_deref(), true, unit, name, scope)?;
                check_interval(&a, &b, domain.span, name)?;
                Variable { lower: a, upper: b, integer: true, ..real }
            }
        })
    }

    fn bound(
        &mut self,
        end: Option<&crate::syntax::ast::Expr>,
        closed: bool,
        unit: &Unit,
        name: &str,
        scope: &Scope,
    ) -> Result<Bound, Failure> {
        let Some(e) = end else { return Ok(Bound::Infinite) };
        let q = self.scalar(e, scope)?;
        // Plain numbers as ends of a range take the range's unit: `(0, 1) [mV]`.
        let plain =
            matches!(e.kind, crate::syntax::ast::ExprKind::Number { .. } | crate::syntax::ast::ExprKind::Neg(_))
                && q.unit.is_dimensionless();
        let number = if plain { Some(q.expr.clone()) } else { q.number_in(unit) };
        let number = number.ok_or_else(|| -> Failure {
            let causes = self.causes(e);
            problems::unit_differs(e.span, &format!("this end of the range of `{name}`"), &q.unit, unit, &causes).into()
        })?;
        Ok(if closed { Bound::Closed(number) } else { Bound::Open(number) })
    }

    fn unspecified_function(&mut self, f: &FunctionDecl, span: Span) -> Result<(), Failure> {
        let mut arguments = Vec::new();
        for (_, unit) in &f.arguments {
            arguments.push(self.unit(unit.as_ref())?);
        }
        let unit = self.unit(f.unit.as_ref())?;
        let rank = FUNCTION_RANK + u32::try_from(self.model.functions.len()).unwrap_or(0);
        let symbol = FunctionSymbol::new(&f.name.name, arguments.len(), f.positive, rank);
        self.model.functions.push(UnspecifiedFunction { symbol, arguments, unit, span });
        Ok(())
    }
}

/// A range needs a lower end below its upper end, where both are numbers.
fn check_interval(a: &Bound, b: &Bound, span: Span, name: &str) -> Result<(), Failure> {
    let (Some(x), Some(y)) = (a.value(), b.value()) else { return Ok(()) };
    let gap = y - x;
    let Some(gap) = gap.as_number() else { return Ok(()) };
    let both_closed = matches!((a, b), (Bound::Closed(_), Bound::Closed(_)));
    if gap.is_negative() {
        let headline = format!("the ends of the range of `{name}` are in the wrong order");
        return Err(problems::bad_interval(span, headline, "write the lower end first").into());
    }
    if !gap.is_positive() && !both_closed {
        let headline = format!("the range of `{name}` is empty");
        return Err(problems::bad_interval(span, headline, "its lower end must be below its upper end").into());
    }
    Ok(())
}

/// Whether a number lies in the range of a variable; `None` where that is not plain from the numbers.
pub(super) fn contains(variable: &Variable, number: &Term) -> Option<bool> {
    let Some(q) = number.as_number() else {
        let alone = Region { variables: vec![variable.clone()], conditions: Vec::new() };
        let here = |f: &Fact| f.with(f.expr.substitute([(variable.symbol.clone(), number.clone())]));
        let outside =
            !number.has_symbols() && alone.facts().iter().any(|f| crate::statistics::certainly_fails(&here(f)));
        return outside.then_some(false);
    };
    let side = |bound: &Bound, sign: i32| -> Option<bool> {
        let Some(end) = bound.value() else { return Some(true) };
        let gap = if sign > 0 { q - end.as_number()? } else { end.as_number()? - q };
        Some(if matches!(bound, Bound::Closed(_)) { !gap.is_negative() } else { gap.is_positive() })
    };
    let special = (!variable.integer || q.is_integer()) && !(variable.nonzero && number.is_zero());
    match (side(&variable.lower, 1), side(&variable.upper, -1)) {
        (Some(a), Some(b)) => Some(a && b && special),
        (Some(false), _) | (_, Some(false)) => Some(false),
        _ if !special => Some(false),
        _ => None,
    }
}
