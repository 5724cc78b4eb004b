import Foundation
import FoundationNetworking
import Testing

/// The HTTP API of a server under test.
struct API: Sendable {
    let port: Int

    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    struct MessageList: Decodable, Sendable {
        let messages: [Row]
        let matched: Int
    }

    struct Row: Decodable, Sendable {
        struct Envelope: Decodable, Sendable {
            let reversePath: String
            let forwardPaths: [String]
        }

        let id: Int
        let subject: String
        let size: Int
        let envelope: Envelope
    }

    struct Session: Decodable, Sendable {
        struct Line: Decodable, Sendable { let client, server: String? }

        let outcome: String
        let accepted, refused: Int
        let dialogue: [Line]
    }

    func send(
        _ method: String, _ path: String, query: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> Answer {
        var components = URLComponents()
        (components.scheme, components.host, components.port, components.path) = ("http", "127.0.0.1", port, path)
        if !query.isEmpty { components.queryItems = query.map { URLQueryItem(name: $0.key, value: $0.value) } }
        var request = URLRequest(url: try #require(components.url))
        request.httpMethod = method
        request.httpBody = body.map { Data($0) }
        if body != nil { request.setValue("message/rfc822", forHTTPHeaderField: "Content-Type") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: Array(data))
    }

    func list(_ query: [String: String] = [:]) async throws -> MessageList {
        try decode(try await send("GET", "/api/messages", query: query))
    }

    /// Waits for messages that match; the server answers as soon as they are there.
    ///
    /// - Parameter last: Only messages behind this one count; without it, all there are.
    func wait(_ search: String, after last: Int? = nil) async throws -> [Row] {
        let query = ["q": search, "timeout": "20s"].merging(last.map { ["after": "\($0)"] } ?? [:]) { $1 }
        let list: Messages = try decode(try await send("GET", "/api/messages/wait", query: query))
        return list.messages
    }

    /// The octets of a message as they are stored.
    func raw(_ id: Int) async throws -> [UInt8] {
        let answer = try await send("GET", "/api/messages/\(id)/raw")
        #expect(answer.status == 200)
        return answer.body
    }

    /// The ids of sessions that match, the newest first.
    func sessions(_ search: String) async throws -> [String] {
        struct List: Decodable {
            struct Row: Decodable { let id: String }
            let sessions: [Row]
        }
        let list: List = try decode(try await send("GET", "/api/sessions", query: ["q": search]))
        return list.sessions.map(\.id)
    }

    func session(_ id: String) async throws -> Session { try decode(try await send("GET", "/api/sessions/\(id)")) }

    /// The session over which a message came.
    func session(ofMessage id: Int) async throws -> Session {
        try decode(try await send("GET", "/api/messages/\(id)/session"))
    }

    /// Asks the metrics, again and again, until so many waits and event streams are open.
    func untilOpen(waiters: Int, subscribers: Int) async throws {
        try await untilMetrics(["creel_http_waiters \(waiters)", "creel_http_subscribers \(subscribers)"])
    }

    /// Asks the metrics, again and again, until the index has reached every message.
    func untilIndexed() async throws { try await untilMetrics(["creel_unindexed 0"]) }

    /// Asks the metrics, again and again, until so many sessions have ended in that way.
    func untilEnded(_ outcome: String, count: Int) async throws {
        try await untilMetrics(["creel_smtp_sessions_total{outcome=\"\(outcome)\"} \(count)"])
    }

    private func untilMetrics(_ wanted: [String]) async throws {
        var lines: [Substring] = []
        while !wanted.allSatisfy({ lines.contains(Substring($0)) }) {
            try Task.checkCancellation()
            lines = String(decoding: try await send("GET", "/metrics").body, as: UTF8.self).split(separator: "\n")
        }
    }

    private struct Messages: Decodable { let messages: [Row] }

    private func decode<Value: Decodable>(_ answer: Answer) throws -> Value {
        #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        return try JSONDecoder().decode(Value.self, from: Data(answer.body))
    }
}
