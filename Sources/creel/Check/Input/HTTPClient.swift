import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks one server that the user has named, and nobody else: it follows no redirect. RFC 9110, RFC 9112.
struct HTTPClient: Sendable {
    private let url: ServerURL

    /// How long one answer may take.
    private static let timeout = TimeAmount.seconds(60)

    init(_ url: ServerURL) { self.url = url }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// The body of the answer to `GET path`, over a connection of its own.
    ///
    /// - Throws: When there is no answer, or one that is no 200.
    func get(_ path: String) async throws(MessageFile.Failure) -> [UInt8] {
        let answer: (status: HTTPResponseStatus, body: [UInt8])?
        do {
            answer = try await exchange(path)
        } catch {
            throw failure(path, "there is no answer")
        }
        guard let answer else { throw failure(path, "the answer broke off, or is too large") }
        guard answer.status == .ok else { throw failure(path, "the answer is \(answer.status)") }
        return answer.body
    }

    private func failure(_ path: String, _ reason: String) -> MessageFile.Failure {
        MessageFile.Failure(description: "cannot read http://\(url.authority)\(path.escapingControls()): \(reason)")
    }

    /// - Returns: `nil` where the answer does not end, or not soon enough.
    private func exchange(_ path: String) async throws -> (HTTPResponseStatus, [UInt8])? {
        let connection = try await connect()
        let timer = connection.channel.eventLoop.scheduleTask(in: Self.timeout) {
            connection.channel.close(promise: nil)
        }
        defer { timer.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(contentsOf: [.head(head(path)), .end(nil)])
            var (status, body): (HTTPResponseStatus?, [UInt8]) = (nil, [])
            for try await part in inbound {
                switch part {
                case .head(let head): status = head.status
                case .body(let buffer):
                    body += buffer.readableBytesView
                    guard body.count <= MessageFile.limit else { return nil }
                case .end: return status.map { ($0, body) }
                }
            }
            return nil
        }
    }

    private func connect() async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: url.host, port: url.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func head(_ path: String) -> HTTPRequestHead {
        var headers = HTTPHeaders([("Host", url.authority), ("Accept", "*/*"), ("Connection", "close")])
        if let credentials = url.credentials { headers.add(name: "Authorization", value: "Basic \(credentials)") }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    }
}
