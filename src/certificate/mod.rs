//! Proofs as plain data: what the engine's side found, for a checker that trusts none of it.
//!
//! In: nothing. Out: serialisable values that say which generators stand for what, and answer, one after the other, the
//! questions that the checker ([`crate::replay`]) asks. Nothing here computes, and nothing here is believed.

mod derivation;
mod digest;
mod file;
mod functions;
mod record;
mod sign;
mod statement;
mod step;

pub use derivation::{Answer, Content, Derivation, Factors, Meaning, Quotient};
pub use digest::sha256;
pub use file::{Certificate, ClaimProof, ClosedForm, FORMAT, Proof, SourceText, UnprovedClaim, Unreadable, VERSION};
pub use functions::{
    AngleBound, AngleParts, AngleSum, GammaValue, Inverse, OtherForm, PolarAngle, PolarForm, Quadrant,
};
pub use record::{GoalRecord, Record};
pub use sign::{ElementSign, FactorSign, NonZero, ProductSign, SignTree};
pub use statement::{Domain, GoalText, Statement, StatementWriter, VariableText};
pub use step::{Lemma, MeanRange, Step, Witness};
