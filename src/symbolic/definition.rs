//! Where an expression is defined, read off its form.
//!
//! In: an expression. Out: facts that together make sure that every part of it has a value. They are sufficient, and
//! they are what the language says of its functions (`docs/conventions.md`); nothing is decided here.

use super::{Binary, Expr, Fact, Function, Kind, Relation};
use num_traits::Signed;

/// Facts under which `e` is defined, each once, in the order of the parts of `e`.
#[must_use]
pub fn definition(e: &Expr) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut need = |expr: Expr, relation: Relation| {
        let fact = Fact::new(expr, relation);
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
            // An integrand is defined for all values of its variables (`statistics::growth`): what is said of them holds.
            Kind::Mean { body, .. } => definition(body)
                .into_iter()
                .filter(|fact| !fact.expr.mentions_bound())
                .for_each(|fact| need(fact.expr, fact.relation)),
            Kind::Apply(f, x) => applied(*f, x).into_iter().for_each(|fact| need(fact.expr, fact.relation)),
            Kind::Binary(Binary::Atan2, y, x) => need(y.powi(2) + x.powi(2), Relation::NonZero),
            Kind::Binary(Binary::Beta, x, y) => {
                need(x.clone(), Relation::Positive);
                need(y.clone(), Relation::Positive);
            }
            Kind::Binary(Binary::Min | Binary::Max, ..)
            | Kind::Number(_)
            | Kind::Pi
            | Kind::Symbol(_)
            | Kind::Bound(_)
            | Kind::Sum(_)
            | Kind::Product(_)
            | Kind::Unspecified { .. } => {}
        }
    }
    facts
}

/// What a function demands of its argument. Every function is named, so that a new one is thought of here.
fn applied(f: Function, x: &Expr) -> Vec<Fact> {
    use Function as F;
    let one = Expr::one;
    match f {
        F::Log => vec![Fact::positive(x.clone())],
        F::Logit => vec![Fact::positive(x.clone()), Fact::positive(one() - x)],
        F::Tan | F::Sec => vec![Fact::nonzero(x.apply(F::Cos))],
        F::Cot | F::Csc => vec![Fact::nonzero(x.apply(F::Sin))],
        F::Acot => vec![Fact::nonzero(x.clone())],
        F::Asin | F::Acos => vec![Fact::nonnegative(one() - x.powi(2))],
        F::Atanh => vec![Fact::positive(one() - x.powi(2))],
        F::Acosh => vec![Fact::nonnegative(x - &one())],
        // `sin(pi x)^2 + x + |x|` vanishes at 0, -1, -2, .. and nowhere else.
        F::Gamma | F::LogGamma | F::Polygamma(_) => {
            let wave = (Expr::pi() * x).apply(F::Sin).powi(2);
            vec![Fact::nonzero(Expr::sum([wave, x.clone(), x.apply(F::Abs)]))]
        }
        F::Exp
        | F::Sin
        | F::Cos
        | F::Sinh
        | F::Cosh
        | F::Tanh
        | F::Logistic
        | F::Softplus
        | F::Atan
        | F::Asinh
        | F::Abs
        | F::Sign
        | F::Cbrt
        | F::Erf
        | F::Erfc
        | F::BesselI(_) => Vec::new(),
    }
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
        assert!(facts.contains(&Fact::nonzero(x.clone())));
        assert!(facts.contains(&Fact::positive(x.clone())));
        assert!(facts.contains(&Fact::nonnegative(&x + &Expr::one())));
        assert_eq!(facts.len(), 3);
        assert!(definition(&x.powi(3)).is_empty());
    }
}
