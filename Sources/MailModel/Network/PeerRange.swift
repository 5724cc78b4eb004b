/// Some of those who connect: by their addresses, or whoever comes over a Unix socket.
package enum PeerRange: Hashable, Sendable {
    case addresses(AddressRange)
    case unix

    /// What a peer that comes over a Unix socket has in place of an address.
    package static let unixAddress = "unix"

    /// - Parameter address: Without a port.
    package func contains(_ address: String) -> Bool {
        switch self {
        case .addresses(let range): range.contains(address)
        case .unix: address == Self.unixAddress
        }
    }
}

extension PeerRange: LosslessStringConvertible {
    /// An address, a range of them, or `unix`; `nil` for anything else.
    package init?(_ text: String) {
        if text == Self.unixAddress {
            self = .unix
        } else if let range = AddressRange(text) {
            self = .addresses(range)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .addresses(let range): range.description
        case .unix: Self.unixAddress
        }
    }
}
