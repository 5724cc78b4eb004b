/// A file name that a sender suggested, made safe to suggest to somebody else. RFC 2183 §5.
package enum FileName {
    /// Longest name, in octets of UTF-8: what common file systems take, with room for a suffix.
    package static let maximumOctets = 200

    /// The last component of a path, without control characters and signs that file systems give a meaning, not
    /// hidden, not the name of a device, and cut at its stem where it is too long. `nil` when nothing is left.
    package static func safe(_ name: String) -> String? {
        let component = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in component.unicodeScalars where !isControl(scalar) {
            scalars.append(meaningful.contains(scalar) ? "_" : scalar)
        }
        let trimmed = trim(String(scalars))
        guard !trimmed.isEmpty else { return nil }
        let stem = trimmed.prefix { $0 != "." }.lowercased()
        return cut(devices.contains(stem) ? "_\(trimmed)" : trimmed)
    }

    private static let meaningful = Set("<>:\"|?*".unicodeScalars)

    private static let devices: Set<String> = Set(
        ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// Controls, and the marks that make text run the other way and so hide an extension.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFD: true
        default: false
        }
    }

    /// No blanks at the ends, no dots in front or behind.
    private static func trim(_ name: String) -> String {
        var name = name[...]
        while let first = name.first, first == " " || first == "." { name.removeFirst() }
        while let last = name.last, last == " " || last == "." { name.removeLast() }
        return String(name)
    }

    private static func cut(_ name: String) -> String {
        guard name.utf8.count > maximumOctets else { return name }
        let dot = name.lastIndex(of: ".").flatMap { name[$0...].utf8.count <= 20 ? $0 : nil } ?? name.endIndex
        let suffix = name[dot...]
        var stem = name[..<dot]
        while stem.utf8.count + suffix.utf8.count > maximumOctets, !stem.isEmpty { stem.removeLast() }
        return String(stem + suffix)
    }
}

extension Part {
    /// The suggested name of the content, safe to use in a header or a folder; `nil` when there is none.
    package var safeFileName: String? { fileName.flatMap(FileName.safe) }
}
