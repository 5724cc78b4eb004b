/// Text as searches compare it: letters in lower case and without accents, a run of white space as one space.
///
/// A text is found in another when its octets are, after both are folded. Index and exact comparison fold in this one
/// place.
package enum TextFold {
    /// The text, folded, as UTF-8.
    package static func octets(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { octets($0.span) }
    }

    /// - Parameter text: UTF-8; where it is none, whatever Unicode puts in its place.
    package static func octets(_ text: borrowing Span<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.count)
        var isBehindSpace = false
        var index = 0
        while index < text.count {
            let octet = text[index]
            guard octet < 0x80 else {
                foldRun(text, from: &index, into: &folded, &isBehindSpace)
                continue
            }
            index += 1
            if octet <= 0x20 || octet == 0x7F {
                if !isBehindSpace { folded.append(0x20) }
                isBehindSpace = true
            } else {
                folded.append(octet.asciiLowercased)
                isBehindSpace = false
            }
        }
        return folded
    }

    /// Folds up to the next character of ASCII.
    private static func foldRun(
        _ text: borrowing Span<UInt8>, from index: inout Int, into folded: inout [UInt8], _ isBehindSpace: inout Bool
    ) {
        let start = index
        while index < text.count, text[index] >= 0x80 { index += 1 }
        let run = text.extracting(start..<index).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        for scalar in run.unicodeScalars {
            switch Folding(of: scalar) {
            case .nothing: continue
            case .space:
                if !isBehindSpace { folded.append(0x20) }
                isBehindSpace = true
            case .scalar(let scalar):
                folded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                isBehindSpace = false
            case .text(let text):
                folded.append(contentsOf: text.utf8)
                isBehindSpace = false
            }
        }
    }

    /// What becomes of a character.
    private enum Folding {
        case nothing
        case space
        case scalar(Unicode.Scalar)
        case text(String)

        init(of scalar: Unicode.Scalar) {
            self = scalar.value < TextFold.tableSize ? TextFold.table[Int(scalar.value)] : Folding(computing: scalar)
        }

        init(computing scalar: Unicode.Scalar) {
            let properties = scalar.properties
            if properties.isWhitespace || properties.generalCategory == .control {
                self = .space
            } else if TextFold.isMark(scalar) || TextFold.invisible.contains(scalar.value) {
                self = .nothing
            } else {
                let text = String(
                    String.UnicodeScalarView(
                        properties.lowercaseMapping.unicodeScalars.filter { !TextFold.isMark($0) }))
                let known = text.unicodeScalars.reduce(into: "") { $0 += TextFold.substitute($1) }
                let scalars = known.unicodeScalars
                if let only = scalars.first, scalars.count == 1 { self = .scalar(only) } else { self = .text(known) }
            }
        }
    }

    private static let tableSize: UInt32 = 0x2100
    private static let table: [Folding] = (0..<tableSize).map { value in
        Unicode.Scalar(value).map { Folding(computing: $0) } ?? .nothing
    }

    private static let substitutes: [Unicode.Scalar: String] = {
        var substitutes: [Unicode.Scalar: String] = [:]
        for (base, variants) in letters { for letter in variants.unicodeScalars { substitutes[letter] = String(base) } }
        for (letter, text) in pairs + signs { substitutes[letter] = text }
        return substitutes
    }()

    private static func substitute(_ scalar: Unicode.Scalar) -> String { substitutes[scalar] ?? String(scalar) }

    /// Accents and the like that stand behind their letter.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        default: false
        }
    }

    /// Soft hyphen, zero-width spaces and joiners, byte-order mark.
    private static let invisible: Set<UInt32> = [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
}
