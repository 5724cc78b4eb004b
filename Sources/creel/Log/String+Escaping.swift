extension String {
    /// Control characters, and the line and paragraph separators of Unicode, as `\n`, `\r`, `\t` or `\u{1b}`: what
    /// came over the network must not move the cursor, forge a line or change the colours of a terminal.
    func escapingControls() -> String {
        unicodeScalars.contains(where: \.isControl) ? escaping([:]) : self
    }

    /// The same of a text of several lines, which stays one, with its tabs.
    func escapingControlsInLines() -> String {
        // A carriage return that ends no line moves the cursor.
        replacing("\r\n", with: "\n").escaping(["\n": "\n", "\t": "\t"])
    }

    /// With some characters replaced, and the control characters that are left escaped.
    ///
    /// - Parameter escape: How a control character is written.
    func escaping(
        _ replacements: [Unicode.Scalar: String], controls escape: (Unicode.Scalar) -> String = \.escaped
    ) -> String {
        unicodeScalars.reduce(into: "") { escaped, scalar in
            if let replacement = replacements[scalar] {
                escaped += replacement
            } else if scalar.isControl {
                escaped += escape(scalar)
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, line and paragraph separator, and the marks that turn the direction of writing.
    var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// `\n`, `\r`, `\t` or `\u{1b}`.
    fileprivate var escaped: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16))}"
        }
    }
}
