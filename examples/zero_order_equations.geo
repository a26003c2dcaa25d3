// The equations of a paper, one by one: which are exact, which hold to first order, and two that are misprinted.
// Schmidt-Hieber (2023), Interpreting learning in biological neural networks as zero-order optimization method
// (SM-80, SM-82, SM-83, SM-84, SM-86, SM-92).
param alpha: positive = 1
param A: positive = 1
param C: positive = 1
param c: positive = 1
param sigma: positive = 1
param w0: positive = 1
param before: positive                                     // time since the last spike
param after: positive                                      // time to the next one
param reward: real
param mean_reward: real
function L(t)
random U ~ Uniform(-A, A)
random xi ~ Normal(mean = 0, sd = sigma)
manifold Weight {
  chart plain { w: positive }
  chart logw { theta: real }
  map plain -> logw { theta = log(w) } inverse { w = exp(theta) }
}

// (2.1), (2.2), (2.3) against (2.4): a reward is minus a loss.
let window = exp(-c*before) - exp(-c*after)
rule eq_2_3 on Weight.plain: w -> w + alpha*(reward - mean_reward)*w*C*(-exp(-c*before) + exp(-c*after))
param loss: real
param mean_loss: real
rule eq_2_4 on Weight.plain: w -> w + alpha*(loss - mean_loss)*w*C*window
prove reward_is_loss: eq_2_3 == eq_2_4 in plain given loss = -reward, mean_loss = -mean_reward
// In (2.1) the weight stays positive for C <= 1; with a reward it need not.
prove window_below_1: window < 1
prove window_above_1: window > -1
param early: (0, 1)                                        // exp(-c*before)
param late: (0, 1)                                         // exp(-c*after)
param Cs: (0, 1]
prove stays_positive: w0 + w0*Cs*(late - early) > 0
let kappa = alpha*(loss - mean_loss)*C
refute stays_positive_with_reward: w0*(1 + kappa*window) > 0
check negative_weight: 1 + 3*(exp(-3/2) - exp(-1/2)) ~ -0.150201498692610784

// (3.1) as printed replaces -L' by +L xi/sigma^2: that moves uphill.
manifold Line { chart t { t: real } }
cost quadratic on Line.t = t^2
rule eq_3_1 on Line.t: t -> t + alpha*(t + xi)^2*xi/sigma^2
rule corrected on Line.t: t -> t - alpha*(t + xi)^2*xi/sigma^2
refute eq_3_1_descends: mean_flow(eq_3_1, alpha) == -partials(quadratic, t)
prove eq_3_1_ascends: mean_flow(eq_3_1, alpha) == partials(quadratic, t)
prove corrected_descends: mean_flow(corrected, alpha) == -partials(quadratic, t)
check uphill: (expected((t + xi)^2*xi/sigma^2)) at t(t = 1) given values == 2
prove stein: expected(L(w0 + xi)*xi) == sigma^2*expected(D[1](L)(w0 + xi))

// (4.1) to (4.2): the symmetric form. (4.3) to (4.5): logarithmic weights, to first order only.
param a: (-1, 1)
let exact = log(1 + a)
prove eq_4_2: exp(-c*(A + a)) - exp(-c*(A - a)) == -2*exp(-c*A)*sinh(c*a)
// The reduction to c = 1 needs a membrane that decays at that rate: the loss sees exp(a/tau), the rule exp(c*a).
param tau: positive
prove time_constant: exp(a/tau) == exp(c*a) given tau = 1/c
refute other_time_constant: exp(a/tau) == exp(c*a)
refute eq_4_5_exact: exact == a
prove remainder_below: exact <= a
prove remainder: abs(log(1 + a) - a) <= a^2/(2*(1 - abs(a)))
prove leading_term_above: log(1 + a) <= a - a^2/2 + a^3/3
prove leading_term_below: log(1 + a) >= a - a^2/2 + a^3/3 - a^4/4 given a > 0
rule multiplied on Weight.plain: w -> w*exp(alpha*L(log(w)))
rule added on Weight.logw: theta -> theta + alpha*L(theta)
prove exactly_additive: multiplied == added in logw
rule eq_4_3 on Weight.plain: w -> w*(1 + alpha*L(log(w)))
refute additive: eq_4_3 == added in logw
prove additive_to_first_order: mean_flow(eq_4_3, alpha) == mean_flow(added, alpha)

// Theorem 1, and (4.7) as printed: a factor 1/(2 A) is missing, so that it holds for A = 1/2 alone.
let K = (exp(A) - exp(U))*(exp(A) - exp(-U))
let normaliser = 2*A*(exp(2*A) + 1) + 2 - 2*exp(2*A)
rule eq_4_5 on Weight.logw: theta -> theta + alpha*L(theta + U)*(exp(-U) - exp(U))
prove theorem_1: expected(eq_4_5) == theta - alpha*exp(-A)*expected(D[1](L)(theta + U)*K)
// E over the density K/C(A) of f is 2 A E[f K]/C(A).
prove eq_4_7_corrected: expected(eq_4_5) == theta
  - alpha*exp(-A)*normaliser/(2*A)*(2*A*expected(D[1](L)(theta + U)*K)/normaliser)
refute eq_4_7_printed: expected(eq_4_5) == theta
  - alpha*exp(-A)*normaliser*(2*A*expected(D[1](L)(theta + U)*K)/normaliser)
prove eq_4_7_at_half: expected(eq_4_5) == theta
  - alpha*exp(-A)*normaliser*(2*A*expected(D[1](L)(theta + U)*K)/normaliser) given A = 1/2
let change on Weight.logw = expected((theta + U)^2*(exp(-U) - exp(U)))
let printed on Weight.logw = -exp(-A)*normaliser*2*theta
check true_change: change at logw(theta = 1/2) given values == -2/exp(1)
check printed_change: printed at logw(theta = 1/2) given values == -4/exp(1)
