//! Multiples of equations: a polynomial written through others, with the factors.
//!
//! In: expressions that are 0 and one that may be a combination of them. Out: the factor of each. Functions, roots and quotients
//! count as further variables, with the relations that the tower knows anyway (`sin^2 + cos^2 = 1`, `sqrt(u)^2 = u`, `u/u = 1`)
//! as equations whose factors are not kept. Buchberger's algorithm, stopped early: what it gives is checked elsewhere.

use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function, Kind};
use num_traits::{One, Signed, ToPrimitive};

/// Terms of a polynomial.
const MOST_TERMS: usize = 120;
/// Its degree.
const LARGEST_DEGREE: u64 = 14;
/// Members of a basis.
const LARGEST_BASIS: usize = 24;
/// Pairs that are looked at.
const MOST_PAIRS: usize = 60;
/// Divisions by one term.
const MOST_DIVISIONS: usize = 400;
/// Variables and what counts as such.
const MOST_ATOMS: usize = 14;

/// What stands for the variables of polynomials.
#[derive(Default)]
pub(super) struct Atoms {
    list: Vec<Expr>,
}

impl Atoms {
    fn atom(&mut self, e: &Expr) -> Option<Polynomial> {
        let place = self.list.iter().position(|a| a == e).unwrap_or(self.list.len());
        if place == self.list.len() {
            self.list.push(e.clone());
        }
        (place < MOST_ATOMS).then(|| Polynomial::variable(place))
    }

    /// The expression as a polynomial.
    pub(super) fn polynomial(&mut self, e: &Expr) -> Option<Polynomial> {
        let p = match e.kind() {
            Kind::Number(q) => Polynomial::constant(q.clone()),
            Kind::Sum(terms) => {
                let mut sum = Polynomial::default();
                for t in terms {
                    sum = sum.add(&self.polynomial(t)?);
                }
                sum
            }
            Kind::Product(factors) => {
                let mut product = Polynomial::one();
                for f in factors {
                    product = product.times(&self.polynomial(f)?);
                    if product.len() > MOST_TERMS {
                        return None;
                    }
                }
                product
            }
            Kind::Power(base, n) => match n.as_number() {
                Some(n) if n.is_integer() => {
                    let size = n.abs().to_integer().to_u32()?;
                    let base = if n.is_negative() { self.atom(&base.recip())? } else { self.polynomial(base)? };
                    if u64::from(size) * base.total_degree() > LARGEST_DEGREE || base.len() > MOST_TERMS / 4 {
                        return None;
                    }
                    base.power(size)
                }
                // (sqrt u)^m
                Some(n) if n.denom() == 2.into() && n.is_positive() => {
                    let root = self.atom(&base.sqrt())?;
                    root.power(n.numer().to_u32().filter(|m| *m <= 8)?)
                }
                _ => self.atom(e)?,
            },
            Kind::Apply(Function::Exp, u) => {
                let (c, body) = u.split_coefficient();
                match c.to_integer().to_i64().filter(|n| c.is_integer() && n.abs() <= 8) {
                    Some(n) if n > 0 => self.atom(&body.exp())?.power(u32::try_from(n).ok()?),
                    Some(n) if n < 0 => self.atom(&body.exp().recip())?.power(u32::try_from(-n).ok()?),
                    _ => self.atom(e)?,
                }
            }
            _ => self.atom(e)?,
        };
        (p.len() <= MOST_TERMS && p.total_degree() <= LARGEST_DEGREE).then_some(p)
    }

    /// Whether no variable occurs in an atom.
    pub(super) fn is_constant(&self, place: usize) -> bool {
        self.list.get(place).is_some_and(|a| !a.has_symbols())
    }

    /// What the tower knows of the atoms, each as a polynomial that is 0.
    fn relations(&mut self) -> Vec<Polynomial> {
        let mut out = Vec::new();
        let mut place = 0;
        while let Some(atom) = self.list.get(place).cloned() {
            let relation = match atom.kind() {
                Kind::Apply(Function::Sin | Function::Cos, u) => {
                    let other = if matches!(atom.kind(), Kind::Apply(Function::Sin, _)) {
                        u.apply(Function::Cos)
                    } else {
                        u.apply(Function::Sin)
                    };
                    // Once for each angle.
                    let first = self.list.iter().position(|a| *a == other).is_none_or(|k| k > place);
                    if first { Some(atom.powi(2) + other.powi(2) - Expr::one()) } else { None }
                }
                Kind::Power(base, n) if n.as_number().is_some_and(|n| n.denom() == 2.into()) => {
                    let relation = self.polynomial(base).map(|p| Polynomial::variable(place).power(2).minus(&p));
                    out.extend(relation);
                    None
                }
                Kind::Power(base, n) if n.as_number().is_some_and(Signed::is_negative) => {
                    let product = self.polynomial(base).map(|p| p.times(&Polynomial::variable(place)));
                    out.extend(product.map(|p| p.minus(&Polynomial::one())));
                    None
                }
                _ => None,
            };
            if let Some(relation) = relation {
                let p = self.polynomial(&relation);
                out.extend(p);
            }
            place += 1;
        }
        out
    }

    /// The polynomial as an expression.
    pub(super) fn expr(&self, p: &Polynomial) -> Expr {
        Expr::sum(p.terms().map(|(m, c)| {
            let powers = m.powers().filter_map(|(i, n)| Some(self.list.get(i)?.powi(i64::from(n))));
            Expr::product(powers.chain([Expr::number(c.clone())]))
        }))
    }
}

/// A polynomial with its factors: it is the sum of their products with the equations, but for known relations.
#[derive(Clone)]
struct Member {
    p: Polynomial,
    by: Vec<Polynomial>,
}

impl Member {
    fn less(&self, other: &Self, m: &Monomial, c: &Rational) -> Self {
        let minus = |a: &Polynomial, b: &Polynomial| a.plus(&b.times_term(m, c), &-Rational::one());
        let by = self.by.iter().zip(&other.by).map(|(a, b)| minus(a, b)).collect();
        Self { p: minus(&self.p, &other.p), by }
    }

    fn fits(&self) -> bool {
        self.p.len() <= MOST_TERMS
            && self.p.total_degree() <= LARGEST_DEGREE
            && self.by.iter().all(|q| q.len() <= MOST_TERMS)
    }
}

/// A basis of what follows from equations.
pub(super) struct Ideal {
    basis: Vec<Member>,
    equations: usize,
}

impl Ideal {
    /// The ideal of these equations; `target` must be read before, so that its atoms are known.
    pub(super) fn new(equations: &[Polynomial], atoms: &mut Atoms) -> Self {
        let relations = atoms.relations();
        let none = vec![Polynomial::default(); equations.len()];
        let mut ideal = Self { basis: Vec::new(), equations: equations.len() };
        for p in relations {
            ideal.basis.push(Member { p, by: none.clone() });
        }
        for (k, p) in equations.iter().enumerate() {
            let mut by = none.clone();
            if let Some(slot) = by.get_mut(k) {
                *slot = Polynomial::one();
            }
            ideal.basis.push(Member { p: p.clone(), by });
        }
        ideal.basis.retain(|m| !m.p.is_empty());
        ideal.complete();
        ideal
    }

    fn complete(&mut self) {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for j in 0..self.basis.len() {
            pairs.extend((0..j).map(|i| (i, j)));
        }
        for _ in 0..MOST_PAIRS {
            if pairs.is_empty() || self.basis.len() >= LARGEST_BASIS {
                return;
            }
            // Small leading terms first.
            let size = |(i, j): &(usize, usize)| {
                let common = self.common(*i, *j);
                common.map_or(u64::MAX, |(m, _)| m.total_degree())
            };
            let Some(next) = (0..pairs.len()).min_by_key(|k| pairs.get(*k).map(size)) else { return };
            let (i, j) = pairs.swap_remove(next);
            let Some((lcm, coprime)) = self.common(i, j) else { continue };
            if coprime {
                continue;
            }
            let (Some(f), Some(g)) = (self.basis.get(i), self.basis.get(j)) else { continue };
            let Some(s) = difference(f, g, &lcm) else { continue };
            let Some(rest) = self.rest(s).filter(|m| !m.p.is_empty() && m.fits()) else { continue };
            pairs.extend((0..self.basis.len()).map(|i| (i, self.basis.len())));
            self.basis.push(rest);
        }
    }

    /// The least common multiple of leading monomials, and whether it is their product.
    fn common(&self, i: usize, j: usize) -> Option<(Monomial, bool)> {
        let (f, _) = self.basis.get(i)?.p.leading()?;
        let (g, _) = self.basis.get(j)?.p.leading()?;
        let extra: Vec<(u32, u32)> = g
            .powers()
            .filter_map(|(k, n)| Some((u32::try_from(k).ok()?, n.saturating_sub(f.degree(k)))))
            .filter(|(_, n)| *n > 0)
            .collect();
        let lcm = f.times(&Monomial::from_powers(extra)?);
        let coprime = lcm == f.times(g);
        Some((lcm, coprime))
    }

    /// What is left of a polynomial after division; nothing where that takes too long.
    fn rest(&self, mut m: Member) -> Option<Member> {
        let mut kept = Polynomial::default();
        for _ in 0..MOST_DIVISIONS {
            let Some((lead, c)) = m.p.leading().map(|(l, c)| (l.clone(), c.clone())) else {
                m.p = kept;
                return Some(m);
            };
            let divisor = self.basis.iter().find_map(|d| {
                let (l, k) = d.p.leading()?;
                Some((d, lead.over(l)?, &c / k))
            });
            match divisor {
                Some((d, quotient, factor)) => m = m.less(d, &quotient, &factor),
                None => {
                    let term = Polynomial::term(lead, c);
                    m.p = m.p.minus(&term);
                    kept = kept.add(&term);
                }
            }
            if !m.fits() {
                return None;
            }
        }
        None
    }

    /// `p` less a combination of the equations, and the factors of these in it.
    pub(super) fn reduced(&self, p: &Polynomial) -> Option<(Polynomial, Vec<Polynomial>)> {
        let start = Member { p: p.clone(), by: vec![Polynomial::default(); self.equations] };
        let found = self.rest(start)?;
        Some((found.p, found.by.iter().map(Polynomial::negated).collect()))
    }
}

fn difference(f: &Member, g: &Member, lcm: &Monomial) -> Option<Member> {
    let ((a, c), (b, d)) = (f.p.leading()?, g.p.leading()?);
    let zero = Member { p: Polynomial::default(), by: vec![Polynomial::default(); f.by.len()] };
    let first = zero.less(f, &lcm.over(a)?, &-c.recip());
    Some(first.less(g, &lcm.over(b)?, &d.recip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn what_follows_from_equations_is_found_with_its_factors() {
        let symbol = |name, rank| Expr::symbol(&Symbol::new("", name, Role::Parameter, rank));
        let (x, y) = (symbol("x", 0), symbol("y", 1));
        let mut atoms = Atoms::default();
        let equations = [x.powi(2) + y.powi(2) - Expr::one(), &x - &(&y * &y)];
        let target = &y * &equations[0] * &x + x.powi(3) * &equations[1];
        let p = atoms.polynomial(&target).expect("a polynomial");
        let read: Vec<Polynomial> = equations.iter().filter_map(|e| atoms.polynomial(e)).collect();
        let ideal = Ideal::new(&read, &mut atoms);
        let (rest, by) = ideal.reduced(&p).expect("a rest");
        assert!(rest.is_empty());
        let sum = by.iter().zip(&read).fold(Polynomial::default(), |s, (q, f)| s.add(&q.times(f)));
        assert_eq!(sum, p);
        let (rest, _) = ideal.reduced(&p.add(&Polynomial::one())).expect("a rest");
        assert_eq!(rest, Polynomial::one());
    }

    #[test]
    fn functions_count_as_variables_with_their_relations() {
        let symbol = |name, rank| Expr::symbol(&Symbol::new("", name, Role::Parameter, rank));
        let (x, y) = (symbol("x", 0), symbol("y", 1));
        let (sine, cosine) = (x.apply(Function::Sin), y.apply(Function::Cos));
        let mut atoms = Atoms::default();
        let target = sine.powi(2) + y.apply(Function::Sin).powi(2) - Expr::one();
        let p = atoms.polynomial(&target).expect("a polynomial");
        let f = atoms.polynomial(&(&sine - &cosine)).expect("a polynomial");
        let ideal = Ideal::new(&[f], &mut atoms);
        let (rest, by) = ideal.reduced(&p).expect("a rest");
        assert!(rest.is_empty());
        assert_eq!(atoms.expr(&by[0]), sine + cosine);
    }
}
