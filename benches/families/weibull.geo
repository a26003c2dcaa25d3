param shape_0: positive
param scale_0: positive
manifold M { chart c { shape: positive, scale: positive } }
family law(x: positive) on M.c = Weibull(shape = shape, scale = scale)
metric g = Fisher(law)
cost C on M.c = KL(law, Weibull(shape = shape_0, scale = scale_0))
