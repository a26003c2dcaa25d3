// A Boltzmann machine of three units. Its learning rule, correlations with the data clamped less those without, is the gradient of
// a divergence (Ackley, Hinton and Sejnowski, Cognitive Science 9 (1985), 147); the correlations are its Fisher metric (Amari, Kurata
// and Nagaoka, IEEE Trans. Neural Networks 3 (1992), 260). The law is written without its normaliser, which stands beside it and is
// checked.
manifold Machine {
  chart w { h1: real, h2: real, h3: real, w12: real, w13: real, w23: real }
}
param t[1..3]: (0, 1)
family machine(x[1..3] in 0..1) on Machine.w = unnormalised exp(h1*x[1] + h2*x[2] + h3*x[3] + w12*x[1]*x[2] + w13*x[1]*x[3] + w23*x[2]*x[3])
  with normaliser 1 + exp(h1) + exp(h2) + exp(h3) + exp(h1 + h2 + w12) + exp(h1 + h3 + w13) + exp(h2 + h3 + w23) + exp(h1 + h2 + h3 + w12 + w13 + w23)
// Independent data, for an example.
family data(x[1..3] in 0..1) on Machine.w = mass t[1]^x[1]*(1 - t[1])^(1 - x[1])*t[2]^x[2]*(1 - t[2])^(1 - x[2])*t[3]^x[3]*(1 - t[3])^(1 - x[3])
cost misfit on Machine.w = KL(data, machine)
metric fisher = Fisher(machine)
flow learn = -grad(misfit, Euclidean(Machine.w))

prove learning_rule: learn == (E[x ~ data](x[1]) - E[x ~ machine](x[1]), E[x ~ data](x[2]) - E[x ~ machine](x[2]), E[x ~ data](x[3]) - E[x ~ machine](x[3]),
  E[x ~ data](x[1]*x[2]) - E[x ~ machine](x[1]*x[2]), E[x ~ data](x[1]*x[3]) - E[x ~ machine](x[1]*x[3]), E[x ~ data](x[2]*x[3]) - E[x ~ machine](x[2]*x[3]))
prove never_negative: misfit >= 0
prove falls: decreasing misfit along learn
prove correlation: fisher[1, 2] == E[x ~ machine](x[1]*x[2]) - E[x ~ machine](x[1])*E[x ~ machine](x[2]) in w
prove higher_correlation: fisher[4, 6] == E[x ~ machine](x[1]*x[2]*x[3]) - E[x ~ machine](x[1]*x[2])*E[x ~ machine](x[2]*x[3]) in w
refute hebbian_alone: learn == (E[x ~ data](x[1]), E[x ~ data](x[2]), E[x ~ data](x[3]), E[x ~ data](x[1]*x[2]), E[x ~ data](x[1]*x[3]), E[x ~ data](x[2]*x[3]))
refuse G0606 { family two(x[1..2] in 0..1) on Machine.w = unnormalised exp(h1*x[1] + h2*x[2] + w12*x[1]*x[2]) with normaliser 1 + exp(h1) + exp(h2) + exp(h1 + h2) }

// Two units: the natural flow falls, too.
manifold Pair {
  chart w { a: real, b: real, c: real }
}
family pair(x[1..2] in 0..1) on Pair.w = unnormalised exp(a*x[1] + b*x[2] + c*x[1]*x[2]) with normaliser 1 + exp(a) + exp(b) + exp(a + b + c)
family goal(x[1..2] in 0..1) on Pair.w = mass t[1]^x[1]*(1 - t[1])^(1 - x[1])*t[2]^x[2]*(1 - t[2])^(1 - x[2])
cost apart on Pair.w = KL(goal, pair)
flow natural = -grad(apart, Fisher(pair))
prove natural_falls: decreasing apart along natural
