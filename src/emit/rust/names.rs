//! The user's names as Rust identifiers: snake case, ASCII, no keyword, each once.

use std::collections::BTreeSet;

/// Longer names of values are cut, so that a line with one operation stays one line.
const MAX_VALUE_LENGTH: usize = 24;
/// The same for names of functions.
const MAX_FUNCTION_LENGTH: usize = 30;

/// Words of Rust (also those reserved for later) and names the generated code uses itself.
const TAKEN: [&str; 74] = [
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "union",
    "out",
    "params",
    "point",
    "random",
    "holds",
    "value",
    "sign",
    "logistic",
    "softplus",
    "erf",
    "erfc",
    "sin_pi",
    "stirling_rest",
    "gamma",
    "lgamma",
    "polygamma",
    "bessel_i",
    "beta",
    "tests",
    "nalgebra",
    "core",
    "std",
];

/// Names given so far in one scope.
#[derive(Clone, Debug)]
pub struct Names {
    given: BTreeSet<String>,
    max_length: usize,
}

impl Names {
    /// Names of parameters, coordinates and other values.
    #[must_use]
    pub fn of_values() -> Self {
        Self { given: BTreeSet::new(), max_length: MAX_VALUE_LENGTH }
    }

    /// Names of functions.
    #[must_use]
    pub fn of_functions() -> Self {
        Self { given: BTreeSet::new(), max_length: MAX_FUNCTION_LENGTH }
    }

    /// A fresh identifier for a name: the plain transliteration when it is free, else with a number.
    pub fn give(&mut self, name: &str) -> String {
        let base: String = snake_case(name).chars().take(self.max_length).collect();
        let base = base.trim_end_matches('_');
        let taken = |s: &str| TAKEN.contains(&s) || is_temporary(s) || self.given.contains(s);
        let mut candidate = base.to_string();
        let mut n = 2_u32;
        while taken(&candidate) {
            candidate = format!("{base}_{n}");
            n += 1;
        }
        self.given.insert(candidate.clone());
        candidate
    }

    /// Marks an identifier as used.
    pub fn reserve(&mut self, identifier: &str) {
        self.given.insert(identifier.into());
    }
}

/// `t12` is a value of a straight-line program.
fn is_temporary(s: &str) -> bool {
    s.strip_prefix('t').is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
}

/// A transliteration in snake case; may still be a keyword.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let mut after_small = false;
    for c in name.chars() {
        let part = transliterated(c);
        let capital = c.is_ascii_uppercase() && after_small;
        let separated = part == "_" || capital || (part.len() > 1 && !out.is_empty());
        if separated && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if part != "_" {
            out.push_str(&part);
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let out = out.trim_matches('_');
    match out.chars().next() {
        None => "unnamed".into(),
        Some(c) if c.is_ascii_digit() => format!("v{out}"),
        Some(_) => out.into(),
    }
}

/// Lower-case ASCII for one character; `_` separates.
fn transliterated(c: char) -> String {
    const GREEK: [&str; 25] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];
    let letter = |first: char| GREEK.get((u32::from(c) - u32::from(first)) as usize).map_or("_", |s| *s).to_string();
    match c {
        'a'..='z' | '0'..='9' => c.to_string(),
        'A'..='Z' => c.to_ascii_lowercase().to_string(),
        'α'..='ω' => letter('α'),
        'Α'..='Ω' => letter('Α'),
        'µ' => "mu".into(),
        'ϑ' => "theta".into(),
        'ϕ' => "phi".into(),
        'ϵ' => "epsilon".into(),
        '₀'..='₉' => (u32::from(c) - u32::from('₀')).to_string(),
        '\'' | '′' => "prime".into(),
        '_' | '[' | ']' | ',' | ' ' | '.' | '-' | '>' => "_".into(),
        // Accents are dropped; a letter of another script is told by its number.
        _ => {
            use unicode_normalization::UnicodeNormalization;
            let plain: String = c.nfkd().filter(char::is_ascii_alphanumeric).collect();
            if plain.is_empty() { format!("u{:x}", u32::from(c)) } else { plain.to_ascii_lowercase() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers_each_once() {
        let mut names = Names::of_values();
        for (name, expected) in [
            ("σ", "sigma"),
            ("sigma", "sigma_2"),
            ("μ₀", "mu0"),
            ("w[12]", "w_12"),
            ("type", "type_2"),
            ("t3", "t3_2"),
            ("P", "p"),
            ("Vrest", "vrest"),
            ("tauMembrane", "tau_membrane"),
            ("naïve", "naive"),
            ("_", "unnamed"),
            ("Self", "self_2"),
            ("变", "u53d8"),
            ("a_very_long_name_that_goes_on_and_on", "a_very_long_name_that_go"),
            ("x'", "x_prime"),
        ] {
            assert_eq!(names.give(name), expected, "{name}");
        }
    }
}
