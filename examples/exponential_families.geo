// Natural and expectation coordinates: the log-partition function psi has the means as differential and the Fisher metric as
// Hessian, and the natural gradient flow of KL(p_m0, p_m) is m' = -(m - m0). Surace et al. (2020), "On choosing a metric" (SM-15).
param mu0: real = 4
param sigma0: positive = 2
manifold Normals {
  chart std     { mu: real, sigma: positive }
  chart natural { t1: real, t2: negative }
  chart means   { m1: real, m2: positive where m2 > m1^2 }
  map std -> natural { t1 = mu/sigma^2, t2 = -1/(2*sigma^2) } inverse { mu = -t1/(2*t2), sigma = 1/sqrt(-2*t2) }
  map std -> means   { m1 = mu, m2 = sigma^2 + mu^2 } inverse { mu = m1, sigma = sqrt(m2 - m1^2) }
}
family p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)
cost psi on Normals = LogPartition(p)
cost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)
metric fisher = Fisher(p)
prove natural: NaturalParameters(p) == (t1, t2) in natural
prove means: MeanParameters(p) == (m1, m2) in means
prove differential: d(psi) == (E[x ~ p](x), E[x ~ p](x^2)) in natural
prove hessian: fisher == Hessian(psi, natural)
prove linear: -grad(C, fisher) == (mu0 - m1, sigma0^2 + mu0^2 - m2) in means
prove legendre: E[x ~ p](log_density(p, x)) == t1*E[x ~ p](x) + t2*E[x ~ p](x^2) - psi in natural

manifold Gammas { chart kr { k: positive, r: positive } chart natural { a: (-1, inf), b: negative } map kr -> natural { a = k - 1, b = -r } }
family g(x: positive) on Gammas.kr = Gamma(shape = k, rate = r)
cost gpsi on Gammas = LogPartition(g)
metric gfisher = Fisher(g)
prove gamma_duality: d(gpsi) == (E[x ~ g](log(x)), E[x ~ g](x)) in natural
prove gamma_hessian: gfisher == Hessian(gpsi, natural)

manifold Counts { chart rate { l: positive } chart natural { t: real } map rate -> natural { t = log(l) } }
family n(n: natural) on Counts.rate = Poisson(rate = l)
cost npsi on Counts = LogPartition(n)
metric nfisher = Fisher(n)
prove poisson_duality: d(npsi) == E[n ~ n](n) in natural
prove poisson_hessian: nfisher == Hessian(npsi, natural)
