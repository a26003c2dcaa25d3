// The multiplicative update in logarithmic weights: its mean with the logarithm, to second order, and its metric.
// Schmidt-Hieber (2023), Section 4; Weber's law of Surace et al. (2020) (SM-83, SM-95).
param A: positive = 1
param alpha: positive = 1/20
param eta: positive = 1/10
function L(w)
random U ~ Uniform(-A, A)
manifold Weight {
  chart plain { w: positive }
  chart logw { theta: real }
  chart half { v: positive }
  map plain -> logw { theta = log(w) } inverse { w = exp(theta) }
  map plain -> half { v = 2*sqrt(w) }
}
cost C on Weight.plain = L(w)
metric weber on Weight.plain = dw^2/w^2
metric entropic on Weight.plain = dw^2/w
prove weber_is_flat_in_logs: weber == Euclidean(logw)
prove entropic_is_flat_in_roots: entropic == Euclidean(half)
flow additive = -partials(C, logw)
prove additive_in_w: additive == -w^2*D[1](L)(w) in plain
prove additive_is_weber: additive == -grad(C, weber)
// The averaged step for small A, -alpha (2 A^2/3) dL/dtheta, is that of the metric (3/(2 A^2)) dtheta^2; the exact rate
// 2 cosh A - 2 sinh(A)/A lies between 2 A^2/3 and cosh(A) times it (hebbian_kernel.geo).
metric averaged on Weight.logw = 3/(2*A^2)*dtheta^2
prove averaged_step: -grad(C, averaged) == -2*A^2/3*partials(C) in logw
// A step that is additive in log w, and one that multiplies w: one small-step limit, two rules.
rule in_logs on Weight.logw: theta -> theta - eta*exp(theta)*D[1](L)(exp(theta))
rule by_exponential on Weight.plain: w -> w*exp(-eta*w*D[1](L)(w))
rule by_factor on Weight.plain: w -> w*(1 - eta*w*D[1](L)(w))
prove exactly_additive: in_logs == by_exponential in plain
refute factor_is_additive: in_logs == by_factor in plain
prove one_limit: mean_flow(by_factor, eta) == mean_flow(in_logs, eta)
prove limit_is_weber: mean_flow(by_factor, eta) == -grad(C, weber)
// It is not the exponentiated gradient.
cost square on Weight.plain = (w - 1)^2/2
flow exponentiated = -grad(square, entropic)
prove exponentiated_in_w: exponentiated == -w*(w - 1) in plain
refute one_metric: -grad(square, weber) == -grad(square, entropic)
check weber_speed: -grad(square, weber) at plain(w = 3) == -18
check entropic_speed: -grad(square, entropic) at plain(w = 3) == -6

// The update of SM-83 with loss theta^2: its mean, and the second-order term that the logarithm adds.
let h = exp(-U) - exp(U)
let a on Weight.logw = alpha*(theta + U)^2*h
let mean_a on Weight.logw = expected(a)
let second on Weight.logw = -expected(a^2)/2
check mean_step: mean_a at logw(theta = 1/2) given values == -1/(10*exp(1))
check mean_step_digits: mean_a at logw(theta = 1/2) given values ~ -0.0367879441171442322
check second_digits: second at logw(theta = 1/2) given values ~ -0.00294446868032653704
prove second_written: expected(a^2) == alpha^2*((exp(2) - exp(-2))/2*theta^4 - 2*theta^4
  + ((3*exp(2) - 15*exp(-2))/2 - 4)*theta^2 + (exp(2) - 21*exp(-2))/4 - 2/5) in logw given A = 1

// The exact mean of the logarithm at alpha = 1/20, theta = 1/2: no closed form; 1 + a is positive for all V by enclosures, so
// the mean exists. What the first order leaves out is bounded by a^2/(2 (1 - |a|)) with |a| < 27/100, and its second order is not all.
random V ~ Uniform(-1, 1)
let noise = (1/2 + V)^2*(exp(-V) - exp(V))/20
check exact_mean: expected(log(1 + noise)) ~ -0.0401564415835572091
check first_order: expected(noise) ~ -0.0367879441171442322
check second_order: -expected(noise^2)/2 ~ -0.00294446868032653704
prove remainder: abs(expected(log(1 + noise)) - expected(noise)) < expected(noise^2)/(2*(1 - 27/100))
prove beyond_second_order: expected(log(1 + noise)) < expected(noise) - expected(noise^2)/2
refute additive_in_the_mean: expected(log(1 + noise)) == expected(noise)
