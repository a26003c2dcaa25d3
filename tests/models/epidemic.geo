// Of our own: an epidemic without births (Kermack and McKendrick 1927), what it keeps, and two ways to step it.
param beta: positive [1/d] = 1/2 [1/d]
param gamma: positive [1/d] = 1/4 [1/d]
param h: positive [d] = 1/8 [d]
param spread: positive = 1/16
random a ~ Normal(mean = 0, sd = 1)
random b[1..2] ~ Uniform(-1, 1)

manifold Epidemic {
  chart shares { S: (0, 1), I: (0, 1) where S + I < 1 }
  chart logs { u: (-inf, 0), v: (-inf, 0) where exp(u) + exp(v) < 1 }
  map shares -> logs { u = log(S), v = log(I) }
}
flow course [per d] on Epidemic.shares = (-beta*S*I, beta*S*I - gamma*I)
let invariant on Epidemic.shares = S + I - gamma/beta*log(S)

prove conserved invariant along course
prove height: conserved I - gamma/beta*log(S) + S along course
refute conserved S + I along course

// A noisy step of Euler; its mean is the step without noise.
rule euler on Epidemic.shares: (S, I) -> (S - h*beta*S*I*(1 + spread*a), I + h*beta*S*I*(1 + spread*a) - h*gamma*I)
rule shaken on Epidemic.shares: (S, I) -> (S*(1 + spread*b[1]), I*(1 + spread*b[2]^2))
prove expected(euler) == (S - h*beta*S*I, I + h*beta*S*I - h*gamma*I) in shares
