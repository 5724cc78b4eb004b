import CZlib
import HTTPTypes
import Hummingbird

/// The content coding `gzip`. RFC 9110 §8.4.1.3, RFC 1952.
enum GzipCoding {
    /// `nil` where it would not get smaller.
    static func encoded(_ octets: [UInt8]) -> [UInt8]? {
        var octets = octets
        var stream = z_stream()
        // 31: the largest window, and a gzip header around it.
        let isReady = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let written = [UInt8](unsafeUninitializedCapacity: octets.count) { output, count in
            octets.withUnsafeMutableBufferPointer { input in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }
        return written.isEmpty ? nil : written
    }
}

extension Request {
    /// Whether the client takes gzip. RFC 9110 §12.5.3.
    var takesGzip: Bool {
        headers[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.contains { text in
            let words = text.filter { $0 != " " && $0 != "\t" }.lowercased().split(separator: ";")
            guard let coding = words.first, coding == "gzip" || coding == "*" else { return false }
            return !words.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }
}
