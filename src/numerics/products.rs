//! Products and quotients in a straight-line program, in an order in which several share their parts.
//!
//! In: factors. Out: registers. Pairs of factors that stand in several products are multiplied first, and once. It must
//! not know sums.

use super::lower::{Lowered, Lowering};
use super::nearest::is_exact;
use super::program::{Instruction, Register};
use super::stable;
use crate::symbolic::{Expr, Kind, Rational};
use num_traits::{One, Signed, ToPrimitive};
use std::collections::{HashMap, HashSet};

/// Products with more factors are not searched for shared pairs.
const MAX_SEARCHED_FACTORS: usize = 12;

/// What several products have in common.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// In how many products a pair of factors stands.
    pairs: HashMap<(Expr, Expr), usize>,
    /// What is inverted once, because it divides in several places.
    inverted: HashSet<Expr>,
}

impl Shares {
    /// Counts over all products in the expressions.
    pub(super) fn of(exprs: &[Expr], reciprocals: bool) -> Self {
        let mut out = Self::default();
        let mut divisors: HashMap<Expr, usize> = HashMap::new();
        let nodes = Expr::nodes_of(exprs);
        let in_products: HashSet<&Expr> =
            nodes.iter().filter(|e| matches!(e.kind(), Kind::Product(_))).flat_map(|e| e.operands()).collect();
        for e in &nodes {
            let factors = match e.kind() {
                Kind::Product(v) => v.as_slice(),
                Kind::Power(..) if !in_products.contains(e) => std::slice::from_ref(e),
                _ => continue,
            };
            let mut divided = HashSet::new();
            for f in factors {
                if let Some((base, _)) = divisor(f)
                    && divided.insert(base.clone())
                {
                    *divisors.entry(base.clone()).or_insert(0) += 1;
                }
            }
            if factors.len() > MAX_SEARCHED_FACTORS {
                continue;
            }
            for (i, a) in factors.iter().enumerate() {
                for b in &factors[i + 1..] {
                    if a.as_number().is_none() && divisor(a).is_some() == divisor(b).is_some() {
                        *out.pairs.entry((a.clone(), b.clone())).or_insert(0) += 1;
                    }
                }
            }
        }
        if reciprocals {
            out.inverted = divisors.into_iter().filter(|(_, n)| *n > 1).map(|(base, _)| base).collect();
        }
        out
    }

    fn of_pair(&self, a: &Expr, b: &Expr) -> usize {
        let count = |a: &Expr, b: &Expr| self.pairs.get(&(a.clone(), b.clone())).copied().unwrap_or(0);
        count(a, b).max(count(b, a))
    }
}

/// Base and exponent of what divides: a negative number as exponent.
fn divisor(e: &Expr) -> Option<(&Expr, &Rational)> {
    match e.kind() {
        Kind::Power(b, x) => x.as_number().filter(|q| q.is_negative()).map(|q| (b, q)),
        _ => None,
    }
}

/// A factor and its value.
type Factor = (Expr, Register);

impl Lowering {
    pub(super) fn product(&mut self, factors: &[Expr]) -> Lowered {
        let mut coefficient = Rational::one();
        let mut rest = Vec::with_capacity(factors.len());
        for f in factors {
            match f.as_number() {
                Some(q) => coefficient *= q,
                None => rest.push(f.clone()),
            }
        }
        self.signed_quotient(&coefficient.abs(), &rest, coefficient.is_negative())
    }

    /// A nonnegative number times factors; those with negative exponents divide.
    pub(super) fn quotient(&mut self, c: &Rational, factors: &[Expr]) -> Lowered {
        self.signed_quotient(c, factors, false)
    }

    fn signed_quotient(&mut self, c: &Rational, factors: &[Expr], negative: bool) -> Lowered {
        let factors = &stable::factors(factors);
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for f in factors {
            match (f.kind(), divisor(f)) {
                (_, Some((b, q))) => {
                    match q.numer().to_i64().filter(|_| q.is_integer() && self.shares.inverted.contains(b)) {
                        Some(n) => above.push((f.clone(), self.inverse_power(b, n.unsigned_abs())?)),
                        None => below.push((f.clone(), self.power(b, &Expr::number(-q))?)),
                    }
                }
                (Kind::Power(b, x), None) => above.push((f.clone(), self.power(b, x)?)),
                _ => above.push((f.clone(), self.value(f)?)),
            }
        }
        // p/q that is no double: the exact p and q, so that one division rounds once.
        let (p, q) = (Rational::from_integer(c.numer()), Rational::from_integer(c.denom()));
        let split = !is_exact(c) && is_exact(&p) && is_exact(&q);
        let (p, q) = if split { (p, q) } else { (c.clone(), Rational::one()) };
        let (above, negative) = self.multiplied(&p, above, negative)?;
        let whole = if below.is_empty() && q.is_one() {
            above
        } else {
            let (below, _) = self.multiplied(&q, below, false)?;
            self.issue(Instruction::Divide(above, below))
        };
        Ok(if negative { self.issue(Instruction::Negate(whole)) } else { whole })
    }

    /// `b^-n` by the reciprocal of `b`.
    fn inverse_power(&mut self, base: &Expr, n: u64) -> Lowered {
        let one = self.constant(&Rational::one())?;
        let base = self.value(base)?;
        let inverse = self.issue(Instruction::Divide(one, base));
        match u32::try_from(n) {
            Ok(n) => Ok(self.integer_power(inverse, n)),
            Err(_) => {
                let exponent = self.constant(&Rational::from_integer(n.into()))?;
                Ok(self.issue(Instruction::Power(inverse, exponent)))
            }
        }
    }

    /// The product with its number, and whether a sign is left to be changed. Shared parts take the sign: they change it
    /// once for all.
    fn multiplied(
        &mut self,
        c: &Rational,
        mut values: Vec<Factor>,
        mut negative: bool,
    ) -> Result<(Register, bool), super::lower::LoweringError> {
        while let Some((i, j)) = self.shared_pair(&values) {
            let (b, y) = values.remove(j);
            let (a, x) = values[i].clone();
            let mut r = self.issue(Instruction::Multiply(x, y));
            if negative && !values.is_empty() && values.len() > 1 {
                r = self.issue(Instruction::Negate(r));
                negative = false;
            }
            values[i] = (Expr::product([a, b]), r);
        }
        let mut values = values.into_iter().map(|(_, r)| r);
        let Some(first) = values.next() else { return Ok((self.constant(c)?, negative)) };
        let value = values.fold(first, |a, b| self.issue(Instruction::Multiply(a, b)));
        Ok((self.scaled(c, value)?, negative))
    }

    /// Of three factors or more, two that were multiplied already, or that stand together in most products.
    fn shared_pair(&self, values: &[Factor]) -> Option<(usize, usize)> {
        if values.len() < 3 || values.len() > MAX_SEARCHED_FACTORS {
            return None;
        }
        let mut best: Option<((usize, usize), usize)> = None;
        for i in 0..values.len() {
            for j in i + 1..values.len() {
                let ((a, x), (b, y)) = (&values[i], &values[j]);
                let known = self.known.contains_key(&Instruction::Multiply(*x.min(y), *x.max(y)));
                // A product that is there costs nothing: it goes before what only others will need.
                let worth = self.shares.of_pair(a, b) + if known { MAX_SEARCHED_FACTORS } else { 0 };
                if worth > 1 && best.is_none_or(|(_, w)| worth > w) {
                    best = Some(((i, j), worth));
                }
            }
        }
        best.map(|(pair, _)| pair)
    }

    pub(super) fn scaled(&mut self, c: &Rational, value: Register) -> Lowered {
        if c.is_one() {
            return Ok(value);
        }
        let c = self.constant(c)?;
        Ok(self.issue(Instruction::Multiply(c, value)))
    }
}
