// Of our own: one Euler step of Langevin dynamics in a double well, its mean, its spread, and its view in another chart.
// Euler-Maruyama discretisation (Kloeden and Platen 1992, chapter 9); the noise scales with the root of the step.
param h: positive = 1/16
param T: positive = 1
function V(x)
random xi ~ Normal(mean = 0, sd = 1)
manifold Line {
  chart x { x: real }
  chart y { y: real }
  map x -> y { y = 2*x + 1 }
}
rule step on Line.x: x -> x - h*(x^3 - x) + sqrt(2*T*h)*xi
prove mean: expected(step) == x - h*(x^3 - x) in x
prove spread: covariance(step) == 2*T*h in x
prove stretched: covariance(step) == 8*T*h in y
prove fourth_moment: expected((sqrt(2*T*h)*xi)^4) == 12*T^2*h^2
// The noise is no small step: the rule has no derivative by h at 0. Refused, not ignored.
refuse G0621 { prove mean_flow(step, h) == x - x^3 in x }
// The generator, for an unspecified test function: the mean of V after a step of the noise alone.
let after on Line.x = expected(V(x + T*xi))
prove heat: expected(V(x + T*xi)*xi) == T*expected(D[1](V)(x + T*xi)) in x
prove heat_second: expected(V(x + T*xi)*(xi^2 - 1)) == T^2*expected(D[2](V)(x + T*xi)) in x
refute not_the_value: after == V(x) in x
