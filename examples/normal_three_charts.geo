// One cost, three charts. Surace, Pfister, Gerstner & Brea (2020), Fig. 3 and "On choosing a metric" (SM-12 to SM-14).
// The natural gradient flow is one flow; the vector of partial derivatives is another one in each chart.
param mu0: real = 4
param sigma0: positive = 2            // an example value: derivations and claims keep the symbol

manifold Normals {
  chart std  { mu: real, sigma: positive }
  chart var  { mu: real, s: positive }
  chart prec { mu: real, tau: positive }
  map std -> var  { s = sigma^2 }     // equal names carry over; the inverse is found and checked
  map std -> prec { tau = 1/sigma^2 }
}

family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)

metric fisher = Fisher(p)
metric ruler  = Euclidean(Normals.std)

flow natural = -grad(C, fisher)
flow naive   = -partials(C)           // a recipe of the chart at hand: legal, and labelled chart-dependent

prove  natural_is_one_flow: invariant natural under std -> var -> prec
refute naive_is_one_flow:   invariant naive under std -> var
prove  fisher_is_a_metric:  positive_definite fisher
prove  in_precision: natural in prec == (mu0 - mu, tau - tau^2*(sigma0^2 + (mu - mu0)^2))
prove  ruler_gives_naive: -grad(C, ruler) == naive in std
check  C at std(mu = 2, sigma = 1) given values ~ 2.80685281944005469

show natural in var
