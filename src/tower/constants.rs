//! Numbers at the border of the engine's field: geoflow's on this side, the plain ones of `algebra` on the other.

use crate::rational::Rational;
use algebra::{Factorisation, Field, Fraction};

/// Numbers into the field.
pub trait Constants {
    /// The constant `q`.
    fn number(&self, q: &Rational) -> Fraction;
}

impl Constants for Field<'_> {
    fn number(&self, q: &Rational) -> Fraction {
        self.constant(&q.to_big())
    }
}

/// Numbers out of the field.
pub trait Constant {
    /// The number this is, if it is one.
    fn as_number(&self) -> Option<Rational>;
}

impl Constant for Fraction {
    fn as_number(&self) -> Option<Rational> {
        self.as_constant().map(Rational::from)
    }
}

/// The number in front of a product of irreducible factors.
pub trait Content {
    /// Its value, with the sign.
    fn content(&self) -> Rational;
}

impl Content for Factorisation {
    fn content(&self) -> Rational {
        Rational::from(self.content.clone())
    }
}
