//! The instance as Spin runs it: the only file that knows the Spin SDK and WASI.
//!
//! Answers are complete before they are handed over, with `content-length`, and outbound bodies are complete before they
//! are sent (see [`crate::answer`] for what the ordinary order costs).
#![allow(clippy::print_stderr, reason = "standard error is where Spin collects a component's log")]

use crate::admit::Request;
use crate::answer::Answer;
use crate::gateway;
use crate::world::{Body, BodyError, Call, Method, Reply, SendError, StoreError, World};
use spin_sdk::key_value::Store;
use spin_sdk::variables;
use std::cell::OnceCell;
use std::time::{SystemTime, UNIX_EPOCH};
use wasi::clocks::monotonic_clock;
use wasi::http::outgoing_handler;
use wasi::http::types::{
    ErrorCode, Fields, IncomingBody, IncomingRequest, IncomingResponse, Method as WasiMethod, OutgoingBody,
    OutgoingRequest, OutgoingResponse, RequestOptions, ResponseOutparam, Scheme,
};
use wasi::io::streams::{InputStream, StreamError};

/// How much is read at once.
const PIECE: u64 = 64 * 1024;
/// How much a WASI 0.2 stream takes in one blocking write.
const LARGEST_WRITE: usize = 4096;
const NANOSECONDS_PER_MILLISECOND: u64 = 1_000_000;

struct Component;
wasi::http::proxy::export!(Component);

impl wasi::exports::http::incoming_handler::Guest for Component {
    fn handle(incoming: IncomingRequest, out: ResponseOutparam) {
        let world = Instance { store: OnceCell::new() };
        let Some(request) = request(&incoming) else { return };
        let (answer, request_id) = gateway::handle(&world, request);
        send_answer(&answer, &request_id, out);
    }
}

fn request(incoming: &IncomingRequest) -> Option<Request<Incoming>> {
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
    Some(Request { method, path_and_query, headers, body: Incoming { stream, _body: body } })
}

/// The inbound body. Fields drop in this order: a stream is a child of its body and must go first.
struct Incoming {
    stream: InputStream,
    _body: IncomingBody,
}

impl Body for Incoming {
    fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError> {
        match self.stream.blocking_read(PIECE) {
            Ok(piece) => Ok(Some(piece)),
            Err(StreamError::Closed) => Ok(None),
            Err(StreamError::LastOperationFailed(_)) => Err(BodyError),
        }
    }
}

/// Writes the whole answer, then hands it over.
fn send_answer(answer: &Answer, request_id: &str, out: ResponseOutparam) {
    let headers: Vec<(String, Vec<u8>)> = answer
        .all_headers(request_id)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into_bytes()))
        .collect();
    // Names and values are ours and well formed; where the host disagrees, an answer without them beats none.
    let response = OutgoingResponse::new(Fields::from_list(&headers).unwrap_or_else(|_| Fields::new()));
    let _ = response.set_status_code(answer.status);
    let body = response.body();
    match body {
        // A stream may hold less than the whole body before anyone reads it: such an answer is handed over first.
        Ok(body) => {
            let sent = write_within(&body, &answer.body);
            if sent == answer.body.len() {
                let _ = OutgoingBody::finish(body, None);
                ResponseOutparam::set(out, Ok(response));
            } else {
                ResponseOutparam::set(out, Ok(response));
                if write_blocking(&body, &answer.body[sent..]) {
                    let _ = OutgoingBody::finish(body, None);
                }
            }
        }
        Err(()) => ResponseOutparam::set(out, Ok(response)),
    }
}

/// Writes as much as the stream takes without a reader; says how much that was.
fn write_within(body: &OutgoingBody, bytes: &[u8]) -> usize {
    let Ok(stream) = body.write() else { return 0 };
    let mut sent = 0;
    while sent < bytes.len() {
        let room = match stream.check_write() {
            Ok(room) => usize::try_from(room).unwrap_or(usize::MAX),
            Err(_) => break,
        };
        let piece = &bytes[sent..(sent + room).min(bytes.len())];
        if piece.is_empty() || stream.write(piece).is_err() {
            break;
        }
        sent += piece.len();
    }
    sent
}

/// Writes everything, waiting for the reader; says whether it went through.
fn write_blocking(body: &OutgoingBody, bytes: &[u8]) -> bool {
    let Ok(stream) = body.write() else { return false };
    bytes.chunks(LARGEST_WRITE).all(|piece| stream.blocking_write_and_flush(piece).is_ok())
}

/// One instance's world.
struct Instance {
    /// Opened once, and only by requests that need it.
    store: OnceCell<Option<Store>>,
}

impl Instance {
    fn store(&self) -> Result<&Store, StoreError> {
        self.store.get_or_init(|| Store::open_default().ok()).as_ref().ok_or(StoreError)
    }
}

impl World for Instance {
    fn variable(&self, name: &str) -> Option<String> {
        variables::get(name).ok()
    }

    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
    }

    fn random(&self) -> u128 {
        let (high, low) = (wasi::random::random::get_random_u64(), wasi::random::random::get_random_u64());
        u128::from(high) << 64 | u128::from(low)
    }

    fn load(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store()?.get(key).map_err(|_| StoreError)
    }

    fn save(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.store()?.set(key, value).map_err(|_| StoreError)
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

        let sent = write_within(&body, call.body);
        let (pending, body) = if sent == call.body.len() {
            OutgoingBody::finish(body, None).map_err(|_| SendError::NotConnected)?;
            (outgoing_handler::handle(request, Some(options)), None)
        } else {
            (outgoing_handler::handle(request, Some(options)), Some(body))
        };
        let pending = pending.map_err(|code| send_error(&code))?;
        if let Some(body) = body {
            // Where the other side stops reading, its answer (or the error) is what counts.
            if write_blocking(&body, &call.body[sent..]) {
                let _ = OutgoingBody::finish(body, None);
            }
        }
        pending.subscribe().block();
        match pending.get() {
            Some(Ok(Ok(response))) => reply(&response, call.max_reply_bytes),
            Some(Ok(Err(code))) => Err(send_error(&code)),
            _ => Err(SendError::Broken),
        }
    }

    fn pause(&self, milliseconds: u64) {
        monotonic_clock::subscribe_duration(milliseconds * NANOSECONDS_PER_MILLISECOND).block();
    }

    fn log(&self, line: &str) {
        eprintln!("{line}");
    }
}

fn reply(response: &IncomingResponse, max_bytes: usize) -> Result<Reply, SendError> {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(&"retry-after".to_owned())
        .first()
        .and_then(|value| str::from_utf8(value).ok()?.trim().parse().ok());
    let body = response.consume().map_err(|()| SendError::Broken)?;
    let stream = body.stream().map_err(|()| SendError::Broken)?;
    let mut whole = Vec::new();
    loop {
        match stream.blocking_read(PIECE) {
            Ok(piece) if whole.len() + piece.len() > max_bytes => return Err(SendError::TooLarge),
            Ok(piece) => whole.extend_from_slice(&piece),
            Err(StreamError::Closed) => return Ok(Reply { status, retry_after, body: whole }),
            Err(StreamError::LastOperationFailed(_)) => return Err(SendError::Broken),
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
