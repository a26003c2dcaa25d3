//! Facts about constants.
//!
//! In: a fact without variables. Out: whether it holds, if that is certain from an enclosure.

use super::evaluate::{Point, Value, evaluate};
use crate::symbolic::{Fact, Relation};
use num_traits::Signed;

/// Precisions at which the sign of a number is told, in bits.
const PRECISIONS: [usize; 2] = [128, 1024];

/// Whether a fact about constants holds. Nothing where it has variables, where the number has no value, or where it is 0 as far
/// as can be seen: so `sqrt(2)^2 > 2` neither holds nor fails.
#[must_use]
pub fn holds(fact: &Fact) -> Option<bool> {
    if fact.expr.has_symbols() {
        return None;
    }
    PRECISIONS.into_iter().find_map(|bits| {
        let value = match evaluate(&fact.expr, &Point::default(), bits).ok()? {
            // A condition without a value is not met.
            Value::Undefined { .. } => return Some(false),
            value => value.interval(bits)?,
        };
        let (positive, negative) = (value.lower_end().is_positive(), value.upper_end().is_negative());
        match fact.relation {
            Relation::Positive if positive => Some(true),
            Relation::Positive if !value.upper_end().is_positive() => Some(false),
            Relation::NonNegative if !value.lower_end().is_negative() => Some(true),
            Relation::NonNegative if negative => Some(false),
            Relation::NonZero if positive || negative => Some(true),
            Relation::NonZero if value.is_zero() => Some(false),
            Relation::Zero if value.is_zero() => Some(true),
            Relation::Zero if positive || negative => Some(false),
            _ => None,
        }
    })
}

/// Whether it is certain that a fact about constants does not hold.
#[must_use]
pub fn fails(fact: &Fact) -> bool {
    fact.is_absurd() || holds(fact) == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Expr, Role, Symbol};

    #[test]
    fn what_is_certain_of_constants() {
        let root = Expr::integer(2).sqrt();
        let one = Expr::one();
        assert_eq!(holds(&Fact::positive(&root - &one)), Some(true));
        assert_eq!(holds(&Fact::positive(&one - &root)), Some(false));
        assert_eq!(holds(&Fact::nonnegative(&one - &root)), Some(false));
        assert_eq!(holds(&Fact::new(&one - &root, Relation::NonZero)), Some(true));
        assert_eq!(holds(&Fact::zero(&one - &root)), Some(false));
        // 0 as far as can be seen: sqrt(6) - sqrt(2) sqrt(3).
        let nothing = Expr::integer(6).sqrt() - &root * &Expr::integer(3).sqrt();
        for relation in [Relation::Positive, Relation::NonZero, Relation::Zero] {
            assert_eq!(holds(&Fact::new(nothing.clone(), relation)), None);
        }
        assert!(fails(&Fact::positive((&one - &root).log())));
        let x = Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0));
        assert_eq!(holds(&Fact::positive(x)), None);
    }
}
