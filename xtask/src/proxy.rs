//! A round-robin of TCP connections before the two servers of `run --postgres`: what a load balancer is in
//! production. It knows no HTTP; a server that does not answer is passed over and tried again next time.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::process::Outcome;

/// On this machine a server that takes longer to accept is down.
const PATIENCE: Duration = Duration::from_millis(500);

/// Listens until the process ends.
pub fn start(port: u16, servers: &[u16]) -> Outcome<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("no se puede escuchar en el puerto {port}: {error}"))?;
    let ring = Arc::new(Ring { servers: servers.to_vec(), next: AtomicUsize::new(0) });
    thread::spawn(move || accept(&listener, &ring));
    Ok(())
}

struct Ring {
    servers: Vec<u16>,
    next: AtomicUsize,
}

impl Ring {
    /// The next server that accepts; each is asked once.
    fn connect(&self) -> Option<TcpStream> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        (0..self.servers.len()).find_map(|step| {
            let port = self.servers[(first + step) % self.servers.len()];
            TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE).ok()
        })
    }
}

fn accept(listener: &TcpListener, ring: &Arc<Ring>) {
    for client in listener.incoming().flatten() {
        let ring = Arc::clone(ring);
        // Without a server the connection is closed: the browser says so and tries again.
        thread::spawn(move || ring.connect().map(|server| join(client, server)));
    }
}

/// Carries bytes both ways until both sides have said their last.
fn join(client: TcpStream, server: TcpStream) -> io::Result<()> {
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let (from, to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || carry(from, to));
    carry(server, client);
    Ok(())
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    // A connection that breaks is over for the other side too.
    let whole = io::copy(&mut from, &mut to).is_ok();
    let over = if whole { Shutdown::Write } else { Shutdown::Both };
    drop(to.shutdown(over));
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    fn free_port() -> u16 {
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").port()
    }

    /// Answers every connection with its name after what was said.
    fn server(name: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut said = String::new();
                stream.read_to_string(&mut said).expect("what was said");
                write!(stream, "{name} heard {said}").expect("an answer");
            }
        });
        port
    }

    fn ask(port: u16, text: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the proxy accepts");
        stream.write_all(text.as_bytes()).expect("sent");
        stream.shutdown(Shutdown::Write).expect("all said");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    #[test]
    fn connections_go_to_each_in_turn() {
        let port = free_port();
        start(port, &[server("uno"), server("dos")]).expect("the port is free");
        let answers: Vec<String> = (0..4).map(|n| ask(port, &n.to_string())).collect();
        assert_eq!(answers, ["uno heard 0", "dos heard 1", "uno heard 2", "dos heard 3"]);
    }

    #[test]
    fn a_dead_server_is_passed_over_and_tried_again() {
        let (port, dead) = (free_port(), free_port());
        start(port, &[dead, server("vivo")]).expect("the port is free");
        assert_eq!([ask(port, "a"), ask(port, "b")], ["vivo heard a", "vivo heard b"]);
        let risen = TcpListener::bind(("127.0.0.1", dead)).expect("it comes back");
        thread::spawn(move || risen.accept().map(|(mut stream, _)| write!(stream, "de vuelta")));
        let answers = [ask(port, ""), ask(port, "")];
        assert!(answers.contains(&"de vuelta".to_owned()), "{answers:?}");
    }

    #[test]
    fn much_passes_unchanged_both_ways() {
        let port = free_port();
        start(port, &[server("uno")]).expect("the port is free");
        let long = "ñ".repeat(1_000_000);
        assert_eq!(ask(port, &long), format!("uno heard {long}"));
    }

    #[test]
    fn a_taken_port_is_said() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = taken.local_addr().expect("its address").port();
        assert!(start(port, &[1]).is_err_and(|message| message.contains(&port.to_string())));
    }
}
