param s: positive
param shape_0: positive
manifold M { chart c { shape: positive } }
family law(x: positive) on M.c = Pareto(shape = shape, minimum = s)
metric g = Fisher(law)
cost C on M.c = KL(law, Pareto(shape = shape_0, minimum = s))
