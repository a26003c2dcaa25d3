//! Identities through the tower: what reduces to 0, what must not, and which signs are certain.
//! The engine runs on this process's dedicated thread, behind the machine-wide lock.

use geoflow::engine::{Answer, EngineOptions, Job, Jobs, Supervisor, Task};
use geoflow::symbolic::{Bound, Expr, Fact, Function as F, FunctionSymbol, Kind, Region, Role, Symbol, Variable};
use geoflow::tower::closed_form::weight;
use geoflow::tower::positivity::CertainSign;

fn symbol(name: &str, rank: u32) -> Symbol {
    Symbol::new("M.a", name, Role::Coordinate, rank)
}

/// x, y real; p, q positive; u in (0, 1).
fn region() -> Region {
    let open = |n: i64| Bound::Open(Expr::integer(n));
    Region {
        variables: vec![
            Variable::real(symbol("x", 0)),
            Variable::real(symbol("y", 1)),
            Variable::positive(symbol("p", 2)),
            Variable::positive(symbol("q", 3)),
            Variable { lower: open(0), upper: open(1), ..Variable::real(symbol("u", 4)) },
        ],
        conditions: Vec::new(),
    }
}

fn names() -> [Expr; 5] {
    [("x", 0), ("y", 1), ("p", 2), ("q", 3), ("u", 4)].map(|(n, r)| Expr::symbol(&symbol(n, r)))
}

fn n(k: i64) -> Expr {
    Expr::integer(k)
}

fn ask(task: Task, exprs: Vec<Expr>, facts: Vec<Fact>) -> Vec<Answer> {
    let mut engine = Supervisor::new(EngineOptions::default());
    let job = Job { task, exprs, region: region(), defined_where: facts, abbreviations: Vec::new(), record: false };
    engine.run(&job).expect("the engine answers").answers
}

#[test]
fn true_identities_reduce_to_zero() {
    let [x, y, p, q, u] = names();
    let sin = |e: &Expr| e.apply(F::Sin);
    let cos = |e: &Expr| e.apply(F::Cos);
    let f = FunctionSymbol::new("f", 2, false, 9);
    let identities = vec![
        ("exp(2 log p) = p^2", (p.log() * n(2)).exp() - p.powi(2)),
        ("exp(x+y) = exp x exp y", (&x + &y).exp() - x.exp() * y.exp()),
        ("exp(x/2)^2 = exp x", (&x * &Expr::ratio(1, 2)).exp().powi(2) - x.exp()),
        ("log(p^2 q) splits", (p.powi(2) * &q).log() - p.log() * n(2) - q.log()),
        ("sqrt 12 = 2 sqrt 3", n(12).sqrt() - n(3).sqrt() * n(2)),
        ("sqrt 2 sqrt 3 = sqrt 6", n(2).sqrt() * n(3).sqrt() - n(6).sqrt()),
        ("sin^2 + cos^2 = 1", sin(&x).powi(2) + cos(&x).powi(2) - n(1)),
        ("sin 2x", sin(&(&x * &n(2))) - sin(&x) * cos(&x) * n(2)),
        (
            "sin(x + pi/6)",
            sin(&(&x + &(Expr::pi() * Expr::ratio(1, 6))))
                - sin(&x) * n(3).sqrt() * Expr::ratio(1, 2)
                - cos(&x) * Expr::ratio(1, 2),
        ),
        ("cos(pi/12)", cos(&(Expr::pi() * Expr::ratio(1, 12))) - (n(6).sqrt() + n(2).sqrt()) * Expr::ratio(1, 4)),
        ("addition theorem", sin(&(&x + &y)) - sin(&x) * cos(&y) - cos(&x) * sin(&y)),
        ("sqrt(x^2) = |x|", x.powi(2).sqrt() - x.apply(F::Abs)),
        ("|x|^2 = x^2", x.apply(F::Abs).powi(2) - x.powi(2)),
        ("sqrt(p^2 + 2p + 1) = p + 1", (p.powi(2) + &p * &n(2) + n(1)).sqrt() - &p - n(1)),
        ("sqrt(pq)", (&p * &q).sqrt() - p.sqrt() * q.sqrt()),
        ("sqrt(1-u) (1-u)^(3/2)", (n(1) - &u).sqrt() * (n(1) - &u).pow(&Expr::ratio(3, 2)) - (n(1) - &u).powi(2)),
        ("log sqrt p", p.sqrt().log() - p.log() * Expr::ratio(1, 2)),
        ("4th root", p.pow(&Expr::ratio(1, 4)).powi(2) - p.sqrt()),
        ("p^x p^y", p.pow(&x) * p.pow(&y) - p.pow(&(&x + &y))),
        ("tanh", x.apply(F::Tanh) - x.apply(F::Sinh) / x.apply(F::Cosh)),
        ("logistic", x.apply(F::Logistic) + (-&x).apply(F::Logistic) - n(1)),
        ("softplus", x.apply(F::Softplus) - (-&x).apply(F::Softplus) - &x),
        ("asinh of sinh", x.apply(F::Sinh).apply(F::Asinh).apply(F::Sinh) - x.apply(F::Sinh)),
        ("acos + asin", u.apply(F::Acos) + u.apply(F::Asin) - Expr::pi() * Expr::ratio(1, 2)),
        (
            "unspecified arguments",
            Expr::unspecified(&f, vec![&x + &y, n(1)])
                - Expr::unspecified(&f, vec![(x.powi(2) - y.powi(2)) / (&x - &y), n(1)]),
        ),
    ];
    for (name, e) in identities {
        // One by one, so that each identity stands on its own kernels.
        assert_eq!(ask(Task::Zero, vec![e], Vec::new()), vec![Answer::Zero], "{name}");
    }
}

#[test]
fn a_logarithm_splits_without_signs_where_it_is_defined() {
    let [x, y, ..] = names();
    let e = (x.powi(2) - y.powi(2)).log() - (&x + &y).log() - (&x - &y).log();
    let facts = vec![Fact::positive(&x + &y), Fact::positive(&x - &y)];
    assert_eq!(ask(Task::Zero, vec![e], facts), vec![Answer::Zero]);
}

#[test]
fn false_identities_do_not_reduce_to_zero() {
    let [x, y, p, _, u] = names();
    let tiny = Expr::number("1/1000000000000000000000000000000".parse().expect("a number"));
    for e in [
        x.powi(2).sqrt() - &x,
        (&x + &y).exp() - x.exp() - y.exp(),
        n(2).sqrt() * n(3).sqrt() - n(6).sqrt() + &tiny,
        x.apply(F::Sign).powi(2) - n(1),
        (&u - &n(1)).powi(2).sqrt() - &u + n(1),
        p.log() - p.log() + tiny,
    ] {
        let answers = ask(Task::Zero, vec![e.clone()], Vec::new());
        assert!(matches!(answers[..], [Answer::NotReduced(_)]), "{e}: {answers:?}");
    }
}

#[test]
fn dividing_by_a_hidden_zero_is_nowhere_defined() {
    let [_, _, p, ..] = names();
    let hidden = (&p + &n(1)).powi(2) - p.powi(2) - &p * &n(2) - n(1);
    for e in [hidden.recip(), (p.sqrt().powi(2) + &hidden - &p).recip(), (&hidden * &p).log()] {
        let answers = ask(Task::Zero, vec![e.clone()], Vec::new());
        assert!(matches!(answers[..], [Answer::NowhereDefined(_)]), "{e}: {answers:?}");
    }
}

#[test]
fn signs_are_certain_or_not_claimed() {
    let [x, y, p, _, u] = names();
    let sign = |e: Expr| ask(Task::Sign, vec![e], Vec::new()).remove(0);
    assert_eq!(sign(&p + &n(1)), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(n(1) - &u), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(u.powi(2) - &u), Answer::Sign(CertainSign::Negative));
    assert_eq!(sign(x.powi(2) + y.powi(2)), Answer::Sign(CertainSign::NonNegative));
    assert_eq!(sign(x.powi(2) - &x * &y + y.powi(2) + n(1)), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(&p * &u - &u * &n(2) + n(2)), Answer::Sign(CertainSign::Positive));
    let binomial = &p * &u * (n(1) - &u) * n(2) + (n(1) - &u * &n(2)).powi(2);
    assert_eq!(sign(binomial), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(&x * &y), Answer::NoSign);
    assert_eq!(sign(&x - &y), Answer::NoSign);
    assert_eq!(sign((&x - &y).powi(2)), Answer::Sign(CertainSign::NonNegative));
}

#[test]
fn a_square_that_may_vanish_hides_the_sign_of_the_rest() {
    let [x, y, p, ..] = names();
    let given = |fact: Expr| ask(Task::Sign, vec![y.clone()], vec![Fact::nonnegative(fact)]).remove(0);
    // At x = 0 the fact holds for every y.
    assert_eq!(given(x.powi(2) * &y), Answer::NoSign);
    assert_eq!(given(p.powi(2) * &y), Answer::Sign(CertainSign::NonNegative));
}

#[test]
fn a_fact_carries_what_stands_above_it() {
    let [x, y, ..] = names();
    let fact = vec![Fact::positive(x.powi(2) + y.powi(2))];
    let sign = |e: Expr| ask(Task::Sign, vec![e], fact.clone()).remove(0);
    assert_eq!(sign(x.powi(2) * n(4) + y.powi(2)), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(x.powi(2) * n(-4) - y.powi(2)), Answer::Sign(CertainSign::Negative));
    assert_eq!(sign(x.powi(2) * n(4) + &x * &y * n(5)), Answer::NoSign);
    assert_eq!(sign(x.powi(2)), Answer::Sign(CertainSign::NonNegative));
}

#[test]
fn roots_outweigh_or_are_outweighed() {
    let [x, _, p, q, u] = names();
    let sign = |e: Expr| ask(Task::Sign, vec![e], Vec::new()).remove(0);
    let long = (x.powi(2) + n(1)).sqrt();
    assert_eq!(sign(&x + &long), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(&x - &long), Answer::Sign(CertainSign::Negative));
    assert_eq!(sign((&p + &n(1)).sqrt() - p.sqrt()), Answer::Sign(CertainSign::Positive));
    assert_eq!(sign(u.sqrt() - n(1)), Answer::Sign(CertainSign::Negative));
    // Near misses: the larger part has no certain sign, or neither is certainly larger.
    assert_eq!(sign(&x + &(x.powi(2) - n(1)).sqrt()), Answer::NoSign);
    assert_eq!(sign(p.sqrt() - q.sqrt()), Answer::NoSign);
    assert_eq!(sign(p.sqrt() - n(1)), Answer::NoSign);
}

#[test]
fn closed_forms_are_short() {
    let [x, y, p, q, _] = names();
    let form = |e: Expr| match ask(Task::Readable, vec![e], Vec::new()).remove(0) {
        Answer::ClosedForm(e) => geoflow::emit::text::ascii(&e),
        other => panic!("{other:?}"),
    };
    assert_eq!(form((&x - &y).powi(2).derivative(&symbol("x", 0)) / p.powi(2)), "2*(x - y)/p^2");
    assert_eq!(form((p.powi(2) - q.powi(2)) / (&p - &q)), "p + q");
    assert_eq!(form((&p * &q).log().derivative(&symbol("p", 2))), "1/p");
}

/// Each is given in a form that nobody wants to read, and must come out as a paper has it.
#[test]
fn closed_forms_read_as_in_papers() {
    let [x, y, p, q, u] = names();
    let form = |e: &Expr| match ask(Task::Readable, vec![e.clone()], Vec::new()).remove(0) {
        Answer::ClosedForm(e) => e,
        other => panic!("{other:?}"),
    };
    let one = Expr::one();
    let cases = [
        // Logarithms with proportional coefficients are one, with the rest apart.
        ((&p * p.log() - &p * q.log() * n(2) + &p + &q) / &p, "q/p + log(p/q^2) + 1"),
        (p.log() * n(2) + n(8).log() - u.log() * n(4), "log(8*p^2/u^4)"),
        // Squares are completed, and what is no square is left alone.
        (expand(&(&x * &y - &p).powi(2)) + &q, "(x*y - p)^2 + q"),
        (x.powi(2) - &x * &y * n(3) + y.powi(2), "x^2 - 3*x*y + y^2"),
        // What is negative on the domain is turned round, and a minus sign goes into a difference to a number.
        (&u * (&u - &one).recip() * n(-2), "2*u/(1 - u)"),
        ((&x - &one).recip() * (&p + &q) * -&y, "y*(p + q)/(1 - x)"),
        // By the powers of what stands in most terms.
        (expand(&(&x * (&p + &q + &u) + &y * (&p + &q + &u).powi(2))), "(y*(p + q + u) + x)*(p + q + u)"),
    ];
    for (e, expected) in cases {
        let found = form(&e);
        assert_eq!(geoflow::emit::text::ascii(&found), expected);
        assert_eq!(ask(Task::Zero, vec![&found - &e], Vec::new()), [Answer::Zero], "{expected}");
    }
    // The shortest of all is sometimes what was written.
    let written = (&x / &p - &one).powi(2) + (&y / &q - &one).powi(2);
    assert_eq!(form(&written), written);
}

/// What is factored without the engine comes out as the engine's own factors do: products are put together, expanded,
/// and must come apart again. Among them are those that look easier than they are: squares, common factors of the
/// coefficients, quadratics with a square discriminant.
#[test]
fn products_come_apart_into_their_factors() {
    let [x, y, p, q, n] = names();
    let one = Expr::one();
    let factors = [
        &x + &y,
        &x - &y,
        x.powi(2) + y.powi(2),
        &x * &y + &p,
        &x * (&p + &q) + &y * (&p - &q),
        x.powi(2) + &x * &y + &p,
        &p * x.powi(2) - &q,
        x.powi(2) * &y + &x * y.powi(2) + &one,
        &x * Expr::integer(2) + Expr::integer(3),
        &n * &y - &one,
        x.powi(3) + &y + &p,
    ];
    for (i, a) in factors.iter().enumerate() {
        for b in &factors[i..] {
            for scale in [one.clone(), &x * Expr::integer(-6), y.powi(2) * (&x + &q)] {
                let product = Expr::product([a.clone(), b.clone(), scale]);
                let expanded = expand(&product);
                let Answer::ClosedForm(form) = ask(Task::Readable, vec![expanded.clone()], Vec::new()).remove(0) else {
                    panic!("{}", geoflow::emit::text::ascii(&product));
                };
                // The lightest form wins, so the product is never heavier than what it was made from.
                let text = geoflow::emit::text::ascii(&form);
                assert!(weight(&form) <= weight(&product), "{text} for {}", geoflow::emit::text::ascii(&product));
                let answers = ask(Task::Zero, vec![&form - &product], Vec::new());
                assert_eq!(answers, [Answer::Zero], "{text}");
            }
        }
    }
}

/// Products of sums multiplied out.
fn expand(e: &Expr) -> Expr {
    match e.kind() {
        Kind::Sum(terms) => Expr::sum(terms.iter().map(expand)),
        Kind::Product(parts) => parts.iter().map(expand).fold(Expr::one(), |a, b| distributed(&a, &b)),
        Kind::Power(base, n) => {
            let n = n.as_number().and_then(|q| q.to_integer().try_into().ok()).unwrap_or(0_u32);
            (0..n).fold(Expr::one(), |a, _| distributed(&a, &expand(base)))
        }
        _ => e.clone(),
    }
}

fn distributed(a: &Expr, b: &Expr) -> Expr {
    let terms = |e: &Expr| match e.kind() {
        Kind::Sum(terms) => terms.clone(),
        _ => vec![e.clone()],
    };
    Expr::sum(terms(a).iter().flat_map(|s| terms(b).into_iter().map(move |t| s * &t)))
}

/// Written in the parameter of an interval, a power of 5,000 would have as many terms, each made by as many steps.
#[test]
fn high_degrees_are_given_up() {
    use geoflow::polynomial::Polynomial;
    use geoflow::rational::Rational;
    use geoflow::tower::positivity::{Range, sign};
    use num_traits::{One, Zero};
    let less_one = |n: u32| Polynomial::variable(0).power(n).minus(&Polynomial::one());
    let unit = [Range::within(Rational::zero(), Rational::one(), false)];
    assert_eq!(sign(&less_one(100), &unit), Some(CertainSign::Negative));
    assert_eq!(sign(&less_one(5_000), &unit), None);
    assert_eq!(sign(&Polynomial::variable(0).power(5_000), &[Range::positive()]), Some(CertainSign::Positive));
}

#[test]
fn an_abbreviation_stands_for_more_than_a_power_of_one_name() {
    let [x, _, p, ..] = names();
    let readable = |expr: Expr, definition: Expr| {
        let job = Job {
            task: Task::Readable,
            exprs: vec![expr],
            region: region(),
            defined_where: Vec::new(),
            abbreviations: vec![(Symbol::new("M.a", "A", Role::Coordinate, 9), definition)],
            record: false,
        };
        let answers = Supervisor::new(EngineOptions::default()).run(&job).expect("the engine answers").answers;
        match answers.as_slice() {
            [Answer::ClosedForm(form)] => form.to_string(),
            other => panic!("one closed form is expected: {other:?}"),
        }
    };
    assert_eq!(readable(n(4) / p.powi(2), p.powi(2) * n(3)), "4*p^(-2)");
    assert_eq!(readable(n(4) / (x.powi(2) + n(1)), x.powi(2) + n(1)), "4*A^(-1)");
}
