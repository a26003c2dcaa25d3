param a_0: positive
param b_0: positive
manifold M { chart c { a: positive, b: positive } }
family law(x: (0, 1)) on M.c = Beta(a = a, b = b)
metric g = Fisher(law)
cost C on M.c = KL(law, Beta(a = a_0, b = b_0))
