//! The Wasserstein-2 metric of location-scale families on the line.
//!
//! Between two members `W_2^2 = (m_1 - m_2)^2 + (s_1 - s_2)^2` with mean `m` and standard deviation `s`, since the
//! optimal map is the increasing affine one; so the metric is `dm^2 + ds^2`
//! (Villani, *Topics in Optimal Transportation*, section 2.2).

use super::error::StatisticsError;
use super::family::Distribution;
use crate::geometry::{Metric, SmoothMap, pullback_metric};
use crate::symbolic::{Role, Symbol};

/// `G_ij = d_i m d_j m + d_i s d_j s`
///
/// # Errors
/// `NotLocationScale`.
pub fn wasserstein_metric(p: &Distribution, coordinates: &[Symbol]) -> Result<Metric, StatisticsError> {
    let Some(structure) = &p.location_scale else {
        return Err(StatisticsError::NotLocationScale { name: p.name.clone() });
    };
    let half_plane: Vec<Symbol> =
        ["mean", "sd"].iter().map(|n| Symbol::new("wasserstein", n, Role::Auxiliary, u32::MAX)).collect();
    let components = vec![structure.location.clone(), structure.scale.clone()];
    let map = SmoothMap::new(coordinates.to_vec(), half_plane.clone(), components)?;
    Ok(pullback_metric(&map, &Metric::euclidean(half_plane))?)
}
