// Weber's law: a constant metric in logarithms is free of units. Surace et al. (2020), "On choosing a metric" (SM-34).
param k11: positive = 2
param k12: real = 1
param k22: positive = 2
param l1: positive
param l2: positive
manifold Positive {
  chart x { x1: positive, x2: positive }
  chart logs { th1: real, th2: real }
  chart rescaled { y1: positive, y2: positive }
  map x -> logs { th1 = log(x1), th2 = log(x2) }
  map x -> rescaled { y1 = l1*x1, y2 = l2*x2 }
}
function f(x, y)
cost F on Positive.x = f(x1, x2)
metric weber on Positive.x = (k11*dx1/x1 + k12*dx2/x2)^2 + k22^2*dx2^2/x2^2       // any constant K, by its Cholesky factors
let K11 = k11^2
let K12 = k11*k12
let K22 = k12^2 + k22^2
prove in_x: weber == [[K11/x1^2, K12/(x1*x2)], [K12/(x1*x2), K22/x2^2]] in x
prove constant_in_logs: weber == [[K11, K12], [K12, K22]] in logs
prove rescaling: weber == [[K11/y1^2, K12/(y1*y2)], [K12/(y1*y2), K22/y2^2]] in rescaled
// Flat: linear functions of the logarithms are Cartesian coordinates.
manifold Cartesian { chart c { a: real, b: real } }
map straighten: Positive.x -> Cartesian.c { a = k11*log(x1) + k12*log(x2), b = k22*log(x2) }
prove flat: weber == pullback(straighten, Euclidean(Cartesian.c)) in Positive.x
let dF = d(F)
let det_K = K11*K22 - K12^2
prove weber_flow: -grad(F, weber) == (-x1*(K22*x1*dF[1] - K12*x2*dF[2])/det_K, -x2*(K11*x2*dF[2] - K12*x1*dF[1])/det_K) in x

// One dimension: whatever the factor.
param kappa: positive
param l: positive
manifold Single {
  chart z { z: positive }
  chart zs { zs: positive }
  map z -> zs { zs = l*z }
}
metric weber1 on Single.z = kappa*dz^2/z^2
prove rescaling_1: weber1 == [[kappa/zs^2]] in zs

// K = [[2, 1], [1, 2]].
metric example on Positive.x = 2*dx1^2/x1^2 + 2*dx1*dx2/(x1*x2) + 2*dx2^2/x2^2
cost C on Positive.x = (x1 - 1)^2 + (x2 - 2)^2
flow G = -grad(C, example)
prove example_flow: G == ((2/3)*x1*(2*x1*(1 - x1) + x2*(x2 - 2)), (2/3)*x2*(x1*(x1 - 1) + 2*x2*(2 - x2))) in x
check example_at: G at x(x1 = 2, x2 = 3) == (-4/3, -8)
refute euclidean_in_logs: example == Euclidean(Positive.logs)
