"""An authenticator without a device: makes and uses passkeys, and lies where a test wants it to."""

import json
import secrets
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://testserver"
FLAG = AuthenticatorData.FLAG


class Authenticator:
    """`verifies` says whether it asks its owner for a PIN; `counts` whether it counts its uses."""

    def __init__(self, *, origin: str = ORIGIN, verifies: bool = True, counts: bool = False):
        self.origin, self.verifies, self.counts = origin, verifies, counts
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.handle = secrets.token_bytes(32), 0, b""

    def make(self, options: dict) -> str:
        """The answer to creation options, as browsers hand it over."""
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(options["rp"]["id"], FLAG.AT, credential)
        client = self._client("webauthn.create", options)
        return self._answer(
            clientDataJSON=bytes(client),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        )

    def prove(self, options: dict) -> str:
        """The answer to request options."""
        self.count += self.counts
        data, client = self._data(options["rpId"]), self._client("webauthn.get", options)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=bytes(client),
            authenticatorData=bytes(data),
            signature=signature,
            userHandle=self.handle,
        )

    def _data(self, party: str, flags=0, credential=None) -> AuthenticatorData:
        flags |= FLAG.UP | (FLAG.UV if self.verifies else 0)
        hashed = sha256(party.encode()).digest()
        return AuthenticatorData.create(hashed, flags, self.count, credential or b"")

    def _client(self, kind: str, options: dict) -> CollectedClientData:
        challenge = websafe_decode(options["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **response: bytes) -> str:
        packed = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.id)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": packed,
                "clientExtensionResults": {},
            }
        )
