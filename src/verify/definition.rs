//! Where an expression is defined, read off its form.
//!
//! In: an expression. Out: facts that together make sure that every part of it has a value. They are sufficient, and
//! they are what the language says of its functions (`docs/conventions.md`); nothing is decided here.

use crate::symbolic::{Expr, Fact, Function, Kind, Relation};
use num_traits::Signed;

/// Facts under which `e` is defined, each once, in the order of the parts of `e`.
#[must_use]
pub(super) fn definition(e: &Expr) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut need = |expr: Expr, relation: Relation| {
        let fact = Fact { expr, relation };
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    };
    for part in Expr::nodes_of(std::slice::from_ref(e)) {
        match part.kind() {
            Kind::Power(b, x) => match x.as_number() {
                Some(q) if q.is_integer() && q.is_negative() => need(b.clone(), Relation::NonZero),
                Some(q) if q.is_integer() => {}
                Some(q) if q.is_positive() => need(b.clone(), Relation::NonNegative),
                _ => need(b.clone(), Relation::Positive),
            },
            Kind::Apply(f, x) => match f {
                Function::Log => need(x.clone(), Relation::Positive),
                Function::Tan => need(x.apply(Function::Cos), Relation::NonZero),
                Function::Asin | Function::Acos => need(Expr::one() - x.powi(2), Relation::NonNegative),
                Function::Atanh => need(Expr::one() - x.powi(2), Relation::Positive),
                Function::Acosh => need(x - &Expr::one(), Relation::NonNegative),
                _ => {}
            },
            _ => {}
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn quotients_roots_and_logarithms_bring_their_conditions() {
        let x = Expr::symbol(&Symbol::new("M", "x", Role::Coordinate, 0));
        let e = x.recip() + (&x + &Expr::one()).sqrt() * x.log();
        let facts = definition(&e);
        assert!(facts.contains(&Fact { expr: x.clone(), relation: Relation::NonZero }));
        assert!(facts.contains(&Fact { expr: x.clone(), relation: Relation::Positive }));
        assert!(facts.contains(&Fact { expr: &x + &Expr::one(), relation: Relation::NonNegative }));
        assert_eq!(facts.len(), 3);
        assert!(definition(&x.powi(3)).is_empty());
    }
}
