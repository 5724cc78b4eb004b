"""Numbers: ranks among measurements, and how they are written."""


def percentile(values, share):
    """The smallest of `values` that at least `share` (0…1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def seconds_as_milliseconds(values, *shares):
    return [1000 * percentile(values, share) for share in shares]


def plain(number):
    """Three significant digits, thousands in groups: 0.042, 3.61, 48.2, 12 345."""
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:,.0f}".replace(",", " ")
    return f"{number:.3g}" if number >= 1 else f"{number:.2g}"


def pair(numbers):
    return " / ".join(plain(number) for number in numbers)


def megabytes(octets):
    return octets / 1_000_000
