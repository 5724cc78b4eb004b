import Egress
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import MailModel
import MailStorage
import OutsideScoring
import Synchronization
import Testing

@testable import HTTPAPI

/// An API over a store, in memory unless told, asked without sockets.
struct Harness: Sendable {
    let store: any MessageStore
    let intake: Intake
    let budget: OctetBudget
    let api: API
    let live = OpenSessions()
    var access = AccessPolicy()
    var binding = HTTPBinding(host: "127.0.0.1", port: 8025)

    /// One of each kind.
    static let listeners = ListenerList(
        listeners: [
            ListenerDetail(
                dialect: .smtp, address: "[::1]:1025", host: "::1", port: 1025, encryption: .optional, login: .any,
                loginNeedsEncryption: false),
            ListenerDetail(
                dialect: .lmtp, address: "unix:/run/lmtp.sock", host: nil, port: nil, encryption: .off, login: .file,
                loginNeedsEncryption: true),
        ], certificate: .made)

    /// - Parameter store: Its clock stands still at 2026-01-31T09:00:00.123Z.
    init(
        store: any MessageStore = MemoryStore(limit: 1 << 26), limits: HTTPLimits = HTTPLimits(message: 1 << 16),
        budget: Int = 1 << 26, scorers: [OutsideScorer] = []
    ) {
        self.store = store
        self.budget = OctetBudget(limit: budget)
        intake = Intake(store: store) { Timestamp(milliseconds: 1_769_850_000_123) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let egress = Egress(EgressPolicy(scorers.map(\.permission))) { _ in }
        var patient = OutsideScorers.Limits()
        patient.patience = .seconds(60)
        api = API(
            store: store, intake: intake, budget: self.budget, liveSessions: live,
            scorers: OutsideScorers(scorers, egress: egress, limits: patient, logger: logger),
            listeners: { Self.listeners }, limits: limits, version: "1.2.3",
            contributedMetrics: { [Metric("creel_test", "Of a test.", kind: .gauge, value: 7)] }, logger: logger)
    }

    func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let application = Application(
            responder: api.responder(at: binding, access: access), services: [api.waits, api.scorers],
            logger: api.logger)
        try await application.test(.router, body)
    }

    /// Takes in a message as SMTP would.
    @discardableResult
    func deliver(
        _ content: String = "Subject: hello\r\n\r\nhello\r\n", from: String = "sender@example.com",
        to: String = "alice@example.com", inbox: InboxName = .default, session: SessionID? = nil
    ) async throws -> Summary {
        try await deliver(Array(content.utf8), from: from, to: to, inbox: inbox, session: session)
    }

    @discardableResult
    func deliver(
        _ content: [UInt8], from: String = "sender@example.com", to: String = "alice@example.com",
        inbox: InboxName = .default, session: SessionID? = nil
    ) async throws -> Summary {
        try await intake.accept(
            Delivery(
                envelope: Envelope(reversePath: from, forwardPaths: [to]), content: content, session: session,
                inbox: inbox))
    }
}

/// Connections that a test says are open.
final class OpenSessions: LiveSessions {
    private let sessions = Mutex<[SessionRecord]>([])

    func open(_ record: SessionRecord) { sessions.withLock { $0.append(record) } }

    func record(of id: SessionID) async -> SessionRecord? { sessions.withLock { $0.first { $0.id == id } } }

    func outlines(before end: SessionID?, limit: Int?) async -> [SessionRecord] {
        let newest = sessions.withLock { $0 }.filter { session in end.map { session.id < $0 } ?? true }
            .sorted { $0.id > $1.id }.prefix(limit ?? .max)
        return newest.map { session in
            var outline = session
            outline.dialogue = []
            return outline
        }
    }

    func ended() -> AsyncStream<SessionRecord> { AsyncStream { $0.finish() } }
}

extension TestClientProtocol {
    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await execute(uri: uri, method: .get, headers: headers)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    var json: NSDictionary {
        get throws {
            let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
            return try #require(object as? NSDictionary)
        }
    }

    /// The numbers of the messages it lists.
    var ids: [Int] {
        get throws {
            try #require(try json["messages"] as? [NSDictionary], "\(status) \(text)").compactMap { $0["id"] as? Int }
        }
    }

    func integer(_ name: String) throws -> Int { try #require(try json[name] as? Int) }

    /// Compares with `fixtures/api/<name>.json`; what came instead is written beside it as `.actual.json`.
    func expect(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/api")
        let pinned = try? Data(contentsOf: folder.appending(path: "\(name).json"))
        let expected = try pinned.map { try JSONSerialization.jsonObject(with: $0) as? NSDictionary }
        guard expected != (try json) else { return }
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try JSONSerialization.data(withJSONObject: json, options: options)
            .write(to: folder.appending(path: "\(name).actual.json"))
        Issue.record("The answer differs from fixtures/api/\(name).json", sourceLocation: sourceLocation)
    }
}
