//! Signs by the shape of a function: looking for the steps of [`crate::replay::hill`] and [`crate::replay::symmetry`].

use super::decider::{Decider, Setting};
use super::inequality::Wanted;
use super::verdict::Evidence;
use crate::asymptotics::limits::{End, Limit};
use crate::certificate::Step;
use crate::enclosure::Comparison;
use crate::rational::Rational;
use crate::replay::hill::{ends, hill, is_positive_at, next};
use crate::replay::increments::increments;
use crate::replay::relaxed::relaxed;
use crate::replay::symmetry::{folded, lipschitz};
use crate::replay::transformed::multipliers;
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Bound, Expr, Function, Kind, Variable};
use num_traits::Signed;
use std::slice::from_ref;

/// Derivatives that are taken.
const MOST: usize = 4;
/// Nodes of a derivative that is looked at.
const LARGEST: usize = 120;
/// Chains of derivatives whose last sign is looked at.
const MOST_CHAINS: usize = 5;

/// The rule with its evidence.
type Found = Option<(&'static str, Evidence)>;
const HILL: &str = "hill: what rises and then falls is above its limits at both ends";

/// Derivatives with what they were multiplied by, and the ways of those between.
#[derive(Clone, Default)]
struct Chain {
    factors: Vec<Expr>,
    from_start: Vec<bool>,
    falls: bool,
}

impl Decider<'_> {
    /// A function of one variable that rises and then falls.
    pub(super) fn by_hill(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let symbols = e.symbols();
        let [x] = symbols.iter().collect::<Vec<_>>()[..] else { return None };
        let functions = e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(..) | Kind::Power(..)));
        let variable = setting.region.variables.iter().position(|v| v.symbol == *x)?;
        let v = setting.region.variables.get(variable)?.clone();
        if !functions || e.nodes().len() > LARGEST || v.integer || v.nonzero {
            return None;
        }
        let certain = |l: Option<Limit>| match l {
            Some(Limit::Finite(value)) => Some(value),
            Some(Limit::Infinite(false)) => Some(Expr::one()),
            _ => None,
        };
        // Both limits come first: they are cheap, and most expressions fail there.
        let [start, end] = ends(&v);
        let at_end = certain(self.memory.limit(e, x, &end))?;
        let none = self.without_variables(setting);
        if !self.glance(&at_end, Wanted::NonNegative, &none) {
            return None;
        }
        let positive = if wanted == Wanted::NonNegative { None } else { Some(self.positive_point(e, &v, setting)?) };
        let mut left = MOST_CHAINS;
        // With one derivative only the upper end counts.
        let first = Chain { falls: true, ..Chain::default() };
        let from_start =
            certain(self.memory.limit(e, x, &start)).is_some_and(|a| self.glance(&a, Wanted::NonNegative, &none));
        self.chains(e, &first, from_start, &(variable, v), setting, &mut left, &mut |decider, chain| {
            decider.hill_with(e, wanted, setting, variable, chain, positive.as_ref())
        })
    }

    fn without_variables(&self, setting: &Setting) -> Setting {
        let mut out = setting.clone();
        out.region.variables.clear();
        out.region.conditions.clear();
        out.defined_where.clear();
        out
    }

    fn positive_point(&self, e: &Expr, v: &Variable, setting: &Setting) -> Option<Rational> {
        let found = self.at_first_glance(e, &Expr::zero(), Comparison::LessOrEqual, setting)?;
        let (_, q) = found.point.iter().find(|(s, _)| *s == v.symbol)?;
        is_positive_at(e, v, q).then(|| q.clone())
    }

    /// Chains of derivatives, short ones first, tried by `holds`.
    #[allow(clippy::too_many_arguments)]
    fn chains(
        &mut self,
        g: &Expr,
        chain: &Chain,
        both: bool,
        (variable, v): &(usize, Variable),
        setting: &Setting,
        left: &mut usize,
        holds: &mut dyn FnMut(&mut Self, &Chain) -> Found,
    ) -> Found {
        if chain.factors.len() >= MOST || g.nodes().len() > LARGEST || self.budget.is_over() {
            return None;
        }
        let inside = Variable { lower: opened(&v.lower), upper: opened(&v.upper), ..v.clone() };
        let mut place = setting.clone();
        if let Some(slot) = place.region.variables.get_mut(*variable) {
            *slot = inside;
        }
        let x = &v.symbol;
        let slope = g.derivative(x);
        let mut factors = vec![Expr::one()];
        factors.extend(multipliers(&slope, &setting.place().integers()).into_iter().take(2));
        let mut longer = Vec::new();
        for m in factors {
            let Some(image) = next(g, x, &m, setting) else { continue };
            let mut next_chain = chain.clone();
            next_chain.factors.push(m);
            let last = if chain.falls { -&image } else { image.clone() };
            if (both || next_chain.factors.len() == 1) && self.glance(&last, Wanted::NonNegative, &place) {
                *left = left.checked_sub(1)?;
                if let Some(found) = holds(self, &next_chain) {
                    return Some(found);
                }
            }
            longer.push((image, next_chain));
        }
        if !both {
            return None;
        }
        let [start, end] = ends(v);
        let none = self.without_variables(setting);
        for (image, next_chain) in longer {
            if next_chain.factors.len() == 1 {
                // Of the first derivative nothing is asked but that the next one falls.
                if let Some(found) =
                    self.chains(&image, &next_chain, both, &(*variable, v.clone()), setting, left, holds)
                {
                    return Some(found);
                }
                continue;
            }
            for from_start in [true, false] {
                let side: &End = if from_start { &start } else { &end };
                let turned = next_chain.falls != from_start;
                let fits = match self.memory.limit(&image, x, side) {
                    Some(Limit::Finite(value)) => {
                        let value = if turned { -value } else { value };
                        self.glance(&value, Wanted::NonNegative, &none)
                    }
                    Some(Limit::Infinite(negative)) => negative == turned,
                    None => false,
                };
                if !fits {
                    continue;
                }
                let mut way = next_chain.clone();
                way.from_start.push(from_start);
                way.falls = next_chain.falls == from_start;
                if let Some(found) = self.chains(&image, &way, both, &(*variable, v.clone()), setting, left, holds) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn hill_with(
        &mut self,
        e: &Expr,
        wanted: Wanted,
        setting: &Setting,
        variable: usize,
        chain: &Chain,
        positive: Option<&Rational>,
    ) -> Found {
        let parts = hill(e, setting, variable, &chain.factors, &chain.from_start)?;
        let step = Step::Hill {
            variable,
            factors: Bundle::pack(&chain.factors),
            from_start: chain.from_start.clone(),
            positive: positive.map(ToString::to_string),
        };
        let evidence = self.nested(|decider| {
            // What is hardest comes first.
            let last = decider.last_derivative(&parts.last.0, &parts.last.1)?;
            let mut evidence = Evidence::from(step);
            for (f, place) in &parts.needs {
                evidence = evidence.then(decider.condition(f, place).filter(|e| e.gap.is_none())?);
            }
            for (m, place) in &parts.factors {
                evidence = evidence.then(decider.shown(m, Wanted::Positive, place)?);
            }
            for (value, place) in &parts.limits {
                evidence = evidence.then(decider.shown(value, Wanted::NonNegative, place)?);
            }
            for (value, place) in &parts.values {
                evidence = evidence.then(decider.shown(value, wanted.of_lower_bound(false), place)?);
            }
            Some(evidence.then(last))
        })?;
        Some((HILL, evidence))
    }

    /// The sign of the last derivative: at once where other rules lead here, for there are many chains.
    fn last_derivative(&mut self, e: &Expr, setting: &Setting) -> Option<Evidence> {
        if self.nested <= 1 {
            return self.shown(e, Wanted::NonNegative, setting);
        }
        let (_, evidence) = self.sign_at_once(e, Wanted::NonNegative, setting).ok()?;
        evidence.gap.is_none().then_some(evidence)
    }

    /// A variable that is reflected or shifted.
    pub(super) fn by_symmetry(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        for (variable, v) in setting.region.variables.iter().enumerate() {
            if !e.contains(&v.symbol) || (v.lower != Bound::Infinite && v.lower.value().is_none_or(|a| a.is_zero())) {
                continue;
            }
            let mut tries = vec![None];
            if v.lower == Bound::Infinite && v.upper == Bound::Infinite && is_periodic(e, v) {
                tries = [(1, 2), (1, 1), (2, 1)].map(|(n, d)| Some(Expr::pi() * Expr::ratio(n, d))).into();
                tries.push(None);
            }
            for period in tries {
                let Some(parts) = folded(e, setting, variable, period.as_ref()) else { continue };
                if self.at_first_glance(&parts.difference, &Expr::zero(), Comparison::Equal, setting).is_some() {
                    continue;
                }
                let step = Step::Fold { variable, period: period.as_ref().map(|p| Bundle::pack(from_ref(p))) };
                let found = self.nested(|decider| {
                    let same = decider.reduces(&parts.difference, setting)?;
                    let rest = decider.shown(e, wanted, &parts.rest)?;
                    Some(Evidence::from(step).then(same).then(rest))
                });
                if let Some(evidence) = found {
                    return Some(("fold: what does not change when a variable is reflected or shifted", evidence));
                }
            }
        }
        None
    }

    /// The distance of two values of one function.
    pub(super) fn by_lipschitz(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        if wanted != Wanted::NonNegative || !e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Abs, _)))
        {
            return None;
        }
        let count = setting.region.variables.len();
        for variable in 0..count {
            for other in 0..variable {
                let Some(parts) = lipschitz(e, setting, variable, other) else { continue };
                let found = self.nested(|decider| {
                    let mut evidence = Evidence::from(Step::Lipschitz { variable, other });
                    for (f, place) in &parts.needs {
                        evidence = evidence.then(decider.condition(f, place).filter(|e| e.gap.is_none())?);
                    }
                    for (slope, place) in &parts.slopes {
                        evidence = evidence.then(decider.shown(slope, Wanted::NonNegative, place)?);
                    }
                    Some(evidence)
                });
                if let Some(evidence) = found {
                    return Some(("lipschitz: the slope bounds differences of values", evidence));
                }
            }
        }
        None
    }

    /// An integer variable as a real one, where functions other than polynomials stand.
    pub(super) fn by_relaxation(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        if !e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(..)) || is_exponential(n)) {
            return None;
        }
        let variable = setting.region.variables.iter().position(|v| v.integer && e.contains(&v.symbol))?;
        let place = relaxed(e, setting, variable)?;
        // It may fail between the integers.
        if !self.glance(e, wanted, &place) {
            return None;
        }
        let shown = self.nested(|decider| decider.shown(e, wanted, &place))?;
        let evidence = Evidence::from(Step::Relaxed { variable }).then(shown);
        Some(("relaxation: it holds for the real numbers of the range", evidence))
    }

    /// Values of one function at a larger and a smaller argument.
    pub(super) fn by_increments(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let count = setting.region.variables.len();
        for (variable, other) in (0..count).flat_map(|v| (0..count).map(move |w| (v, w))) {
            let Some(parts) = increments(e, setting, variable, other) else { continue };
            let (slope, place) = &parts.slope;
            let rising = match wanted {
                Wanted::NonNegative => None,
                _ if !parts.strict => continue,
                _ => match self.rising_point(slope, place) {
                    Some(point) => Some(point),
                    None => continue,
                },
            };
            let found = self.nested(|decider| {
                let mut evidence = Evidence::from(Step::Increments { variable, other, rising });
                for (f, place) in &parts.needs {
                    evidence = evidence.then(decider.condition(f, place).filter(|e| e.gap.is_none())?);
                }
                Some(evidence.then(decider.shown(slope, Wanted::NonNegative, place)?))
            });
            if let Some(evidence) = found {
                return Some(("increments: the slope of the function is not negative", evidence));
            }
        }
        None
    }
}

/// A power whose exponent is no number.
fn is_exponential(e: &Expr) -> bool {
    matches!(e.kind(), Kind::Power(_, x) if x.as_number().is_none())
}

fn opened(b: &Bound) -> Bound {
    b.value().map_or(Bound::Infinite, |x| Bound::Open(x.clone()))
}

/// Whether a variable stands in sines, cosines and the like alone.
fn is_periodic(e: &Expr, v: &Variable) -> bool {
    use Function as F;
    match e.kind() {
        Kind::Symbol(s) => *s != v.symbol,
        Kind::Apply(F::Sin | F::Cos | F::Tan | F::Cot | F::Sec | F::Csc, u) => {
            u.derivative(&v.symbol).as_number().is_some_and(|q| q.is_integer() && (q.is_positive() || q.is_negative()))
                || !u.contains(&v.symbol)
        }
        _ => {
            let mut all = true;
            e.for_each_operand(|part| all &= is_periodic(part, v));
            all
        }
    }
}
