//! Compressed requests within the limit for bodies, and compressed answers for who asks for them.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use super::support::{Pool, WELL, texts};

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("in memory");
    encoder.finish().expect("in memory")
}

#[tokio::test]
async fn compressed_requests_are_read() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let body = texts(&[WELL]).to_string();
    let plain = client.infer(&[], body.clone()).await.json();
    for (coding, coded) in [
        ("gzip", gzip(body.as_bytes())),
        ("GZIP", gzip(body.as_bytes())),
        ("x-gzip", gzip(body.as_bytes())),
        ("deflate", zlib(body.as_bytes())),
        ("identity", body.clone().into_bytes()),
    ] {
        let reply = client.infer(&[("content-encoding", coding)], coded).await;
        assert_eq!(reply.status.as_u16(), 200, "{coding}: {}", reply.text());
        assert_eq!(reply.json(), plain, "{coding}");
    }
    // The length of the JSON is that before it was compressed.
    let element = [&(WELL.len() as u32).to_le_bytes(), WELL.as_bytes()].concat();
    let json = json!({"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES",
                                  "parameters": {"binary_data_size": element.len()}}]})
    .to_string();
    let (length, coded) = (json.len().to_string(), gzip(&[json.as_bytes(), &element].concat()));
    let headers = [("content-encoding", "gzip"), ("inference-header-content-length", length.as_str())];
    assert_eq!(client.infer(&headers, coded).await.json(), plain);
}

#[tokio::test]
async fn a_bomb_is_a_413_and_a_broken_body_a_400() {
    let pool = Pool::start(&["--max-body-bytes", "100000"]).await;
    let mut client = pool.client().await;
    let bomb = " ".repeat(50_000_000).into_bytes();
    for (coding, coded, status, message) in [
        ("gzip", gzip(&bomb), 413, "the body is larger than 100000 bytes when it is decompressed"),
        ("deflate", zlib(&bomb), 413, "the body is larger than 100000 bytes when it is decompressed"),
        ("gzip", zlib(b"{}"), 400, "Content-Encoding: the body is not whole gzip data"),
        ("gzip", gzip(b"{}")[..12].to_vec(), 400, "Content-Encoding: the body is not whole gzip data"),
        ("deflate", gzip(b"{}"), 400, "Content-Encoding: the body is not whole deflate (zlib format) data"),
        ("gzip", gzip(b"{}"), 400, "inputs: missing"),
        ("br", b"{}".to_vec(), 415, "Content-Encoding: one of gzip, deflate and identity is supported"),
        (
            "gzip, gzip",
            gzip(&gzip(b"{}")),
            415,
            "Content-Encoding: one of gzip, deflate and identity is supported",
        ),
    ] {
        let reply = client.infer(&[("content-encoding", coding)], coded).await;
        assert_eq!((reply.status.as_u16(), reply.error().as_str()), (status, message), "{coding}");
        assert_eq!(reply.header("accept-encoding"), (status == 415).then_some("gzip, deflate"));
    }
    client.infer(&[], texts(&[WELL]).to_string()).await.output("label");
}

#[tokio::test]
async fn answers_are_compressed_for_who_asks() {
    let pool = Pool::start(&[]).await;
    let mut client = pool.client().await;
    let many = texts(&[WELL; 40]).to_string();
    let plain = client.infer(&[], many.clone()).await;
    assert_eq!(plain.header("content-encoding"), None);
    for (accept, coding) in [("gzip", "gzip"), ("deflate", "deflate"), ("deflate, gzip;q=0.5", "deflate")] {
        let reply = client.infer(&[("accept-encoding", accept)], many.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-encoding")), (200, Some(coding)));
        assert!(reply.body.len() < plain.body.len());
        let mut body = Vec::new();
        let read = match coding {
            "gzip" => GzDecoder::new(&reply.body[..]).read_to_end(&mut body),
            _ => ZlibDecoder::new(&reply.body[..]).read_to_end(&mut body),
        };
        read.expect(coding);
        assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON"), plain.json());
    }
    // A small one is as it is, and so is an error.
    let small = client.infer(&[("accept-encoding", "gzip")], texts(&[WELL]).to_string()).await;
    assert_eq!(small.header("content-encoding"), None);
    small.output("label");
    let error = client.infer(&[("accept-encoding", "gzip")], "{}").await;
    assert_eq!((error.header("content-encoding"), error.error().as_str()), (None, "inputs: missing"));
}
