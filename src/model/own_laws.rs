//! Laws of the user's own: densities, mass functions, and images of other laws.
//!
//! In: the right side of a `family` that is no named distribution. Out: the law in its chart, and what it owes: that the
//! density is defined and nowhere negative on its support, that its total is 1, that a map of the random variable has
//! the inverse that was found. Integrals and sums come from [`crate::statistics`].

use super::elaborator::Elaborator;
use super::families::statistics_error;
use super::infinite_means::infinite_total;
use super::kinds::{ChartId, FamilyInChart, Value};
use super::law_problems;
use super::names::Scope;
use super::needs;
use super::obligations::{Goal, Obligation, ObligationKind};
use super::params::{BOUND_RANK, OWN_VARIABLE};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::geometry::invert::{Inversion, invert};
use crate::geometry::range::Ranges;
use crate::statistics::kernels::Kernel;
use crate::statistics::{
    BaseMeasure, Distribution, Image, Law, Need, StatisticsError, Support, own_distribution, split_logarithm,
};
use crate::symbolic::definition::definition;
use crate::symbolic::{Bound, Expr as Term, Fact, Function, Kind, Region, Relation, Role, Symbol, Variable};
use crate::syntax::ast::{Expr, FamilyDecl, Ident, LawForm};
use crate::syntax::span::Span;
use crate::units::Unit;
use std::slice::from_ref;

impl Elaborator<'_> {
    /// `family p(x in (0, inf)) on M.chart = density ..` and its kin.
    pub(super) fn own_law(&mut self, decl: &FamilyDecl, scope: &Scope) -> Result<Value, Failure> {
        let unit = self.unit(decl.variable.unit.as_ref())?;
        let name = &decl.variable.name.name;
        let symbol = Symbol::new(OWN_VARIABLE, name, Role::Random, BOUND_RANK);
        let x = self.variable_in(symbol, &decl.variable.domain, &unit, name, scope)?;
        if let LawForm::Image { variable, image } = &decl.form {
            return self.image_law(decl, variable, image, x, unit, scope);
        }
        if let Some(range) = &decl.variable.range {
            return self.grid_law(decl, range, &x, scope);
        }
        let counts = matches!(decl.form, LawForm::Mass | LawForm::LogMass);
        let fits = x.integer == counts || matches!(decl.form, LawForm::Unnormalised { .. });
        if !fits || (x.integer && !unit.is_dimensionless()) {
            return Err(law_problems::density_or_mass(decl.variable.domain.span, decl.value.span, x.integer).into());
        }
        let mut inner = scope.clone();
        let drawn = Quantity { integer: x.integer, ..Quantity::symbol(&x.symbol, &unit) };
        inner.locals.push((name.clone(), drawn));
        inner.draw(x.clone());
        let q = self.scalar(&decl.value, &inner)?;
        let support = Support { lower: x.lower.clone(), upper: x.upper.clone(), spacing: x.integer.then(Term::one) };
        let mut facts = Vec::new();
        let region = self.model.region(scope.chart);
        let everywhere = region.and(&Region { variables: vec![x.clone()], conditions: Vec::new() });
        let (density, log_density) = self.own_density(decl, &q, &unit, &everywhere, &mut facts, scope)?;
        let shown = if x.integer { "mass" } else { "density" };
        let made = own_distribution(shown, &x.symbol, support, &density, log_density);
        let (total, conditions) = self.total(&made, &region, scope.chart, decl.value.span)?;
        // Where the rule of the total does not hold, nothing is known of it: that it holds is owed beside.
        let of_rules = conditions.iter().filter(|f| f.rule.is_some()).map(|f| Fact { rule: None, ..f.clone() });
        let by_rule = region.and(&Region { variables: Vec::new(), conditions: of_rules.collect() });
        let owes = |kind, region: &Region, goal| Obligation {
            kind,
            declaration: decl.name.name.clone(),
            chart: scope.chart,
            region: region.clone(),
            goal,
            span: decl.name.span.to(decl.value.span),
        };
        let (on_support, always): (Vec<Fact>, Vec<Fact>) =
            q.defined_where.into_iter().partition(|f| f.expr.contains(&x.symbol));
        always.into_iter().for_each(|f| add_fact(&mut facts, f));
        let mut ranges = Ranges::new(&everywhere);
        let on_support: Vec<Fact> =
            on_support.into_iter().filter(|f| x.integer || !fails_at_one_point(f, &x.symbol, &mut ranges)).collect();
        if !on_support.is_empty() {
            self.owe(owes(ObligationKind::Defined, &everywhere, Goal::Facts(on_support)));
        }
        if !matches!(decl.form, LawForm::LogDensity | LawForm::LogMass) {
            let goal = Goal::Facts(vec![Fact::nonnegative(density.clone())]);
            self.owe(owes(ObligationKind::DensityNonNegative, &everywhere, goal));
        }
        self.owe(owes(ObligationKind::Normalised, &by_rule, total));
        Ok(Value::Family(Box::new(FamilyInChart {
            chart: scope.chart,
            distribution: shown.to_owned(),
            variable: x.symbol.clone(),
            arguments: vec![(String::new(), density)],
            law: Some(Box::new(Law::One(made))),
            variable_unit: unit,
            conditions,
            defined_where: facts,
        })))
    }

    /// Adds an obligation that is not plainly met.
    pub(super) fn owe(&mut self, o: Obligation) {
        let met = match &o.goal {
            Goal::Facts(facts) => {
                let mut ranges = Ranges::new(&o.region);
                facts.iter().all(|f| ranges.shows(f))
            }
            Goal::Equal(pairs) => pairs.iter().all(|(a, b)| a == b),
            _ => false,
        };
        if !met {
            self.model.obligations.push(o);
        }
    }

    /// The density and its logarithm, as numbers in the unit of the variable.
    fn own_density(
        &mut self,
        decl: &FamilyDecl,
        q: &Quantity,
        unit: &Unit,
        region: &Region,
        facts: &mut Vec<Fact>,
        scope: &Scope,
    ) -> Result<(Term, Term), Failure> {
        let at = decl.value.span;
        let number = |el: &Self, q: &Quantity, per: &Unit, what: &str, e: &Expr| -> Result<Term, Failure> {
            q.number_in(per).ok_or_else(|| problems::unit_differs(e.span, what, &q.unit, per, &el.causes(e)).into())
        };
        let mut ranges = Ranges::new(region);
        let mut split = |e: &Term| split_logarithm(e, &mut |f| ranges.is_positive(f));
        match &decl.form {
            LawForm::LogDensity | LawForm::LogMass => {
                if !unit.is_dimensionless() {
                    return Err(law_problems::logarithm_of_density(at, unit).into());
                }
                let log = number(self, q, &Unit::one(), "a logarithmic density", &decl.value)?;
                Ok((log.exp(), log))
            }
            LawForm::Unnormalised { normaliser } => {
                let z = self.scalar(normaliser, scope)?;
                let per = z.unit.div(unit).map_err(|_| problems::exponent_too_large(at))?;
                let number = number(self, q, &per, "the density, times the unit of its variable,", &decl.value)?;
                z.defined_where.iter().for_each(|f| add_fact(facts, f.clone()));
                add_fact(facts, Fact::positive(z.expr.clone()));
                Ok((&number / &z.expr, split(&number) - split(&z.expr)))
            }
            _ => {
                let number = number(self, q, &unit.inverse(), "the density", &decl.value)?;
                let log = split(&number);
                Ok((number, log))
            }
        }
    }

    /// What must be 1, and where the integral is finite.
    fn total(
        &self,
        made: &Distribution,
        region: &Region,
        chart: Option<ChartId>,
        span: Span,
    ) -> Result<(Goal, Vec<Fact>), Failure> {
        let Kernel::Own(own) = &made.kernel else { return Err(Failure::silent()) };
        match own.total() {
            Ok(total) => {
                if holds_nowhere(&total.finite_where, region) {
                    let nowhere = Fact::positive(Term::zero());
                    return Err(law_problems::not_normalised(span, None, Some(&nowhere)).into());
                }
                let facts = match needs::conditions_of(&self.model, total.finite_where, &[], chart) {
                    Ok(facts) => facts,
                    Err(need) if need.infinite => {
                        return Err(law_problems::not_normalised(span, None, Some(&need.fact)).into());
                    }
                    Err(need) => {
                        let why = format!("the rule {} does not give the total of this density here", need.rule);
                        return Ok((Goal::Open(why), Vec::new()));
                    }
                };
                // With a condition the value counts only where that holds.
                let certain = facts.is_empty() && total.value.as_number().is_some();
                if certain && !total.value.is_one() {
                    return Err(law_problems::not_normalised(span, Some(&total.value), None).into());
                }
                Ok((Goal::Equal(vec![(total.value, Term::one())]), facts))
            }
            Err(StatisticsError::NoIntegral { .. } | StatisticsError::NoSum { .. }) => {
                if let Some(reason) = infinite_total(region, made) {
                    return Err(law_problems::infinite_total(span, reason).into());
                }
                let what = if made.support.spacing.is_some() { "sum" } else { "integral" };
                Ok((Goal::Open(format!("no rule gives the {what} of this density")), Vec::new()))
            }
            Err(error) => Err(statistics_error(&error, span, "density")),
        }
    }

    /// `DISTRIBUTION under x -> EXPR`
    fn image_law(
        &mut self,
        decl: &FamilyDecl,
        drawn: &Ident,
        image: &Expr,
        y: Variable,
        unit: Unit,
        scope: &Scope,
    ) -> Result<Value, Failure> {
        let mut p = self.family_argument(&decl.value, scope)?;
        let law = self.law(&p, decl.value.span)?;
        let symbol = Symbol::new(OWN_VARIABLE, &drawn.name, Role::Random, BOUND_RANK + 1);
        let mut inner = scope.clone();
        let (base, earlier) = match law.with_variables(std::slice::from_ref(&symbol)) {
            Law::Image(i) => {
                let earlier = i.map.clone();
                (i.base, Some(earlier))
            }
            Law::One(d) => (d, None),
            _ => return Err(law_problems::wrong_dimension(decl.value.span, "x", 1).into()),
        };
        let counts = base.support.spacing.is_some();
        // The map is written in the variable of the family it is applied to, which may be an image itself.
        let x = Quantity { integer: counts && earlier.is_none(), ..Quantity::symbol(&symbol, &p.variable_unit) };
        inner.locals.push((drawn.name.clone(), x));
        let q = self.scalar(image, &inner)?;
        let Some(number) = q.number_in(&unit) else {
            let what = format!("the random variable `{}`", y.symbol.name());
            return Err(problems::unit_differs(image.span, &what, &q.unit, &unit, &self.causes(image)).into());
        };
        let put_in = |e: &Term| match &earlier {
            Some(earlier) => e.substitute([(symbol.clone(), earlier.clone())]),
            None => e.clone(),
        };
        let x = base.variable.clone();
        let map = put_in(&number);
        let source = Variable {
            lower: base.support.lower.clone(),
            upper: base.support.upper.clone(),
            integer: counts,
            ..Variable::real(x.clone())
        };
        let region = self.model.region(scope.chart);
        let with = |v: &Variable| region.and(&Region { variables: vec![v.clone()], conditions: p.conditions.clone() });
        let (from, to) = (with(&source), with(&y));
        let both = from.and(&Region { variables: vec![y.clone()], conditions: Vec::new() });
        let Inversion::Found(found) = invert(from_ref(&map), from_ref(&x), from_ref(&y.symbol), &both) else {
            return Err(law_problems::no_sample_inverse(image.span, &drawn.name).into());
        };
        let inverse = found.into_iter().next().ok_or_else(Failure::silent)?;
        let support = image_support(&base, &map, &y, counts.then_some(&from), image.span)?;
        // What the declaration owes.
        let name = &decl.name.name;
        let owes = |kind, region: &Region, goal| Obligation {
            kind,
            declaration: name.clone(),
            chart: scope.chart,
            region: region.clone(),
            goal,
            span: decl.name.span.to(image.span),
        };
        let (on_support, facts): (Vec<Fact>, Vec<Fact>) =
            q.defined_where.iter().map(|f| f.with(put_in(&f.expr))).partition(|f| f.expr.contains(&x));
        let inside = ends(&y, &map);
        let onto = ends(&source, &inverse);
        let there = map.substitute([(x.clone(), inverse.clone())]);
        let back = inverse.substitute([(y.symbol.clone(), map.clone())]);
        let kind = ObligationKind::SampleMapInvertible;
        self.owe(owes(ObligationKind::Defined, &from, Goal::Facts(on_support)));
        self.owe(owes(ObligationKind::SampleMapInto, &from, Goal::Facts(inside)));
        self.owe(owes(kind, &from, Goal::Equal(vec![(back, Term::symbol(&x))])));
        if !counts {
            self.owe(owes(kind, &to, Goal::Facts(definition(&inverse))));
            self.owe(owes(ObligationKind::SampleMapOnto, &to, Goal::Facts(onto)));
            let defined = to.and(&Region { variables: Vec::new(), conditions: definition(&inverse) });
            self.owe(owes(kind, &defined, Goal::Equal(vec![(there, Term::symbol(&y.symbol))])));
        }
        // log q(y) = log p(h(y)) + log |h'(y)|
        let logarithm = |e: &Term, region: &Region| {
            let mut ranges = Ranges::new(region);
            let size = if ranges.is_positive(e) {
                e.clone()
            } else if ranges.is_positive(&-e) {
                -e
            } else {
                e.apply(crate::symbolic::Function::Abs)
            };
            if counts { Term::zero() } else { split_logarithm(&size, &mut |f| ranges.is_positive(f)) }
        };
        let log_slope = logarithm(&map.derivative(&x), &from);
        let stretch = logarithm(&inverse.derivative(&y.symbol), &to);
        let distribution = Distribution {
            name: "image".into(),
            variable: y.symbol.clone(),
            support,
            // The weights of isolated values are those of their origins.
            base: if counts { BaseMeasure::Counting } else { base.base.clone() },
            log_density: base.log_mass().substitute([(x.clone(), inverse)]) + stretch,
            kernel: base.kernel.clone(),
            from_standard: map.substitute([(x, base.from_standard.clone())]),
            location_scale: None,
        };
        let density = distribution.log_density.exp();
        facts.into_iter().for_each(|f| add_fact(&mut p.defined_where, f));
        p.chart = scope.chart;
        p.variable = y.symbol;
        p.variable_unit = unit;
        p.arguments = vec![(String::new(), density)];
        p.distribution = if counts { "mass" } else { "density" }.into();
        p.law = Some(Box::new(Law::Image(Box::new(Image { base, map, log_slope, distribution }))));
        Ok(Value::Family(Box::new(p)))
    }
}

/// Whether conditions of existence fail everywhere: one of them on the whole domain, or two that are opposite.
fn holds_nowhere(needs: &[Need], region: &Region) -> bool {
    let mut ranges = Ranges::new(region);
    let positive: Vec<&Need> =
        needs.iter().filter(|n| n.fact.relation == Relation::Positive && n.exact.is_some()).collect();
    let opposite = |e: &Term| positive.iter().any(|other| (e + &other.fact.expr).is_zero());
    positive.iter().any(|need| {
        let exact = need.exact.as_ref().is_some_and(|facts| facts.iter().all(|f| ranges.shows(f)));
        exact && (ranges.shows(&Fact::nonnegative(-&need.fact.expr)) || opposite(&need.fact.expr))
    })
}

/// Whether a condition fails at a single value of a continuous variable, which has no mass: a density need not be defined there.
pub(super) fn fails_at_one_point(f: &Fact, x: &Symbol, ranges: &mut Ranges) -> bool {
    // The rules of integration know of distances as bases of powers, not of other poles.
    let Kind::Apply(Function::Abs, u) = f.expr.kind() else { return false };
    let slope = u.derivative(x);
    f.relation == Relation::Positive && !slope.contains(x) && ranges.shows(&Fact::nonzero(slope))
}

/// Where the values of the map lie: the set written, or for isolated values the lattice that an affine map makes.
/// A falling map turns the lattice round; one of which it is not known whether it falls is refused.
fn image_support(
    base: &Distribution,
    map: &Term,
    y: &Variable,
    counts_in: Option<&Region>,
    span: Span,
) -> Result<Support, Failure> {
    let Some(region) = counts_in else {
        return Ok(Support { lower: y.lower.clone(), upper: y.upper.clone(), spacing: None });
    };
    let step = map.derivative(&base.variable);
    if step.contains(&base.variable) {
        return Err(law_problems::no_lattice(span).into());
    }
    let at = |b: &Bound| b.map(&mut |e| map.substitute([(base.variable.clone(), e.clone())]));
    let spacing = |size: &Term| base.support.spacing.as_ref().map(|s| s * size);
    let (lower, upper) = (at(&base.support.lower), at(&base.support.upper));
    let mut ranges = Ranges::new(region);
    if ranges.is_positive(&step) {
        Ok(Support { lower, upper, spacing: spacing(&step) })
    } else if ranges.is_positive(&-&step) {
        Ok(Support { lower: upper, upper: lower, spacing: spacing(&-&step) })
    } else {
        Err(law_problems::no_lattice(span).into())
    }
}

/// That a value lies in the support of a distribution.
pub(super) fn inside(d: &Distribution, value: &Term) -> Vec<Fact> {
    let v = Variable {
        lower: d.support.lower.clone(),
        upper: d.support.upper.clone(),
        ..Variable::real(d.variable.clone())
    };
    ends(&v, value)
}

/// That values lie where a law of several variables puts mass, as far as it says so by ranges and sums.
pub(super) fn inside_law(law: &Law, values: &[Term]) -> Vec<Fact> {
    match law {
        Law::Product(parts) => {
            let mut rest = values;
            let part = |part: &Law| {
                let (own, others) = rest.split_at(part.dimension().unwrap_or(0).min(rest.len()));
                rest = others;
                inside_law(part, own)
            };
            parts.iter().flat_map(part).collect()
        }
        Law::Finite(p) => {
            let put_in = |e: Term| e.substitute(p.variables.iter().cloned().zip(values.iter().cloned()));
            p.vanishing().map(|e| Fact::zero(put_in(e))).into_iter().collect()
        }
        // What a mean is taken over is drawn from the law.
        Law::Multinomial(m) if values.iter().all(|x| x.as_symbol().is_none()) => {
            let counts = values.iter().map(|x| Fact::nonnegative(x.clone()));
            counts.chain([Fact::zero(Term::sum(values.iter().cloned()) - m.trials.clone())]).collect()
        }
        _ => law.one().zip(values.first()).map(|(d, x)| inside(d, x)).unwrap_or_default(),
    }
}

/// That a value lies in the set of a variable.
fn ends(v: &Variable, value: &Term) -> Vec<Fact> {
    let side = |b: &Bound, difference: &dyn Fn(&Term) -> Term| match b {
        Bound::Infinite => None,
        Bound::Open(e) => Some(Fact::positive(difference(e))),
        Bound::Closed(e) => Some(Fact::nonnegative(difference(e))),
    };
    let lower = side(&v.lower, &|e| value - e);
    let upper = side(&v.upper, &|e| e - value);
    lower.into_iter().chain(upper).collect()
}
