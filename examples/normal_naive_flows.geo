// Three naive flows of one cost: the vertical speeds differ by a factor, 4 sigma^2 or 4/sigma^6.
// Surace et al. (2020), second artificial example, Fig. 3 (SM-13).
param mu0: real = 4
param sigma0: positive = 2
param m: real                                              // any mean
manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }
  map std -> prec { tau = 1/sigma^2 }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
let A on Normals.std = sigma0^2 + (mu - mu0)^2
flow in_sigma = -partials(C, std)
flow in_s     = -partials(C, var)
flow in_tau   = -partials(C, prec)

prove sigma_in_std: in_sigma == ((mu0 - mu)/sigma^2, (A - sigma^2)/sigma^3) in std
prove s_in_std:     in_s     == ((mu0 - mu)/sigma^2, (A - sigma^2)/(4*sigma^5)) in std
prove tau_in_std:   in_tau   == ((mu0 - mu)/sigma^2, sigma^3*(A - sigma^2)/4) in std
prove sigma_in_var: in_sigma == ((mu0 - mu)/s, 2*(A - s)/s) in var
prove s_in_var:     in_s     == ((mu0 - mu)/s, (A - s)/(2*s^2)) in var
prove tau_in_var:   in_tau   == ((mu0 - mu)/s, s^2*(A - s)/2) in var

prove horizontal_s:   in_sigma[1] == in_s[1] in std
prove horizontal_tau: in_sigma[1] == in_tau[1] in std
prove factor_s:   in_sigma[2] == 4*sigma^2*in_s[2] in std
prove factor_tau: in_tau[2] == (sigma^6/4)*in_sigma[2] in std
prove equal_on_half: in_sigma at std(mu = m, sigma = 1/2) == in_s at std(mu = m, sigma = 1/2)
prove only_there_above: 4*sigma^2 > 1 in std given sigma > 1/2
prove only_there_below: 4*sigma^2 < 1 in std given sigma < 1/2
prove equal_on_sixth_root: in_sigma at std(mu = m, sigma = 4^(1/6)) == in_tau at std(mu = m, sigma = 4^(1/6))
param ratio: positive
prove only_root_above: (4^(1/6)*ratio)^6/4 > 1 given ratio > 1      // the factor at sigma = 4^(1/6)*ratio
prove only_root_below: (4^(1/6)*ratio)^6/4 < 1 given ratio < 1
check sixth_root: 4^(1/6) ~ 1.25992104989487316

refute sigma_is_s:   in_sigma == in_s
refute sigma_is_tau: in_sigma == in_tau
refute s_is_tau:     in_s == in_tau
prove agree_on_one: in_s at std(mu = m, sigma = 1) == in_tau at std(mu = m, sigma = 1)   // so (2, 1) does not separate these
check sigma_at_21: in_sigma at std(mu = 2, sigma = 1) given values == (2, 7)
check s_at_21:     in_s at std(mu = 2, sigma = 1) given values == (2, 7/4)
check tau_at_21:   in_tau at std(mu = 2, sigma = 1) given values == (2, 7/4)
check sigma_at_63: in_sigma at std(mu = 6, sigma = 3) given values == (-2/9, -1/27)
check s_at_63:     in_s at std(mu = 6, sigma = 3) given values == (-2/9, -1/972)
check tau_at_63:   in_tau at std(mu = 6, sigma = 3) given values == (-2/9, -27/4)

prove rest_sigma: in_sigma at std(mu = mu0, sigma = sigma0) == (0, 0)
prove rest_s:     in_s at std(mu = mu0, sigma = sigma0) == (0, 0)
prove rest_tau:   in_tau at std(mu = mu0, sigma = sigma0) == (0, 0)
// No other point is at rest.
prove one_mean_sigma:   in_sigma[1] != 0 in std given mu != mu0
prove one_spread_sigma: in_sigma[2] != 0 in std given mu = mu0, sigma != sigma0
prove one_mean_s:       in_s[1] != 0 in std given mu != mu0
prove one_spread_s:     in_s[2] != 0 in std given mu = mu0, sigma != sigma0
prove one_mean_tau:     in_tau[1] != 0 in std given mu != mu0
prove one_spread_tau:   in_tau[2] != 0 in std given mu = mu0, sigma != sigma0
prove gradient_sigma: in_sigma == -grad(C, Euclidean(Normals.std))
prove gradient_s:     in_s     == -grad(C, Euclidean(Normals.var))
prove gradient_tau:   in_tau   == -grad(C, Euclidean(Normals.prec))
flow down_sigma = -grad(C, Euclidean(Normals.std))
flow down_s     = -grad(C, Euclidean(Normals.var))
flow down_tau   = -grad(C, Euclidean(Normals.prec))
prove down_sigma_falls: strictly decreasing C along down_sigma
prove down_s_falls:     strictly decreasing C along down_s
prove down_tau_falls:   strictly decreasing C along down_tau
prove falls_sigma: strictly decreasing C along in_sigma
prove falls_s:     strictly decreasing C along in_s
prove falls_tau:   strictly decreasing C along in_tau

// Fig. 3 of Surace, Pfister, Gerstner and Brea (2020): each naive flow in two displays; the level lines are the same.
figure "figures/normal_naive_flows.svg" columns 2 {
  plot in_sigma in std over mu = 0..8, sigma = 0.05..5 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in σ"
  plot in_sigma in var over mu = 0..8, s = 0.05..25 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in σ"
  plot in_s in std over mu = 0..8, sigma = 0.05..5 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in s"
  plot in_s in var over mu = 0..8, s = 0.05..25 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in s"
  plot in_tau in std over mu = 0..8, sigma = 0.05..5 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in τ"
  plot in_tau in var over mu = 0..8, s = 0.05..25 contours C = [0.05, 0.2, 0.5, 1, 2, 4] title "naive in τ"
}
