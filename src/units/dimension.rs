//! What kind of quantity a unit measures: rational exponents over the seven base dimensions of the SI.
//!
//! In: exponents. Out: products, powers, and a description in words (`voltage / time`) or in base units
//! (`kg m^2 s^-3 A^-1`). It must not know how large a unit is.

use super::exponent::{self, Exponent, ExponentTooLarge};
use num_traits::Zero;
use std::fmt;

/// The base units that stand for the base dimensions, in the order of the SI brochure's expressions.
pub const BASE_UNITS: [&str; 7] = ["kg", "m", "s", "A", "K", "mol", "cd"];

/// Exponents of mass, length, time, current, temperature, amount of substance and luminous intensity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension {
    exponents: [Exponent; 7],
}

/// Dimensions with a name of their own, exponents in the order of [`BASE_UNITS`]. Where a description needs two
/// of them, the first that fit are taken: names in daily use stand first.
const NAMED: &[(&str, [i8; 7])] = &[
    ("time", [0, 0, 1, 0, 0, 0, 0]),
    ("length", [0, 1, 0, 0, 0, 0, 0]),
    ("mass", [1, 0, 0, 0, 0, 0, 0]),
    ("current", [0, 0, 0, 1, 0, 0, 0]),
    ("temperature", [0, 0, 0, 0, 1, 0, 0]),
    ("amount of substance", [0, 0, 0, 0, 0, 1, 0]),
    ("luminous intensity", [0, 0, 0, 0, 0, 0, 1]),
    ("voltage", [1, 2, -3, -1, 0, 0, 0]),
    ("charge", [0, 0, 1, 1, 0, 0, 0]),
    ("conductance", [-1, -2, 3, 2, 0, 0, 0]),
    ("resistance", [1, 2, -3, -2, 0, 0, 0]),
    ("capacitance", [-1, -2, 4, 2, 0, 0, 0]),
    ("concentration", [0, -3, 0, 0, 0, 1, 0]),
    ("energy", [1, 2, -2, 0, 0, 0, 0]),
    ("power", [1, 2, -3, 0, 0, 0, 0]),
    ("force", [1, 1, -2, 0, 0, 0, 0]),
    ("pressure", [1, -1, -2, 0, 0, 0, 0]),
    ("speed", [0, 1, -1, 0, 0, 0, 0]),
    ("acceleration", [0, 1, -2, 0, 0, 0, 0]),
    ("momentum", [1, 1, -1, 0, 0, 0, 0]),
    ("area", [0, 2, 0, 0, 0, 0, 0]),
    ("volume", [0, 3, 0, 0, 0, 0, 0]),
    ("magnetic flux", [1, 2, -2, -1, 0, 0, 0]),
    ("magnetic flux density", [1, 0, -2, -1, 0, 0, 0]),
    ("inductance", [1, 2, -2, -2, 0, 0, 0]),
    ("catalytic activity", [0, 0, -1, 0, 0, 1, 0]),
    ("frequency", [0, 0, -1, 0, 0, 0, 0]),
];

impl Dimension {
    /// No dimension: a pure number.
    #[must_use]
    pub fn none() -> Self {
        Self { exponents: [Exponent::zero(); 7] }
    }

    /// The dimension with these whole exponents, in the order of [`BASE_UNITS`].
    #[must_use]
    pub fn from_exponents(exponents: [i8; 7]) -> Self {
        Self { exponents: exponents.map(|n| Exponent::from(i32::from(n))) }
    }

    /// The exponents, in the order of [`BASE_UNITS`].
    #[must_use]
    pub fn exponents(&self) -> [Exponent; 7] {
        self.exponents
    }

    /// Whether it is the dimension of a pure number.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.exponents.iter().all(Zero::is_zero)
    }

    /// The dimension of a product.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn mul(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        let mut exponents = self.exponents;
        for (mine, theirs) in exponents.iter_mut().zip(other.exponents) {
            *mine = exponent::sum(*mine, theirs)?;
        }
        Ok(Self { exponents })
    }

    /// The dimension of a quotient.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn div(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        self.mul(&other.inverse())
    }

    /// The dimension of the reciprocal.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { exponents: self.exponents.map(|power| -power) }
    }

    /// The dimension of a power.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn pow(&self, power: Exponent) -> Result<Self, ExponentTooLarge> {
        let mut exponents = self.exponents;
        for mine in &mut exponents {
            *mine = exponent::product(*mine, power)?;
        }
        Ok(Self { exponents })
    }

    /// Its own name, such as `voltage`, where the table has one.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        NAMED.iter().find(|(_, exponents)| Self::from_exponents(*exponents) == *self).map(|(name, _)| *name)
    }

    /// In words: `dimensionless`, `voltage`, `voltage^2`, `1 / voltage`, `voltage / time`,
    /// `charge * length`; in base units where two names do not suffice.
    #[must_use]
    pub fn describe(&self) -> String {
        if self.is_none() {
            return "dimensionless".to_owned();
        }
        self.as_power().or_else(|| self.as_pair()).unwrap_or_else(|| self.to_string())
    }

    /// `voltage`, `voltage^2`, `voltage^(1/2)`, `1 / voltage^2`.
    fn as_power(&self) -> Option<String> {
        if let Some(name) = self.name() {
            return Some(name.to_owned());
        }
        NAMED.iter().find_map(|(name, exponents)| {
            let power = self.power_of(&Self::from_exponents(*exponents))?;
            Some(product_in_words(&[(*name, power)]))
        })
    }

    /// `voltage / time`, `conductance / area`, `voltage * time^2`, `1 / (voltage * time)`: of all pairs the one with the
    /// smallest powers, and among these the one whose names stand first in the table.
    fn as_pair(&self) -> Option<String> {
        let mut best: Option<((i32, usize), String)> = None;
        for (i, (first, exponents)) in NAMED.iter().enumerate() {
            for power in [1, -1, 2, -2].map(Exponent::from) {
                let taken = Self::from_exponents(*exponents).pow(power).ok()?;
                let rest = self.div(&taken).ok()?;
                for (j, (second, exponents)) in NAMED.iter().enumerate().skip(i + 1) {
                    let Some(other) = rest.power_of(&Self::from_exponents(*exponents)) else {
                        continue;
                    };
                    let rank = (power.numer().abs() + other.numer().abs(), i + j);
                    let small = other.is_integer() && other.numer().abs() <= 2;
                    if small && best.as_ref().is_none_or(|(least, _)| rank < *least) {
                        best = Some((rank, product_in_words(&[(first, power), (second, other)])));
                    }
                }
            }
        }
        best.map(|(_, words)| words)
    }

    /// The power of `base` that `self` is, if any.
    fn power_of(&self, base: &Self) -> Option<Exponent> {
        let (mine, theirs) = self.exponents.iter().zip(&base.exponents).find(|(_, theirs)| !theirs.is_zero())?;
        let power = exponent::product(*mine, theirs.recip()).ok()?;
        (!power.is_zero() && base.pow(power).ok()? == *self).then_some(power)
    }
}

/// `voltage^2 / (time * length)`: named dimensions with their powers; those of power zero fall away.
#[must_use]
pub(super) fn product_in_words(factors: &[(&str, Exponent)]) -> String {
    let side = |sign: i32| {
        let words = factors.iter().filter(|(_, power)| power.numer().signum() == sign);
        words.map(|(name, power)| power_in_words(name, *power * sign)).collect::<Vec<_>>()
    };
    let (above, below) = (side(1), side(-1));
    let numerator = if above.is_empty() { "1".to_owned() } else { above.join(" * ") };
    match below.as_slice() {
        [] if above.is_empty() => "dimensionless".to_owned(),
        [] => numerator,
        [one] => format!("{numerator} / {one}"),
        many => format!("{numerator} / ({})", many.join(" * ")),
    }
}

fn power_in_words(name: &str, power: Exponent) -> String {
    match (*power.numer(), *power.denom()) {
        (1, 1) => name.to_owned(),
        _ if name.contains(' ') => format!("({name})^{}", bracketed(power)),
        _ => format!("{name}^{}", bracketed(power)),
    }
}

fn bracketed(power: Exponent) -> String {
    if power.is_integer() { power.to_string() } else { format!("({power})") }
}

/// In base units, `kg^(1/2) m s^-1`; `1` for a pure number.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() {
            return f.write_str("1");
        }
        let present = BASE_UNITS.iter().zip(self.exponents).filter(|(_, power)| !power.is_zero());
        for (position, (unit, power)) in present.enumerate() {
            f.write_str(if position > 0 { " " } else { "" })?;
            f.write_str(unit)?;
            exponent::write_ascii(f, power)?;
        }
        Ok(())
    }
}

impl Default for Dimension {
    fn default() -> Self {
        Self::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::One;

    const VOLTAGE: [i8; 7] = [1, 2, -3, -1, 0, 0, 0];
    const TIME: [i8; 7] = [0, 0, 1, 0, 0, 0, 0];

    fn dimension(exponents: [i8; 7]) -> Dimension {
        Dimension::from_exponents(exponents)
    }

    #[test]
    fn base_units_carry_their_powers() -> Result<(), ExponentTooLarge> {
        assert_eq!(dimension(VOLTAGE).to_string(), "kg m^2 s^-3 A^-1");
        let half = dimension([1, 2, -2, 0, 0, 0, 0]).pow(Exponent::new(1, 2))?;
        assert_eq!(half.to_string(), "kg^(1/2) m s^-1");
        assert_eq!(Dimension::none().to_string(), "1");
        Ok(())
    }

    #[test]
    fn names_come_first_then_powers_then_pairs() -> Result<(), ExponentTooLarge> {
        let (voltage, time) = (dimension(VOLTAGE), dimension(TIME));
        assert_eq!(voltage.describe(), "voltage");
        assert_eq!(Dimension::none().describe(), "dimensionless");
        assert_eq!(time.inverse().describe(), "frequency");
        assert_eq!(voltage.pow(Exponent::from(2))?.describe(), "voltage^2");
        assert_eq!(voltage.pow(Exponent::new(1, 2))?.describe(), "voltage^(1/2)");
        assert_eq!(voltage.pow(Exponent::from(-2))?.describe(), "1 / voltage^2");
        assert_eq!(voltage.div(&time)?.describe(), "voltage / time");
        assert_eq!(voltage.mul(&time)?.describe(), "magnetic flux");
        let strange = dimension([1, 0, 5, 0, 7, 0, 0]);
        assert_eq!(strange.describe(), "kg s^5 K^7");
        Ok(())
    }

    #[test]
    fn every_named_dimension_occurs_once() {
        for (position, (name, exponents)) in NAMED.iter().enumerate() {
            assert_eq!(dimension(*exponents).name(), Some(*name), "another entry equals number {position}");
        }
    }

    #[test]
    fn words_group_below_the_line() {
        let factors = [("voltage", Exponent::one()), ("time", -Exponent::one()), ("length", Exponent::from(-2))];
        assert_eq!(product_in_words(&factors), "voltage / (time * length^2)");
        assert_eq!(product_in_words(&[("amount of substance", Exponent::from(2))]), "(amount of substance)^2");
    }
}
