//! Calls: elementary functions, unspecified functions, and the constructors and operators on fields.
//!
//! In: a called name with arguments. Out: a typed value. Names of functions are reserved only before `(`.

use super::elaborator::Elaborator;
use super::kinds::{Kind, Value};
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::{Quantity, QuantityError};
use crate::diagnostics::suggest::nearest;
use crate::symbolic::{Expr as Term, Fact, Function, Rational};
use crate::syntax::ast::{Arg, Expr, Path};
use crate::units::Unit;

/// Functions of numbers beside those of [`Function`].
const SCALAR_FUNCTIONS: [&str; 11] = ["ln", "sqrt", "cbrt", "cot", "sec", "csc", "acot", "logit", "min", "max", "pow"];

/// Constructors and operators on fields, with the form of their calls.
const FIELD_FUNCTIONS: [(&str, &str); 20] = [
    ("grad", "grad(C, g)"),
    ("d", "d(C)"),
    ("partials", "partials(C) or partials(C, chart)"),
    ("steepest", "steepest(C, g)"),
    ("sharp", "sharp(w, g)"),
    ("flat", "flat(v, g)"),
    ("norm", "norm(v, g)"),
    ("inner", "inner(u, v, g)"),
    ("pair", "pair(w, v)"),
    ("det", "det(g)"),
    ("inverse", "inverse(g)"),
    ("KL", "KL(p, q)"),
    ("Fisher", "Fisher(p)"),
    ("Wasserstein", "Wasserstein(p)"),
    ("Euclidean", "Euclidean(chart, scale = { q: 1 [mV] })"),
    ("Hessian", "Hessian(F, chart)"),
    ("conformal", "conformal(u, g)"),
    ("symbolic", "symbolic(chart)"),
    ("pullback", "pullback(map, g)"),
    ("jacobian", "jacobian(map)"),
];

/// Whether a name followed by `(` belongs to the language.
pub(super) fn is_reserved(name: &str) -> bool {
    Function::from_name(name).is_some()
        || SCALAR_FUNCTIONS.contains(&name)
        || FIELD_FUNCTIONS.iter().any(|(n, _)| *n == name)
        || super::families::is_distribution(name)
}

/// The form of a call of a field function.
fn form(name: &str) -> &'static str {
    FIELD_FUNCTIONS.iter().find(|(n, _)| *n == name).map_or("", |(_, form)| form)
}

impl<'a> Elaborator<'a> {
    /// The value of a call.
    pub fn call(&mut self, e: &Expr, callee: &Path, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let name = names_joined(callee);
        if let Some(f) = Function::from_name(&name) {
            let [x] = self.positional(e, &name, args, &format!("{name}(x)"))?;
            let q = self.scalar(x, scope)?;
            let out = q.apply(f).map_err(|error| self.quantity_error(error, x, (x.span, x.span), &name))?;
            return Ok(Value::Scalar(out));
        }
        if SCALAR_FUNCTIONS.contains(&name.as_str()) {
            return self.scalar_function(e, &name, args, scope).map(Value::Scalar);
        }
        if super::families::is_distribution(&name) {
            return self.distribution(e, &name, args, scope);
        }
        if FIELD_FUNCTIONS.iter().any(|(n, _)| *n == name) {
            return self.field_function(e, &name, args, scope);
        }
        if let Some(k) = self.model.functions.iter().position(|f| f.symbol.name() == name) {
            return self.unspecified_value(e, k, args, scope);
        }
        Err(self.unknown_call(callee, &name))
    }

    fn unknown_call(&mut self, callee: &Path, name: &str) -> Failure {
        if let Some(id) = self.lookup(name) {
            let d = self.declarations[id];
            if d.kind() == Kind::Function {
                return Failure::silent();
            }
            let help = format!("for a product write `{name}*(..)`");
            return problems::wrong_kind(callee.span, "a function", d.kind(), Some(help)).into();
        }
        if self.resolve_chart(callee, None).is_ok() {
            let help = format!("a point is written after `at`: `.. at {name}(..)`");
            return problems::wrong_kind(callee.span, "a function", Kind::Chart, Some(help)).into();
        }
        let own: Vec<String> = self.model.functions.iter().map(|f| f.symbol.name().to_owned()).collect();
        let mut all: Vec<&str> = own.iter().map(String::as_str).collect();
        all.extend(Function::ALL.iter().map(|f| f.name()));
        all.extend(SCALAR_FUNCTIONS);
        all.extend(FIELD_FUNCTIONS.iter().map(|f| f.0));
        super::families::distribution_names().for_each(|n| all.push(n));
        let near = nearest(name, all).map(str::to_owned);
        problems::unknown_name(callee.span, name, "the function", near.as_deref(), None).into()
    }

    /// Exactly `N` arguments without names.
    pub fn positional<'e, const N: usize>(
        &self,
        e: &Expr,
        name: &str,
        args: &'e [Arg],
        form: &str,
    ) -> Result<[&'e Expr; N], Failure> {
        let help = format!("the form is `{form}`");
        if let Some(named) = args.iter().find_map(|a| a.name.as_ref()) {
            return Err(problems::bad_call(
                named.span,
                format!("`{name}` has no argument called `{}`", named.name),
                help,
            )
            .into());
        }
        let values: Vec<&Expr> = args.iter().map(|a| &a.value).collect();
        <[&Expr; N]>::try_from(values).map_err(|v| {
            let plural = if N == 1 { "" } else { "s" };
            problems::bad_call(e.span, format!("`{name}` takes {N} argument{plural}, {} given", v.len()), help).into()
        })
    }

    fn scalar_function(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Quantity, Failure> {
        if matches!(name, "min" | "max") {
            return self.extremum(e, name, args, scope);
        }
        if name == "pow" {
            let [base, exponent] = self.positional(e, name, args, "pow(x, y)")?;
            let (b, x) = (self.scalar(base, scope)?, self.scalar(exponent, scope)?);
            return b.power(&x).map_err(|error| self.quantity_error(error, e, (base.span, exponent.span), "^"));
        }
        let [x] = self.positional(e, name, args, &format!("{name}(x)"))?;
        let q = self.scalar(x, scope)?;
        let made = match name {
            "ln" => q.apply(Function::Log),
            "sqrt" => q.power_rational(&Rational::new(1.into(), 2.into())),
            "cbrt" => real_cube_root(&q),
            "cot" => ratio_of(&q, Function::Cos, Some(Function::Sin)),
            "sec" => reciprocal_of(&q, Function::Cos),
            "csc" => reciprocal_of(&q, Function::Sin),
            "acot" => Quantity::product(&[(&q, true)]).and_then(|r| r.apply(Function::Atan)),
            _ => logit(&q),
        };
        made.map_err(|error| self.quantity_error(error, x, (x.span, x.span), name))
    }

    /// `max(a, b) = (a + b + |a - b|)/2`, for any number of arguments.
    fn extremum(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Quantity, Failure> {
        let Some((first, rest)) = args.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            let headline = format!("`{name}` takes at least 2 arguments, {} given", args.len());
            return Err(problems::bad_call(e.span, headline, format!("the form is `{name}(a, b)`")).into());
        };
        let mut out = self.scalar(&first.value, scope)?;
        let half = Rational::new(1.into(), 2.into());
        for a in rest {
            let q = self.scalar(&a.value, scope)?;
            let (x, y) = self.in_one_unit(out, &first.value, q, &a.value)?;
            let gap = (&x.expr - &y.expr).apply(Function::Abs);
            let gap = if name == "max" { gap } else { -gap };
            let expr = (&x.expr + &y.expr + gap).scaled(&half);
            let mut sum = Quantity::sum_in(&x.unit, &[(&x, x.expr.clone()), (&y, y.expr.clone())]);
            sum.expr = expr;
            out = sum;
        }
        Ok(out)
    }

    fn unspecified_value(&mut self, e: &Expr, k: usize, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let orders = vec![0; self.model.functions[k].arguments.len()];
        self.unspecified_derivative(e, k, &orders, args, scope)
    }

    fn field_function(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let usage = form(name);
        match name {
            "grad" | "steepest" => {
                let [c, g] = self.positional(e, name, args, usage)?;
                self.gradient(e, c, g, scope, name == "steepest")
            }
            "d" => {
                let [c] = self.positional(e, name, args, usage)?;
                self.differential(c, scope).map(Value::OneForm)
            }
            "partials" => match args {
                [c] if c.name.is_none() => self.partials(&c.value, scope),
                [c, chart] if c.name.is_none() && chart.name.is_none() => {
                    self.partials_in(e, &c.value, &chart.value, scope)
                }
                _ => {
                    let headline = format!("`partials` takes 1 or 2 arguments, {} given", args.len());
                    Err(problems::bad_call(e.span, headline, format!("the form is `{usage}`")).into())
                }
            },
            "sharp" | "flat" => {
                let [x, g] = self.positional(e, name, args, usage)?;
                self.musical(name, x, g, scope)
            }
            "norm" => {
                let [x, g] = self.positional(e, name, args, usage)?;
                self.norm(x, g, scope).map(Value::Scalar)
            }
            "inner" => {
                let [u, v, g] = self.positional(e, name, args, usage)?;
                self.inner(u, v, g, scope).map(Value::Scalar)
            }
            "pair" => {
                let [w, v] = self.positional(e, name, args, usage)?;
                self.pairing(w, v, scope).map(Value::Scalar)
            }
            "det" | "inverse" => {
                let [g] = self.positional(e, name, args, usage)?;
                self.matrix_function(name, g, scope)
            }
            "KL" => {
                let [p, q] = self.positional(e, name, args, usage)?;
                self.divergence(e, p, q, scope)
            }
            "Fisher" | "Wasserstein" => {
                let [p] = self.positional(e, name, args, usage)?;
                self.statistical_metric(e, name, p, scope)
            }
            "Euclidean" => self.euclidean(e, args, scope),
            "Hessian" => {
                let [f, chart] = self.positional(e, name, args, usage)?;
                self.hessian_metric(e, f, chart, scope)
            }
            "conformal" => {
                let [u, g] = self.positional(e, name, args, usage)?;
                let factor = self.scalar(u, scope)?;
                let two = Quantity::number(Rational::from_integer(2.into()));
                let factor = Quantity::product(&[(&two, false), (&factor, false)])
                    .and_then(|q| q.apply(Function::Exp))
                    .map_err(|error| self.quantity_error(error, u, (u.span, u.span), "exp"))?;
                let g = Value::Metric(Box::new(self.metric_argument(g, scope)?));
                super::fields::scaled(g, &factor).map_err(|error| self.quantity_error(error, e, (e.span, e.span), "*"))
            }
            "symbolic" => {
                let [chart] = self.positional(e, name, args, usage)?;
                self.symbolic_metric(e, chart, scope)
            }
            "pullback" => {
                let [map, g] = self.positional(e, name, args, usage)?;
                self.pullback(e, map, g, scope)
            }
            _ => {
                let [map] = self.positional(e, name, args, usage)?;
                self.jacobian_of(e, map, scope)
            }
        }
    }
}

/// `sign(x) |x|^(1/3)`: the real cube root of any sign.
fn real_cube_root(q: &Quantity) -> Result<Quantity, QuantityError> {
    let third = Rational::new(1.into(), 3.into());
    let size = q.apply(Function::Abs)?.power_rational(&third)?;
    let sign = q.apply(Function::Sign)?;
    let out = Quantity::product(&[(&sign, false), (&size, false)])?;
    // |x|^(1/3) is defined everywhere: the condition |x| >= 0 holds by itself.
    Ok(Quantity { defined_where: q.defined_where.clone(), ..out })
}

fn ratio_of(q: &Quantity, above: Function, below: Option<Function>) -> Result<Quantity, QuantityError> {
    let a = q.apply(above)?;
    match below {
        Some(f) => Quantity::product(&[(&a, false), (&q.apply(f)?, true)]),
        None => Ok(a),
    }
}

fn reciprocal_of(q: &Quantity, f: Function) -> Result<Quantity, QuantityError> {
    Quantity::product(&[(&q.apply(f)?, true)])
}

/// `log(x/(1 - x))` on (0, 1).
fn logit(q: &Quantity) -> Result<Quantity, QuantityError> {
    let x = q.pure()?;
    let rest = Term::one() - &x;
    let out = Quantity::new((&x / &rest).log(), Unit::one()).with_facts(&[q]);
    Ok(out.given(Fact::positive(x)).given(Fact::positive(rest)))
}
