//! Laws of several random variables: named ones, products, samples, mass functions on grids.
//!
//! In: calls such as `MultivariateNormal(..)`, products and powers of laws, a mass function of `x[1], .., x[n]`. Out: the
//! law in its chart, with the conditions on its parameters. Everything that is asked of it is in [`crate::statistics`].

use super::elaborator::Elaborator;
use super::kinds::{FamilyInChart, Kind, Value};
use super::law_problems;
use super::names::{Scope, names_joined};
use super::obligations::{Goal, Obligation, ObligationKind};
use super::params::{BOUND_RANK, OWN_VARIABLE};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::geometry::Matrix;
use crate::geometry::range::Ranges;
use crate::statistics::joint::finite::unlogged;
use crate::statistics::joint::monomials::expanded;
use crate::statistics::joint::{Dirichlet, Finite, Multinomial, MultivariateNormal};
use crate::statistics::{Law, split_logarithm};
use crate::symbolic::{Bound, Expr as Term, Fact, Rational, Region, Role, Symbol, Variable};
use crate::syntax::ast::{Arg, BinaryOp, Expr, ExprKind, FamilyDecl, IndexRange, LawForm};
use crate::units::{Exponent, Unit};

/// More points than this are not enumerated.
const MOST_POINTS: usize = 4_096;

/// The named laws of several variables, with their parameters.
pub(super) const JOINT: [(&str, &str); 4] = [
    ("MultivariateNormal", "mean, and one of covariance, precision, variances, sds"),
    ("Categorical", "p or logits"),
    ("Multinomial", "n, and p or logits"),
    ("Dirichlet", "a"),
];

/// The symbols of `x`, or of `x[1]`, .., `x[n]`.
pub(super) fn random_symbols(base: &Symbol, dimension: usize) -> Vec<Symbol> {
    if dimension == 1 {
        return vec![base.clone()];
    }
    (1..=dimension)
        .map(|k| Symbol::new(base.scope(), &format!("{}[{k}]", base.name()), Role::Random, base.rank()))
        .collect()
}

impl Elaborator<'_> {
    /// `p*q` and `p^n` of laws; nothing where the expression is no such thing.
    pub(super) fn composed_law(&mut self, e: &Expr, scope: &Scope) -> Option<Result<Value, Failure>> {
        let ExprKind::Binary { op, left, right } = &e.kind else { return None };
        if !self.is_law(left, scope) {
            return None;
        }
        match op {
            BinaryOp::Mul if self.is_law(right, scope) => Some(self.product_law(left, right, scope)),
            BinaryOp::Pow => Some(self.sample_law(left, right, scope)),
            _ => None,
        }
    }

    /// Whether an expression is written as a law.
    fn is_law(&self, e: &Expr, scope: &Scope) -> bool {
        match &e.kind {
            ExprKind::Name(p) => {
                let name = names_joined(p);
                let hidden = scope.locals.iter().any(|(n, _)| *n == name)
                    || scope.chart.is_some_and(|c| scope.coordinates && self.has_coordinate(c, &name));
                !hidden && self.lookup(&name).is_some_and(|id| self.declarations[id].kind() == Kind::Family)
            }
            ExprKind::Call { callee, .. } => super::families::is_distribution(&names_joined(callee)),
            ExprKind::Binary { op: BinaryOp::Mul, left, right } => {
                self.is_law(left, scope) && self.is_law(right, scope)
            }
            ExprKind::Binary { op: BinaryOp::Pow, left, .. } => self.is_law(left, scope),
            _ => false,
        }
    }

    fn product_law(&mut self, left: &Expr, right: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let (mut p, q) = match (self.family_argument(left, scope), self.family_argument(right, scope)) {
            (Ok(p), Ok(q)) => (p, q),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        if Unit::conversion(&p.variable_unit, &q.variable_unit).is_none_or(|f| !f.is_one()) {
            let (a, b) = ((left.span, &p.variable_unit), (right.span, &q.variable_unit));
            return Err(problems::unit_clash(a, b, "put side by side", &[]).into());
        }
        let mut parts = Vec::new();
        for (f, e) in [(&p, left), (&q, right)] {
            match self.law(f, e.span)? {
                Law::Product(v) => parts.extend(v),
                Law::Sample { .. } => return Err(law_problems::sample_in_product(e.span).into()),
                other => parts.push(other),
            }
        }
        p.distribution = "product".into();
        p.arguments = shown_arguments([p.clone(), q.clone()]);
        q.conditions.into_iter().for_each(|f| add_fact(&mut p.conditions, f));
        q.defined_where.into_iter().for_each(|f| add_fact(&mut p.defined_where, f));
        self.named_variables(p, Law::Product(parts), scope)
    }

    fn sample_law(&mut self, of: &Expr, count: &Expr, scope: &Scope) -> Result<Value, Failure> {
        let mut p = self.family_argument(of, scope)?;
        let n = self.scalar(count, scope)?;
        let whole = n.unit.is_dimensionless() && (n.integer || n.expr.as_number().is_some_and(Rational::is_integer));
        if !whole {
            return Err(law_problems::copies_not_whole(count.span).into());
        }
        let law = self.law(&p, of.span)?;
        p.distribution = "sample".into();
        let number = crate::statistics::monomials::integer(&n.expr);
        let law = match number {
            Some(n) if n < 1 => return Err(law_problems::copies_not_whole(count.span).into()),
            Some(n) if n <= 16 => {
                let copies = usize::try_from(n).unwrap_or(1);
                let parts = if let Law::Product(v) = law { v } else { vec![law] };
                Law::Product(std::iter::repeat_n(parts, copies).flatten().collect())
            }
            _ => {
                add_fact(&mut p.conditions, Fact::positive(n.expr.clone()));
                Law::Sample { of: Box::new(law), count: n.expr.clone() }
            }
        };
        p.arguments.push(("copies".into(), n.expr));
        n.defined_where.into_iter().for_each(|f| add_fact(&mut p.defined_where, f));
        self.named_variables(p, law, scope)
    }

    /// With variables of their own, so that no two parts share one.
    fn named_variables(&self, mut p: FamilyInChart, law: Law, scope: &Scope) -> Result<Value, Failure> {
        p.variable = Symbol::new(OWN_VARIABLE, "x", Role::Random, BOUND_RANK);
        let law = match law.dimension() {
            Some(n) => law.with_variables(&random_symbols(&p.variable, n)),
            None => law,
        };
        p.law = Some(Box::new(law));
        p.chart = p.chart.or(scope.chart.filter(|_| scope.coordinates));
        Ok(Value::Family(Box::new(p)))
    }

    /// `mass ..` of several variables on a finite grid: the values of each in turn.
    pub(super) fn grid_law(
        &mut self,
        decl: &FamilyDecl,
        range: &IndexRange,
        each: &Variable,
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let name = &decl.variable.name.name;
        let (from, to) = self.range(range, &Scope::closed())?;
        let n = usize::try_from(to - from + 1).unwrap_or(0);
        let integer = |b: &Bound| b.value().and_then(crate::statistics::monomials::integer);
        let ends = integer(&each.lower).zip(integer(&each.upper)).filter(|_| each.integer && from == 1 && n > 0);
        let width = ends.and_then(|(a, b)| usize::try_from(b - a + 1).ok());
        let count = width.and_then(|w| w.checked_pow(u32::try_from(n).ok()?)).filter(|c| *c <= MOST_POINTS);
        let ((Some((a, b)), Some(_)), LawForm::Mass | LawForm::LogMass | LawForm::Unnormalised { .. }) =
            ((ends, count), &decl.form)
        else {
            return Err(law_problems::too_many_points(decl.variable.domain.span, MOST_POINTS).into());
        };
        let symbols = random_symbols(&each.symbol, n);
        let mut inner = scope.clone();
        for x in &symbols {
            let q = Quantity { integer: true, ..Quantity::symbol(x, &Unit::one()) };
            inner.locals.push((x.name().to_owned(), q.clone()));
            if n == 1 {
                inner.locals.push((format!("{name}[1]"), q));
            }
        }
        let q = self.scalar(&decl.value, &inner)?;
        let Some(number) = q.number_in(&Unit::one()) else {
            let what = "a mass";
            return Err(problems::unit_differs(decl.value.span, what, &q.unit, &Unit::one(), &[]).into());
        };
        // What every mass is divided by.
        let divisor = match &decl.form {
            LawForm::Unnormalised { normaliser } => {
                let z = self.scalar(normaliser, scope)?;
                let number = z.number_in(&Unit::one()).ok_or_else(|| -> Failure {
                    problems::unit_differs(normaliser.span, "the normaliser", &z.unit, &Unit::one(), &[]).into()
                })?;
                Some((number, z.defined_where))
            }
            _ => None,
        };
        let mut points: Vec<Vec<Term>> = vec![Vec::new()];
        for _ in 0..n {
            let longer = |p: &Vec<Term>| {
                let p = p.clone();
                (a..=b).map(move |v| p.iter().cloned().chain([Term::integer(v)]).collect::<Vec<_>>())
            };
            points = points.iter().flat_map(longer).collect();
        }
        let region = self.model.region(scope.chart);
        let mut ranges = Ranges::new(&region);
        let (mut masses, mut log_masses) = (Vec::new(), Vec::new());
        for point in &points {
            let value = number.substitute(symbols.iter().cloned().zip(point.iter().cloned()));
            if decl.form == LawForm::LogMass {
                masses.push(unlogged(&value));
                log_masses.push(value);
            } else {
                let log = split_logarithm(&value, &mut |e| ranges.is_positive(e));
                match &divisor {
                    Some((z, _)) => {
                        log_masses.push(log - split_logarithm(z, &mut |e| ranges.is_positive(e)));
                        masses.push(value / z);
                    }
                    None => {
                        log_masses.push(log);
                        masses.push(value);
                    }
                }
            }
        }
        let variables = symbols.iter().map(|x| Variable {
            lower: each.lower.clone(),
            upper: each.upper.clone(),
            integer: true,
            ..Variable::real(x.clone())
        });
        let everywhere = region.and(&Region { variables: variables.collect(), conditions: Vec::new() });
        let owes = |kind, region: &Region, goal| Obligation {
            kind,
            declaration: decl.name.name.clone(),
            chart: scope.chart,
            region: region.clone(),
            goal,
            span: decl.name.span.to(decl.value.span),
        };
        let (on_points, mut always): (Vec<Fact>, Vec<Fact>) =
            q.defined_where.into_iter().partition(|f| symbols.iter().any(|x| f.expr.contains(x)));
        self.owe(owes(ObligationKind::Defined, &everywhere, Goal::Facts(on_points)));
        for f in divisor.iter().flat_map(|(z, facts)| facts.iter().cloned().chain([Fact::positive(z.clone())])) {
            add_fact(&mut always, f);
        }
        if decl.form != LawForm::LogMass {
            let open = |m: &&Term| m.as_number().is_none_or(num_traits::Signed::is_negative);
            let facts = masses.iter().filter(open).map(|m| Fact::nonnegative(m.clone()));
            self.owe(owes(ObligationKind::DensityNonNegative, &region, Goal::Facts(facts.collect())));
        }
        let (shown, formula) = if decl.form == LawForm::LogMass {
            (unlogged(&number), number)
        } else {
            let log = split_logarithm(&number, &mut |e| ranges.is_positive(e));
            match &divisor {
                Some((z, _)) => (&number / z, log - z.log()),
                None => (number.clone(), number.log()),
            }
        };
        let law = Finite { variables: symbols, points, log_masses, masses, formula: Some(formula) };
        let total = law.total().value;
        self.owe(owes(ObligationKind::Normalised, &region, Goal::Equal(vec![(total, Term::one())])));
        Ok(Value::Family(Box::new(FamilyInChart {
            chart: scope.chart,
            distribution: "mass".into(),
            variable: each.symbol.clone(),
            arguments: vec![(String::new(), shown)],
            law: Some(Box::new(Law::Finite(Box::new(law)))),
            variable_unit: Unit::one(),
            conditions: Vec::new(),
            defined_where: always,
        })))
    }

    /// `MultivariateNormal(..)`, `Categorical(..)`, `Multinomial(..)`, `Dirichlet(..)`
    pub(super) fn joint_law(&mut self, e: &Expr, name: &str, args: &[Arg], scope: &Scope) -> Result<Value, Failure> {
        let form = JOINT.iter().find(|(n, _)| *n == name).map_or("", |(_, form)| form);
        let problem = |headline: String| -> Failure { law_problems::joint_parameters(e.span, headline, form).into() };
        let mut given: Vec<(&str, &Expr)> = Vec::new();
        for a in args {
            let Some(key) = &a.name else {
                return Err(problem(format!("the parameters of `{name}` are given by name")));
            };
            if !form.split(|c: char| !c.is_alphanumeric()).any(|word| word == key.name && word != "and" && word != "or")
            {
                return Err(problem(format!("`{name}` has no parameter called `{}`", key.name)));
            }
            if given.iter().any(|(n, _)| *n == key.name) {
                return Err(problem(format!("the parameter `{}` is given twice", key.name)));
            }
            given.push((&key.name, &a.value));
        }
        let mut facts = Conditions::default();
        let find = |key: &str| given.iter().find(|(n, _)| *n == key).map(|(_, e)| *e);
        let (law, arguments, unit) = match name {
            "MultivariateNormal" => {
                let spreads: Vec<&(&str, &Expr)> = given.iter().filter(|(n, _)| *n != "mean").collect();
                let (Some(mean), [(key, spread)]) = (find("mean"), spreads.as_slice()) else {
                    return Err(problem("`MultivariateNormal` needs its mean and one of its spreads".into()));
                };
                self.normal_law(mean, key, spread, scope, &mut facts)?
            }
            "Dirichlet" => {
                let Some(a) = find("a") else { return Err(problem("`Dirichlet` lacks its parameter `a`".into())) };
                let weights = self.numbers(a, scope, &Unit::one(), &mut facts)?;
                weights.iter().for_each(|w| add_fact(&mut facts.conditions, Fact::positive(w.clone())));
                let variables = numbered(weights.len());
                let shown = entries("a", &weights);
                (Law::Dirichlet(Box::new(Dirichlet { variables, weights })), shown, Unit::one())
            }
            _ => {
                let (chances, log_chances, mut shown) = match (find("p"), find("logits")) {
                    (Some(p), None) => self.chances(p, scope, &mut facts)?,
                    (None, Some(l)) => self.softmax(l, scope, &mut facts)?,
                    _ => return Err(problem(format!("`{name}` needs one of `p` and `logits`"))),
                };
                let k = chances.len();
                let law = if name == "Categorical" {
                    let symbol = Symbol::new(OWN_VARIABLE, "x", Role::Random, BOUND_RANK);
                    Law::Finite(Box::new(Finite::categories(&symbol, chances, log_chances)))
                } else {
                    let Some(n) = find("n") else {
                        return Err(problem("`Multinomial` lacks its parameter `n`".into()));
                    };
                    let q = self.scalar(n, scope)?;
                    if !(q.integer || q.expr.as_number().is_some_and(Rational::is_integer)) {
                        return Err(problem("the parameter `n` of `Multinomial` is a whole number".into()));
                    }
                    add_fact(&mut facts.conditions, Fact::positive(q.expr.clone()));
                    shown.insert(0, ("n".into(), q.expr.clone()));
                    let variables = numbered(k);
                    Law::Multinomial(Box::new(Multinomial { variables, trials: q.expr, chances, log_chances }))
                };
                (law, shown, Unit::one())
            }
        };
        Ok(Value::Family(Box::new(FamilyInChart {
            chart: scope.chart.filter(|_| scope.coordinates),
            distribution: name.to_owned(),
            variable: Symbol::new(OWN_VARIABLE, "x", Role::Random, BOUND_RANK),
            arguments,
            law: Some(Box::new(law)),
            variable_unit: unit,
            conditions: facts.conditions,
            defined_where: facts.defined_where,
        })))
    }

    /// The entries of a tuple, in a unit.
    fn numbers(&mut self, e: &Expr, scope: &Scope, unit: &Unit, facts: &mut Conditions) -> Result<Vec<Term>, Failure> {
        let entries = match self.eval(e, scope)? {
            Value::Tuple(v) => v,
            Value::Scalar(q) => vec![q],
            other => return Err(problems::wrong_kind(e.span, "a tuple of numbers", other.kind(), None).into()),
        };
        entries.iter().map(|q| self.number(q, e, unit, facts)).collect()
    }

    fn number(&self, q: &Quantity, e: &Expr, unit: &Unit, facts: &mut Conditions) -> Result<Term, Failure> {
        q.defined_where.iter().for_each(|f| add_fact(&mut facts.defined_where, f.clone()));
        q.number_in(unit)
            .ok_or_else(|| problems::unit_differs(e.span, "this parameter", &q.unit, unit, &self.causes(e)).into())
    }

    /// Chances that are positive and add up to 1.
    fn chances(&mut self, e: &Expr, scope: &Scope, facts: &mut Conditions) -> Result<Chances, Failure> {
        let p = self.numbers(e, scope, &Unit::one(), facts)?;
        p.iter().for_each(|p| add_fact(&mut facts.conditions, Fact::positive(p.clone())));
        let gap = Term::sum(p.iter().cloned()) - Term::one();
        // Multiplied out, so that `p r + p (1 - r) + (1 - p)` is seen to be 1.
        let symbols: Vec<Symbol> = gap.symbols().into_iter().collect();
        let vanishes = expanded(&gap, &symbols, false).is_some_and(|terms| terms.is_empty());
        let gap = if vanishes { Term::zero() } else { gap };
        if gap.as_number().is_some() && !gap.is_zero() {
            return Err(law_problems::chances_not_one(e.span, &gap).into());
        }
        if !gap.is_zero() {
            add_fact(&mut facts.conditions, Fact::zero(gap));
        }
        let logs = p.iter().map(Term::log).collect();
        let shown = entries("p", &p);
        Ok((p, logs, shown))
    }

    /// `p_i = e^(l_i)/sum e^(l_j)`
    fn softmax(&mut self, e: &Expr, scope: &Scope, facts: &mut Conditions) -> Result<Chances, Failure> {
        let l = self.numbers(e, scope, &Unit::one(), facts)?;
        let total = Term::sum(l.iter().map(Term::exp));
        let chances = l.iter().map(|x| x.exp() / &total).collect();
        let logs = l.iter().map(|x| x - &total.log()).collect();
        let shown = entries("logits", &l);
        Ok((chances, logs, shown))
    }

    fn normal_law(
        &mut self,
        mean: &Expr,
        key: &str,
        spread: &Expr,
        scope: &Scope,
        facts: &mut Conditions,
    ) -> Result<(Law, Arguments, Unit), Failure> {
        let first = match self.eval(mean, scope)? {
            Value::Tuple(v) => v.iter().find(|q| !q.bare_zero).map(|q| q.unit.clone()),
            _ => None,
        };
        let unit = first.unwrap_or_else(Unit::one);
        let mean_numbers = self.numbers(mean, scope, &unit, facts)?;
        let n = mean_numbers.len();
        let power = match key {
            "sds" => 1,
            "precision" => -2,
            _ => 2,
        };
        let spread_unit =
            unit.pow(Exponent::from_integer(power)).map_err(|_| problems::exponent_too_large(spread.span))?;
        let matrix = if matches!(key, "variances" | "sds") {
            let d = self.numbers(spread, scope, &spread_unit, facts)?;
            d.iter().for_each(|v| add_fact(&mut facts.conditions, Fact::positive(v.clone())));
            let squared = |v: &Term| if key == "sds" { v.powi(2) } else { v.clone() };
            Matrix::diagonal(&d.iter().map(squared).collect::<Vec<_>>())
        } else {
            let Value::Matrix(m) = self.eval(spread, scope)? else {
                return Err(problems::wrong_shape(spread.span, "a matrix".into(), "something else".into()).into());
            };
            let mut rows = Vec::new();
            for row in &m.rows {
                let made: Result<Vec<Term>, Failure> =
                    row.iter().map(|q| self.number(q, spread, &spread_unit, facts)).collect();
                rows.push(made?);
            }
            let m = Matrix::from_rows(rows).map_err(|x| super::fields::geometry_error(&x, spread.span))?;
            if !m.is_square() || !m.is_literally_symmetric() {
                return Err(law_problems::not_symmetric(spread.span).into());
            }
            let minors = m.leading_principal_minors().map_err(|x| super::fields::geometry_error(&x, spread.span))?;
            minors.into_iter().for_each(|d| add_fact(&mut facts.conditions, Fact::positive(d)));
            m
        };
        if matrix.rows() != n {
            let (expected, found) = (format!("{n} rows, as the mean has entries"), matrix.rows().to_string());
            return Err(problems::wrong_shape(spread.span, expected, found).into());
        }
        let shown = [entries("mean", &mean_numbers), entries(key, matrix.entries())].concat();
        let made = if key == "precision" {
            MultivariateNormal::of_precision(numbered(n), mean_numbers, matrix)
        } else {
            MultivariateNormal::of_covariance(numbered(n), mean_numbers, matrix)
        };
        let law = made.map_err(|x| super::fields::geometry_error(&x, spread.span))?;
        Ok((Law::Normal(Box::new(law)), shown, unit))
    }
}

/// What parameters must satisfy, and where they are defined.
#[derive(Default)]
struct Conditions {
    conditions: Vec<Fact>,
    defined_where: Vec<Fact>,
}

/// Parameters by name, for display.
type Arguments = Vec<(String, Term)>;

/// Chances, their logarithms, and how they are shown.
type Chances = (Vec<Term>, Vec<Term>, Arguments);

fn numbered(n: usize) -> Vec<Symbol> {
    random_symbols(&Symbol::new(OWN_VARIABLE, "x", Role::Random, BOUND_RANK), n)
}

/// `p[1]`, `p[2]`, ..
fn entries(name: &str, values: &[Term]) -> Arguments {
    values.iter().enumerate().map(|(i, v)| (format!("{name}[{}]", i + 1), v.clone())).collect()
}

/// The parameters of the factors of a product, one after the other.
fn shown_arguments(parts: [FamilyInChart; 2]) -> Arguments {
    let own = |p: &FamilyInChart| {
        let prefix = if p.distribution == "product" { String::new() } else { format!("{}.", p.distribution) };
        p.arguments.iter().map(|(n, e)| (format!("{prefix}{n}"), e.clone())).collect::<Vec<_>>()
    };
    parts.iter().flat_map(own).collect()
}
