"""Bearer tokens with PyJWT: signature, issuer, audience, times, scope."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from problem import Problem

# Those of our edge. None is made with a shared secret, so a public key can never be taken for one.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
REQUIRED = ["exp", "iat", "iss", "aud"]
CLOCK_SKEW_SECONDS = 60
# How long PyJWT's client keeps a key set that it has fetched.
KEYS_FRESH_SECONDS = 300


class TokenCheck:
    """Called with the Authorization header; raises Problem where the token will not do."""

    def __init__(self, keys: str, issuer: str, audience: str, scope: str) -> None:
        self._key = _lookup(keys)
        self._issuer, self._audience, self._scope = issuer, audience, scope

    def __call__(self, header: str | None) -> None:
        """401 for a token that is missing or wrong, 403 for one without the scope, 503 where the keys cannot be had."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Problem(401, "unauthorized", "Send `Authorization: Bearer <access token>`.")
        try:
            claims = jwt.decode(
                token,
                self._key(token),
                algorithms=ALGORITHMS,
                issuer=self._issuer,
                audience=self._audience,
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": REQUIRED},
            )
        except jwt.PyJWKClientConnectionError:
            raise Problem(503, "keys-unavailable", "The keys of the issuer cannot be had.") from None
        except jwt.PyJWTError:
            raise Problem(401, "unauthorized", "The token is not good here.") from None
        scope = claims.get("scope")
        if not isinstance(scope, str) or self._scope not in scope.split():
            raise Problem(403, "forbidden", f"The scope `{self._scope}` is needed.")


def _lookup(keys: str) -> Callable[[str], Any]:
    """From a token to the key that should have signed it."""
    if keys.startswith(("http://", "https://")):
        client = jwt.PyJWKClient(keys, cache_keys=True, lifespan=KEYS_FRESH_SECONDS, timeout=2)
        return lambda token: client.get_signing_key_from_jwt(token).key
    content = Path(keys).read_bytes()
    if content.lstrip().startswith(b"{"):
        known = {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(json.loads(content)).keys}

        def by_id(token: str) -> Any:
            try:
                return known[jwt.get_unverified_header(token).get("kid")]
            except KeyError:
                raise jwt.InvalidTokenError("no such key") from None

        return by_id
    only = load_pem_public_key(content)
    return lambda _: only
