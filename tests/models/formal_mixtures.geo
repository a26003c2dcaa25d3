// Laws of one's own without closed forms: entropies, divergences and Fisher metrics that stay formal; circles, sums of rational functions,
// maps of uniform angles.
manifold Weights { chart w { b: (0, 1) } }
manifold Circle { chart c { kappa: positive } }
param t: real = 1/2
family mixed(x: real) on Weights.w = density b*exp(-x^2/2)/sqrt(2*pi) + (1 - b)*exp(-(x - 1)^2/2)/sqrt(2*pi)
family heading(x in (-pi, pi)) on Circle.c = unnormalised exp(kappa*cos(x)) with normaliser 2*pi*besselI(0, kappa)
family zeta(k in 1..inf) = mass 90/(pi^4*k^4)
family telescope(k in 1..inf) = mass 1/(k*(k + 1))
family cauchy(x: real) = Uniform(-1, 1) under u -> tan(pi*u/2)
metric of_mixture = Fisher(mixed)
metric of_heading = Fisher(heading)
cost disorder on Weights.w = Entropy(mixed)
cost apart on Weights.w = KL(mixed, Normal(mean = 0, sd = 1))
flow fit = -grad(apart, of_mixture)

prove by_entropy: apart == E[x ~ mixed](x^2)/2 + log(2*pi)/2 - disorder in w
prove not_negative: apart >= 0 in w
prove heading_mean: E[x ~ heading](cos(x)) == besselI(1, kappa)/besselI(0, kappa) in c
prove same_metric: of_heading == Fisher(VonMises(mean = 0, kappa = kappa)) in c
prove mean_of_zeta: E[k ~ zeta](k^2) == 15/pi^2
prove density_of_ratio: density(cauchy, t) == 1/(pi*(1 + t^2))
prove rectified: E[x ~ Normal(mean = t, sd = 1)](softplus(x)) - E[x ~ Normal(mean = t, sd = 1)](softplus(-x)) == t
prove squared_sine: E[u ~ Uniform(-1, 1)](sin(2*u)^2) == 1/2 - sin(4)/8
prove error_function: E[x ~ Normal(mean = t, sd = 1)](erf(x)) == erf(t/sqrt(3))
refute no_gap: apart == 0 in w
check halfway: disorder at w(b = 1/2) ~ 1.53036
check bent: E[x ~ VonMises(mean = 0, kappa = 1)](exp(cos(x)^2)) ~ 1.8
refuse G0605 { let m = E[k ~ telescope](k) }
refuse G0606 { family harmonic(k in 1..inf) = mass 1/k }

// A corner that moves: continuous with a bounded slope, so that there is a Fisher metric; a jump has none. A power of a distance.
manifold Tip { chart tip { c: (0, 1) } }
manifold Width { chart s { s: positive } }
param nu: positive = 3/2
family triangle(x in (0, 1)) on Tip.tip = density if x < c then 2*x/c else 2*(1 - x)/(1 - c)
family stretched_laplace(x: real) on Width.s = density exp(-abs(x/s)^nu)*nu/(2*s*gamma(1/nu))
metric of_triangle = Fisher(triangle)
metric of_width = Fisher(stretched_laplace)
prove tip: of_triangle[1, 1] == 1/(c*(1 - c)) in tip
prove of_tip: E[x ~ triangle](x) == (1 + c)/3 in tip
prove width: of_width[1, 1] == nu/s^2 in s
prove clipped: E[u ~ Uniform(-1, 1)](max(u, t)) == (1 + t)^2/4 given -1 < t, t < 1
refuse G0603 {
  metric h = FisherByHessian(triangle)
}
refuse G0603 {
  family stepped(x in (0, 1)) on Tip.tip = density if x < c then 1/(2*c) else 1/(2*(1 - c))
  metric h = Fisher(stepped)
}

// Means under heavy tails, and of what is bounded; mixtures of exponential laws and of counts.
manifold Peak { chart peak { at: real, scale: positive } }
family resonance(x: real) on Peak.peak = density scale/(pi*(scale^2 + (x - at)^2))
family two_rates(x in (0, inf)) on Weights.w = density b*exp(-x) + (1 - b)*2*exp(-2*x)
family two_counts(k in 0..inf) on Weights.w = mass (b*exp(-1) + (1 - b)*exp(-2)*2^k)/gamma(k + 1)
cost saturated on Peak.peak = E[x ~ resonance](1/(1 + x^2))
cost back on Weights.w = KL(Normal(mean = 0, sd = 1), mixed)
cost of_rates on Weights.w = Entropy(two_rates)
cost of_counts on Weights.w = Entropy(two_counts)
metric g_rates = Fisher(two_rates)
metric g_counts = Fisher(two_counts)
prove not_negative_back: back >= 0 in w
check resonant: saturated at peak(at = 1, scale = 2) ~ 0.3
check bounded: E[x ~ Normal(mean = 0, sd = 1)](log(2 + sin(x))) ~ 0.63353
check heavy: E[x ~ Pareto(shape = 3/2, minimum = 2)](tanh(x/5)) ~ 0.6187
check of_two: of_counts at w(b = 1/3) ~ 1.64008
check backwards: back at w(b = 1/3) ~ 0.19213
refuse G0605 { cost m on Peak.peak = E[x ~ resonance](x) }
