/// A file name that a sender suggested, made safe to suggest to somebody else. RFC 2183 §5.
package enum FileName {
    /// Longest name, in octets of UTF-8: what common file systems take, with room for a suffix.
    package static let maximumOctets = 200

    /// The last component of a path, without control characters and signs that file systems give a meaning, not
    /// hidden, not the name of a device, and cut at its stem where it is too long. `nil` when nothing is left.
    ///
    /// Looks at Unicode scalars, never at characters: to a file system a slash is one, whatever accent follows it.
    package static func safe(_ name: String) -> String? {
        let components = Array(name.unicodeScalars).split { $0 == "/" || $0 == "\\" }
        let visible = (components.last ?? []).filter { !isControl($0) }
        let trimmed = trim(visible.map { meaningful.contains($0) ? "_" : $0 })
        guard !trimmed.isEmpty else { return nil }
        let stem = text(trimmed.prefix { $0 != "." }).lowercased()
        return text(cut(devices.contains(stem) ? ["_"] + trimmed : trimmed))
    }

    private static let meaningful = Set("<>:\"|?*".unicodeScalars)

    private static let devices: Set<String> = Set(
        ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// Controls, and the marks that make text run the other way and so hide an extension.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFD: true
        default: false
        }
    }

    /// No blanks at the ends, no dots in front or behind.
    private static func trim(_ name: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
        let isMargin = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "." }
        guard let last = name.lastIndex(where: { !isMargin($0) }) else { return [] }
        return name[...last].drop(while: isMargin)
    }

    private static func cut(_ name: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        guard octets(name) > maximumOctets else { return name }
        let dot = name.lastIndex(of: ".").flatMap { octets(name[$0...]) <= 20 ? $0 : nil } ?? name.endIndex
        var room = maximumOctets - octets(name[dot...])
        let stem = name[..<dot].prefix { scalar in
            room -= UTF8.width(scalar)
            return room >= 0
        }
        return stem + name[dot...]
    }

    private static func octets(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + UTF8.width($1) }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

extension Part {
    /// The suggested name of the content, safe to use in a header or a folder; `nil` when there is none.
    package var safeFileName: String? { fileName.flatMap(FileName.safe) }
}
