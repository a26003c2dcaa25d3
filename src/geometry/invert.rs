//! The inverse of a map between charts, where the usual steps find it.
//!
//! In: `y_i = f_i(x)` with the ranges of everything. Out: each `x_j` in terms of `y`, or where the search stopped.
//! The result is a proposal: it is checked by composition before anyone relies on it.
//!
//! Order of attack: an equation with one unknown left; then equations affine in as many unknowns, jointly; then
//! every choice of an equation and an unknown to eliminate from the others, with backtracking.

use super::determinant::LARGEST_BLOCK;
use super::matrix::Matrix;
use super::polynomial::Polynomial;
use super::range::Ranges;
use super::solve::{Knowledge, solve};
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr, Function, Kind, Region, Symbol};
use std::collections::BTreeSet;

/// Equations solved for an unknown before the search gives up.
const BUDGET: usize = 400;

/// The outcome of the search for an inverse.
#[derive(Clone, Debug, PartialEq)]
pub enum Inversion {
    /// Each unknown in terms of the images, in order.
    Found(Vec<Expr>),
    /// Where the search that came furthest stopped.
    NotFound {
        /// Index of an equation that was left.
        equation: usize,
        /// Its right side after the eliminations made so far, in the unknowns left and the images.
        remains: Expr,
        /// The unknowns left.
        unknowns: Vec<Symbol>,
    },
}

/// An equation `image = side` that is not used up.
#[derive(Clone)]
struct Equation {
    index: usize,
    image: Symbol,
    side: Expr,
}

struct Search {
    known: Knowledge,
    budget: usize,
    furthest: Option<(Equation, Vec<Symbol>)>,
}

/// Solves `images[i] = forward[i]` for `unknowns`. `region` lists the ranges of the unknowns and of parameters, and
/// may list those of the images.
#[must_use]
pub fn invert(forward: &[Expr], unknowns: &[Symbol], images: &[Symbol], region: &Region) -> Inversion {
    let equations: Vec<Equation> = forward
        .iter()
        .zip(images)
        .enumerate()
        .map(|(index, (side, image))| Equation { index, image: image.clone(), side: side.clone() })
        .collect();
    let meanings = images.iter().cloned().zip(forward.iter().cloned()).collect();
    let known = Knowledge::new(Ranges::new(region), meanings);
    let mut search = Search { known, budget: BUDGET, furthest: None };
    if let Some(found) = search.run(&equations, unknowns) {
        let ordered: Option<Vec<Expr>> =
            unknowns.iter().map(|x| found.iter().find(|(s, _)| s == x).map(|(_, e)| e.clone())).collect();
        if let Some(inverse) = ordered {
            return Inversion::Found(inverse);
        }
    }
    match search.furthest {
        Some((e, unknowns)) => Inversion::NotFound { equation: e.index, remains: e.side, unknowns },
        None => Inversion::NotFound { equation: 0, remains: Expr::zero(), unknowns: unknowns.to_vec() },
    }
}

/// `e^(log u) = u`, which holds wherever the logarithm has a value. What is found is checked by composition.
fn without_logarithms(e: &Expr) -> Expr {
    rebuild(e, |node| {
        let Kind::Apply(Function::Exp, exponent) = node.kind() else { return None };
        let terms = if let Kind::Sum(v) = exponent.kind() { v.clone() } else { vec![exponent.clone()] };
        let (mut factors, mut rest) = (Vec::new(), Vec::new());
        for t in terms {
            let (c, body) = t.split_coefficient();
            match body.kind() {
                Kind::Apply(Function::Log, u) => factors.push(without_logarithms(u).pow_rational(&c)),
                _ => rest.push(t),
            }
        }
        if factors.is_empty() {
            return None;
        }
        factors.push(without_logarithms(&Expr::sum(rest)).exp());
        Some(Expr::product(factors))
    })
}

impl Search {
    /// The unknowns in terms of the images.
    fn run(&mut self, equations: &[Equation], unknowns: &[Symbol]) -> Option<Vec<(Symbol, Expr)>> {
        if unknowns.is_empty() {
            return Some(Vec::new());
        }
        self.remember(equations, unknowns);
        let left: Vec<(usize, Vec<Symbol>)> =
            equations.iter().enumerate().map(|(i, e)| (i, occurring(&e.side, unknowns))).collect();
        // One unknown left: the equation decides it or nothing does.
        if let Some((i, x)) = left.iter().find(|(_, u)| u.len() == 1) {
            return self.eliminate(equations, unknowns, *i, x.first()?);
        }
        if let Some(found) = self.solve_jointly(equations, unknowns) {
            return Some(found);
        }
        let mut order: Vec<&(usize, Vec<Symbol>)> = left.iter().filter(|(_, u)| !u.is_empty()).collect();
        order.sort_by_key(|(_, u)| u.len());
        for (i, occurring) in order {
            for x in occurring {
                if let Some(found) = self.eliminate(equations, unknowns, *i, x) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Keeps the state with the fewest unknowns for the report.
    fn remember(&mut self, equations: &[Equation], unknowns: &[Symbol]) {
        if self.furthest.as_ref().is_none_or(|(_, u)| unknowns.len() < u.len()) {
            self.furthest = equations.first().map(|e| (e.clone(), unknowns.to_vec()));
        }
    }

    /// Solves equation `i` for `x`, the others after `x` is replaced, and puts their solution back.
    fn eliminate(
        &mut self,
        equations: &[Equation],
        unknowns: &[Symbol],
        i: usize,
        x: &Symbol,
    ) -> Option<Vec<(Symbol, Expr)>> {
        self.budget = self.budget.checked_sub(1)?;
        let equation = equations.get(i)?;
        let value = solve(&equation.side, &Expr::symbol(&equation.image), x, &mut self.known)?;
        let mut replace = Substitution::of([(x.clone(), value.clone())]);
        let others: Vec<Equation> = equations
            .iter()
            .filter(|e| e.index != equation.index)
            .map(|e| Equation { side: without_logarithms(&replace.apply(&e.side)), ..e.clone() })
            .collect();
        let rest: Vec<Symbol> = unknowns.iter().filter(|u| *u != x).cloned().collect();
        let mut found = self.run(&others, &rest)?;
        let value = Substitution::of(found.iter().cloned()).apply(&value);
        found.push((x.clone(), without_logarithms(&value)));
        Some(found)
    }

    /// Equations affine in all unknowns, when they hold as many unknowns as they are: `A x + b = y`.
    fn solve_jointly(&mut self, equations: &[Equation], unknowns: &[Symbol]) -> Option<Vec<(Symbol, Expr)>> {
        let affine: Vec<(&Equation, Polynomial)> = equations
            .iter()
            .filter_map(|e| Some((e, Polynomial::of(&e.side, unknowns, 1).ok()?)))
            .filter(|(_, p)| !p.is_constant())
            .collect();
        let held: BTreeSet<Symbol> = affine.iter().flat_map(|(e, _)| occurring(&e.side, unknowns)).collect();
        let held: Vec<Symbol> = unknowns.iter().filter(|u| held.contains(*u)).cloned().collect();
        if held.len() != affine.len() || held.len() < 2 || held.len() > LARGEST_BLOCK {
            return None;
        }
        let unit = |x: &Symbol| -> Vec<u32> { unknowns.iter().map(|u| u32::from(u == x)).collect() };
        let none = vec![0; unknowns.len()];
        let a = Matrix::from_fn(held.len(), held.len(), |i, j| affine[i].1.coefficient(&unit(&held[j])));
        let difference: Vec<Expr> = affine.iter().map(|(e, p)| Expr::symbol(&e.image) - p.coefficient(&none)).collect();
        let values = a.inverse().ok()?.mul_vector(&difference).ok()?;
        let solved: Vec<(Symbol, Expr)> = held.iter().cloned().zip(values).collect();
        let used: Vec<usize> = affine.iter().map(|(e, _)| e.index).collect();
        let mut replace = Substitution::of(solved.iter().cloned());
        let others: Vec<Equation> = equations
            .iter()
            .filter(|e| !used.contains(&e.index))
            .map(|e| Equation { side: replace.apply(&e.side), ..e.clone() })
            .collect();
        let rest: Vec<Symbol> = unknowns.iter().filter(|u| !held.contains(u)).cloned().collect();
        let mut found = self.run(&others, &rest)?;
        // The joint solution is free of the other unknowns: its equations held none of them.
        found.extend(solved);
        Some(found)
    }
}

fn occurring(e: &Expr, unknowns: &[Symbol]) -> Vec<Symbol> {
    let present = e.symbols();
    unknowns.iter().filter(|u| present.contains(u)).cloned().collect()
}
