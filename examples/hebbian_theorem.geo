// A Hebbian update with uniform noise descends, in the mean, a weighted average of the gradient: for every smooth loss.
// Schmidt-Hieber (2023), Theorem 1 (SM-84): integration by parts; the boundary terms cancel because K vanishes at -A and A.
param A: positive = 1
param alpha: positive = 1/20
param Lbar: real                                           // the baseline: independent of the noise
function L(t)
function L2(s, t)
manifold Weights { chart logw { theta: real } }
manifold Pair { chart logs { theta1: real, theta2: real } }
random U[1..2] ~ Uniform(-A, A)
let K = (exp(A) - exp(U[1]))*(exp(A) - exp(-U[1]))

rule hebb on Weights.logw: theta -> theta + alpha*(L(theta + U[1]) - Lbar)*(exp(-U[1]) - exp(U[1]))
prove theorem: expected(hebb) == theta - alpha*exp(-A)*expected(D[1](L)(theta + U[1])*K)
prove small_steps: mean_flow(hebb, alpha) == -exp(-A)*expected(D[1](L)(theta + U[1])*K)
refute no_weight: expected(hebb) == theta - alpha*expected(D[1](L)(theta + U[1]))
refute wrong_factor: expected(hebb) == theta - alpha*expected(D[1](L)(theta + U[1])*K)

// Why: the weight vanishes at both ends, has the right derivative, and the baseline has mean 0.
param u: real
let Ku = (exp(A) - exp(u))*(exp(A) - exp(-u))
manifold Arrivals { chart time { v: real } }
cost weight on Arrivals.time = (exp(A) - exp(v))*(exp(A) - exp(-v))
prove upper_end: Ku == 0 given u = A
prove lower_end: Ku == 0 given u = -A
prove slope: d(weight) == exp(A)*(exp(-v) - exp(v)) in time
prove written_out: Ku == exp(2*A) + 1 - 2*exp(A)*cosh(u)
param before: positive                                      // A - u
param after: positive                                       // A + u
prove factors: Ku == (exp(before) - 1)*(exp(after) - 1) given A = (before + after)/2, u = (after - before)/2
prove nonnegative: (exp(before) - 1)*(exp(after) - 1) > 0
prove baseline: expected(exp(-U[1]) - exp(U[1])) == 0
// A baseline that knows the noise is not removed: with it nothing is learned.
rule idle on Weights.logw: theta -> theta + alpha*(L(theta + U[1]) - L(theta + U[1]))*(exp(-U[1]) - exp(U[1]))
prove nothing_learned: expected(idle) == theta
refute any_baseline: expected(idle) == theta - alpha*exp(-A)*expected(D[1](L)(theta + U[1])*K)

// Two weights: each has its own weight K, and the other noise is averaged.
rule hebb2 on Pair.logs: (theta1, theta2) -> (
  theta1 + alpha*(L2(theta1 + U[1], theta2 + U[2]) - Lbar)*(exp(-U[1]) - exp(U[1])),
  theta2 + alpha*(L2(theta1 + U[1], theta2 + U[2]) - Lbar)*(exp(-U[2]) - exp(U[2])))
let K2 = (exp(A) - exp(U[2]))*(exp(A) - exp(-U[2]))
prove theorem_two: expected(hebb2) == (
  theta1 - alpha*exp(-A)*expected(D[1, 0](L2)(theta1 + U[1], theta2 + U[2])*K),
  theta2 - alpha*exp(-A)*expected(D[0, 1](L2)(theta1 + U[1], theta2 + U[2])*K2))
