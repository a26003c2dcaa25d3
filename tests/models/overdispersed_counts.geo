// Spike counts with more variance than mean: the negative binomial law by size and by mean, whose Fisher metric is diagonal by the mean
// (Lawless 1987, Canadian Journal of Statistics 15).
manifold NB {
  chart rp { r: positive, p: (0, 1) }
  chart rm { r: positive, m: positive }
  map rp -> rm { m = r*(1 - p)/p }
}
family by_chance(k: natural) on NB.rp = NegativeBinomial(size = r, p = p)
family by_mean(k: natural) on NB.rm = NegativeBinomial(r = r, mean = m)
metric g = Fisher(by_chance)
metric h = Fisher(by_mean)
prove orthogonal: h[1, 2] == 0 in rm
prove of_mean: h[2, 2] == r/(m*(m + r)) in rm
refute as_poisson: h[2, 2] == 1/m in rm
prove one_metric: g == h
prove terms: h[1, 1] == trigamma(r) - m/(r*(r + m)) - E[k ~ by_mean](trigamma(r + k)) in rm
check at_one: h at rm(r = 2, m = 1) ~ [[0.0104768, 0], [0, 0.6666667]]

cost misfit on NB.rp = KL(NegativeBinomial(size = 3, p = 1/2), by_chance)
flow learn = -grad(misfit, g)
prove never_negative: misfit >= 0
prove falls: decreasing misfit along learn
refute rises: decreasing misfit along grad(misfit, g)
