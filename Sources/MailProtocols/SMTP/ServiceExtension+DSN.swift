extension ServiceExtension {
    /// RFC 3461: which notifications the sender wants, and how they name what they are about. Nothing is delivered and
    /// nobody notified; the wishes are kept in the envelope.
    package static let deliveryStatusNotifications = ServiceExtension(
        keyword: "DSN",
        mailParameters: [
            "RET": { value, _, _ throws(Reply) in
                guard let extent = value?.uppercased(), ["FULL", "HDRS"].contains(extent) else {
                    throw .badArgument("RET is FULL or HDRS")
                }
                return extent
            },
            "ENVID": { value, _, _ throws(Reply) in
                guard let value, value.utf8.count <= 100, let identifier = XText.decode(value) else {
                    throw .badArgument("ENVID takes up to 100 octets of xtext, which decode to printable ASCII")
                }
                return identifier
            },
        ],
        rcptParameters: [
            "NOTIFY": { value, _ throws(Reply) in
                guard let events = value?.uppercased(), areEvents(events) else {
                    throw .badArgument("NOTIFY is NEVER, or some of SUCCESS,FAILURE,DELAY")
                }
                return events
            },
            "ORCPT": { value, _ throws(Reply) in
                guard let value, let address = originalRecipient(value) else {
                    throw .badArgument("ORCPT is of the form rfc822;address, the address in xtext")
                }
                return address
            },
        ])

    /// RFC 3461 §4.1: `NEVER` stands alone, the others in any order.
    private static func areEvents(_ text: String) -> Bool {
        let events = text.split(separator: ",", omittingEmptySubsequences: false)
        return events == ["NEVER"]
            || events.allSatisfy { ["SUCCESS", "FAILURE", "DELAY"].contains($0) }
                && Set(events).count == events.count
    }

    /// `addr-type ";" xtext`, decoded: `rfc822;alice+x@example.com`. RFC 3461 §4.2; type `utf-8`: RFC 6533 §3.
    private static func originalRecipient(_ value: String) -> String? {
        guard value.utf8.count <= 500, let semicolon = value.firstIndex(of: ";") else { return nil }
        let (type, text) = (value[..<semicolon], value[value.index(after: semicolon)...])
        guard !type.isEmpty, type.utf8.allSatisfy({ $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }) else {
            return nil
        }
        let address = type.lowercased() == "utf-8" ? XText.decodeUTF8Address(text) : XText.decode(text)
        guard let address, !address.isEmpty else { return nil }
        return "\(type);\(address)"
    }
}

/// The encoding of parameter values: octets that would disturb a command line stand as `+` and two hexadecimal digits.
/// RFC 3461 §4.
enum XText {
    /// `nil` when it is malformed or holds anything but printable ASCII. RFC 3461 §4.2, §4.4.
    static func decode(_ text: some StringProtocol) -> String? {
        guard let octets = octets(text), octets.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        return String(decoding: octets, as: UTF8.self)
    }

    /// An address outside ASCII: UTF-8, or xtext in which `\x{5DD0}` stands for a character. RFC 6533 §3.
    static func decodeUTF8Address(_ text: some StringProtocol) -> String? {
        guard let octets = octets(text), let text = String(validating: octets, as: UTF8.self) else { return nil }
        var address = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "\\x{") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { return nil }
            let digits = rest[start.upperBound..<end]
            guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIHexDigit),
                let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
            else { return nil }
            address += rest[..<start.lowerBound]
            address.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: end)...]
        }
        address += rest
        return address.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? address : nil
    }

    // Deviation: RFC 3461 §4 has upper case digits only; some clients write lower case.
    private static func octets(_ text: some StringProtocol) -> [UInt8]? {
        var octets: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "+") else {
                octets.append(octet)
                continue
            }
            guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else {
                return nil
            }
            octets.append(high << 4 | low)
        }
        return octets
    }
}

extension UInt8 {
    /// 0…15, or `nil` when it is no hexadecimal digit.
    var hexDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}
