//! Small expressions as text of the language, made at random with values of a wanted sort.

use super::chance::Chance;
use std::fmt;

/// What values an expression has wherever it is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Any real number.
    Real,
    /// Greater than 0.
    Positive,
    /// Between 0 and 1.
    Unit,
    /// An integer variable.
    Integer,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A whole number.
    Number(i64),
    /// A variable of [`VARIABLES`], or `pi`.
    Variable(&'static str),
    /// Two sides with `+ - * / ^` between them.
    Binary(char, Box<Term>, Box<Term>),
    /// A function of its arguments.
    Call(&'static str, Vec<Term>),
}

/// Every variable with its domain.
pub const VARIABLES: [(&str, &str, Sort); 8] = [
    ("x", "real", Sort::Real),
    ("y", "real", Sort::Real),
    ("z", "negative", Sort::Real),
    ("w", "(-2, 1)", Sort::Real),
    ("p", "positive", Sort::Positive),
    ("q", "positive", Sort::Positive),
    ("u", "(0, 1)", Sort::Unit),
    ("n", "integer", Sort::Integer),
];

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) if *n < 0 => write!(f, "({n})"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Variable(name) => f.write_str(name),
            Self::Binary(op, a, b) => write!(f, "({a} {op} {b})"),
            Self::Call(name, arguments) => {
                let list: Vec<String> = arguments.iter().map(ToString::to_string).collect();
                write!(f, "{name}({})", list.join(", "))
            }
        }
    }
}

/// `a op b`
pub fn op(sign: char, a: impl Into<Term>, b: impl Into<Term>) -> Term {
    Term::Binary(sign, Box::new(a.into()), Box::new(b.into()))
}

/// `f(a)`
pub fn call(name: &'static str, a: impl Into<Term>) -> Term {
    Term::Call(name, vec![a.into()])
}

/// `f(a, b)`
pub fn call2(name: &'static str, a: impl Into<Term>, b: impl Into<Term>) -> Term {
    Term::Call(name, vec![a.into(), b.into()])
}

impl From<i64> for Term {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<&Term> for Term {
    fn from(t: &Term) -> Self {
        t.clone()
    }
}

impl Term {
    /// The variables that occur.
    pub fn variables(&self, out: &mut Vec<&'static str>) {
        match self {
            Self::Number(_) => {}
            Self::Variable(name) => {
                if !out.contains(name) && *name != "pi" {
                    out.push(name);
                }
            }
            Self::Binary(_, a, b) => {
                a.variables(out);
                b.variables(out);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|a| a.variables(out)),
        }
    }

    /// Number of nodes.
    pub fn size(&self) -> usize {
        match self {
            Self::Number(_) | Self::Variable(_) => 1,
            Self::Binary(_, a, b) => 1 + a.size() + b.size(),
            Self::Call(_, arguments) => 1 + arguments.iter().map(Self::size).sum::<usize>(),
        }
    }

    /// Changes the `k`-th node that can be changed; what is left of `k` when there are fewer.
    pub fn mutated(&self, k: &mut usize) -> Self {
        let here = *k == 0;
        *k = k.wrapping_sub(1);
        match self {
            Self::Number(n) => Self::Number(if here { n + 1 } else { *n }),
            Self::Variable(_) if here => op('*', 2, self),
            Self::Variable(_) => self.clone(),
            Self::Binary(sign, a, b) => {
                let sign = match (here, sign) {
                    (true, '+') => '-',
                    (true, '-') => '+',
                    (true, '*') => '/',
                    (true, '/') => '*',
                    (_, sign) => *sign,
                };
                op(sign, a.mutated(k), b.mutated(k))
            }
            Self::Call(name, arguments) => {
                const SWAPS: [(&str, &str); 8] = [
                    ("sin", "cos"),
                    ("cos", "sin"),
                    ("sinh", "cosh"),
                    ("cosh", "sinh"),
                    ("max", "min"),
                    ("min", "max"),
                    ("tanh", "atan"),
                    ("abs", "cbrt"),
                ];
                let swapped = SWAPS.iter().find(|(from, _)| here && from == name).map_or(*name, |(_, to)| to);
                let out = Self::Call(swapped, arguments.iter().map(|a| a.mutated(k)).collect());
                if here && swapped == *name { op('+', out, 1) } else { out }
            }
        }
    }
}

/// A random expression of a sort.
pub fn term(sort: Sort, depth: usize, chance: &mut Chance) -> Term {
    match sort {
        Sort::Integer => Term::Variable("n"),
        _ if depth == 0 => leaf(sort, chance),
        Sort::Real => real(depth - 1, chance),
        Sort::Positive => positive(depth - 1, chance),
        Sort::Unit => match chance.below(3) {
            0 => call("logistic", term(Sort::Real, depth - 1, chance)),
            1 => op('/', 1, op('+', 1, term(Sort::Positive, depth - 1, chance))),
            _ => op('*', term(Sort::Unit, depth - 1, chance), term(Sort::Unit, depth - 1, chance)),
        },
    }
}

fn leaf(sort: Sort, chance: &mut Chance) -> Term {
    let fits = |s: Sort| {
        s == sort || (sort == Sort::Real && s == Sort::Positive) || (sort == Sort::Positive && s == Sort::Unit)
    };
    let names: Vec<&'static str> = VARIABLES.iter().filter(|v| fits(v.2)).map(|v| v.0).collect();
    if sort != Sort::Unit && chance.once_in(4) {
        return Term::Number(if sort == Sort::Positive { chance.between(1, 5) } else { chance.between(-3, 5) });
    }
    Term::Variable(chance.of::<&str>(&names))
}

fn real(depth: usize, chance: &mut Chance) -> Term {
    let a = term(Sort::Real, depth, chance);
    match chance.below(9) {
        0..=2 => op('+', a, term(Sort::Real, depth, chance)),
        3 | 4 => op('*', a, term(Sort::Real, depth, chance)),
        5 => op('-', a, term(Sort::Real, depth, chance)),
        6 => call(chance.of::<&str>(&["sin", "cos"]), a),
        7 => call("log", term(Sort::Positive, depth, chance)),
        _ => op('/', a, term(Sort::Positive, depth, chance)),
    }
}

fn positive(depth: usize, chance: &mut Chance) -> Term {
    let a = term(Sort::Positive, depth, chance);
    match chance.below(7) {
        0 | 1 => op('+', a, term(Sort::Positive, depth, chance)),
        2 => op('*', a, term(Sort::Positive, depth, chance)),
        3 => op('/', a, term(Sort::Positive, depth, chance)),
        4 => call("exp", term(Sort::Real, depth, chance)),
        5 => op('+', op('^', term(Sort::Real, depth, chance), 2), chance.between(1, 4)),
        _ => call("sqrt", a),
    }
}
