// The divergence of two normals and its differential in three charts, with units.
// Surace et al. (2020), second artificial example, Fig. 3 (SM-12).
param mu0: real [mV] = 4 [mV]
param sigma0: positive [mV] = 2 [mV]
manifold Normals {
  chart std  { mu: real [mV], sigma: positive [mV] }
  chart var  { mu: real [mV], s: positive [mV^2] }
  chart prec { mu: real [mV], tau: positive [1/mV^2] }
  map std -> var  { s = sigma^2 }
  map std -> prec { tau = 1/sigma^2 }
}
family p(x: real [mV]) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
let A on Normals.std = sigma0^2 + (mu - mu0)^2

prove formula: C == log(sigma/sigma0) + A/(2*sigma^2) - 1/2 in std
prove zero_at_target: C at std(mu = mu0, sigma = sigma0) == 0
prove nonnegative: C >= 0 in std
// It is 0 only there.
prove only_there_mean:   C > 0 in std given mu != mu0
prove only_there_spread: C > 0 in std given sigma != sigma0
prove differential_std:  d(C) == ((mu - mu0)/sigma^2, (sigma^2 - A)/sigma^3) in std
prove differential_var:  d(C) == ((mu - mu0)/s, (s - A)/(2*s^2)) in var
prove differential_prec: d(C) == ((mu - mu0)*tau, (tau*A - 1)/(2*tau)) in prec

check C_1: C at std(mu = 2 [mV], sigma = 1 [mV]) given values ~ 2.80685281944005469
check C_2: C at std(mu = 6 [mV], sigma = 3 [mV]) given values ~ 0.349909552552608826
check C_3: C at std(mu = (1/2) [mV], sigma = (5/2) [mV]) given values ~ 1.02314355131420976
check C_1_exact: C at std(mu = 2 [mV], sigma = 1 [mV]) given values == 7/2 - log(2)
check C_2_exact: C at std(mu = 6 [mV], sigma = 3 [mV]) given values == log(3/2) - 1/18
check C_3_exact: C at std(mu = (1/2) [mV], sigma = (5/2) [mV]) given values == log(5/4) + 4/5
