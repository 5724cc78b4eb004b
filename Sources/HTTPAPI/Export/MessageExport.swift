import Hummingbird
import MailModel
import MailStorage
import NIOCore
import NIOPosix

/// The messages that match a query, the oldest first, written to one client as it takes them.
///
/// What comes in after the start is not part of it, and what is deleted under it is left out. One message at a time is
/// in memory, whatever their number.
struct MessageExport: Sendable {
    let store: any MessageStore
    let query: MessageQuery
    let format: ExportFormat

    /// Rows that are read at a time.
    private static let rows = 100
    /// Octets that are handed on at a time.
    private static let slice = 256 << 10

    /// - Parameter first: The first rows, where they were read already.
    func write(_ first: [Summary], upTo last: CaptureID, to writer: inout any ResponseBodyWriter) async throws {
        var archive = format.archive()
        try await Self.write(archive.beginning, to: &writer)
        var rows = first
        while let newest = rows.last?.id {
            for row in rows where row.id <= last {
                guard let message = try await store.message(row.id) else { continue }
                try await Self.write(try await Self.piece(for: message, in: &archive), to: &writer)
            }
            guard newest < last else { break }
            rows = try await store.matches(query, after: newest, limit: Self.rows)
        }
        try await Self.write(archive.end(), to: &writer)
    }

    func firstRows() async throws -> [Summary] {
        try await store.matches(query, after: .zero, limit: Self.rows)
    }

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
