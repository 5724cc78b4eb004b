import MIME

/// What a message says in a form for machines about another one: a bounce, a complaint, a receipt. RFC 6522.
struct NotificationDetail: Encodable {
    private let status: DeliveryStatus?
    private let feedback: FeedbackReport?
    private let disposition: DispositionNotification?

    /// `nil` for a message that says nothing of the kind.
    init?(_ message: Message) {
        (status, feedback) = (message.deliveryStatus, message.feedbackReport)
        disposition = message.dispositionNotification
        if status == nil, feedback == nil, disposition == nil { return nil }
    }

    private enum CodingKeys: CodingKey { case deliveryStatus, feedback, disposition }

    /// Every key is always there; what is absent is `null`.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status.map(DeliveryStatusDetail.init), forKey: .deliveryStatus)
        try container.encode(feedback.map(FeedbackDetail.init), forKey: .feedback)
        try container.encode(disposition.map(DispositionDetail.init), forKey: .disposition)
    }
}

private struct DeliveryStatusDetail: Encodable {
    let status: DeliveryStatus

    private enum CodingKeys: CodingKey { case reportingMTA, originalEnvelopeID, recipients }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status.reportingMTA, forKey: .reportingMTA)
        try container.encode(status.originalEnvelopeID, forKey: .originalEnvelopeID)
        try container.encode(status.recipients.map(RecipientDetail.init), forKey: .recipients)
    }
}

private struct RecipientDetail: Encodable {
    let recipient: DeliveryStatus.Recipient

    private enum CodingKeys: CodingKey { case original, final, action, status, meaning, remoteMTA, diagnosticCode }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(recipient.original, forKey: .original)
        try container.encode(recipient.final, forKey: .final)
        try container.encode(recipient.action, forKey: .action)
        try container.encode(recipient.status, forKey: .status)
        try container.encode(recipient.meaning, forKey: .meaning)
        try container.encode(recipient.remoteMTA, forKey: .remoteMTA)
        try container.encode(recipient.diagnosticCode, forKey: .diagnosticCode)
    }
}

private struct FeedbackDetail: Encodable {
    let report: FeedbackReport

    private enum CodingKeys: CodingKey {
        case type, userAgent, originalMailFrom, originalRecipients, sourceIP, reportedDomains
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(report.type, forKey: .type)
        try container.encode(report.userAgent, forKey: .userAgent)
        try container.encode(report.originalMailFrom, forKey: .originalMailFrom)
        try container.encode(report.originalRecipients, forKey: .originalRecipients)
        try container.encode(report.sourceIP, forKey: .sourceIP)
        try container.encode(report.reportedDomains, forKey: .reportedDomains)
    }
}

private struct DispositionDetail: Encodable {
    let notification: DispositionNotification

    private enum CodingKeys: CodingKey { case finalRecipient, originalMessageID, disposition }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(notification.finalRecipient, forKey: .finalRecipient)
        try container.encode(notification.originalMessageID, forKey: .originalMessageID)
        try container.encode(notification.disposition, forKey: .disposition)
    }
}
