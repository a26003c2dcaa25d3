//! Counts: random variables that are natural numbers.
//!
//! In: integrands, laws of counts. Out: closed means of what is no sum of powers and exponentials ([`means`]); laws with
//! parameters written over a standard count, for means that stay formal ([`form`]), and which of these exist ([`growth`]).

pub(super) mod form;
pub(super) mod growth;
pub(super) mod means;
