//! How fast an integrand may grow in a count, with parameters in the rates.
//!
//! In: an expression, its variables, which facts are certain. Out: for each count `n` an exponent `q` and a ratio `r` such that the
//! expression *and all its derivatives in parameters* have values at all natural numbers and are bounded by `C (1 + n)^m (n!)^q r^n`,
//! locally uniformly in the parameters; or nothing. With masses like `(n!)^-1` or `2^-n` the expectation is finite and smooth in the
//! parameters, and is differentiated under the sign, where the total exponent is negative, or 0 with a total ratio below 1: both
//! are open conditions (dominated convergence). Derivatives in the count itself do not occur, so it need not stand in smooth functions.
//!
//! Rules, each with the reason why derivatives in parameters do not grow faster but by powers of `n`:
//! - sums and products: the largest of these, the sums of exponents and the products of ratios;
//! - `b^(c n + d)` for `b > 0`: its logarithm is affine in `n`; so for `exp`. `Gamma(m n + c)` for natural `m` and `c > 0` is `(n!)^m m^(m n)`
//!   up to powers of `n` (Stirling), and its logarithmic derivatives grow like `log n`; so for powers of it;
//! - `e^(-t n^2 ..)` with a polynomial whose first coefficient is negative falls faster than every power of `n!`;
//! - a **positive sum**: terms that are such functions times positive coefficients, or times powers of `n`, where one of them has
//!   no power of `n` and so is positive at 0. Its derivatives are at most a multiple of itself times a power of `n`. So its logarithm grows
//!   like a power, its power with a positive exponent like that of the largest term, and with a negative one not faster than that of
//!   any term which is positive everywhere;
//! - logarithms of gamma functions and polygamma functions of `m n + c`, `m >= 1`, `c > 0`, grow like powers;
//! - functions with bounded derivatives of what grows like a power;
//! - distances, signs, least and largest values, and roots of positive sums without a term that is positive at 0, of the count
//!   alone: no parameter stands in them, so there is no derivative to bound;
//! - unspecified functions of affine functions, *assuming* that they and their derivatives grow at most exponentially (assumption
//!   **moderate-growth**): by some ratio that is not known, which counts only beside an exponent that is certainly negative.

use crate::statistics::growth::{affine, has_bounded_derivatives, is_tame};
use crate::statistics::joint::finite::unlogged;
use crate::statistics::positive_sums::gathered_terms;
use crate::symbolic::{Binary, Expr, Fact, Function, Kind, Law, Rational, Symbol};
use num_traits::{Signed, ToPrimitive};
use std::collections::BTreeMap;

/// Powers are multiplied out up to this one.
const HIGHEST_POWER: u32 = 32;
/// More alternatives than this are not followed.
const MOST_ALTERNATIVES: usize = 24;
/// Gamma functions of larger multiples of a count are not followed.
const LARGEST_MULTIPLE: i64 = 8;

/// Like `(n!)^factorials ratio^n`, up to powers of `n`.
#[derive(Clone, Debug, PartialEq)]
struct Growth {
    factorials: Expr,
    ratio: Expr,
    /// Times some exponential.
    unknown: bool,
    /// It falls faster than all of these.
    falls: bool,
}

impl Growth {
    fn level() -> Self {
        Self { factorials: Expr::zero(), ratio: Expr::one(), unknown: false, falls: false }
    }

    fn times(&self, other: &Self) -> Self {
        Self {
            factorials: &self.factorials + &other.factorials,
            ratio: &self.ratio * &other.ratio,
            unknown: self.unknown || other.unknown,
            falls: self.falls || other.falls,
        }
    }

    fn power(&self, x: &Expr) -> Self {
        Self { factorials: &self.factorials * x, ratio: self.ratio.pow(x), ..self.clone() }
    }
}

/// The growth in each count; level where none stands.
type Growths = BTreeMap<Symbol, Growth>;

/// The largest of these counts.
type Alternatives = Vec<Growths>;

fn product(a: &Growths, b: &Growths) -> Growths {
    let mut out = a.clone();
    for (n, growth) in b {
        let both = out.get(n).map_or_else(|| growth.clone(), |own| own.times(growth));
        out.insert(n.clone(), both);
    }
    out.retain(|_, growth| *growth != Growth::level());
    out
}

fn gathered(all: Alternatives) -> Option<Alternatives> {
    let mut out = Alternatives::new();
    for growths in all {
        if !out.contains(&growths) {
            out.push(growths);
        }
    }
    (out.len() <= MOST_ALTERNATIVES).then_some(out)
}

fn products(a: &Alternatives, b: &Alternatives) -> Option<Alternatives> {
    gathered(a.iter().flat_map(|x| b.iter().map(move |y| product(x, y))).collect())
}

/// A sum of terms none of which is negative.
struct PositiveSum {
    /// The growth of each term.
    terms: Alternatives,
    /// Bounds from below of the terms that are positive at every count.
    strict: Alternatives,
}

/// A product with its first sum multiplied out, so that `p (r + m/p) - m` is `p r`.
fn multiplied_out(e: &Expr) -> Expr {
    let Kind::Product(factors) = e.kind() else { return e.clone() };
    let Some((at, terms)) = factors.iter().enumerate().find_map(|(k, f)| match f.kind() {
        Kind::Sum(terms) => Some((k, terms)),
        _ => None,
    }) else {
        return e.clone();
    };
    let others = Expr::product(factors.iter().enumerate().filter(|(k, _)| *k != at).map(|(_, f)| f.clone()));
    Expr::sum(terms.iter().map(|t| t * &others))
}

/// What the rules look at.
pub(in crate::statistics) struct Rules<'a> {
    /// The variables, of which the others are normal or uniform.
    pub variables: &'a [(Symbol, Law)],
    /// Facts about parameters.
    pub certain: &'a dyn Fn(&Fact) -> bool,
}

impl Rules<'_> {
    /// Whether the expression with all its derivatives in parameters has a mean.
    pub fn summable(&self, e: &Expr) -> bool {
        let falls = |growths: &Growths| {
            let of = |n: &Symbol| growths.get(n).cloned().unwrap_or_else(Growth::level);
            self.variables.iter().filter(|(_, law)| law.is_count()).all(|(n, law)| self.falls(&of(n), *law))
        };
        self.of(e).is_some_and(|all| all.iter().all(falls))
    }

    fn falls(&self, growth: &Growth, law: Law) -> bool {
        let (factorials, ratio) = match law {
            Law::Poisson => (&growth.factorials - &Expr::one(), growth.ratio.clone()),
            _ => (growth.factorials.clone(), &growth.ratio * &Expr::ratio(1, 2)),
        };
        growth.falls
            || self.positive(&-&factorials)
            || (factorials.is_zero() && !growth.unknown && self.is_below_one(&ratio))
    }

    /// `a/b < 1` for `b > 0` is `b - a > 0`.
    fn is_below_one(&self, ratio: &Expr) -> bool {
        let factors = match ratio.kind() {
            Kind::Product(v) => v.clone(),
            _ => vec![ratio.clone()],
        };
        let negative = |f: &Expr| match f.kind() {
            Kind::Power(_, x) => x.as_number().is_some_and(Signed::is_negative),
            _ => false,
        };
        let (below, above): (Vec<Expr>, Vec<Expr>) = factors.into_iter().partition(negative);
        let denominator = Expr::product(below).recip();
        let above = Expr::product(above);
        self.positive(&(Expr::one() - ratio))
            || (self.positive(&denominator)
                && (self.positive(&(&denominator - &above)) || self.positive(&(multiplied_out(&denominator) - above))))
    }

    fn random(&self, e: &Expr) -> bool {
        self.variables.iter().any(|(s, _)| e.contains(s))
    }

    fn counted(&self, e: &Expr) -> bool {
        self.variables.iter().any(|(s, law)| law.is_count() && e.contains(s))
    }

    /// Variables that are no counts occur.
    fn others(&self, e: &Expr) -> bool {
        self.variables.iter().any(|(s, law)| !law.is_count() && e.contains(s))
    }

    /// Nothing occurs but counts.
    fn alone(&self, e: &Expr) -> bool {
        let count = |s: &Symbol| self.variables.iter().any(|(n, law)| law.is_count() && n == s);
        let plain = |node: &Expr| !matches!(node.kind(), Kind::Unspecified { .. } | Kind::Mean { .. });
        e.symbols().iter().all(count) && e.nodes().iter().all(plain)
    }

    fn positive(&self, e: &Expr) -> bool {
        match e.as_number() {
            Some(q) => q.is_positive(),
            None => !self.random(e) && (self.certain)(&Fact::positive(e.clone())),
        }
    }

    fn of(&self, e: &Expr) -> Option<Alternatives> {
        let level = || Some(vec![Growths::new()]);
        if !self.random(e) {
            return level();
        }
        if !self.counted(e) {
            return is_tame(e, self.variables, self.certain).then(level)?;
        }
        match e.kind() {
            Kind::Symbol(_) => level(),
            Kind::Sum(v) => {
                let terms: Option<Vec<Alternatives>> = v.iter().map(|t| self.of(t)).collect();
                gathered(terms?.into_iter().flatten().collect())
            }
            Kind::Product(v) => {
                v.iter().try_fold(vec![Growths::new()], |out, factor| products(&out, &self.of(factor)?))
            }
            // A function of counts and other variables together.
            _ if self.others(e) => None,
            Kind::Power(b, x) => self.power(b, x),
            Kind::Apply(f, x) => self.applied(*f, x),
            Kind::Binary(Binary::Min | Binary::Max, x, y) if self.alone(e) => {
                gathered(self.of(x)?.into_iter().chain(self.of(y)?).collect())
            }
            Kind::Unspecified { arguments, .. } => {
                let counts = || self.variables.iter().filter(|(s, law)| law.is_count() && e.contains(s));
                let some = Growth { unknown: true, ..Growth::level() };
                let all = counts().map(|(s, _)| (s.clone(), some.clone())).collect();
                arguments.iter().all(|a| affine(a, self.variables)).then(|| vec![all])
            }
            _ => None,
        }
    }

    fn power(&self, b: &Expr, x: &Expr) -> Option<Alternatives> {
        if self.random(x) {
            let log = || x * &b.log();
            return if !self.random(b) && self.positive(b) { self.exponential(&log()) } else { None };
        }
        let natural = x.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_u32());
        if let Some(n) = natural.filter(|n| (1..=HIGHEST_POWER).contains(n)) {
            let base = self.of(b)?;
            return (1..n).try_fold(base.clone(), |out, _| products(&out, &base));
        }
        let sum = self.positive_sum(b)?;
        if sum.strict.is_empty() {
            let root = x.as_number().is_some_and(Signed::is_positive) && self.alone(b);
            return root.then(|| powers(&sum.terms, x));
        }
        let one = sum.terms.len() == 1
            && sum.strict == sum.terms
            && sum.terms.iter().flat_map(BTreeMap::values).all(|g| !g.falls);
        if one || self.positive(x) {
            return Some(powers(&sum.terms, x));
        }
        // Not below any of its terms.
        let lasting = |growths: &&Growths| growths.values().all(|g| !g.falls);
        let least = sum.strict.iter().filter(lasting).min_by_key(|growths| growths.len())?;
        self.positive(&-x).then(|| powers(std::slice::from_ref(least), x))
    }

    fn applied(&self, f: Function, x: &Expr) -> Option<Alternatives> {
        use Function as F;
        let level = || vec![Growths::new()];
        let moderate = |x: &Expr| self.of(x).is_some_and(|all| all.iter().all(BTreeMap::is_empty));
        match f {
            F::Exp => self.exponential(x),
            F::Sinh | F::Cosh => gathered(self.exponential(x)?.into_iter().chain(self.exponential(&-x)?).collect()),
            F::Log => self.positive_sum(x).filter(|sum| !sum.strict.is_empty()).map(|_| level()),
            F::Gamma => self.gamma(x).map(|growths| vec![growths]),
            F::LogGamma | F::Polygamma(_) => self.gamma(x).map(|_| level()),
            F::Abs if self.alone(x) => self.of(x),
            F::Sign if self.alone(x) => self.of(x).map(|_| level()),
            _ if has_bounded_derivatives(f) => moderate(x).then(level),
            _ => None,
        }
    }

    /// `Gamma(m n + c)` with natural `m` and `c > 0`.
    fn gamma(&self, u: &Expr) -> Option<Growths> {
        let (n, slope) = self.only_slope(u)?;
        let m = slope.as_number().filter(|q| q.is_integer())?.to_integer().to_i64()?;
        let offset = u.substitute([(n.clone(), Expr::zero())]);
        if !(1..=LARGEST_MULTIPLE).contains(&m) || !self.positive(&offset) {
            return None;
        }
        let ratio = Expr::integer(m).powi(m);
        Some(Growths::from([(n, Growth { factorials: Expr::integer(m), ratio, ..Growth::level() })]))
    }

    /// The only variable of an affine function, a count, with its coefficient.
    fn only_slope(&self, u: &Expr) -> Option<(Symbol, Expr)> {
        let mut here = self.variables.iter().filter(|(s, _)| u.contains(s));
        let (n, law) = here.next()?;
        let slope = u.derivative(n);
        (here.next().is_none() && law.is_count() && !slope.contains(n)).then(|| (n.clone(), slope))
    }

    /// `e^u`
    fn exponential(&self, u: &Expr) -> Option<Alternatives> {
        let mut out = Growths::new();
        let mut polynomial = Vec::new();
        for t in terms_of(u) {
            if !self.random(&t) {
                continue;
            }
            let (c, g) = self.without_coefficient(&t);
            let factor = match g.kind() {
                Kind::Symbol(n) if self.counted(&g) => {
                    Growths::from([(n.clone(), Growth { ratio: unlogged(&c), ..Growth::level() })])
                }
                Kind::Apply(Function::LogGamma, x) => {
                    self.gamma(x)?.into_iter().map(|(n, growth)| (n, growth.power(&c))).collect()
                }
                Kind::Power(b, _) if b.as_symbol().is_some() => {
                    polynomial.push(t);
                    continue;
                }
                Kind::Apply(f, x) if is_bounded(*f) && self.applied(*f, x).is_some() => continue,
                _ => return None,
            };
            out = product(&out, &factor);
        }
        for (n, _) in self.variables.iter().filter(|(n, _)| polynomial.iter().any(|t| t.contains(n))) {
            let own: Vec<&Expr> = polynomial.iter().filter(|t| t.contains(n)).collect();
            self.first_coefficient_is_negative(&own, n)?;
            out.insert(n.clone(), Growth { falls: true, ..Growth::level() });
        }
        Some(vec![out])
    }

    /// The one of the highest power, which is natural and at least 2.
    fn first_coefficient_is_negative(&self, terms: &[&Expr], n: &Symbol) -> Option<()> {
        let mut highest: Option<(u32, Expr)> = None;
        for t in terms {
            let (c, g) = self.without_coefficient(t);
            let Kind::Power(b, x) = g.kind() else { return None };
            let power = x.as_number().filter(|q| q.is_integer() && **q > Rational::from_integer(1.into()))?;
            let power = power.to_integer().to_u32()?;
            if b.as_symbol() != Some(n) || highest.as_ref().is_some_and(|(other, _)| *other == power) {
                return None;
            }
            if highest.as_ref().is_none_or(|(other, _)| *other < power) {
                highest = Some((power, c));
            }
        }
        self.positive(&-highest?.1).then_some(())
    }

    /// The factor free of variables, and the rest.
    fn without_coefficient(&self, t: &Expr) -> (Expr, Expr) {
        let (moving, free): (Vec<Expr>, Vec<Expr>) = factors_of(t).into_iter().partition(|f| self.random(f));
        (Expr::product(free), Expr::product(moving))
    }

    fn positive_sum(&self, e: &Expr) -> Option<PositiveSum> {
        if self.others(e) {
            return None;
        }
        let mut out = PositiveSum { terms: Vec::new(), strict: Vec::new() };
        let (moving, constant) = gathered_terms(&terms_of(e), &|t| self.without_coefficient(t));
        for t in moving.into_iter().chain([constant]).filter(|t| !t.is_zero()) {
            let (c, g) = self.without_coefficient(&t);
            if !self.positive(&c) {
                return None;
            }
            let (mut above, mut below) = (vec![Growths::new()], Some(vec![Growths::new()]));
            for f in factors_of(&g) {
                let (high, low) = self.positive_factor(&f)?;
                above = products(&above, &high)?;
                below = below.zip(low).and_then(|(all, low)| products(&all, &low));
            }
            out.strict.extend(below.unwrap_or_default());
            out.terms.extend(above);
        }
        out.terms = gathered(out.terms)?;
        Some(out)
    }

    /// The growth from above of a factor that is never negative, and from below where it is never 0: it is at least a multiple of each.
    fn positive_factor(&self, f: &Expr) -> Option<(Alternatives, Option<Alternatives>)> {
        let level = || vec![Growths::new()];
        let both = |all: Alternatives| Some((all.clone(), Some(all)));
        match f.kind() {
            _ if !self.random(f) => both(level()),
            Kind::Symbol(_) if self.counted(f) => Some((level(), None)),
            Kind::Power(b, x) if self.random(x) => both(self.power(b, x)?),
            Kind::Power(b, x) => {
                let sum = self.positive_sum(b)?;
                let one = sum.terms.len() == 1 && sum.strict == sum.terms;
                if sum.strict.is_empty() {
                    let root = x.as_number().is_some_and(|q| q.is_positive() && (q.is_integer() || self.alone(b)));
                    return root.then(|| (powers(&sum.terms, x), None));
                }
                // A larger term than the sum is none, so a negative power is not bounded by more than one of them.
                let falls = sum.terms.iter().flat_map(BTreeMap::values).any(|g| g.falls);
                let bounds = || (powers(&sum.terms, x), Some(powers(&sum.strict, x)));
                (self.positive(x) || (one && !falls)).then(bounds)
            }
            Kind::Apply(Function::Exp, u) => both(self.exponential(u)?),
            Kind::Apply(Function::Gamma, u) => both(vec![self.gamma(u)?]),
            _ => None,
        }
    }
}

fn powers(all: &[Growths], x: &Expr) -> Alternatives {
    let power = |growths: &Growths| growths.iter().map(|(n, g)| (n.clone(), g.power(x))).collect();
    all.iter().map(power).collect()
}

fn is_bounded(f: Function) -> bool {
    use Function as F;
    matches!(f, F::Sin | F::Cos | F::Tanh | F::Logistic | F::Erf | F::Erfc | F::Atan)
}

fn terms_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Sum(v) => v.clone(),
        _ => vec![e.clone()],
    }
}

fn factors_of(e: &Expr) -> Vec<Expr> {
    match e.kind() {
        Kind::Product(v) => v.clone(),
        _ => vec![e.clone()],
    }
}
