//! Signs that follow from other signs, and residuals that are 0 because others are: looking for the steps of
//! [`crate::replay::walk_signs`].

use super::decider::{Decider, Setting};
use super::equality::SEPARATION;
use super::inequality::Wanted;
use super::least_points::least_points;
use super::verdict::Evidence;
use crate::certificate::Step;
use crate::enclosure::Comparison;
use crate::engine::{Answer, Task};
use crate::rational::Rational;
use crate::replay::cases::{cases_of, narrowed, splits};
use crate::replay::slope::{Slopes, concave, slope};
use crate::replay::walk_signs::{exponential, half_angle, shifted, translated};
use crate::replay::{cells, constant_angles, derive_zero, gamma_relations, separation, transformed, trigonometric};
use crate::symbolic::wire::Bundle;
use crate::symbolic::{Bound, Expr, Function, Kind, Relation, Role, Symbol, Variable};
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::slice::from_ref;

/// The rule for gamma functions whose arguments are multiples of each other, or opposite.
const GAMMA_RELATIONS: &str = "multiplication and reflection of gamma functions";
/// The rule for inverse functions of constants.
const CONSTANT_ANGLES: &str = "inverse functions of constants that are known angles";
/// Variables of an expression whose slopes are looked at.
const MOST_VARIABLES: usize = 3;
/// Angles that are tried.
const MOST_ANGLES: usize = 3;
/// Nodes of an expression whose slopes are looked at.
const LARGEST: usize = 60;
/// Nodes of an expression whose variables are measured from each other.
const LARGEST_TRANSLATED: usize = 120;

/// The rule with its evidence.
type Found = Option<(&'static str, Evidence)>;

impl Decider<'_> {
    /// The residual is 0 by a rule beside the tower's.
    pub(super) fn zero_otherwise(&mut self, e: &Expr, setting: &Setting) -> Found {
        if separation::is_zero(e) {
            return Some((SEPARATION, Step::Separation.into()));
        }
        if cells::is_zero(e, &setting.region) {
            return Some(("Sturm: a polynomial in one variable, under conditions on it", Step::Sturm.into()));
        }
        if let Some(n) = common_denominator(e)
            && let Some(raised) = exponential(e, n)
            && let Some(evidence) = self.reduces(&raised, setting)
        {
            let rule = "exponential: e is 0 where exp(n e) is 1";
            return Some((rule, Evidence::from(Step::Exponential(n)).then(evidence)));
        }
        if let Some(image) = gamma_relations::related(e, &setting.place().integers())
            && let Some(evidence) = self.reduces(&image, setting)
        {
            return Some((GAMMA_RELATIONS, Evidence::from(Step::GammaRelations).then(evidence)));
        }
        if let Some(image) = constant_angles::named(e)
            && let Some(evidence) = self.reduces(&image, setting)
        {
            return Some((CONSTANT_ANGLES, Evidence::from(Step::ConstantAngles).then(evidence)));
        }
        if let Some((condition, (image, narrow))) = self.next_shift(e, setting, true) {
            let rest = match self.reduces(&image, &narrow) {
                Some(evidence) => Some(evidence),
                None => self.nested(|decider| decider.zero_otherwise(&image, &narrow)).map(|(_, evidence)| evidence),
            };
            if let Some(rest) = rest {
                let step = Evidence::from(Step::Shift { condition });
                return Some(("elimination: a condition is solved for a variable", step.then(rest)));
            }
        }
        self.zero_by_equations(e, setting)
            .or_else(|| self.zero_by_factors(e, setting))
            .or_else(|| self.zero_by_constancy(e, setting))
    }

    /// Cases by the sign of a variable, or of what it is less a number, that is known not to be 0.
    fn by_nonzero(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let variables = setting.region.variables.iter().filter(|v| v.nonzero).map(|v| Expr::symbol(&v.symbol));
        let of_conditions =
            setting.region.conditions.iter().filter(|f| f.relation == Relation::NonZero && f.rule.is_none());
        let affine = |f: &&Expr| {
            let symbols = f.symbols();
            let x = symbols.first().filter(|s| symbols.len() == 1 && e.contains(s));
            x.is_some_and(|s| f.derivative(s).as_number().is_some())
        };
        let candidates: Vec<Expr> = variables.chain(of_conditions.map(|f| f.expr.clone())).collect();
        let f = candidates.iter().filter(affine).find(|f| splits(f, e, setting))?;
        let mut evidence = Evidence::from(Step::Split { on: Bundle::pack(from_ref(f)) });
        for fact in cases_of(f, &setting.region)? {
            let (image, narrow) = narrowed(e, setting, fact)?;
            let shown = self.nested(|decider| decider.shown(&image, wanted, &narrow))?;
            evidence = evidence.then(shown);
        }
        Some(("cases by the side of a point that is left out", evidence))
    }

    /// The sign follows from others.
    pub(super) fn by_other_signs(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let size = e.nodes().len();
        if e.has_mean() || size > LARGEST_TRANSLATED {
            return None;
        }
        if let Some(found) = self.by_increments(e, wanted, setting) {
            return Some(found);
        }
        if let Some(found) = self.by_translation(e, wanted, setting) {
            return Some(found);
        }
        if size > LARGEST {
            return None;
        }
        if let Some(found) = self.by_nonzero(e, wanted, setting) {
            return Some(found);
        }
        // Of polynomials and quotients in several variables slopes tell little.
        let rational = |node: &Expr| match node.kind() {
            Kind::Apply(..) | Kind::Binary(..) => false,
            Kind::Power(_, q) => q.as_number().is_some_and(Rational::is_integer),
            _ => true,
        };
        if e.symbols().len() > 1 && e.nodes().iter().all(rational) {
            return (self.by_shift(e, wanted, setting))
                .or_else(|| self.by_order(e, wanted, setting))
                .or_else(|| self.by_multiple(e, wanted, setting));
        }
        self.by_lipschitz(e, wanted, setting)
            .or_else(|| self.by_symmetry(e, wanted, setting))
            .or_else(|| self.by_absolute(e, wanted, setting))
            .or_else(|| self.by_gamma_relations(e, wanted, setting))
            .or_else(|| self.by_constant_angles(e, wanted, setting))
            .or_else(|| self.by_shift(e, wanted, setting))
            .or_else(|| self.by_angles(e, wanted, setting))
            .or_else(|| self.by_logarithm(e, wanted, setting))
            .or_else(|| self.by_slopes(e, wanted, setting))
            .or_else(|| self.by_exponential(e, wanted, setting))
            .or_else(|| self.by_multiple(e, wanted, setting))
            .or_else(|| self.by_hill(e, wanted, setting))
            .or_else(|| self.by_either(e, wanted, setting))
    }

    /// Cases by the order of two variables that are bounded below alone: the larger one is the other plus something.
    fn by_order(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let bounded_below = |v: &&Variable| {
            let number = v.lower.value().is_some_and(|b| b.as_number().is_some());
            number && v.upper == Bound::Infinite && !v.integer && !v.nonzero && e.contains(&v.symbol)
        };
        let found: Vec<Variable> = setting.region.variables.iter().filter(bounded_below).cloned().collect();
        // Variables of the statement first, then what they exceed each other by.
        let (own, excess): (Vec<&Variable>, Vec<_>) = found.iter().partition(|v| v.symbol.role() != Role::Auxiliary);
        let (([x, y, ..], _) | (_, [x, y, ..])) = (own.as_slice(), excess.as_slice()) else { return None };
        let f = Expr::symbol(&x.symbol) - Expr::symbol(&y.symbol);
        if !splits(&f, e, setting) || !e.symbols().iter().all(|s| found.iter().any(|v| v.symbol == *s)) {
            return None;
        }
        let mut evidence = Evidence::from(Step::Split { on: Bundle::pack(from_ref(&f)) });
        for fact in cases_of(&f, &setting.region)? {
            let (image, narrow) = narrowed(e, setting, fact)?;
            let shown = self.nested(|decider| decider.shown(&image, wanted, &narrow))?;
            evidence = evidence.then(shown);
        }
        Some(("cases by the order of variables", evidence))
    }

    /// Where two variables occur in their difference alone, one of them is measured from the other.
    fn by_translation(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let occurring = |v: &&(usize, Symbol)| e.contains(&v.1);
        let all: Vec<(usize, Symbol)> = setting.region.variables.iter().map(|v| v.symbol.clone()).enumerate().collect();
        for (variable, _) in all.iter().filter(occurring) {
            for (from, y) in all.iter().filter(occurring).filter(|(from, _)| from != variable) {
                let Some((image, place)) = translated(e, setting, *variable, *from) else { break };
                if !image.contains(y) {
                    let shown = self.nested(|decider| decider.sign_is(&image, wanted, &place).ok())?.1;
                    let step = Evidence::from(Step::Translate { variable: *variable, from: *from });
                    return Some(("translation: a variable is measured from another one", step.then(shown)));
                }
            }
        }
        None
    }

    fn by_gamma_relations(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let image = gamma_relations::related(e, &setting.place().integers())?;
        let shown = self.nested(|decider| decider.shown(&image, wanted, setting))?;
        Some((GAMMA_RELATIONS, Evidence::from(Step::GammaRelations).then(shown)))
    }

    fn by_shift(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let (condition, (image, narrow)) = self.next_shift(e, setting, false)?;
        let evidence = self.nested(|decider| decider.sign_is(&image, wanted, &narrow).ok())?.1;
        Some((
            "elimination: a condition is solved for a variable",
            Evidence::from(Step::Shift { condition }).then(evidence),
        ))
    }

    /// The first condition that is solved for a variable of the expression.
    fn next_shift(&mut self, e: &Expr, setting: &Setting, equations: bool) -> Option<(usize, (Expr, Setting))> {
        let conditions = setting.region.conditions.iter().enumerate();
        let of_this_kind = |relation| !equations || relation == Relation::Zero;
        let related = conditions.filter(|(_, f)| of_this_kind(f.relation) && f.relation != Relation::NonZero);
        // Equations first: they leave fewer variables.
        let (zero, other): (Vec<_>, Vec<_>) = related.partition(|(_, f)| f.relation == Relation::Zero);
        let mut each = zero.into_iter().chain(other);
        each.find_map(|(k, _)| Some((k, shifted(e, setting, k).filter(|(image, _)| image != e)?)))
    }

    fn by_exponential(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let n = common_denominator(e)?;
        let raised = exponential(e, n)?;
        let evidence = self.nested(|decider| decider.shown(&raised, wanted, setting))?;
        Some(("exponential: e has the sign of exp(n e) - 1", Evidence::from(Step::Exponential(n)).then(evidence)))
    }

    fn by_logarithm(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let [p, n, difference] = transformed::logarithms(e, &setting.place().integers())?;
        let evidence = self.nested(|decider| {
            let of_p = decider.shown(&p, Wanted::Positive, setting)?;
            let of_n = decider.shown(&n, Wanted::Positive, setting)?;
            let rest = decider.shown(&difference, wanted, setting)?;
            Some(Evidence::from(Step::Logarithm).then(of_p).then(of_n).then(rest))
        })?;
        Some(("logarithm: two positive terms compare as their logarithms", evidence))
    }

    fn by_multiple(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let integers = setting.place().integers();
        for m in transformed::multipliers(e, &integers) {
            let known = transformed::multiplied(e, &m, &integers).filter(|_| splits(&m, e, setting));
            let Some([_, image]) = known else { continue };
            let found = self.nested(|decider| {
                let (_, of_m) = decider.sign_at_once(&m, Wanted::Positive, setting).ok()?;
                let rest = decider.shown(&image, wanted, setting)?;
                Some(of_m.then(rest))
            });
            if let Some(evidence) = found {
                let step = Evidence::from(Step::Multiply { by: Bundle::pack(from_ref(&m)) });
                return Some((
                    "multiplied: e has the sign of its product with something positive",
                    step.then(evidence),
                ));
            }
        }
        None
    }

    fn by_absolute(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        for which in 0..transformed::absolute_values(e).len() {
            for negative in [false, true] {
                let Some([of, image]) = transformed::absolute(e, which, negative) else { continue };
                if !self.glance(&of, Wanted::NonNegative, setting) {
                    continue;
                }
                let found = self.nested(|decider| {
                    let (_, of_argument) = decider.sign_at_once(&of, Wanted::NonNegative, setting).ok()?;
                    let rest = decider.shown(&image, wanted, setting)?;
                    Some(Evidence::from(Step::Absolute(which, negative)).then(of_argument).then(rest))
                });
                if let Some(evidence) = found {
                    return Some(("absolute: an absolute value is its argument where that is not negative", evidence));
                }
            }
        }
        None
    }

    fn by_constant_angles(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let image = constant_angles::named(e)?;
        let shown = self.nested(|decider| decider.shown(&image, wanted, setting))?;
        Some((CONSTANT_ANGLES, Evidence::from(Step::ConstantAngles).then(shown)))
    }

    fn by_either(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        for which in 0..transformed::absolute_values(e).len() {
            let Some([first, second]) = transformed::either(e, which) else { continue };
            let found = self.nested(|decider| {
                if !decider.glance(&first, wanted, setting) || !decider.glance(&second, wanted, setting) {
                    return None;
                }
                let first = decider.shown(&first, wanted, setting)?;
                let second = decider.shown(&second, wanted, setting)?;
                Some(Evidence::from(Step::Either(which)).then(first).then(second))
            });
            if let Some(evidence) = found {
                return Some(("either: an absolute value is its argument or the opposite", evidence));
            }
        }
        None
    }

    fn by_angles(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        for u in trigonometric::angles(e).into_iter().take(MOST_ANGLES) {
            let angle = Bundle::pack(from_ref(&u));
            if let Some([d, rest]) = trigonometric::amplitude(e, &u)
                && let Some(of_d) = self.nested(|decider| decider.shown(&d, Wanted::NonNegative, setting))
                && let Some(of_rest) =
                    self.nested(|decider| decider.shown(&rest, wanted.of_lower_bound(false), setting))
            {
                let step = Evidence::from(Step::Amplitude { angle });
                return Some(("amplitude: |a sin u + b cos u| <= sqrt(a^2 + b^2)", step.then(of_d).then(of_rest)));
            }
            if let Some([(in_t, with_t), (at_turn, place)]) = half_angle(e, setting, &u)
                && let Some(of_turn) = self.nested(|decider| decider.shown(&at_turn, wanted, &place))
                && let Some(of_t) = self.nested(|decider| decider.shown(&in_t, wanted, &with_t))
            {
                let step = Evidence::from(Step::HalfAngle { angle });
                return Some(("half-angle: sine and cosine through tan(u/2)", step.then(of_t).then(of_turn)));
            }
        }
        None
    }

    fn by_slopes(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Found {
        let variables = setting.region.variables.iter().enumerate().filter(|(_, v)| e.contains(&v.symbol));
        let mut variables: Vec<(usize, Variable)> = variables.map(|(k, v)| (k, v.clone())).collect();
        // Ranges with two ends first; else by name, so that the order of declarations plays no part.
        let ends = |v: &Variable| [&v.lower, &v.upper].into_iter().filter(|b| b.value().is_some()).count();
        variables.sort_by_cached_key(|(_, v)| (ends(v) < 2, v.symbol.name().to_owned()));
        for (variable, v) in variables.iter().take(MOST_VARIABLES) {
            let others = variables.iter().map(|(_, w)| w).filter(|w| w.lower == v.lower && w.upper == v.upper);
            let others = others.filter(|w| w.symbol != v.symbol).map(|w| Expr::symbol(&w.symbol));
            let points = self.memory.points(e, v, least_points);
            for at in points.iter().cloned().chain(others) {
                let Some(parts) = slope(e, setting, *variable, &at) else { continue };
                let step = |strict, rising| {
                    let at = Bundle::pack(from_ref(&at));
                    Step::Slope { variable: *variable, at, strict, rising }
                };
                let rising = if wanted == Wanted::NonNegative { None } else { self.rising_points(&parts) };
                if let Some(evidence) = self.nested(|decider| decider.slopes(&parts, wanted, rising, &step)) {
                    return Some((
                        "slope: the value at a point, and the sign of the derivative on its sides",
                        evidence,
                    ));
                }
            }
            if let Some(parts) = concave(e, setting, *variable) {
                let step = |strict, _| Step::Concave { variable: *variable, strict };
                if let Some(evidence) = self.nested(|decider| decider.slopes(&parts, wanted, None, &step)) {
                    return Some(("concave: the values at the ends, and the sign of the second derivative", evidence));
                }
            }
        }
        None
    }

    /// Points at which slopes in one variable are positive.
    fn rising_points(&self, parts: &Slopes) -> Option<Vec<String>> {
        if parts.belongs || parts.slopes.iter().any(|(slope, _)| slope.symbols().len() != 1) {
            return None;
        }
        parts.slopes.iter().map(|(slope, place)| self.rising_point(slope, place)).collect()
    }

    /// A point at which a slope in one variable is positive.
    pub(super) fn rising_point(&self, slope: &Expr, place: &Setting) -> Option<String> {
        let symbol = slope.symbols().into_iter().next()?;
        let found = self.at_first_glance(slope, &Expr::zero(), Comparison::LessOrEqual, place)?;
        found.point.iter().find(|(s, _)| *s == symbol).map(|(_, q)| q.to_string())
    }

    fn slopes(
        &mut self,
        parts: &Slopes,
        wanted: Wanted,
        rising: Option<Vec<String>>,
        step: &dyn Fn(bool, Vec<String>) -> Step,
    ) -> Option<Evidence> {
        let strict_values = parts.values.iter().all(|(value, place)| self.glance(value, Wanted::Positive, place));
        let mut ways = vec![(true, Vec::new()), (false, Vec::new())];
        ways.extend(rising.map(|points| (false, points)));
        ways.into_iter().filter(|(strict, _)| strict_values || !strict).find_map(|(strict, points)| {
            let (of_values, of_slopes) = parts.wanted(wanted, strict, !points.is_empty())?;
            // What fails at a simple point is not looked at any further.
            let seem = |decider: &Self, list: &[(Expr, Setting)], wanted| {
                list.iter().all(|(e, place)| decider.glance(e, wanted, place))
            };
            if !seem(self, &parts.values, of_values) || !seem(self, &parts.slopes, of_slopes) {
                return None;
            }
            let mut evidence = Evidence::from(step(strict, points));
            let mut found = Vec::new();
            for (list, wanted) in [(&parts.values, of_values), (&parts.slopes, of_slopes)] {
                for (e, place) in list {
                    found.push(self.shown(e, wanted, place)?);
                }
            }
            for (f, place) in &parts.needs {
                evidence = evidence.then(self.condition(f, place).filter(|e| e.gap.is_none())?);
            }
            Some(found.into_iter().fold(evidence, Evidence::then))
        })
    }

    /// The evidence for a sign that is not false at a simple point.
    pub(super) fn shown(&mut self, e: &Expr, wanted: Wanted, setting: &Setting) -> Option<Evidence> {
        if !self.glance(e, wanted, setting) {
            return None;
        }
        let (_, evidence) = self.sign_is(e, wanted, setting).ok()?;
        evidence.gap.is_none().then_some(evidence)
    }

    pub(super) fn glance(&self, e: &Expr, wanted: Wanted, setting: &Setting) -> bool {
        let comparison = match wanted {
            Wanted::Positive => Comparison::Greater,
            Wanted::NonNegative => Comparison::GreaterOrEqual,
            Wanted::NonZero => Comparison::NotEqual,
        };
        self.memory.glance(e, wanted, setting, || {
            let seems = self.at_first_glance(e, &Expr::zero(), comparison, setting).is_none();
            (seems, !self.budget.is_over())
        })
    }

    pub(super) fn reduces(&mut self, e: &Expr, setting: &Setting) -> Option<Evidence> {
        let reply = self.ask_recorded(Task::Zero, from_ref(e), setting).ok()?;
        if reply.answers.first() != Some(&Answer::Zero) {
            return None;
        }
        let record = reply.records.into_iter().next().unwrap_or_default();
        derive_zero(from_ref(e), &setting.place(), &record).ok().map(|d| Step::Zero(vec![d]).into())
    }

    /// One rule within another, as far as the limits allow.
    pub(super) fn nested<T>(&mut self, look: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.nested >= self.deepest {
            self.too_deep += 1;
            return None;
        }
        if self.attempts == 0 || self.budget.is_over() {
            self.cut_short += 1;
            return None;
        }
        self.attempts -= 1;
        self.nested += 1;
        let found = look(self);
        self.nested -= 1;
        found
    }
}

/// A multiple that makes the coefficients of logarithms integers; nothing where there are none.
fn common_denominator(e: &Expr) -> Option<u32> {
    let terms = match e.kind() {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![e.clone()],
    };
    let mut out = Rational::from_integer(1.into()).denom();
    let mut found = false;
    for t in terms {
        let (c, body) = t.split_coefficient();
        let logarithms = |node: &Expr| {
            use Function as F;
            matches!(node.kind(), Kind::Apply(F::Log | F::Asinh | F::Acosh | F::Atanh | F::Logit | F::Softplus, _))
        };
        if body.nodes().iter().any(logarithms) {
            let halves = matches!(body.kind(), Kind::Apply(Function::Atanh, _));
            let c = if halves { c / Rational::from_integer(2.into()) } else { c };
            out = out.lcm(&c.denom());
            found = true;
        }
    }
    out.to_u32().filter(|_| found)
}
