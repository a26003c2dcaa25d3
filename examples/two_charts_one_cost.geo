// C = (x - 1)^2 seen in x and in u = sqrt(x): two naive flows, and two formulas that are wrong in print.
// Surace et al. (2020), "Artificial examples", first example (SM-11).
param eta: positive = 1
param x0: positive = 2
param t: nonnegative
manifold Line {
  chart x { x: positive }
  chart u { u: positive }
  map x -> u { u = sqrt(x) }
}
cost C on Line.x = (x - 1)^2
flow in_x = -eta*partials(C, Line.x)
flow in_u = -eta*partials(C, Line.u)
flow naive = -partials(C)

prove field_in_x: in_x == eta*(2 - 2*x) in Line.x
prove field_in_u: in_u == -4*eta*u*(u^2 - 1) in Line.u
prove first_carried: -partials(C, Line.x) == 1/u - u in Line.u
prove ratio: in_u == 4*u^2*in_x in Line.u
// The fields differ by a factor of the first: 0 at u = 1, and the speeds agree at u = 1/2 too.
let vx = -partials(C, Line.x)
let vu = -partials(C, Line.u)
prove difference: vu[1] - vx[1] == (1 - u^2)*(2*u - 1)*(2*u + 1)/u in Line.u
prove differ: vu[1] != vx[1] in Line.u given u > 1/2, u < 1
prove differ_above: vu[1] != vx[1] in Line.u given u > 1
prove differ_below: vu[1] != vx[1] in Line.u given u < 1/2
prove factor_above: (1 - u)*(1 + u)*(2*u - 1)*(2*u + 1)/u != 0 in Line.u given u > 1
prove factor_below: (1 - u)*(1 + u)*(2*u - 1)*(2*u + 1)/u != 0 in Line.u given u < 1/2
check agree_at_1: vu[1] - vx[1] at u(u = 1) == 0
check agree_at_half: vu[1] - vx[1] at u(u = 1/2) == 0
refute same_flow: invariant naive under Line.x -> Line.u
check first_at_2: -partials(C, Line.x) at x(x = 2) == -2
check second_at_2: -partials(C, Line.u) at x(x = 2) == -16
metric quarter on Line.x = [[1/(4*x)]]
prove naive_u_is_gradient: partials(C, Line.u) == grad(C, quarter)

curve first(t: nonnegative) in Line.x = 1 + exp(-2*eta*t)
curve second(t: nonnegative) in Line.u = 1/sqrt(1 - exp(-8*eta*t)/2)
curve second_squared(t: nonnegative) in Line.x = 1/(1 - exp(-8*eta*t)/2)
curve general(t: nonnegative) in Line.x = 1/(1 - (1 - 1/x0)*exp(-8*eta*t))
prove first_solved: solves first in_x
prove second_solved: solves second in_u
prove second_squared_solved: solves second_squared in_u
prove general_solved: solves general in_u

// (a) The printed square of the second solution has a wrong sign: it starts at 2/3.
curve printed(t: nonnegative) in Line.x = 1/(exp(-8*eta*t)/2 + 1)
// It solves the same equation, from another start:
prove printed_solves_too: solves printed in_u
refute printed_formula: printed_x == second_x
check printed_start_value: 1/(exp(0)/2 + 1) == 2/3
// (b) The printed factor of the change of chart is the partial derivative of the cost.
let dC = d(C)
refute printed_factor: dC[1]*(2 - 2*u^2) == 1/u - u in Line.u
check printed_factor_value: dC[1]*(2 - 2*u^2) at u(u = sqrt(2)) ~ -11.3137084989848
check right_value: 1/u - u at u(u = sqrt(2)) ~ -0.707106781186548

let first_x = 1 + exp(-2*eta*t)
let second_x = 1/(1 - exp(-8*eta*t)/2)
let printed_x = 1/(exp(-8*eta*t)/2 + 1)
check first_1: first_x given eta = 1, t = 0.1 ~ 1.81873075307798186
check first_2: first_x given eta = 1, t = 0.25 ~ 1.60653065971263342
check first_3: first_x given eta = 1, t = 0.5 ~ 1.36787944117144232
check first_4: first_x given eta = 1, t = 1 ~ 1.13533528323661269
check second_1: second_x given eta = 1, t = 0.1 ~ 1.28976420770084482
check second_2: second_x given eta = 1, t = 0.25 ~ 1.07257888349575383
check second_3: second_x given eta = 1, t = 0.5 ~ 1.00924246022634167
check second_4: second_x given eta = 1, t = 1 ~ 1.00016775945246465
check printed_1: printed_x given eta = 1, t = 0.1 ~ 0.816550177334318531
check printed_2: printed_x given eta = 1, t = 0.25 ~ 0.936621061666962382
check printed_3: printed_x given eta = 1, t = 0.5 ~ 0.990925285155686253
check printed_4: printed_x given eta = 1, t = 1 ~ 0.999832296815124297

plot x of in_x, in_u over t = 0..2, x = 1..2 from x(x = 2) title "one cost, two charts" to "figures/two_charts_one_cost.svg"
