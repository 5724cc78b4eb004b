import FoundationEssentials
import MailModel
import NIOHTTP1

/// A wait for messages, at a running Creel.
struct ServerWait: Sendable {
    let client: HTTPClient
    private let parameters: QueryString

    /// The server waits no longer for one request.
    private static let longest = Duration.seconds(300)

    init(_ url: ServerURL, query: String, inbox: InboxName?, after: Int64?, count: Int) {
        // It answers when the time is up, and a little later when it is busy.
        client = HTTPClient(url, patience: Self.longest + .seconds(60))
        var parameters = QueryString()
        parameters.add("q", query.isEmpty ? nil : query)
        parameters.add("inbox", inbox)
        parameters.add("after", after)
        parameters.add("count", count)
        self.parameters = parameters
    }

    /// The numbers of the messages, the oldest first; `nil` when the time is up, which is told on standard error.
    func messages(within patience: Duration) async throws(HTTPFailure) -> [Int64]? {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        var left = patience
        while true {
            let time = min(left, Self.longest).text
            var parameters = parameters
            parameters.add("timeout", time)
            let path = "/api/messages/wait\(parameters.text)"
            let answer = try await client.send(.GET, path)
            switch answer.status.code {
            case 200:
                guard let rows = answer.rows else { throw client.failure(path, .brokenOff) }
                return rows
            case 408:
                left = deadline - clock.now
                guard left <= .milliseconds(1) else { continue }
                // Of a wait that took several requests, the server knows the time of the last one.
                let text = answer.detail?.replacing(
                    "within \(time)", with: "within \(patience.text)", maxReplacements: 1)
                StandardError.write("creel: \(text ?? answer.text)\n")
                return nil
            default: throw client.failure(path, .refused(answer))
            }
        }
    }
}

extension HTTPAnswer {
    /// The numbers of the messages that it lists newest first, the oldest first.
    fileprivate var rows: [Int64]? {
        struct List: Decodable { let messages: [Row] }
        struct Row: Decodable { let id: Int64 }
        return (try? JSONDecoder().decode(List.self, from: Data(body)))?.messages.map(\.id).reversed()
    }
}
