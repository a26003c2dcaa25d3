//! Signs of polynomials and of goals, from ranges and facts.

use super::arithmetic::Value;
use super::claim::CONSTANT_BITS;
use super::evaluator::Evaluator;
use super::rejection::Rejection;
use super::source::Question;
use super::tree::{self, Range};
use crate::certificate::{Answer, ElementSign, FactorSign, Factors, Meaning, NonZero, ProductSign};
use crate::enclosure::{Point, Sign, decide_sign};
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::symbolic::{CertainSign, Expr, Function, Relation};
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// Powers of one factor beyond this are refused in the rule log-bound.
const LARGEST_POWER: i64 = 64;

/// A fact, evaluated and factored: the sign of `content * product of factors` is known.
#[derive(Clone, Debug)]
pub struct KnownFact {
    relation: Relation,
    negative: bool,
    factors: Vec<(Polynomial, i32)>,
}

impl KnownFact {
    fn odd(&self) -> BTreeSet<Polynomial> {
        self.factors.iter().filter(|(_, n)| n % 2 != 0).map(|(p, _)| p.clone()).collect()
    }
}

impl Evaluator<'_> {
    /// The certain sign of a polynomial that is no number, asked for once; `None`: it is carried as a generator.
    pub(super) fn sign_of(&mut self, p: &Polynomial) -> Result<Option<CertainSign>, Rejection> {
        if let Some(known) = self.signs.get(p) {
            return Ok(*known);
        }
        let reason = match self.ask(&Question::Sign(p))? {
            Answer::Sign(reason) => reason,
            Answer::BesideOne { exponential, factors } => {
                let sign = self.sign_beside_one(p, exponential, &factors)?;
                self.beside_one.insert(p.clone(), sign);
                None
            }
            _ => return Err(Rejection::NoAnswer(format!("the sign of {p:?}"))),
        };
        let sign = reason.map(|r| self.check_factor(p, &r)).transpose()?;
        self.signs.insert(p.clone(), sign);
        Ok(sign)
    }

    fn range(&self, i: usize) -> Range {
        match self.generators.get(i) {
            Some(Meaning::Symbol(s)) => {
                self.place.region.variables.iter().find(|v| v.symbol == *s).map_or(Range::Real, Range::of)
            }
            Some(Meaning::Exp { .. }) => Range::Positive,
            // 333/106 < pi < 355/113
            Some(Meaning::Pi) => {
                let ratio = |n: i64, d: i64| Some((Rational::new(n.into(), d.into()), false));
                Range::Between(ratio(333, 106), ratio(355, 113))
            }
            Some(Meaning::Jet { function, orders, .. }) if function.is_positive() && orders.iter().all(|n| *n == 0) => {
                Range::Positive
            }
            Some(Meaning::Root { of, .. }) if of.as_constant().is_some() || self.is_strict(of) => Range::Positive,
            Some(Meaning::Root { .. }) => Range::NonNegative,
            // The number is above 1.
            Some(Meaning::LogAbs { of }) if of.as_constant().is_some() => Range::Positive,
            _ => Range::Real,
        }
    }

    fn by_tree(&mut self, p: &Polynomial, reason: &crate::certificate::SignTree) -> Result<CertainSign, Rejection> {
        for i in p.variables() {
            self.require(i)?;
        }
        tree::sign(p, &|i| self.range(i), reason).ok_or_else(|| Rejection::Sign(format!("{p:?}")))
    }

    /// The sign that the reason shows.
    fn check_factor(&mut self, p: &Polynomial, reason: &FactorSign) -> Result<CertainSign, Rejection> {
        let wrong = || Rejection::Sign(format!("{p:?}"));
        match reason {
            FactorSign::Range(tree) => self.by_tree(p, tree),
            FactorSign::Product(product) => self.check_product(BTreeSet::from([p.clone()]), product),
            FactorSign::FactPlus { fact, negative, multiple, rest } => {
                let known = self.fact(*fact)?;
                let odd = known.odd();
                let (Some(f), 1) = (odd.first(), odd.len()) else { return Err(Rejection::Fact(*fact)) };
                let strict_fact = match known.relation {
                    Relation::Positive => true,
                    // Its even factors do not vanish, so that the odd one is not negative.
                    Relation::NonNegative => false,
                    Relation::NonZero | Relation::Zero => return Err(Rejection::Fact(*fact)),
                };
                if !multiple.is_positive() {
                    return Err(wrong());
                }
                let f = if known.negative { f.negated() } else { f.clone() };
                let p = if *negative { p.negated() } else { p.clone() };
                let difference = p.plus(&f, &-multiple);
                let (holds, strict_rest) = match rest {
                    None => (difference.is_empty(), false),
                    Some(tree) => {
                        let sign = self.by_tree(&difference, tree)?;
                        (!sign.is_negative(), sign.is_strict())
                    }
                };
                let sign = CertainSign::from_parts(*negative, strict_fact || strict_rest);
                if holds { Ok(sign) } else { Err(wrong()) }
            }
            FactorSign::Constant => self.constant_sign(p),
            FactorSign::Narrow { ranges, tree } => {
                let mut narrow = BTreeMap::new();
                if ranges.windows(2).any(|w| w[0].0 >= w[1].0) || ranges.is_empty() {
                    return Err(wrong());
                }
                for (i, reasons) in ranges {
                    if p.degree(*i) == 0 {
                        return Err(wrong());
                    }
                    narrow.insert(*i, self.narrow_range(*i, reasons)?);
                }
                for i in p.variables() {
                    self.require(i)?;
                }
                let range = |i: usize| narrow.get(&i).cloned().unwrap_or_else(|| self.range(i));
                tree::sign(p, &range, tree).ok_or_else(wrong)
            }
            FactorSign::HalfTurn(angle) => self.half_turn(p, *angle),
            FactorSign::Outweigh { root, gap, larger } => self.outweighed(p, *root, gap, larger),
            FactorSign::NotZero { sign, fact } => {
                let sign = self.check_factor(p, sign)?;
                if sign.is_strict() {
                    return Err(wrong());
                }
                self.expect_factor_of(p, *fact)?;
                Ok(CertainSign::from_parts(sign.is_negative(), true))
            }
        }
    }

    /// Why a polynomial does not vanish.
    pub(super) fn check_nonzero(&mut self, p: &Polynomial, reason: &NonZero) -> Result<(), Rejection> {
        match reason {
            NonZero::Fact(fact) => self.expect_factor_of(p, *fact),
            NonZero::Sign(sign) => match self.check_factor(p, sign)?.is_strict() {
                true => Ok(()),
                false => Err(Rejection::Sign(format!("{p:?}"))),
            },
        }
    }

    /// A fact that excludes 0 has this factor.
    fn expect_factor_of(&mut self, p: &Polynomial, fact: usize) -> Result<(), Rejection> {
        let known = self.fact(fact)?;
        let excludes = matches!(known.relation, Relation::Positive | Relation::NonZero);
        if excludes && known.factors.iter().any(|(q, _)| q == p) { Ok(()) } else { Err(Rejection::Fact(fact)) }
    }

    /// The sign of the product of a set of factors. Facts are multiplied on; a factor that then occurs twice is a square
    /// of something that does not vanish, because the facts are strict. One fact `F >= 0` is allowed besides: where
    /// `F = 0`, one of its odd factors is 0 (its even ones do not vanish), and this is a factor of the product, because
    /// every odd factor of `F` that is not in the set has a strict sign of its own or cancels against a strict fact.
    fn check_product(&mut self, factors: BTreeSet<Polynomial>, reason: &ProductSign) -> Result<CertainSign, Rejection> {
        let wrong = |p: Option<&Polynomial>| Rejection::Sign(format!("{p:?}"));
        if reason.facts.windows(2).any(|w| w[0] >= w[1]) {
            return Err(wrong(None));
        }
        let mut rest = factors.clone();
        let mut negative = false;
        let mut weak = 0;
        for i in &reason.facts {
            let known = self.fact(*i)?;
            match known.relation {
                Relation::Positive => {}
                Relation::NonNegative => weak += 1,
                Relation::NonZero | Relation::Zero => return Err(Rejection::Fact(*i)),
            }
            negative ^= known.negative;
            rest = rest.symmetric_difference(&known.odd()).cloned().collect();
        }
        if rest.len() != reason.rest.len() || weak > 1 {
            return Err(wrong(rest.first()));
        }
        let mut strict = weak == 0;
        for (p, r) in rest.iter().zip(&reason.rest) {
            let s = self.check_factor(p, r)?;
            if weak > 0 && !s.is_strict() && !factors.contains(p) {
                return Err(wrong(Some(p)));
            }
            negative ^= s.is_negative();
            strict &= s.is_strict();
        }
        Ok(CertainSign::from_parts(negative, strict))
    }

    /// A fact, evaluated when it is first used. While its evaluation lasts it cannot be used.
    fn fact(&mut self, i: usize) -> Result<KnownFact, Rejection> {
        match self.facts.get(&i) {
            Some(Some(known)) => return Ok(known.clone()),
            Some(None) => return Err(Rejection::Fact(i)),
            None => {}
        }
        let place = self.place;
        let fact = place.facts.get(i).ok_or(Rejection::Fact(i))?;
        self.facts.insert(i, None);
        let value = self.evaluate(&fact.expr)?;
        if value.is_zero() {
            return Err(Rejection::Fact(i));
        }
        let factors = self.factorisation(&format!("condition {i}"), &value, &Question::Fact(i))?;
        if fact.relation == Relation::NonNegative {
            for (p, _) in factors.factors.iter().filter(|(_, n)| *n > 0 && n % 2 == 0) {
                self.expect_nonzero(p)?;
            }
        }
        let known = KnownFact { relation: fact.relation, negative: factors.content.negative, factors: factors.factors };
        self.facts.insert(i, Some(known.clone()));
        Ok(known)
    }

    /// The certain sign of an expression: of its factors, or of its bound by the rule log-bound.
    pub fn goal_sign(&mut self, e: &Expr) -> Result<CertainSign, Rejection> {
        let value = self.evaluate(e)?;
        let Answer::LogBound(multiple) = self.ask(&Question::Bound)? else {
            return Err(Rejection::NoAnswer("the sign".into()));
        };
        let Some(k) = multiple else { return self.sign_of_value(&value) };
        let bound = self.log_bound(e, &value, k)?;
        match self.sign_of_value(&bound)? {
            s if s.is_negative() => Err(Rejection::WrongSign(e.clone())),
            _ => Ok(CertainSign::NonNegative),
        }
    }

    fn sign_of_value(&mut self, value: &Value) -> Result<CertainSign, Rejection> {
        if value.is_zero() {
            return Ok(CertainSign::NonNegative);
        }
        let factors = self.factorisation("the goal", value, &Question::GoalFactors)?;
        let Answer::Goal { odd, even } = self.ask(&Question::Goal)? else {
            return Err(Rejection::NoAnswer("the sign".into()));
        };
        self.sign_of_factors(&factors, &odd, &even)
    }

    /// The sign of a product of factors that was multiplied out.
    pub(super) fn sign_of_factors(
        &mut self,
        factors: &Factors,
        odd: &ProductSign,
        even: &[Option<NonZero>],
    ) -> Result<CertainSign, Rejection> {
        let set = factors.factors.iter().filter(|(_, n)| n % 2 != 0).map(|(p, _)| p.clone()).collect();
        let sign = self.check_product(set, odd)?;
        // An even power may vanish; those with negative exponents do not, because they divide.
        let touching: Vec<&Polynomial> =
            factors.factors.iter().filter(|(_, n)| *n > 0 && n % 2 == 0).map(|(p, _)| p).collect();
        if touching.len() != even.len() {
            return Err(Rejection::Sign("the goal".into()));
        }
        let mut strict = sign.is_strict();
        for (p, reason) in touching.into_iter().zip(even) {
            match reason {
                Some(reason) => self.check_nonzero(p, reason)?,
                None => strict = false,
            }
        }
        Ok(CertainSign::from_parts(sign.is_negative() ^ factors.content.negative, strict))
    }

    /// Rule **constant**: the polynomial is made of numbers, and the enclosure of its value excludes 0.
    fn constant_sign(&mut self, p: &Polynomial) -> Result<CertainSign, Rejection> {
        let wrong = || Rejection::Sign(format!("{p:?}"));
        for i in p.variables() {
            self.require(i)?;
        }
        let e = self.as_expression(p).filter(|e| !e.has_symbols()).ok_or_else(wrong)?;
        match decide_sign(&e, &Point::default(), CONSTANT_BITS) {
            Ok(Sign::Positive) => Ok(CertainSign::Positive),
            Ok(Sign::Negative) => Ok(CertainSign::Negative),
            _ => Err(wrong()),
        }
    }

    /// `-pi/2 <= asin u <= pi/2`, `-pi/2 < atan u < pi/2`.
    fn half_turn(&mut self, p: &Polynomial, angle: usize) -> Result<CertainSign, Rejection> {
        let wrong = || Rejection::Sign(format!("{p:?}"));
        let strict = match self.require(angle)? {
            Meaning::Opaque { function: Function::Asin, .. } => false,
            Meaning::Opaque { function: Function::Atan, .. } => true,
            _ => return Err(wrong()),
        };
        let pi = self.find("pi", |m| *m == Meaning::Pi)?;
        let a = Polynomial::variable(angle).scaled(&Rational::from_integer(2.into()));
        let (_, lead) = p.leading().ok_or_else(wrong)?;
        let pi = Polynomial::variable(pi);
        for q in [pi.minus(&a), pi.add(&a)] {
            let Some((_, own)) = q.leading() else { continue };
            let c = lead / own;
            if *p == q.scaled(&c) {
                return Ok(CertainSign::from_parts(c.is_negative(), strict));
            }
        }
        Err(wrong())
    }

    /// Rule **outweigh**: `p = a + b g` with `g >= 0`. Where `b^2 g^2 - a^2 > 0`, `|b g| > |a|`, so that the sign is that of `b`,
    /// and `b` is not 0; where it is negative, the sign is that of `a`, which is not 0. Where 0 is allowed for the gap, it is
    /// allowed for the sign.
    fn outweighed(
        &mut self,
        p: &Polynomial,
        root: usize,
        gap: &ElementSign,
        larger: &ElementSign,
    ) -> Result<CertainSign, Rejection> {
        let wrong = || Rejection::Sign(format!("{p:?}"));
        let Meaning::Root { .. } = self.require(root)? else { return Err(wrong()) };
        let parts = p.coefficients_in(root);
        let [a, b] = parts.as_slice() else { return Err(wrong()) };
        let g = self.generator(root)?;
        let square = self.arithmetic.mul(&g, &g)?;
        let a_square = Value::whole(self.arithmetic.product(a, a)?);
        let b_square = Value::whole(self.arithmetic.product(b, b)?);
        let minus = self.arithmetic.scaled(&a_square, &-Rational::one());
        let difference = self.arithmetic.add(&self.arithmetic.mul(&b_square, &square)?, &minus)?;
        let gap = self.element_sign(&difference, gap)?;
        let part = if gap.is_negative() { a } else { b };
        let sign = self.element_sign(&Value::whole(part.clone()), larger)?;
        Ok(CertainSign::from_parts(sign.is_negative(), gap.is_strict()))
    }

    /// Rule **log-bound**: `rest + sum c_i log|f_i| = rest + (1/k) log W >= rest + (1/k) (1 - 1/W)` with
    /// `W = product |f_i|^(k c_i) > 0`. No `f_i` vanishes: `log|f_i|` stands in the value because a logarithm has it.
    fn log_bound(&mut self, e: &Expr, value: &Value, k: i64) -> Result<Value, Rejection> {
        let wrong = || Rejection::Sign(e.to_string());
        if k <= 0 {
            return Err(wrong());
        }
        let bases = self.arithmetic.expanded(&value.denominator)?;
        let mut rest = value.numerator.clone();
        let mut inverse = Value::number(Rational::one());
        let mut found = false;
        for i in value.numerator.variables().into_iter().chain(bases.variables()).collect::<BTreeSet<_>>() {
            let Some(Meaning::LogAbs { of }) = self.generators.get(i) else { continue };
            found = true;
            // The numerator's part in log|f_i| is c_i times the denominator.
            let coefficients = rest.coefficients_in(i);
            let [_, linear] = coefficients.as_slice() else { return Err(wrong()) };
            let (Some((_, a)), Some((_, b))) = (linear.leading(), bases.leading()) else { return Err(wrong()) };
            let c = a / b;
            if bases.degree(i) > 0 || !linear.minus(&bases.scaled(&c)).is_empty() {
                return Err(wrong());
            }
            rest = rest.minus(&linear.times_term(&Monomial::variable(i), &Rational::one()));
            let n = -(c * Rational::from_integer(k.into()));
            let small = n.to_integer().to_i64().is_some_and(|m| m.abs() <= LARGEST_POWER);
            let nonzero = of.as_constant().is_some_and(|c| !c.is_zero()) || self.arithmetic.is_nonzero(of);
            if !n.is_integer() || !small || !nonzero {
                return Err(wrong());
            }
            let power = self.absolute_power(e, of, &n)?;
            inverse = self.arithmetic.mul(&inverse, &power)?;
        }
        if !found {
            return Err(wrong());
        }
        let one = Value::number(Rational::one());
        let minus = self.arithmetic.scaled(&inverse, &-Rational::one());
        let bound = self.arithmetic.add(&one, &minus)?;
        let bound = self.arithmetic.scaled(&bound, &Rational::new(1.into(), k.into()));
        let rest = Value { numerator: rest, denominator: value.denominator.clone() };
        self.arithmetic.add(&rest, &bound)
    }
}
