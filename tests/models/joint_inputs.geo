// Random variables of a rule with a joint law: a linear neuron that learns from two correlated inputs, mini-batches drawn from
// three examples, and a policy whose chances come from a Dirichlet law. All means are known from textbooks: Isserlis' theorem,
// sums over the examples, moments of the Dirichlet law.
param rho: (-1, 1) = 1/2
param spread: positive = 2
param rate: positive = 1/10
param concentration: positive = 3
manifold Weights {
  chart w { a: real, b: real }
  chart sum { s: real, d: real }
  map w -> sum { s = a + b, d = a - b } inverse { a = (s + d)/2, b = (s - d)/2 }
}
random x[1..2] ~ MultivariateNormal(mean = (1, 0), covariance = [[1, rho*spread], [rho*spread, spread^2]])
random example ~ Categorical(p = (1/2, 1/3, 1/6))
random chance[1..3] ~ Dirichlet(a = (concentration, 1, 2))
random noise[1..2] ~ MultivariateNormal(mean = (0, 0), sds = (1, spread))

// Learning from the inputs themselves.
rule hebb on Weights.w: (a, b) -> (a + rate*x[1]*(a*x[1] + b*x[2]), b + rate*x[2]*(a*x[1] + b*x[2]))
// One of three examples, 1, 2 and 3, at each step.
rule batch on Weights.w: (a, b) -> (a - rate*(a - example), b - rate*(b - example^2))
// A step in a direction that is drawn first.
rule policy on Weights.w: (a, b) -> (a + rate*chance[1]*noise[1], b + rate*chance[2]*chance[3])
flow learn = mean_flow(hebb, rate)
flow average = mean_flow(batch, rate)

prove together: covariance(x[1], x[2]) == rho*spread
prove alone: variance(x[2]) == spread^2
prove four: expected(x[1]^2*x[2]^2) == 2*spread^2 + 2*rho^2*spread^2
refute four_apart: expected(x[1]^2*x[2]^2) == 2*spread^2 + rho^2*spread^2
prove tilt: expected(exp(x[1] + x[2])) == exp(1 + (1 + 2*rho*spread + spread^2)/2)
prove mean_step: expected(hebb) == (a + rate*(2*a + rho*spread*b), b + rate*(rho*spread*a + spread^2*b))
prove squashed: expected(tanh(x[1] - x[2]))^2 < 1
prove one_flow: invariant learn under w -> sum
prove batches: expected(batch) == (a - rate*(a - 5/3), b - rate*(b - 10/3))
prove scatter: variance(example) == 5/9
refute scatter_of_pairs: variance(example) == 5/18
prove logs: expected(log(example)) == log(2)/3 + log(3)/6
prove mixed: expected(tanh(example*x[1])) == expected(tanh(x[1]))/2 + expected(tanh(2*x[1]))/3 + expected(tanh(3*x[1]))/6
prove share: expected(chance[1]) == concentration/(concentration + 3)
prove pair: expected(chance[2]*chance[3]) == 2/((concentration + 3)*(concentration + 4))
prove rest: variance(chance[1] + chance[2]) == 2*(concentration + 1)/((concentration + 3)^2*(concentration + 4))
prove policy_steps: expected(policy) == (a, b + 2*rate/((concentration + 3)*(concentration + 4)))
prove policy_noise: covariance(policy)[1, 1] == rate^2*concentration*(concentration + 1)/((concentration + 3)*(concentration + 4)) in w
check tail: expected(tanh(x[1])) given values ~ 0.5504004908
show hebb in sum
simulate batch from w(a = 1, b = 0) to n = 1 seed 1 repeat 20000
simulate policy from w(a = 1, b = 0) to n = 1 seed 1 repeat 20000
