//! Step 2: generators for the kernels of one level, chosen for all of them together: logarithms and exponentials.
//! Absolute values stand in [`super::absolute`], roots in [`super::roots`], sine and cosine in [`super::angles`], their
//! inverses in [`super::inverse`], gamma, error and Bessel functions in [`super::special`].
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **log-factors**: `log(c f_1^n_1 .. f_k^n_k) = log|c| + sum n_i log|f_i|` (the argument is positive, so it equals its
//!   absolute value); `log|exp b| = b`; `log|f^(1/q)| = (log|f|)/q`; `log|sign(f)| = 0` (the generator stands for 1
//!   or -1).
//! - **exp-lattice**: exponents are integer combinations of a lattice basis, `exp(sum n_j b_j) = product exp(b_j)^n_j`;
//!   a term `r log|f|` with rational `r` leaves as `|f|^r`.
//! - **square-in-log**: `log|s^2| = 2 log|s|` where the factor is a square of the field (`log(3+2 sqrt 2) = 2 log(1+sqrt 2)`);
//!   **conjugate-in-log**: `log|f| = log|N| - log|g|` for `f g = N`, a number, where `log|g|` is a generator already.

use super::build::{Tower, TowerError, applied};
use super::constants::{Constant, Constants, Content};
use super::generator::Meaning;
use super::lattice::lattice;
use super::positivity::{CertainSign, Range};
use super::recorder::factors;
use crate::certificate::{Answer, ElementSign};
use crate::polynomial::prime_factors;
use crate::rational::Rational;
use crate::symbolic::{Binary, Expr, Function, Kind};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Exponents are related by fractions with denominators up to this one.
const LARGEST_FRACTION: u32 = 64;

/// `exp(argument)` as a product: what left as powers, what stays as argument, and the logarithms that left.
type Split = (Fraction, Fraction, Logarithms);
/// Generators `log|f|` with their coefficients.
type Logarithms = Vec<(usize, Rational)>;
/// Exponential generators with their powers.
type Powers = Vec<(usize, i64)>;

impl Tower<'_> {
    /// Makes the generators that the kernels need and sets their images.
    pub(super) fn make_kernels(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        for e in kernels {
            match e.kind() {
                Kind::Unspecified { function, orders, arguments } => {
                    let images: Vec<Fraction> =
                        arguments.iter().map(|a| self.image_of(a)).collect::<Result<_, TowerError>>()?;
                    let normal = images.iter().map(|f| self.to_expr(f)).collect();
                    let key = Expr::jet(function, orders.clone(), normal);
                    let i = self.atom(&key)?;
                    self.recorder.arguments(i, &images);
                    if function.is_positive() && orders.iter().all(|n| *n == 0) {
                        self.signs.set_range(i, Range::positive());
                    }
                    let g = self.field.generator(i);
                    self.set_image(e, g);
                }
                Kind::Apply(Function::Log, x) => {
                    // log|y| needs no sign of y: see log-factors.
                    let x = match applied(x) {
                        Some((Function::Abs, y)) => y,
                        _ => x,
                    };
                    let argument = self.image_of(x)?;
                    self.record_factors(e, &argument);
                    let f = self.logarithm(&argument)?;
                    self.set_image(e, f);
                }
                Kind::Apply(Function::Abs, x) => {
                    let argument = self.image_of(x)?;
                    self.record_factors(e, &argument);
                    let f = self.absolute(&argument)?;
                    self.set_image(e, f);
                }
                Kind::Apply(Function::Sign, x) => self.sign_kernel(e, x)?,
                Kind::Apply(Function::Cbrt, x) => {
                    let argument = self.image_of(x)?;
                    self.record_factors(e, &argument);
                    let f = self.cube_root(&argument, e)?;
                    self.set_image(e, f);
                }
                Kind::Apply(Function::Asin | Function::Atan, x) => self.inverse_trigonometric(e, x)?,
                Kind::Binary(Binary::Atan2, y, x) => self.polar_angle(e, y, x)?,
                Kind::Apply(Function::Erf, x) => self.error_function(e, x)?,
                Kind::Apply(Function::BesselI(n), x) => self.bessel(*n, e, x)?,
                Kind::Power(b, x) if x.as_number().is_none() => {
                    let f = self.sign_power(&self.image_of(b)?, &self.image_of(x)?, e)?;
                    self.set_image(e, f);
                }
                Kind::Power(b, x) => {
                    let q = x.as_number().cloned().ok_or_else(|| TowerError::Exponent { power: e.clone() })?;
                    let base = self.image_of(b)?;
                    if self.recorder.is_on() && !base.is_zero() {
                        let factorisation = self.root_factors(&base)?;
                        self.record_divisors(&factorisation);
                        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
                    }
                    let f = self.root(&base, &q, e)?;
                    self.set_image(e, f);
                }
                _ => {}
            }
        }
        self.gamma_functions(kernels)?;
        self.exponentials(kernels)?;
        self.angles(kernels)
    }

    /// Writes down how the argument of a kernel factors.
    fn record_factors(&mut self, e: &Expr, f: &Fraction) {
        if self.recorder.is_on() && !f.is_zero() {
            let factorisation = self.factor(f);
            self.record_divisors(&factorisation);
            self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        }
    }

    // --- logarithms ---------------------------------------------------------------------------------------------

    pub(super) fn logarithm(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        if f.is_zero() {
            return Err(TowerError::NowhereDefined { denominator: Expr::zero().log() });
        }
        let factorisation = self.factor(f);
        let mut sum = self.log_number(&factorisation.content())?;
        for (p, n) in factorisation.factors {
            let l = self.log_abs(&p)?;
            let n = self.field.number(&Rational::from_integer(n.into()));
            sum = self.field.add(&sum, &self.field.mul(&n, &l)?)?;
        }
        self.reduced(sum)
    }

    pub(super) fn log_number(&mut self, q: &Rational) -> Result<Fraction, TowerError> {
        let mut sum = self.field.number(&Rational::zero());
        for (n, sign) in [(q.numer().abs(), 1i64), (q.denom(), -1)] {
            for (prime, k) in prime_factors(&n) {
                let p = self.field.number(&Rational::from_integer(prime.clone()));
                let l = self.log_abs(&p)?;
                let c = self.field.number(&Rational::from_integer((sign * i64::from(k)).into()));
                sum = self.field.add(&sum, &self.field.mul(&c, &l)?)?;
            }
        }
        Ok(sum)
    }

    /// `log|f|` of an irreducible polynomial or a prime.
    pub(super) fn log_abs(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        if let Some(i) = self.single_generator(f) {
            match self.generators[i].meaning.clone() {
                Meaning::Exp { argument } => return Ok(argument),
                // It stands for 1 or -1.
                Meaning::SignOf { .. } | Meaning::Parity { .. } => return Ok(self.field.number(&Rational::zero())),
                Meaning::Root { of, degree, .. } => {
                    let l = self.log_abs(&of)?;
                    let d = self.field.number(&Rational::from_integer(degree.into()));
                    return Ok(self.field.div(&l, &d)?);
                }
                _ => {}
            }
        }
        let key = f.numerator_terms();
        if let Some(i) = self.log_of.get(&key) {
            return Ok(self.field.generator(*i));
        }
        if let Some(s) = self.perfect_power(f, 2)? {
            self.record_power(f, 1, 2, &s);
            let l = self.logarithm(&s)?;
            return Ok(self.field.mul(&l, &self.field.number(&Rational::from_integer(2.into())))?);
        }
        if let Some((norm, other)) = self.conjugate_factor(f)?
            && self.log_of.contains_key(&other.numerator_terms())
        {
            self.record_conjugate(f, 1, &norm, &other);
            let l = self.log_abs(&other)?;
            let n = self.log_number(&norm.abs())?;
            return Ok(self.field.sub(&n, &l)?);
        }
        let expr = match self.single_generator(f).map(|i| &self.generators[i].expr) {
            Some(g) if matches!(applied(g), Some((Function::Gamma, _))) => {
                applied(g).map_or_else(Expr::zero, |(_, x)| x.apply(Function::LogGamma))
            }
            _ => self.absolute_expr(f).log(),
        };
        let i = self.new_generator(Meaning::LogAbs { of: f.clone() }, expr)?;
        let (range, reasons) = self.range_of_logarithm(f)?;
        let plain = if f.as_number().is_some() { Range::positive() } else { Range::Real };
        self.signs.set_narrow_range(i, range, plain, reasons);
        self.log_of.insert(key, i);
        Ok(self.field.generator(i))
    }

    /// `log|f|` has the sign of `|f| - 1`, where that is certain; with the reasons for the signs of `f` and `|f| - 1`.
    fn range_of_logarithm(&self, f: &Fraction) -> Result<(Range, Option<Vec<ElementSign>>), TowerError> {
        if f.as_number().is_some() {
            // A prime is larger than 1.
            return Ok((Range::positive(), None));
        }
        let size = match self.factor_sign(f) {
            Some(CertainSign::Positive | CertainSign::NonNegative) => f.clone(),
            Some(CertainSign::Negative | CertainSign::NonPositive) => self.field.neg(f),
            None => return Ok((Range::Real, None)),
        };
        let one = self.field.number(&Rational::one());
        let beyond = self.field.sub(&size, &one)?;
        let reasons = self.reason(f).zip(self.reason(&beyond)).map(|(f, beyond)| vec![f, beyond]);
        Ok((Range::of_sign(self.sign(&beyond)), reasons))
    }

    /// The index, when the polynomial is a bare generator.
    pub(super) fn single_generator(&self, f: &Fraction) -> Option<usize> {
        let terms = f.numerator_terms();
        let [t] = terms.as_slice() else { return None };
        if !t.coefficient.is_one() || t.exponents.iter().map(|e| u32::from(*e)).sum::<u32>() != 1 {
            return None;
        }
        t.exponents.iter().position(|e| *e == 1)
    }

    // --- exponentials -----------------------------------------------------------------------------------------------

    fn exponentials(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        let mut wanted: Vec<(Expr, Fraction, Logarithms, Powers)> = Vec::new();
        let mut rests: Vec<Fraction> = Vec::new();
        for e in kernels {
            if let Some((Function::Exp, x)) = applied(e) {
                let (outside, rest, logarithms) = self.split_logarithms(&self.image_of(x)?, e)?;
                let (rest, known) = self.split_exponentials(rest)?;
                wanted.push((e.clone(), outside, logarithms, known));
                rests.push(rest);
            }
        }
        let (basis, coordinates) = self.argument_lattice(&rests)?;
        let mut generators = Vec::new();
        for b in &basis {
            generators.push(self.exp_generator(b)?);
        }
        for ((e, outside, logarithms, known), n) in wanted.into_iter().zip(coordinates) {
            let mut value = outside;
            let mut powers: BTreeMap<usize, i64> = known.into_iter().collect();
            for ((g, m), k) in generators.iter().zip(n) {
                let k = k.to_i64().and_then(|k| k.checked_mul(*m)).ok_or(TowerError::TooLarge)?;
                let sum = powers.entry(*g).or_default();
                *sum = sum.checked_add(k).ok_or(TowerError::TooLarge)?;
            }
            let exponentials: Vec<(usize, i64)> = powers.into_iter().filter(|(_, k)| *k != 0).collect();
            for (g, k) in &exponentials {
                let power = self.field.pow(&self.field.generator(*g), *k)?;
                value = self.field.mul(&value, &power)?;
            }
            let value = self.reduced(value)?;
            self.recorder.kernel(&e, || Answer::Exponential { logarithms, exponentials });
            self.set_image(&e, value);
        }
        Ok(())
    }

    /// An exponent without the whole multiples of exponents of lower levels, each a single term: `exp(k b + rest) = exp(b)^k exp(rest)`.
    /// The exponentials with their powers.
    fn split_exponentials(&self, mut rest: Fraction) -> Result<(Fraction, Powers), TowerError> {
        let mut found = Vec::new();
        let has_several = |f: &Fraction| f.denominator().as_number().is_some() && f.numerator_terms().len() > 1;
        for (i, g) in self.generators.iter().enumerate() {
            let Meaning::Exp { argument } = &g.meaning else { continue };
            if !has_several(&rest) {
                break;
            }
            let of = argument.numerator_terms();
            let ([term], Some(below)) = (of.as_slice(), argument.denominator().as_number()) else { continue };
            let whole = rest.denominator().as_number().unwrap_or_else(Rational::one);
            let Some(here) = rest.numerator_terms().into_iter().find(|t| t.exponents == term.exponents) else {
                continue;
            };
            let number = |c: &BigInt, d: &Rational| Rational::from_integer(c.clone()) / d;
            let ratio = number(&here.coefficient, &whole) / number(&term.coefficient, &below);
            let Some(k) = Some(ratio).filter(Rational::is_integer).and_then(|q| q.to_integer().to_i64()) else {
                continue;
            };
            let gone = self.field.mul(&self.field.number(&Rational::from_integer(k.into())), argument)?;
            rest = self.field.sub(&rest, &gone)?;
            found.push((i, k));
        }
        Ok((rest, found))
    }

    /// One exponential outside the level's lattice (from a root of an exponential).
    pub(super) fn exponential_of(&mut self, argument: &Fraction) -> Result<Fraction, TowerError> {
        let (g, k) = self.exp_generator(argument)?;
        Ok(self.field.pow(&self.field.generator(g), k)?)
    }

    /// `exp(b)` as an integer power of an existing generator (of its root, where the exponent is a fraction), or of a new
    /// one: the generator and the power.
    fn exp_generator(&mut self, b: &Fraction) -> Result<(usize, i64), TowerError> {
        let mut fraction = None;
        for i in 0..self.generators.len() {
            if let Meaning::Exp { argument } = self.generators[i].meaning.clone() {
                let ratio = self.field.div(b, &argument)?;
                let Some(q) = ratio.as_number() else { continue };
                let (Some(n), Some(d)) = (q.numer().to_i64(), q.denom().to_u32()) else { continue };
                if d == 1 {
                    return Ok((i, n));
                }
                if d <= LARGEST_FRACTION && fraction.is_none() {
                    fraction = Some((i, n, d));
                }
            }
        }
        if let Some((i, n, d)) = fraction {
            // exp(b) = (exp(a)^(1/d))^n for b = n a/d; the root's relation ties the two together.
            let (root, steps) = self.root_generator(&self.field.generator(i), d)?;
            return Ok((root, n.checked_mul(steps).ok_or(TowerError::TooLarge)?));
        }
        let expr = self.to_expr(b).exp();
        let i = self.new_generator(Meaning::Exp { argument: b.clone() }, expr)?;
        // exp b compares with 1 as b with 0.
        let one = Rational::one();
        let range = match self.sign(b) {
            Some(CertainSign::Positive) => Range::above(one, false),
            Some(CertainSign::NonNegative) => Range::above(one, true),
            Some(CertainSign::Negative) => Range::within(Rational::zero(), one, false),
            Some(CertainSign::NonPositive) => Range::within(Rational::zero(), one, true),
            None => Range::positive(),
        };
        let reasons = self.reason(b).map(|r| vec![r]);
        self.signs.set_narrow_range(i, range, Range::positive(), reasons);
        Ok((i, 1))
    }

    /// Splits `r log|f|` with rational `r` off an exponent: `exp(r log|f| + rest) = |f|^r exp(rest)`.
    /// The third part lists the logarithms with their `r`.
    fn split_logarithms(&mut self, argument: &Fraction, e: &Expr) -> Result<Split, TowerError> {
        let mut found = Vec::new();
        let mut outside = self.field.number(&Rational::one());
        let mut rest = argument.clone();
        let logs: Vec<(usize, Fraction)> = self
            .generators
            .iter()
            .enumerate()
            .filter_map(|(i, g)| match &g.meaning {
                Meaning::LogAbs { of } => Some((i, of.clone())),
                _ => None,
            })
            .collect();
        for (i, of) in logs {
            if rest.numerator_degree(i) == 0 || rest.denominator_degree(i) != 0 {
                continue;
            }
            let coefficient = self.coefficient(&rest, i)?;
            // `(n + 1) log|f|` gives `|f|` and leaves `n log|f|`.
            let r = constant_part(&coefficient);
            if !r.is_zero() {
                let power = self.absolute_power(&of, &r, e)?;
                outside = self.field.mul(&outside, &power)?;
                let gone = self.field.mul(&self.field.number(&r), &self.field.generator(i))?;
                rest = self.field.sub(&rest, &gone)?;
                found.push((i, r));
            }
        }
        Ok((outside, rest, found))
    }

    /// The coefficient of the first power of a generator of which the denominator is free.
    pub(super) fn coefficient(&self, f: &Fraction, i: usize) -> Result<Fraction, TowerError> {
        let linear: Vec<Term> = f
            .numerator_terms()
            .into_iter()
            .filter(|t| t.exponents[i] == 1)
            .map(|mut t| {
                t.exponents[i] = 0;
                t
            })
            .collect();
        Ok(self.field.from_terms(&linear, &f.denominator_terms())?)
    }

    /// A lattice basis of arguments (as fractions) and the integer coordinates of each.
    pub(super) fn argument_lattice(
        &self,
        arguments: &[Fraction],
    ) -> Result<(Vec<Fraction>, Vec<Vec<BigInt>>), TowerError> {
        if arguments.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let one = self.field.number(&Rational::one());
        let mut common = one.clone();
        for a in arguments {
            // lcm through lowest terms: common * den / gcd = numerator of (common / num-part).
            let quotient = self.field.div(&common, &a.denominator())?;
            common = self.field.mul(&quotient.numerator(), &a.denominator())?;
        }
        let common = common.numerator();
        let numerators: Vec<Fraction> =
            arguments.iter().map(|a| Ok(self.field.mul(a, &common)?)).collect::<Result<_, TowerError>>()?;
        let mut monomials: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
        for n in &numerators {
            for t in n.numerator_terms() {
                let next = monomials.len();
                monomials.entry(t.exponents).or_insert(next);
            }
        }
        let columns: Vec<Vec<u16>> = monomials.keys().cloned().collect();
        let vectors: Vec<Vec<Rational>> = numerators
            .iter()
            .map(|n| {
                let denominator = n.denominator().as_number().unwrap_or_else(Rational::one);
                let terms: BTreeMap<Vec<u16>, BigInt> =
                    n.numerator_terms().into_iter().map(|t| (t.exponents, t.coefficient)).collect();
                columns
                    .iter()
                    .map(|m| {
                        terms.get(m).map_or_else(Rational::zero, |c| Rational::from_integer(c.clone()) / &denominator)
                    })
                    .collect()
            })
            .collect();
        let found = lattice(&vectors);
        let basis = found.basis.iter().map(|b| self.combination(&columns, b, &common)).collect::<Result<_, _>>()?;
        Ok((basis, found.coordinates))
    }

    fn combination(
        &self,
        columns: &[Vec<u16>],
        weights: &[Rational],
        common: &Fraction,
    ) -> Result<Fraction, TowerError> {
        let scale = Rational::from_integer(weights.iter().fold(BigInt::one(), |l, q| l.lcm(&q.denom())));
        let terms: Vec<Term> = columns
            .iter()
            .zip(weights)
            .filter(|(_, w)| !w.is_zero())
            .map(|(m, w)| Term { exponents: m.clone(), coefficient: (w * &scale).to_integer() })
            .collect();
        let one = Term { exponents: vec![0; self.field.generators()], coefficient: scale.numer() };
        let n = self.field.from_terms(&terms, &[one])?;
        Ok(self.field.div(&n, common)?)
    }
}

/// The number in a sum, term by term over a denominator of one term; 0 over another denominator.
fn constant_part(f: &Fraction) -> Rational {
    let below = f.denominator_terms();
    let [below] = below.as_slice() else { return Rational::zero() };
    let number = f.numerator_terms().into_iter().find(|t| t.exponents == below.exponents);
    let over = |t: Term| Rational::from_integer(t.coefficient) / Rational::from_integer(below.coefficient.clone());
    number.map_or_else(Rational::zero, over)
}
