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
    /// How it encrypts, where it does; made once, since that reads all whom the system trusts.
    private let tls: Result<TLSClient?, any Error>

    /// - Parameter trust: Who vouches for the server, where it is asked over TLS.
    init(_ url: ServerURL, trust: TLSClient.Trust = .system, patience: Duration = .seconds(60)) {
        (self.url, self.patience) = (url, patience)
        tls = Result { url.isSecure ? try TLSClient(trust, host: url.host) : nil }
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
        HTTPFailure(reason: reason, place: "\(url.origin)\(path.escapingControls())")
    }

    /// - Parameter take: Takes the pieces of the body.
    /// - Throws: A reason, or what `take` throws.
    private func exchange(
        _ method: HTTPMethod, _ path: String, _ content: HTTPContent?,
        _ take: (HTTPResponseStatus, ByteBuffer) async throws -> Void
    ) async throws -> HTTPResponseStatus {
        let faults = TLSFaults()
        let connection = try await connect(telling: faults)
        let watchdog = Watchdog(of: connection.channel, patience: patience)
        defer { watchdog.stop() }
        do {
            return try await connection.executeThenClose { inbound, outbound in
                var status: HTTPResponseStatus?
                try await Self.write(head(method, path, content), content, to: outbound)
                for try await part in inbound {
                    watchdog.feed()
                    switch part {
                    case .head(let head): status = head.status
                    case .body(let piece): if let status { try await take(status, piece) }
                    case .end: if let status { return status }
                    }
                }
                throw HTTPFailure.Reason.brokenOff
            }
        } catch {
            if let fault = faults.first { throw HTTPFailure.Reason.untrusted(TLSClient.explanation(of: fault)) }
            guard error is HTTPParserError || error is ChannelError || error is IOError else { throw error }
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

    private func connect(telling faults: TLSFaults) async throws(HTTPFailure.Reason) -> Connection {
        let tls: TLSClient?
        do { tls = try self.tls.get() } catch { throw .untrusted(TLSClient.explanation(of: error)) }
        do { return try await connect(over: tls, telling: faults) } catch { throw .unreachable }
    }

    private func connect(over tls: TLSClient?, telling faults: TLSFaults) async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: url.host, port: url.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandlers([tls.handler(), TLSFaults.Handler(faults)])
                    }
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

/// What went wrong with the encryption of a connection: whoever reads and writes is only told that it has closed.
private final class TLSFaults: Sendable {
    private let noted = Mutex<(any Error)?>(nil)

    var first: (any Error)? { noted.withLock { $0 } }

    final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let faults: TLSFaults

        init(_ faults: TLSFaults) { self.faults = faults }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if TLSClient.isCause(of: error) { faults.noted.withLock { $0 = $0 ?? error } }
            context.fireErrorCaught(error)
        }
    }
}
