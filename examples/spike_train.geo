// A spike train of three bins with given inputs: the gradient of the divergence from a target train, and the Fisher metric, for
// every firing probability phi. Surace et al. (2020), "Gradient descent in neuroscience" (SM-30).
// phi = logistic(h(u)) with an unspecified h is every smooth phi with values in (0, 1); then phi'/(phi (1 - phi)) = h'.
function h(u)
param u0: real = -1
param psi[1..3]: real                                      // two inputs
param chi[1..3]: real
param q[1..3]: (0, 1)                                      // the target
manifold Weights { chart w { w1: real, w2: real } }
let u1 on Weights.w = u0 + w1*psi[1] + w2*chi[1]
let u2 on Weights.w = u0 + w1*psi[2] + w2*chi[2]
let u3 on Weights.w = u0 + w1*psi[3] + w2*chi[3]
let p1 on Weights.w = logistic(h(u1))
let p2 on Weights.w = logistic(h(u2))
let p3 on Weights.w = logistic(h(u3))
family train(x[1..3]: natural) on Weights.w = Bernoulli(p = p1)*Bernoulli(p = p2)*Bernoulli(p = p3)
family target(x[1..3]: natural) = Bernoulli(p = q[1])*Bernoulli(p = q[2])*Bernoulli(p = q[3])
cost C on Weights = KL(target, train)
let slope on Weights.w = -d(C)
prove gradient_1: slope[1] == E[x ~ target](D[1](h)(u1)*(x[1] - p1)*psi[1] + D[1](h)(u2)*(x[2] - p2)*psi[2] + D[1](h)(u3)*(x[3] - p3)*psi[3]) in w
prove gradient_2: slope[2] == E[x ~ target](D[1](h)(u1)*(x[1] - p1)*chi[1] + D[1](h)(u2)*(x[2] - p2)*chi[2] + D[1](h)(u3)*(x[3] - p3)*chi[3]) in w
let F12 on Weights.w = Fisher(train)[1, 2]
let F11 on Weights.w = Fisher(train)[1, 1]
let F22 on Weights.w = Fisher(train)[2, 2]
prove fisher_11: F11 == D[1](h)(u1)^2*p1*(1 - p1)*psi[1]^2 + D[1](h)(u2)^2*p2*(1 - p2)*psi[2]^2 + D[1](h)(u3)^2*p3*(1 - p3)*psi[3]^2 in w
prove fisher_22: F22 == D[1](h)(u1)^2*p1*(1 - p1)*chi[1]^2 + D[1](h)(u2)^2*p2*(1 - p2)*chi[2]^2 + D[1](h)(u3)^2*p3*(1 - p3)*chi[3]^2 in w
prove fisher: F12 == D[1](h)(u1)^2*p1*(1 - p1)*psi[1]*chi[1] + D[1](h)(u2)^2*p2*(1 - p2)*psi[2]*chi[2] + D[1](h)(u3)^2*p3*(1 - p3)*psi[3]*chi[3] in w

// Logistic phi: the factor is 1. Escape rate phi = 1 - exp(-rho dt): it is rho' dt/(1 - exp(-rho dt)).
positive function rho(u)
param dt: positive
manifold Line { chart u { u: real } }
let escape on Line.u = 1 - exp(-rho(u)*dt)
prove escape_factor: d(escape)[1]/(escape*(1 - escape)) == D[1](rho)(u)*dt/(1 - exp(-rho(u)*dt)) in u
let logistic_firing on Line.u = logistic(u)
prove logistic_factor: d(logistic_firing)[1]/(logistic_firing*(1 - logistic_firing)) == 1 in u
// As dt goes to 0 the factor goes to rho'/rho: 1 <= v/(1 - exp(-v)) <= 1 + v for v = rho dt, that is
prove above: 1 - exp(-v) <= v
prove below: exp(v) >= 1 + v
param v: positive
prove factor_above: d(escape)[1]/(escape*(1 - escape)) <= D[1](rho)(u)/rho(u)*(1 + rho(u)*dt) in u given D[1](rho)(u) > 0
prove factor_below: d(escape)[1]/(escape*(1 - escape)) >= D[1](rho)(u)/rho(u) in u given D[1](rho)(u) > 0
