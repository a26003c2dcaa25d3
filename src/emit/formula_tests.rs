//! Formulas as printed: chosen examples, and laws over random expressions.

use super::latex::latex;
use super::layout::lay_out;
use super::text::{Characters, ascii, text};
use crate::numerics::lower::lower;
use crate::symbolic::{Binary, Expr, Function, FunctionSymbol, Rational, Role, Symbol};
use proptest::prelude::*;

fn coordinate(name: &str, rank: u32) -> Expr {
    Expr::symbol(&Symbol::new("M.a", name, Role::Coordinate, rank))
}

fn parameter(name: &str, rank: u32) -> Expr {
    Expr::symbol(&Symbol::new("", name, Role::Parameter, rank))
}

fn half() -> Expr {
    Expr::ratio(1, 2)
}

#[test]
fn formulas_read_as_papers_write_them() {
    let one = Expr::one();
    let (mu, s, tau, sigma) = (coordinate("mu", 0), coordinate("s", 1), coordinate("tau", 1), coordinate("sigma", 1));
    let (mu0, sigma0) = (parameter("mu0", 0), parameter("sigma0", 1));
    let spread = &sigma0.powi(2) + &(&mu - &mu0).powi(2);
    let two = Expr::integer(2);
    let cases = [
        (&mu0 - &mu, "mu0 - mu"),
        (&mu - &mu0, "mu - mu0"),
        (&spread - &s, "sigma0^2 + (mu - mu0)^2 - s"),
        (&tau - &(&tau.powi(2) * &spread), "tau - tau^2*(sigma0^2 + (mu - mu0)^2)"),
        (&s - &one, "s - 1"),
        (&one - &s, "1 - s"),
        (&(&s * &(&one - &s)).recip() * &two, "2/(s*(1 - s))"),
        (&(&s.powi(2) - &(&two * &s)) + &one, "s^2 - 2*s + 1"),
        (sigma.powi(-2), "1/sigma^2"),
        (-&sigma.powi(-2), "-1/sigma^2"),
        (sigma.sqrt().recip(), "1/sqrt(sigma)"),
        (sigma.pow(&Expr::ratio(3, 2)), "sigma^(3/2)"),
        (
            &(&sigma / &sigma0).log() + &(&spread / &(&two * &sigma.powi(2))) - half(),
            "(sigma0^2 + (mu - mu0)^2)/(2*sigma^2) + log(sigma/sigma0) - 1/2",
        ),
        (&one + &(-&s).exp(), "1 + exp(-s)"),
        (&s.exp() - &one, "exp(s) - 1"),
        (&(-&mu - &s) * &tau, "-tau*(mu + s)"),
        (s.exp().powi(3), "exp(3*s)"),
        (&mu / &(&mu - &s).exp().powi(2), "mu/exp(2*(mu - s))"),
        (&mu / &s.exp(), "mu/exp(s)"),
        (-(&mu - &one), "1 - mu"),
        (-(&(&s * &two) - &two.powi(2)) * &mu, "2*mu*(2 - s)"),
        (-(&mu - &mu0), "-(mu - mu0)"),
        (two.pow(&s), "2^s"),
        (half().pow(&s), "(1/2)^s"),
        (s.pow(&-&mu), "s^(-mu)"),
        (s.pow(&mu).pow(&half()), "sqrt(s^mu)"),
        (-&(&mu + &s).powi(2), "-(mu + s)^2"),
        (&(&mu * &half()) - &(&s / &Expr::integer(3)), "mu/2 - s/3"),
        (&mu.exp() * &(&(&mu + &s) * &(&Expr::integer(3) * &mu)), "3*mu*(mu + s)*exp(mu)"),
        (&(&(&two * &mu) - &(&two * &s)) / &(&two * &tau.powi(2)), "(mu - s)/tau^2"),
        (&Expr::pi() * &two * &s, "2*pi*s"),
    ];
    for (e, expected) in cases {
        assert_eq!(ascii(&e), expected);
    }
    assert_eq!(
        text(&lay_out(&(&two * &sigma.powi(12) * &(&mu + &s).powi(2))), Characters::Unicode),
        "2·sigma¹²·(mu + s)²"
    );
}

#[test]
fn derivatives_of_unspecified_functions_have_a_notation() {
    let (x, y) = (coordinate("x", 0), coordinate("y", 1));
    let f = FunctionSymbol::new("f", 2, false, 0);
    let g = FunctionSymbol::new("g", 1, false, 1);
    let two = Expr::jet(&f, vec![2, 1], vec![x.clone(), y]);
    assert_eq!(ascii(&two), "D[2,1](f)(x, y)");
    assert_eq!(latex(&two), "\\partial_{1}^{2} \\partial_{2} f\\left(x, y\\right)");
    assert_eq!(latex(&two.powi(2)), "\\left(\\partial_{1}^{2} \\partial_{2} f\\left(x, y\\right)\\right)^{2}");
    let jet = |n| Expr::jet(&g, vec![n], vec![x.clone()]);
    assert_eq!((ascii(&jet(0)), ascii(&jet(2)), ascii(&jet(4))), ("g(x)".into(), "g''(x)".into(), "D[4](g)(x)".into()));
    assert_eq!(latex(&jet(4)), "{g}^{(4)}\\left(x\\right)");
}

#[test]
fn latex_keeps_words_and_numbers_apart() {
    let (rate, mu) = (parameter("rate", 0), coordinate("mu", 0));
    let e = &Expr::integer(3) * &Expr::integer(2).pow(&mu) * &rate * &mu.apply(Function::Sin).powi(2);
    assert_eq!(latex(&e), "3 \\cdot 2^{\\mu} \\, \\mathrm{rate} \\, \\sin^{2}\\left(\\mu\\right)");
    assert_eq!(latex(&(&mu.sqrt() / &rate)), "\\frac{\\sqrt{\\mu}}{\\mathrm{rate}}");
    let differential = Expr::symbol(&Symbol::new("M.a", "dsigma", Role::Differential, 0));
    assert_eq!(latex(&differential.powi(2)), "{\\mathrm{d}\\sigma}^{2}");
}

const NAMES: [&str; 24] = [
    "x",
    "mu0",
    "sigma_post",
    "σ₁",
    "naïve_2",
    "w[1]",
    "K[1,2]",
    "x'",
    "_",
    "__a",
    "a_b_c",
    "omicron",
    "Ω",
    "变量",
    "τ_eff",
    "µ",
    "x12y",
    "e",
    "d",
    "hbar3",
    "varphi_0",
    "ξ″",
    "ß",
    "𝔤",
];

fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (0..NAMES.len(), any::<bool>()).prop_map(|(i, coordinate)| {
            let role = if coordinate { Role::Coordinate } else { Role::Parameter };
            Expr::symbol(&Symbol::new("M.a", NAMES[i], role, u32::try_from(i).unwrap()))
        }),
        (-9_i64..10, 1_i64..5).prop_map(|(n, d)| Expr::ratio(n, d)),
        Just(Expr::pi()),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Expr::sum),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Expr::product),
            (inner.clone(), -3_i64..4).prop_map(|(e, n)| if e.is_zero() { e } else { e.powi(n) }),
            (inner.clone(), -3_i64..4).prop_map(|(e, n)| if e.is_zero() { e } else { e.pow(&Expr::ratio(n, 2)) }),
            (inner.clone(), inner.clone()).prop_map(|(b, x)| if b.is_zero() { b } else { b.pow(&x) }),
            (inner.clone(), 0_usize..Function::ALL.len()).prop_map(|(e, i)| e.apply(Function::ALL[i])),
            (inner.clone(), inner.clone(), 0_usize..4).prop_map(|(a, b, i)| a.with(Binary::ALL[i], &b)),
            (inner.clone(), -1_i64..2).prop_map(|(e, c)| &e.exp() * &Expr::integer(c) - Expr::one()),
        ]
    })
}

fn with_unspecified() -> impl Strategy<Value = Expr> {
    (expression(), expression(), 0_u32..5, 0_u32..3, 0..NAMES.len()).prop_map(|(a, b, m, n, i)| {
        let f = FunctionSymbol::new(NAMES[i], 2, false, 0);
        let g = FunctionSymbol::new(NAMES[i], 1, false, 0);
        let jets = &Expr::jet(&f, vec![m, n], vec![a.clone(), b.clone()]) * &Expr::jet(&g, vec![m], vec![a]).powi(2);
        &jets + &b
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_formula_is_latex_that_katex_reads(e in with_unspecified()) {
        let source = latex(&e);
        prop_assert!(ratex_parser::parse(&source).is_ok(), "{source}: {:?}", ratex_parser::parse(&source).err());
    }

    #[test]
    fn every_name_is_latex(name in "[_\\p{XID_Start}][\\p{XID_Continue}₀-₉'′]{0,10}") {
        let source = super::latex_name::latex_name(&name);
        prop_assert!(ratex_parser::parse(&source).is_ok(), "{source}: {:?}", ratex_parser::parse(&source).err());
        let unit = super::latex_name::latex_unit(&name);
        prop_assert!(ratex_parser::parse(&unit).is_ok() || name.contains(['-', '(', ')', '^']), "{unit}");
    }

    #[test]
    fn text_read_back_has_the_same_value(e in expression(), values in proptest::collection::vec(0.1_f64..2.0, NAMES.len())) {
        let symbols: Vec<Symbol> = e.symbols().into_iter().collect();
        // Coordinates and parameters of one name would read back as one.
        let names: std::collections::BTreeSet<&str> = symbols.iter().map(Symbol::name).collect();
        prop_assume!(names.len() == symbols.len());
        let at: Vec<f64> = values[..symbols.len()].to_vec();
        let expected = lower(std::slice::from_ref(&e), &symbols).unwrap().evaluate(&at).unwrap()[0];
        for characters in [Characters::Ascii, Characters::Unicode] {
            let source = text(&lay_out(&e), characters);
            let read = Reader { rest: &source, symbols: &symbols, at: &at }.whole();
            let close = (read - expected).abs() <= 1e-6 * expected.abs().max(1.0);
            // Where values overflow or cancel, only finite and well-conditioned ones can be compared.
            prop_assert!(close || !read.is_finite() || !expected.is_finite() || expected.abs() > 1e9 || unstable(&e, &symbols, &at),
                "{source}: read {read}, expected {expected}");
        }
    }
}

/// Whether a tiny change of the inputs changes the value much.
fn unstable(e: &Expr, symbols: &[Symbol], at: &[f64]) -> bool {
    let program = lower(std::slice::from_ref(e), symbols).unwrap();
    let moved: Vec<f64> = at.iter().map(|x| x * (1.0 + 1e-12)).collect();
    let (a, b) = (program.evaluate(at).unwrap()[0], program.evaluate(&moved).unwrap()[0]);
    !b.is_finite() || (a - b).abs() > 1e-9 * a.abs().max(1.0) || contains_jump(e)
}

/// `sign` of something that should be 0 is decided by rounding.
fn contains_jump(e: &Expr) -> bool {
    use crate::symbolic::Kind;
    e.nodes().iter().any(|n| matches!(n.kind(), Kind::Apply(Function::Sign, _) | Kind::Binary(Binary::Atan2, ..)))
}

/// Reads the language's arithmetic with its precedences, straight to a value.
struct Reader<'a> {
    rest: &'a str,
    symbols: &'a [Symbol],
    at: &'a [f64],
}

impl Reader<'_> {
    fn whole(mut self) -> f64 {
        let v = self.sum();
        assert_eq!(self.rest, "");
        v
    }

    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> f64 {
        let mut v = self.product();
        loop {
            if self.take("+") {
                v += self.product();
            } else if self.take("-") {
                v -= self.product();
            } else {
                return v;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut v = self.signed();
        loop {
            if self.take("*") || self.take("·") {
                v *= self.signed();
            } else if self.take("/") {
                v /= self.signed();
            } else {
                return v;
            }
        }
    }

    fn signed(&mut self) -> f64 {
        if self.take("-") { -self.signed() } else { self.power() }
    }

    fn power(&mut self) -> f64 {
        let base = self.atom();
        let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        let digits: String = self.rest.chars().take_while(|c| raised.contains(*c)).collect();
        if !digits.is_empty() {
            self.rest = &self.rest[digits.len()..];
            let n = digits
                .chars()
                .fold(0, |n, c| 10 * n + i32::try_from(raised.chars().position(|d| d == c).unwrap()).unwrap());
            return base.powi(n);
        }
        if self.take("^") { base.powf(self.signed()) } else { base }
    }

    fn atom(&mut self) -> f64 {
        if self.take("(") {
            let v = self.sum();
            assert!(self.take(")"), "{}", self.rest);
            return v;
        }
        let digits: String = self.rest.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            self.rest = &self.rest[digits.len()..];
            return digits.parse().unwrap();
        }
        // Longest first: `sinh` before `sin`, `x12y` before `x`.
        let mut functions: Vec<(&str, Option<Function>)> = Function::ALL.iter().map(|f| (f.name(), Some(*f))).collect();
        functions.push(("sqrt", None));
        for (name, f) in functions {
            if self.take(&format!("{name}(")) {
                let f = f.map(|f| match f.order() {
                    Some(_) => {
                        let n = self.sum();
                        assert!(self.take(","), "{}", self.rest);
                        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                        Function::of_order(name, n as u32).expect("a family")
                    }
                    None => f,
                });
                let v = self.sum();
                assert!(self.take(")"), "{}", self.rest);
                return f.map_or_else(|| v.sqrt(), |f| crate::numerics::interpret::apply(f, v));
            }
        }
        for f in Binary::ALL {
            if self.take(&format!("{}(", f.name())) {
                let x = self.sum();
                assert!(self.take(","), "{}", self.rest);
                let y = self.sum();
                assert!(self.take(")"), "{}", self.rest);
                return crate::numerics::interpret::apply_binary(f, x, y);
            }
        }
        if self.take("pi") {
            return std::f64::consts::PI;
        }
        let found = self.symbols.iter().zip(self.at).filter(|(s, _)| self.rest.starts_with(s.name()));
        let (symbol, value) = found.max_by_key(|(s, _)| s.name().len()).expect("a name");
        self.rest = &self.rest[symbol.name().len()..];
        *value
    }
}

#[test]
fn the_layout_is_the_same_for_every_way_of_building() {
    let (x, y) = (coordinate("x", 0), coordinate("y", 1));
    let c = Expr::number(Rational::from_integer(2.into()));
    let a = Expr::sum([x.powi(2), &c * &x * &y, y.powi(2)]);
    let b = Expr::sum([y.powi(2), x.powi(2), &y * &(&x * &c)]);
    assert_eq!(ascii(&a), "x^2 + 2*x*y + y^2");
    assert_eq!(lay_out(&a), lay_out(&b));
}
