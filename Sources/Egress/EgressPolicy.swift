package import MailModel

/// What a connection to somewhere else is for. Whoever adds a reason to connect adds a case, and a way to permit it.
package enum EgressPurpose: String, CaseIterable, Sendable {
    case spamAssassin, rspamd, clamAV
}

/// What may be connected to, and for what. Without any permission nothing may.
package struct EgressPolicy: Sendable {
    /// One destination, named by whoever runs the program.
    package struct Permission: Hashable, Sendable {
        package let purpose: EgressPurpose
        package let destination: Destination

        package init(_ purpose: EgressPurpose, _ destination: Destination) {
            (self.purpose, self.destination) = (purpose, destination)
        }
    }

    private let permissions: Set<Permission>
    /// Where a permitted name may lead besides the Internet.
    private let networks: [AddressRange]

    /// - Parameter networks: Addresses, local ones above all, to which the name of a permitted destination may lead. An
    ///   address that is itself the destination, and `localhost`, need not be among them.
    package init(_ permissions: [Permission] = [], networks: [AddressRange] = []) {
        (self.permissions, self.networks) = (Set(permissions), networks)
    }

    package func permits(_ destination: Destination, for purpose: EgressPurpose) -> Bool {
        permissions.contains(Permission(purpose, destination))
    }

    /// Whether a connection to the host of a permitted destination may go to an address that its name leads to.
    package func permits(_ address: IPAddress, of host: String) -> Bool {
        if let named = IPAddress(host) { return address.effective == named.effective }
        if host == "localhost" { return Self.loopback.contains { $0.contains(address.effective) } }
        return address.isGlobalUnicast || networks.contains { $0.contains(address.effective) }
    }

    private static let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }
}
