//! Who is calling, for rates only; addresses are never stored or logged.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

use crate::state::App;

/// The TCP peer, put there by the listener.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// A key for per-address rates: the IPv4 address, or the /64 of an IPv6 one.
pub struct Caller(pub String);

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // Bound to [::], IPv4 callers come as ::ffff:a.b.c.d.
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip().to_canonical());
        let address = peer.map(|peer| believed(peer, &parts.headers, &app.config.server.trusted_proxies));
        Ok(Self(address.map_or_else(|| "unknown".to_owned(), network)))
    }
}

/// The nearest address that is not one of our proxies; what a client writes itself changes nothing.
fn believed(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    if !proxies.contains(&peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        lines.flat_map(|line| line.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| !proxies.contains(hop)).unwrap_or(peer)
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_for_counts_only_from_a_named_proxy() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 9.9.9.9".parse().unwrap());
        assert_eq!(believed("1.2.3.4".parse().unwrap(), &headers, &[proxy]).to_string(), "1.2.3.4");
        assert_eq!(believed(proxy, &headers, &[proxy]).to_string(), "9.9.9.9");
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::");
    }
}
