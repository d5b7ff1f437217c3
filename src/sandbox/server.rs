//! The network side: one lock around the world, a signal whenever it changed, connections that can
//! be cut, and the routes.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::api;
use super::control;
use super::descriptions;
use super::schema::Schema;
use super::world::World;

/// What all connections share. Clones are the same sandbox.
#[derive(Clone)]
pub struct Shared {
    world: Arc<Mutex<World>>,
    stirred: Arc<watch::Sender<u64>>,
    news: Arc<watch::Sender<u64>>,
    tasks: Arc<Mutex<JoinSet<()>>>,
    /// What the Bot API takes.
    pub schema: Arc<Schema>,
}

impl Shared {
    /// Shares a new world.
    #[must_use]
    pub fn new(world: World) -> Self {
        Self {
            world: Arc::new(Mutex::new(world)),
            stirred: Arc::new(watch::Sender::new(0)),
            news: Arc::new(watch::Sender::new(0)),
            tasks: Arc::default(),
            schema: Arc::new(Schema::compiled_in()),
        }
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&lock(&self.world))
    }

    /// Changes the world and wakes all who wait for that.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let (result, has_news) = {
            let mut world = lock(&self.world);
            let before = world.news;
            let result = change(&mut world);
            (result, world.news != before)
        };
        // Whoever subscribes after the change looks after it too, so nobody has to be told of it.
        if self.stirred.receiver_count() > 0 {
            self.stirred.send_modify(|n| *n += 1);
        }
        if has_news && self.news.receiver_count() > 0 {
            self.news.send_modify(|n| *n += 1);
        }
        result
    }

    /// Changes whenever the world may have changed.
    #[must_use]
    pub fn stirred(&self) -> watch::Receiver<u64> {
        self.stirred.subscribe()
    }

    /// Changes whenever a bot may have updates to take, or no longer may take them. Calls that only
    /// send do not disturb those who wait for this.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Runs a task for as long as the sandbox lives.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends all tasks.
    pub fn stop(&self) {
        lock(&self.tasks).abort_all();
    }
}

/// A panic elsewhere must not take the sandbox down with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The handle with which a call can cut the connection that it came on.
#[derive(Clone, Default)]
pub struct Connection {
    is_cut: Arc<AtomicBool>,
}

impl Connection {
    /// Lets nothing more out: whatever is answered, the peer sees the connection close.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::Release);
    }
}

/// A listener whose connections can be cut.
pub struct Cuttable(pub TcpListener);

/// A connection that can be cut.
pub struct CuttableStream {
    stream: TcpStream,
    connection: Connection,
}

impl Listener for Cuttable {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Without this small answers wait for the peer's acknowledgement.
                    let _ = stream.set_nodelay(true);
                    return (CuttableStream { stream, connection: Connection::default() }, address);
                }
                Err(error) => {
                    tracing::warn!(%error, "the sandbox could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Cuttable>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Cuttable>) -> Self {
        stream.io().connection.clone()
    }
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.connection.is_cut.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// All routes.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(|| async { page("index.html") }))
        .route("/page/{file}", get(|Path(file): Path<String>| async move { page(&file) }))
        .nest("/control", control::router())
        .route("/{bot}/{method}", any(method))
        .route("/file/{bot}/{*path}", get(download))
        .fallback(|| async { api::refusal(&descriptions::NOT_FOUND.fail()) })
        .layer(DefaultBodyLimit::max(api::request::BODY_BYTES_MAX))
        .with_state(shared)
}

fn page(file: &str) -> Response {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    let (content_type, text) = match file {
        "index.html" => ("text/html; charset=utf-8", include_str!("page/index.html")),
        "style.css" => ("text/css; charset=utf-8", include_str!("page/style.css")),
        "page.js" => (SCRIPT, include_str!("page/page.js")),
        "api.js" => (SCRIPT, include_str!("page/api.js")),
        "dialogs.js" => (SCRIPT, include_str!("page/dialogs.js")),
        "lists.js" => (SCRIPT, include_str!("page/lists.js")),
        "log.js" => (SCRIPT, include_str!("page/log.js")),
        "state.js" => (SCRIPT, include_str!("page/state.js")),
        "composer.js" => (SCRIPT, include_str!("page/composer.js")),
        "render.js" => (SCRIPT, include_str!("page/render.js")),
        "typed.js" => (SCRIPT, include_str!("page/typed.js")),
        "words.js" => (SCRIPT, include_str!("page/words.js")),
        _ => return api::refusal(&descriptions::NOT_FOUND.fail()),
    };
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], text).into_response()
}

async fn method(
    State(shared): State<Shared>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    match bot.strip_prefix("bot") {
        Some(token) => api::answer(&shared, &connection, token, &method, request).await,
        None => api::refusal(&descriptions::NOT_FOUND.fail()),
    }
}

async fn download(State(shared): State<Shared>, Path((bot, path)): Path<(String, String)>) -> Response {
    shared.read(|world| {
        let token = bot.strip_prefix("bot").unwrap_or_default();
        if let Err(failure) = api::bot_of(world, token) {
            return api::refusal(&failure);
        }
        match world.files.by_path(&path) {
            Some(stored) => {
                ([(CONTENT_TYPE, "application/octet-stream")], stored.bytes.clone()).into_response()
            }
            None => api::refusal(&descriptions::NOT_FOUND.fail()),
        }
    })
}
