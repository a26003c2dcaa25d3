// The wicked map: a hiker who trusts right angles on a sheared map walks another route.
// Surace et al. (2020), Fig. 2, with a landscape and a shear of our choice (SM-18).
param k: real = 1
param t: nonnegative
manifold Land {
  chart ground  { x: real [m], y: real [m] }
  chart sheared { xs: real [m], ys: real [m] }
  map ground -> sheared { xs = x + k*y, ys = y }
}
cost C [m^2] on Land.ground = (x^2 + 4*y^2)/2              // minus the height
metric ruler = Euclidean(Land.ground)
metric map_ruler = Euclidean(Land.sheared)
flow red  = -partials(C, ground)
flow blue = -partials(C, sheared)
vector T on Land.ground = (-4*y, x)                        // along the contours

prove blue_on_ground: blue == (-(1 + k^2)*x + 4*k*y, k*x - 4*y) in ground
prove map_metric: map_ruler == [[1, k], [k, 1 + k^2]] in ground
let cometric = inverse(map_ruler)
prove map_cometric: cometric == [[1 + k^2, -k], [-k, 1]] in ground
prove blue_is_gradient: blue == -grad(C, map_ruler)
prove red_is_gradient: red == -grad(C, ruler)
prove red_on_map_metric: ruler == [[1, -k], [-k, 1 + k^2]] in sheared
prove red_on_map: invariant red under ground -> sheared

let root = sqrt((k^2 + 1)*(k^2 + 9))
prove eigenvalue_slow: det([[-(1 + k^2) - (-(k^2 + 5)/2 + root/2), 4*k], [k, -4 - (-(k^2 + 5)/2 + root/2)]]) == 0
prove eigenvalue_fast: det([[-(1 + k^2) - (-(k^2 + 5)/2 - root/2), 4*k], [k, -4 - (-(k^2 + 5)/2 - root/2)]]) == 0
check slow: -(k^2 + 5)/2 + root/2 given values ~ -0.763932022500210304
check fast: -(k^2 + 5)/2 - root/2 given values ~ -5.23606797749978970

prove contour: pair(d(C), T) == 0
prove right_angle_of_its_metric: inner(blue, T, map_ruler) == 0
prove euclidean_angle: inner(blue, T, ruler) == k*(x^2 + 4*k*x*y - 16*y^2) in ground
refute euclidean_right_angle: inner(blue, T, ruler) == 0
check euclidean_angle_at_21: inner(blue, T, ruler) at ground(x = 2 [m], y = 1 [m]) given values == -4 [m^2]

// The routes from (2, 1).
param x0: real [m] = 2 [m]
param y0: real [m] = 1 [m]
curve red_route(t: real) in Land.ground = (x0*exp(-t), y0*exp(-4*t))
curve blue_route(t: real) in Land.ground = (exp(-3*t)*(x0*cosh(sqrt(5)*t) + (x0 + 4*y0)*sinh(sqrt(5)*t)/sqrt(5)), exp(-3*t)*(y0*cosh(sqrt(5)*t) + (x0 - y0)*sinh(sqrt(5)*t)/sqrt(5)))
prove red_solved: solves red_route red
prove blue_solved: solves blue_route blue given k = 1
let blue_x = exp(-3*t)*(x0*cosh(sqrt(5)*t) + (x0 + 4*y0)*sinh(sqrt(5)*t)/sqrt(5))
let blue_y = exp(-3*t)*(y0*cosh(sqrt(5)*t) + (x0 - y0)*sinh(sqrt(5)*t)/sqrt(5))
check blue_quarter: (blue_x, blue_y) given values, t = 1/4 ~ (1.84226644366967321 [m], 0.672455090378815788 [m])
check blue_half:    (blue_x, blue_y) given values, t = 1/2 ~ (1.57329119860673667 [m], 0.514036661640839280 [m])
check blue_one:     (blue_x, blue_y) given values, t = 1 ~ (1.08899133201972576 [m], 0.338549322404351340 [m])
check red_half: (x0*exp(-t), y0*exp(-4*t)) given values, t = 1/2 ~ (1.21306131942526685 [m], 0.135335283236612692 [m])

// Fig. 2: two routes downhill, on the true map and on the sheared one.
figure "figures/shear_map.svg" columns 2 {
  plot red, blue in ground over x = -2.5..2.5, y = -2.5..2.5 contours C = [0.25, 0.5, 1, 2, 4]
    from ground(x = 2 [m], y = 1 [m]) to t = 8 title "true map"
  plot red, blue in sheared over xs = -3.5..3.5, ys = -2.5..2.5 contours C = [0.25, 0.5, 1, 2, 4]
    from ground(x = 2 [m], y = 1 [m]) to t = 8 title "sheared map"
}
