//! The edge's routes and the one way to find them.

use crate::problem::{Kind, Problem};
use auth::Scope;

/// Every route of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `POST /v1/classify`
    Classify,
    /// `POST /v1/deidentify`
    Deidentify,
    /// `GET /v1/models`
    Models,
    /// `GET /healthz`
    Health,
    /// `GET /readyz`
    Ready,
    /// `GET /openapi.json`
    OpenApi,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 6] =
        [Self::Classify, Self::Deidentify, Self::Models, Self::Health, Self::Ready, Self::OpenApi];

    /// Method and path.
    #[must_use]
    pub const fn pattern(self) -> (&'static str, &'static str) {
        match self {
            Self::Classify => ("POST", "/v1/classify"),
            Self::Deidentify => ("POST", "/v1/deidentify"),
            Self::Models => ("GET", "/v1/models"),
            Self::Health => ("GET", "/healthz"),
            Self::Ready => ("GET", "/readyz"),
            Self::OpenApi => ("GET", "/openapi.json"),
        }
    }

    /// The scope that a caller needs; `None` only where nobody has to say who they are.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::Classify | Self::Models => Some(Scope::Classify),
            Self::Deidentify => Some(Scope::Deidentify),
            Self::Health | Self::Ready | Self::OpenApi => None,
        }
    }

    /// Finds the route of a request. The path is compared byte for byte: no normalisation, so nothing to go round.
    ///
    /// # Errors
    /// 404 for an unknown path, 405 with `Allow` for a wrong method.
    pub fn find(method: &str, path: &str) -> Result<Self, Problem> {
        let Some(route) = Self::ALL.into_iter().find(|r| r.pattern().1 == path) else {
            return Err(Problem::new(Kind::NotFound, "not_found", "This path is not part of the interface."));
        };
        // RFC 9110, 9.1: whatever answers GET answers HEAD.
        let allowed: &[&str] = if route.pattern().0 == "GET" { &["GET", "HEAD"] } else { &["POST"] };
        if allowed.contains(&method) {
            return Ok(route);
        }
        let allowed = allowed.join(", ");
        Err(Problem::new(Kind::MethodNotAllowed, "method_not_allowed", format!("Use {allowed} here."))
            .with_header("allow", allowed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_round_by_spelling() {
        for path in
            ["//healthz", "/healthz/", "/HEALTHZ", "/%68ealthz", "/v1/../healthz", "/v1/classify;x", "", "/"]
        {
            assert_eq!(Route::find("GET", path).unwrap_err().kind, Kind::NotFound, "{path}");
        }
        assert_eq!(Route::find("GET", "/healthz"), Ok(Route::Health));
        assert_eq!(Route::find("HEAD", "/healthz"), Ok(Route::Health));
        assert_eq!(
            Route::find("DELETE", "/healthz").unwrap_err().headers,
            [("allow", "GET, HEAD".to_owned())]
        );
        let wrong = Route::find("GET", "/v1/classify").unwrap_err();
        assert_eq!((wrong.kind, wrong.headers), (Kind::MethodNotAllowed, vec![("allow", "POST".to_owned())]));
    }
}
