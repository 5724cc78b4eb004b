package import MailProtocols

extension NonceSource {
    /// 128 bits of the system's chance.
    package static let system = NonceSource { _ in
        var system = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(system.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
