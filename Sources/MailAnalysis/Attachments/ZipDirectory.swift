/// What a zip archive says that it holds. PKWARE APPNOTE 6.3.
struct ZipDirectory {
    struct Entry {
        let name: String
        let isEncrypted: Bool
    }

    private(set) var entries: [Entry] = []

    /// How many entries are read.
    static let limit = 10_000

    /// Reads the central directory, or where it is missing what stands before each file.
    init(_ octets: [UInt8]) {
        let reader = Reader(octets: octets)
        if let start = reader.centralDirectory {
            readCentral(reader, from: start)
        } else {
            readLocal(reader)
        }
    }

    private mutating func readCentral(_ reader: Reader, from start: Int) {
        var position = start
        while entries.count < Self.limit, reader.holds(0x0201_4B50, at: position) {
            let lengths = reader.short(position + 28)
            append(reader, flags: position + 8, name: position + 46, length: lengths)
            position += 46 + lengths + reader.short(position + 30) + reader.short(position + 32)
        }
    }

    private mutating func readLocal(_ reader: Reader) {
        var position = 0
        while entries.count < Self.limit, reader.holds(0x0403_4B50, at: position) {
            let length = reader.short(position + 26)
            append(reader, flags: position + 6, name: position + 30, length: length)
            // With a descriptor behind the data its length is not known here.
            guard reader.short(position + 6) & 0x08 == 0 else { return }
            position += 30 + length + reader.short(position + 28) + reader.long(position + 18)
        }
    }

    private mutating func append(_ reader: Reader, flags: Int, name: Int, length: Int) {
        entries.append(Entry(name: reader.text(name, length: length), isEncrypted: reader.short(flags) & 1 == 1))
    }

    /// Little-endian numbers; what lies outside is zero.
    private struct Reader {
        let octets: [UInt8]

        func octet(_ position: Int) -> Int { octets.indices.contains(position) ? Int(octets[position]) : 0 }
        func short(_ position: Int) -> Int { octet(position) | octet(position + 1) << 8 }
        func long(_ position: Int) -> Int { short(position) | short(position + 2) << 16 }
        func holds(_ signature: Int, at position: Int) -> Bool {
            position + 4 <= octets.count && long(position) == signature
        }

        func text(_ start: Int, length: Int) -> String {
            let start = min(start, octets.count)
            return String(decoding: octets[start..<min(start + length, octets.count)], as: UTF8.self)
        }

        /// Where the central directory begins, from the record at the end.
        var centralDirectory: Int? {
            var position = octets.count - 22
            let first = max(0, octets.count - 22 - 65_535)
            while position >= first {
                if holds(0x0605_4B50, at: position) {
                    let start = long(position + 16)
                    return holds(0x0201_4B50, at: start) ? start : nil
                }
                position -= 1
            }
            return nil
        }
    }
}
