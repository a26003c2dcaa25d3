//! The number traits of [`num_traits`].

use super::{Form, Rational, unit};
use Form::{Long, Short};
use num_rational::{BigRational, ParseRatioError};
use num_traits::{Num, One, Pow, Signed, ToPrimitive, Zero};

impl Zero for Rational {
    fn zero() -> Self {
        Self(Short(0, 1))
    }
    fn is_zero(&self) -> bool {
        matches!(self.0, Short(0, _))
    }
}

impl One for Rational {
    fn one() -> Self {
        Self(Short(1, 1))
    }
    fn is_one(&self) -> bool {
        matches!(self.0, Short(1, 1))
    }
}

impl Num for Rational {
    type FromStrRadixErr = ParseRatioError;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, ParseRatioError> {
        BigRational::from_str_radix(text, radix).map(Self::from)
    }
}

impl Signed for Rational {
    fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }
    fn abs_sub(&self, other: &Self) -> Self {
        if self > other { self - other } else { Self::zero() }
    }
    fn signum(&self) -> Self {
        unit(self.cmp(&Self::zero()))
    }
    fn is_positive(&self) -> bool {
        !self.is_negative() && !self.is_zero()
    }
    fn is_negative(&self) -> bool {
        match &self.0 {
            Short(n, _) => *n < 0,
            Long(q) => q.is_negative(),
        }
    }
}

impl ToPrimitive for Rational {
    fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Short(n, d) => Some(n / d),
            Long(q) => q.to_i64(),
        }
    }
    fn to_u64(&self) -> Option<u64> {
        self.to_big().to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        self.to_big().to_f64()
    }
}

impl Pow<i32> for &Rational {
    type Output = Rational;
    fn pow(self, exponent: i32) -> Rational {
        Rational::pow(self, exponent)
    }
}

impl Pow<u32> for &Rational {
    type Output = Rational;
    fn pow(self, exponent: u32) -> Rational {
        match i32::try_from(exponent) {
            Ok(k) => Rational::pow(self, k),
            Err(_) => Rational::from(Pow::pow(&self.to_big(), exponent)),
        }
    }
}
