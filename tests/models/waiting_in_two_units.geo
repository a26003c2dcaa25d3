// Waiting times of two clocks, one that ticks in milliseconds and one in seconds: densities of their own in two units, compared with
// each other (the divergence of exponential laws, Kullback and Leibler 1951).
manifold M { chart c { r: positive [1/ms] } }
param k: positive [1/s]
family p(x in (0, inf) [ms]) on M.c = density r*exp(-r*x)
family q(y in (0, inf) [s]) on M.c = density k*exp(-k*y)
cost D on M.c = KL(q, p)
prove f: D == log(k/r) + r/k - 1
prove nn: D >= 0
refute f2: D == log(k/r) + 1000*r/k - 1
check v: D at c(r = 1 [1/ms]) given k = 500 [1/s] ~ 0.306852819
check w: D at c(r = 1 [1/s]) given k = 500 [1/s] ~ 5.2166080984
flow learn = -grad(D, Fisher(p))
prove falls: decreasing D along learn
