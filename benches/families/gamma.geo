param shape_0: positive
param rate_0: positive
manifold M { chart c { shape: positive, rate: positive } }
family law(x: positive) on M.c = Gamma(shape = shape, rate = rate)
metric g = Fisher(law)
cost C on M.c = KL(law, Gamma(shape = shape_0, rate = rate_0))
