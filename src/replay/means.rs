//! Rule **means**: the sign of a polynomial in several variables by the inequality of arithmetic and geometric means.
//!
//! In: an expression and the ranges of the variables. Out: whether it certainly has the wanted sign. Everything is exact and
//! computed here from the expression; nothing is taken from the certificate.
//!
//! **Soundness.** A term `a m` with `a > 0` is *good* where its monomial `m` is nowhere negative: each variable has an even exponent,
//! or is not negative by its range. Let `c b` be any other term, and `b = prod m_i^(l_i)` for good monomials, `l_i > 0`,
//! `sum l_i = 1`. For weights `w_i > 0`, by the weighted inequality of means (Hardy, Littlewood and Pólya, *Inequalities*, 2.5),
//! `sum w_i m_i >= prod (w_i m_i/l_i)^(l_i) = prod (w_i/l_i)^(l_i) |b|`, which is at least `|c b|` if
//! `prod (w_i/l_i)^(l_i) >= |c|`; both sides to the common denominator of the `l_i` are rational. If the weights that a good
//! term gives to all others add up to no more than its coefficient, the polynomial is not negative. It is positive if besides a good
//! term that nowhere vanishes is given to none, or is part of a circuit whose inequality is strict: where `b` vanishes that term
//! is left, elsewhere the difference.

use super::claim::Wanted;
use crate::enclosure::rational_end;
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{Expr, ExprMap, Kind, Region, Symbol};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Terms of a polynomial that is looked at.
const MOST_TERMS: usize = 24;
/// Variables.
const MOST_VARIABLES: usize = 4;
/// The largest exponent to which weights are raised.
const LARGEST_POWER: i64 = 60;
/// Choices of good terms for one other.
const MOST_CHOICES: usize = 4_000;

/// Whether the expression is a polynomial with the wanted sign for all values of its variables in their ranges.
#[must_use]
pub fn has_sign(e: &Expr, wanted: Wanted, region: &Region) -> bool {
    decided(e, wanted, region).unwrap_or(false)
}

fn decided(e: &Expr, wanted: Wanted, region: &Region) -> Option<bool> {
    let symbols: Vec<Symbol> = e.symbols().into_iter().collect();
    if !(2..=MOST_VARIABLES).contains(&symbols.len()) {
        return None;
    }
    let p = polynomial(e, &symbols)?;
    let range = |s: &Symbol| {
        let v = region.variables.iter().find(|v| v.symbol == *s)?;
        let (low, closed) = rational_end(&v.lower, true)?;
        // Not negative; positive.
        Some((!low.is_negative(), low.is_positive() || (low.is_zero() && !closed)))
    };
    let ranges: Vec<(bool, bool)> = symbols.iter().map(|s| range(s).unwrap_or((false, false))).collect();
    let mut good = Vec::new();
    let mut others = Vec::new();
    for (m, c) in p.terms() {
        let exponents: Vec<i64> = (0..symbols.len()).map(|i| i64::from(m.degree(i))).collect();
        let nowhere_negative = exponents.iter().zip(&ranges).all(|(n, (nonnegative, _))| n % 2 == 0 || *nonnegative);
        let nowhere_zero = exponents.iter().zip(&ranges).all(|(n, (_, positive))| *n == 0 || *positive);
        if c.is_positive() && nowhere_negative {
            good.push(Good { exponents, coefficient: c.clone(), nowhere_zero });
        } else {
            others.push((exponents, c.abs()));
        }
    }
    let circuits = others.iter().map(|(b, _)| circuit(b, &good)).collect::<Option<Vec<Circuit>>>()?;
    let users = |i: usize| circuits.iter().filter(|c| c.iter().any(|(k, _)| *k == i)).count();
    let mut positive = (0..good.len()).any(|i| good[i].nowhere_zero && users(i) == 0);
    for (circuit, (_, c)) in circuits.iter().zip(&others) {
        let weights: Vec<(Rational, Rational)> = circuit
            .iter()
            .map(|(i, l)| Some((&good[*i].coefficient / Rational::from_integer(users(*i).to_i64()?.into()), l.clone())))
            .collect::<Option<_>>()?;
        let excess = excess(&weights, c)?;
        if excess.is_negative() {
            return None;
        }
        positive |= excess.is_positive() && circuit.iter().any(|(i, _)| good[*i].nowhere_zero);
    }
    Some(wanted == Wanted::NonNegative || positive)
}

struct Good {
    exponents: Vec<i64>,
    coefficient: Rational,
    nowhere_zero: bool,
}

/// Good terms by number, with their exponents `l_i`.
type Circuit = Vec<(usize, Rational)>;

/// `prod (w_i/l_i)^(l_i n) - c^n` for the common denominator `n` of the `l_i`.
fn excess(weights: &[(Rational, Rational)], c: &Rational) -> Option<Rational> {
    let n = weights.iter().fold(num_bigint::BigInt::one(), |n, (_, l)| n.lcm(&l.denom())).to_i64()?;
    if n > LARGEST_POWER {
        return None;
    }
    let power = |q: &Rational, k: i64| (0..k).fold(Rational::one(), |out, _| out * q);
    let mut product = Rational::one();
    for (w, l) in weights {
        let k = (l * Rational::from_integer(n.into())).to_integer().to_i64()?;
        product *= power(&(w / l), k);
    }
    Some(product - power(c, n))
}

/// The first choice of good monomials, as few as possible, of which `b` is a weighted geometric mean.
fn circuit(b: &[i64], good: &[Good]) -> Option<Circuit> {
    let mut tried = 0;
    for size in 1..=(b.len() + 1).min(good.len()) {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            tried += 1;
            if tried > MOST_CHOICES {
                return None;
            }
            if let Some(weights) = barycentric(b, &chosen, good) {
                return Some(chosen.into_iter().zip(weights).collect());
            }
            if !advance(&mut chosen, good.len()) {
                break;
            }
        }
    }
    None
}

/// The next choice of numbers below `n`, in order.
fn advance(chosen: &mut [usize], n: usize) -> bool {
    let size = chosen.len();
    for k in (0..size).rev() {
        if chosen[k] + (size - k) < n {
            chosen[k] += 1;
            for later in k + 1..size {
                chosen[later] = chosen[later - 1] + 1;
            }
            return true;
        }
    }
    false
}

/// The only positive `l` with `sum l_i = 1`, `sum l_i a_i = b`.
fn barycentric(b: &[i64], chosen: &[usize], good: &[Good]) -> Option<Vec<Rational>> {
    let number = |n: i64| Rational::from_integer(n.into());
    let size = chosen.len();
    let mut rows: Vec<Vec<Rational>> = Vec::new();
    rows.push((0..=size).map(|_| Rational::one()).collect());
    for (k, n) in b.iter().enumerate() {
        rows.push(chosen.iter().map(|i| number(good[*i].exponents[k])).chain([number(*n)]).collect());
    }
    for column in 0..size {
        let pivot = (column..rows.len()).find(|r| !rows[*r][column].is_zero())?;
        rows.swap(column, pivot);
        let lead = rows[column][column].clone();
        let row: Vec<Rational> = rows[column].iter().map(|q| q / &lead).collect();
        for (r, other) in rows.iter_mut().enumerate() {
            if r != column && !other[column].is_zero() {
                let factor = other[column].clone();
                for (q, own) in other.iter_mut().zip(&row) {
                    *q = &*q - &(&factor * own);
                }
            }
        }
        rows[column] = row;
    }
    let consistent = rows.iter().skip(size).all(|row| row[size].is_zero());
    let weights: Vec<Rational> = rows.iter().take(size).map(|row| row[size].clone()).collect();
    (consistent && weights.iter().all(Signed::is_positive)).then_some(weights)
}

/// The expression as a polynomial in the symbols by number, if it is a small one.
pub(super) fn polynomial(e: &Expr, symbols: &[Symbol]) -> Option<Polynomial> {
    let mut done: ExprMap<Polynomial> = ExprMap::default();
    for node in e.nodes() {
        let of = |part: &Expr| done.get(part).cloned();
        let p = match node.kind() {
            Kind::Number(q) => Polynomial::constant(q.clone()),
            Kind::Symbol(s) => Polynomial::variable(symbols.iter().position(|t| t == s)?),
            Kind::Sum(terms) => {
                terms.iter().try_fold(Polynomial::constant(Rational::zero()), |p, t| Some(p.add(&of(t)?)))?
            }
            Kind::Product(factors) => factors.iter().try_fold(Polynomial::one(), |p, f| {
                let p = p.times(&of(f)?);
                (p.len() <= MOST_TERMS * MOST_TERMS).then_some(p)
            })?,
            Kind::Power(base, n) => {
                let n = n.as_number().filter(|n| n.is_integer() && n.is_positive())?.to_integer().to_u32()?;
                let base = of(base)?;
                if u64::from(n) * base.total_degree() > 24 {
                    return None;
                }
                base.power(n)
            }
            _ => return None,
        };
        done.insert(node, p);
    }
    done.remove(e).filter(|p| p.len() <= MOST_TERMS)
}

#[cfg(test)]
mod tests {
    use super::has_sign;
    use crate::replay::Wanted;
    use crate::symbolic::{Bound, Expr, Region, Role, Symbol, Variable};

    fn place() -> (Region, [Expr; 3]) {
        let symbols = ["x", "y", "z"].map(|n| Symbol::new("means", n, Role::Coordinate, 0));
        let variables = symbols.iter().map(|s| Variable::real(s.clone())).collect();
        (Region { variables, conditions: Vec::new() }, symbols.map(|s| Expr::symbol(&s)))
    }

    fn number(n: i64) -> Expr {
        Expr::integer(n)
    }

    #[test]
    fn motzkin_is_not_negative() {
        let (region, [x, y, _]) = place();
        let (a, b) = (x.powi(2), y.powi(2));
        let motzkin = |c: i64| a.powi(2) * &b + &a * &b.powi(2) + Expr::one() - number(c) * &a * &b;
        assert!(has_sign(&motzkin(3), Wanted::NonNegative, &region));
        assert!(!has_sign(&motzkin(3), Wanted::Positive, &region));
        assert!(has_sign(&motzkin(2), Wanted::Positive, &region));
        assert!(!has_sign(&motzkin(4), Wanted::NonNegative, &region));
    }

    #[test]
    fn weights_are_shared() {
        let (region, [x, y, z]) = place();
        let squares = x.powi(2) + y.powi(2) + z.powi(2);
        let products = &x * &y + &y * &z + &z * &x;
        assert!(has_sign(&(squares.clone() - products.clone()), Wanted::NonNegative, &region));
        assert!(!has_sign(&(squares - products * Expr::ratio(11, 10)), Wanted::NonNegative, &region));
    }

    #[test]
    fn odd_monomials_need_a_range() {
        let (mut region, [x, y, z]) = place();
        let cubes = x.powi(3) + y.powi(3) + z.powi(3) - number(3) * &x * &y * &z;
        assert!(!has_sign(&cubes, Wanted::NonNegative, &region));
        for v in &mut region.variables {
            v.lower = Bound::Closed(Expr::zero());
        }
        assert!(has_sign(&cubes, Wanted::NonNegative, &region));
        let larger = x.powi(3) + y.powi(3) + z.powi(3) - number(4) * x * y * z;
        assert!(!has_sign(&larger, Wanted::NonNegative, &region));
    }
}
