manifold M { chart c { width: positive } }
family law(x: real) on M.c = Uniform(lower = 0, upper = width)
refuse G0604 { metric g = Fisher(law) }
cost C on M.c = Entropy(law)
