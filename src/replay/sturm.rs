//! Rule **Sturm**: the sign of a polynomial in one variable on an interval, by counting its real roots.
//!
//! In: an expression and the ranges of the variables. Out: whether it has the wanted sign on the whole range of its
//! variable. Everything is exact and computed here from the expression; nothing is taken from the certificate.
//!
//! **Soundness.** A polynomial without a root on an interval has one sign there, that of any of its values. Sturm's theorem
//! counts the distinct roots of a square-free polynomial between two numbers that are no roots of it: the number of
//! changes of sign in its chain at the first, less that at the second. A polynomial changes its sign exactly at the roots
//! of odd multiplicity (Yun's decomposition separates them). An end that is no rational number is taken to be infinite,
//! which only enlarges the interval; conditions are used by [`super::cells`].

use super::cells;
use super::claim::Wanted;
use crate::rational::Rational;
use crate::symbolic::{Bound, Expr, ExprMap, Kind, Region, Symbol};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

/// Higher degrees are left to others.
const LARGEST_DEGREE: usize = 40;
/// So many chains are kept.
const CHAINS_KEPT: usize = 8;
/// So are longer coefficients.
const MOST_BITS: u64 = 1 << 12;

/// Coefficients, that of the power 0 first; the last is not 0.
pub(super) type Polynomial = Vec<Rational>;

/// An end of the interval: a number, with whether it belongs to it; `None`: infinite.
pub(super) type End = Option<(Rational, bool)>;

/// Whether the expression is a polynomial in one variable with the wanted sign on the variable's range.
#[must_use]
pub fn has_sign(e: &Expr, wanted: Wanted, region: &Region) -> bool {
    decided(e, wanted, region).unwrap_or(false) || cells::has_sign(e, wanted, region)
}

fn decided(e: &Expr, wanted: Wanted, region: &Region) -> Option<bool> {
    let symbols = e.symbols();
    let x = symbols.first().filter(|_| symbols.len() == 1)?;
    let p = polynomial(e, x)?;
    if p.len() < 2 {
        return None;
    }
    let variable = region.variables.iter().find(|v| v.symbol == *x)?;
    let (lower, upper) = (end(&variable.lower), end(&variable.upper));
    if let (Some((a, _)), Some((b, _))) = (&lower, &upper)
        && a >= b
    {
        return None;
    }
    let positive = || Some(value(&p, &sample(&p, &lower, &upper)?).is_positive());
    match wanted {
        Wanted::NonZero => Some(roots(&square_free(&p)?, &lower, &upper)? == 0),
        Wanted::Positive => Some(roots(&square_free(&p)?, &lower, &upper)? == 0 && positive()?),
        Wanted::NonNegative => {
            let open = |end: &End| end.clone().map(|(q, _)| (q, false));
            Some(roots(&odd_part(&p)?, &open(&lower), &open(&upper))? == 0 && positive()?)
        }
    }
}

pub(super) fn end(bound: &Bound) -> End {
    let number = bound.value()?.as_number()?.clone();
    Some((number, matches!(bound, Bound::Closed(_))))
}

/// The expression as a polynomial.
pub(super) fn polynomial(e: &Expr, x: &Symbol) -> Option<Polynomial> {
    let mut done: ExprMap<Polynomial> = ExprMap::default();
    for node in e.nodes() {
        let of = |part: &Expr| done.get(part).cloned();
        let p = match node.kind() {
            Kind::Number(q) => trimmed(vec![q.clone()]),
            Kind::Symbol(s) if s == x => vec![Rational::zero(), Rational::one()],
            Kind::Sum(terms) => {
                terms.iter().try_fold(Vec::new(), |sum, t| Some(plus(&sum, &of(t)?, &Rational::one())))?
            }
            Kind::Product(factors) => {
                factors.iter().try_fold(vec![Rational::one()], |product, f| times(&product, &of(f)?))?
            }
            Kind::Power(base, n) => {
                let n = n.as_number().filter(|n| n.is_integer() && n.is_positive())?.to_integer().to_usize()?;
                let base = of(base)?;
                if base.len().saturating_mul(n) > 2 * LARGEST_DEGREE {
                    return None;
                }
                (0..n).try_fold(vec![Rational::one()], |power, _| times(&power, &base))?
            }
            _ => return None,
        };
        done.insert(node, p);
    }
    done.remove(e)
}

fn trimmed(mut p: Polynomial) -> Polynomial {
    while p.last().is_some_and(Zero::is_zero) {
        p.pop();
    }
    p
}

/// `p + c q`
fn plus(p: &Polynomial, q: &Polynomial, c: &Rational) -> Polynomial {
    let zero = Rational::zero();
    let at = |p: &Polynomial, k: usize| p.get(k).cloned().unwrap_or_else(|| zero.clone());
    trimmed((0..p.len().max(q.len())).map(|k| at(p, k) + c * &at(q, k)).collect())
}

pub(super) fn times(p: &Polynomial, q: &Polynomial) -> Option<Polynomial> {
    if p.len() + q.len() > LARGEST_DEGREE + 2 {
        return None;
    }
    let mut out = vec![Rational::zero(); (p.len() + q.len()).saturating_sub(1)];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            out[i + j] += a * b;
        }
    }
    small(trimmed(out))
}

fn small(p: Polynomial) -> Option<Polynomial> {
    p.iter().all(|c| c.bits() <= MOST_BITS).then_some(p)
}

/// Quotient and remainder; the divisor is not 0.
fn divided(p: &Polynomial, divisor: &Polynomial) -> Option<(Polynomial, Polynomial)> {
    let leading = divisor.last()?;
    let mut rest = p.clone();
    let mut quotient = vec![Rational::zero(); p.len().saturating_sub(divisor.len()) + 1];
    while rest.len() >= divisor.len() {
        let shift = rest.len() - divisor.len();
        let c = rest.last()? / leading;
        let mut shifted = vec![Rational::zero(); shift];
        shifted.extend(divisor.iter().cloned());
        // The leading terms cancel exactly, so this ends.
        rest = small(plus(&rest, &shifted, &-&c))?;
        quotient[shift] = c;
    }
    Some((trimmed(quotient), rest))
}

fn quotient(p: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    let (quotient, rest) = divided(p, divisor)?;
    rest.is_empty().then_some(quotient)
}

/// With leading coefficient 1.
fn common_divisor(p: &Polynomial, q: &Polynomial) -> Option<Polynomial> {
    let (mut a, mut b) = (p.clone(), q.clone());
    while !b.is_empty() {
        let rest = divided(&a, &b)?.1;
        a = b;
        b = monic(&rest);
    }
    Some(monic(&a))
}

fn monic(p: &Polynomial) -> Polynomial {
    p.last().map(|leading| p.iter().map(|c| c / leading).collect()).unwrap_or_default()
}

fn derivative(p: &Polynomial) -> Polynomial {
    p.iter().zip(0i64..).skip(1).map(|(c, k)| c * Rational::from_integer(k.into())).collect()
}

/// The same roots, each once.
pub(super) fn square_free(p: &Polynomial) -> Option<Polynomial> {
    quotient(p, &common_divisor(p, &derivative(p))?)
}

/// The roots of odd multiplicity, each once: Yun's decomposition splits off those of multiplicity 1, 2, ..
fn odd_part(p: &Polynomial) -> Option<Polynomial> {
    let mut repeated = common_divisor(p, &derivative(p))?;
    let mut distinct = quotient(p, &repeated)?;
    let mut out = vec![Rational::one()];
    let mut multiplicity = 1;
    while distinct.len() > 1 {
        let further = common_divisor(&distinct, &repeated)?;
        let exactly = quotient(&distinct, &further)?;
        if multiplicity % 2 == 1 {
            out = times(&out, &exactly)?;
        }
        repeated = quotient(&repeated, &further)?;
        distinct = further;
        multiplicity += 1;
    }
    Some(out)
}

pub(super) fn value(p: &Polynomial, x: &Rational) -> Rational {
    p.iter().rev().fold(Rational::zero(), |sum, c| sum * x + c)
}

/// How many roots a square-free polynomial has on the interval.
pub(super) fn roots(p: &Polynomial, lower: &End, upper: &End) -> Option<usize> {
    let mut p = p.clone();
    let mut count = 0;
    for (at, belongs) in [lower, upper].into_iter().flatten() {
        if value(&p, at).is_zero() {
            p = quotient(&p, &vec![-at, Rational::one()])?;
            count += usize::from(*belongs);
        }
    }
    let chain = known_chain(&p)?;
    let below = changes(chain.iter().map(|q| sign_at(q, lower, true)));
    let above = changes(chain.iter().map(|q| sign_at(q, upper, false)));
    Some(count + below.checked_sub(above)?)
}

thread_local! {
    /// The chains asked for last: intervals are halved again and again for one polynomial.
    static CHAINS: RefCell<Vec<(Polynomial, Rc<[Polynomial]>)>> = const { RefCell::new(Vec::new()) };
}

/// The chain, in integers.
fn known_chain(p: &Polynomial) -> Option<Rc<[Polynomial]>> {
    if let Some(known) = CHAINS.with(|c| c.borrow().iter().find(|(q, _)| q == p).map(|(_, chain)| Rc::clone(chain))) {
        return Some(known);
    }
    let made: Rc<[Polynomial]> = chain(p)?.iter().map(in_integers).collect();
    CHAINS.with(|c| {
        let mut known = c.borrow_mut();
        if known.len() >= CHAINS_KEPT {
            known.remove(0);
        }
        known.push((p.clone(), Rc::clone(&made)));
    });
    Some(made)
}

/// A positive multiple with integers as coefficients.
fn in_integers(p: &Polynomial) -> Polynomial {
    let below = p.iter().fold(BigInt::one(), |all, c| all.lcm(&c.denom()));
    let multiple = Rational::from_integer(below);
    p.iter().map(|c| c * &multiple).collect()
}

/// The sign of the value of a polynomial with integers as coefficients: that of `d^m p(n/d)`.
fn sign_of_value(p: &Polynomial, at: &Rational) -> Ordering {
    let (n, d) = (at.numer(), at.denom());
    let mut power = BigInt::one();
    let mut sum = BigInt::zero();
    for c in p.iter().rev() {
        sum = sum * &n + c.to_integer() * &power;
        power *= &d;
    }
    sum.cmp(&BigInt::zero())
}

/// `p, p', -rem(p, p'), ..`
fn chain(p: &Polynomial) -> Option<Vec<Polynomial>> {
    let mut chain = vec![p.clone(), derivative(p)];
    while let [.., a, b] = chain.as_slice() {
        if b.is_empty() {
            break;
        }
        let rest = divided(a, b)?.1;
        // A positive multiple keeps every sign.
        let size = rest.last().map_or_else(Rational::one, Signed::abs);
        chain.push(rest.iter().map(|c| -(c / &size)).collect());
    }
    chain.pop();
    Some(chain)
}

fn sign_at(p: &Polynomial, end: &End, below: bool) -> Ordering {
    let zero = Rational::zero();
    match (end, p.last()) {
        (Some((at, _)), _) => sign_of_value(p, at),
        (None, Some(leading)) if below && p.len().is_multiple_of(2) => zero.cmp(leading),
        (None, Some(leading)) => leading.cmp(&zero),
        (None, None) => Ordering::Equal,
    }
}

fn changes(signs: impl Iterator<Item = Ordering>) -> usize {
    let signs: Vec<Ordering> = signs.filter(|s| s.is_ne()).collect();
    signs.windows(2).filter(|w| w[0] != w[1]).count()
}

/// A point inside of the interval that is no root: among more points than roots there is one.
fn sample(p: &Polynomial, lower: &End, upper: &End) -> Option<Rational> {
    let many = i64::try_from(p.len()).ok()? + 1;
    let at = |k: i64| {
        let step = Rational::new(k.into(), many.into());
        match (lower, upper) {
            (Some((a, _)), Some((b, _))) => a + (b - a) * step,
            (Some((a, _)), None) => a + step,
            (None, Some((b, _))) => b - step,
            (None, None) => step,
        }
    };
    (1..many).map(at).find(|x| !value(p, x).is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Role, Variable};

    fn x() -> Symbol {
        Symbol::new("", "x", Role::Parameter, 0)
    }

    fn region(lower: Bound, upper: Bound) -> Region {
        Region { variables: vec![Variable { lower, upper, ..Variable::real(x()) }], conditions: Vec::new() }
    }

    fn line() -> Region {
        Region { variables: vec![Variable::real(x())], conditions: Vec::new() }
    }

    fn from_roots(roots: &[(i64, i64)]) -> Expr {
        let x = Expr::symbol(&x());
        Expr::product(roots.iter().map(|(r, n)| (&x - &Expr::integer(*r)).powi(*n)))
    }

    #[test]
    fn signs_of_values_are_those_of_the_rational_numbers() {
        let q = |n: i64, d: i64| Rational::new(n.into(), d.into());
        let p = in_integers(&vec![q(-1, 6), q(3, 4), q(-5, 2), q(1, 1)]);
        assert!(p.iter().all(Rational::is_integer));
        for (n, d) in [(0, 1), (1, 1), (-1, 2), (7, 3), (9, 4), (2, 9), (11, 5)] {
            assert_eq!(sign_of_value(&p, &q(n, d)), value(&p, &q(n, d)).cmp(&Rational::zero()), "{n}/{d}");
        }
        assert_eq!(sign_of_value(&vec![q(-9, 1), q(0, 1), q(4, 1)], &q(3, 2)), Ordering::Equal);
    }

    #[test]
    fn quartics_without_real_roots_are_positive() {
        let x = Expr::symbol(&x());
        let cyclotomic = Expr::sum((0..5).map(|k| x.powi(k)));
        assert!(has_sign(&cyclotomic, Wanted::Positive, &line()));
        assert!(!has_sign(&-&cyclotomic, Wanted::Positive, &line()));
        assert!(has_sign(&-&cyclotomic, Wanted::NonZero, &line()));
        // One more than the least value of x^4 - x is positive; the least value itself is -3/4 4^(-1/3) = -0.472..
        let least = |c: Expr| x.powi(4) - &x + c;
        assert!(has_sign(&least(Expr::ratio(473, 1000)), Wanted::Positive, &line()));
        assert!(!has_sign(&least(Expr::ratio(472, 1000)), Wanted::Positive, &line()));
        assert!(!has_sign(&least(Expr::ratio(472, 1000)), Wanted::NonNegative, &line()));
    }

    #[test]
    fn multiplicities_count() {
        assert!(has_sign(&from_roots(&[(1, 2), (2, 4)]), Wanted::NonNegative, &line()));
        assert!(!has_sign(&from_roots(&[(1, 2), (2, 4)]), Wanted::Positive, &line()));
        assert!(!has_sign(&from_roots(&[(1, 2), (2, 3)]), Wanted::NonNegative, &line()));
        assert!(!has_sign(&from_roots(&[(1, 1), (2, 1)]), Wanted::NonNegative, &line()));
    }

    #[test]
    fn ends_count_where_they_belong() {
        let (open, closed) = (|n| Bound::Open(Expr::integer(n)), |n| Bound::Closed(Expr::integer(n)));
        let p = from_roots(&[(1, 1), (2, 1)]);
        assert!(has_sign(&p, Wanted::Positive, &region(open(2), Bound::Infinite)));
        assert!(!has_sign(&p, Wanted::Positive, &region(closed(2), Bound::Infinite)));
        assert!(has_sign(&p, Wanted::NonNegative, &region(closed(2), Bound::Infinite)));
        assert!(has_sign(&p, Wanted::Positive, &region(Bound::Infinite, open(1))));
        assert!(has_sign(&-&p, Wanted::Positive, &region(open(1), open(2))));
        assert!(!has_sign(&-&p, Wanted::Positive, &region(open(1), closed(2))));
        assert!(!has_sign(&p, Wanted::NonNegative, &region(open(1), open(3))));
        // Every root of (x - 1)...(x - 8) is found, on every interval between half-integers.
        let p = from_roots(&(1..9).map(|r| (r, 1)).collect::<Vec<_>>());
        let dense = polynomial(&p, &x()).unwrap();
        let half = |n: i64| Some((Rational::new((2 * n + 1).into(), 2.into()), false));
        for a in 0..9 {
            for b in a + 1..9 {
                assert_eq!(roots(&dense, &half(a), &half(b)), usize::try_from(b - a).ok());
            }
        }
        assert_eq!(roots(&dense, &None, &None), Some(8));
    }

    #[test]
    fn what_is_no_polynomial_in_one_variable_is_left_alone() {
        let x = Expr::symbol(&x());
        let y = Expr::symbol(&Symbol::new("", "y", Role::Parameter, 1));
        for e in [x.exp(), x.recip(), &x + &y, x.powi(41) + Expr::one(), Expr::one()] {
            assert!(!has_sign(&(e.powi(2) + Expr::one()), Wanted::Positive, &line()), "{e}");
        }
    }
}
