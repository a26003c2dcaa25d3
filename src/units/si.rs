//! The units geoflow knows: the SI, the units accepted beside it, and those of the laboratory.
//!
//! In: a name as written. Out: the [`Definition`] it means, with its prefix, or the reason for refusing it.
//! It must not know unit expressions.
//!
//! Reading rule: a name that is a unit as it stands is that unit (`min`, `cd`, `Pa`); only then is it read as
//! prefix and unit (`mV`). Short prefixes go with symbols, long ones with English names. A test in this file goes
//! through every name the rule can read and shows that none has two readings.

use super::dimension::Dimension;
use super::prefix::{self, PREFIXES, Prefix};
use super::scale::Scale;

/// A unit with a name of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Definition {
    /// ASCII symbol, by which it is written.
    pub symbol: &'static str,
    /// Unicode symbol.
    pub unicode: &'static str,
    /// KaTeX.
    pub latex: &'static str,
    /// Further symbols accepted.
    pub symbols: &'static [&'static str],
    /// English names, singular and plural.
    pub names: &'static [&'static str],
    /// Whether it takes prefixes.
    pub prefixable: bool,
    /// Exponents over the base units.
    pub dimension: [i8; 7],
    /// Value in base units: `numer/denom * 10^ten * pi^(pi as 0 or 1)`.
    pub numer: u64,
    /// See `numer`.
    pub denom: u64,
    /// See `numer`.
    pub ten: i8,
    /// See `numer`.
    pub pi: bool,
}

type Strings = &'static [&'static str];

/// A prefixable unit of value 1 in base units whose symbol is upright Latin letters.
const fn unit(symbol: &'static str, names: Strings, dimension: [i8; 7]) -> Definition {
    let (unicode, latex) = (symbol, "");
    let (numer, denom, ten, pi, prefixable) = (1, 1, 0, false, true);
    Definition { symbol, unicode, latex, symbols: &[], names, prefixable, dimension, numer, denom, ten, pi }
}

/// A unit of `numer * 10^ten` base units; it takes prefixes.
const fn multiple(symbol: &'static str, names: Strings, dimension: [i8; 7], numer: u64, ten: i8) -> Definition {
    Definition { numer, ten, ..unit(symbol, names, dimension) }
}

/// A unit of `numer` base units that takes no prefix.
const fn bare(symbol: &'static str, names: Strings, dimension: [i8; 7], numer: u64) -> Definition {
    Definition { numer, prefixable: false, ..unit(symbol, names, dimension) }
}

const NUMBER: [i8; 7] = [0; 7];
const TIME: [i8; 7] = [0, 0, 1, 0, 0, 0, 0];
const LENGTH: [i8; 7] = [0, 1, 0, 0, 0, 0, 0];
const ENERGY: [i8; 7] = [1, 2, -2, 0, 0, 0, 0];
const PRESSURE: [i8; 7] = [1, -1, -2, 0, 0, 0, 0];

/// All units. Their order is the order in which the factors of a product are written, so that products read as
/// usual: derived units first, then mass, current, length, and time last (`kg*m/s^2`, `A*s`, `W*h`).
pub const UNITS: &[Definition] = &[
    unit("N", &["newton", "newtons"], [1, 1, -2, 0, 0, 0, 0]),
    unit("Pa", &["pascal", "pascals"], PRESSURE),
    multiple("bar", &["bar", "bars"], PRESSURE, 1, 5),
    bare("atm", &["atmosphere", "atmospheres"], PRESSURE, 101_325),
    unit("J", &["joule", "joules"], ENERGY),
    multiple("cal", &["calorie", "calories"], ENERGY, 4184, -3),
    multiple("eV", &["electronvolt", "electronvolts"], ENERGY, 1_602_176_634, -28),
    unit("W", &["watt", "watts"], [1, 2, -3, 0, 0, 0, 0]),
    unit("C", &["coulomb", "coulombs"], [0, 0, 1, 1, 0, 0, 0]),
    unit("V", &["volt", "volts"], [1, 2, -3, -1, 0, 0, 0]),
    unit("F", &["farad", "farads"], [-1, -2, 4, 2, 0, 0, 0]),
    Definition {
        unicode: "\u{3a9}",
        latex: r"\Omega",
        symbols: &["\u{3a9}", "\u{2126}"],
        ..unit("ohm", &["ohm", "ohms"], [1, 2, -3, -2, 0, 0, 0])
    },
    unit("S", &["siemens"], [-1, -2, 3, 2, 0, 0, 0]),
    unit("Wb", &["weber", "webers"], [1, 2, -2, -1, 0, 0, 0]),
    unit("T", &["tesla", "teslas"], [1, 0, -2, -1, 0, 0, 0]),
    unit("H", &["henry", "henries", "henrys"], [1, 2, -2, -2, 0, 0, 0]),
    unit("Hz", &["hertz"], [0, 0, -1, 0, 0, 0, 0]),
    unit("Bq", &["becquerel", "becquerels"], [0, 0, -1, 0, 0, 0, 0]),
    unit("Gy", &["gray", "grays"], [0, 2, -2, 0, 0, 0, 0]),
    unit("Sv", &["sievert", "sieverts"], [0, 2, -2, 0, 0, 0, 0]),
    unit("kat", &["katal", "katals"], [0, 0, -1, 0, 0, 1, 0]),
    unit("lm", &["lumen", "lumens"], [0, 0, 0, 0, 0, 0, 1]),
    unit("lx", &["lux"], [0, -2, 0, 0, 0, 0, 1]),
    unit("cd", &["candela", "candelas"], [0, 0, 0, 0, 0, 0, 1]),
    multiple("M", &["molar"], [0, -3, 0, 0, 0, 1, 0], 1, 3),
    unit("mol", &["mole", "moles"], [0, 0, 0, 0, 0, 1, 0]),
    multiple("g", &["gram", "grams", "gramme", "grammes"], [1, 0, 0, 0, 0, 0, 0], 1, -3),
    // No prefixes: `dt` and `ft` would be weights.
    bare("t", &["tonne", "tonnes"], [1, 0, 0, 0, 0, 0, 0], 1000),
    unit("A", &["ampere", "amperes", "amp", "amps"], [0, 0, 0, 1, 0, 0, 0]),
    unit("K", &["kelvin", "kelvins"], [0, 0, 0, 0, 1, 0, 0]),
    Definition {
        symbols: &["l"],
        ..multiple("L", &["litre", "litres", "liter", "liters"], [0, 3, 0, 0, 0, 0, 0], 1, -3)
    },
    unit("m", &["metre", "metres", "meter", "meters"], LENGTH),
    Definition {
        unicode: "\u{c5}",
        latex: r"\mathring{\mathrm{A}}",
        symbols: &["\u{c5}", "\u{212b}"],
        ten: -10,
        ..bare("angstrom", &["angstroms"], LENGTH, 1)
    },
    unit("s", &["second", "seconds"], TIME),
    bare("min", &["minute", "minutes"], TIME, 60),
    bare("h", &["hour", "hours"], TIME, 3600),
    Definition { symbols: &["day"], ..bare("d", &["days"], TIME, 86_400) },
    // The Julian year of astronomy, 365.25 days.
    multiple("yr", &["year", "years"], TIME, 31_557_600, 0),
    unit("rad", &["radian", "radians"], NUMBER),
    unit("sr", &["steradian", "steradians"], NUMBER),
    Definition {
        unicode: "\u{b0}",
        symbols: &["\u{b0}"],
        denom: 180,
        pi: true,
        ..bare("deg", &["degree", "degrees"], NUMBER, 1)
    },
    Definition { unicode: "%", latex: r"\%", symbols: &["%"], ten: -2, ..bare("percent", &[], NUMBER, 1) },
];

impl Definition {
    /// Its dimension.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        Dimension::from_exponents(self.dimension)
    }

    /// Its value in base units, without a prefix. Zero numerators do not occur in [`UNITS`] and read as 1.
    #[must_use]
    pub fn scale(&self) -> Scale {
        let integer = |n| Scale::from_integer(n).unwrap_or_default();
        let pi = if self.pi { Scale::pi() } else { Scale::one() };
        let factors = [integer(self.denom).inverse(), Scale::power_of_ten(self.ten), pi];
        // The exponents of the table are small: no product of them fails.
        factors.iter().try_fold(integer(self.numer), |product, factor| product.mul(factor)).unwrap_or_default()
    }

    fn has_symbol(&self, text: &str) -> bool {
        self.symbol == text || self.symbols.contains(&text)
    }
}

/// Why a name is no unit of geoflow's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its zero is not that of its dimension (`degC`).
    Offset,
    /// It counts in a logarithm (`dB`).
    Logarithmic,
    /// Its value is measured, not defined (`Da`), so that exact conversion is impossible.
    Inexact,
    /// Nobody knows it.
    Unknown,
}

const OFFSET: Strings =
    &["\u{b0}C", "\u{2103}", "degC", "celsius", "Celsius", "\u{b0}F", "\u{2109}", "degF", "fahrenheit", "Fahrenheit"];
const LOGARITHMIC: Strings =
    &["dB", "dBm", "dBV", "dBu", "decibel", "decibels", "bel", "bels", "Np", "neper", "nepers"];
const INEXACT: Strings = &["Da", "kDa", "MDa", "dalton", "daltons", "kilodalton", "kilodaltons", "amu"];

/// The unit a name means: its rank and entry in [`UNITS`] and its prefix.
///
/// # Errors
/// The reason when it means none.
pub fn look_up(name: &str) -> Result<(usize, &'static Definition, &'static Prefix), Refusal> {
    if let Some((rank, unit)) =
        UNITS.iter().enumerate().find(|(_, unit)| unit.has_symbol(name) || unit.names.contains(&name))
    {
        return Ok((rank, unit, &prefix::NONE));
    }
    if let Some(reading) = prefixed(name).next() {
        return Ok(reading);
    }
    Err(match name {
        _ if OFFSET.contains(&name) => Refusal::Offset,
        _ if LOGARITHMIC.contains(&name) => Refusal::Logarithmic,
        _ if INEXACT.contains(&name) => Refusal::Inexact,
        _ => Refusal::Unknown,
    })
}

/// Every reading of a name as prefix and unit; the tests show that there is at most one.
fn prefixed(name: &str) -> impl Iterator<Item = (usize, &'static Definition, &'static Prefix)> {
    PREFIXES.iter().flat_map(move |prefix| {
        let symbols: Vec<&str> = prefix.symbols.iter().filter_map(|symbol| name.strip_prefix(symbol)).collect();
        let word = name.strip_prefix(prefix.name);
        UNITS.iter().enumerate().filter_map(move |(rank, unit)| {
            let by_symbol = symbols.iter().any(|rest| unit.has_symbol(rest));
            let by_name = word.is_some_and(|rest| unit.names.contains(&rest));
            (unit.prefixable && (by_symbol || by_name)).then_some((rank, unit, prefix))
        })
    })
}

/// Every name [`look_up`] reads, with a preference: plain units first, then the prefixes of small power.
pub fn all_names() -> impl Iterator<Item = (String, u8)> {
    UNITS.iter().flat_map(|unit| {
        let symbols = std::iter::once(&unit.symbol).chain(unit.symbols);
        let plain = symbols.clone().chain(unit.names).map(|name| ((*name).to_owned(), 0));
        let with_prefixes = PREFIXES.iter().filter(move |_| unit.prefixable).flat_map(move |prefix| {
            let short = symbols.clone().flat_map(move |name| prefix.symbols.iter().map(move |p| format!("{p}{name}")));
            let long = unit.names.iter().map(move |name| format!("{}{name}", prefix.name));
            short.chain(long).map(|name| (name, prefix.power.unsigned_abs()))
        });
        plain.chain(with_prefixes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn reading(name: &str) -> (&'static str, i8) {
        let (_, unit, prefix) = look_up(name).expect(name);
        (unit.symbol, prefix.power)
    }

    #[test]
    fn no_name_has_two_readings() {
        let mut plain: BTreeMap<&str, &str> = BTreeMap::new();
        for unit in UNITS {
            for name in std::iter::once(&unit.symbol).chain(unit.symbols).chain(unit.names) {
                let earlier = plain.insert(name, unit.symbol);
                assert!(earlier.is_none_or(|symbol| symbol == unit.symbol), "{name} is two units");
            }
        }
        for (name, _) in all_names().filter(|(name, _)| !plain.contains_key(name.as_str())) {
            assert_eq!(prefixed(&name).count(), 1, "{name} is two prefixed units");
        }
    }

    #[test]
    fn plain_names_that_look_prefixed_are_these_and_no_others() {
        let is_plain = |name: &str| UNITS.iter().any(|unit| unit.has_symbol(name) || unit.names.contains(&name));
        let clashes: Vec<_> = all_names().filter(|(name, power)| *power > 0 && is_plain(name)).collect();
        assert!(
            clashes.is_empty(),
            "{clashes:?}: decide which reading the reader expects, then say so in the module's reading rule"
        );
    }

    #[test]
    fn refused_names_have_no_reading() {
        for name in OFFSET.iter().chain(LOGARITHMIC).chain(INEXACT) {
            assert!(look_up(name).is_err(), "{name}");
        }
        assert_eq!(look_up("degC"), Err(Refusal::Offset));
        assert_eq!(look_up("dB"), Err(Refusal::Logarithmic));
        assert_eq!(look_up("kDa"), Err(Refusal::Inexact));
        assert_eq!(look_up("parsnip"), Err(Refusal::Unknown));
        assert_eq!(look_up(""), Err(Refusal::Unknown));
    }

    #[test]
    fn longest_name_wins() {
        for (name, expected) in
            [("min", "min"), ("cd", "cd"), ("Pa", "Pa"), ("mol", "mol"), ("kat", "kat"), ("h", "h"), ("T", "T")]
        {
            assert_eq!(reading(name), (expected, 0));
        }
        for refused in ["kmin", "mh", "cday", "ft", "mdeg", "millimV", "kkg", "mmm", "millim", "mvolt"] {
            assert_eq!(look_up(refused), Err(Refusal::Unknown), "{refused}");
        }
    }

    #[test]
    fn molar_is_not_mega() {
        assert_eq!(reading("M"), ("M", 0));
        assert_eq!(reading("mM"), ("M", -3));
        assert_eq!(reading("Mm"), ("m", 6));
        assert_eq!(reading("MM"), ("M", 6));
        assert_eq!(reading("mmol"), ("mol", -3));
    }

    #[test]
    fn micro_is_read_in_three_spellings_and_names_in_two_languages() {
        for name in ["um", "\u{b5}m", "\u{3bc}m", "micrometre", "micrometers"] {
            assert_eq!(reading(name), ("m", -6));
        }
        assert_eq!(reading("millivolts"), ("V", -3));
        assert_eq!(reading("megaohm"), ("ohm", 6));
        assert_eq!(reading("M\u{3a9}"), ("ohm", 6));
        assert_eq!(reading("M\u{2126}"), ("ohm", 6));
        assert_eq!(reading("kg"), ("g", 3));
        assert_eq!(reading("nS"), ("S", -9));
        assert_eq!(reading("ms"), ("s", -3));
    }
}
