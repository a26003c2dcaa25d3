param mean_0: real
param scale_0: positive
manifold M { chart c { mean: real, scale: positive } }
family law(x: real) on M.c = Laplace(mean = mean, scale = scale)
metric g = Fisher(law)
cost C on M.c = KL(law, Laplace(mean = mean_0, scale = scale_0))
