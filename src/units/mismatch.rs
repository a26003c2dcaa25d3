//! Why two quantities cannot be added or compared, and what factor would repair it.
//!
//! In: the units of both sides. Out: a [`Mismatch`] that says which dimensions meet and which is missing, as values and
//! as aligned lines of text. It must not know spans or where the sides come from: the caller labels them.

use super::dimension::{Dimension, product_in_words};
use super::exponent::{self, Exponent};
use super::scale::Scale;
use super::unit::{NamedUnit, Unit};
use num_traits::Zero;

/// Two units that are not equivalent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Unit of the left side.
    pub left: Unit,
    /// Unit of the right side.
    pub right: Unit,
}

/// What brings the left side to the dimension of the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Multiply the left side by a quantity of this unit.
    Multiply(Unit),
    /// Divide the left side by a quantity of this unit.
    Divide(Unit),
    /// The dimensions agree: multiply the number on the left by this factor to express it in the unit of the right.
    Convert(Scale),
}

impl Mismatch {
    /// The mismatch of two units; `None` when they are equivalent.
    #[must_use]
    pub fn between(left: &Unit, right: &Unit) -> Option<Self> {
        (!left.equivalent(right)).then(|| Self { left: left.clone(), right: right.clone() })
    }

    /// Whether the dimensions differ, and not only the scales.
    #[must_use]
    pub fn is_of_dimension(&self) -> bool {
        !self.left.same_dimension(&self.right)
    }

    /// The missing factor, `right/left`, with units of one dimension merged: between `mV` and `V/ms` it is `1/ms`.
    /// Division is preferred where every power is negative. `None` only for exponents past all sense.
    #[must_use]
    pub fn repair(&self) -> Option<Repair> {
        if let Some(factor) = Unit::conversion(&self.left, &self.right) {
            return Some(Repair::Convert(factor));
        }
        let missing = one_unit_per_dimension(&self.right.div(&self.left).ok()?)?;
        if missing.factors().all(|(_, power)| power < Exponent::zero()) {
            return Some(Repair::Divide(missing.inverse()));
        }
        Some(Repair::Multiply(missing))
    }

    /// Both sides in aligned columns:
    /// ```text
    /// left:  voltage         [mV]
    /// right: voltage / time  [mV/ms]
    /// ```
    #[must_use]
    pub fn lines(&self) -> [String; 2] {
        self.labelled_lines("left", "right")
    }

    /// The same with the caller's labels for the sides.
    #[must_use]
    pub fn labelled_lines(&self, left: &str, right: &str) -> [String; 2] {
        let sides =
            [(left, &self.left), (right, &self.right)].map(|(label, unit)| (format!("{label}:"), in_words(unit), unit));
        let width = |column: fn(&(String, String, &Unit)) -> usize| sides.iter().map(column).max().unwrap_or(0);
        let (labels, words) = (width(|side| side.0.chars().count()), width(|side| side.1.chars().count()));
        sides.map(|(label, word, unit)| format!("{label:labels$} {word:words$}  [{}]", unit.unicode()))
    }

    /// One sentence of help: ``dividing the left term by a time such as `1 [ms]` repairs it``. `term` names what would be
    /// changed (`the left term`).
    #[must_use]
    pub fn help(&self, term: &str) -> Option<String> {
        Some(match self.repair()? {
            Repair::Convert(factor) => {
                let (left, right) = (&self.left, &self.right);
                format!("1 [{}] = {factor} [{}]", left.unicode(), right.unicode())
            }
            Repair::Multiply(unit) => {
                format!("multiplying {term} by {} repairs it", such_as(&unit))
            }
            Repair::Divide(unit) => format!("dividing {term} by {} repairs it", such_as(&unit)),
        })
    }
}

/// The kind of quantity a unit measures, in the terms of its own factors: `voltage / time` for `mV/ms`,
/// `dimensionless` for `mV/mV`, `voltage` for `J/C`.
#[must_use]
pub fn in_words(unit: &Unit) -> String {
    let dimension = unit.dimension();
    if dimension.is_none() || dimension.name().is_some() {
        return dimension.describe();
    }
    let mut named: Vec<(&str, Exponent)> = Vec::new();
    for (dimension, _, power) in merged(unit).unwrap_or_default() {
        match dimension.name() {
            Some(name) => named.push((name, power)),
            None => return unit.dimension().describe(),
        }
    }
    if named.is_empty() { dimension.describe() } else { product_in_words(&named) }
}

/// Factors of one dimension merged into the first of them, in canonical order; pure numbers and powers that
/// cancel are left out. `None` when an exponent grows too large.
fn merged(unit: &Unit) -> Option<Vec<(Dimension, NamedUnit, Exponent)>> {
    let mut merged: Vec<(Dimension, NamedUnit, Exponent)> = Vec::new();
    for (factor, power) in unit.factors().filter(|(factor, _)| !factor.dimension().is_none()) {
        let dimension = factor.dimension();
        match merged.iter_mut().find(|(known, ..)| *known == dimension) {
            Some((_, _, total)) => *total = exponent::sum(*total, power).ok()?,
            None => merged.push((dimension, *factor, power)),
        }
    }
    merged.retain(|(_, _, power)| !power.is_zero());
    Some(merged)
}

fn one_unit_per_dimension(unit: &Unit) -> Option<Unit> {
    merged(unit)?
        .iter()
        .try_fold(Unit::one(), |product, (_, factor, power)| product.mul(&Unit::named(*factor).pow(*power).ok()?).ok())
}

/// `a time such as `1 [ms]``, or `a factor in [mV²]` where the dimension has no name.
fn such_as(unit: &Unit) -> String {
    match unit.dimension().name() {
        Some(name) => {
            let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("{article} {name} such as `1 [{}]`", unit.unicode())
        }
        None => format!("a factor in `[{}]` ({})", unit.unicode(), in_words(unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mismatch(left: &str, right: &str) -> Mismatch {
        let unit = |text: &str| Unit::from_text(text).expect(text);
        Mismatch::between(&unit(left), &unit(right)).expect("they differ")
    }

    fn help(left: &str, right: &str) -> String {
        mismatch(left, right).help("the left term").expect("small exponents")
    }

    #[test]
    fn equivalent_units_are_no_mismatch() {
        let unit = |text: &str| Unit::from_text(text).expect(text);
        assert_eq!(Mismatch::between(&unit("V*A"), &unit("W")), None);
        assert_eq!(Mismatch::between(&unit("rad"), &unit("1")), None);
    }

    #[test]
    fn lines_align() {
        assert_eq!(mismatch("mV", "mV/ms").lines(), ["left:  voltage         [mV]", "right: voltage / time  [mV/ms]"]);
        // dP^2 against dq^2 of the release model, whose bare Euclidean metric is refused.
        let lines = mismatch("1", "mV^2").labelled_lines("dP^2", "dq^2");
        assert_eq!(lines, ["dP^2: dimensionless  [1]", "dq^2: voltage^2      [mV²]"]);
    }

    #[test]
    fn the_missing_factor_is_named() {
        assert_eq!(help("mV", "mV/ms"), "dividing the left term by a time such as `1 [ms]` repairs it");
        assert_eq!(help("mV", "V/ms"), "dividing the left term by a time such as `1 [ms]` repairs it");
        assert_eq!(help("mV/ms", "mV"), "multiplying the left term by a time such as `1 [ms]` repairs it");
        assert_eq!(help("A", "V"), "multiplying the left term by a resistance such as `1 [V/A]` repairs it");
        assert_eq!(help("mV", "pJ"), "multiplying the left term by a charge such as `1 [pJ/mV]` repairs it");
        assert_eq!(help("1", "A"), "multiplying the left term by a current such as `1 [A]` repairs it");
        assert_eq!(help("1", "m^2"), "multiplying the left term by an area such as `1 [m²]` repairs it");
        assert_eq!(help("1", "mV^2"), "multiplying the left term by a factor in `[mV²]` (voltage^2) repairs it");
        assert_eq!(help("mV^2", "1"), "dividing the left term by a factor in `[mV²]` (voltage^2) repairs it");
    }

    #[test]
    fn the_repair_repairs() -> Result<(), crate::units::ExponentTooLarge> {
        for (left, right) in [("mV", "V/ms"), ("1", "mV^2"), ("nA", "pJ/ms^2"), ("m^(1/2)", "kg/s"), ("rad", "Hz")] {
            let clash = mismatch(left, right);
            assert!(clash.is_of_dimension());
            let repaired = match clash.repair() {
                Some(Repair::Multiply(unit)) => clash.left.mul(&unit)?,
                Some(Repair::Divide(unit)) => clash.left.div(&unit)?,
                other => panic!("{left} against {right} gave {other:?}"),
            };
            assert!(repaired.same_dimension(&clash.right), "{left} against {right}");
        }
        Ok(())
    }

    #[test]
    fn scales_that_differ_are_converted() {
        assert!(!mismatch("mV", "V").is_of_dimension());
        assert_eq!(help("mV", "V"), "1 [mV] = 1/1000 [V]");
        assert_eq!(help("V^2", "µV^2"), "1 [V²] = 10^12 [µV²]");
        assert_eq!(mismatch("mV", "V").lines(), ["left:  voltage  [mV]", "right: voltage  [V]"]);
        assert_eq!(help("%", "1"), "1 [%] = 1/100 [1]");
    }

    #[test]
    fn units_are_described_by_their_own_factors() {
        for (text, words) in [
            ("mV/ms", "voltage / time"),
            ("mV*V", "voltage^2"),
            ("J/C", "voltage"),
            ("V/mV", "dimensionless"),
            ("1/mV", "1 / voltage"),
            ("rad*mV", "voltage"),
            ("mS/cm^2", "conductance / length^2"),
            ("Gy", "speed^2"),
            ("mM/ms", "concentration / time"),
        ] {
            assert_eq!(in_words(&Unit::from_text(text).expect(text)), words, "{text}");
        }
    }
}
