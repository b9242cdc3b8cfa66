//! Requests that share a batch or a queue, in every form that there is: one's failure is not its neighbours', and one that
//! is given up leaves its place to them.

use std::collections::BTreeSet;

use http::Method;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::binary::{LENGTH, elements, text_request};
use super::grpc_client::{Ended, Grpc, INTERNAL, OK, double, frame, stream, well};
use super::scheduling::{Pass, gate, until_waiting};
use super::support::{Client, Pool, WELL, texts};

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    Http2,
    Binary,
    Grpc,
    /// Two texts, which have one answer.
    Double,
    Stream,
}

const FORMS: [Form; 6] = [Form::Json, Form::Http2, Form::Binary, Form::Grpc, Form::Double, Form::Stream];

/// What every failing engine looks like from outside.
const FAILED: &str = "the model failed on this request";

/// The reading end of a stream, which is a task of its own.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request; whether it was answered. Anything but an answer or the engine's failure is neither.
fn ask(pool: &Pool, form: Form) -> JoinHandle<bool> {
    let address = pool.address;
    tokio::spawn(async move {
        let of_http = |status: u16, error: &dyn Fn() -> String| match status {
            200 => true,
            500 => {
                assert_eq!(error(), FAILED);
                false
            }
            _ => panic!("{form:?}: {status}"),
        };
        let of_grpc = |code: &str, message: &str| match code {
            OK => true,
            INTERNAL => {
                assert_eq!(message, FAILED);
                false
            }
            _ => panic!("{form:?}: {code} {message}"),
        };
        match form {
            Form::Json | Form::Http2 => {
                let mut client = match form {
                    Form::Json => Client::connect(address).await,
                    _ => Client::http2(TcpStream::connect(address).await.expect("connects")).await,
                };
                let body = texts(&[WELL]).to_string();
                let reply = client.call(Method::POST, "/v2/models/demo/infer", body).await;
                of_http(reply.status.as_u16(), &|| reply.error())
            }
            Form::Binary => {
                let tensor = elements(&[WELL]);
                let json = text_request(1, tensor.len()).to_string();
                let body = [json.as_bytes(), &tensor].concat();
                let length = json.len().to_string();
                let reply = Client::connect(address).await.infer(&[(LENGTH, &length)], body).await;
                of_http(reply.status.as_u16(), &|| reply.error())
            }
            Form::Grpc | Form::Double => {
                let grpc = Grpc::connect(address).await;
                let Ended { code, message, .. } =
                    grpc.infer(&if form == Form::Grpc { well() } else { double() }).await;
                of_grpc(&code, &message)
            }
            Form::Stream => {
                let (mut sender, ended) = stream(&Grpc::connect(address).await);
                let mut ended = AbortOnDrop(ended);
                sender.send_data(frame(&well())).await.expect("the stream is open");
                // The stream goes on, whatever becomes of the first.
                let mut unknown = well();
                unknown.model_name = "x".into();
                sender.send_data(frame(&unknown)).await.expect("the stream is open");
                drop(sender);
                let ended = (&mut ended.0).await.expect("no panic");
                assert_eq!((ended.code.as_str(), ended.messages.len()), (OK, 2), "{}", ended.message);
                let first = &ended.messages[0];
                if first.infer_response.is_none() {
                    assert_eq!(first.error_message, FAILED);
                }
                first.infer_response.is_some()
            }
        }
    })
}

/// Asks in each form, one after the other, so that they wait in this order.
async fn ask_all(pool: &Pool) -> Vec<(Form, JoinHandle<bool>)> {
    let mut asked = Vec::new();
    let mut before = 0;
    for form in FORMS {
        asked.push((form, ask(pool, form)));
        before = until_waiting(pool, |tokens| tokens > before).await;
    }
    asked
}

/// Every row of a batch is spoilt once: each time one request fails, in its form's own way, and the others are answered.
#[tokio::test]
async fn a_spoilt_row_is_its_own_requests_trouble_in_every_form() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    let rows = FORMS.len() + 1;
    let mut ever_failed = Vec::new();
    for row in 0..rows {
        let passes = keeper.shut();
        let running = ask(&pool, Form::Json);
        keeper.next().await;
        let asked = ask_all(&pool).await;
        passes.send(Pass::Run).expect("engine");
        assert_eq!(keeper.next().await, rows, "one batch");
        passes.send(Pass::Spoil(row)).expect("engine");
        drop(passes);
        let mut failed = Vec::new();
        for (form, asked) in asked {
            if !asked.await.expect("no panic") {
                failed.push(form);
            }
        }
        assert_eq!(failed.len(), 1, "row {row}: {failed:?}");
        ever_failed.extend(failed);
        assert!(running.await.expect("no panic"));
    }
    assert_eq!(
        ever_failed.iter().copied().collect::<BTreeSet<_>>(),
        BTreeSet::from(FORMS),
        "{ever_failed:?}"
    );
}

/// Callers that go away before their turn: their places are free at once, and the engine never sees them.
#[tokio::test]
async fn a_caller_that_goes_away_frees_its_place_in_every_form() {
    let (gate, mut keeper) = gate();
    let pool = Pool::start_with(&["--instances", "1"], gate).await;
    let passes = keeper.shut();
    let running = ask(&pool, Form::Json);
    keeper.next().await;
    let asked = ask_all(&pool).await;
    let all = until_waiting(&pool, |tokens| tokens > 0).await;
    for (form, asked) in asked {
        // Drops the request with its connection or stream. What a stream has brought goes with it.
        asked.abort();
        assert!(asked.await.is_err(), "{form:?}");
    }
    until_waiting(&pool, |tokens| tokens == 0).await;
    let stays = ask(&pool, Form::Binary);
    let one = until_waiting(&pool, |tokens| tokens > 0).await;
    assert!(one < all);
    drop(passes);
    assert_eq!(keeper.next().await, 1, "only the one that stayed is in the batch");
    assert!(running.await.expect("no panic") && stays.await.expect("no panic"));
    let gone = FORMS.len();
    pool.until_metric(&format!(
        r#"gpu_pool_requests_total{{model="demo",outcome="abandoned",lane="interactive"}} {gone}"#
    ))
    .await;
}
