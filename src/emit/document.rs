//! What a report says, before it is text, LaTeX or JSON.
//!
//! Plain structures filled by those who found the results; every formula is already a pair of strings. They are the
//! JSON output as well, so their fields are published: `docs/schema/document.schema.json` is generated from them and
//! [`VERSION`] goes up whenever a reader could notice. Exact numbers are strings (`"7/4"`), never floats.

use super::latex::latex_formula;
use super::layout::Layout;
use super::text::{Characters, text};
use crate::symbolic::Expr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of this format.
pub const VERSION: u32 = 1;

/// A report on one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Version of the format.
    pub version: u32,
    /// The tool and its version: `geoflow 0.1.0`.
    pub tool: String,
    /// The model's name, usually its file name without folders.
    pub model: String,
    /// In the order of presentation.
    pub sections: Vec<Section>,
}

/// Entries under one heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading; empty for none.
    pub title: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Entry {
    /// A derived or declared object with its components.
    Equation(Equation),
    /// The answer to a claim.
    Verdict(Verdict),
    /// A number compared with written digits.
    Check(Check),
    /// Something that geoflow must refuse.
    Refusal(Refusal),
    /// A remark in words.
    Note {
        /// One paragraph.
        text: String,
    },
}

/// A formula in each notation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// As geoflow reads it.
    pub ascii: String,
    /// Math-mode LaTeX (KaTeX commands only).
    pub latex: String,
}

impl Formula {
    /// The formula of an expression, with coordinates as leading symbols.
    #[must_use]
    pub fn of(e: &Expr) -> Self {
        Self::laid_out(e, &Layout::default())
    }

    /// The formula of an expression, ordered by `layout`.
    #[must_use]
    pub fn laid_out(e: &Expr, layout: &Layout) -> Self {
        let f = layout.formula(e);
        Self { ascii: text(&f, Characters::Ascii), latex: latex_formula(&f) }
    }
}

/// What kind of object an equation shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A scalar field.
    Scalar,
    /// A vector field.
    Vector,
    /// A one-form.
    OneForm,
    /// A metric.
    Metric,
    /// The inverse of a metric.
    Cometric,
    /// A tensor field of another valence.
    Tensor,
    /// A transition map or a smooth map.
    Map,
    /// A vector field read as an ordinary differential equation.
    Flow,
    /// A discrete update rule.
    Rule,
    /// A curve.
    Curve,
    /// A family of distributions.
    Family,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Vector => "vector",
            Self::OneForm => "one-form",
            Self::Metric => "metric",
            Self::Cometric => "cometric",
            Self::Tensor => "tensor",
            Self::Map => "map",
            Self::Flow => "flow",
            Self::Rule => "rule",
            Self::Curve => "curve",
            Self::Family => "family",
        }
    }
}

/// An object with its components in one chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// The user's name for it.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// The manifold it lives on; empty for none.
    pub manifold: String,
    /// The chart of the components (for a map: `std -> var`); empty for none.
    pub chart: String,
    /// Its unit as a whole (a flow's `per ms`); empty for none.
    pub unit: String,
    /// A label of the result itself, such as `chart-dependent recipe: made in chart std`; empty for none.
    pub note: String,
    /// One line per component, or one line for a scalar.
    pub components: Vec<Component>,
    /// The components as a matrix when they form one (metrics): rows of formulas; else empty.
    pub matrix: Vec<Vec<Formula>>,
    /// The domain in words: `sigma > 0`; empty when everywhere.
    pub domain: String,
    /// Further conditions of validity.
    pub conditions: Vec<Formula>,
}

/// One component: `lhs = rhs [unit]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// What it is the value of: `dmu/dt`, `g[mu, mu]`.
    pub lhs: Formula,
    /// Its value.
    pub rhs: Formula,
    /// Its unit; empty for none.
    pub unit: String,
}

/// The answer to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Proved, and the certificate was replayed.
    Proved,
    /// Proved, resting on the hypotheses listed.
    ProvedGiven,
    /// Refuted by the witness.
    Refuted,
    /// Neither.
    Undecided,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::ProvedGiven => "proved given",
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
        }
    }
}

/// What the author of the file claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// `prove`
    Prove,
    /// `refute`
    Refute,
    /// The claim was asked on the command line.
    Open,
}

/// A claim and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The claim's label; empty for none.
    pub label: String,
    /// The statement as written, without `prove` or `refute`.
    pub claim: String,
    /// What was expected.
    pub expected: Expectation,
    /// What came out.
    pub outcome: Outcome,
    /// Whether it came out as expected.
    pub outcome_ok: bool,
    /// Hypotheses the proof rests on.
    pub given: Vec<String>,
    /// Where a side is undefined; empty for nowhere.
    pub undefined_on: String,
    /// A counterexample.
    pub witness: Option<Witness>,
    /// What remains and which step stopped, when undecided; or why the claim fails as a whole.
    pub reason: String,
    /// How it was found: `normal form in 3 kernels`.
    pub method: String,
    /// Named rules used.
    pub rules: Vec<String>,
}

/// A counterexample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Where.
    pub point: Vec<WitnessValue>,
    /// What replaces each unspecified function or symbolic metric.
    pub functions: Vec<WitnessFunction>,
    /// The left side: exact (`7/4`) or an enclosure (`[1.74, 1.76]`).
    pub left: String,
    /// The right side.
    pub right: String,
    /// Left minus right; empty when not stated.
    pub difference: String,
}

/// The value of one variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessValue {
    /// The variable.
    pub name: String,
    /// Its exact value.
    pub value: String,
    /// Its unit; empty for none.
    pub unit: String,
}

/// A function chosen for a counterexample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WitnessFunction {
    /// The function with its arguments: `f(x, y)`.
    pub name: String,
    /// What it is taken to be.
    pub value: Formula,
}

/// A number compared with written digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The check's label; empty for none.
    pub label: String,
    /// What is evaluated, as written.
    pub claim: String,
    /// The digits, or the exact value, as written.
    pub expected: String,
    /// Whether an exact value is expected rather than digits.
    pub exact: bool,
    /// A rigorous enclosure.
    pub enclosure: String,
    /// The unit of both; empty for none.
    pub unit: String,
    /// Whether the enclosure rounds to the digits.
    pub ok: bool,
    /// Whether that could not be decided.
    pub undecided: bool,
    /// Why not, or why it could not be evaluated; empty when fine.
    pub reason: String,
}

/// Something that geoflow must refuse, with one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The code that must come.
    pub code: String,
    /// What must be refused, as written.
    pub claim: String,
    /// The headlines that came, each after its code.
    pub found: Vec<String>,
    /// Whether exactly that code came.
    pub ok: bool,
}

impl Document {
    /// An empty report on `model`.
    #[must_use]
    pub fn new(model: &str) -> Self {
        let tool = concat!("geoflow ", env!("CARGO_PKG_VERSION")).into();
        Self { version: VERSION, tool, model: model.into(), sections: Vec::new() }
    }
}

impl Equation {
    /// An equation without manifold, chart, unit, note, components or conditions.
    #[must_use]
    pub fn new(label: &str, kind: Kind) -> Self {
        Self {
            label: label.into(),
            kind,
            manifold: String::new(),
            chart: String::new(),
            unit: String::new(),
            note: String::new(),
            components: Vec::new(),
            matrix: Vec::new(),
            domain: String::new(),
            conditions: Vec::new(),
        }
    }
}

impl Verdict {
    /// A verdict with nothing but its outcome; `outcome_ok` follows.
    #[must_use]
    pub fn new(label: &str, claim: &str, expected: Expectation, outcome: Outcome) -> Self {
        let outcome_ok = match expected {
            Expectation::Prove => outcome == Outcome::Proved,
            Expectation::Refute => outcome == Outcome::Refuted,
            Expectation::Open => true,
        };
        Self {
            label: label.into(),
            claim: claim.into(),
            expected,
            outcome,
            outcome_ok,
            given: Vec::new(),
            undefined_on: String::new(),
            witness: None,
            reason: String::new(),
            method: String::new(),
            rules: Vec::new(),
        }
    }
}
