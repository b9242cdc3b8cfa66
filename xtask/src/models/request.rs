//! Single requests to a hub and to wherever it redirects: who gets the token, what a status means, what a name is worth.

use std::fmt;
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

use super::address::{Origin, join};
use super::fault::Fault;

/// A server that does not accept a connection in this time is not there.
const CONNECT: Duration = Duration::from_secs(20);
/// Hubs sign addresses and look files up before they answer.
const ANSWER: Duration = Duration::from_secs(60);
/// A transfer from which nothing comes for this long is cut, and taken up again.
const SILENCE: Duration = Duration::from_secs(60);
/// As browsers do; hubs redirect once or twice.
const REDIRECTS: usize = 10;
/// No longer than a person would wait for a server that asks for patience.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A token, for one origin only.
#[derive(Clone)]
pub(super) struct Token(pub(super) String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Makes requests on behalf of one hub.
#[derive(Debug, Clone)]
pub(super) struct Client {
    agent: Agent,
    home: Origin,
    token: Option<Token>,
}

/// What is asked for beyond the address.
#[derive(Debug, Default, Clone)]
pub(super) struct Part {
    /// Bytes that are there already.
    pub(super) from: u64,
    /// What those bytes are a part of, as the server that sent them called it.
    pub(super) validator: Option<String>,
}

impl Client {
    /// A client for the hub at `endpoint`. `extra_roots`: a PEM file of certificate authorities to trust in place of the
    /// usual ones, for networks that have their own.
    pub(super) fn new(endpoint: &str, token: Option<Token>, extra_roots: Option<&str>) -> Result<Self> {
        let home =
            Origin::of(endpoint).with_context(|| format!("{endpoint:?} is not an http or https address"))?;
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("anteroom-xtask/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(SILENCE));
        if home.is_loopback() {
            config = config.proxy(None);
        }
        if let Some(file) = extra_roots {
            config = config.tls_config(TlsConfig::builder().root_certs(roots(file)?).build());
        }
        Ok(Self { agent: config.build().new_agent(), home, token })
    }

    /// What the hub says of a file. Follows redirects within the hub; one that leads elsewhere already carries the answer.
    pub(super) fn head(&self, url: &str) -> Result<Response<Body>, Fault> {
        self.follow(url, |url| self.send(self.agent.head(url), url), |next| self.is_home(next))
    }

    /// The file itself, or the rest of it.
    pub(super) fn get(&self, url: &str, part: &Part) -> Result<Response<Body>, Fault> {
        let send = |url: &str| {
            let mut request = self.agent.get(url);
            if part.from > 0 {
                request = request.header("range", format!("bytes={}-", part.from));
                if let Some(validator) = &part.validator {
                    request = request.header("if-range", validator);
                }
            }
            self.send(request, url)
        };
        self.follow(url, send, |_| true)
    }

    fn is_home(&self, url: &str) -> bool {
        Origin::of(url).as_ref() == Some(&self.home)
    }

    fn send(
        &self,
        request: ureq::RequestBuilder<ureq::typestate::WithoutBody>,
        url: &str,
    ) -> Result<Response<Body>, Fault> {
        let mut request = request.header("accept-encoding", "identity");
        if let Some(Token(token)) = self.token.as_ref().filter(|_| self.is_home(url)) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.call().map_err(|error| {
            let message = format!("{} did not answer: {error}", named(url));
            match error {
                ureq::Error::Io(_) | ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed => {
                    Fault::passing(message)
                }
                ureq::Error::HostNotFound | ureq::Error::ConnectProxyFailed(_) => Fault::passing(message),
                ureq::Error::Protocol(_) => Fault::passing(message),
                _ => Fault::last(message),
            }
        })
    }

    fn follow(
        &self,
        url: &str,
        send: impl Fn(&str) -> Result<Response<Body>, Fault>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Response<Body>, Fault> {
        let mut url = url.to_owned();
        for _ in 0..REDIRECTS {
            let response = send(&url)?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return checked(response, &url);
            }
            let location = header(&response, "location").unwrap_or_default();
            let Some(next) = join(&url, &location) else {
                return Err(Fault::last(format!("{} redirects to nowhere", named(&url))));
            };
            if self.home.scheme == "https" && !next.starts_with("https://") {
                return Err(Fault::last(format!("{} redirects to an unencrypted address", named(&url))));
            }
            if !wanted(&next) {
                return Ok(response);
            }
            url = next;
        }
        Err(Fault::last(format!("{} redirects without end", named(&url))))
    }
}

/// A header's value, as text.
pub(super) fn header(response: &Response<Body>, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(|value| value.trim().to_owned())
}

/// Sorts statuses into answers, passing faults and last ones.
fn checked(response: Response<Body>, url: &str) -> Result<Response<Body>, Fault> {
    let status = response.status().as_u16();
    let from = named(url);
    match status {
        200 | 206 | 416 => Ok(response),
        401 | 403 => Err(Fault::last(format!(
            "{from} refuses ({status}): where the model needs an account, set HF_TOKEN to a token of yours"
        ))),
        404 | 410 => Err(Fault::last(format!("{from} does not have it ({status})"))),
        408 | 412 | 425 | 429 | 500..=599 => {
            let wait = header(&response, "retry-after").and_then(|seconds| seconds.parse().ok());
            let wait = wait.map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT));
            Err(Fault { wait, ..Fault::passing(format!("{from} cannot answer now ({status})")) })
        }
        _ => Err(Fault::last(format!("{from} answers {status}, which is not a file"))),
    }
}

/// An address without its query: signatures stand there, and they are secrets while they hold.
fn named(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn roots(file: &str) -> Result<RootCerts> {
    let pem = fs::read(file).with_context(|| format!("reading the certificates of {file}"))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) =
            item.with_context(|| format!("reading the certificates of {file}"))?
        {
            certificates.push(certificate);
        }
    }
    anyhow::ensure!(!certificates.is_empty(), "{file} holds no certificate");
    Ok(RootCerts::new_with_certs(&certificates))
}
