//! Laws by names that geoflow does not give them: what to write instead.
//!
//! In: the name of a law. Out: the name that it has here, or its density with letters for its parameters. Every density
//! stands in `tests/models/laws_by_other_names.geo`, where it is shown to integrate to one.

/// What is written for a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// The same law, with parameters of the same names.
    Name(&'static str),
    /// A set, and the law of one's own on it.
    Law(&'static str, &'static str),
}

use Written::{Law, Name};

/// Functions of textbooks that geoflow has not, though it may have one whose name looks alike.
const MISSING_FUNCTIONS: &[&str] = &[
    "besselk",
    "besselj",
    "bessely",
    "airyai",
    "airybi",
    "zeta",
    "lambertw",
    "expint",
    "ei",
    "li",
    "polylog",
    "beta",
    "hypergeometric",
    "hyp2f1",
    "gammainc",
    "erfi",
    "sinc",
    "heaviside",
    "dirac",
];

/// Whether a function of textbooks is called so, and none of geoflow's is meant.
pub(super) fn is_missing_function(name: &str) -> bool {
    MISSING_FUNCTIONS.contains(&name.to_lowercase().as_str())
}

/// Names without marks in small letters, and what is written for them.
const OTHER_NAMES: &[(&[&str], Written)] = &[
    (&["gaussian", "gauss"], Name("Normal")),
    (&["multivariategaussian", "mvnormal", "mvn"], Name("MultivariateNormal")),
    (&["loggaussian"], Name("LogNormal")),
    (&["multinoulli"], Name("Categorical")),
    (
        &["inversegaussian", "invgaussian", "invgauss", "wald"],
        Law("x in (0, inf)", "density sqrt(l/(2*pi*x^3))*exp(-l*(x - u)^2/(2*u^2*x))"),
    ),
    (&["cauchy", "lorentz", "lorentzian"], Law("x: real", "density s/(pi*(s^2 + (x - m)^2))")),
    (
        &["studentt", "student", "tdistribution"],
        Law("x: real", "density gamma((n + 1)/2)/(gamma(n/2)*sqrt(n*pi))*(1 + x^2/n)^(-(n + 1)/2)"),
    ),
    (&["chisquared", "chisquare", "chi2"], Law("x in (0, inf)", "Gamma(shape = n/2, rate = 1/2)")),
    (&["erlang"], Law("x in (0, inf)", "Gamma(shape = n, rate = r)")),
    (&["rayleigh"], Law("x in (0, inf)", "Weibull(shape = 2, scale = s*sqrt(2))")),
    (&["maxwell", "maxwellboltzmann"], Law("x in (0, inf)", "density sqrt(2/pi)*x^2/s^3*exp(-x^2/(2*s^2))")),
    (&["halfnormal", "halfgaussian"], Law("x in (0, inf)", "density sqrt(2/pi)/s*exp(-x^2/(2*s^2))")),
    (&["levy"], Law("x in (0, inf)", "density sqrt(s/(2*pi*x^3))*exp(-s/(2*x))")),
    (&["gumbel"], Law("x: real", "density exp(-(x - m)/s - exp(-(x - m)/s))/s")),
    (&["gompertz"], Law("x in (0, inf)", "density b*n*exp(n + b*x - n*exp(b*x))")),
    (&["kumaraswamy"], Law("x in (0, 1)", "density a*b*x^(a - 1)*(1 - x^a)^(b - 1)")),
    (&["loglogistic", "fisk"], Law("x in (0, inf)", "density b/a*(x/a)^(b - 1)/(1 + (x/a)^b)^2")),
    (&["logseries", "logarithmic"], Law("k in 1..inf", "mass -p^k/(k*log(1 - p))")),
];

/// What is written for a law of this name.
pub(super) fn written(name: &str) -> Option<Written> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect();
    let is_law = name.starts_with(|c: char| c.is_ascii_uppercase());
    OTHER_NAMES.iter().find(|(names, _)| is_law && names.contains(&plain.as_str())).map(|(_, written)| *written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_that_is_suggested_is_in_the_model_that_shows_it() {
        let model = include_str!("../../tests/models/laws_by_other_names.geo");
        for (names, written) in OTHER_NAMES {
            let Law(set, law) = written else { continue };
            let declared = |line: &str| line.contains(&format!("({set}) on ")) && line.ends_with(&format!("= {law}"));
            assert!(model.lines().any(declared), "{names:?}");
        }
    }

    #[test]
    fn names_are_read_without_marks() {
        assert_eq!(written("Log_Gaussian"), Some(Name("LogNormal")));
        assert_eq!(written("Student_T"), written("StudentT"));
        assert_eq!(written("levy"), None);
        assert_eq!(written("Normal"), None);
    }

    #[test]
    fn names_that_are_suggested_exist() {
        for (_, written) in OTHER_NAMES {
            assert!(!matches!(written, Name(name) if !super::super::families::is_distribution(name)));
        }
    }
}
