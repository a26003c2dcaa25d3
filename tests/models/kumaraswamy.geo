// A density by its formula: Kumaraswamy's on (0, 1), with its moments, entropy and Fisher metric in b. Not from a paper.
manifold Shapes { chart ab { a: positive, b: positive } }
family p(x in (0, 1)) on Shapes.ab = density a*b*x^(a - 1)*(1 - x^a)^(b - 1)
cost H on Shapes = Entropy(p)
prove mean: E[x ~ p](x^a) == 1/(b + 1) in ab
prove log_mean: E[x ~ p](log(1 - x^a)) == -1/b in ab
prove entropy: Entropy(p) == -log(a*b) + (1 - 1/a)*(digamma(b + 1) - digamma(1)) + 1 - 1/b in ab
prove spread: E[x ~ p](Score(p, x)[2]^2) == 1/b^2 in ab
// The closed form is taken apart into means that are finite for b > 1.
prove scores: E[x ~ p](Score(p, x)[1]) == 0 in ab given b > 1
// It is the law of u^(1/a) with u ~ Beta(1, b), so the divergence within one a is that of Beta laws.
param c: positive
family image(x: (0, 1)) on Shapes.ab = Beta(a = 1, b = b) under u -> u^(1/a)
prove same_moment: E[x ~ image](x^(2*a)) == E[x ~ p](x^(2*a)) in ab
prove divergence: KL(image, p) == 0 in ab
refuse G0606 { family q(x in (0, 1)) on Shapes.ab = density a*b*x^(a - 1)*(1 - x^a)^b }
// Up the entropy: towards the uniform law, a = b = 1.
flow disperse = grad(H, Euclidean(Shapes.ab))
check rest: disperse at ab(a = 1, b = 1) == (0, 0)
