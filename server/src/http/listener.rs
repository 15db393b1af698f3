//! The accept loop. axum's own has no limit on connections and no time-out for a request's head.

use std::{net::SocketAddr, sync::Arc};

use axum::{Extension, Router};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto::{Builder, UpgradeableConnection},
        graceful::GracefulShutdown,
    },
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;

use super::address::Peer;
use crate::limits;

/// Serves until `stop`, then lets open requests finish for [`limits::DRAIN`].
pub async fn serve(listener: TcpListener, router: Router, connections: usize, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(connections));
    let open = GracefulShutdown::new();
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            place = places.clone().acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, most likely: give the open ones time to close.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        // Its holders are this task and, after an upgrade, the socket's: both count as the connection.
        let place = Place(Arc::new(place));
        let connection = open.watch(connection(stream, peer, &router, place.clone()));
        tokio::spawn(async move {
            // A connection that breaks is the network's everyday; nothing to tell anyone.
            let _ = connection.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(limits::DRAIN, open.shutdown()).await;
}

/// A connection's place under `limits.connections`.
#[derive(Clone)]
pub struct Place(
    #[expect(dead_code, reason = "held, not read: dropping the last one frees the place")]
    Arc<OwnedSemaphorePermit>,
);

type Service = TowerToHyperService<Router>;

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    place: Place,
) -> UpgradeableConnection<'static, TokioIo<TcpStream>, Service, TokioExecutor> {
    // Chat messages are small and people wait for them.
    let _ = stream.set_nodelay(true);
    let service =
        TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))).layer(Extension(place)));
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits::HEADER_TIMEOUT);
    builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned()
}
