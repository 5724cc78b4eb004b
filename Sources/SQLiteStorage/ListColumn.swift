import MailModel

/// Lists in one text column: items end with RS (U+001E), what an item consists of is set apart by US (U+001F).
///
/// Decoded texts hold no control characters, so nothing needs escaping, and `instr` finds what a reader would find.
enum ListColumn {
    private static let itemEnd: Character = "\u{1E}"
    private static let unitEnd: Character = "\u{1F}"

    static func encode(_ items: [String]) -> String {
        var column = ""
        for item in items {
            column += item
            column.append(itemEnd)
        }
        return column
    }

    static func decode(_ column: String) -> [String] {
        column.utf8.split(separator: 0x1E).map { String($0) ?? "" }
    }

    static func encode(_ addresses: [Address]) -> String {
        encode(addresses.map(text))
    }

    static func decodeAddresses(_ column: String) -> [Address] {
        decode(column).map(address)
    }

    static func text(_ address: Address) -> String {
        address.name.map { "\($0)\(unitEnd)\(address.address)" } ?? address.address
    }

    static func address(_ text: String) -> Address {
        guard let end = text.utf8.firstIndex(of: 0x1F) else { return Address(address: text) }
        return Address(name: String(text[..<end]), address: String(text[text.utf8.index(after: end)...]))
    }

    /// `recipient US keyword US value`, the recipient empty for parameters of MAIL; `nil` for none.
    static func encode(_ parameters: [Envelope.Parameter]) -> String? {
        guard !parameters.isEmpty else { return nil }
        return encode(
            parameters.map { "\($0.recipient.map(String.init) ?? "")\(unitEnd)\($0.keyword)\(unitEnd)\($0.value)" })
    }

    static func decodeParameters(_ column: String?) -> [Envelope.Parameter] {
        guard let column else { return [] }
        return decode(column).compactMap { item in
            let units = item.split(separator: unitEnd, omittingEmptySubsequences: false)
            guard units.count == 3 else { return nil }
            return Envelope.Parameter(recipient: Int(units[0]), keyword: String(units[1]), value: String(units[2]))
        }
    }
}
