"""Secrets are kept encrypted only."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.refusals import Refused


class Cipher:
    """Keys of Fernet's: the first encrypts, all decrypt, so that keys can be rotated. ValueError for what is no key.

    Raises Refused where something has to be encrypted or read and no key does it; `what` names it.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def encrypted(self, secret: str | None, what: str) -> str | None:
        if secret is None:
            return None
        if self._keys is None:
            raise Refused(f"{what} is stored encrypted only, and there is no encryption key. Set ENCRYPTION_KEYS.")
        return self._keys.encrypt(secret.encode()).decode()

    def decrypted(self, stored: str | None, what: str) -> str | None:
        if stored is None:
            return None
        if self._keys is None:
            raise Refused(f"{what} that is stored cannot be read: there is no encryption key.")
        try:
            return self._keys.decrypt(stored).decode()
        except InvalidToken as error:
            raise Refused(f"{what} that is stored cannot be read: none of the encryption keys fits it.") from error
