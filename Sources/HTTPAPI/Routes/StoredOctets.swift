import Crypto
import HTTPTypes
import Hummingbird
import MailModel
import MailStorage
import NIOCore

/// The octets of a message as they lie in the store, read as the client takes them: of the largest message so many are in
/// memory as of others.
struct StoredOctets: Sendable {
    let store: any MessageStore
    let id: CaptureID

    /// Octets that are in memory at a time.
    private static let slice = 512 << 10

    /// `nil` where the message is not there.
    func response(_ headers: HTTPFields, to request: Request) async throws -> Response? {
        guard let first = try await store.octets(of: id, in: 0..<Self.slice) else { return nil }
        guard first.count == Self.slice else { return .content(first, headers: headers, to: request) }
        // Their hash stands before them, so they are read twice.
        var (hash, size) = (SHA256(), 0)
        try await read { piece in
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
            size += piece.count
        }
        let length = size
        return .octets(hashed: hash, headers: headers, to: request) {
            ResponseBody(contentLength: length) { writer in
                try await read { piece in try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            }
        }
    }

    private func read(_ body: ([UInt8]) async throws -> Void) async throws {
        var (start, isMore) = (0, true)
        while isMore {
            guard let piece = try await store.octets(of: id, in: start..<start + Self.slice) else {
                throw Problem.notFound("Message \(id) was deleted while it was read")
            }
            try await body(piece)
            (start, isMore) = (start + piece.count, piece.count == Self.slice)
        }
    }
}
