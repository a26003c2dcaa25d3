//! Families of distributions, and what is made of them: Fisher and Wasserstein metrics, Kullback-Leibler divergences.
//!
//! In: calls of named distributions. Out: parameters as numbers in powers of the variable's unit, and closed forms from
//! [`crate::statistics`], computed afresh in the chart at hand.

use super::elaborator::Elaborator;
use super::fields::metric_of;
use super::kinds::{FamilyInChart, Kind, Value};
use super::names::Scope;
use super::params::BOUND_RANK;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact, scale_factor};
use crate::diagnostics::{Code, Diagnostic};
use crate::statistics::{
    Distribution, Family, FamilyError, ParameterDomain, Spelling, StatisticsError, families, fisher_information,
    kl_divergence, wasserstein_metric,
};
use crate::symbolic::{Bound, Expr as Term, Fact, Rational, Role, Symbol};
use crate::syntax::ast::{Arg, Expr, ExprKind, FamilyDecl};
use crate::syntax::span::Span;
use crate::units::{Exponent, Unit};

/// Whether a distribution has that name.
pub(super) fn is_distribution(name: &str) -> bool {
    families::family(name).is_ok()
}

/// Names of all distributions.
pub(super) fn distribution_names() -> impl Iterator<Item = &'static str> {
    families::ALL.iter().map(|f| f.name)
}

fn spelling(family: &Family, name: &str) -> Option<Spelling> {
    family.slots.iter().flat_map(|s| s.iter()).find(|s| s.name == name).copied()
}

impl<'a> Elaborator<'a> {
    /// `family p(x: real [mV]) on M.chart = Normal(mean = mu, sd = sigma)`
    pub fn family(&mut self, decl: &FamilyDecl, scope: &Scope) -> Result<Value, Failure> {
        if let ExprKind::Call { callee, .. } = &decl.value.kind
            && let name = super::names::names_joined(callee)
            && !super::calls::is_reserved(&name)
            && !self.model.functions.iter().any(|f| f.symbol.name() == name)
        {
            let near = crate::diagnostics::suggest::nearest(&name, distribution_names());
            return Err(problems::unknown_distribution(callee.span, &name, near).into());
        }
        let declared = self.unit(decl.variable.unit.as_ref())?;
        let value = self.eval(&decl.value, scope)?;
        let Value::Family(mut p) = value else {
            let help = Some("name a distribution: `Normal(mean = .., sd = ..)`".to_owned());
            return Err(problems::wrong_kind(decl.value.span, "a distribution", value.kind(), help).into());
        };
        if let Some(unit) = &decl.variable.unit
            && !self.to_variable_unit(&mut p, &declared)
        {
            let what = format!("the random variable `{}`", decl.variable.name.name);
            let remark = (unit.span, format!("declared in [{}]", declared.unicode()));
            return Err(problems::unit_differs(decl.value.span, &what, &p.variable_unit, &declared, &[remark]).into());
        }
        if decl.variable.unit.is_none() && !p.variable_unit.is_dimensionless() {
            let what = format!("the random variable `{}`", decl.variable.name.name);
            return Err(problems::unit_differs(decl.value.span, &what, &p.variable_unit, &declared, &[]).into());
        }
        p.variable = Symbol::new("", &decl.variable.name.name, Role::Random, BOUND_RANK);
        self.expect_support(&p, decl, &declared)?;
        p.chart = scope.chart;
        Ok(Value::Family(p))
    }

    /// The set written for the random variable holds every value that the distribution gives it: the same kind of set
    /// (numbers or counts), and no end short of the support's. A single end point of an interval carries no mass.
    fn expect_support(&mut self, p: &FamilyInChart, decl: &FamilyDecl, unit: &Unit) -> Result<(), Failure> {
        let domain = &decl.variable.domain;
        let written = self.variable(p.variable.clone(), domain, unit, &decl.variable.name.name)?;
        let support = self.built(p, decl.value.span)?.support;
        let counts = support.spacing.is_some();
        let short = |end: &Bound, true_end: &Bound, outwards: i64| match (end.value(), true_end.value()) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(a), Some(b)) => {
                let beyond = (a - b).scaled(&Rational::from_integer(outwards.into()));
                beyond.as_number().is_some_and(num_traits::Signed::is_negative)
            }
        };
        if written.integer == counts
            && !short(&written.lower, &support.lower, -1)
            && !short(&written.upper, &support.upper, 1)
        {
            return Ok(());
        }
        let set = match (&support.lower, &support.upper) {
            _ if counts => "natural",
            (Bound::Infinite, Bound::Infinite) => "real",
            (lower, _) if lower.value().is_some_and(Term::is_zero) && support.upper.value().is_none() => "positive",
            _ => "real",
        };
        Err(problems::wrong_support(domain.span, &decl.variable.name.name, &p.distribution, set, decl.value.span)
            .into())
    }

    /// `Normal(mean = mu, sd = sigma)`
    pub fn distribution(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let Ok(family) = families::family(name) else { return Err(Failure::silent()) };
        let mut given: Vec<(String, Quantity, &Expr)> = Vec::new();
        for (k, a) in args.iter().enumerate() {
            let key = match &a.name {
                Some(n) => n.name.clone(),
                // Without names, in the order of the first spellings.
                None => family.slots.get(k).and_then(|s| s.first()).map_or(String::new(), |s| s.name.to_owned()),
            };
            if key.is_empty() {
                return Err(family_error(e.span, family, &format!("`{name}` takes {} parameters", family.slots.len())));
            }
            if given.iter().any(|(n, ..)| *n == key) {
                return Err(family_error(a.value.span, family, &format!("the parameter `{key}` is given twice")));
            }
            given.push((key, self.scalar(&a.value, scope)?, &a.value));
        }
        let unit = self.variable_unit(family, &given)?;
        let mut arguments = Vec::new();
        let mut conditions = Vec::new();
        let mut defined_where = Vec::new();
        for (key, q, at) in &given {
            let Some(s) = spelling(family, key) else {
                arguments.push((key.clone(), q.expr.clone()));
                continue;
            };
            let expected =
                unit.pow(Exponent::from_integer(s.unit_power)).map_err(|_| problems::exponent_too_large(at.span))?;
            let Some(number) = q.number_in(&expected) else {
                let what = format!("the parameter `{key}` of `{name}`");
                return Err(problems::unit_differs(at.span, &what, &q.unit, &expected, &self.causes(at)).into());
            };
            q.defined_where.iter().for_each(|f| add_fact(&mut defined_where, f.clone()));
            match s.domain {
                ParameterDomain::Real => {}
                ParameterDomain::Natural => {
                    let whole = q.integer || number.as_number().is_some_and(Rational::is_integer);
                    if !whole {
                        let headline = format!("the parameter `{key}` of `{name}` is a whole number");
                        return Err(family_error(at.span, family, &headline));
                    }
                    add_fact(&mut conditions, Fact::positive(number.clone()));
                }
                ParameterDomain::Positive => add_fact(&mut conditions, Fact::positive(number.clone())),
                ParameterDomain::UnitInterval => {
                    add_fact(&mut conditions, Fact::positive(number.clone()));
                    add_fact(&mut conditions, Fact::positive(Term::one() - &number));
                }
            }
            arguments.push((key.clone(), number));
        }
        let variable = Symbol::new("", "x", Role::Random, BOUND_RANK);
        // The arguments are checked now, so that later uses need not.
        let built = family
            .distribution(&variable, &arguments)
            .map_err(|error| family_error(e.span, family, &say_family_error(&error)))?;
        // An interval has its ends in order.
        if let (Bound::Open(lower), Bound::Open(upper)) = (&built.support.lower, &built.support.upper) {
            let length = Fact::positive(upper - lower);
            if length.is_absurd() {
                return Err(problems::ends_reversed(e.span, name).into());
            }
            if length.expr.as_number().is_none() {
                add_fact(&mut conditions, length);
            }
        }
        Ok(Value::Family(Box::new(FamilyInChart {
            chart: scope.chart.filter(|_| scope.coordinates),
            distribution: name.to_owned(),
            variable,
            arguments,
            variable_unit: unit,
            conditions,
            defined_where,
        })))
    }

    /// The unit of the random variable, from the first parameter that has one.
    fn variable_unit(&self, family: &Family, given: &[(String, Quantity, &Expr)]) -> Result<Unit, Failure> {
        for (key, q, at) in given {
            let Some(s) = spelling(family, key) else { continue };
            if s.unit_power != 0 && !q.bare_zero && !q.unit.is_dimensionless() {
                return q
                    .unit
                    .pow(Exponent::new(1, s.unit_power))
                    .map_err(|_| problems::exponent_too_large(at.span).into());
            }
        }
        Ok(Unit::one())
    }

    /// Expresses the parameters in another unit of the variable; false where the dimensions differ.
    fn to_variable_unit(&self, p: &mut FamilyInChart, unit: &Unit) -> bool {
        let Some(factor) = Unit::conversion(&p.variable_unit, unit) else { return false };
        let Ok(family) = families::family(&p.distribution) else { return false };
        if !factor.is_one() {
            let f = scale_factor(&factor);
            for (name, value) in &mut p.arguments {
                let power = spelling(family, name).map_or(0, |s| s.unit_power);
                *value = &*value * &f.pow_rational(&Rational::from_integer(power.into()));
            }
        }
        p.variable_unit = unit.clone();
        true
    }

    pub(super) fn built(&self, p: &FamilyInChart, span: Span) -> Result<Distribution, Failure> {
        let family = families::family(&p.distribution).map_err(|_| Failure::silent())?;
        family.distribution(&p.variable, &p.arguments).map_err(|e| family_error(span, family, &say_family_error(&e)))
    }

    pub(super) fn family_argument(&mut self, e: &Expr, scope: &Scope) -> Result<FamilyInChart, Failure> {
        match self.eval(e, scope)? {
            Value::Family(p) => Ok(*p),
            other => Err(problems::wrong_kind(e.span, "a family of distributions", other.kind(), None).into()),
        }
    }

    /// `KL(p, q) = E_p[log p - log q]`
    pub fn divergence(&mut self, e: &Expr, p: &Expr, q: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let (mut a, b) = match (self.family_argument(p, scope), self.family_argument(q, scope)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        let unit = a.variable_unit.clone();
        if !self.to_variable_unit(&mut a, &b.variable_unit) {
            return Err(problems::unit_clash((p.span, &unit), (q.span, &b.variable_unit), "compared", &[]).into());
        }
        let (x, y) = (self.built(&a, p.span)?, self.built(&b, q.span)?);
        let made = kl_divergence(&x, &y).map_err(|error| statistics_error(&error, e.span, "divergence"))?;
        let mut out = Quantity::plain(made.value);
        for f in made
            .finite_where
            .iter()
            .chain(&a.defined_where)
            .chain(&b.defined_where)
            .chain(&a.conditions)
            .chain(&b.conditions)
        {
            add_fact(&mut out.defined_where, f.clone());
        }
        Ok(Value::Scalar(out))
    }

    /// `Fisher(p)`, `Wasserstein(p)`
    pub fn statistical_metric(&mut self, e: &Expr, name: &str, p: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let family = self.family_argument(p, scope)?;
        let Some(chart) = family.chart else {
            let help = "declare it with `family p(x: real) on M.chart = ..`".to_owned();
            return Err(problems::wrong_kind(p.span, "a family on a chart", Kind::Family, Some(help)).into());
        };
        let d = self.built(&family, p.span)?;
        let symbols = self.model.chart(chart).map(crate::geometry::chart::Chart::symbols).unwrap_or_default();
        let mut facts = family.defined_where;
        family.conditions.into_iter().for_each(|f| add_fact(&mut facts, f));
        let (made, squared_length) = if name == "Fisher" {
            let made = fisher_information(&d, &symbols).map(|information| {
                information.finite_where.into_iter().for_each(|f| add_fact(&mut facts, f));
                information.metric
            });
            (made, Unit::one())
        } else {
            let square =
                family.variable_unit.mul(&family.variable_unit).map_err(|_| problems::exponent_too_large(e.span))?;
            (wasserstein_metric(&d, &symbols), square)
        };
        let g = made.map_err(|error| statistics_error(&error, e.span, "metric"))?;
        Ok(Value::Metric(Box::new(metric_of(chart, g.components, squared_length, facts, e.span)?)))
    }
}

fn say_family_error(error: &FamilyError) -> String {
    match error {
        FamilyError::UnknownFamily { name, .. } => format!("no distribution is called `{name}`"),
        FamilyError::UnknownArgument { family, argument, .. } => {
            format!("`{family}` has no parameter called `{argument}`")
        }
        FamilyError::MissingArgument { family, one_of } => {
            format!("`{family}` lacks its parameter `{}`", one_of.join("` or `"))
        }
        FamilyError::ConflictingArguments { first, second, .. } => {
            format!("`{first}` and `{second}` say the same thing; give one of them")
        }
    }
}

fn family_error(span: Span, family: &Family, headline: &str) -> Failure {
    let slots: Vec<String> =
        family.slots.iter().map(|s| s.iter().map(|x| x.name).collect::<Vec<_>>().join(" or ")).collect();
    let d = Diagnostic::error(Code::G0602, headline.to_owned())
        .primary(span, "these parameters")
        .help(format!("its parameters: {}", slots.join(", ")));
    d.into()
}

pub(super) fn statistics_error(error: &StatisticsError, span: Span, what: &str) -> Failure {
    let (headline, help) = match error {
        StatisticsError::NoRule { expr } => (
            format!("no closed form is known for the expectation of `{expr}`"),
            format!(
                "give the formula of the {what} in a chart; for normal and uniform laws an integrand that is smooth \
                 and grows at most exponentially may stay formal"
            ),
        ),
        StatisticsError::MovingSupport { coordinate, .. } => (
            format!(
                "the support of these distributions moves with `{}`: they have no Fisher metric",
                coordinate.name()
            ),
            "a Fisher metric needs one support for all parameters".to_owned(),
        ),
        StatisticsError::MovingMeasure { coordinate, .. } => (
            format!("the weights of this mass function change with `{}` in no closed form", coordinate.name()),
            "make it a param or a constant: then the Fisher metric by the others is known".to_owned(),
        ),
        StatisticsError::SupportNotContained { .. } => (
            "the first distribution puts mass where the second has none".to_owned(),
            "the divergence is finite only where the first support lies in the second".to_owned(),
        ),
        StatisticsError::BaseMeasures { .. } => (
            "the two distributions are no densities over one measure".to_owned(),
            "compare distributions of one sort".to_owned(),
        ),
        StatisticsError::NotLocationScale { name } => (
            format!("no closed form of the Wasserstein metric is known for `{name}`"),
            "it is known for families of a location and a scale".to_owned(),
        ),
        StatisticsError::Geometry(e) => return super::fields::geometry_error(e, span),
    };
    problems::no_closed_form(span, headline, help).into()
}
