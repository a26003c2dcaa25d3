//! Both forms against [`num_rational`], and on the border between them.

use super::Rational;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

/// Numbers on both sides of the border between the two forms.
fn parts() -> impl Strategy<Value = (i128, i128)> {
    let side = prop_oneof![
        -20i128..20,
        Just(i128::from(i64::MAX)),
        Just(i128::from(i64::MIN)),
        Just(i128::from(i64::MAX) + 1),
        any::<i64>().prop_map(i128::from),
        any::<i128>(),
    ];
    (side.clone(), side.prop_filter("a denominator", |d| *d != 0))
}

fn both((n, d): (i128, i128)) -> (Rational, BigRational) {
    let (n, d) = (BigInt::from(n), BigInt::from(d));
    (Rational::new(n.clone(), d.clone()), BigRational::new(n, d))
}

/// The same number in the same, canonical form.
fn same(ours: &Rational, theirs: &BigRational) {
    assert_eq!(ours.to_big(), *theirs);
    assert_eq!(*ours, Rational::from(theirs.clone()), "canonical");
    assert_eq!(ours.to_string(), theirs.to_string());
}

proptest! {
    #[test]
    fn operations_agree_with_big_integers(x in parts(), y in parts()) {
        let ((x, p), (y, q)) = (both(x), both(y));
        same(&(&x + &y), &(&p + &q));
        same(&(&x - &y), &(&p - &q));
        same(&(&x * &y), &(&p * &q));
        same(&-&x, &-&p);
        same(&x.abs(), &p.abs());
        same(&x.signum(), &p.signum());
        same(&x.floor(), &p.floor());
        same(&x.ceil(), &p.ceil());
        same(&x.round(), &p.round());
        if !q.is_zero() {
            same(&(&x / &y), &(&p / &q));
            same(&(&x % &y), &(&p % &q));
            same(&y.recip(), &q.recip());
            same(&y.pow(-3), &q.pow(-3));
        }
        same(&x.pow(5), &p.pow(5));
        same(&x.pow(0), &p.pow(0));
        prop_assert_eq!(x.cmp(&y), p.cmp(&q));
        prop_assert_eq!(x.numer(), p.numer().clone());
        prop_assert_eq!(x.denom(), p.denom().clone());
        prop_assert_eq!(x.is_integer(), p.is_integer());
        prop_assert_eq!(x.to_integer(), p.to_integer());
        prop_assert_eq!(x.bits(), p.numer().bits().max(p.denom().bits()));
        prop_assert_eq!(x.is_negative(), p.is_negative());
        prop_assert_eq!(x.is_positive(), p.is_positive());
    }

    #[test]
    fn text_goes_round(x in parts()) {
        let (x, _) = both(x);
        prop_assert_eq!(x.to_string().parse::<Rational>().unwrap(), x.clone());
        let wire = serde_json::to_string(&x).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rational>(&wire).unwrap(), x);
    }
}

#[test]
fn long_numbers_are_hashed_and_compared_without_a_deep_stack() {
    use std::hash::{DefaultHasher, Hash, Hasher};
    // Neighbouring Fibonacci numbers: the longest continued fraction for their size.
    let (mut a, mut b) = (BigInt::from(1), BigInt::from(1));
    for _ in 0..60_000 {
        let next = &a + &b;
        a = std::mem::replace(&mut b, next);
    }
    let work = move || {
        let (x, y) = (Rational::new_raw(b.clone(), a.clone()), Rational::new_raw(&a + &b, b.clone()));
        let mut state = DefaultHasher::new();
        x.hash(&mut state);
        assert_ne!(x.cmp(&y), std::cmp::Ordering::Equal);
        assert_eq!(x.cmp(&y).reverse(), y.cmp(&x));
        state.finish()
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    assert_ne!(thread.join().expect("no overflow"), 0);
}
