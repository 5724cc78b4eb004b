import Glibc
import HTTPAPI

/// A file, or standard input, that is read from its start to its end, unpacked where it is packed by gzip.
struct InputFile: ~Copyable {
    private let name: String
    private let descriptor: Int32
    private let packing = Packing()

    /// Octets that one step reads at most.
    private static let chunk = 1 << 18

    /// - Parameter name: A path; `-` is standard input.
    init(_ name: String) throws(MessageFile.Failure) {
        self.name = name
        descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MessageFile.Failure(cannotRead: name) }
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// How a packed file is read.
    private final class Packing {
        var reader: GzipReader?
        /// Read, but not unpacked yet.
        var rest: ArraySlice<UInt8> = []
        var isKnown = false
        var isAtEnd = false
        var octetsRead = 0
    }

    /// Octets that were read so far, packed as they are.
    var octetsRead: Int { packing.octetsRead }

    /// What comes next; nothing at the end.
    func next() throws(MessageFile.Failure) -> [UInt8] {
        if !packing.isKnown {
            // A pipe may hand over its first octet alone.
            var first = try chunk()
            while first.count < GzipReader.telling, !packing.isAtEnd { first += try chunk() }
            packing.isKnown = true
            guard GzipReader.isGzip(first) else { return first }
            (packing.reader, packing.rest) = (try? GzipReader(), first[...])
        }
        guard let reader = packing.reader else { return try chunk() }
        do throws(GzipReader.Damage) {
            while true {
                while let octets = try reader.next(&packing.rest) { if !octets.isEmpty { return octets } }
                guard let more = try? chunk() else { throw GzipReader.Damage() }
                guard !more.isEmpty else {
                    guard reader.isAtEnd else { throw GzipReader.Damage() }
                    return []
                }
                packing.rest = more[...]
            }
        } catch {
            throw MessageFile.Failure(
                description: "\(name.escapingControls()) is damaged, or cut short, as a gzip file")
        }
    }

    /// Nothing at the end, for which a terminal is not asked again.
    private func chunk() throws(MessageFile.Failure) -> [UInt8] {
        while !packing.isAtEnd {
            var count = 0
            let octets = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, initialized in
                count = read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw MessageFile.Failure(cannotRead: name) }
            packing.isAtEnd = count == 0
            packing.octetsRead += count
            return octets
        }
        return []
    }
}
