// A noisy gradient step on a quadratic loss: its mean, its covariance, what it does to the loss, its small-step limit.
// After Shoji et al. (2024) (SM-71).
param eta: positive = 1/10
param h1: positive = 1
param h2: positive = 4
param s: positive = 1
random xi[1..2] ~ Normal(mean = 0, sd = s)
manifold Plane { chart c { x: real, y: real } }
cost L on Plane.c = (h1*x^2 + h2*y^2)/2
metric flat = Euclidean(Plane.c)
rule step on Plane.c: (x, y) -> (x - eta*(h1*x + xi[1]), y - eta*(h2*y + xi[2]))
rule quiet on Plane.c: (x, y) -> (x - eta*h1*x, y - eta*h2*y)
prove mean: expected(step) == (x - eta*h1*x, y - eta*h2*y)
prove spread: covariance(step) == [[eta^2*s^2, 0], [0, eta^2*s^2]]
prove small_steps: mean_flow(step, eta) == -grad(L, flat)
prove noise_free: mean_flow(quiet, eta) == mean_flow(step, eta)
refute same_rule: step == quiet

// The loss after one step.
let after on Plane.c = expected((h1*(x - eta*(h1*x + xi[1]))^2 + h2*(y - eta*(h2*y + xi[2]))^2)/2)
prove drop: after - L == -eta*(h1^2*x^2 + h2^2*y^2) + eta^2/2*(h1^3*x^2 + h2^3*y^2 + s^2*(h1 + h2))
check drop_at: (after - L) at c(x = 1, y = 1) given values == -27/20
refute always_drops: after < L
check noise_at_rest: (after - L) at c(x = 0, y = 0) given values == 1/40               // noise alone drives it up

// One step from (1, 1) over many repetitions: the mean of L is 5/2 - 27/20 = 23/20 within its error.
simulate step from c(x = 1, y = 1) to n = 1 seed 1 repeat 100000 watch L
