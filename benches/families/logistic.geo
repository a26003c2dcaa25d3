param mean_0: real
param scale_0: positive
manifold M { chart c { mean: real, scale: positive } }
family law(x: real) on M.c = Logistic(mean = mean, scale = scale)
metric g = Fisher(law)
