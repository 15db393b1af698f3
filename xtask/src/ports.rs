//! Whether the ports are free, asked before anything is built.

use std::io::ErrorKind;
use std::net::TcpListener;

use crate::args::RunOptions;
use crate::process::Outcome;

pub fn check(options: &RunOptions) -> Outcome<()> {
    free("--port", options.port, &["127.0.0.1"])?;
    // The municipal page is opened as localhost, which a browser may take for either.
    free("--site-port", options.site_port, &["127.0.0.1", "[::1]"])?;
    free("--sim-port", options.sim_port, &["127.0.0.1"])
}

fn free(option: &str, port: u16, addresses: &[&str]) -> Outcome<()> {
    for address in addresses {
        match TcpListener::bind(format!("{address}:{port}")) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(format!("el puerto {port} está ocupado; elija otro: {option} {}", another(port)));
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(format!(
                    "el puerto {port} exige permisos; elija otro: {option} {}",
                    another(port)
                ));
            }
            // A machine without IPv6 cannot bind ::1, and needs no check of it.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Two that nobody uses at present, for servers that only a proxy speaks to.
pub fn two_free() -> Outcome<[u16; 2]> {
    let bind = || {
        TcpListener::bind("127.0.0.1:0").and_then(|listener| Ok((listener.local_addr()?.port(), listener)))
    };
    let say = |error: std::io::Error| format!("no hay puertos libres: {error}");
    // Both are held until both are known, so that they differ.
    let (one, other) = (bind().map_err(say)?, bind().map_err(say)?);
    Ok([one.0, other.0])
}

fn another(port: u16) -> u16 {
    if port < 1024 { port + 8000 } else { port.checked_add(10).unwrap_or(8090) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_by_its_option() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let port = taken.local_addr().expect("it has an address").port();
        let error = free("--site-port", port, &["127.0.0.1"]).expect_err("taken");
        assert!(error.contains("--site-port") && error.contains(&port.to_string()), "{error}");
        drop(taken);
        assert_eq!(free("--site-port", port, &["127.0.0.1"]), Ok(()));
    }
}
