//! Laws of units, on generated products, and the conversions that the literature on gradients with units prints.

use super::{Exponent, Unit};
use crate::rational::Rational;
use num_bigint::BigInt;
use num_traits::One;
use proptest::prelude::*;

fn unit(text: &str) -> Unit {
    Unit::from_text(text).expect(text)
}

/// `10^power`, exactly.
fn ten_to(power: i32) -> Rational {
    Rational::from_integer(BigInt::from(10)).pow(power)
}

fn factor(from: &str, to: &str) -> Option<Rational> {
    Unit::conversion(&unit(from), &unit(to)).and_then(|scale| scale.to_rational())
}

/// "Physical units" of Surace, Pfister, Gerstner & Brea (2020): entries of a metric and of its inverse in other units.
#[test]
fn entries_of_a_metric_convert_as_printed() {
    assert_eq!(factor("mV^-2", "V^-2"), Some(ten_to(6)));
    assert_eq!(factor("mV^-2", "uV^-2"), Some(ten_to(-6)));
    assert_eq!(factor("mV^-1", "V^-1"), Some(ten_to(3)));
    assert_eq!(factor("mV^-1", "uV^-1"), Some(ten_to(-3)));
    assert_eq!(factor("V^2", "mV^2"), Some(ten_to(6)));
    assert_eq!(factor("uV^2", "mV^2"), Some(ten_to(-6)));
    assert_eq!(factor("V^2", "V"), None);
}

#[test]
fn defined_values_are_exact() {
    let ratio = |numer: i64, denom: i64| Some(Rational::new(numer.into(), denom.into()));
    assert_eq!(factor("km/h", "m/s"), ratio(5, 18));
    assert_eq!(factor("d", "min"), ratio(1440, 1));
    assert_eq!(factor("yr", "d"), ratio(1461, 4));
    assert_eq!(factor("eV", "J"), ratio(1_602_176_634, 1).map(|value| value * ten_to(-28)));
    assert_eq!(factor("L", "dm^3"), ratio(1, 1));
    assert_eq!(factor("mM", "mol/m^3"), ratio(1, 1));
    assert_eq!(factor("atm", "mbar"), ratio(4053, 4));
    assert_eq!(factor("deg", "percent"), None, "an angle of pi/180 is irrational");
    assert_eq!(factor("qm", "Qm"), Some(ten_to(-60)));
}

/// Every derived unit against its usual expression in others.
#[test]
fn derived_units_are_coherent() {
    for (derived, expression) in [
        ("N", "kg*m/s^2"),
        ("Pa", "N/m^2"),
        ("J", "N*m"),
        ("W", "J/s"),
        ("C", "A*s"),
        ("V", "W/A"),
        ("F", "C/V"),
        ("ohm", "V/A"),
        ("S", "1/ohm"),
        ("Wb", "V*s"),
        ("T", "Wb/m^2"),
        ("H", "Wb/A"),
        ("Hz", "1/s"),
        ("Bq", "1/s"),
        ("Gy", "J/kg"),
        ("Sv", "J/kg"),
        ("kat", "mol/s"),
        ("lm", "cd*sr"),
        ("lx", "lm/m^2"),
        ("t", "Mg"),
        ("angstrom", "nm*dm/m"),
    ] {
        assert!(unit(derived).equivalent(&unit(expression)), "{derived} against {expression}");
    }
}

const NAMES: [&str; 24] = [
    "mV", "V", "uV", "ms", "s", "nA", "pA", "nS", "um", "m", "Hz", "mM", "kg", "K", "mol", "cd", "ohm", "L", "h",
    "deg", "percent", "eV", "rad", "W",
];

fn small_exponent() -> impl Strategy<Value = Exponent> {
    (-6i32..=6, 1i32..=6).prop_map(|(numer, denom)| Exponent::new(numer, denom))
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::collection::vec((prop::sample::select(&NAMES[..]), small_exponent()), 0..5).prop_map(product_of_powers)
}

fn product_of_powers(factors: Vec<(&str, Exponent)>) -> Unit {
    factors.into_iter().fold(Unit::one(), |product, (text, power)| {
        unit(text).pow(power).and_then(|factor| product.mul(&factor)).expect("small exponents")
    })
}

proptest! {
    #[test]
    fn units_form_an_abelian_group(a in any_unit(), b in any_unit(), c in any_unit()) {
        prop_assert_eq!(a.mul(&b), b.mul(&a));
        prop_assert_eq!(a.mul(&b)?.mul(&c), a.mul(&b.mul(&c)?));
        prop_assert_eq!(a.mul(&Unit::one())?, a.clone());
        prop_assert_eq!(a.div(&a)?, Unit::one());
        prop_assert_eq!(a.inverse().inverse(), a);
    }

    #[test]
    fn powers_obey_their_laws(a in any_unit(), b in any_unit(), p in small_exponent(), q in small_exponent()) {
        prop_assert_eq!(a.pow(p)?.mul(&a.pow(q)?)?, a.pow(p + q)?);
        prop_assert_eq!(a.pow(p)?.pow(q)?, a.pow(p * q)?);
        prop_assert_eq!(a.mul(&b)?.pow(p)?, a.pow(p)?.mul(&b.pow(p)?)?);
        prop_assert_eq!(a.pow(Exponent::one())?, a.clone());
        prop_assert_eq!(a.pow(-Exponent::one())?, a.inverse());
    }

    #[test]
    fn dimension_and_scale_follow_the_names(a in any_unit()) {
        let mut rebuilt = Unit::one();
        for (name, power) in a.factors() {
            rebuilt = rebuilt.mul(&Unit::named(*name).pow(power)?)?;
        }
        prop_assert_eq!(rebuilt, a);
    }

    /// `conversion` is a functor from the groupoid of units of one dimension to positive numbers, and agrees with products.
    #[test]
    fn conversions_compose(power in small_exponent(), a in any_unit(), numbers in any_number_unit(), others in any_number_unit()) {
        let b = a.mul(&numbers)?;
        let c = b.mul(&others)?;
        let convert = |from: &Unit, to: &Unit| Unit::conversion(from, to).ok_or(super::ExponentTooLarge);
        prop_assert!(convert(&a, &a)?.is_one());
        prop_assert_eq!(convert(&a, &b)?.mul(&convert(&b, &c)?)?, convert(&a, &c)?);
        prop_assert_eq!(convert(&a, &b)?, convert(&b, &a)?.inverse());
        prop_assert_eq!(convert(&a, &b)?.pow(power)?, convert(&a.pow(power)?, &b.pow(power)?)?);
        prop_assert_eq!(convert(&a, &b)?.is_one(), a.equivalent(&b));
    }

    #[test]
    fn text_comes_back(a in any_unit()) {
        // Larger exponents come up in products, but nobody writes them.
        let written = |q: Exponent| q.numer().abs().max(*q.denom()) <= super::parse::MAX_WRITTEN_EXPONENT;
        prop_assume!(a.factors().all(|(_, power)| written(power)));
        prop_assert_eq!(Unit::from_text(&a.to_string()), Ok(a.clone()));
        prop_assert_eq!(Unit::from_text(&a.unicode()), Ok(a));
    }

    #[test]
    fn no_text_brings_a_panic(text in "[mVsu1²⁻^/*()% 0-9°µ-]{0,24}|.{0,24}") {
        let _ = Unit::from_text(&text);
    }
}

/// A unit without dimension whose scale need not be 1.
fn any_number_unit() -> impl Strategy<Value = Unit> {
    let numbers = ["mV/V", "h/s", "deg", "percent", "nA/pA", "Hz*s", "L/um^3", "eV/J"];
    prop::collection::vec((prop::sample::select(numbers.to_vec()), small_exponent()), 0..4).prop_map(product_of_powers)
}
