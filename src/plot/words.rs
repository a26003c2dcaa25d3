//! Names and numbers as they stand in a figure.

use crate::units::Unit;

const GREEK: [(&str, &str); 24] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("omicron", "ο"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
];

/// `sigma0` as `σ₀`, `x1` as `x₁`, `w[2]` as `w₂`; other names as they are.
pub(super) fn name(text: &str) -> String {
    let plain = text.replace(['[', ']'], "");
    let digits = plain.chars().rev().take_while(char::is_ascii_digit).count();
    let (stem, index) = plain.split_at(plain.len() - digits);
    if stem.is_empty() {
        return text.to_owned();
    }
    let stem = GREEK.iter().find(|(name, _)| *name == stem).map_or(stem, |(_, letter)| letter);
    let lowered = index.chars().map(|c| char::from_u32(0x2080 + c.to_digit(10).unwrap_or(0)).unwrap_or(c));
    format!("{stem}{}", lowered.collect::<String>())
}

/// A name with its unit.
pub(super) fn with_unit(text: &str, unit: &Unit) -> String {
    if *unit == Unit::one() { name(text) } else { format!("{} [{}]", name(text), unit.unicode()) }
}

/// A level: the shortest decimal.
pub(super) fn level(x: f64) -> String {
    format!("{x}").replace('-', "\u{2212}")
}
