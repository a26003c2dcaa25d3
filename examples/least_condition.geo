// No positive definite M with M g = y has a smaller condition number than (1 + sin psi)/(1 - sin psi), in two dimensions,
// where psi is the angle between g and y. (SM-65)
// With the eigenvalues l1, l2 of M and k = l1/l2: k + 1/k + 2 = (l1 + l2)^2/(l1 l2) = (tr M)^2/det M, which increases with k >= 1, and
// for the bound (1 + sin)/(1 - sin) it is 4/cos^2. So the statement is (tr M)^2/det M >= 4/cos^2 psi.
param m11: real
param m12: real
param m22: real
param g1: real
param g2: real
let y1 = m11*g1 + m12*g2
let y2 = m12*g1 + m22*g2
let yg = y1*g1 + y2*g2
let gg = g1^2 + g2^2
let yy = y1^2 + y2^2
let tr = m11 + m22
let determinant = m11*m22 - m12^2

prove two_dimensions: tr^2*yg^2 >= 4*determinant*gg*yy
refute not_strictly: tr^2*yg^2 > 4*determinant*gg*yy

// What the bound is: x + 1/x + 2 at x = (1 + s)/(1 - s) is 4/(1 - s^2), and it increases above 1.
param s: [0, 1)
param x: (1, inf)
prove value_of_bound: (1 + s)/(1 - s) + (1 - s)/(1 + s) + 2 == 4/(1 - s^2)
param h: positive
prove increasing: x + h + 1/(x + h) > x + 1/x

// The weaker bounds of the eigenvalues by themselves, in coordinates where M is diagonal.
param l1: positive
param l2: positive
prove largest:  l1 >= (l1^2*g1^2 + l2^2*g2^2)/(l1*g1^2 + l2*g2^2) given l1 >= l2
prove smallest: l2 <= (l1*g1^2 + l2*g2^2)/(g1^2 + g2^2) given l1 >= l2
refute other_way: l2 >= (l1*g1^2 + l2*g2^2)/(g1^2 + g2^2) given l1 >= l2
