//! The one way to make an HTTP client: no redirects, no proxy from the environment, TLS by ring.

use reqwest::{Client, ClientBuilder, redirect::Policy};

/// A client for one origin. For `https://` the system's certificates are believed.
///
/// # Errors
/// Those of `build`: no certificates on this machine.
pub fn builder(origin: &str) -> ClientBuilder {
    // A process has one cryptography provider; whoever comes second finds it installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().redirect(Policy::none()).no_proxy();
    // Reading some hundred certificates for plain HTTP would be a waste, and a container may have none.
    if origin.starts_with("https://") { builder } else { builder.tls_certs_only([]) }
}
