//! The certificate of a model: its text, and the proofs of its declarations and claims.

use super::statement::Statement;
use super::step::Step;
use crate::symbolic::Relation;
use crate::symbolic::wire::Bundle;
use serde::{Deserialize, Serialize};

/// The name of the format.
pub const FORMAT: &str = "geoflow-certificate";
/// Its version. Since 2, a claim to be proved that has no proof stands in `unproved`.
pub const VERSION: u32 = 2;

/// A certificate as it is written to a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`]
    pub format: String,
    /// [`VERSION`]
    pub version: u32,
    /// the model's text, then those that it includes
    pub sources: Vec<SourceText>,
    /// for each obligation of the declarations its proof; nothing: it is a hypothesis
    pub obligations: Vec<Option<Proof>>,
    /// closed forms of expectations in the model, which the statements hold already
    pub expectations: Vec<ClosedForm>,
    /// the claims that are proved
    pub claims: Vec<ClaimProof>,
    /// the claims to be proved of which no proof is here
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<UnprovedClaim>,
}

/// A claim without proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnprovedClaim {
    /// number of the claim in the model, from 0
    pub claim: usize,
    /// the claim as it is written
    pub text: String,
}

/// A closed form with the rules that gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedForm {
    /// what it is the value of, as it is written
    pub text: String,
    /// the values: one, or the entries of a matrix
    pub values: Bundle,
    /// the names of the rules
    pub rules: Vec<String>,
    /// what the rules need
    pub conditions: Bundle,
    /// how each condition compares with 0
    pub relations: Vec<Relation>,
}

/// One text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceText {
    /// its path as it was named
    pub name: String,
    /// the text
    pub text: String,
}

/// The proof of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimProof {
    /// number of the claim in the model, from 0
    pub claim: usize,
    /// the claim as it is written
    pub text: String,
    /// the obligations without proof that it may rest on, by number
    pub given: Vec<usize>,
    /// the closed forms that it may rest on, by number
    pub expectations: Vec<usize>,
    /// the proof
    pub proof: Proof,
}

/// A statement in canonical form with the steps that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// SHA-256 of the statement
    pub sha256: String,
    /// the statement
    pub statement: Statement,
    /// the steps
    pub steps: Vec<Step>,
}

/// Why a certificate cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not JSON, or not of this form.
    Form(String),
    /// It is of another format.
    Format,
    /// It is of another version of the format.
    Version(u64),
    /// It is not written in the one way in which this is written.
    NotCanonical,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Form(why) => write!(f, "it has another form: {why}"),
            Self::Format => write!(f, "its `format` is not `{FORMAT}`, with a number as `version`"),
            Self::Version(other) => {
                let by = if *other < u64::from(VERSION) { "an earlier" } else { "a later" };
                write!(f, "it is of version {other}, written by {by} geoflow, and this one reads version {VERSION}")
            }
            Self::NotCanonical => write!(f, "an entry is superfluous, or not written in its reduced form"),
        }
    }
}

impl Certificate {
    /// The text of the file.
    ///
    /// # Errors
    /// The serialiser's.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Reads the text of a file. What is read must be written again as the same data: so no entry is without meaning.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let form = |e: serde_json::Error| Unreadable::Form(e.to_string());
        let data: serde_json::Value = serde_json::from_str(text).map_err(form)?;
        let named = data.get("format").and_then(|f| f.as_str()) == Some(FORMAT);
        match data.get("version").and_then(serde_json::Value::as_u64).filter(|_| named) {
            None => return Err(Unreadable::Format),
            Some(version) if version != u64::from(VERSION) => return Err(Unreadable::Version(version)),
            Some(_) => {}
        }
        let read: Self = serde_json::from_value(data.clone()).map_err(form)?;
        let again = serde_json::to_value(&read).map_err(form)?;
        if again == data { Ok(read) } else { Err(Unreadable::NotCanonical) }
    }
}
