param log_mean_0: real
param log_sd_0: positive
manifold M { chart c { log_mean: real, log_sd: positive } }
family law(x: positive) on M.c = LogNormal(log_mean = log_mean, log_sd = log_sd)
metric g = Fisher(law)
cost C on M.c = KL(law, LogNormal(log_mean = log_mean_0, log_sd = log_sd_0))
