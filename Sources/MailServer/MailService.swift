#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import Logging
package import MailProtocols
package import NIOCore
import ServiceLifecycle
import Synchronization

/// The listeners of one protocol as a service: from binding to a graceful stop.
package struct MailService<Session: ServerSession & ~Copyable>: Service {
    private let listener: MailListener<Session>
    private let addresses: [SocketAddress]
    private let directory: ConnectionDirectory
    private let group: any EventLoopGroup
    /// How long running transactions may take once the server stops.
    private let grace: Duration
    private let logger: Logger
    /// Told once all listeners accept, with the addresses they are bound to.
    private let onReady: @Sendable ([SocketAddress]) -> Void

    package init(
        listener: MailListener<Session>, addresses: [SocketAddress], directory: ConnectionDirectory,
        group: any EventLoopGroup, grace: Duration, logger: Logger,
        onReady: @escaping @Sendable ([SocketAddress]) -> Void
    ) {
        (self.listener, self.addresses, self.directory, self.group) = (listener, addresses, directory, group)
        (self.grace, self.logger, self.onReady) = (grace, logger, onReady)
    }

    /// Accepts connections until the graceful shutdown; returns when every connection has ended.
    package func run() async throws {
        var channels: [any Channel] = []
        for address in addresses {
            do {
                channels.append(try await listener.bind(to: address, on: group))
            } catch {
                for channel in channels { try? await channel.close() }
                throw BindingError(address: address.text, reason: error)
            }
        }
        let sweeps = group.makeIterator().map { startSweeping($0) }
        onReady(channels.compactMap(\.localAddress))
        try? await gracefulShutdown()
        for channel in channels { try? await channel.close() }
        await endConnections()
        for sweep in sweeps { sweep.cancel() }
    }

    /// One task per loop for all its connections: cheaper than a timer for each.
    private func startSweeping(_ eventLoop: any EventLoop) -> RepeatedTask {
        eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            if let refused = directory.newlyRefused() {
                logger.warning("\(refused) connections were refused: a limit of connections is reached")
            }
            let now = NIODeadline.now()
            for connection in directory.connections(on: eventLoop) { connection.handler.value.checkUp(at: now) }
        }
    }

    private func endConnections() async {
        directory.forEach { $0.shutDown() }
        await withTaskGroup { tasks in
            tasks.addTask { await directory.untilEmpty() }
            tasks.addTask {
                // Cut short by cancellation when the connections end in time.
                guard (try? await Task.sleep(for: grace)) != nil else { return }
                logger.warning("Transactions did not end in time; closing their connections")
                directory.forEach { $0.abort() }
                await directory.untilEmpty()
            }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}

/// A listener could not be bound.
package struct BindingError: Error, CustomStringConvertible {
    package let address: String
    package let reason: any Error

    package init(address: String, reason: any Error) { (self.address, self.reason) = (address, reason) }

    package var description: String {
        let cause = (reason as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(reason)"
        return "Cannot listen at \(address): \(cause); stop what listens there or give --smtp another address"
    }
}
