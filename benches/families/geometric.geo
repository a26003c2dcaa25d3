param p_0: (0, 1)
manifold M { chart c { p: (0, 1) } }
family law(x: natural) on M.c = Geometric(p = p)
metric g = Fisher(law)
cost C on M.c = KL(law, Geometric(p = p_0))
