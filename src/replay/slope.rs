//! Rules **slope** and **concave**: the sign of an expression in one variable by its derivatives.
//!
//! In: an expression, the place, the number of a variable `x` with the range `I`, and a point. Out: what must be shown.
//!
//! **Soundness.** Fix the other variables. On the part of the domain where only conditions free of `x` are kept, `x` runs through
//! the whole interval `I`; what holds there holds on the domain. It is shown that the expression `f` has a value for every
//! `x` of `I` and at the point `c` (each condition of definition follows), that its parts are smooth inside (roots of what is
//! positive, inverse functions inside of their ranges), and that `f'` has a value there. So `f` is continuous on `I` with `c`,
//! and differentiable inside. By the mean value theorem
//! - **slope**: `f(c) >= 0`, `f' >= 0` above `c` and `f' <= 0` below give `f >= 0`; if `f(c) > 0`, `f > 0`; if the slopes are strict
//!   and `c` is no point of `I`, `f > 0` as well;
//!   likewise if `f` depends on `x` alone and each slope is positive at some point of its side: `f` is analytic inside (its parts
//!   are, where they are smooth), so is `f'`, which is not 0 throughout and so vanishes at isolated points alone: `f` is strictly
//!   monotone on each side;
//! - **concave**: `f(a) >= 0`, `f(b) >= 0` at the ends and `f'' <= 0` between give `f >= 0`; if the values at the ends are
//!   positive, `f > 0`; if `f'' < 0` and the ends are no points of `I`, `f > 0` as well.
//!
//! The point `c` is an end of `I`, a number inside, or another variable of the same range.
//!
//! Functions with corners or jumps (`abs`, `sign`, `cbrt`, `atan2`, `min`, `max`) are left to cases.

use super::Setting;
use super::claim::Wanted;
use crate::enclosure::{Point, Sign, decide_sign};
use crate::polynomial::text::rational;
use crate::symbolic::definition::definition;
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Binary, Bound, Expr, Fact, Function, Kind, Variable};

/// Precision at which a point is compared with the ends of a range.
const POINT_BITS: usize = 128;

/// What is to be shown of one variable.
#[derive(Clone, Debug)]
pub struct Slopes {
    /// what must have a value: facts, each with the place where it is to hold
    pub needs: Vec<(Fact, Setting)>,
    /// the values at points, which must not be negative (or be positive)
    pub values: Vec<(Expr, Setting)>,
    /// what must not be negative inside
    pub slopes: Vec<(Expr, Setting)>,
    /// whether the points belong to the range
    pub belongs: bool,
}

impl Slopes {
    /// The signs of values and of slopes that are enough; `rising`: each slope is positive somewhere.
    #[must_use]
    pub fn wanted(&self, wanted: Wanted, strict: bool, rising: bool) -> Option<(Wanted, Wanted)> {
        match wanted {
            _ if rising && (strict || self.belongs || self.slopes.iter().any(|(e, _)| e.symbols().len() > 1)) => None,
            _ if rising => Some((Wanted::NonNegative, Wanted::NonNegative)),
            _ if strict => Some((Wanted::Positive, Wanted::NonNegative)),
            Wanted::NonNegative => Some((Wanted::NonNegative, Wanted::NonNegative)),
            Wanted::Positive | Wanted::NonZero if !self.belongs => Some((Wanted::NonNegative, Wanted::Positive)),
            Wanted::Positive | Wanted::NonZero => None,
        }
    }
}

impl Slopes {
    /// Whether each slope, an expression in the variable alone, is certainly positive at the rational point of its side.
    #[must_use]
    pub fn rises_at(&self, variable: usize, points: &[String]) -> bool {
        points.len() == self.slopes.len()
            && self.slopes.iter().zip(points).all(|((slope, place), text)| rises_at(slope, place, variable, text))
    }
}

/// Whether a slope, an expression in the variable alone, is certainly positive at the rational point inside of its range.
#[must_use]
pub fn rises_at(slope: &Expr, place: &Setting, variable: usize, text: &str) -> bool {
    let at = |point: Expr| {
        let v = place.region.variables.get(variable)?;
        let value = Substitution::of([(v.symbol.clone(), point.clone())]).apply(slope);
        let positive =
            |e: &Expr| !e.has_symbols() && matches!(decide_sign(e, &Point::default(), POINT_BITS), Ok(Sign::Positive));
        let above = v.lower.value().is_none_or(|a| positive(&(&point - a)));
        let below = v.upper.value().is_none_or(|b| positive(&(b - &point)));
        Some(above && below && positive(&value))
    };
    rational(text).and_then(|q| at(Expr::number(q))).unwrap_or(false)
}

/// What **slope** needs at the point `at`.
#[must_use]
pub fn slope(e: &Expr, setting: &Setting, variable: usize, at: &Expr) -> Option<Slopes> {
    let whole = without_other_conditions(e, setting, variable)?;
    let v = whole.region.variables.get(variable)?.clone();
    let derivative = e.derivative(&v.symbol);
    let mut slopes = Vec::new();
    let mut belongs = true;
    let at_end = |end: &Bound| end.value() == Some(at);
    if at_end(&v.lower) || at_end(&v.upper) {
        let end = if at_end(&v.lower) { &v.lower } else { &v.upper };
        belongs = matches!(end, Bound::Closed(_));
    } else if !is_inside(&whole, &v, at) {
        return None;
    }
    if !at_end(&v.upper) {
        let above = Variable { lower: Bound::Open(at.clone()), upper: opened(&v.upper), ..v.clone() };
        slopes.push((derivative.clone(), with(&whole, variable, above)));
    }
    if !at_end(&v.lower) {
        let below = Variable { upper: Bound::Open(at.clone()), lower: opened(&v.lower), ..v.clone() };
        slopes.push((-&derivative, with(&whole, variable, below)));
    }
    let closed = closed_at(&v, &[at]);
    collect(e, &whole, variable, closed, slopes, std::slice::from_ref(at), belongs)
}

/// What **concave** needs.
#[must_use]
pub fn concave(e: &Expr, setting: &Setting, variable: usize) -> Option<Slopes> {
    let whole = without_other_conditions(e, setting, variable)?;
    let v = whole.region.variables.get(variable)?.clone();
    let (lower, upper) = (v.lower.value()?.clone(), v.upper.value()?.clone());
    let second = e.derivative(&v.symbol).derivative(&v.symbol);
    let inside = Variable { lower: opened(&v.lower), upper: opened(&v.upper), ..v.clone() };
    let slopes = vec![(-&second, with(&whole, variable, inside))];
    let belongs = matches!(v.lower, Bound::Closed(_)) || matches!(v.upper, Bound::Closed(_));
    let closed = closed_at(&v, &[&lower, &upper]);
    collect(e, &whole, variable, closed, slopes, &[lower, upper], belongs)
}

fn collect(
    e: &Expr,
    whole: &Setting,
    variable: usize,
    closed: Variable,
    slopes: Vec<(Expr, Setting)>,
    points: &[Expr],
    belongs: bool,
) -> Option<Slopes> {
    let symbol = closed.symbol.clone();
    let everywhere = with(whole, variable, closed);
    let mut needs: Vec<(Fact, Setting)> = definition(e).into_iter().map(|f| (f, everywhere.clone())).collect();
    for (slope, inside) in &slopes {
        for f in smooth_where(e)?.into_iter().chain(definition(slope)) {
            if !needs.iter().any(|(known, place)| *known == f && place.region == inside.region) {
                needs.push((f, inside.clone()));
            }
        }
    }
    let values = points.iter().map(|at| {
        let value = Substitution::of([(symbol.clone(), at.clone())]).apply(e);
        let mut place = whole.clone();
        place.region.variables.retain(|v| v.symbol != symbol);
        (value, place)
    });
    Some(Slopes { needs, values: values.collect(), slopes, belongs })
}

/// The setting without conditions that mention the variable; `None` where its range is no interval of its own.
pub(super) fn without_other_conditions(e: &Expr, setting: &Setting, variable: usize) -> Option<Setting> {
    let v = setting.region.variables.get(variable)?;
    let elsewhere = |b: &Bound| b.value().is_some_and(|x| x.contains(&v.symbol));
    let others = setting.region.variables.iter().any(|w| elsewhere(&w.lower) || elsewhere(&w.upper));
    if v.integer || v.nonzero || others || !e.contains(&v.symbol) {
        return None;
    }
    let mut out = setting.clone();
    out.region.conditions.retain(|f| !f.expr.contains(&v.symbol));
    out.defined_where.retain(|f| !f.expr.contains(&v.symbol));
    Some(out)
}

pub(super) fn with(setting: &Setting, variable: usize, v: Variable) -> Setting {
    let mut out = setting.clone();
    if let Some(slot) = out.region.variables.get_mut(variable) {
        *slot = v;
    }
    out
}

pub(super) fn opened(b: &Bound) -> Bound {
    b.value().map_or(Bound::Infinite, |x| Bound::Open(x.clone()))
}

/// The range with these ends included.
pub(super) fn closed_at(v: &Variable, ends: &[&Expr]) -> Variable {
    let close = |b: &Bound| match b.value() {
        Some(x) if ends.contains(&x) => Bound::Closed(x.clone()),
        _ => b.clone(),
    };
    Variable { lower: close(&v.lower), upper: close(&v.upper), ..v.clone() }
}

/// Whether a constant, or another variable, certainly lies between the ends.
fn is_inside(setting: &Setting, v: &Variable, at: &Expr) -> bool {
    if let Some(s) = at.as_symbol() {
        let other = setting.region.variables.iter().find(|w| w.symbol == *s && w.symbol != v.symbol);
        return other.is_some_and(|w| w.lower == v.lower && w.upper == v.upper && !w.integer && !w.nonzero);
    }
    let positive =
        |e: Expr| !e.has_symbols() && matches!(decide_sign(&e, &Point::default(), POINT_BITS), Ok(Sign::Positive));
    let value = !at.has_symbols() && decide_sign(at, &Point::default(), POINT_BITS).is_ok();
    let above = v.lower.value().is_none_or(|a| positive(at - a));
    value && above && v.upper.value().is_none_or(|b| positive(b - at))
}

/// Where the parts of an expression are smooth beside its conditions of definition; `None` where some may have corners or jumps.
pub(super) fn smooth_where(e: &Expr) -> Option<Vec<Fact>> {
    use Function as F;
    let mut out = Vec::new();
    for node in e.nodes() {
        match node.kind() {
            Kind::Number(_) | Kind::Pi | Kind::Symbol(_) | Kind::Sum(_) | Kind::Product(_) => {}
            Kind::Power(base, q) => {
                if !q.as_number().is_some_and(crate::rational::Rational::is_integer) {
                    out.push(Fact::positive(base.clone()));
                }
            }
            Kind::Apply(f, x) => match f {
                F::Abs | F::Sign | F::Cbrt => return None,
                F::Asin | F::Acos => out.push(Fact::positive(Expr::one() - x.powi(2))),
                F::Acosh => out.push(Fact::positive(x - &Expr::one())),
                _ => {}
            },
            // Away from its cut.
            Kind::Binary(Binary::Atan2, _, x) => out.push(Fact::positive(x.clone())),
            Kind::Binary(..) | Kind::Unspecified { .. } | Kind::Bound(_) | Kind::Mean { .. } => return None,
        }
    }
    Some(out)
}
