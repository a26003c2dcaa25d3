//! A basis of the lattice spanned by rational vectors, and integer coordinates in it.
//!
//! Exponents `v_i` of exponentials (or angles) span a finitely generated subgroup of a rational vector space. With a
//! basis `b_j` of that group every `exp(v_i)` is a product of integer powers of the `exp(b_j)`, whatever the order in
//! which the `v_i` came.

use crate::rational::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A lattice basis with the coordinates of the vectors that span it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lattice {
    /// Linearly independent vectors in echelon form.
    pub basis: Vec<Vec<Rational>>,
    /// `vectors[i] = sum over j of coordinates[i][j] * basis[j]`, integers.
    pub coordinates: Vec<Vec<BigInt>>,
}

/// The lattice spanned by `vectors` (all of one length). A basis vector of which only non-positive multiples occur is
/// replaced by its negative.
#[must_use]
pub fn lattice(vectors: &[Vec<Rational>]) -> Lattice {
    let scale = Rational::from_integer(vectors.iter().flatten().fold(BigInt::one(), |l, q| l.lcm(&q.denom())));
    let rows: Vec<Vec<BigInt>> =
        vectors.iter().map(|v| v.iter().map(|q| (q * &scale).to_integer()).collect()).collect();
    let mut basis = echelon(rows.clone());
    let mut coordinates: Vec<Vec<BigInt>> = rows.iter().map(|r| coordinates_in(&basis, r)).collect();
    for j in 0..basis.len() {
        let used = coordinates.iter().map(|c| &c[j]).filter(|n| !n.is_zero());
        if used.clone().all(Signed::is_negative) {
            basis[j].iter_mut().for_each(|x| *x = -x.clone());
            coordinates.iter_mut().for_each(|c| c[j] = -c[j].clone());
        }
    }
    let rational = |n: BigInt| Rational::from_integer(n) / &scale;
    Lattice { basis: basis.into_iter().map(|b| b.into_iter().map(rational).collect()).collect(), coordinates }
}

/// Rows in Hermite form: pivots positive, zeros below, entries above a pivot smaller than it.
fn echelon(mut rows: Vec<Vec<BigInt>>) -> Vec<Vec<BigInt>> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut top = 0;
    for c in 0..columns {
        // The smallest non-zero entry of the column becomes the pivot; the others are reduced by it.
        while let Some(p) = (top..rows.len()).filter(|r| !rows[*r][c].is_zero()).min_by_key(|r| rows[*r][c].abs()) {
            rows.swap(top, p);
            let pivot = rows[top].clone();
            let mut clean = true;
            for row in rows.iter_mut().skip(top + 1) {
                subtract_multiple(row, &pivot, c);
                clean &= row[c].is_zero();
            }
            if clean {
                break;
            }
        }
        if top < rows.len() && !rows[top][c].is_zero() {
            if rows[top][c].is_negative() {
                rows[top].iter_mut().for_each(|x| *x = -x.clone());
            }
            let pivot = rows[top].clone();
            rows.iter_mut().take(top).for_each(|row| subtract_multiple(row, &pivot, c));
            top += 1;
        }
    }
    rows.truncate(top);
    rows
}

fn subtract_multiple(row: &mut [BigInt], pivot: &[BigInt], c: usize) {
    let q = row[c].div_floor(&pivot[c]);
    if !q.is_zero() {
        row.iter_mut().zip(pivot).for_each(|(x, p)| *x -= &q * p);
    }
}

fn coordinates_in(basis: &[Vec<BigInt>], v: &[BigInt]) -> Vec<BigInt> {
    let mut rest = v.to_vec();
    basis
        .iter()
        .map(|b| {
            let c = b.iter().position(|x| !x.is_zero()).unwrap_or(0);
            let q = rest[c].div_floor(&b[c]);
            rest.iter_mut().zip(b).for_each(|(x, p)| *x -= &q * p);
            q
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Rational {
        Rational::new(n.into(), d.into())
    }

    #[test]
    fn halves_and_thirds_have_a_common_generator() {
        let l = lattice(&[vec![q(1, 2)], vec![q(1, 3)]]);
        assert_eq!(l.basis, vec![vec![q(1, 6)]]);
        assert_eq!(l.coordinates, vec![vec![3.into()], vec![2.into()]]);
    }

    #[test]
    fn vectors_are_their_coordinates_times_the_basis_in_any_order() {
        let vectors =
            vec![vec![q(-8, 1), q(0, 1)], vec![q(-2, 1), q(1, 2)], vec![q(3, 4), q(1, 1)], vec![q(0, 1), q(0, 1)]];
        for rotation in 0..4 {
            let mut v = vectors.clone();
            v.rotate_left(rotation);
            let l = lattice(&v);
            for (x, c) in v.iter().zip(&l.coordinates) {
                for k in 0..2 {
                    let sum: Rational =
                        l.basis.iter().zip(c).map(|(b, n)| &b[k] * Rational::from_integer(n.clone())).sum();
                    assert_eq!(sum, x[k]);
                }
            }
        }
    }

    #[test]
    fn a_generator_used_backwards_only_is_turned_round() {
        let l = lattice(&[vec![q(-2, 1)], vec![q(-4, 1)]]);
        assert_eq!(l.basis, vec![vec![q(-2, 1)]]);
    }
}
