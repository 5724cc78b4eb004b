/// The content of a message on its way to a server: as lines behind DATA, or in one piece behind BDAT.
struct MailData: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        /// RFC 5321 §4.1.1.4. Lines end in CRLF, and so does the last one.
        case lines
        /// RFC 3030 §2: every octet as it is.
        case chunk
    }

    let form: Form
    private let content: [UInt8]
    private let is8Bit: Bool

    /// Whatever DATA cannot say, a server that offers CHUNKING gets by BDAT; for others, a bare LF becomes a line end,
    /// and the last line gets one.
    init(_ content: [UInt8], for server: ServerCapabilities) {
        let isFit = content.isInLines
        form = isFit || !server.offers("CHUNKING") ? .lines : .chunk
        self.content = isFit || form == .chunk ? content : content.inLines
        is8Bit = content.contains { $0 >= 0x80 }
    }

    /// How many there are before dots are doubled. RFC 1870 §5.
    var octets: Int { content.count }

    /// RFC 6152 §2, RFC 3030 §3; `nil` for what needs no word.
    func bodyType(for server: ServerCapabilities) -> String? {
        if form == .chunk, server.offers("BINARYMIME") { return "BINARYMIME" }
        return is8Bit && server.offers("8BITMIME") ? "8BITMIME" : nil
    }

    /// What is sent: for a chunk the command and the octets, for lines what stands behind the reply to DATA.
    var wire: [UInt8] {
        switch form {
        case .chunk: Array("BDAT \(content.count) LAST\r\n".utf8) + content
        case .lines: content.dotStuffed + Array(".\r\n".utf8)
        }
    }
}

extension [UInt8] {
    private static let (cr, lf, dot) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "."))

    /// Every CR and LF belongs to a CRLF, one is at the end, and there is no NUL. RFC 5321 §2.3.8.
    fileprivate var isInLines: Bool {
        var previous = Self.lf
        for octet in self {
            if octet == 0 || (octet == Self.lf) != (previous == Self.cr) { return false }
            previous = octet
        }
        return previous == Self.lf
    }

    /// With CRLF for every bare LF and at the end. Nothing stays nothing.
    fileprivate var inLines: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(count + count / 32 + 2)
        for octet in self {
            if octet == Self.lf, lines.last != Self.cr { lines.append(Self.cr) }
            lines.append(octet)
        }
        return lines.isEmpty || lines.suffix(2) == [Self.cr, Self.lf] ? lines : lines + [Self.cr, Self.lf]
    }

    /// With a dot before every line that begins with one. RFC 5321 §4.5.2.
    fileprivate var dotStuffed: [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(count + 64)
        var (isLineStart, isBehindCR) = (true, false)
        for octet in self {
            if isLineStart, octet == Self.dot { stuffed.append(Self.dot) }
            stuffed.append(octet)
            isLineStart = isBehindCR && octet == Self.lf
            isBehindCR = octet == Self.cr
        }
        return stuffed
    }
}
