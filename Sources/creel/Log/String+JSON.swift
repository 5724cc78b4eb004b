extension String {
    /// As a JSON string. RFC 8259 §7.
    var json: String { "\"\(escaping(Self.jsonReplacements, controls: \.jsonEscape))\"" }

    /// JSON on one line with the control characters of its strings escaped, also those that JSON would allow.
    func escapingControlsOfJSON() -> String {
        unicodeScalars.contains(where: \.isControl) ? escaping([:], controls: \.jsonEscape) : self
    }

    private static let jsonReplacements: [Unicode.Scalar: String] = [
        "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]
}

extension Unicode.Scalar {
    /// `\u001b`; for control characters, all of which have four digits.
    fileprivate var jsonEscape: String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
