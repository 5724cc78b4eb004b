import CZlib

/// Unpacks a gzip file, however it is cut and of however many members it is made. RFC 1952.
package final class GzipReader {
    /// What is unpacked is none, or is damaged.
    package struct Damage: Error {
        package init() {}
    }

    /// zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var hasEnded = false

    /// Octets that one step unpacks at most.
    private static let slice = 1 << 18

    package init() throws(Damage) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 more than the window: gzip and nothing else.
        guard inflateInit2_(stream, MAX_WBITS + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw Damage() }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// So many octets tell whether a file is packed.
    package static let telling = 2

    /// Whether a file that begins with these octets is a gzip file.
    package static func isGzip(_ octets: [UInt8]) -> Bool { octets.starts(with: [0x1F, 0x8B]) }

    /// Whether the file may end here.
    package var isAtEnd: Bool { hasEnded }

    /// Unpacks some of `input` and takes it away; `nil` when there is nothing left to unpack.
    package func next(_ input: inout ArraySlice<UInt8>) throws(Damage) -> [UInt8]? {
        if hasEnded {
            // Zeros behind the last member are padding.
            input = input.drop { $0 == 0 }
            guard !input.isEmpty else { return nil }
            guard inflateReset(stream) == Z_OK else { throw Damage() }
            hasEnded = false
        }
        var (status, taken) = (Z_OK, 0)
        var packed = Array(input.prefix(1 << 20))
        let octets = [UInt8](unsafeUninitializedCapacity: Self.slice) { output, initialized in
            packed.withUnsafeMutableBufferPointer { packed in
                (stream.pointee.next_in, stream.pointee.avail_in) = (packed.baseAddress, UInt32(packed.count))
                (stream.pointee.next_out, stream.pointee.avail_out) = (output.baseAddress, UInt32(output.count))
                status = inflate(stream, Z_NO_FLUSH)
                taken = packed.count - Int(stream.pointee.avail_in)
                initialized = output.count - Int(stream.pointee.avail_out)
            }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw Damage() }
        hasEnded = status == Z_STREAM_END
        input = input.dropFirst(taken)
        return octets.isEmpty && taken == 0 ? nil : octets
    }
}
