//! Random variables and means over them: `random xi ~ Normal(mean = 0, sd = s)`, `expected(x)`.
//!
//! In: declarations of independent random variables, expressions that name them. Out: their means, variances and
//! covariances as quantities, with the conditions under which they exist. What is random has no value of its own: outside
//! of rules and of means it is a diagnostic.

use super::elaborator::Elaborator;
use super::joint_draws::{self, independent};
use super::kinds::{FamilyInChart, QuantityMatrix, Value};
use super::law_problems;
use super::means::{self, Averaged};
use super::names::{Declaration, Scope};
use super::params::BOUND_RANK;
use super::problems::{self, Failure};
use super::quantities::Quantity;
use super::rule_uses::RuleUse;
use crate::statistics::Law;
use crate::symbolic::{Expr as Term, Fact, Region, Role, Symbol};
use crate::syntax::ast::{Expr, ExprKind, FamilyDecl, IndexRange, ItemKind};
use crate::syntax::span::Span;
use crate::units::Unit;

/// A random variable; all of a model are independent.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomVariable {
    /// Its symbol, for the number in its unit.
    pub symbol: Symbol,
    /// Its unit.
    pub unit: Unit,
    /// Its law.
    pub law: FamilyInChart,
    /// The declaration.
    pub span: Span,
}

impl RandomVariable {
    /// It as a quantity.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        Quantity::symbol(&self.symbol, &self.unit)
    }
}

/// A random variable with a joint law.
#[derive(Clone, Debug, PartialEq)]
pub struct JointVariable {
    /// Its name, `x[1]`.
    pub name: String,
    /// It as a function of independent random variables.
    pub quantity: Quantity,
}

impl super::Model {
    /// The variable of this name that has a joint law with others.
    pub(super) fn joint_variable(&self, name: &str) -> Option<&Quantity> {
        self.joint_variables.iter().find(|v| v.name == name).map(|v| &v.quantity)
    }
}

/// The scope of the symbols of random variables.
pub(super) const RANDOM: &str = "random";

/// Whether the law is one on finitely many points of the line, whose means are sums over these.
pub(super) fn has_points(family: &FamilyInChart) -> bool {
    matches!(family.law.as_deref(), Some(Law::Finite(points)) if points.variables.len() == 1)
}

impl Elaborator<'_> {
    /// Makes a random variable, or the entries of an array of them, once.
    pub fn random(&mut self, id: usize) -> Result<(), Failure> {
        match self.cache.get(&(id, None)) {
            Some(Ok(_)) => return Ok(()),
            Some(Err(_)) => return Err(Failure::silent()),
            None => {}
        }
        if self.stack.contains(&id) {
            return Err(self.circle(id));
        }
        let d = self.declarations[id];
        let ItemKind::Random { range, law, .. } = &d.item.kind else { return Ok(()) };
        self.stack.push(id);
        let made = self.make_random(&d.name.name, range.as_ref(), law, d.item.span);
        self.stack.pop();
        let cached = made.as_ref().map(|q| Value::Scalar(q.clone())).map_err(|_| Failure::silent());
        self.cache.insert((id, None), cached);
        made.map(|_| ())
    }

    fn make_random(
        &mut self,
        name: &str,
        range: Option<&IndexRange>,
        law: &Expr,
        span: Span,
    ) -> Result<Quantity, Failure> {
        self.expect_no_coordinates(name, law)?;
        let family = self.family_argument(law, &Scope::closed())?;
        // Independence: no law depends on another random variable.
        let Value::Family(family) = self.not_random(Value::Family(Box::new(family)), law.span)? else {
            return Err(Failure::silent());
        };
        let mut family = *family;
        let mut random = false;
        family.replace(&mut |e| {
            random |= self.is_random(e);
            e.clone()
        });
        if random {
            return Err(problems::random_outside(law.span, name, None).into());
        }
        if let Some(made) = self.joint_random(name, range, &family, law.span, span) {
            return made;
        }
        if !has_points(&family) {
            self.built(&family, law.span)?;
        }
        let names = match range {
            None => vec![name.to_owned()],
            Some(range) => {
                let (from, to) = self.range(range, &Scope::closed())?;
                if from > to {
                    let headline = format!("the range of `{name}` is empty");
                    return Err(problems::bad_interval(range.span, headline, "ranges count upwards").into());
                }
                self.arrays.insert(name.to_owned(), (from, to));
                (from..=to).map(|k| format!("{name}[{k}]")).collect()
            }
        };
        self.owes_its_domain(name, &family, span);
        let mut first = None;
        for name in names {
            let q = self.drawn(&name, &family, span);
            first.get_or_insert(q);
        }
        first.ok_or_else(Failure::silent)
    }

    /// The laws of random variables stand beside the charts: a family whose parameters are coordinates is none of them.
    fn expect_no_coordinates(&self, name: &str, law: &Expr) -> Result<(), Failure> {
        let ExprKind::Name(path) = &law.kind else { return Ok(()) };
        let [only] = path.segments.as_slice() else { return Ok(()) };
        let declared = self.lookup(&only.name).map(|id| &self.declarations[id].item.kind);
        let Some(ItemKind::Family(FamilyDecl { chart: Some(chart), .. })) = declared else { return Ok(()) };
        Err(law_problems::coordinates_in_a_random_law(law.span, name, &only.name, chart.span).into())
    }

    /// A random variable with this name and law, independent of all others.
    fn drawn(&mut self, name: &str, family: &FamilyInChart, span: Span) -> Quantity {
        let rank = BOUND_RANK + 1 + u32::try_from(self.model.randoms.len()).unwrap_or(0);
        let symbol = Symbol::new(RANDOM, name, Role::Random, rank);
        let law = FamilyInChart { variable: symbol.clone(), ..family.clone() };
        let made = RandomVariable { symbol, unit: family.variable_unit.clone(), law, span };
        let integer = has_points(family);
        let q = Quantity { integer, ..made.quantity() };
        self.model.randoms.push(made);
        q
    }

    fn owes_its_domain(&mut self, name: &str, family: &FamilyInChart, span: Span) {
        if !family.conditions.is_empty() {
            self.model.obligations.push(super::Obligation {
                kind: super::ObligationKind::ParametersInDomain,
                declaration: name.to_owned(),
                chart: None,
                region: self.model.region(None),
                goal: super::Goal::Facts(family.conditions.clone()),
                span,
            });
        }
    }

    /// `random x[1..n] ~ MultivariateNormal(..)` and its kin: `x` in terms of independent variables, which get a name of their
    /// own. Nothing for the law of one variable.
    fn joint_random(
        &mut self,
        name: &str,
        range: Option<&IndexRange>,
        family: &FamilyInChart,
        law: Span,
        span: Span,
    ) -> Option<Result<Quantity, Failure>> {
        let dimension = family.law.as_ref()?.dimension().filter(|n| *n > 1)?;
        Some(self.jointly_drawn(name, range, (family, dimension), law, span))
    }

    fn jointly_drawn(
        &mut self,
        name: &str,
        range: Option<&IndexRange>,
        (family, dimension): (&FamilyInChart, usize),
        law: Span,
        span: Span,
    ) -> Result<Quantity, Failure> {
        let Some(range) = range else {
            return Err(law_problems::several_variables(law, name, dimension).into());
        };
        let (from, to) = self.range(range, &Scope::closed())?;
        if i64::try_from(dimension).ok() != to.checked_sub(from).and_then(|n| n.checked_add(1)) {
            return Err(law_problems::several_variables(range.span, name, dimension).into());
        }
        let mut hidden = format!("std_{name}");
        while self.lookup(&hidden).is_some() {
            hidden.push('_');
        }
        let count = joint_draws::count(family).unwrap_or_default();
        let names: Vec<String> = (1..=count).map(|k| format!("{hidden}[{k}]")).collect();
        let rank = BOUND_RANK + 1 + u32::try_from(self.model.randoms.len()).unwrap_or(0);
        let symbols: Vec<Symbol> =
            (rank..).zip(&names).map(|(rank, name)| Symbol::new(RANDOM, name, Role::Random, rank)).collect();
        let Some(made) = independent(family, &symbols) else {
            return Err(law_problems::not_drawn(law, &family.distribution).into());
        };
        self.owes_its_domain(name, family, span);
        self.arrays.insert(name.to_owned(), (from, to));
        for (name, family) in names.iter().zip(&made.laws) {
            self.drawn(name, family, span);
        }
        let facts = || family.conditions.iter().chain(&family.defined_where).cloned().collect();
        for (k, image) in (from..=to).zip(made.images) {
            let q = Quantity { defined_where: facts(), ..Quantity::new(image, family.variable_unit.clone()) };
            self.model.joint_variables.push(JointVariable { name: format!("{name}[{k}]"), quantity: q });
        }
        self.model.joint_variable(&format!("{name}[{from}]")).cloned().ok_or_else(Failure::silent)
    }

    /// Whether a random variable occurs.
    pub fn is_random(&self, e: &Term) -> bool {
        means::is_random(e)
    }

    /// The value of a declaration, which is not random unless it may be.
    pub fn settled(&self, value: Value, d: &Declaration<'_>, span: Span) -> Result<Value, Failure> {
        let free = matches!(d.item.kind, ItemKind::Let { .. } | ItemKind::Rule { .. });
        if free { Ok(value) } else { self.not_random(value, span) }
    }

    /// The value, unless a random variable occurs in it.
    pub fn not_random(&self, value: Value, span: Span) -> Result<Value, Failure> {
        if matches!(value, Value::Rule(_)) {
            return Ok(value);
        }
        let arguments = match &value {
            Value::Family(p) => p.arguments.iter().map(|(_, e)| e.clone()).collect(),
            _ => Vec::new(),
        };
        let components = value.components();
        let found = components.iter().chain(&arguments).flat_map(Term::symbols).find(|s| s.scope() == RANDOM);
        match found {
            Some(s) => {
                let place = self.model.randoms.iter().find(|r| r.symbol == s).map(|r| r.span);
                // A variable behind others is told by the first that is written with it.
                let behind = self.model.joint_variables.iter().find(|v| v.quantity.expr.contains(&s));
                let shown = behind.map_or(s.name(), |v| &v.name);
                Err(problems::random_outside(span, shown, place).into())
            }
            None => Ok(value),
        }
    }

    /// The ranges of the random variables that occur.
    pub fn random_region(&self, exprs: &[Term]) -> Region {
        means::random_region(&self.model, exprs)
    }

    /// The means of expressions over all random variables that occur in them.
    fn averaged(&mut self, exprs: &[Term], facts: &[Fact], scope: &Scope, span: Span) -> Result<Averaged, Failure> {
        let out = means::averaged(&self.model, exprs, facts, scope.chart, span)?;
        let (values, rules, conditions) = (out.exprs.clone(), out.rules.clone(), out.facts.clone());
        self.keep(RuleUse { span, values, rules, conditions });
        Ok(out)
    }

    /// `expected(x)` of a scalar or of a rule, `variance(x)`.
    pub fn mean_or_variance(&mut self, x: &Expr, variance: bool, scope: &Scope) -> Result<Value, Failure> {
        match self.eval(x, scope)? {
            Value::Rule(r) if !variance => {
                let mean = self.averaged(&r.components, &r.defined_where, scope, x.span)?;
                let units = self.model.coordinate_units(r.chart);
                let mut entries: Vec<Quantity> = mean
                    .exprs
                    .into_iter()
                    .zip(units)
                    .map(|(e, unit)| Quantity { defined_where: mean.facts.clone(), ..Quantity::new(e, unit) })
                    .collect();
                Ok(if entries.len() == 1 { Value::Scalar(entries.remove(0)) } else { Value::Tuple(entries) })
            }
            Value::Scalar(q) if variance => self.covariance_of(&q, &q, scope, x.span).map(Value::Scalar),
            Value::Scalar(q) => self.mean_of(&q, scope, x.span).map(Value::Scalar),
            other => {
                let what = if variance { "a scalar with random variables" } else { "a rule or a scalar" };
                Err(problems::wrong_kind(x.span, what, other.kind(), None).into())
            }
        }
    }

    /// The mean of a quantity.
    pub fn mean_of(&mut self, q: &Quantity, scope: &Scope, span: Span) -> Result<Quantity, Failure> {
        let mut mean = self.averaged(std::slice::from_ref(&q.expr), &q.defined_where, scope, span)?;
        let expr = mean.exprs.pop().unwrap_or_else(Term::zero);
        Ok(Quantity { expr, defined_where: mean.facts, integer: false, bare_zero: false, unit: q.unit.clone() })
    }

    /// `covariance(x, y)` of scalars.
    pub fn covariance(&mut self, x: &Expr, y: &Expr, scope: &Scope) -> Result<Quantity, Failure> {
        let (a, b) = (self.scalar(x, scope)?, self.scalar(y, scope)?);
        self.covariance_of(&a, &b, scope, x.span.to(y.span))
    }

    /// `E[a b] - E[a] E[b]`
    fn covariance_of(&mut self, a: &Quantity, b: &Quantity, scope: &Scope, span: Span) -> Result<Quantity, Failure> {
        let both = Quantity::product(&[(a, false), (b, false)]);
        let both = both.map_err(|_| -> Failure { problems::exponent_too_large(span).into() })?;
        let exprs = [both.expr.clone(), a.expr.clone(), b.expr.clone()];
        let mean = self.averaged(&exprs, &both.defined_where, scope, span)?;
        let [ab, ea, eb] = mean.exprs.as_slice() else { return Err(Failure::silent()) };
        let expr = ab - &(ea * eb);
        Ok(Quantity { expr, defined_where: mean.facts, integer: false, bare_zero: false, ..both })
    }

    /// The covariance matrix of the new coordinates; their variance where there is one.
    pub fn covariance_of_rule(&mut self, x: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let r = match self.eval(x, scope)? {
            Value::Rule(r) => r,
            other => return Err(problems::wrong_kind(x.span, "a rule", other.kind(), None).into()),
        };
        let units = self.model.coordinate_units(r.chart);
        let quantities: Vec<Quantity> = r
            .components
            .iter()
            .zip(&units)
            .map(|(e, unit)| Quantity {
                defined_where: r.defined_where.clone(),
                ..Quantity::new(e.clone(), unit.clone())
            })
            .collect();
        let mut rows: Vec<Vec<Quantity>> = Vec::new();
        for (i, a) in quantities.iter().enumerate() {
            let mut row = Vec::new();
            for (j, b) in quantities.iter().enumerate() {
                let known = if j < i { rows.get(j).and_then(|r| r.get(i)).cloned() } else { None };
                row.push(match known {
                    Some(q) => q,
                    None => self.covariance_of(a, b, scope, x.span)?,
                });
            }
            rows.push(row);
        }
        match rows.as_slice() {
            [row] if row.len() == 1 => Ok(Value::Scalar(row[0].clone())),
            _ => Ok(Value::Matrix(QuantityMatrix { rows })),
        }
    }
}
