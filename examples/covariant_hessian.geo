// Second derivatives that do not depend on the chart: d_i d_j C - Gamma^k_ij d_k C with the Fisher metric of the normal family.
// Surace et al. (2020), conclusions (SM-46). The symbols Gamma are written out; there is no syntax for them.
param mu0: real = 4
param sigma0: positive = 2
manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }
  map std -> prec { tau = 1/sigma^2 }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
let delta on Normals.std = mu - mu0
let A on Normals.std = sigma0^2 + delta^2

// Gamma^mu_mu,sigma = -1/sigma, Gamma^sigma_mu,mu = 1/(2 sigma), Gamma^sigma_sigma,sigma = -1/sigma
let C_mu on Normals.std = d(C)[1]
let C_sigma on Normals.std = d(C)[2]
metric second on Normals.std = [[d(C_mu)[1] - C_sigma/(2*sigma), d(C_mu)[2] + C_mu/sigma], [d(C_sigma)[1] + C_mu/sigma, d(C_sigma)[2] + C_sigma/sigma]]

prove in_std: second == [[(sigma^2 + A)/(2*sigma^4), -delta/sigma^3], [-delta/sigma^3, 2*A/sigma^4]] in std
prove in_var: second == [[(s + A)/(2*s^2), -delta/(2*s^2)], [-delta/(2*s^2), A/(2*s^3)]] in var
prove in_prec: second == [[tau*(tau*A + 1)/2, delta/2], [delta/2, A/(2*tau)]] in prec

// Positive definite everywhere, so the divergence is geodesically convex for the Fisher metric ..
prove determinant: det(second) == (A^2 + sigma^2*sigma0^2)/sigma^8 in std
prove determinant_is_positive: det(second) > 0 in std
prove convex: positive_definite second
// .. although it is not convex in the chart (mu, sigma): its second derivative by sigma is negative where sigma^2 > 3A.
let C_sigma_sigma on Normals.std = d(C_sigma)[2]
prove by_sigma: C_sigma_sigma == (3*A - sigma^2)/sigma^4
refute convex_in_sigma: C_sigma_sigma >= 0
refuse G0507 { metric naive on Normals.std = [[d(C_mu)[1], d(C_mu)[2]], [d(C_sigma)[1], d(C_sigma)[2]]] }
prove at_minimum: second at std(mu = mu0, sigma = sigma0) == [[1/sigma0^2, 0], [0, 2/sigma0^2]]

// The defect of second derivatives alone between sigma and s = sigma^2, where d sigma/d s = 1/(2 sqrt s): a first derivative is left.
let C_s on Normals.var = d(C)[2]
let C_s_s on Normals.var = d(C_s)[2]
prove defect: (3*A - s)/s^2/(4*s) - C_s_s == (s - A)/(4*s^3) in var
