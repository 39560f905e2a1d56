"""Cognito: tokens that live as long as their client says, and that tell whether the e-mail is verified, as AWS's do.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html (IdTokenValidity,
AccessTokenValidity, TokenValidityUnits; an hour unless said otherwise).
"""
import functools

from moto.cognitoidp.models import CognitoIdpUserPool

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
VALIDITY = {"id": ("IdTokenValidity", "IdToken"), "access": ("AccessTokenValidity", "AccessToken")}


def install():
    original = CognitoIdpUserPool.create_jwt

    @functools.wraps(original)
    def create_jwt(self, client_id, username, token_use, expires_in=3600, extra_data=None):
        settings = self.clients[client_id].extended_config
        validity, unit = VALIDITY[token_use]
        if settings.get(validity):
            units = settings.get("TokenValidityUnits") or {}
            expires_in = settings[validity] * SECONDS[units.get(unit, "hours")]
        extra_data = dict(extra_data or {})
        verified = self._get_user(username).attribute_lookup.get("email_verified")
        if token_use == "id" and verified is not None:
            extra_data["email_verified"] = verified == "true"
        return original(self, client_id, username, token_use, expires_in=expires_in, extra_data=extra_data)

    CognitoIdpUserPool.create_jwt = create_jwt
