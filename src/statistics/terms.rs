//! Sums of terms: a coefficient free of the variables, and a monomial in them.
//!
//! In: lists of such terms. Out: their products, and equal monomials brought together. It must not know what a monomial
//! looks like.

use crate::symbolic::Expr;
use std::collections::HashMap;
use std::hash::Hash;

/// Every term of one sum times every term of the other; nothing where these are more than `most`.
pub(super) fn product<M>(
    a: &[(Expr, M)],
    b: &[(Expr, M)],
    most: usize,
    times: impl Fn(&M, &M) -> M,
) -> Option<Vec<(Expr, M)>> {
    if a.len().saturating_mul(b.len()) > most {
        return None;
    }
    let times = &times;
    Some(a.iter().flat_map(|(c, m)| b.iter().map(move |(d, n)| (c * d, times(m, n)))).collect())
}

/// Equal monomials together, in the order of their first appearance.
pub(super) fn gathered<M: Clone + Eq + Hash>(terms: Vec<(Expr, M)>) -> Vec<(Expr, M)> {
    let mut places: HashMap<M, usize> = HashMap::new();
    let mut out: Vec<(Vec<Expr>, M)> = Vec::new();
    for (c, m) in terms {
        match places.get(&m) {
            Some(i) => out[*i].0.push(c),
            None => {
                places.insert(m.clone(), out.len());
                out.push((vec![c], m));
            }
        }
    }
    out.into_iter().map(|(c, m)| (Expr::sum(c), m)).filter(|(c, _)| !c.is_zero()).collect()
}
