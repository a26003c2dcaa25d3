manifold M { chart c { a: positive, b: positive, c: positive } }
param a0: positive
param b0: positive
param c0: positive
family x(x[1..3]: real) on M.c = Dirichlet(a = (a, b, c))
metric g = Fisher(x)
cost C on M.c = KL(x, Dirichlet(a = (a0, b0, c0)))
