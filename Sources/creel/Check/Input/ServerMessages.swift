import Assessing
import FoundationEssentials
import MailAnalysis
import MailModel

/// The messages that the list of a running Creel has for a query, newest first.
struct ServerMessages: Sendable {
    private let url: ServerURL
    private let client: HTTPClient
    private let sessions: ServerSessions

    /// Rows that are asked for at a time.
    private static let page = 200

    init(_ url: ServerURL, trust: TLSClient.Trust = .system) {
        (self.url, client) = (url, HTTPClient(url, trust: trust))
        sessions = ServerSessions(client)
    }

    /// Reads the list page by page; each message is fetched when its turn comes.
    func find(_ take: MessageFinder.Take) async {
        var before: Int?
        repeat {
            do throws(MessageFile.Failure) {
                let page = try await page(before: before)
                for row in page.messages { await take(.message(found(row))) }
                before = page.next
            } catch {
                return await take(.unreadable(Unreadable(file: url.description, reason: error.description)))
            }
        } while before != nil
    }

    private func found(_ row: Row) -> FoundMessage {
        let path = "/api/messages/\(row.id)/raw"
        let receivedAt = Timestamp(row.receivedAt)
        return FoundMessage(
            file: "\(url.origin)\(path)", size: row.size, receivedAt: receivedAt, envelope: row.envelope?.envelope,
            transport: { [sessions] in
                guard let id = row.session, let receivedAt else { return nil }
                return await sessions.record(of: id).map { Transport(of: $0, at: receivedAt) }
            }
        ) { [self] () throws(MessageFile.Failure) in try await get(path) }
    }

    private func page(before: Int?) async throws(MessageFile.Failure) -> Page {
        let parameters = ["limit=\(Self.page)", before.map { "before=\($0)" }, url.query.isEmpty ? nil : url.query]
        let body = try await get("/api/messages?" + parameters.compactMap(\.self).joined(separator: "&"))
        do {
            return try JSONDecoder().decode(Page.self, from: Data(body))
        } catch {
            throw MessageFile.Failure(description: "cannot read \(url): what answers there is no Creel")
        }
    }

    private func get(_ path: String) async throws(MessageFile.Failure) -> [UInt8] {
        do throws(HTTPFailure) {
            return try await client.get(path)
        } catch {
            throw MessageFile.Failure(description: "\(error)")
        }
    }

    private struct Page: Decodable {
        let messages: [Row]
        let next: Int?
    }

    private struct Row: Decodable, Sendable {
        let id: Int
        let session: SessionID?
        let size: Int
        let receivedAt: String
        let envelope: Paths?
    }

    /// An envelope as lists show it.
    private struct Paths: Decodable, Sendable {
        let reversePath: String
        let forwardPaths: [String]

        var envelope: Envelope { Envelope(reversePath: reversePath, forwardPaths: forwardPaths) }
    }
}
