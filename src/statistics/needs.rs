//! What a closed form of an expectation rests on, and which of it is a condition of existence.
//!
//! In: the terms of a sum, each with the value that its rule gives, where that is finite and where it holds. Out: the sum
//! with its [`Need`]s. It must not know kernels, integrals or regions: whether a fact holds is asked elsewhere.
//!
//! **Why the difference matters.** An expectation is a function with a domain of its own: where it exists. A condition of
//! definition says "outside the statement is about nothing", so it may be said only of points where the expectation does
//! not exist. A rule may fail at other points: `E[e^(t U)] = sinh(t)/t` for `U` uniform on (-1, 1) divides by 0 at `t = 0`,
//! where the mean is 1; and `E[1/x - (s - 2)/x^2]` is taken apart for `s > 2`, while at `s = 2` the part that diverges has the
//! coefficient 0. So each fact says when its failure means that the mean does not exist ([`Need::exact`]). Where that
//! is not certain, the fact is a condition of the rule: a proof that uses the form is conditional on it.
//!
//! A rule whose own condition fails says nothing: so what its failure would mean is said where that condition holds.
//!
//! **When a failure means divergence.** The sum is `c_1 m_1 + .. + c_n m_n`, and `E|m_i|` is infinite where a fact of `m_i`
//! fails. If `c_i` is not 0 there, and `E|m_j|` is finite for all other `j`, then the sum has no mean. Two parts may
//! diverge together and cancel (`(e^-x - e^-2x)/x` at 0), unless they grow differently: parts that differ by a power of
//! the variable, or by a power of its logarithm, and by nothing else. Of such parts the one that grows fastest at the end
//! where it diverges decides. Powers grow differently at 0 and at infinity; at 1 they do not (`x - x^2` vanishes there), so on
//! (0, 1) a fact that two parts share is about the other end and must hold. Exponentials of different rates grow differently
//! at infinity, where the facts are that tell them apart; a fact that they share is about 0 and must hold.

use super::expectation::Expected;
use crate::enclosure::facts;
use crate::symbolic::{Expr, Fact, Kind, Relation, Symbol};

/// A fact under which a closed form holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// It.
    pub fact: Fact,
    /// The rule that needs it.
    pub rule: &'static str,
    /// Where all of these hold, the expectation does not exist where the fact fails. `None`: nothing says so.
    pub exact: Option<Vec<Fact>>,
}

/// Whether a fact about constants certainly does not hold.
#[must_use]
pub fn certainly_fails(fact: &Fact) -> bool {
    facts::fails(fact)
}

/// Whether a fact about constants certainly holds.
#[must_use]
pub fn certainly_holds(fact: &Fact) -> bool {
    !fact.expr.has_symbols() && !fact.expr.has_mean() && facts::holds(fact) == Some(true)
}

impl Need {
    /// A condition of the rule alone.
    #[must_use]
    pub fn of_rule(fact: Fact, rule: &'static str) -> Self {
        Self { fact, rule, exact: None }
    }

    /// Whether it fails for numbers.
    #[must_use]
    pub fn is_absurd(&self) -> bool {
        self.fact.is_absurd()
    }

    /// Whether it is about numbers alone and fails, or is not seen to hold, by their enclosures: a number that is 0 as far as can be
    /// seen is not positive, so that nothing is said to be finite at the very edge.
    #[must_use]
    pub fn fails_for_numbers(&self) -> bool {
        let (expr, relation) = (&self.fact.expr, self.fact.relation);
        if self.is_absurd() || expr.has_symbols() || expr.has_mean() {
            return self.is_absurd();
        }
        match facts::holds(&self.fact) {
            Some(holds) => !holds,
            None => matches!(relation, Relation::Positive | Relation::NonZero),
        }
    }

    /// The same said without random variables that are averaged as well: by Tonelli the whole diverges where a part with
    /// a coefficient that is not almost surely 0 does. Nothing where the fact itself is about such a variable.
    #[must_use]
    pub fn outside_of(mut self, variables: &[Symbol]) -> Option<Self> {
        let open = |e: &Expr| variables.iter().any(|v| e.contains(v));
        if open(&self.fact.expr) {
            return None;
        }
        let sure = |fact: Fact| -> Option<Vec<Fact>> {
            if !open(&fact.expr) {
                return Some(vec![fact]);
            }
            let factors = match fact.expr.kind() {
                Kind::Product(v) if fact.relation == Relation::NonZero => v.clone(),
                _ if fact.relation == Relation::NonZero => vec![fact.expr.clone()],
                _ => return None,
            };
            let (random, rest): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(open);
            // A power of a variable, and an exponential, are 0 with certainty for no law here.
            let plain = |e: &Expr| match e.kind() {
                Kind::Symbol(_) | Kind::Apply(crate::symbolic::Function::Exp, _) => true,
                Kind::Power(b, _) => b.as_symbol().is_some(),
                _ => false,
            };
            random.iter().all(plain).then(|| rest.into_iter().map(Fact::nonzero).collect())
        };
        self.exact = self.exact.and_then(|facts| {
            let all: Option<Vec<Vec<Fact>>> = facts.into_iter().map(sure).collect();
            Some(all?.concat())
        });
        Some(self)
    }
}

/// At how many ends of the range powers of the variable grow differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// At 0 alone.
    One,
    /// At both.
    Both,
}

/// How a term grows: a power of the variable, one of its logarithm and an exponential, times the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth<R> {
    /// Exponent of the variable.
    pub power: Expr,
    /// Exponent of its logarithm.
    pub logs: u32,
    /// Coefficient of the variable in the exponential.
    pub rate: Expr,
    /// Everything else.
    pub apart: R,
    /// Where powers tell terms apart.
    pub ends: Ends,
}

/// One term of an expectation.
#[derive(Clone, Debug)]
pub struct Part<R> {
    /// Its coefficient.
    pub coefficient: Expr,
    /// The mean of the term without it.
    pub value: Expr,
    /// The rule.
    pub rule: &'static str,
    /// Where one fails, the mean is infinite.
    pub finite_where: Vec<Fact>,
    /// Where one fails, the mean may have another form.
    pub holds_where: Vec<Fact>,
    /// How it grows, where that is known.
    pub growth: Option<Growth<R>>,
}

/// The sum of the parts. Nothing where a rule fails for numbers, or where two parts diverge, which may cancel.
#[must_use]
pub fn together<R: PartialEq>(parts: Vec<Part<R>>) -> Option<Expected> {
    let divergent = parts.iter().filter(|p| p.finite_where.iter().any(Fact::is_absurd)).count();
    if divergent > 1 || parts.iter().any(|p| p.holds_where.iter().any(Fact::is_absurd)) {
        return None;
    }
    let mut out = Expected::certain(Expr::sum(parts.iter().map(|p| &p.coefficient * &p.value)));
    for (i, part) in parts.iter().enumerate() {
        out.join(Vec::new(), &[part.rule]);
        for fact in part.finite_where.iter().filter(|f| open(f)) {
            let mut exact = vec![Fact::nonzero(part.coefficient.clone())];
            // Where the rule does not hold, nothing is known of the mean.
            exact.extend(part.holds_where.iter().cloned());
            let others = parts.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
            others.for_each(|other| exact.extend(unless_it_cancels(part, other)));
            exact.retain(open);
            out.needs(Need { fact: fact.clone(), rule: part.rule, exact: Some(exact) });
        }
        for fact in part.holds_where.iter().filter(|f| open(f)) {
            out.needs(Need::of_rule(fact.clone(), part.rule));
        }
    }
    Some(out)
}

/// Not plainly true.
fn open(fact: &Fact) -> bool {
    fact.expr.as_number().is_none() || fact.is_absurd()
}

/// Facts under which the other part cannot cancel this one where this one diverges.
fn unless_it_cancels<R: PartialEq>(part: &Part<R>, other: &Part<R>) -> Vec<Fact> {
    let finite = || other.finite_where.clone();
    if !other.finite_where.iter().any(open) {
        return Vec::new();
    }
    let (Some(a), Some(b)) = (&part.growth, &other.growth) else { return finite() };
    if a.apart != b.apart {
        return finite();
    }
    let (apart, rates) = (&a.power - &b.power, &a.rate - &b.rate);
    let mut out = match a.ends {
        Ends::Both if rates.is_zero() => Vec::new(),
        _ => part.finite_where.iter().filter(|f| other.finite_where.contains(f)).cloned().collect(),
    };
    if !rates.is_zero() {
        out.push(Fact::nonzero(rates));
    } else if !(apart.is_zero() && a.logs != b.logs) {
        out.push(Fact::nonzero(apart));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Role;

    fn parameter(name: &str) -> Expr {
        Expr::symbol(&Symbol::new("", name, Role::Parameter, 1))
    }

    /// `c x^power` for a Pareto law of shape `s`.
    fn tail(c: Expr, power: i64) -> Part<()> {
        let finite = Fact::positive(parameter("s") - Expr::integer(power));
        Part {
            coefficient: c,
            value: parameter("s") / (parameter("s") - Expr::integer(power)),
            rule: "tail",
            finite_where: vec![finite],
            holds_where: Vec::new(),
            growth: Some(Growth {
                power: Expr::integer(power),
                logs: 0,
                rate: Expr::zero(),
                apart: (),
                ends: Ends::Both,
            }),
        }
    }

    #[test]
    fn a_part_that_diverges_alone_decides() {
        let sum = together(vec![tail(Expr::one(), 1), tail(Expr::integer(3), 2)]).unwrap();
        assert!(sum.finite_where.iter().all(|n| n.exact == Some(Vec::new())), "{:?}", sum.finite_where);
    }

    #[test]
    fn a_coefficient_that_may_vanish_is_asked_for() {
        let c = parameter("s") - Expr::one();
        let sum = together(vec![tail(c.clone(), 1)]).unwrap();
        assert_eq!(sum.finite_where[0].exact, Some(vec![Fact::nonzero(c)]));
    }

    #[test]
    fn parts_that_may_cancel_must_be_finite() {
        let other = Part { growth: None, ..tail(-Expr::one(), 2) };
        let sum = together(vec![tail(Expr::one(), 2), other]).unwrap();
        assert!(sum.finite_where.iter().all(|n| n.exact.as_ref().is_some_and(|e| e.contains(&n.fact))));
    }

    #[test]
    fn a_power_that_may_be_the_other_is_asked_for() {
        let other = Part {
            growth: Some(Growth { power: parameter("a"), logs: 0, rate: Expr::zero(), apart: (), ends: Ends::Both }),
            ..tail(Expr::one(), 2)
        };
        let sum = together(vec![tail(Expr::one(), 1), other]).unwrap();
        let apart = Fact::nonzero(Expr::one() - parameter("a"));
        assert!(sum.finite_where[0].exact.as_ref().is_some_and(|e| e.contains(&apart)));
    }

    #[test]
    fn a_fact_about_numbers_is_told_by_its_enclosure() {
        let need = |e: Expr| Need::of_rule(Fact::positive(e), "rule");
        let half = Expr::ratio(1, 2).log().exp();
        assert!(need(Expr::one() - Expr::integer(5) * &half).fails_for_numbers());
        assert!(!need(Expr::one() - &half).fails_for_numbers());
        assert!(!need(parameter("s") - Expr::integer(5)).fails_for_numbers());
        // 0 is not positive: what no enclosure tells from 0 is not seen to hold.
        assert!(need(half.clone() + &half - Expr::one()).fails_for_numbers());
        assert!(!Need::of_rule(Fact::nonnegative(half.clone() + &half - Expr::one()), "rule").fails_for_numbers());
    }

    #[test]
    fn a_rule_that_does_not_hold_says_nothing_of_existence() {
        let k = Fact::nonzero(parameter("k"));
        let part = Part { holds_where: vec![k.clone()], ..tail(Expr::one(), 1) };
        let sum = together(vec![part]).unwrap();
        assert_eq!(sum.finite_where[0].exact, Some(vec![k.clone()]));
        let shape = Fact::positive(parameter("s"));
        let under = sum.under(shape.clone(), "change");
        assert_eq!(under.finite_where[0].exact, Some(vec![k, shape]));
    }

    #[test]
    fn conditions_of_a_rule_never_say_that_there_is_no_mean() {
        let t = parameter("t");
        let part = Part { finite_where: Vec::new(), holds_where: vec![Fact::nonzero(t)], ..tail(Expr::one(), 1) };
        assert_eq!(together(vec![part]).unwrap().finite_where[0].exact, None);
    }
}
