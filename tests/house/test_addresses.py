"""Every address of the house, in one list that is reviewed when it changes."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield f"{path}  {pattern.name or ''}".rstrip()


def test_the_list_of_addresses(golden):
    golden("urls.txt", "\n".join(sorted(addresses(get_resolver().url_patterns))) + "\n")
