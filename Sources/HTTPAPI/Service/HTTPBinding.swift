/// An address that HTTP is served at.
package struct HTTPBinding: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address, without brackets.
    package var host: String
    /// 0 lets the system pick a free one.
    package var port: Int

    /// Whether TLS comes first.
    package var isEncrypted: Bool

    package init(host: String, port: Int, isEncrypted: Bool = false) {
        (self.host, self.port, self.isEncrypted) = (host, port, isEncrypted)
    }

    /// The flag that sets it.
    package var flag: String { isEncrypted ? "--https" : "--http" }

    /// `127.0.0.1:8025`, `[::1]:8025`.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
