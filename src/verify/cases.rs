//! Cases: what is undecided because signs are unknown is decided for each sign by itself.
//!
//! A normal form that is not 0 may contain signs of factors, absolute values, angles of points whose quadrant is unknown.
//! For such a factor `f` the statement is decided again under `f >= 0` and under `f <= 0`, which together cover every
//! point; where `f >= 0` does not suffice (`sign(f)` is 0 at zeros), under `f > 0` and `f = 0`. Every case is an ordinary
//! job under one more fact, so that a proof by cases is a tree of ordinary proofs. At most [`LARGEST_DEPTH`] splits follow one another.
//!
//! Under `f = 0` a symbol in which `f` is affine with a number as coefficient is replaced by its value; its range becomes
//! conditions. Under `f >= 0` a bound of the symbol is narrowed where `f` has no other, and a symbol of unbounded range is
//! replaced by what makes `f` a new variable `d >= 0`; both say the same as the fact, in the form that the sign rules read. A case in which the expression is nowhere defined claims nothing.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use crate::engine::{Answer, Task};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Binary, Bound, Expr, Fact, Function, Kind, Rational, Region, Relation, Role, Symbol, Variable};
use num_traits::{Signed, Zero};

/// Splits that follow one another.
const LARGEST_DEPTH: usize = 6;
/// Jobs for one statement.
const MOST_JOBS: usize = 80;

/// What is to be shown of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// It is 0.
    Zero,
    /// It has this sign.
    Sign(Wanted),
}

impl Decider<'_> {
    /// Whether the goal holds in every case; `form` is a normal form in which the unknown signs are visible.
    pub(super) fn by_cases(&mut self, goal: Goal, e: &Expr, form: &Expr, setting: &Setting) -> bool {
        let mut jobs = MOST_JOBS;
        self.split(goal, e, form, setting, 0, &mut jobs)
    }

    fn split(&mut self, goal: Goal, e: &Expr, form: &Expr, setting: &Setting, depth: usize, jobs: &mut usize) -> bool {
        if depth >= LARGEST_DEPTH {
            return false;
        }
        // A form may hide signs: two generators for one sign, apart at its zeros, print alike and cancel in print.
        let mut signs = unknown_signs(form);
        signs.extend(unknown_signs(e));
        let Some(cases) = signs.iter().find_map(|f| cases_of(f, &setting.region)) else { return false };
        cases.into_iter().all(|fact| {
            let Some((e, setting)) = narrowed(e, setting, fact) else { return false };
            if setting.region.conditions.iter().chain(&setting.defined_where).any(Fact::is_absurd) {
                return true;
            }
            self.case_holds(goal, &e, &setting, depth + 1, jobs)
        })
    }

    fn case_holds(&mut self, goal: Goal, e: &Expr, setting: &Setting, depth: usize, jobs: &mut usize) -> bool {
        let Some(left) = jobs.checked_sub(1) else { return false };
        *jobs = left;
        let task = if goal == Goal::Zero { Task::Zero } else { Task::Sign };
        let Ok((answers, _)) = self.ask(task, std::slice::from_ref(e), setting) else { return false };
        match (goal, answers.into_iter().next()) {
            (_, Some(Answer::NowhereDefined(_)))
            | (Goal::Zero | Goal::Sign(Wanted::NonNegative), Some(Answer::Zero)) => true,
            (Goal::Sign(wanted), Some(Answer::Sign(s))) if wanted.is_met_by(s) => true,
            (Goal::Zero, Some(Answer::NotReduced(form))) => self.split(goal, e, &form, setting, depth, jobs),
            (Goal::Sign(_), Some(Answer::Sign(_) | Answer::NoSign)) => {
                let form = self.visible_form(e, setting);
                self.split(goal, e, &form, setting, depth, jobs)
            }
            _ => false,
        }
    }

    /// A closed form in which unknown signs are visible.
    pub(super) fn visible_form(&mut self, e: &Expr, setting: &Setting) -> Expr {
        match self
            .ask(Task::ClosedForm, std::slice::from_ref(e), setting)
            .map(|(answers, _)| answers.into_iter().next())
        {
            Ok(Some(Answer::ClosedForm(form))) => form,
            _ => e.clone(),
        }
    }
}

/// Whether a form has signs to split on.
pub(super) fn has_unknown_signs(form: &Expr) -> bool {
    !unknown_signs(form).is_empty()
}

/// What the signs, absolute values and angles of a form are taken of, inner ones first.
fn unknown_signs(form: &Expr) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::new();
    for node in form.nodes() {
        let found = match node.kind() {
            Kind::Apply(Function::Sign | Function::Abs | Function::Cbrt, f) => vec![f.clone()],
            Kind::Binary(Binary::Min | Binary::Max, x, y) => vec![x - y],
            Kind::Binary(Binary::Atan2, y, x) => vec![x.clone(), y.clone()],
            _ => Vec::new(),
        };
        for f in found {
            if !f.symbols().is_empty() && !out.contains(&f) {
                out.push(f);
            }
        }
    }
    out
}

/// The cases for the sign of `f`, given what is assumed already.
fn cases_of(f: &Expr, region: &Region) -> Option<Vec<Fact>> {
    let known = |fact: &Fact| region.conditions.contains(fact);
    let minus = -f;
    if known(&Fact::positive(f.clone())) || known(&Fact::positive(minus.clone())) {
        return None;
    }
    for g in [f, &minus] {
        if known(&Fact::nonnegative(g.clone())) {
            let zero = Fact { expr: g.clone(), relation: Relation::Zero };
            return Some(vec![Fact::positive(g.clone()), zero]);
        }
    }
    Some(vec![Fact::nonnegative(f.clone()), Fact::nonnegative(minus)])
}

/// The expression and its setting under one more fact; `None` where the fact cannot be used.
fn narrowed(e: &Expr, setting: &Setting, fact: Fact) -> Option<(Expr, Setting)> {
    if fact.relation == Relation::Zero {
        // An integer variable must not become something that the rules for powers do not know to be an integer.
        let integer = |s: &Symbol| setting.region.variables.iter().any(|v| v.symbol == *s && v.integer);
        let mut solutions = affine_symbols(&fact.expr).into_iter().map(|(symbol, slope)| {
            let value = Expr::symbol(&symbol) - fact.expr.scaled(&slope.recip());
            (symbol, value)
        });
        let (symbol, value) =
            solutions.find(|(symbol, value)| !integer(symbol) || value.symbols().iter().all(integer))?;
        return Some(replaced(e, setting, &symbol, value));
    }
    let symbols = affine_symbols(&fact.expr);
    let free = |s: &Symbol| {
        let v = setting.region.variables.iter().find(|v| v.symbol == *s);
        v.is_some_and(|v| v.lower == Bound::Infinite && v.upper == Bound::Infinite && !v.nonzero && !v.integer)
    };
    let mut narrow = setting.clone();
    if fact.expr.symbols().len() == 1 {
        // A bound of one variable.
        if let Some((symbol, slope)) = symbols.into_iter().next() {
            let value = Expr::symbol(&symbol) - fact.expr.scaled(&slope.recip());
            if let Some(v) = narrow.region.variables.iter_mut().find(|v| v.symbol == symbol) {
                tighten(v, &value, slope.is_positive(), fact.relation == Relation::Positive);
            }
        }
        narrow.region.conditions.push(fact);
        return Some((e.clone(), narrow));
    }
    if let Some((symbol, slope)) = symbols.into_iter().find(|(s, _)| free(s)) {
        // f = d with a new variable d >= 0: the rules for signs see ranges better than conditions.
        let slack = new_symbol(e, &setting.region);
        let d = Expr::symbol(&slack);
        let value = Expr::symbol(&symbol) + (&d - &fact.expr).scaled(&slope.recip());
        let (e, mut narrow) = replaced(e, setting, &symbol, value);
        let lower = if fact.relation == Relation::Positive { Bound::Open } else { Bound::Closed };
        narrow.region.variables.push(Variable { lower: lower(Expr::zero()), ..Variable::real(slack) });
        narrow.region.conditions.push(Fact { expr: d, relation: fact.relation });
        return Some((e, narrow));
    }
    narrow.region.conditions.push(fact);
    Some((e.clone(), narrow))
}

/// A symbol that occurs nowhere yet.
fn new_symbol(e: &Expr, region: &Region) -> Symbol {
    let used = |s: &Symbol| e.contains(s) || region.variables.iter().any(|v| v.symbol == *s);
    let mut n = 0;
    loop {
        let symbol = Symbol::new("case", &format!("d{n}"), Role::Auxiliary, u32::MAX - n);
        if !used(&symbol) {
            return symbol;
        }
        n += 1;
    }
}

/// The symbols in which an expression is affine, with their coefficients, all numbers.
fn affine_symbols(e: &Expr) -> Vec<(Symbol, Rational)> {
    let slope = |s: Symbol| {
        let slope = e.derivative(&s).as_number().cloned()?;
        let rest = e - &Expr::symbol(&s).scaled(&slope);
        (!slope.is_zero() && !rest.contains(&s)).then_some((s, slope))
    };
    e.symbols().into_iter().filter_map(slope).collect()
}

/// `x >= value` or `x <= value`, where that says more than the bound there is.
fn tighten(v: &mut Variable, value: &Expr, from_below: bool, strict: bool) {
    let Some(number) = value.as_number() else { return };
    let slot = if from_below { &mut v.lower } else { &mut v.upper };
    let better = match slot {
        Bound::Infinite => true,
        Bound::Open(b) => b.as_number().is_some_and(|b| if from_below { number > b } else { number < b }),
        Bound::Closed(b) => b.as_number().is_some_and(|b| {
            if from_below { number > b || (strict && number == b) } else { number < b || (strict && number == b) }
        }),
    };
    if better {
        *slot = if strict { Bound::Open(value.clone()) } else { Bound::Closed(value.clone()) };
    }
}

/// The expression and its setting with a symbol replaced by a value: its range becomes conditions.
fn replaced(e: &Expr, setting: &Setting, symbol: &Symbol, value: Expr) -> (Expr, Setting) {
    let mut setting = setting.clone();
    let mut substitution = Substitution::of([(symbol.clone(), value)]);
    let own = Region {
        variables: setting.region.variables.iter().filter(|v| v.symbol == *symbol).cloned().collect(),
        conditions: setting.region.conditions.clone(),
    };
    let mut image = |f: &Fact| Fact { expr: substitution.apply(&f.expr), relation: f.relation };
    setting.region.conditions = own.facts().iter().map(&mut image).collect();
    setting.defined_where = setting.defined_where.iter().map(&mut image).collect();
    // A range that another variable takes from this one is no longer simple: its facts remain as conditions.
    let mut variables = Vec::new();
    for v in setting.region.variables.iter().filter(|v| v.symbol != *symbol) {
        let mentions = |b: &Bound| b.value().is_some_and(|x| x.contains(symbol));
        if mentions(&v.lower) || mentions(&v.upper) {
            let alone = Region { variables: vec![v.clone()], conditions: Vec::new() };
            setting.region.conditions.extend(alone.facts().iter().map(&mut image));
            variables.push(Variable { lower: Bound::Infinite, upper: Bound::Infinite, ..v.clone() });
        } else {
            variables.push(v.clone());
        }
    }
    setting.region.variables = variables;
    (substitution.apply(e), setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_cover_every_sign() {
        let x = Expr::symbol(&Symbol::new("M.a", "x", Role::Coordinate, 0));
        let mut region = Region::default();
        let first = cases_of(&x, &region).expect("two cases");
        assert_eq!(first, vec![Fact::nonnegative(x.clone()), Fact::nonnegative(-&x)]);
        region.conditions.push(first[1].clone());
        let second = cases_of(&x, &region).expect("two cases");
        assert_eq!(second[0], Fact::positive(-&x));
        assert_eq!(second[1].relation, Relation::Zero);
        region.conditions.push(second[0].clone());
        assert_eq!(cases_of(&x, &region), None);
    }

    #[test]
    fn a_variable_that_is_replaced_leaves_its_range_behind() {
        let (s, t) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let setting = Setting {
            chart: None,
            region: Region { variables: vec![Variable::positive(s), Variable::real(t)], conditions: Vec::new() },
            defined_where: Vec::new(),
            functions: crate::enclosure::QuantifiedFunctions::default(),
        };
        let fact = Fact { expr: &x - &y, relation: Relation::Zero };
        let (e, narrow) = narrowed(&(&x * &y), &setting, fact).expect("affine in x");
        assert_eq!(e, y.powi(2));
        assert_eq!(narrow.region.conditions, vec![Fact::positive(y)]);
        assert_eq!(narrow.region.variables.len(), 1);
    }

    #[test]
    fn an_integer_is_not_replaced_by_a_real_number() {
        let (s, t) = (Symbol::new("", "n", Role::Parameter, 0), Symbol::new("", "m", Role::Parameter, 1));
        let (n, m) = (Expr::symbol(&s), Expr::symbol(&t));
        let integer = |s: &Symbol| Variable { integer: true, ..Variable::real(s.clone()) };
        let mut setting = Setting {
            chart: None,
            region: Region { variables: vec![integer(&s), integer(&t)], conditions: Vec::new() },
            defined_where: Vec::new(),
            functions: crate::enclosure::QuantifiedFunctions::default(),
        };
        let fact = Fact { expr: &n - &m, relation: Relation::Zero };
        assert!(narrowed(&n, &setting, fact.clone()).is_some());
        let (same, _) = narrowed(&n, &setting, Fact::nonnegative(&n - &m)).expect("a condition");
        assert_eq!(same, n);
        setting.region.variables[1].integer = false;
        let (image, _) = narrowed(&n, &setting, fact).expect("m is replaced");
        assert_eq!(image, n);
    }

    #[test]
    fn a_fact_becomes_a_bound_or_a_new_variable() {
        let (s, t) = (Symbol::new("M.a", "x", Role::Coordinate, 0), Symbol::new("M.a", "y", Role::Coordinate, 1));
        let (x, y) = (Expr::symbol(&s), Expr::symbol(&t));
        let setting = Setting {
            chart: None,
            region: Region { variables: vec![Variable::real(s), Variable::positive(t)], conditions: Vec::new() },
            defined_where: Vec::new(),
            functions: crate::enclosure::QuantifiedFunctions::default(),
        };
        let (_, below) =
            narrowed(&x, &setting, Fact::nonnegative(Expr::one() - x.scaled(&Rational::from_integer(2.into()))))
                .expect("a bound");
        assert_eq!(below.region.variables[0].upper, Bound::Closed(Expr::ratio(1, 2)));
        // y is positive already: a weaker bound changes nothing.
        let (_, same) = narrowed(&x, &setting, Fact::nonnegative(&y + &Expr::one())).expect("a bound");
        assert_eq!(same.region.variables, setting.region.variables);
        let (e, slack) = narrowed(&(&x - &y), &setting, Fact::nonnegative(&x - &y)).expect("x is free");
        assert_eq!(slack.region.variables.len(), 2);
        assert_eq!(e, Expr::symbol(&slack.region.variables[1].symbol));
    }
}
