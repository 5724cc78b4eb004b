import MailModel
package import NIOCore

/// The one gate through which connections leave this program: closed until the configuration opens it for a destination and
/// a purpose.
///
/// It resolves names itself, connects to an address that it has checked and to no other, and bounds what an exchange takes in
/// time and octets. It follows no redirect: whoever does comes through the gate again.
package struct Egress: Sendable {
    private let policy: EgressPolicy
    private let lookups: HostLookups
    private let tell: @Sendable (EgressRefusal) -> Void

    /// - Parameter tell: Is told of every refusal; must not block.
    package init(
        _ policy: EgressPolicy, resolver: any HostResolver = SystemResolver(),
        tell: @escaping @Sendable (EgressRefusal) -> Void
    ) {
        (self.policy, lookups, self.tell) = (policy, HostLookups(resolver), tell)
    }

    /// What bounds an exchange.
    package struct Limits: Sendable {
        /// Of finding an address, connecting, asking and being answered together.
        package var time: Duration
        /// Of connecting to one address.
        package var connecting: Duration
        /// Of the answer.
        package var octets: Int

        package init(time: Duration = .seconds(30), connecting: Duration = .seconds(2), octets: Int = 1 << 20) {
            (self.time, self.connecting, self.octets) = (time, connecting, octets)
        }
    }

    /// Says something to a destination and answers with everything that it says until it closes the connection.
    package func exchange(
        _ request: [ByteBuffer], with destination: Destination, for purpose: EgressPurpose,
        within limits: Limits = Limits()
    ) async throws(EgressError) -> ByteBuffer {
        let deadline = ContinuousClock.now + limits.time
        guard policy.permits(destination, for: purpose) else {
            throw refuse(.closed("the configuration does not open \(destination) for \(purpose)"), destination, purpose)
        }
        let connection = try await connect(to: destination, for: purpose, within: limits, until: deadline)
        return try await connection.exchange(request, limit: limits.octets, until: deadline)
    }

    private func refuse(_ error: EgressError, _ destination: Destination, _ purpose: EgressPurpose) -> EgressError {
        tell(EgressRefusal(purpose: purpose, destination: destination, reason: error.description))
        return error
    }

    // MARK: - Connecting

    private func connect(
        to destination: Destination, for purpose: EgressPurpose, within limits: Limits,
        until deadline: ContinuousClock.Instant
    ) async throws(EgressError) -> OutboundConnection {
        var failure = EgressError.unreachable("nobody answers at \(destination)")
        for address in try await addresses(of: destination, for: purpose, until: deadline) {
            let left = deadline - .now
            guard left > .zero else { throw .timedOut("\(destination) did not answer in time") }
            do throws(EgressError) {
                return try await OutboundConnection(
                    to: address, of: destination, timeout: min(limits.connecting, left))
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// Those that may be connected to; at least one.
    private func addresses(
        of destination: Destination, for purpose: EgressPurpose, until deadline: ContinuousClock.Instant
    ) async throws(EgressError) -> [SocketAddress] {
        switch destination {
        case .socket(let path):
            guard let address = try? SocketAddress(unixDomainSocketPath: path) else {
                throw .unreachable("\(path) is no socket")
            }
            return [address]
        case .host(let host, let port):
            let found = try await resolve(host, until: deadline)
            let permitted = found.filter { policy.permits($0, of: host) }
            if permitted.isEmpty, let address = found.first {
                let text =
                    "\(host) leads to \(address), which is no address of the Internet, nor in --outbound-networks"
                throw refuse(.forbidden(text), destination, purpose)
            }
            return permitted.compactMap { try? SocketAddress(ipAddress: $0.description, port: port) }
        }
    }

    /// At least one.
    private func resolve(
        _ host: String, until deadline: ContinuousClock.Instant
    ) async throws(EgressError) -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        guard let found = await lookups.addresses(of: host, until: deadline) else {
            throw .timedOut("the name \(host) could not be resolved in time")
        }
        guard !found.isEmpty else { throw .unresolved("there is no host \(host)") }
        return found
    }
}
