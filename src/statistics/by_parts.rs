//! Integration by parts in formal expectations.
//!
//! In: an expression with formal expectations. Out: the same number with fewer kinds of them, and a record of every
//! boundary term. It must not know claims. All integrands are tame ([`super::growth`]), so every expectation below is finite.
//!
//! - **parity**: the laws but those of counts are symmetric, so an odd integrand has expectation 0, and `E[logistic(u) g] = E[g]/2` for an odd
//!   argument `u` and an even `g`, because `logistic(u) + logistic(-u) = 1`.
//!   Likewise `E[softplus(c + u) g] = E[softplus(-c + u) g] + c E[g]`, because `softplus(x) = softplus(-x) + x`.
//! - **tilting**: `E[e^(t z) g(z)] = e^(t^2/2) E[g(z + t)]` for a Gaussian `z` (completing the square).
//! - **stein**: `E[z g(z)] = E[g'(z)]` for a Gaussian `z`: by parts with the density `p' = -z p`; the boundary terms
//!   `p(z) g(z)` vanish at both ends of the line, because `g` grows at most exponentially.
//! - **chen-stein**: `E[n g(n)] = E[g(n + 1)]` for a count with the masses `e^-1/n!`: `n/n! = 1/(n - 1)!` (Chen 1975); the term `n = 0`
//!   vanishes, because `g` has a value there.
//! - **by-parts**: `E[w(z) G'(z)] = (w(1) G(1) - w(-1) G(-1))/2 - E[w'(z) G(z)]` for `z` uniform on (-1, 1). It is used to
//!   lower the order of a derivative of an unspecified function at an argument affine in `z`, whose slope is certainly not 0.
//! - **fundamental-theorem**: `E[g(a + c z)] = (G(a + c) - G(a - c))/(2 c)` for `G' = g` of a few functions, `c` not 0.

use super::formal::{formal_mean, normalised};
use super::growth::{affine, tame};
use crate::statistics::rules;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Function, Kind, Law, Rational, Role, Symbol};
use num_traits::{One, ToPrimitive};
use std::cell::RefCell;

/// Rounds of rewriting; each lowers a power or an order of differentiation.
const MOST_ROUNDS: usize = 24;

/// One use of integration by parts over a bounded variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// The expectation that was rewritten.
    pub of: Expr,
    /// Its boundary terms.
    pub terms: Expr,
}

/// What rewriting used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Used {
    /// The names of the rules, each once, in order.
    pub rules: Vec<&'static str>,
    /// Boundary terms, each use once, in order.
    pub boundaries: Vec<Boundary>,
    /// Stein's identity was used: these boundary terms vanish at infinity.
    pub vanishing: Vec<Expr>,
}

impl Used {
    /// Both together.
    pub fn join(&mut self, other: Self) {
        other.rules.into_iter().for_each(|rule| self.rule(rule));
        for b in other.boundaries {
            if !self.boundaries.contains(&b) {
                self.boundaries.push(b);
            }
        }
        for g in other.vanishing {
            if !self.vanishing.contains(&g) {
                self.vanishing.push(g);
            }
        }
    }

    fn rule(&mut self, name: &'static str) {
        if !self.rules.contains(&name) {
            self.rules.push(name);
        }
    }
}

/// The factor of all boundary terms; put 1 in its place.
#[must_use]
pub fn boundary_marker() -> Symbol {
    Symbol::new("expectation", "boundary", Role::Auxiliary, u32::MAX)
}

/// The expression in a form in which equal expectations are mostly written alike: powers of Gaussian variables, exponentials
/// of them and derivatives of unspecified functions of uniform variables are integrated by parts. Boundary terms carry the
/// factor [`boundary_marker`], so that they can be told from the rest.
#[must_use]
pub fn by_parts(e: &Expr, certain: &dyn Fn(&Fact) -> bool, used: &mut Used) -> Expr {
    let mut now = normalised(e, certain, &mut used.rules);
    for _ in 0..MOST_ROUNDS {
        let cell = RefCell::new(std::mem::take(used));
        let next = rebuild(&now, |node| {
            let (variables, body) = node.open_mean(0)?;
            if let Some(value) = by_parity(&body, &variables, certain) {
                cell.borrow_mut().rule(rules::PARITY);
                return Some(value);
            }
            variables.iter().find_map(|(z, law)| {
                let others: Vec<(Symbol, Law)> = variables.iter().filter(|(s, _)| s != z).cloned().collect();
                let term = Term { node, body: &body, z, others: &others, certain };
                match law {
                    Law::Gaussian => term.gaussian(&mut cell.borrow_mut()),
                    Law::Uniform => term.uniform(&mut cell.borrow_mut()),
                    Law::Poisson => term.poisson(&mut cell.borrow_mut()),
                    Law::Logistic | Law::Laplace | Law::Geometric => None,
                }
            })
        });
        *used = cell.into_inner();
        if next == now {
            break;
        }
        now = normalised(&next, certain, &mut used.rules);
    }
    now
}

/// Whether a function keeps its value, or turns its sign, when all variables turn theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parity {
    Even,
    Odd,
}

fn parity(e: &Expr, variables: &[(Symbol, Law)]) -> Option<Parity> {
    if !variables.iter().any(|(s, _)| e.contains(s)) {
        return Some(Parity::Even);
    }
    match e.kind() {
        Kind::Symbol(_) => Some(Parity::Odd),
        Kind::Sum(v) => {
            let first = parity(v.first()?, variables)?;
            v.iter().all(|t| parity(t, variables) == Some(first)).then_some(first)
        }
        Kind::Product(v) => {
            let mut odd = false;
            for f in v {
                odd ^= parity(f, variables)? == Parity::Odd;
            }
            Some(if odd { Parity::Odd } else { Parity::Even })
        }
        Kind::Power(b, x) => {
            let n = x.as_number().filter(|q| q.is_integer())?.to_integer();
            let even = num_integer::Integer::is_even(&n);
            Some(if even { parity(b, variables).map(|_| Parity::Even)? } else { parity(b, variables)? })
        }
        Kind::Apply(f, x) => match (f, parity(x, variables)?) {
            (_, Parity::Even) | (Function::Cos | Function::Cosh, Parity::Odd) => Some(Parity::Even),
            (
                Function::Sin | Function::Sinh | Function::Tanh | Function::Erf | Function::Atan | Function::Asinh,
                Parity::Odd,
            ) => Some(Parity::Odd),
            _ => None,
        },
        _ => None,
    }
}

fn by_parity(body: &Expr, all: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> Option<Expr> {
    // Counts keep their values when the others turn their signs.
    let symmetric: Vec<(Symbol, Law)> = all.iter().filter(|(_, law)| !law.is_count()).cloned().collect();
    let variables = symmetric.as_slice();
    if variables.is_empty() {
        return None;
    }
    if parity(body, variables) == Some(Parity::Odd) {
        return Some(Expr::zero());
    }
    let factors = match body.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![body.clone()],
    };
    let without = |place: usize| {
        let rest = Expr::product(factors.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, f)| f.clone()));
        (parity(&rest, variables) == Some(Parity::Even) && tame(&rest, all, certain).is_some()).then_some(rest)
    };
    factors.iter().enumerate().find_map(|(place, f)| match f.kind() {
        Kind::Apply(Function::Logistic, u) if parity(u, variables) == Some(Parity::Odd) => {
            Expr::mean(all, &without(place)?).map(|mean| mean * Expr::ratio(1, 2))
        }
        Kind::Apply(Function::Softplus, u) => {
            let c = u.substitute(variables.iter().map(|(s, _)| (s.clone(), Expr::zero())));
            let odd = u - &c;
            if !is_turned(&c) || parity(&odd, variables) != Some(Parity::Odd) {
                return None;
            }
            let rest = without(place)?;
            let other = Expr::mean(all, &((odd - &c).apply(Function::Softplus) * &rest))?;
            Some(other + c * Expr::mean(all, &rest)?)
        }
        _ => None,
    })
}

/// One of an expression and its negative: the first term has a negative coefficient.
fn is_turned(e: &Expr) -> bool {
    let first = match e.kind() {
        Kind::Sum(v) => v.first().cloned(),
        _ => Some(e.clone()),
    };
    first.is_some_and(|t| num_traits::Signed::is_negative(&t.split_coefficient().0))
}

/// An opened expectation, seen from one of its variables.
struct Term<'a> {
    node: &'a Expr,
    body: &'a Expr,
    z: &'a Symbol,
    others: &'a [(Symbol, Law)],
    certain: &'a dyn Fn(&Fact) -> bool,
}

impl Term<'_> {
    fn factors(&self) -> Vec<Expr> {
        match self.body.kind() {
            Kind::Product(v) => v.clone(),
            _ => vec![self.body.clone()],
        }
    }

    fn is_free(&self, e: &Expr) -> bool {
        !e.contains(self.z) && self.others.iter().all(|(s, _)| !e.contains(s))
    }

    fn over_all(&self, law: Law, body: &Expr) -> Option<Expr> {
        let all: Vec<(Symbol, Law)> = self.others.iter().cloned().chain([(self.z.clone(), law)]).collect();
        tame(body, &all, self.certain)?;
        Expr::mean(&all, body)
    }

    fn over_others(&self, body: &Expr) -> Option<Expr> {
        tame(body, self.others, self.certain)?;
        Expr::mean(self.others, body)
    }

    /// The exponent, of a positive whole power of the variable.
    fn power(&self, f: &Expr) -> Option<i64> {
        let n = match f.kind() {
            Kind::Power(b, x) if b.as_symbol() == Some(self.z) => {
                x.as_number().filter(|q| q.is_integer())?.to_integer().to_i64()
            }
            _ if f.as_symbol() == Some(self.z) => Some(1),
            _ => None,
        };
        n.filter(|n| *n > 0)
    }

    fn poisson(&self, used: &mut Used) -> Option<Expr> {
        let z = Expr::symbol(self.z);
        let factors = self.factors();
        // At least the first power: what is left has a value at 0.
        let power = |f: &Expr| match f.kind() {
            Kind::Power(b, x) if b.as_symbol() == Some(self.z) => {
                x.as_number().filter(|q| **q >= Rational::one()).cloned()
            }
            _ => (f.as_symbol() == Some(self.z)).then(Rational::one),
        };
        let (i, q) = factors.iter().enumerate().find_map(|(i, f)| power(f).map(|q| (i, q)))?;
        let rest = factors.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, g)| g.clone());
        let g = Expr::product(rest) * z.pow_rational(&(q - Rational::one()));
        let shifted = g.substitute([(self.z.clone(), z + Expr::one())]);
        let all: Vec<(Symbol, Law)> = self.others.iter().cloned().chain([(self.z.clone(), Law::Poisson)]).collect();
        let mean = formal_mean(&shifted, &all, self.certain)?.value;
        used.rule(rules::CHEN_STEIN);
        Some(mean)
    }

    fn gaussian(&self, used: &mut Used) -> Option<Expr> {
        let z = Expr::symbol(self.z);
        let factors = self.factors();
        for (i, f) in factors.iter().enumerate() {
            let rest = || Expr::product(factors.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, g)| g.clone()));
            if let Kind::Apply(Function::Exp, u) = f.kind()
                && f.contains(self.z)
                && u.derivative(self.z) * &z == *u
                && self.is_free(&u.derivative(self.z))
            {
                let t = u.derivative(self.z);
                let shifted = rest().substitute([(self.z.clone(), &z + &t)]);
                let mean = self.over_all(Law::Gaussian, &shifted)?;
                used.rule(rules::TILTING);
                return Some((t.powi(2) * Expr::ratio(1, 2)).exp() * mean);
            }
            if let Some(n) = self.power(f) {
                let g = rest() * z.powi(n - 1);
                let mean = self.over_all(Law::Gaussian, &g.derivative(self.z))?;
                used.rule(rules::STEIN);
                if !used.vanishing.contains(&g) {
                    used.vanishing.push(g);
                }
                return Some(mean);
            }
        }
        None
    }

    fn uniform(&self, used: &mut Used) -> Option<Expr> {
        let factors = self.factors();
        if let [f] = factors.as_slice()
            && let Some(found) = self.antiderivative(f)
        {
            used.rule(rules::FUNDAMENTAL_THEOREM);
            return Some(found);
        }
        for (i, f) in factors.iter().enumerate() {
            let w = Expr::product(factors.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, g)| g.clone()));
            // With another unspecified function beside it, lowering one order would raise another.
            let alone = !w.nodes().iter().any(|n| matches!(n.kind(), Kind::Unspecified { .. }) && n.contains(self.z));
            let Some((g, slope)) = self.lowered(f).filter(|_| alone) else { continue };
            if !(self.certain)(&Fact::nonzero(slope.clone())) {
                continue;
            }
            let whole = &w * &g;
            let at = |n: i64| {
                let there = whole.substitute([(self.z.clone(), Expr::integer(n))]);
                self.over_others(&there)
            };
            let boundary = (at(1)? - at(-1)?) * Expr::ratio(1, 2) / &slope;
            let inner = self.over_all(Law::Uniform, &(w.derivative(self.z) * &g))? / &slope;
            used.rule(rules::BY_PARTS);
            let record = Boundary { of: self.node.clone(), terms: boundary.clone() };
            if !used.boundaries.contains(&record) {
                used.boundaries.push(record);
            }
            return Some(boundary * Expr::symbol(&boundary_marker()) - inner);
        }
        None
    }

    /// `G` and `c` with `c f = dG/dz` where `f` is a derivative of an unspecified function at arguments of which one is affine
    /// in `z` with slope `c` and the others are free of `z`.
    fn lowered(&self, f: &Expr) -> Option<(Expr, Expr)> {
        let Kind::Unspecified { function, orders, arguments } = f.kind() else { return None };
        let mut places = (0..arguments.len()).filter(|i| arguments[*i].contains(self.z));
        let place = places.next()?;
        if places.next().is_some() || *orders.get(place)? == 0 {
            return None;
        }
        let slope = arguments[place].derivative(self.z);
        if !self.is_free(&slope) {
            return None;
        }
        let mut lower = orders.clone();
        lower[place] -= 1;
        Some((Expr::jet(function, lower, arguments.clone()), slope))
    }

    /// The mean of a function of `a + c z` with a known antiderivative.
    fn antiderivative(&self, f: &Expr) -> Option<Expr> {
        let (function, argument, n) = match f.kind() {
            Kind::Apply(g, x) => (*g, x, 1),
            Kind::Power(b, x) => match b.kind() {
                Kind::Apply(g, y) => (*g, y, x.as_number().filter(|q| q.is_integer())?.to_integer().to_i64()?),
                _ => return None,
            },
            _ => return None,
        };
        let slope = argument.derivative(self.z);
        let alone = [(self.z.clone(), Law::Uniform)];
        if !self.is_free(&slope) || !affine(argument, &alone) || !(self.certain)(&Fact::nonzero(slope.clone())) {
            return None;
        }
        // d/dx of the antiderivative is the function.
        let (antiderivative, rest) = match (function, n) {
            (Function::Sin, 1) => (-argument.apply(Function::Cos), None),
            (Function::Cos, 1) => (argument.apply(Function::Sin), None),
            (Function::Tanh, 1) => (argument.apply(Function::Cosh).log(), None),
            (Function::Logistic, 1) => (argument.apply(Function::Softplus), None),
            // y^n = y^(n - 1) - (y^(n - 1))'/(n - 1) for y' = y - y^2.
            (Function::Logistic, 2..) => {
                let before = argument.apply(Function::Logistic).powi(n - 1);
                (before.clone() * Expr::ratio(-1, n - 1), Some(before))
            }
            _ => return None,
        };
        let at = |k: i64| {
            let there = antiderivative.substitute([(self.z.clone(), Expr::integer(k))]);
            self.over_others(&there)
        };
        let difference = (at(1)? - at(-1)?) * Expr::ratio(1, 2) / &slope;
        match rest {
            Some(rest) => Some(difference + self.over_all(Law::Uniform, &rest)?),
            None => Some(difference),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::FunctionSymbol;

    #[test]
    fn a_factor_n_becomes_a_step() {
        let n = Symbol::new("", "n", Role::Random, 7);
        let rate_symbol = Symbol::new("", "a", Role::Parameter, 1);
        let (k, rate) = (Expr::symbol(&n), Expr::symbol(&rate_symbol));
        let loss = |x: Expr| Expr::unspecified(&FunctionSymbol::new("L", 1, false, 0), vec![x]);
        let mean = |f: &Expr| formal_mean(f, &[(n.clone(), Law::Poisson)], &|_| true).unwrap().value;
        let weight = rate.pow(&k);
        let mut used = Used::default();
        let left = by_parts(&mean(&(&weight * &k.powi(2) * loss(k.clone()))), &|_| true, &mut used);
        let one = Expr::one();
        let right = &rate * mean(&(&weight * &(&k + &one) * loss(&k + &one)));
        let right = by_parts(&right, &|_| true, &mut Used::default());
        assert_eq!(
            Expr::sum(left.terms_in(std::slice::from_ref(&rate_symbol))),
            Expr::sum(right.terms_in(&[rate_symbol]))
        );
        assert_eq!(used.rules, [rules::CHEN_STEIN]);
    }
}
