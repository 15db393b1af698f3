//! Percentiles and Welch's t.

/// The value at a share (0 to 1) of sorted values, by nearest rank; 0 of none.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f64::total_cmp);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a rank below the number of values"
    )]
    let rank = (share * values.len() as f64).ceil() as usize;
    values[rank.clamp(1, values.len()) - 1]
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance)
}

/// Welch's t of two samples with variances of their own.
#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub fn welch_t(one: &[f64], other: &[f64]) -> f64 {
    let ((mean_a, var_a), (mean_b, var_b)) = (mean_and_variance(one), mean_and_variance(other));
    (mean_a - mean_b) / (var_a / one.len() as f64 + var_b / other.len() as f64).sqrt()
}

/// Least-squares slope of `y` over `x`.
#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let top: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    top / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_figures_come_out() {
        let mut values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((percentile(&mut values, 0.5) - 50.0).abs() < 1e-9);
        assert!((percentile(&mut values, 0.99) - 99.0).abs() < 1e-9);
        assert!((slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) - 2.0).abs() < 1e-9);
        assert!(welch_t(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).abs() < 1e-9);
    }
}
