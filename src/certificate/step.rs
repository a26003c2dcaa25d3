//! The proof of a statement: steps in the order in which the checker walks through it.

use super::derivation::Derivation;
use crate::symbolic::Relation;
use crate::symbolic::wire::Bundle;
use serde::{Deserialize, Serialize};

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// the residuals that are not literally 0 reduce to 0: one derivation for all of them, or one for each
    Zero(Vec<Derivation>),
    /// the residuals are 0 one by one: followed by the steps for each
    Each,
    /// the sign of an expression
    Sign(Derivation),
    /// the sign of a constant expression, by its enclosure
    Constant,
    /// cases by the sign of an expression: followed by the steps for each case that has points
    Split {
        /// the expression
        on: Bundle,
    },
    /// what the step is about has a value nowhere: it divides by 0
    Nowhere(Derivation),
    /// the terms of a sum are bounded below: followed by the sign of the bound, and of what the lemmas need
    Bound(Vec<Option<Lemma>>),
    /// the sign of an expression by its enclosures over so many boxes
    Boxes(usize),
    /// the sign of an expression that is a divergence of two laws with a weight, and a rest: followed by the difference of
    /// two parameters, where it is to be strict, then by the signs of the weight and of the rest
    Gibbs {
        /// number of the divergence in the model
        divergence: usize,
        /// number of the weight
        weight: usize,
        /// number of the parameter that differs
        #[serde(default, skip_serializing_if = "Option::is_none")]
        differing: Option<usize>,
    },
    /// a mean has the sign of its integrand: followed by that, for all values of the random variables
    Integrand,
    /// the logarithms of one weight are taken together: followed by the sign of what comes of it
    Regroup {
        /// weights that are sums count term by term
        apart: bool,
    },
    /// what is not to be 0 has a square that is positive: followed by that
    Square,
    /// the difference of two values of an increasing function: followed by the sign of the difference of its arguments
    Monotone,
    /// the sign of a polynomial in one variable, by counting its roots
    Sturm,
    /// the sign of a polynomial in several variables, by arithmetic and geometric means of its terms
    Means,
    /// the sign of a polynomial in one integer variable, by its values up to a bound of its roots
    Integers,
    /// the residual is 0 (or, where it need not be positive, an expression is): a number below its separation bound
    Separation,
    /// `e` is 0, positive or not 0 as `exp(n e) - 1` is: followed by the steps for that
    Exponential(u32),
    /// inverse functions of constants are named as angles: followed by the steps for that
    ConstantAngles,
    /// gamma functions at related arguments are written through each other: followed by the steps for that
    GammaRelations,
    /// the sign of an expression by its slope in one variable: followed by its value at a point, then by the signs of the
    /// slope above and below, each after the conditions under which they are defined
    Slope {
        /// number of the variable
        variable: usize,
        /// the point
        at: Bundle,
        /// the value at the point is positive
        strict: bool,
        /// where values and slopes may be 0: a rational point of each side at which the slope is positive
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rising: Vec<String>,
    },
    /// an expression has the sign of its product with `by`: followed by the sign of `by`, and that of the product
    Multiply {
        /// the factor
        by: Bundle,
    },
    /// a difference has the sign of the difference of logarithms: followed by the signs of both terms, and of that difference
    Logarithm,
    /// an absolute value is its argument or the opposite: followed by the sign with each of them in its place
    Either(usize),
    /// an absolute value is its argument, or (`true`) the opposite: followed by the sign that shows it, and by the sign with that
    /// in its place
    Absolute(usize, bool),
    /// the sign of an expression that is concave in one variable, by its values at the ends of the range
    Concave {
        /// number of the variable
        variable: usize,
        /// the values at the ends are positive
        strict: bool,
    },
    /// the sign of `a sin u + b cos u + d` by those of `d` and `d^2 - a^2 - b^2`, which follow
    Amplitude {
        /// the angle
        angle: Bundle,
    },
    /// the sign of an expression in `sin u` and `cos u` through `tan(u/2)`: followed by the sign in that variable, and at `cos u = -1`
    HalfAngle {
        /// the angle
        angle: Bundle,
    },
    /// a fact makes a variable of unbounded range another one plus something: followed by the steps for what comes of it
    Shift {
        /// number of the condition
        condition: usize,
    },
    /// a variable of unbounded range is measured from another one: followed by the sign of what comes of it
    Translate {
        /// number of the variable
        variable: usize,
        /// number of the other
        from: usize,
    },
    /// a residual is constant in one variable, and 0 at a point: followed by the conditions under which it is smooth, its value
    /// there, and its derivative on each side
    Constancy {
        /// number of the variable
        variable: usize,
        /// the point
        at: Bundle,
    },
    /// conditions of the domain with factors are taken off: followed by the steps for what is left
    Combination {
        /// numbers of the conditions
        conditions: Vec<usize>,
        /// the factor of each
        factors: Bundle,
    },
    /// an equation of the domain says that one of these factors is 0: followed by the reduction that shows it, the signs of
    /// those that are not 0, and the steps for each of the others
    Factors {
        /// number of the condition
        condition: usize,
        /// the factors
        factors: Bundle,
        /// which of them may be 0
        open: Vec<bool>,
    },
    /// an expression that rises and then falls is above its limits: followed by the conditions under which it is smooth, the
    /// signs of the factors, the limits, the values at closed ends, and the sign of the last derivative
    Hill {
        /// number of the variable
        variable: usize,
        /// what each derivative is multiplied by
        factors: Bundle,
        /// for each derivative between whether it goes by the start of the range
        from_start: Vec<bool>,
        /// a rational point at which the expression is positive, where it is to be
        #[serde(default, skip_serializing_if = "Option::is_none")]
        positive: Option<String>,
    },
    /// an expression has a sign wherever its image under a symmetry has: followed by the reduction that shows that it does not
    /// change under it, and by the sign on what is left of the range
    Fold {
        /// number of the variable
        variable: usize,
        /// the period; without one the expression is even
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<Bundle>,
    },
    /// `c |x - y| - |f(x) - f(y)|` is not negative: followed by the conditions under which `f` is smooth, and the signs of `c - f'` and
    /// `c + f'`
    Lipschitz {
        /// number of the first variable
        variable: usize,
        /// of the other one
        other: usize,
    },
    /// `f(x) - f(y)` for `x > y`, or its product with `x - y`, is not negative: followed by the conditions under which `f` is smooth, and
    /// the sign of `f'`
    Increments {
        /// number of the larger variable
        variable: usize,
        /// of the other one
        other: usize,
        /// a rational point at which the slope is positive, where the difference is to be
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rising: Option<String>,
    },
    /// the sign of `f(n)` for integers from the least one on: followed by the conditions under which `f` has values, its first
    /// values, the sign of the factor and that of `f(n+1) - m f(n)`
    Induction {
        /// number of the variable
        variable: usize,
        /// the factor `m`
        by: Bundle,
        /// how many first values
        count: usize,
    },
    /// an integer variable is read as a real one: followed by the sign there
    Relaxed {
        /// number of the variable
        variable: usize,
    },
    /// formal expectations in residuals are rewritten by their rules and named: followed by the sign of each fact that the
    /// rules need, then by the reduction
    Formal {
        /// what the facts are about
        facts: Bundle,
        /// how each compares with 0
        relations: Vec<Relation>,
    },
    /// the sign of an expression in which formal expectations are numbers of these ranges: followed by their rewriting, by the
    /// signs that show each end, and by the sign of what comes of it
    Named {
        /// of expectations by their numbers
        ranges: Vec<MeanRange>,
    },
    /// the same of the tangent of an expression at the numbers, which has the expectations in it: its sign follows the rewriting
    /// and the ends
    Tangent {
        /// of expectations by their numbers
        ranges: Vec<MeanRange>,
    },
    /// what is not to be 0 is a multiple of what is stated not to be: followed by the reduction that shows it, and the sign
    /// of the factor
    Multiple {
        /// number of the fact
        of: usize,
        /// the factor
        by: Bundle,
    },
    /// a condition of the rule for an expectation is supposed: the claim is proved given it
    Supposed,
    /// everything compared is certainly defined at a point of the domain, so the statement is about something
    Point(Witness),
    /// the same at a point whose coordinates are constants, in the order of the region
    Place {
        /// the constants
        values: Bundle,
    },
    /// the domain has no point: a condition fails wherever the others hold, as the sign that follows shows
    Absurd {
        /// number of the condition
        condition: usize,
    },
    /// an expression whose values are integers is not negative where it is above -1: followed by that sign
    Integral,
    /// the metric is a sum of others with factors: followed, for each, by the sign of the factor and the definiteness of the
    /// part
    MetricSum {
        /// number of the sum in the model
        number: usize,
    },
    /// the metric is that of a law, of which it is known where it is definite: followed by the conditions for that
    Information {
        /// number of the metric in the model
        number: usize,
    },
    /// the flow `v` solves `G v = -c dC`
    Descent {
        /// number of the candidate for the metric `G`
        metric: usize,
        /// `c`
        rate: Bundle,
    },
}

/// Where the values of a formal expectation lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanRange {
    /// the number of its name
    pub mean: usize,
    /// a rational number that it is above; `true`: or equal to
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<(String, bool)>,
    /// the same from above
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<(String, bool)>,
}

/// A bound of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lemma {
    /// `exp u >= 1 + u`, `log u <= u - 1`
    Tangent,
    /// `log u >= 1 - 1/u`
    Reciprocal,
    /// the first terms of a power series
    Series,
    /// `cos u >= 1 - u^2/2`, `sin u <= u`
    Circular,
    /// the slope at 0
    Slope,
    /// `softplus u > u`
    Above,
    /// `softplus u > 0`
    Positive,
    /// `-1 <= sin, cos <= 1`
    Range,
    /// `1/u + 1/(2u^2) < trigamma u < 1/u + 1/u^2` and what follows for `digamma`
    ConvexSum,
}

/// A rational point, and the instance of all unspecified functions, by its number in the fixed list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// number of the instance
    pub instance: usize,
    /// values of the variables, in the order of the region
    pub point: Vec<String>,
}
