//! How fast an integrand may grow in a logistic or Laplace variable, with parameters in the rates.
//!
//! In: an expression, its variables, which facts are certain. Out: for each end of each heavy variable `v` (their densities fall
//! like `e^-|v|`) numbers `r` such that the expression *and all its derivatives in parameters* are bounded by
//! `C (1 + |v|)^m e^(r |v|)`, locally uniformly in the parameters; or nothing. Where every `r < 1`, the expectation is finite
//! and smooth in the parameters, and is differentiated under the sign (dominated convergence): `r < 1` is an open condition.
//!
//! A **monomial** is `c e^g` with `c` free of variables and `g` a combination of `v`, `softplus(..)` and logarithms of positive
//! sums of monomials: its derivatives are itself times functions that grow like powers of `|v|`. Rules, each with the reason
//! why derivatives do not grow faster:
//! - sums and products: the largest rate, the sum of rates;
//! - powers of a sum of positive monomials: up to a factor the same power of the largest, `b' = b O(|v|^m)`;
//! - their logarithms: `b'/b = O(|v|^m)`; those of other positive sums, and quotients by them: [`super::positive_sums`];
//! - `exp` of `s g` as the power; of a polynomial in monomials whose fastest one has a negative coefficient: it falls faster than
//!   every monomial grows (at the end where that monomial grows; at the other end all of them are bounded); of a
//!   polynomial in `v` of even degree with a negative first coefficient alike; of bounded functions of moderate arguments;
//! - `tanh`, `logistic`, `erf`, `erfc`, `atan`, `asinh` of `d + c M` (`c` certainly not 0) or of a sum of positive monomials `A`:
//!   the `k`th derivative of the function is `O(|A|^-k)`, and at most `k` factors `M = O(1 + |A|)` come with it;
//! - functions with bounded derivatives of what grows like a power of `|v|`; of anything faster their derivatives grow by
//!   some rate that is not known ([`Rate::Unknown`]), which counts only beside a factor that falls faster than all of them; unless no
//!   parameter stands inside: derivatives by the variable itself are never formed, so such a function need only be bounded.

use super::growth::has_bounded_derivatives;
use super::positive_sums::unknown_where_it_grows;
use super::rate::{Alternatives, End, Rate, Rates, add, gathered, product, scaled};
use crate::symbolic::{Expr, Fact, Function, Kind, Law, Rational, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

/// Powers are multiplied out up to this one.
const HIGHEST_POWER: u32 = 32;

/// `c e^g`, with the rates of `e^g`.
pub(super) struct Exponential {
    pub coefficient: Expr,
    pub rates: BTreeMap<End, Expr>,
}

/// What the rules look at.
pub struct Rules<'a> {
    /// The variables.
    pub variables: &'a [(Symbol, Law)],
    /// Facts about parameters.
    pub certain: &'a dyn Fn(&Fact) -> bool,
}

impl Rules<'_> {
    /// Whether the expression with all its derivatives has a mean.
    #[must_use]
    pub fn integrable(&self, e: &Expr) -> bool {
        let below_one = |rate: &Rate| match rate {
            Rate::Falls => true,
            Rate::Unknown => false,
            Rate::Finite(r) => self.positive(&(Expr::one() - r)),
        };
        self.of(e).is_some_and(|all| all.iter().all(|rates| rates.values().all(below_one)))
    }

    pub(super) fn random(&self, e: &Expr) -> bool {
        self.variables.iter().any(|(s, _)| e.contains(s))
    }

    pub(super) fn heavy(&self, e: &Expr) -> bool {
        self.variables.iter().any(|(s, law)| law.is_heavy() && e.contains(s))
    }

    /// Several heavy variables occur. Rates are kept variable by variable, and a sum such as `e^u + e^v` is at most a multiple of
    /// `e^(max(u, 0) + max(v, 0))`, but not at least that (`u = v`); nor does `softplus(u + v)` fall where `u = -v`. Of joint sums
    /// only the upper bound is used: with positive exponents and coefficients.
    fn is_joint(&self, e: &Expr) -> bool {
        self.variables.iter().filter(|(s, law)| law.is_heavy() && e.contains(s)).count() > 1
    }

    /// Whether the rates of a positive sum, which bound it above, bound its power as well; of one variable they bound it below, too.
    fn bounds_power(&self, sum: &Expr, exponent: &Expr) -> bool {
        !self.is_joint(sum) || self.positive(exponent)
    }

    pub(super) fn positive(&self, e: &Expr) -> bool {
        match e.as_number() {
            Some(q) => q.is_positive(),
            None => !self.random(e) && (self.certain)(&Fact::positive(e.clone())),
        }
    }

    pub(super) fn of(&self, e: &Expr) -> Option<Alternatives> {
        let moderate = || Some(vec![Rates::new()]);
        if !self.random(e) {
            return moderate();
        }
        if !self.heavy(e) {
            return self.without_heavy(e).then(|| vec![Rates::new()]);
        }
        match e.kind() {
            Kind::Symbol(_) => moderate(),
            Kind::Sum(v) => {
                let mut out = Alternatives::new();
                for t in v {
                    out.extend(self.of(t)?);
                }
                gathered(out)
            }
            Kind::Product(v) => {
                let mut out = vec![Rates::new()];
                let (left, quotients) = self.without_quotients(v).unwrap_or_else(|| (v.clone(), Vec::new()));
                for factor in left.iter().map(|f| self.of(f)).chain(quotients.into_iter().map(Some)) {
                    let factor = factor?;
                    out = gathered(out.iter().flat_map(|a| factor.iter().map(move |b| product(a, b))).collect())?;
                }
                Some(out)
            }
            Kind::Power(b, x) => {
                let natural = x.as_number().filter(|q| q.is_integer() && q.is_positive());
                // All derivatives of cosh(u)^-q fall like e^-(q |u|).
                if let (Kind::Apply(Function::Cosh, u), true) =
                    (b.kind(), x.as_number().is_some_and(Signed::is_negative))
                {
                    return self.bounded(u, [true, false]);
                }
                if let Some(rates) = self.positive_sum(b).filter(|_| !self.random(x)) {
                    if self.bounds_power(b, x) {
                        return Some(vec![scaled(&rates, x)]);
                    }
                    // Not below its positive constant.
                    let (_, free): (Vec<Expr>, Vec<Expr>) = self.turned(b).into_iter().partition(|t| self.random(t));
                    return if self.positive(&-x) && self.positive(&Expr::sum(free)) { moderate() } else { None };
                }
                if !self.random(x) && self.positive(&-x) && self.is_bounded_below(b) {
                    return moderate();
                }
                let n = natural.and_then(|q| q.to_integer().to_u32()).filter(|n| *n <= HIGHEST_POWER)?;
                let base = self.of(b)?;
                if base.iter().all(BTreeMap::is_empty) {
                    return moderate();
                }
                let mut out = base.clone();
                for _ in 1..n {
                    out = gathered(out.iter().flat_map(|a| base.iter().map(move |b| product(a, b))).collect())?;
                }
                Some(out)
            }
            Kind::Apply(f, x) => self.applied(*f, x),
            _ => None,
        }
    }

    fn applied(&self, f: Function, x: &Expr) -> Option<Alternatives> {
        match f {
            Function::Exp => self.exponential(x).map(|rates| vec![rates]),
            Function::Log => self.logarithm(x).and_then(|all| gathered(unknown_where_it_grows(self, all))),
            Function::Sinh | Function::Cosh => {
                let (up, down) = (self.exponential(x)?, self.exponential(&-x)?);
                gathered(vec![up, down])
            }
            _ if !has_bounded_derivatives(f) => None,
            Function::Softplus => {
                let inner = self.of(x)?;
                // softplus' is bounded, and each derivative of a monomial is at most that times a power of |v|.
                if inner.iter().any(|rates| !rates.is_empty()) && self.like_one_monomial(x) {
                    return gathered(inner.into_iter().chain([Rates::new()]).collect());
                }
                self.bounded(x, [false, true])
            }
            _ => self.bounded(x, [!matches!(f, Function::Sin | Function::Cos), f == Function::Asinh]),
        }
    }

    /// Nothing occurs but heavy variables.
    pub(super) fn alone(&self, e: &Expr) -> bool {
        let heavy = |s: &Symbol| self.variables.iter().any(|(v, law)| law.is_heavy() && v == s);
        e.symbols().iter().all(heavy)
            && e.nodes().iter().all(|n| !matches!(n.kind(), Kind::Unspecified { .. } | Kind::Mean { .. }))
    }

    /// A function with bounded derivatives; those of one that `levels` are `O(|x|^-k)`; one that `grows` is at most `1 + |x|`.
    fn bounded(&self, x: &Expr, [levels, grows]: [bool; 2]) -> Option<Alternatives> {
        let inner = self.of(x)?;
        if inner.iter().all(BTreeMap::is_empty) || (levels && self.like_one_monomial(x)) {
            return Some(vec![Rates::new()]);
        }
        if self.alone(x) {
            return gathered(if grows {
                inner.into_iter().chain([Rates::new()]).collect()
            } else {
                vec![Rates::new()]
            });
        }
        let unknown = inner.into_iter().map(|rates| {
            let shrinks = |r: &Rate| matches!(r, Rate::Finite(e) if self.positive(&-e)) || *r == Rate::Falls;
            rates.into_iter().filter(|(_, r)| !shrinks(r)).map(|(end, _)| (end, Rate::Unknown)).collect()
        });
        gathered(unknown.collect())
    }

    fn like_one_monomial(&self, x: &Expr) -> bool {
        self.shifted(x) || self.positive_sum(x).is_some() || self.positive_sum(&-x).is_some()
    }

    /// A function of other variables alone: those of [`super::growth`].
    fn without_heavy(&self, e: &Expr) -> bool {
        super::growth::is_tame(e, self.variables, self.certain)
    }

    /// `d + c M` with `d` free of variables and `c` certainly not 0.
    fn shifted(&self, e: &Expr) -> bool {
        let terms = terms_of(e);
        let (moving, _): (Vec<&Expr>, Vec<&Expr>) = terms.iter().partition(|t| self.random(t));
        let [one] = moving.as_slice() else { return false };
        self.monomial(one).is_some_and(|m| self.positive(&m.coefficient) || self.positive(&-&m.coefficient))
    }

    /// `c e^g`; factors that are powers of one another count as one.
    pub(super) fn monomial(&self, e: &Expr) -> Option<Exponential> {
        if !self.random(e) {
            return Some(Exponential { coefficient: e.clone(), rates: BTreeMap::new() });
        }
        match e.kind() {
            Kind::Product(v) => {
                let mut out = Exponential { coefficient: Expr::one(), rates: BTreeMap::new() };
                for f in v {
                    let next = self.monomial(f)?;
                    out.coefficient = out.coefficient * next.coefficient;
                    add(&mut out.rates, &next.rates, &Expr::one());
                }
                Some(out)
            }
            Kind::Power(b, x) if !self.random(x) && self.bounds_power(b, x) => {
                // A power of a sum of positive monomials is as good as one: its logarithm has moderate derivatives.
                let rates = self.positive_sum(b)?;
                let mut out = Exponential { coefficient: Expr::one(), rates: BTreeMap::new() };
                add(&mut out.rates, &rates, x);
                Some(out)
            }
            Kind::Apply(Function::Exp, u) => self.gauge(u).map(|rates| Exponential { coefficient: Expr::one(), rates }),
            Kind::Apply(Function::Softplus, u) if !self.is_joint(u) => self.softplus(u),
            Kind::Apply(Function::Logistic, u) if !self.is_joint(u) => {
                // logistic(u) = e^(u - softplus(u))
                let mut rates = self.gauge(u)?;
                add(&mut rates, &self.gauge(&u.apply(Function::Softplus))?, &-Expr::one());
                Some(Exponential { coefficient: Expr::one(), rates })
            }
            _ => None,
        }
    }

    /// `softplus(s v)` is like `e^(s v)` where `s v` goes to minus infinity and grows like `|v|` at the other end; its
    /// logarithm has moderate derivatives.
    fn softplus(&self, u: &Expr) -> Option<Exponential> {
        let slopes = self.gauge(u)?;
        let mut rates = BTreeMap::new();
        for (end, r) in slopes {
            if self.positive(&-&r) {
                rates.insert(end, r);
            } else if !self.positive(&r) {
                return None;
            }
        }
        Some(Exponential { coefficient: Expr::one(), rates })
    }

    /// The rates of `e^u` for a combination `u` of gauges.
    pub(super) fn gauge(&self, u: &Expr) -> Option<BTreeMap<End, Expr>> {
        let mut out = BTreeMap::new();
        for t in terms_of(u) {
            if !self.random(&t) {
                continue;
            }
            let (c, g) = self.without_coefficient(&t);
            let rates = match g.kind() {
                Kind::Symbol(s) if self.variables.iter().any(|(v, law)| v == s && law.is_heavy()) => {
                    BTreeMap::from([((s.clone(), false), -Expr::one()), ((s.clone(), true), Expr::one())])
                }
                Kind::Apply(Function::Log, b) if self.bounds_power(b, &c) => self.positive_sum(b)?,
                Kind::Apply(Function::Softplus, b) if self.bounds_power(b, &c) => {
                    // softplus(b) = log(1 + e^b)
                    let inside = self.gauge(b)?;
                    let mut rates = BTreeMap::new();
                    for (end, r) in inside {
                        if self.positive(&r) {
                            rates.insert(end, r);
                        } else if !self.positive(&-&r) {
                            return None;
                        }
                    }
                    rates
                }
                _ => return None,
            };
            add(&mut out, &rates, &c);
        }
        Some(out)
    }

    /// The factor free of variables, and the rest.
    pub(super) fn without_coefficient(&self, t: &Expr) -> (Expr, Expr) {
        let factors = match t.kind() {
            Kind::Product(v) => v.clone(),
            _ => vec![t.clone()],
        };
        let (moving, free): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(|f| self.random(f));
        (Expr::product(free), Expr::product(moving))
    }

    /// The rates of a sum of monomials with positive coefficients: it is at most a multiple of the largest, and at least that.
    pub(super) fn positive_sum(&self, e: &Expr) -> Option<BTreeMap<End, Expr>> {
        let mut parts = Vec::new();
        let (mut squares, mut constant) = (false, false);
        for t in self.turned(e) {
            constant |= !self.random(&t);
            match self.monomial(&t) {
                Some(m) if self.positive(&m.coefficient) => parts.push(m.rates),
                Some(_) => return None,
                None => {
                    parts.push(self.square(&t)?);
                    squares = true;
                }
            }
        }
        // A square may vanish.
        if squares && !constant {
            return None;
        }
        let ends: std::collections::BTreeSet<End> = parts.iter().flat_map(|p| p.keys().cloned()).collect();
        let mut out = BTreeMap::new();
        for end in ends {
            let rate = |p: &BTreeMap<End, Expr>| p.get(&end).cloned().unwrap_or_else(Expr::zero);
            let mut largest = rate(parts.first()?);
            for p in parts.iter().skip(1) {
                let next = rate(p);
                if next == largest || self.positive(&(&largest - &next)) {
                    continue;
                }
                if !self.positive(&(&next - &largest)) {
                    return None;
                }
                largest = next;
            }
            if !largest.is_zero() {
                out.insert(end, largest);
            }
        }
        Some(out)
    }

    /// The rates of an even power of `d + c M` with a positive coefficient. Beside a positive constant `c_0` it counts as that power of `M`:
    /// `c_0 + (d + c M)^2` lies between multiples of `1 + M^2`, locally uniformly in the parameters.
    fn square(&self, t: &Expr) -> Option<BTreeMap<End, Expr>> {
        let (c, g) = self.without_coefficient(t);
        let Kind::Power(b, n) = g.kind() else { return None };
        let even =
            n.as_number().is_some_and(|q| q.is_positive() && (q / &Rational::from_integer(2.into())).is_integer());
        if !even || !self.positive(&c) || !self.shifted(b) {
            return None;
        }
        let moving = terms_of(b).into_iter().find(|t| self.random(t))?;
        let mut rates = BTreeMap::new();
        add(&mut rates, &self.monomial(&moving)?.rates, n);
        Some(rates)
    }

    /// The terms of a sum, with `d - c logistic(u)` written as `(d - c) + c logistic(-u)` for positive `c`.
    fn turned(&self, e: &Expr) -> Vec<Expr> {
        let (moving, free): (Vec<Expr>, Vec<Expr>) = terms_of(e).into_iter().partition(|t| self.random(t));
        let mut constant = Expr::sum(free);
        let mut out = Vec::new();
        for t in moving {
            let (c, g) = self.without_coefficient(&t);
            match g.kind() {
                Kind::Apply(Function::Logistic, u) if self.positive(&-&c) => {
                    out.push(-&c * (-u).apply(Function::Logistic));
                    constant = constant + c;
                }
                _ => out.push(t),
            }
        }
        if !constant.is_zero() {
            out.push(constant);
        }
        out
    }
}

fn terms_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    /// Two logistic variables, of which the tests speak.
    fn integrable(e: &Expr) -> bool {
        let names = ["u", "v"].map(|n| (Symbol::new("", n, Role::Auxiliary, 0), Law::Logistic));
        Rules { variables: &names, certain: &|_| false }.integrable(e)
    }

    fn variables() -> [Expr; 2] {
        ["u", "v"].map(|n| Expr::symbol(&Symbol::new("", n, Role::Auxiliary, 0)))
    }

    #[test]
    fn joint_sums_bound_above_only() {
        let [u, v] = variables();
        let (n, q) = (Expr::integer, |a: i64, b: i64| Expr::ratio(a, b));
        let tilt = (&u * &q(9, 10) - &v * &q(5, 2)).exp();
        let sum = &u + &v;
        // Along u = -v the first factor grows like e^(3.4 u), the second does not fall.
        assert!(!integrable(&(&tilt * &sum.apply(Function::Logistic).powi(2))));
        assert!(!integrable(&(&tilt * &(n(1) + (-&sum).exp()).powi(-2))));
        assert!(!integrable(&(&tilt * &(-(sum.apply(Function::Softplus) * n(2))).exp())));
        // Along u = v the sum grows like e^u, not like e^(u + v).
        let both = (&sum * &q(19, 10)).exp();
        assert!(!integrable(&(&both * &(u.exp() + v.exp()).powi(-1))));
        assert!(!integrable(&(&both * &(n(1) + u.exp() + v.exp()).powi(-1))));
        assert!(!integrable(&(&both * &(-(u.exp() + v.exp()).log()).exp())));
        assert!(!integrable(&((&u * &q(3, 2)).exp() * sum.apply(Function::Softplus))));
    }

    #[test]
    fn what_is_bounded_jointly_has_a_mean() {
        let [u, v] = variables();
        let (n, half) = (Expr::integer, Expr::ratio(1, 2));
        let sum = &u + &v;
        assert!(integrable(&((&u * &half).exp() * sum.apply(Function::Logistic))));
        assert!(integrable(&((&u * &half).exp() * (n(1) + u.exp() + v.exp()).powi(-1))));
        assert!(integrable(&(u.exp() + v.exp()).pow(&half)));
        assert!(integrable(&(n(1) + sum.exp()).log()));
        // Of one variable the sum is at least what it is at most.
        assert!(integrable(&((&u * &Expr::ratio(3, 2)).exp() * (n(1) + u.exp()).powi(-1))));
        assert!(!integrable(&((&u * &n(2)).exp() * (n(1) + u.exp()).powi(-1))));
    }
}
