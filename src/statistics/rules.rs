//! The names of all rules for expectations, integrals and sums.
//!
//! What a rule says, and where, stands beside its code; here is the list of them, so that none is without a check:
//! `tests/rules.rs` has for each one a value that rigorous quadrature or enumeration confirms, a near miss that must not
//! have one, and a certificate in which its name appears.

/// A constant for each rule, and the list.
macro_rules! rules {
    ($($constant:ident = $name:literal, $says:literal;)*) => {
        $(#[doc = $says] pub const $constant: &str = $name;)*

        /// All of them: the name, and what it says in a few words.
        pub const ALL: &[(&str, &str)] = &[$(($constant, $says)),*];
    };
}

rules! {
    GAUSSIAN_MOMENTS = "gaussian-moments", "powers times exponentials of a standard normal variable";
    GAUSSIAN_DISTANCE = "gaussian-distance", "the mean distance of a standard normal variable from a point";
    GAUSSIAN_ERROR_FUNCTION = "gaussian-error-function", "the error function of an affine function of a normal variable";
    GAMMA_INTEGRAL = "gamma-integral", "powers, logarithms and exponentials of a gamma variable";
    BETA_INTEGRAL = "beta-integral", "powers and logarithms of a beta variable and of 1 less it";
    LAPLACE_MOMENTS = "laplace-moments", "powers times exponentials of a two-sided exponential variable";
    LAPLACE_DISTANCE = "laplace-distance", "the mean distance of a two-sided exponential variable from a point";
    LOGISTIC_DISTANCE = "logistic-distance", "the mean distance of a logistic variable from a point";
    EXPONENTIAL_DISTANCE = "exponential-distance", "the mean distance of an exponential variable from a point";
    UNIFORM_DISTANCE = "uniform-distance", "the mean distance of a variable uniform on (0, 1) from a point";
    STEP_FUNCTION = "step-function", "signs of affine functions of a variable, by its distribution function";
    BESSEL_INTEGRAL = "bessel-integral", "powers of cosine and sine of a von Mises variable";
    POISSON_SUM = "poisson-sum", "powers times exponentials of a Poisson variable";
    BINOMIAL_SUM = "binomial-sum", "powers times exponentials of a binomial variable";
    NEGATIVE_BINOMIAL_SUM = "negative-binomial-sum", "powers times exponentials of a negative binomial variable";
    UNIFORM_MOMENTS = "uniform-moments", "powers of a variable uniform on (-1, 1)";
    UNIFORM_EXPONENTIAL = "uniform-exponential", "powers times exponentials of a variable uniform on (-1, 1)";
    CORNER = "corner", "a range cut where distances and signs vanish";
    CHANGE_OF_VARIABLES = "change-of-variables", "an interval carried to (0, 1), a ray carried to (0, 1)";
    GAUSSIAN_INTEGRAL = "gaussian-integral", "powers, exponentials of quadratics and waves over the line";
    GAMMA_POWER_INTEGRAL = "gamma-power-integral", "powers, logarithms and stretched exponentials over the half line";
    DAMPED_WAVE_INTEGRAL = "damped-wave-integral", "powers, exponentials and waves over the half line";
    BETA_PRIME_INTEGRAL = "beta-prime-integral", "powers of x and of 1 + d x^k over the half line, with logarithms";
    FIRST_PASSAGE_INTEGRAL = "first-passage-integral", "powers and exponentials of a power and its reciprocal over the half line";
    HALF_GAUSSIAN_INTEGRAL = "half-gaussian-integral", "powers and exponentials of quadratics over the half line";
    FRULLANI = "frullani", "exponentials over x whose coefficients add up to 0, over the half line";
    POWER_INTEGRAL = "power-integral", "powers and logarithms over (0, 1)";
    BETA_POWER_INTEGRAL = "beta-power-integral", "powers of x and of 1 - x^k over (0, 1), with logarithms";
    ANTIDERIVATIVE_EXPONENTIAL = "antiderivative-exponential", "powers, exponentials and waves over (0, 1)";
    ANTIDERIVATIVE_GAUSSIAN = "antiderivative-gaussian", "powers and exponentials of quadratics over (0, 1)";
    ANTIDERIVATIVE_BINOMIAL = "antiderivative-binomial", "powers of x and of 1 + d x over (0, 1), with logarithms";
    FINITE_SUM = "finite-sum", "a sum between two numbers, term by term";
    GEOMETRIC_SUM = "geometric-sum", "powers times q^k without end";
    EXPONENTIAL_SUM = "exponential-sum", "powers times q^k/k! without end";
    NEGATIVE_BINOMIAL_SERIES = "negative-binomial-series", "powers times Gamma(r + k) q^k/k! without end";
    LOGARITHMIC_SUM = "logarithmic-sum", "q^k/k without end";
    BINOMIAL_THEOREM = "binomial-theorem", "powers times a^k b^(N - k)/(k! (N - k)!) up to N";
    FAULHABER_SUM = "faulhaber-sum", "powers up to N";
    SHIFTED_SUM = "shifted-sum", "terms over k + c, as integrals of the generating function";
    POLYGAMMA_SUM = "polygamma-sum", "rational functions without end";
    FINITE_CORRECTION = "finite-correction", "signs and distances of a count are settled from some count on";
    COUNT_WAVE = "count-wave", "cosines and sines of a count, by its characteristic function";
    FINITE_GEOMETRIC_SUM = "finite-geometric-sum", "q^k up to N";
    ISSERLIS = "isserlis", "polynomials times exponentials of several normal variables";
    NORMAL_INFORMATION = "normal-information", "the Fisher metric of a normal law of several variables";
    NORMAL_DIVERGENCE = "normal-divergence", "the divergence of two normal laws of several variables";
    MULTINOMIAL_SUM = "multinomial-sum", "polynomials times exponentials of counts of categories";
    DIRICHLET_INTEGRAL = "dirichlet-integral", "powers and logarithms of chances that add up to 1";
    ENUMERATION = "enumeration", "a sum over finitely many points";
    ELIMINATION = "elimination", "a sum over a grid, one variable after the other";
    INDEPENDENT_SUM = "independent-sum", "what is asked of independent parts is the sum over the parts";
    FORMAL_EXPECTATION = "formal-expectation", "a tame integrand without a closed form is a number with a name";
    LOGISTIC_FORM = "logistic-form", "the mean over a law with a shape, written over a logistic variable";
    NORMAL_COMBINATION = "normal-combination", "several normal variables in one combination are one normal variable";
    POSITIVE_ON_BOX = "positive-on-box", "a function of uniform variables is positive, by enclosures over boxes";
    FISHER_RAO_DISTANCE = "fisher-rao-distance", "integrals of the root of the Fisher metric, half-planes and arcs";
    TRANSPORT_DISTANCE = "transport-distance", "the distance of Wasserstein, by quantiles and of Bures";
    TRANSPORT_METRIC = "transport-metric", "the metric of Wasserstein, by Lyapunov's equation";
    PARITY = "parity", "odd integrands vanish, the logistic function of an odd one counts half";
    TILTING = "tilting", "an exponential factor shifts a normal variable";
    STEIN = "stein", "a factor z under a normal law becomes a derivative";
    COUNT_FORM = "count-form", "the mean over a law of counts with parameters, written over a standard count";
    INFORMATION_EQUALITY = "information-equality", "the mean square of the score is minus the mean of its derivative";
    CHEN_STEIN = "chen-stein", "a factor n under a Poisson law becomes a step";
    BY_PARTS = "by-parts", "integration by parts over a uniform variable";
    FUNDAMENTAL_THEOREM = "fundamental-theorem", "means of derivatives over a uniform variable";
}
