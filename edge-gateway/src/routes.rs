//! The edge's routes and the one way to find them.

use crate::problem::{Kind, Problem};
use auth::Scope;

/// Every route of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Answered without a look at the settings, whoever asks.
    Fixed(Fixed),
    /// Goes the way of the steps.
    Stepped(Stepped),
}

/// Routes whose answer is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    /// `GET /healthz`
    Health,
    /// `GET /openapi.json`
    OpenApi,
}

/// Routes that need settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stepped {
    /// `POST /v1/classify`
    Classify,
    /// `POST /v1/deidentify`
    Deidentify,
    /// `GET /v1/models`
    Models,
    /// `GET /readyz`
    Ready,
}

impl Stepped {
    /// The scope that a caller needs; `None` only where nobody has to say who they are.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::Classify | Self::Models => Some(Scope::Classify),
            Self::Deidentify => Some(Scope::Deidentify),
            Self::Ready => None,
        }
    }
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 6] = [
        Self::Stepped(Stepped::Classify),
        Self::Stepped(Stepped::Deidentify),
        Self::Stepped(Stepped::Models),
        Self::Fixed(Fixed::Health),
        Self::Stepped(Stepped::Ready),
        Self::Fixed(Fixed::OpenApi),
    ];

    /// Method and path.
    #[must_use]
    pub const fn pattern(self) -> (&'static str, &'static str) {
        match self {
            Self::Stepped(Stepped::Classify) => ("POST", "/v1/classify"),
            Self::Stepped(Stepped::Deidentify) => ("POST", "/v1/deidentify"),
            Self::Stepped(Stepped::Models) => ("GET", "/v1/models"),
            Self::Fixed(Fixed::Health) => ("GET", "/healthz"),
            Self::Stepped(Stepped::Ready) => ("GET", "/readyz"),
            Self::Fixed(Fixed::OpenApi) => ("GET", "/openapi.json"),
        }
    }

    /// The scope that a caller needs; `None` only where nobody has to say who they are.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::Fixed(_) => None,
            Self::Stepped(stepped) => stepped.scope(),
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
        assert_eq!(Route::find("GET", "/healthz"), Ok(Route::Fixed(Fixed::Health)));
        assert_eq!(Route::find("HEAD", "/healthz"), Ok(Route::Fixed(Fixed::Health)));
        assert_eq!(
            Route::find("DELETE", "/healthz").unwrap_err().headers,
            [("allow", "GET, HEAD".to_owned())]
        );
        let wrong = Route::find("GET", "/v1/classify").unwrap_err();
        assert_eq!((wrong.kind, wrong.headers), (Kind::MethodNotAllowed, vec![("allow", "POST".to_owned())]));
    }
}
