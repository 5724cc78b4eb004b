package import MailModel

/// Writes header fields: folded before column 78 where that is possible, encoded where it is needed.
/// RFC 5322 §2.2.3, RFC 2047, RFC 2231.
///
/// Nothing in a value can begin another field: line ends and other control characters are encoded or left out.
package struct HeaderWriter {
    package private(set) var octets: [UInt8] = []

    package init() {}

    /// Words that may be folded between.
    mutating func words(_ name: String, _ words: [String]) {
        octets += Array("\(name):".utf8)
        var column = name.utf8.count + 1
        for word in words {
            let length = word.utf8.count
            if column + 1 + length > 78, column > name.utf8.count + 1 {
                octets += [.cr, .lf]
                column = 0
            }
            octets.append(.space)
            octets += word.utf8
            column += 1 + length
        }
        octets += [.cr, .lf]
    }

    /// Unstructured text: as it is where it survives that, else in encoded-words.
    mutating func text(_ name: String, _ text: String) {
        words(name, text.isPlainText ? text.split(separator: " ").map(String.init) : EncodedWordEncoder.words(text))
    }

    /// Nothing at all for an empty list.
    package mutating func addresses(_ name: String, _ addresses: [Address]) {
        guard !addresses.isEmpty else { return }
        var pieces: [String] = []
        for (index, address) in addresses.enumerated() {
            var words = phrase(address.name)
            let spec = address.address.withoutControls
            words.append(words.isEmpty ? spec : "<\(spec)>")
            if index + 1 < addresses.count { words[words.count - 1] += "," }
            pieces += words
        }
        words(name, pieces)
    }

    package mutating func identifier(_ name: String, _ identifier: String) {
        words(name, ["<\(identifier.withoutControls)>"])
    }

    package mutating func date(_ name: String, _ time: ZonedTime) {
        words(name, [time.mailText])
    }

    /// `value; name=value`, each parameter on a line of its own where the line gets long. RFC 2231 §3–§4.
    mutating func parameterized(_ name: String, _ value: String, _ parameters: [(name: String, value: String)]) {
        var pieces = [value.withoutControls]
        for parameter in parameters {
            pieces[pieces.count - 1] += ";"
            pieces += ParameterEncoder.pieces(parameter.name, parameter.value)
        }
        words(name, pieces)
    }

    /// A display name as atoms, as a quoted string, or as encoded-words. RFC 5322 §3.2.5.
    private func phrase(_ name: String?) -> [String] {
        guard let name, !name.isEmpty else { return [] }
        guard name.utf8.allSatisfy({ 0x20...0x7E ~= $0 }), !name.contains("=?"), name.utf8.count < 200 else {
            return EncodedWordEncoder.words(name)
        }
        if name.isPlainText, name.utf8.allSatisfy({ $0.isAtomText || $0 == .space }) {
            return name.split(separator: " ").map(String.init)
        }
        return [name.quoted]
    }
}

extension String {
    /// Comes back unchanged from a field that is folded at its spaces.
    fileprivate var isPlainText: Bool {
        let octets = utf8
        guard octets.allSatisfy({ 0x20...0x7E ~= $0 }), !contains("=?"), !contains("  ") else { return false }
        return octets.first != .space && octets.last != .space
            && split(separator: " ").allSatisfy { $0.utf8.count <= 900 }
    }

    /// As a quoted string. RFC 5322 §3.2.4.
    var quoted: String {
        var octets: [UInt8] = [.quote]
        for octet in utf8 {
            if octet == .quote || octet == .backslash { octets.append(.backslash) }
            octets.append(octet)
        }
        return String(octets: octets + [.quote])
    }

    fileprivate var withoutControls: String {
        utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? self : String(octets: utf8.filter { $0 >= 0x20 && $0 != 0x7F })
    }
}

extension UInt8 {
    /// May stand in an atom. RFC 5322 §3.2.3.
    fileprivate var isAtomText: Bool {
        if isLetter || isDigit { return true }
        return switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), .percent, UInt8(ascii: "&"), .apostrophe,
            .asterisk,
            .plus, .hyphen, .slash, .equals, .question, UInt8(ascii: "^"), .underscore, UInt8(ascii: "`"),
            UInt8(ascii: "{"),
            UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension ZonedTime {
    /// `Sat, 31 Jan 2026 10:00:00 +0100`. RFC 5322 §3.3.
    var mailText: String {
        let local = secondsSince1970 + Int64(offsetMinutes) * 60
        let time = CivilTime(secondsSince1970: local)
        let days = Int((local - Int64(time.hour * 3600 + time.minute * 60 + time.second)) / 86_400)
        let weekday = Self.weekdays[((days + 4) % 7 + 7) % 7]
        let zone = abs(offsetMinutes)
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(weekday), \(time.day) \(Self.months[time.month - 1]) \(time.year.padded(to: 4))"
            + " \(time.hour.padded(to: 2)):\(time.minute.padded(to: 2)):\(time.second.padded(to: 2))"
            + " \(sign)\((zone / 60).padded(to: 2))\((zone % 60).padded(to: 2))"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
