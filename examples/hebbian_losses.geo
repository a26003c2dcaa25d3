// The mean Hebbian update for a quadratic, an exponential and a coupled polynomial loss, in closed form.
// Schmidt-Hieber (2023), consequences of Theorem 1 (SM-87, SM-88, SM-89).
param A: positive = 1
param alpha: positive = 1
param Y[1..2]: real
param H[1..3]: real
param b[1..2]: real
param k[1..2]: real
random U[1..2] ~ Uniform(-A, A)
let rho = 2*cosh(A) - 2*sinh(A)/A
let h1 = exp(-U[1]) - exp(U[1])
let h2 = exp(-U[2]) - exp(U[2])
manifold Weights { chart logs { x: real, y: real } }

// Quadratic: exact descent with the effective rate alpha*rho.
let Q on Weights.logs = (x + U[1] - Y[1])^2 + (y + U[2] - Y[2])^2
rule quadratic on Weights.logs: (x, y) -> (x + alpha*Q*h1, y + alpha*Q*h2)
prove quadratic_mean: expected(quadratic) == (x - 2*alpha*rho*(x - Y[1]), y - 2*alpha*rho*(y - Y[2]))
let G on Weights.logs = (H[1]*(x + U[1])^2 + 2*H[2]*(x + U[1])*(y + U[2]) + H[3]*(y + U[2])^2)/2
  + b[1]*(x + U[1]) + b[2]*(y + U[2])
rule general on Weights.logs: (x, y) -> (x + alpha*G*h1, y + alpha*G*h2)
prove general_mean: expected(general)
  == (x - alpha*rho*(H[1]*x + H[2]*y + b[1]), y - alpha*rho*(H[2]*x + H[3]*y + b[2]))
// The mean contracts towards Y if and only if 0 < alpha*rho < 1.
prove contracts: (1 - 2*alpha*rho)^2 < 1 given alpha*rho > 0, alpha*rho < 1
refute always_contracts: (1 - 2*alpha*rho)^2 < 1
param rate: real                                           // alpha*rho
prove only_below: (1 - 2*rate)^2 >= 1 given rate >= 1
prove only_above: (1 - 2*rate)^2 >= 1 given rate <= 0

// Exponential: a closed form off k = -1, 0, 1, and the values there by themselves.
let E1 on Weights.logs = exp(k[1]*(x + U[1]) + k[2]*(y + U[2]))
let odd on Weights.logs = expected(E1*h1)
prove exponential: odd == exp(k[1]*x + k[2]*y)
  *(sinh((k[1] - 1)*A)/(k[1] - 1) - sinh((k[1] + 1)*A)/(k[1] + 1))/A*sinh(k[2]*A)/(k[2]*A)
check half: expected(exp(U[1]/2)*h1) given A = 1 ~ -0.377329025742383608
prove at_0: expected(h1) == 0
prove at_1: expected(exp(U[1])*h1) == 1 - sinh(2*A)/(2*A)
prove at_minus_1: expected(exp(-U[1])*h1) == sinh(2*A)/(2*A) - 1
check one: expected(exp(U[1])*h1) given A = 1 == 1 - sinh(2)/2
check two: expected(exp(2*U[1])*h1) given A = 1 ~ -2.16409044882616584
check three: expected(exp(3*U[1])*h1) given A = 1 ~ -5.00904909535842873
check first_of_two: odd at logs(x = 0, y = 0) given A = 1, k[1] = 1/2, k[2] = 2 ~ -0.684259852098269828
check second_of_two: expected(exp(U[1]/2 + 2*U[2])*h2) given A = 1 ~ -2.25539474709434346

// Coupled: the gradient is averaged, not taken at the point; hence A^2/3.
let P on Weights.logs = (x + U[1] + 2*(y + U[2]) - 1)^2 + (x + U[1])*(y + U[2])^2
cost loss on Weights.logs = (x + 2*y - 1)^2 + x*y^2
rule coupled on Weights.logs: (x, y) -> (x + alpha*P*h1, y + alpha*P*h2)
prove coupled_mean: expected(coupled)
  == (x - alpha*rho*(2*x + y^2 + 4*y - 2 + A^2/3), y - alpha*rho*(4*x + 8*y - 4 + 2*x*y))
let step on Weights.logs = expected(coupled)
check coupled_first: (step[1] - x) at logs(x = 1/2, y = -1) given A = 1, alpha = 1 ~ 2.6977825685905770
check coupled_second: (step[2] - y) at logs(x = 1/2, y = -1) given A = 1, alpha = 1 ~ 8.0933477057717311
refute gradient_at_the_point: mean_flow(coupled, alpha) == -rho*partials(loss, logs)
