/// What a server says in answer to EHLO that it can do. RFC 5321 §4.1.1.1.
struct ServerCapabilities: Hashable, Sendable {
    /// Parameters by keyword, both in upper case.
    private var keywords: [String: [String]] = [:]

    /// A server that knows HELO alone.
    init() {}

    init(_ reply: Reply) {
        for line in reply.lines.dropFirst() {
            // Before there was a standard, AUTH had an equals sign behind it, and some servers still have both.
            let words = line.uppercased().split { $0 == " " || $0 == "=" }.map(String.init)
            guard let keyword = words.first else { continue }
            keywords[keyword, default: []] += words.dropFirst()
        }
    }

    func offers(_ keyword: String) -> Bool { keywords[keyword] != nil }

    /// The SASL mechanisms it takes. RFC 4954 §3.
    var mechanisms: [String] { keywords["AUTH"] ?? [] }
}
