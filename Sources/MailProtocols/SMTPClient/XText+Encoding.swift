extension XText {
    /// RFC 3461 §4: `+`, `=`, and whatever is no printable ASCII, stand as `+` and two hexadecimal digits.
    static func encode(_ text: String) -> String {
        text.utf8.map { octet in
            let isPlain = (0x21...0x7E).contains(octet) && octet != UInt8(ascii: "+") && octet != UInt8(ascii: "=")
            guard !isPlain else { return String(UnicodeScalar(octet)) }
            return (octet < 16 ? "+0" : "+") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }
}
