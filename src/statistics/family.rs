//! Distributions and families as values.
//!
//! A [`Distribution`] states all that is ever asked of it: log-density, support, the standard law it comes from, and,
//! if it has one, its location-scale structure. A [`Family`] makes distributions from named arguments, of which several may say the
//! same thing (`sd`, `variance`, `precision`).

use super::error::FamilyError;
use super::kernels::Kernel;
use crate::symbolic::{Bound, Expr, Role, Symbol};

/// What a density is a density with respect to; two log-densities over equal measures may be subtracted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaseMeasure {
    /// Length.
    Lebesgue,
    /// Number of points.
    Counting,
    /// Weight `1/x!` at each natural number `x`.
    InverseFactorial,
    /// Weight `binom(n, x)` at `0..n`.
    BinomialCoefficient(
        /// `n`
        Expr,
    ),
    /// Weight `Gamma(r + x)/(Gamma(r) x!)` at each natural number `x`.
    RisingFactorial(
        /// `r`
        Expr,
    ),
}

impl BaseMeasure {
    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        match self {
            Self::Lebesgue | Self::Counting | Self::InverseFactorial => self.clone(),
            Self::BinomialCoefficient(n) => Self::BinomialCoefficient(f(n)),
            Self::RisingFactorial(r) => Self::RisingFactorial(f(r)),
        }
    }

    /// The expressions that it depends on.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Self::Lebesgue | Self::Counting | Self::InverseFactorial => Vec::new(),
            Self::BinomialCoefficient(e) | Self::RisingFactorial(e) => vec![e],
        }
    }
}

/// Where a distribution lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Lower end.
    pub lower: Bound,
    /// Upper end.
    pub upper: Bound,
    /// Distance between the points of a discrete support, counted from its finite end; `None` for an interval.
    pub spacing: Option<Expr>,
}

impl Support {
    /// The real line.
    #[must_use]
    pub fn line() -> Self {
        Self { lower: Bound::Infinite, upper: Bound::Infinite, spacing: None }
    }

    /// `(lower, upper)`
    #[must_use]
    pub fn interval(lower: Expr, upper: Expr) -> Self {
        Self { lower: Bound::Open(lower), upper: Bound::Open(upper), spacing: None }
    }

    /// `(0, inf)`
    #[must_use]
    pub fn positive() -> Self {
        Self { lower: Bound::Open(Expr::zero()), ..Self::line() }
    }

    /// `0, 1, .., last`, or without end.
    #[must_use]
    pub fn naturals(last: Option<Expr>) -> Self {
        Self {
            lower: Bound::Closed(Expr::zero()),
            upper: last.map_or(Bound::Infinite, Bound::Closed),
            spacing: Some(Expr::one()),
        }
    }

    /// The same with every expression replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self { lower: self.lower.map(f), upper: self.upper.map(f), spacing: self.spacing.as_ref().map(f) }
    }

    /// The expressions that say where it is.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        self.lower.value().into_iter().chain(self.upper.value()).chain(&self.spacing).collect()
    }
}

/// Mean and standard deviation of a location-scale family: `x = location + scale * z` where the law of `z` (mean 0,
/// variance 1) contains no parameter.
#[derive(Clone, Debug)]
pub struct LocationScale {
    /// The mean of `x`.
    pub location: Expr,
    /// The standard deviation of `x`, positive.
    pub scale: Expr,
}

/// The symbol of the standard variable `z`.
#[must_use]
pub fn standard_variable() -> Symbol {
    Symbol::new("expectation", "z", Role::Random, u32::MAX)
}

/// A probability distribution of one real variable, with expressions as parameters.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Its name, for messages.
    pub name: String,
    /// The random variable.
    pub variable: Symbol,
    /// Where it lives.
    pub support: Support,
    /// What the density refers to.
    pub base: BaseMeasure,
    /// The logarithm of the density, in the variable and the parameters.
    pub log_density: Expr,
    /// The law of the standard variable `z`.
    pub kernel: Kernel,
    /// `x` as a function of `z`: the two have one law.
    pub from_standard: Expr,
    /// Location and scale, where they are all that varies.
    pub location_scale: Option<LocationScale>,
}

impl Distribution {
    /// The same with every expression replaced; the random variable stays.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Expr) -> Expr) -> Self {
        Self {
            name: self.name.clone(),
            variable: self.variable.clone(),
            support: self.support.map(f),
            base: self.base.map(f),
            log_density: f(&self.log_density),
            kernel: self.kernel.map(f),
            from_standard: f(&self.from_standard),
            location_scale: self
                .location_scale
                .as_ref()
                .map(|s| LocationScale { location: f(&s.location), scale: f(&s.scale) }),
        }
    }

    /// The same under another name of its random variable.
    #[must_use]
    pub fn with_variable(&self, variable: &Symbol) -> Self {
        let image = Expr::symbol(variable);
        let log_density = self.log_density.substitute([(self.variable.clone(), image)]);
        Self { variable: variable.clone(), log_density, ..self.clone() }
    }
}

/// Where the value of an argument must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterDomain {
    /// Any real number.
    Real,
    /// `> 0`
    Positive,
    /// `(0, 1)`
    UnitInterval,
    /// A natural number, at least 1
    Natural,
}

/// One way to give a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// Name of the argument.
    pub name: &'static str,
    /// Its unit is this power of the unit of the variable.
    pub unit_power: i32,
    /// Whether it is the logarithm of a quantity that has a unit, so that the variable must have none.
    pub logarithmic: bool,
    /// Where it must lie.
    pub domain: ParameterDomain,
}

impl Spelling {
    /// An argument whose unit is a power of that of the variable.
    #[must_use]
    pub const fn new(name: &'static str, unit_power: i32, domain: ParameterDomain) -> Self {
        Self { name, unit_power, logarithmic: false, domain }
    }
}

/// A parameter, with the ways to give it; exactly one is given.
pub type Slot = &'static [Spelling];

/// An argument as chosen for a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Name of the spelling.
    pub name: &'static str,
    /// Its value.
    pub value: Expr,
}

/// A named family of distributions.
#[derive(Debug)]
pub struct Family {
    /// Its name in the language.
    pub name: &'static str,
    /// Whether the variable takes isolated values (and then has no unit).
    pub discrete: bool,
    /// Its parameters.
    pub slots: &'static [Slot],
    /// The distribution of `variable`, given one argument for each slot, in order.
    pub build: fn(&Symbol, &[Argument]) -> Distribution,
}

impl Family {
    /// The distribution with these named arguments, in any order.
    ///
    /// # Errors
    /// Unknown, missing or conflicting arguments; the first of each kind in the order given.
    pub fn distribution(&self, variable: &Symbol, arguments: &[(String, Expr)]) -> Result<Distribution, FamilyError> {
        let accepted: Vec<&'static str> = self.slots.iter().flat_map(|s| s.iter().map(|a| a.name)).collect();
        if let Some((name, _)) = arguments.iter().find(|(n, _)| !accepted.contains(&n.as_str())) {
            return Err(FamilyError::UnknownArgument { family: self.name, argument: name.clone(), accepted });
        }
        let chosen: Result<Vec<Argument>, FamilyError> = self.slots.iter().map(|s| self.choose(s, arguments)).collect();
        Ok((self.build)(variable, &chosen?))
    }

    fn choose(&self, slot: Slot, arguments: &[(String, Expr)]) -> Result<Argument, FamilyError> {
        let mut given = arguments.iter().filter_map(|(n, e)| {
            slot.iter().find(|s| s.name == n).map(|s| Argument { name: s.name, value: e.clone() })
        });
        let one_of = || slot.iter().map(|s| s.name).collect();
        let first = given.next().ok_or_else(|| FamilyError::MissingArgument { family: self.name, one_of: one_of() })?;
        match given.next() {
            None => Ok(first),
            Some(second) => Err(FamilyError::ConflictingArguments {
                family: self.name,
                first: first.name.into(),
                second: second.name.into(),
            }),
        }
    }
}
