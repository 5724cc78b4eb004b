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

/// Listeners of one kind of session as a service: from binding to a graceful stop.
package struct MailService<Session: ServerSession & ~Copyable>: Service {
    /// Where a listener listens.
    package struct Binding: Sendable {
        let listener: MailListener<Session>
        let address: SocketAddress
        /// The flag that sets the address: `--smtp`.
        let flag: String

        package init(listener: MailListener<Session>, address: SocketAddress, flag: String) {
            (self.listener, self.address, self.flag) = (listener, address, flag)
        }
    }

    private let bindings: [Binding]
    private let directory: ConnectionDirectory
    private let group: any EventLoopGroup
    /// Returns, once the server stops, when transactions that still run are to be cut; throws when it is cancelled.
    private let overdue: @Sendable () async throws -> Void
    private let logger: Logger
    /// Told once all listeners accept, with the addresses they are bound to, in the order of the bindings.
    private let onReady: @Sendable ([SocketAddress]) -> Void

    package init(
        bindings: [Binding], directory: ConnectionDirectory, group: any EventLoopGroup,
        overdue: @escaping @Sendable () async throws -> Void, logger: Logger,
        onReady: @escaping @Sendable ([SocketAddress]) -> Void
    ) {
        (self.bindings, self.directory, self.group) = (bindings, directory, group)
        (self.overdue, self.logger, self.onReady) = (overdue, logger, onReady)
    }

    /// Accepts connections until the graceful shutdown; returns when every connection has ended.
    package func run() async throws {
        var channels: [any Channel] = []
        for binding in bindings {
            do {
                channels.append(try await binding.listener.bind(to: binding.address, on: group))
            } catch {
                for channel in channels { await close(channel) }
                throw BindingError(address: binding.address.text, flag: binding.flag, reason: error)
            }
        }
        let sweeps = group.makeIterator().map { ConnectionSweep(of: directory, on: $0).start() }
        let report = reportRefusals(on: group.next())
        onReady(channels.compactMap(\.localAddress))
        try? await gracefulShutdown()
        for channel in channels { await close(channel) }
        await endConnections()
        for task in sweeps + [report] { task.cancel() }
    }

    private func close(_ channel: any Channel) async {
        let path = channel.localAddress?.pathname
        try? await channel.close()
        if let path { SocketFile.remove(path) }
    }

    /// Once a second at most: whoever is refused comes again at once.
    private func reportRefusals(on eventLoop: any EventLoop) -> RepeatedTask {
        eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            guard let refused = directory.newlyRefused() else { return }
            logger.warning("\(refused) connections were refused: a limit of connections is reached")
        }
    }

    private func endConnections() async {
        directory.stop()
        await withTaskGroup { tasks in
            tasks.addTask { await directory.untilEmpty() }
            tasks.addTask {
                // Cut short by cancellation when the connections end in time.
                guard (try? await overdue()) != nil else { return }
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
    /// The flag that sets the address.
    package let flag: String
    package let reason: any Error

    package init(address: String, flag: String, reason: any Error) {
        (self.address, self.flag, self.reason) = (address, flag, reason)
    }

    package var description: String {
        let code = (reason as? IOError)?.errnoCode
        let cause = code.map { String(cString: strerror($0)) } ?? "\(reason)"
        let remedy = code == EADDRINUSE ? "stop what listens there or " : ""
        return "Cannot listen at \(address): \(cause); \(remedy)give \(flag) another address"
    }
}
