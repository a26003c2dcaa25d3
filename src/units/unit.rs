//! Units as products of named units.
//!
//! In: names and powers. Out: a [`Unit`], which remembers the names for display and derives its dimension and
//! scale. It must not know the syntax tree.
//!
//! Canonical form: every name at most once, no power zero, ordered by the table of [`super::si`] and then by prefix.
//! So `mV*ms` and `ms*mV` are one value, and `mV/mV` is `1`. Different names are kept apart even where they cancel
//! in value: `V/mV` has no dimension and the scale 1000. `==` compares names; [`Unit::equivalent`] compares meaning.

use super::dimension::Dimension;
use super::exponent::{self, Exponent, ExponentTooLarge};
use super::prefix::Prefix;
use super::scale::Scale;
use super::si::{self, Definition, Refusal};
use super::superscript::superscript;
use num_traits::{One, Zero};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A unit of the table with a prefix, such as `mV`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedUnit {
    rank: usize,
    definition: &'static Definition,
    prefix: &'static Prefix,
}

impl NamedUnit {
    /// The unit a name means.
    ///
    /// # Errors
    /// Why it means none.
    pub fn look_up(name: &str) -> Result<Self, Refusal> {
        let (rank, definition, prefix) = si::look_up(name)?;
        Ok(Self { rank, definition, prefix })
    }

    /// Its dimension.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.definition.dimension()
    }

    /// Its value in base units.
    #[must_use]
    pub fn scale(&self) -> Scale {
        // The exponents of both tables are small: the product does not fail.
        self.definition.scale().mul(&Scale::power_of_ten(self.prefix.power)).unwrap_or_default()
    }

    /// `um`
    #[must_use]
    pub fn ascii(&self) -> String {
        format!("{}{}", self.prefix.symbol, self.definition.symbol)
    }

    /// `µm`
    #[must_use]
    pub fn unicode(&self) -> String {
        format!("{}{}", self.prefix.unicode, self.definition.unicode)
    }

    /// `\mathrm{mV}`, `\mu\mathrm{m}`, `\mathrm{k}\Omega`
    #[must_use]
    pub fn latex(&self) -> String {
        let (prefix, unit) = (self.prefix.symbol, self.definition);
        match (prefix, unit.latex) {
            ("u", "") => format!(r"\mu\mathrm{{{}}}", unit.symbol),
            ("u", own) => format!(r"\mu {own}"),
            ("", "") => format!(r"\mathrm{{{}}}", unit.symbol),
            ("", own) => own.to_owned(),
            (prefix, "") => format!(r"\mathrm{{{prefix}{}}}", unit.symbol),
            (prefix, own) => format!(r"\mathrm{{{prefix}}}{own}"),
        }
    }
}

impl Ord for NamedUnit {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.rank, self.prefix.power).cmp(&(other.rank, other.prefix.power))
    }
}

impl PartialOrd for NamedUnit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A named unit with its power.
type Factor<'a> = (&'a NamedUnit, Exponent);

/// A product of powers of named units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    factors: BTreeMap<NamedUnit, Exponent>,
    dimension: Dimension,
    scale: Scale,
}

impl Unit {
    /// The unit of pure numbers.
    #[must_use]
    pub fn one() -> Self {
        Self::default()
    }

    /// A named unit by itself.
    #[must_use]
    pub fn named(unit: NamedUnit) -> Self {
        Self { dimension: unit.dimension(), scale: unit.scale(), factors: BTreeMap::from([(unit, Exponent::one())]) }
    }

    /// `self * other`; powers of one name add up.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn mul(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        let mut factors = self.factors.clone();
        for (&unit, &power) in &other.factors {
            let total = exponent::sum(factors.remove(&unit).unwrap_or_else(Exponent::zero), power)?;
            if !total.is_zero() {
                factors.insert(unit, total);
            }
        }
        let dimension = self.dimension.mul(&other.dimension)?;
        Ok(Self { factors, dimension, scale: self.scale.mul(&other.scale)? })
    }

    /// `self / other`.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn div(&self, other: &Self) -> Result<Self, ExponentTooLarge> {
        self.mul(&other.inverse())
    }

    /// `1 / self`.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let factors = self.factors.iter().map(|(&unit, &power)| (unit, -power)).collect();
        Self { factors, dimension: self.dimension.inverse(), scale: self.scale.inverse() }
    }

    /// `self^power`.
    ///
    /// # Errors
    /// [`ExponentTooLarge`].
    pub fn pow(&self, power: Exponent) -> Result<Self, ExponentTooLarge> {
        if power.is_zero() {
            return Ok(Self::one());
        }
        let mut factors = BTreeMap::new();
        for (&unit, &old) in &self.factors {
            factors.insert(unit, exponent::product(old, power)?);
        }
        Ok(Self { factors, dimension: self.dimension.pow(power)?, scale: self.scale.pow(power)? })
    }

    /// Its dimension.
    #[must_use]
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// Its value in base units.
    #[must_use]
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Its factors in canonical order.
    pub fn factors(&self) -> impl Iterator<Item = (&NamedUnit, Exponent)> {
        self.factors.iter().map(|(unit, &power)| (unit, power))
    }

    /// Whether a quantity in this unit is its own number: no dimension, scale 1. True of `rad`, not of `%`.
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        self.dimension.is_none() && self.scale.is_one()
    }

    /// Whether both measure the same kind of quantity.
    #[must_use]
    pub fn same_dimension(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// Whether both mean the same, by whatever names: `V*A` and `W`.
    #[must_use]
    pub fn equivalent(&self, other: &Self) -> bool {
        self.same_dimension(other) && self.scale == other.scale
    }

    /// The factor `k` with `x [from] = k*x [to]`: `10^-3` from mV to V. `None` where the dimensions differ (and, past
    /// all sense, where the factor's exponents exceed [`exponent::LIMIT`]).
    #[must_use]
    pub fn conversion(from: &Self, to: &Self) -> Option<Scale> {
        if !from.same_dimension(to) {
            return None;
        }
        from.scale.div(&to.scale).ok()
    }

    /// `1` where the unit is equivalent to 1 (`V*A/W`, `rad`), else the unit itself.
    #[must_use]
    pub fn simplified(&self) -> Self {
        if self.is_dimensionless() { Self::one() } else { self.clone() }
    }

    /// `mV²`, `mV/(ms·nA)`, `µm^(1/2)`
    #[must_use]
    pub fn unicode(&self) -> String {
        self.fraction("·", |unit, power| {
            let mut text = unit.unicode();
            if power.is_integer() && !power.is_one() {
                text.extend(power.numer().to_string().chars().map(superscript));
            } else {
                // Writing into a string cannot fail.
                let _ = exponent::write_ascii(&mut text, power);
            }
            text
        })
    }

    /// KaTeX with negative powers and thin spaces: `\mathrm{mV}^{2}`, `\mathrm{mV}\,\mathrm{ms}^{-1}`; `1` for one.
    #[must_use]
    pub fn latex(&self) -> String {
        if self.factors.is_empty() {
            return "1".to_owned();
        }
        let (above, below) = self.sides();
        let factors = above.into_iter().chain(below).map(|(unit, power)| match power.is_one() {
            true => unit.latex(),
            false => format!("{}^{{{power}}}", unit.latex()),
        });
        factors.collect::<Vec<_>>().join(r"\,")
    }

    /// Factors of positive and of negative power, each in canonical order.
    fn sides(&self) -> (Vec<Factor<'_>>, Vec<Factor<'_>>) {
        self.factors().partition(|(_, power)| *power.numer() > 0)
    }

    /// `a*b/(c*d)` with each factor written by `factor`, which sees positive powers only.
    fn fraction(&self, times: &str, factor: impl Fn(&NamedUnit, Exponent) -> String) -> String {
        let (above, below) = self.sides();
        let mut text = above.iter().map(|(unit, power)| factor(unit, *power)).collect::<Vec<_>>().join(times);
        if text.is_empty() {
            text.push('1');
        }
        let below: Vec<_> = below.iter().map(|(unit, power)| factor(unit, -*power)).collect();
        // Writing into a string cannot fail.
        let _ = match below.as_slice() {
            [] => Ok(()),
            [one] => write!(text, "/{one}"),
            many => write!(text, "/({})", many.join(times)),
        };
        text
    }
}

/// ASCII: `mV^2`, `mV^(1/2)`, `1/mV`, `mV/(ms*nA)`. [`Unit::from_text`] reads it back.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.fraction("*", |unit, power| {
            let mut text = unit.ascii();
            // Writing into a string cannot fail.
            let _ = exponent::write_ascii(&mut text, power);
            text
        });
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::from_text(text).expect(text)
    }

    #[test]
    fn display_is_canonical() {
        for (written, ascii, unicode, latex) in [
            ("1", "1", "1", "1"),
            ("mV^2", "mV^2", "mV²", r"\mathrm{mV}^{2}"),
            ("mV^(1/2)", "mV^(1/2)", "mV^(1/2)", r"\mathrm{mV}^{1/2}"),
            ("mV^-1", "1/mV", "1/mV", r"\mathrm{mV}^{-1}"),
            ("nA^-1 ms^-1 mV", "mV/(nA*ms)", "mV/(nA·ms)", r"\mathrm{mV}\,\mathrm{nA}^{-1}\,\mathrm{ms}^{-1}"),
            ("s^-2 m kg", "kg*m/s^2", "kg·m/s²", r"\mathrm{kg}\,\mathrm{m}\,\mathrm{s}^{-2}"),
            ("µm^12", "um^12", "µm¹²", r"\mu\mathrm{m}^{12}"),
            ("MΩ", "Mohm", "MΩ", r"\mathrm{M}\Omega"),
            ("µΩ", "uohm", "µΩ", r"\mu \Omega"),
            ("millivolt/second", "mV/s", "mV/s", r"\mathrm{mV}\,\mathrm{s}^{-1}"),
            ("%", "percent", "%", r"\%"),
            ("mV/mV", "1", "1", "1"),
        ] {
            let value = unit(written);
            assert_eq!(
                (value.to_string().as_str(), value.unicode().as_str(), value.latex().as_str()),
                (ascii, unicode, latex)
            );
        }
    }

    #[test]
    fn names_differ_where_meaning_agrees() {
        assert_ne!(unit("V*A"), unit("W"));
        assert!(unit("V*A").equivalent(&unit("W")));
        assert!(unit("kohm*mS").equivalent(&Unit::one()));
        assert!(unit("M").equivalent(&unit("mol/L")));
        assert!(unit("S/F").equivalent(&unit("Hz")));
        assert!(!unit("mV").equivalent(&unit("V")));
        assert_eq!(unit("µm"), unit("um"));
    }

    #[test]
    fn dimensionless_means_scale_one_too() {
        for yes in ["1", "rad", "V*A/W", "mV/mV", "sr", "kHz*ms"] {
            assert!(unit(yes).is_dimensionless(), "{yes}");
            assert_eq!(unit(yes).simplified(), Unit::one());
        }
        for no in ["%", "deg", "V/mV", "Hz", "mrad"] {
            assert!(!unit(no).is_dimensionless(), "{no}");
            assert_eq!(unit(no).simplified(), unit(no));
        }
        assert_eq!(unit("rad/s").to_string(), "rad/s");
        assert!(unit("rad/s").equivalent(&unit("1/s")));
    }
}
