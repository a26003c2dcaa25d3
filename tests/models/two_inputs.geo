// Of our own: the mean of a rectifying unit over two independent inputs has no closed form; in proofs it stays formal, in emitted
// code it is a product of Gauss rules. Not from a paper.
manifold Unit { chart gh { g: (0, 1), h: real } }
cost output on Unit.gh = E[x ~ Normal(mean = 0, sd = 1)](E[y ~ Uniform(0, 1)](softplus(g*x*y + h)))
flow quiet = -partials(output, gh)
prove slope: d(output)[2] == E[x ~ Normal(mean = 0, sd = 1)](E[y ~ Uniform(0, 1)](logistic(g*x*y + h))) in gh
prove at_rest: output at gh(g = 1/2, h = 0) == E[x ~ Normal(mean = 0, sd = 1)](E[y ~ Uniform(0, 1)](softplus(x*y/2)))
check value: output at gh(g = 1/2, h = 0) ~ 0.7033791102328
refute linear: output == softplus(h) in gh
