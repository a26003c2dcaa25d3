//! What is said of a statement: plain data, the same for programs and people.
//!
//! In: a verdict, or diagnostics. Out: [`Answer`]. Numbers are texts: exact rationals, or decimal digits that are all
//! certain. It must not decide anything.

use crate::derive::outcomes::{shortened, undefined_texts};
use crate::derive::sides::{digits_apart, side_texts};
use crate::diagnostics::{Diagnostic, json};
use crate::emit::text::ascii;
use crate::enclosure::decimal::{decimal, outward};
use crate::enclosure::{Point, Value, evaluate};
use crate::model::GivenPart;
use crate::symbolic::{Expr, Kind, Symbol};
use crate::syntax::source::Sources;
use crate::verify::{ClaimOutcome, Verdict, WitnessReport};
use serde::{Deserialize, Serialize};

/// The word of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds wherever both sides are defined.
    Proved,
    /// It fails at the witness.
    Refuted,
    /// Neither was shown.
    Undecided,
    /// It is no statement.
    Error,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The name of the statement, as given.
    #[serde(default)]
    pub id: serde_json::Value,
    /// The word.
    pub verdict: Outcome,
    /// The rules a proof used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// The function values that occurred in a proof.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kernels: Vec<String>,
    /// Where it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Which step stopped, and why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What is left of the difference, in normal form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remains: Vec<String>,
    /// Where a side may be undefined, so that nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undefined_on: Vec<String>,
    /// What is wrong with the statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Trouble>,
    /// Milliseconds that it took.
    #[serde(default)]
    pub ms: f64,
}

/// A counterexample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Every variable with its exact value.
    #[serde(with = "in_order")]
    pub point: Vec<(String, String)>,
    /// The left side there.
    pub left: String,
    /// The right side there.
    pub right: String,
    /// Which component, where tuples are compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub component: String,
    /// Ends of an interval that contains the left side, where it is not exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_within: Option<[String; 2]>,
    /// The same for the right side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_within: Option<[String; 2]>,
}

/// A diagnostic of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// `G0201`
    pub code: String,
    /// What happened.
    pub headline: String,
    /// The piece of the statement: `claim`, `where 2`, `domain of x`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub piece: String,
    /// Column of the piece's text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Answer {
    fn new(verdict: Outcome) -> Self {
        Self {
            id: serde_json::Value::Null,
            verdict,
            by: Vec::new(),
            kernels: Vec::new(),
            witness: None,
            reason: String::new(),
            remains: Vec::new(),
            undefined_on: Vec::new(),
            diagnostics: Vec::new(),
            ms: 0.0,
        }
    }

    /// It is no statement, for these reasons.
    #[must_use]
    pub fn wrong(diagnostics: &[Diagnostic], sources: &Sources) -> Self {
        let trouble = |finding: json::Finding| {
            let place = finding.labels.iter().find(|l| l.primary).or(finding.labels.first()).map(|l| &l.place);
            Trouble {
                code: finding.code.id().to_owned(),
                headline: finding.headline.clone(),
                piece: place.map(|p| p.file.clone()).unwrap_or_default(),
                column: place.map(|p| p.column),
                help: finding.help.clone(),
            }
        };
        let diagnostics = json::report(diagnostics, sources).diagnostics.into_iter().map(trouble).collect();
        Self { diagnostics, ..Self::new(Outcome::Error) }
    }

    /// Nothing was shown, for this reason.
    #[must_use]
    pub fn undecided(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..Self::new(Outcome::Undecided) }
    }

    /// What was decided of statements with these assumptions.
    #[must_use]
    pub fn of(outcome: &ClaimOutcome, given: &[GivenPart]) -> Self {
        let mut out = match &outcome.verdict {
            // An answer here has no conditions beside those of definition.
            Verdict::Proved { .. } if !outcome.rests_on.is_empty() => {
                let conditions: Vec<String> = outcome.rests_on.iter().map(crate::derive::outcomes::of_rule).collect();
                Self::undecided(shortened(format!("proved only given {}", conditions.join(", "))))
            }
            Verdict::Proved { by, kernels, .. } => {
                Self { by: by.clone(), kernels: kernels.iter().map(ascii).collect(), ..Self::new(Outcome::Proved) }
            }
            Verdict::Refuted { witness: found } => {
                Self { witness: Some(witness(found, given)), ..Self::new(Outcome::Refuted) }
            }
            Verdict::Undecided { remains, reason } => Self {
                remains: remains.iter().take(3).map(|e| shortened(ascii(e))).collect(),
                ..Self::undecided(shortened(reason.clone()))
            },
        };
        out.undefined_on = undefined_texts(&outcome.undefined_on);
        out
    }

    /// Under another name.
    #[must_use]
    pub fn called(self, id: serde_json::Value) -> Self {
        Self { id, ..self }
    }
}

fn witness(found: &WitnessReport, given: &[GivenPart]) -> Witness {
    let text = |(symbol, value): &(Symbol, Expr)| (symbol.name().to_owned(), ascii(value));
    let (left, right) = (&found.left, &found.right);
    let digits = digits_apart(left, right);
    let [left_text, right_text] = side_texts(left, right);
    Witness {
        point: found.point.iter().map(text).chain(replaced(found, given)).collect(),
        left: left_text,
        right: right_text,
        component: found.component.clone(),
        left_within: digits.and_then(|n| within(left, n)),
        right_within: digits.and_then(|n| within(right, n)),
    }
}

/// The variables that conditions express by others, with their values at the point: numbers, or exact expressions.
fn replaced(found: &WitnessReport, given: &[GivenPart]) -> Vec<(String, String)> {
    let images = || found.point.iter().cloned();
    let mut out = Vec::new();
    for part in given {
        let GivenPart::Values(pairs) = part else { continue };
        for (symbol, value) in pairs {
            if found.point.iter().any(|(s, _)| s == symbol) {
                continue;
            }
            let there = value.substitute(images());
            let shown = match evaluate(&there, &Point::default(), 64) {
                Ok(Value::Exact(q)) => ascii(&Expr::number(q)),
                Ok(Value::Enclosed(_)) => ascii(&multiplied_out(&there)),
                _ => continue,
            };
            out.push((symbol.name().to_owned(), shown));
        }
    }
    out
}

/// A number times a sum as a sum: `pi - 5` for `-(5 - pi)`.
fn multiplied_out(e: &Expr) -> Expr {
    let (c, rest) = e.split_coefficient();
    match rest.kind() {
        Kind::Sum(terms) => Expr::sum(terms.iter().map(|t| t * &Expr::number(c.clone()))),
        _ => e.clone(),
    }
}

/// The ends of an enclosure as decimals, moved outward by the rounding; nothing for an exact value.
fn within(value: &Value, digits: usize) -> Option<[String; 2]> {
    if value.as_exact().is_some() {
        return None;
    }
    let (a, b) = value.bounds()?;
    let (low, high) = outward(&a, &b, digits)?;
    Some([decimal(&low, digits + 1)?, decimal(&high, digits + 1)?])
}

/// Pairs as an object whose entries keep their order.
mod in_order {
    use serde::de::{Deserializer, MapAccess, Visitor};
    use serde::ser::{SerializeMap, Serializer};

    pub fn serialize<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(pairs.len()))?;
        for (name, value) in pairs {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    out.push(pair);
                }
                Ok(out)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
