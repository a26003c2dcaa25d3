//! True claims with the near misses that their proofs must not be bent to prove.

/// A model that ends with one true claim, and models that end with a false one.
pub struct Case {
    /// what is attacked
    pub name: &'static str,
    /// the model
    pub text: &'static str,
    /// replacements in the text, each of which makes the claim false
    pub misses: &'static [(&'static str, &'static str)],
    /// steps written by hand, where geoflow finds others; the point at which everything is defined is among them
    pub steps: Option<&'static str>,
}

const fn found(name: &'static str, text: &'static str, misses: &'static [(&'static str, &'static str)]) -> Case {
    Case { name, text, misses, steps: None }
}

const fn written(
    name: &'static str,
    text: &'static str,
    misses: &'static [(&'static str, &'static str)],
    steps: &'static str,
) -> Case {
    Case { name, text, misses, steps: Some(steps) }
}

pub const CASES: &[Case] = &[
    // Reductions to 0: a wrong coefficient, exponent, kernel, sign, domain.
    found(
        "logarithms",
        "param x: positive\nparam y: positive\nprove log(x^2*y) == 2*log(x) + log(y)\n",
        &[("2*log", "3*log"), ("x^2", "x^3"), ("log(y)\n", "log(y + 1)\n"), ("log(x)", "log(2*x)")],
    ),
    found("roots", "param x: positive\nprove sqrt(4*x^2) == 2*x\n", &[("x: positive", "x: real"), ("4*", "5*")]),
    found(
        "exponentials",
        "param a: real\nparam b: positive\nprove exp(2*a + log(b)) == b*exp(a)^2\n",
        &[("2*a", "a"), ("exp(2*a", "sin(2*a"), ("^2", "^3")],
    ),
    found(
        "angles",
        "param t: real\nprove sin(2*t + pi/6) == sin(t)*cos(t)*sqrt(3) + (cos(t)^2 - sin(t)^2)/2\n",
        &[("pi/6", "pi/4"), ("sin(2*t", "cos(2*t"), ("- sin(t)^2", "+ sin(t)^2")],
    ),
    found(
        "signs as generators",
        "param x: real\nparam y: real\nprove sign(x)^2*abs(x*y) == x*y*sign(x)*sign(y)\n",
        &[("*sign(y)\n", "\n"), ("abs(x*y)", "x*y")],
    ),
    found(
        "unspecified functions",
        "function f(x)\nparam u: positive\nprove f(u^2/u)*atan(-u) == -f(u)*atan(u)\n",
        &[("-f(u)", "f(u)"), ("f(u^2/u)", "f(u^2)"), ("atan(-u)", "sin(-u)")],
    ),
    found(
        "integer exponents",
        "param n: integer\nparam x: nonzero\nprove (-x)^n == (-1)^n*x^n\n",
        &[("n: integer", "n: positive"), ("(-1)^n*", ""), ("(-1)^n*x^n", "x^(n + 1)")],
    ),
    found(
        "polar",
        "param x: real\nparam y: real\nprove cos(atan2(y, x)) == x/sqrt(x^2 + y^2)\n",
        &[("atan2(y, x)", "atan2(x, y)"), ("== x/", "== y/"), ("cos(", "sin(")],
    ),
    found(
        "quadrants",
        "param x: negative\nparam y: positive\nprove atan2(y, x) == atan(y/x) + pi\n",
        &[("+ pi", "- pi"), ("x: negative", "x: nonzero"), ("y: positive", "y: real")],
    ),
    found(
        "main branches",
        "param t: (pi/2, 3*pi/2)\nprove asin(sin(t)) == pi - t\n",
        &[("(pi/2, 3*pi/2)", "(0, 3*pi/2)"), ("pi - t", "t - pi"), ("asin(sin", "asin(cos")],
    ),
    found(
        "sums of angles",
        "param x: positive\nprove atan(x) + atan(1/x) == pi/2\n",
        &[("x: positive", "x: nonzero"), ("pi/2", "-3*pi/2"), ("atan(1/x)", "atan(2/x)")],
    ),
    found(
        "gamma",
        "param x: positive\nprove gamma(x + 2) == x*(x + 1)*gamma(x)\n",
        &[("x + 2", "x + 3"), ("x + 1", "x + 2"), ("*gamma(x)", "*gamma(x + 1)")],
    ),
    found(
        "forms of radicals",
        "param x: (1, inf)\nprove sqrt(x + 2*sqrt(x - 1)) == 1 + sqrt(x - 1)\n",
        &[("1 + sqrt", "2 + sqrt"), ("x + 2*", "x + 3*")],
    ),
    found(
        "exponentials beside 1",
        "param x: real\nprove abs(exp(x) - 1)*x == abs(x)*(exp(x) - 1)\n",
        &[
            ("exp(x) - 1)*x", "exp(-x) - 1)*x"),
            ("abs(x)*(", "x*("),
            ("exp(x) - 1)\n", "exp(x) - 2)\n"),
            ("abs(exp", "(exp"),
        ],
    ),
    found(
        "signs that may be 0",
        "param x: real\nparam y: real\nprove sign(x*y) == sign(x)*sign(y)\n",
        &[("sign(x*y)", "sign(x + y)"), ("sign(x)*", ""), ("sign(x)*", "sign(x)^2*"), ("sign(x*y)", "abs(x*y)")],
    ),
    found(
        "cases",
        "param x: real\nprove sign(x)*abs(x) == x\n",
        &[("== x", "== abs(x)"), ("sign(x)*", ""), ("== x", "== 2*x")],
    ),
    found(
        "cases without a value",
        "param x: real\nprove 1/(abs(x) + x) > 0\n",
        &[("> 0", "> 1/100"), ("abs(x) + x", "abs(x) + 2*x"), ("abs(x) + x", "x"), ("> 0", "< 0")],
    ),
    found(
        "components one by one",
        "param u: real\nmanifold M { chart a { x: real, y: real } }\nmetric g on M.a = [[abs(u)*abs(x) + 1, 0], [0, 1 + abs(y)]]\n\
         prove g == [[abs(u*x) + 1, 0], [0, 1 + sign(y)*y]]\n",
        &[("sign(y)*y", "y"), ("abs(u*x)", "u*x")],
    ),
    // Signs.
    found("sign", "param x: real\nprove x^2 - 2*x + 2 > 0\n", &[("+ 2 >", "+ 1 >"), ("2*x", "3*x")]),
    found(
        "conditions",
        "param x: real\nparam y: real\nprove x^3*y > 0 given x*y > 0\n",
        &[(" given x*y > 0", ""), ("x*y > 0", "x*y >= 0"), ("x*y > 0", "x + y > 0")],
    ),
    found(
        "narrow ranges",
        "param x: positive\nprove exp(x) > 1\n",
        &[("x: positive", "x: nonnegative"), ("x: positive", "x: real"), ("> 1", "> 2"), ("exp(x)", "cos(x)")],
    ),
    found("constants", "prove exp(pi) > 23\n", &[("23", "24"), ("exp(pi)", "-exp(pi)")]),
    found(
        "boxes",
        "param x: (0, 1)\nparam y: (1, 2)\nprove exp(sin(3*x*y)) + cos(exp(x - y)) - x*y*cos(y) > 1/10\n",
        &[("1/10", "2"), ("(0, 1)", "(0, 4)"), ("(0, 1)", "(0, inf)"), ("cos(exp(x - y))", "2*cos(pi*x*y)")],
    ),
    found(
        "monotone",
        "param x: real\nparam y: real\nprove exp(x) > exp(y) given x > y\n",
        &[
            ("given x > y", "given x >= y"),
            (" given x > y", ""),
            ("exp(y)", "exp(2*y)"),
            ("given x > y", "given y > x"),
        ],
    ),
    found(
        "monotone functions of one domain",
        "param x: real\nparam y: real\nprove cbrt(x) > cbrt(y) given x > y\n",
        &[
            ("cbrt(x) > cbrt(y)", "cosh(x) > cosh(y)"),
            ("cbrt(x) > cbrt(y)", "tan(x) > tan(y)"),
            ("given x > y", "given x >= y"),
        ],
    ),
    // Polynomials in one variable, in one integer.
    found("sturm", "param x: real\nprove x^4 - x + 1 > 0\n", &[("+ 1 >", ">"), ("x^4", "x^3"), ("- x", "- 2*x")]),
    found(
        "sturm at a closed end",
        "param x: (1, 3)\nprove x^5 - 4*x^2 + 4 > 0\n",
        &[("(1, 3)", "(-1, 3)"), ("+ 4", "+ 3"), ("(1, 3)", "(-inf, 3)")],
    ),
    found(
        "integers",
        "param n: integer\nprove n*(n + 1) >= 0\n",
        &[("n: integer", "n: real"), (">= 0", "> 0"), ("n + 1", "n + 2")],
    ),
    // Algebraic numbers, logarithms of them.
    found(
        "separation",
        "prove cbrt(cbrt(2) - 1) == cbrt(1/9) - cbrt(2/9) + cbrt(4/9)\n",
        &[("cbrt(4/9)", "cbrt(4/9) + 1/10^40"), ("- cbrt(2/9)", "+ cbrt(2/9)")],
    ),
    found(
        "exponential",
        "prove 3*log((1 + sqrt(5))/2) == log(2 + sqrt(5))\n",
        &[("3*", "2*"), ("log(2", "log(1/10^30 + 2"), ("3*log", "3*exp")],
    ),
    // Derivatives.
    found(
        "slope",
        "param x: nonnegative\nprove exp(x) >= 1 + x + x^2/2\n",
        &[(">=", ">"), ("x^2/2", "x^2"), ("x: nonnegative", "x: real"), ("1 + x", "2 + x")],
    ),
    found(
        "slope from an open end",
        "param x: positive\nprove log(1 + x) < x\n",
        &[("x: positive", "x: nonnegative"), ("< x", "< x - x^2/100"), ("< x", "< x/2")],
    ),
    found(
        "slope with a corner or a pole inside",
        "param x: (0, 2)\nprove x^3 - 6*x + 6 > 0\n",
        &[
            ("x^3", "x^3*sign(x - 1)"),
            ("+ 6 >", "+ 6 + 1/(x - 1) >"),
            ("x^3", "x^3 - 20*abs(x - 1)"),
            ("(0, 2)", "(-4, 2)"),
        ],
    ),
    found(
        "concave",
        "param x: [0, pi/2]\nprove sin(x) + cos(x) >= 1\n",
        &[(">=", ">"), ("[0, pi/2]", "[0, pi]"), ("sin(x) +", "sin(x)/2 +"), ("[0, pi/2]", "[-1, pi/2]")],
    ),
    found(
        "concave with open ends",
        "param x: (0, pi/2)\nprove sin(x) > 2*x/pi\n",
        &[
            ("(0, pi/2)", "[0, pi/2)"),
            ("(0, pi/2)", "(0, pi/2]"),
            ("2*x/pi", "2*x/pi + 1/100"),
            ("(0, pi/2)", "(0, 2)"),
        ],
    ),
    // Sines and cosines of one angle.
    found(
        "amplitude",
        "param x: real\nprove 3*sin(x) + 4*cos(x) < 51/10\n",
        &[("51/10", "49/10"), ("3*sin", "4*sin"), ("4*cos", "5*cos"), ("< 51/10", "< -51/10")],
    ),
    found(
        "half-angle",
        "param x: real\nprove sin(x)*cos(x) < 51/100\n",
        &[("51/100", "49/100"), ("sin(x)*", "sin(2*x)*"), ("51/100", "1/2 + 0*x - 1/1000")],
    ),
    // Conditions that are solved, variables measured from others, cases by order.
    found(
        "shift",
        "param x: real\nparam y: real\nprove x^2 + y^2 > 1/4 given x > y + 1\n",
        &[("1/4", "1"), ("x > y + 1", "x > y"), (" given x > y + 1", ""), ("y^2", "y^2/100")],
    ),
    found(
        "elimination",
        "param x: real\nparam y: real\nparam z: real\nprove x == 1 given x + y == 3, y + z == 5, x + z == 4\n",
        &[("x == 1", "x == 2"), (", x + z == 4", ""), ("x + z == 4", "x + z == 5"), ("x == 1", "y == 1")],
    ),
    found(
        "translate",
        "param x: real\nparam y: real\nparam s: positive\nparam r: positive\nprove (r^2 + (x - y)^2)^2 + s^2*r^2 > 0\n",
        &[("+ s^2", "- s^2"), ("(x - y)^2", "(x - y)"), ("r: positive", "r: real"), ("(r^2 + (x", "(x + (x")],
    ),
    found(
        "cases by order",
        "param a: nonnegative\nparam b: nonnegative\nparam c: nonnegative\n\
         prove a*(a - b)*(a - c) + b*(b - a)*(b - c) + c*(c - a)*(c - b) >= 0\n",
        &[("a: nonnegative", "a: real"), (">=", ">"), ("b*(b - a)", "b*(b + a)"), (">= 0", ">= a*b*c/100")],
    ),
    // Products, logarithms, absolute values, related gamma functions.
    found(
        "multiply",
        "param x: (0, pi/2)\nprove tan(x)/x > 1\n",
        &[("> 1", "> 5/4"), ("(0, pi/2)", "(0, pi)"), ("tan(x)/x", "tan(x)*x"), ("tan(x)", "sin(x)")],
    ),
    found(
        "logarithm",
        "param x: (1, inf)\nprove x^x > x\n",
        &[("(1, inf)", "[1, inf)"), ("(1, inf)", "(1/2, inf)"), ("> x\n", "> x^2\n"), ("x^x", "x^(1/x)")],
    ),
    found(
        "either",
        "param x: real\nprove abs(x*exp(-x^2)) <= 1\n",
        &[("<= 1", "<= 1/3"), ("exp(-x^2)", "exp(x^2)"), ("exp(-x^2)", "exp(-x)")],
    ),
    found(
        "related gamma functions",
        "param x: positive\nprove gamma(x)*gamma(x + 1/2) == 2^(1 - 2*x)*sqrt(pi)*gamma(2*x)\n",
        &[("1 - 2*x", "1 - x"), ("x + 1/2", "x + 1/3"), ("sqrt(pi)", "pi"), ("gamma(2*x)", "gamma(3*x)")],
    ),
    // Bounds of functions.
    written(
        "tangent",
        "param x: real\nprove exp(x) >= 1 + x\n",
        &[(">=", ">"), ("1 + x", "2 + x"), ("1 + x", "1 + 2*x"), ("exp(x) >= 1 + x", "1 + x >= exp(x)")],
        r#"[{"bound": [null, null, "tangent"]}, "constant", {"point": {"instance": 0, "point": ["0"]}}]"#,
    ),
    written(
        "reciprocal",
        "param x: positive\nprove log(x) >= 1 - 1/x\n",
        &[(">=", ">"), ("1 - 1/x", "1 - 1/(2*x)"), ("log(x) >= 1 - 1/x", "1 - 1/x >= log(x)")],
        r#"[{"bound": [null, null, "reciprocal"]}, "constant", {"point": {"instance": 0, "point": ["1"]}}]"#,
    ),
    found(
        "series",
        "param u: nonnegative\nprove sinh(u) >= u\n",
        &[("u: nonnegative", "u: real"), (">=", ">"), (">= u", ">= 2*u"), ("sinh", "tanh"), ("sinh", "sin")],
    ),
    found(
        "circular",
        "param x: real\nprove cos(x) >= 1 - x^2/2\n",
        &[(">=", ">"), ("x^2/2", "x^2/3"), ("cos(x)", "cos(2*x)")],
    ),
    found(
        "slopes of functions",
        "param x: nonnegative\nprove tanh(x) <= x\n",
        &[("x: nonnegative", "x: real"), ("<=", "<"), ("tanh", "sinh"), ("<= x", "<= x/2")],
    ),
    found(
        "above",
        "param x: real\nparam y: real\nprove softplus(x) - x + y^2 > 0\n",
        &[("- x", "- x - 1/100"), ("+ y^2", "- y^2"), ("softplus(x)", "softplus(x/2)")],
    ),
    written(
        "positive",
        "param x: real\nprove softplus(x) + 1/2 > 0\n",
        &[("softplus(x)", "-softplus(x)"), ("softplus(x)", "x*softplus(x)"), ("+ 1/2", "- 1/2")],
        r#"[{"bound": [null, "positive"]}, "constant", {"point": {"instance": 0, "point": ["0"]}}]"#,
    ),
    written(
        "range",
        "param x: real\nparam y: real\nprove sin(x*y) + 1 >= 0\n",
        &[(">=", ">"), ("+ 1 >", "+ 99/100 >"), ("sin(x*y)", "2*sin(x*y)"), ("sin(x*y)", "sinh(x*y)")],
        r#"[{"bound": [null, "range"]}, "constant", {"point": {"instance": 0, "point": ["0", "0"]}}]"#,
    ),
    found(
        "convex-sum",
        "param k: positive\nprove trigamma(k) > 1/k\n",
        &[("1/k", "1/k + 1/k^2"), ("trigamma", "digamma"), ("> 1/k", "< 1/k")],
    ),
    // Metrics and flows.
    found(
        "sums of metrics",
        "param u: positive\nmanifold M { chart a { x: real, y: real } }\nmetric g on M.a = [[2 + x^2, x], [x, 1 + y^2]]\n\
         metric h on M.a = [[3 + y^4, y], [y, 1 + x^2]]\nmetric s on M.a = u*g + h\nprove positive_definite s\n",
        &[("u: positive", "u: real"), ("u*g + h", "u*g - h"), ("[[2 + x^2", "[[-2 + x^2")],
    ),
    found(
        "descent",
        "param eta: positive\nmanifold M { chart a { x: real, y: real } }\nfunction f(x, y)\ncost C on M.a = f(x, y)\n\
         metric g = symbolic(M.a)\nflow F = -eta*grad(C, g)\nprove decreasing C along F\n",
        &[("eta: positive", "eta: real"), ("= -eta", "= eta")],
    ),
    // Expectations.
    found(
        "formal",
        "param t: real\nrandom u ~ Uniform(-1, 1)\nprove expected(exp(t*u)) == sinh(t)/t\n",
        &[("sinh(t)/t", "sinh(t)"), ("sinh(t)/t", "cosh(t)/t"), ("exp(t*u)", "exp(2*t*u)")],
    ),
    found(
        "multiple",
        "param k: real\nparam a: positive\nrandom u ~ Uniform(-a, a)\n\
         prove expected(exp((k - 1)*u)) == sinh((k - 1)*a)/(k - 1)/a\n",
        &[("sinh((k", "sinh(2*(k"), ("/a\n", "\n"), ("exp((k - 1)", "exp((k + 1)")],
    ),
    found(
        "supposed",
        "param s: positive\nprove E[x ~ Gamma(shape = s, rate = 1)](1/x - 1/x^2*(s - 2)) == 0\n",
        &[("s - 2", "s - 1"), ("== 0", "== 1"), ("1/x^2", "1/x")],
    ),
    found(
        "sums of symbolic metrics",
        "param u: positive\nmanifold M { chart a { x: real, y: real } }\nmetric g = symbolic(M.a)\nmetric h = symbolic(M.a)\n\
         metric s = u*g + h\nprove positive_definite s\n",
        &[("u: positive", "u: real"), ("u*g + h", "u*g - h")],
    ),
    // What follows from the law.
    found(
        "divergences",
        "manifold M { chart a { q: (0, 1), r: (0, 1) } }\nfamily p(y: natural) on M.a = Bernoulli(p = q)\n\
         family o(y: natural) on M.a = Bernoulli(p = r)\nprove KL(p, o) >= 0\n",
        &[(">= 0", ">= 1/100"), ("prove KL", "prove -KL"), ("KL(p, o) >= 0", "KL(p, o) > 0")],
    ),
    found(
        "metrics of laws",
        "manifold M { chart a { s: positive, r: positive } }\nfamily p(y: (0, 1)) on M.a = Beta(a = s, b = r)\n\
         metric g on M.a = [[1, 0], [0, 1]]\nmetric f = Fisher(p)\nprove positive_definite f\n",
        &[("Fisher(p)\n", "Fisher(p) - 1000*g\n"), ("Fisher(p)\n", "g - Fisher(p)\n")],
    ),
    found(
        "integrands",
        "param x: real\nrandom z ~ Normal(mean = 0, sd = 1)\nprove expected(tanh(x + z)^2) < 1\n",
        &[("< 1", "< 1/2"), ("tanh(x + z)^2", "2*tanh(x + z)^2"), ("< 1", "> 1")],
    ),
    found(
        "ranges of expectations",
        "param x: real\nrandom z ~ Normal(mean = 0, sd = 1)\nprove 1/(2 + expected(tanh(x + z))) > 1/3\n",
        &[("> 1/3", "> 1/2"), ("(2 +", "(1 +"), ("> 1/3", "< 1/3"), ("tanh(x + z)", "sinh(x + z)")],
    ),
    found(
        "tangents at expectations",
        "param x: real\nrandom z ~ Normal(mean = 0, sd = 1)\nprove expected(tanh(x + z)^2) - expected(tanh(x + z))^2 >= 0\n",
        &[
            (">= 0", ">= 1/10"),
            ("tanh(x + z)^2)", "tanh(x + z)^2/2)"),
            ("- expected", "- 2*expected"),
            (">= 0", "<= 0"),
        ],
    ),
    found(
        "expectations of known sign",
        "param x: real\nrandom z ~ Normal(mean = 0, sd = 1)\nprove abs(2 + expected(tanh(x + z))) == 2 + expected(tanh(x + z))\n",
        &[("abs(2", "abs(1/2"), ("== 2", "== 3"), ("tanh(x + z))) ==", "sinh(x + z))) ==")],
    ),
    found(
        "equal integrands",
        "random z ~ Normal(mean = 0, sd = 1)\nprove expected(1/(1 + z^2) + z^2/(1 + z^2)) == 1\n",
        &[("== 1", "== 2"), ("+ z^2/", "- z^2/"), ("+ z^2/(1", "+ z^2/(2")],
    ),
    // Forms that are taken apart or together.
    found(
        "absolute values of known sign",
        "param x: real\nprove log(1 + x^2) <= abs(x)\n",
        &[("1 + x^2", "2 + x^2"), ("abs(x)", "abs(x)/2"), ("abs(x)", "x"), ("<=", ">=")],
    ),
    found(
        "constant angles",
        "prove asin(sin(10)) == 3*pi - 10\n",
        &[("3*pi", "4*pi"), ("sin(10)", "sin(11)"), ("3*pi - 10", "10 - 3*pi")],
    ),
    found(
        "logarithms of one weight",
        "param m: positive\nparam l: positive\nprove m*(log(m) - log(l)) + l - m >= 0\n",
        &[(">= 0", ">= 1/10"), ("- log(l)", "+ log(l)"), ("+ l - m", "+ l - 2*m")],
    ),
    // Equations among the conditions, derivatives that vanish, integers.
    found(
        "constancy",
        "param x: [-1/2, 1/2]\nprove 3*asin(x) == asin(3*x - 4*x^3)\n",
        &[("[-1/2, 1/2]", "[-1, 1]"), ("3*asin(x)", "3*asin(x) + 1"), ("4*x^3", "2*x^3")],
    ),
    found(
        "square",
        "param x: real\nparam y: real\nprove x^2 - y^2 != 0 given x - y != 0, x + y != 0\n",
        &[("x + y !=", "x + 2*y !="), ("x^2 - y^2", "x^2 - 4*y^2"), ("!= 0 given", "> 0 given")],
    ),
    found(
        "combination of equations",
        "param x: real\nparam y: real\nprove x^4 + y^4 == 1 - 2*x^2*y^2 given x^2 + y^2 == 1\n",
        &[("y^2 == 1", "y^2 >= 1"), ("y^2 == 1", "y^2 == 2"), ("- 2*", "+ 2*"), ("x^4 + y^4", "x^4 + y^3")],
    ),
    found(
        "combination under a sign",
        "param x: real\nparam y: real\nprove x*y <= 1/2 given x^2 + y^2 == 1\n",
        &[("<=", "<"), ("1/2", "49/100"), ("== 1", ">= 1"), ("== 1", "== 2")],
    ),
    found(
        "factors",
        "param u: positive\nparam w: positive\nprove u == w given u^2 == w^2\n",
        &[("w: positive", "w: real"), ("u^2", "4*u^2"), ("given u^2 ==", "given u^2 >=")],
    ),
    found(
        "induction",
        "param n: natural\nprove 2^n > n\n",
        &[("natural", "integer"), ("> n", "> n + 1"), ("2^n", "(3/2)^n"), ("> n", "> n^2"), ("natural", "[0, inf)")],
    ),
    found(
        "a point that is left out",
        "param x: nonzero\nprove exp(x) > 1 + x\n",
        &[("nonzero", "real"), ("1 + x", "1 + 2*x")],
    ),
    found(
        "residues",
        "param a: integer\nparam b: integer\nprove a^2 != 4*b + 3\n",
        &[("+ 3", "+ 1"), ("4*b", "3*b"), ("b: integer", "b: real"), ("a^2", "a^3")],
    ),
    // Shapes, symmetries, domains without points, points that are no rational ones.
    found(
        "a hill",
        "param x: positive\nprove erfc(x) < exp(-x^2)\n",
        &[("x: positive", "x: nonnegative"), ("exp(-x^2)", "exp(-2*x^2)"), ("x: positive", "x: (-1, 1)")],
    ),
    found(
        "a hill by its slope",
        "param x: (0, pi/2)\nprove cos(x) < 1 - 4*x^2/pi^2\n",
        &[("(0, pi/2)", "(0, 2)"), ("(0, pi/2)", "[0, pi/2)"), ("4*x^2", "5*x^2"), ("<", ">")],
    ),
    found(
        "an even function",
        "param x: real\nprove x^2*exp(-x^2) <= exp(-1)\n",
        &[("<=", "<"), ("exp(-1)", "exp(-1) - 1/1000"), ("x^2*", "x^4*"), ("x^2*", "(x - x^2)*")],
    ),
    found(
        "a period",
        "param x: real\nprove abs(sin(x)) + abs(cos(x)) >= 1\n",
        &[(">=", ">"), ("abs(cos(x))", "cos(x)"), ("abs(cos(x))", "abs(cos(2*x))"), (">= 1", ">= 11/10")],
    ),
    found(
        "a Lipschitz constant",
        "param x: real\nparam y: real\nprove abs(atan(x) - atan(y)) <= abs(x - y)\n",
        &[
            ("<= abs", "<= 99/100*abs"),
            ("atan(x) -", "2*atan(x) -"),
            ("<=", "<"),
            ("atan(x) - atan(y)", "exp(x) - exp(y)"),
        ],
    ),
    found(
        "an integer read as a real number",
        "param n: integer\nprove (1 + 1/n)^n <= exp(1) given n >= 1\n",
        &[
            ("<= exp(1)", "<= 2"),
            ("(1 + 1/n)^n", "(1 + 2/n)^n"),
            ("n >= 1", "n <= -2"),
            ("(1 + 1/n)^n", "(-1 - 3/n)^n"),
        ],
    ),
    found(
        "an increment",
        "param x: real\nparam y: real\nprove x + sin(x) > y + sin(y) given x > y\n",
        &[
            ("given x > y", "given x >= y"),
            ("given x > y", "given x < y"),
            ("given x > y", "given x > -y"),
            ("x + sin(x)", "x + sin(2*x)"),
            ("y + sin(y)", "y + cos(y)"),
        ],
    ),
    found(
        "a product of increments",
        "param x: real\nparam y: real\nprove (atan(x) - atan(y))*(x - y) >= 0\n",
        &[(">=", ">"), ("(x - y)", "(y - x)"), ("atan(x) -", "atan(2*x) -"), ("atan(x) - atan(y)", "x^2 - y^2")],
    ),
    found(
        "a case without points",
        "param x: real\nparam y: real\nprove abs(x + y) == abs(x) + abs(y) given x*y > 0\n",
        &[("x*y > 0", "x*y < 0"), ("x*y > 0", "x + y > 0"), ("abs(x + y)", "abs(x - y)")],
    ),
    found(
        "a point that is no rational one",
        "param x: real\nprove x^5 == 5*x + 3 given x^2 == x + 1\n",
        &[("x + 1\n", "x - 1\n"), ("5*x", "4*x"), ("given x^2 ==", "given x^2 >=")],
    ),
    found(
        "an integer above -1",
        "param m: integer\nparam n: integer\nprove (m - n)^2 >= 1 given m != n\n",
        &[("n: integer", "n: real"), (">= 1", ">= 2"), ("m != n", "m >= n"), ("^2", "^3")],
    ),
];
