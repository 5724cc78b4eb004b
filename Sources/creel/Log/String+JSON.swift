extension String {
    /// As a JSON string. RFC 8259 §7.
    var json: String {
        var escaped = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            default: escaped += scalar.isControl ? scalar.jsonEscape : String(scalar)
            }
        }
        return escaped + "\""
    }

    /// JSON on one line with the control characters of its strings escaped, also those that JSON would allow.
    func escapingControlsOfJSON() -> String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { $0 += $1.isControl ? $1.jsonEscape : String($1) }
    }
}

extension Unicode.Scalar {
    /// `\u001b`; for control characters, all of which have four digits.
    fileprivate var jsonEscape: String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
