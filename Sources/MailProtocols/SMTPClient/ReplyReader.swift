/// Puts together the replies of a server, however they are cut. RFC 5321 §4.2.1.
struct ReplyReader: Sendable {
    private var octets: [UInt8] = []
    private var lines: [String] = []

    /// Octets of a line, and lines of a reply, beyond which it is no reply: a server has no reason for them.
    private static let limits = (line: 8192, lines: 1000)

    mutating func append(_ more: borrowing RawSpan) {
        more.withUnsafeBytes { octets.append(contentsOf: $0) }
    }

    /// Everything that has come and was not read yet is gone. RFC 3207 §4.2.
    mutating func forget() { (octets, lines) = ([], []) }

    /// The next reply, its lines without their code; `nil` when the rest has not come.
    ///
    /// - Throws: The line that is part of no reply.
    mutating func next() throws(NoReply) -> Reply? {
        while let end = octets.firstIndex(of: UInt8(ascii: "\n")) {
            let text = String(decoding: octets[..<end].filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            octets.removeSubrange(...end)
            guard let code = Self.code(of: text), lines.count < Self.limits.lines else { throw NoReply(line: text) }
            lines.append(String(text.dropFirst(4)))
            guard text.dropFirst(3).first != "-" else { continue }
            defer { lines = [] }
            return Reply(code, nil, lines: lines)
        }
        guard octets.count <= Self.limits.line else {
            throw NoReply(line: String(decoding: octets.prefix(64), as: UTF8.self) + "…")
        }
        return nil
    }

    /// Three digits, then a blank, a hyphen, or nothing.
    private static func code(of line: String) -> Int? {
        let digits = line.utf8.prefix(3)
        guard digits.count == 3, digits.allSatisfy(\.isASCIIDigit), let code = Int(String(digits) ?? ""), code >= 200
        else { return nil }
        let next = line.utf8.dropFirst(3).first
        return next == nil || next == UInt8(ascii: " ") || next == UInt8(ascii: "-") ? code : nil
    }

    struct NoReply: Error { let line: String }
}
