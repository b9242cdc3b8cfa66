//! The binary tensor data extension, in requests and in answers.

use serde_json::{Value, json};

use super::support::{Client, Pool, Reply, WELL, texts};

pub(crate) const LENGTH: &str = "inference-header-content-length";

/// The elements of a BYTES tensor.
pub(crate) fn elements(texts: &[&str]) -> Vec<u8> {
    texts.iter().flat_map(|text| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat()).collect()
}

fn numbers(values: &[i64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Sends JSON with bytes behind it.
async fn send(client: &mut Client, json: &Value, binary: &[u8]) -> Reply {
    let json = json.to_string();
    let body = [json.as_bytes(), binary].concat();
    client.infer(&[(LENGTH, &json.len().to_string())], body).await
}

pub(crate) fn text_request(count: usize, size: usize) -> Value {
    json!({"inputs": [{"name": "text", "shape": [count], "datatype": "BYTES",
                       "parameters": {"binary_data_size": size}}]})
}

/// The JSON of an answer, and its outputs' bytes by name.
fn split(reply: &Reply) -> (Value, Vec<(String, Vec<u8>)>) {
    assert_eq!(reply.status.as_u16(), 200, "{}", String::from_utf8_lossy(&reply.body));
    let length: usize = reply.header(LENGTH).expect("the header").parse().expect("a number");
    let (json, mut rest) = reply.body.split_at(length);
    let json: Value = serde_json::from_slice(json).expect("JSON");
    let mut found = Vec::new();
    for output in json["outputs"].as_array().expect("outputs") {
        if let Some(size) = output["parameters"]["binary_data_size"].as_u64() {
            assert!(output.get("data").is_none());
            let (bytes, after) = rest.split_at(size as usize);
            found.push((output["name"].as_str().expect("a name").to_owned(), bytes.to_vec()));
            rest = after;
        }
    }
    assert!(rest.is_empty(), "every byte belongs to an output");
    (json, found)
}

fn floats(bytes: &[u8]) -> Vec<f64> {
    let (values, rest) = bytes.as_chunks();
    assert!(rest.is_empty());
    values.iter().map(|value| f64::from(f32::from_le_bytes(*value))).collect()
}

#[tokio::test]
async fn binary_text_is_answered_as_json_is() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let worse = "Pain is worse and she is frightened";
    let plain = client.infer(&[], texts(&[WELL, worse]).to_string()).await;
    let bytes = elements(&[WELL, worse]);
    let mut request = text_request(2, bytes.len());
    let binary = send(&mut client, &request, &bytes).await;
    assert_eq!(binary.json(), plain.json());
    assert_eq!(binary.header(LENGTH), None);

    // And the answer, all of it or in part.
    request["parameters"] = json!({"binary_data_output": true});
    let reply = send(&mut client, &request, &bytes).await;
    assert_eq!(reply.header("content-type"), Some("application/octet-stream"));
    let (json, outputs) = split(&reply);
    assert_eq!(json["outputs"][0]["shape"], json!([2, 2]));
    assert_eq!(
        outputs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["logits", "scores", "label"]
    );
    let expected: Vec<f64> = plain.output("logits")["data"]
        .as_array()
        .expect("numbers")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let found = floats(&outputs[0].1);
    assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?} {expected:?}");
    assert_eq!(outputs[2].1, elements(&["POSITIVE", "NEGATIVE"]));

    request["outputs"] = json!([
        {"name": "windows"},
        {"name": "label", "parameters": {"binary_data": false}},
        {"name": "scores", "parameters": {"classification": 1}}]);
    let (json, outputs) = split(&send(&mut client, &request, &bytes).await);
    assert_eq!(outputs[0], ("windows".to_owned(), vec![1, 0, 0, 0, 1, 0, 0, 0]));
    assert_eq!(json["outputs"][1]["data"], json!(["POSITIVE", "NEGATIVE"]));
    assert_eq!((&outputs[1].0, &json["outputs"][2]["shape"]), (&"scores".to_owned(), &json!([2, 1])));
    assert!(String::from_utf8_lossy(&outputs[1].1).ends_with(":0:NEGATIVE"));
}

#[tokio::test]
async fn binary_token_ids_are_answered_as_json_is() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let (ids, mask) = ([2, 40, 50, 3, 2, 60, 3, 0], [1, 1, 1, 1, 1, 1, 1, 0]);
    let input = |name: &str| json!({"name": name, "shape": [2, 4], "datatype": "INT64"});
    let mut plain = json!({"inputs": [input("input_ids"), input("attention_mask")]});
    let mut binary = plain.clone();
    plain["inputs"][0]["data"] = json!(ids);
    plain["inputs"][1]["data"] = json!(mask);
    binary["inputs"][0]["parameters"] = json!({"binary_data_size": 64});
    let mut half = binary.clone();
    binary["inputs"][1]["parameters"] = json!({"binary_data_size": 64});
    half["inputs"][1]["data"] = json!(mask);
    let expected = client.infer(&[], plain.to_string()).await;
    assert_eq!(expected.status.as_u16(), 200, "{}", expected.text());
    let both = [numbers(&ids), numbers(&mask)].concat();
    assert_eq!(send(&mut client, &binary, &both).await.json(), expected.json());
    // One input in binary, the other in JSON.
    assert_eq!(send(&mut client, &half, &numbers(&ids)).await.json(), expected.json());
}

/// Triton's raw binary request: the body is the text.
#[tokio::test]
async fn a_body_without_json_is_one_text() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let (_, outputs) = split(&client.infer(&[(LENGTH, "0")], WELL).await);
    assert_eq!(outputs[2], ("label".to_owned(), elements(&["POSITIVE"])));
    let wrong = client.infer(&[(LENGTH, "0")], &b"\xff"[..]).await;
    assert_eq!((wrong.status.as_u16(), wrong.error().as_str()), (400, "text: the body is not UTF-8"));
}

#[tokio::test]
async fn every_malformed_size_is_refused_by_name() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let one = elements(&["CANARY"]);
    let size = one.len();
    let ids = |ids: usize, mask: usize| {
        let input = |name: &str, size: usize| json!({"name": name, "shape": [1, 2], "datatype": "INT64", "parameters": {"binary_data_size": size}});
        json!({"inputs": [input("input_ids", ids), input("attention_mask", mask)]})
    };
    let mut both = text_request(1, size);
    both["inputs"][0]["data"] = json!(["a"]);
    let mut wordy = text_request(1, size);
    wordy["inputs"][0]["parameters"]["binary_data_size"] = json!("10");
    let mut negative = wordy.clone();
    negative["inputs"][0]["parameters"]["binary_data_size"] = json!(-1);
    for (json, binary, message) in [
        (
            text_request(1, size),
            &one[..size - 1],
            "text: binary_data_size is 10, and 9 bytes of binary data are left",
        ),
        (
            text_request(1, size - 1),
            &one[..],
            "1 of the 10 bytes of binary data belong to no input: no binary_data_size counts them",
        ),
        (
            texts(&["a"]),
            &one,
            "10 of the 10 bytes of binary data belong to no input: no binary_data_size counts them",
        ),
        (
            text_request(1, size - 1),
            &one[..size - 1],
            "text: element 0 is longer than the 5 bytes that are left of binary data",
        ),
        (text_request(2, size), &one, "text: binary data has 1 elements, and shape says 2"),
        (text_request(1, 2), &one[..2], "text: binary data ends inside of the length of element 0"),
        (
            text_request(1, size + 4),
            &[&one[..], &[0; 4]].concat(),
            "text: binary data has 14 bytes, and the 1 elements that shape says end at 10",
        ),
        (text_request(1, 5), b"\x01\0\0\0\xff", "text: element 0 is not UTF-8"),
        (both, &one, "text: has both data and binary_data_size"),
        (wordy, &one, "text: binary_data_size must be a whole number of bytes"),
        (negative, &one, "text: binary_data_size must be a whole number of bytes"),
        (
            ids(16, 15),
            &[0; 31],
            "attention_mask: binary data has 15 bytes, and shape says 2 values of 8 bytes (16)",
        ),
        (ids(8, 16), &[0; 24], "input_ids: binary data has 8 bytes, and shape says 2 values of 8 bytes (16)"),
    ] {
        let reply = send(&mut client, &json, binary).await;
        assert_eq!((reply.status.as_u16(), reply.error().as_str()), (400, message), "{json}");
    }
    let body = text_request(1, size).to_string();
    for (length, message) in [
        (
            "100000",
            format!("Inference-Header-Content-Length: it is 100000, and the body has {} bytes", body.len()),
        ),
        ("-1", "Inference-Header-Content-Length: must be one whole number of bytes".to_owned()),
        ("+5", "Inference-Header-Content-Length: must be one whole number of bytes".to_owned()),
        ("", "Inference-Header-Content-Length: must be one whole number of bytes".to_owned()),
        (
            "99999999999999999999999",
            "Inference-Header-Content-Length: must be one whole number of bytes".to_owned(),
        ),
        ("5", "the body is not valid JSON, at line 1 column 5".to_owned()),
    ] {
        let reply = client.infer(&[(LENGTH, length)], body.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.error()), (400, message), "{length}");
    }
    // Without the header, all of the body is JSON, and there are no bytes to count.
    let reply = client.infer(&[], body).await;
    assert_eq!(reply.error(), "text: binary_data_size is 10, and 0 bytes of binary data are left");
    let reply = client.infer(&[(LENGTH, "5"), (LENGTH, "5")], "{}").await;
    assert_eq!(reply.error(), "Inference-Header-Content-Length: must be one whole number of bytes");
}
