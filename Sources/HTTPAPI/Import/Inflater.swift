import CZlib

/// Unpacks what was packed by deflate, however it is cut. RFC 1951.
final class Inflater {
    struct Damage: Error {}

    /// What stands around the packed octets.
    enum Frame {
        case none
        /// RFC 1952.
        case gzip

        /// The largest window, which for zlib tells the frame as well.
        fileprivate var windowBits: Int32 {
            switch self {
            case .none: -MAX_WBITS
            case .gzip: MAX_WBITS + 16
            }
        }
    }

    /// zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether the end was reached.
    private(set) var hasEnded = false

    /// Octets that one step unpacks at most.
    private static let slice = 1 << 18

    init(_ frame: Frame) throws(Damage) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, frame.windowBits, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw Damage() }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Begins anew.
    func reset() throws(Damage) {
        guard inflateReset(stream) == Z_OK else { throw Damage() }
        hasEnded = false
    }

    /// Unpacks some of `input` and takes it away; `nil` when there is nothing left to unpack.
    func next(_ input: inout ArraySlice<UInt8>) throws(Damage) -> [UInt8]? {
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
