//! The instance as Spin runs it: the only file that knows the Spin SDK and WASI.
//!
//! Answers are complete before they are handed over, with `content-length`, and outbound bodies are complete before they
//! are sent (see [`crate::answer`] for what the ordinary order costs).

use crate::admit::Request;
use crate::answer::Answer;
use crate::gateway;
use crate::world::{
    Arrived, Body, BodyError, Call, Duplex, Gone, Method, Reply, SendError, Store, StoreError, World,
};
use spin_sdk::variables;
use spin_sdk::wit::wasi::keyvalue::atomics;
use spin_sdk::wit::wasi::keyvalue::store::{self, Bucket};
use std::cell::OnceCell;
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};
use wasi::clocks::monotonic_clock;
use wasi::http::outgoing_handler;
use wasi::http::types::{
    ErrorCode, Fields, IncomingBody, IncomingRequest, IncomingResponse, Method as WasiMethod, OutgoingBody,
    OutgoingRequest, OutgoingResponse, RequestOptions, ResponseOutparam, Scheme,
};
use wasi::io::poll::{Pollable, poll};
use wasi::io::streams::{InputStream, OutputStream, StreamError};

/// How much is read at once.
const PIECE: u64 = 64 * 1024;
/// How long a request's body may take as a whole. A megabyte over a slow mobile line takes 8 s; a caller that drips must
/// not hold an instance.
const BODY_PATIENCE_MS: u64 = 20_000;
/// How long a caller may take to read an answer that does not fit into the host's buffers.
const ANSWER_PATIENCE_MS: u64 = 30_000;
/// How long a caller may take nothing of a streamed answer. Less than our host's `request_timeout` of 30 s, so that the
/// audit event is written here.
const STREAM_PATIENCE_MS: u64 = 20_000;
const NANOSECONDS_PER_MILLISECOND: u64 = 1_000_000;

struct Component;
wasi::http::proxy::export!(Component);

impl wasi::exports::http::incoming_handler::Guest for Component {
    fn handle(incoming: IncomingRequest, out: ResponseOutparam) {
        let world = Instance::default();
        let Some(mut request) = request(&incoming, out) else { return };
        let (answer, request_id) = gateway::handle(&world, &mut request);
        if let Some(out) = request.body.out.take() {
            // Before the answer, which says `connection: close` where the host knows by then that nobody reads the rest of
            // the body. Afterwards, the host would close the connection unannounced.
            drop(request);
            send_answer(&answer, &request_id, out);
        }
    }
}

fn request(incoming: &IncomingRequest, out: ResponseOutparam) -> Option<Request<Incoming>> {
    let method = match incoming.method() {
        WasiMethod::Get => "GET".to_owned(),
        WasiMethod::Head => "HEAD".to_owned(),
        WasiMethod::Post => "POST".to_owned(),
        WasiMethod::Put => "PUT".to_owned(),
        WasiMethod::Delete => "DELETE".to_owned(),
        WasiMethod::Connect => "CONNECT".to_owned(),
        WasiMethod::Options => "OPTIONS".to_owned(),
        WasiMethod::Trace => "TRACE".to_owned(),
        WasiMethod::Patch => "PATCH".to_owned(),
        WasiMethod::Other(name) => name,
    };
    let headers = incoming
        .headers()
        .entries()
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let body = incoming.consume().ok()?;
    let stream = body.stream().ok()?;
    let path_and_query = incoming.path_with_query().unwrap_or_default();
    let deadline = after(BODY_PATIENCE_MS);
    let body = Incoming { stream, _body: body, deadline, out: Some(out), answer: None };
    Some(Request { method, path_and_query, headers, body })
}

/// The inbound body, and the way back. Fields drop in this order: a stream is a child of its body and must go first.
struct Incoming {
    stream: InputStream,
    _body: IncomingBody,
    deadline: Pollable,
    /// Until the answer is handed over or opened.
    out: Option<ResponseOutparam>,
    /// An answer that is streamed.
    answer: Option<(OutputStream, OutgoingBody)>,
}

impl Body for Incoming {
    fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError> {
        read(&self.stream, &self.deadline).map_err(|stopped| match stopped {
            Stopped::Broken => BodyError::Broken,
            Stopped::Late => BodyError::TooSlow,
        })
    }
}

impl Duplex for Incoming {
    fn next_within(&mut self, milliseconds: u64) -> Result<Arrived, BodyError> {
        match read(&self.stream, &after(milliseconds)) {
            Ok(Some(piece)) => Ok(Arrived::Piece(piece)),
            Ok(None) => Ok(Arrived::End),
            Err(Stopped::Late) => Ok(Arrived::NotYet),
            Err(Stopped::Broken) => Err(BodyError::Broken),
        }
    }

    fn open(&mut self, headers: &[(&'static str, String)]) -> Result<(), Gone> {
        let out = self.out.take().ok_or(Gone)?;
        let response = head(200, headers.to_vec());
        let body = response.body().map_err(|()| Gone)?;
        let stream = body.write().map_err(|()| Gone)?;
        ResponseOutparam::set(out, Ok(response));
        self.answer = Some((stream, body));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        let (stream, _) = self.answer.as_ref().ok_or(Gone)?;
        write_all(stream, bytes, &after(STREAM_PATIENCE_MS)).map_err(|_| Gone)
    }

    fn finish(&mut self) {
        if let Some((stream, body)) = self.answer.take() {
            drop(stream);
            let _ = OutgoingBody::finish(body, None);
        }
    }
}

/// Why a stream gave no more.
enum Stopped {
    Broken,
    Late,
}

fn after(milliseconds: u64) -> Pollable {
    monotonic_clock::subscribe_duration(milliseconds.saturating_mul(NANOSECONDS_PER_MILLISECOND))
}

/// Waits until `ready`; false where `deadline` came first.
fn wait(ready: &Pollable, deadline: &Pollable) -> bool {
    poll(&[ready, deadline]).contains(&0)
}

/// The next piece; `None` at the end.
fn read(stream: &InputStream, deadline: &Pollable) -> Result<Option<Vec<u8>>, Stopped> {
    loop {
        match stream.read(PIECE) {
            Ok(piece) if piece.is_empty() => {
                if !wait(&stream.subscribe(), deadline) {
                    return Err(Stopped::Late);
                }
            }
            Ok(piece) => return Ok(Some(piece)),
            Err(StreamError::Closed) => return Ok(None),
            Err(StreamError::LastOperationFailed(_)) => return Err(Stopped::Broken),
        }
    }
}

/// Writes as much as the stream takes without anybody reading; says how much that was.
fn write_ahead(stream: &OutputStream, bytes: &[u8]) -> usize {
    let mut sent = 0;
    while let Ok(room) = stream.check_write() {
        let room = usize::try_from(room).unwrap_or(usize::MAX).min(bytes.len() - sent);
        if room == 0 || stream.write(&bytes[sent..sent + room]).is_err() {
            break;
        }
        sent += room;
    }
    sent
}

/// Writes everything, waiting for the reader.
fn write_all(stream: &OutputStream, mut bytes: &[u8], deadline: &Pollable) -> Result<(), Stopped> {
    while !bytes.is_empty() {
        match stream.check_write() {
            Ok(0) => {
                if !wait(&stream.subscribe(), deadline) {
                    return Err(Stopped::Late);
                }
            }
            Ok(_) => bytes = &bytes[write_ahead(stream, bytes)..],
            Err(_) => return Err(Stopped::Broken),
        }
    }
    stream.flush().map_err(|_| Stopped::Broken)
}

fn head(status: u16, headers: Vec<(&'static str, String)>) -> OutgoingResponse {
    let headers: Vec<(String, Vec<u8>)> =
        headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes())).collect();
    // Names and values are ours and well formed; where the host disagrees, an answer without them beats none.
    let response = OutgoingResponse::new(Fields::from_list(&headers).unwrap_or_else(|_| Fields::new()));
    let _ = response.set_status_code(status);
    response
}

/// Writes the whole answer, then hands it over. An answer that is more than the host holds without a reader is handed
/// over first; where it then cannot be written to its end, its body is dropped unfinished, so that the caller sees a
/// broken answer and never a short one.
fn send_answer(answer: &Answer, request_id: &str, out: ResponseOutparam) {
    let response = head(answer.status, answer.all_headers(request_id));
    let Ok(body) = response.body() else { return ResponseOutparam::set(out, Ok(response)) };
    // A body gives out its stream once.
    let Ok(stream) = body.write() else { return ResponseOutparam::set(out, Ok(response)) };
    let sent = write_ahead(&stream, &answer.body);
    if sent == answer.body.len() {
        drop(stream);
        let _ = OutgoingBody::finish(body, None);
        return ResponseOutparam::set(out, Ok(response));
    }
    ResponseOutparam::set(out, Ok(response));
    let written = write_all(&stream, &answer.body[sent..], &after(ANSWER_PATIENCE_MS));
    drop(stream);
    if written.is_ok() {
        let _ = OutgoingBody::finish(body, None);
    }
}

/// One instance's world. Each store is opened once, and only by requests that need it: under Spin, opening one on Redis
/// is a round trip of its own, and hangs like any other call.
#[derive(Default)]
struct Instance {
    local: OnceCell<Option<Bucket>>,
    shared: OnceCell<Option<Bucket>>,
}

impl Instance {
    fn bucket(&self, which: Store) -> Result<&Bucket, StoreError> {
        let (cell, label) = match which {
            Store::Local => (&self.local, "default"),
            Store::Shared => (&self.shared, "shared"),
        };
        cell.get_or_init(|| store::open(label).ok()).as_ref().ok_or(StoreError)
    }
}

impl World for Instance {
    fn variable(&self, name: &str) -> Option<String> {
        variables::get(name).ok()
    }

    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    fn random(&self) -> u128 {
        let (high, low) = (wasi::random::random::get_random_u64(), wasi::random::random::get_random_u64());
        u128::from(high) << 64 | u128::from(low)
    }

    fn load(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.bucket(store)?.get(key).map_err(|_| StoreError)
    }

    fn save(&self, store: Store, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.bucket(store)?.set(key, value).map_err(|_| StoreError)
    }

    fn delete(&self, store: Store, key: &str) -> Result<(), StoreError> {
        self.bucket(store)?.delete(key).map_err(|_| StoreError)
    }

    fn increment(&self, store: Store, key: &str, delta: i64) -> Result<i64, StoreError> {
        atomics::increment(self.bucket(store)?, key, delta).map_err(|_| StoreError)
    }

    fn send(&self, call: Call<'_>) -> Result<Reply, SendError> {
        let headers: Vec<(String, Vec<u8>)> = call
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect();
        let headers = Fields::from_list(&headers).map_err(|_| SendError::NotConnected)?;
        if !call.body.is_empty() {
            let length = call.body.len().to_string().into_bytes();
            headers.append(&"content-length".to_owned(), &length).map_err(|_| SendError::NotConnected)?;
        }
        let request = OutgoingRequest::new(headers);
        let (scheme, authority) = match call.origin.split_once("://") {
            Some(("https", authority)) => (Scheme::Https, authority),
            Some((_, authority)) => (Scheme::Http, authority),
            None => return Err(SendError::NotConnected),
        };
        let method = if call.method == Method::Get { WasiMethod::Get } else { WasiMethod::Post };
        let built = request.set_method(&method).is_ok()
            && request.set_scheme(Some(&scheme)).is_ok()
            && request.set_authority(Some(authority)).is_ok()
            && request.set_path_with_query(Some(call.path)).is_ok();
        let body = request.body();
        let (true, Ok(body)) = (built, body) else { return Err(SendError::NotConnected) };
        let options = RequestOptions::new();
        // A host that cannot hold a time limit says so here; its own limits then apply.
        let _ = options.set_connect_timeout(Some(call.connect_timeout_ms * NANOSECONDS_PER_MILLISECOND));
        let _ = options.set_first_byte_timeout(Some(call.timeout_ms * NANOSECONDS_PER_MILLISECOND));
        let _ = options.set_between_bytes_timeout(Some(call.timeout_ms * NANOSECONDS_PER_MILLISECOND));

        let deadline = after(call.timeout_ms);
        let stream = body.write().map_err(|()| SendError::NotConnected)?;
        let sent = write_ahead(&stream, call.body);
        let pending = if sent == call.body.len() {
            drop(stream);
            OutgoingBody::finish(body, None).map_err(|_| SendError::NotConnected)?;
            outgoing_handler::handle(request, Some(options)).map_err(|code| send_error(&code))?
        } else {
            let pending =
                outgoing_handler::handle(request, Some(options)).map_err(|code| send_error(&code))?;
            let written = write_all(&stream, &call.body[sent..], &deadline);
            drop(stream);
            match written {
                Ok(()) => {
                    let _ = OutgoingBody::finish(body, None);
                }
                Err(Stopped::Late) => return Err(SendError::TimedOut),
                // Where the other side stops reading, its answer (or the error) is what counts.
                Err(Stopped::Broken) => {}
            }
            pending
        };
        if !wait(&pending.subscribe(), &deadline) {
            return Err(SendError::TimedOut);
        }
        match pending.get() {
            Some(Ok(Ok(response))) => reply(&response, call.max_reply_bytes, &deadline),
            Some(Ok(Err(code))) => Err(send_error(&code)),
            _ => Err(SendError::Broken),
        }
    }

    fn pause(&self, milliseconds: u64) {
        monotonic_clock::subscribe_duration(milliseconds * NANOSECONDS_PER_MILLISECOND).block();
    }

    fn log(&self, line: &str) {
        // In one write: under Spin, instances share one standard error, and `eprintln!` makes two.
        let line = [line, "\n"].concat();
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

fn reply(response: &IncomingResponse, max_bytes: usize, deadline: &Pollable) -> Result<Reply, SendError> {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(&"retry-after".to_owned())
        .first()
        .and_then(|value| str::from_utf8(value).ok()?.trim().parse().ok());
    let length = response.headers().get(&"content-length".to_owned());
    let declared = length.first().and_then(|value| str::from_utf8(value).ok()?.trim().parse::<usize>().ok());
    if declared.is_some_and(|bytes| bytes > max_bytes) {
        return Err(SendError::TooLarge);
    }
    let body = response.consume().map_err(|()| SendError::Broken)?;
    let stream = body.stream().map_err(|()| SendError::Broken)?;
    // An instance's memory is four times the largest answer: a vector that doubles itself past that would not fit.
    let mut whole: Vec<u8> = Vec::with_capacity(declared.unwrap_or(0));
    loop {
        match read(&stream, deadline) {
            Ok(Some(piece)) if whole.len() + piece.len() > max_bytes => return Err(SendError::TooLarge),
            Ok(Some(piece)) => {
                let needed = whole.len() + piece.len();
                if needed > whole.capacity() {
                    let capacity = needed.max(whole.capacity() * 2).min(max_bytes);
                    whole.reserve_exact(capacity - whole.len());
                }
                whole.extend_from_slice(&piece);
            }
            Ok(None) => return Ok(Reply { status, retry_after, body: whole }),
            Err(Stopped::Broken) => return Err(SendError::Broken),
            Err(Stopped::Late) => return Err(SendError::TimedOut),
        }
    }
}

fn send_error(code: &ErrorCode) -> SendError {
    match code {
        ErrorCode::HttpRequestDenied => SendError::Forbidden,
        ErrorCode::ConnectionRefused
        | ErrorCode::ConnectionTimeout
        | ErrorCode::DnsError(_)
        | ErrorCode::DnsTimeout
        | ErrorCode::DestinationNotFound
        | ErrorCode::DestinationUnavailable
        | ErrorCode::DestinationIpProhibited
        | ErrorCode::DestinationIpUnroutable
        | ErrorCode::TlsProtocolError
        | ErrorCode::TlsCertificateError
        | ErrorCode::TlsAlertReceived(_) => SendError::NotConnected,
        ErrorCode::ConnectionReadTimeout
        | ErrorCode::ConnectionWriteTimeout
        | ErrorCode::HttpResponseTimeout => SendError::TimedOut,
        ErrorCode::HttpResponseBodySize(_) => SendError::TooLarge,
        _ => SendError::Broken,
    }
}
