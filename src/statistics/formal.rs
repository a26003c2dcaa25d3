//! Expectations over several independent standard variables: closed where rules give them, formal where they do not.
//!
//! In: an expression and the laws of its variables. Out: its expectation as a sum of closed forms and of formal
//! expectations ([`crate::symbolic::mean`]) in a normal form: linear, factors free of the variables outside, independent
//! factors apart, moments evaluated. It must not know where the variables come from; results are not simplified.
//!
//! Soundness: every part that stays formal is tame ([`super::growth`]), every part with a closed form is finite where its
//! rule says so, so the sum may be taken apart (linearity) and the variables may be integrated in any order (Fubini).

use super::counts::form::{plain, summand};
use super::exponential_moments::moment_of_softplus;
use super::family::Distribution;
use super::growth::tame;
use super::inverse_pairs::without_inverses;
use super::kernels::{Kernel, Mean};
use super::monomials::{Expansion, Ground, Monomial};
use super::normal_combination::normal_combination;
use super::positive_on_box::positive_on_box;
use super::softplus_form::with_softplus;
use super::sums::definite_sum;
use crate::statistics::rules;
use crate::symbolic::rebuild::rebuild;
use crate::symbolic::{Expr, Fact, Function, Kind, Law, Rational, Symbol};

/// Formal expectations inside the integrand that are joined with the one around them, at most.
const MOST_JOINED: u32 = 8;

/// Variables of such expectations are numbered from here.
const FIRST_JOINED: u16 = 1000;

/// More terms than this are not written out.
const MOST_TERMS: usize = 20_000;

/// An expectation, with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct FormalMean {
    /// Its value.
    pub value: Expr,
    /// Closed forms in it hold where these hold.
    pub holds_where: Vec<Fact>,
    /// The names of the rules, each once, in order.
    pub rules: Vec<&'static str>,
}

/// The closed form of the mean of a monomial, written in the variable itself.
fn closed(law: Law, m: &Monomial, z: &Symbol) -> Option<Mean> {
    let of = |kernel: Kernel| if m.other.is_one() { kernel.mean(m) } else { None };
    match law {
        Law::Gaussian => of(Kernel::Gaussian).or_else(|| error_function(m, z)),
        Law::Uniform => of(Kernel::Uniform),
        Law::Laplace => of(Kernel::Laplace),
        Law::Logistic => over_logistic(m, z),
        Law::Poisson | Law::Geometric => over_counts(law, m, z),
    }
}

/// `E[erf(b + a z)] = erf(b/sqrt(1 + 2 a^2))`, since `(1 + erf(x))/2 = P(y < x)` for a normal `y` of variance 1/2, so that the mean speaks of
/// `P(y - a z < b)` with the variance `1/2 + a^2`.
fn error_function(m: &Monomial, z: &Symbol) -> Option<Mean> {
    let Kind::Apply(f @ (Function::Erf | Function::Erfc), u) = m.other.kind() else { return None };
    let (slope, start) = (u.derivative(z), u.substitute([(z.clone(), Expr::zero())]));
    if slope.contains(z) || *m != (Monomial { other: m.other.clone(), ..Monomial::one() }) {
        return None;
    }
    let value = (start / (Expr::one() + slope.powi(2) * Expr::integer(2)).sqrt()).apply(*f);
    Some(Mean { value, finite_where: Vec::new(), holds_where: Vec::new(), rule: rules::GAUSSIAN_ERROR_FUNCTION })
}

/// By the sum of the integrand times the masses.
fn over_counts(law: Law, m: &Monomial, n: &Symbol) -> Option<Mean> {
    let sum = definite_sum(&summand(&written(m, n)?, n, law), n, &Expr::zero(), None).ok()?;
    let [rule] = sum.rules.as_slice() else { return None };
    let finite_where = sum.finite_where.into_iter().map(|need| need.fact).collect();
    Some(Mean { value: sum.value, finite_where, holds_where: Vec::new(), rule })
}

fn over_logistic(m: &Monomial, z: &Symbol) -> Option<Mean> {
    if let Some(mean) = moment_of_softplus(&written(m, z)?, z) {
        return Some(mean);
    }
    // The rules are for functions of the odds.
    let expansion = Expansion { variable: z, ground: Ground::LogOdds, formal: false };
    let mut sum =
        Mean { value: Expr::zero(), finite_where: Vec::new(), holds_where: Vec::new(), rule: rules::BETA_INTEGRAL };
    for (c, term) in expansion.of(&written(m, z)?).ok()? {
        let mean = Kernel::Logistic.mean(&term)?;
        sum.value = sum.value + c * mean.value;
        sum.finite_where.extend(mean.finite_where);
        sum.holds_where.extend(mean.holds_where);
    }
    Some(sum)
}

/// A random variable as a function of a standard one, `x = g(z)`; nothing for a law that has no standard form here.
#[must_use]
pub fn standardised(d: &Distribution, z: &Symbol) -> Option<(Law, Expr)> {
    let own = super::family::standard_variable();
    let z = Expr::symbol(z);
    match &d.kernel {
        Kernel::Gaussian => Some((Law::Gaussian, d.from_standard.substitute([(own, z)]))),
        Kernel::Logistic => Some((Law::Logistic, d.from_standard.substitute([(own, z)]))),
        Kernel::Laplace => Some((Law::Laplace, d.from_standard.substitute([(own, z)]))),
        // Uniform on (0, 1) is (1 + z)/2.
        Kernel::Beta { a, b } if a.is_one() && b.is_one() => {
            let half = (Expr::one() + z) * Expr::ratio(1, 2);
            let image = d.from_standard.substitute([(own, half)]);
            Some((Law::Uniform, collected(&image)))
        }
        _ => None,
    }
}

/// `lower + (upper - lower)(1 + z)/2` as `(upper + lower)/2 + z (upper - lower)/2`: affine functions are written by their
/// slope and intercept.
fn collected(e: &Expr) -> Expr {
    let symbols: Vec<Symbol> = e.symbols().into_iter().filter(|s| s.scope() == STANDARD).collect();
    let [z] = symbols.as_slice() else { return e.clone() };
    let slope = e.derivative(z);
    if slope.contains(z) {
        return e.clone();
    }
    let at_zero = e.substitute([(z.clone(), Expr::zero())]);
    let spread = |x: &Expr| Expr::sum(distributed(x));
    spread(&at_zero) + spread(&slope) * Expr::symbol(z)
}

/// The scope of standard variables made for random ones.
pub const STANDARD: &str = "standard";

/// A product of a number and sums, as terms.
fn distributed(x: &Expr) -> Vec<Expr> {
    match x.kind() {
        Kind::Sum(v) => v.iter().flat_map(distributed).collect(),
        Kind::Product(v) => match v.as_slice() {
            [c, s] => match (c.as_number(), s.kind()) {
                (Some(q), Kind::Sum(terms)) => terms.iter().map(|t| t.scaled(q)).collect(),
                _ => vec![x.clone()],
            },
            _ => vec![x.clone()],
        },
        _ => vec![x.clone()],
    }
}

/// `E[f]`; a closed form that needs a fact is used where the fact is `certain`, or may be demanded.
#[must_use]
pub fn formal_mean(f: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> Option<FormalMean> {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let f = &plain(&with_softplus(&with_plain_powers(f, certain), &random), variables, certain);
    let mut out = FormalMean { value: Expr::zero(), holds_where: Vec::new(), rules: Vec::new() };
    is_integrable(f, variables, certain).then_some(())?;
    let mut terms = vec![f.clone()];
    for (z, law) in variables {
        let ground = if law.is_count() { Ground::Count } else { Ground::Line };
        let expansion = Expansion { variable: z, ground, formal: true };
        let mut next = Vec::new();
        for (c, m) in expansion.of(&Expr::sum(terms)).ok()? {
            match closed(*law, &m, z).filter(|mean| holds(mean, &random, certain)) {
                Some(mean) => {
                    next.push(c * mean.value);
                    for fact in mean.finite_where.into_iter().chain(mean.holds_where) {
                        if !out.holds_where.contains(&fact) {
                            out.holds_where.push(fact);
                        }
                    }
                    if !out.rules.contains(&mean.rule) {
                        out.rules.push(mean.rule);
                    }
                }
                None => next.push(c * written(&m, z)?),
            }
        }
        terms = next;
    }
    let mut parts = Vec::new();
    let mut single = Vec::new();
    for t in &terms {
        single.extend(spread(t, &random)?);
    }
    for t in single {
        if !random(&t) {
            parts.push(t);
            continue;
        }
        let (all, body) = joined(&t, variables)?;
        let body = plain(&with_plain_arguments(&body, &all), &all, certain);
        tame(&body, &all, certain)?;
        if by_boxes(&body, &all) && !out.rules.contains(&rules::POSITIVE_ON_BOX) {
            out.rules.push(rules::POSITIVE_ON_BOX);
        }
        if let Some((one, left)) =
            normal_combination(&body, &all, certain).filter(|(one, left)| tame(one, left, certain).is_some())
        {
            if !out.rules.contains(&rules::NORMAL_COMBINATION) {
                out.rules.push(rules::NORMAL_COMBINATION);
            }
            parts.push(Expr::mean(&left, &with_plain_powers(&one, certain))?);
            continue;
        }
        parts.push(Expr::mean(&all, &body)?);
    }
    out.value = Expr::sum(parts);
    if out.value.has_mean() {
        out.rules.push(rules::FORMAL_EXPECTATION);
    }
    Some(out)
}

/// Whether the facts of a closed form are about parameters and certain.
fn holds(mean: &Mean, random: &dyn Fn(&Expr) -> bool, certain: &dyn Fn(&Fact) -> bool) -> bool {
    mean.finite_where.iter().chain(&mean.holds_where).all(|fact| !random(&fact.expr) && certain(fact))
}

/// Whether the integrand is seen to be absolutely integrable, before anything is taken apart: otherwise a mean that is 0, or two
/// that cancel, could hide a factor that has none. Each term is tame, or a product of factors in different variables which are
/// tame or have closed forms, one monomial at a time.
#[must_use]
pub fn is_integrable(f: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    if tame(f, variables, certain).is_some() {
        return true;
    }
    let Some(terms) = spread(f, &random) else { return false };
    terms.iter().all(|t| {
        // Expectations that are factors are over variables of their own.
        let Some((all, body)) = joined(t, variables) else { return false };
        tame(&body, &all, certain).is_some()
            || independent_factors(&body, &all)
                .iter()
                .all(|g| tame(g, &all, certain).is_some() || has_closed_form(g, &all, certain))
    })
}

/// The factors of a product, those together that share variables.
fn independent_factors(t: &Expr, variables: &[(Symbol, Law)]) -> Vec<Expr> {
    let factors = match t.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![t.clone()],
    };
    let shares = |a: &Expr, b: &Expr| variables.iter().any(|(s, _)| a.contains(s) && b.contains(s));
    let mut groups: Vec<Expr> = Vec::new();
    for f in factors {
        let (mut joined, apart): (Vec<Expr>, Vec<Expr>) = groups.into_iter().partition(|g| shares(g, &f));
        joined.push(f);
        groups = apart;
        groups.push(Expr::product(joined));
    }
    groups.into_iter().filter(|g| variables.iter().any(|(s, _)| g.contains(s))).collect()
}

/// Whether each monomial of a function of one variable has a closed form that certainly holds: then it is absolutely integrable.
fn has_closed_form(g: &Expr, variables: &[(Symbol, Law)], certain: &dyn Fn(&Fact) -> bool) -> bool {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let mut here = variables.iter().filter(|(s, _)| g.contains(s));
    let (Some((z, law)), None) = (here.next(), here.next()) else { return false };
    let ground = if law.is_count() { Ground::Count } else { Ground::Line };
    let expansion = Expansion { variable: z, ground, formal: true };
    let certainly = |m: &Monomial| closed(*law, m, z).is_some_and(|mean| holds(&mean, &random, certain));
    expansion.of(g).is_ok_and(|all| all.iter().all(|(_, m)| certainly(m)))
}

impl Expr {
    /// The terms of a product of sums, as far as what these symbols occur in goes; itself where they are too many.
    #[must_use]
    pub fn terms_in(&self, symbols: &[Symbol]) -> Vec<Self> {
        spread(self, &|e: &Expr| symbols.iter().any(|s| e.contains(s))).unwrap_or_else(|| vec![self.clone()])
    }
}

/// The terms of a product of sums, as far as what is random goes; nothing where they are too many.
pub(in crate::statistics) fn spread(e: &Expr, random: &dyn Fn(&Expr) -> bool) -> Option<Vec<Expr>> {
    match e.kind() {
        Kind::Sum(v) if random(e) => {
            let mut out = Vec::new();
            for t in v {
                out.extend(spread(t, random)?);
            }
            Some(out)
        }
        Kind::Product(v) if random(e) => {
            let mut out = vec![Expr::one()];
            for f in v {
                let terms = spread(f, random)?;
                if out.len().saturating_mul(terms.len()) > MOST_TERMS {
                    return None;
                }
                out = out.iter().flat_map(|a| terms.iter().map(move |b| a * b)).collect();
            }
            Some(out)
        }
        _ => Some(vec![e.clone()]),
    }
}

/// Whether it is defined because enclosures show that a part is positive.
fn by_boxes(body: &Expr, variables: &[(Symbol, Law)]) -> bool {
    body.nodes().iter().any(|node| match node.kind() {
        Kind::Apply(Function::Log, x) => positive_on_box(x, variables),
        Kind::Power(b, x) => {
            let natural = x.as_number().is_some_and(|q| q.is_integer() && num_traits::Signed::is_positive(q));
            !natural && positive_on_box(b, variables)
        }
        _ => false,
    })
}

/// `log e^u = u`; `e^(log x) = x` where `log x` is defined, which is where the mean is; roots of products and powers of what is certainly
/// positive, factor by factor: parameters come in other forms from other charts.
fn with_plain_powers(e: &Expr, certain: &dyn Fn(&Fact) -> bool) -> Expr {
    let again = |e: &Expr| with_plain_powers(e, certain);
    rebuild(&without_inverses(e), |node| {
        let Kind::Power(b, n) = node.kind() else { return None };
        let q = n.as_number().filter(|q| !q.is_integer())?;
        let positive = |f: &Expr| certain(&Fact::positive(f.clone()));
        let b = again(b);
        match b.kind() {
            Kind::Product(factors) => {
                let (outside, inside): (Vec<Expr>, Vec<Expr>) = factors.iter().cloned().partition(|f| positive(f));
                let roots = outside.iter().map(|f| again(&f.pow_rational(q)));
                (!outside.is_empty()).then(|| Expr::product(roots) * Expr::product(inside).pow_rational(q))
            }
            Kind::Power(c, m) if positive(c) => Some(c.pow_rational(&(m.as_number()? * q))),
            _ => None,
        }
    })
}

/// Arguments of functions in which a variable occurs, written as sums of products: `f(s (z + k))` is `f(s z + s k)`.
fn with_plain_arguments(body: &Expr, variables: &[(Symbol, Law)]) -> Expr {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let plain = |a: &Expr| {
        if !random(a) {
            return a.clone();
        }
        let a = with_plain_arguments(a, variables);
        spread(&a, &|_| true).map_or(a, Expr::sum)
    };
    rebuild(body, |node| match node.kind() {
        Kind::Unspecified { function, orders, arguments } if random(node) => {
            Some(Expr::jet(function, orders.clone(), arguments.iter().map(plain).collect()))
        }
        Kind::Apply(f, x) if random(x) => Some(plain(x).apply(*f)),
        _ => None,
    })
}

/// A monomial as an expression; nothing where it has a factor that no tame function has.
fn written(m: &Monomial, z: &Symbol) -> Option<Expr> {
    let smooth = Monomial { power: m.power.clone(), rate: m.rate.clone(), other: m.other.clone(), ..Monomial::one() };
    if *m != smooth {
        return None;
    }
    let z = Expr::symbol(z);
    let exponential = if m.rate.is_zero() { Expr::one() } else { (&m.rate * &z).exp() };
    Some(Expr::product([z.pow(&m.power), exponential, m.other.clone()]))
}

/// A term with the expectations that are factors of it taken in: `E[g E'[h]] = E E'[g h]` (Fubini). Nothing where a
/// variable stands in an expectation that is no factor.
fn joined(term: &Expr, variables: &[(Symbol, Law)]) -> Option<(Vec<(Symbol, Law)>, Expr)> {
    let random = |e: &Expr| variables.iter().any(|(s, _)| e.contains(s));
    let factors = match term.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![term.clone()],
    };
    let mut all = variables.to_vec();
    let mut body = Vec::new();
    // Numbers that the variables at hand do not have.
    let mut count = FIRST_JOINED;
    for f in factors {
        let (base, power) = match f.kind() {
            Kind::Power(b, x) => {
                let whole = x.as_number().filter(|q| q.is_integer()).map(Rational::to_integer);
                let n = whole.and_then(|n| num_traits::ToPrimitive::to_u32(&n)).unwrap_or(0);
                (b.clone(), n)
            }
            _ => (f.clone(), 1),
        };
        if !matches!(base.kind(), Kind::Mean { .. }) || !random(&base) {
            body.push(f);
            continue;
        }
        if !(1..=MOST_JOINED).contains(&power) {
            return None;
        }
        // Each factor of a power is a copy of its own: the copies are independent.
        for _ in 0..power {
            let (inner, integrand) = base.open_mean(count)?;
            count += u16::try_from(inner.len()).ok()?;
            all.extend(inner);
            body.push(integrand);
        }
    }
    Some((all, Expr::product(body)))
}

/// The expression with every formal expectation in normal form, moments evaluated where their facts are certain; the names
/// of the rules that changed something are added.
#[must_use]
pub fn normalised(e: &Expr, certain: &dyn Fn(&Fact) -> bool, rules: &mut Vec<&'static str>) -> Expr {
    let used = std::cell::RefCell::new(Vec::new());
    let image = |node: &Expr| {
        let (variables, body) = node.open_mean(0)?;
        // Expectations inside the integrand first.
        let body = if body.has_mean() { normalised(&body, certain, &mut used.borrow_mut()) } else { body };
        let mean = formal_mean(&body, &variables, certain)?;
        if mean.value != *node {
            used.borrow_mut().extend(mean.rules);
        }
        Some(mean.value)
    };
    let out = rebuild(e, image);
    for rule in used.into_inner() {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    out
}

/// The expression with each formal expectation replaced by its integrand at one value of its variables. It is defined where
/// the expression is: an integrand is defined for all values of its variables or for none.
#[must_use]
pub fn sample_of_integrands(e: &Expr) -> Expr {
    rebuild(e, |node| {
        let (variables, body) = node.open_mean(0)?;
        let value = |n: i64, law: Law| if law.is_count() { Expr::integer(n) } else { Expr::ratio(n, 7) };
        let values = (2..).zip(&variables).map(|(n, (s, law))| (s.clone(), value(n, *law)));
        Some(sample_of_integrands(&body.substitute(values)))
    })
}

/// Closed forms for what has them; the rest stays formal. At points where a closed form is not defined it says nothing.
#[must_use]
pub fn evaluated(e: &Expr) -> Expr {
    if e.has_mean() { normalised(e, &|_| true, &mut Vec::new()) } else { e.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::by_parts::{Used, boundary_marker, by_parts};
    use crate::symbolic::{Function, FunctionSymbol, Role};

    fn random(name: &str) -> Symbol {
        Symbol::new("", name, Role::Random, 7)
    }

    fn loss(x: &Expr) -> Expr {
        Expr::unspecified(&FunctionSymbol::new("L", 1, false, 0), vec![x.clone()])
    }

    fn parameter(name: &str) -> Expr {
        Expr::symbol(&Symbol::new("", name, Role::Parameter, 1))
    }

    #[test]
    fn moments_are_evaluated_and_the_rest_stays_formal() {
        let z = random("z");
        let (e, t) = (Expr::symbol(&z), parameter("t"));
        let f = e.powi(4) + loss(&(&t + &e)) + &e;
        let mean = formal_mean(&f, &[(z.clone(), Law::Gaussian)], &|_| true).unwrap();
        let formal = Expr::mean(&[(z.clone(), Law::Gaussian)], &loss(&(&t + &e))).unwrap();
        assert_eq!(mean.value, Expr::integer(3) + formal);
        let mean = formal_mean(&e.powi(4), &[(z, Law::Uniform)], &|_| true).unwrap();
        assert_eq!(mean.value, Expr::ratio(1, 5));
    }

    #[test]
    fn what_is_not_tame_has_no_formal_expectation() {
        let z = random("z");
        let e = Expr::symbol(&z);
        let of = |f: &Expr, law: Law| formal_mean(f, &[(z.clone(), law)], &|_| true).map(|m| m.value);
        for f in [
            loss(&e) * e.recip(),
            loss(&e) * e.apply(Function::Abs),
            loss(&e) * e.apply(Function::Sign),
            loss(&e.log()),
            loss(&e.sqrt()),
        ] {
            assert_eq!(of(&f, Law::Gaussian), None, "{f}");
            assert_eq!(of(&f, Law::Uniform), None, "{f}");
        }
        // Too fast for a Gaussian variable, and no matter for a bounded one.
        for f in [e.powi(2).exp(), loss(&e.powi(2)), loss(&e) * e.exp().exp()] {
            assert_eq!(of(&f, Law::Gaussian), None, "{f}");
            assert!(of(&f, Law::Uniform).is_some(), "{f}");
        }
    }

    #[test]
    fn a_closed_form_that_divides_by_what_may_be_0_is_not_used() {
        let z = random("z");
        let t = parameter("t");
        let f = (&t * &Expr::symbol(&z)).exp();
        let open = formal_mean(&f, &[(z.clone(), Law::Uniform)], &|_| false).unwrap();
        assert!(open.value.has_mean() && open.holds_where.is_empty());
        let closed = formal_mean(&f, &[(z, Law::Uniform)], &|_| true).unwrap();
        assert_eq!(closed.holds_where, vec![Fact::nonzero(t)]);
    }

    #[test]
    fn a_derivative_is_not_lowered_where_its_slope_may_be_0() {
        let z = random("z");
        let (e, t, a) = (Expr::symbol(&z), parameter("t"), parameter("a"));
        let argument = &t + &(&a * &e);
        let slope = loss(&argument).derivative(&z) / &a;
        let mean = Expr::mean(&[(z, Law::Uniform)], &slope).unwrap();
        assert_eq!(by_parts(&mean, &|_| false, &mut Used::default()), mean);
        let mut used = Used::default();
        let lowered = by_parts(&mean, &|_| true, &mut used).substitute([(boundary_marker(), Expr::one())]);
        assert_eq!(lowered, (loss(&(&t + &a)) - loss(&(&t - &a))) * Expr::ratio(1, 2) / &a);
        assert_eq!(used.boundaries.len(), 1);
    }

    #[test]
    fn stein_and_tilting_agree_with_the_moments() {
        // E[z^3 e^(t z) z] both ways.
        let z = random("z");
        let (e, t) = (Expr::symbol(&z), parameter("t"));
        let law = [(z, Law::Gaussian)];
        let f = e.powi(3) * (&t * &e).exp() * loss(&e);
        let mean = Expr::mean(&law, &f).unwrap();
        let reduced = by_parts(&mean, &|_| true, &mut Used::default());
        let cube = |g: &Expr| {
            let s = Symbol::new("", "s", Role::Auxiliary, 0);
            let of = FunctionSymbol::new("L", 1, false, 0);
            let mut put = crate::symbolic::substitute::Substitution::default();
            put = put.with_function(&of, vec![s.clone()], Expr::symbol(&s).powi(2));
            evaluated(&put.apply(g))
        };
        let at = |g: &Expr, n: i64| {
            let symbol = t.as_symbol().unwrap().clone();
            crate::enclosure::evaluate(
                &cube(g),
                &crate::enclosure::Point::exact([(symbol, Rational::from_integer(n.into()))]),
                96,
            )
            .unwrap()
            .interval(96)
            .unwrap()
        };
        for n in [0, 1, 2] {
            assert!(!at(&mean, n).is_disjoint_from(&at(&reduced, n)), "{n}");
        }
    }
}
