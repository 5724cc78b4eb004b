/// Codes that a message brings to be typed in once: sign-in, confirmation, payment.
///
/// A code is what may be one by its form (``CodeCandidate``) and is bound to words that announce one
/// (``CodeAnnouncement``): `Your code is 482913`, `482913 is your code`, `Enter 482913 to log in`, or alone on a line
/// beside the one with the announcement. To stand near such words is not enough: orders, times and amounts do.
package enum OneTimeCode {
    /// How much of a text is looked through.
    static let searchedOctets = 20_000
    /// How many are told.
    static let most = 10

    /// The codes in a text as they are typed, the likeliest first, each once; at most 10, from the first 20 000 octets.
    package static func all(in text: String) -> [String] { all(in: [text]) }

    /// - Parameter texts: Each a text of its own, such as subject and body; what is in the first comes first.
    static func all(in texts: [String]) -> [String] {
        var left = searchedOctets
        var found: [CodeReader.Found] = []
        for text in texts {
            let octets = Array(text.utf8.prefix(left))
            left -= octets.count
            guard CodeVocabulary.mayAnnounce(octets) else { continue }
            let reader = CodeReader(octets)
            found += reader.found.enumerated()
                .sorted { ($0.element.binding, $0.offset) < ($1.element.binding, $1.offset) }.map(\.element)
        }
        // Beside what is surely a code, what only might be one is none.
        if found.contains(where: \.isSure) { found.removeAll { !$0.isSure } }
        var codes: [String] = []
        for code in found.map(\.code) where !codes.contains(code) { codes.append(code) }
        return Array(codes.prefix(most))
    }
}
