//! The prefixes of the SI, quecto to quetta.
//!
//! In: nothing. Out: a table. It must not know units: which of them take a prefix is said in [`super::si`].

/// A decimal prefix.
#[derive(Debug, PartialEq, Eq)]
pub struct Prefix {
    /// ASCII symbol: `u` for micro.
    pub symbol: &'static str,
    /// Every accepted symbol. Micro has the micro sign, the Greek letter and `u`.
    pub symbols: &'static [&'static str],
    /// Unicode symbol.
    pub unicode: &'static str,
    /// English name.
    pub name: &'static str,
    /// It multiplies by `10^power`.
    pub power: i8,
}

const fn prefix(symbols: &'static [&'static str; 1], name: &'static str, power: i8) -> Prefix {
    let symbol = symbols[0];
    Prefix { symbol, symbols, unicode: symbol, name, power }
}

/// No prefix at all, `10^0`.
pub const NONE: Prefix = prefix(&[""], "", 0);

/// All prefixes, from small to large.
pub const PREFIXES: &[Prefix] = &[
    prefix(&["q"], "quecto", -30),
    prefix(&["r"], "ronto", -27),
    prefix(&["y"], "yocto", -24),
    prefix(&["z"], "zepto", -21),
    prefix(&["a"], "atto", -18),
    prefix(&["f"], "femto", -15),
    prefix(&["p"], "pico", -12),
    prefix(&["n"], "nano", -9),
    Prefix { symbol: "u", symbols: &["u", "\u{b5}", "\u{3bc}"], unicode: "\u{b5}", name: "micro", power: -6 },
    prefix(&["m"], "milli", -3),
    prefix(&["c"], "centi", -2),
    prefix(&["d"], "deci", -1),
    prefix(&["da"], "deca", 1),
    prefix(&["h"], "hecto", 2),
    prefix(&["k"], "kilo", 3),
    prefix(&["M"], "mega", 6),
    prefix(&["G"], "giga", 9),
    prefix(&["T"], "tera", 12),
    prefix(&["P"], "peta", 15),
    prefix(&["E"], "exa", 18),
    prefix(&["Z"], "zetta", 21),
    prefix(&["Y"], "yotta", 24),
    prefix(&["R"], "ronna", 27),
    prefix(&["Q"], "quetta", 30),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_distinct_and_powers_rise() {
        assert_eq!(PREFIXES.len(), 24);
        for pair in PREFIXES.windows(2) {
            assert!(pair[0].power < pair[1].power);
        }
        let mut symbols: Vec<_> = PREFIXES.iter().flat_map(|prefix| prefix.symbols).collect();
        let count = symbols.len();
        symbols.sort();
        symbols.dedup();
        assert_eq!(symbols.len(), count);
    }
}
