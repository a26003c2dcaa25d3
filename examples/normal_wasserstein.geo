// The Wasserstein metric of the normals on the line is dmu^2 + dsigma^2: the naive flow in sigma is its gradient flow.
// Surace et al. (2020), "On choosing a metric" (SM-38).
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
metric transport = Wasserstein(p)
prove in_std:  transport == [[1, 0], [0, 1]] in std
prove in_var:  transport == [[1, 0], [0, 1/(4*s)]] in var
prove in_prec: transport == [[1, 0], [0, 1/(4*tau^3)]] in prec
prove invariant_metric: invariant transport under std -> var -> prec
prove flat: transport == Euclidean(Normals.std)
prove naive_is_transport: -partials(C, std) == -grad(C, transport)
