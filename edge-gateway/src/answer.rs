//! A complete answer: status, headers from a fixed list, and the whole body.

/// What is sent back. The body is complete before anything is sent: handing over headers first costs 40 ms a request
/// under Spin (its accepted connections have no `TCP_NODELAY`, so a second small segment waits for a delayed ACK).
#[derive(Clone, PartialEq, Eq)]
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

/// Without the body: it is one caller's.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, {}, {} bytes)", self.status, self.content_type, self.body.len())
    }
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

#[cfg(test)]
mod tests {
    use super::Answer;
    use crate::world::Arrived;
    use std::collections::BTreeSet;

    /// Types of the component that show themselves, each looked at: numbers, our own words, names of settings.
    const SHOWN: [&str; 29] = [
        "Answered",
        "BodyError",
        "Decision",
        "DenyListSettings",
        "Failing",
        "Fixed",
        "Gone",
        "JsonError",
        "Kind",
        "Limits",
        "Lines",
        "Link",
        "Method",
        "Open",
        "Place",
        "Priority",
        "Problem",
        "Rate",
        "Residue",
        "Route",
        "SendError",
        "Shape",
        "SpecError",
        "Standing",
        "Stepped",
        "Store",
        "StoreError",
        "Tolerance",
        "Unknown",
    ];

    #[test]
    fn row_43_nothing_that_holds_text_or_a_secret_shows_it() {
        let text = "Zebulon Quist, SSN 219-09-9999";
        let known = deid::Known::default();
        let clean =
            deid::deidentify("Zebulon Quist was seen.", &deid::Policy::safe_harbor(), &known).unwrap();
        let key = "0123456789abcdef0123456789abcdef";
        for shown in [
            format!("{:?}", Answer::json(text.as_bytes().to_vec())),
            format!("{:?}", Arrived::Piece(text.as_bytes().to_vec())),
            format!("{clean:?}"),
            format!("{known:?}"),
            format!("{:?}", deid::Key::new(key.as_bytes()).unwrap()),
            format!("{:?}", audit_chain::AuditKey::new(key.as_bytes()).unwrap()),
            format!("{:?}", crate::settings::Secret::default()),
        ] {
            assert!(!shown.contains("Zebulon") && !shown.contains("seen") && !shown.contains(key), "{shown}");
        }
        // A type that begins to show itself is looked at first.
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let mut shows = false;
            for line in source.lines().map(str::trim_start) {
                if let Some(derived) = line.strip_prefix("#[derive(") {
                    shows = derived.contains("Debug");
                } else if let Some(rest) = line.strip_prefix("pub ").or(Some(line)).filter(|_| shows) {
                    let name = rest.strip_prefix("struct ").or_else(|| rest.strip_prefix("enum "));
                    if let Some(name) = name {
                        found.insert(name.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned());
                        shows = false;
                    }
                }
            }
        }
        let looked_at: BTreeSet<String> = SHOWN.map(str::to_owned).into();
        let new: Vec<_> = found.difference(&looked_at).collect();
        assert!(new.is_empty(), "these have a `Debug` of their own making: {new:?}");
    }
}
