// The Hebbian zero-order rule in the long run: a contraction in the mean is not stable as an iteration.
// Schmidt-Hieber (2023), equation (4.5) with L = |theta - Y|^2, five weights, Y = (1, .., 1), A = 1/2 (SM-96).
param alpha: positive = 1/20                               // learning rate
param A: positive = 1/2
random U[1..5] ~ Uniform(-A, A)
random xi[1..5] ~ Normal(mean = 0, sd = 1)
manifold Weights { chart logs { v[1..5]: real, b: real } } // v = log w; b is the loss of the step before

cost L on Weights.logs = sum(i in 1..5, (v[i] - 1)^2)
let seen on Weights.logs = sum(i in 1..5, (v[i] + U[i] - 1)^2)
let gain on Weights.logs = alpha*(seen - b)
rule hebb on Weights.logs: (v[1], v[2], v[3], v[4], v[5], b) -> (
  v[1] + gain*(exp(-U[1]) - exp(U[1])),
  v[2] + gain*(exp(-U[2]) - exp(U[2])),
  v[3] + gain*(exp(-U[3]) - exp(U[3])),
  v[4] + gain*(exp(-U[4]) - exp(U[4])),
  v[5] + gain*(exp(-U[5]) - exp(U[5])),
  seen)

// In the mean every weight contracts towards 1 by the factor 1 - 2*alpha*rho (SM-87), for alpha = 1/2 as well.
let rho = 2*cosh(A) - 2*sinh(A)/A
let mean_step on Weights.logs = expected(hebb)
prove mean_is_descent: mean_step[1] == v[1] - 2*alpha*rho*(v[1] - 1) in logs
prove contracts: (1 - 2*alpha*rho)^2 < 1 given alpha = 1/2, A = 1/2
check rate: alpha*rho given alpha = 1/2, A = 1/2 ~ 0.085435354218886

// Mean of one step from 0 over 10^5 repetitions, with its Monte-Carlo error: 2*alpha*rho = 0.0170870708437772124.
simulate hebb from logs(0, 0, 0, 0, 0, 5) to n = 1 seed 1 repeat 100000
// Small rates settle; the same mean rule with alpha = 1/2 leaves every bound: "contraction of the mean implies stability of
// the iteration" is refuted by this run, which stops where the loss passes 10^6.
simulate hebb from logs(0, 0, 0, 0, 0, 5)
  to n = 200000 at n = [0, 100, 1000, 10000, 100000, 200000] seed 1 watch L
figure "figures/long_run.svg" {
  plot L of hebb over n = 1..200000 log, L = 1e-4..10 log
    from logs(0, 0, 0, 0, 0, 5) for alpha = [1/20] seed 1 title "α = 1/20: settles near 0.01"
  plot L of hebb over n = 1..200000 log, L = 1e-4..10 log
    from logs(0, 0, 0, 0, 0, 5) for alpha = [1/5] seed 1 title "α = 1/5: settles near 0.1"
  plot L of hebb over n = 1..1000 log, L = 1e-2..1e12 log
    from logs(0, 0, 0, 0, 0, 5) for alpha = [1/2] seed 1 title "α = 1/2: diverges"
}

// One Gaussian point and no baseline, alpha = 1/10 and sigma = 1, from |theta - Y| = 10: every step multiplies by noise.
param eta: positive = 1/10
let score on Weights.logs = sum(i in 1..5, (v[i] + xi[i] - 1)^2)
rule one_point on Weights.logs: (v[1], v[2], v[3], v[4], v[5], b) -> (
  v[1] - eta*score*xi[1], v[2] - eta*score*xi[2], v[3] - eta*score*xi[3], v[4] - eta*score*xi[4], v[5] - eta*score*xi[5], score)
prove one_point_mean: expected(one_point)[1] == v[1] - 2*eta*(v[1] - 1) in logs
simulate one_point from logs(11, 1, 1, 1, 1, 100)
  to n = 10000 at n = [0, 1, 2, 3, 4, 5] seed 1 watch L while L < 10^12

// The weight itself, by (4.3): w*(1 + a) is positive only while a > -1. The run says at which step it is not.
manifold Weight { chart w { w: positive } }
random V ~ Uniform(-2, 2)
rule multiply on Weight.w: w -> w*(1 + 3/5*(log(w) + V - 1)^2*(exp(-V) - exp(V)))
param noise: [-2, 2]
refute stays_positive: 1 + 3/5*(log(w) + noise - 1)^2*(exp(-noise) - exp(noise)) > 0 in w
simulate multiply from w(w = 1) to n = 100000 at n = [0, 1, 2, 3, 4, 5] seed 1
