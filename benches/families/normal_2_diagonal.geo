manifold M { chart c { m1: real, m2: real, a: positive, d: positive } }
param n1: real
param n2: real
param e: positive
param g: positive
family x(x[1..2]: real) on M.c = MultivariateNormal(mean = (m1, m2), variances = (a, d))
metric G = Fisher(x)
cost C on M.c = KL(x, MultivariateNormal(mean = (n1, n2), variances = (e, g)))
