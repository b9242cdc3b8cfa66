//! Streams of lines to `/v1/classify`.

use crate::promises::outside::{Caller, Outside};
use crate::promises::schema;
use edge_gateway::answer::Answer;
use edge_gateway::audit::{Answered, Event};
use edge_gateway::bulk::Stream;
use edge_gateway::json;
use edge_gateway::pool::Origin;
use edge_gateway::settings::Source;
use edge_gateway::sink::Sink;
use edge_gateway::world::{Call, Reply, SendError};
use jsonschema::Validator;
use serde_json::Value;
use std::cell::Cell;
use std::sync::LazyLock;

static LINE: LazyLock<Validator> = LazyLock::new(|| schema("Line"));
static RESULT: LazyLock<Validator> = LazyLock::new(|| schema("LineResult"));
/// Longer streams are cut: a defect needs few lines.
const MOST_BYTES: usize = 4096;

/// A pool whose answer to a text is the text's length.
fn pool(call: &Call<'_>) -> Result<Reply, SendError> {
    let request: Value = serde_json::from_slice(call.body).expect("the pool gets JSON");
    let texts = request["inputs"][0]["data"].as_array().unwrap();
    let scores: Vec<String> =
        texts.iter().map(|text| format!("0.5:0:{}", text.as_str().unwrap().len())).collect();
    let body = serde_json::json!({"model_name": "m", "model_version": "1", "outputs": [
        {"name": "scores", "datatype": "BYTES", "shape": [texts.len(), 1], "data": scores}]});
    Ok(Reply { status: 200, retry_after: None, body: body.to_string().into_bytes() })
}

fn serve(bytes: &[u8], piece: usize) -> Vec<u8> {
    let world = Outside(&pool);
    let settings = world.settings();
    let mut event = Event::begin(&world, "r-1");
    let source = Source::new(&world);
    let (sink, head) = (Sink::new(&source), Answer::json(Vec::new()));
    let origin = Origin { request_id: "r-1", trace: None };
    let stream = Stream {
        world: &world,
        settings: &settings,
        origin,
        caller: None,
        sink: &sink,
        intended: Cell::default(),
    };
    let mut caller = Caller { sends: bytes.chunks(piece).map(<[u8]>::to_vec).collect(), ..Caller::default() };
    assert!(stream.serve(&mut caller, &head, &mut event).is_ok());
    // The gateway finishes it, once the event is kept.
    assert!(matches!(event.answered, Answered::Open) && !caller.finished);
    caller.got
}

/// Each line that is not blank has one answer, in order, whatever pieces it came in; a result where, and only where, the
/// published schema allows the line.
pub fn lines(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(MOST_BYTES)];
    let whole = serve(bytes, MOST_BYTES);
    let piece = 1 + usize::from(bytes.first().copied().unwrap_or_default() % 7);
    assert!(serve(bytes, piece) == whole, "pieces of {piece} have other answers");
    let text = String::from_utf8(whole).expect("answers are UTF-8");
    let mut answers = text.split_terminator('\n');
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer: Value = serde_json::from_str(answers.next().expect("an answer for each line")).unwrap();
        assert!(RESULT.is_valid(&answer), "{answer}");
        assert_eq!(answer["line"], number as u64 + 1);
        let read = json::parse(line);
        // To JSON Schema 1e3 is an integer.
        let allowed = read.as_ref().is_ok_and(|line| LINE.is_valid(line) && !line["id"].is_f64());
        assert_eq!(answer.get("error").is_none(), allowed, "{answer}");
        if allowed {
            assert_eq!(answer["id"], read.unwrap()["id"]);
        }
    }
    assert_eq!(answers.next(), None, "more answers than lines");
}
