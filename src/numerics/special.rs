//! Special functions in double precision: error function, gamma and polygamma functions, modified Bessel functions.
//!
//! In: numbers. Out: values good to about 14 digits (of `lgamma` near its zeros at 1 and 2: 14 digits after the point).
//! Every function uses nothing but those of this file and of the standard library, because emitted code carries copies
//! of them. Nothing here may feed a proof.

/// Bernoulli numbers `B_2, B_4, .. B_20`.
const BERNOULLI: [f64; 10] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43_867.0 / 798.0,
    -174_611.0 / 330.0,
];

/// Where the expansions at infinity are used; smaller arguments are shifted upward first.
const FAR: f64 = 12.0;

/// The error function.
#[must_use]
pub fn erf(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() >= 2.0 {
        return (1.0 - erfc(x.abs())).copysign(x);
    }
    // exp(-x^2) times a series of terms of one sign.
    let (mut term, mut sum, mut k) = (x, x, 1.0);
    while term.abs() > 1e-18 * sum.abs() {
        term *= 2.0 * x * x / (2.0 * k + 1.0);
        sum += term;
        k += 1.0;
    }
    core::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum
}

/// `1 - erf(x)`, with its leading digits for large arguments.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    if x < 2.0 || x.is_nan() {
        return 1.0 - erf(x);
    }
    if x > 30.0 {
        return 0.0;
    }
    // The continued fraction x + (1/2)/(x + 1/(x + (3/2)/(x + ..))), from within.
    let mut fraction = x;
    let mut k = 100.0;
    while k > 0.0 {
        fraction = x + 0.5 * k / fraction;
        k -= 1.0;
    }
    let square = x * x;
    let rest = x.mul_add(x, -square);
    (-square).exp() * (1.0 - rest) / (fraction * core::f64::consts::PI.sqrt())
}

/// `sin(pi x)`, exact zeros at the integers.
#[must_use]
fn sin_pi(x: f64) -> f64 {
    let r = x - 2.0 * (0.5 * x).round();
    if r.abs() == 1.0 { 0.0 } else { (core::f64::consts::PI * r).sin() }
}

/// What Stirling's formula `(x - 1/2) log x - x + log(2 pi)/2` lacks of `log gamma(x)`, for large `x`.
#[must_use]
fn stirling_rest(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut k = 20.0;
    for b in BERNOULLI.iter().rev() {
        sum = sum / (x * x) + b / (k * (k - 1.0));
        k -= 2.0;
    }
    sum / x
}

/// The gamma function; infinite at its poles.
#[must_use]
pub fn gamma(x: f64) -> f64 {
    if x < 0.5 {
        return core::f64::consts::PI / (sin_pi(x) * gamma(1.0 - x));
    }
    if x > 172.0 {
        return f64::INFINITY;
    }
    let (mut z, mut below) = (x, 1.0);
    while z < FAR {
        below *= z;
        z += 1.0;
    }
    // z^(z - 1/2) in two halves, because it may overflow before exp(-z) is multiplied.
    let half = z.powf(0.5 * z - 0.25);
    let value = half * (-z).exp() * half * core::f64::consts::TAU.sqrt() * stirling_rest(z).exp() / below;
    // Factorials are integers.
    if x.fract() == 0.0 && value < 1e15 { value.round() } else { value }
}

/// `log|gamma(x)|`; infinite at the poles.
#[must_use]
pub fn lgamma(x: f64) -> f64 {
    if x < 0.5 {
        return (core::f64::consts::PI / sin_pi(x).abs()).ln() - lgamma(1.0 - x);
    }
    let (mut z, mut below) = (x, 1.0);
    while z < FAR {
        below *= z;
        z += 1.0;
    }
    (z - 0.5) * z.ln() - z + 0.5 * core::f64::consts::TAU.ln() + stirling_rest(z) - f64::ln(below)
}

/// The derivative of order `n` of the digamma function; not a number at the poles.
#[must_use]
pub fn polygamma(n: u32, x: f64) -> f64 {
    if x <= 0.0 && x.fract() == 0.0 || x < -1e5 {
        return f64::NAN;
    }
    // (-1)^(n+1) times the value is n! times the sum of (x + k)^(-n-1) over k = 0, 1, ..; for n = 0 up to a divergence.
    let order = f64::from(n);
    let mut factorial = 1.0;
    for k in 1..n {
        factorial *= f64::from(k);
    }
    let exponent = n.cast_signed() + 1;
    let (mut z, mut sum) = (x, 0.0);
    while z < FAR + order {
        sum += z.powi(-exponent);
        z += 1.0;
    }
    // Here `factorial` is (n - 1)!.
    let (mut rest, full) = if n == 0 {
        (0.5 / z - z.ln(), 1.0)
    } else {
        (factorial * z.powi(-n.cast_signed()) * (1.0 + 0.5 * order / z), factorial * order)
    };
    let mut coefficient = if n == 0 { 1.0 } else { factorial * z.powi(-n.cast_signed()) };
    let mut k = 2.0;
    for b in BERNOULLI {
        // (2k + n - 1)!/((2k)! z^(2k + n)) from the one before.
        if n == 0 {
            coefficient /= z * z;
            rest += b * coefficient / k;
        } else {
            coefficient *= (k + order - 1.0) * (k + order - 2.0) / (k * (k - 1.0) * z * z);
            rest += b * coefficient;
        }
        k += 2.0;
    }
    let value = full * sum + rest;
    if n.is_multiple_of(2) { -value } else { value }
}

/// The modified Bessel function of the first kind of order `n`.
#[must_use]
pub fn bessel_i(n: u32, x: f64) -> f64 {
    let half = 0.5 * x.abs();
    let order = f64::from(n);
    let mut term = 1.0;
    for k in 1..=n {
        term *= half / f64::from(k);
    }
    let mut sum = term;
    let mut k = 1.0;
    while term > 1e-18 * sum && sum.is_finite() {
        term *= half * half / (k * (k + order));
        sum += term;
        k += 1.0;
    }
    if n.is_multiple_of(2) { sum } else { sum.copysign(x) }
}

/// The beta function of positive numbers.
#[must_use]
pub fn beta(a: f64, b: f64) -> f64 {
    if a + b < 170.0 {
        return gamma(a) / gamma(a + b) * gamma(b);
    }
    (lgamma(a) + lgamma(b) - lgamma(a + b)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 2e-14 * expected.abs().max(1e-300), "{found:e} is not {expected:e}");
    }

    /// Values from mpmath, to 17 digits.
    #[test]
    fn values_agree_with_reference_digits() {
        close(erf(0.5), 0.520_499_877_813_046_5);
        close(erf(-1.75), -0.986_671_671_219_182_4);
        close(erfc(3.0), 2.209_049_699_858_544e-5);
        close(erfc(-1.0), 1.842_700_792_949_715);
        close(erfc(10.0), 2.088_487_583_762_545e-45);
        close(gamma(0.25), 3.625_609_908_221_908);
        close(gamma(-1.5), 2.363_271_801_207_355);
        close(gamma(20.5), 540_624_298_233_507_500.0);
        close(lgamma(100.25), 360.284_559_637_764_2);
        close(polygamma(0, 0.5), -1.963_510_026_021_423_5);
        close(polygamma(0, 7.25), 1.910_453_526_883_736);
        close(polygamma(1, 0.5), 4.934_802_200_544_679);
        close(polygamma(3, 2.5), 0.223_905_848_817_252_05);
        close(bessel_i(0, 1.0), 1.266_065_877_752_008_4);
        close(bessel_i(1, -2.5), -2.516_716_245_288_698_4);
        close(bessel_i(3, 20.0), 34_592_416.340_919_62);
        close(beta(2.5, 3.5), 0.036_815_538_909_255_39);
    }

    #[test]
    fn gamma_of_integers_is_the_factorial() {
        assert_eq!(gamma(5.0), 24.0);
        assert_eq!(gamma(11.0), 3_628_800.0);
        assert!(polygamma(0, -3.0).is_nan() && gamma(500.0).is_infinite());
    }
}
