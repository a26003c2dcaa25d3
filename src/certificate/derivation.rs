//! The reduction of expressions to quotients of polynomials in generators.

use super::functions::{AngleParts, AngleSum, GammaValue, Inverse, OtherForm, PolarAngle};
use super::sign::{FactorSign, NonZero, ProductSign};
use crate::polynomial::Polynomial;
use crate::rational::Rational;
use crate::symbolic::{Function, FunctionSymbol, Symbol};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// Generators, and the answers to the checker's questions in the order in which it asks them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// What the variables of the polynomials stand for; each in terms of those before it.
    pub generators: Vec<Meaning>,
    /// One for each question.
    pub answers: Vec<Answer>,
}

/// A quotient of polynomials in generators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotient {
    /// numerator
    pub numerator: Polynomial,
    /// denominator
    pub denominator: Polynomial,
}

/// What a generator stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Meaning {
    /// a coordinate or param
    Symbol(Symbol),
    /// the circle constant
    Pi,
    /// a derivative (all orders 0: the value) of an unspecified function
    Jet {
        /// the function
        function: FunctionSymbol,
        /// orders of differentiation
        orders: Vec<u32>,
        /// where it is taken
        arguments: Vec<Quotient>,
    },
    /// the value of a function of which nothing is used but that it is one (and whether it is odd)
    Opaque {
        /// the function
        function: Function,
        /// where it is taken
        argument: Quotient,
    },
    /// `exp(argument)`
    Exp {
        /// the argument
        argument: Quotient,
    },
    /// `log|of|`
    LogAbs {
        /// a polynomial or a number
        of: Polynomial,
    },
    /// `|of|^(1/degree)`
    Root {
        /// a polynomial or a number
        of: Polynomial,
        /// degree of the root
        degree: u32,
    },
    /// `cos(angle)`
    Cos {
        /// the angle
        angle: Quotient,
    },
    /// `sin` of the angle of a cosine made before
    Sin {
        /// its number
        cosine: usize,
    },
    /// the sign of a polynomial, taken as 1 at its zeros
    Sign {
        /// the polynomial
        of: Polynomial,
    },
    /// `atan2(y, x)`
    Polar {
        /// the ordinate
        y: Quotient,
        /// the abscissa
        x: Quotient,
    },
    /// a sign to the power of a product of integers; a sign that is 0 is taken as 1
    Parity {
        /// a generator that stands for a sign; nothing: -1
        of: Option<usize>,
        /// integer variables
        variables: Vec<usize>,
    },
}

/// The numerical factor of a factorisation, as a product of powers of integers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// it is negative
    pub negative: bool,
    /// integers above 1 with their exponents
    #[serde(with = "integers")]
    pub powers: Vec<(BigInt, i32)>,
}

/// `content * product of polynomial^exponent`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// the number
    pub content: Content,
    /// polynomials with their exponents, none of which is 0
    pub factors: Vec<(Polynomial, i32)>,
}

/// The answer to one of the checker's questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(clippy::large_enum_variant)]
pub enum Answer {
    /// how an argument, a base, a fact or a goal factors
    Factors(Factors),
    /// a factor of the argument of `sign` may vanish: its sign stays as it stands
    Opaque,
    /// the exponent is `sum r log|f| + sum k argument`
    Exponential {
        /// generators `log|f|` with rational coefficients
        #[serde(with = "rationals")]
        logarithms: Vec<(usize, Rational)>,
        /// generators `exp(argument)` with integer coefficients
        exponentials: Vec<(usize, i64)>,
    },
    /// how an angle is made
    Angle(AngleParts),
    /// the value of an inverse function
    Inverse(Inverse),
    /// the polar angle of a point
    Polar(PolarAngle),
    /// the value of a gamma or polygamma function
    Gamma(GammaValue),
    /// another form of a polynomial under a root or in a logarithm
    Form(OtherForm),
    /// why a residual that is not the polynomial 0 vanishes
    AngleSum(AngleSum),
    /// the polynomial is `exp(b) - 1`: it has the sign of `b`
    BesideOne {
        /// the exponential
        exponential: usize,
        /// how `b` factors
        factors: Factors,
    },
    /// the sign of a polynomial; nothing: carried as a generator
    Sign(Option<FactorSign>),
    /// why a polynomial does not vanish
    NonZero(NonZero),
    /// the sign of a goal: of the product of its factors of odd exponent, and why those of even exponent do not vanish
    Goal {
        /// of the odd factors
        odd: ProductSign,
        /// for each factor of positive even exponent
        even: Vec<Option<NonZero>>,
    },
    /// which multiple `k` of the sum of logarithms has integer coefficients, for the rule log-bound; nothing: the rule
    /// is not used
    LogBound(Option<i64>),
}

/// Integers as decimal texts.
mod integers {
    use num_bigint::BigInt;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(v: &[(BigInt, i32)], s: S) -> Result<S::Ok, S::Error> {
        let texts: Vec<(String, i32)> = v.iter().map(|(n, k)| (n.to_string(), *k)).collect();
        texts.serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<(BigInt, i32)>, D::Error> {
        let read = |text: &str| text.parse::<BigInt>().ok().filter(|n| n.to_string() == text);
        Vec::<(String, i32)>::deserialize(d)?
            .into_iter()
            .map(|(text, k)| Ok((read(&text).ok_or_else(|| D::Error::custom("an integer"))?, k)))
            .collect()
    }
}

/// Rational numbers as texts.
mod rationals {
    use crate::polynomial::text::rational;
    use crate::rational::Rational;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(v: &[(usize, Rational)], s: S) -> Result<S::Ok, S::Error> {
        let texts: Vec<(usize, String)> = v.iter().map(|(i, q)| (*i, q.to_string())).collect();
        texts.serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<(usize, Rational)>, D::Error> {
        Vec::<(usize, String)>::deserialize(d)?
            .into_iter()
            .map(|(i, text)| Ok((i, rational(&text).ok_or_else(|| D::Error::custom("a number"))?)))
            .collect()
    }
}

impl Quotient {
    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        Self { numerator: self.numerator.renamed(name), denominator: self.denominator.renamed(name) }
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = usize> {
        self.numerator.variables().into_iter().chain(self.denominator.variables())
    }
}

impl Meaning {
    /// The generators in terms of which it is defined.
    #[must_use]
    pub fn parts(&self) -> Vec<usize> {
        match self {
            Self::Symbol(_) | Self::Pi => Vec::new(),
            Self::Jet { arguments, .. } => arguments.iter().flat_map(Quotient::variables).collect(),
            Self::Opaque { argument: q, .. } | Self::Exp { argument: q } | Self::Cos { angle: q } => {
                q.variables().collect()
            }
            Self::LogAbs { of } | Self::Root { of, .. } | Self::Sign { of } => of.variables().into_iter().collect(),
            Self::Sin { cosine } => vec![*cosine],
            Self::Polar { y, x } => y.variables().chain(x.variables()).collect(),
            Self::Parity { of, variables } => of.iter().chain(variables).copied().collect(),
        }
    }

    fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Symbol(_) | Self::Pi => self.clone(),
            Self::Jet { function, orders, arguments } => Self::Jet {
                function: function.clone(),
                orders: orders.clone(),
                arguments: arguments.iter().map(|q| q.renamed(name)).collect(),
            },
            Self::Opaque { function, argument } => {
                Self::Opaque { function: *function, argument: argument.renamed(name) }
            }
            Self::Exp { argument } => Self::Exp { argument: argument.renamed(name) },
            Self::LogAbs { of } => Self::LogAbs { of: of.renamed(name) },
            Self::Root { of, degree } => Self::Root { of: of.renamed(name), degree: *degree },
            Self::Cos { angle } => Self::Cos { angle: angle.renamed(name) },
            Self::Sin { cosine } => Self::Sin { cosine: name(*cosine) },
            Self::Sign { of } => Self::Sign { of: of.renamed(name) },
            Self::Polar { y, x } => Self::Polar { y: y.renamed(name), x: x.renamed(name) },
            Self::Parity { of, variables } => {
                Self::Parity { of: of.map(name), variables: variables.iter().map(|i| name(*i)).collect() }
            }
        }
    }
}

impl Factors {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.factors.iter().flat_map(|(p, _)| p.variables()).for_each(f);
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        Self {
            content: self.content.clone(),
            factors: self.factors.iter().map(|(p, n)| (p.renamed(name), *n)).collect(),
        }
    }
}

impl Answer {
    /// Calls `f` on each generator that the answer mentions.
    pub fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        match self {
            Self::Factors(factors) => factors.for_each_generator(f),
            Self::Exponential { logarithms, exponentials } => {
                logarithms.iter().map(|(i, _)| *i).chain(exponentials.iter().map(|(i, _)| *i)).for_each(f);
            }
            Self::Angle(parts) => parts.for_each_generator(f),
            Self::Inverse(inverse) => inverse.for_each_generator(f),
            Self::Polar(polar) => polar.for_each_generator(f),
            Self::Gamma(gamma) => gamma.for_each_generator(f),
            Self::Form(form) => form.for_each_generator(f),
            Self::AngleSum(sum) => sum.for_each_generator(f),
            Self::BesideOne { exponential, factors } => {
                f(*exponential);
                factors.for_each_generator(f);
            }
            Self::Sign(reason) => reason.iter().for_each(|r| r.for_each_generator(f)),
            Self::NonZero(reason) => reason.for_each_generator(f),
            Self::Goal { odd, even } => {
                odd.for_each_generator(f);
                even.iter().flatten().for_each(|r| r.for_each_generator(f));
            }
            Self::Opaque | Self::LogBound(_) => {}
        }
    }

    fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        let pairs = |v: &[(usize, i64)]| v.iter().map(|(i, k)| (name(*i), *k)).collect();
        match self {
            Self::Factors(f) => Self::Factors(f.renamed(name)),
            Self::Exponential { logarithms, exponentials } => Self::Exponential {
                logarithms: logarithms.iter().map(|(i, r)| (name(*i), r.clone())).collect(),
                exponentials: pairs(exponentials),
            },
            Self::Angle(parts) => Self::Angle(parts.renamed(name)),
            Self::Inverse(inverse) => Self::Inverse(inverse.renamed(name)),
            Self::Polar(polar) => Self::Polar(polar.renamed(name)),
            Self::Gamma(gamma) => Self::Gamma(gamma.renamed(name)),
            Self::Form(form) => Self::Form(form.renamed(name)),
            Self::AngleSum(sum) => Self::AngleSum(sum.renamed(name)),
            Self::BesideOne { exponential, factors } => {
                Self::BesideOne { exponential: name(*exponential), factors: factors.renamed(name) }
            }
            Self::Sign(reason) => Self::Sign(reason.as_ref().map(|r| r.renamed(name))),
            Self::NonZero(reason) => Self::NonZero(reason.renamed(name)),
            Self::Goal { odd, even } => Self::Goal {
                odd: odd.renamed(name),
                even: even.iter().map(|r| r.as_ref().map(|r| r.renamed(name))).collect(),
            },
            Self::Opaque | Self::LogBound(_) => self.clone(),
        }
    }
}

impl Derivation {
    /// Without the generators that are not among `used`; the others are numbered afresh, in their order.
    #[must_use]
    pub fn pruned(&self, used: &std::collections::BTreeSet<usize>) -> Self {
        let place: std::collections::BTreeMap<usize, usize> = used.iter().enumerate().map(|(k, i)| (*i, k)).collect();
        let name = |i: usize| place.get(&i).copied().unwrap_or(usize::MAX);
        Self {
            generators: used.iter().filter_map(|i| self.generators.get(*i)).map(|m| m.renamed(&name)).collect(),
            answers: self.answers.iter().map(|a| a.renamed(&name)).collect(),
        }
    }
}
