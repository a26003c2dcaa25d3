//! The user's names and units in LaTeX.
//!
//! In: a name (`mu0`, `sigma_post`, `w[1]`, `τ₂`) or a unit (`mV/ms^2`). Out: plain KaTeX. Digits at the end, parts after
//! `_` and array indices become subscripts; Greek names and letters become their commands; other names of several
//! letters are upright. It must not know formulas. Different names may come out alike (`mu0`, `mu_0`): LaTeX is for reading.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The name and character of a capital letter.
type Capital = Option<(&'static str, char)>;

/// Greek letters: name, lower-case character, capital character. Capitals that look Latin have no command.
const GREEK: [(&str, char, Capital); 24] = [
    ("alpha", 'α', None),
    ("beta", 'β', None),
    ("gamma", 'γ', Some(("Gamma", 'Γ'))),
    ("delta", 'δ', Some(("Delta", 'Δ'))),
    ("epsilon", 'ε', None),
    ("zeta", 'ζ', None),
    ("eta", 'η', None),
    ("theta", 'θ', Some(("Theta", 'Θ'))),
    ("iota", 'ι', None),
    ("kappa", 'κ', None),
    ("lambda", 'λ', Some(("Lambda", 'Λ'))),
    ("mu", 'μ', None),
    ("nu", 'ν', None),
    ("xi", 'ξ', Some(("Xi", 'Ξ'))),
    ("omicron", 'ο', None),
    ("pi", 'π', Some(("Pi", 'Π'))),
    ("rho", 'ρ', None),
    ("sigma", 'σ', Some(("Sigma", 'Σ'))),
    ("tau", 'τ', None),
    ("upsilon", 'υ', Some(("Upsilon", 'Υ'))),
    ("phi", 'φ', Some(("Phi", 'Φ'))),
    ("chi", 'χ', None),
    ("psi", 'ψ', Some(("Psi", 'Ψ'))),
    ("omega", 'ω', Some(("Omega", 'Ω'))),
];

/// Variant forms written as they are.
const VARIANTS: [(&str, &str); 8] = [
    ("varepsilon", "\\varepsilon"),
    ("vartheta", "\\vartheta"),
    ("varphi", "\\varphi"),
    ("varrho", "\\varrho"),
    ("varsigma", "\\varsigma"),
    ("varkappa", "\\varkappa"),
    ("ell", "\\ell"),
    ("hbar", "\\hbar"),
];

/// A name in LaTeX.
#[must_use]
pub fn latex_name(name: &str) -> String {
    let (stem, indices) = split_indices(name);
    let (stem, primes) = split_primes(stem);
    let mut parts = stem.split('_').filter(|p| !p.is_empty());
    let (base, digits) = split_digits(parts.next().unwrap_or_default());
    let mut subscripts: Vec<String> = Vec::new();
    if !digits.is_empty() {
        subscripts.push(digits);
    }
    subscripts.extend(parts.map(|p| {
        let (word, digits) = split_digits(p);
        format!("{}{digits}", if word.is_empty() { String::new() } else { letters(word) })
    }));
    subscripts.extend(indices.into_iter().map(|i| if digits_only(i) { i.to_string() } else { letters(i) }));
    let mut out = if base.is_empty() { "\\_".to_string() } else { letters(base) };
    out.push_str(&primes);
    if !subscripts.is_empty() {
        out.push_str(&format!("_{{{}}}", subscripts.join(",")));
    }
    out
}

/// Whether the name prints as several letters in a row, which must be kept apart from its neighbours.
#[must_use]
pub fn is_word(latex: &str) -> bool {
    ["\\mathrm", "\\text", "\\_"].iter().any(|p| latex.starts_with(p))
}

/// A unit in LaTeX, upright: `mV/ms^2` is `\mathrm{mV}/\mathrm{ms}^{2}`.
#[must_use]
pub fn latex_unit(unit: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let mut rest = unit.chars().peekable();
    while let Some(c) = rest.next() {
        if (c.is_alphabetic() && !is_combining_mark(c)) || c == '°' {
            word.push(c);
            continue;
        }
        push_unit_word(&mut out, &mut word);
        match c {
            '*' | '·' | '⋅' | '×' => out.push_str("\\,"),
            ' ' if out.ends_with('/') || out.ends_with(',') => {}
            ' ' => out.push_str("\\,"),
            '^' => {
                let mut exponent = String::new();
                let bracketed = rest.next_if_eq(&'(').is_some();
                while let Some(d) =
                    rest.next_if(|d| d.is_ascii_digit() || matches!(d, '-' | '.') || (bracketed && *d == '/'))
                {
                    exponent.push(d);
                }
                if bracketed {
                    rest.next_if_eq(&')');
                }
                out.push_str(&format!("^{{{exponent}}}"));
            }
            '%' => out.push_str("\\%"),
            '0'..='9' | '/' | '(' | ')' | '.' | '-' => out.push(c),
            _ => {}
        }
    }
    push_unit_word(&mut out, &mut word);
    out
}

fn push_unit_word(out: &mut String, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let body: String = word
        .chars()
        .map(|c| match c {
            'µ' | 'μ' => "}\\mu\\mathrm{".to_string(),
            'Ω' | '\u{2126}' => "}\\Omega\\mathrm{".to_string(),
            '°' => "}^{\\circ}\\mathrm{".to_string(),
            c if c.is_ascii() => c.to_string(),
            c => format!("\\text{{{}}}", in_text(&c.to_string())),
        })
        .collect();
    out.push_str(&format!("\\mathrm{{{body}}}").replace("\\mathrm{}", ""));
    word.clear();
}

/// `w[1,2]` is `w` with the indices 1 and 2.
fn split_indices(name: &str) -> (&str, Vec<&str>) {
    match name.split_once('[') {
        Some((stem, rest)) => {
            let inner = rest.strip_suffix(']').unwrap_or(rest);
            (stem, inner.split(',').map(str::trim).filter(|i| !i.is_empty()).collect())
        }
        None => (name, Vec::new()),
    }
}

fn split_primes(stem: &str) -> (&str, String) {
    let bare = stem.trim_end_matches(['\'', '′']);
    let count = stem[bare.len()..].chars().count();
    (bare, if count == 0 { String::new() } else { format!("^{{{}}}", "\\prime".repeat(count)) })
}

/// Digits at the end, also those written below the line (`μ₀`), as ASCII digits.
fn split_digits(part: &str) -> (&str, String) {
    let value = |c: char| match c {
        '0'..='9' => Some(c),
        '₀'..='₉' => char::from_digit(u32::from(c) - u32::from('₀'), 10),
        _ => None,
    };
    let word = part.trim_end_matches(|c| value(c).is_some());
    (word, part[word.len()..].chars().filter_map(value).collect())
}

fn digits_only(s: &str) -> bool {
    s.chars().all(|c| c.is_ascii_digit())
}

/// A part without subscripts.
fn letters(word: &str) -> String {
    if let Some(command) = greek(word) {
        return command;
    }
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => c.to_string(),
        _ if word.chars().all(|c| c.is_ascii_alphanumeric()) => format!("\\mathrm{{{word}}}"),
        _ => format!("\\text{{{}}}", in_text(word)),
    }
}

fn greek(word: &str) -> Option<String> {
    let mut characters = word.chars();
    let single = characters.next().filter(|_| characters.next().is_none());
    for (name, small, capital) in GREEK {
        if word == name || single == Some(small) {
            // KaTeX has no \omicron; the letter is Latin in shape.
            return Some(if name == "omicron" { "o".into() } else { format!("\\{name}") });
        }
        if let Some((name, character)) = capital
            && (word == name || single == Some(character))
        {
            return Some(format!("\\{name}"));
        }
    }
    match single {
        Some('µ') => return Some("\\mu".into()),
        Some('ϵ') => return Some("\\epsilon".into()),
        Some('ϑ') => return Some("\\vartheta".into()),
        Some('ϕ') => return Some("\\phi".into()),
        Some('ς') => return Some("\\varsigma".into()),
        _ => {}
    }
    VARIANTS.iter().find(|(name, _)| *name == word).map(|(_, command)| (*command).into())
}

/// A word in text mode. KaTeX knows few combining marks: those without a letter of their own are left out.
fn in_text(word: &str) -> String {
    let out: String = word.nfc().filter(|c| !is_combining_mark(*c)).map(escaped).collect();
    if out.is_empty() { "◌".into() } else { out }
}

/// Characters with a meaning in LaTeX are escaped; what cannot be shown becomes a blank.
fn escaped(c: char) -> String {
    match c {
        '\\' => "\\textbackslash ".into(),
        '#' | '$' | '%' | '&' | '_' | '{' | '}' => format!("\\{c}"),
        '~' => "\\textasciitilde ".into(),
        '^' => "\\textasciicircum ".into(),
        c if c.is_control() || c.is_whitespace() => " ".into(),
        // Letterlike symbols (`ℨ`) are commands of math mode: their plain letters stand for them.
        '\u{2100}'..='\u{214f}' => c.nfkd().filter(|d| !is_combining_mark(*d)).collect(),
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_symbols_with_subscripts() {
        for (name, expected) in [
            ("mu", "\\mu"),
            ("mu0", "\\mu_{0}"),
            ("μ₀", "\\mu_{0}"),
            ("x12", "x_{12}"),
            ("sigma_post", "\\sigma_{\\mathrm{post}}"),
            ("tau_m_2", "\\tau_{m,2}"),
            ("w[1]", "w_{1}"),
            ("K[1,2]", "K_{1,2}"),
            ("w_in[3]", "w_{\\mathrm{in},3}"),
            ("rate", "\\mathrm{rate}"),
            ("Gamma", "\\Gamma"),
            ("x'", "x^{\\prime}"),
            ("naïf", "\\text{naïf}"),
            ("_", "\\_"),
            ("x_\u{300}", "x_{\\text{◌}}"),
        ] {
            assert_eq!(latex_name(name), expected, "{name}");
        }
    }

    #[test]
    fn units_are_upright() {
        assert_eq!(latex_unit("mV/ms^2"), "\\mathrm{mV}/\\mathrm{ms}^{2}");
        assert_eq!(latex_unit("mV^(1/2)*s"), "\\mathrm{mV}^{1/2}\\,\\mathrm{s}");
        assert_eq!(latex_unit("µS"), "\\mu\\mathrm{S}");
        assert_eq!(latex_unit("per ms"), "\\mathrm{per}\\,\\mathrm{ms}");
    }
}
