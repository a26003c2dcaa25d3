//! Families of distributions, and what is made of them: Fisher and Wasserstein metrics, Kullback-Leibler divergences.
//!
//! In: calls of named distributions. Out: parameters as numbers in powers of the variable's unit, and closed forms from
//! [`crate::statistics`], computed afresh in the chart at hand.

use super::elaborator::Elaborator;
use super::joint_laws::{JOINT, random_symbols};
use super::kinds::{FamilyInChart, Kind, Value};
use super::law_problems;
use super::names::Scope;
use super::obligations::{Goal, Obligation, ObligationKind};
use super::params::{BOUND_RANK, OWN_VARIABLE};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact, scale_factor};
use crate::diagnostics::{Code, Diagnostic};
use crate::statistics::{
    BaseMeasure, Distribution, Family, FamilyError, Law, ParameterDomain, Spelling, StatisticsError, families,
};
use crate::symbolic::{Bound, Expr as Term, Fact, Function, Kind as Shape, Rational, Region, Role, Symbol};
use crate::syntax::ast::{Arg, Expr, ExprKind, FamilyDecl, LawForm};
use crate::syntax::span::Span;
use crate::units::{Exponent, Unit};

/// Whether a distribution has that name.
pub(super) fn is_distribution(name: &str) -> bool {
    families::family(name).is_ok() || JOINT.iter().any(|(n, _)| *n == name)
}

/// Names of all distributions.
pub(super) fn distribution_names() -> impl Iterator<Item = &'static str> {
    families::ALL.iter().map(|f| f.name).chain(JOINT.iter().map(|(n, _)| *n))
}

fn spelling(family: &Family, name: &str) -> Option<Spelling> {
    family.slots.iter().flat_map(|s| s.iter()).find(|s| s.name == name).copied()
}

impl<'a> Elaborator<'a> {
    /// `family p(x: real [mV]) on M.chart = Normal(mean = mu, sd = sigma)`
    pub fn family(&mut self, decl: &FamilyDecl, scope: &Scope) -> Result<Value, Failure> {
        if decl.form != LawForm::Distribution {
            return self.own_law(decl, scope);
        }
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
        p.variable = Symbol::new(OWN_VARIABLE, &decl.variable.name.name, Role::Random, BOUND_RANK);
        match p.law.as_ref().map(|law| (law.dimension(), law.one().is_some())) {
            Some((dimension, false)) => self.expect_dimension(decl, dimension)?,
            _ => self.expect_support(&p, decl, &declared, scope)?,
        }
        p.chart = scope.chart;
        Ok(Value::Family(p))
    }

    /// As many random variables are written as the law has.
    fn expect_dimension(&mut self, decl: &FamilyDecl, dimension: Option<usize>) -> Result<(), Failure> {
        let written = match &decl.variable.range {
            Some(range) => {
                let (from, to) = self.range(range, &Scope::closed())?;
                usize::try_from(to - from + 1).ok().filter(|_| from == 1)
            }
            None => dimension.is_none_or(|n| n == 1).then_some(1),
        };
        let wanted = dimension.unwrap_or(1);
        if written == Some(wanted) {
            return Ok(());
        }
        let name = &decl.variable.name.name;
        Err(law_problems::wrong_dimension(decl.variable.name.span, name, wanted).into())
    }

    /// The set written for the random variable holds every value that the distribution gives it: the same kind of set
    /// (numbers or counts), and no end short of the support's. A single end point of an interval carries no mass.
    ///
    /// The ends may depend on coordinates of the chart. What ranges do not show is owed.
    fn expect_support(
        &mut self,
        p: &FamilyInChart,
        decl: &FamilyDecl,
        unit: &Unit,
        scope: &Scope,
    ) -> Result<(), Failure> {
        let domain = &decl.variable.domain;
        let written = self.variable_in(p.variable.clone(), domain, unit, &decl.variable.name.name, scope)?;
        let support = self.built(p, decl.value.span)?.support;
        let counts = support.spacing.is_some();
        // How far the set goes beyond the support at each end; nothing where it has to be without end and is not.
        let room = |end: &Bound, true_end: &Bound, outwards: i64| match (end.value(), true_end.value()) {
            (None, _) => Some(Term::zero()),
            (Some(_), None) => None,
            (Some(a), Some(b)) => Some((a - b).scaled(&Rational::from_integer(outwards.into()))),
        };
        let rooms = [room(&written.lower, &support.lower, -1), room(&written.upper, &support.upper, 1)];
        let rooms: Option<Vec<Term>> = rooms.into_iter().collect();
        let short = |room: &Term| room.as_number().is_some_and(num_traits::Signed::is_negative);
        if let Some(rooms) = rooms.filter(|v| written.integer == counts && !v.iter().any(short)) {
            let region = self.model.region(scope.chart);
            let conditions = Region { variables: Vec::new(), conditions: p.conditions.clone() };
            self.owe(Obligation {
                kind: ObligationKind::SupportInSet,
                declaration: decl.name.name.clone(),
                chart: scope.chart,
                region: region.and(&conditions),
                goal: Goal::Facts(rooms.into_iter().map(Fact::nonnegative).collect()),
                span: domain.span,
            });
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
        let Ok(family) = families::family(name) else { return self.joint_law(e, name, args, scope) };
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
            if let Some(set) = outside(s.domain, &number) {
                return Err(law_problems::parameter_outside(at.span, key, name, set, &number).into());
            }
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
        let variable = Symbol::new(OWN_VARIABLE, "x", Role::Random, BOUND_RANK);
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
            law: None,
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
    pub(super) fn to_variable_unit(&self, p: &mut FamilyInChart, unit: &Unit) -> bool {
        let Some(factor) = Unit::conversion(&p.variable_unit, unit) else { return false };
        if let Some(law) = &p.law {
            if factor.is_one() {
                return true;
            }
            // The density is a number per unit of the variable as it was declared.
            let Law::One(d) = &**law else { return false };
            let Some(made) = d.with_variable(&p.variable).rescaled(&scale_factor(&factor)) else { return false };
            p.arguments = vec![(String::new(), made.log_density.exp())];
            p.law = Some(Box::new(Law::One(made)));
            p.variable_unit = unit.clone();
            return true;
        }
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

    /// The law of a family.
    pub(super) fn law(&self, p: &FamilyInChart, span: Span) -> Result<Law, Failure> {
        match &p.law {
            Some(law) => Ok(match law.dimension() {
                Some(n) => law.with_variables(&random_symbols(&p.variable, n)),
                None => (**law).clone(),
            }),
            None => self.built(p, span).map(Law::One),
        }
    }

    /// The distribution of a family of one random variable.
    pub(super) fn built(&self, p: &FamilyInChart, span: Span) -> Result<Distribution, Failure> {
        distribution_of(p, span)
    }

    pub(super) fn family_argument(&mut self, e: &Expr, scope: &Scope) -> Result<FamilyInChart, Failure> {
        match self.eval(e, scope)? {
            Value::Family(p) => Ok(*p),
            other => Err(problems::wrong_kind(e.span, "a family of distributions", other.kind(), None).into()),
        }
    }
}

/// The distribution of a family of one random variable.
pub(super) fn distribution_of(p: &FamilyInChart, span: Span) -> Result<Distribution, Failure> {
    if let Some(law) = &p.law {
        let one = law.with_variables(std::slice::from_ref(&p.variable)).one().cloned();
        return one
            .ok_or_else(|| problems::wrong_kind(span, "a law of one random variable", Kind::Family, None).into());
    }
    let family = families::family(&p.distribution).map_err(|_| Failure::silent())?;
    family.distribution(&p.variable, &p.arguments).map_err(|e| family_error(span, family, &say_family_error(&e)))
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

/// The set that a parameter must lie in, in words, where it is a number outside of it.
fn outside(domain: ParameterDomain, number: &Term) -> Option<&'static str> {
    let q = number.as_number()?;
    let positive = num_traits::Signed::is_positive(q);
    match domain {
        ParameterDomain::Real => None,
        ParameterDomain::Natural => (!positive && q.is_integer()).then_some("1, 2, 3, .."),
        ParameterDomain::Positive => (!positive).then_some("the positive numbers"),
        ParameterDomain::UnitInterval => {
            (!positive || *q >= Rational::from_integer(1.into())).then_some("the interval (0, 1)")
        }
    }
}

pub(super) fn statistics_error(error: &StatisticsError, span: Span, what: &str) -> Failure {
    let code = match error {
        // The metric by the size of a negative binomial law exists and has no closed form.
        StatisticsError::MovingMeasure { base: BaseMeasure::RisingFactorial(_), .. } => Code::G0603,
        StatisticsError::MovingSupport { .. }
        | StatisticsError::MovingMeasure { .. }
        | StatisticsError::MovingPoints { .. } => Code::G0607,
        StatisticsError::SupportNotContained { .. } | StatisticsError::MassWhereNone { .. } => Code::G0608,
        StatisticsError::Diverges { .. } if what == "metric" => Code::G0607,
        StatisticsError::Diverges { .. } => Code::G0605,
        _ => Code::G0603,
    };
    let (headline, help) = match error {
        StatisticsError::NoRule { expr } => (
            no_closed_form(expr),
            format!(
                "give the formula of the {what} in a chart; a smooth integrand of moderate growth stays formal over normal, \
                 uniform, logistic, Laplace, gamma, beta, exponential, Weibull, inverse gamma, Pareto, log-normal and von \
                 Mises laws and densities of your own; so does every function of a count, over all counts, whose sum is finite and that moves smoothly with the parameters"
            ),
        ),
        StatisticsError::Diverges { .. } if what == "metric" => (
            "there is no Fisher metric: the mean square of the score is infinite".to_owned(),
            "a density with a cusp or a pole that moves has none; `Wasserstein` may still be a metric".to_owned(),
        ),
        StatisticsError::Diverges { .. } => (
            "this expectation is not finite".to_owned(),
            "the function grows too fast for this distribution, in a tail or at a pole; choose other parameters".to_owned(),
        ),
        StatisticsError::NoIntegral { expr, variable } => (
            format!("no closed form is known for the integral of `{expr}` by `{}`", variable.name()),
            format!("give the formula of the {what} in a chart"),
        ),
        StatisticsError::NoSum { expr, variable } => (
            format!("no closed form is known for the sum of `{expr}` over `{}`", variable.name()),
            format!("give the formula of the {what} in a chart"),
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
        StatisticsError::MassWhereNone { point } => {
            let point: Vec<String> = point.iter().map(ToString::to_string).collect();
            (
                format!("the first distribution puts mass on {}, where the second has none", point.join(", ")),
                "a divergence is finite only where the second has mass wherever the first has".to_owned(),
            )
        }
        StatisticsError::BaseMeasures { .. } => (
            "the two distributions are no densities over one measure".to_owned(),
            "compare distributions of one sort".to_owned(),
        ),
        StatisticsError::NotLocationScale { name } => (
            format!("no closed form of the Wasserstein metric is known for `{name}`"),
            "it is known for families of a location and a scale".to_owned(),
        ),
        StatisticsError::OtherPoints => (
            "the two laws do not live on the same points, or are of kinds that are not compared".to_owned(),
            "compare laws of one kind, with as many variables".to_owned(),
        ),
        StatisticsError::MovingPoints { coordinate } => (
            format!("the points of this law, or their number, move with `{}`", coordinate.name()),
            "a Fisher metric needs one support for all parameters".to_owned(),
        ),
        StatisticsError::NotExponential => (
            "the log-density is not seen to be that of an exponential family".to_owned(),
            "it is a sum of functions of the parameters times functions of the random variable".to_owned(),
        ),
        StatisticsError::NoTransport => (
            "no closed form is known for this distance".to_owned(),
            "docs/language.md lists the laws for which it is known".to_owned(),
        ),
        StatisticsError::NoBures => (
            "the root of a covariance matrix of three or more correlated variables has no closed form here".to_owned(),
            "`Wasserstein(p)` is the metric, in up to three dimensions; the distance is known for pairs of variables \
             that are uncorrelated with the others, for proportional matrices, and where all variables of each law are alike"
                .to_owned(),
        ),
        StatisticsError::NoLyapunov { dimension } => (
            format!("the Wasserstein metric of {dimension} correlated variables needs the solution of S L + L S = H"),
            "it is solved in up to three dimensions, and for diagonal matrices: give `variances` or `sds`".to_owned(),
        ),
        StatisticsError::NotSmooth { corner, jump: true } => (
            format!("the density is not seen to be smooth: `{corner}` may be 0, at a place that moves with the coordinates"),
            "where a density jumps at a place that moves, or has an end or a cusp there, the family has no Fisher metric; where it is \
             continuous with a bounded slope and this was not seen, give the formula of the metric in a chart"
                .to_owned(),
        ),
        StatisticsError::NotSmooth { corner, .. } => (
            format!("the log-density has a corner where `{corner}` is 0, which moves with the coordinates"),
            "there the second derivative is no function; `Fisher(p)` is the mean product of the scores".to_owned(),
        ),
        StatisticsError::Geometry(e) => return super::fields::geometry_error(e, span),
    };
    law_problems::not_available(code, span, headline, help).into()
}

/// What is not written as it was read, a condition, is not shown.
fn no_closed_form(expr: &Term) -> String {
    let sign = |node: &Term| matches!(node.kind(), Shape::Apply(Function::Sign, _));
    if expr.nodes().iter().any(sign) {
        return "no closed form is known for this expectation".to_owned();
    }
    format!("no closed form is known for the expectation of `{expr}`")
}
