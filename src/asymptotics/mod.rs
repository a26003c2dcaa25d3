//! How functions of one variable behave at infinity and at the ends of ranges.
//!
//! In: an expression in one variable whose other symbols are numbers by now, and an end. Out: limits ([`limits`]), and
//! whether an integral or a sum certainly diverges there ([`divergence`]). It must not know domains, laws or proofs.

pub mod divergence;
mod leading_terms;
pub mod limits;
mod quotient;
