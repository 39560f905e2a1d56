"""Reads the mail that the server has put into its Maildir."""
import email
import email.policy
import os


def letters(folder, recipient):
    """(subject, text) of every letter to `recipient`, oldest first."""
    found = []
    new = os.path.join(folder, "new")
    for name in os.listdir(new) if os.path.isdir(new) else []:
        path = os.path.join(new, name)
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        if message["To"].addresses[0].addr_spec == recipient:
            text = message.get_body(("plain",)).get_content()
            found.append((os.stat(path).st_mtime_ns, message["Subject"], text))
    return [(subject, text) for _, subject, text in sorted(found)]
