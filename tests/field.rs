//! The exact field: sums and products agree with arithmetic at points, and come in the one form that the engine gives
//! to a quotient of polynomials.

#![allow(clippy::unwrap_used)]

use algebra::{Engine, EngineLock, Field, Fraction, Term};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use std::time::Duration;

const GENERATORS: usize = 5;

/// Numbers that look arbitrary and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn polynomial(&mut self) -> Vec<Term> {
        let count = self.below(4) + 1;
        let mut terms: Vec<Term> = (0..count)
            .map(|_| Term {
                exponents: (0..GENERATORS).map(|_| u16::try_from(self.below(3).saturating_sub(1)).unwrap()).collect(),
                coefficient: BigInt::from(self.below(13)) - 6,
            })
            .filter(|t| !t.coefficient.is_zero())
            .collect();
        terms.sort();
        terms.dedup_by(|a, b| a.exponents == b.exponents);
        terms
    }

    fn fraction(&mut self, field: &Field<'_>) -> Fraction {
        loop {
            if let Ok(f) = field.from_terms(&self.polynomial(), &self.polynomial()) {
                return f;
            }
        }
    }
}

fn value(terms: &[Term], point: &[i64]) -> BigRational {
    let term = |t: &Term| {
        let powers = t.exponents.iter().zip(point).map(|(n, x)| BigInt::from(*x).pow(u32::from(*n)));
        powers.fold(t.coefficient.clone(), |a, b| a * b)
    };
    BigRational::from_integer(terms.iter().map(term).sum())
}

/// The value at a point where the denominator is not 0.
fn at(f: &Fraction, point: &[i64]) -> Option<BigRational> {
    let below = value(&f.denominator_terms(), point);
    (!below.is_zero()).then(|| value(&f.numerator_terms(), point) / below)
}

#[test]
fn sums_and_products_are_exact_and_in_lowest_terms() {
    let lock = EngineLock::acquire(Duration::from_secs(600), || ()).unwrap();
    let engine = Engine::open(lock).unwrap();
    let field = Field::new(&engine, GENERATORS);
    let mut dice = Dice(7);
    let points: Vec<Vec<i64>> = (0..6).map(|k| (0..5).map(|i| 3 * i - 5 + 2 * k * (i % 2) + k).collect()).collect();
    for round in 0..400 {
        let (a, b) = (dice.fraction(&field), dice.fraction(&field));
        let results = [
            field.add(&a, &b).unwrap(),
            field.sub(&a, &b).unwrap(),
            field.mul(&a, &b).unwrap(),
            if b.is_zero() { a.clone() } else { field.div(&a, &b).unwrap() },
        ];
        for point in &points {
            let (Some(x), Some(y)) = (at(&a, point), at(&b, point)) else { continue };
            let quotient = if y.is_zero() { x.clone() } else { &x / &y };
            for (f, expected) in results.iter().zip([&x + &y, &x - &y, &x * &y, quotient]) {
                if let Some(found) = at(f, point)
                    && !(y.is_zero())
                {
                    assert_eq!(found, expected, "round {round} at {point:?}");
                }
            }
        }
        for f in &results {
            let again = field.from_terms(&f.numerator_terms(), &f.denominator_terms()).unwrap();
            assert_eq!(*f, again, "round {round}: not in lowest terms");
        }
        assert_eq!(field.sub(&results[0], &b).unwrap(), a, "round {round}");
        assert_eq!(field.sub(&results[1], &results[1]).unwrap(), field.constant(&BigRational::zero()));
        // Powers through sums: (a + b)^2 = a^2 + 2ab + b^2.
        let square = field.mul(&results[0], &results[0]).unwrap();
        let doubled = field.add(&results[2], &results[2]).unwrap();
        let parts = field.add(&field.mul(&a, &a).unwrap(), &field.mul(&b, &b).unwrap()).unwrap();
        assert_eq!(square, field.add(&parts, &doubled).unwrap(), "round {round}");
    }
}
