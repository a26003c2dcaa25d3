param n: 1..inf
manifold M { chart c { p: (0, 1), q: (0, 1) where p + q < 1 } }
param p0: (0, 1)
param q0: (0, 1/2)
family x(x[1..3]: natural) on M.c = Multinomial(n = n, p = (p, q, 1 - p - q))
metric g = Fisher(x)
cost C on M.c = KL(x, Multinomial(n = n, p = (p0/2, q0, 1 - p0/2 - q0)))
