/// What became of a message, as a server reports it. RFC 3464.
package struct DeliveryStatus: Hashable, Sendable {
    /// The server that tells; without its type.
    package let reportingMTA: String?
    package let originalEnvelopeID: String?
    package let recipients: [Recipient]

    package struct Recipient: Hashable, Sendable {
        package let original: String?
        package let final: String?
        /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`, in lower case. RFC 3464 §2.3.3.
        package let action: String?
        /// An enhanced status code such as `5.1.1`. RFC 3463.
        package let status: String?
        /// What the status code means, as a sentence without a full stop.
        package var meaning: String? { status.flatMap(StatusMeaning.text) }
        package let remoteMTA: String?
        /// What the other server said; without its type.
        package let diagnosticCode: String?
    }

    /// The first group is about the message, every other one about a recipient. RFC 3464 §2.1.
    init?(_ groups: FieldGroups?) {
        guard let first = groups?.groups.first, let rest = groups?.groups.dropFirst() else { return nil }
        reportingMTA = first.last("reporting-mta").map(Self.withoutType)
        originalEnvelopeID = first.last("original-envelope-id")
        // Some programs forget the empty line between the groups.
        let about = rest.isEmpty && first.last("action") != nil ? [first] : Array(rest)
        recipients = about.map { group in
            Recipient(
                original: group.last("original-recipient").map(Self.withoutType),
                final: group.last("final-recipient").map(Self.withoutType),
                action: group.last("action")?.lowercased(),
                status: group.last("status").map { String($0.prefix { $0 != " " && $0 != "(" }) },
                remoteMTA: group.last("remote-mta").map(Self.withoutType),
                diagnosticCode: group.last("diagnostic-code").map(Self.withoutType))
        }
    }

    /// `rfc822; a@example.com` without what is before the semicolon. RFC 3464 §2.1.2.
    static func withoutType(_ value: String) -> String {
        guard let semicolon = value.firstIndex(of: ";") else { return value }
        return String(value[value.index(after: semicolon)...].drop { $0 == " " })
    }
}

/// A complaint about a message. RFC 5965.
package struct FeedbackReport: Hashable, Sendable {
    /// `abuse`, `fraud`, `not-spam` and so on, in lower case. RFC 5965 §7.3.
    package let type: String?
    package let userAgent: String?
    package let originalMailFrom: String?
    package let originalRecipients: [String]
    package let sourceIP: String?
    package let reportedDomains: [String]

    init?(_ groups: FieldGroups?) {
        guard let fields = groups?.groups.first else { return nil }
        type = fields.last("feedback-type")?.lowercased()
        userAgent = fields.last("user-agent")
        originalMailFrom = fields.last("original-mail-from")
        originalRecipients = fields.values(of: "original-rcpt-to")
        sourceIP = fields.last("source-ip")
        reportedDomains = fields.values(of: "reported-domain")
    }
}

/// What a recipient did with a message. RFC 8098.
package struct DispositionNotification: Hashable, Sendable {
    package let finalRecipient: String?
    package let originalMessageID: String?
    /// Such as `displayed`, in lower case. RFC 8098 §3.2.6.
    package let disposition: String?

    init?(_ groups: FieldGroups?) {
        guard let fields = groups?.groups.first else { return nil }
        finalRecipient = fields.last("final-recipient").map(DeliveryStatus.withoutType)
        originalMessageID = fields.identifiers(of: "original-message-id").first?.text
        disposition = fields.last("disposition").map { value in
            DeliveryStatus.withoutType(value).lowercased().prefix { $0 != "/" && $0 != " " }
        }.map(String.init)
    }
}

extension Message {
    package var deliveryStatus: DeliveryStatus? { DeliveryStatus(report("delivery-status", "global-delivery-status")) }
    package var feedbackReport: FeedbackReport? { FeedbackReport(report("feedback-report")) }
    package var dispositionNotification: DispositionNotification? {
        DispositionNotification(report("disposition-notification", "global-disposition-notification"))
    }
}
