use super::*;
use crate::settings::Source;
use crate::world::fake::{FakeWorld, Stream as Caller};
use crate::world::{Reply, SendError};
use std::collections::VecDeque;

const MANIFEST: &str = include_str!("../../spin.toml");

/// The manifest's own defaults, for an issuer of ours.
fn settings(world: &mut FakeWorld) -> Settings {
    let mut lines = String::from(
        "https://issuer.example\nauth_audience=us\nauth_keys_url=https://issuer.example/jwks\n\
         auth_keys_origins=https://issuer.example\n",
    );
    for line in MANIFEST.lines() {
        let Some((name, rest)) = line.split_once(" = { default = \"") else { continue };
        let composed = name.starts_with("auth_keys_origin") || name == "auth_keys_path";
        if !composed && name != "deid_policy" {
            lines.push_str(&format!("{name}={}\n", rest.split('"').next().unwrap()));
        }
    }
    // One entry, because the policy has to stand last.
    world.variables.insert("auth_issuer".to_owned(), lines + "deid_policy={}");
    Settings::read(&Source::new(world)).map_err(|problem| problem.detail).unwrap()
}

fn good(call: &crate::world::Call<'_>) -> Result<Reply, SendError> {
    let request: Value = serde_json::from_slice(call.body).unwrap();
    assert_eq!(request["parameters"]["priority"], 2, "bulk work");
    let count = request["inputs"][0]["data"].as_array().unwrap().len();
    let scores = ["0.75:1:P", "0.25:0:N"].repeat(count);
    let body = serde_json::json!({"model_name": "m", "model_version": "1", "outputs": [
        {"name": "scores", "datatype": "BYTES", "shape": [count, 2], "data": scores}]});
    Ok(Reply { status: 200, retry_after: None, body: body.to_string().into_bytes() })
}

fn status(status: u16) -> Result<Reply, SendError> {
    Ok(Reply { status, retry_after: Some(1), body: Vec::new() })
}

/// Serves `arrives`; gives what was written, the event and the outcome.
fn serve(world: &mut FakeWorld, caller: &mut Caller) -> (Vec<Value>, Event, Result<(), Problem>) {
    let settings = settings(world);
    let mut event = Event::begin(world, "r-1");
    let origin = Origin { request_id: "r-1", trace: None };
    let head = Answer::json(Vec::new());
    let source = Source::new(world);
    let sink = Sink::new(&source);
    let stream =
        Stream { world, settings: &settings, origin, caller: None, sink: &sink, intended: Cell::default() };
    let served = stream.serve(caller, &head, &mut event);
    let lines = caller.written.concat();
    (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), event, served)
}

fn arriving(pieces: &[&str]) -> Caller {
    let arrives: VecDeque<_> = pieces
        .iter()
        .map(|piece| {
            Ok(if piece.is_empty() { Arrived::NotYet } else { Arrived::Piece(piece.as_bytes().to_vec()) })
        })
        .collect();
    Caller { arrives, ..Caller::default() }
}

#[test]
fn each_line_has_its_answer_in_order_and_a_bad_one_stops_nothing() {
    let mut caller = arriving(&[
        "{\"id\":\"a\",\"text\":\"Feels well.\"}\n{\"id\":7,\"text\":\"\"}\n\n{\"text\":\"secret words\"}\nsecret words\n",
        "{\"id\":\"b\",\"text\":\"Feels better.\",\"known\":{\"names\":[\"Zebulon\"]}}\n[1]\n{\"id\":\"c\",\"id\":\"d\"}\n",
        "{\"id\":\"e\",\"text\":\"x\",\"secret words\":1}\n{\"id\":\"f\",\"known\":3,\"text\":\"x\"}\n{\"id\":\"g\",\"text\":\"cut of",
    ]);
    let (lines, event, served) = serve(&mut FakeWorld::new(good), &mut caller);
    assert_eq!(served, Ok(()));
    assert_eq!(event.answered, Answered::Open);
    let told: Vec<String> = lines
        .iter()
        .map(|l| format!("{} {} {} {}", l["line"], l["id"], l["label"], l["error"]["status"]))
        .collect();
    assert_eq!(
        told,
        [
            r#"1 "a" "P" null"#,
            "2 7 null 422",
            "4 null null 422",
            "5 null null 400",
            r#"6 "b" "P" null"#,
            "7 null null 422",
            "8 null null 400",
            r#"9 "e" null 422"#,
            r#"10 "f" null 422"#,
            "11 null null 400",
        ]
    );
    assert!(!caller.written.concat().contains("secret"), "{:?}", caller.written);
    assert_eq!(lines[1]["error"]["instance"], "r-1");
    assert_eq!(event.lines, Some(Counts { done: 2, failed: 8 }));
    assert_eq!(event.model.as_deref(), Some("m"));
}

#[test]
fn a_pool_that_is_full_is_asked_again_and_one_that_is_away_ends_the_stream() {
    let line = "{\"id\":1,\"text\":\"Feels well.\"}\n";
    // Full twice, then not: the caller sees nothing of it.
    let times = std::cell::Cell::new(0);
    let mut world = FakeWorld::new(move |call| {
        times.set(times.get() + 1);
        if times.get() < 3 { status(503) } else { good(call) }
    });
    let begun = world.now_ms();
    let (lines, _, served) = serve(&mut world, &mut arriving(&[line]));
    assert_eq!((lines.len(), served, world.now_ms() - begun), (1, Ok(()), 2000));

    // Full for ever: it waits within its bound, and as nothing was answered it is an ordinary error.
    let mut world = FakeWorld::new(|_| status(503));
    let mut caller = arriving(&[line]);
    let (lines, _, served) = serve(&mut world, &mut caller);
    assert_eq!((lines.len(), served.unwrap_err().reason, caller.opened), (0, "pool_full", false));
    assert!(world.now_ms() - begun <= ROOM_MS);

    // Away in the middle: three groups in a row say so, then a problem, and the rest is not read.
    let times = std::cell::Cell::new(0);
    let mut world = FakeWorld::new(move |call| {
        times.set(times.get() + 1);
        if times.get() == 1 { good(call) } else { Err(SendError::TimedOut) }
    });
    let mut caller = arriving(&[line, "", line, "", line, "", line, "", line, "", line]);
    let (lines, event, served) = serve(&mut world, &mut caller);
    assert_eq!(served, Ok(()));
    let statuses: Vec<_> =
        lines.iter().map(|l| (l["error"]["status"].as_u64(), l["status"].as_u64())).collect();
    assert_eq!(
        statuses,
        [(None, None), (Some(504), None), (Some(504), None), (Some(504), None), (None, Some(504))]
    );
    assert_eq!((event.reason, event.lines), ("pool_timeout", Some(Counts { done: 1, failed: 3 })));
    assert!(event.answered == Answered::Open && !caller.arrives.is_empty());
}

#[test]
fn a_caller_that_leaves_or_breaks_off_is_noticed() {
    let line = "{\"id\":1,\"text\":\"Feels well.\"}\n";
    let mut caller = arriving(&[line, "", line, "", line]);
    caller.stays = Some(1);
    let (lines, event, served) = serve(&mut FakeWorld::new(good), &mut caller);
    assert_eq!(
        (lines.len(), served, event.reason, event.answered),
        (1, Ok(()), "caller_left", Answered::Left)
    );
    assert!(!caller.arrives.is_empty());

    for (arrives, reason) in
        [(Err(BodyError::Broken), "body_broke_off"), (Ok(Arrived::NotYet), "body_too_slow")]
    {
        // Before anything: an ordinary error.
        let mut caller = Caller { arrives: [arrives.clone()].into(), ..Caller::default() };
        let (_, _, served) = serve(&mut FakeWorld::new(good), &mut caller);
        assert_eq!((served.unwrap_err().reason, caller.opened), (reason, false));
        // After a line: that line, and a problem.
        let mut caller = arriving(&[line, ""]);
        caller.arrives.push_back(arrives);
        let (lines, event, _) = serve(&mut FakeWorld::new(good), &mut caller);
        assert_eq!((lines.len(), event.reason), (2, reason));
        assert!(lines[1]["type"].is_string(), "{lines:?}");
    }
}

#[test]
fn groups_are_no_larger_than_a_request() {
    let line = "{\"id\":1,\"text\":\"Feels well.\"}\n";
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let record = std::rc::Rc::clone(&seen);
    let mut world = FakeWorld::new(move |call| {
        let request: Value = serde_json::from_slice(call.body).unwrap();
        record.borrow_mut().push(request["inputs"][0]["shape"][0].as_u64().unwrap());
        good(call)
    });
    let (lines, ..) = serve(&mut world, &mut arriving(&[&line.repeat(150)]));
    assert_eq!((lines.len(), seen.take()), (150, vec![64, 64, 22]));
}
