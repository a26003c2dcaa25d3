//! Conditions as one writes them: `y < 0` for `-y > 0`, `x != 0` for `x^2 > 0`.
//!
//! In: a fact, an expression compared with 0. Out: an equivalent side and the sign between it and 0. Only rewritings that
//! hold for every real value of the side are made; it must not know any domain.

use crate::symbolic::{Expr, Fact, Kind, Relation};
use num_traits::Signed;

/// How the side compares with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `> 0`
    Greater,
    /// `>= 0`
    GreaterOrEqual,
    /// `< 0`
    Less,
    /// `<= 0`
    LessOrEqual,
    /// `!= 0`
    NotEqual,
    /// `== 0`
    Equal,
}

impl Sign {
    /// In the language.
    #[must_use]
    pub fn ascii(self) -> &'static str {
        match self {
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::NotEqual => "!=",
            Self::Equal => "==",
        }
    }

    /// In LaTeX.
    #[must_use]
    pub fn latex(self) -> &'static str {
        match self {
            Self::GreaterOrEqual => "\\geq",
            Self::LessOrEqual => "\\leq",
            Self::NotEqual => "\\neq",
            Self::Equal => "=",
            other => other.ascii(),
        }
    }

    /// The sign that fails exactly where this one holds.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::NotEqual => Self::Equal,
            Self::Equal => Self::NotEqual,
        }
    }

    fn mirrored(self) -> Self {
        match self {
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            same => same,
        }
    }
}

/// The side of a condition and its sign, as one writes them.
#[must_use]
pub fn readable(fact: &Fact) -> (Expr, Sign) {
    let sign = match fact.relation {
        Relation::Positive => Sign::Greater,
        Relation::NonNegative => Sign::GreaterOrEqual,
        Relation::NonZero => Sign::NotEqual,
        Relation::Zero => Sign::Equal,
    };
    // Even powers are never negative: they are positive where they are not 0.
    if let (Sign::Greater | Sign::NotEqual, Some(base)) = (sign, base_of_an_even_power(&fact.expr)) {
        return (base, Sign::NotEqual);
    }
    if sign == Sign::Greater && is_sum_of_squares(&fact.expr) {
        return (fact.expr.clone(), Sign::NotEqual);
    }
    if has_leading_minus(&fact.expr) {
        return (-fact.expr.clone(), sign.mirrored());
    }
    (fact.expr.clone(), sign)
}

/// `x` of `x^2`, which is 0 exactly where `x` is.
fn base_of_an_even_power(e: &Expr) -> Option<Expr> {
    let Kind::Power(base, exponent) = e.kind() else { return None };
    is_positive_even(exponent).then(|| base.clone())
}

fn is_positive_even(exponent: &Expr) -> bool {
    exponent.as_number().is_some_and(|q| q.is_integer() && q.is_positive() && q.to_integer() % 2 == 0.into())
}

/// Whether every term is an even power, or a positive multiple of one.
fn is_sum_of_squares(e: &Expr) -> bool {
    let even = |e: &Expr| matches!(e.kind(), Kind::Power(_, exponent) if is_positive_even(exponent));
    let term = |t: &Expr| match t.kind() {
        Kind::Product(factors) => factors.iter().all(|f| even(f) || f.as_number().is_some_and(Signed::is_positive)),
        _ => even(t),
    };
    matches!(e.kind(), Kind::Sum(terms) if terms.iter().all(term))
}

/// Whether it is a product with a negative number in front.
fn has_leading_minus(e: &Expr) -> bool {
    matches!(e.kind(), Kind::Product(factors) if factors.first().and_then(Expr::as_number).is_some_and(Signed::is_negative))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    #[test]
    fn conditions_read_as_one_writes_them() {
        let x = Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0));
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        let written = |fact: Fact| {
            let (side, sign) = readable(&fact);
            format!("{side} {} 0", sign.ascii())
        };
        assert_eq!(written(Fact::positive(-x.clone())), "x < 0");
        assert_eq!(written(Fact::nonnegative(-x.clone())), "x <= 0");
        assert_eq!(written(Fact::positive(&x * &x)), "x != 0");
        assert_eq!(written(Fact::nonnegative(&x * &x)), "x^2 >= 0");
        let squares = &x * &x + &y * &y;
        assert_eq!(readable(&Fact::positive(squares.clone())).1, Sign::NotEqual);
        assert_eq!(readable(&Fact::positive(squares - Expr::one())).1, Sign::Greater);
    }
}
