//! Everything the console asks of the browser. On the server the same names do nothing: no markup may depend
//! on them, and nothing there calls them.

#[cfg(feature = "hydrate")]
mod http;
#[cfg(not(feature = "hydrate"))]
mod none;
#[cfg(feature = "hydrate")]
mod page;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(feature = "hydrate")]
mod sound;

#[cfg(feature = "hydrate")]
pub use {
    http::{get, post},
    page::*,
    socket::{close_socket, open_socket, send_socket},
    sound::{allow_sound, tone},
};

#[cfg(not(feature = "hydrate"))]
pub use none::*;

use protocol::problem::Problem;

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "made by the browser only"))]
pub enum Failure {
    /// Nothing arrived: whether the server did it is not known.
    Offline,
    /// Something arrived that is not ours, such as a proxy's page.
    Garbled,
    Refused(Problem),
}

/// What a socket tells.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "made by the browser only"))]
pub enum SocketEvent {
    Opened,
    Frame(protocol::staff::StaffFrame),
    Closed,
}
