//! OpenTelemetry traces, as a collector gets them: OTLP over real HTTP, read with OpenTelemetry's own messages.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode as SpanStatus;
use prost::Message;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::grpc_client::{self, Grpc, INVALID_ARGUMENT, OK};
use super::support::{Client, PATIENCE, Pool, Program, WELL, program, texts};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{CALLER}-{flags}")
}

/// What came in one POST.
struct Export {
    path: String,
    headers: HeaderMap,
    service: String,
    spans: Vec<Span>,
}

/// An OTLP receiver.
struct Collector {
    address: SocketAddr,
    exports: mpsc::UnboundedReceiver<Export>,
}

impl Collector {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("address");
        let (sender, exports) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sender = sender.clone();
                let service = service_fn(move |request| receive(request, sender.clone()));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, exports }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn next(&mut self) -> Export {
        let export = tokio::time::timeout(PATIENCE, self.exports.recv()).await;
        export.expect("spans in time").expect("the collector runs")
    }

    /// Everything up to the pool's end.
    async fn after(mut self, pool: Pool) -> Vec<Span> {
        pool.stop().await.expect("a good end");
        let mut spans = Vec::new();
        while let Ok(export) = self.exports.try_recv() {
            spans.extend(export.spans);
        }
        spans
    }
}

async fn receive(
    request: Request<Incoming>,
    exports: mpsc::UnboundedSender<Export>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    assert_eq!(head.method, Method::POST);
    let body = body.collect().await.expect("a body").to_bytes();
    let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
    for of_resource in request.resource_spans {
        let attributes = of_resource.resource.expect("a resource").attributes;
        let export = Export {
            path: head.uri.path().to_owned(),
            headers: head.headers.clone(),
            service: text(&attributes, "service.name"),
            spans: of_resource.scope_spans.into_iter().flat_map(|scope| scope.spans).collect(),
        };
        let _test_is_over = exports.send(export);
    }
    Ok(Response::new(Full::default()))
}

fn value<'a>(attributes: &'a [KeyValue], name: &str) -> Option<&'a Any> {
    let found = attributes.iter().find(|attribute| attribute.key == name)?;
    found.value.as_ref().and_then(|AnyValue { value }| value.as_ref())
}

fn text(attributes: &[KeyValue], name: &str) -> String {
    match value(attributes, name) {
        Some(Any::StringValue(text)) => text.clone(),
        other => panic!("{name} is {other:?}"),
    }
}

fn number(attributes: &[KeyValue], name: &str) -> i64 {
    match value(attributes, name) {
        Some(Any::IntValue(number)) => *number,
        other => panic!("{name} is {other:?}"),
    }
}

/// The children of each span, by its id.
fn children(spans: &[Span]) -> BTreeMap<Vec<u8>, Vec<&Span>> {
    let mut children: BTreeMap<Vec<u8>, Vec<&Span>> = BTreeMap::new();
    for span in spans {
        children.entry(span.parent_span_id.clone()).or_default().push(span);
    }
    children
}

fn names(spans: &[&Span]) -> Vec<String> {
    let mut names: Vec<String> = spans.iter().map(|span| span.name.clone()).collect();
    names.sort();
    names
}

/// Each begins when the one before has ended, within the request's own.
fn ordered(server: &Span, children: &[&Span]) {
    let at = |name: &str| children.iter().find(|span| span.name == name).expect("the span");
    let (tokenise, queue) = (at("tokenise"), at("queue"));
    let computed = || children.iter().filter(|span| span.name == "compute");
    let times = [
        server.start_time_unix_nano,
        tokenise.start_time_unix_nano,
        tokenise.end_time_unix_nano,
        queue.start_time_unix_nano,
        queue.end_time_unix_nano,
        computed().map(|span| span.end_time_unix_nano).max().expect("a batch"),
        server.end_time_unix_nano,
    ];
    assert!(times.is_sorted(), "{times:?}");
    let taken = computed().map(|span| span.start_time_unix_nano);
    assert_eq!(taken.max(), Some(queue.end_time_unix_nano), "queued until its last row was taken");
}

#[tokio::test]
async fn a_collector_gets_what_became_of_requests_over_http_and_grpc() {
    let collector = Collector::start().await;
    let pool = Pool::start(&["--otlp-endpoint", &collector.url()]).await;
    let mut client = pool.client().await;
    let parent = [("traceparent", &*traceparent("01")), ("tracestate", "vendor=john-smith")];
    let two = texts(&[WELL, "Pain is worse and she is frightened, and nothing helps."]).to_string();
    assert_eq!(client.infer(&parent, two).await.status, StatusCode::OK);
    assert_eq!(client.infer(&parent, "{}").await.status, StatusCode::BAD_REQUEST);
    let grpc = Grpc::connect(pool.address).await;
    assert_eq!(grpc.infer_with(&parent, &grpc_client::well()).await.code, OK);
    let wrong = grpc_client::request(Vec::new());
    assert_eq!(grpc.infer_with(&parent, &wrong).await.code, INVALID_ARGUMENT);
    // Probes and scrapes leave nothing, nor do requests whose caller is not traced.
    for path in ["/v2/health/ready", "/v2/health/live", "/metrics"] {
        assert_eq!(client.call(Method::GET, path, "").await.status, StatusCode::OK);
    }
    let untraced = [("traceparent", &*traceparent("00"))];
    assert_eq!(client.infer(&untraced, texts(&[WELL]).to_string()).await.status, StatusCode::OK);
    drop((client, grpc));
    let spans = collector.after(pool).await;

    assert!(spans.iter().all(|span| hex::encode(&span.trace_id) == TRACE), "one trace, the caller's");
    assert!(spans.iter().all(|span| span.trace_state.is_empty()), "and nothing else of the caller's");
    let family = children(&spans);
    let servers = &family[&hex::decode(CALLER).expect("hex")];
    assert_eq!(
        names(servers),
        [
            "POST /v2/models/{model}/infer",
            "POST /v2/models/{model}/infer",
            "inference.GRPCInferenceService/ModelInfer",
            "inference.GRPCInferenceService/ModelInfer"
        ]
    );
    assert!(servers.iter().all(|span| span.kind == SpanKind::Server as i32));
    for server in servers {
        let http = server.name.starts_with("POST");
        let of = &server.attributes;
        if http {
            assert_eq!(text(of, "http.request.method"), "POST");
            assert_eq!(text(of, "http.route"), "/v2/models/{model}/infer");
            assert_eq!(text(of, "url.scheme"), "http");
            assert_eq!(text(of, "network.protocol.version"), "1.1");
        } else {
            assert_eq!(text(of, "rpc.system"), "grpc");
            assert_eq!(text(of, "rpc.service"), "inference.GRPCInferenceService");
            assert_eq!(text(of, "rpc.method"), "ModelInfer");
        }
        assert_eq!(
            (text(of, "gpu_pool.model.name"), text(of, "gpu_pool.model.version")),
            ("demo".into(), "1".into())
        );
        // A caller's mistake is no failure of the server's.
        assert!(server.status.as_ref().is_none_or(|status| status.code == SpanStatus::Unset as i32));
        let code =
            if http { number(of, "http.response.status_code") } else { number(of, "rpc.grpc.status_code") };
        let Some(steps) = family.get(&server.span_id) else {
            assert_eq!(code, if http { 400 } else { 3 });
            continue;
        };
        assert_eq!(code, if http { 200 } else { 0 });
        ordered(server, steps);
        let rows = if http { 2 } else { 1 };
        let mut own = 0;
        for step in steps {
            let of = &step.attributes;
            match step.name.as_str() {
                "tokenise" => {
                    let sizes = (number(of, "gpu_pool.texts"), number(of, "gpu_pool.sequences"));
                    assert_eq!(sizes, (rows, rows));
                    assert!(number(of, "gpu_pool.tokens") >= 11 * rows);
                }
                "queue" => assert_eq!(text(of, "gpu_pool.lane"), "interactive"),
                "compute" => {
                    own += number(of, "gpu_pool.batch.own_rows");
                    assert!(number(of, "gpu_pool.batch.rows") >= number(of, "gpu_pool.batch.own_rows"));
                    assert!(
                        number(of, "gpu_pool.batch.tokens") >= 11 && number(of, "gpu_pool.batch.number") >= 0
                    );
                    assert!(
                        number(of, "gpu_pool.batch.padding_tokens") >= 0
                            && number(of, "gpu_pool.instance") >= 0
                    );
                    assert_eq!(text(of, "gpu_pool.model.variant"), "unpadded");
                    assert_eq!(text(of, "gpu_pool.provider"), "cpu");
                }
                other => panic!("a span {other}"),
            }
        }
        assert_eq!(own, rows, "each row was in one batch");
    }
}

#[tokio::test]
async fn requests_of_one_batch_name_the_same_one() {
    let collector = Collector::start().await;
    // One engine, which the first request keeps busy while the others gather.
    let flags = ["--instances", "1", "--otlp-endpoint", &collector.url(), "--traces-sampler", "always_on"];
    let pool = Pool::start(&flags).await;
    let long = "She sleeps badly and eats little. ".repeat(600);
    let slow = tokio::spawn({
        let mut client = pool.client().await;
        let body = texts(&[&long]).to_string();
        async move { client.infer(&[], body).await.status }
    });
    let mut others = Vec::new();
    for _ in 0..8 {
        let mut client = pool.client().await;
        let body = texts(&[WELL]).to_string();
        others.push(tokio::spawn(async move { client.infer(&[], body).await.status }));
    }
    assert_eq!(slow.await.expect("no panic"), StatusCode::OK);
    for other in others {
        assert_eq!(other.await.expect("no panic"), StatusCode::OK);
    }
    let spans = collector.after(pool).await;
    let mut batches: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for span in spans.iter().filter(|span| span.name == "compute") {
        let of = &span.attributes;
        let batch = batches.entry(number(of, "gpu_pool.batch.number")).or_default();
        batch.0 = number(of, "gpu_pool.batch.rows");
        batch.1 += number(of, "gpu_pool.batch.own_rows");
    }
    assert!(batches.len() > 1, "the long text was several batches");
    for (number, (rows, own)) in batches {
        assert_eq!(rows, own, "the rows of batch {number} are those of the requests that name it");
    }
}

#[tokio::test]
async fn a_stream_has_a_span_for_each_of_its_requests() {
    let collector = Collector::start().await;
    let pool = Pool::start(&["--otlp-endpoint", &collector.url()]).await;
    let grpc = Grpc::connect(pool.address).await;
    let (mut requests, answers) = grpc_client::stream(&grpc);
    for _ in 0..3 {
        requests.send_data(grpc_client::frame(&grpc_client::well())).await.expect("sent");
    }
    drop(requests);
    assert_eq!(answers.await.expect("no panic").messages.len(), 3);
    drop(grpc);
    let spans = collector.after(pool).await;
    let family = children(&spans);
    let roots = &family[&Vec::new()];
    assert_eq!(names(roots), ["inference.GRPCInferenceService/ModelStreamInfer"]);
    let requests = &family[&roots[0].span_id];
    assert_eq!(names(requests), ["infer", "infer", "infer"]);
    for request in requests {
        assert_eq!(names(&family[&request.span_id]), ["compute", "queue", "tokenise"]);
        assert!(request.end_time_unix_nano <= roots[0].end_time_unix_nano, "the stream's span ends last");
    }
}

#[tokio::test]
async fn the_environment_and_headers_of_opentelemetry_are_those_of_any_service() {
    let mut collector = Collector::start().await;
    let mut command = program(&[]);
    command.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", format!("{}/elsewhere", collector.url()));
    command.env("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=ward-7");
    command.env("OTEL_SERVICE_NAME", "triage-pool").env("OTEL_BSP_SCHEDULE_DELAY", "100");
    command.env("OTEL_TRACES_SAMPLER", "always_on");
    let mut program = Program::started(command).await;
    let mut client = Client::connect(program.address).await;
    assert_eq!(client.call(Method::GET, "/v2/models/demo", "").await.status, StatusCode::OK);
    let export = collector.next().await;
    assert_eq!((export.path.as_str(), export.service.as_str()), ("/elsewhere", "triage-pool"));
    assert_eq!(export.headers["x-tenant"], "ward-7");
    assert_eq!(export.headers["content-type"], "application/x-protobuf");
    assert_eq!(export.spans[0].name, "GET /v2/models/{model}");
    drop(client);
    program.signal("TERM").await;
    assert!(program.child.wait().await.expect("ends").success());
}

#[tokio::test]
async fn nothing_that_a_caller_writes_is_in_a_span() {
    const CANARY: &str = "Zebulon-Quackenbush";
    let collector = Collector::start().await;
    let pool = Pool::start(&["--otlp-endpoint", &collector.url()]).await;
    let mut client = pool.client().await;
    let headers = [("user-agent", CANARY), ("x-request-id", CANARY), ("tracestate", "a=Zebulon-Quackenbush")];
    for path in [
        "/v2/models/demo/infer",
        "/v2/models/Zebulon-Quackenbush/infer",
        "/Zebulon-Quackenbush?Zebulon-Quackenbush",
    ] {
        let _any = client.post(path, &headers, texts(&[CANARY]).to_string()).await;
    }
    let grpc = Grpc::connect(pool.address).await;
    for call in grpc_client::canary_calls(CANARY) {
        let _any = grpc.infer_with(&headers, &call).await;
    }
    drop((client, grpc));
    let spans = collector.after(pool).await;
    assert!(spans.len() > 8 && !format!("{spans:?}").contains("Quackenbush"), "{spans:?}");
}

/// What a pool does for `requests` requests whose spans go to `endpoint`, and what its metrics say then.
async fn unharmed(endpoint: &str, requests: usize) -> String {
    let flags = ["--otlp-endpoint", endpoint, "--traces-queue", "64", "--traces-sampler", "always_on"];
    let pool = Pool::start(&flags).await;
    let mut client = pool.client().await;
    for _ in 0..requests {
        let reply = client.infer(&[], texts(&[WELL]).to_string()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    }
    let exposition = client.call(Method::GET, "/metrics", "").await.text().to_owned();
    drop(client);
    pool.stop().await.expect("a good end, whatever the collector does");
    exposition
}

fn spans_counted(exposition: &str, result: &str) -> usize {
    let name = format!("gpu_pool_trace_spans_total{{result=\"{result}\"}} ");
    let line = exposition.lines().find_map(|line| line.strip_prefix(&name)).expect("a counter");
    line.parse().expect("a number")
}

#[tokio::test]
async fn a_collector_that_takes_nothing_loses_no_request_and_its_spans_are_counted() {
    // Takes connections and never answers: what is on the way stays there until its time is up.
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = silent.local_addr().expect("address");
    let held = tokio::spawn(async move {
        let mut streams = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            streams.push(stream);
        }
    });
    let exposition = unharmed(&format!("http://{address}"), 100).await;
    // Four spans a request, and room for 64.
    assert_eq!(spans_counted(&exposition, "dropped"), 400 - 64, "{exposition}");
    assert_eq!(spans_counted(&exposition, "sent"), 0);
    held.abort();

    // Nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("address");
    let exposition = unharmed(&format!("http://{closed}"), 20).await;
    assert_eq!(spans_counted(&exposition, "sent"), 0);
}

#[tokio::test]
async fn mistakes_in_the_flags_of_traces_are_reported_like_all_others() {
    let flags = [
        "--check",
        "--otlp-endpoint",
        "collector:4317",
        "--traces-sampler",
        "sometimes",
        "--traces-sampler-arg",
        "2",
        "--traces-queue",
        "0",
        "--otlp-timeout-ms",
        "soon",
    ];
    let output = program(&flags).output().await.expect("runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(64));
    for flag in ["otlp-endpoint", "traces-sampler", "traces-sampler-arg", "traces-queue", "otlp-timeout-ms"] {
        assert!(said.contains(&format!("--{flag}: ")), "{flag}: {said}");
    }
    let mut grpc = program(&["--check", "--otlp-endpoint", "http://127.0.0.1:4317"]);
    let output = grpc.env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").output().await.expect("runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("--otlp-protocol: only http/protobuf is spoken"), "{said}");
}
