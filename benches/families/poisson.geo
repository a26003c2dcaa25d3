param rate_0: positive
manifold M { chart c { rate: positive } }
family law(x: natural) on M.c = Poisson(rate = rate)
metric g = Fisher(law)
cost C on M.c = KL(law, Poisson(rate = rate_0))
