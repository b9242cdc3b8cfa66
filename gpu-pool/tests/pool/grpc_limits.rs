//! gRPC messages that would cost more than they weigh, and streams that hold what they do not use.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gpu_pool::grpc::proto;
use http_body_util::{BodyExt, Full};
use prost::Message;

use super::grpc_client::*;
use super::proportion::peak;
use super::scheduling::gate;
use super::support::{PATIENCE, Pool, Program};

/// The most that the pool takes by default.
const BODY: usize = 4 * 1024 * 1024;

/// A field of a message: its number, with a length and what has it.
fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![number << 3 | 2];
    let mut length = content.len();
    while length > 0x7f {
        bytes.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(content);
    bytes
}

/// `unit` as often as fits a body.
fn filled(unit: &[u8]) -> Vec<u8> {
    unit.repeat((BODY - 64) / unit.len())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// Messages of at most a body's size that become far more when they are decoded.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let demo = field(1, b"demo");
    let with = |rest: Vec<u8>| [&demo[..], &rest].concat();
    let keys: Vec<u8> = (0_u32..)
        .map(|number| field(4, &field(1, number.to_string().as_bytes())))
        .scan(0, |size, entry| {
            *size += entry.len();
            (*size < BODY - 64).then_some(entry)
        })
        .flatten()
        .collect();
    vec![
        ("inputs", with(filled(&field(5, b"")))),
        ("outputs", with(filled(&field(6, b"")))),
        ("raw contents", with(filled(&field(7, b"")))),
        ("parameters", with(keys)),
        ("elements", with(field(5, &field(5, &filled(&field(8, b"")))))),
        ("shapes", with(field(5, &field(3, &filled(&[1]))))),
        ("packed", with(field(5, &field(5, &field(3, &filled(&[1])))))),
        ("not packed", with(field(5, &field(5, &filled(&[3 << 3, 1]))))),
    ]
}

/// What a message takes once it is decoded is known before it is decoded, and refused where it is out of proportion.
#[tokio::test]
async fn a_message_that_would_grow_is_refused_before_it_is_decoded() {
    let program = Program::start(&[]).await;
    let grpc = Grpc::connect(program.address).await;
    assert_eq!(grpc.infer(&well()).await.code, OK);
    let before = peak(&program);
    let (mut sender, ended) = stream(&grpc);
    let messages = hostile();
    for (what, message) in &messages {
        assert!(message.len() <= BODY, "{what}");
        let plain: Ended<proto::ModelInferResponse> = grpc.raw(&[], coded(0, message)).await;
        let zipped = coded(1, &gzip(message));
        let zipped: Ended<proto::ModelInferResponse> = grpc.raw(&[("grpc-encoding", "gzip")], zipped).await;
        sender.send_data(coded(0, message)).await.expect("the stream is open");
        for refused in [plain, zipped] {
            assert_eq!((what, refused.code.as_str()), (what, RESOURCE_EXHAUSTED), "{}", refused.message);
            assert!(refused.message.contains("more fields and elements than its size allows for"));
        }
    }
    sender.send_data(frame(&well())).await.expect("the stream is open");
    drop(sender);
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (OK, messages.len() + 1), "{}", ended.message);
    let answered: Vec<bool> = ended.messages.iter().map(|message| message.infer_response.is_some()).collect();
    assert_eq!(answered.iter().position(|answered| *answered), Some(messages.len()), "only the last is");
    // Bodies of 4 MiB, here, there and inflated; decoded, one of them took 900 MiB.
    let more = peak(&program) - before;
    assert!(more < 100 * 1024, "{more} KiB more");
    assert_eq!(grpc.infer(&well()).await.code, OK);
}

/// Lists of numbers, as a client without raw contents sends them, stay well within what is allowed.
#[tokio::test]
async fn a_large_message_of_plain_numbers_is_answered() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    let (rows, columns) = (400, 128);
    let mut message = request(vec![
        input("input_ids", "INT64", &[rows, columns]),
        input("attention_mask", "INT64", &[rows, columns]),
    ]);
    let values = usize::try_from(rows * columns).expect("positive");
    for (tensor, value) in message.inputs.iter_mut().zip([1000, 1]) {
        let contents =
            proto::InferTensorContents { int64_contents: vec![value; values], ..Default::default() };
        tensor.contents = Some(contents);
    }
    let ended = grpc.infer(&message).await;
    assert_eq!((ended.code.as_str(), ended.messages.len()), (OK, 1), "{}", ended.message);
}

/// Methods that take a name or two have no use for a large message.
#[tokio::test]
async fn other_methods_take_small_messages_only() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    let named = |name: String| proto::ModelReadyRequest { name, version: String::new() };
    let fits: proto::ModelReadyResponse = grpc.get("ModelReady", &named("x".repeat(60_000))).await;
    assert!(!fits.ready);
    let large: Ended<proto::ModelReadyResponse> = grpc.call("ModelReady", &named("x".repeat(70_000))).await;
    assert_eq!(large.code, RESOURCE_EXHAUSTED, "{}", large.message);
    for (name, code) in [("demo".to_owned(), OK), (" ".repeat(1_000_000), RESOURCE_EXHAUSTED)] {
        let body = Full::new(coded(1, &gzip(&named(name).encode_to_vec()))).boxed();
        let zipped: Ended<proto::ModelReadyResponse> =
            grpc.send("ModelReady", &[("grpc-encoding", "gzip")], body).await;
        assert_eq!(zipped.code, code, "{}", zipped.message);
    }
}

/// Messages that have begun on streams count against the memory for bodies as bodies do.
#[tokio::test]
async fn half_sent_messages_are_bounded_together() {
    let most: usize = 64 * 1024 * 1024;
    let limit = most.to_string();
    let pool = Pool::start(&["--max-body-bytes", &limit, "--body-timeout-ms", "600000"]).await;
    let mut half = coded(0, &vec![0; most]);
    half.truncate(most / 2 + 1);
    let mut streams = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (mut sender, ended) = stream(&Grpc::connect(pool.address).await);
        let half = half.clone();
        streams.spawn(async move {
            // The one that is refused may be closed before it has sent all.
            let _refused = sender.send_data(half).await;
            let ended = ended.await.expect("no panic");
            drop(sender);
            ended
        });
    }
    let refused = tokio::time::timeout(PATIENCE, streams.join_next()).await.expect("one is refused");
    let refused = refused.expect("one").expect("no panic");
    assert_eq!((refused.code.as_str(), refused.messages.len()), (UNAVAILABLE, 0), "{}", refused.message);
    assert!(refused.trailers.contains_key("grpc-retry-pushback-ms"), "{:?}", refused.trailers);
    let grpc = Grpc::connect(pool.address).await;
    assert_eq!(grpc.infer(&well()).await.code, OK, "there is room for small ones");
    drop(streams);
}

/// Row 56, for streams: a message that has begun must arrive, and a stream that is not used ends.
#[tokio::test]
async fn row_56_slow_messages_and_idle_streams_are_ended() {
    let pool = Pool::start(&["--body-timeout-ms", "100"]).await;
    let (mut sender, ended) = stream(&Grpc::connect(pool.address).await);
    sender.send_data(frame(&well())).await.expect("the stream is open");
    sender.send_data(frame(&well()).slice(..7)).await.expect("the stream is open");
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (DEADLINE_EXCEEDED, 1), "{}", ended.message);
    assert_eq!(ended.message, "a message of the stream did not arrive in time");

    let pool = Pool::start(&["--header-timeout-ms", "100"]).await;
    let (mut sender, ended) = stream(&Grpc::connect(pool.address).await);
    sender.send_data(frame(&well())).await.expect("the stream is open");
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (UNAVAILABLE, 1), "{}", ended.message);
    assert_eq!(ended.message, "the stream was idle for too long; open another");
}

/// Row 56: a client that asks, answers pings and lets no byte of an answer through does not keep its connection.
#[tokio::test]
async fn row_56_a_client_that_takes_no_answer_is_closed() {
    let pool = Pool::start(&["--header-timeout-ms", "100"]).await;
    let alone = Grpc::connect_unwilling(pool.address).await;
    let asked = {
        let grpc = alone.clone();
        tokio::spawn(async move { grpc.infer(&well()).await })
    };
    let streams = Grpc::connect_unwilling(pool.address).await;
    let (mut sender, ended) = stream(&streams);
    let endless = async { while sender.send_data(frame(&well())).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, endless).await.expect("nothing more is taken");
    alone.closed().await;
    streams.closed().await;
    for task in [asked.await.is_err(), ended.await.is_err()] {
        assert!(task, "neither had an answer");
    }
}

/// A client that sends all that it has, as fast as it can, waits for the pool; nothing is closed or lost.
#[tokio::test]
async fn a_whole_backlog_on_one_stream_is_answered() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    let grpc = Grpc::connect(pool.address).await;
    let passes = keeper.shut();
    let (mut sender, ended) = stream(&grpc);
    let count = 5_000;
    let (sent, mut so_many) = tokio::sync::watch::channel(0);
    let sending = tokio::spawn(async move {
        for number in 0..count {
            let mut request = well();
            request.id = number.to_string();
            sender.send_data(frame(&request)).await.expect("the stream is open");
            sent.send_replace(number);
        }
    });
    keeper.next().await;
    // Until it cannot send more: for many turns of everything in this process it has not.
    let mut quiet = 0;
    while quiet < 5_000 && so_many.has_changed().is_ok() {
        quiet = if so_many.has_changed().unwrap_or(false) { 0 } else { quiet + 1 };
        so_many.mark_unchanged();
        tokio::task::yield_now().await;
    }
    drop(passes);
    sending.await.expect("no panic");
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (OK, count), "{}", ended.message);
    for (number, message) in ended.messages.iter().enumerate() {
        let answer = message.infer_response.as_ref().unwrap_or_else(|| panic!("{}", message.error_message));
        assert_eq!(answer.id, number.to_string());
    }
}

/// A deadline of 0, and one that passes while a stream is open.
#[tokio::test]
async fn a_callers_deadline_holds_for_a_call_and_for_a_stream() {
    let pool = Pool::start(&[]).await;
    let grpc = Grpc::connect(pool.address).await;
    for timeout in ["0n", "0S", "0H"] {
        let late: Ended<proto::ModelInferResponse> =
            grpc.raw(&[("grpc-timeout", timeout)], frame(&well())).await;
        assert_eq!((late.code.as_str(), late.messages.len()), (DEADLINE_EXCEEDED, 0), "{timeout}");
    }
    let patient: Ended<proto::ModelInferResponse> =
        grpc.raw(&[("grpc-timeout", "99999999H")], frame(&well())).await;
    assert_eq!(patient.code, OK);
    let (sender, ended) = stream_with(&grpc, &[("grpc-timeout", "50m")]);
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.code.as_str(), ended.messages.len()), (DEADLINE_EXCEEDED, 0), "{}", ended.message);
    drop(sender);
}

/// Requests that never stop coming on a stream, while the server drains: the first so many are answered, in order and
/// once, among them all that had come before; the status says that the others were not taken.
#[tokio::test]
async fn row_62_a_drain_answers_what_a_stream_has_brought() {
    let mut pool = Pool::start(&["--drain-linger-ms", "300", "--drain-seconds", "60"]).await;
    let grpc = Grpc::connect(pool.address).await;
    let (mut sender, ended) = stream(&grpc);
    let (sent, mut so_many) = tokio::sync::mpsc::unbounded_channel();
    let endless = tokio::spawn(async move {
        for number in 0_usize.. {
            let mut request = well();
            request.id = number.to_string();
            if sender.send_data(frame(&request)).await.is_err() {
                return;
            }
            let _test_has_gone_on = sent.send(number);
        }
    });
    let mut before = 0;
    while before < 100 {
        before = so_many.recv().await.expect("more");
    }
    drop(pool.stop.take());
    let ended = ended.await.expect("no panic");
    assert_eq!(ended.code, UNAVAILABLE, "{}", ended.message);
    for (number, message) in ended.messages.iter().enumerate() {
        let answer = message.infer_response.as_ref().unwrap_or_else(|| panic!("{}", message.error_message));
        assert_eq!(answer.id, number.to_string(), "in order, each once");
    }
    // What the sender's own channel holds has not been sent.
    assert!(ended.messages.len() + 16 > before, "{} answers for {before}", ended.messages.len());
    tokio::time::timeout(PATIENCE, endless).await.expect("it is told").expect("no panic");
    pool.stop().await.expect("a clean end");
}
