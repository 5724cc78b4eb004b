#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Hummingbird
import HummingbirdCore
package import Intake
package import Logging
package import MailStorage
package import NIOCore
package import OutsideScoring
import ServiceLifecycle
import Synchronization

/// The API and the page, served at one or more addresses until the process is told to stop.
///
/// At a graceful stop it takes no new connections, answers open waits with `503`, ends event streams, lets other
/// requests finish and, when it is `overdue`, cuts what is left.
package struct HTTPService: Service {
    package struct Configuration: Sendable {
        /// At least one.
        package var bindings: [HTTPBinding]
        /// Puts what encrypts in front of a pipeline, on its event loop.
        package var encrypt: @Sendable (any Channel) throws -> Void
        package var access: AccessPolicy
        package var limits: HTTPLimits
        /// Where API and page are; `/` for the top.
        package var basePath: String
        /// Of the program, told in metrics.
        package var version: String
        /// Returns, once the server stops, when what still runs is to be cut; throws when it is cancelled.
        package var overdue: @Sendable () async throws -> Void

        package init(
            bindings: [HTTPBinding], encrypt: @escaping @Sendable (any Channel) throws -> Void = { _ in },
            access: AccessPolicy = AccessPolicy(), limits: HTTPLimits = HTTPLimits(),
            basePath: String = "/", version: String, overdue: @escaping @Sendable () async throws -> Void
        ) {
            (self.bindings, self.encrypt, self.access, self.limits) = (bindings, encrypt, access, limits)
            (self.basePath, self.version, self.overdue) = (basePath, version, overdue)
        }
    }

    private let configuration: Configuration
    let api: API
    private let eventLoopGroup: any EventLoopGroup
    private let logger: Logger
    private let cut = FrameworkLog.Cut()
    private let onReady: @Sendable ([HTTPBinding]) -> Void

    /// - Parameters:
    ///   - budget: What messages that are posted may take of memory, shared with the other ways in.
    ///   - scorers: Whom reports tell of besides; they are run by whoever gives them.
    ///   - listeners: Where mail is taken, as far as that is known.
    ///   - metrics: What others have to tell at `/metrics`.
    ///   - responses: Counts what is answered.
    ///   - onReady: Told once, when every address accepts connections: the addresses in the order of `bindings`,
    ///     with the ports that the system picked.
    package init(
        _ configuration: Configuration, store: any MessageStore, intake: Intake, budget: OctetBudget,
        liveSessions: any LiveSessions, scorers: OutsideScorers, listeners: @escaping @Sendable () -> ListenerList,
        metrics: @escaping @Sendable () async -> [Metric] = { [] }, responses: ResponseCounter = ResponseCounter(),
        eventLoopGroup: any EventLoopGroup, logger: Logger,
        onReady: @escaping @Sendable ([HTTPBinding]) -> Void
    ) {
        self.configuration = configuration
        api = API(
            store: store, intake: intake, budget: budget, liveSessions: liveSessions, scorers: scorers,
            listeners: listeners, limits: configuration.limits,
            version: configuration.version, contributedMetrics: metrics, responses: responses, logger: logger)
        (self.eventLoopGroup, self.logger, self.onReady) = (eventLoopGroup, logger, onReady)
    }

    /// Throws ``HTTPServiceError/cannotBind(_:reason:isTaken:)``, then none of the addresses is served.
    package func run() async throws {
        let bound = BoundAddresses(count: configuration.bindings.count, onComplete: onReady)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await api.waits.run() }
            group.addTask { try await serveAll(telling: bound) }
            group.addTask { try await cutWhenOverdue() }
            defer { group.cancelAll() }
            // The waits end first at a graceful stop; the listeners, or the deadline, end the service.
            for _ in 0..<2 { try await group.next() }
        }
    }

    private func serveAll(telling bound: BoundAddresses) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, binding) in configuration.bindings.enumerated() {
                group.addTask { try await serve(binding, at: index, telling: bound) }
            }
            do {
                // Not for all: one that cannot be bound ends the others.
                while try await group.next() != nil {}
            } catch {
                cut.isMade.store(true, ordering: .relaxed)
                throw error
            }
        }
    }

    private func serve(_ binding: HTTPBinding, at index: Int, telling bound: BoundAddresses) async throws {
        do {
            try await application(for: binding, at: index, telling: bound).run()
        } catch let error as IOError {
            throw HTTPServiceError.cannotBind(
                binding, reason: String(cString: strerror(error.errnoCode)), isTaken: error.errnoCode == EADDRINUSE)
        } catch let error as SocketAddressError.UnknownHost {
            throw HTTPServiceError.cannotBind(binding, reason: error.errorDescription, isTaken: false)
        } catch let error as SocketAddressError {
            throw HTTPServiceError.cannotBind(binding, reason: "\(error)", isTaken: false)
        }
    }

    private func application(
        for binding: HTTPBinding, at index: Int, telling addresses: BoundAddresses
    ) -> some ApplicationProtocol {
        let quiet = Logger(label: logger.label) { _ in FrameworkLog(logger, until: cut) }
        return Application(
            responder: BasePathResponder(
                path: configuration.basePath, inner: api.responder(at: binding, access: configuration.access)),
            server: server(for: binding),
            configuration: ApplicationConfiguration(
                address: .hostname(binding.host, port: binding.port),
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: quiet)),
            onServerRunning: { channel in
                var bound = binding
                bound.port = channel.localAddress?.port ?? binding.port
                addresses.note(bound, at: index)
            },
            eventLoopGroupProvider: .shared(eventLoopGroup),
            logger: quiet)
    }

    private func server(for binding: HTTPBinding) -> HTTPServerBuilder {
        let http1 = HTTP1Channel.Configuration(idleTimeout: .seconds(60))
        guard binding.isEncrypted else { return .http1(configuration: http1) }
        return HTTPServerBuilder { [encrypt = configuration.encrypt] responder in
            EncryptedChannel(base: HTTP1Channel(responder: responder, configuration: http1), encrypt: encrypt)
        }
    }

    /// Returns when a graceful stop has taken too long.
    private func cutWhenOverdue() async throws {
        try await gracefulShutdown()
        try await configuration.overdue()
        logger.warning("HTTP requests did not end in time; cutting their connections")
        cut.isMade.store(true, ordering: .relaxed)
    }
}

/// Why HTTP could not be served.
package enum HTTPServiceError: Error, CustomStringConvertible {
    /// `isTaken` tells whether somebody else listens there.
    case cannotBind(HTTPBinding, reason: String, isTaken: Bool)

    package var description: String {
        switch self {
        case .cannotBind(let binding, let reason, let isTaken):
            "Cannot serve HTTP at \(binding): \(reason); \(isTaken ? "stop what listens there or " : "")"
                + "give \(binding.flag) another address"
        }
    }
}

/// Collects the real addresses of listeners that start side by side.
private final class BoundAddresses: Sendable {
    private let addresses: Mutex<[HTTPBinding?]>
    private let onComplete: @Sendable ([HTTPBinding]) -> Void

    init(count: Int, onComplete: @escaping @Sendable ([HTTPBinding]) -> Void) {
        addresses = Mutex(Array(repeating: nil, count: count))
        self.onComplete = onComplete
    }

    func note(_ address: HTTPBinding, at index: Int) {
        let all = addresses.withLock { addresses in
            addresses[index] = address
            return addresses.compactMap(\.self).count == addresses.count ? addresses.compactMap(\.self) : nil
        }
        if let all { onComplete(all) }
    }
}
