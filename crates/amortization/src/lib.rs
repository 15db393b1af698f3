//! Exact loan schedules (being written).
