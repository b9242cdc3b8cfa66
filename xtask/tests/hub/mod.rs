//! A stand-in for a model hub: as much of HTTP as a client of files sees, and every way of failing at it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// One request, as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub(crate) fn is_get_of(&self, file: &str) -> bool {
        self.method == "GET" && self.path.ends_with(file)
    }

    /// Where a range that is asked for begins.
    pub(crate) fn from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The connection ends after this many bytes of the body; before the headers' end where it is `Some(None)`.
    pub(crate) cut: Option<Option<usize>>,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), cut: None }
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub(crate) fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(Some(bytes));
        self
    }

    pub(crate) fn cut_in_headers(mut self) -> Self {
        self.cut = Some(None);
        self
    }
}

/// What a server does that holds one file at an address: ranges, `If-Range`, `HEAD`.
pub(crate) fn serve(request: &Request, content: &[u8], etag: &str) -> Reply {
    let quoted = format!("\"{etag}\"");
    let same = request.header("if-range").is_none_or(|wanted| wanted == quoted);
    let reply = match request.from().filter(|_| same) {
        Some(from) if from >= content.len() => {
            Reply::status(416).with("content-range", format!("bytes */{}", content.len()))
        }
        Some(from) => {
            let range = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
            Reply { body: content[from..].to_vec(), ..Reply::status(206) }.with("content-range", range)
        }
        None => Reply { body: content.to_vec(), ..Reply::status(200) },
    };
    reply.with("etag", quoted)
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// The server, ended when dropped.
pub(crate) struct StandIn {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    ended: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl StandIn {
    pub(crate) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let ended = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        let accepting = thread::spawn({
            let (seen, ended) = (Arc::clone(&seen), Arc::clone(&ended));
            move || {
                for stream in listener.incoming() {
                    if ended.load(Ordering::SeqCst) {
                        break;
                    }
                    let (seen, handler) = (Arc::clone(&seen), Arc::clone(&handler));
                    thread::spawn(move || answer(&stream.unwrap(), &seen, &*handler));
                }
            }
        });
        Self { address, seen, ended, accepting: Some(accepting) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn gets(&self, file: &str) -> Vec<Request> {
        self.seen().into_iter().filter(|request| request.is_get_of(file)).collect()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn answer(stream: &TcpStream, seen: &Mutex<Vec<Request>>, handler: &Handler) {
    let Some(request) = read(stream) else { return };
    seen.lock().unwrap().push(request.clone());
    let reply = handler(&request);
    let mut head = format!("HTTP/1.1 {} Stand-In\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !reply.headers.iter().any(|(name, _)| name == "content-length") {
        head.push_str(&format!("content-length: {}\r\n", reply.body.len()));
    }
    let mut out = stream;
    let sent = match reply.cut {
        Some(None) => out.write_all(&head.as_bytes()[..head.len() / 2]),
        cut => {
            let end = cut.flatten().unwrap_or(reply.body.len());
            let body: &[u8] = if request.method == "HEAD" { &[] } else { &reply.body[..end] };
            out.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| out.write_all(body))
        }
    };
    // The client may have gone: that is its right.
    let _ = sent.and_then(|()| stream.shutdown(Shutdown::Write));
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some(Request { method, path, headers })
}
