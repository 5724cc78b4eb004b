package import MailModel

// What programs that keep or deliver mail write into it: of anything else than a file that they kept it proves nothing.
extension Header {
    /// Whether a mail program has noted that the message was read: `R` in `Status`, or the lowest bit of
    /// `X-Mozilla-Status`.
    var isMarkedAsSeen: Bool {
        if let status = last("Status"), status.contains("R") { return true }
        return last("X-Mozilla-Status").flatMap { Int($0.trimmed, radix: 16) }.map { $0 & 1 == 1 } ?? false
    }

    /// What a mail program has tagged the message with, in `X-Keywords`, between spaces.
    var keywords: [TagName] {
        let words = (last("X-Keywords") ?? "").split(separator: " ").lazy.compactMap { TagName(String($0)) }
        return Array(words.prefix(TagName.maximumPerMessage))
    }

    /// The reverse-path as the server noted it that delivered the message; empty for the null path, `nil` where none did.
    /// RFC 5321 §4.4.
    package var deliveredReversePath: String? {
        bodies(of: "Return-Path").first.flatMap { body in
            let text = String(octets: source[body]).trimmed
            guard text.hasPrefix("<"), let end = text.firstIndex(of: ">") else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
    }

    /// Whom the message was delivered to, as the server noted it: before the rewriting of addresses, where it says.
    package var deliveredForwardPath: String? {
        let value = values(of: "X-Original-To").first ?? values(of: "Delivered-To").first
        return value.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// When the message came in, as the last server noted it; else when it was written.
    package var deliveredAt: Timestamp? {
        let time = bodies(of: "Received").first.flatMap { DateParser.date($0, in: source) } ?? date(of: "Date")
        return time.map { Timestamp(milliseconds: $0.secondsSince1970 * 1000) }
    }
}
