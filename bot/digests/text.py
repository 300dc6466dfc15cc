"""A digest for the terminal."""

from bot.digests.content import Digest


def digest_text(digest: Digest) -> str:
    """Title, headline and sections in plain lines."""
    lines = [digest.title, digest.headline, *digest.notes]
    for section in digest.sections:
        lines += ["", section.heading]
        lines += [f"  {item.who}: {item.what}" if item.who else f"  {item.what}" for item in section.items]
        if section.more:
            lines.append(f"  and {section.more} more")
    return "\n".join(lines)
