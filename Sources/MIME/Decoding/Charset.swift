import Glibc

/// A character set of text. RFC 2046 §4.1.2.
package enum Charset: Hashable, Sendable {
    case utf8
    /// Where 8-bit text comes under this name, the name is wrong.
    case ascii
    /// Windows-1252, and ISO 8859-1 with it. WHATWG Encoding §4.2.
    case windows1252
    /// GB 2312 in seven bits. RFC 1843.
    case hz
    /// One that `iconv` knows by this name.
    case converted(String)

    /// Octets as text.
    package struct Reading: Hashable, Sendable {
        package var text: String
        /// The charset is known and every octet has a meaning in it.
        package var isExact: Bool
    }

    /// The charset of that name; `nil` for a name that is not known.
    package init?(label: String) {
        // What nearly all mail says, without making spellings of it.
        switch label {
        case "utf-8", "UTF-8":
            self = .utf8
            return
        case "us-ascii", "US-ASCII":
            self = .ascii
            return
        default: break
        }
        for name in CharsetNames.spellings(of: label) {
            if let known = CharsetNames.known[name] {
                self = known
                return
            }
            if Converter.knows(name) {
                self = .converted(name)
                return
            }
        }
        return nil
    }

    /// Reads octets as best can be: by their label, and where that is unknown or wrong, by a guess.
    ///
    /// Text without a label is UTF-8. Where it is not, U+FFFD shows the damage as half of all readers would.
    package static func text(of octets: [UInt8], label: String?) -> String {
        read(octets, label: label).text
    }

    package static func read(_ octets: [UInt8], label: String?) -> Reading {
        let isPlain = label == nil || label == "utf-8" || label == "UTF-8"
        let charset = isPlain ? .utf8 : label.flatMap(Charset.init(label:))
        switch charset {
        case .utf8?:
            let text = String(validating: octets, as: UTF8.self)
            return Reading(text: text ?? String(decoding: octets, as: UTF8.self), isExact: text != nil)
        case .ascii?:
            return octets.isASCII
                ? Reading(text: String(decoding: octets, as: UTF8.self), isExact: true)
                : Reading(text: guess(octets), isExact: false)
        case .windows1252?:
            return Reading(text: Windows1252.text(of: octets), isExact: true)
        case .hz?:
            return Converter.read(HZ.eucCN(octets), from: "GB18030") ?? Reading(text: guess(octets), isExact: false)
        case .converted(let name)?:
            let name = name == "UTF-16" ? UTF16Order.name(for: octets) : name
            return Converter.read(octets, from: name) ?? Reading(text: guess(octets), isExact: false)
        case nil:
            return Reading(text: guess(octets), isExact: false)
        }
    }

    /// 8-bit text under a label that says nothing about it: UTF-8 if most of it can be, else Windows-1252.
    private static func guess(_ octets: [UInt8]) -> String {
        UTF8Evidence(octets).isConvincing ? String(decoding: octets, as: UTF8.self) : Windows1252.text(of: octets)
    }
}

/// In which order UTF-16 has its octets where its label does not say. RFC 2781 §4.3.
private enum UTF16Order {
    /// A byte order mark decides, then the first octet of zero, which is the high one of an ASCII character.
    static func name(for octets: [UInt8]) -> String {
        if octets.starts(with: [0xFE, 0xFF]) || octets.starts(with: [0xFF, 0xFE]) { return "UTF-16" }
        let zero = octets.firstIndex(of: 0) ?? 0
        return zero % 2 == 0 ? "UTF-16BE" : "UTF-16LE"
    }
}

/// How much of some octets looks like UTF-8.
private struct UTF8Evidence {
    private var characters = 0
    private var errors = 0

    init(_ octets: [UInt8]) {
        var position = 0
        while position < octets.count {
            let octet = octets[position]
            position += 1
            guard octet >= 0x80 else { continue }
            let following = octet >= 0xF0 ? 3 : octet >= 0xE0 ? 2 : 1
            let end = position + following
            if 0xC2...0xF4 ~= octet, end <= octets.count, octets[position..<end].allSatisfy({ $0 & 0xC0 == 0x80 }) {
                characters += 1
                position = end
            } else {
                errors += 1
            }
        }
    }

    var isConvincing: Bool { characters >= errors }
}

/// `iconv`, used for one text at a time.
enum Converter {
    /// Only letters, digits and a few signs: `iconv` gives meaning to slashes.
    private static func isSafe(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                $0.isLetter || $0.isDigit || $0 == .hyphen || $0 == .underscore || $0 == .dot || $0 == .colon
                    || $0 == .open || $0 == .close || $0 == .plus
            }
    }

    private static func open(_ name: String) -> iconv_t? {
        guard isSafe(name), let descriptor = iconv_open("UTF-8", name), Int(bitPattern: descriptor) != -1 else {
            return nil
        }
        return descriptor
    }

    static func knows(_ name: String) -> Bool {
        guard let descriptor = open(name) else { return false }
        iconv_close(descriptor)
        return true
    }

    /// `nil` when `iconv` does not know the name. What has no meaning becomes U+FFFD.
    static func read(_ octets: [UInt8], from name: String) -> Charset.Reading? {
        guard let descriptor = open(name) else { return nil }
        defer { iconv_close(descriptor) }
        var output: [UInt8] = []
        output.reserveCapacity(octets.count * 2)
        var input = octets
        let isStateful = name.hasPrefix("ISO-2022") || name.hasPrefix("UTF-")
        let isExact = input.withUnsafeMutableBytes {
            convert($0, with: descriptor, isStateful: isStateful, into: &output)
        }
        return Charset.Reading(text: String(decoding: output, as: UTF8.self), isExact: isExact)
    }

    private static func convert(
        _ input: UnsafeMutableRawBufferPointer, with descriptor: iconv_t, isStateful: Bool, into output: inout [UInt8]
    ) -> Bool {
        var source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var sourceLeft = input.count
        var isExact = true
        var isFlushing = false
        while true {
            let status = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { chunk in
                var target = chunk.baseAddress
                var targetLeft = chunk.count
                let status =
                    isFlushing
                    ? iconv(descriptor, nil, nil, &target, &targetLeft)
                    : iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
                let code = status == -1 ? errno : 0
                output.append(contentsOf: UnsafeRawBufferPointer(chunk).prefix(chunk.count - targetLeft))
                return code
            }
            switch status {
            case E2BIG: continue
            case 0 where isFlushing: return isExact
            case 0: isFlushing = true
            default:
                // EILSEQ or a character cut off at the end (EINVAL): pass over one octet.
                isExact = false
                // A letter may still wait for its accent. Where that would end a shift, too, it has to wait on.
                if !isStateful { flush(descriptor, into: &output) }
                output += replacement
                guard sourceLeft > 0, let next = source, status == EILSEQ else { return false }
                source = next + 1
                sourceLeft -= 1
            }
        }
    }

    private static func flush(_ descriptor: iconv_t, into output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { chunk in
            var target = chunk.baseAddress
            var targetLeft = chunk.count
            _ = iconv(descriptor, nil, nil, &target, &targetLeft)
            output.append(contentsOf: UnsafeRawBufferPointer(chunk).prefix(chunk.count - targetLeft))
        }
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}
