//! Where a statement is silent: the conditions of definition that are not certain, each once and in short.
//!
//! In: conditions and where they are to hold. Out: those that may fail. What they are shown for is no matter here, and
//! nothing is proved: whoever needs a condition shows it with evidence.

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use crate::engine::{Answer, Task};
use crate::symbolic::{Expr, Fact, Function, Kind, Relation};

impl Decider<'_> {
    /// Which conditions of definition are not certain on the region. Those of rules are none.
    pub(super) fn undefined(&mut self, facts: &[Fact], setting: &Setting) -> Vec<Fact> {
        let assumed: Vec<Fact> = setting.region.facts().into_iter().filter(|f| f.rule.is_none()).collect();
        let is_assumed = |f: &Fact| assumed.iter().any(|known| follows(f, known));
        let open = |f: &&Fact| f.rule.is_none() && !is_assumed(f);
        let own: Vec<Fact> = facts.iter().filter(open).cloned().collect();
        let mut uncertain = self.uncertain(&own, setting);
        let bare = Setting { defined_where: Vec::new(), ..setting.clone() };
        uncertain.retain(|f| !f.expr.has_mean() || !self.holds_for_means(f, &bare));
        distinct(uncertain.into_iter().map(|f| without_signs(&f)).filter(|f| !is_assumed(f)))
    }

    /// Whether a condition about expectations follows from the ranges of their integrands.
    fn holds_for_means(&mut self, f: &Fact, setting: &Setting) -> bool {
        let wanted = match f.relation {
            Relation::Positive => Wanted::Positive,
            Relation::NonNegative => Wanted::NonNegative,
            Relation::NonZero => Wanted::NonZero,
            Relation::Zero => return false,
        };
        self.sign_at_once(&f.expr, wanted, setting).is_ok_and(|(_, evidence)| evidence.gap.is_none())
    }

    /// Which of the facts are not certain on the region (with the others not assumed).
    pub(super) fn uncertain(&mut self, facts: &[Fact], setting: &Setting) -> Vec<Fact> {
        let bare = Setting { defined_where: Vec::new(), ..setting.clone() };
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let Ok((answers, _)) = self.ask(Task::Sign, &exprs, &bare) else { return facts.to_vec() };
        let uncertain: Vec<Fact> = facts
            .iter()
            .zip(answers)
            .filter(|(f, a)| {
                let wanted = match f.relation {
                    Relation::Positive => Wanted::Positive,
                    Relation::NonNegative => Wanted::NonNegative,
                    Relation::NonZero => Wanted::NonZero,
                    Relation::Zero => return *a != Answer::Zero,
                };
                match a {
                    Answer::Sign(s) => !wanted.is_met_by(*s),
                    Answer::Zero => wanted != Wanted::NonNegative,
                    _ => true,
                }
            })
            .map(|(f, _)| f.clone())
            .collect();
        self.in_short(uncertain, &bare)
    }

    /// The same conditions without the factors that cannot fail, each once.
    fn in_short(&mut self, facts: Vec<Fact>, setting: &Setting) -> Vec<Fact> {
        let exprs: Vec<Expr> = facts.iter().map(|f| f.expr.clone()).collect();
        let Ok((answers, _)) = self.ask(Task::Core, &exprs, setting) else { return facts };
        let mut out: Vec<Fact> = Vec::new();
        for (known, answer) in facts.into_iter().zip(answers) {
            let expr = match answer {
                Answer::ClosedForm(core) => core,
                _ => known.expr.clone(),
            };
            let fact = known.with(expr);
            let shown = fact.expr.as_number().is_some() && !fact.is_absurd();
            if !shown && !out.contains(&fact) {
                out.push(fact);
            }
        }
        out
    }
}

/// The conditions without those that follow from another one about the same expression, or about its negative.
#[must_use]
pub fn distinct(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    for fact in facts {
        if out.iter().any(|known| follows(&fact, known)) {
            continue;
        }
        out.retain(|known| !follows(known, &fact));
        out.push(fact);
    }
    out
}

/// Whether the first condition follows from the second: `x != 0` and `x >= 0` from `x > 0`, and what says the same.
fn follows(a: &Fact, from: &Fact) -> bool {
    let negative = || (&a.expr + &from.expr).is_zero();
    match a.relation {
        Relation::NonZero => {
            matches!(from.relation, Relation::NonZero | Relation::Positive) && (a.expr == from.expr || negative())
        }
        Relation::NonNegative => {
            matches!(from.relation, Relation::NonNegative | Relation::Positive) && a.expr == from.expr
        }
        Relation::Positive => from.relation == Relation::Positive && a.expr == from.expr,
        Relation::Zero => from.relation == Relation::Zero && (a.expr == from.expr || negative()),
    }
}

/// `x sign(x) != 0` and `x sign(x) > 0` say that `x` is not 0.
fn without_signs(fact: &Fact) -> Fact {
    let Kind::Product(factors) = fact.expr.kind() else { return fact.clone() };
    let sign_of = |e: &Expr| match e.kind() {
        Kind::Apply(Function::Sign, of) => Some(of.clone()),
        _ => None,
    };
    let signs: Vec<Expr> = factors.iter().filter_map(sign_of).collect();
    let rest: Vec<Expr> = factors.iter().filter(|f| sign_of(f).is_none()).cloned().collect();
    let paired = signs.iter().all(|of| rest.contains(of));
    let all = rest.iter().all(|f| signs.contains(f));
    match fact.relation {
        Relation::NonZero if paired && !signs.is_empty() => Fact { expr: Expr::product(rest), ..fact.clone() },
        Relation::Positive if paired && all => {
            Fact { expr: Expr::product(rest), relation: Relation::NonZero, ..fact.clone() }
        }
        _ => fact.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    fn x() -> Expr {
        Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0))
    }

    #[test]
    fn a_condition_that_follows_from_another_is_not_repeated() {
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        let (d, e) = (x() - &y, &y - x());
        let shown = |facts: Vec<Fact>| distinct(facts);
        assert_eq!(shown(vec![Fact::nonzero(d.clone()), Fact::nonzero(e.clone())]), vec![Fact::nonzero(d.clone())]);
        let chain = vec![Fact::nonnegative(x()), Fact::positive(x()), Fact::nonzero(x())];
        assert_eq!(shown(chain), vec![Fact::positive(x())]);
        // These say different things.
        let apart = vec![Fact::positive(d.clone()), Fact::positive(e)];
        assert_eq!(shown(apart.clone()), apart);
        let apart = vec![Fact::nonnegative(x()), Fact::nonzero(x())];
        assert_eq!(shown(apart.clone()), apart);
    }

    #[test]
    fn an_absolute_value_is_not_0_where_its_argument_is_not() {
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        let size = x() * x().apply(Function::Sign);
        assert_eq!(without_signs(&Fact::positive(size.clone())), Fact::nonzero(x()));
        assert_eq!(without_signs(&Fact::nonzero(&size * &y)), Fact::nonzero(x() * &y));
        for other in
            [Fact::positive(&size * &y), Fact::nonnegative(size), Fact::positive(&y * &x().apply(Function::Sign))]
        {
            assert_eq!(without_signs(&other), other);
        }
    }
}
