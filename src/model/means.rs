//! Means over the random variables of a model.
//!
//! In: a model with its random variables, expressions that name them. Out: the means, with the conditions under which they
//! exist. It must not know syntax, nor where the expressions stand but for the place of a diagnostic.

use super::Model;
use super::expectations::{StandardForm, formal_in_any_form, holds_on_box, over_forms};
use super::families::distribution_of;
use super::families::statistics_error;
use super::infinite_means::Asked;
use super::kinds::{ChartId, FamilyInChart, RuleInChart};
use super::needs;
use super::problems::{self, Failure};
use super::quantities::add_fact;
use super::random::{RANDOM, RandomVariable, has_points};
use crate::geometry::range::Ranges;
use crate::statistics::joint::Finite;
use crate::statistics::{Distribution, Law, Need, StatisticsError, expectation, rules};
use crate::symbolic::{Bound, Expr as Term, Fact, Rational, Region, Role, Symbol, Variable};
use crate::syntax::span::Span;

/// Values of several variables together that are looked at.
const MOST_PLACES: usize = 512;

/// A mean under way: the expression, what it needs, and the rules' conditions.
pub(super) struct Averaged {
    pub exprs: Vec<Term>,
    pub facts: Vec<Fact>,
    pub rules: Vec<&'static str>,
}

/// Whether a random variable occurs.
pub(super) fn is_random(e: &Term) -> bool {
    e.symbols().iter().any(|s| s.scope() == RANDOM && s.role() == Role::Random)
}

/// The expected new coordinates of a rule and the conditions under which they exist; none where no rule finds them.
#[must_use]
pub fn mean_of_rule(model: &Model, rule: &RuleInChart) -> Option<(Vec<Term>, Vec<Fact>)> {
    let mean = averaged(model, &rule.components, &rule.defined_where, Some(rule.chart), Span::default()).ok()?;
    Some((mean.exprs, mean.facts))
}

/// The ranges of the random variables that occur.
#[must_use]
pub fn random_region(model: &Model, exprs: &[Term]) -> Region {
    let mut out = Region::default();
    for r in &model.randoms {
        if !exprs.iter().any(|e| e.contains(&r.symbol)) {
            continue;
        }
        if let Some((lower, upper)) = points_of(r).and_then(ends) {
            out.variables.push(Variable { lower, upper, integer: true, ..Variable::real(r.symbol.clone()) });
        } else if let Ok(d) = distribution_of(&r.law, r.span) {
            let spacing = d.support.spacing.as_ref();
            let integer = spacing.is_some();
            // A coarser grid is no set that a region can say: then nothing is assumed, and nothing refuted.
            if spacing.is_some_and(|s| !s.is_one()) {
                continue;
            }
            let (lower, upper) = (d.support.lower, d.support.upper);
            out.variables.push(Variable { lower, upper, integer, ..Variable::real(r.symbol.clone()) });
        }
    }
    out
}

/// The points of a law on finitely many.
fn points_of(r: &RandomVariable) -> Option<&Finite> {
    match r.law.law.as_deref() {
        Some(Law::Finite(points)) if has_points(&r.law) => Some(points),
        _ => None,
    }
}

/// The least and the largest of whole numbers.
fn ends(points: &Finite) -> Option<(Bound, Bound)> {
    let numbers: Option<Vec<&Rational>> =
        points.points.iter().map(|p| p.first()?.as_number().filter(|q| q.is_integer())).collect();
    let numbers = numbers?;
    let end = |q: &Rational| Bound::Closed(Term::number(q.clone()));
    Some((end(numbers.iter().min()?), end(numbers.iter().max()?)))
}

/// A mass, and the values of all variables at its point.
type Weighted = (Term, Vec<(Symbol, Term)>);

/// The values of all variables on finitely many points together, each with its mass.
fn places(used: &[&RandomVariable]) -> Option<Vec<Weighted>> {
    let mut out = vec![(Term::one(), Vec::new())];
    for r in used {
        let law = points_of(r)?;
        if out.len() * law.points.len() > MOST_PLACES {
            return None;
        }
        let mut next = Vec::new();
        for (mass, values) in &out {
            for (more, point) in law.masses.iter().zip(&law.points) {
                let mut values: Vec<(Symbol, Term)> = values.clone();
                values.push((r.symbol.clone(), point.first()?.clone()));
                next.push((mass * more, values));
            }
        }
        out = next;
    }
    Some(out)
}

/// The means of expressions over all random variables that occur in them. Over variables with finitely many values the means
/// at each of these are added up (rule **enumeration**): every value has a positive chance, so that `E|f|` is finite where
/// it is at each of them.
pub(super) fn averaged(
    model: &Model,
    exprs: &[Term],
    facts: &[Fact],
    chart: Option<ChartId>,
    span: Span,
) -> Result<Averaged, Failure> {
    let occurs = |s: &Symbol| exprs.iter().chain(facts.iter().map(|f| &f.expr)).any(|e| e.contains(s));
    let finite: Vec<&RandomVariable> =
        model.randoms.iter().filter(|r| points_of(r).is_some() && occurs(&r.symbol)).collect();
    if finite.is_empty() {
        return averaged_over_numbers(model, exprs, facts, chart, span);
    }
    let mut out = Averaged { exprs: Vec::new(), facts: Vec::new(), rules: vec![rules::ENUMERATION] };
    for r in &finite {
        r.law.conditions.iter().chain(&r.law.defined_where).for_each(|f| add_fact(&mut out.facts, f.clone()));
    }
    let mut add = |mean: Averaged| {
        mean.facts.into_iter().for_each(|f| add_fact(&mut out.facts, f));
        mean.rules.into_iter().for_each(|rule| add_rule(&mut out.rules, rule));
        mean.exprs
    };
    let too_many = |used: &[&RandomVariable]| {
        let name = used.first().map_or("", |r| r.symbol.name());
        problems::too_many_values(span, name, MOST_PLACES)
    };
    let at = |e: &Term, values: &[(Symbol, Term)]| e.substitute(values.iter().cloned());
    for f in facts {
        let used: Vec<&RandomVariable> = finite.iter().copied().filter(|r| f.expr.contains(&r.symbol)).collect();
        let everywhere = places(&used).ok_or_else(|| too_many(&used))?;
        let facts: Vec<Fact> = everywhere.iter().map(|(_, values)| f.with(at(&f.expr, values))).collect();
        add(averaged_over_numbers(model, &[], &facts, chart, span)?);
    }
    let mut means = Vec::new();
    for e in exprs {
        let used: Vec<&RandomVariable> = finite.iter().copied().filter(|r| e.contains(&r.symbol)).collect();
        let mut terms = Vec::new();
        for (mass, values) in places(&used).ok_or_else(|| too_many(&used))? {
            let mean = averaged_over_numbers(model, &[at(e, &values)], &[], chart, span)?;
            terms.extend(add(mean).into_iter().map(|value| &mass * &value));
        }
        means.push(Term::sum(terms));
    }
    Ok(Averaged { exprs: means, ..out })
}

/// The same where no variable has finitely many values only.
fn averaged_over_numbers(
    model: &Model,
    exprs: &[Term],
    facts: &[Fact],
    chart: Option<ChartId>,
    span: Span,
) -> Result<Averaged, Failure> {
    let occurs = |s: &Symbol| exprs.iter().chain(facts.iter().map(|f| &f.expr)).any(|e| e.contains(s));
    let used: Vec<RandomVariable> = model.randoms.iter().filter(|r| occurs(&r.symbol)).cloned().collect();
    let mut out = Averaged { exprs: Vec::new(), facts: Vec::new(), rules: Vec::new() };
    let support = random_region(model, &used.iter().map(|r| Term::symbol(&r.symbol)).collect::<Vec<_>>());
    let region = model.region(chart).and(&support);
    for fact in facts {
        if !is_random(&fact.expr) {
            add_fact(&mut out.facts, fact.clone());
        } else if !Ranges::new(&region).shows(fact) && !holds_on_box(fact, &standard_forms(&used)) {
            let name = used.iter().find(|r| fact.expr.contains(&r.symbol)).map_or("", |r| r.symbol.name());
            return Err(problems::undefined_on_support(span, name, fact).into());
        }
    }
    let mut laws = Vec::new();
    for r in &used {
        r.law.conditions.iter().chain(&r.law.defined_where).for_each(|f| add_fact(&mut out.facts, f.clone()));
        let distribution = distribution_of(&r.law, r.span)?;
        let form = StandardForm::of(&distribution);
        laws.push(Drawn { distribution, family: r.law.clone(), form });
    }
    for e in exprs {
        let mean = mean_over(model, e, &laws, chart, span)
            .or_else(|why| formal_over_all(model, e, &laws, chart).ok_or(why))?;
        for fact in mean.facts {
            if fact.is_absurd() {
                return Err(problems::infinite_expectation(span, &fact).into());
            }
            if !is_random(&fact.expr) {
                add_fact(&mut out.facts, fact);
            } else if !Ranges::new(&region).shows(&fact) {
                return Err(problems::infinite_expectation(span, &fact).into());
            }
        }
        out.exprs.extend(mean.exprs);
        mean.rules.into_iter().for_each(|rule| add_rule(&mut out.rules, rule));
    }
    Ok(out)
}

/// Standard forms of those variables that have one.
fn standard_forms(used: &[RandomVariable]) -> Vec<StandardForm> {
    used.iter().filter_map(|r| StandardForm::of(&distribution_of(&r.law, r.span).ok()?)).collect()
}

fn add_rule(rules: &mut Vec<&'static str>, rule: &'static str) {
    if !rules.contains(&rule) {
        rules.push(rule);
    }
}

/// A random variable with its law.
struct Drawn {
    distribution: Distribution,
    family: FamilyInChart,
    /// It as a function of a standard variable.
    form: Option<StandardForm>,
}

impl Drawn {
    /// Whether closed forms come first: of counts they are many, and without a standard form there is nothing else.
    fn has_closed_forms(&self) -> bool {
        self.form.as_ref().is_none_or(|form| form.law.is_count())
    }
}

/// The mean of one expression over all variables at once, formal where it has no closed form; of laws with a shape too.
fn formal_over_all(model: &Model, e: &Term, all: &[Drawn], chart: Option<ChartId>) -> Option<Averaged> {
    let used: Vec<&Drawn> = all.iter().filter(|d| e.contains(&d.distribution.variable)).collect();
    let families: Vec<&FamilyInChart> = used.iter().map(|d| &d.family).collect();
    let parts: Vec<Law> = used.iter().map(|d| Law::One(d.distribution.clone())).collect();
    let law = match parts.as_slice() {
        [one] => one.clone(),
        _ => Law::Product(parts),
    };
    let mean = formal_in_any_form(e, &law, &|fact| needs::holds(model, fact, &families, chart))?;
    Some(Averaged { exprs: vec![mean.value], facts: mean.holds_where, rules: mean.rules })
}

/// The mean of one expression: variables without a standard form first, by their closed forms; then all others together.
fn mean_over(model: &Model, e: &Term, used: &[Drawn], chart: Option<ChartId>, span: Span) -> Result<Averaged, Failure> {
    let mut facts = Vec::new();
    let mut rules: Vec<&'static str> = Vec::new();
    let mut now = e.clone();
    let used: Vec<&Drawn> = used.iter().filter(|d| e.contains(&d.distribution.variable)).collect();
    let laws: Vec<&FamilyInChart> = used.iter().map(|d| &d.family).collect();
    let variables: Vec<Symbol> = used.iter().map(|d| d.distribution.variable.clone()).collect();
    let mut mean = |now: &Term, d: &Drawn, facts: &mut Vec<Fact>| -> Result<Term, Failure> {
        let asked = || Asked::of(model, &laws, chart, span);
        let mean = expectation(now, &d.distribution).map_err(|error| {
            asked().without_value(&error, "mean", &[(now.clone(), Law::One(d.distribution.clone()))])
        })?;
        let outside: Option<Vec<Need>> =
            mean.finite_where.into_iter().map(|need| need.outside_of(&variables)).collect();
        let unknown = || statistics_error(&StatisticsError::NoRule { expr: now.clone() }, span, "mean");
        let needs = needs::conditions_of(model, outside.ok_or_else(unknown)?, &laws, chart)
            .map_err(|need| needs::absent(&need, span, problems::infinite_expectation))?;
        needs.into_iter().for_each(|f| add_fact(facts, f));
        mean.rules.into_iter().for_each(|rule| add_rule(&mut rules, rule));
        Ok(mean.value)
    };
    let certain = |fact: &Fact| needs::holds(model, fact, &laws, chart);
    // A mean that is 0 hides what the other variables need: where one is taken by a closed form, each is taken first once.
    let apart = used.len() > 1 && used.iter().any(|d| d.has_closed_forms());
    for d in used.iter().filter(|_| apart) {
        let formal = || over_forms(e, std::slice::from_ref(d.form.as_ref()?), &certain);
        if !d.has_closed_forms() && formal().is_some() {
            continue;
        }
        let closed = mean(e, d, &mut facts);
        if let Err(why) = closed
            && formal().is_none()
        {
            return Err(why);
        }
    }
    let mut standard: Vec<(&Drawn, StandardForm)> = Vec::new();
    for d in used {
        match &d.form {
            Some(form) if !d.has_closed_forms() => standard.push((d, form.clone())),
            form => match (mean(&now, d, &mut facts), form) {
                (Ok(value), _) => now = value,
                (Err(_), Some(form)) => standard.push((d, form.clone())),
                (Err(why), None) => return Err(why),
            },
        }
    }
    let forms: Vec<StandardForm> = standard.iter().map(|(_, form)| form.clone()).collect();
    if let Some(mean) = over_forms(&now, &forms, &certain) {
        // A closed form that holds everywhere is better, where there is one.
        if let ([(d, _)], true, [_]) = (standard.as_slice(), mean.value.has_mean(), laws.as_slice())
            && let Ok(closed) = expectation(&now, &d.distribution)
            && closed.finite_where.iter().all(|need| certain(&need.fact))
        {
            return Ok(Averaged { exprs: vec![closed.value], facts, rules: closed.rules });
        }
        mean.holds_where.into_iter().for_each(|f| add_fact(&mut facts, f));
        mean.rules.into_iter().for_each(|rule| add_rule(&mut rules, rule));
        return Ok(Averaged { exprs: vec![mean.value], facts, rules });
    }
    // The same of these, one after the other: what is formal together was seen to be integrable.
    for (d, _) in standard.iter().filter(|_| laws.len() > 1) {
        mean(e, d, &mut facts)?;
    }
    for (d, _) in standard {
        now = mean(&now, d, &mut facts)?;
    }
    Ok(Averaged { exprs: vec![now], facts, rules })
}
