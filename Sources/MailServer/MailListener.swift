import Intake
import Logging
package import MailModel
package import MailProtocols
package import NIOCore
import NIOPosix

/// Accepts connections at one address and gives each a session.
package struct MailListener<Session: ServerSession & ~Copyable>: Sendable {
    private let environment: SessionEnvironment<Session>
    private let numbers: SessionNumbers
    /// Proxies that may say for whom they speak.
    private let trusted: [AddressRange]
    /// Whether connections are encrypted before anything is said. RFC 8314 §3.3.
    private let isEncryptedFromStart: Bool
    /// Makes the session of a connection; a refusal says why the connection is not wanted.
    private let makeSession: @Sendable (ConnectionIdentity, _ refusal: String?) -> Session

    package init(
        environment: SessionEnvironment<Session>, numbers: SessionNumbers, trusted: [AddressRange] = [],
        isEncryptedFromStart: Bool = false,
        makeSession: @escaping @Sendable (ConnectionIdentity, _ refusal: String?) -> Session
    ) {
        (self.environment, self.numbers, self.trusted) = (environment, numbers, trusted)
        self.isEncryptedFromStart = isEncryptedFromStart
        self.makeSession = makeSession
    }

    /// Binds to an address; port 0 takes a free one.
    package func bind(to address: SocketAddress, on group: any EventLoopGroup) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 65_536)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel) }
            }
            .bind(to: address).get()
    }

    private func accept(_ channel: any Channel) throws {
        let address = channel.remoteAddress?.ipAddress ?? "unknown"
        let admission = environment.directory.admit(address)
        let refusal: String?
        switch admission {
        case .admitted: refusal = nil
        case .refused(let reason): refusal = reason
        case .dropped: return channel.close(promise: nil)
        }
        channel.closeFuture.whenComplete { [directory = environment.directory] _ in
            directory.release(address, admission)
        }
        let identity = ConnectionIdentity(
            id: numbers.next(), client: channel.remoteAddress?.text ?? "unknown",
            listener: channel.localAddress?.text ?? "unknown", startedAt: .now(),
            isTrusted: trusted.contains { $0.contains(address) }, isEncryptedFromStart: isEncryptedFromStart,
            nonce: String(UInt64.random(in: 0...UInt64.max), radix: 36))
        let handler = SessionHandler(session: makeSession(identity, refusal), environment: environment)
        try channel.pipeline.syncOperations.addHandler(handler)
        if isEncryptedFromStart { try environment.tls?.encrypt(channel) }
    }
}

extension SocketAddress {
    /// `127.0.0.1:1025`, `[::1]:1025`.
    package var text: String {
        let host = ipAddress ?? pathname ?? "unknown"
        guard let port else { return host }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
