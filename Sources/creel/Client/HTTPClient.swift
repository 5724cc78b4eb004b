import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Asks one server that the user has named, and nobody else: it follows no redirect. RFC 9110, RFC 9112.
///
/// Each request has a connection of its own.
struct HTTPClient: Sendable {
    let url: ServerURL
    /// The longest silence of the server.
    private let patience: Duration

    init(_ url: ServerURL, patience: Duration = .seconds(60)) {
        (self.url, self.patience) = (url, patience)
    }

    /// Octets of an answer that is kept whole.
    private static let answerLimit = MessageFile.limit

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// The body of the answer to `GET path`.
    ///
    /// - Throws: When there is no answer, or one that is no 200.
    func get(_ path: String) async throws(HTTPFailure) -> [UInt8] {
        let answer = try await send(.GET, path)
        guard answer.status == .ok else { throw failure(path, .refused(answer)) }
        return answer.body
    }

    /// The answer to a request, whatever its status.
    func send(
        _ method: HTTPMethod, _ path: String, _ content: HTTPContent? = nil
    ) async throws(HTTPFailure) -> HTTPAnswer {
        var answer = HTTPAnswer()
        do {
            answer.status = try await exchange(method, path, content) { _, piece in
                answer.body += piece.readableBytesView
                guard answer.body.count <= Self.answerLimit else { throw HTTPFailure.Reason.brokenOff }
            }
        } catch {
            throw failure(path, error as? HTTPFailure.Reason ?? .brokenOff)
        }
        return answer
    }

    /// Hands on the body of the answer to `GET path` as it comes; waits with reading while `take` is busy.
    ///
    /// - Throws: `HTTPFailure` when there is no answer, one that is no 200, or one that breaks off; what `take` throws.
    func download(_ path: String, _ take: (ByteBuffer) async throws -> Void) async throws {
        var refusal = HTTPAnswer()
        do {
            refusal.status = try await exchange(.GET, path, nil) { status, piece in
                guard status != .ok else { return try await take(piece) }
                refusal.body += piece.readableBytesView.prefix(max(0, 1 << 16 - refusal.body.count))
            }
        } catch let reason as HTTPFailure.Reason {
            throw failure(path, reason)
        }
        guard refusal.status == .ok else { throw failure(path, .refused(refusal)) }
    }

    func failure(_ path: String, _ reason: HTTPFailure.Reason) -> HTTPFailure {
        HTTPFailure(reason: reason, place: "http://\(url.authority)\(path.escapingControls())")
    }

    /// - Parameter take: Takes the pieces of the body.
    /// - Throws: A reason, or what `take` throws.
    private func exchange(
        _ method: HTTPMethod, _ path: String, _ content: HTTPContent?,
        _ take: (HTTPResponseStatus, ByteBuffer) async throws -> Void
    ) async throws -> HTTPResponseStatus {
        guard let connection = try? await connect() else { throw HTTPFailure.Reason.unreachable }
        let watchdog = Watchdog(of: connection.channel, patience: patience)
        defer { watchdog.stop() }
        return try await connection.executeThenClose { inbound, outbound in
            var status: HTTPResponseStatus?
            try await Self.write(head(method, path, content), content, to: outbound)
            do {
                for try await part in inbound {
                    watchdog.feed()
                    switch part {
                    case .head(let head): status = head.status
                    case .body(let piece): if let status { try await take(status, piece) }
                    case .end: if let status { return status }
                    }
                }
            } catch is HTTPParserError {
                throw HTTPFailure.Reason.brokenOff
            } catch is ChannelError {
                throw HTTPFailure.Reason.brokenOff
            }
            throw HTTPFailure.Reason.brokenOff
        }
    }

    /// A server that refuses a body may close before all of it was sent; what it has answered counts.
    private static func write(
        _ head: HTTPRequestHead, _ content: HTTPContent?,
        to outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) async throws {
        let body = content.map { [HTTPClientRequestPart.body(.byteBuffer($0.octets))] } ?? []
        do {
            try await outbound.write(contentsOf: [.head(head)] + body + [.end(nil)])
        } catch is IOError {}
    }

    private func connect() async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: url.host, port: url.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func head(_ method: HTTPMethod, _ path: String, _ content: HTTPContent?) -> HTTPRequestHead {
        var headers = HTTPHeaders([("Host", url.authority), ("Accept", "*/*"), ("Connection", "close")])
        if let credentials = url.credentials { headers.add(name: "Authorization", value: "Basic \(credentials)") }
        if let content {
            headers.add(name: "Content-Type", value: content.mediaType)
            headers.add(name: "Content-Length", value: "\(content.octets.readableBytes)")
        }
        return HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
    }
}

/// What a request carries.
struct HTTPContent: Sendable {
    let mediaType: String
    let octets: ByteBuffer
}

/// What a server has said.
struct HTTPAnswer: Sendable {
    var status = HTTPResponseStatus.ok
    var body: [UInt8] = []
}

/// Closes a connection whose other side is silent for too long.
private final class Watchdog: Sendable {
    private let channel: any Channel
    private let patience: TimeAmount
    private let timer = Mutex<Scheduled<Void>?>(nil)

    init(of channel: any Channel, patience: Duration) {
        (self.channel, self.patience) = (channel, TimeAmount(patience))
        feed()
    }

    /// The other side has said something.
    func feed() {
        let next = channel.eventLoop.scheduleTask(in: patience) { [channel] in channel.close(promise: nil) }
        timer.withLock { timer in
            timer?.cancel()
            timer = next
        }
    }

    func stop() { timer.withLock { $0?.cancel() } }
}
