import FoundationEssentials
import MailModel

/// The sessions that a running Creel keeps, by which rules know how a message came.
actor ServerSessions {
    private let client: HTTPClient
    /// Neighbours mostly came by the same.
    private var latest: (id: SessionID, record: SessionRecord?)?

    init(_ client: HTTPClient) { self.client = client }

    /// `nil` where it was forgotten, or is not to be had.
    func record(of id: SessionID) async -> SessionRecord? {
        if let latest, latest.id == id { return latest.record }
        let body = try? await client.get("/api/sessions/\(id)")
        let record = body.flatMap { try? JSONDecoder().decode(Row.self, from: Data($0)).record(id) }
        latest = (id, record)
        return record
    }

    /// What of a session tells how messages came by it.
    private struct Row: Decodable {
        let `protocol`: String
        let client: String
        let listener: String
        let startedAt: String
        let tls: Encryption?
        let dialogue: [Line]

        struct Encryption: Decodable {
            let version: String
        }

        struct Line: Decodable {
            let at: String
            let client: String?
            let server: String?

            var line: DialogueLine? {
                guard let at = Timestamp(at),
                    let speech = client.map(DialogueLine.Speech.client) ?? server.map(DialogueLine.Speech.server)
                else { return nil }
                return DialogueLine(at: at, speech: speech)
            }
        }

        func record(_ id: SessionID) -> SessionRecord? {
            guard let startedAt = Timestamp(startedAt) else { return nil }
            return SessionRecord(
                id: id, protocol: self.protocol, client: client, listener: listener, startedAt: startedAt,
                tls: tls.map { TLSParameters(version: $0.version) }, dialogue: dialogue.compactMap(\.line))
        }
    }
}
