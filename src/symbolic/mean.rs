//! Expectations that have no closed form, as values: `E[f(z1, .., zn)]` of independent standard variables.
//!
//! In: laws and an integrand. Out: a node that is linear in the integrand, with bound variables that have no names
//! (so that nothing is captured, and integrands that differ by names alone are one node). It must not know families,
//! growth or closed forms: who makes a node has shown that the integrand is smooth and integrable
//! ([`crate::statistics::growth`]), and every step below keeps it so, because that class is closed under sums,
//! products, derivatives and substitution.
//!
//! Identities used, each for integrable integrands:
//! - **linearity**: `E[c f + g] = c E[f] + E[g]` for `c` free of the variables;
//! - **independence**: `E[f(z1) g(z2)] = E[f(z1)] E[g(z2)]`;
//! - **symmetry**: all laws but those of counts are symmetric, so `E[f(z)] = E[f(-z)]`; an odd integrand has expectation 0.

use super::Rational;
use super::expr::{Expr, Kind};
use super::function::Function;
use super::substitute::Substitution;
use super::symbol::{Role, Symbol};
use num_traits::{One, Signed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A law without parameters; location and scale stand in the integrand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Law {
    /// The normal law of mean 0 and variance 1.
    Gaussian,
    /// The uniform law on (-1, 1).
    Uniform,
    /// The law with the density `e^-z/(1 + e^-z)^2`.
    Logistic,
    /// The law with the density `e^-|z|/2`.
    Laplace,
    /// Counts `n` with the masses `e^-1/n!`.
    Poisson,
    /// Counts `n` with the masses `2^-(n + 1)`.
    Geometric,
}

impl Law {
    /// Its name in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "Normal",
            Self::Uniform => "Uniform",
            Self::Logistic => "Logistic",
            Self::Laplace => "Laplace",
            Self::Poisson => "Poisson",
            Self::Geometric => "Geometric",
        }
    }

    /// Its parameters in the language, by position.
    #[must_use]
    pub fn parameters(self) -> &'static str {
        match self {
            Self::Gaussian | Self::Logistic | Self::Laplace => "0, 1",
            Self::Uniform => "-1, 1",
            Self::Poisson => "1",
            Self::Geometric => "1/2",
        }
    }

    /// Whether its variables are natural numbers.
    #[must_use]
    pub fn is_count(self) -> bool {
        matches!(self, Self::Poisson | Self::Geometric)
    }

    /// Whether its density on the line falls no faster than an exponential, so that not all exponentials have a mean.
    #[must_use]
    pub fn is_heavy(self) -> bool {
        matches!(self, Self::Logistic | Self::Laplace)
    }

    /// The letter of its variables in print, another one for each law: variables of different laws are different.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Gaussian => "z",
            Self::Uniform => "u",
            Self::Logistic => "v",
            Self::Laplace => "w",
            Self::Poisson => "n",
            Self::Geometric => "k",
        }
    }
}

/// Renamings tried for a canonical form; beyond, variables are numbered as they appear.
const MOST_RENAMINGS: usize = 400;

/// Ranks of opened variables start here.
const OPENED_RANK: u32 = u32::MAX / 2;

impl Expr {
    /// The variable number `k` of the expectation around it.
    pub(super) fn bound(k: u16) -> Self {
        Self::intern(Kind::Bound(k))
    }

    /// `E[body]` over independent variables; nothing where the variables occur inside another expectation.
    #[must_use]
    pub fn mean(variables: &[(Symbol, Law)], body: &Self) -> Option<Self> {
        let inside =
            |node: &Self| matches!(node.kind(), Kind::Mean { .. }) && variables.iter().any(|(s, _)| node.contains(s));
        if body.nodes().iter().any(inside) {
            return None;
        }
        let places = variables.iter().zip(0u16..).map(|((s, _), k)| (s.clone(), Self::bound(k)));
        let closed = Substitution::of(places).apply(body);
        let laws: Vec<Law> = variables.iter().map(|(_, law)| *law).collect();
        Some(Self::mean_of_bound(&laws, &closed))
    }

    /// Whether the variable of an expectation around it occurs.
    #[must_use]
    pub fn mentions_bound(&self) -> bool {
        !bound_in(self).is_empty()
    }

    /// The variables, as symbols numbered from `first`, and the integrand, of an expectation.
    #[must_use]
    pub fn open_mean(&self, first: u16) -> Option<(Vec<(Symbol, Law)>, Self)> {
        let Kind::Mean { laws, body } = self.kind() else { return None };
        let variables: Vec<(Symbol, Law)> = laws.iter().zip(first..).map(|(law, k)| (opened(*law, k), *law)).collect();
        let images = variables.iter().map(|(s, _)| Self::symbol(s)).collect();
        Some((variables.clone(), Substitution::of_bound(images).apply(body)))
    }

    /// `e^(n log b)` as `b^n` for counts `n`, as it is read: `b > 0` where its logarithm is defined.
    #[must_use]
    pub fn with_powers_of_counts(&self, variables: &[(Symbol, Law)]) -> Self {
        let counts: Vec<Self> =
            variables.iter().filter(|(_, law)| law.is_count()).map(|(n, _)| Self::symbol(n)).collect();
        let mut out = self.clone();
        for node in self.nodes() {
            if let Kind::Apply(Function::Exp, u) = node.kind()
                && let Some(power) = power_of_counts(u, &counts)
            {
                out = out.replaced(&node, &power);
            }
        }
        out
    }

    /// The same for an integrand whose variables are bound already.
    pub(super) fn mean_of_bound(laws: &[Law], body: &Self) -> Self {
        match body.kind() {
            Kind::Sum(terms) => Self::sum(terms.iter().map(|t| Self::mean_of_bound(laws, t))),
            Kind::Product(factors) => {
                let (free, rest): (Vec<Self>, Vec<Self>) =
                    factors.iter().cloned().partition(|f| bound_in(f).is_empty());
                let groups = independent(rest);
                let means = groups.into_iter().map(|g| canonical(laws, &Self::product(g)));
                Self::product(free.into_iter().chain(means.collect::<Vec<_>>()))
            }
            _ if bound_in(body).is_empty() => body.clone(),
            _ => canonical(laws, body),
        }
    }
}

/// `e^u`, where each term of `u` is a count times logarithms with coefficients.
fn power_of_counts(u: &Expr, counts: &[Expr]) -> Option<Expr> {
    let terms = |e: &Expr| match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    };
    let factors = |e: &Expr| match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    };
    let free = |e: &Expr| !counts.iter().any(|n| n.as_symbol().is_some_and(|s| e.contains(s)));
    // Products of the bases, one for each count.
    let mut bases: Vec<Vec<Expr>> = vec![Vec::new(); counts.len()];
    for t in terms(u) {
        let all = factors(&t);
        let place = all.iter().position(|f| counts.contains(f))?;
        let which = counts.iter().position(|n| Some(n) == all.get(place))?;
        let slope = Expr::product(all.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, f)| f.clone()));
        if !free(&slope) {
            return None;
        }
        for part in terms(&slope) {
            let (c, base) = part.split_coefficient();
            let Kind::Apply(Function::Log, b) = base.kind() else { return None };
            bases.get_mut(which)?.push(b.pow_rational(&c));
        }
    }
    let powers = bases.into_iter().zip(counts).filter(|(b, _)| !b.is_empty());
    Some(Expr::product(powers.map(|(b, n)| Expr::product(b).pow(n)).collect::<Vec<_>>()))
}

/// The symbol of an opened variable.
fn opened(law: Law, k: u16) -> Symbol {
    Symbol::new("expectation", &format!("{}{}", law.letter(), k + 1), Role::Random, OPENED_RANK + u32::from(k))
}

/// The bound variables of the expectation around it that occur.
fn bound_in(e: &Expr) -> BTreeSet<u16> {
    e.nodes().iter().filter_map(|n| if let Kind::Bound(k) = n.kind() { Some(*k) } else { None }).collect()
}

/// Factors that share variables stand together.
fn independent(factors: Vec<Expr>) -> Vec<Vec<Expr>> {
    let mut groups: Vec<(BTreeSet<u16>, Vec<Expr>)> = Vec::new();
    for f in factors {
        let mut variables = bound_in(&f);
        let mut members = vec![f];
        let mut apart = Vec::new();
        for (v, m) in groups {
            if v.is_disjoint(&variables) {
                apart.push((v, m));
            } else {
                variables.extend(v);
                members.extend(m);
            }
        }
        apart.push((variables, members));
        groups = apart;
    }
    groups.into_iter().map(|(_, m)| m).collect()
}

/// One node for all integrands that differ by names, order and signs of the variables; 0 for an odd one.
fn canonical(laws: &[Law], body: &Expr) -> Expr {
    let used: Vec<u16> = bound_in(body).into_iter().collect();
    let law = |k: u16| laws.get(usize::from(k)).copied().unwrap_or(Law::Gaussian);
    let mut ordered = used.clone();
    ordered.sort_by_key(|k| (law(*k), *k));
    let own: Vec<Law> = ordered.iter().map(|k| law(*k)).collect();
    let mut best: Option<(Expr, Rational)> = None;
    for renaming in renamings(&ordered, law) {
        let highest = usize::from(used.last().copied().unwrap_or(0));
        let mut images = vec![Expr::zero(); highest + 1];
        for (new, (old, flipped)) in renaming.iter().enumerate() {
            let variable = Expr::bound(u16::try_from(new).unwrap_or(u16::MAX));
            images[usize::from(*old)] = if *flipped { -variable } else { variable };
        }
        let (c, rest) = Substitution::of_bound(images).apply(body).split_coefficient();
        match &best {
            Some((other, d)) if *other == rest => {
                if c == -d {
                    return Expr::zero();
                }
            }
            Some((other, _)) if (signs(other), other) < (signs(&rest), &rest) => {}
            _ => best = Some((rest, c)),
        }
    }
    let (rest, c) = best.unwrap_or_else(|| (body.clone(), Rational::one()));
    Expr::intern(Kind::Mean { laws: own, body: rest }).scaled(&c)
}

/// How many minus signs there are to read.
fn signs(e: &Expr) -> usize {
    e.nodes().iter().filter(|n| n.as_number().is_some_and(Signed::is_negative)).count()
}

/// New places of the variables, and whether each changes its sign.
type Renaming = Vec<(u16, bool)>;

/// All renamings that keep laws apart and turn the signs of symmetric ones, or a single one where they are too many.
fn renamings(ordered: &[u16], law: impl Fn(u16) -> Law) -> Vec<Renaming> {
    let n = ordered.len();
    let factorial: usize = (1..=n).product();
    if n > 6 || factorial << n > MOST_RENAMINGS {
        return vec![ordered.iter().map(|k| (*k, false)).collect()];
    }
    let mut orders: Vec<Vec<u16>> = vec![Vec::new()];
    for place in 0..n {
        let wanted = law(ordered[place]);
        orders = orders
            .into_iter()
            .flat_map(|o| {
                let next: Vec<u16> = ordered.iter().copied().filter(|k| law(*k) == wanted && !o.contains(k)).collect();
                next.into_iter().map(move |k| o.iter().copied().chain([k]).collect::<Vec<u16>>())
            })
            .collect();
    }
    let symmetric = |o: &[u16], s: usize| o.iter().enumerate().all(|(i, k)| s >> i & 1 == 0 || !law(*k).is_count());
    let signs = 0..1usize << n;
    let turned = |o: &[u16], s: usize| o.iter().enumerate().map(|(i, k)| (*k, s >> i & 1 == 1)).collect();
    orders.iter().flat_map(|o| signs.clone().filter(|s| symmetric(o, *s)).map(|s| turned(o, s))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::FunctionSymbol;

    fn random(name: &str) -> Symbol {
        Symbol::new("", name, Role::Random, 7)
    }

    fn parameter(name: &str) -> Symbol {
        Symbol::new("", name, Role::Parameter, 1)
    }

    fn loss(x: Expr) -> Expr {
        Expr::unspecified(&FunctionSymbol::new("L", 1, false, 0), vec![x])
    }

    #[test]
    fn integrands_that_differ_by_names_order_and_signs_are_one_node() {
        let (x, y, t) = (random("x"), random("y"), Expr::symbol(&parameter("t")));
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let law = |s: &Symbol| (s.clone(), Law::Uniform);
        let one = Expr::mean(&[law(&x)], &loss(&t + &ex)).unwrap();
        assert_eq!(Some(one.clone()), Expr::mean(&[law(&y)], &loss(&t + &ey)));
        assert_eq!(Some(one.clone()), Expr::mean(&[law(&y)], &loss(&t - &ey)));
        assert_ne!(Some(one.clone()), Expr::mean(&[(y.clone(), Law::Gaussian)], &loss(&t + &ey)));
        let two = Expr::mean(
            &[law(&x), law(&y)],
            &(loss(&t + &ex + ey.scaled(&crate::symbolic::Rational::from_integer(2.into()))) * ex.exp()),
        );
        let swapped = Expr::mean(
            &[law(&x), law(&y)],
            &(loss(&t + &ey + ex.scaled(&crate::symbolic::Rational::from_integer(2.into()))) * ey.exp()),
        );
        assert_eq!(two, swapped);
    }

    #[test]
    fn what_is_free_goes_out_and_independent_factors_part() {
        let (x, y, t) = (random("x"), random("y"), Expr::symbol(&parameter("t")));
        let (ex, ey) = (Expr::symbol(&x), Expr::symbol(&y));
        let both = [(x.clone(), Law::Gaussian), (y.clone(), Law::Gaussian)];
        let f = loss(&t + &ex);
        let g = (&t * &ey).apply(Function::Logistic);
        let one = |s: &Symbol, e: &Expr| Expr::mean(&[(s.clone(), Law::Gaussian)], e).unwrap();
        let joint = Expr::mean(&both, &(&t * &f * &g)).unwrap();
        assert_eq!(joint, &t * one(&x, &f) * one(&y, &g));
        let sum = Expr::mean(&both, &(&f + &g + &t)).unwrap();
        assert_eq!(sum, one(&x, &f) + one(&y, &g) + &t);
    }

    #[test]
    fn an_odd_integrand_has_expectation_0() {
        let x = random("x");
        let e = Expr::symbol(&x);
        let odd = &e * &e.powi(2).apply(Function::Cos);
        assert_eq!(Expr::mean(&[(x.clone(), Law::Uniform)], &odd), Some(Expr::zero()));
        // `x exp(x)` is not odd.
        assert!(!Expr::mean(&[(x, Law::Uniform)], &(&e * e.exp())).unwrap().is_zero());
    }

    #[test]
    fn a_parameter_that_is_put_in_is_not_captured() {
        let (x, t) = (random("x"), parameter("t"));
        let inner = Expr::mean(&[(x.clone(), Law::Gaussian)], &loss(Expr::symbol(&x))).unwrap();
        let outer = Expr::mean(&[(x.clone(), Law::Gaussian)], &loss(Expr::symbol(&t) * Expr::symbol(&x))).unwrap();
        let both = outer.substitute([(t, inner.clone())]);
        let (variables, body) = both.open_mean(0).unwrap();
        assert_eq!(variables.len(), 1);
        assert_eq!(body, loss(inner * Expr::symbol(&variables[0].0)));
    }

    #[test]
    fn the_derivative_goes_under_the_sign() {
        let (x, t) = (random("x"), parameter("t"));
        let law = [(x.clone(), Law::Uniform)];
        let f = loss(Expr::symbol(&t) + Expr::symbol(&x)) * (Expr::symbol(&t) * Expr::symbol(&x)).exp();
        let mean = Expr::mean(&law, &f).unwrap();
        assert_eq!(Some(mean.derivative(&t)), Expr::mean(&law, &f.derivative(&t)));
    }
}
