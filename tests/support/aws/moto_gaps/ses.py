"""SES (v2): the state of the account, and senders that are verified at once, for nobody here clicks the link in AWS's mail.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html
"""
import functools
import json

from moto.sesv2 import urls
from moto.sesv2.models import EmailIdentity
from moto.sesv2.responses import SESV2Response

ACCOUNT = {"SendingEnabled": True, "ProductionAccessEnabled": True, "EnforcementStatus": "HEALTHY",
           "SendQuota": {"Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0}}


def install():
    original = EmailIdentity.__init__

    @functools.wraps(original)
    def verified_at_once(self, *positional, **named):
        original(self, *positional, **named)
        self.verified_for_sending_status = True

    EmailIdentity.__init__ = verified_at_once
    SESV2Response.get_account = lambda _self: json.dumps(ACCOUNT)
    urls.url_paths["{0}/v2/email/account$"] = SESV2Response.dispatch
