param rate_0: positive
manifold M { chart c { rate: positive } }
family law(x: positive) on M.c = Exponential(rate = rate)
metric g = Fisher(law)
cost C on M.c = KL(law, Exponential(rate = rate_0))
