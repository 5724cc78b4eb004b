/// Unpacks a gzip file, however it is cut and of however many members it is made. RFC 1952.
package final class GzipReader {
    /// What is unpacked is none, or is damaged.
    package struct Damage: Error {
        package init() {}
    }

    private let inflater: Inflater

    package init() throws(Damage) {
        do { inflater = try Inflater(.gzip) } catch { throw Damage() }
    }

    /// So many octets tell whether a file is packed.
    package static let telling = 2

    /// Whether a file that begins with these octets is a gzip file.
    package static func isGzip(_ octets: [UInt8]) -> Bool { octets.starts(with: [0x1F, 0x8B]) }

    /// Whether the file may end here.
    package var isAtEnd: Bool { inflater.hasEnded }

    /// Unpacks some of `input` and takes it away; `nil` when there is nothing left to unpack.
    package func next(_ input: inout ArraySlice<UInt8>) throws(Damage) -> [UInt8]? {
        do {
            if inflater.hasEnded {
                // Zeros behind the last member are padding.
                input = input.drop { $0 == 0 }
                guard !input.isEmpty else { return nil }
                try inflater.reset()
            }
            return try inflater.next(&input)
        } catch { throw Damage() }
    }
}
