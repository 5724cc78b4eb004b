/// How much a finding matters to whoever sent the message. Ordered, so that reports can be sorted and filtered.
package enum Severity: String, Hashable, Sendable, CaseIterable, Codable {
    /// Worth knowing.
    case info
    /// Hurts: the message is shown worse, trusted less or scored as spam.
    case warning
    /// Refused by receivers, or broken for its readers.
    case error
}

extension Severity: Comparable {
    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
