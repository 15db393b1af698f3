//! What is measured, one case a file.

pub mod latency;
pub mod load;
pub mod sign_ins;
pub mod sockets;
pub mod throughput;
