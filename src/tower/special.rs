//! Gamma, polygamma, error and Bessel functions: functional equations as rules.
//!
//! Named rules, each an identity at every point where the kernels that *occur* are defined:
//! - **gamma-shift**: `gamma(a + n) = gamma(a) a (a+1) .. (a+n-1)`. The generator of a class of arguments that differ by
//!   integers is the value at the smallest argument that occurs: where that is defined, so are the others, and none of the
//!   factors vanishes. (With a smaller one, `gamma(x+1)` at `x = 0` would be written through `gamma(x)`, which has no value
//!   there.)
//! - **gamma-values**: `gamma(n) = (n-1)!`, `gamma(1/2) = sqrt(pi)`.
//! - **gamma-reflection**: `gamma(a) gamma(1-a) = pi/sin(pi a)`, where `a` is no integer: because `0 < a < 1` is certain, or
//!   because `gamma(a)` and `gamma(1-a-j)` with `j >= 0` both occur (at an integer `a` one of them has a pole).
//! - **polygamma-shift**: `psi_m(a + n) = psi_m(a) + (-1)^m m! sum of (a+k)^(-m-1) over 0 <= k < n`, with the smallest
//!   argument that occurs, as for gamma; `psi_0(1/2) = psi_0(1) - 2 log 2`, `psi_m(1/2) = (2^(m+1) - 1) psi_m(1)` for `m > 0`,
//!   `psi_1(1) = pi^2/6`, `psi_3(1) = pi^4/15`.
//! - **erf-odd**: `erf(-x) = -erf(x)`; `-1 < erf < 1`, of the sign of its argument.
//! - **bessel-parity**: `I_n(-x) = (-1)^n I_n(x)`; **bessel-recurrence**: `I_(n+1)(x) = I_(n-1)(x) - (2n/x) I_n(x)` where `x` is
//!   certainly not 0; `I_0 >= 1`, and `I_n(x) > 0` for `x > 0`.

use super::build::{Tower, TowerError, applied};
use super::constants::{Constant, Constants};
use super::generator::Meaning;
use super::positivity::{CertainSign, Range};
use crate::certificate::{AngleParts, Answer, ElementSign, GammaValue};
use crate::rational::Rational;
use crate::symbolic::{Expr, Function};
use algebra::{Fraction, Term};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Arguments further apart than this are not related.
const LARGEST_SHIFT: i64 = 64;

/// Steps from the smallest argument at which a reflection is looked for.
const NEARBY: [i64; 5] = [0, -1, 1, -2, 2];

/// A class of arguments that differ by integers, for one function.
type Class = (Function, Vec<Term>, Vec<Term>);

/// The representative of a class: its value at the class's remainder plus `shift`.
#[derive(Clone)]
pub(super) struct Base {
    value: Fraction,
    shift: i64,
    /// How it is written down.
    hint: Hint,
}

/// How the value at the smallest argument is written down.
#[derive(Clone)]
enum Hint {
    /// By the value at a multiple of 1/2.
    Known,
    /// By this generator.
    Generator(usize),
    /// By the reflection of a generator: steps to `1 - a`, reasons for `0 < a < 1`, the angle `pi a`.
    Reflection(usize, i64, Option<Box<(ElementSign, ElementSign)>>, AngleParts),
    /// Not at all.
    Nothing,
}

/// The representatives by class.
pub(super) type Bases = BTreeMap<Class, Base>;

impl Tower<'_> {
    /// Gamma and polygamma functions of one level.
    pub(super) fn gamma_functions(&mut self, kernels: &[Expr]) -> Result<(), TowerError> {
        let mut wanted: Vec<(Expr, Class, Fraction, i64)> = Vec::new();
        for e in kernels {
            let Some((f @ (Function::Gamma | Function::Polygamma(_)), x)) = applied(e) else { continue };
            let (rest, n) = self.split_integer(&self.image_of(x)?)?;
            let class = (f, rest.numerator_terms(), rest.denominator_terms());
            wanted.push((e.clone(), class, rest, n));
        }
        let mut least: BTreeMap<Class, i64> = BTreeMap::new();
        for (_, class, _, n) in &wanted {
            let slot = least.entry(class.clone()).or_insert(*n);
            *slot = (*slot).min(*n);
        }
        for (e, class, rest, n) in wanted {
            let first = least.get(&class).copied().unwrap_or(n);
            let value = self.gamma_value(&e, class, &rest, n, first)?;
            self.set_image(&e, value);
        }
        Ok(())
    }

    /// `f = rest + n` with an integer `n`, by the leading coefficient of the denominator; a constant `rest` is in [0, 1).
    fn split_integer(&self, f: &Fraction) -> Result<(Fraction, i64), TowerError> {
        let below = f.denominator_terms();
        let Some(top) = below.last() else { return Ok((f.clone(), 0)) };
        let above = f.numerator_terms().into_iter().find(|t| t.exponents == top.exponents);
        let Some(above) = above else { return Ok((f.clone(), 0)) };
        let whole = Rational::new(above.coefficient, top.coefficient.clone()).floor();
        let Some(n) = whole.to_integer().to_i64() else { return Ok((f.clone(), 0)) };
        Ok((self.field.sub(f, &self.field.number(&whole))?, n))
    }

    fn gamma_value(
        &mut self,
        e: &Expr,
        class: Class,
        rest: &Fraction,
        n: i64,
        first: i64,
    ) -> Result<Fraction, TowerError> {
        let function = class.0;
        let number = rest.as_number();
        if number.as_ref().is_some_and(Zero::is_zero) && n <= 0 {
            return Err(TowerError::NowhereDefined { denominator: e.clone() });
        }
        let base = match self.gamma_bases.get(&class) {
            Some(base) => base.clone(),
            None => {
                let base = self.new_base(function, rest, number.as_ref(), first)?;
                self.gamma_bases.insert(class, base.clone());
                base
            }
        };
        if (n - base.shift).abs() > LARGEST_SHIFT {
            return self.opaque(e);
        }
        let steps = n - base.shift;
        let hint = match base.hint.clone() {
            Hint::Known => Some(GammaValue::Known),
            Hint::Generator(generator) => Some(GammaValue::Shift { generator, steps }),
            Hint::Reflection(generator, mirrored, inside, angle) => {
                Some(GammaValue::Reflection { generator, mirrored, steps, inside, angle })
            }
            Hint::Nothing => None,
        };
        if let Some(hint) = hint {
            self.recorder.kernel(e, || Answer::Gamma(hint));
        }
        match function {
            Function::Polygamma(m) => self.polygamma_shift(m, &base, rest, n),
            _ => self.gamma_shift(&base, rest, n),
        }
    }

    /// A function value about which nothing more is used.
    fn opaque(&mut self, e: &Expr) -> Result<Fraction, TowerError> {
        let Some((f, x)) = applied(e) else { return Err(TowerError::TooLarge) };
        let key = self.to_expr(&self.image_of(x)?).apply(f);
        if let Some(q) = key.as_number() {
            return Ok(self.field.number(q));
        }
        let i = self.atom(&key)?;
        let argument = self.image_of(x)?;
        self.recorder.arguments(i, std::slice::from_ref(&argument));
        self.recorder.kernel(e, || Answer::Gamma(GammaValue::Shift { generator: i, steps: 0 }));
        Ok(self.field.generator(i))
    }

    fn new_base(
        &mut self,
        function: Function,
        rest: &Fraction,
        number: Option<&Rational>,
        first: i64,
    ) -> Result<Base, TowerError> {
        // A rational number: the argument in (0, 1], which is no pole.
        let shift = match number {
            Some(q) if q.is_zero() => 1,
            Some(_) => 0,
            None => first,
        };
        let argument = self.field.add(rest, &self.field.number(&Rational::from_integer(shift.into())))?;
        let known = match (function, argument.as_number()) {
            (Function::Gamma, Some(q)) => self.known_gamma(&q)?,
            (Function::Polygamma(m), Some(q)) => self.known_polygamma(m, &q)?,
            _ => None,
        };
        if known.is_none() && function == Function::Gamma {
            // An argument between 0 and 1 reflects without a pole, so others of the class are looked at as well.
            for step in NEARBY {
                let at = self.field.add(&argument, &self.field.number(&Rational::from_integer(step.into())))?;
                if let Some((value, hint)) = self.reflected(&at, step != 0)? {
                    return Ok(Base { value, shift: shift + step, hint });
                }
            }
        }
        let known = known.map(|value| (value, Hint::Known));
        let (value, hint) = match known {
            Some(found) => found,
            None => {
                let expr = self.to_expr(&argument).apply(function);
                let i = match self.atoms_at(&expr) {
                    Some(i) => i,
                    None => self.named_generator(Meaning::Opaque, &expr)?,
                };
                self.recorder.arguments(i, std::slice::from_ref(&argument));
                let positive = self.sign(&argument) == Some(CertainSign::Positive);
                let odd = matches!(function, Function::Polygamma(m) if m % 2 == 1);
                if odd || (positive && function == Function::Gamma) {
                    let reasons = if odd { Some(Vec::new()) } else { self.reason(&argument).map(|r| vec![r]) };
                    self.signs.set_narrow_range(i, Range::positive(), Range::Real, reasons);
                } else if positive && matches!(function, Function::Polygamma(m) if m > 0) {
                    let reasons = self.reason(&argument).map(|r| vec![r]);
                    self.signs.set_narrow_range(i, Range::of_sign(Some(CertainSign::Negative)), Range::Real, reasons);
                }
                (self.field.generator(i), Hint::Generator(i))
            }
        };
        Ok(Base { value, shift, hint })
    }

    fn known_gamma(&mut self, q: &Rational) -> Result<Option<Fraction>, TowerError> {
        if q.is_one() {
            return Ok(Some(self.field.number(q)));
        }
        let half = Rational::new(1.into(), 2.into());
        if *q == half {
            let pi = self.atom(&Expr::pi())?;
            self.signs.set_range(pi, Range::pi());
            let root = self.root(&self.field.generator(pi), &half, &Expr::pi().sqrt())?;
            return Ok(Some(root));
        }
        Ok(None)
    }

    fn known_polygamma(&mut self, m: u32, q: &Rational) -> Result<Option<Fraction>, TowerError> {
        let pi_power = |tower: &mut Self, c: Rational, n: i64| -> Result<Fraction, TowerError> {
            let pi = tower.atom(&Expr::pi())?;
            tower.signs.set_range(pi, Range::pi());
            let power = tower.field.pow(&tower.field.generator(pi), n)?;
            Ok(tower.field.mul(&tower.field.number(&c), &power)?)
        };
        let at_one = |tower: &mut Self| -> Result<Fraction, TowerError> {
            match m {
                1 => pi_power(tower, Rational::new(1.into(), 6.into()), 2),
                3 => pi_power(tower, Rational::new(1.into(), 15.into()), 4),
                _ => {
                    let i = tower.atom(&Expr::one().apply(Function::Polygamma(m)))?;
                    tower.recorder.arguments(i, &[tower.field.number(&Rational::one())]);
                    Ok(tower.field.generator(i))
                }
            }
        };
        if q.is_one() {
            return at_one(self).map(Some);
        }
        if *q != Rational::new(1.into(), 2.into()) {
            return Ok(None);
        }
        let one = at_one(self)?;
        if m == 0 {
            let two = Rational::from_integer(2.into());
            let log = self.logarithm(&self.field.number(&two))?;
            return Ok(Some(self.field.sub(&one, &self.field.mul(&self.field.number(&two), &log)?)?));
        }
        let factor = Rational::from_integer((BigInt::one() << (m + 1)) - BigInt::one());
        Ok(Some(self.field.mul(&self.field.number(&factor), &one)?))
    }

    /// `gamma(a)` through the class of `1 - a`, by the rule **gamma-reflection**.
    fn reflected(&mut self, a: &Fraction, only_inside: bool) -> Result<Option<(Fraction, Hint)>, TowerError> {
        let one = self.field.number(&Rational::one());
        let mirror = self.field.sub(&one, a)?;
        let (rest, n) = self.split_integer(&mirror)?;
        let class = (Function::Gamma, rest.numerator_terms(), rest.denominator_terms());
        let Some(base) = self.gamma_bases.get(&class).cloned() else { return Ok(None) };
        // The base stands at 1 - a - j with j = n - base.shift.
        let j = n - base.shift;
        let inside = self.sign(a) == Some(CertainSign::Positive) && self.sign(&mirror) == Some(CertainSign::Positive);
        let number = a.as_number().is_some_and(|q| !q.is_integer());
        if j.abs() > LARGEST_SHIFT || !(inside || (!only_inside && (number || j >= 0))) {
            return Ok(None);
        }
        let other = self.gamma_shift(&base, &rest, n)?;
        let pi = self.atom(&Expr::pi())?;
        self.signs.set_range(pi, Range::pi());
        let pi = self.field.generator(pi);
        let angle = self.field.mul(&pi, a)?;
        let (_, sine) = self.cosine_and_sine(&angle)?;
        if sine.is_zero() {
            return Ok(None);
        }
        let value = self.field.div(&pi, &self.field.mul(&sine, &other)?)?;
        let hint = match base.hint {
            Hint::Generator(generator) => {
                let parts = self.single_angle_hint(&angle)?;
                let reasons = if inside { self.reason(a).zip(self.reason(&mirror)).map(Box::new) } else { None };
                Hint::Reflection(generator, j, reasons, parts)
            }
            _ => Hint::Nothing,
        };
        Ok(Some((self.reduced(value)?, hint)))
    }

    /// `gamma(rest + n)` from its value at `rest + base.shift`.
    fn gamma_shift(&self, base: &Base, rest: &Fraction, n: i64) -> Result<Fraction, TowerError> {
        let mut value = base.value.clone();
        let steps = if n >= base.shift { base.shift..n } else { n..base.shift };
        for k in steps {
            let factor = self.field.add(rest, &self.field.number(&Rational::from_integer(k.into())))?;
            value = if n >= base.shift { self.field.mul(&value, &factor)? } else { self.field.div(&value, &factor)? };
        }
        self.reduced(value)
    }

    fn polygamma_shift(&self, m: u32, base: &Base, rest: &Fraction, n: i64) -> Result<Fraction, TowerError> {
        let factorial: BigInt = (1..=m).map(BigInt::from).product();
        let mut weight = Rational::from_integer(factorial);
        if (m % 2 == 1) != (n < base.shift) {
            weight = -weight;
        }
        let weight = self.field.number(&weight);
        let mut value = base.value.clone();
        let steps = if n >= base.shift { base.shift..n } else { n..base.shift };
        for k in steps {
            let at = self.field.add(rest, &self.field.number(&Rational::from_integer(k.into())))?;
            let term = self.field.mul(&weight, &self.field.pow(&at, -i64::from(m) - 1)?)?;
            value = self.field.add(&value, &term)?;
        }
        self.reduced(value)
    }

    /// The reason for an argument's sign; none are needed where it has none.
    pub(super) fn reasons_if_any(&self, argument: &Fraction) -> Option<Vec<ElementSign>> {
        match self.sign(argument) {
            None => Some(Vec::new()),
            Some(_) => self.reason(argument).map(|r| vec![r]),
        }
    }

    /// The argument up to sign, and whether the sign was turned.
    fn unsigned(&self, f: &Fraction) -> (Fraction, bool) {
        let minus = f.numerator_terms().last().is_some_and(|t| t.coefficient.is_negative());
        (if minus { self.field.neg(f) } else { f.clone() }, minus)
    }

    pub(super) fn error_function(&mut self, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let f = self.image_of(x)?;
        if f.is_zero() {
            self.set_image(e, f);
            return Ok(());
        }
        let (argument, minus) = self.unsigned(&f);
        let key = self.to_expr(&argument).apply(Function::Erf);
        let i = match self.atoms_at(&key) {
            Some(i) => i,
            None => {
                let i = self.named_generator(Meaning::Opaque, &key)?;
                let (zero, one) = (Rational::zero, Rational::one);
                let range = match self.sign(&argument) {
                    Some(CertainSign::Positive) => Range::within(zero(), one(), false),
                    Some(CertainSign::NonNegative) => Range::closed(zero(), one()),
                    Some(CertainSign::Negative) => Range::within(-one(), zero(), false),
                    Some(CertainSign::NonPositive) => Range::closed(-one(), zero()),
                    None => Range::within(-one(), one(), false),
                };
                self.recorder.arguments(i, std::slice::from_ref(&argument));
                let reasons = self.reasons_if_any(&argument);
                self.signs.set_narrow_range(i, range, Range::Real, reasons);
                i
            }
        };
        let g = self.field.generator(i);
        self.set_image(e, if minus { self.field.neg(&g) } else { g });
        Ok(())
    }

    pub(super) fn bessel(&mut self, n: u32, e: &Expr, x: &Expr) -> Result<(), TowerError> {
        let f = self.image_of(x)?;
        if f.is_zero() {
            let value = if n == 0 { Rational::one() } else { Rational::zero() };
            let value = self.field.number(&value);
            self.set_image(e, value);
            return Ok(());
        }
        let (argument, minus) = self.unsigned(&f);
        let nonzero = n >= 2 && self.is_nonzero_fraction(&argument);
        if nonzero && self.recorder.is_on() {
            let numerator = argument.numerator();
            let reason = self.explain_nonzero(&numerator);
            self.recorder.nonzero(&numerator, reason);
        }
        let value = if nonzero {
            let (mut before, mut last) = (self.bessel_generator(0, &argument)?, self.bessel_generator(1, &argument)?);
            for k in 1..n {
                let factor = self.field.number(&Rational::from_integer((2 * i64::from(k)).into()));
                let step = self.field.div(&self.field.mul(&factor, &last)?, &argument)?;
                let next = self.field.sub(&before, &step)?;
                (before, last) = (last, self.reduced(next)?);
            }
            last
        } else {
            self.bessel_generator(n, &argument)?
        };
        self.set_image(e, if minus && n % 2 == 1 { self.field.neg(&value) } else { value });
        Ok(())
    }

    fn bessel_generator(&mut self, n: u32, argument: &Fraction) -> Result<Fraction, TowerError> {
        let key = self.to_expr(argument).apply(Function::BesselI(n));
        let i = match self.atoms_at(&key) {
            Some(i) => i,
            None => {
                let i = self.named_generator(Meaning::Opaque, &key)?;
                let range = match (n, self.sign(argument)) {
                    (0, Some(CertainSign::Positive | CertainSign::Negative)) => Range::above(Rational::one(), false),
                    (0, _) => Range::above(Rational::one(), true),
                    (_, Some(CertainSign::Positive)) => Range::positive(),
                    (_, Some(CertainSign::Negative)) if n.is_multiple_of(2) => Range::positive(),
                    (_, Some(CertainSign::Negative)) => Range::of_sign(Some(CertainSign::Negative)),
                    (_, Some(CertainSign::NonNegative)) => Range::nonnegative(),
                    _ if n.is_multiple_of(2) => Range::nonnegative(),
                    (_, Some(CertainSign::NonPositive)) => Range::of_sign(Some(CertainSign::NonPositive)),
                    _ => Range::Real,
                };
                self.recorder.arguments(i, std::slice::from_ref(argument));
                let reasons = self.reasons_if_any(argument);
                self.signs.set_narrow_range(i, range, Range::Real, reasons);
                i
            }
        };
        Ok(self.field.generator(i))
    }
}
