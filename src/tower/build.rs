//! The tower itself: generators, relations and the images of expressions.

use super::constants::{Constants, Content};
use super::elementary::elementary;
use super::explain::ToldBy;
use super::generator::{Generator, Meaning};
use super::polynomial::numerator_of;
use super::positivity::Range;
use super::recorder::Recorder;
use super::signs::SignBook;
use crate::certificate::Record;
use crate::enclosure::rational_end;
use crate::rational::Rational;
use crate::symbolic::{Expr, ExprMap, Fact, Function, Kind, Region, Relation, Symbol};
use algebra::{AlgebraError, Engine, Field, Fraction};
use num_traits::{One, Signed, ToPrimitive};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Why an expression has no normal form here.
#[derive(Clone, Debug, PartialEq)]
pub enum TowerError {
    /// A denominator that the expression itself holds is 0 everywhere: the expression is nowhere defined. A case in which
    /// this happens claims nothing, so it is said only where the expression was seen to divide by 0.
    NowhereDefined {
        /// the denominator
        denominator: Expr,
    },
    /// The reduction came to divide by 0, which says nothing of the expression.
    ZeroDivisor,
    /// More kernels than generators were set aside.
    TooManyGenerators,
    /// Degree or size beyond what is computed.
    TooLarge,
    /// An exponent that is not computed with.
    Exponent {
        /// the power
        power: Expr,
    },
}

impl From<AlgebraError> for TowerError {
    fn from(e: AlgebraError) -> Self {
        match e {
            AlgebraError::ZeroDenominator => Self::ZeroDivisor,
            AlgebraError::DegreeTooLarge | AlgebraError::TooManyTerms => Self::TooLarge,
        }
    }
}

/// Expressions as elements of one field, with the meaning of its generators.
pub struct Tower<'e> {
    pub(super) field: Field<'e>,
    pub(super) generators: Vec<Generator>,
    pub(super) signs: SignBook,
    /// Images of elementary expressions.
    image: ExprMap<Fraction>,
    /// Atoms (symbols, pi, jets, opaque values) by their expression.
    atoms: BTreeMap<Expr, usize>,
    pub(super) log_of: BTreeMap<Vec<algebra::Term>, usize>,
    pub(super) root_of: BTreeMap<Vec<algebra::Term>, Vec<usize>>,
    pub(super) sign_of: BTreeMap<Vec<algebra::Term>, usize>,
    pub(super) recorder: Recorder,
    pub(super) factored: super::factorise::Known,
    pub(super) collected: super::closed_form::Collected,
    pub(super) gamma_bases: super::special::Bases,
    /// The generators of integer variables.
    pub(super) integers: BTreeSet<usize>,
    /// How deep the search for powers in the field is.
    pub(super) depth: usize,
    /// How many roots are weighed against what stands beside them, one within the other.
    pub(super) weighed: Cell<usize>,
}

impl<'e> Tower<'e> {
    /// The tower over all kernels of `exprs` and of the facts. `exprs` and facts are mapped into the field at once;
    /// when the generators run out, it is built again with more.
    ///
    /// # Errors
    /// [`TowerError`].
    pub fn over(
        engine: &'e Engine,
        exprs: &[Expr],
        region: &Region,
        facts: &[Fact],
    ) -> Result<(Self, Vec<Fraction>), TowerError> {
        Self::recording(engine, exprs, region, facts, false).map_err(|(error, _)| error)
    }

    /// The same; with `record`, everything that the checker of proofs needs is written down. What was written until an
    /// error came up comes with it: it may show that an expression is nowhere defined.
    ///
    /// # Errors
    /// [`TowerError`].
    #[allow(clippy::result_large_err)]
    pub fn recording(
        engine: &'e Engine,
        exprs: &[Expr],
        region: &Region,
        facts: &[Fact],
        record: bool,
    ) -> Result<(Self, Vec<Fraction>), (TowerError, Option<Record>)> {
        let roots: Vec<Expr> = exprs.iter().chain(facts.iter().map(|f| &f.expr)).cloned().collect();
        let integers = region.variables.iter().filter(|v| v.integer).map(|v| v.symbol.clone()).collect();
        let roots = elementary(&roots, &integers);
        let kernels = Expr::nodes_of(&roots).iter().filter(|e| is_kernel(e) || e.operands().is_empty()).count();
        let mut size = (kernels + 8).min(400);
        loop {
            let recorder = if record { Recorder::writing() } else { Recorder::default() };
            match Self::attempt(engine, size, &roots, exprs.len(), region, facts, recorder) {
                Err((TowerError::TooManyGenerators, _)) if size < 800 => size *= 2,
                other => return other,
            }
        }
    }

    #[allow(clippy::result_large_err)]
    fn attempt(
        engine: &'e Engine,
        size: usize,
        roots: &[Expr],
        wanted: usize,
        region: &Region,
        facts: &[Fact],
        recorder: Recorder,
    ) -> Result<(Self, Vec<Fraction>), (TowerError, Option<Record>)> {
        let mut tower = Self {
            field: Field::new(engine, size),
            generators: Vec::new(),
            signs: SignBook::new(size),
            image: ExprMap::default(),
            atoms: BTreeMap::new(),
            log_of: BTreeMap::new(),
            root_of: BTreeMap::new(),
            sign_of: BTreeMap::new(),
            recorder,
            factored: super::factorise::Known::default(),
            collected: super::closed_form::Collected::default(),
            gamma_bases: BTreeMap::new(),
            integers: BTreeSet::new(),
            depth: 0,
            weighed: Cell::new(0),
        };
        let climbed = tower.set_aside_symbols(roots, region).and_then(|()| tower.climb(roots, &roots[wanted..], facts));
        let images = climbed.and_then(|()| roots[..wanted].iter().map(|e| tower.image_of(e)).collect());
        match images {
            Ok(images) => Ok((tower, images)),
            Err(error) => Err((error, tower.record())),
        }
    }

    /// The exact field.
    #[must_use]
    pub fn field(&self) -> &Field<'e> {
        &self.field
    }

    /// The generators, in order.
    #[must_use]
    pub fn generators(&self) -> &[Generator] {
        &self.generators
    }

    /// Symbols come first, in their total order, so that generator order is declaration order.
    fn set_aside_symbols(&mut self, roots: &[Expr], region: &Region) -> Result<(), TowerError> {
        let symbols: BTreeSet<Symbol> = Expr::nodes_of(roots).iter().filter_map(|e| e.as_symbol().cloned()).collect();
        for s in symbols {
            let i = self.atom(&Expr::symbol(&s))?;
            if let Some(v) = region.variables.iter().find(|v| v.symbol == s) {
                if v.integer {
                    self.integers.insert(i);
                }
                let (lower, upper) = (rational_end(&v.lower, true), rational_end(&v.upper, false));
                self.signs.set_range(
                    i,
                    Range::Interval {
                        lower_closed: lower.as_ref().is_some_and(|(_, closed)| *closed),
                        lower: lower.map(|(q, _)| q),
                        upper_closed: upper.as_ref().is_some_and(|(_, closed)| *closed),
                        upper: upper.map(|(q, _)| q),
                    },
                );
            }
        }
        Ok(())
    }

    /// Level by level: kernels of level `h` have arguments of level below `h`.
    fn climb(&mut self, roots: &[Expr], fact_roots: &[Expr], facts: &[Fact]) -> Result<(), TowerError> {
        let nodes = Expr::nodes_of(roots);
        let level = levels(&nodes);
        let top = nodes.iter().map(|e| level[e]).max().unwrap_or(0);
        let mut recorded = vec![false; facts.len()];
        for h in 0..=top {
            let at: Vec<&Expr> = nodes.iter().filter(|e| level[*e] == h).collect();
            let kernels: Vec<Expr> = at.iter().filter(|e| is_kernel(e)).map(|e| (*e).clone()).collect();
            self.make_kernels(&kernels)?;
            for e in at {
                self.node(e)?;
            }
            // A fact is used as soon as its level is reached: roots above it may need the sign.
            for (place, (fact, root)) in facts.iter().zip(fact_roots).enumerate() {
                if !recorded[place] && self.image.contains_key(root) {
                    recorded[place] = true;
                    self.note_fact(place, fact.relation, root)?;
                }
            }
        }
        Ok(())
    }

    /// Records that an element is positive (`strict`) or not negative, by a rule.
    pub(super) fn assume(&mut self, f: &Fraction, strict: bool) {
        let factorisation = self.factor(f);
        if let [(p, 1)] = factorisation.factors.as_slice() {
            let factor = std::slice::from_ref(p);
            self.signs.assume_product(factor, factorisation.content().is_negative(), strict);
        }
    }

    fn note_fact(&mut self, place: usize, relation: Relation, root: &Expr) -> Result<(), TowerError> {
        let f = self.image_of(root)?;
        let factorisation = self.factor(&f);
        // By what is known before the fact counts.
        self.record_divisors(&factorisation);
        self.recorder.fact(place, &factorisation);
        let odd: Vec<Fraction> =
            factorisation.factors.iter().filter(|(_, k)| k % 2 != 0).map(|(p, _)| p.clone()).collect();
        if matches!(relation, Relation::Positive | Relation::NonZero) {
            for (p, _) in &factorisation.factors {
                self.signs.assume_nonzero(p);
                self.signs.remember_nonzero(p, place);
            }
        }
        // `x^2 y >= 0` holds at `x = 0` for every `y`: it speaks of the odd factors only where no even one vanishes.
        let blind = relation == Relation::NonNegative
            && factorisation.factors.iter().any(|(p, k)| *k > 0 && k % 2 == 0 && !self.is_nonzero(p));
        if matches!(relation, Relation::Positive | Relation::NonNegative) && !blind {
            let (negative, strict) = (factorisation.content().is_negative(), relation == Relation::Positive);
            self.signs.assume_product(&odd, negative, strict);
            let odd = odd.iter().map(numerator_of).collect();
            self.signs.remember(ToldBy { fact: place, odd, negative, strict });
            if !strict {
                let even = factorisation.factors.iter().filter(|(_, k)| *k > 0 && k % 2 == 0);
                for (p, _) in even {
                    let reason = if self.recorder.is_on() { self.explain_nonzero(p) } else { None };
                    self.recorder.nonzero(p, reason);
                }
            }
        }
        Ok(())
    }

    /// The image of an expression whose kernels are known.
    pub(super) fn image_of(&self, e: &Expr) -> Result<Fraction, TowerError> {
        self.image.get(e).cloned().ok_or(TowerError::TooLarge)
    }

    pub(super) fn set_image(&mut self, e: &Expr, f: Fraction) {
        self.image.insert(e.clone(), f);
    }

    fn node(&mut self, e: &Expr) -> Result<(), TowerError> {
        if self.image.contains_key(e) {
            return Ok(());
        }
        let value = match e.kind() {
            Kind::Number(q) => self.field.number(q),
            Kind::Pi | Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. } => {
                if matches!(e.kind(), Kind::Mean { .. }) {
                    // Certificates have no form for it yet.
                    self.recorder.spoil();
                }
                let i = self.atom(e)?;
                if matches!(e.kind(), Kind::Pi) {
                    self.signs.set_range(i, Range::pi());
                }
                self.field.generator(i)
            }
            Kind::Sum(v) => self.fold(v, Field::add)?,
            Kind::Product(v) => self.fold(v, Field::mul)?,
            Kind::Power(b, x) => {
                let n = x.as_number().filter(|q| q.is_integer()).and_then(|q| q.to_integer().to_i64());
                let n = n.ok_or_else(|| TowerError::Exponent { power: e.clone() })?;
                let b_image = self.image_of(b)?;
                if n < 0 && b_image.is_zero() {
                    return Err(TowerError::NowhereDefined { denominator: b.clone() });
                }
                let p = self.field.pow(&b_image, n)?;
                self.reduced(p)?
            }
            Kind::Apply(..) | Kind::Binary(..) | Kind::Unspecified { .. } => return Err(TowerError::TooLarge),
        };
        self.set_image(e, value);
        Ok(())
    }

    fn fold(
        &self,
        operands: &[Expr],
        op: impl Fn(&Field<'e>, &Fraction, &Fraction) -> Result<Fraction, AlgebraError>,
    ) -> Result<Fraction, TowerError> {
        let mut operands = operands.iter();
        let Some(first) = operands.next() else { return Ok(self.field.number(&Rational::one())) };
        let mut out = self.image_of(first)?;
        for o in operands {
            out = self.reduced(op(&self.field, &out, &self.image_of(o)?)?)?;
        }
        Ok(out)
    }

    /// Reduces by every relation, newest generator first (its relation may introduce older generators only).
    pub(super) fn reduced(&self, f: Fraction) -> Result<Fraction, TowerError> {
        let mut f = f;
        for i in (0..self.generators.len()).rev() {
            match &self.generators[i].meaning {
                Meaning::Root { power, value, .. } => f = self.field.reduce(&f, i, *power, value)?,
                Meaning::Sin { cosine } if (f.numerator_degree(i) >= 2 || f.denominator_degree(i) >= 2) => {
                    let c = self.field.generator(*cosine);
                    let one = self.field.number(&Rational::one());
                    let value = self.field.sub(&one, &self.field.mul(&c, &c)?)?;
                    f = self.field.reduce(&f, i, 2, &value)?;
                }
                Meaning::SignOf { .. } | Meaning::Parity { .. } => {
                    let one = self.field.number(&Rational::one());
                    f = self.field.reduce(&f, i, 2, &one)?;
                }
                _ => {}
            }
        }
        Ok(f)
    }

    /// The generator of an atom, made when it is new.
    pub(super) fn atom(&mut self, e: &Expr) -> Result<usize, TowerError> {
        if let Some(i) = self.atoms.get(e) {
            return Ok(*i);
        }
        let i = self.new_generator(Meaning::Atom, e.clone())?;
        self.atoms.insert(e.clone(), i);
        Ok(i)
    }

    /// The generator of an atom, if there is one.
    pub(super) fn atoms_at(&self, e: &Expr) -> Option<usize> {
        self.atoms.get(e).copied()
    }

    /// A generator with a meaning of its own that is found again by its expression.
    pub(super) fn named_generator(&mut self, meaning: Meaning, e: &Expr) -> Result<usize, TowerError> {
        let i = self.new_generator(meaning, e.clone())?;
        self.atoms.insert(e.clone(), i);
        Ok(i)
    }

    pub(super) fn new_generator(&mut self, meaning: Meaning, expr: Expr) -> Result<usize, TowerError> {
        let i = self.generators.len();
        if i >= self.field.generators() {
            return Err(TowerError::TooManyGenerators);
        }
        let constant = !expr
            .nodes()
            .iter()
            .any(|e| matches!(e.kind(), Kind::Symbol(_) | Kind::Unspecified { .. } | Kind::Mean { .. }));
        self.generators.push(Generator { meaning, expr, constant });
        Ok(i)
    }
}

/// Kernels: what rational arithmetic does not reach.
pub(super) fn is_kernel(e: &Expr) -> bool {
    match e.kind() {
        Kind::Apply(..) | Kind::Binary(..) | Kind::Unspecified { .. } => true,
        Kind::Power(_, x) => !x.as_number().is_some_and(Rational::is_integer),
        _ => false,
    }
}

fn levels(nodes: &[Expr]) -> ExprMap<usize> {
    let mut level: ExprMap<usize> = ExprMap::default();
    for e in nodes {
        let mut h = 0;
        e.for_each_operand(|o| h = h.max(level[o]));
        level.insert(e.clone(), h + usize::from(is_kernel(e)));
    }
    level
}

/// The function of an elementary application.
pub(super) fn applied(e: &Expr) -> Option<(Function, &Expr)> {
    match e.kind() {
        Kind::Apply(f, x) => Some((*f, x)),
        _ => None,
    }
}
