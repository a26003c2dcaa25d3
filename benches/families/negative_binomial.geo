param s: positive
param p_0: (0, 1)
manifold M { chart c { p: (0, 1) } }
family law(x: natural) on M.c = NegativeBinomial(size = s, p = p)
metric g = Fisher(law)
cost C on M.c = KL(law, NegativeBinomial(size = s, p = p_0))
