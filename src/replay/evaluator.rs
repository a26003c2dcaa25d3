//! Evaluating expressions from the leaves up, with a question for every step that needs a hint.

use super::Place;
use super::arithmetic::{Arithmetic, Value};
use super::elementary::elementary;
use super::rejection::Rejection;
use super::source::{Question, Source};
use crate::certificate::{Answer, Factors, Meaning, Quotient};
use crate::polynomial::{Monomial, Polynomial};
use crate::rational::Rational;
use crate::symbolic::{Binary, CertainSign, Expr, ExprMap, Function, Kind, Symbol};
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of more bits are refused.
const LARGEST_CONTENT: u64 = 1 << 20;

/// The state of one evaluation.
pub struct Evaluator<'a> {
    pub(super) place: &'a Place,
    pub(super) generators: &'a [Meaning],
    /// Variables whose values are integers.
    pub(super) integers: BTreeSet<Symbol>,
    source: &'a mut dyn Source,
    pub(super) arithmetic: Arithmetic,
    images: ExprMap<Value>,
    /// Signs of polynomials; `None`: carried as a generator.
    pub(super) signs: BTreeMap<Polynomial, Option<CertainSign>>,
    pub(super) facts: BTreeMap<usize, Option<super::signs::KnownFact>>,
    /// Signs of polynomials `exp(b) - 1`.
    pub(super) beside_one: BTreeMap<Polynomial, Value>,
    /// Generators that stand for something evaluated, so that their meaning has a value.
    pub(super) valued: BTreeSet<usize>,
    /// Gamma and polygamma functions that occur, with their arguments.
    pub(super) poles: Vec<(Function, Expr)>,
    /// How deep forms of forms are.
    pub(super) depth: usize,
    used: BTreeSet<usize>,
}

impl<'a> Evaluator<'a> {
    /// An evaluation with these generators; each must be made of those before it.
    pub fn new(place: &'a Place, generators: &'a [Meaning], source: &'a mut dyn Source) -> Result<Self, Rejection> {
        for (i, g) in generators.iter().enumerate() {
            let repeated = generators.iter().take(i).any(|h| h == g);
            // A sine belongs to the cosine of the same angle: `1 - g^2` is the square of a number for no other `g`.
            let alone =
                matches!(g, Meaning::Sin { cosine } if !matches!(generators.get(*cosine), Some(Meaning::Cos { .. })));
            if repeated || alone || g.parts().iter().any(|k| *k >= i) || !well_formed(g) {
                return Err(Rejection::Generator(i));
            }
        }
        let made = Self {
            place,
            generators,
            integers: place.integers(),
            source,
            arithmetic: Arithmetic::default(),
            images: ExprMap::default(),
            signs: BTreeMap::new(),
            facts: BTreeMap::new(),
            beside_one: BTreeMap::new(),
            valued: BTreeSet::new(),
            poles: Vec::new(),
            depth: 0,
            used: BTreeSet::new(),
        };
        for (i, g) in generators.iter().enumerate() {
            if matches!(g, Meaning::Parity { of, variables } if !made.is_parity(*of, variables)) {
                return Err(Rejection::Generator(i));
            }
        }
        Ok(made)
    }

    /// The residuals must be the polynomial 0.
    pub fn expect_zero(&mut self, residuals: &[Expr]) -> Result<(), Rejection> {
        self.evaluate_all(residuals)?;
        for e in residuals {
            let value = self.image(&elementary(e, &self.integers))?;
            if !value.is_zero() {
                self.vanishing_angle(e, &value)?;
            }
        }
        Ok(())
    }

    /// The evaluation must come to divide by 0: at a point where the expression had a value, everything before would hold,
    /// and the divisor would be 0. So there is none.
    pub fn expect_nowhere(&mut self, e: &Expr) -> Result<(), Rejection> {
        match self.evaluate(e) {
            Err(Rejection::NowhereDefined(_)) => Ok(()),
            Err(other) => Err(other),
            Ok(_) => Err(Rejection::Shape("the expression has a value")),
        }
    }

    /// The generators that were used.
    pub fn finish(self) -> BTreeSet<usize> {
        let mut used = self.used;
        let mut pending: Vec<usize> = used.iter().copied().collect();
        while let Some(i) = pending.pop() {
            for k in self.generators.get(i).map(Meaning::parts).unwrap_or_default() {
                if used.insert(k) {
                    pending.push(k);
                }
            }
        }
        used
    }

    pub(super) fn ask(&mut self, question: &Question<'_>) -> Result<Answer, Rejection> {
        let answer = self.source.answer(question)?;
        let mut seen = Vec::new();
        answer.for_each_generator(&mut |i| seen.push(i));
        for i in seen {
            self.require(i)?;
        }
        Ok(answer)
    }

    /// Notes that a generator occurs.
    pub(super) fn require(&mut self, i: usize) -> Result<&'a Meaning, Rejection> {
        self.used.insert(i);
        self.generators.get(i).ok_or(Rejection::Generator(i))
    }

    /// The generator as a value; its relation holds from now on.
    pub(super) fn generator(&mut self, i: usize) -> Result<Value, Rejection> {
        self.require(i)?;
        self.relate(i)?;
        Ok(Value::whole(Polynomial::variable(i)))
    }

    /// The first generator with this meaning.
    pub(super) fn find(&mut self, what: &str, is: impl Fn(&Meaning) -> bool) -> Result<usize, Rejection> {
        let found = self.generators.iter().position(is);
        let i = found.ok_or_else(|| Rejection::NoGenerator(what.to_owned()))?;
        self.used.insert(i);
        Ok(i)
    }

    /// The value of an expression as written by the user.
    pub fn evaluate(&mut self, e: &Expr) -> Result<Value, Rejection> {
        self.evaluate_all(std::slice::from_ref(e))?;
        self.image(&elementary(e, &self.integers))
    }

    /// Evaluates several expressions together, level by level: all arguments of kernels of one level before the first of
    /// these kernels. So the divisors in the arguments are known not to vanish when a generator's meaning needs it.
    fn evaluate_all(&mut self, exprs: &[Expr]) -> Result<(), Rejection> {
        let roots: Vec<Expr> = exprs.iter().map(|e| elementary(e, &self.integers)).collect();
        let mut levels: ExprMap<usize> = ExprMap::default();
        let mut nodes: Vec<(usize, Expr)> = Vec::new();
        for node in Expr::nodes_of(&roots) {
            let mut level = 0;
            node.for_each_operand(|o| level = level.max(levels.get(o).copied().unwrap_or(0)));
            level += usize::from(is_kernel(&node));
            if let Kind::Apply(f @ (Function::Gamma | Function::Polygamma(_)), x) = node.kind() {
                self.poles.push((*f, x.clone()));
            }
            levels.insert(node.clone(), level);
            nodes.push((level, node));
        }
        nodes.sort_by_key(|(level, _)| *level);
        for (_, node) in nodes {
            if !self.images.contains_key(&node) {
                let value = self.node(&node)?;
                self.images.insert(node, value);
            }
        }
        Ok(())
    }

    pub(super) fn image(&self, e: &Expr) -> Result<Value, Rejection> {
        self.images.get(e).cloned().ok_or_else(|| Rejection::UnknownExpression(e.clone()))
    }

    fn node(&mut self, e: &Expr) -> Result<Value, Rejection> {
        match e.kind() {
            Kind::Number(q) => Ok(Value::number(q.clone())),
            Kind::Pi => {
                let i = self.find("pi", |m| *m == Meaning::Pi)?;
                self.generator(i)
            }
            Kind::Symbol(s) => {
                let i = self.find(s.name(), |m| matches!(m, Meaning::Symbol(t) if t == s))?;
                self.generator(i)
            }
            Kind::Sum(v) => {
                let mut out = Value::default();
                for t in v {
                    out = self.arithmetic.add(&out, &self.image(t)?)?;
                }
                Ok(out)
            }
            Kind::Product(v) => {
                let mut out = Value::number(Rational::one());
                for f in v {
                    out = self.arithmetic.mul(&out, &self.image(f)?)?;
                }
                Ok(out)
            }
            Kind::Power(b, x) => match x.as_number() {
                Some(q) if q.is_integer() => {
                    let n = q.to_integer().to_i64().ok_or(Rejection::TooLarge)?;
                    let base = self.image(b)?;
                    if n < 0 && base.is_zero() {
                        return Err(Rejection::NowhereDefined(e.clone()));
                    }
                    self.arithmetic.pow(&base, n)
                }
                Some(q) => self.root(e, &self.image(b)?, &q.clone()),
                None => self.sign_power(e, &self.image(b)?, &self.image(x)?),
            },
            Kind::Apply(f, x) => self.applied(e, *f, &self.image(x)?),
            Kind::Binary(Binary::Atan2, y, x) => self.polar(e, &self.image(y)?, &self.image(x)?),
            Kind::Binary(..) | Kind::Bound(_) | Kind::Mean { .. } => Err(Rejection::UnknownExpression(e.clone())),
            Kind::Unspecified { function, orders, arguments } => self.jet(e, function, orders, arguments),
        }
    }

    /// Asks for a factorisation of `v = numerator / product of bases` and multiplies it out:
    /// `numerator * negative powers == content * positive powers * bases`, modulo relations. The factors with negative
    /// exponents must not vanish; then, where `v` is not 0, no factor vanishes.
    pub(super) fn factorisation(
        &mut self,
        what: &str,
        v: &Value,
        question: &Question<'_>,
    ) -> Result<Factors, Rejection> {
        let Answer::Factors(factors) = self.ask(question)? else { return Err(Rejection::NoAnswer(what.to_owned())) };
        self.multiply_out(what, v, &factors)?;
        Ok(factors)
    }

    pub(super) fn multiply_out(&mut self, what: &str, v: &Value, factors: &Factors) -> Result<(), Rejection> {
        let wrong = || Rejection::Factors(what.to_owned());
        let content = factors.content.number().ok_or_else(wrong)?;
        let mut left = v.numerator.clone();
        let mut right = self.arithmetic.expanded(&v.denominator)?.scaled(&content);
        // Each factor once, in order.
        if factors.factors.windows(2).any(|w| w[0].0 >= w[1].0) {
            return Err(wrong());
        }
        for (p, n) in &factors.factors {
            if *n == 0 || p.as_constant().is_some() {
                return Err(wrong());
            }
            for g in p.variables() {
                self.require(g)?;
                self.relate(g)?;
            }
            for _ in 0..n.unsigned_abs() {
                let side = if *n > 0 { &mut right } else { &mut left };
                *side = self.arithmetic.times(side, p)?;
            }
        }
        if !self.arithmetic.reduced(left.minus(&right))?.is_empty() {
            return Err(wrong());
        }
        for (p, n) in &factors.factors {
            if *n < 0 {
                self.expect_nonzero(p).map_err(|why| match why {
                    Rejection::NoAnswer(_) => Rejection::Divisor(what.to_owned()),
                    other => other,
                })?;
            }
        }
        Ok(())
    }

    /// Whether a value is a generator's quotient: `numerator * d == n * bases`, where `d` does not vanish.
    pub(super) fn equals(&self, v: &Value, q: &Quotient, negated: bool) -> Result<bool, Rejection> {
        let n = if negated { q.numerator.negated() } else { q.numerator.clone() };
        self.equals_parts(v, &n, &q.denominator)
    }

    pub(super) fn equals_parts(&self, v: &Value, n: &Polynomial, d: &Polynomial) -> Result<bool, Rejection> {
        let bases = self.arithmetic.expanded(&v.denominator)?;
        let left = self.arithmetic.times(&v.numerator, d)?;
        let right = self.arithmetic.times(n, &bases)?;
        Ok(self.arithmetic.reduced(left.minus(&right))?.is_empty())
    }

    /// The meaning's quotient as a value. Its denominator must be known not to vanish before it is used: where it
    /// vanished, nothing that follows from the quotient would hold, and so nothing could show afterwards that it does not.
    pub(super) fn quotient(&mut self, q: &Quotient) -> Result<Value, Rejection> {
        for g in q.numerator.variables().into_iter().chain(q.denominator.variables()) {
            self.used.insert(g);
            self.relate(g)?;
        }
        if !self.arithmetic.is_nonzero(&q.denominator) {
            return Err(Rejection::Divisor("a generator".into()));
        }
        self.arithmetic.quotient(&q.numerator, &q.denominator)
    }

    /// Makes a generator's relation known to the arithmetic: `g^q = |f|` or the next coarser root, `sin^2 = 1 - cos^2`,
    /// `sign^2 = 1`. Each is true at every point.
    pub(super) fn relate(&mut self, i: usize) -> Result<(), Rejection> {
        if self.arithmetic.is_related(i) {
            return Ok(());
        }
        match self.generators.get(i).ok_or(Rejection::Generator(i))? {
            // They stand for 1 or -1.
            Meaning::Sign { .. } | Meaning::Parity { .. } => {
                self.arithmetic.relate(i, 2, Polynomial::one());
                self.arithmetic.assume_nonzero(Polynomial::variable(i));
            }
            Meaning::Sin { cosine } => {
                let square = Polynomial::term(Monomial::power(*cosine, 2), Rational::one());
                self.arithmetic.relate(i, 2, Polynomial::one().minus(&square));
            }
            Meaning::Root { of, degree } => {
                let coarser = |m: &Meaning| match m {
                    Meaning::Root { of: p, degree: l } if p == of && degree % l == 0 => Some(*l),
                    _ => None,
                };
                let before = self.generators.iter().take(i).enumerate().rev();
                let (q, value) = match before.filter_map(|(k, m)| Some((k, coarser(m)?))).next() {
                    Some((k, l)) => {
                        self.require(k)?;
                        self.relate(k)?;
                        (degree / l, Polynomial::variable(k))
                    }
                    None => (*degree, self.absolute(of)?.numerator),
                };
                // The sign's question may have come round to this root.
                if !self.arithmetic.is_related(i) {
                    self.arithmetic.relate(i, q, value);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// What polynomials do not reach.
fn is_kernel(e: &Expr) -> bool {
    match e.kind() {
        Kind::Apply(..) | Kind::Binary(..) | Kind::Unspecified { .. } => true,
        Kind::Power(_, x) => !x.as_number().is_some_and(Rational::is_integer),
        _ => false,
    }
}

/// A meaning's numbers make sense.
fn well_formed(m: &Meaning) -> bool {
    let number = |p: &Polynomial| p.as_constant().is_none_or(|c| c.is_integer() && c > Rational::one());
    let quotient = |q: &Quotient| !q.denominator.is_empty();
    match m {
        Meaning::Symbol(_) | Meaning::Pi | Meaning::Sin { .. } | Meaning::Parity { .. } => true,
        Meaning::Polar { y, x } => quotient(y) && quotient(x),
        Meaning::Jet { orders, arguments, .. } => orders.len() == arguments.len() && arguments.iter().all(quotient),
        Meaning::Opaque { argument, .. } | Meaning::Exp { argument } => quotient(argument),
        Meaning::Cos { angle } => quotient(angle),
        Meaning::LogAbs { of } => number(of),
        Meaning::Root { of, degree } => number(of) && *degree >= 2,
        Meaning::Sign { of } => of.as_constant().is_none(),
    }
}

impl crate::certificate::Content {
    /// The number, if its integers are above 1 and ascend.
    pub(super) fn number(&self) -> Option<Rational> {
        if self.powers.windows(2).any(|w| w[0].0 >= w[1].0) {
            return None;
        }
        let mut out = Rational::one();
        for (n, k) in &self.powers {
            let size = n.bits().saturating_mul(k.unsigned_abs().into());
            if *n <= BigInt::one() || *k == 0 || size > LARGEST_CONTENT {
                return None;
            }
            out *= Rational::from_integer(n.clone()).pow(*k);
        }
        if out.is_zero() {
            return None;
        }
        Some(if self.negative { -out } else { out })
    }
}
