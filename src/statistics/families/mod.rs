//! The named families, one file each. To add one: write its file, list it here.

pub mod bernoulli;
pub mod beta;
pub mod binomial;
pub mod exponential;
pub mod gamma;
pub mod geometric;
pub mod inverse_gamma;
pub mod laplace;
pub mod log_normal;
pub mod logistic;
pub mod negative_binomial;
pub mod normal;
pub mod pareto;
pub mod poisson;
pub mod uniform;
pub mod von_mises;
pub mod weibull;

use super::error::FamilyError;
use super::family::Family;

/// All of them, by name.
pub static ALL: &[&Family] = &[
    &bernoulli::BERNOULLI,
    &beta::BETA,
    &binomial::BINOMIAL,
    &exponential::EXPONENTIAL,
    &gamma::GAMMA,
    &geometric::GEOMETRIC,
    &inverse_gamma::INVERSE_GAMMA,
    &laplace::LAPLACE,
    &log_normal::LOG_NORMAL,
    &logistic::LOGISTIC,
    &negative_binomial::NEGATIVE_BINOMIAL,
    &normal::NORMAL,
    &pareto::PARETO,
    &poisson::POISSON,
    &uniform::UNIFORM,
    &von_mises::VON_MISES,
    &weibull::WEIBULL,
];

/// The family of this name.
///
/// # Errors
/// `UnknownFamily` with the names there are.
pub fn family(name: &str) -> Result<&'static Family, FamilyError> {
    ALL.iter()
        .copied()
        .find(|f| f.name == name)
        .ok_or_else(|| FamilyError::UnknownFamily { name: name.into(), known: ALL.iter().map(|f| f.name).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::{Expr, Role, Symbol};

    #[test]
    fn other_names_of_a_parameter_make_the_same_law() {
        let x = Symbol::new("", "x", Role::Random, 7);
        let value = |n: &str| Expr::symbol(&Symbol::new("", n, Role::Parameter, 1));
        let law = |name: &str, first: &str, second: Option<&str>| {
            let mut given = vec![(first.to_owned(), value("s"))];
            given.extend(second.map(|n| (n.to_owned(), value("t"))));
            family(name).unwrap().distribution(&x, &given).unwrap().log_density
        };
        for (name, plain, other) in [
            ("Normal", ("mean", Some("sd")), ("location", Some("std"))),
            ("Laplace", ("mean", Some("scale")), ("location", Some("scale"))),
            ("Beta", ("a", Some("b")), ("alpha", Some("beta"))),
            ("Pareto", ("shape", Some("minimum")), ("shape", Some("scale"))),
            ("VonMises", ("mean", Some("concentration")), ("location", Some("kappa"))),
            ("Exponential", ("mean", None), ("scale", None)),
            ("Poisson", ("rate", None), ("mean", None)),
            ("Bernoulli", ("p", None), ("probability", None)),
            ("Geometric", ("p", None), ("probability", None)),
            ("Binomial", ("n", Some("p")), ("trials", Some("probability"))),
            ("NegativeBinomial", ("size", Some("p")), ("r", Some("probability"))),
        ] {
            assert_eq!(law(name, plain.0, plain.1), law(name, other.0, other.1), "{name}");
        }
        // A rate is no mean, and a success no failure.
        assert_ne!(law("Exponential", "rate", None), law("Exponential", "mean", None));
        assert_ne!(law("Geometric", "p", None), law("Geometric", "mean", None));
    }
}
