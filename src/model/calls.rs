//! Calls: elementary functions, unspecified functions, and the constructors and operators on fields.
//!
//! In: a called name with arguments. Out: a typed value. Names of functions are reserved only before `(`.

use super::elaborator::Elaborator;
use super::kinds::Value;
use super::names::{Scope, names_joined};
use super::problems::{self, Failure};
use super::quantities::Quantity;
use crate::symbolic::{Binary, Function, Rational};
use crate::syntax::ast::{Arg, Expr, Path};
use num_traits::ToPrimitive;

/// Functions of numbers beside those of [`Function`] and [`Binary`] that are called by their name alone.
pub(super) const SCALAR_FUNCTIONS: [&str; 5] = ["ln", "sqrt", "pow", "polygamma", "besselI"];

/// Constructors and operators on fields, with the form of their calls.
pub(super) const FIELD_FUNCTIONS: [(&str, &str); 35] = [
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
    ("CrossEntropy", "CrossEntropy(p, q)"),
    ("Entropy", "Entropy(p)"),
    ("Score", "Score(p, x)"),
    ("density", "density(p, x)"),
    ("log_density", "log_density(p, x)"),
    ("FisherByHessian", "FisherByHessian(p)"),
    ("WassersteinDistance", "WassersteinDistance(p, q)"),
    ("FisherRaoDistance", "FisherRaoDistance(p, q)"),
    ("LogPartition", "LogPartition(p)"),
    ("NaturalParameters", "NaturalParameters(p)"),
    ("MeanParameters", "MeanParameters(p)"),
    ("Fisher", "Fisher(p)"),
    ("Wasserstein", "Wasserstein(p)"),
    ("expected", "expected(RULE) or expected(x)"),
    ("variance", "variance(x)"),
    ("covariance", "covariance(RULE) or covariance(x, y)"),
    ("mean_flow", "mean_flow(RULE, rate)"),
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
        || Binary::from_name(name).is_some()
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
        if let Some(f) = Binary::from_name(&name) {
            return self.function_of_two(e, f, args, scope).map(Value::Scalar);
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
        if name == "pow" {
            let [base, exponent] = self.positional(e, name, args, "pow(x, y)")?;
            let (b, x) = (self.scalar(base, scope)?, self.scalar(exponent, scope)?);
            return b.power(&x).map_err(|error| self.quantity_error(error, e, (base.span, exponent.span), "^"));
        }
        if matches!(name, "polygamma" | "besselI") {
            return self.function_with_order(e, name, args, scope);
        }
        let [x] = self.positional(e, name, args, &format!("{name}(x)"))?;
        let q = self.scalar(x, scope)?;
        let made = match name {
            "ln" => q.apply(Function::Log),
            _ => q.power_rational(&Rational::new(1.into(), 2.into())),
        };
        made.map_err(|error| self.quantity_error(error, x, (x.span, x.span), name))
    }

    /// `polygamma(n, x)` and `besselI(n, x)`: the order is a number, so that it picks the function.
    fn function_with_order(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Quantity, Failure> {
        let [order, x] = self.positional(e, name, args, &format!("{name}(n, x)"))?;
        let n = self.scalar(order, scope)?;
        let least = if name == "besselI" { -i64::from(Function::LARGEST_ORDER) } else { 0 };
        let number = n.pure().ok().and_then(|n| n.as_number().filter(|q| q.is_integer()).map(Rational::to_integer));
        let number =
            number.and_then(|n| n.to_i64()).filter(|n| (least..=i64::from(Function::LARGEST_ORDER)).contains(n));
        // I_n = I_-n for an integer n.
        let number = number.and_then(|n| u32::try_from(n.unsigned_abs()).ok());
        let Some(f) = number.and_then(|n| Function::of_order(name, n)) else {
            let headline = format!("the order of `{name}` is an integer known beforehand");
            let help = format!("from {least} to {}: `{name}(1, x)`", Function::LARGEST_ORDER);
            return Err(problems::bad_call(order.span, headline, help).into());
        };
        let q = self.scalar(x, scope)?;
        q.apply(f).map_err(|error| self.quantity_error(error, x, (x.span, x.span), name))
    }

    /// `min` and `max` of two or more, `atan2(y, x)`, `beta(a, b)`.
    fn function_of_two(&mut self, e: &Expr, f: Binary, args: &[Arg], scope: &Scope) -> Result<Quantity, Failure> {
        let name = f.name();
        let extremum = matches!(f, Binary::Min | Binary::Max);
        if !extremum {
            let form = if f == Binary::Atan2 { "atan2(y, x)" } else { "beta(a, b)" };
            self.positional::<2>(e, name, args, form)?;
        }
        let form = format!("the form is `{name}(a, b)`");
        if let Some(named) = args.iter().find_map(|a| a.name.as_ref()) {
            let headline = format!("`{name}` has no argument called `{}`", named.name);
            return Err(problems::bad_call(named.span, headline, form).into());
        }
        let Some((first, rest)) = args.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            let headline = format!("`{name}` takes at least 2 arguments, {} given", args.len());
            return Err(problems::bad_call(e.span, headline, form).into());
        };
        let mut out = self.scalar(&first.value, scope)?;
        for a in rest {
            let q = self.scalar(&a.value, scope)?;
            let (x, y) = if f == Binary::Beta { (out, q) } else { self.in_one_unit(out, &first.value, q, &a.value)? };
            let sides = (first.value.span, a.value.span);
            out = x.with(f, &y).map_err(|error| self.quantity_error(error, e, sides, name))?;
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
                [c] if c.name.is_none() => self.partials(e, &c.value, scope),
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
            "KL" | "CrossEntropy" => {
                let sides = self.positional(e, name, args, usage)?;
                self.divergence(e, name, sides, scope)
            }
            "Entropy" => {
                let [p] = self.positional(e, name, args, usage)?;
                self.entropy(e, p, scope)
            }
            "Score" => {
                let [p, x] = self.positional(e, name, args, usage)?;
                self.score(p, x, scope)
            }
            "WassersteinDistance" | "FisherRaoDistance" => {
                let sides = self.positional(e, name, args, usage)?;
                self.distance(e, name, sides, scope).map(Value::Scalar)
            }
            "LogPartition" | "NaturalParameters" | "MeanParameters" => {
                let [p] = self.positional(e, name, args, usage)?;
                self.exponential_structure(e, name, p, scope)
            }
            "density" | "log_density" => {
                let sides = self.positional(e, name, args, usage)?;
                self.density_value(e, name, sides, scope).map(Value::Scalar)
            }
            "Fisher" | "FisherByHessian" | "Wasserstein" => {
                let [p] = self.positional(e, name, args, usage)?;
                self.statistical_metric(e, name, p, scope)
            }
            "expected" | "variance" => {
                let [x] = self.positional(e, name, args, usage)?;
                self.mean_or_variance(x, name == "variance", scope)
            }
            "covariance" => match args {
                [x] if x.name.is_none() => self.covariance_of_rule(&x.value, scope),
                _ => {
                    let [x, y] = self.positional(e, name, args, usage)?;
                    self.covariance(x, y, scope).map(Value::Scalar)
                }
            },
            "mean_flow" => {
                let [rule, rate] = self.positional(e, name, args, usage)?;
                self.mean_flow(rule, rate, scope)
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
                self.multiple(g, &factor).map_err(|error| self.quantity_error(error, e, (e.span, e.span), "*"))
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
