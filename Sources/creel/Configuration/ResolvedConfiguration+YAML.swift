extension ResolvedConfiguration {
    /// The values in effect as a `creel.yaml`, each with a comment that names where it came from. Secrets are left
    /// out: they stand as a comment.
    var yaml: String {
        ServeConfiguration.settings.map { setting in
            let texts = setting.read(configuration)
            let comment = "  # \(origin(of: setting).description.escapingControls())"
            if setting.isSecret, !texts.isEmpty {
                return "# \(setting.name): \(texts.count) secret, not shown\(comment)\n"
            }
            let value = setting.isList ? "[\(texts.map(\.yaml).joined(separator: ", "))]" : texts[0].yaml
            return "\(setting.name): \(value)\(comment)\n"
        }.joined()
    }
}

extension String {
    /// As a YAML scalar: plain where that is safe, else in double quotes. YAML 1.2 §7.3.1.
    fileprivate var yaml: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { octet in
                Character(UnicodeScalar(octet)).isLetter && octet < 0x80
            }
        let isNumeric =
            first.map { $0 >= "0" && $0 <= "9" } == true && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isPlain || isNumeric ? self : "\"\(escapingForYAML)\""
    }

    private var escapingForYAML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                escaped += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
