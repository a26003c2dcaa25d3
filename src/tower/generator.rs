//! What the generators of the field stand for.

use crate::symbolic::Expr;
use algebra::Fraction;

/// A generator's meaning. The fraction arguments lie in the field itself, in generators made before.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// A symbol, pi, or a value of an unspecified function: an independent real variable.
    Atom,
    /// `exp(argument)`
    Exp {
        /// its argument
        argument: Fraction,
    },
    /// `log|f|` of an irreducible polynomial or prime number
    LogAbs {
        /// `f`
        of: Fraction,
    },
    /// `|f|^(1/degree)` with `g^power = value`, a true relation
    Root {
        /// `f`, irreducible or prime
        of: Fraction,
        /// the degree of the root
        degree: u32,
        /// the relation's exponent
        power: u16,
        /// the relation's right side, free of this generator
        value: Fraction,
    },
    /// `cos(angle)`
    Cos,
    /// `sin(angle)` with `g^2 = 1 - cos(angle)^2`
    Sin {
        /// index of the cosine's generator
        cosine: usize,
    },
    /// `asin(of)`
    Arcsine {
        /// its argument
        of: Fraction,
    },
    /// `atan(of)`
    Arctangent {
        /// its argument
        of: Fraction,
    },
    /// `atan2(y, x)`
    Polar {
        /// the ordinate
        y: Fraction,
        /// the abscissa
        x: Fraction,
    },
    /// The sign of an irreducible polynomial, taken as 1 at its zeros: `g^2 = 1`
    SignOf {
        /// the polynomial
        of: Fraction,
    },
    /// A sign to the power of an integer: 1 or -1, so `g^2 = 1`
    Parity {
        /// the generator of the sign; nothing for -1
        of: Option<usize>,
        /// the integer is the product of these
        variables: Vec<usize>,
    },
    /// A function value about which nothing more is used.
    Opaque,
}

/// A generator: its meaning and the expression that it stands for.
#[derive(Clone, Debug)]
pub struct Generator {
    /// What it stands for.
    pub meaning: Meaning,
    /// The same as an expression.
    pub expr: Expr,
    /// It is a number: no symbol and no unspecified function occurs.
    pub constant: bool,
}
