// The spectrum of the metric with the least condition number, over the angle between the step g and y = -dL.
// Shoji et al. (2024), Fig. 3A (SM-64), for |y| = |g|: tan(pi/4 - psi/2), 1/cos(psi), tan(pi/4 + psi/2).
param psi: [0, 90) [deg] = 45 [deg]
let low = (1 - sin(psi))/cos(psi)
let middle = 1/cos(psi)
let high = (1 + sin(psi))/cos(psi)
let kappa = (1 + sin(psi))/(1 - sin(psi))
prove tangent: low == tan(pi/4 - psi/2)
prove reciprocal: low*high == 1
prove condition: high/low == kappa
prove below: low <= middle
prove above: middle <= high
check low_30: low given psi = 30 [deg] ~ 0.577350269189625765
check middle_30: middle given psi = 30 [deg] ~ 1.15470053837925153
check high_45: high given values ~ 2.41421356237309505
check kappa_60: kappa given psi = 60 [deg] ~ 13.9282032302755092
check low_80: low given psi = 80 [deg] ~ 0.0874886635259240052
check middle_80: middle given psi = 80 [deg] ~ 5.75877048314363354
check high_89: high given psi = 89 [deg] ~ 114.588650129309608
check kappa_89: kappa given psi = 89 [deg] ~ 13130.5587384573269

figure "figures/spectrum_over_angle.svg" columns 2 {
  plot low, middle, high over psi = 0..90, eigenvalue = 0..12 title "eigenvalues, linear axis"
  plot low, middle, high over psi = 0..90, eigenvalue = 1e-2..1e2 log title "eigenvalues, logarithmic axis"
}
