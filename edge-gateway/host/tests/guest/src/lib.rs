//! A component that does, by path, each thing that the host must allow, bound or survive.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use spin_sdk::http::{Fields, IncomingRequest, Method, OutgoingResponse, ResponseOutparam};
use spin_sdk::http_component;
use spin_sdk::key_value::Store;
use spin_sdk::variables;
use spin_sdk::wit::wasi::keyvalue::{atomics, store as bucket};
use spin_sdk::wit::wasi::http0_2_0::outgoing_handler;
use spin_sdk::wit::wasi::http0_2_0::types::{
    IncomingBody, OutgoingBody, OutgoingRequest, RequestOptions, Scheme,
};
use wasi::clocks::monotonic_clock;
use wasi::io::streams::{InputStream, StreamError};

/// Passes one only if an instance serves a second request.
static CALLS: AtomicU32 = AtomicU32::new(0);

/// Three mebibytes that begin as zero, and one that begins as something else: more than the host keeps mapped, so that both
/// of its ways of setting memory back are seen.
static ZEROES: [AtomicU32; 3 << 18] = [const { AtomicU32::new(0) }; 3 << 18];
const MADE: u32 = 0x5EED_5EED;
static MARKED: [AtomicU32; 1 << 18] = [const { AtomicU32::new(MADE) }; 1 << 18];

/// How many cells are not as a fresh instance has them; then writes into so many kibibytes of each kind.
fn written(kibibytes: usize) -> usize {
    let cells = kibibytes << 8;
    let differ = |cells: &[AtomicU32], made: u32| {
        cells.iter().filter(|cell| cell.load(Ordering::Relaxed) != made).count()
    };
    let count = differ(&ZEROES, 0) + differ(&MARKED, MADE);
    for cell in ZEROES.iter().take(cells).chain(MARKED.iter().take(cells)) {
        cell.store(0xBAD, Ordering::Relaxed);
    }
    count
}

#[http_component]
async fn handle(request: IncomingRequest, out: ResponseOutparam) {
    let target = request.path_with_query().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let query = Query(query);
    match path {
        "/echo" => echo(request, out),
        "/swallow" => {
            let body = request.consume().unwrap();
            let stream = body.stream().unwrap();
            text(out, 200, &read_all(&stream).unwrap().len().to_string());
        }
        "/headers" => {
            let lines: Vec<_> = request
                .headers()
                .entries()
                .into_iter()
                .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(&value)))
                .collect();
            text(out, 200, &lines.join("\n"));
        }
        "/count" => text(out, 200, &(CALLS.fetch_add(1, Ordering::Relaxed) + 1).to_string()),
        "/written" => text(out, 200, &written(query.number("kib") as usize).to_string()),
        "/variable" => match variables::get(&query.get("name")) {
            Ok(value) => text(out, 200, &value),
            Err(error) => text(out, 500, &format!("{error:?}")),
        },
        "/count-up" => text(out, 200, &count_up(&query).unwrap_or_else(|error| format!("error {error:?}"))),
        "/kv" => text(
            out,
            200,
            &key_value(&query).unwrap_or_else(|error| format!("error {error:?}")),
        ),
        "/fetch" => text(out, 200, &fetch(&query, None)),
        "/post" => text(out, 200, &fetch(&query, Some(query.get("body").as_bytes()))),
        "/log" => {
            eprintln!("{}", query.get("line"));
            println!("stdout {}", query.get("line"));
            text(out, 200, "logged");
        }
        "/panic" => panic!("a canary in a panic"),
        "/exit" => std::process::exit(3),
        "/silent" => drop(out),
        "/spin" => {
            eprintln!("spinning");
            let mut x = 1u64;
            loop {
                x = std::hint::black_box(x.wrapping_mul(3));
            }
        }
        "/bomb" => {
            let mut all = Vec::new();
            loop {
                all.push(std::hint::black_box(vec![1u8; 1 << 20]));
            }
        }
        "/sleep" => {
            eprintln!("sleeping");
            sleep(query.number("ms"));
            text(out, 200, "slept");
        }
        "/stream" | "/stream-panic" | "/stream-spin" => stream(path, &query, out),
        "/after" => {
            text(out, 200, "answered");
            sleep(query.number("ms"));
            eprintln!("after the answer");
        }
        _ => text(out, 404, "nothing here"),
    }
}

struct Query<'a>(&'a str);

impl Query<'_> {
    /// Values are percent-decoded just enough for URLs.
    fn get(&self, name: &str) -> String {
        let value = self
            .0
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .unwrap_or("");
        value
            .replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%20", " ")
            .replace("%5B", "[")
            .replace("%5D", "]")
    }

    fn number(&self, name: &str) -> u64 {
        self.get(name).parse().unwrap_or(0)
    }
}

fn sleep(milliseconds: u64) {
    let duration = Duration::from_millis(milliseconds).as_nanos() as u64;
    monotonic_clock::subscribe_duration(duration).block();
}

/// The whole body before the response, as the edge answers.
fn text(out: ResponseOutparam, status: u16, body: &str) {
    let headers = Fields::new();
    headers
        .set(
            &"content-length".to_owned(),
            &[body.len().to_string().into_bytes()],
        )
        .unwrap();
    let response = OutgoingResponse::new(headers);
    response.set_status_code(status).unwrap();
    let outgoing = response.body().unwrap();
    // More would have to wait for a reader that comes only after `set`.
    write(&outgoing, &body.as_bytes()[..body.len().min(1 << 20)]);
    OutgoingBody::finish(outgoing, None).unwrap();
    out.set(response);
}

fn write(body: &OutgoingBody, bytes: &[u8]) -> bool {
    let stream = body.write().unwrap();
    bytes
        .chunks(4096)
        .all(|piece| stream.blocking_write_and_flush(piece).is_ok())
}

/// Sends back every piece as it comes.
fn echo(request: IncomingRequest, out: ResponseOutparam) {
    let response = OutgoingResponse::new(Fields::new());
    let outgoing = response.body().unwrap();
    out.set(response);
    let body = request.consume().unwrap();
    let input = body.stream().unwrap();
    let output = outgoing.write().unwrap();
    loop {
        match input.blocking_read(64 << 10) {
            Ok(piece) => {
                for part in piece.chunks(4096) {
                    if output.blocking_write_and_flush(part).is_err() {
                        eprintln!("the caller has gone");
                        return;
                    }
                }
            }
            Err(StreamError::Closed) => break,
            Err(_) => panic!("the body broke"),
        }
    }
    drop(output);
    OutgoingBody::finish(outgoing, None).unwrap();
}

fn stream(path: &str, query: &Query<'_>, out: ResponseOutparam) {
    let response = OutgoingResponse::new(Fields::new());
    let outgoing = response.body().unwrap();
    out.set(response);
    let stream = outgoing.write().unwrap();
    for n in 0..query.number("n") {
        if stream
            .blocking_write_and_flush(format!("piece {n}\n").as_bytes())
            .is_err()
        {
            eprintln!("the caller has gone");
            return;
        }
        sleep(query.number("ms"));
    }
    match path {
        "/stream-panic" => panic!("in the middle"),
        "/stream-spin" => loop {
            std::hint::black_box(0);
        },
        _ => {}
    }
    drop(stream);
    OutgoingBody::finish(outgoing, None).unwrap();
}

fn key_value(query: &Query<'_>) -> Result<String, spin_sdk::key_value::Error> {
    let store = Store::open(&query.get("store"))?;
    let key = query.get("key");
    Ok(match query.get("op").as_str() {
        "set" => {
            store.set(&key, query.get("value").as_bytes())?;
            "set".to_owned()
        }
        "get" => match store.get(&key)? {
            Some(value) => String::from_utf8(value).unwrap(),
            None => "none".to_owned(),
        },
        "delete" => {
            store.delete(&key)?;
            "deleted".to_owned()
        }
        "exists" => store.exists(&key)?.to_string(),
        "keys" => {
            let mut keys = store.get_keys()?;
            keys.sort();
            keys.join(",")
        }
        _ => {
            // Opens until the host says it is enough.
            let mut open = vec![store];
            loop {
                match Store::open(&query.get("store")) {
                    Ok(store) => open.push(store),
                    Err(error) => return Ok(format!("{} {error:?}", open.len())),
                }
            }
        }
    })
}

/// `wasi:keyvalue`: a counter, and a value beside it.
fn count_up(query: &Query<'_>) -> Result<String, bucket::Error> {
    let store = bucket::open(&query.get("store"))?;
    let sum = atomics::increment(&store, &query.get("key"), query.get("by").parse().unwrap())?;
    store.set("beside", b"1")?;
    let beside = store.get("beside")?;
    store.delete("beside")?;
    Ok(format!("{sum} {beside:?} {:?}", store.exists("beside")?))
}

/// `status body` of the answer, or the error code.
fn fetch(query: &Query<'_>, body: Option<&[u8]>) -> String {
    let url = query.get("url");
    let (scheme, rest) = url.split_once("://").unwrap();
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    let request = OutgoingRequest::new(Fields::new());
    let scheme = if scheme == "https" {
        Scheme::Https
    } else {
        Scheme::Http
    };
    request.set_scheme(Some(&scheme)).unwrap();
    request.set_authority(Some(authority)).unwrap();
    request.set_path_with_query(Some(path)).unwrap();
    if let Some(bytes) = body {
        request.set_method(&Method::Post.into()).unwrap();
        let outgoing = request.body().unwrap();
        write(&outgoing, bytes);
        OutgoingBody::finish(outgoing, None).unwrap();
    }
    let options = RequestOptions::new();
    for (name, set) in [
        (
            "connect",
            RequestOptions::set_connect_timeout as fn(&RequestOptions, Option<u64>) -> Result<(), ()>,
        ),
        ("first", RequestOptions::set_first_byte_timeout),
        ("between", RequestOptions::set_between_bytes_timeout),
    ] {
        if query.number(name) > 0 {
            set(&options, Some(query.number(name) * 1_000_000)).unwrap();
        }
    }
    let future = match outgoing_handler::handle(request, Some(options)) {
        Ok(future) => future,
        Err(code) => return format!("refused {code:?}"),
    };
    future.subscribe().block();
    match future.get().unwrap().unwrap() {
        Err(code) => format!("error {code:?}"),
        Ok(response) => {
            let status = response.status();
            let body = response.consume().unwrap();
            let stream = body.stream().unwrap();
            let read = read_all(&stream);
            drop(stream);
            drop(IncomingBody::finish(body));
            match read {
                Ok(bytes) => format!("{status} {}", String::from_utf8_lossy(&bytes)),
                Err(()) => format!("{status} broken"),
            }
        }
    }
}

fn read_all(stream: &InputStream) -> Result<Vec<u8>, ()> {
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(64 << 10) {
            Ok(piece) => bytes.extend(piece),
            Err(StreamError::Closed) => return Ok(bytes),
            Err(_) => return Err(()),
        }
    }
}
