//! Hints for functions that have functional equations or several branches.

use super::derivation::{Content, Factors, Quotient};
use super::sign::ElementSign;
use crate::polynomial::Polynomial;
use serde::{Deserialize, Serialize};

/// An angle: `twelfths pi/12 + half_turns pi + sum k angle + sum k known`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AngleParts {
    /// multiples of pi/12
    pub twelfths: i64,
    /// generators `cos(angle)` with integer coefficients
    pub cosines: Vec<(usize, i64)>,
    /// generators `asin`, `atan`, `atan2` with integer coefficients
    pub known: Vec<(usize, i64)>,
    /// a polynomial in integer variables
    pub half_turns: Polynomial,
}

/// The value of an inverse function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(clippy::large_enum_variant)]
pub enum Inverse {
    /// a generator stands for it, or for its negative
    Generator,
    /// so many twelfths of pi
    Exact(i64),
    /// the argument is a sine, cosine, tangent or cotangent of an angle `t` that is, but for half turns, on the main branch
    Forward {
        /// which of the ways in which it is one
        way: usize,
        /// half turns
        turns: i64,
        /// `pi/2 + t - turns pi >= 0`; nothing where it is literally 0
        above: Option<ElementSign>,
        /// `pi/2 - t + turns pi >= 0`
        below: Option<ElementSign>,
    },
}

/// The part of the plane in which a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quadrant {
    /// `x > 0`
    Right,
    /// `y > 0`
    Upper,
    /// `y < 0`
    Lower,
    /// `x < 0`, `y >= 0`
    Left,
    /// unknown: a generator stands for the angle
    Unknown,
    /// wherever an angle says that is named with a radius
    Named,
}

/// A point given by its radius and angle: `y = r sin t`, `x = r cos t`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolarForm {
    /// which of the sines and cosines in `y` is of `t`
    pub way: usize,
    /// whole turns that are taken off `t`
    pub turns: i64,
    /// `r`
    pub radius: Quotient,
    /// `r > 0`
    pub positive: ElementSign,
    /// `pi + t - 2 turns pi > 0`
    pub above: ElementSign,
    /// `pi - t + 2 turns pi >= 0`; nothing where it is literally 0
    pub below: Option<ElementSign>,
}

/// The polar angle of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolarAngle {
    /// where the point lies
    pub quadrant: Quadrant,
    /// the sign of `x`, where it is needed
    pub x: Option<ElementSign>,
    /// the sign of `y`, where it is needed and `y` is not literally 0
    pub y: Option<ElementSign>,
    /// the inverse tangent of the quotient; nothing for a generator
    pub inverse: Option<Inverse>,
    /// the radius and the angle
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Box<PolarForm>>,
}

/// Gamma and polygamma functions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum GammaValue {
    /// at a multiple of 1/2
    Known,
    /// the argument is that of the generator and so many steps
    Shift {
        /// the generator
        generator: usize,
        /// steps
        steps: i64,
    },
    /// `gamma(a + steps)` with `gamma(a) gamma(1 - a) = pi/sin(pi a)`, and `1 - a` is the generator's argument and `mirrored`
    Reflection {
        /// the generator
        generator: usize,
        /// steps from its argument to `1 - a`
        mirrored: i64,
        /// steps from `a`
        steps: i64,
        /// `a > 0` and `1 - a > 0`, where `a` is no integer for this reason
        inside: Option<Box<(ElementSign, ElementSign)>>,
        /// `pi a`
        angle: AngleParts,
    },
}

/// Another form of `|p|` of a polynomial that holds roots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum OtherForm {
    /// `s^degree = p` or `s^degree = -p`
    Power {
        /// the exponent
        degree: u32,
        /// `s`
        root: Quotient,
        /// how it factors
        factors: Factors,
    },
    /// `p other` is a number
    Conjugate {
        /// the other factor
        other: Polynomial,
        /// the number
        norm: Content,
    },
}

/// A difference vanishes because one of its factors is an angle between -2 pi and 2 pi of cosine 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AngleSum {
    /// the factors of the numerator
    pub factors: Factors,
    /// which of them is the angle
    pub angle: usize,
    /// why the angle is small, for each `asin`, `atan`, `atan2` in it; none of them for a number
    pub bounds: Vec<AngleBound>,
}

/// Bounds of an `asin`, `atan` or `atan2`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AngleBound {
    /// the sign of its argument
    pub sign: Option<ElementSign>,
    /// `1 - v >= 0` and `1 + v >= 0` for the argument `v` of `atan`
    pub small: Option<Box<(ElementSign, ElementSign)>>,
}

impl AngleParts {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.cosines.iter().chain(&self.known).for_each(|(i, _)| f(*i));
        self.half_turns.variables().into_iter().for_each(f);
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        let pairs = |v: &[(usize, i64)]| v.iter().map(|(i, k)| (name(*i), *k)).collect();
        Self {
            twelfths: self.twelfths,
            cosines: pairs(&self.cosines),
            known: pairs(&self.known),
            half_turns: self.half_turns.renamed(name),
        }
    }
}

fn renamed_pair(
    pair: &Option<Box<(ElementSign, ElementSign)>>,
    name: &dyn Fn(usize) -> usize,
) -> Option<Box<(ElementSign, ElementSign)>> {
    pair.as_ref().map(|p| Box::new((p.0.renamed(name), p.1.renamed(name))))
}

fn each_of_pair(pair: &Option<Box<(ElementSign, ElementSign)>>, f: &mut dyn FnMut(usize)) {
    if let Some(pair) = pair {
        pair.0.for_each_generator(f);
        pair.1.for_each_generator(f);
    }
}

impl Inverse {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        if let Self::Forward { above, below, .. } = self {
            above.iter().chain(below).for_each(|r| r.for_each_generator(f));
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Generator | Self::Exact(_) => self.clone(),
            Self::Forward { way, turns, above, below } => Self::Forward {
                way: *way,
                turns: *turns,
                above: above.as_ref().map(|r| r.renamed(name)),
                below: below.as_ref().map(|r| r.renamed(name)),
            },
        }
    }
}

impl PolarAngle {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.x.iter().chain(&self.y).for_each(|r| r.for_each_generator(f));
        self.inverse.iter().for_each(|i| i.for_each_generator(f));
        if let Some(named) = &self.named {
            named.radius.variables().for_each(&mut *f);
            [&named.positive, &named.above].into_iter().chain(&named.below).for_each(|r| r.for_each_generator(f));
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        Self {
            quadrant: self.quadrant,
            x: self.x.as_ref().map(|r| r.renamed(name)),
            y: self.y.as_ref().map(|r| r.renamed(name)),
            inverse: self.inverse.as_ref().map(|i| i.renamed(name)),
            named: self.named.as_ref().map(|n| {
                Box::new(PolarForm {
                    way: n.way,
                    turns: n.turns,
                    radius: n.radius.renamed(name),
                    positive: n.positive.renamed(name),
                    above: n.above.renamed(name),
                    below: n.below.as_ref().map(|r| r.renamed(name)),
                })
            }),
        }
    }
}

impl GammaValue {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        match self {
            Self::Known => {}
            Self::Shift { generator, .. } => f(*generator),
            Self::Reflection { generator, inside, angle, .. } => {
                f(*generator);
                each_of_pair(inside, f);
                angle.for_each_generator(f);
            }
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Known => Self::Known,
            Self::Shift { generator, steps } => Self::Shift { generator: name(*generator), steps: *steps },
            Self::Reflection { generator, mirrored, steps, inside, angle } => Self::Reflection {
                generator: name(*generator),
                mirrored: *mirrored,
                steps: *steps,
                inside: renamed_pair(inside, name),
                angle: angle.renamed(name),
            },
        }
    }
}

impl OtherForm {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        match self {
            Self::Power { root, factors, .. } => {
                root.variables().for_each(&mut *f);
                factors.for_each_generator(f);
            }
            Self::Conjugate { other, .. } => other.variables().into_iter().for_each(f),
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        match self {
            Self::Power { degree, root, factors } => {
                Self::Power { degree: *degree, root: root.renamed(name), factors: factors.renamed(name) }
            }
            Self::Conjugate { other, norm } => Self::Conjugate { other: other.renamed(name), norm: norm.clone() },
        }
    }
}

impl AngleSum {
    pub(super) fn for_each_generator(&self, f: &mut dyn FnMut(usize)) {
        self.factors.for_each_generator(f);
        for b in &self.bounds {
            b.sign.iter().for_each(|r| r.for_each_generator(f));
            each_of_pair(&b.small, f);
        }
    }

    pub(super) fn renamed(&self, name: &dyn Fn(usize) -> usize) -> Self {
        let bound = |b: &AngleBound| AngleBound {
            sign: b.sign.as_ref().map(|r| r.renamed(name)),
            small: renamed_pair(&b.small, name),
        };
        Self { factors: self.factors.renamed(name), angle: self.angle, bounds: self.bounds.iter().map(bound).collect() }
    }
}
