param mean_0: real
param sd_0: positive
manifold M { chart c { mean: real, sd: positive } }
family law(x: real) on M.c = Normal(mean = mean, sd = sd)
metric g = Fisher(law)
cost C on M.c = KL(law, Normal(mean = mean_0, sd = sd_0))
