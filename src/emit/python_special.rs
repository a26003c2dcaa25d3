//! Special functions that NumPy lacks, for emitted Python.
//!
//! In: the text of a module's functions. Out: the definitions of what they call, by the same methods as
//! [`crate::numerics::special`] (error and gamma functions are those of Python's `math`). They take numbers one by one, entry
//! by entry of an array, so that they are not for modules that trace functions, such as jax.numpy.

/// The definitions, in the order in which they stand: name, source.
const DEFINITIONS: [(&str, &str); 6] = [
    (
        "_each(",
        r#"

def _each(function, *arguments):
    """A function of numbers, entry by entry."""
    return np.vectorize(function, otypes=[float])(*arguments)[()]
"#,
    ),
    (
        "_gamma",
        r#"

def _gamma(x):
    """The gamma function; infinite where it is too large, not a number at its poles."""
    if x <= 0.0 and x == math.floor(x):
        return math.nan
    try:
        return math.gamma(x)
    except OverflowError:
        return math.inf
"#,
    ),
    (
        "_lgamma",
        r#"

def _lgamma(x):
    """log|gamma(x)|; infinite at the poles."""
    return math.inf if x <= 0.0 and x == math.floor(x) else math.lgamma(x)
"#,
    ),
    (
        "_beta",
        r#"

def _beta(a, b):
    """The beta function of positive numbers."""
    return math.exp(_lgamma(a) + _lgamma(b) - _lgamma(a + b)) if a + b >= 170.0 else _gamma(a) / _gamma(a + b) * _gamma(b)
"#,
    ),
    (
        "_polygamma",
        r#"

def _polygamma(n, x):
    """The derivative of order n of the digamma function: shifted upwards, then by its expansion at infinity."""
    n = int(n)
    if x <= 0.0 and x == math.floor(x) or x < -1e5:
        return math.nan
    z, total = x, 0.0
    while z < 12.0 + n:
        total += z ** -(n + 1)
        z += 1.0
    if n == 0:
        rest, full, coefficient = 0.5 / z - math.log(z), 1.0, 1.0
    else:
        coefficient = math.factorial(n - 1) * z**-n
        rest, full = coefficient * (1.0 + 0.5 * n / z), float(math.factorial(n))
    bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
    for i, b in enumerate(bernoulli):
        k = 2.0 * (i + 1)
        if n == 0:
            coefficient /= z * z
            rest += b * coefficient / k
        else:
            coefficient *= (k + n - 1.0) * (k + n - 2.0) / (k * (k - 1.0) * z * z)
            rest += b * coefficient
    value = full * total + rest
    return -value if n % 2 == 0 else value
"#,
    ),
    (
        "_bessel_i",
        r#"

def _bessel_i(n, x):
    """The modified Bessel function of the first kind of order n, by its series."""
    n, half, term = int(n), 0.5 * abs(x), 1.0
    for k in range(1, n + 1):
        term *= half / k
    total, k = term, 1
    while term > 1e-18 * total and math.isfinite(total):
        term *= half * half / (k * (k + n))
        total += term
        k += 1
    return -total if n % 2 == 1 and x < 0.0 else total
"#,
    ),
];

/// Whether a function is called that NumPy lacks.
pub(super) fn is_needed(body: &str) -> bool {
    body.contains("_each(")
}

/// The definitions of what the functions call; the beta function calls two of the others.
pub(super) fn definitions(body: &str) -> String {
    let calls = |name: &str| {
        body.contains(&format!("_each({name},"))
            || name == "_each(" && is_needed(body)
            || ["_gamma", "_lgamma"].contains(&name) && body.contains("_each(_beta,")
    };
    DEFINITIONS.iter().filter(|(name, _)| calls(name)).map(|(_, source)| *source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_is_defined() {
        assert_eq!(definitions("t1 = np.exp(x)"), "");
        let digamma = definitions("t1 = _each(_polygamma, 0, x)");
        assert!(
            digamma.contains("def _polygamma(") && digamma.contains("def _each(") && !digamma.contains("def _beta(")
        );
        let beta = definitions("t1 = _each(_beta, a, b)");
        assert!(beta.contains("def _gamma(") && beta.contains("def _lgamma(") && !beta.contains("def _bessel_i("));
    }
}
