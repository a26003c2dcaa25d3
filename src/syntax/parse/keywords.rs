//! The words of the language: which begin an item, which are reserved, what an item looks like.
//!
//! The grammar is decisive; a test holds this table against it.

use crate::diagnostics::suggest::nearest;

/// Keywords that begin an item, each with a model of the item for help texts.
pub const ITEMS: &[(&str, &str)] = &[
    ("param", "param mu0: positive [mV] = 4 [mV]"),
    ("const", "const n = 5"),
    ("let", "let r = a/b"),
    ("function", "function f(x [mV]) [mV/ms]"),
    ("positive", "positive function h(x)"),
    ("manifold", "manifold M { chart c { x: real, y: positive } }"),
    ("map", "map phi: M.a -> N.b { u = x^2 }"),
    ("metric", "metric g = Fisher(p)"),
    ("family", "family p(x: real) on M.chart = Normal(mean = mu, sd = sigma)"),
    ("cost", "cost C on M.chart = (x - 1)^2"),
    ("vector", "vector v on M.chart = (a, b)"),
    ("oneform", "oneform w on M.chart = (a, b)"),
    ("flow", "flow F = -grad(C, g)"),
    ("curve", "curve c(t: nonnegative) in M.chart = (exp(-t), 0)"),
    ("random", "random xi ~ Normal(mean = 0, sd = s)"),
    ("rule", "rule step on M.chart: x -> x - eta*x + xi"),
    ("prove", "prove label: left == right given a > 1"),
    ("refute", "refute label: left == right given a > 1"),
    ("check", "check C at c(x = 1, y = 2) given values ~ 2.806852"),
    ("refuse", "refuse G0301 { metric bad = Euclidean(M.chart) }"),
    ("show", "show F in chart"),
    ("emit", "emit rust to \"flow.rs\""),
    ("plot", "plot F in chart over x = 0..8, y = 0.2..5"),
    ("figure", "figure \"fig.svg\" columns 2 { plot F in chart over x = 0..8, y = 0.2..5 }"),
    ("simulate", "simulate F from c(x = 1, y = 2) to t = 4"),
    ("include", "include \"file.geo\""),
    ("strict", "strict prove left == right"),
];

/// Reserved words that begin no item.
const CLAUSES: &[&str] = &["where", "given", "and", "or", "not", "if", "then", "else", "in"];

/// Words other languages, or other moods, use for an item.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("claim", "prove"),
    ("assert", "prove"),
    ("theorem", "prove"),
    ("lemma", "prove"),
    ("verify", "prove"),
    ("disprove", "refute"),
    ("parameter", "param"),
    ("parameters", "param"),
    ("var", "param"),
    ("variable", "param"),
    ("constant", "const"),
    ("def", "let"),
    ("define", "let"),
    ("fn", "function"),
    ("func", "function"),
    ("distribution", "family"),
    ("update", "rule"),
    ("noise", "random"),
    ("loss", "cost"),
    ("energy", "cost"),
    ("potential", "cost"),
    ("field", "vector"),
    ("covector", "oneform"),
    ("form", "oneform"),
    ("import", "include"),
    ("use", "include"),
    ("print", "show"),
    ("test", "check"),
    ("expect_error", "refuse"),
    ("draw", "plot"),
];

/// Whether an item can begin with the word. `positive` begins one only before `function`.
pub fn begins_item(word: &str) -> bool {
    ITEMS.iter().any(|(keyword, _)| *keyword == word)
}

/// Whether the word cannot be a name.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    begins_item(word) || CLAUSES.contains(&word)
}

/// A model of the item that begins with this keyword.
pub fn form(keyword: &str) -> Option<&'static str> {
    ITEMS.iter().find(|(word, _)| *word == keyword).map(|(_, form)| *form)
}

/// The keyword that was probably meant.
pub fn meant(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let other = OTHER_WORDS.iter().find(|(other, _)| *other == lower).map(|(_, keyword)| *keyword);
    other.or_else(|| nearest(word, ITEMS.iter().map(|(keyword, _)| *keyword)))
}
