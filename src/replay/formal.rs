//! Formal expectations in a residual: rewritten by their rules, then named.
//!
//! In: residuals with formal expectations, and which facts hold. Out: residuals that have the same values, in which each
//! expectation is a symbol, with what the symbols stand for and the rules that were used. It must not know claims, nor who
//! shows the facts. The rewriting is that of [`crate::statistics::by_parts`]; whoever checks a proof runs it again.
//!
//! **Why a symbol will do.** A formal expectation is a finite number wherever the residual is defined
//! ([`crate::statistics::growth`]). An identity that holds for every real value of a symbol holds for that number. What
//! the symbols have to do with each other and with the parameters is not used.

use crate::statistics::{Used, boundary_marker, by_parts, moderate_growth};
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Kind, Role, Symbol, Variable};

/// Residuals after rewriting.
#[derive(Clone, Debug)]
pub struct Formal {
    /// They, with symbols for the expectations.
    pub residuals: Vec<Expr>,
    /// What each symbol stands for, in order.
    pub named: Vec<(Symbol, Expr)>,
    /// The boundary terms in each, with the expectations in them written out.
    pub boundaries: Vec<Expr>,
    /// What was used.
    pub used: Used,
}

impl Formal {
    /// The residuals rewritten; a rule that needs a fact is used where the fact is `certain`.
    #[must_use]
    pub fn of(residuals: &[Expr], certain: &dyn Fn(&Fact) -> bool) -> Self {
        let mut out = Self { residuals: Vec::new(), named: Vec::new(), boundaries: Vec::new(), used: Used::default() };
        for e in residuals {
            let mut used = Used::default();
            let marked = if e.has_mean() { by_parts(e, certain, &mut used) } else { e.clone() };
            let with = |n: i64| marked.substitute([(boundary_marker(), Expr::integer(n))]);
            let (all, inner) = (with(1), with(0));
            out.boundaries.push(&all - &inner);
            let named = out.name(&reflected(&all));
            out.residuals.push(named);
            out.used.join(used);
        }
        out
    }

    /// The expression with a symbol for each expectation.
    fn name(&mut self, e: &Expr) -> Expr {
        for node in e.nodes() {
            if matches!(node.kind(), Kind::Mean { .. }) && !self.named.iter().any(|(_, mean)| *mean == node) {
                let name = format!("E{}", self.named.len() + 1);
                self.named.push((Symbol::new("formal", &name, Role::Auxiliary, u32::MAX), node));
            }
        }
        let symbol = |node: &Expr| self.named.iter().find(|(_, mean)| mean == node).map(|(s, _)| Expr::symbol(s));
        rebuild(e, symbol)
    }

    /// The expression with the expectations written out again.
    #[must_use]
    pub fn written_out(&self, e: &Expr) -> Expr {
        e.substitute(self.named.iter().cloned())
    }

    /// The symbols as variables, of which nothing is known.
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.named.iter().map(|(s, _)| Variable::real(s.clone()))
    }

    /// The names of the rules, and of the functions that are assumed to grow moderately.
    #[must_use]
    pub fn rests_on(&self, residuals: &[Expr]) -> Vec<String> {
        let mut out: Vec<String> = self.used.rules.iter().map(|rule| (*rule).to_owned()).collect();
        for f in residuals.iter().flat_map(moderate_growth) {
            let assumed = format!("moderate-growth of {}", f.name());
            if !out.contains(&assumed) {
                out.push(assumed);
            }
        }
        out
    }
}

/// Signs of random variables that are tried.
const MOST_REFLECTED: usize = 4;

/// Each expectation in one of the forms that the reflections of its variables give whose laws are symmetric, with
/// odd and even functions turned so that equal ones are written alike.
fn reflected(e: &Expr) -> Expr {
    rebuild(e, |node| if matches!(node.kind(), Kind::Mean { .. }) { least_reflection(node) } else { None })
}

fn least_reflection(mean: &Expr) -> Option<Expr> {
    const FIRST: u16 = 3000;
    let (variables, body) = mean.open_mean(FIRST)?;
    if variables.len() > MOST_REFLECTED || !body.nodes().iter().any(|n| is_odd(n) || is_even(n)) {
        return None;
    }
    let symmetric: Vec<&Symbol> = variables.iter().filter(|(_, law)| !law.is_count()).map(|(z, _)| z).collect();
    let forms = (0..1usize << symmetric.len()).filter_map(|signs| {
        let flipped = symmetric.iter().enumerate().filter(|(k, _)| signs >> k & 1 == 1);
        let images = flipped.map(|(_, z)| ((*z).clone(), -Expr::symbol(z)));
        Expr::mean(&variables, &turned(&body.substitute(images.collect::<Vec<_>>())))
    });
    let forms: Vec<(Expr, Expr)> = forms.map(|form| (form.split_coefficient().1, form)).collect();
    forms.into_iter().min_by(|(a, _), (b, _)| (a.nodes().len(), a).cmp(&(b.nodes().len(), b))).map(|(_, form)| form)
}

fn is_odd(e: &Expr) -> bool {
    use crate::symbolic::Function as F;
    matches!(e.kind(), Kind::Apply(F::Tanh | F::Sinh | F::Sin | F::Atan | F::Asinh | F::Erf, _))
}

fn is_even(e: &Expr) -> bool {
    use crate::symbolic::Function as F;
    matches!(e.kind(), Kind::Apply(F::Cosh | F::Cos | F::Abs, _))
}

/// `f(-u) = -f(u)` for odd functions and `f(-u) = f(u)` for even ones, so that most terms of `u`, else the first, have
/// positive coefficients.
fn turned(e: &Expr) -> Expr {
    use num_traits::Signed;
    rebuild(e, |node| {
        let Kind::Apply(f, u) = node.kind() else { return None };
        // A number before a sum is multiplied in.
        let (number, inner) = turned(u).split_coefficient();
        let u = match inner.kind() {
            Kind::Sum(v) => Expr::sum(v.iter().map(|t| t.scaled(&number)).collect::<Vec<_>>()),
            _ => inner.scaled(&number),
        };
        let terms = match u.kind() {
            Kind::Sum(v) => v.clone(),
            _ => vec![u.clone()],
        };
        let negative: Vec<bool> = terms.iter().map(|t| t.split_coefficient().0.is_negative()).collect();
        let count = 2 * negative.iter().filter(|n| **n).count();
        let turn = count > negative.len() || (count == negative.len() && negative.first() == Some(&true));
        let opposite = || Expr::sum(terms.iter().map(|t| -t).collect::<Vec<_>>());
        Some(match () {
            () if turn && is_odd(node) => -opposite().apply(*f),
            () if turn && is_even(node) => opposite().apply(*f),
            () => u.apply(*f),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{FunctionSymbol, Law};

    #[test]
    fn equal_expectations_have_one_name_and_others_another() {
        let z = Symbol::new("", "z", Role::Random, 7);
        let loss = FunctionSymbol::new("L", 1, false, 0);
        let t = Expr::symbol(&Symbol::new("", "t", Role::Parameter, 1));
        let mean = |shift: &Expr| {
            let inside = Expr::jet(&loss, vec![0], vec![shift + &Expr::symbol(&z)]);
            Expr::mean(&[(z.clone(), Law::Gaussian)], &inside).unwrap()
        };
        let zero = Expr::zero();
        let formal = Formal::of(&[mean(&t) - mean(&zero), mean(&t)], &|_| false);
        assert_eq!(formal.named.len(), 2);
        assert_eq!(formal.written_out(&formal.residuals[1]), mean(&t));
        assert!(!formal.residuals.iter().any(Expr::has_mean));
        assert_eq!(formal.rests_on(&[mean(&t)]), ["moderate-growth of L"]);
    }
}
