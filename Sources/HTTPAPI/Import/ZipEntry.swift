import MIME

/// What stands before a file in a zip archive. APPNOTE §4.3.7.
struct ZipEntry {
    /// What a file is by its name.
    enum Kind {
        case message, other
        /// A directory, or what systems put beside the files of people: `.DS_Store`, `._a.eml`.
        case nothing
    }

    let name: String
    let isDeflated: Bool
    /// The lengths and the checksum stand behind the file, of one that is stored the lengths before it as well. APPNOTE §4.3.9.
    let hasDescriptor: Bool
    let checksum: UInt32
    private(set) var packedSize: Int
    private(set) var size: Int
    /// What Creel knows of the message beside its octets.
    private(set) var separator: MboxSeparator?

    static let signature = Array("PK\u{3}\u{4}".utf8)
    /// Without the name and the extra fields.
    static let fixedLength = 30
    /// Of the extra field with the line that stands before the message in an mbox.
    static let separatorField = 0x7243
    /// Of the one with lengths of 4 GiB and more. APPNOTE §4.5.3.
    private static let zip64Field = 1

    /// How long it is as a whole, by what has a fixed length.
    static func length(of head: [UInt8]) -> Int {
        fixedLength + head.number(at: 26, octets: 2) + head.number(at: 28, octets: 2)
    }

    /// - Throws: For a file that is packed, or encrypted, in a way that is not read.
    init(_ head: [UInt8]) throws(ZipReader.Damage) {
        let (flags, method) = (head.number(at: 6, octets: 2), head.number(at: 8, octets: 2))
        let nameEnd = Self.fixedLength + head.number(at: 26, octets: 2)
        name = String(decoding: head[Self.fixedLength..<nameEnd], as: UTF8.self)
        (isDeflated, hasDescriptor) = (method == 8, flags & 8 != 0)
        checksum = UInt32(head.number(at: 14, octets: 4))
        (packedSize, size) = (head.number(at: 18, octets: 4), head.number(at: 22, octets: 4))
        guard flags & 1 == 0 else { throw ZipReader.Damage(reason: "is encrypted at \(name)") }
        guard method == 0 || isDeflated else {
            throw ZipReader.Damage(reason: "has \(name) packed by method \(method); only stored and deflated are read")
        }
        readFields(Array(head[nameEnd...]))
        guard packedSize >= 0, size >= 0 else { throw ZipReader.Damage(reason: "is damaged at \(name)") }
    }

    private mutating func readFields(_ extra: [UInt8]) {
        var place = 0
        while place + 4 <= extra.count {
            let (id, length) = (extra.number(at: place, octets: 2), extra.number(at: place + 2, octets: 2))
            let field = Array(extra.dropFirst(place + 4).prefix(length))
            place += 4 + length
            switch id {
            case Self.zip64Field where field.count >= 16 && (size == 0xFFFF_FFFF || packedSize == 0xFFFF_FFFF):
                (size, packedSize) = (field.number(at: 0, octets: 8), field.number(at: 8, octets: 8))
            case Self.separatorField: separator = MboxSeparator(line: field)
            default: break
            }
        }
    }

    /// The folders in the name do not matter: it leads nowhere here.
    var kind: Kind {
        guard !name.hasSuffix("/") else { return .nothing }
        let file = name.split(separator: "/").last ?? ""
        let isMessage = file.lowercased().hasSuffix(".eml")
        guard file.hasPrefix(".") else { return isMessage ? .message : .other }
        return isMessage && !file.hasPrefix("._") ? .other : .nothing
    }
}

/// What stands behind a file whose lengths were not known before it. APPNOTE §4.3.9.
struct ZipDescriptor {
    let checksum: UInt32
    let length: Int

    /// With its signature, which may be missing, and lengths of eight octets, which may have four. What stands behind it in an
    /// archive is longer than what it may lack.
    static let longest = 24
    private static let signature = Array("PK\u{7}\u{8}".utf8)

    /// `nil` where the lengths are others.
    ///
    /// - Parameter packed: Octets that the file takes in the archive.
    init?(_ octets: [UInt8], packed: Int, size: Int) {
        let starts = octets.starts(with: Self.signature) ? [4, 0] : [0]
        let forms = starts.flatMap { [(start: $0, width: 8), (start: $0, width: 4)] }
        let mask = 0xFFFF_FFFF
        guard
            let form = forms.first(where: { form in
                let limit = form.width == 4 ? mask : .max
                return octets.number(at: form.start + 4, octets: form.width) == packed & limit
                    && octets.number(at: form.start + 4 + form.width, octets: form.width) == size & limit
            })
        else { return nil }
        checksum = UInt32(octets.number(at: form.start, octets: 4))
        length = form.start + 4 + 2 * form.width
    }
}

extension [UInt8] {
    /// Least octet first; what lies outside is zero.
    func number(at place: Int, octets: Int) -> Int {
        (0..<octets).reversed().reduce(0) { $0 << 8 | (indices.contains(place + $1) ? Int(self[place + $1]) : 0) }
    }
}
