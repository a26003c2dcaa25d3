//! Why a sign is certain.

use super::derivation::Factors;
use crate::rational::Rational;
use serde::{Deserialize, Serialize};

/// Why a polynomial in variables of known range has one sign. Ranges are substituted first: `x = a + t` and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SignTree {
    /// all terms have it
    Terms,
    /// all coefficients of the powers of one variable have it
    Coefficients {
        /// the variable
        variable: usize,
        /// one for each coefficient that is not 0, by rising power
        parts: Vec<SignTree>,
    },
    /// `4 A (A y^2 + B y + C) = (2 A y + B)^2 + (4 A C - B^2)`
    Square {
        /// `y`
        variable: usize,
        /// the sign of `A`
        leading: Box<SignTree>,
        /// `4 A C - B^2 >= 0`; nothing where it is the polynomial 0
        discriminant: Option<Box<SignTree>>,
    },
    /// real variables that occur with even exponents only are roots of variables that are not negative
    EvenPowers {
        /// these variables
        variables: Vec<usize>,
        /// the sign in terms of their squares
        part: Box<SignTree>,
    },
    /// on `[a, b]` the sign is that on `[a, b)` and at `b`; stands outside all other rules
    ClosedBox {
        /// the variable
        variable: usize,
        /// on `[a, b)`
        inside: Box<SignTree>,
        /// at `b`; nothing where the polynomial is 0 there
        end: Option<Box<SignTree>>,
    },
}

/// Why one factor has a certain sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FactorSign {
    /// by the ranges of its variables
    Range(SignTree),
    /// facts are multiplied on
    Product(ProductSign),
    /// rule fact-plus: `s p = multiple * fact + rest` with `rest >= 0`; strict where the fact or the rest is
    FactPlus {
        /// the fact
        fact: usize,
        /// `s = -1`
        negative: bool,
        /// a positive number
        #[serde(with = "number")]
        multiple: Rational,
        /// of the rest; nothing where it is the polynomial 0
        rest: Option<SignTree>,
    },
    /// it is made of numbers only: by its enclosure
    Constant,
    /// by the ranges of its variables, some of which are narrower than their kind says
    Narrow {
        /// these generators, ascending, each with the signs that its narrower range follows from
        ranges: Vec<(usize, Vec<ElementSign>)>,
        /// the sign on these ranges
        tree: SignTree,
    },
    /// it is a multiple of `pi/2 - a` or `pi/2 + a` for an `asin` or `atan`
    HalfTurn(usize),
    /// rule outweigh: `p = a + b g` with a square root `g` has the sign of the part that is larger in size
    Outweigh {
        /// `g`
        root: usize,
        /// of `b^2 g^2 - a^2`
        gap: Box<ElementSign>,
        /// of `b` where the gap is not negative, else of `a`
        larger: Box<ElementSign>,
    },
    /// a sign that allows 0, and a fact that excludes it
    NotZero {
        /// the sign
        sign: Box<FactorSign>,
        /// something that does not vanish and has this factor
        fact: usize,
    },
}

/// Why a product of factors, each of odd exponent, has a certain sign: facts are multiplied on, factors that then occur
/// twice leave, each of the rest has a sign by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductSign {
    /// facts, ascending; at most one of them may be `>= 0`, the others are strict
    pub facts: Vec<usize>,
    /// the remaining factors in their order
    pub rest: Vec<FactorSign>,
}

/// Why a quotient has a certain sign: its factors, the sign of the product of the odd ones, and why those of positive even
/// exponent do not vanish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementSign {
    /// the factors
    pub factors: Factors,
    /// the sign of the product of the odd ones
    pub odd: ProductSign,
    /// one for each of positive even exponent
    pub even: Vec<Option<NonZero>>,
}

/// Why a factor does not vanish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum NonZero {
    /// it is a factor of something that a fact says is not 0
    Fact(usize),
    /// its sign is strict
    Sign(FactorSign),
}

impl SignTree {
    fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        match self {
            Self::Terms => {}
            Self::Coefficients { variable, parts } => {
                f(*variable);
                parts.iter().for_each(|t| t.for_each_generator(f));
            }
            Self::Square { variable, leading, discriminant } => {
                f(*variable);
                leading.for_each_generator(f);
                discriminant.iter().for_each(|t| t.for_each_generator(f));
            }
            Self::EvenPowers { variables, part } => {
                variables.iter().for_each(|i| f(*i));
                part.for_each_generator(f);
            }
            Self::ClosedBox { variable, inside, end } => {
                f(*variable);
                inside.for_each_generator(f);
                end.iter().for_each(|t| t.for_each_generator(f));
            }
        }
    }

    fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Terms => Self::Terms,
            Self::Coefficients { variable, parts } => {
                Self::Coefficients { variable: name(*variable), parts: parts.iter().map(|t| t.renamed(name)).collect() }
            }
            Self::Square { variable, leading, discriminant } => Self::Square {
                variable: name(*variable),
                leading: Box::new(leading.renamed(name)),
                discriminant: discriminant.as_ref().map(|t| Box::new(t.renamed(name))),
            },
            Self::EvenPowers { variables, part } => Self::EvenPowers {
                variables: variables.iter().map(|i| name(*i)).collect(),
                part: Box::new(part.renamed(name)),
            },
            Self::ClosedBox { variable, inside, end } => Self::ClosedBox {
                variable: name(*variable),
                inside: Box::new(inside.renamed(name)),
                end: end.as_ref().map(|t| Box::new(t.renamed(name))),
            },
        }
    }
}

impl FactorSign {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        match self {
            Self::Range(tree) => tree.for_each_generator(f),
            Self::Product(product) => product.for_each_generator(f),
            Self::FactPlus { rest, .. } => rest.iter().for_each(|t| t.for_each_generator(f)),
            Self::NotZero { sign, .. } => sign.for_each_generator(f),
            Self::Constant => {}
            Self::Narrow { ranges, tree } => {
                for (i, reasons) in ranges {
                    f(*i);
                    reasons.iter().for_each(|r| r.for_each_generator(f));
                }
                tree.for_each_generator(f);
            }
            Self::HalfTurn(i) => f(*i),
            Self::Outweigh { root, gap, larger } => {
                f(*root);
                gap.for_each_generator(f);
                larger.for_each_generator(f);
            }
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Range(tree) => Self::Range(tree.renamed(name)),
            Self::Product(product) => Self::Product(product.renamed(name)),
            Self::FactPlus { fact, negative, multiple, rest } => Self::FactPlus {
                fact: *fact,
                negative: *negative,
                multiple: multiple.clone(),
                rest: rest.as_ref().map(|t| t.renamed(name)),
            },
            Self::NotZero { sign, fact } => Self::NotZero { sign: Box::new(sign.renamed(name)), fact: *fact },
            Self::Constant => Self::Constant,
            Self::Narrow { ranges, tree } => Self::Narrow {
                ranges: ranges
                    .iter()
                    .map(|(i, reasons)| (name(*i), reasons.iter().map(|r| r.renamed(name)).collect()))
                    .collect(),
                tree: tree.renamed(name),
            },
            Self::HalfTurn(i) => Self::HalfTurn(name(*i)),
            Self::Outweigh { root, gap, larger } => Self::Outweigh {
                root: name(*root),
                gap: Box::new(gap.renamed(name)),
                larger: Box::new(larger.renamed(name)),
            },
        }
    }
}

impl ElementSign {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.factors.for_each_generator(f);
        self.odd.for_each_generator(f);
        self.even.iter().flatten().for_each(|r| r.for_each_generator(f));
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        Self {
            factors: self.factors.renamed(name),
            odd: self.odd.renamed(name),
            even: self.even.iter().map(|r| r.as_ref().map(|r| r.renamed(name))).collect(),
        }
    }
}

impl ProductSign {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.rest.iter().for_each(|r| r.for_each_generator(f));
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        Self { facts: self.facts.clone(), rest: self.rest.iter().map(|r| r.renamed(name)).collect() }
    }
}

impl NonZero {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        if let Self::Sign(reason) = self {
            reason.for_each_generator(f);
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Fact(i) => Self::Fact(*i),
            Self::Sign(reason) => Self::Sign(reason.renamed(name)),
        }
    }
}

/// A rational number as text.
mod number {
    use crate::polynomial::text::rational;
    use crate::rational::Rational;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(q: &Rational, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&q.to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Rational, D::Error> {
        let text = String::deserialize(d)?;
        rational(&text).ok_or_else(|| D::Error::custom("a number"))
    }
}
