//! Expectations: `E[x ~ p](f)`.
//!
//! In: a distribution, an expression of its random variable. Out: the mean in closed form, as a scalar in the unit of
//! the expression, with the conditions under which it is finite. What has no closed form stays formal where its integrand
//! is tame ([`crate::statistics::growth`]), and is an error elsewhere, never a number.

use super::elaborator::Elaborator;
use super::infinite_means::Asked;
use super::kinds::{FamilyInChart, OneFormInChart, Value, VectorInChart};
use super::names::Scope;
use super::needs;
use super::own_laws::fails_at_one_point;
use super::params::BOUND_RANK;
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use super::rule_uses::RuleUse;
use crate::geometry::range::Ranges;
use crate::statistics::joint::MultivariateNormal;
use crate::statistics::{
    Branch, CountForm, Distribution, Expected, FormalMean, Law, STANDARD, count_form, formal_correction, formal_mean,
    is_integrable, logistic_forms, positive_on_box, rules, standardised,
};
use crate::symbolic::{Expr as Term, Fact, Law as StandardLaw, Region, Relation, Role, Symbol, Variable};
use crate::syntax::ast::{Expr, Ident};
use crate::syntax::span::Span;

impl Elaborator<'_> {
    /// The mean of `body` for `variable` drawn from `distribution`; of one-forms and vectors component by component: another
    /// chart takes the same combinations of these, whose coefficients are not random.
    pub fn expectation(
        &mut self,
        e: &Expr,
        variable: &Ident,
        distribution: &Expr,
        body: &Expr,
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let mut p = self.family_argument(distribution, scope)?;
        p.variable = fresh(&p, &variable.name);
        let law = self.law(&p, distribution.span)?;
        let drawn = law.variables();
        let counts = law.one().is_none_or(|d| d.support.spacing.as_ref().is_some_and(Term::is_one));
        let mut inner = scope.clone();
        for symbol in &drawn {
            let integer = counts && !matches!(law, Law::Normal(_) | Law::Dirichlet(_) | Law::Product(_));
            let q = Quantity { integer, ..Quantity::symbol(symbol, &p.variable_unit) };
            inner.locals.push((symbol.name().to_owned(), q));
        }
        let drawn = Drawn { p, law, name: &variable.name };
        let mean = |me: &mut Self, q: Quantity| me.mean_over_law(q, &drawn, (e.span, body.span), scope);
        let components = |me: &mut Self, exprs: Vec<Term>, facts: Vec<Fact>| {
            let (mut means, mut conditions) = (Vec::new(), Vec::new());
            for expr in exprs {
                let q = mean(me, Quantity { defined_where: facts.clone(), ..Quantity::plain(expr) })?;
                q.defined_where.into_iter().for_each(|f| add_fact(&mut conditions, f));
                means.push(q.expr);
            }
            Ok::<_, Failure>((means, conditions))
        };
        supports(&drawn.law).into_iter().for_each(|variable| inner.draw(variable));
        match self.eval(body, &inner)? {
            Value::OneForm(w) => {
                let (made, defined_where) = components(self, w.components, w.defined_where)?;
                Ok(Value::OneForm(OneFormInChart { components: made, defined_where, ..w }))
            }
            Value::Vector(v) => {
                let (made, defined_where) = components(self, v.components, v.defined_where)?;
                Ok(Value::Vector(VectorInChart { components: made, defined_where, raised: None, ..v }))
            }
            Value::Tuple(entries) => {
                let means: Result<Vec<Quantity>, Failure> = entries.into_iter().map(|q| mean(self, q)).collect();
                Ok(Value::Tuple(means?))
            }
            Value::Scalar(q) => mean(self, q).map(Value::Scalar),
            other => {
                let what = "a scalar, a one-form or a vector";
                Err(problems::wrong_kind(body.span, what, other.kind(), None).into())
            }
        }
    }

    /// The mean of a quantity over a law; `at` is the place of the mean, and that of what it is taken of.
    fn mean_over_law(
        &mut self,
        f: Quantity,
        drawn: &Drawn<'_>,
        at: (Span, Span),
        scope: &Scope,
    ) -> Result<Quantity, Failure> {
        let Drawn { p, law, name } = drawn;
        let span = at.0;
        let variables = law.variables();
        let mut facts: Vec<Fact> = Vec::new();
        for fact in &f.defined_where {
            if !variables.iter().any(|x| fact.expr.contains(x)) {
                add_fact(&mut facts, fact.clone());
            } else if !self.holds_on_support(fact, law, scope) && !self.holds_almost_everywhere(fact, law, scope) {
                return Err(problems::undefined_on_support(at.1, name, fact).into());
            }
        }
        let formal = |me: &Self| formal(&f.expr, law, &|fact| needs::holds(&me.model, fact, &[p], scope.chart));
        let any_form =
            |me: &Self| formal_in_any_form(&f.expr, law, &|fact| needs::holds(&me.model, fact, &[p], scope.chart));
        let closed = law.expectation(&f.expr).map(|mean| {
            let needs = needs::conditions_of(&self.model, mean.finite_where.clone(), &[p], scope.chart);
            (mean, needs)
        });
        let (value, needs) = match closed {
            // Its rule fails, and nothing says that it is infinite.
            Ok((_, Err(need))) if !need.infinite => {
                let mean = any_form(self);
                let mean = mean.ok_or_else(|| needs::absent(&need, span, problems::infinite_expectation))?;
                (self.formal_value(mean, span), Vec::new())
            }
            Ok((_, Err(need))) => return Err(needs::absent(&need, span, problems::infinite_expectation)),
            Ok((mean, Ok(needs))) => {
                // A form that does not hold at all points where there is a mean is worse than none.
                // Over counts it is still the better one to read.
                let partial = needs.iter().any(|fact| fact.rule.is_some());
                let over_counts = law.one().is_some_and(|d| d.support.spacing.is_some());
                match (partial && !over_counts).then(|| formal(self)).flatten() {
                    Some(mean) => (self.formal_value(mean, span), Vec::new()),
                    None => {
                        let conditions = needs.clone();
                        self.keep(RuleUse { span, values: vec![mean.value.clone()], rules: mean.rules, conditions });
                        (mean.value, needs)
                    }
                }
            }
            Err(error) => {
                let mean = any_form(self);
                let asked = Asked::of(&self.model, &[p], scope.chart, span);
                let mean = mean.ok_or_else(|| asked.without_value(&error, "mean", &[(f.expr.clone(), law.clone())]))?;
                (self.formal_value(mean, span), Vec::new())
            }
        };
        let all = needs.iter().chain(&p.defined_where).chain(&p.conditions);
        all.for_each(|fact| add_fact(&mut facts, fact.clone()));
        Ok(Quantity { expr: value, defined_where: facts, integer: false, ..f })
    }

    /// The value of a formal expectation, kept with its rules.
    pub(super) fn formal_value(&mut self, mean: FormalMean, span: Span) -> Term {
        let (values, conditions) = (vec![mean.value.clone()], mean.holds_where);
        self.keep(RuleUse { span, values, rules: mean.rules, conditions });
        mean.value
    }

    /// Whether it fails at a point without mass at most.
    fn holds_almost_everywhere(&self, fact: &Fact, law: &Law, scope: &Scope) -> bool {
        let mut ranges = Ranges::new(&self.model.region(scope.chart));
        let lengths = law.one().filter(|d| d.support.spacing.is_none());
        lengths.is_some_and(|d| fails_at_one_point(fact, &d.variable, &mut ranges))
    }

    /// Whether the fact plainly holds at every point of the support, for all coordinates and params.
    fn holds_on_support(&self, fact: &Fact, law: &Law, scope: &Scope) -> bool {
        if let Law::Finite(p) = law {
            let at = |point: &Vec<Term>| fact.expr.substitute(p.variables.iter().cloned().zip(point.iter().cloned()));
            let mut ranges = Ranges::new(&self.model.region(scope.chart));
            return p.points.iter().all(|x| ranges.shows(&fact.with(at(x))));
        }
        let region = self.model.region(scope.chart).and(&Region { variables: supports(law), conditions: Vec::new() });
        Ranges::new(&region).shows(fact) || standard_forms(law).is_some_and(|forms| holds_on_box(fact, &forms))
    }
}

/// What a mean is taken over.
struct Drawn<'a> {
    p: FamilyInChart,
    law: Law,
    name: &'a str,
}

/// The random variables of a law with their ranges.
fn supports(law: &Law) -> Vec<Variable> {
    match law {
        Law::Product(parts) => parts.iter().flat_map(supports).collect(),
        Law::Dirichlet(d) => d.variables.iter().map(|x| Variable::unit_interval(x.clone())).collect(),
        _ => match law.one() {
            Some(d) => vec![Variable {
                lower: d.support.lower.clone(),
                upper: d.support.upper.clone(),
                ..Variable::real(d.variable.clone())
            }],
            None => law.variables().into_iter().map(Variable::real).collect(),
        },
    }
}

/// A symbol for the bound variable that nothing in the law mentions: the law may depend on a variable of the same name
/// that an expectation around this one binds.
fn fresh(p: &FamilyInChart, name: &str) -> Symbol {
    let mut mentioned = Vec::new();
    p.clone().replace(&mut |e| {
        mentioned.extend(e.symbols());
        e.clone()
    });
    let mut scope = String::new();
    loop {
        let symbol = Symbol::new(&scope, name, Role::Random, BOUND_RANK);
        let of_this_name = |s: &Symbol| *s == symbol || (s.scope() == scope && s.role() == Role::Random);
        if !mentioned.iter().any(of_this_name) {
            return symbol;
        }
        scope.push('\'');
    }
}

/// A formal expectation over one variable or independent ones, where the integrand is tame; closed forms are used where their
/// facts are certain.
pub(super) fn formal(f: &Term, law: &Law, certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let forms = match law {
        Law::Normal(normal) => normal_forms(normal, f),
        _ => standard_forms(law)?,
    };
    match law.one().filter(|_| forms.iter().any(|form| !form.weight.is_one())) {
        Some(d) => over_weighted_counts(f, law, &d.variable, &forms, certain),
        None => over_forms(f, &forms, certain),
    }
}

/// Terms with a closed form that certainly holds have that, before a weight hides it; the others together stay formal (linearity:
/// all of them have a mean).
fn over_weighted_counts(
    f: &Term,
    law: &Law,
    variable: &Symbol,
    forms: &[StandardForm],
    certain: &dyn Fn(&Fact) -> bool,
) -> Option<FormalMean> {
    let (mut known, mut open) = (Expected::certain(Term::zero()), Vec::new());
    for term in f.terms_in(std::slice::from_ref(variable)) {
        let closed = law.expectation(&term).ok().filter(|mean| mean.finite_where.iter().all(|n| certain(&n.fact)));
        match closed {
            Some(mean) => known = known.plus(mean),
            None => open.push(term),
        }
    }
    let formal = over_forms(&Term::sum(open), forms, certain)?;
    known.join(Vec::new(), &formal.rules);
    let holds_where = known.finite_where.into_iter().map(|n| n.fact).chain(formal.holds_where).collect();
    Some(FormalMean { value: known.value + formal.value, holds_where, rules: known.rules })
}

/// The same over standard variables; a count comes with a weight.
pub(super) fn over_forms(f: &Term, forms: &[StandardForm], certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let variables: Vec<(Symbol, StandardLaw)> = forms.iter().map(|form| (form.standard.clone(), form.law)).collect();
    let weights = forms.iter().filter(|form| f.contains(&form.variable)).map(|form| form.weight.clone());
    let images = forms.iter().map(|form| (form.variable.clone(), form.image.clone()));
    let weighted = f.substitute(images) * Term::product(weights);
    let corrected = || match variables.as_slice() {
        [(n, law)] if law.is_count() => formal_correction(&weighted, n, *law, |g| formal_mean(g, &variables, certain)),
        _ => None,
    };
    let mut mean = formal_mean(&weighted, &variables, certain).or_else(corrected)?;
    if mean.value.has_mean() && forms.iter().any(|form| form.law.is_count() && f.contains(&form.variable)) {
        mean.rules.push(rules::COUNT_FORM);
    }
    Some(mean)
}

/// A formal expectation in one form or another.
pub(super) fn formal_in_any_form(f: &Term, law: &Law, certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    formal(f, law, certain).or_else(|| formal_over_logistic(f, law, certain))
}

/// The same for laws that are written over logistic variables ([`crate::statistics::logistic_form`]): terms with a closed form
/// that certainly holds have that (linearity), the others stay formal.
pub(super) fn formal_over_logistic(f: &Term, law: &Law, certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let parts: Vec<&Distribution> = match law {
        Law::Product(v) => v.iter().map(Law::one).collect::<Option<_>>()?,
        _ => vec![law.one()?],
    };
    let standard = || parts.iter().map(|d| OverStandard::of(d)).collect::<Option<Vec<OverStandard>>>();
    let logistic = || parts.iter().map(|d| OverStandard::over_logistic(d)).collect::<Option<Vec<OverStandard>>>();
    // What is not tame over the law's own standard form may be over the other: the logarithm of a mixture.
    let over = |forms: Vec<OverStandard>| by_terms(f, law, &parts, &forms, certain);
    standard().and_then(over).or_else(|| logistic().and_then(over))
}

fn by_terms(
    f: &Term,
    law: &Law,
    parts: &[&Distribution],
    forms: &[OverStandard],
    certain: &dyn Fn(&Fact) -> bool,
) -> Option<FormalMean> {
    let random: Vec<Symbol> = parts.iter().map(|d| d.variable.clone()).collect();
    let mut out = FormalMean { value: Term::zero(), holds_where: Vec::new(), rules: Vec::new() };
    for term in f.terms_in(&random) {
        let closed = law.expectation(&term).ok().filter(|mean| mean.finite_where.iter().all(|n| certain(&n.fact)));
        let (value, rules, conditions) = match closed {
            Some(mean) => (mean.value, mean.rules, mean.finite_where.into_iter().map(|n| n.fact).collect()),
            None => {
                let widest = forms.iter().map(|form| form.ways.len()).max()?;
                let mean = (0..widest).find_map(|way| over_branches(&term, forms, way, certain))?;
                (mean.value, mean.rules, mean.holds_where)
            }
        };
        out.value = out.value + value;
        rules
            .into_iter()
            .filter(|r| !out.rules.contains(r))
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|r| out.rules.push(r));
        for fact in conditions {
            if !out.holds_where.contains(&fact) {
                out.holds_where.push(fact);
            }
        }
    }
    Some(out)
}

/// The sum over all branches of all variables.
fn over_branches(f: &Term, forms: &[OverStandard], way: usize, certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let variables: Vec<(Symbol, StandardLaw)> = forms.iter().map(|form| (form.standard.clone(), form.law)).collect();
    let mut sums = vec![f.clone()];
    for form in forms {
        let branches = form.ways.get(way.min(form.ways.len().saturating_sub(1)))?;
        let put = |e: &Term, b: &Branch| {
            let weight = if e.contains(&form.variable) { b.weight.clone() } else { Term::one() };
            e.substitute([(form.variable.clone(), b.image.clone())]) * weight
        };
        sums = sums.iter().flat_map(|e| branches.iter().map(move |b| put(e, b))).collect();
    }
    // Branches that cancel have no mean where each has none.
    if !sums.iter().all(|branch| is_integrable(branch, &variables, certain)) {
        return None;
    }
    let mut mean = formal_mean(&Term::sum(sums), &variables, certain)?;
    if !mean.rules.contains(&rules::LOGISTIC_FORM) {
        mean.rules.push(rules::LOGISTIC_FORM);
    }
    Some(mean)
}

/// A random variable over a standard one, in one of several ways.
struct OverStandard {
    variable: Symbol,
    standard: Symbol,
    law: StandardLaw,
    ways: Vec<Vec<Branch>>,
}

impl OverStandard {
    /// Over a logistic variable, although it has a standard form of its own.
    fn over_logistic(d: &Distribution) -> Option<Self> {
        let variable = d.variable.clone();
        let standard = Symbol::new(STANDARD, variable.name(), Role::Random, variable.rank());
        let ways = logistic_forms(d, &standard);
        (!ways.is_empty()).then_some(Self { variable, standard, law: StandardLaw::Logistic, ways })
    }

    fn of(d: &Distribution) -> Option<Self> {
        let variable = d.variable.clone();
        if let Some(form) = StandardForm::of(d) {
            let ways = vec![vec![Branch { image: form.image, weight: form.weight }]];
            return Some(Self { variable, standard: form.standard, law: form.law, ways });
        }
        Self::over_logistic(d)
    }
}

/// A random variable as a function of a standard one.
#[derive(Clone)]
pub(super) struct StandardForm {
    pub variable: Symbol,
    pub standard: Symbol,
    pub law: StandardLaw,
    pub image: Term,
    /// What the integrand is multiplied by.
    pub weight: Term,
}

impl StandardForm {
    /// Nothing for a law that has none.
    pub fn of(d: &Distribution) -> Option<Self> {
        let standard = Symbol::new(STANDARD, d.variable.name(), Role::Random, d.variable.rank());
        let variable = d.variable.clone();
        if let Some((law, image)) = standardised(d, &standard) {
            return Some(Self { variable, standard, law, image, weight: Term::one() });
        }
        let CountForm { law, image, weight } = count_form(d, &standard)?;
        Some(Self { variable, standard, law, image, weight })
    }
}

/// The jointly normal variables that occur, over independent standard ones: `x = m + L z` with the Cholesky factor `L` of their
/// covariance. The law of some of the variables has their means and their part of the covariance.
fn normal_forms(normal: &MultivariateNormal, f: &Term) -> Vec<StandardForm> {
    let order: Vec<usize> = (0..normal.variables.len()).filter(|i| f.contains(&normal.variables[*i])).collect();
    let standard = |x: &Symbol| Symbol::new(STANDARD, x.name(), Role::Random, x.rank());
    let mut factor: Vec<Vec<Term>> = Vec::new();
    let mut out = Vec::new();
    for (row, &i) in order.iter().enumerate() {
        let covariance = |j: usize| normal.covariance.at(i, order[j]).clone();
        let mut line: Vec<Term> = Vec::new();
        for column in 0..=row {
            let before = |k: &[Term]| Term::sum(k.iter().zip(&line).map(|(a, b)| a * b));
            line.push(if column < row {
                let above = &factor[column];
                (covariance(column) - before(&above[..column])) / &above[column]
            } else {
                (covariance(row) - Term::sum(line.iter().map(|l| l.powi(2)))).sqrt()
            });
        }
        let drawn = line.iter().zip(&order).map(|(l, j)| l * &Term::symbol(&standard(&normal.variables[*j])));
        let image = &normal.mean[i] + &Term::sum(drawn);
        let x = &normal.variables[i];
        let (variable, law, weight) = (x.clone(), StandardLaw::Gaussian, Term::one());
        out.push(StandardForm { variable, standard: standard(x), law, image, weight });
        factor.push(line);
    }
    out
}

/// The standard forms of independent variables.
fn standard_forms(law: &Law) -> Option<Vec<StandardForm>> {
    match law {
        Law::Product(v) => v.iter().map(|p| StandardForm::of(p.one()?)).collect(),
        _ => Some(vec![StandardForm::of(law.one()?)?]),
    }
}

/// Whether a fact about bounded variables alone holds for all their values, by enclosures.
pub(super) fn holds_on_box(fact: &Fact, forms: &[StandardForm]) -> bool {
    let images = forms.iter().map(|form| (form.variable.clone(), form.image.clone()));
    let variables: Vec<(Symbol, StandardLaw)> = forms.iter().map(|form| (form.standard.clone(), form.law)).collect();
    let e = fact.expr.substitute(images);
    match fact.relation {
        Relation::Positive | Relation::NonNegative => positive_on_box(&e, &variables),
        Relation::NonZero => positive_on_box(&e, &variables) || positive_on_box(&-e, &variables),
        Relation::Zero => false,
    }
}
