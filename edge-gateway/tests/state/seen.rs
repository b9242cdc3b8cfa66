//! Signatures that held are not checked again; everything else is.

use crate::support::{Edge, Setup};
use crate::*;
use jsonwebtoken::Algorithm;

#[test]
fn a_remembered_token_opens_nothing_for_another() {
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let edge = Edge::with(Setup { algorithm, ..Setup::default() });
        let token = edge.token();
        let status = |token: &str| edge.post_as(token, "/v1/deidentify", BODY).status;
        assert_eq!((status(&token), status(&token)), (200, 200));

        // The same claims under another signature, and the same signature under other claims.
        let (message, signature) = token.rsplit_once('.').unwrap();
        let (_, of_another) = edge
            .claims()
            .sign(&edge.key)
            .map(|other| {
                let (message, signature) = other.rsplit_once('.').unwrap();
                (message.to_owned(), signature.to_owned())
            })
            .unwrap();
        assert_eq!(status(&format!("{message}.{of_another}")), 401);
        let claims = edge.claims().with("sub", "root".into()).sign(&edge.key).unwrap();
        let (other_message, _) = claims.rsplit_once('.').unwrap();
        assert_eq!(status(&format!("{other_message}.{signature}")), 401);
        assert_eq!(status(&token), 200);
    }
}

#[test]
fn a_remembered_token_still_expires() {
    let edge = Edge::with(setup(None, &[("auth_clock_skew_seconds", "0")]));
    let now = anteroom_dev::token::unix_now();
    let token = edge.claims().with("exp", (now + 300).into()).sign(&edge.key).unwrap();
    let status = || edge.post_as(&token, "/v1/deidentify", BODY).status;
    assert_eq!((status(), status()), (200, 200));
    edge.clock.advance(301);
    assert_eq!(status(), 401);
    assert_eq!(reason(&edge), "expired");
}
