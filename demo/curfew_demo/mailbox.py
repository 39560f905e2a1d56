"""Reads the mail that the server has put into its Maildir."""
import email
import email.policy
import os


def read(message):
    """(recipient, subject, text) of a message as it goes over the wire."""
    message = email.message_from_bytes(message, policy=email.policy.default)
    return message["To"].addresses[0].addr_spec, message["Subject"], message.get_body(("plain",)).get_content()


def letters(folder, recipient):
    """(subject, text) of every letter to `recipient`, oldest first."""
    found = []
    new = os.path.join(folder, "new")
    for name in os.listdir(new) if os.path.isdir(new) else []:
        path = os.path.join(new, name)
        with open(path, "rb") as file:
            to, subject, text = read(file.read())
        if to == recipient:
            found.append((os.stat(path).st_mtime_ns, subject, text))
    return [(subject, text) for _, subject, text in sorted(found)]
