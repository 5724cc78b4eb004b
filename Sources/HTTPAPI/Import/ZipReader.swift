import CZlib
package import MIME

/// The messages of a zip archive: its `.eml` files, from its start to its end, however it is cut. PKWARE APPNOTE 6.3.10.
///
/// Believed is what stands before each file, not the directory behind all: so nothing is kept but the message that is being
/// read, and an archive may be longer than memory, and come through a pipe.
package final class ZipReader {
    /// What it is not, or why it is not read: a clause.
    package struct Damage: Error {
        package let reason: String
    }

    private enum Phase {
        /// Before what stands before a file, or before the directory.
        case head
        case content(ZipEntry)
        /// Before what tells the lengths of a file behind it.
        case descriptor(ZipEntry)
        case directory
    }

    private let limit: Int
    private var phase = Phase.head
    /// Of a head or a descriptor that is not whole.
    private var held: [UInt8] = []
    private var inflater: Inflater?
    /// Of the file that is being read.
    private var (octets, checksum, size, taken) = ([UInt8](), uLong(0), 0, 0)
    /// Files that are no messages by their names: how many, and the first of them.
    package private(set) var leftOut = LeftOut()

    /// - Parameter limit: Most octets of a message; of a larger one nothing is kept.
    package init(limit: Int) { self.limit = limit }

    /// So many octets tell whether a file is an archive.
    package static let telling = 4

    /// Whether a file that begins with these octets is an archive.
    package static func isZip(_ octets: [UInt8]) -> Bool {
        octets.starts(with: ZipEntry.signature) || octets.starts(with: emptyEnd)
    }

    /// What begins an archive without any file.
    private static let emptyEnd = Array("PK\u{5}\u{6}".utf8)
    /// What begins the directory, and what may stand before it.
    private static let ends = [emptyEnd] + ["PK\u{1}\u{2}", "PK\u{6}\u{6}", "PK\u{6}\u{8}"].map { Array($0.utf8) }

    /// What of a message is in memory, in octets.
    package var heldOctets: Int { octets.count + held.count }

    /// Whether the archive may end here.
    package var isAtEnd: Bool { if case .directory = phase { true } else { false } }

    /// Takes some octets off `input`; `nil` when there are none left.
    ///
    /// - Returns: The message that has ended by them, if one has.
    package func next(_ input: inout ArraySlice<UInt8>) throws(Damage) -> [MboxMessage]? {
        switch phase {
        case .head:
            guard let entry = try readHead(&input) else { return isAtEnd ? [] : nil }
            (octets, checksum, size, taken) = ([], 0, 0, 0)
            do { inflater = entry.isDeflated ? try Inflater(.none) : nil } catch { throw Damage(reason: "is damaged") }
            phase = .content(entry)
            return []
        case .content(let entry):
            guard try readContent(of: entry, &input) else { return input.isEmpty ? nil : [] }
            guard !entry.hasDescriptor else {
                phase = .descriptor(entry)
                return []
            }
            return try end(entry, checksum: entry.checksum, size: entry.size)
        case .descriptor(let entry):
            guard gather(ZipDescriptor.longest, &input) else { return nil }
            guard let descriptor = ZipDescriptor(held, packed: taken, size: size) else {
                // What is stored tells its length before it, or nobody knows where it ends.
                guard entry.isDeflated else {
                    throw Damage(reason: "does not say how long \(entry.name) is; pack it anew")
                }
                throw damage(of: entry)
            }
            input = held[descriptor.length...] + input
            held = []
            return try end(entry, checksum: descriptor.checksum, size: size)
        case .directory:
            defer { input = [] }
            return input.isEmpty ? nil : []
        }
    }

    /// - Returns: Nothing while it is not whole, and before the directory.
    private func readHead(_ input: inout ArraySlice<UInt8>) throws(Damage) -> ZipEntry? {
        guard gather(Self.telling, &input) else { return nil }
        guard held.starts(with: ZipEntry.signature) else {
            guard Self.ends.contains(Array(held.prefix(Self.telling))) else { throw Damage(reason: "is damaged") }
            (phase, held) = (.directory, [])
            return nil
        }
        guard gather(ZipEntry.fixedLength, &input), gather(ZipEntry.length(of: held), &input) else { return nil }
        defer { held = [] }
        return try ZipEntry(held)
    }

    /// Has so many octets held, if there are as many.
    private func gather(_ count: Int, _ input: inout ArraySlice<UInt8>) -> Bool {
        let missing = input.prefix(max(0, count - held.count))
        held += missing
        input = input.dropFirst(missing.count)
        return held.count >= count
    }

    /// - Returns: Whether the file has ended.
    private func readContent(of entry: ZipEntry, _ input: inout ArraySlice<UInt8>) throws(Damage) -> Bool {
        guard let inflater else {
            let stored = input.prefix(min(entry.packedSize - taken, Self.slice))
            keep(Array(stored), of: entry)
            taken += stored.count
            input = input.dropFirst(stored.count)
            return taken == entry.packedSize
        }
        let room = entry.hasDescriptor ? input.count : entry.packedSize - taken
        var packed = input.prefix(min(room, Self.slice))
        let count = packed.count
        let more: [UInt8]?
        do { more = try inflater.next(&packed) } catch { throw damage(of: entry) }
        keep(more ?? [], of: entry)
        taken += count - packed.count
        input = input.dropFirst(count - packed.count)
        // It may neither end before its length is over nor go on behind it.
        let isOver = !entry.hasDescriptor && taken == entry.packedSize
        guard inflater.hasEnded ? isOver || entry.hasDescriptor : more != nil || count == 0 && !isOver else {
            throw damage(of: entry)
        }
        return inflater.hasEnded
    }

    /// Octets that one step takes at most.
    private static let slice = 1 << 18

    private func keep(_ more: [UInt8], of entry: ZipEntry) {
        checksum = more.withUnsafeBufferPointer { crc32(checksum, $0.baseAddress, UInt32($0.count)) }
        size += more.count
        guard entry.kind == .message else { return }
        if size <= limit { octets += more } else { octets = [] }
    }

    private func end(_ entry: ZipEntry, checksum: UInt32, size: Int) throws(Damage) -> [MboxMessage] {
        guard UInt32(truncatingIfNeeded: self.checksum) == checksum, self.size == size else { throw damage(of: entry) }
        defer { (phase, octets, inflater) = (.head, [], nil) }
        switch entry.kind {
        case .message: return [MboxMessage(octets, isCut: size > limit, separator: entry.separator)]
        case .other: leftOut.note(entry.name)
        case .nothing: break
        }
        return []
    }

    private func damage(of entry: ZipEntry) -> Damage { Damage(reason: "is damaged at \(entry.name)") }
}
