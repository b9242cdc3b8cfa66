//! Bodies that would cost more than they weigh.

use super::support::{Client, Program, WELL, texts};

/// The most that the pool takes by default.
const BODY: usize = 4 * 1024 * 1024;

/// `unit` as often as fits a body, between `start` and `end`.
fn filled(start: &str, unit: &str, last: &str, end: &str) -> String {
    let count = (BODY - start.len() - last.len() - end.len()) / unit.len();
    format!("{start}{}{last}{end}", unit.repeat(count))
}

/// The most memory that the process has held, in KiB.
pub(crate) fn peak(program: &Program) -> usize {
    let id = program.child.id().expect("running");
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("readable");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Lists of very many very small things, wherever JSON has a list.
#[tokio::test]
async fn a_json_body_of_very_many_things_takes_no_more_than_its_share() {
    let input = r#"{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["#;
    let ids = r#"{"inputs":[{"name":"input_ids","shape":[1,1],"datatype":"INT64","data":["#;
    let shape = r#"{"inputs":[{"name":"text","datatype":"BYTES","data":[""],"shape":["#;
    let empty = r#"{"name":"","shape":[],"datatype":""}"#;
    // In KiB: what comes, and what is kept of it. One of these took 50 MiB.
    let (kept, lists) = (24 * 1024, 56 * 1024);
    for (what, body, status, message, most) in [
        (
            "inputs",
            filled(r#"{"inputs":["#, &format!("{empty},"), empty, "]}"),
            400,
            "inputs: more than 64",
            kept,
        ),
        (
            "outputs",
            filled(r#"{"inputs":[],"outputs":["#, r#"{"name":""},"#, r#"{"name":""}"#, "]}"),
            400,
            "outputs: more than 64",
            kept,
        ),
        ("texts", filled(input, r#""","#, r#""""#, "]}]}"), 400, "elements, and shape says 1", lists),
        ("rows", filled(input, "[],", "[]", "]}]}"), 400, "rows of another length", kept),
        ("numbers", filled(ids, "1,", "1", "]}]}"), 400, "attention_mask is missing", lists),
        ("shapes", filled(shape, "1,", "1", "]}]}"), 400, "dimensions", lists),
        ("unknown", filled(r#"{"x":["#, "{},", "{}", "],\"inputs\":[]}"), 400, "is missing", kept),
    ] {
        let program = Program::start(&[]).await;
        let mut client = Client::connect(program.address).await;
        client.infer(&[], texts(&[WELL]).to_string()).await.output("label");
        let before = peak(&program);
        let reply = client.infer(&[], body).await;
        assert_eq!(reply.status.as_u16(), status, "{what}: {}", reply.text());
        assert!(reply.error().contains(message), "{what}: {}", reply.error());
        let more = peak(&program) - before;
        assert!(more < most, "{what}: {more} KiB more");
    }
}
