//! Prime factors of integers, as far as they are small.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};

/// Prime factors are sought up to this bound; a larger cofactor stands for itself (true, maybe not minimal).
const LARGEST_PRIME: u64 = 100_000;

/// Factors with multiplicity, by trial division; what remains above the bound counts as prime.
#[must_use]
pub fn prime_factors(n: &BigInt) -> Vec<(BigInt, u32)> {
    let mut out = Vec::new();
    let mut rest = n.abs();
    let mut p = 2u64;
    while p <= LARGEST_PRIME && rest > BigInt::one() {
        if BigInt::from(p) * BigInt::from(p) > rest {
            break;
        }
        let mut k = 0;
        while rest.is_multiple_of(&BigInt::from(p)) {
            rest /= p;
            k += 1;
        }
        if k > 0 {
            out.push((BigInt::from(p), k));
        }
        p += if p == 2 { 1 } else { 2 };
    }
    if rest > BigInt::one() {
        out.push((rest, 1));
    }
    out
}
