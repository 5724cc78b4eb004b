extension Message {
    /// Where a part is, as IMAP counts: `1` for a message that is a single part, `2.1` for the first part inside
    /// the second. RFC 9051 §6.4.5.
    ///
    /// A multipart that is a whole message has no number there and is told as `0`: of the message itself `0`, of
    /// the one embedded in part 2 `2.0`. So every part has a path of its own.
    package func path(of part: Part) -> String {
        path(of: part, in: part.parent.map { path(of: parts[$0]) })
    }

    /// The paths of all parts, in their order.
    package var paths: [String] {
        parts.reduce(into: []) { paths, part in paths.append(path(of: part, in: part.parent.map { paths[$0] })) }
    }

    private func path(of part: Part, in prefix: String?) -> String {
        guard let prefix, let parent = part.parent.map({ parts[$0] }) else {
            return part.contentType.isMultipart ? "0" : "1"
        }
        if parent.isMessage { return "\(prefix).\(part.isWholeMultipart ? 0 : 1)" }
        guard prefix != "0" else { return "\(part.position)" }
        return prefix.hasSuffix(".0") ? "\(prefix.dropLast(2)).\(part.position)" : "\(prefix).\(part.position)"
    }

    /// The part at a path; `nil` where there is none.
    package func part(at path: String) -> Part? {
        var numbers = path.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)[...]
        var part = parts[0]
        if !part.contentType.isMultipart {
            guard numbers.popFirst() == 1 else { return nil }
        } else if numbers == [0] {
            return part
        }
        while let number = numbers.popFirst() {
            if part.isMessage, let root = part.children.first.map({ parts[$0] }) {
                part = root
                guard root.isWholeMultipart else {
                    guard number == 1 else { return nil }
                    continue
                }
                if number == 0, numbers.isEmpty { return root }
            }
            guard let number, part.children.indices.contains(number - 1) else { return nil }
            part = parts[part.children[number - 1]]
        }
        return part
    }

    /// Of a path: digits alone, no more than the largest position takes.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.count <= 5, text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }

    /// What is attached, in order, without what belongs to the text.
    package var attachments: [Part] {
        selection.attachments.filter { !selection.inline.contains($0) }.map { parts[$0] }
    }

    /// What belongs to the text without being any, in order: pictures that HTML refers to, and pictures, sound and
    /// film that stand in the body themselves.
    package var inlineParts: [Part] {
        let media = (selection.text + selection.html).filter { !parts[$0].isText }
        return selection.inline.union(Set(media).subtracting(selection.attachments)).sorted().map { parts[$0] }
    }

    /// The part with that content-id, given without angle brackets: what `cid:` refers to. RFC 2392.
    package func part(contentID: String) -> Part? {
        parts.first { self.contentID(of: $0) == contentID }
    }

    /// Without angle brackets.
    package func contentID(of part: Part) -> String? {
        part.description.contentID.flatMap { Identifier.list($0, in: source, limit: 1).first?.text }
    }

    /// The part with that `Content-Location`, as it is spelled. RFC 2557 §4.
    package func part(contentLocation: String) -> Part? {
        parts.first { header(of: $0).last("content-location") == contentLocation }
    }

    /// The transfer encoding that the part states, in lower case; `7bit` where it states none. RFC 2045 §6.1.
    package func encodingName(of part: Part) -> String {
        let stated = header(of: part).last("content-transfer-encoding") ?? ""
        let name = String(lowercasing: Array(stated.utf8.prefix { $0 > 0x20 && $0 != .semicolon && $0 != .open })[...])
        return name.isEmpty ? "7bit" : name
    }

    /// The message in a part of type `message/rfc822` or `message/global`, read for itself; encoded or not.
    package func embedded(in part: Part) -> Message? {
        part.contentType.isMessage ? Message(content(of: part)) : nil
    }
}

extension Message {
    /// The innermost part around an octet, an index into ``parts``; the message itself for one that is in none.
    package func innermostPart(at offset: Int) -> Int {
        var (low, high) = (0, parts.count)
        while low < high {
            let middle = (low + high) / 2
            if parts[middle].range.lowerBound <= offset { low = middle + 1 } else { high = middle }
        }
        var index = max(0, low - 1)
        while let parent = parts[index].parent, offset >= parts[index].range.upperBound { index = parent }
        return index
    }
}
