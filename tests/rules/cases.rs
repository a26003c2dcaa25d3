//! One case for each rule: a statement that needs it, the same number by hand, and a near miss.

/// A statement, the integrals and sums that it must agree with, and what the rule must not do.
pub struct Case {
    /// The rule.
    pub rule: &'static str,
    /// `left == right`: the left side is by this rule.
    pub claim: &'static str,
    /// The left side by hand: a sum of products.
    pub by_hand: &'static [&'static [Total]],
    /// Where the rule must not help.
    pub near: Near,
}

/// An integral or a sum over `v`.
pub enum Total {
    /// The integral from one end to the other; ends as fractions.
    Integral(&'static str, (i64, i64), (i64, i64)),
    /// The sum from one number to the other.
    Sum(&'static str, i64, i64),
    /// A number.
    Number(&'static str),
}

/// A near miss.
pub enum Near {
    /// The expression is refused with this code.
    Refused(&'static str, &'static str),
    /// The expression has a closed form by other rules.
    Otherwise(&'static str),
    /// It has a closed form under a condition, which fails at this value of a param.
    Conditional(&'static str, &'static str, i64),
    /// The claim is not to be proved.
    Unproved(&'static str),
}

use Near::{Conditional, Otherwise, Refused, Unproved};
use Total::{Integral, Number, Sum};

/// Where integrands are not smooth at an end, what lies beyond `2^-24` of it is below `10^-10`.
const LITTLE: (i64, i64) = (1, 1 << 24);
/// 1 less that.
const NEARLY_ONE: (i64, i64) = ((1 << 24) - 1, 1 << 24);

pub const CASES: &[Case] = &[
    Case {
        rule: "gaussian-moments",
        claim: "E[x ~ Normal(mean = m, sd = s)](2*x^3*exp(x/3)) == 2*E[x ~ Normal(mean = m, sd = s)](x^3*exp(x/3))",
        by_hand: &[&[Integral("2*v^3*exp(v/3)*exp(-(v - m)^2/(2*s^2))/(s*sqrt(2*pi))", (-10, 1), (10, 1))]],
        near: Otherwise("E[x ~ Normal(mean = m, sd = s)](exp(x^2))"),
    },
    Case {
        rule: "gaussian-distance",
        claim: "E[x ~ Normal(mean = m, sd = s)](2*abs(x - 1)) == 2*E[x ~ Normal(mean = m, sd = s)](abs(x - 1))",
        by_hand: &[
            &[Integral("2*(1 - v)*exp(-(v - m)^2/(2*s^2))/(s*sqrt(2*pi))", (-10, 1), (1, 1))],
            &[Integral("2*(v - 1)*exp(-(v - m)^2/(2*s^2))/(s*sqrt(2*pi))", (1, 1), (10, 1))],
        ],
        near: Refused("G0603", "E[x ~ Normal(mean = m, sd = s)](abs(x^2 - 1))"),
    },
    Case {
        rule: "gaussian-error-function",
        claim: "E[x ~ Normal(mean = m, sd = s)](erf(x)) == erf(m/sqrt(1 + 2*s^2))",
        by_hand: &[&[Integral("erf(v)*exp(-(v - m)^2/(2*s^2))/(s*sqrt(2*pi))", (-16, 1), (16, 1))]],
        near: Unproved("expected(erf(u + m)) == erf(m/sqrt(3))"),
    },
    Case {
        rule: "gamma-integral",
        claim: "E[x ~ Gamma(shape = a, rate = s)](2*x^2*log(x)*exp(-x/2)) == 2*E[x ~ Gamma(shape = a, rate = s)](x^2*log(x)*exp(-x/2))",
        by_hand: &[&[Integral("2*v^(a + 1)*log(v)*exp(-(s + 1/2)*v)*s^a/gamma(a)", LITTLE, (40, 1))]],
        near: Refused("G0605", "E[x ~ Gamma(shape = 1/2, rate = s)](1/x)"),
    },
    Case {
        rule: "beta-integral",
        claim: "E[x ~ Beta(a = a, b = w)](2*x*(1 - x)*log(x)) == 2*E[x ~ Beta(a = a, b = w)](x*(1 - x)*log(x))",
        by_hand: &[&[Integral("2*v^a*(1 - v)^w*log(v)*gamma(a + w)/(gamma(a)*gamma(w))", LITTLE, NEARLY_ONE)]],
        near: Refused("G0605", "E[x ~ Beta(a = 1, b = s)](1/x)"),
    },
    Case {
        rule: "laplace-moments",
        claim: "E[x ~ Laplace(mean = m, scale = 1/2)](2*x^2*exp(x/2)) == 2*E[x ~ Laplace(mean = m, scale = 1/2)](x^2*exp(x/2))",
        by_hand: &[
            &[Integral("2*v^2*exp(v/2)*exp(2*(v - m))", (-20, 1), (-2, 5))],
            &[Integral("2*v^2*exp(v/2)*exp(-2*(v - m))", (-2, 5), (25, 1))],
        ],
        near: Refused("G0605", "E[x ~ Laplace(mean = m, scale = 1/2)](exp(2*x))"),
    },
    Case {
        rule: "laplace-distance",
        claim: "E[x ~ Laplace(mean = m, scale = s)](2*abs(x - 1)) == 2*E[x ~ Laplace(mean = m, scale = s)](abs(x - 1))",
        by_hand: &[
            &[Integral("(1 - v)*exp((v - m)/s)/s", (-30, 1), (-2, 5))],
            &[Integral("(1 - v)*exp(-(v - m)/s)/s", (-2, 5), (1, 1))],
            &[Integral("(v - 1)*exp(-(v - m)/s)/s", (1, 1), (30, 1))],
        ],
        near: Refused("G0603", "E[x ~ Laplace(mean = m, scale = s)](abs(x^2 - 1))"),
    },
    Case {
        rule: "logistic-distance",
        claim: "E[x ~ Logistic(mean = m, scale = s)](2*abs(x - 1)) == 2*E[x ~ Logistic(mean = m, scale = s)](abs(x - 1))",
        by_hand: &[
            &[Integral("2*(1 - v)*exp(-(v - m)/s)/(s*(1 + exp(-(v - m)/s))^2)", (-30, 1), (1, 1))],
            &[Integral("2*(v - 1)*exp(-(v - m)/s)/(s*(1 + exp(-(v - m)/s))^2)", (1, 1), (30, 1))],
        ],
        near: Refused("G0603", "E[x ~ Logistic(mean = m, scale = s)](abs(x^2 - 1))"),
    },
    Case {
        rule: "exponential-distance",
        claim: "E[x ~ Exponential(rate = s)](2*abs(x - 1)) == 2*E[x ~ Exponential(rate = s)](abs(x - 1))",
        by_hand: &[
            &[Integral("2*(1 - v)*s*exp(-s*v)", (0, 1), (1, 1))],
            &[Integral("2*(v - 1)*s*exp(-s*v)", (1, 1), (40, 1))],
        ],
        near: Refused("G0603", "E[x ~ Exponential(rate = s)](abs(x^2 - x - 1))"),
    },
    Case {
        rule: "uniform-distance",
        claim: "E[x ~ Uniform(-1, 2)](2*abs(x - b)) == 2*E[x ~ Uniform(-1, 2)](abs(x - b))",
        by_hand: &[&[Integral("2*(b - v)/3", (-1, 1), (3, 5))], &[Integral("2*(v - b)/3", (3, 5), (2, 1))]],
        near: Refused("G0603", "E[x ~ Uniform(-1, 2)](abs(x^2 - b))"),
    },
    Case {
        rule: "frullani",
        claim: "E[x ~ Exponential(rate = s)](2*(exp(-x) - exp(-2*x))/x) == 2*E[x ~ Exponential(rate = s)]((exp(-x) - exp(-2*x))/x)",
        // (e^-x - e^-2x)/x is the integral of e^(-v x) over 1 < v < 2, and the mean of that is s/(s + v).
        by_hand: &[&[Integral("2*s/(s + v)", (1, 1), (2, 1))]],
        near: Refused("G0605", "E[x ~ Exponential(rate = s)]((exp(-x) - 2*exp(-2*x))/x)"),
    },
    Case {
        rule: "bessel-integral",
        claim: "E[x ~ VonMises(mean = 0, concentration = a)](2*cos(x)^3*sin(x)^2) == 2*E[x ~ VonMises(mean = 0, concentration = a)](cos(x)^3*sin(x)^2)",
        // From 0 to pi, twice: 355/113 is off by less than 3e-7, where the integrand is below 10^-13.
        by_hand: &[&[Integral("2*cos(v)^3*sin(v)^2*exp(a*cos(v))/(pi*besselI(0, a))", (0, 1), (355, 113))]],
        near: Otherwise("E[x ~ VonMises(mean = 0, concentration = a)](x)"),
    },
    Case {
        rule: "poisson-sum",
        claim: "E[x ~ Poisson(rate = a)](2*x^2*exp(x/3)) == 2*E[x ~ Poisson(rate = a)](x^2*exp(x/3))",
        by_hand: &[&[Sum("2*v^2*exp(v/3)*a^v*exp(-a)/gamma(v + 1)", 0, 40)]],
        near: Otherwise("E[x ~ Poisson(rate = a)](exp(-x^2))"),
    },
    Case {
        rule: "binomial-sum",
        claim: "E[x ~ Binomial(n = n, p = b)](2*x^3*exp(x/2)) == 2*E[x ~ Binomial(n = n, p = b)](x^3*exp(x/2))",
        by_hand: &[&[Sum("2*v^3*exp(v/2)*gamma(n + 1)/(gamma(v + 1)*gamma(n + 1 - v))*b^v*(1 - b)^(n - v)", 0, 6)]],
        near: Refused("G0603", "E[x ~ Binomial(n = n, p = b)](sqrt(x))"),
    },
    Case {
        rule: "negative-binomial-sum",
        claim: "E[x ~ NegativeBinomial(size = a, p = 1/2 + b/2)](2*x^2*exp(x/3)) == 2*E[x ~ NegativeBinomial(size = a, p = 1/2 + b/2)](x^2*exp(x/3))",
        by_hand: &[&[Sum("2*v^2*exp(v/3)*gamma(a + v)/(gamma(a)*gamma(v + 1))*((1 + b)/2)^a*((1 - b)/2)^v", 0, 60)]],
        near: Refused("G0605", "E[x ~ NegativeBinomial(size = a, p = 1/2)](exp(x))"),
    },
    Case {
        rule: "uniform-moments",
        claim: "expected(u^4 + tanh(u + m)) == 1/5 + expected(tanh(u + m))",
        by_hand: &[&[Integral("(v^4 + tanh(v + m))/2", (-1, 1), (1, 1))]],
        near: Refused("G0605", "expected(1/u)"),
    },
    Case {
        rule: "uniform-exponential",
        claim: "expected(u^2*exp(a*u) + tanh(u + m)) == expected(u^2*exp(a*u)) + expected(tanh(u + m))",
        by_hand: &[&[Integral("(v^2*exp(a*v) + tanh(v + m))/2", (-1, 1), (1, 1))]],
        // At w = 0 the form divides by 0: the mean stays formal.
        near: Otherwise("expected(exp(w*u))"),
    },
    Case {
        rule: "corner",
        claim: "E[x ~ hill](max(x, b)) == E[x ~ hill](x + b + abs(x - b))/2",
        by_hand: &[&[Integral("b*6*v*(1 - v)", (0, 1), (3, 5))], &[Integral("v*6*v*(1 - v)", (3, 5), (1, 1))]],
        // Where the corner lies outside of the range the mean has another form, and this one has no value there.
        near: Conditional("E[x ~ hill](sqrt(abs(x - m)))", "m", 2),
    },
    Case {
        rule: "step-function",
        claim: "E[x ~ Laplace(mean = m, scale = s)](if x < 1 then 1 else 0) == 1 - E[x ~ Laplace(mean = m, scale = s)](if x >= 1 then 1 else 0)",
        by_hand: &[
            &[Integral("exp((v - m)/s)/(2*s)", (-30, 1), (-2, 5))],
            &[Integral("exp(-(v - m)/s)/(2*s)", (-2, 5), (1, 1))],
        ],
        near: Unproved("E[x ~ Laplace(mean = m, scale = s)](if x < 1 then 1 else 0) == 1 - exp((m - 1)/s)/2"),
    },
    Case {
        rule: "change-of-variables",
        claim: "E[x ~ flat](2*x^3) == 2*E[x ~ flat](x^3)",
        by_hand: &[&[Integral("v^3", (0, 1), (2, 1))]],
        near: Conditional("E[x ~ between](x^3)", "l", 100),
    },
    Case {
        rule: "gaussian-integral",
        claim: "E[x ~ bell](2*x^2*cos(w*x)) == 2*E[x ~ bell](x^2*cos(w*x))",
        by_hand: &[&[Integral("2*v^2*cos(w*v)*exp(-v^2/2)/sqrt(2*pi)", (-12, 1), (12, 1))]],
        near: Refused("G0605", "E[x ~ bell](exp(x^2))"),
    },
    Case {
        rule: "gamma-power-integral",
        claim: "E[x ~ stretched](2*x*log(x)) == 2*E[x ~ stretched](x*log(x))",
        by_hand: &[&[Integral("6*v^3*log(v)*exp(-v^3)", LITTLE, (4, 1))]],
        near: Refused("G0605", "E[x ~ stretched](1/x^3)"),
    },
    Case {
        rule: "damped-wave-integral",
        claim: "E[x ~ decay](2*x*cos(w*x)) == 2*E[x ~ decay](x*cos(w*x))",
        by_hand: &[&[Integral("2*v*cos(w*v)*exp(-v)", (0, 1), (40, 1))]],
        near: Refused("G0605", "E[x ~ decay](exp(2*x)*cos(w*x))"),
    },
    Case {
        rule: "beta-prime-integral",
        claim: "E[x ~ tail](2*x^(1/2)) == 2*E[x ~ tail](x^(1/2))",
        // x = (1 - v)/v
        by_hand: &[&[Integral("4*((1 - v)*v)^(1/2)", LITTLE, NEARLY_ONE)]],
        near: Refused("G0605", "E[x ~ tail](x^2)"),
    },
    Case {
        rule: "half-gaussian-integral",
        claim: "E[x ~ half](2*x*exp(w*x)) == 2*E[x ~ half](x*exp(w*x))",
        by_hand: &[&[Integral("2*v*exp(w*v)*sqrt(2/pi)*exp(-v^2/2)", (0, 1), (14, 1))]],
        near: Refused("G0605", "E[x ~ half](exp(x^2 + w*x))"),
    },
    Case {
        rule: "first-passage-integral",
        claim: "E[x ~ passage](2*x^2) == 2*E[x ~ passage](x^2)",
        // x = e^v
        by_hand: &[&[Integral(
            "2*exp(3*v)*sqrt(s/(2*pi*exp(3*v)))*exp(-s*(exp(v) - a)^2/(2*a^2*exp(v)))",
            (-6, 1),
            (6, 1),
        )]],
        near: Conditional("E[x ~ passage](exp(x))", "s", 1),
    },
    Case {
        rule: "power-integral",
        claim: "E[x ~ ramp](2*log(x)^2) == 2*E[x ~ ramp](log(x)^2)",
        by_hand: &[&[Integral("4*v*log(v)^2", LITTLE, (1, 1))]],
        near: Refused("G0605", "E[x ~ ramp](1/x^2)"),
    },
    Case {
        rule: "beta-power-integral",
        claim: "E[x ~ hill](2*x^(1/2)*log(1 - x)) == 2*E[x ~ hill](x^(1/2)*log(1 - x))",
        by_hand: &[&[Integral("12*v^(3/2)*(1 - v)*log(1 - v)", LITTLE, NEARLY_ONE)]],
        near: Refused("G0605", "E[x ~ hill](1/(1 - x)^2)"),
    },
    Case {
        rule: "antiderivative-exponential",
        claim: "E[x ~ flat](2*x^2*exp(a*x)*cos(w*x)) == 2*E[x ~ flat](x^2*exp(a*x)*cos(w*x))",
        by_hand: &[&[Integral("v^2*exp(a*v)*cos(w*v)", (0, 1), (2, 1))]],
        near: Conditional("E[x ~ flat](exp(w*x))", "w", 0),
    },
    Case {
        rule: "antiderivative-gaussian",
        claim: "E[x ~ flat](2*x*exp(-a*x^2)) == 2*E[x ~ flat](x*exp(-a*x^2))",
        by_hand: &[&[Integral("v*exp(-a*v^2)", (0, 1), (2, 1))]],
        near: Otherwise("E[x ~ flat](exp(a*x^2))"),
    },
    Case {
        rule: "antiderivative-binomial",
        claim: "E[x ~ flat](2*x/(1 + b*x)) == 2*E[x ~ flat](x/(1 + b*x))",
        by_hand: &[&[Integral("v/(1 + b*v)", (0, 1), (2, 1))]],
        near: Refused("G0605", "E[x ~ flat](x/(1 - x))"),
    },
    Case {
        rule: "finite-sum",
        claim: "E[k ~ dice](2*k^(1/2)) == 2*E[k ~ dice](k^(1/2))",
        by_hand: &[&[Sum("2*v^(3/2)/21", 1, 6)]],
        near: Refused("G0605", "E[k ~ dice](1/(k - 3))"),
    },
    Case {
        rule: "geometric-sum",
        claim: "E[k ~ geometric](2*k^3) == 2*E[k ~ geometric](k^3)",
        by_hand: &[&[Sum("2*v^3*q^v*(1 - q)", 0, 60)]],
        near: Refused("G0605", "E[k ~ geometric](q^(-k))"),
    },
    Case {
        rule: "exponential-sum",
        claim: "E[k ~ poisson](2*k^2) == 2*E[k ~ poisson](k^2)",
        by_hand: &[&[Sum("2*v^2*exp(-a)*a^v/gamma(v + 1)", 0, 40)]],
        near: Otherwise("E[k ~ poisson](gamma(k + 1))"),
    },
    Case {
        rule: "negative-binomial-series",
        claim: "E[k ~ rising](2*k^2) == 2*E[k ~ rising](k^2)",
        by_hand: &[&[Sum("2*v^2*gamma(a + v)/(gamma(a)*gamma(v + 1))*q^v*(1 - q)^a", 0, 60)]],
        near: Refused("G0605", "E[k ~ rising](q^(-k))"),
    },
    Case {
        rule: "logarithmic-sum",
        claim: "E[k ~ series](2*k + 3) == 2*E[k ~ series](k + 3/2)",
        by_hand: &[&[Sum("-(2*v + 3)*q^v/(v*log(1 - q))", 1, 60)]],
        near: Refused("G0605", "E[k ~ series](q^(-k))"),
    },
    Case {
        rule: "binomial-theorem",
        claim: "E[k ~ binomial](2*k^2) == 2*E[k ~ binomial](k^2)",
        by_hand: &[&[Sum("2*v^2*gamma(n + 1)/(gamma(v + 1)*gamma(n + 1 - v))*b^v*(1 - b)^(n - v)", 0, 6)]],
        near: Refused("G0603", "E[k ~ binomial](1/(k + 1)^2)"),
    },
    Case {
        rule: "faulhaber-sum",
        claim: "E[k ~ ladder](2*k^3) == 2*E[k ~ ladder](k^3)",
        by_hand: &[&[Sum("2*v^3/(n + 1)", 0, 6)]],
        near: Refused("G0603", "E[k ~ ladder](1/(k + 1)^2)"),
    },
    Case {
        rule: "shifted-sum",
        claim: "E[x ~ NegativeBinomial(size = a, p = b)](2*x^2/((x + 1)*(x + 3))) == 2*E[x ~ NegativeBinomial(size = a, p = b)](x^2/((x + 1)*(x + 3)))",
        by_hand: &[&[Sum("2*v^2/((v + 1)*(v + 3))*gamma(a + v)/(gamma(a)*gamma(v + 1))*b^a*(1 - b)^v", 0, 60)]],
        near: Otherwise("E[x ~ Poisson(rate = a)](1/(x + 1)^2)"),
    },
    Case {
        rule: "polygamma-sum",
        claim: "E[k ~ zeta](2*k) == 2*E[k ~ zeta](k)",
        by_hand: &[&[Sum("2*945/(pi^6*v^5)", 1, 300)]],
        near: Refused("G0603", "E[k ~ zeta](sqrt(k))"),
    },
    Case {
        rule: "finite-correction",
        claim: "E[x ~ Binomial(n = n, p = b)](2*abs(x - 5/2)*max(x, 2)) == 2*E[x ~ Binomial(n = n, p = b)](abs(x - 5/2)*max(x, 2))",
        by_hand: &[&[Sum(
            "2*abs(v - 5/2)*max(v, 2)*gamma(n + 1)/(gamma(v + 1)*gamma(n + 1 - v))*b^v*(1 - b)^(n - v)",
            0,
            6,
        )]],
        near: Refused("G0603", "E[x ~ Poisson(rate = a)](abs(x - s))"),
    },
    Case {
        rule: "count-wave",
        claim: "E[x ~ NegativeBinomial(size = a, p = b)](2*x*cos(w*x + 1)*sin(x)*exp(-x/5)) == 2*E[x ~ NegativeBinomial(size = a, p = b)](x*cos(w*x + 1)*sin(x)*exp(-x/5))",
        by_hand: &[&[Sum(
            "2*v*cos(w*v + 1)*sin(v)*exp(-v/5)*gamma(a + v)/(gamma(a)*gamma(v + 1))*b^a*(1 - b)^v",
            0,
            60,
        )]],
        near: Otherwise("E[x ~ Poisson(rate = a)](cos(w*x^2))"),
    },
    Case {
        rule: "finite-geometric-sum",
        claim: "E[k ~ cut](2*q^k) == 2*E[k ~ cut](q^k)",
        by_hand: &[&[Sum("2*q^(2*v)*(1 - q)/(1 - q^(n + 1))", 0, 6)]],
        near: Refused("G0603", "E[k ~ cut](k)"),
    },
    Case {
        rule: "isserlis",
        claim: "E[x ~ two](2*x[1]^2*x[2]*exp(x[1]/2)) == 2*E[x ~ two](x[1]^2*x[2]*exp(x[1]/2)) in c",
        // x1 = mu + sqrt(A) v, and the mean of x2 given v is B/sqrt(A) v.
        by_hand: &[&[Integral(
            "2*(mu + sqrt(A)*v)^2*B/sqrt(A)*v*exp((mu + sqrt(A)*v)/2)*exp(-v^2/2)/sqrt(2*pi)",
            (-13, 1),
            (13, 1),
        )]],
        near: Refused("G0603", "E[x ~ two](exp(x[1]^2)) in c"),
    },
    Case {
        rule: "normal-information",
        claim: "fisher[2, 2] == (D/(A*D - B^2))^2/2 in c",
        // The score by A is (y^2 - k)/2, y normal of variance k, the corner of the precision.
        by_hand: &[&[Integral("((v^2 - 1)/2)^2*(D/(A*D - B^2))^2*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))]],
        near: Refused(
            "G0507",
            "Fisher(MultivariateNormal(mean = (mu, 0), covariance = [[A, 2*A], [2*A, A]]))[1, 1] in c",
        ),
    },
    Case {
        rule: "normal-divergence",
        claim: "KL(MultivariateNormal(mean = (m, 0), covariance = [[1, 0], [0, 1]]), MultivariateNormal(mean = (0, 0), covariance = [[1, b], [b, 1]])) == (2/(1 - b^2) - 2 + log(1 - b^2) + m^2/(1 - b^2))/2",
        // Along the diagonals the second law has variances 1 + b and 1 - b, the first the mean m/sqrt 2.
        by_hand: &[
            &[Integral(
                "((v + m/sqrt(2))^2/(2*(1 + b)) - v^2/2 + log(1 + b)/2)*exp(-v^2/2)/sqrt(2*pi)",
                (-13, 1),
                (13, 1),
            )],
            &[Integral(
                "((v + m/sqrt(2))^2/(2*(1 - b)) - v^2/2 + log(1 - b)/2)*exp(-v^2/2)/sqrt(2*pi)",
                (-13, 1),
                (13, 1),
            )],
        ],
        near: Refused("G0603", "KL(two, MultivariateNormal(mean = (0, 0, 0), sds = (1, 1, 1))) in c"),
    },
    Case {
        rule: "multinomial-sum",
        claim: "E[x ~ Multinomial(n = n, p = (b/2, 1/4, 3/4 - b/2))](2*x[1]^2*exp(x[3]/2)) == 2*E[x ~ Multinomial(n = n, p = (b/2, 1/4, 3/4 - b/2))](x[1]^2*exp(x[3]/2))",
        // x1 is binomial, and given x1 so is x3, of n - x1 draws with the chance p3/(1 - p1).
        by_hand: &[&[Sum(
            "2*v^2*gamma(n + 1)/(gamma(v + 1)*gamma(n + 1 - v))*(b/2)^v*(1/4 + (3/4 - b/2)*exp(1/2))^(n - v)",
            0,
            6,
        )]],
        near: Refused("G0605", "E[x ~ Multinomial(n = n, p = (b/2, 1/4, 3/4 - b/2))](1/x[1])"),
    },
    Case {
        rule: "dirichlet-integral",
        claim: "E[x ~ Dirichlet(a = (2, 3, 4))](2*x[1]^2*log(x[2])) == 2*E[x ~ Dirichlet(a = (2, 3, 4))](x[1]^2*log(x[2]))",
        // x1 = v ~ Beta(2, 7), x2 = (1 - v) y with y ~ Beta(3, 4).
        by_hand: &[
            &[Integral("2*56*v^3*(1 - v)^6*log(1 - v)", (0, 1), NEARLY_ONE)],
            &[Integral("2*56*v^3*(1 - v)^6", (0, 1), (1, 1)), Integral("60*v^2*(1 - v)^3*log(v)", LITTLE, (1, 1))],
        ],
        near: Refused("G0605", "E[x ~ Dirichlet(a = (1, 3/2, s))](1/x[1])"),
    },
    Case {
        rule: "enumeration",
        claim: "E[x ~ Categorical(p = (b/2, 1/4, 3/4 - b/2))](2*x^2) == 2*E[x ~ Categorical(p = (b/2, 1/4, 3/4 - b/2))](x^2)",
        by_hand: &[&[Number("2*(b/2 + 4/4 + 9*(3/4 - b/2))")]],
        near: Refused("G0605", "E[x ~ Categorical(p = (b/2, 1/4, 3/4 - b/2))](1/(x - 1))"),
    },
    Case {
        rule: "elimination",
        claim: "E[x ~ pair](2*x[1] + 6*x[2]) == 2*E[x ~ pair](x[1] + 3*x[2])",
        // x1 is 1 with the chance p = logistic(w), x2 with p if x1 is, else with 1/2.
        by_hand: &[&[Sum("logistic(w)^v*(1 - logistic(w))^(1 - v)*(2*v + 6*(v*logistic(w) + (1 - v)/2))", 0, 1)]],
        near: Refused("G0605", "E[x ~ pair](1/(x[1] - x[2]))"),
    },
    Case {
        rule: "independent-sum",
        claim: "Entropy(Exponential(rate = a)*Normal(mean = m, sd = s)) == Entropy(Normal(mean = m, sd = s)) + 1 - log(a)",
        by_hand: &[
            &[Integral("(a*v - log(a))*a*exp(-a*v)", (0, 1), (30, 1))],
            &[Integral("(v^2/2 + log(s*sqrt(2*pi)))*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))],
        ],
        near: Refused(
            "G0608",
            "KL(Exponential(rate = a)*Normal(mean = m, sd = s), Normal(mean = m, sd = s)*Exponential(rate = a))",
        ),
    },
    Case {
        rule: "formal-expectation",
        claim: "expected(2*tanh(z + m)^2) == 2*expected(tanh(z + m)^2)",
        by_hand: &[&[Integral("2*tanh(v + m)^2*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))]],
        near: Refused("G0605", "expected(exp(z^2)*tanh(z))"),
    },
    Case {
        rule: "logistic-form",
        claim: "E[x ~ Gamma(shape = a, rate = 2)](2*tanh(x)) == 2*E[x ~ Gamma(shape = a, rate = 2)](tanh(x))",
        by_hand: &[&[Integral("2*tanh(v)*2^a*v^(a - 1)*exp(-2*v)/gamma(a)", LITTLE, (16, 1))]],
        // Finite for a > 2 only.
        near: Refused("G0605", "E[x ~ Pareto(shape = a, minimum = 1)](x^2*tanh(x))"),
    },
    Case {
        rule: "count-form",
        claim: "E[k ~ Poisson(rate = a)](2*sqrt(k)) == 2*E[k ~ Poisson(rate = a)](sqrt(k))",
        by_hand: &[&[Sum("2*sqrt(v)*exp(-a)*a^v/gamma(v + 1)", 0, 60)]],
        // Finite for b > 1/2 only.
        near: Refused("G0605", "E[k ~ Geometric(p = b)](sqrt(k)*2^k)"),
    },
    Case {
        rule: "chen-stein",
        claim: "E[k ~ Poisson(rate = a)](k*sqrt(k + 1)) == a*E[k ~ Poisson(rate = a)](sqrt(k + 2))",
        by_hand: &[&[Sum("v*sqrt(v + 1)*exp(-a)*a^v/gamma(v + 1)", 0, 60)]],
        near: Unproved("E[k ~ geometric](k*sqrt(k + 1)) == q/(1 - q)*E[k ~ geometric](sqrt(k + 2))"),
    },
    Case {
        rule: "information-equality",
        claim: "bursts[1, 1] == trigamma(size) - E[k ~ NegativeBinomial(size = size, p = 1/3)](trigamma(size + k)) in burst",
        // The mean square of the score.
        by_hand: &[&[Sum(
            "(digamma(size + v) - digamma(size) - log(3))^2*gamma(size + v)/(gamma(size)*gamma(v + 1))*(2/3)^v/3^size",
            0,
            160,
        )]],
        near: Unproved("bursts[1, 1] == trigamma(size) in burst"),
    },
    Case {
        rule: "normal-combination",
        claim: "expected(tanh(z + y + m)) == E[x ~ Normal(mean = m, sd = sqrt(5))](tanh(x))",
        by_hand: &[&[Integral("tanh(v + m)*exp(-v^2/10)/sqrt(10*pi)", (-20, 1), (20, 1))]],
        near: Unproved("expected(tanh(z + u + m)) == E[x ~ Normal(mean = m, sd = sqrt(2))](tanh(x))"),
    },
    Case {
        rule: "positive-on-box",
        claim: "expected(2*log(1 + u/2)*tanh(u)) == 2*expected(log(1 + u/2)*tanh(u))",
        by_hand: &[&[Integral("log(1 + v/2)*tanh(v)", (-1, 1), (1, 1))]],
        near: Otherwise("expected(log(1 + u)*tanh(u))"),
    },
    Case {
        rule: "fisher-rao-distance",
        claim: "FisherRaoDistance(Poisson(rate = a), Poisson(rate = 1)) == 2*abs(sqrt(a) - 1)",
        // The root of the Fisher metric 1/rate.
        by_hand: &[&[Integral("1/sqrt(v)", (1, 1), (7, 4))]],
        near: Refused("G06", "FisherRaoDistance(Poisson(rate = a), Geometric(p = b))"),
    },
    Case {
        rule: "transport-distance",
        claim: "WassersteinDistance(Normal(mean = m, sd = s), Normal(mean = 0, sd = 1))^2 == m^2 + (s - 1)^2",
        // Quantiles of one level: m + s z and z.
        by_hand: &[&[Integral("(m + (s - 1)*v)^2*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))]],
        near: Refused("G06", "WassersteinDistance(Poisson(rate = a), Geometric(p = b))"),
    },
    Case {
        rule: "transport-metric",
        claim: "transport[2, 2] == 1/(4*(A - B^2*D/(D*(A + D) - B^2))) in c",
        // S L + L S = diag(1, 0) solved by hand; half of L[1, 1].
        by_hand: &[&[Number("1/(4*(A - B^2*D/(D*(A + D) - B^2)))")]],
        near: Unproved("transport[2, 2] == 1/(4*A) in c"),
    },
    Case {
        rule: "parity",
        claim: "expected(logistic(a*z)*z^2) == 1/2",
        by_hand: &[&[Integral("logistic(a*v)*v^2*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))]],
        near: Unproved("expected(logistic(a*z + b)*z^2) == 1/2"),
    },
    Case {
        rule: "tilting",
        claim: "expected(exp(a*z)*tanh(z)) == exp(a^2/2)*expected(tanh(z + a))",
        by_hand: &[&[Integral("exp(a*v)*tanh(v)*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (15, 1))]],
        near: Unproved("expected(exp(a*u)*tanh(u)) == exp(a^2/2)*expected(tanh(u + a))"),
    },
    Case {
        rule: "stein",
        claim: "expected(z*tanh(z + m)) == expected(1 - tanh(z + m)^2)",
        by_hand: &[&[Integral("v*tanh(v + m)*exp(-v^2/2)/sqrt(2*pi)", (-13, 1), (13, 1))]],
        near: Unproved("expected(u*tanh(u + m)) == expected(1 - tanh(u + m)^2)"),
    },
    Case {
        rule: "by-parts",
        // The function h is the sine where numbers are compared.
        claim: "expected(u*D[1](h)(a*u)) == (h(a) + h(-a))/(2*a) - expected(h(a*u))/a",
        by_hand: &[&[Integral("v*cos(a*v)/2", (-1, 1), (1, 1))]],
        near: Unproved("expected(z*D[1](h)(a*z)) == (h(a) + h(-a))/(2*a) - expected(h(a*z))/a"),
    },
    Case {
        rule: "fundamental-theorem",
        claim: "expected(tanh(a*u + m)) == log(cosh(a + m)/cosh(m - a))/(2*a)",
        by_hand: &[&[Integral("tanh(a*v + m)/2", (-1, 1), (1, 1))]],
        near: Unproved("expected(tanh(a*z + m)) == log(cosh(a + m)/cosh(m - a))/(2*a)"),
    },
];
