import NIOCore

/// JSON as octets, written piece by piece: for rows of lists, of which there are many in one answer. Everything else
/// goes through `JSON.encode`, which is ten times slower and writes itself.
///
/// Whoever writes says the keys, in the order of the alphabet, as `JSON.encode` has them.
struct JSONText {
    private(set) var octets = ByteBuffer()
    /// Whether a comma is due before the next key or element.
    private var isBehindValue = false

    mutating func object(_ body: (inout JSONText) -> Void) { bracket("{", "}", body) }

    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        bracket("[", "]") { text in
            for element in elements { write(&text, element) }
        }
    }

    /// Names the value that is written next.
    mutating func key(_ name: StaticString) {
        separate()
        octets.writeInteger(UInt8(ascii: "\""))
        octets.writeStaticString(name)
        octets.writeStaticString("\":")
        isBehindValue = false
    }

    mutating func string(_ value: String?) {
        guard let value else { return null() }
        separate()
        quote(value)
        isBehindValue = true
    }

    mutating func number(_ value: some BinaryInteger) {
        separate()
        octets.writeString(String(value))
        isBehindValue = true
    }

    /// As `JSON.encode` writes it: a whole number without a fraction.
    mutating func number(_ value: Double?) {
        guard let value else { return null() }
        separate()
        octets.writeString(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value))
        isBehindValue = true
    }

    mutating func boolean(_ value: Bool) {
        separate()
        octets.writeStaticString(value ? "true" : "false")
        isBehindValue = true
    }

    mutating func null() {
        separate()
        octets.writeStaticString("null")
        isBehindValue = true
    }

    private mutating func bracket(_ open: StaticString, _ close: StaticString, _ body: (inout JSONText) -> Void) {
        separate()
        octets.writeStaticString(open)
        isBehindValue = false
        body(&self)
        octets.writeStaticString(close)
        isBehindValue = true
    }

    private mutating func separate() {
        if isBehindValue { octets.writeInteger(UInt8(ascii: ",")) }
    }

    /// RFC 8259 §7: quotes, backslashes and control characters are escaped.
    private mutating func quote(_ value: String) {
        octets.writeInteger(UInt8(ascii: "\""))
        // Where its octets do not lie in one piece each is looked at.
        if value.utf8.withContiguousStorageIfAvailable({ octets in octets.allSatisfy(Self.isPlain) }) ?? false {
            octets.writeString(value)
        } else {
            for octet in value.utf8 { escape(octet) }
        }
        octets.writeInteger(UInt8(ascii: "\""))
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        octet >= 0x20 && octet != UInt8(ascii: "\"") && octet != UInt8(ascii: "\\")
    }

    private mutating func escape(_ octet: UInt8) {
        switch octet {
        case UInt8(ascii: "\""): octets.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): octets.writeStaticString("\\\\")
        case 0x08: octets.writeStaticString("\\b")
        case 0x09: octets.writeStaticString("\\t")
        case 0x0A: octets.writeStaticString("\\n")
        case 0x0C: octets.writeStaticString("\\f")
        case 0x0D: octets.writeStaticString("\\r")
        case 0..<0x20:
            let digits = String(octet, radix: 16)
            octets.writeString("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits)
        default: octets.writeInteger(octet)
        }
    }
}
