//! Equations among the conditions: looking for the steps **combination** and **factors** of
//! [`crate::replay::combination`] and [`crate::replay::factored`].

use super::decider::{Decider, Setting};
use super::ideal::{Atoms, Ideal};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::certificate::Step;
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::replay::combination::combined;
use crate::replay::elementary;
use crate::replay::factored::factored;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Expr, Function, Kind, Relation};
use num_traits::{Signed, Zero};

/// Equations that are looked at.
const MOST_EQUATIONS: usize = 5;
/// Nodes of an expression.
const LARGEST: usize = 90;
/// Powers of one factor.
const LARGEST_POWER: usize = 3;

/// The rule with its evidence.
type Found = Option<(&'static str, Evidence)>;
const COMBINATION: &str = "combination: multiples of equations are taken off";
const FACTORS: &str = "factors: where a product is 0, one of its factors is";

/// An expression and the equations of its domain as polynomials.
struct Read {
    atoms: Atoms,
    target: Polynomial,
    /// numbers of the conditions
    places: Vec<usize>,
    equations: Vec<Polynomial>,
}

/// The numbers of the equations among the conditions.
fn equations(setting: &Setting) -> Vec<usize> {
    let all = setting.region.conditions.iter().enumerate();
    let fits = all.filter(|(_, f)| f.relation == Relation::Zero && f.rule.is_none() && !f.expr.has_mean());
    fits.map(|(k, _)| k).take(MOST_EQUATIONS).collect()
}

fn read(e: &Expr, setting: &Setting) -> Option<Read> {
    let places = equations(setting);
    if places.is_empty() || e.has_mean() || e.nodes().len() > LARGEST {
        return None;
    }
    let integers = setting.place().integers();
    let mut atoms = Atoms::default();
    let target = atoms.polynomial(&elementary(e, &integers))?;
    let mut out = Read { atoms, target, places: Vec::new(), equations: Vec::new() };
    for k in places {
        let expr = elementary(&setting.region.conditions.get(k)?.expr, &integers);
        if let Some(p) = out.atoms.polynomial(&expr) {
            out.places.push(k);
            out.equations.push(p);
        }
    }
    Some(out)
}

impl Read {
    /// The step that takes these multiples off, and what is left.
    fn taken_off(&self, e: &Expr, setting: &Setting, by: &[Polynomial], exactly: bool) -> Option<(Step, Expr)> {
        let used = self.places.iter().zip(by).filter(|(_, q)| !q.is_empty());
        let (conditions, factors): (Vec<usize>, Vec<Expr>) = used.map(|(k, q)| (*k, self.atoms.expr(q))).unzip();
        let (image, _) = combined(e, setting, &conditions, &factors, exactly)?;
        Some((Step::Combination { conditions, factors: Bundle::pack(&factors) }, image))
    }

    /// Multiples of equations after which a sign may be seen.
    fn for_signs(&mut self) -> Vec<Vec<Polynomial>> {
        let mut out = Vec::new();
        let none = vec![Polynomial::default(); self.equations.len()];
        // One power of an equation `g = r` with a homogeneous `g` makes all terms of one degree.
        for (k, h) in self.equations.iter().enumerate() {
            if let Some(q) = homogenising(&self.target, h) {
                let mut by = none.clone();
                if let Some(slot) = by.get_mut(k) {
                    *slot = q;
                }
                out.push(by);
            }
        }
        // The constant is shared out among the equations.
        let constant = Polynomial::from_terms(self.target.terms().filter_map(|(m, c)| {
            let of_constants = m.powers().all(|(i, _)| self.atoms.is_constant(i));
            of_constants.then(|| (m.clone(), c.clone()))
        }));
        let ends: Vec<Option<Rational>> = self.equations.iter().map(end).collect();
        let count = i64::try_from(ends.iter().flatten().count()).unwrap_or(0);
        if !constant.is_empty() && count > 0 {
            for parts in [count, count + 1] {
                let share = |r: &Rational| constant.scaled(&-(r * &Rational::from_integer(parts.into())).recip());
                out.push(ends.iter().map(|r| r.as_ref().map(share).unwrap_or_default()).collect());
            }
        }
        let ideal = Ideal::new(&self.equations, &mut self.atoms);
        if let Some((_, by)) = ideal.reduced(&self.target) {
            out.push(by);
        }
        out.retain(|by| by.iter().any(|q| !q.is_empty()));
        out
    }
}

/// The constant `r` of an equation `g = r`; nothing where it is 0.
fn end(h: &Polynomial) -> Option<Rational> {
    let constant = h.terms().find(|(m, _)| m.is_one()).map(|(_, c)| -c)?;
    (!constant.is_zero()).then_some(constant)
}

/// The factor of `h = g - r` in what makes every term of `p` of its highest degree: `1` becomes a power of `g/r`.
fn homogenising(p: &Polynomial, h: &Polynomial) -> Option<Polynomial> {
    let r = end(h)?;
    let g = h.plus(&Polynomial::one(), &r);
    let degree = g.total_degree();
    if degree == 0 || g.terms().any(|(m, _)| m.total_degree() != degree) {
        return None;
    }
    let unit = g.scaled(&r.recip());
    let most = p.total_degree();
    let mut image = Polynomial::default();
    for (m, c) in p.terms() {
        let missing = most.checked_sub(m.total_degree())?;
        if missing % degree != 0 || missing / degree > 4 {
            return None;
        }
        image = image.add(&unit.power(u32::try_from(missing / degree).ok()?).times_term(m, c));
    }
    p.minus(&image).over(h)
}

impl Decider<'_> {
    /// A residual is a combination of equations.
    pub(super) fn zero_by_equations(&mut self, e: &Expr, setting: &Setting) -> Found {
        let mut found = read(e, setting)?;
        let ideal = Ideal::new(&found.equations, &mut found.atoms);
        let (_, by) = ideal.reduced(&found.target).filter(|(rest, _)| rest.is_empty())?;
        let (step, image) = found.taken_off(e, setting, &by, true)?;
        let shown = self.reduces(&image, setting)?;
        Some((COMBINATION, Evidence::from(step).then(shown)))
    }

    /// A residual is 0 with each factor of an equation.
    pub(super) fn zero_by_factors(&mut self, e: &Expr, setting: &Setting) -> Found {
        self.by_factors(e, setting, &mut |decider, case| match decider.reduces(e, case) {
            Some(evidence) => Some(evidence),
            None => Some(decider.zero_otherwise(e, case)?.1),
        })
    }

    /// A sign that is seen once multiples of equations are taken off.
    pub(super) fn sign_by_equations(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let mut found = read(e, setting)?;
        let mut free = setting.clone();
        free.region.conditions.retain(|f| f.relation != Relation::Zero);
        for by in found.for_signs() {
            let Some((step, image)) = found.taken_off(e, setting, &by, false) else { continue };
            if image == *e || !self.glance(&image, wanted, &free) {
                continue;
            }
            let shown = self.nested(|decider| decider.sign_without_equations(&image, wanted, setting));
            if let Some(evidence) = shown {
                return Some((COMBINATION, Evidence::from(step).then(evidence)));
            }
        }
        if self.nested > 0 {
            return None;
        }
        self.by_factors(e, setting, &mut |decider, case| decider.shown(e, wanted, case))
    }

    fn sign_without_equations(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        let (_, evidence) = self.sign_is(e, wanted, setting).ok()?;
        evidence.gap.is_none().then_some(evidence)
    }

    fn by_factors(
        &mut self,
        e: &Expr,
        setting: &Setting,
        holds: &mut dyn FnMut(&mut Self, &Setting) -> Option<Evidence>,
    ) -> Found {
        for condition in equations(setting) {
            let Some(factors) = self.factors_of(condition, setting) else { continue };
            let mut open = Vec::new();
            let mut excluded = Vec::new();
            for f in &factors {
                let sign = self.sign_at_once(f, Wanted::NonZero, setting).ok().filter(|(_, e)| e.gap.is_none());
                open.push(sign.is_none());
                excluded.extend(sign.map(|(_, evidence)| evidence));
            }
            let Some(parts) = factored(e, setting, condition, &factors, &open) else { continue };
            let found = self.nested(|decider| {
                let step = Step::Factors { condition, factors: Bundle::pack(&factors), open: open.clone() };
                let evidence = Evidence::from(step).then(decider.reduces(&parts.difference, setting)?);
                let mut evidence = excluded.into_iter().fold(evidence, Evidence::then);
                for case in &parts.cases {
                    evidence = evidence.then(holds(decider, case)?);
                }
                Some(evidence)
            });
            if let Some(evidence) = found {
                return Some((FACTORS, evidence));
            }
        }
        None
    }

    /// The factors of an equation, where there are several.
    fn factors_of(&mut self, condition: usize, setting: &Setting) -> Option<Vec<Expr>> {
        let expr = setting.region.conditions.get(condition)?.expr.clone();
        if let Some(roots) = of_quadratic(&expr) {
            return Some(roots);
        }
        // The sign of a product is written by its factors, but for those of a certain sign.
        let form = self.visible_form(&expr.apply(Function::Sign), setting);
        let mut atoms = Atoms::default();
        let mut rest = atoms.polynomial(&elementary(&expr, &setting.place().integers()))?;
        let mut out = Vec::new();
        for node in form.nodes() {
            let Kind::Apply(Function::Sign, f) = node.kind() else { continue };
            let Some(factor) = atoms.polynomial(f).filter(|p| p.total_degree() > 0) else { continue };
            for _ in 0..LARGEST_POWER {
                let Some(quotient) = rest.over(&factor) else { break };
                rest = quotient;
                out.push(f.clone());
            }
        }
        match (rest.as_constant(), out.first_mut()) {
            (Some(c), Some(first)) => *first = first.scaled(&c),
            (None, Some(_)) => out.push(atoms.expr(&rest)),
            _ => return None,
        }
        (out.len() > 1).then_some(out)
    }
}

/// `a (x - r)` and `x - s` for a quadratic polynomial with two real roots that are no rational numbers.
fn of_quadratic(e: &Expr) -> Option<Vec<Expr>> {
    let mut atoms = Atoms::default();
    let p = atoms.polynomial(e)?;
    let symbols = e.symbols();
    let x = Expr::symbol(symbols.first().filter(|_| symbols.len() == 1)?);
    let coefficient = |n: u32| {
        let m = Monomial::power(0, n);
        p.terms().find(|(k, _)| **k == m).map(|(_, c)| c.clone()).unwrap_or_else(Rational::zero)
    };
    if p.total_degree() != 2 || p.variables().len() != 1 || atoms.expr(&Polynomial::variable(0)) != x {
        return None;
    }
    let (a, b, c) = (coefficient(2), coefficient(1), coefficient(0));
    let square = &b * &b - &a * &c * Rational::from_integer(4.into());
    if !square.is_positive() {
        return None;
    }
    let root = Expr::number(square).sqrt();
    if root.as_number().is_some() {
        return None;
    }
    let half = (&a * &Rational::from_integer(2.into())).recip();
    let (plus, minus) = ((&root - &Expr::number(b.clone())).scaled(&half), (-&root - Expr::number(b)).scaled(&half));
    Some(vec![(&x - &plus).scaled(&a), &x - &minus])
}
