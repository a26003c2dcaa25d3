// Random variables whose laws have a shape, in rules too; thresholds, clipping and waiting times; means that are equal because their
// integrands are; masses at counts.
param u: positive = 1
param tau: positive = 2
param s: positive = 3/2
param n: natural = 3
manifold L { chart l { w: real } }
random X ~ Exponential(rate = 1)
random G ~ Gamma(shape = 3, rate = 1)
random Z ~ Normal(mean = 0, sd = 1)
let window = if u > 1 then u/tau else 0
rule step on L.l: w -> w + tanh(G)*w/10 + Z

prove saturation: expected(X/(1 + X)) == E[x ~ Exponential(rate = 1)](x/(1 + x))
prove expected_step: expected(step) == (w + w/10*E[x ~ Gamma(shape = 3, rate = 1)](tanh(x))) in l
prove excess: expected(max(X - u, 0)) == exp(-u)
prove survival: expected(if X > u then 1 else 0) == exp(-u)
prove late: E[x ~ Gamma(shape = 2, rate = 1)](if x > u then 1 else 0) == (1 + u)*exp(-u)
prove one_side: E[x ~ Laplace(mean = 0, scale = 1)](max(x - u, 0)) == exp(-u)/2
prove clipped: E[x ~ Normal(mean = 0, sd = 1)](min(max(x, 0), 1)) == (1 - exp(-1/2))/sqrt(2*pi) + erfc(1/sqrt(2))/2
prove rectified: E[x ~ Logistic(mean = 0, scale = 1)](max(x, 0)) == log(2)
prove complement: E[x ~ Normal(mean = 0, sd = 1)](logistic(x) + logistic(-x)) == 1
prove parts: E[x ~ Normal(mean = 0, sd = 1)](1/(1 + x^2) + x^2/(1 + x^2)) == 1
prove doubled: E[x ~ Normal(mean = 0, sd = 1)](tanh(x)) == 2*E[x ~ Normal(mean = 0, sd = 1)](logistic(2*x)) - 1
prove of_gamma: E[x ~ Gamma(shape = u, rate = 1)](x/(1 + x)) + E[x ~ Gamma(shape = u, rate = 1)](1/(1 + x)) == 1
prove mass: density(Poisson(rate = s), n) == exp(-s)*s^n/gamma(n + 1)
refute not_doubled: E[x ~ Normal(mean = 1, sd = 1)](tanh(x)) == E[x ~ Normal(mean = 1, sd = 1)](logistic(2*x))
refute shifted: expected(max(X - u, 0)) == exp(-u)*(1 + u)
refuse G0510 { let half = density(Poisson(rate = s), 1/2) }
refuse G0605 { let mean = expected(Z/U) random U ~ Uniform(0, 1) }

// Corners at ends of the support that are params; means that do not exist, although another factor has the mean 0.
param m: positive = 1/2
family late_start(x in (m, inf)) = density exp(m - x)
family ramp(x in (0, m)) = density 2*x/m^2
prove at_the_end: E[x ~ Pareto(shape = 4, minimum = m)](abs(x - m)*abs(x - 1)) == 1/16 given m == 1/2
prove at_both: E[x ~ ramp](abs(x - u)*abs(x - m)) == 1/4 given m == 2, u == 1
prove two_signs: E[x ~ late_start](sign(x - m)*sign(x - 1)) == 2*exp(m - 1) - 1 given m < 1
refute negative: E[x ~ Pareto(shape = 4, minimum = m)](abs(x - m)*abs(x - 1)) == -1/16 given m == 1/2
refuse G0603 { let mean = expected((G - 3)*exp(Z^2)) }
refuse G0603 { let mean = expected((G - 3)*tanh(X)*exp(Z^4)) }
refuse G0603 { let mean = E[x ~ Laplace(mean = 0, scale = 1)](exp(-x^2)*(exp(-x^2) + exp(-(x - 1)^2))^(-3/2)) }
