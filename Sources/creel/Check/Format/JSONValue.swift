/// A JSON value that keeps the order of its members. RFC 8259.
indirect enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// Must be finite.
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])
    /// JSON already.
    case encoded(String)

    static func strings(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// `null` where there is no value.
    static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func integer(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

    /// On one line.
    var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let value): String(value)
        case .string(let value): value.json
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\($0.json):\($1.text)" }.joined(separator: ",") + "}"
        case .encoded(let text): text
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
