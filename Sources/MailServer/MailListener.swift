import Intake
package import Logging
package import MailModel
package import MailProtocols
package import NIOCore
import NIOPosix

/// Accepts connections at one address and gives each a session.
package struct MailListener<Session: ServerSession & ~Copyable>: Sendable {
    private let environment: SessionEnvironment<Session>
    private let numbers: SessionNumbers
    /// Who may say for whom they speak.
    private let trusted: [PeerRange]
    /// Proxies whose connections begin with a header of the PROXY protocol, and how long it may take.
    private let proxies: [PeerRange]
    private let headerPatience: TimeAmount
    private let logger: Logger
    /// Whether connections are encrypted before anything is said. RFC 8314 §3.3.
    private let isEncryptedFromStart: Bool
    /// Makes the session of a connection; a refusal says why the connection is not wanted.
    private let makeSession: @Sendable (ConnectionIdentity, _ refusal: String?) -> Session

    package init(
        environment: SessionEnvironment<Session>, numbers: SessionNumbers, trusted: [PeerRange] = [],
        proxies: [PeerRange] = [], headerPatience: Duration = .seconds(30), isEncryptedFromStart: Bool = false,
        logger: Logger,
        makeSession: @escaping @Sendable (ConnectionIdentity, _ refusal: String?) -> Session
    ) {
        (self.environment, self.numbers, self.trusted) = (environment, numbers, trusted)
        (self.proxies, self.headerPatience) = (proxies, TimeAmount(headerPatience))
        (self.isEncryptedFromStart, self.logger) = (isEncryptedFromStart, logger)
        self.makeSession = makeSession
    }

    /// Binds to an address; port 0 takes a free one.
    package func bind(to address: SocketAddress, on group: any EventLoopGroup) async throws -> any Channel {
        guard let path = address.pathname else { return try await bootstrap(group).bind(to: address).get() }
        let isInUse = await SocketFile.isInUse(path, on: group)
        let channel = try await bootstrap(group)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: !isInUse).get()
        SocketFile.open(path)
        return channel
    }

    /// Connections inherit TCP_NODELAY from the listener, on which the bootstrap sets it: tcp(7).
    private func bootstrap(_ group: any EventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel) }
            }
    }

    /// Sets options at once: the bootstrap would have a future for each.
    private func setOptions(of channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.allowRemoteHalfClosure, value: true)
        try options.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 65_536))
    }

    private func accept(_ channel: any Channel) throws {
        try setOptions(of: channel)
        let address = channel.remoteAddress?.ipAddress ?? PeerRange.unixAddress
        let peer = Peer(
            address: address, client: channel.remoteAddress?.ipText ?? PeerRange.unixAddress,
            listener: channel.localAddress?.text ?? "unknown")
        guard proxies.contains(where: { $0.contains(address) }) else {
            return try begin(channel, peer, environment.directory.admit(address))
        }
        try awaitHeader(channel, peer)
    }

    /// The connection has a place among all until it is known for whom the proxy speaks, and then one of the client's.
    private func awaitHeader(_ channel: any Channel, _ peer: Peer) throws {
        let directory = environment.directory
        guard directory.hold(channel) else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in directory.letGo(channel) }
        let handler = ProxyHeaderHandler(
            patience: headerPatience,
            begin: { header in
                let peer = peer.behind(header)
                try begin(channel, peer, directory.admit(peer.address, heldAs: channel))
            },
            refuse: { [logger] reason in logger.warning("from the proxy at \(peer.client): \(reason)") })
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    private func begin(_ channel: any Channel, _ peer: Peer, _ admission: ConnectionDirectory.Admission) throws {
        let refusal: String?
        switch admission {
        case .admitted: refusal = nil
        case .refused(let reason): refusal = reason
        case .dropped: return channel.close(promise: nil)
        }
        channel.closeFuture.whenComplete { [directory = environment.directory] _ in
            directory.release(peer.address, admission)
        }
        let identity = ConnectionIdentity(
            id: numbers.next(), client: peer.client, listener: peer.listener, startedAt: .now(), proxy: peer.proxy,
            isTrusted: peer.isNamed && trusted.contains { $0.contains(peer.address) },
            isEncryptedFromStart: isEncryptedFromStart,
            nonces: .system)
        let handler = SessionHandler(session: makeSession(identity, refusal), environment: environment)
        try channel.pipeline.syncOperations.addHandler(handler)
        if isEncryptedFromStart { try environment.tls?.encrypt(channel) }
    }

    /// Who is at the other end.
    private struct Peer: Sendable {
        /// What limits are counted by.
        var address: String
        /// `address:port`.
        var client: String
        var listener: String
        /// `address:port` of the proxy that speaks for the client.
        var proxy: String?
        /// Whether the address is that of whoever speaks; a client that its proxy does not name has none.
        var isNamed = true

        func behind(_ header: ProxyHeader) -> Peer {
            guard let endpoints = header.endpoints else {
                var peer = self
                peer.isNamed = header.isLocal
                return peer
            }
            return Peer(
                address: endpoints.address, client: endpoints.client, listener: endpoints.listener, proxy: client)
        }
    }
}

extension SocketAddress {
    /// `127.0.0.1:1025`, `[::1]:1025`, `unix:/run/creel.sock`.
    package var text: String { ipText ?? pathname.map { "unix:\($0)" } ?? "unknown" }

    /// `nil` for a Unix socket.
    fileprivate var ipText: String? {
        guard let host = ipAddress, let port else { return nil }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
