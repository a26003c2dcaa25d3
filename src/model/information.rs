//! What is made of families: Fisher and Wasserstein metrics, scores, divergences, entropies.
//!
//! In: families in a chart. Out: metrics, one-forms and scalars, computed afresh in the chart at hand by
//! [`crate::statistics`], with the conditions under which they are finite.

use super::divergences::{InformationMetric, MadeAs};
use super::elaborator::Elaborator;
use super::expectations::formal_in_any_form;
use super::families::statistics_error;
use super::fields::metric_of;
use super::infinite_means::Asked;
use super::kinds::{FamilyInChart, Kind, MetricInChart, OneFormInChart, Value};
use super::law_problems;
use super::names::Scope;
use super::needs;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use super::rule_uses::RuleUse;
use crate::geometry::Matrix;
use crate::statistics::{
    Compared, Distribution, Expected, FormalMean, Information, Law, Need, SUPPORT, definite_by_points,
    exponential_family, fisher_rao, formal_information, log_of_second, log_ratio, rules, wasserstein_squared,
};
use crate::symbolic::{Expr as Term, Fact, Symbol};
use crate::syntax::ast::{Expr, ExprKind};
use crate::units::Unit;

/// `log p - log q`, or `-log q`, where both laws have one variable; for an image over the law that it is made of.
fn integrand_of(name: &str, p: &Law, q: &Law) -> Option<(Compared, Law)> {
    let over = q.one()?;
    if let Law::Image(image) = p {
        if name == "Entropy" {
            let value = -image.log_density_at_image();
            return Some((Compared { value, contained_where: Vec::new() }, Law::One(image.base.clone())));
        }
        return Some((image.integrand(over, name == "KL").ok()?, Law::One(image.base.clone())));
    }
    let one = p.one()?;
    let f = if name == "KL" {
        log_ratio(one, over).ok()?
    } else {
        let Compared { value, contained_where } = log_of_second(one, over).ok()?;
        Compared { value: -value, contained_where }
    };
    Some((f, p.clone()))
}

/// Which random variables of a law are counts.
fn counted(law: &Law) -> Vec<bool> {
    match law {
        Law::Product(parts) => parts.iter().flat_map(counted).collect(),
        Law::Multinomial(m) => vec![true; m.variables.len()],
        _ => law.one().map(|d| d.support.spacing.as_ref().is_some_and(Term::is_one)).into_iter().collect(),
    }
}

/// A divergence that has no closed form. A formal mean has a value everywhere, so the supports must certainly fit.
pub(super) fn formal_divergence(name: &str, p: &Law, q: &Law, certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let (f, over) = integrand_of(name, p, q).filter(|(f, _)| f.contained_where.iter().all(certain))?;
    formal_in_any_form(&f.value, &over, certain)
}

/// A Fisher metric of which not every component has a closed form.
pub(super) fn formal_fisher(
    law: &Law,
    coordinates: &[Symbol],
    by_hessian: bool,
    certain: &dyn Fn(&Fact) -> bool,
) -> Option<Information> {
    let formal = |f: &Term, d: &Distribution| {
        let mean = formal_in_any_form(f, &Law::One(d.clone()), certain)?;
        let rule = mean.rules.first().copied().unwrap_or(rules::FORMAL_EXPECTATION);
        let need = |fact: Fact| Need { fact, rule, exact: None };
        let finite_where = mean.holds_where.into_iter().map(need).collect();
        Some(Expected { value: mean.value, finite_where, rules: mean.rules })
    };
    formal_information(law, coordinates, by_hessian, &formal).ok()
}

/// Where the Fisher metric of a law is definite, if that is known beforehand.
pub(super) fn definite_where(law: &Law, coordinates: &[Symbol], components: &Matrix) -> Option<Vec<Fact>> {
    let moving = components.entries().iter().any(Term::has_symbols);
    law.definite_where(coordinates).or_else(|| if moving { definite_by_points(law, coordinates) } else { None })
}

impl Elaborator<'_> {
    /// `Entropy(p) = -E_p[log p]`
    pub fn entropy(&mut self, e: &Expr, p: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let a = self.family_argument(p, scope)?;
        if !a.variable_unit.is_dimensionless() {
            return Err(law_problems::logarithm_of_density(e.span, &a.variable_unit).into());
        }
        let law = self.law(&a, p.span)?;
        let (value, needs) = match law.entropy() {
            Ok(made) => {
                let needs = self
                    .needed(&made, std::slice::from_ref(&made.value), &[&a], scope, e.span)
                    .map_err(|need| needs::absent(&need, e.span, problems::infinite_expectation))?;
                (made.value, needs)
            }
            Err(error) => {
                let certain = |fact: &Fact| needs::holds(&self.model, fact, &[&a], scope.chart);
                let integrand = integrand_of("Entropy", &law, &law).map(|(f, over)| (f.value, over));
                let mean = integrand.as_ref().and_then(|(f, over)| formal_in_any_form(f, over, &certain));
                let asked = Asked::of(&self.model, &[&a], scope.chart, e.span);
                let mean = mean.ok_or_else(|| asked.without_value(&error, "entropy", integrand.as_slice()))?;
                (self.formal_value(mean, e.span), Vec::new())
            }
        };
        let mut out = Quantity::plain(value);
        let all = needs.iter().chain(&a.defined_where).chain(&a.conditions);
        all.for_each(|f| add_fact(&mut out.defined_where, f.clone()));
        Ok(Value::Scalar(out))
    }

    /// `KL(p, q) = E_p[log p - log q]`, `CrossEntropy(p, q) = -E_p[log q]`
    pub fn divergence(&mut self, e: &Expr, name: &str, [p, q]: [&Expr; 2], scope: &Scope) -> Result<Value, Failure> {
        let (mut a, mut b) = match (self.family_argument(p, scope), self.family_argument(q, scope)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        let unit = a.variable_unit.clone();
        // A density of one's own stays in the unit in which it is written; then the other law is expressed in that.
        if !self.to_variable_unit(&mut a, &b.variable_unit) && !self.to_variable_unit(&mut b, &unit) {
            return Err(problems::unit_clash((p.span, &unit), (q.span, &b.variable_unit), "compared", &[]).into());
        }
        let (x, y) = (self.law(&a, p.span)?, self.law(&b, q.span)?);
        if name != "KL" && !a.variable_unit.is_dimensionless() {
            return Err(law_problems::logarithm_of_density(e.span, &a.variable_unit).into());
        }
        let made = if name == "KL" { x.divergence(&y) } else { x.cross_entropy(&y) };
        let (value, needs) = match made {
            Ok(made) => {
                let needs = self.needed(&made, std::slice::from_ref(&made.value), &[&a, &b], scope, e.span).map_err(
                    |need| match need.rule {
                        SUPPORT => needs::absent(&need, e.span, law_problems::mass_where_none),
                        _ => needs::absent(&need, e.span, law_problems::infinite_divergence),
                    },
                )?;
                self.remember([&a, &b], [&x, &y], (name, &made.value), &needs, scope);
                (made.value, needs)
            }
            Err(error) => {
                let certain = |fact: &Fact| needs::holds(&self.model, fact, &[&a, &b], scope.chart);
                let mean = formal_divergence(name, &x, &y, &certain);
                let integrand = integrand_of(name, &x, &y).map(|(f, over)| (f.value, over));
                let asked = Asked::of(&self.model, &[&a, &b], scope.chart, e.span);
                let mean = mean.ok_or_else(|| asked.without_value(&error, "divergence", integrand.as_slice()))?;
                let value = self.formal_value(mean, e.span);
                if name == "KL" {
                    self.remember([&a, &b], [&x, &y], (name, &value), &[], scope);
                }
                (value, Vec::new())
            }
        };
        let mut out = Quantity::plain(value);
        for f in needs.iter().chain(&a.defined_where).chain(&b.defined_where).chain(&a.conditions).chain(&b.conditions)
        {
            add_fact(&mut out.defined_where, f.clone());
        }
        Ok(Value::Scalar(out))
    }

    /// A divergence is remembered; a cross-entropy less the entropy is one.
    fn remember(
        &mut self,
        families: [&FamilyInChart; 2],
        [p, q]: [&Law; 2],
        (name, value): (&str, &Term),
        needs: &[Fact],
        scope: &Scope,
    ) {
        let mut needs = needs.to_vec();
        let value = if name == "KL" {
            value.clone()
        } else {
            let Ok(entropy) = p.entropy() else { return };
            let Ok(more) = needs::conditions_of(&self.model, entropy.finite_where, &families[..1], scope.chart) else {
                return;
            };
            more.into_iter().for_each(|f| add_fact(&mut needs, f));
            value - &entropy.value
        };
        self.remember_divergence(families, [p.clone(), q.clone()], (name != "KL", value), &needs);
    }

    /// `Fisher(p)`, `FisherByHessian(p)`, `Wasserstein(p)`
    pub fn statistical_metric(&mut self, e: &Expr, name: &str, p: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let family = self.family_argument(p, scope)?;
        let (chart, symbols) = self.chart_of_family(&family, p)?;
        let law = self.law(&family, p.span)?;
        let mut facts = family.defined_where.clone();
        family.conditions.iter().for_each(|f| add_fact(&mut facts, f.clone()));
        let (made, squared_length) = if name != "Wasserstein" {
            let by_hessian = name != "Fisher";
            let made = if by_hessian { law.fisher_from_hessian(&symbols) } else { law.fisher(&symbols) };
            let certain = |fact: &Fact| needs::holds(&self.model, fact, &[&family], scope.chart);
            let made = made.or_else(|why| formal_fisher(&law, &symbols, by_hessian, &certain).ok_or(why));
            let squares = || {
                law.log_density().map(|log| symbols.iter().map(|c| (log.derivative(c).powi(2), law.clone())).collect())
            };
            let asked = Asked::of(&self.model, &[&family], scope.chart, e.span);
            let information =
                made.map_err(|error| asked.without_value(&error, "metric", &squares().unwrap_or_else(Vec::new)))?;
            let Information { metric, finite_where, rules } = information;
            let made = Expected { value: Term::zero(), finite_where, rules };
            let needs = self
                .needed(&made, metric.components.entries(), &[&family], scope, e.span)
                .map_err(|need| needs::absent(&need, e.span, law_problems::infinite_information))?;
            needs.into_iter().for_each(|f| add_fact(&mut facts, f));
            (Ok(metric), Unit::one())
        } else {
            let square =
                family.variable_unit.mul(&family.variable_unit).map_err(|_| problems::exponent_too_large(e.span))?;
            (law.wasserstein(&symbols), square)
        };
        let g = made.map_err(|error| statistics_error(&error, e.span, "metric"))?;
        if name == "Wasserstein" {
            let (values, rules) = (g.components.entries().to_vec(), vec![rules::TRANSPORT_METRIC]);
            self.keep(RuleUse { span: e.span, values, rules, conditions: Vec::new() });
        }
        let (definite, cometric) = if name == "Wasserstein" {
            (law.transport_definite_where(&symbols), law.inverse_wasserstein(&symbols))
        } else {
            (definite_where(&law, &symbols, &g.components), law.inverse_fisher(&symbols))
        };
        if let Some(definite) = definite {
            // What is shown by scores at points holds there, and may hold elsewhere.
            if law.definite_where(&symbols).is_some() {
                self.definite.push((g.components.clone(), definite.clone()));
            }
            let made = match name {
                "Fisher" => MadeAs::Fisher,
                "FisherByHessian" => MadeAs::FisherByHessian,
                _ => MadeAs::Wasserstein,
            };
            self.remember_information(InformationMetric {
                law: law.clone(),
                coordinates: symbols.clone(),
                made,
                given: Vec::new(),
                components: g.components.clone(),
                conditions: facts.clone(),
                definite_where: definite,
            });
        }
        if let Some(cometric) = cometric {
            return Ok(Value::Metric(Box::new(MetricInChart {
                chart,
                components: g.components,
                cometric,
                squared_length: squared_length.simplified(),
                defined_where: facts,
                invertible_where: Vec::new(),
            })));
        }
        Ok(Value::Metric(Box::new(metric_of(chart, g.components, squared_length, facts, e.span)?)))
    }

    /// The log-density of a family at a value of its random variable, or of all of them.
    fn log_density_at(
        &mut self,
        p: &Expr,
        at: &Expr,
        scope: &Scope,
    ) -> Result<(FamilyInChart, Term, Vec<Fact>), Failure> {
        let family = self.family_argument(p, scope)?;
        let law = self.law(&family, p.span)?;
        let values = self.values_of(&law, &family, at, scope)?;
        let log = law.log_mass();
        let Some(log) = log else { return Err(law_problems::no_density(p.span).into()) };
        let mut facts = Vec::new();
        values.iter().flat_map(|q| &q.defined_where).for_each(|f| add_fact(&mut facts, f.clone()));
        family.defined_where.iter().chain(&family.conditions).for_each(|f| add_fact(&mut facts, f.clone()));
        let numbers: Vec<Term> = values.into_iter().map(|q| q.expr).collect();
        super::own_laws::inside_law(&law, &numbers).into_iter().for_each(|f| add_fact(&mut facts, f));
        let put_in = log.substitute(law.variables().into_iter().zip(numbers));
        Ok((family, put_in, facts))
    }

    /// The values of the random variables of a law: an expression, a tuple, or the name of those that are bound.
    fn values_of(
        &mut self,
        law: &Law,
        family: &FamilyInChart,
        at: &Expr,
        scope: &Scope,
    ) -> Result<Vec<Quantity>, Failure> {
        let dimension = law.dimension().unwrap_or(0);
        let named = match &at.kind {
            ExprKind::Name(path) => {
                let entry = |k: usize| format!("{}[{k}]", super::names::names_joined(path));
                let find = |name: String| scope.locals.iter().rev().find(|(n, _)| *n == name).map(|(_, q)| q.clone());
                (1..=dimension).map(|k| find(entry(k))).collect::<Option<Vec<Quantity>>>().filter(|_| dimension > 1)
            }
            _ => None,
        };
        let values = match named {
            Some(values) => values,
            None => match self.eval(at, scope)? {
                Value::Tuple(v) => v,
                Value::Scalar(q) => vec![q],
                other => return Err(problems::wrong_kind(at.span, "a value", other.kind(), None).into()),
            },
        };
        if values.len() != dimension {
            let expected = format!("{dimension} values, one for each random variable");
            return Err(problems::wrong_shape(at.span, expected, values.len().to_string()).into());
        }
        // A formula of masses has values between the counts, which mean nothing.
        for (q, _) in values.iter().zip(counted(law)).filter(|(_, counted)| *counted) {
            let whole = q.integer || q.expr.as_number().is_some_and(crate::symbolic::Rational::is_integer);
            if !whole {
                return Err(law_problems::not_a_count(at.span, &q.expr).into());
            }
        }
        let unit = &family.variable_unit;
        let convert = |q: Quantity| {
            let number = q.number_in(unit).ok_or_else(|| -> Failure {
                let what = format!("a value of the random variable of `{}`", family.distribution);
                problems::unit_differs(at.span, &what, &q.unit, unit, &self.causes(at)).into()
            })?;
            Ok(Quantity { expr: number, ..q })
        };
        values.into_iter().map(convert).collect()
    }

    /// `log_density(p, x)`, and its exponential `density(p, x)`.
    pub fn density_value(
        &mut self,
        e: &Expr,
        name: &str,
        [p, x]: [&Expr; 2],
        scope: &Scope,
    ) -> Result<Quantity, Failure> {
        let (family, log, facts) = self.log_density_at(p, x, scope)?;
        let unit = &family.variable_unit;
        if name == "density" {
            return Ok(Quantity { defined_where: facts, ..Quantity::new(log.exp(), unit.inverse().simplified()) });
        }
        if !unit.is_dimensionless() {
            return Err(law_problems::logarithm_of_density(e.span, unit).into());
        }
        Ok(Quantity { defined_where: facts, ..Quantity::plain(log) })
    }

    /// `Score(p, x)`: the differential of the log-density at a fixed value of the random variable.
    pub fn score(&mut self, p: &Expr, x: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let (family, log, defined_where) = self.log_density_at(p, x, scope)?;
        let (chart, symbols) = self.chart_of_family(&family, p)?;
        // The value is fixed: it stays what it is when the coordinates change.
        let law = self.law(&family, p.span)?;
        let values = self.values_of(&law, &family, x, scope)?;
        if let Some(moved) = symbols.iter().find(|s| values.iter().any(|q| q.expr.contains(s))) {
            return Err(law_problems::moving_value(x.span, moved.name()).into());
        }
        let components = symbols.iter().map(|s| log.derivative(s)).collect();
        Ok(Value::OneForm(OneFormInChart { chart, components, unit: Unit::one(), defined_where }))
    }

    /// `WassersteinDistance(p, q)`, `FisherRaoDistance(p, q)`
    pub fn distance(&mut self, e: &Expr, name: &str, [p, q]: [&Expr; 2], scope: &Scope) -> Result<Quantity, Failure> {
        let (mut a, mut b) = match (self.family_argument(p, scope), self.family_argument(q, scope)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        let unit = a.variable_unit.clone();
        // A density of one's own stays in the unit in which it is written; then the other law is expressed in that.
        if !self.to_variable_unit(&mut a, &b.variable_unit) && !self.to_variable_unit(&mut b, &unit) {
            return Err(problems::unit_clash((p.span, &unit), (q.span, &b.variable_unit), "compared", &[]).into());
        }
        let (x, y) = (self.law(&a, p.span)?, self.law(&b, q.span)?);
        let made = if name == "WassersteinDistance" {
            wasserstein_squared(&x, &y).map(|s| (s.sqrt(), a.variable_unit.clone()))
        } else {
            fisher_rao(&x, &y).map(|d| (d, Unit::one()))
        };
        let (value, unit) = made.map_err(|error| statistics_error(&error, e.span, "distance"))?;
        let rule = if name == "WassersteinDistance" { rules::TRANSPORT_DISTANCE } else { rules::FISHER_RAO_DISTANCE };
        self.keep(RuleUse { span: e.span, values: vec![value.clone()], rules: vec![rule], conditions: Vec::new() });
        let mut out = Quantity::new(value, unit);
        let all = a.defined_where.iter().chain(&b.defined_where).chain(&a.conditions).chain(&b.conditions);
        all.for_each(|f| add_fact(&mut out.defined_where, f.clone()));
        Ok(out)
    }

    /// `LogPartition(p)`, `NaturalParameters(p)`, `MeanParameters(p)` of an exponential family.
    pub fn exponential_structure(&mut self, e: &Expr, name: &str, p: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let family = self.family_argument(p, scope)?;
        let (_, symbols) = self.chart_of_family(&family, p)?;
        if !family.variable_unit.is_dimensionless() {
            return Err(law_problems::logarithm_of_density(e.span, &family.variable_unit).into());
        }
        let law = self.law(&family, p.span)?;
        let failed = |error| statistics_error(&error, e.span, "structure");
        let structure = exponential_family(&law, &symbols).map_err(failed)?;
        let mut facts = family.defined_where.clone();
        family.conditions.iter().for_each(|f| add_fact(&mut facts, f.clone()));
        let quantity = |expr: Term, facts: &[Fact]| Quantity { defined_where: facts.to_vec(), ..Quantity::plain(expr) };
        match name {
            "LogPartition" => Ok(Value::Scalar(quantity(structure.log_partition, &facts))),
            "NaturalParameters" => {
                Ok(Value::Tuple(structure.natural.into_iter().map(|t| quantity(t, &facts)).collect()))
            }
            _ => {
                let mut out = Vec::new();
                for t in &structure.statistics {
                    let mean = law.expectation(t).map_err(failed)?;
                    let mut own = facts.clone();
                    let needs = self
                        .needed(&mean, std::slice::from_ref(&mean.value), &[&family], scope, e.span)
                        .map_err(|need| needs::absent(&need, e.span, problems::infinite_expectation))?;
                    needs.into_iter().for_each(|f| add_fact(&mut own, f));
                    out.push(quantity(mean.value, &own));
                }
                Ok(Value::Tuple(out))
            }
        }
    }

    /// The chart of a family with its coordinates.
    fn chart_of_family(
        &self,
        family: &FamilyInChart,
        p: &Expr,
    ) -> Result<(super::kinds::ChartId, Vec<Symbol>), Failure> {
        let Some(chart) = family.chart else {
            let help = "declare it with `family p(x: real) on M.chart = ..`".to_owned();
            return Err(problems::wrong_kind(p.span, "a family on a chart", Kind::Family, Some(help)).into());
        };
        Ok((chart, self.model.chart(chart).map(crate::geometry::chart::Chart::symbols).unwrap_or_default()))
    }
}
