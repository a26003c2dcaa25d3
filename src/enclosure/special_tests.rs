//! Special functions against reference digits, over boxes, and at their poles.

use super::*;
use crate::symbolic::{Binary, Expr, Function as F, Rational};
use proptest::prelude::*;

fn ratio(n: i64, d: i64) -> Rational {
    Rational::new(n.into(), d.into())
}

/// Numerator and denominator.
type Quotient = (i64, i64);

/// Function, argument, and 40 digits of the value from mpmath (60 digits of working precision).
#[rustfmt::skip]
const REFERENCE: &[(F, Quotient, &str)] = &[
        (F::Erf, (1, 100), "1.128341555584961691590952354806921094910e-2"),
        (F::Erf, (1, 2), "5.204998778130465376827466538919645287365e-1"),
        (F::Erf, (3, 1), "9.999779095030014145586272238704176796202e-1"),
        (F::Erf, (-7, 4), "-9.866716712191824437722111001286879766073e-1"),
        (F::Erf, (9, 1), "9.999999999999999999999999999999999995863e-1"),
        (F::Erfc, (1, 2), "4.795001221869534623172533461080354712635e-1"),
        (F::Erfc, (3, 1), "2.209049699858544137277612958232037984771e-5"),
        (F::Erfc, (-7, 4), "1.986671671219182443772211100128687976607"),
        (F::Erfc, (9, 1), "4.137031746513810238053903467362524595710e-37"),
        (F::Erfc, (30, 1), "2.564656203756111600033397277501447146549e-393"),
        (F::Erfc, (200, 1), "4.689359295983601498035699776992316770422e-17375"),
        (F::Gamma, (1, 3), "2.678938534707747633655692940974677644129"),
        (F::Gamma, (-1, 2), "-3.544907701811032054596334966682290365595"),
        (F::Gamma, (-7, 3), "-1.305756584446886116340099170006138293179"),
        (F::Gamma, (41, 2), "5.406242982335075044736873647808221412273e+17"),
        (F::Gamma, (1000, 7), "1.327274008087121620856670748489836454916e+245"),
        (F::Gamma, (1, 1000), "9.994237724845954661149822012996440004652e+2"),
        (F::LogGamma, (1, 3), "9.854206469277670691871740369779613917356e-1"),
        (F::LogGamma, (-7, 3), "2.667826309766487189217815417800552838179e-1"),
        (F::LogGamma, (41, 2), "4.083150097453079810977608746076652040769e+1"),
        (F::LogGamma, (100000, 1), "1.051287708973656894900858018248837433428e+6"),
        (F::LogGamma, (19, 10), "-3.898427592308333003878424097220421406377e-2"),
        (F::Polygamma(0), (1, 3), "-3.132033780020806322996419074287268854155"),
        (F::Polygamma(0), (-7, 3), "2.860337012784840099026230611926315449557"),
        (F::Polygamma(0), (41, 2), "2.995836394707646582108556057364093430315"),
        (F::Polygamma(0), (100000, 1), "1.151292046496189508675670727342181706975e+1"),
        (F::Polygamma(0), (1, 1000), "-1.000575571931810300471472614469649228500e+3"),
        (F::Polygamma(1), (1, 3), "1.009559712542709408179200409989251636052e+1"),
        (F::Polygamma(1), (-7, 3), "1.281004887874647251202813355980629739813e+1"),
        (F::Polygamma(1), (41, 2), "4.998959242996099279885210592127720346892e-2"),
        (F::Polygamma(1), (3, 1), "3.949340668482264364724151666460251892189e-1"),
        (F::Polygamma(2), (1, 3), "-5.512212239940160755245575595481501856908e+1"),
        (F::Polygamma(2), (-7, 3), "4.761634783743506622770435697896014383065e+1"),
        (F::Polygamma(2), (41, 2), "-2.498439772367734108624759783437345719639e-3"),
        (F::Polygamma(5), (1, 3), "8.750221523619660237952856384716927388504e+4"),
        (F::Polygamma(5), (-7, 3), "8.887497564837100690224652330515224795184e+4"),
        (F::Polygamma(5), (41, 2), "7.476657640239659371265407277402720387299e-6"),
        (F::BesselI(0), (1, 2), "1.063483370741323519263184415445356529330"),
        (F::BesselI(0), (-3, 1), "4.880792585865024085611235546021319249424"),
        (F::BesselI(0), (30, 1), "7.816722978239774897173898167052950054449e+11"),
        (F::BesselI(0), (300, 1), "4.475847367935052118099328003179646816683e+128"),
        (F::BesselI(1), (1, 2), "2.578943053908963163624796595232096341877e-1"),
        (F::BesselI(1), (-3, 1), "-3.953370217402609396478635740580581287584"),
        (F::BesselI(1), (30, 1), "7.685320389389569994942947107881801819071e+11"),
        (F::BesselI(4), (1, 2), "1.648055498548235370244889157296698664881e-4"),
        (F::BesselI(4), (-3, 1), "3.257051819379354406694825994978093030704e-1"),
        (F::BesselI(4), (30, 1), "5.962087362018924326900517650102980589804e+11"),
        (F::Cbrt, (2, 1), "1.259921049894873164767210607278228350570"),
        (F::Cbrt, (-5, 7), "-8.939035350965676512879164251137247564957e-1"),
        (F::Cot, (1, 3), "2.888057036277276859205300274354413128620"),
        (F::Cot, (5, 1), "-2.958129155327455404277671680824852860682e-1"),
        (F::Sec, (1, 3), "1.058249271461441901459521777640631636570"),
        (F::Sec, (5, 1), "3.525320085816088406701801059963244258543"),
        (F::Csc, (1, 3), "3.056284254579519320462516354924329229590"),
        (F::Csc, (-5, 1), "1.042835212771405819783119855907759843972"),
        (F::Acot, (1, 3), "1.249045772398254425829917077281090123078"),
        (F::Acot, (-5, 1), "-1.973955598498807583700497651947902934476e-1"),
];

/// The same for functions of two arguments.
#[rustfmt::skip]
const REFERENCE_OF_TWO: &[(Binary, Quotient, Quotient, &str)] = &[
        (Binary::Atan2, (1, 1), (2, 1), "4.636476090008061162142562314612144020285e-1"),
        (Binary::Atan2, (1, 1), (-2, 1), "2.677945044588987122248387151818288482169"),
        (Binary::Atan2, (-1, 1), (-2, 1), "-2.677945044588987122248387151818288482169"),
        (Binary::Atan2, (0, 1), (-1, 1), "3.141592653589793238462643383279502884197"),
        (Binary::Atan2, (-3, 1), (0, 1), "-1.570796326794896619231321691639751442099"),
        (Binary::Beta, (1, 3), (5, 2), "2.065031827842941730094119007328614999500"),
        (Binary::Beta, (40, 1), (1, 7), "3.871808227499393317497226403038746373794"),
];

fn agrees(e: &Expr, text: &str) {
    let outcome = agrees_with_digits(e, &Point::default(), text);
    let found = value_to_digits(e, &Point::default(), 45);
    assert!(matches!(outcome, Ok(Agreement::Agrees { .. })), "{e} is {found:?}, not {text}: {outcome:?}");
}

#[test]
fn reference_digits_come_out() {
    for (f, (n, d), text) in REFERENCE {
        agrees(&Expr::ratio(*n, *d).apply(*f), text);
    }
    for (f, (n, d), (m, k), text) in REFERENCE_OF_TWO {
        agrees(&Expr::ratio(*n, *d).with(*f, &Expr::ratio(*m, *k)), text);
    }
}

#[test]
fn poles_are_undefined_and_boxes_around_them_open() {
    for f in [F::Gamma, F::LogGamma, F::Polygamma(0), F::Polygamma(3)] {
        for n in [0, -1, -7] {
            let value = evaluate(&Expr::integer(n).apply(f), &Point::default(), 64).unwrap();
            assert!(matches!(value, Value::Undefined { .. }), "{f:?} at {n}: {value:?}");
        }
        let around = Interval::between(&ratio(-11, 10), &ratio(-9, 10), 64).unwrap();
        assert_eq!(around.elementary(f, 64).unwrap_err(), Failure::Unclear);
    }
    let origin = Expr::zero().with(Binary::Atan2, &Expr::zero());
    assert!(matches!(evaluate(&origin, &Point::default(), 64).unwrap(), Value::Undefined { .. }));
    for f in [F::Cot, F::Csc, F::Acot] {
        let value = evaluate(&Expr::zero().apply(f), &Point::default(), 64).unwrap();
        assert!(matches!(value, Value::Undefined { .. }), "{f:?}");
    }
}

/// The ray on which the angle jumps.
#[test]
fn an_angle_is_not_enclosed_across_its_jump() {
    let x = Interval::between(&ratio(-3, 1), &ratio(-2, 1), 64).unwrap();
    let y = Interval::between(&ratio(-1, 10), &ratio(1, 10), 64).unwrap();
    assert_eq!(y.binary(Binary::Atan2, &x, 64).unwrap_err(), Failure::Unclear);
    let upper = Interval::between(&ratio(0, 1), &ratio(1, 10), 64).unwrap();
    let angle = upper.binary(Binary::Atan2, &x, 64).unwrap();
    assert!(angle.lower_end() > ratio(3, 1) && angle.upper_end() < ratio(22, 7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn boxes_contain_the_values_of_their_points(
        i in 0..F::ALL.len(), a in -60_i64..120, w in 0_i64..12, t in 0_i64..=8,
    ) {
        let f = F::ALL[i];
        let (low, high) = (ratio(a, 12), ratio(a + w, 12));
        let inside = &low + (&high - &low) * ratio(t, 8);
        let boxed = Interval::between(&low, &high, 64).unwrap().elementary(f, 64);
        let value = Interval::from_rational(&inside, 192).unwrap().elementary(f, 192);
        if let (Ok(b), Ok(v)) = (&boxed, &value) {
            prop_assert!(b.encloses(v), "{:?} over [{}, {}] at {}: {:?} {:?}", f, low, high, inside, b, v);
        }
        prop_assert!(!matches!((&boxed, &value), (Ok(_), Err(Failure::Undefined)) | (Err(Failure::Undefined), Ok(_))));
    }

    #[test]
    fn functional_equations_hold_within_enclosures(n in -400_i64..4000, d in 1_i64..300) {
        prop_assume!(n % d != 0 || n > 0);
        let (q, one) = (ratio(n, d), ratio(1, 1));
        let at = |q: &Rational, f: F| Interval::from_rational(q, 160).unwrap().elementary(f, 128);
        let next = &q + &one;
        let x = Interval::from_rational(&q, 160).unwrap();
        if let (Ok(g), Ok(h)) = (at(&q, F::Gamma), at(&next, F::Gamma)) {
            prop_assert!(!g.times(&x, 128).unwrap().is_disjoint_from(&h));
        }
        if let (Ok(g), Ok(h)) = (at(&q, F::Polygamma(0)), at(&next, F::Polygamma(0))) {
            prop_assert!(!g.plus(&x.reciprocal(128).unwrap(), 128).unwrap().is_disjoint_from(&h));
        }
        if let (Ok(g), Ok(h)) = (at(&q, F::Polygamma(1)), at(&next, F::Polygamma(1))) {
            prop_assert!(!g.minus(&x.powi(-2, 128).unwrap(), 128).unwrap().is_disjoint_from(&h));
        }
        let (e, c) = (at(&q, F::Erf).unwrap(), at(&q, F::Erfc).unwrap());
        prop_assert!(e.plus(&c, 128).unwrap().contains(&one));
    }
}
