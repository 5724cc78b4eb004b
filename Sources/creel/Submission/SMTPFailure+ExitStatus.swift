import MailProtocols

extension SMTPFailure {
    /// As those who call sendmail know it.
    var status: SystemExit {
        guard !isTemporary else { return .temporary }
        return switch self {
        case .recipientsRefused: .noUser
        case .refused(let reply, _) where [530, 534, 535, 538].contains(reply.code): .noPermission
        case .refused, .notOffered, .unintelligible, .lost: .unavailable
        }
    }
}

extension CommandFailure {
    init(_ failure: SMTPFailure) { self.init(failure.status, failure.description.escapingControls()) }
}
