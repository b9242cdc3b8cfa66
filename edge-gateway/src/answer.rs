//! A complete answer: status, headers from a fixed list, and the whole body.

/// What is sent back. The body is complete before anything is sent: handing over headers first costs 40 ms a request
/// under Spin (its accepted connections have no `TCP_NODELAY`, so a second small segment waits for a delayed ACK).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `content-type`.
    pub content_type: &'static str,
    /// Headers beyond the ones that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A 200 with a JSON body.
    #[must_use]
    pub fn json(body: Vec<u8>) -> Self {
        Self { status: 200, content_type: "application/json", headers: Vec::new(), body }
    }

    /// Every header of the answer, `content-length` included. `Cache-Control: no-store` because even de-identified
    /// text and labels belong to one caller; `nosniff` because nothing here is ever a page.
    #[must_use]
    pub fn all_headers(&self, request_id: &str) -> Vec<(&'static str, String)> {
        let mut all = vec![
            ("content-type", self.content_type.to_owned()),
            ("cache-control", "no-store".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
            ("x-request-id", request_id.to_owned()),
        ];
        // Only an answer to HEAD has no body, and its length would have to be that of GET's.
        if !self.body.is_empty() {
            all.push(("content-length", self.body.len().to_string()));
        }
        all.extend(self.headers.iter().cloned());
        all
    }
}
