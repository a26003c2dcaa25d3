// Docked and reserve vesicles and calcium (our own; no entry of the collection): three dimensions, units, a chart of
// geometric mean and imbalance, x = rho*e^s, y = rho*e^-s. Metrics by Hessian of an entropy, line element, conformal
// factor, matrix of symbols. Numbers computed apart with exact fractions.
param x0: positive [fmol] = 2 [fmol]
param z0: positive [nmol] = 3 [nmol]
param gain: positive [1/fmol] = 1 [1/fmol]
manifold Pools {
  chart amounts { x: positive [fmol], y: positive [fmol], z: positive [nmol] }
  chart balance { rho: positive [fmol], s: real, z: positive [nmol] }
  chart scaled  { u: positive, v: positive, w: positive }
  map balance -> amounts { x = rho*exp(s), y = rho*exp(-s) } inverse { rho = sqrt(x*y), s = log(x/y)/2 }
  map amounts -> scaled { u = x/x0, v = y/x0, w = z/z0 }
}
cost entropy [fmol] on Pools.amounts = x*(log(x/x0) - 1) + y*(log(y/x0) - 1) + z*(log(z/z0) - 1)
cost C on Pools.amounts = (x/x0 - 1)^2/2 + (y/x0 - 2)^2/2 + (z/z0)*(x/x0)
metric shannon = gain*Hessian(entropy, amounts)
metric ruler = Euclidean(Pools.amounts, scale = { x: 1 [fmol], y: 1 [fmol], z: 1 [nmol] })
metric plain = Euclidean(Pools.scaled)
metric cylinder on Pools.balance = drho^2/(1 [fmol^2]) + rho^2*ds^2/(1 [fmol^2]) + dz^2/(1 [nmol^2])
metric bent on Pools.balance = conformal(s, cylinder)
metric g = symbolic(Pools.scaled)
flow F = -grad(C, shannon)
flow G = -grad(C, g)

prove shannon_is: shannon == [[gain/x, 0, 0], [0, gain/y, 0], [0, 0, gain/z]] in amounts
prove shannon_in_balance: shannon == [[2*gain*cosh(s)/rho, 2*gain*sinh(s), 0], [2*gain*sinh(s), 2*gain*rho*cosh(s), 0], [0, 0, gain/z]] in balance
prove ruler_in_balance: ruler == [[2*cosh(2*s)/(1 [fmol^2]), 2*rho*sinh(2*s)/(1 [fmol^2]), 0], [2*rho*sinh(2*s)/(1 [fmol^2]), 2*rho^2*cosh(2*s)/(1 [fmol^2]), 0], [0, 0, 1/(1 [nmol^2])]] in balance
prove determinant: det(shannon) == gain^3/(x*y*z) in amounts
prove one_flow: invariant F under amounts -> balance -> scaled
prove one_flow_any_metric: invariant G under scaled -> amounts
prove falls: decreasing C along F
prove inner_of_any: inner(grad(C, g), F, g) == pair(d(C), F) in scaled
prove differential_closed: closed d(C)
prove shannon_positive: positive_definite shannon
refute cylinder_is_ruler: cylinder == ruler
refute other_metric_other_flow: F == G
refute wrong_factor: ruler == plain
refuse G0301 { metric bad = Euclidean(Pools.amounts) - Euclidean(Pools.balance) }
refuse G0412 { flow bad = d(C) }
refuse G0404 { vector bad on Pools.scaled = (1, 2) }

check cost_at: C at amounts(x = 1 [fmol], y = 3 [fmol], z = 2 [nmol]) given values == 7/12
check flow_at: F at amounts(x = 1 [fmol], y = 3 [fmol], z = 2 [nmol]) given values == (-(1/12) [fmol], (3/4) [fmol], -(1/3)*(1/1000000) [nmol])
check entropy_at: entropy at amounts(x = 2 [fmol], y = 2 [fmol], z = 3 [nmol]) given values == -3000004 [fmol]
check bent_at: bent at balance(rho = 3 [fmol], s = 0, z = 1 [nmol]) == [[1 [1/fmol^2], 0, 0], [0, 9, 0], [0, 0, 1 [1/nmol^2]]]
