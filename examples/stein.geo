// Stein's lemma for normal noise, by parts with a loss of moderate growth; it fails for uniform noise.
// Used in Schmidt-Hieber (2023), (3.1) (SM-92); Stein (1981), Estimation of the mean of a multivariate normal distribution.
param sigma: positive = 7/10
param k: real = 13/10
param A: positive = 1
function L(t)
function L2(s, t)
manifold Line { chart line { theta: real } }
manifold Plane { chart xy { x: real, y: real } }
random xi[1..2] ~ Normal(mean = 0, sd = sigma)
random U ~ Uniform(-A, A)

prove stein: expected(L(theta + xi[1])*xi[1]) == sigma^2*expected(D[1](L)(theta + xi[1]))
prove stein_second: expected(L(theta + xi[1])*(xi[1]^2 - sigma^2)) == sigma^4*expected(D[2](L)(theta + xi[1]))
prove stein_two: expected(L2(x + xi[1], y + xi[2])*xi[2])
  == sigma^2*expected(D[0, 1](L2)(x + xi[1], y + xi[2]))
prove tilted: expected(L(theta + xi[1])*exp(k*xi[1])) == exp(k^2*sigma^2/2)*expected(L(theta + xi[1] + k*sigma^2))
prove exponential: expected(exp(k*xi[1])*xi[1]) == sigma^2*k*exp(sigma^2*k^2/2)
check exponential_digits: expected(exp(k*xi[1])*xi[1]) given values ~ 0.963738175529483145
refute stein_factor: expected(L(theta + xi[1])*xi[1]) == sigma*expected(D[1](L)(theta + xi[1]))

// Uniform noise has another identity.
refute stein_uniform: expected(L(theta + U)*U) == A^2/3*expected(D[1](L)(theta + U))
prove by_parts: expected(L(theta + U)*U) == expected(D[1](L)(theta + U)*(A^2 - U^2))/2
check uniform_left: expected(exp(U)*U) given A = 1 == 1/exp(1)
check uniform_right: variance(U)*expected(exp(U)) given A = 1 ~ 0.391733731214600486
