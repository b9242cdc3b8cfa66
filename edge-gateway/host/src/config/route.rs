//! HTTP trigger routes: exact (`/a`) and with a trailing wildcard (`/a/...`), as in Spin.

/// One route of the trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// As the manifest has it.
    raw: String,
    /// Without the wildcard and without a slash at its end.
    prefix: String,
    wildcard: bool,
}

impl Route {
    /// Parses a route of the manifest.
    pub(super) fn parse(raw: &str) -> Result<Self, &'static str> {
        if !raw.starts_with('/') {
            return Err("a route starts with a slash");
        }
        if raw.split('/').any(|segment| segment.starts_with(':')) {
            return Err("named segments are not supported by this host");
        }
        let (prefix, wildcard) = match raw.strip_suffix("/...") {
            Some(prefix) => (prefix, true),
            None => (raw.trim_end_matches('/'), false),
        };
        if prefix.split('/').any(|segment| segment == "...") {
            return Err("`...` stands only at the end");
        }
        Ok(Self { raw: raw.to_owned(), prefix: prefix.to_owned(), wildcard })
    }

    /// The rest of `path` behind this route, if the route covers it; an exact route leaves nothing.
    fn rest<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&self.prefix)?;
        match (self.wildcard, rest) {
            (_, "" | "/") => Some(if self.wildcard { rest } else { "" }),
            (true, rest) if rest.starts_with('/') => Some(rest),
            _ => None,
        }
    }

    /// The route as the manifest has it: Spin's `spin-matched-route` and `spin-raw-component-route`.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The route without its wildcard: Spin's `spin-component-route`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

/// The route that answers `path`, and the rest of the path behind it: exact before wildcard, longest first.
pub fn find<'r, 'p>(routes: &'r [Route], path: &'p str) -> Option<(&'r Route, &'p str)> {
    routes
        .iter()
        .filter_map(|route| Some((route, route.rest(path)?)))
        .max_by_key(|(route, _)| (!route.wildcard, route.prefix.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matching() {
        let routes: Vec<_> =
            ["/...", "/v1/...", "/v1/exact"].iter().map(|raw| Route::parse(raw).unwrap()).collect();
        let check =
            |path: &'static str| find(&routes, path).map(|(route, rest)| (route.raw().to_owned(), rest));
        assert_eq!(check("/"), Some(("/...".into(), "/")));
        assert_eq!(check("/other"), Some(("/...".into(), "/other")));
        assert_eq!(check("/v1/a/b"), Some(("/v1/...".into(), "/a/b")));
        assert_eq!(check("/v1"), Some(("/v1/...".into(), "")));
        assert_eq!(check("/v1x"), Some(("/...".into(), "/v1x")));
        assert_eq!(check("/v1/exact"), Some(("/v1/exact".into(), "")));
        assert!(find(&routes[2..], "/v1").is_none());
        for bad in ["v1", "/:id", "/.../a/..."] {
            assert!(Route::parse(bad).is_err(), "{bad}");
        }
    }
}
