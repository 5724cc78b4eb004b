/// A program that shows mail, on one platform.
package struct MailClient: Hashable, Sendable, Codable {
    /// `gmail.ios`.
    package let id: String
    /// `Gmail`.
    package let family: String
    /// `iOS`.
    package let platform: String
    /// One of the widespread clients, which findings are about.
    package let isMain: Bool

    package var name: String { "\(family) \(platform)" }

    /// Every client that something is known of.
    package static let all: [MailClient] = ClientFacts.clients.rows.map { row in
        MailClient(
            id: row[0], family: row[1], platform: row[2], isMain: mainFamilies.contains(row[1]) && row[0] != retired)
    }

    private static let mainFamilies: Set<String> = ["Apple Mail", "Gmail", "Outlook", "Yahoo Mail"]
    /// Windows Mail, which Microsoft replaced.
    private static let retired = "outlook.windows-mail"
    /// Outlook with the Word engine, which findings of its own are about.
    static let word = "outlook.windows"
}

extension MailClient: LosslessStringConvertible {
    /// By its id.
    package init?(_ id: String) {
        guard let client = Self.all.first(where: { $0.id == id }) else { return nil }
        self = client
    }

    package var description: String { id }
}

extension StaticString {
    /// Lines of columns, separated by bars.
    var rows: [[String]] {
        withUTF8Buffer { octets in
            octets.split(separator: 0x0A).map { line in
                line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
                    .map { String(decoding: $0, as: UTF8.self) }
            }
        }
    }
}
