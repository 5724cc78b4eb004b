import Hummingbird
import MailModel
import MailStorage
import NIOCore
import NIOPosix

/// The messages that match a query, the oldest first, written to one client as it takes them.
///
/// What comes in after the start is not part of it, and what is deleted under it is left out. The numbers of all are in
/// memory, and one message at a time.
struct MessageExport: Sendable {
    let store: any MessageStore
    let query: MessageQuery
    let format: ExportFormat

    /// Octets that are handed on at a time.
    private static let slice = 256 << 10

    /// - Parameter ids: Of the matches, ascending.
    func write(_ ids: [CaptureID], to writer: inout any ResponseBodyWriter) async throws {
        var archive = format.archive()
        try await Self.write(archive.beginning, to: &writer)
        for id in ids {
            guard let message = try await store.message(id) else { continue }
            try await Self.write(try await Self.piece(for: message, in: &archive), to: &writer)
        }
        try await Self.write(archive.end(), to: &writer)
    }

    /// Searched for once, whatever the number: a search for some at a time could be refused in the middle of the file.
    func ids() async throws -> [CaptureID] { try await store.ids(query) }

    /// Off the threads that all requests share, for a large message.
    private static func piece(
        for message: StoredMessage, in archive: inout any MessageArchive
    ) async throws -> [UInt8] {
        guard message.content.count > slice else { return archive.piece(for: message) }
        let before = archive
        let (after, piece) = try await NIOThreadPool.singleton.runIfActive { () -> (any MessageArchive, [UInt8]) in
            var archive = before
            let piece = archive.piece(for: message)
            return (archive, piece)
        }
        archive = after
        return piece
    }

    private static func write(_ octets: [UInt8], to writer: inout any ResponseBodyWriter) async throws {
        var rest = octets[...]
        while !rest.isEmpty {
            try await writer.write(ByteBuffer(bytes: rest.prefix(slice)))
            rest = rest.dropFirst(slice)
        }
    }
}
