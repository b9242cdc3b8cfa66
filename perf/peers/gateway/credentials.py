"""For check.py: `credentials.py FOLDER` writes keys.json (JWKS), tls.pem and tls.key for 127.0.0.1 there, and prints tokens as JSON."""

from __future__ import annotations

import datetime
import ipaddress
import json
import sys
import time
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ISSUER, AUDIENCE = "https://issuer.test", "anteroom"
KEY_ID = "check"


def token(key: rsa.RSAPrivateKey, **changed: object) -> str:
    """An access token that is good for an hour, but for what is changed."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "check", "client_id": "check", "iat": now, "exp": now + 3600, "scope": "classify"}
    return jwt.encode(claims | changed, key, algorithm="RS256", headers={"kid": KEY_ID, "typ": "at+jwt"})


def certificate(folder: Path) -> None:
    """Self-signed, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "check")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tls.key").write_bytes(pem)


def main() -> None:
    """Writes and prints."""
    folder = Path(sys.argv[1])
    key, stranger = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}
    (folder / "keys.json").write_text(json.dumps({"keys": [public]}), encoding="utf-8")
    certificate(folder)
    tokens = {
        "good": token(key),
        "forged": token(stranger),
        "expired": token(key, exp=int(time.time()) - 3600),
        "other_audience": token(key, aud="somebody"),
        "other_issuer": token(key, iss="https://other.test"),
        "other_scope": token(key, scope="deidentify"),
    }
    print(json.dumps({"issuer": ISSUER, "audience": AUDIENCE, "tokens": tokens}))


if __name__ == "__main__":
    main()
