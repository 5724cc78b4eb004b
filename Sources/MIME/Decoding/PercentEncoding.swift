/// `%41` for `A`. RFC 2231 §4, RFC 3986 §2.1.
package enum PercentEncoding {
    /// A percent sign that two hexadecimal digits do not follow stands for itself.
    package static func decode(_ octets: some Collection<UInt8>) -> [UInt8] {
        let encoded = Array(octets)
        guard encoded.contains(.percent) else { return encoded }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var index = 0
        while index < encoded.count {
            if encoded[index] == .percent, index + 2 < encoded.count, let high = encoded[index + 1].hexadecimal,
                let low = encoded[index + 2].hexadecimal
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(encoded[index])
                index += 1
            }
        }
        return decoded
    }

    /// Everything but unreserved characters stands as percent sign and two hexadecimal digits. RFC 3986 §2.3.
    package static func encode(_ text: String) -> String {
        text.utf8.map { octet in
            let character = Character(UnicodeScalar(octet))
            let isPlain = octet < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            guard !isPlain else { return String(character) }
            return (octet < 16 ? "%0" : "%") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }
}
