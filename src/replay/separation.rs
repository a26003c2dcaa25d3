//! Rule **separation**: an algebraic number that is smaller than its separation bound is 0.
//!
//! In: an expression. Out: whether it is 0 for all values of its variables. Everything is computed here from the
//! expression; nothing is taken from the certificate.
//!
//! **Soundness.** The expression is written as a polynomial in what is not algebraic (variables, `pi`, values of other
//! functions); if each coefficient is 0, so is the value, wherever it exists. A coefficient is made of rational numbers, roots and
//! cosines of rational multiples of `pi` by field operations. It is written as `A/(d B)` with a positive integer `d` and
//! algebraic integers `A`, `B`, of which no conjugate is larger than `u`, `l` in size:
//! - `p/s` is `p` over `d = s`; `2 cos(q pi)` is an algebraic integer, and so are its conjugates, at most 2 in size;
//! - `A/(d B) + A'/(d' B')` and products: on the common denominator; the reciprocal of `A/(d B)` is `d B/A`;
//! - the `k`-th root of `A/(d B)` is that of `A (d B)^(k-1)` over `d B`; the conjugates of a root of `a` are roots of the conjugates of `a`.
//!
//! All of this happens in a field of degree `D` at most: the product of the degrees of all roots, and `phi(2 n)/2` for the
//! cosines of multiples of `pi/n`. If `A` is not 0, the product of its conjugates is a rational integer that is not 0, so `|A| >= u^(1-D)`.
//! Hence `|A/(d B)| < u^(1-D)/(d l)` leaves `A = 0` only. (Burnikel, Funke, Mehlhorn, Schirra, Schmitt 2009, in this form
//! with its proof above.)

use crate::enclosure::{Point, Program, Sign, decide_sign};
use crate::rational::Rational;
use crate::symbolic::{Expr, ExprMap, Function, Kind};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// The largest precision, in bits.
const MOST_BITS: usize = 12_000;
/// A sign at this precision spares the bound.
const FIRST_BITS: usize = 256;
/// Monomials of an expression.
const MOST_TERMS: usize = 128;
/// Powers of sums that are multiplied out.
const MOST_POWER: i64 = 12;
/// Bits that sizes are kept to, rounded up.
const SIZE_BITS: u64 = 64;
/// Denominators of angles.
const MOST_TURNS: u64 = 5_000;

/// Whether the expression is 0 wherever it has a value.
#[must_use]
pub fn is_zero(e: &Expr) -> bool {
    let mut done = ExprMap::default();
    expanded(e, &mut done).is_some_and(|terms| terms.values().all(constant_is_zero))
}

/// Factors that are no algebraic numbers, with their powers.
type Monomial = BTreeMap<Expr, i64>;
type Terms = BTreeMap<Monomial, Expr>;

fn expanded(e: &Expr, done: &mut ExprMap<bool>) -> Option<Terms> {
    if is_algebraic(e, done) {
        return Some(Terms::from([(Monomial::new(), e.clone())]));
    }
    match e.kind() {
        Kind::Sum(terms) => {
            let mut out = Terms::new();
            for t in terms {
                for (monomial, c) in expanded(t, done)? {
                    add(&mut out, monomial, &c)?;
                }
            }
            Some(out)
        }
        Kind::Product(factors) => {
            let one = Terms::from([(Monomial::new(), Expr::one())]);
            factors.iter().try_fold(one, |product, f| times(&product, &expanded(f, done)?))
        }
        Kind::Power(base, n) => {
            let whole = n.as_number().filter(|n| n.is_integer()).and_then(|n| n.to_integer().to_i64());
            match (whole, base.kind()) {
                (Some(n @ 2..=MOST_POWER), Kind::Sum(_)) => {
                    let base = expanded(base, done)?;
                    let one = Terms::from([(Monomial::new(), Expr::one())]);
                    (0..n).try_fold(one, |product, _| times(&product, &base))
                }
                (Some(n), _) => Some(Terms::from([(Monomial::from([(base.clone(), n)]), Expr::one())])),
                (None, _) => Some(Terms::from([(Monomial::from([(e.clone(), 1)]), Expr::one())])),
            }
        }
        _ => Some(Terms::from([(Monomial::from([(e.clone(), 1)]), Expr::one())])),
    }
}

fn add(terms: &mut Terms, monomial: Monomial, c: &Expr) -> Option<()> {
    let sum = terms.get(&monomial).map_or_else(|| c.clone(), |known| known + c);
    terms.insert(monomial, sum);
    (terms.len() <= MOST_TERMS).then_some(())
}

fn times(a: &Terms, b: &Terms) -> Option<Terms> {
    let mut out = Terms::new();
    for (m, c) in a {
        for (n, d) in b {
            let mut product = m.clone();
            for (atom, k) in n {
                *product.entry(atom.clone()).or_insert(0) += k;
            }
            // `x x^-1` is 1 wherever the expression has a value.
            product.retain(|_, k| *k != 0);
            add(&mut out, product, &(c * d))?;
        }
    }
    Some(out)
}

/// Made of rational numbers, roots, absolute values, and sines and cosines of rational multiples of pi.
fn is_algebraic(e: &Expr, done: &mut ExprMap<bool>) -> bool {
    for node in e.nodes() {
        if done.contains_key(&node) {
            continue;
        }
        let known = |part: &Expr| done.get(part).copied().unwrap_or(false);
        let yes = match node.kind() {
            Kind::Number(_) => true,
            Kind::Sum(parts) | Kind::Product(parts) => parts.iter().all(known),
            Kind::Power(base, q) => known(base) && q.as_number().is_some(),
            Kind::Apply(Function::Cbrt | Function::Abs, x) => known(x),
            Kind::Apply(f, x) => is_circular(*f) && turns(x).is_some(),
            _ => false,
        };
        done.insert(node, yes);
    }
    done.get(e).copied().unwrap_or(false)
}

fn is_circular(f: Function) -> bool {
    use Function as F;
    matches!(f, F::Sin | F::Cos | F::Tan | F::Cot | F::Sec | F::Csc)
}

/// The denominator `n` of an angle `m pi/n`.
fn turns(x: &Expr) -> Option<u64> {
    let (q, rest) = x.split_coefficient();
    if rest != Expr::pi() {
        return None;
    }
    q.denom().to_u64().filter(|n| *n <= MOST_TURNS)
}

/// `A/(d B)`: bounds of the conjugates of `A` and `B`, and `d`.
#[derive(Clone, Debug)]
struct Size {
    u: Rational,
    l: Rational,
    d: BigInt,
}

/// What the field is generated by.
#[derive(Default)]
struct Field {
    /// Numbers above 1 with the degree of their roots.
    numbers: BTreeMap<BigInt, u64>,
    /// Other radicands with the degree of their roots.
    radicands: BTreeMap<Expr, u64>,
    /// The common denominator of the angles.
    turns: u64,
}

fn constant_is_zero(e: &Expr) -> bool {
    if let Some(q) = e.as_number() {
        return q.is_zero();
    }
    let at = Point::default();
    if decide_sign(e, &at, FIRST_BITS).is_ok_and(|sign| sign != Sign::Unknown) {
        return decide_sign(e, &at, FIRST_BITS) == Ok(Sign::Zero);
    }
    let Some(below) = bound(e) else { return false };
    let Ok(program) = Program::new(std::slice::from_ref(e)) else { return false };
    [64, 512].into_iter().any(|more| {
        let ends = program.evaluate(&at, below + more).ok().and_then(|values| values.first()?.bounds());
        let least = Rational::new(BigInt::one(), BigInt::one() << below);
        ends.is_some_and(|(a, b)| a.abs() < least && b.abs() < least)
    })
}

/// `t` such that the number is 0 if it is smaller than `2^-t` in size.
fn bound(e: &Expr) -> Option<usize> {
    let mut field = Field { turns: 1, ..Field::default() };
    let mut sizes: ExprMap<Size> = ExprMap::default();
    for node in e.nodes() {
        // Angles and exponents are no algebraic parts.
        if let Some(size) = size(&node, &sizes, &mut field) {
            sizes.insert(node, size);
        }
    }
    let Size { u, l, d } = sizes.remove(e)?;
    // `16 log2(u)`, rounded up.
    let sixteenths = usize::try_from(u.pow(16).ceil().to_integer().bits()).ok()?;
    let degree = field.degree()?;
    let of_numerator = sixteenths.checked_mul(degree.checked_sub(1)?)?.div_ceil(16);
    let of_denominator = usize::try_from(l.ceil().to_integer().bits() + d.bits()).ok()?;
    of_numerator.checked_add(of_denominator).filter(|t| *t <= MOST_BITS)
}

fn size(node: &Expr, sizes: &ExprMap<Size>, field: &mut Field) -> Option<Size> {
    let of = |part: &Expr| sizes.get(part).cloned();
    match node.kind() {
        Kind::Number(q) => {
            let u = rounded(Rational::from_integer(q.numer().abs()));
            Some(Size { u, l: Rational::one(), d: q.denom() })
        }
        Kind::Sum(terms) => terms.iter().map(of).collect::<Option<Vec<_>>>().map(|parts| sum(&parts)),
        Kind::Product(factors) => factors.iter().try_fold(one(), |product, f| Some(product.times(&of(f)?))),
        Kind::Power(base, q) => {
            let q = q.as_number()?;
            let root = of(base)?.root(q.denom().to_u32()?)?;
            field.root_of(base, q.denom().to_u64()?)?;
            let n = q.numer().to_i32().filter(|n| n.unsigned_abs() <= 1_000)?;
            Some(if n < 0 { root.inverse() } else { root }.power(n.unsigned_abs()))
        }
        Kind::Apply(Function::Cbrt, x) => {
            field.root_of(x, 3)?;
            of(x)?.root(3)
        }
        // plus or minus the same number
        Kind::Apply(Function::Abs, x) => of(x),
        Kind::Apply(f, x) if is_circular(*f) => {
            // `sin a = cos(pi/2 - a)`, and two cosines make the others.
            field.turns = field.turns.lcm(&turns(x)?.lcm(&2));
            let two = Rational::from_integer(2.into());
            let half = Size { u: two, l: Rational::one(), d: 2.into() };
            Some(match f {
                Function::Sin | Function::Cos => half,
                Function::Sec | Function::Csc => half.inverse(),
                _ => half.times(&half.inverse()),
            })
        }
        _ => None,
    }
}

fn one() -> Size {
    Size { u: Rational::one(), l: Rational::one(), d: BigInt::one() }
}

fn sum(parts: &[Size]) -> Size {
    let d = parts.iter().fold(BigInt::one(), |d, p| d.lcm(&p.d));
    let l = parts.iter().fold(Rational::one(), |l, p| l * &p.l);
    let lifted = parts.iter().map(|p| &p.u * &Rational::from_integer(&d / &p.d) * (&l / &p.l));
    let u = lifted.fold(Rational::zero(), |u, part| u + part);
    Size { u: rounded(u), l: rounded(l), d }
}

impl Size {
    fn times(&self, other: &Self) -> Self {
        Self { u: rounded(&self.u * &other.u), l: rounded(&self.l * &other.l), d: &self.d * &other.d }
    }

    fn inverse(&self) -> Self {
        let u = &self.l * &Rational::from_integer(self.d.clone());
        Self { u: rounded(u), l: self.u.clone(), d: BigInt::one() }
    }

    fn power(&self, n: u32) -> Self {
        (0..n).fold(one(), |product, _| product.times(self))
    }

    /// The root of this degree: that of `A (d B)^(k-1)` over `d B`.
    fn root(&self, k: u32) -> Option<Self> {
        if k == 1 {
            return Some(self.clone());
        }
        let k = (k <= 64).then_some(k)?;
        let below = &self.l * &Rational::from_integer(self.d.clone());
        let radicand = &self.u * &below.pow(i32::try_from(k - 1).ok()?);
        // An integer root of a multiple, rounded up.
        let shift = 32 * usize::try_from(k).ok()?;
        let whole = (radicand * Rational::from_integer(BigInt::one() << shift)).ceil().to_integer();
        let root = Rational::new(whole.magnitude().nth_root(k).into(), BigInt::one() << 32)
            + Rational::new(BigInt::one(), BigInt::one() << 32);
        Some(Self { u: rounded(root), ..self.clone() })
    }
}

/// A number that is not smaller, at least 1, with few bits.
fn rounded(q: Rational) -> Rational {
    let up = if q < Rational::one() { Rational::one() } else { q };
    let size = up.ceil().to_integer().bits();
    if size <= SIZE_BITS {
        let scale = Rational::from_integer(BigInt::one() << 32);
        return (up * &scale).ceil() / scale;
    }
    let scale = Rational::from_integer(BigInt::one() << (size - SIZE_BITS));
    (up / &scale).ceil() * scale
}

impl Field {
    fn root_of(&mut self, base: &Expr, k: u64) -> Option<()> {
        if k == 1 {
            return Some(());
        }
        let raise = |known: &mut u64| *known = known.lcm(&k);
        match base.as_number() {
            // Roots of a number are products of roots of its prime factors; a large rest counts as one of them.
            Some(q) => {
                for n in [q.numer().abs(), q.denom()] {
                    for p in parts(n) {
                        raise(self.numbers.entry(p).or_insert(1));
                    }
                }
            }
            None => raise(self.radicands.entry(base.clone()).or_insert(1)),
        }
        Some(())
    }

    fn degree(&self) -> Option<usize> {
        let n = self.turns.checked_mul(2)?;
        let circular = if n > 2 { totient(n) / 2 } else { 1 };
        let mut roots = self.numbers.values().chain(self.radicands.values());
        let degree = roots.try_fold(circular.max(1), |degree, k| degree.checked_mul(*k))?;
        usize::try_from(degree).ok()
    }
}

/// Small prime factors, and what is left.
fn parts(n: BigInt) -> BTreeSet<BigInt> {
    let mut out = BTreeSet::new();
    let mut rest = n;
    for p in 2..1_000_u32 {
        let p = BigInt::from(p);
        if &p * &p > rest {
            break;
        }
        while rest.is_multiple_of(&p) {
            rest /= &p;
            out.insert(p.clone());
        }
    }
    if !rest.is_one() && !rest.is_zero() {
        out.insert(rest);
    }
    out
}

fn totient(n: u64) -> u64 {
    u64::try_from((1..=n).filter(|k| k.gcd(&n) == 1).count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Symbol};

    fn n(n: i64) -> Expr {
        Expr::integer(n)
    }

    fn cosine(k: i64, d: i64) -> Expr {
        (Expr::pi() * Expr::ratio(k, d)).apply(Function::Cos)
    }

    #[test]
    fn algebraic_numbers_that_are_0_are_seen_to_be() {
        let (r2, r3) = (n(2).sqrt(), n(3).sqrt());
        assert!(is_zero(&((n(5) + n(6).sqrt() * n(2)).sqrt() - &r2 - &r3)));
        assert!(is_zero(&(cosine(1, 7) * cosine(2, 7) * cosine(4, 7) + Expr::ratio(1, 8))));
        let cbrt = |e: Expr| e.apply(Function::Cbrt);
        assert!(is_zero(&(cbrt(n(20) + &r2 * &n(14)) + cbrt(n(20) - &r2 * &n(14)) - n(4))));
        // Ramanujan
        let third = |k: i64| cbrt(Expr::ratio(k, 9));
        assert!(is_zero(&(cbrt(cbrt(n(2)) - Expr::one()) - third(1) + third(2) - third(4))));
        let nested = cbrt(n(2) - n(5).sqrt());
        assert!(is_zero(&(&nested + &cbrt(n(2) + n(5).sqrt()) - Expr::one())), "a negative radicand");
        assert!(is_zero(&((&r3 - &r2).recip() - &r3 - &r2)));
        assert!(is_zero(&((&r2 - &r3).apply(Function::Abs) + &r2 - &r3)));
    }

    #[test]
    fn near_zeros_are_not() {
        let tiny = |k: i64| n(10).powi(-k);
        let identity = cosine(1, 7) * cosine(2, 7) * cosine(4, 7) + Expr::ratio(1, 8);
        for k in [5, 50, 90, 200, 1000] {
            assert!(!is_zero(&(&identity + &tiny(k))), "{k}");
        }
        // sqrt(a^2 + 1) is near a.
        let large = n(10).powi(40);
        assert!(!is_zero(&((large.powi(2) + Expr::one()).sqrt() - &large)));
        assert!(!is_zero(&(n(2).sqrt() - n(3).sqrt() + Expr::ratio(1, 3))));
        assert!(!is_zero(&(Expr::pi() - Expr::ratio(355, 113))));
        // cos(1) is not algebraic.
        assert!(!is_zero(&(n(1).apply(Function::Cos) - Expr::ratio(54030, 100_000))));
    }

    #[test]
    fn coefficients_of_what_is_not_algebraic_are_looked_at_one_by_one() {
        let x = Expr::symbol(&Symbol::new("", "x", Role::Parameter, 0));
        let zero = cosine(1, 5) - cosine(2, 5) - Expr::ratio(1, 2);
        assert!(is_zero(&(&zero * &x + &zero * &Expr::pi() * &x.exp())));
        assert!(!is_zero(&(&zero * &x + &x * &n(10).powi(-30))));
        assert!(!is_zero(&(&zero * &x + &x.exp() - &x - Expr::one())), "it holds at 0 only");
        assert!(is_zero(&((&x + &n(2).sqrt()).powi(2) - x.powi(2) - &x * &n(2).sqrt() * n(2) - n(2))));
    }
}
