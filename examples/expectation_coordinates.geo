// In expectation coordinates m the natural gradient flow of KL(p_m0, p_m) is linear: m' = -(m - m0).
// A consequence of Surace et al. (2020), "On choosing a metric" (SM-15): in general for exponential families of one and
// two parameters with unspecified log-partition functions, and for the normal family.
function psi1(a)
function psi2(a, b)
param m10: real
param m20: real
manifold One { chart theta { a: real } }
manifold Two { chart pair_of { b1: real, b2: real } }
cost A1 on One.theta = psi1(a)                             // log-partition functions
cost A2 on Two.pair_of = psi2(b1, b2)
let m1 = d(A1)                                             // their derivatives are the expectations
let m2 = d(A2)
cost C1 on One.theta = psi1(a) - a*m10                     // the divergence, up to a constant
cost C2 on Two.pair_of = psi2(b1, b2) - b1*m10 - b2*m20
prove differential_one: d(C1) == m1[1] - m10 in theta
prove general_one: pair(d(m1[1]), -grad(C1, Hessian(A1, theta))) == -(m1[1] - m10) in theta
prove general_two_first:  pair(d(m2[1]), -grad(C2, Hessian(A2, pair_of))) == -(m2[1] - m10) in pair_of
prove general_two_second: pair(d(m2[2]), -grad(C2, Hessian(A2, pair_of))) == -(m2[2] - m20) in pair_of

// The normal family: m2 = E[x^2].
param mu0: real = 4
param sigma0: positive = 2
manifold Normals {
  chart std { mu: real, sigma: positive }
  chart mean { mu: real, second: positive where second > mu^2 }
  map std -> mean { second = sigma^2 + mu^2 } inverse { sigma = sqrt(second - mu^2) }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost forward on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
cost reverse on Normals = KL(p, Normal(mean = mu0, sd = sigma0))
metric fisher = Fisher(p)
prove normal: -grad(forward, fisher) == (mu0 - mu, sigma0^2 + mu0^2 - second) in mean
refute normal_reversed: -grad(reverse, fisher) == (mu0 - mu, sigma0^2 + mu0^2 - second) in mean

// The reversed divergence is linear in the natural parameter instead: Poisson, theta = log(lambda).
param lambda0: positive = 1
manifold Counts {
  chart rate { lambda: positive }
  chart natural { th: real }
  map rate -> natural { th = log(lambda) }
}
family k(n: natural) on Counts.rate = Poisson(rate = lambda)
cost poisson_forward on Counts = KL(Poisson(rate = lambda0), k)
cost poisson_reverse on Counts = KL(k, Poisson(rate = lambda0))
metric poisson_fisher = Fisher(k)
flow along = -grad(poisson_forward, poisson_fisher)
flow against = -grad(poisson_reverse, poisson_fisher)
prove poisson: along == lambda0 - lambda in rate
refute poisson_reversed: against == lambda0 - lambda in rate
prove poisson_reversed_rate: against == -lambda*log(lambda/lambda0) in rate
prove poisson_reversed_linear: against == log(lambda0) - th in natural
check forward_speed: along at rate(lambda = exp(1)) given values == 1 - exp(1)
check reverse_speed: against at rate(lambda = exp(1)) given values == -exp(1)
