//! The four operations and negation, on values and on references.

use super::{Form, Rational, greatest_common_divisor};
use Form::{Long, Short};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

/// `a/b + c/d`. With `g = gcd(b, d)` only the factor `g` of the denominator can cancel, so one more divisor of words
/// suffices (Knuth, The Art of Computer Programming 2, 4.5.1). Products of two words that are not `i64::MIN` stay
/// below `2^126`, their sum below `2^127`.
fn sum((a, b): (i64, i64), (c, d): (i64, i64)) -> Rational {
    if b == 1 && d == 1 {
        return Rational::from_wide(i128::from(a) + i128::from(c), 1);
    }
    let g = greatest_common_divisor(b.unsigned_abs(), d.unsigned_abs()).cast_signed();
    let (b_rest, d_rest) = (i128::from(b / g), i128::from(d / g));
    let t = i128::from(a) * d_rest + i128::from(c) * b_rest;
    if g == 1 {
        return Rational::from_wide(t, b_rest * d_rest);
    }
    let remainder = u64::try_from((t % i128::from(g)).unsigned_abs()).unwrap_or(1);
    let h = i128::from(greatest_common_divisor(remainder, g.unsigned_abs()));
    Rational::from_wide(t / h, b_rest * (i128::from(d) / h))
}

/// `a/b * c/d`: in lowest terms once `gcd(a, d)` and `gcd(c, b)` are out.
fn product((a, b): (i64, i64), (c, d): (i64, i64)) -> Rational {
    if b == 1 && d == 1 {
        return Rational::from_wide(i128::from(a) * i128::from(c), 1);
    }
    let g = greatest_common_divisor(a.unsigned_abs(), d.unsigned_abs()).cast_signed();
    let h = greatest_common_divisor(c.unsigned_abs(), b.unsigned_abs()).cast_signed();
    let n = i128::from(a / g) * i128::from(c / h);
    Rational::from_wide(n, i128::from(b / h) * i128::from(d / g))
}

/// By big integers, where a part is long and both are integers: no common divisor is sought. Else by fractions.
fn whole(
    x: &Rational,
    y: &Rational,
    of_integers: impl Fn(BigInt, BigInt) -> BigInt,
    operation: impl Fn(BigRational, BigRational) -> BigRational,
) -> Rational {
    if x.is_integer() && y.is_integer() {
        return Rational::from_integer(of_integers(x.numer(), y.numer()));
    }
    long(x, y, operation)
}

/// By big integers, where a part is long.
fn long(x: &Rational, y: &Rational, operation: impl Fn(BigRational, BigRational) -> BigRational) -> Rational {
    Rational::from(operation(x.to_big(), y.to_big()))
}

impl Add for &Rational {
    type Output = Rational;
    fn add(self, other: Self) -> Rational {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) => sum((*a, *b), (*c, *d)),
            _ => whole(self, other, Add::add, Add::add),
        }
    }
}

impl Sub for &Rational {
    type Output = Rational;
    fn sub(self, other: Self) -> Rational {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) => sum((*a, *b), (-c, *d)),
            _ => whole(self, other, Sub::sub, Sub::sub),
        }
    }
}

impl Mul for &Rational {
    type Output = Rational;
    fn mul(self, other: Self) -> Rational {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) => product((*a, *b), (*c, *d)),
            _ => whole(self, other, Mul::mul, Mul::mul),
        }
    }
}

impl Div for &Rational {
    type Output = Rational;
    /// Panics on division by 0, as integers do.
    fn div(self, other: Self) -> Rational {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) if *c != 0 => product((*a, *b), if *c < 0 { (-d, -c) } else { (*d, *c) }),
            _ => long(self, other, Div::div),
        }
    }
}

impl Rem for &Rational {
    type Output = Rational;
    /// The remainder of the division towards zero. Panics on division by 0.
    fn rem(self, other: Self) -> Rational {
        long(self, other, Rem::rem)
    }
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Short(n, d) => Rational(Short(-n, *d)),
            Long(q) => Rational::from(-(**q).clone()),
        }
    }
}

impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        -&self
    }
}

/// The forms of an operation on values, from the one on references.
macro_rules! on_values {
    ($($operation:ident $method:ident $assign:ident $assign_method:ident),*) => { $(
        impl $operation for Rational {
            type Output = Self;
            fn $method(self, other: Self) -> Self { (&self).$method(&other) }
        }
        impl $operation<&Self> for Rational {
            type Output = Self;
            fn $method(self, other: &Self) -> Self { (&self).$method(other) }
        }
        impl $operation<Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational { self.$method(&other) }
        }
        impl $assign for Rational {
            fn $assign_method(&mut self, other: Self) { *self = (&*self).$method(&other); }
        }
        impl $assign<&Self> for Rational {
            fn $assign_method(&mut self, other: &Self) { *self = (&*self).$method(other); }
        }
    )* };
}

on_values!(
    Add add AddAssign add_assign,
    Sub sub SubAssign sub_assign,
    Mul mul MulAssign mul_assign,
    Div div DivAssign div_assign
);

impl Rem for Rational {
    type Output = Self;
    fn rem(self, other: Self) -> Self {
        &self % &other
    }
}

impl std::iter::Sum for Rational {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, q| sum + q)
    }
}
