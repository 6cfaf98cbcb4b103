"""A passkey authenticator in software, as a browser and a phone would answer together."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text

USER_PRESENT_AND_VERIFIED = 0x05
KEY_ATTACHED = 0x40


class Authenticator:
    """One key for one site. `domain` and `origin`: what the browser sees, which a phisher's page cannot choose."""

    def __init__(self, domain: str, origin: str) -> None:
        self.credential_id = secrets.token_bytes(32)
        self.domain = domain
        self.origin = origin
        self.flags = USER_PRESENT_AND_VERIFIED
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def register(self, options: str) -> dict[str, Any]:
        """The answer to the options of a registration."""
        public = self._key.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")})
        attached = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
        data = self._data(KEY_ATTACHED) + attached
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(options, "webauthn.create", {"attestationObject": text(attestation)})

    def sign(self, options: str) -> dict[str, Any]:
        """The answer to the options of a login."""
        self.count += 1
        data = self._data()
        answer = self._answer(options, "webauthn.get", {"authenticatorData": text(data)})
        client_data = self._client_data(options, "webauthn.get")
        signature = self._key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        answer["response"]["signature"] = text(signature)
        return answer

    def _data(self, more: int = 0) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _client_data(self, options: str, kind: str) -> bytes:
        said = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, options: str, kind: str, response: dict[str, str]) -> dict[str, Any]:
        client_data = text(self._client_data(options, kind))
        name = text(self.credential_id)
        said = {"clientDataJSON": client_data, **response}
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": said}
