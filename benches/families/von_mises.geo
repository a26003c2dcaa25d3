param mean_0: (-pi, pi)
param concentration_0: positive
manifold M { chart c { mean: (-pi, pi), concentration: positive } }
family law(x: (-pi, pi)) on M.c = VonMises(mean = mean, concentration = concentration)
metric g = Fisher(law)
cost C on M.c = KL(law, VonMises(mean = mean_0, concentration = concentration_0))
