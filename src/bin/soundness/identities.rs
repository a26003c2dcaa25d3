//! Identities and inequalities that are true for all arguments of their sorts, and their near misses.
//!
//! Each line is a theorem: both sides are built from the same arguments, and where both are defined the relation holds.

use super::chance::Chance;
use super::term::Sort::{Integer, Positive as P, Real as R, Unit as U};
use super::term::{Sort, Term, call, call2, op, term};

/// A theorem about two arguments.
pub struct Rule {
    /// What it belongs to.
    pub class: &'static str,
    /// Sorts of the arguments.
    sorts: [Sort; 2],
    /// Sort of both sides.
    out: Sort,
    /// How the sides compare.
    pub relation: &'static str,
    left: fn(&Term, &Term) -> Term,
    right: fn(&Term, &Term) -> Term,
}

type Side = fn(&Term, &Term) -> Term;

const fn same(class: &'static str, sorts: [Sort; 2], out: Sort, left: Side, right: Side) -> Rule {
    Rule { class, sorts, out, relation: "==", left, right }
}

const fn order(sorts: [Sort; 2], left: Side, relation: &'static str, right: Side) -> Rule {
    Rule { class: "inequalities", sorts, out: Sort::Real, relation, left, right }
}

fn half(a: Term) -> Term {
    op('/', a, 2)
}

fn square(a: &Term) -> Term {
    op('^', a, 2)
}

fn double(a: &Term) -> Term {
    op('*', 2, a)
}

/// Every theorem.
pub const RULES: &[Rule] = &[
    // ---- algebra
    same(
        "algebra",
        [R, R],
        R,
        |a, b| square(&op('+', a, b)),
        |a, b| op('+', op('+', square(a), square(b)), op('*', double(a), b)),
    ),
    same("algebra", [R, R], R, |a, b| op('-', square(a), square(b)), |a, b| op('*', op('-', a, b), op('+', a, b))),
    same("algebra", [R, P], R, |a, b| op('/', op('+', a, b), b), |a, b| op('+', op('/', a, b), 1)),
    same(
        "algebra",
        [P, P],
        P,
        |a, b| op('+', op('/', 1, a), op('/', 1, b)),
        |a, b| op('/', op('+', a, b), op('*', a, b)),
    ),
    same(
        "algebra",
        [R, R],
        R,
        |a, b| op('-', op('^', a, 3), op('^', b, 3)),
        |a, b| op('*', op('-', a, b), op('+', op('+', square(a), op('*', a, b)), square(b))),
    ),
    same("algebra", [R, R], R, |a, b| op('/', op('-', square(a), square(b)), op('-', a, b)), |a, b| op('+', a, b)),
    // ---- exponentials and logarithms
    same("exp_log", [R, R], P, |a, b| call("exp", op('+', a, b)), |a, b| op('*', call("exp", a), call("exp", b))),
    same("exp_log", [P, P], R, |a, b| call("log", op('*', a, b)), |a, b| op('+', call("log", a), call("log", b))),
    same("exp_log", [P, P], R, |a, b| call("log", op('/', a, b)), |a, b| op('-', call("log", a), call("log", b))),
    same("exp_log", [R, R], R, |a, _| call("log", call("exp", a)), |a, _| a.clone()),
    same("exp_log", [P, R], P, |a, _| call("exp", op('*', 3, call("log", a))), |a, _| op('^', a, 3)),
    same("exp_log", [P, R], P, |a, b| op('^', a, op('+', b, 1)), |a, b| op('*', a, op('^', a, b))),
    same("exp_log", [P, R], P, |a, b| call("exp", op('*', b, call("log", a))), |a, b| op('^', a, b)),
    same("exp_log", [R, R], R, |a, _| op('-', call("softplus", a), call("softplus", op('-', 0, a))), |a, _| a.clone()),
    same("exp_log", [R, R], P, |a, _| call("logistic", op('-', 0, a)), |a, _| op('-', 1, call("logistic", a))),
    same("exp_log", [U, R], U, |a, _| call("logistic", call("logit", a)), |a, _| a.clone()),
    same("exp_log", [R, R], R, |a, _| call("log", square(a)), |a, _| double(&call("log", call("abs", a)))),
    // ---- powers and roots
    same(
        "powers_roots",
        [P, P],
        P,
        |a, b| call("sqrt", op('*', a, b)),
        |a, b| op('*', call("sqrt", a), call("sqrt", b)),
    ),
    same(
        "powers_roots",
        [P, P],
        P,
        |a, b| call("sqrt", op('/', a, b)),
        |a, b| op('/', call("sqrt", a), call("sqrt", b)),
    ),
    same(
        "powers_roots",
        [P, P],
        R,
        |a, b| op('-', a, b),
        |a, b| op('*', op('-', call("sqrt", a), call("sqrt", b)), op('+', call("sqrt", a), call("sqrt", b))),
    ),
    same("powers_roots", [P, R], P, |a, _| call("sqrt", square(a)), |a, _| a.clone()),
    same(
        "powers_roots",
        [P, P],
        P,
        |a, b| op('^', op('*', a, b), op('/', 2, 3)),
        |a, b| op('*', op('^', a, op('/', 2, 3)), op('^', b, op('/', 2, 3))),
    ),
    same("powers_roots", [P, R], P, |a, _| op('^', op('^', a, 3), op('/', 1, 2)), |a, _| op('*', a, call("sqrt", a))),
    same("powers_roots", [P, R], P, |a, b| op('^', op('^', a, b), 2), |a, b| op('^', a, double(b))),
    same("powers_roots", [R, R], R, |a, _| op('^', call("cbrt", a), 3), |a, _| a.clone()),
    same(
        "powers_roots",
        [R, R],
        R,
        |a, b| call("cbrt", op('*', a, b)),
        |a, b| op('*', call("cbrt", a), call("cbrt", b)),
    ),
    // ---- trigonometry
    same(
        "trig",
        [R, R],
        R,
        |a, b| call("sin", op('+', a, b)),
        |a, b| op('+', op('*', call("sin", a), call("cos", b)), op('*', call("cos", a), call("sin", b))),
    ),
    same(
        "trig",
        [R, R],
        R,
        |a, b| call("cos", op('-', a, b)),
        |a, b| op('+', op('*', call("cos", a), call("cos", b)), op('*', call("sin", a), call("sin", b))),
    ),
    same("trig", [R, R], R, |a, _| call("cos", double(a)), |a, _| op('-', 1, op('*', 2, square(&call("sin", a))))),
    same(
        "trig",
        [R, R],
        R,
        |a, _| call("sin", op('*', 3, a)),
        |a, _| op('-', op('*', 3, call("sin", a)), op('*', 4, op('^', call("sin", a), 3))),
    ),
    same(
        "trig",
        [R, R],
        R,
        |a, _| call("tan", a),
        |a, _| op('/', call("sin", double(a)), op('+', 1, call("cos", double(a)))),
    ),
    same("trig", [R, R], R, |a, _| square(&call("sec", a)), |a, _| op('+', 1, square(&call("tan", a)))),
    same(
        "trig",
        [R, R],
        R,
        |a, b| op('*', call("sin", a), call("sin", b)),
        |a, b| half(op('-', call("cos", op('-', a, b)), call("cos", op('+', a, b)))),
    ),
    same("trig", [R, R], R, |a, _| call("tan", call("atan", a)), |a, _| a.clone()),
    same(
        "trig",
        [R, R],
        R,
        |a, _| call("sin", call("atan", a)),
        |a, _| op('/', a, call("sqrt", op('+', 1, square(a)))),
    ),
    // ---- hyperbolic functions
    same(
        "hyperbolic",
        [R, R],
        R,
        |a, b| call("sinh", op('+', a, b)),
        |a, b| op('+', op('*', call("sinh", a), call("cosh", b)), op('*', call("cosh", a), call("sinh", b))),
    ),
    same("hyperbolic", [R, R], P, |a, _| square(&call("cosh", a)), |a, _| op('+', 1, square(&call("sinh", a)))),
    same(
        "hyperbolic",
        [R, R],
        R,
        |a, _| call("tanh", double(a)),
        |a, _| op('/', op('*', 2, call("tanh", a)), op('+', 1, square(&call("tanh", a)))),
    ),
    same("hyperbolic", [R, R], R, |a, _| call("sinh", call("asinh", a)), |a, _| a.clone()),
    same(
        "hyperbolic",
        [R, R],
        R,
        |a, _| call("asinh", a),
        |a, _| call("log", op('+', a, call("sqrt", op('+', square(a), 1)))),
    ),
    same("hyperbolic", [U, R], R, |a, _| call("tanh", call("atanh", a)), |a, _| a.clone()),
    // ---- absolute values
    same("abs_minmax", [R, R], R, |a, b| call("abs", op('*', a, b)), |a, b| op('*', call("abs", a), call("abs", b))),
    same("abs_minmax", [R, R], R, |a, _| call("sqrt", square(a)), |a, _| call("abs", a)),
    same("abs_minmax", [R, R], R, |a, b| op('+', call2("max", a, b), call2("min", a, b)), |a, b| op('+', a, b)),
    same(
        "abs_minmax",
        [R, R],
        R,
        |a, b| op('-', call2("max", a, b), call2("min", a, b)),
        |a, b| call("abs", op('-', a, b)),
    ),
    same("abs_minmax", [R, R], R, |a, _| op('*', call("sign", a), call("abs", a)), |a, _| a.clone()),
    same("abs_minmax", [P, R], R, |a, b| call("abs", op('*', a, b)), |a, b| op('*', a, call("abs", b))),
    same(
        "abs_minmax",
        [R, P],
        R,
        |a, b| call("sqrt", op('*', square(a), b)),
        |a, b| op('*', call("abs", a), call("sqrt", b)),
    ),
    // ---- integer exponents
    same("integers", [R, Integer], R, |a, n| op('^', a, op('+', n, 1)), |a, n| op('*', a, op('^', a, n))),
    same("integers", [R, Integer], R, |a, n| op('^', op('-', 0, a), double(n)), |a, n| op('^', a, double(n))),
    same("integers", [R, Integer], R, |a, n| op('^', op('*', a, 2), n), |a, n| op('*', op('^', 2, n), op('^', a, n))),
    same("integers", [R, Integer], R, |a, n| op('^', op('-', 0, a), n), |a, n| op('*', op('^', -1, n), op('^', a, n))),
    same("integers", [P, Integer], R, |a, n| call("log", op('^', a, n)), |a, n| op('*', n, call("log", a))),
    // ---- inverse functions
    same("inverse", [U, R], R, |a, _| call("asin", call("sin", a)), |a, _| a.clone()),
    same("inverse", [U, R], R, |a, _| call("sin", call("acos", a)), |a, _| call("sqrt", op('-', 1, square(a)))),
    same(
        "inverse",
        [P, R],
        R,
        |a, _| op('+', call("atan", a), call("atan", op('/', 1, a))),
        |_, _| half(Term::Variable("pi")),
    ),
    same("inverse", [U, R], R, |a, _| op('+', call("asin", a), call("acos", a)), |_, _| half(Term::Variable("pi"))),
    same(
        "inverse",
        [P, U],
        R,
        |a, b| call2("atan2", op('*', a, call("sin", b)), op('*', a, call("cos", b))),
        |_, b| b.clone(),
    ),
    same(
        "inverse",
        [U, U],
        R,
        |a, b| op('+', call("atan", a), call("atan", b)),
        |a, b| call("atan", op('/', op('+', a, b), op('-', 1, op('*', a, b)))),
    ),
    same("inverse", [P, R], R, |a, b| call2("atan2", b, a), |a, b| call("atan", op('/', b, a))),
    same("inverse", [U, R], R, |a, _| call("cos", double(&call("acos", a))), |a, _| op('-', op('*', 2, square(a)), 1)),
    // ---- special functions
    same("special", [P, R], P, |a, _| call("gamma", op('+', a, 1)), |a, _| op('*', a, call("gamma", a))),
    same(
        "special",
        [P, R],
        R,
        |a, _| call("digamma", op('+', a, 1)),
        |a, _| op('+', call("digamma", a), op('/', 1, a)),
    ),
    same(
        "special",
        [P, R],
        R,
        |a, _| call("trigamma", op('+', a, 1)),
        |a, _| op('-', call("trigamma", a), op('/', 1, square(a))),
    ),
    same("special", [P, P], P, |a, b| call2("beta", a, b), |a, b| call2("beta", b, a)),
    same(
        "special",
        [P, P],
        P,
        |a, b| call2("beta", op('+', a, 1), b),
        |a, b| op('*', call2("beta", a, b), op('/', a, op('+', a, b))),
    ),
    same("special", [R, R], R, |a, _| call("erf", op('-', 0, a)), |a, _| op('-', 0, call("erf", a))),
    same("special", [R, R], R, |a, _| call("erfc", a), |a, _| op('-', 1, call("erf", a))),
    same("special", [P, R], R, |a, _| call("lgamma", op('+', a, 1)), |a, _| op('+', call("lgamma", a), call("log", a))),
    // ---- half turns
    same(
        "integers",
        [R, Integer],
        R,
        |a, n| call("cos", op('+', a, op('*', n, Term::Variable("pi")))),
        |a, n| op('*', op('^', -1, n), call("cos", a)),
    ),
    same(
        "integers",
        [R, Integer],
        R,
        |a, n| call("sin", op('+', a, op('*', double(n), Term::Variable("pi")))),
        |a, _| call("sin", a),
    ),
    // ---- inequalities
    order([R, R], |a, b| op('+', square(a), square(b)), ">=", |a, b| op('*', double(a), b)),
    order([R, R], |a, _| call("exp", a), ">", |_, _| Term::Number(0)),
    order([R, R], |a, _| call("cosh", a), ">=", |_, _| Term::Number(1)),
    order([R, R], |a, _| call("tanh", a), "<", |_, _| Term::Number(1)),
    order([P, P], |a, b| half(op('+', a, b)), ">=", |a, b| call("sqrt", op('*', a, b))),
    order([P, R], |a, _| call("log", a), "<=", |a, _| op('-', a, 1)),
    order([R, R], |a, _| call("exp", a), ">=", |a, _| op('+', a, 1)),
    order([R, R], |a, b| call("abs", op('+', a, b)), "<=", |a, b| op('+', call("abs", a), call("abs", b))),
    order([R, R], |a, b| call2("max", a, b), ">=", |a, _| a.clone()),
    order([P, P], |a, b| op('+', op('/', a, b), op('/', b, a)), ">=", |_, _| Term::Number(2)),
    order([U, R], |a, _| op('*', a, op('-', 1, a)), ">", |_, _| Term::Number(0)),
    order([R, R], |a, b| op('+', square(a), op('+', square(b), 1)), ">", |a, b| op('-', 0, op('*', a, b))),
];

/// Rewritings that are true on a part of the domain only, or everywhere: which of them is not known beforehand.
const TEMPTING: &[(Side, Side)] = &[
    (|a, _| call("sqrt", square(a)), |a, _| a.clone()),
    (|a, _| call("log", square(a)), |a, _| double(&call("log", a))),
    (|a, b| call("log", op('*', a, b)), |a, b| op('+', call("log", a), call("log", b))),
    (|a, b| call("sqrt", op('*', a, b)), |a, b| op('*', call("sqrt", a), call("sqrt", b))),
    (|a, b| call("sqrt", op('/', a, b)), |a, b| op('/', call("sqrt", a), call("sqrt", b))),
    (|a, _| call("asin", call("sin", a)), |a, _| a.clone()),
    (|a, _| call("acos", call("cos", a)), |a, _| a.clone()),
    (|a, _| call("atan", call("tan", a)), |a, _| a.clone()),
    (|a, _| op('+', call("atan", a), call("atan", op('/', 1, a))), |_, _| half(Term::Variable("pi"))),
    (
        |a, b| op('+', call("atan", a), call("atan", b)),
        |a, b| call("atan", op('/', op('+', a, b), op('-', 1, op('*', a, b)))),
    ),
    (|a, b| call2("atan2", b, a), |a, b| call("atan", op('/', b, a))),
    (|a, _| call("acosh", call("cosh", a)), |a, _| a.clone()),
    (|a, _| square(&call("sign", a)), |_, _| Term::Number(1)),
    (|a, _| call("abs", a), |a, _| a.clone()),
    (|a, _| call("abs", a), |a, _| op('*', a, call("sign", a))),
    (|a, b| call("abs", op('+', a, b)), |a, b| op('+', call("abs", a), call("abs", b))),
    (|a, _| call("cbrt", square(a)), |a, _| op('^', a, op('/', 2, 3))),
    (|a, _| op('^', square(a), op('/', 1, 2)), |a, _| call("abs", a)),
    (|a, b| op('^', square(a), b), |a, b| op('^', a, double(b))),
    (|a, b| call2("max", a, b), |a, _| a.clone()),
    (|a, b| op('*', call2("max", a, b), call2("min", a, b)), |a, b| op('*', a, b)),
    (|a, _| op('/', a, a), |_, _| Term::Number(1)),
    (|a, _| call("sqrt", op('-', 1, square(&call("sin", a)))), |a, _| call("cos", a)),
    (|a, _| op('^', op('-', 0, a), Term::Variable("n")), |a, _| op('^', a, Term::Variable("n"))),
    (|a, _| op('^', a, Term::Variable("n")), |a, _| op('^', call("abs", a), Term::Variable("n"))),
    (|a, _| call("sqrt", op('^', a, double(&Term::Variable("n")))), |a, _| op('^', a, Term::Variable("n"))),
    (|a, _| call("exp", call("lgamma", a)), |a, _| call("gamma", a)),
    (|a, b| call("sign", op('+', a, b)), |a, b| op('+', call("sign", a), call("sign", b))),
    (|a, b| call("sign", op('*', a, b)), |a, b| op('*', call("sign", a), call("sign", b))),
    (|a, _| double(&call("atan", a)), |a, _| call("asin", op('/', double(a), op('+', 1, square(a))))),
];

/// A tempting rewriting of a random argument, done once or twice, maybe within a context.
pub fn tempting(chance: &mut Chance) -> (Term, Term) {
    loop {
        let (from, to) = chance.of(TEMPTING);
        let sorts = [Sort::Real, Sort::Real, Sort::Positive, Sort::Unit];
        let (depth, sort) = (chance.below(3), *chance.of(&sorts));
        let (mut a, b) = (term(sort, depth, chance), term(*chance.of(&sorts), depth.min(1), chance));
        let mut other = a.clone();
        if chance.once_in(3) {
            let (inner, outer) = chance.of(TEMPTING);
            let c = term(*chance.of(&sorts), 1, chance);
            (a, other) = (inner(&a, &c), outer(&a, &c));
        }
        let (left, right) = (from(&a, &b), to(&other, &b));
        let p = term(Sort::Positive, 1, chance);
        let (left, right) = match chance.below(4) {
            0 => (op('*', left, &p), op('*', right, &p)),
            1 => (op('+', left, &b), op('+', right, &b)),
            _ => (left, right),
        };
        if left.size() <= LARGEST && right.size() <= LARGEST {
            return (left, right);
        }
    }
}

/// A statement and whether it is true by construction.
pub struct Made {
    /// What it belongs to.
    pub class: &'static str,
    /// The left side.
    pub left: Term,
    /// `==`, `<`, ..
    pub relation: &'static str,
    /// The right side.
    pub right: Term,
    /// False: by one mutation, still to be certified.
    pub truth: bool,
}

/// Largest side that is stated.
const LARGEST: usize = 60;

/// A random statement.
pub fn made(chance: &mut Chance) -> Made {
    loop {
        let (rule, mut left, mut right) = instance(chance);
        if rule.relation == "==" {
            for _ in 0..chance.below(3) {
                (left, right) = context(rule, left, right, chance);
            }
        }
        let truth = !chance.once_in(2);
        if !truth {
            let mut place = chance.below(right.size());
            right = right.mutated(&mut place);
        }
        if left.size() <= LARGEST && right.size() <= LARGEST {
            return Made { class: rule.class, left, relation: rule.relation, right, truth };
        }
    }
}

/// A theorem with arguments; an argument may itself be rewritten by a second theorem on one side.
fn instance(chance: &mut Chance) -> (&'static Rule, Term, Term) {
    let rule = chance.of(RULES);
    let depth = chance.below(3);
    let (mut a, b) = (term(rule.sorts[0], depth, chance), term(rule.sorts[1], depth.min(1), chance));
    let mut other = a.clone();
    if rule.relation == "==" && chance.once_in(3) {
        let inner = chance.of(RULES);
        let fits = inner.relation == "=="
            && (inner.out == rule.sorts[0] || (rule.sorts[0] == Sort::Real && inner.out == Sort::Positive));
        if fits {
            let (c, d) = (term(inner.sorts[0], 1, chance), term(inner.sorts[1], 0, chance));
            (a, other) = ((inner.left)(&c, &d), (inner.right)(&c, &d));
        }
    }
    (rule, (rule.left)(&a, &b), (rule.right)(&other, &b))
}

/// The same thing done to both sides.
fn context(rule: &Rule, left: Term, right: Term, chance: &mut Chance) -> (Term, Term) {
    let choice = chance.below(6);
    let c = term(Sort::Real, 1, chance);
    let p = term(Sort::Positive, 1, chance);
    let f = |t: Term| match choice {
        0 => op('+', t, &c),
        1 => op('*', &c, t),
        2 => op('/', t, &p),
        3 => op('^', t, 2),
        4 if rule.class == "trig" => call("sin", t),
        4 if rule.out == Sort::Positive => call("log", t),
        _ => op('-', &c, t),
    };
    (f(left), f(right))
}
