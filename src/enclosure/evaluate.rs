//! Values of expressions at points: exact where everything stays rational, else enclosed.
//!
//! In: expressions, and points that give each symbol a rational or a box. Out: [`Value`]s. It must not know regions or
//! claims. Unspecified functions have been substituted before.
//!
//! An `Enclosed` value says two things: the expression is defined at every point of the box, and its values lie in the
//! interval. `Undefined` says that it is defined nowhere in the box.

use super::constants;
use super::decimal::agreed_decimal;
use super::interval::{Enclosure, Failure, Interval};
use super::power::exact_power;
use crate::symbolic::values::{exact_root, factorial_before};
use crate::symbolic::{Binary, Expr, ExprMap, Function, FunctionSymbol, Kind, Rational, Symbol};
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;
use std::time::Instant;

/// Exact numbers of more bits than this are enclosed instead.
const MAX_EXACT_BITS: u64 = 1 << 15;

/// The value of one symbol.
#[derive(Clone, Debug)]
pub enum Coordinate {
    /// One number.
    Exact(Rational),
    /// Every number of a box.
    Within(Interval),
}

/// The values of symbols, and how long one may take over what they give.
#[derive(Clone, Debug, Default)]
pub struct Point {
    coordinates: BTreeMap<Symbol, Coordinate>,
    until: Option<Instant>,
}

impl Point {
    /// A point with exact coordinates.
    #[must_use]
    pub fn exact(coordinates: impl IntoIterator<Item = (Symbol, Rational)>) -> Self {
        let coordinates = coordinates.into_iter().map(|(s, q)| (s, Coordinate::Exact(q))).collect();
        Self { coordinates, until: None }
    }

    /// The same point, where nothing more is known after this time: what is not computed by then is unclear.
    #[must_use]
    pub fn before(mut self, until: Option<Instant>) -> Self {
        self.until = until;
        self
    }

    /// The time after which nothing more is known.
    #[must_use]
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Whether the time is over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.until.is_some_and(|end| Instant::now() >= end)
    }

    /// The same point with one more coordinate.
    #[must_use]
    pub fn with(mut self, symbol: &Symbol, coordinate: Coordinate) -> Self {
        self.coordinates.insert(symbol.clone(), coordinate);
        self
    }

    /// Sets a coordinate.
    pub fn set(&mut self, symbol: &Symbol, coordinate: Coordinate) {
        self.coordinates.insert(symbol.clone(), coordinate);
    }

    /// The coordinate of a symbol.
    #[must_use]
    pub fn get(&self, symbol: &Symbol) -> Option<&Coordinate> {
        self.coordinates.get(symbol)
    }
}

/// What is known of the value of an expression.
#[derive(Clone, Debug)]
pub enum Value {
    /// It is this number.
    Exact(Rational),
    /// It is defined and lies in this interval.
    Enclosed(Interval),
    /// It is undefined because this part of it is.
    Undefined {
        /// The innermost part without a value.
        node: Expr,
    },
    /// It may be undefined, or too large, or more precision is needed.
    Unclear,
}

/// Why an expression cannot be evaluated at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationError {
    /// An unspecified function was not replaced.
    UnspecifiedFunction {
        /// The function.
        function: FunctionSymbol,
    },
    /// The point does not give this symbol a value.
    UnboundSymbol {
        /// The symbol.
        symbol: Symbol,
    },
}

impl Value {
    fn from_enclosure(enclosure: Enclosure, node: &Expr) -> Self {
        match enclosure {
            Ok(interval) => Self::Enclosed(interval),
            Err(Failure::Undefined) => Self::Undefined { node: node.clone() },
            Err(Failure::Unclear) => Self::Unclear,
        }
    }

    /// The value as an interval at a precision, if it has one.
    pub fn interval(&self, bits: usize) -> Option<Interval> {
        match self {
            Self::Exact(q) => Interval::from_rational(q, bits).ok(),
            Self::Enclosed(i) => Some(i.clone()),
            Self::Undefined { .. } | Self::Unclear => None,
        }
    }

    /// The ends of what is known of the value, exactly.
    #[must_use]
    pub fn bounds(&self) -> Option<(Rational, Rational)> {
        match self {
            Self::Exact(q) => Some((q.clone(), q.clone())),
            Self::Enclosed(i) => Some(i.endpoints()),
            Self::Undefined { .. } | Self::Unclear => None,
        }
    }

    /// The exact number, if known.
    #[must_use]
    pub fn as_exact(&self) -> Option<&Rational> {
        match self {
            Self::Exact(q) => Some(q),
            _ => None,
        }
    }

    /// The value to `digits` significant decimal digits, if they are certain.
    #[must_use]
    pub fn decimal(&self, digits: usize) -> Option<String> {
        let (a, b) = self.bounds()?;
        agreed_decimal(&a, &b, digits)
    }

    /// A failure among the operands outweighs every value: certain undefinedness first.
    fn failure(operands: &[&Self]) -> Option<Self> {
        if let Some(u) = operands.iter().find(|v| matches!(v, Self::Undefined { .. })) {
            return Some((*u).clone());
        }
        operands.iter().any(|v| matches!(v, Self::Unclear)).then_some(Self::Unclear)
    }
}

/// Expressions prepared for evaluation at many points: every node once, operands before users.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Step>,
    roots: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Step {
    node: Expr,
    operands: Vec<usize>,
    /// No symbol occurs in it.
    constant: bool,
}

impl Program {
    /// Prepares several expressions, which share common parts.
    pub fn new(roots: &[Expr]) -> Result<Self, EvaluationError> {
        let mut places: ExprMap<usize> = ExprMap::default();
        let mut steps = Vec::new();
        let unspecified = Expr::deep_nodes_of(roots).into_iter().find_map(|node| match node.kind() {
            Kind::Unspecified { function, .. } => Some(function.clone()),
            _ => None,
        });
        if let Some(function) = unspecified {
            return Err(EvaluationError::UnspecifiedFunction { function });
        }
        for node in Expr::nodes_of(roots) {
            if let Kind::Unspecified { function, .. } = node.kind() {
                return Err(EvaluationError::UnspecifiedFunction { function: function.clone() });
            }
            let mut operands = Vec::new();
            node.for_each_operand(|o| operands.extend(places.get(o).copied()));
            let moving = matches!(node.kind(), Kind::Symbol(_) | Kind::Bound(_) | Kind::Mean { .. });
            let constant = !moving && operands.iter().all(|i| steps.get(*i).is_some_and(|s: &Step| s.constant));
            places.insert(node.clone(), steps.len());
            steps.push(Step { node, operands, constant });
        }
        let roots = roots.iter().filter_map(|r| places.get(r).copied()).collect();
        Ok(Self { steps, roots })
    }

    /// The values of the expressions, in order, at `bits` bits of precision.
    pub fn evaluate(&self, point: &Point, bits: usize) -> Result<Vec<Value>, EvaluationError> {
        let mut values: Vec<Value> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            if point.is_late() {
                return Ok(self.roots.iter().map(|_| Value::Unclear).collect());
            }
            let kept = step.constant && constants::is_kept(&step.node);
            if let Some(value) = kept.then(|| constants::known(&step.node, bits)).flatten() {
                values.push(value);
                continue;
            }
            let operands: Vec<&Value> = step.operands.iter().filter_map(|i| values.get(*i)).collect();
            let value = limited(node_value(&step.node, &operands, point, bits)?, &step.node, bits);
            if kept {
                constants::keep(&step.node, bits, &value);
            }
            values.push(value);
        }
        Ok(self.roots.iter().filter_map(|i| values.get(*i).cloned()).collect())
    }
}

/// The value of one expression at a point, at `bits` bits of precision.
pub fn evaluate(expr: &Expr, point: &Point, bits: usize) -> Result<Value, EvaluationError> {
    Ok(Program::new(std::slice::from_ref(expr))?.evaluate(point, bits)?.pop().unwrap_or(Value::Unclear))
}

/// Exact numbers that have grown too long are enclosed.
fn limited(value: Value, node: &Expr, bits: usize) -> Value {
    match value {
        Value::Exact(q) if q.bits() > MAX_EXACT_BITS => Value::from_enclosure(Interval::from_rational(&q, bits), node),
        other => other,
    }
}

fn node_value(node: &Expr, operands: &[&Value], point: &Point, bits: usize) -> Result<Value, EvaluationError> {
    if let Some(failure) = Value::failure(operands) {
        return Ok(failure);
    }
    Ok(match node.kind() {
        Kind::Number(q) => Value::Exact(q.clone()),
        Kind::Pi => Value::from_enclosure(Interval::pi(bits), node),
        Kind::Symbol(symbol) => match point.get(symbol) {
            Some(Coordinate::Exact(q)) => Value::Exact(q.clone()),
            Some(Coordinate::Within(i)) => Value::Enclosed(i.clone()),
            None => return Err(EvaluationError::UnboundSymbol { symbol: symbol.clone() }),
        },
        Kind::Sum(_) => sum(operands, node, bits),
        Kind::Product(_) => product(operands, node, bits),
        Kind::Power(..) => match operands {
            [base, exponent] => power(base, exponent, node, bits),
            _ => Value::Unclear,
        },
        Kind::Apply(function, _) => match operands {
            [x] => apply(*function, x, node, bits),
            _ => Value::Unclear,
        },
        Kind::Binary(function, ..) => match operands {
            [x, y] => apply_binary(*function, x, y, node, bits),
            _ => Value::Unclear,
        },
        Kind::Mean { .. } => Value::from_enclosure(super::quadrature::mean(node, point, bits), node),
        Kind::Bound(_) => Value::Unclear,
        Kind::Unspecified { function, .. } => {
            return Err(EvaluationError::UnspecifiedFunction { function: function.clone() });
        }
    })
}

/// The rational terms are added exactly, the others with outward rounding.
fn sum(terms: &[&Value], node: &Expr, bits: usize) -> Value {
    let mut exact = Rational::zero();
    let mut enclosed: Option<Interval> = None;
    for term in terms {
        match term {
            Value::Exact(q) => exact += q,
            Value::Enclosed(i) => match enclosed.as_ref().map_or_else(|| Ok(i.clone()), |e| e.plus(i, bits)) {
                Ok(total) => enclosed = Some(total),
                Err(failure) => return Value::from_enclosure(Err(failure), node),
            },
            Value::Undefined { .. } | Value::Unclear => return (*term).clone(),
        }
    }
    match enclosed {
        None => Value::Exact(exact),
        Some(e) if exact.is_zero() => Value::Enclosed(e),
        Some(e) => Value::from_enclosure(Interval::from_rational(&exact, bits).and_then(|q| e.plus(&q, bits)), node),
    }
}

/// The rational factors are multiplied exactly. An exact 0 makes the product 0, for every factor is defined.
fn product(factors: &[&Value], node: &Expr, bits: usize) -> Value {
    let mut exact = Rational::one();
    for factor in factors {
        if let Value::Exact(q) = factor {
            exact *= q;
        }
    }
    if exact.is_zero() {
        return Value::Exact(exact);
    }
    let mut enclosed: Option<Interval> = None;
    for factor in factors {
        match factor {
            Value::Exact(_) => {}
            Value::Enclosed(i) => match enclosed.as_ref().map_or_else(|| Ok(i.clone()), |e| e.times(i, bits)) {
                Ok(total) => enclosed = Some(total),
                Err(failure) => return Value::from_enclosure(Err(failure), node),
            },
            Value::Undefined { .. } | Value::Unclear => return (*factor).clone(),
        }
    }
    match enclosed {
        None => Value::Exact(exact),
        Some(e) if exact.is_one() => Value::Enclosed(e),
        Some(e) => Value::from_enclosure(Interval::from_rational(&exact, bits).and_then(|q| e.times(&q, bits)), node),
    }
}

fn power(base: &Value, exponent: &Value, node: &Expr, bits: usize) -> Value {
    if let (Value::Exact(b), Value::Exact(q)) = (base, exponent) {
        if q.is_zero() && b.is_zero() {
            // 0^0 arises only from a symbolic exponent; whether it counts as an integer is not decided here.
            return Value::Unclear;
        }
        if q.is_zero() {
            return Value::Exact(Rational::one());
        }
        let undefined = (b.is_zero() && q.is_negative()) || (b.is_negative() && !q.is_integer());
        if undefined {
            return Value::Undefined { node: node.clone() };
        }
        if let Some(p) = exact_power(b, q, MAX_EXACT_BITS) {
            return Value::Exact(p);
        }
    }
    let Some(b) = base.interval(bits) else { return Value::Unclear };
    let enclosure = match exponent {
        // A box around 0 to the power 0: the same doubt as above.
        Value::Exact(q) if q.is_zero() && b.contains_zero() => Err(Failure::Unclear),
        Value::Exact(q) => b.pow_rational(q, bits),
        Value::Enclosed(e) => b.pow(e, bits),
        Value::Undefined { .. } | Value::Unclear => Err(Failure::Unclear),
    };
    Value::from_enclosure(enclosure, node)
}

fn apply(function: Function, x: &Value, node: &Expr, bits: usize) -> Value {
    if let Value::Exact(q) = x
        && let Some(value) = exact_function(function, q)
    {
        return Value::Exact(value);
    }
    let enclosure = match x.interval(bits) {
        Some(i) => i.elementary(function, bits),
        None => Err(Failure::Unclear),
    };
    Value::from_enclosure(enclosure, node)
}

fn apply_binary(function: Binary, x: &Value, y: &Value, node: &Expr, bits: usize) -> Value {
    if let (Value::Exact(a), Value::Exact(b)) = (x, y) {
        let value = match function {
            Binary::Min => Some(a.min(b).clone()),
            Binary::Max => Some(a.max(b).clone()),
            Binary::Atan2 => (a.is_zero() && b.is_positive()).then(Rational::zero),
            // (a-1)! (b-1)!/(a+b-1)!
            Binary::Beta => match (factorial_before(a), factorial_before(b), factorial_before(&(a + b))) {
                (Some(p), Some(q), Some(r)) => Some(p * q / r),
                _ => None,
            },
        };
        if let Some(value) = value {
            return Value::Exact(value);
        }
    }
    let enclosure = match (x.interval(bits), y.interval(bits)) {
        (Some(a), Some(b)) => a.binary(function, &b, bits),
        _ => Err(Failure::Unclear),
    };
    Value::from_enclosure(enclosure, node)
}

/// The rational values at rational arguments that are known beforehand. Of the elementary functions there are no others,
/// by the theorem of Lindemann, except those of `abs`, `sign` and the cube root.
fn exact_function(function: Function, x: &Rational) -> Option<Rational> {
    use Function as F;
    match function {
        F::Abs => Some(x.abs()),
        F::Sign => Some(x.signum()),
        F::Exp | F::Cos | F::Cosh if x.is_zero() => Some(Rational::one()),
        F::Sin | F::Tan | F::Sinh | F::Tanh | F::Asin | F::Atan | F::Asinh | F::Atanh if x.is_zero() => {
            Some(Rational::zero())
        }
        F::Log | F::Acos | F::Acosh if x.is_one() => Some(Rational::zero()),
        F::Logistic if x.is_zero() => Some(Rational::new(1.into(), 2.into())),
        F::Sec | F::Erfc | F::BesselI(0) if x.is_zero() => Some(Rational::one()),
        F::Cbrt | F::Erf | F::BesselI(_) if x.is_zero() => Some(Rational::zero()),
        F::Logit if *x == Rational::new(1.into(), 2.into()) => Some(Rational::zero()),
        F::LogGamma if x.is_one() || *x == Rational::from_integer(2.into()) => Some(Rational::zero()),
        F::Cbrt if x.is_negative() => exact_root(&-x, 3).map(|r| -r),
        F::Cbrt => exact_root(x, 3),
        F::Gamma => factorial_before(x),
        _ => None,
    }
}
