"""Reads the mail that the server has put into its Maildir."""
import email
import email.policy
import os


def parse(message):
    """A message as it goes over the wire."""
    return email.message_from_bytes(message, policy=email.policy.default)


def read(message):
    """(recipient, subject, text) of a message as it goes over the wire."""
    message = parse(message)
    return recipient_of(message), message["Subject"], text_of(message)


def recipient_of(message):
    return message["To"].addresses[0].addr_spec


def text_of(message, kind="plain"):
    """The part of that kind, "plain" or "html"."""
    return message.get_body((kind,)).get_content()


def messages(folder, recipient):
    """Every message to `recipient`, oldest first."""
    found = []
    new = os.path.join(folder, "new")
    for name in os.listdir(new) if os.path.isdir(new) else []:
        path = os.path.join(new, name)
        with open(path, "rb") as file:
            found.append((os.stat(path).st_mtime_ns, name, parse(file.read())))
    return [message for _, _, message in sorted(found, key=lambda one: one[:2]) if recipient_of(message) == recipient]


def letters(folder, recipient):
    """(subject, text) of every letter to `recipient`, oldest first."""
    return [(message["Subject"], text_of(message)) for message in messages(folder, recipient)]
