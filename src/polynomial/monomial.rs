//! Products of powers of numbered variables.

use std::cmp::Ordering;

/// A product of powers: variable and exponent, variables ascending, exponents positive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Monomial(Vec<(u32, u32)>);

impl Monomial {
    /// The empty product.
    #[must_use]
    pub fn one() -> Self {
        Self::default()
    }

    /// One variable.
    #[must_use]
    pub fn variable(i: usize) -> Self {
        Self::power(i, 1)
    }

    /// A power of one variable.
    #[must_use]
    pub fn power(i: usize, n: u32) -> Self {
        if n == 0 { Self::one() } else { Self(vec![(u32::try_from(i).unwrap_or(u32::MAX), n)]) }
    }

    /// The product of these powers; `None` unless the variables ascend and the exponents are positive.
    #[must_use]
    pub fn from_powers(powers: Vec<(u32, u32)>) -> Option<Self> {
        let ascending = powers.windows(2).all(|w| w[0].0 < w[1].0);
        (ascending && powers.iter().all(|(_, n)| *n > 0)).then_some(Self(powers))
    }

    /// Variables with their exponents, variables ascending.
    pub fn powers(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.0.iter().map(|(i, n)| (*i as usize, *n))
    }

    /// The exponent of a variable.
    #[must_use]
    pub fn degree(&self, i: usize) -> u32 {
        self.0.iter().find(|(k, _)| *k as usize == i).map_or(0, |(_, n)| *n)
    }

    /// The sum of the exponents.
    #[must_use]
    pub fn total_degree(&self) -> u64 {
        self.0.iter().map(|(_, n)| u64::from(*n)).sum()
    }

    /// No variable occurs.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The product. Exponents are bounded by the guards of those who multiply; they saturate here.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut out = Vec::with_capacity(self.0.len() + other.0.len());
        loop {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => match x.0.cmp(&y.0) {
                    Ordering::Less => out.extend(a.next().copied()),
                    Ordering::Greater => out.extend(b.next().copied()),
                    Ordering::Equal => {
                        out.push((x.0, x.1.saturating_add(y.1)));
                        a.next();
                        b.next();
                    }
                },
                (Some(_), None) => out.extend(a.by_ref().copied()),
                (None, Some(_)) => out.extend(b.by_ref().copied()),
                (None, None) => return Self(out),
            }
        }
    }

    /// The quotient, if `other` divides.
    #[must_use]
    pub fn over(&self, other: &Self) -> Option<Self> {
        let mut divisor = other.0.iter().peekable();
        let mut out = Vec::with_capacity(self.0.len());
        for (i, n) in &self.0 {
            match divisor.peek() {
                Some((k, m)) if k == i => {
                    let rest = n.checked_sub(*m)?;
                    if rest > 0 {
                        out.push((*i, rest));
                    }
                    divisor.next();
                }
                Some((k, _)) if k < i => return None,
                _ => out.push((*i, *n)),
            }
        }
        divisor.peek().is_none().then_some(Self(out))
    }

    /// The monomial without a variable, and its exponent.
    #[must_use]
    pub fn without(&self, i: usize) -> (Self, u32) {
        let n = self.degree(i);
        (Self(self.0.iter().filter(|(k, _)| *k as usize != i).copied().collect()), n)
    }

    /// The same with other variables.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(usize) -> usize) -> Self {
        let mut out: Vec<(u32, u32)> =
            self.powers().map(|(i, n)| (u32::try_from(name(i)).unwrap_or(u32::MAX), n)).collect();
        out.sort_unstable();
        Self(out)
    }
}

/// Lexicographic: the monomial with the higher power of the first variable in which two differ is the larger one. It
/// is compatible with products, so that division by leading terms ends.
impl Ord for Monomial {
    fn cmp(&self, other: &Self) -> Ordering {
        for (x, y) in self.0.iter().zip(&other.0) {
            match x.0.cmp(&y.0) {
                Ordering::Less => return Ordering::Greater,
                Ordering::Greater => return Ordering::Less,
                Ordering::Equal => match x.1.cmp(&y.1) {
                    Ordering::Equal => {}
                    unequal => return unequal,
                },
            }
        }
        self.0.len().cmp(&other.0.len())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
