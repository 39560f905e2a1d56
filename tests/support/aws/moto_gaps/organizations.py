"""AWS Organizations: accounts with chosen ids, and a refusal where there is no organization."""
import threading

from moto.core.exceptions import JsonRESTError
from moto.organizations import models, utils

chosen_ids = {}  # account name -> id, set by control calls
_lock = threading.Lock()


def install():
    choose_ids()
    refuse_without_organization()


def choose_ids():
    original = models.FakeAccount.__init__

    def init(self, organization, **arguments):
        wanted = chosen_ids.get(arguments.get("AccountName"))
        with _lock:
            draw = utils.make_random_account_id
            utils.make_random_account_id = (lambda: wanted) if wanted else draw
            try:
                original(self, organization, **arguments)
            finally:
                utils.make_random_account_id = draw
        if self.name == "master":
            self.name = "Management"

    models.FakeAccount.__init__ = init


def refuse_without_organization():
    original = models.OrganizationsBackend.list_accounts

    def list_accounts(self, *arguments, **rest):
        if not self.org:
            raise JsonRESTError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
        return original(self, *arguments, **rest)

    models.OrganizationsBackend.list_accounts = list_accounts
