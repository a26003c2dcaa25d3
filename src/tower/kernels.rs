//! Step 2: generators for the kernels of one level, chosen for all of them together.
//!
//! Named rules, each an identity wherever the kernel is defined:
//! - **log-factors**: `log(c f_1^n_1 .. f_k^n_k) = log|c| + sum n_i log|f_i|` (the argument is positive, so it equals its
//!   absolute value); `log|exp b| = b`; `log|f^(1/q)| = (log|f|)/q`.
//! - **root-factors**: `(c f_1^n_1 ..)^(p/q) = |c|^(p/q) |f_1|^(n_1 p/q) ..` (the base is nonnegative); integer parts of the
//!   exponents leave the root through `|f| = sign(f) f`, with a certain sign or the generator `sign(f)`, whose square is 1.
//! - **exp-lattice**: exponents are integer combinations of a lattice basis, `exp(sum n_j b_j) = product exp(b_j)^n_j`;
//!   a term `r log|f|` with rational `r` leaves as `|f|^r`.
//! - **angle-lattice**: the same for sine and cosine by the addition theorems, multiples of pi/12 exactly.

use super::build::{Tower, TowerError, applied};
use super::generator::Meaning;
use super::lattice::lattice;
use super::positivity::{CertainSign, Range};
use super::recorder::factors;
use crate::certificate::Answer;
use crate::polynomial::prime_factors;
use crate::symbolic::{Expr, Function, Kind};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// A multiple angle beyond this is kept as it stands.
const LARGEST_MULTIPLE: i64 = 64;

type Complex = (Fraction, Fraction);
/// `exp(argument)` as a product: what left as powers, what stays as argument, and the logarithms that left.
type Split = (Fraction, Fraction, Logarithms);
/// Generators `log|f|` with their coefficients.
type Logarithms = Vec<(usize, BigRational)>;

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
                    let f = self.logarithm(&self.image_of(x)?, e)?;
                    self.set_image(e, f);
                }
                Kind::Apply(Function::Abs, x) => {
                    let f = self.absolute(&self.image_of(x)?, e)?;
                    self.set_image(e, f);
                }
                Kind::Apply(Function::Sign, x) => self.sign_kernel(e, x)?,
                Kind::Apply(Function::Asin | Function::Atan, x) => self.inverse_trigonometric(e, x)?,
                Kind::Power(b, x) => {
                    let q = x.as_number().cloned().ok_or_else(|| TowerError::Exponent { power: e.clone() })?;
                    let f = self.root(&self.image_of(b)?, &q, e)?;
                    self.set_image(e, f);
                }
                _ => {}
            }
        }
        self.exponentials(kernels)?;
        self.angles(kernels)
    }

    // --- logarithms ---------------------------------------------------------------------------------------------

    fn logarithm(&mut self, f: &Fraction, e: &Expr) -> Result<Fraction, TowerError> {
        if f.is_zero() {
            return Err(TowerError::NowhereDefined { denominator: Expr::zero().log() });
        }
        let factorisation = self.field.factor(f);
        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        let mut sum = self.log_number(&factorisation.content)?;
        for (p, n) in factorisation.factors {
            let l = self.log_abs(&p)?;
            let n = self.field.constant(&BigRational::from_integer(n.into()));
            sum = self.field.add(&sum, &self.field.mul(&n, &l)?)?;
        }
        self.reduced(sum)
    }

    fn log_number(&mut self, q: &BigRational) -> Result<Fraction, TowerError> {
        let mut sum = self.field.constant(&BigRational::zero());
        for (n, sign) in [(q.numer().abs(), 1i64), (q.denom().clone(), -1)] {
            for (prime, k) in prime_factors(&n) {
                let p = self.field.constant(&BigRational::from_integer(prime.clone()));
                let l = self.log_abs(&p)?;
                let c = self.field.constant(&BigRational::from_integer((sign * i64::from(k)).into()));
                sum = self.field.add(&sum, &self.field.mul(&c, &l)?)?;
            }
        }
        Ok(sum)
    }

    /// `log|f|` of an irreducible polynomial or a prime.
    fn log_abs(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        if let Some(i) = self.single_generator(f) {
            match self.generators[i].meaning.clone() {
                Meaning::Exp { argument } => return Ok(argument),
                Meaning::Root { of, degree, .. } => {
                    let l = self.log_abs(&of)?;
                    let d = self.field.constant(&BigRational::from_integer(degree.into()));
                    return Ok(self.field.div(&l, &d)?);
                }
                _ => {}
            }
        }
        let key = f.numerator_terms();
        if let Some(i) = self.log_of.get(&key) {
            return Ok(self.field.generator(*i));
        }
        let expr = self.absolute_expr(f).log();
        let i = self.new_generator(Meaning::LogAbs { of: f.clone() }, expr)?;
        if f.as_constant().is_some() {
            // A prime is larger than 1.
            self.signs.set_range(i, Range::positive());
        }
        self.log_of.insert(key, i);
        Ok(self.field.generator(i))
    }

    /// The index, when the polynomial is a bare generator.
    fn single_generator(&self, f: &Fraction) -> Option<usize> {
        let terms = f.numerator_terms();
        let [t] = terms.as_slice() else { return None };
        if !t.coefficient.is_one() || t.exponents.iter().map(|e| u32::from(*e)).sum::<u32>() != 1 {
            return None;
        }
        t.exponents.iter().position(|e| *e == 1)
    }

    // --- signs and absolute values ----------------------------------------------------------------------------------

    /// `|f|` of an irreducible polynomial: `f`, `-f` or `sign(f) * f`.
    fn absolute_factor(&mut self, f: &Fraction) -> Result<Fraction, TowerError> {
        let sign = self.signs.of_factor(f);
        self.recorder.sign(f, || sign.and_then(|_| self.signs.explain_factor(f)));
        match sign {
            Some(CertainSign::Positive | CertainSign::NonNegative) => Ok(f.clone()),
            Some(CertainSign::Negative | CertainSign::NonPositive) => Ok(self.field.neg(f)),
            None => {
                let s = self.sign_generator(f)?;
                Ok(self.field.mul(&self.field.generator(s), f)?)
            }
        }
    }

    fn sign_generator(&mut self, f: &Fraction) -> Result<usize, TowerError> {
        let key = f.numerator_terms();
        if let Some(i) = self.sign_of.get(&key) {
            return Ok(*i);
        }
        let expr = self.polynomial_expr(f).apply(Function::Sign);
        let i = self.new_generator(Meaning::SignOf { of: f.clone() }, expr)?;
        self.sign_of.insert(key, i);
        Ok(i)
    }

    /// `|f|` as an expression, without bars where the sign is certain.
    fn absolute_expr(&self, f: &Fraction) -> Expr {
        let e = self.polynomial_expr(f);
        match self.signs.of_factor(f) {
            Some(CertainSign::Positive | CertainSign::NonNegative) => e,
            Some(CertainSign::Negative | CertainSign::NonPositive) => -e,
            None => e.apply(Function::Abs),
        }
    }

    fn absolute(&mut self, f: &Fraction, e: &Expr) -> Result<Fraction, TowerError> {
        if f.is_zero() {
            return Ok(f.clone());
        }
        let factorisation = self.field.factor(f);
        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        let mut out = self.field.constant(&factorisation.content.abs());
        for (p, n) in factorisation.factors {
            let a = if n % 2 == 0 { p } else { self.absolute_factor(&p)? };
            out = self.field.mul(&out, &self.field.pow(&a, i64::from(n))?)?;
        }
        self.reduced(out)
    }

    /// `sign(f)` is 0 at zeros, so the generator with square 1 may stand for it only where `f` certainly has none.
    fn sign_kernel(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let f = self.image_of(x)?;
        if f.is_zero() {
            self.set_image(e, f);
            return Ok(());
        }
        let factorisation = self.field.factor(&f);
        let free = factorisation.factors.iter().all(|(p, _)| self.signs.is_nonzero(p));
        if !free {
            let key = self.to_expr(&f).apply(Function::Sign);
            let i = self.atom(&key)?;
            self.recorder.kernel(e, || Answer::Opaque);
            self.recorder.arguments(i, std::slice::from_ref(&f));
            let g = self.field.generator(i);
            self.set_image(e, g);
            return Ok(());
        }
        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        for (p, _) in &factorisation.factors {
            self.recorder.nonzero(p, || self.signs.explain_nonzero(p));
        }
        let mut out = self.field.constant(&factorisation.content.signum());
        for (p, n) in factorisation.factors {
            if n % 2 != 0 {
                let a = self.absolute_factor(&p)?;
                out = self.field.mul(&out, &self.field.div(&a, &p)?)?;
            }
        }
        let out = self.reduced(out)?;
        self.set_image(e, out);
        Ok(())
    }

    /// Odd functions: `asin(-x) = -asin(x)`; otherwise opaque.
    fn inverse_trigonometric(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let Some((function, _)) = applied(e) else { return Ok(()) };
        let f = self.image_of(x)?;
        let minus = f.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative());
        let argument = if minus { self.field.neg(&f) } else { f };
        let key = self.to_expr(&argument).apply(function);
        let g = if key.is_zero() {
            self.field.constant(&BigRational::zero())
        } else {
            let i = self.atom(&key)?;
            self.recorder.arguments(i, std::slice::from_ref(&argument));
            self.field.generator(i)
        };
        let g = if minus { self.field.neg(&g) } else { g };
        self.set_image(e, g);
        Ok(())
    }

    // --- roots --------------------------------------------------------------------------------------------------------

    fn root(&mut self, base: &Fraction, q: &BigRational, e: &Expr) -> Result<Fraction, TowerError> {
        if base.is_zero() {
            return if q.is_positive() {
                Ok(base.clone())
            } else {
                Err(TowerError::NowhereDefined { denominator: e.recip() })
            };
        }
        let factorisation = self.field.factor(base);
        self.recorder.kernel(e, || Answer::Factors(factors(&factorisation)));
        let mut out = self.power_of_number(&factorisation.content.abs(), q, e)?;
        for (p, n) in factorisation.factors {
            let exponent = q * BigRational::from_integer(n.into());
            let f = self.absolute_power(&p, &exponent, e)?;
            out = self.reduced(self.field.mul(&out, &f)?)?;
        }
        Ok(out)
    }

    fn power_of_number(&mut self, c: &BigRational, q: &BigRational, e: &Expr) -> Result<Fraction, TowerError> {
        let mut out = self.field.constant(&BigRational::one());
        for (n, sign) in [(c.numer().clone(), 1i64), (c.denom().clone(), -1)] {
            for (prime, k) in prime_factors(&n) {
                let p = self.field.constant(&BigRational::from_integer(prime));
                let exponent = q * BigRational::from_integer((sign * i64::from(k)).into());
                let f = self.absolute_power(&p, &exponent, e)?;
                out = self.reduced(self.field.mul(&out, &f)?)?;
            }
        }
        Ok(out)
    }

    /// `|f|^exponent` of an irreducible polynomial or a prime.
    pub(super) fn absolute_power(
        &mut self,
        f: &Fraction,
        exponent: &BigRational,
        e: &Expr,
    ) -> Result<Fraction, TowerError> {
        let too_large = || TowerError::Exponent { power: e.clone() };
        if let Some(i) = self.single_generator(f)
            && let Meaning::Exp { argument } = self.generators[i].meaning.clone()
        {
            // exp(b)^(r) = exp(r b): the lattice decides which generator carries it.
            if !exponent.is_integer() {
                let r = self.field.constant(exponent);
                return self.exponential_of(&self.field.mul(&r, &argument)?);
            }
        }
        let floor = exponent.floor();
        let fraction = exponent - &floor;
        let whole = floor.to_integer().to_i64().ok_or_else(too_large)?;
        let mut out = if whole == 0 {
            self.field.constant(&BigRational::one())
        } else {
            let a = if whole % 2 == 0 { f.clone() } else { self.absolute_factor(f)? };
            self.field.pow(&a, whole)?
        };
        if !fraction.is_zero() {
            let degree = fraction.denom().to_u32().filter(|d| *d <= 1000).ok_or_else(too_large)?;
            let power = fraction.numer().to_i64().ok_or_else(too_large)?;
            let (g, steps) = self.root_generator(f, degree)?;
            out = self.field.mul(&out, &self.field.pow(&self.field.generator(g), power * steps)?)?;
        }
        self.reduced(out)
    }

    /// A generator `g = |f|^(1/L)` with `L` a multiple of `degree`; returns `g` and `L/degree`.
    fn root_generator(&mut self, f: &Fraction, degree: u32) -> Result<(usize, i64), TowerError> {
        let key = f.numerator_terms();
        let made = self.root_of.get(&key).cloned().unwrap_or_default();
        let degree_of = |tower: &Self, i: usize| match &tower.generators[i].meaning {
            Meaning::Root { degree, .. } => *degree,
            _ => 1,
        };
        for i in &made {
            let l = degree_of(self, *i);
            if l % degree == 0 {
                return Ok((*i, i64::from(l / degree)));
            }
        }
        // The newest root has the largest degree; the new one is a root of it: n^(L/l) = g.
        let last = made.last().map(|i| (*i, degree_of(self, *i)));
        let l = last.map_or(1, |(_, d)| d);
        let new_degree = l.lcm(&degree);
        let power = u16::try_from(new_degree / l).map_err(|_| TowerError::TooLarge)?;
        let value = match last {
            Some((i, _)) => self.field.generator(i),
            None => self.absolute_factor(f)?,
        };
        let exponent = BigRational::new(BigInt::one(), new_degree.into());
        let expr = self.absolute_expr(f).pow_rational(&exponent);
        let meaning = Meaning::Root { of: f.clone(), degree: new_degree, power, value };
        let i = self.new_generator(meaning, expr)?;
        let strict = f.as_constant().is_some() || self.signs.is_nonzero(f);
        self.signs.set_range(i, if strict { Range::positive() } else { Range::nonnegative() });
        self.root_of.entry(key).or_default().push(i);
        Ok((i, i64::from(new_degree / degree)))
    }

    // --- exponentials -----------------------------------------------------------------------------------------------

    fn exponentials(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        let mut wanted: Vec<(Expr, Fraction, Logarithms)> = Vec::new();
        let mut rests: Vec<Fraction> = Vec::new();
        for e in kernels {
            if let Some((Function::Exp, x)) = applied(e) {
                let (outside, rest, logarithms) = self.split_logarithms(&self.image_of(x)?, e)?;
                wanted.push((e.clone(), outside, logarithms));
                rests.push(rest);
            }
        }
        let (basis, coordinates) = self.argument_lattice(&rests)?;
        let mut generators = Vec::new();
        for b in &basis {
            generators.push(self.exp_generator(b)?);
        }
        for ((e, outside, logarithms), n) in wanted.into_iter().zip(coordinates) {
            let mut value = outside;
            let mut exponentials = Vec::new();
            for ((g, m), k) in generators.iter().zip(n) {
                let k = k.to_i64().and_then(|k| k.checked_mul(*m)).ok_or(TowerError::TooLarge)?;
                if k != 0 {
                    exponentials.push((*g, k));
                }
                let power = self.field.pow(&self.field.generator(*g), k)?;
                value = self.field.mul(&value, &power)?;
            }
            let value = self.reduced(value)?;
            self.recorder.kernel(&e, || Answer::Exponential { logarithms, exponentials });
            self.set_image(&e, value);
        }
        Ok(())
    }

    /// One exponential outside the level's lattice (from a root of an exponential).
    fn exponential_of(&mut self, argument: &Fraction) -> Result<Fraction, TowerError> {
        let (g, k) = self.exp_generator(argument)?;
        Ok(self.field.pow(&self.field.generator(g), k)?)
    }

    /// `exp(b)` as an integer power of an existing generator, or of a new one: the generator and the power.
    fn exp_generator(&mut self, b: &Fraction) -> Result<(usize, i64), TowerError> {
        for i in 0..self.generators.len() {
            if let Meaning::Exp { argument } = self.generators[i].meaning.clone() {
                let ratio = self.field.div(b, &argument)?;
                if let Some(k) =
                    ratio.as_constant().filter(BigRational::is_integer).and_then(|k| k.to_integer().to_i64())
                {
                    return Ok((i, k));
                }
            }
        }
        let expr = self.to_expr(b).exp();
        let i = self.new_generator(Meaning::Exp { argument: b.clone() }, expr)?;
        self.signs.set_range(i, Range::positive());
        Ok((i, 1))
    }

    /// Splits `r log|f|` with rational `r` off an exponent: `exp(r log|f| + rest) = |f|^r exp(rest)`.
    /// The third part lists the logarithms with their `r`.
    fn split_logarithms(&mut self, argument: &Fraction, e: &Expr) -> Result<Split, TowerError> {
        let mut found = Vec::new();
        let mut outside = self.field.constant(&BigRational::one());
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
            if rest.numerator_degree(i) != 1 || rest.denominator_degree(i) != 0 {
                continue;
            }
            let coefficient = self.coefficient(&rest, i)?;
            if let Some(r) = coefficient.as_constant() {
                let power = self.absolute_power(&of, &r, e)?;
                outside = self.field.mul(&outside, &power)?;
                let gone = self.field.mul(&coefficient, &self.field.generator(i))?;
                rest = self.field.sub(&rest, &gone)?;
                found.push((i, r));
            }
        }
        Ok((outside, rest, found))
    }

    /// The coefficient of a generator in which the numerator is linear, and of which the denominator is free.
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
    fn argument_lattice(&self, arguments: &[Fraction]) -> Result<(Vec<Fraction>, Vec<Vec<BigInt>>), TowerError> {
        if arguments.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let one = self.field.constant(&BigRational::one());
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
        let vectors: Vec<Vec<BigRational>> = numerators
            .iter()
            .map(|n| {
                let denominator = n.denominator().as_constant().unwrap_or_else(BigRational::one);
                let terms: BTreeMap<Vec<u16>, BigInt> =
                    n.numerator_terms().into_iter().map(|t| (t.exponents, t.coefficient)).collect();
                columns
                    .iter()
                    .map(|m| {
                        terms
                            .get(m)
                            .map_or_else(BigRational::zero, |c| BigRational::from_integer(c.clone()) / &denominator)
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
        weights: &[BigRational],
        common: &Fraction,
    ) -> Result<Fraction, TowerError> {
        let scale = weights.iter().fold(BigInt::one(), |l, q| l.lcm(q.denom()));
        let terms: Vec<Term> = columns
            .iter()
            .zip(weights)
            .filter(|(_, w)| !w.is_zero())
            .map(|(m, w)| Term { exponents: m.clone(), coefficient: (w * &scale).to_integer() })
            .collect();
        let one = Term { exponents: vec![0; self.field.generators()], coefficient: scale };
        let n = self.field.from_terms(&terms, &[one])?;
        Ok(self.field.div(&n, common)?)
    }

    // --- sine and cosine --------------------------------------------------------------------------------------------

    fn angles(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        let mut arguments: Vec<(Expr, Fraction, i64)> = Vec::new();
        for e in kernels {
            if let Some((Function::Sin | Function::Cos, x)) = applied(e)
                && arguments.iter().all(|(y, ..)| y != x)
            {
                let (rest, twelfths) = self.split_pi(&self.image_of(x)?)?;
                arguments.push((x.clone(), rest, twelfths));
            }
        }
        let rests: Vec<Fraction> = arguments.iter().map(|a| a.1.clone()).collect();
        let (basis, coordinates) = self.argument_lattice(&rests)?;
        let mut units: Vec<(usize, Complex)> = Vec::new();
        for b in &basis {
            units.push(self.angle_generators(b)?);
        }
        for ((x, _, twelfths), n) in arguments.iter().zip(coordinates) {
            let mut z = self.twelfths_of_pi(twelfths.rem_euclid(24))?;
            let mut cosines = Vec::new();
            for ((g, u), k) in units.iter().zip(n) {
                let k = k.to_i64().filter(|k| k.abs() <= LARGEST_MULTIPLE).ok_or(TowerError::TooLarge)?;
                z = self.rotate(&z, u, k)?;
                if k != 0 {
                    cosines.push((*g, k));
                }
            }
            for (function, value) in [(Function::Cos, &z.0), (Function::Sin, &z.1)] {
                let e = x.apply(function);
                self.recorder.kernel(&e, || Answer::Angle { twelfths: *twelfths, cosines: cosines.clone() });
                self.set_image(&e, value.clone());
            }
        }
        Ok(())
    }

    /// `rest + k pi/12` with the largest such rational multiple of pi taken off.
    fn split_pi(&mut self, f: &Fraction) -> Result<(Fraction, i64), TowerError> {
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::positive());
        if f.numerator_degree(pi) != 1 || f.denominator_degree(pi) != 0 {
            return Ok((f.clone(), 0));
        }
        let mut exponents = vec![0; self.field.generators()];
        exponents[pi] = 1;
        let terms = f.numerator_terms();
        let (Some(term), Some(d)) = (terms.iter().find(|t| t.exponents == exponents), f.denominator().as_constant())
        else {
            return Ok((f.clone(), 0));
        };
        let twelfths = BigRational::from_integer(&term.coefficient * BigInt::from(12)) / d;
        let Some(k) = twelfths.is_integer().then(|| twelfths.to_integer()).and_then(|k| k.to_i64()) else {
            return Ok((f.clone(), 0));
        };
        let gone =
            self.field.mul(&self.field.constant(&BigRational::new(k.into(), 12.into())), &self.field.generator(pi))?;
        Ok((self.field.sub(f, &gone)?, k))
    }

    fn angle_generators(&mut self, b: &Fraction) -> Result<(usize, Complex), TowerError> {
        let x = self.to_expr(b);
        let known = |tower: &Self, e: &Expr| tower.generators.iter().position(|g| g.expr == *e);
        let (ce, se) = (x.apply(Function::Cos), x.apply(Function::Sin));
        let (c, s) = match (known(self, &ce), known(self, &se)) {
            (Some(c), Some(s)) => (c, s),
            _ => {
                let c = self.new_generator(Meaning::Cos, ce)?;
                self.recorder.arguments(c, std::slice::from_ref(b));
                let s = self.new_generator(Meaning::Sin { cosine: c }, se)?;
                (c, s)
            }
        };
        Ok((c, (self.field.generator(c), self.field.generator(s))))
    }

    /// `z * u^k` for unit complex numbers, by the addition theorems.
    fn rotate(&self, z: &Complex, u: &Complex, k: i64) -> Result<Complex, TowerError> {
        let f = &self.field;
        let u = if k < 0 { (u.0.clone(), f.neg(&u.1)) } else { u.clone() };
        let mut out = z.clone();
        for _ in 0..k.abs() {
            let re = f.sub(&f.mul(&out.0, &u.0)?, &f.mul(&out.1, &u.1)?)?;
            let im = f.add(&f.mul(&out.0, &u.1)?, &f.mul(&out.1, &u.0)?)?;
            out = (self.reduced(re)?, self.reduced(im)?);
        }
        Ok(out)
    }

    /// `cos(k pi/12), sin(k pi/12)`: from `pi/12 = pi/3 - pi/4`.
    fn twelfths_of_pi(&mut self, k: i64) -> Result<Complex, TowerError> {
        let one = self.field.constant(&BigRational::one());
        let zero = self.field.constant(&BigRational::zero());
        let unit = (one, zero);
        if k == 0 {
            return Ok(unit);
        }
        let half = BigRational::new(1.into(), 2.into());
        let half_root = |tower: &mut Self, n: i64| -> Result<Fraction, TowerError> {
            let e = Expr::integer(n).sqrt();
            let r = tower.power_of_number(&BigRational::from_integer(n.into()), &half, &e)?;
            Ok(tower.field.mul(&r, &tower.field.constant(&half))?)
        };
        let quarter = {
            let h = half_root(self, 2)?;
            (h.clone(), h)
        };
        let third = (self.field.constant(&half), half_root(self, 3)?);
        // k pi/12 = k (pi/3) - k (pi/4); whole turns of pi/3 repeat after 6, of pi/4 after 8.
        let z = self.rotate(&unit, &third, k % 6)?;
        self.rotate(&z, &quarter, -(k % 8))
    }
}
